//! The machine: where a delivery stands, what can happen to it, and where that leads.

use serde::{Deserialize, Serialize};

use crate::channel::UnknownWord;
use crate::transition::InvalidTransition;

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeliveryState {
    /// Waits for its turn.
    Queued,
    /// One worker holds it under a lease; nothing has been done.
    Claimed,
    /// The act may be happening at this instant.
    Armed,
    /// It left, with proof or by a human's word.
    Sent,
    /// It surely did not leave and the service will not take it.
    Failed,
    /// Nobody can know whether it left; only a human may decide.
    Uncertain,
    /// Called back before anything left.
    Canceled,
    /// Nothing left; something must be looked at first.
    Held,
}

impl DeliveryState {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Queued,
        Self::Claimed,
        Self::Armed,
        Self::Sent,
        Self::Failed,
        Self::Uncertain,
        Self::Canceled,
        Self::Held,
    ];

    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Claimed => "claimed",
            Self::Armed => "armed",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Uncertain => "uncertain",
            Self::Canceled => "canceled",
            Self::Held => "held",
        }
    }

    /// Whether no event can change it any more.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Sent | Self::Canceled)
    }

    /// Whether a human is asked something.
    pub fn needs_human(self) -> bool {
        matches!(self, Self::Uncertain | Self::Held | Self::Failed)
    }
}

impl std::str::FromStr for DeliveryState {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|s| s.as_str() == word)
            .ok_or_else(|| UnknownWord::new("delivery state", word))
    }
}

/// What can happen to a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryEvent {
    /// A worker takes it under a lease.
    Claim,
    /// The act is about to happen.
    Arm,
    /// Every part is proved to have left.
    Accept,
    /// The current part surely did not leave; try again later.
    NotSent,
    /// Nothing of the current part left and a human must look first.
    HoldBack,
    /// The service refused it for good.
    Refuse,
    /// The channel cannot say whether it left.
    LoseTrack,
    /// The worker that held it is gone.
    LeaseExpired,
    /// A human or a rule calls it back.
    Cancel,
    /// A human sends it on its way again.
    Requeue,
    /// A human says the part in question is in the chat.
    SettleSent {
        /// Whether later parts of the message still wait.
        parts_left: bool,
    },
    /// A human says the part in question is not in the chat.
    SettleNotSent,
}

impl DeliveryEvent {
    /// Every event.
    pub const ALL: [Self; 13] = [
        Self::Claim,
        Self::Arm,
        Self::Accept,
        Self::NotSent,
        Self::HoldBack,
        Self::Refuse,
        Self::LoseTrack,
        Self::LeaseExpired,
        Self::Cancel,
        Self::Requeue,
        Self::SettleSent { parts_left: false },
        Self::SettleSent { parts_left: true },
        Self::SettleNotSent,
    ];

    /// The word written to the event log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Arm => "arm",
            Self::Accept => "accept",
            Self::NotSent => "not_sent",
            Self::HoldBack => "hold_back",
            Self::Refuse => "refuse",
            Self::LoseTrack => "lose_track",
            Self::LeaseExpired => "lease_expired",
            Self::Cancel => "cancel",
            Self::Requeue => "requeue",
            Self::SettleSent { parts_left: false } => "settle_sent",
            Self::SettleSent { parts_left: true } => "settle_sent_continue",
            Self::SettleNotSent => "settle_not_sent",
        }
    }
}

impl DeliveryState {
    /// The next state, or a refusal that changes nothing.
    pub fn apply(self, event: DeliveryEvent) -> Result<Self, InvalidTransition> {
        use DeliveryEvent as E;
        use DeliveryState as S;
        match (self, event) {
            (S::Queued, E::Claim) => Ok(S::Claimed),
            (S::Claimed | S::Armed, E::Arm) => Ok(S::Armed),
            (S::Claimed | S::Armed, E::Accept)
            | (S::Armed | S::Uncertain | S::Held, E::SettleSent { parts_left: false }) => Ok(S::Sent),
            (S::Claimed | S::Armed, E::NotSent)
            | (S::Claimed, E::LeaseExpired)
            | (S::Held | S::Failed, E::Requeue)
            | (S::Armed | S::Uncertain | S::Held, E::SettleSent { parts_left: true }) => Ok(S::Queued),
            (S::Claimed | S::Armed, E::HoldBack) | (S::Armed | S::Uncertain | S::Held, E::SettleNotSent) => {
                Ok(S::Held)
            }
            (S::Claimed | S::Armed, E::Refuse) => Ok(S::Failed),
            (S::Armed, E::LoseTrack | E::LeaseExpired) => Ok(S::Uncertain),
            (S::Queued | S::Claimed | S::Held | S::Failed, E::Cancel) => Ok(S::Canceled),
            (from, event) => {
                Err(InvalidTransition { machine: "delivery", from: from.as_str(), event: event.as_str() })
            }
        }
    }
}
