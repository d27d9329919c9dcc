//! Channels and the way an action on them is done.

use serde::{Deserialize, Serialize};

/// Where a message can go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// Telegram Desktop, worked by the relayer or by the human's own hand.
    Telegram,
    /// X: replies and direct messages.
    X,
    /// E-mail over SMTP.
    Email,
    /// LinkedIn, always by the human's own hand.
    Linkedin,
}

impl Channel {
    /// Every channel, in the order screens show them.
    pub const ALL: [Self; 4] = [Self::Telegram, Self::X, Self::Email, Self::Linkedin];

    /// Every channel, the one most likely to be read first.
    pub const ALL_BY_REACH: [Self; 4] = [Self::Telegram, Self::Email, Self::X, Self::Linkedin];

    /// The name people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Telegram => "Telegram",
            Self::X => "X",
            Self::Email => "e-mail",
            Self::Linkedin => "LinkedIn",
        }
    }

    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Telegram => "telegram",
            Self::X => "x",
            Self::Email => "email",
            Self::Linkedin => "linkedin",
        }
    }
}

impl std::str::FromStr for Channel {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|c| c.as_str() == word).ok_or_else(|| UnknownWord::new("channel", word))
    }
}

/// How an action is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// The app performs it.
    Automatic,
    /// The app prepares it; the human presses the last key.
    Assisted,
    /// The platform's rules leave no way to do it.
    Forbidden,
}

impl Mode {
    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Assisted => "assisted",
            Self::Forbidden => "forbidden",
        }
    }
}

impl std::str::FromStr for Mode {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        [Self::Automatic, Self::Assisted, Self::Forbidden]
            .into_iter()
            .find(|m| m.as_str() == word)
            .ok_or_else(|| UnknownWord::new("mode", word))
    }
}

/// A stored or received word that no enum of ours knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{word:?} is not a known {noun}")]
pub struct UnknownWord {
    noun: &'static str,
    word: String,
}

impl UnknownWord {
    /// Says that `word` names no `noun`.
    pub fn new(noun: &'static str, word: &str) -> Self {
        Self { noun, word: word.chars().take(40).collect() }
    }
}
