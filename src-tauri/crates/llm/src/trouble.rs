//! Why a question was not answered, in sentences that say what to do.
//!
//! **Invariant:** a sentence names the service, the address and the model as the human chose them, and a
//! short error word of the service; nothing else of question or answer.

use sdr_http::HttpError;
use sdr_ports::llm::{LlmErrorKind, LlmUsage};
use sdr_ports::{EgressRefusal, LlmError};

const SETTINGS: &str = "Settings, Language model";

/// What a client hands up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub(crate) kind: LlmErrorKind,
    pub(crate) sentence: String,
}

impl Trouble {
    pub(crate) fn new(kind: LlmErrorKind, sentence: impl Into<String>) -> Self {
        Self { kind, sentence: sentence.into() }
    }

    pub(crate) fn with(self, usage: LlmUsage) -> LlmError {
        LlmError { kind: self.kind, sentence: self.sentence, usage }
    }
}

/// Whom a question goes to, for sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Addressee {
    /// As people call it.
    pub(crate) name: String,
    /// The address as chosen.
    pub(crate) base: String,
}

impl Addressee {
    pub(crate) fn away(&self, http: &HttpError) -> Trouble {
        match http {
            HttpError::Refused(refusal @ EgressRefusal::LocalOnly { .. }) => {
                Trouble::new(LlmErrorKind::LocalOnly, refusal.to_string())
            }
            HttpError::Refused(refusal) => Trouble::new(LlmErrorKind::Away, refusal.to_string()),
            HttpError::Unreachable { .. } => self.not_there(),
            HttpError::TimedOut { secs, .. } => Trouble::new(
                LlmErrorKind::Away,
                format!(
                    "{} at {} did not answer within {secs} seconds. Choose a smaller model, or another way under {SETTINGS}.",
                    self.name, self.base
                ),
            ),
            HttpError::Broken { .. } => Trouble::new(
                LlmErrorKind::Away,
                format!(
                    "The connection to {} at {} broke off again and again. Look whether it runs, or choose another way under {SETTINGS}.",
                    self.name, self.base
                ),
            ),
            HttpError::TooLarge { .. } => {
                let sentence =
                    format!("{} sent an answer larger than any answer may be; it was given up.", self.name);
                Trouble::new(LlmErrorKind::BadAnswer, sentence)
            }
        }
    }

    fn not_there(&self) -> Trouble {
        let fix = if self.name == "Ollama" { "Start it" } else { "Check the network and the address" };
        let sentence = format!(
            "{} does not answer at {}. {fix}, or choose another way under {SETTINGS}.",
            self.name, self.base
        );
        Trouble::new(LlmErrorKind::Away, sentence)
    }

    pub(crate) fn failing(&self, status: u16) -> Trouble {
        let sentence = format!(
            "{} answers with error {status}. Try again later, or choose another way under {SETTINGS}.",
            self.name
        );
        Trouble::new(LlmErrorKind::Away, sentence)
    }

    pub(crate) fn stranger(&self) -> Trouble {
        let sentence = format!(
            "What answers at {} is not {}. Check the address under {SETTINGS}.",
            self.base, self.name
        );
        Trouble::new(LlmErrorKind::Away, sentence)
    }

    pub(crate) fn busy(&self, secs: u32) -> Trouble {
        let kind = LlmErrorKind::Busy { retry_after_secs: secs };
        let wait =
            if secs < 120 { format!("{secs} seconds") } else { format!("{} minutes", secs.div_ceil(60)) };
        Trouble::new(
            kind,
            format!("{} takes no more questions for {wait}. It goes on after that.", self.name),
        )
    }

    pub(crate) fn no_key(&self) -> Trouble {
        let sentence = format!("There is no key for {}. Enter it under {SETTINGS}.", self.name);
        Trouble::new(LlmErrorKind::Refused, sentence)
    }

    pub(crate) fn wrong_key(&self) -> Trouble {
        let sentence = format!("{} does not accept the key. Enter it again under {SETTINGS}.", self.name);
        Trouble::new(LlmErrorKind::Refused, sentence)
    }

    pub(crate) fn not_allowed(&self, word: &str) -> Trouble {
        let sentence = format!(
            "{} does not let this account use the model{}. Choose another model or key under {SETTINGS}.",
            self.name,
            bracketed(word)
        );
        Trouble::new(LlmErrorKind::Refused, sentence)
    }

    pub(crate) fn readable_key(&self) -> Trouble {
        let sentence = format!(
            "The address {} begins with http://, so the key could be read on its way. Write it with https:// under {SETTINGS}.",
            self.base
        );
        Trouble::new(LlmErrorKind::Refused, sentence)
    }

    pub(crate) fn no_model(&self, model: &str) -> Trouble {
        let fix =
            if self.name == "Ollama" { "Pull it, or choose one that is there," } else { "Choose another" };
        let sentence = format!("{} has no model {model}. {fix} under {SETTINGS}.", self.name);
        Trouble::new(LlmErrorKind::NoModel, sentence)
    }

    pub(crate) fn too_big_a_model(&self, model: &str) -> Trouble {
        let sentence = format!(
            "The model {model} does not fit into the memory of the machine that runs {}. Choose a smaller one under {SETTINGS}.",
            self.name
        );
        Trouble::new(LlmErrorKind::NoModel, sentence)
    }

    pub(crate) fn spent(&self) -> Trouble {
        let sentence = format!(
            "The account at {} has no credit or quota left. Add some there, or choose another way under {SETTINGS}.",
            self.name
        );
        Trouble::new(LlmErrorKind::Spent, sentence)
    }

    pub(crate) fn too_long(&self) -> Trouble {
        let sentence = format!(
            "The question is longer than {} takes from this account at once. Choose a model with a greater limit under {SETTINGS}.",
            self.name
        );
        Trouble::new(LlmErrorKind::BadAnswer, sentence)
    }

    pub(crate) fn not_understood(&self, status: u16, word: &str) -> Trouble {
        let sentence = format!(
            "{} did not understand the question (error {status}{}). Choose another model under {SETTINGS}.",
            self.name,
            if word.is_empty() { String::new() } else { format!(", {word}") }
        );
        Trouble::new(LlmErrorKind::BadAnswer, sentence)
    }

    pub(crate) fn refused_by_model(&self, model: &str) -> Trouble {
        let sentence = format!("The model {model} of {} would not answer this question.", self.name);
        Trouble::new(LlmErrorKind::BadAnswer, sentence)
    }

    pub(crate) fn unusable(&self, model: &str, complaint: &str) -> Trouble {
        let sentence = format!(
            "The model {model} of {} gave an answer that cannot be used, twice: {complaint}. A larger model may do better.",
            self.name
        );
        Trouble::new(LlmErrorKind::BadAnswer, sentence)
    }
}

fn bracketed(word: &str) -> String {
    if word.is_empty() { String::new() } else { format!(" ({word})") }
}

/// A service's error word, fit to be shown: letters, digits, `_`, `-` and `.` only, so that no text of the
/// question can come back this way.
pub(crate) fn error_word(word: &str) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-.".contains(c);
    if (1..=40).contains(&word.len()) && word.chars().all(plain) { word.to_owned() } else { String::new() }
}
