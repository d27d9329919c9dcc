//! What was found about a handle or a mail domain.

use serde::{Deserialize, Serialize};

/// What a public page said about a handle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum HandleFinding {
    /// A person; with the name and words they show.
    Person {
        /// Display name.
        name: String,
        /// What they say about themselves.
        bio: Option<String>,
    },
    /// A bot.
    Bot,
    /// A channel.
    Channel,
    /// A group.
    Group,
    /// The page matched the pattern of a free name: nobody has it.
    Free,
    /// Nothing can be said; with the reason.
    Unknown {
        /// In words for the human.
        why: String,
    },
}

/// Whether a domain takes mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum MailFinding {
    /// It does; through this host.
    TakesMail {
        /// The preferred mail server.
        host: String,
    },
    /// It does not exist, or says that it takes none.
    NoMail {
        /// In words for the human.
        why: String,
    },
    /// Nothing can be said; with the reason.
    Unknown {
        /// In words for the human.
        why: String,
    },
}
