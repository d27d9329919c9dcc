//! How a part ended, and the sentences the human reads about it.
//!
//! **Invariant:** a part that may have left becomes [`ChannelError::Unknown`]; only what surely did not
//! leave becomes anything else.

use sdr_domain::delivery::DeliveryPart;
use sdr_ports::{ChannelError, Outgoing};

use crate::hold::Hold;
use crate::link::LinkError;
use crate::preflight::{Problem, Then};

/// How a part that was not accepted ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    /// The list was not fulfilled; nothing was begun.
    Problem(Problem),
    /// No link can carry it; nothing was begun.
    NoLink(LinkError),
    /// Held before the key; the text may stand as a draft.
    Held {
        /// Why.
        hold: Hold,
        /// What became of the text in the field.
        draft: Draft,
    },
    /// The key was pressed and the text provably still stands in the field.
    TextStands,
    /// The key was or may have been pressed, and there is no proof; with a short note why.
    Unknown(&'static str),
    /// It left and the record of it could not be written.
    Unrecorded,
}

/// What stands in the chat's field after a hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Draft {
    /// Our text was never proved to be there.
    Untouched,
    /// Our text stands there.
    Left,
    /// Our text was there and was taken out.
    Cleared,
}

impl End {
    /// As the engine wants it.
    pub(crate) fn into_error(self, message: &Outgoing, part: &DeliveryPart) -> ChannelError {
        let whereabouts = whereabouts(message, part);
        match self {
            Self::Problem(problem) => problem_error(&problem),
            Self::NoLink(error) => ChannelError::Held {
                reason: format!(
                    "{whereabouts} cannot be sent: {error}. Nothing of it was sent. Edit the draft."
                ),
            },
            Self::Held { hold, draft } => ChannelError::Held {
                reason: format!("{whereabouts}: {}{}", hold.sentence(), draft.sentence()),
            },
            Self::TextStands => ChannelError::Held {
                reason: format!(
                    "{whereabouts} was not sent: Enter was pressed, and the text still stands in the field. In Telegram, \
                     set Settings > Chat settings > Send with Enter, then send again."
                ),
            },
            Self::Unknown(why) => ChannelError::Unknown {
                reason: format!(
                    "Enter was pressed for {}, but it could not be proved that it left ({why}). Look into the chat in \
                     Telegram: is it there?",
                    lower_first(&whereabouts)
                ),
            },
            Self::Unrecorded => ChannelError::Unknown {
                reason: format!(
                    "{whereabouts} most likely left, but the record of it could not be written. Free disk space, then look \
                     into the chat in Telegram: is it there?"
                ),
            },
        }
    }
}

impl Draft {
    fn sentence(self) -> &'static str {
        match self {
            Self::Untouched => "",
            Self::Left => " The text may stand as an unsent draft in the chat.",
            Self::Cleared => " The draft was taken out of the chat's field.",
        }
    }
}

/// A failed item of the checklist as a channel error.
pub(crate) fn problem_error(problem: &Problem) -> ChannelError {
    let reason = format!("{} {}", problem.sentence, problem.fix);
    match problem.then {
        Then::Wait(retry_after_secs) => ChannelError::NotNow { reason, retry_after_secs },
        Then::Ask => ChannelError::Held { reason },
    }
}

/// `Paragraph 2 of 3 to Ada Example`; the person is named as the human knows them.
fn whereabouts(message: &Outgoing, part: &DeliveryPart) -> String {
    let name = if message.recipient_name.trim().is_empty() {
        format!("@{}", message.recipient.value())
    } else {
        message.recipient_name.trim().to_owned()
    };
    match message.parts.len() {
        0 | 1 => format!("The message to {name}"),
        count => format!("Paragraph {} of {count} to {name}", part.number + 1),
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
