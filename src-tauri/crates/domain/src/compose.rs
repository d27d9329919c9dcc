//! Composing: from lead, posts and project to a draft, without any model.
//!
//! Templates are data; one renderer fills them. Must not know storage, approvals or the channels' doors.
//!
//! **Invariant:** a draft never exceeds its channel's limit, asks exactly one question, and holds no
//! link, number or `@name` that stands in neither lead, posts nor project.
//!
//! **Invariant:** an unresolved variable is an error, never a blank.

mod custom;
mod facts;
mod grounding;
pub mod limits;
mod openers;
mod render;
mod templates;
#[cfg(test)]
mod tests;
mod written;

use crate::channel::Channel;
use crate::draft::Variant;
use crate::judgement::Judgement;
use crate::lead::Profile;
use crate::project::{Company, Tone, Voice};

pub use custom::{Preview, builtin, preview};
pub use grounding::{foreign_links, ungrounded};
pub use limits::{LengthUnit, LengthUse, LimitExceeded, check_limits};
pub use render::{RenderError, Variables, render, variables_in};
pub use written::{check_written, compose_with_template};

/// All a draft is made from.
#[derive(Debug, Clone, Copy)]
pub struct ComposeInputs<'a> {
    /// What is sold.
    pub company: &'a Company,
    /// Who speaks, and how.
    pub voice: &'a Voice,
    /// Whom it is for.
    pub profile: &'a Profile,
    /// What they wrote, in the order the judgement counts.
    pub posts: &'a [&'a str],
    /// Why they are a lead; its quotes are what a draft may quote.
    pub judgement: Option<&'a Judgement>,
    /// Where it goes.
    pub channel: Channel,
    /// Which of two phrasings.
    pub variant: Variant,
    /// How often it was written anew: another round picks other words.
    pub round: usize,
}

/// A composed message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// Subject line, e-mail only.
    pub subject: Option<String>,
    /// The words; Telegram paragraphs are separated by an empty line.
    pub body: String,
}

/// Why nothing was composed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// A variable has no value.
    #[error("the draft needs {}; fill it in and try again", human_name(.0))]
    Missing(String),
    /// A template is wrong.
    #[error(transparent)]
    Template(RenderError),
    /// Even the shortest phrasing is too long.
    #[error("{0}; shorten the product's description or problem")]
    TooLong(LimitExceeded),
    /// Something in it comes from nowhere.
    #[error("{} stands in neither lead, post nor project", .0.join(", "))]
    Ungrounded(Vec<String>),
    /// A template of the team's own does not fit this lead; the sentence says why.
    #[error("{0}")]
    Own(String),
}

impl From<RenderError> for ComposeError {
    fn from(error: RenderError) -> Self {
        match error {
            RenderError::Unresolved(name) => Self::Missing(name),
            RenderError::Unclosed(_) => Self::Template(error),
        }
    }
}

/// How a variable is called where the user fills it in.
fn human_name(variable: &str) -> &str {
    match variable {
        "product" => "the company or product name",
        "persona" => "the persona's name",
        other => other,
    }
}

/// Writes the draft: the richest phrasing that fits the channel.
pub fn compose(inputs: &ComposeInputs<'_>) -> Result<Composed, ComposeError> {
    let facts = facts::variables(inputs);
    let mut failure = None;
    // Without words of theirs the opener already names role and company; once is enough.
    let answers = facts.get("topic").or(facts.get("quote")).is_some();
    let shapes = templates::shapes(inputs.channel, inputs.variant);
    let (last, usable) = (shapes.last(), |shape: &str| answers || !shape.contains("{{fit_line}}"));
    for shape in shapes.iter().filter(|shape| usable(shape)) {
        match fill(shape, inputs, &facts) {
            // The second phrasing on LinkedIn goes with an invitation, where long names leave room for it.
            Ok(composed) if Some(shape) != last && !fits_note(inputs, &composed) => {}
            Ok(composed) => return Ok(composed),
            // A leaner shape may do with fewer words or without the missing fact.
            Err(error) => failure = Some(error),
        }
    }
    Err(failure.unwrap_or_else(|| ComposeError::Missing("template".to_owned())))
}

fn fits_note(inputs: &ComposeInputs<'_>, composed: &Composed) -> bool {
    let note = inputs.channel == Channel::Linkedin && inputs.variant == Variant::B;
    !note || limits::check_linkedin_note(&composed.body).is_ok()
}

/// The variables a template may use for this lead, with their values.
pub fn variables(inputs: &ComposeInputs<'_>) -> Variables {
    facts::variables(inputs)
}

fn fill(shape: &str, inputs: &ComposeInputs<'_>, facts: &Variables) -> Result<Composed, ComposeError> {
    let mut parts = facts.clone();
    let tone = inputs.voice.tone;
    let pick = seed(inputs.profile).wrapping_add(inputs.round);
    for name in variables_in(shape)? {
        if facts.get(&name).is_some() {
            continue;
        }
        if let Some(options) = templates::fragments(&name, tone, inputs.variant) {
            let text = first_that_renders(options, facts, pick)?;
            parts.set(&name, text);
        }
    }
    let body = tidy(&render(shape, &parts)?, inputs.channel);
    let subject = match inputs.channel {
        Channel::Email => {
            let options = templates::subjects(inputs.variant);
            Some(upper_first(&first_that_renders(&[options], facts, 0)?))
        }
        Channel::Telegram | Channel::X | Channel::Linkedin => None,
    };
    check_limits(inputs.channel, subject.as_deref(), &body).map_err(ComposeError::TooLong)?;
    let foreign = ungrounded(&body, inputs);
    if !foreign.is_empty() {
        return Err(ComposeError::Ungrounded(foreign));
    }
    Ok(Composed { subject, body })
}

/// Groups are tried in order, the best-informed first; within a group the lead decides, so that a queue
/// of drafts does not read as one text.
fn first_that_renders(groups: &[&[&str]], facts: &Variables, pick: usize) -> Result<String, ComposeError> {
    let mut failure = None;
    for group in groups.iter().filter(|group| !group.is_empty()) {
        for offset in 0..group.len() {
            match render(group[(pick + offset) % group.len()], facts) {
                Ok(text) => return Ok(text),
                // The plainest phrasing names what is really missing.
                Err(error) => failure = Some(error),
            }
        }
    }
    Err(failure.map_or_else(|| ComposeError::Missing("template".to_owned()), ComposeError::from))
}

/// FNV-1a over the name: stable across runs and machines.
fn seed(profile: &Profile) -> usize {
    let bytes = profile.name.bytes().chain(profile.company.iter().flat_map(|company| company.bytes()));
    let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    usize::try_from(hash >> 8).unwrap_or(0)
}

/// Each paragraph trimmed and begun with a capital letter; a chat message starts no paragraph with `@`,
/// which Telegram reads as a call to a bot.
fn tidy(body: &str, channel: Channel) -> String {
    let paragraphs = body.split("\n\n").map(str::trim).filter(|p| !p.is_empty());
    let paragraphs = paragraphs.map(|p| match channel {
        Channel::Email | Channel::Linkedin | Channel::X => upper_first(p),
        Channel::Telegram => upper_first(p.trim_start_matches('@')),
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The word a message begins with, where the project gives no example.
fn greeting(tone: Tone) -> &'static str {
    match tone {
        Tone::Helpful | Tone::Witty => "Hi",
        Tone::Casual => "Hey",
        Tone::Professional => "Hello",
    }
}
