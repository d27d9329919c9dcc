//! One part of a message on its way into a chat: the guarded steps around a single key press.
//!
//! ```text
//! queued   --Open--> opening      written before the chat is opened
//! opening  --Bind--> bound        the field of the right chat holds exactly our text
//! bound    --Arm--> armed         written and synced BEFORE the key
//! armed    --Fire--> fired        written right after the key
//! fired    --Accept--> accepted   the field is proved empty
//! queued, opening, bound --Hold--> held        the key was never pressed
//! armed --Hold--> held                          the last check failed, the key was not pressed
//! fired    --FindText--> not_sent  the field still holds our text
//! armed, fired --LoseTrack--> unknown
//! held, not_sent --Requeue--> queued            only on a human's word, or when surely untouched
//! unknown, held, not_sent, armed, fired --SettleSent--> accepted
//! unknown, armed, fired --SettleNotSent--> held
//! queued --Accept--> accepted                   a channel with a receipt of its own (e-mail), dry run
//! ```
//! **Invariant:** at most one `Fire` between two human decisions.

use serde::{Deserialize, Serialize};

use crate::channel::UnknownWord;
use crate::transition::InvalidTransition;

/// Where a part stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartState {
    /// Not begun.
    Queued,
    /// The chat is being opened.
    Opening,
    /// The right chat's field is proved to hold our text and nothing else.
    Bound,
    /// The key is about to be pressed.
    Armed,
    /// The key was pressed once.
    Fired,
    /// It left.
    Accepted,
    /// The key was never pressed; something was not as it must be.
    Held,
    /// The key was pressed, the text provably still stands in the field.
    NotSent,
    /// Nobody can know.
    Unknown,
}

impl PartState {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Queued,
        Self::Opening,
        Self::Bound,
        Self::Armed,
        Self::Fired,
        Self::Accepted,
        Self::Held,
        Self::NotSent,
        Self::Unknown,
    ];

    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Opening => "opening",
            Self::Bound => "bound",
            Self::Armed => "armed",
            Self::Fired => "fired",
            Self::Accepted => "accepted",
            Self::Held => "held",
            Self::NotSent => "not_sent",
            Self::Unknown => "unknown",
        }
    }
}

impl std::str::FromStr for PartState {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|s| s.as_str() == word).ok_or_else(|| UnknownWord::new("part state", word))
    }
}

/// What can happen to a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartEvent {
    /// The chat is about to be opened.
    Open,
    /// The binding proof holds.
    Bind,
    /// The key is about to be pressed.
    Arm,
    /// The key was pressed.
    Fire,
    /// It left.
    Accept,
    /// A check failed before the key.
    Hold,
    /// The field still holds our text after the key.
    FindText,
    /// There is no proof either way.
    LoseTrack,
    /// It starts over.
    Requeue,
    /// A human says it is in the chat.
    SettleSent,
    /// A human says it is not in the chat.
    SettleNotSent,
}

impl PartEvent {
    /// Every event.
    pub const ALL: [Self; 11] = [
        Self::Open,
        Self::Bind,
        Self::Arm,
        Self::Fire,
        Self::Accept,
        Self::Hold,
        Self::FindText,
        Self::LoseTrack,
        Self::Requeue,
        Self::SettleSent,
        Self::SettleNotSent,
    ];

    /// The word written to the event log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Bind => "bind",
            Self::Arm => "arm",
            Self::Fire => "fire",
            Self::Accept => "accept",
            Self::Hold => "hold",
            Self::FindText => "find_text",
            Self::LoseTrack => "lose_track",
            Self::Requeue => "requeue",
            Self::SettleSent => "settle_sent",
            Self::SettleNotSent => "settle_not_sent",
        }
    }
}

/// What a part's last journalled state means after the process that worked on it is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recovery {
    /// Nothing happened; go on.
    Continue,
    /// The key was not pressed by us, but our text may stand in the chat: a human looks.
    Hold,
    /// It may have left: only a human may decide.
    Unknown,
    /// It left.
    Sent,
    /// A human already has the question.
    Asked,
}

impl PartState {
    /// The next state, or a refusal that changes nothing.
    pub fn apply(self, event: PartEvent) -> Result<Self, InvalidTransition> {
        use PartEvent as E;
        use PartState as S;
        match (self, event) {
            (S::Queued, E::Open) => Ok(S::Opening),
            (S::Opening, E::Bind) => Ok(S::Bound),
            // A channel with its own receipt has no chat to bind: it arms straight from the queue.
            (S::Bound | S::Queued, E::Arm) => Ok(S::Armed),
            (S::Armed, E::Fire) => Ok(S::Fired),
            (S::Fired | S::Armed | S::Queued, E::Accept)
            | (S::Unknown | S::Held | S::NotSent | S::Armed | S::Fired, E::SettleSent) => Ok(S::Accepted),
            (S::Queued | S::Opening | S::Bound | S::Armed, E::Hold)
            | (S::Unknown | S::Armed | S::Fired, E::SettleNotSent) => Ok(S::Held),
            (S::Fired, E::FindText) => Ok(S::NotSent),
            (S::Armed | S::Fired, E::LoseTrack) => Ok(S::Unknown),
            (S::Held | S::NotSent, E::Requeue) => Ok(S::Queued),
            (from, event) => {
                Err(InvalidTransition { machine: "part", from: from.as_str(), event: event.as_str() })
            }
        }
    }

    /// What to do with it when the process that worked on it is gone.
    pub fn recovery(self) -> Recovery {
        match self {
            Self::Queued => Recovery::Continue,
            Self::Opening | Self::Bound => Recovery::Hold,
            Self::Armed | Self::Fired => Recovery::Unknown,
            Self::Accepted => Recovery::Sent,
            Self::Held | Self::NotSent | Self::Unknown => Recovery::Asked,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_whole_machine_in_one_table() {
        let mut table = String::new();
        for state in PartState::ALL {
            for event in PartEvent::ALL {
                let next = state.apply(event).map_or("-", PartState::as_str);
                writeln!(table, "{:<9} {:<16} {next}", state.as_str(), event.as_str()).unwrap();
            }
        }
        insta::assert_snapshot!(table);
    }

    proptest! {
        #[test]
        fn the_key_is_pressed_once_between_two_human_decisions(
            events in prop::collection::vec(prop::sample::select(PartEvent::ALL.to_vec()), 0..80)
        ) {
            let mut state = PartState::Queued;
            let mut fired = 0;
            for event in events {
                let Ok(next) = state.apply(event) else { continue };
                match event {
                    PartEvent::Fire => fired += 1,
                    PartEvent::Requeue | PartEvent::SettleSent | PartEvent::SettleNotSent => fired = 0,
                    PartEvent::Open | PartEvent::Bind | PartEvent::Arm | PartEvent::Accept | PartEvent::Hold
                    | PartEvent::FindText | PartEvent::LoseTrack => {}
                }
                prop_assert!(fired <= 1);
                state = next;
            }
        }
    }
}
