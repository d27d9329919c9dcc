//! A question as the clients send it, and what came back, in no provider's words.

use sdr_http::Note;
use serde_json::Value;

/// Who said something in the exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    User,
    Assistant,
}

impl Role {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Assistant => "assistant",
        }
    }
}

/// One question with all it needs.
#[derive(Clone)]
pub(crate) struct Question {
    pub(crate) model: String,
    pub(crate) system: String,
    pub(crate) turns: Vec<(Role, String)>,
    /// JSON Schema in the subset that every provider takes: all properties required, none besides.
    pub(crate) schema: Value,
    /// Names the schema where a provider wants a name.
    pub(crate) name: &'static str,
    pub(crate) most_tokens: u32,
    pub(crate) temperature: f32,
    /// Where a provider offers one.
    pub(crate) seed: u32,
    /// More room than reckoned: the model did not read it to its end.
    pub(crate) roomier: bool,
    pub(crate) note: Note,
}

/// How an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// In order.
    Whole,
    /// At the limit of tokens: the rest is missing.
    Cut,
    /// The model or its keeper would not answer.
    Refused,
    /// The model did not read the question to its end.
    Forgot,
}

/// What a model said.
#[derive(Clone)]
pub(crate) struct Spoken {
    pub(crate) text: String,
    pub(crate) end: End,
}

/// At most so much of a bad answer is shown to the model again.
const SHOWN: usize = 4_000;

impl Question {
    /// The same question after an answer that could not be used.
    pub(crate) fn again(&self, spoken: &Spoken, complaint: &str) -> Self {
        let mut again = self.clone();
        match spoken.end {
            End::Cut => again.most_tokens = self.most_tokens.saturating_mul(3),
            End::Forgot => again.roomier = true,
            End::Whole | End::Refused => {
                let said: String = spoken.text.chars().take(SHOWN).collect();
                // Some services refuse an empty turn.
                let said = if said.trim().is_empty() { "(nothing)".to_owned() } else { said };
                again.turns.push((Role::Assistant, said));
                again.turns.push((
                    Role::User,
                    format!(
                        "That answer cannot be used: {complaint}. Answer again, with one JSON object in the shape asked for and nothing else."
                    ),
                ));
                again.temperature = 0.0;
            }
        }
        again
    }

    /// Characters of everything the model reads.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.system.as_str()).chain(self.turns.iter().map(|(_, text)| text.as_str()))
    }

    /// Tokens the model will read, rather too many than too few: scripts without spaces and pictures cost a
    /// token a character and more, English one in four.
    pub(crate) fn prompt_tokens(&self) -> u32 {
        let (mut plain, mut other) = (0_usize, 0_usize);
        for text in self.texts() {
            let count = text.chars().count();
            let ascii = text.bytes().filter(u8::is_ascii).count();
            plain += ascii;
            other += count - ascii;
        }
        u32::try_from(plain / 3 + other + other / 2 + 64).unwrap_or(u32::MAX)
    }
}
