//! The machine: where an enrollment stands, what can happen to it, and where that leads.

use serde::{Deserialize, Serialize};

use crate::channel::UnknownWord;
use crate::transition::InvalidTransition;

/// Where an enrollment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnrollmentState {
    /// Goes on by itself when its time comes.
    Active,
    /// A step waits for a human's yes.
    WaitingApproval,
    /// Rests until it is resumed.
    Paused,
    /// Came to the end of its steps.
    Completed,
    /// Left before the end.
    Exited,
}

impl EnrollmentState {
    /// Every state.
    pub const ALL: [Self; 5] =
        [Self::Active, Self::WaitingApproval, Self::Paused, Self::Completed, Self::Exited];

    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::WaitingApproval => "waiting_approval",
            Self::Paused => "paused",
            Self::Completed => "completed",
            Self::Exited => "exited",
        }
    }

    /// Whether something can still happen in it.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Active | Self::WaitingApproval | Self::Paused)
    }
}

impl std::str::FromStr for EnrollmentState {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|s| s.as_str() == word)
            .ok_or_else(|| UnknownWord::new("enrollment state", word))
    }
}

/// What can happen to an enrollment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EnrollmentEvent {
    /// A step is done or handed over; the next place is known.
    Advance,
    /// A step needs a human's yes.
    AskApproval,
    /// The yes came.
    Approve,
    /// The yes was taken back.
    Withdraw,
    /// A human said no to the step's message.
    Reject,
    /// The no was taken back.
    Reopen,
    /// Rests.
    Pause,
    /// Goes on.
    Resume {
        /// Whether its step still waits for a yes.
        waiting: bool,
    },
    /// No step is left.
    Finish,
    /// A reply, a stop, a human.
    Exit,
}

impl EnrollmentEvent {
    /// Every event.
    pub const ALL: [Self; 11] = [
        Self::Advance,
        Self::AskApproval,
        Self::Approve,
        Self::Withdraw,
        Self::Reject,
        Self::Reopen,
        Self::Pause,
        Self::Resume { waiting: false },
        Self::Resume { waiting: true },
        Self::Finish,
        Self::Exit,
    ];

    /// The word in errors and logs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Advance => "advance",
            Self::AskApproval => "ask_approval",
            Self::Approve => "approve",
            Self::Withdraw => "withdraw",
            Self::Reject => "reject",
            Self::Reopen => "reopen",
            Self::Pause => "pause",
            Self::Resume { waiting: false } => "resume",
            Self::Resume { waiting: true } => "resume_waiting",
            Self::Finish => "finish",
            Self::Exit => "exit",
        }
    }
}

impl EnrollmentState {
    /// The next state, or a refusal that changes nothing.
    pub fn apply(self, event: EnrollmentEvent) -> Result<Self, InvalidTransition> {
        use EnrollmentEvent as E;
        use EnrollmentState as S;
        match (self, event) {
            (S::Active, E::Advance)
            | (S::WaitingApproval, E::Approve)
            | (S::Paused, E::Resume { waiting: false }) => Ok(S::Active),
            (S::Active, E::AskApproval | E::Withdraw)
            | (S::Exited, E::Reopen)
            | (S::Paused, E::Resume { waiting: true }) => Ok(S::WaitingApproval),
            (S::Active | S::WaitingApproval, E::Pause)
            | (S::Paused, E::Advance | E::AskApproval | E::Approve | E::Withdraw | E::Pause) => Ok(S::Paused),
            (S::Active | S::Paused, E::Finish) => Ok(S::Completed),
            (S::WaitingApproval | S::Paused, E::Reject)
            | (S::Active | S::WaitingApproval | S::Paused, E::Exit) => Ok(S::Exited),
            (from, event) => {
                Err(InvalidTransition { machine: "enrollment", from: from.as_str(), event: event.as_str() })
            }
        }
    }
}
