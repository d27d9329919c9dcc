//! Why a part was held before the key: one enum, one sentence each.
//!
//! **Invariant:** every sentence says what happened, that nothing was sent, and what to do.

use sdr_ports::JournalError;

use crate::driver::{DriverError, NoDriver};

/// What was not as it must be. The submit key was not pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Hold {
    /// The human typed or clicked.
    ForeignInput,
    /// A modifier key is held down.
    ModifierHeld,
    /// Telegram did not come to the front with the chat in time.
    OpenTimeout(Seen),
    /// The chat came, its field never held our text.
    NotBound,
    /// Another window came to the front after the proof.
    FrontChanged,
    /// The chat's name changed after the proof.
    NameChanged,
    /// The machine was too slow between the last check and the key.
    TooSlow,
    /// The journal refused.
    Journal(JournalError),
    /// The desktop answered with an error.
    Driver(DriverError),
    /// There is no desktop.
    NoDriver(NoDriver),
}

/// What was in front when the time for opening the chat was over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Seen {
    /// No window of Telegram.
    NoTelegram,
    /// Another program's window.
    OtherProgram,
    /// Telegram without a chat in its title.
    NoChat,
    /// A chat under another name than the pinned one.
    OtherName {
        /// In the title.
        shown: String,
        /// Pinned.
        pinned: String,
    },
    /// A chat, but its field held something else.
    OtherText,
}

impl Hold {
    /// The short note for the journal; names no person.
    pub(crate) fn note(&self) -> &'static str {
        match self {
            Self::ForeignInput => "foreign input",
            Self::ModifierHeld => "modifier held",
            Self::OpenTimeout(Seen::NoTelegram) => "open timeout: no Telegram window in front",
            Self::OpenTimeout(Seen::OtherProgram) => "open timeout: another program in front",
            Self::OpenTimeout(Seen::NoChat) => "open timeout: no chat in the title",
            Self::OpenTimeout(Seen::OtherName { .. }) => "open timeout: another name in the title",
            Self::OpenTimeout(Seen::OtherText) => "open timeout: the field holds another text",
            Self::NotBound => "not bound",
            Self::FrontChanged => "front window changed",
            Self::NameChanged => "chat name changed",
            Self::TooSlow => "too slow before the key",
            Self::Journal(JournalError::CalledOff) => "called off",
            Self::Journal(JournalError::Unwritable(_)) => "journal not writable",
            Self::Driver(_) => "desktop error",
            Self::NoDriver(_) => "no desktop",
        }
    }

    /// What happened and what to do, for the human.
    pub(crate) fn sentence(&self) -> String {
        match self {
            Self::ForeignInput => "You used the keyboard or mouse while the chat was being opened, so nothing was \
                sent. Send it again when your hands are off the keyboard."
                .into(),
            Self::ModifierHeld => {
                "A modifier key (Shift, Ctrl, Alt or Cmd) was held down, so nothing was sent. Release it and send again."
                    .into()
            }
            Self::OpenTimeout(seen) => seen.sentence(),
            Self::NotBound => "Telegram opened a chat, but its field did not hold exactly this message, so nothing was \
                sent. Check that the chat can be written to and that Telegram Desktop is 4.16.6 or newer, then send again."
                .into(),
            Self::FrontChanged => "Another window came to the front just before sending, so nothing was sent. The text \
                stands as a draft in the chat. Send it again."
                .into(),
            Self::NameChanged => "Telegram switched to another chat just before sending, so nothing was sent. Send it \
                again."
                .into(),
            Self::TooSlow => "The computer was too busy to check and send in one go, so nothing was sent. Send it again \
                when less is running."
                .into(),
            Self::Journal(JournalError::CalledOff) => "The message was called back in time; nothing was sent.".into(),
            Self::Journal(JournalError::Unwritable(why)) => format!(
                "The record of what was sent cannot be written ({why}), so nothing was sent. Free disk space, then send again."
            ),
            Self::Driver(error) => {
                format!("The desktop did not answer ({error}), so nothing was sent. Send it again.")
            }
            Self::NoDriver(no) => format!("{} Nothing was sent. {}", no.sentence, no.fix),
        }
    }

    /// Whether the link may still take effect later, so that no other chat should be opened for a while.
    pub(crate) fn may_open_late(&self) -> bool {
        matches!(self, Self::OpenTimeout(_))
    }
}

impl Seen {
    fn sentence(&self) -> String {
        match self {
            Self::NoTelegram => {
                "Telegram Desktop did not come to the front, so nothing was sent. Open Telegram once by \
                hand, then send again."
                    .into()
            }
            Self::OtherProgram => {
                "Another program stayed in front of Telegram, so nothing was sent. Leave Telegram in \
                front and send again."
                    .into()
            }
            Self::NoChat => {
                "Telegram shows no chat name: it is locked, logged out, or \"Show chat name\" is off \
                (Settings > Advanced > Window title bar). Nothing was sent. Fix that, then send again."
                    .into()
            }
            Self::OtherName { shown, pinned } => format!(
                "Telegram shows \"{shown}\", but this handle was \"{pinned}\" before. Nothing was sent. Check in Telegram \
                 whether the handle still belongs to the same person."
            ),
            Self::OtherText => {
                "Telegram did not open this person's chat with the message in time, so nothing was sent. \
                Check that the user name exists and that Telegram is online, then send again."
                    .into()
            }
        }
    }
}

impl From<DriverError> for Hold {
    fn from(error: DriverError) -> Self {
        Self::Driver(error)
    }
}

impl From<NoDriver> for Hold {
    fn from(error: NoDriver) -> Self {
        Self::NoDriver(error)
    }
}

impl From<JournalError> for Hold {
    fn from(error: JournalError) -> Self {
        Self::Journal(error)
    }
}
