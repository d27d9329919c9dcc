//! "What to write to them?"

use sdr_domain::channel::Channel;
use sdr_domain::compose::limits::{EMAIL_WORDS, LINKEDIN_WORDS, SUBJECT_CHARACTERS, X_CHARACTERS};
use sdr_domain::egress::EgressPurpose;
use sdr_domain::project::Tone;
use sdr_ports::llm::WriteTask;
use serde_json::{Value, json};

use super::data::Data;
use super::{Prompt, fill, line, profile_texts, sorted};

pub(super) const VERSION: &str = "write-1";

const FIELDS: [&str; 5] = ["name", "role", "company", "industry", "bio"];

pub(super) fn prompt(task: &WriteTask) -> Prompt {
    let schema = sorted(schema(task.channel));
    let language = language(task);
    let system = fill(
        include_str!("write.txt"),
        &[
            ("persona", &line(&task.voice.persona)),
            ("role", &line(&task.voice.role)),
            ("tone", tone(task.voice.tone)),
            ("notes", &line(&task.voice.notes)),
            ("example", &line(&task.voice.example)),
            ("name", &line(&task.company.name)),
            ("description", &line(&task.company.description)),
            ("problem", &line(&task.company.problem)),
            ("url", &line(&task.company.product_url)),
            ("form", &form_of(task.channel)),
            ("language", &language),
            ("closing", closing(task.channel)),
            ("again", &again(task)),
            ("shape", &schema.to_string()),
        ],
    );
    let fields = profile_texts(&task.profile, &FIELDS);
    let mut data = Data::of(&fields, &task.posts);
    for (at, quote) in task.quotes.iter().enumerate().take(5) {
        data = data.and(&format!("why they are a lead {}", at + 1), quote);
    }
    if let Some(enrichment) = &task.enrichment {
        data = data.and("what hurts", &enrichment.pain_points.join("; "));
        data = data.and("why now", &enrichment.triggers.join("; "));
    }
    let mut fields: Vec<&'static str> = fields.into_iter().map(|(name, _)| name).collect();
    fields.extend((!task.posts.is_empty()).then_some("post text"));
    let round = u32::try_from(task.round).unwrap_or(u32::MAX);
    Prompt {
        name: "message",
        purpose: EgressPurpose::Write,
        system,
        user: data.render(),
        schema,
        most_tokens: 1_000,
        temperature: 0.5,
        seed: round.saturating_add(1),
        fields,
    }
}

fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Helpful => "helpful: offers help before asking for anything",
        Tone::Casual => "casual: short and relaxed",
        Tone::Professional => "professional: correct and factual",
        Tone::Witty => "witty: with a light touch, never at the person's expense",
    }
}

/// Somewhat below each hard limit: models count badly.
pub(super) fn form_of(channel: Channel) -> String {
    match channel {
        Channel::Telegram => {
            "A Telegram chat: two or three short paragraphs with an empty line between them, at most 70 words in all.".to_owned()
        }
        Channel::X => format!(
            "A public reply on X: one paragraph of at most {} characters. The limit is {X_CHARACTERS}.",
            X_CHARACTERS - 50
        ),
        Channel::Email => format!(
            "An e-mail: a subject line of at most {} characters without a line break, and a body of two to four short paragraphs, at most {} words. The limit is {EMAIL_WORDS}.",
            SUBJECT_CHARACTERS - 40,
            EMAIL_WORDS - 20
        ),
        Channel::Linkedin => format!(
            "A LinkedIn message: one or two short paragraphs, at most {} words. The limit is {LINKEDIN_WORDS}.",
            LINKEDIN_WORDS - 10
        ),
    }
}

fn closing(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "End with the writer's name on a line of its own, after the question.",
        Channel::Telegram | Channel::X | Channel::Linkedin => "No greeting line of its own, no signature.",
    }
}

fn language(task: &WriteTask) -> String {
    let code = task.profile.language.as_deref().unwrap_or_default().trim();
    let code = if (2..=8).contains(&code.len()) && code.chars().all(|c| c.is_ascii_alphabetic() || c == '-') {
        format!(" (ISO code {code})")
    } else {
        String::new()
    };
    if task.posts.is_empty() {
        format!("English{code}")
    } else {
        format!("the one the person's posts are in{code}")
    }
}

fn again(task: &WriteTask) -> String {
    let round = task.round + 1;
    let round = (task.round > 0).then(|| {
        format!("- This is attempt number {round}: choose another beginning and other words than before.\n")
    });
    let complaint = task.complaint.as_ref().map(|complaint| {
        let complaint: String = line(complaint).chars().take(300).collect();
        format!("- An earlier version was refused: {complaint} Avoid that.\n")
    });
    round.into_iter().chain(complaint).collect()
}

fn schema(channel: Channel) -> Value {
    let version = match channel {
        Channel::Email => json!({
            "type": "object",
            "properties": {"subject": {"type": "string"}, "body": {"type": "string"}},
            "required": ["subject", "body"],
            "additionalProperties": false
        }),
        Channel::Telegram | Channel::X | Channel::Linkedin => json!({
            "type": "object",
            "properties": {"body": {"type": "string"}},
            "required": ["body"],
            "additionalProperties": false
        }),
    };
    json!({
        "type": "object",
        "properties": {"a": version, "b": version},
        "required": ["a", "b"],
        "additionalProperties": false
    })
}
