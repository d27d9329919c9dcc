//! Why something waits.

use serde::{Deserialize, Serialize};

/// Why a delivery waits; the words shown to the human come from [`WaitReason::sentence`], or with numbers from
/// [`super::LimitRules::sentence`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitReason {
    /// Everything is paused.
    Paused,
    /// The undo window has not passed.
    UndoWindow,
    /// A repeated try waits for its time.
    RetryLater,
    /// Outside working hours.
    WorkingHours,
    /// A holiday.
    Holiday,
    /// The SDR is on vacation.
    Vacation,
    /// Outside the hours at which the lead may be written to where they are.
    LeadHours,
    /// The SDR's hours and the lead's never meet.
    NoCommonHours,
    /// The cap of the minute is used up.
    MinuteCap,
    /// The cap of the hour is used up.
    HourCap,
    /// The daily cap is used up.
    ChannelCap,
    /// The daily cap is used up, and it is still growing.
    Ramp,
    /// The cap over all channels is used up.
    TotalCap,
    /// The pause since the last act is not over.
    Gap,
    /// The service said that it was too much.
    CoolDown,
    /// Too many failures in a row; a human must look.
    ChannelFailing,
    /// The channel works by the human's hand.
    YourTurn,
    /// A delivery to the same person is uncertain and must be settled first.
    UncertainFirst,
    /// Dry run was switched on after the yes.
    DryRun,
    /// Its enrollment or its sequence is paused.
    EnrollmentPaused,
}

impl WaitReason {
    /// Plain words, without the time.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Paused => "Sending is paused",
            Self::UndoWindow => "You can still undo it",
            Self::RetryLater => "Trying again later",
            Self::WorkingHours => "Waiting for working hours",
            Self::Holiday => "Waiting for the end of a holiday",
            Self::Vacation => "Waiting for the end of your vacation",
            Self::LeadHours => "Waiting for a decent hour where the lead is",
            Self::NoCommonHours => {
                "Your working hours and the lead's hours never meet; widen one of them in the settings"
            }
            Self::MinuteCap => "This minute's limit is reached",
            Self::HourCap => "This hour's limit is reached",
            Self::ChannelCap => "Today's limit for this channel is reached",
            Self::Ramp => "Today's limit is reached; it grows with every day of use",
            Self::TotalCap => "Today's limit for all channels is reached",
            Self::Gap => "Keeping a human pace between two messages",
            Self::CoolDown => "The service asked for a rest",
            Self::ChannelFailing => "Three sends in a row failed; check the channel, then resume it",
            Self::YourTurn => "Waiting for you to press send",
            Self::UncertainFirst => "An earlier message to this person must be settled first",
            Self::DryRun => "Dry run is on; it goes once you switch dry run off",
            Self::EnrollmentPaused => "Its sequence is paused for this person; resume it to go on",
        }
    }

    /// Whether it is over within the hour by itself: what lasts longer explains more.
    pub(super) fn is_short(self) -> bool {
        matches!(self, Self::Gap | Self::MinuteCap | Self::HourCap)
    }
}
