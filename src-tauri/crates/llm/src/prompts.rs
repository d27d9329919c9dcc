//! Prompts: templates with versions, filled from the task; everything a stranger wrote goes in as marked data.
//!
//! **Invariant:** the instructions come first and are the same for every lead of a project, so that a server
//! can keep them in its cache; data comes after, in the user's turn only.
//!
//! **Invariant:** a template that changes gets a new version, and with it new fingerprints.

mod data;
mod enrich;
mod judge;
#[cfg(test)]
mod tests;
mod visible;
mod write;

use sdr_domain::egress::EgressPurpose;
use sdr_domain::id::LeadId;
use sdr_domain::lead::Profile;
use sdr_http::Note;
use sdr_ports::LlmTask;
use serde_json::Value;

pub(crate) use enrich::BANDS;
pub(crate) use visible::{sentences, visible};

use crate::question::{Question, Role};

/// What each kind of task brings.
struct Prompt {
    name: &'static str,
    purpose: EgressPurpose,
    system: String,
    user: String,
    schema: Value,
    most_tokens: u32,
    temperature: f32,
    seed: u32,
    fields: Vec<&'static str>,
}

/// Names the template a task is asked with.
pub(crate) fn version(task: &LlmTask) -> &'static str {
    match task {
        LlmTask::Judge(_) => judge::VERSION,
        LlmTask::Enrich(_) => enrich::VERSION,
        LlmTask::Write(_) => write::VERSION,
    }
}

/// The whole question.
pub(crate) fn question(task: &LlmTask, model: &str, about: &[LeadId]) -> Question {
    let prompt = match task {
        LlmTask::Judge(task) => judge::prompt(task),
        LlmTask::Enrich(task) => enrich::prompt(task),
        LlmTask::Write(task) => write::prompt(task),
    };
    Question {
        model: model.to_owned(),
        system: prompt.system,
        turns: vec![(Role::User, prompt.user)],
        schema: prompt.schema,
        name: prompt.name,
        most_tokens: prompt.most_tokens,
        temperature: prompt.temperature,
        seed: prompt.seed,
        roomier: false,
        note: Note::of(prompt.purpose).with(&prompt.fields, about),
    }
}

/// Fills `{{name}}` marks in one pass, so that a value can bring no mark of its own. A mark without a value
/// stands for nothing.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((name, after)) = after.split_once("}}") else { break };
        out.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The schema with its fields in one order, whatever else is built into the program: fingerprints depend on
/// it. Claims come before the verdict that way, and a model that writes in order has its reasons first.
fn sorted(mut schema: Value) -> Value {
    schema.sort_all_objects();
    schema
}

/// One line of the team's own settings, or words for nothing.
fn line(text: &str) -> String {
    let text = visible(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() { "(not given)".to_owned() } else { text.chars().take(2_000).collect() }
}

fn list(texts: &[String]) -> String {
    line(&texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; "))
}

/// The profile's texts that a model may read, by the name they get in the prompt and in the ledger.
fn profile_texts<'a>(profile: &'a Profile, wanted: &[&'static str]) -> Vec<(&'static str, &'a str)> {
    let all = [
        ("name", Some(profile.name.as_str())),
        ("role", profile.role.as_deref()),
        ("company", profile.company.as_deref()),
        ("industry", profile.industry.as_deref()),
        ("location", profile.location.as_deref()),
        ("bio", profile.bio.as_deref()),
    ];
    all.into_iter()
        .filter(|(name, _)| wanted.contains(name))
        .filter_map(|(name, text)| Some((name, text.filter(|text| !text.trim().is_empty())?)))
        .collect()
}
