//! What was found about a handle or a mail domain.
//!
//! **Invariant:** "surely nobody" comes from positive knowledge only; what cannot be said stays unsaid.

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

/// What a look at one handle of a lead brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "of")]
pub enum Finding {
    /// A Telegram handle, by its public page.
    Telegram {
        /// What the page said.
        finding: HandleFinding,
    },
    /// An e-mail address, by its domain.
    Email {
        /// What the name servers said.
        finding: MailFinding,
    },
}

impl Finding {
    /// Whether somebody can be reached under the handle: `Some(false)` only when surely nobody can, `None`
    /// when it cannot be said.
    pub fn ok(&self) -> Option<bool> {
        match self {
            Self::Telegram { finding } => match finding {
                HandleFinding::Person { .. } => Some(true),
                HandleFinding::Bot | HandleFinding::Channel | HandleFinding::Group | HandleFinding::Free => {
                    Some(false)
                }
                HandleFinding::Unknown { .. } => None,
            },
            Self::Email { finding } => match finding {
                MailFinding::TakesMail { .. } => Some(true),
                MailFinding::NoMail { .. } => Some(false),
                MailFinding::Unknown { .. } => None,
            },
        }
    }

    /// For the human.
    pub fn sentence(&self) -> String {
        match self {
            Self::Telegram { finding } => match finding {
                HandleFinding::Person { name, .. } => format!("Telegram shows {name} under this handle."),
                HandleFinding::Bot => "This handle belongs to a bot, not to a person.".into(),
                HandleFinding::Channel => "This handle belongs to a channel, not to a person.".into(),
                HandleFinding::Group => "This handle belongs to a group, not to a person.".into(),
                HandleFinding::Free => "Nobody has this handle on Telegram.".into(),
                HandleFinding::Unknown { why } => {
                    format!("It cannot be said whether this handle exists. {why}")
                }
            },
            Self::Email { finding } => match finding {
                MailFinding::TakesMail { host } => format!("The domain takes mail, through {host}."),
                MailFinding::NoMail { why } => format!("No mail can reach this address. {why}"),
                MailFinding::Unknown { why } => {
                    format!("It cannot be said whether this domain takes mail. {why}")
                }
            },
        }
    }
}
