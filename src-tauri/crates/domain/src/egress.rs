//! Egress: what leaves the machine, and what for.

use serde::{Deserialize, Serialize};

use crate::channel::UnknownWord;

/// What an outgoing request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EgressPurpose {
    /// Looking for posts and people.
    Search,
    /// Asking a language model whether somebody is a lead.
    Judge,
    /// Asking a model or a service for facts about a person or company.
    Enrich,
    /// Asking a language model for words.
    Write,
    /// Looking whether a handle or a mail domain exists.
    HandleCheck,
    /// Sending a message or doing another approved action.
    Send,
    /// Reading answers.
    Inbox,
    /// Signing in, and testing a connection.
    Connect,
    /// Downloading a model.
    ModelDownload,
}

impl EgressPurpose {
    /// Every purpose.
    pub const ALL: [Self; 9] = [
        Self::Search,
        Self::Judge,
        Self::Enrich,
        Self::Write,
        Self::HandleCheck,
        Self::Send,
        Self::Inbox,
        Self::Connect,
        Self::ModelDownload,
    ];

    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Search => "search",
            Self::Judge => "judge",
            Self::Enrich => "enrich",
            Self::Write => "write",
            Self::HandleCheck => "handle_check",
            Self::Send => "send",
            Self::Inbox => "inbox",
            Self::Connect => "connect",
            Self::ModelDownload => "model_download",
        }
    }
}

impl std::str::FromStr for EgressPurpose {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|purpose| purpose.as_str() == word)
            .ok_or_else(|| UnknownWord::new("egress purpose", word))
    }
}
