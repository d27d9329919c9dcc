//! The preview: what the coming days hold, by the rules the worker goes by, on a virtual clock.
//!
//! Pure: how things stand goes in, what will happen comes out. Steps are walked by [`enrollment::walk`], limits
//! asked by [`limits::decide`], pauses drawn by [`limits::draw_gap`], and acts go in the order in which dispatch
//! takes them: the clock jumps from one instant at which something can happen to the next.
//!
//! **Invariant:** what is taken for granted about the human is named on the item it holds for.
//!
//! [`enrollment::walk`]: crate::enrollment::walk
//! [`limits::decide`]: crate::limits::decide
//! [`limits::draw_gap`]: crate::limits::draw_gap

mod course;
mod lanes;

use std::collections::HashMap;

use jiff::tz::TimeZone;

use crate::Timestamp;
use crate::action::Action;
use crate::channel::Channel;
use crate::enrollment::{EndReason, Enrollment, Facts, PausedBy};
use crate::id::{EnrollmentId, LeadId, SequenceId, SequenceVersionId};
use crate::limits::{Book, LimitRules, WaitReason};
use crate::sequence::{StepKey, Steps};

/// How things stand when the preview begins.
pub struct Standing {
    /// Now.
    pub now: Timestamp,
    /// The steps of every version somebody is on.
    pub versions: HashMap<SequenceVersionId, Steps>,
    /// Live enrollments.
    pub enrolled: Vec<Enrolled>,
    /// Queued deliveries, those of enrollments too.
    pub queued: Vec<Queued>,
    /// Everything that counts against the limits.
    pub book: Book,
    /// The limits.
    pub rules: LimitRules,
    /// Seconds between a yes and its delivery.
    pub undo_secs: u32,
    /// Channels on which the human presses the last key, whatever a step says.
    pub by_hand: Vec<Channel>,
}

/// A lead on its way through a sequence.
#[derive(Debug, Clone)]
pub struct Enrolled {
    /// Where it stands.
    pub enrollment: Enrollment,
    /// What is known of the lead.
    pub facts: Facts,
    /// Whether the lead is on the suppression list.
    pub suppressed: bool,
    /// The lead's own zone, where it is known.
    pub zone: Option<TimeZone>,
}

/// A delivery that waits for its turn.
#[derive(Debug, Clone)]
pub struct Queued {
    /// Whom it goes to.
    pub lead_id: LeadId,
    /// The enrollment whose step it is, if any.
    pub enrollment_id: Option<EnrollmentId>,
    /// Where it goes.
    pub channel: Channel,
    /// What is done there.
    pub action: Action,
    /// Not before this instant.
    pub eligible_at: Timestamp,
    /// Pause before it, drawn when it was queued.
    pub gap_secs: u32,
    /// Whether the human presses the last key.
    pub by_hand: bool,
    /// The lead's own zone, where it is known.
    pub zone: Option<TimeZone>,
}

/// What is asked of the preview.
#[derive(Debug, Clone, Copy)]
pub struct Order {
    /// Where it ends.
    pub until: Timestamp,
    /// Whether every yes that is asked for comes at once, and every act by hand in working hours.
    pub assume_approval: bool,
    /// Only what belongs to this sequence is told; everything competes for the limits.
    pub only: Option<SequenceId>,
}

/// What was taken for granted about the human.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Assumed {
    /// That they say yes at once.
    pub approved: bool,
    /// That they press the last key as soon as they may, in working hours.
    pub pressed: bool,
}

impl Assumed {
    /// Plain words, if anything was taken for granted.
    pub fn sentence(self) -> Option<&'static str> {
        match (self.approved, self.pressed) {
            (false, false) => None,
            (true, false) => Some("if you approve at once"),
            (false, true) => Some("if you press send"),
            (true, true) => Some("if you approve at once and press send"),
        }
    }
}

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Something is done in the world.
    Act {
        /// Where.
        channel: Channel,
        /// What.
        action: Action,
        /// Whether the human presses the last key.
        by_hand: bool,
        /// The limit or window that delayed it longest.
        delayed_by: Option<WaitReason>,
    },
    /// A yes is asked for.
    Approval {
        /// Where it would go.
        channel: Channel,
        /// What would be done.
        action: Action,
    },
    /// An enrollment is over.
    End(EndReason),
}

/// One thing that will happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// When.
    pub at: Timestamp,
    /// When it would have happened without limits and windows.
    pub wanted_at: Timestamp,
    /// What.
    pub what: What,
    /// To whom.
    pub lead_id: LeadId,
    /// In which enrollment; none for a message approved outside of one.
    pub enrollment_id: Option<EnrollmentId>,
    /// Of which sequence.
    pub sequence_id: Option<SequenceId>,
    /// On which version.
    pub version_id: Option<SequenceVersionId>,
    /// The step; of an end the last one.
    pub step: Option<StepKey>,
    /// What was taken for granted.
    pub assumed: Assumed,
}

impl Item {
    /// An item outside of any sequence.
    fn loose(lead_id: LeadId, (wanted_at, at): (Timestamp, Timestamp), what: What, assumed: Assumed) -> Self {
        Self {
            at,
            wanted_at,
            what,
            lead_id,
            enrollment_id: None,
            sequence_id: None,
            version_id: None,
            step: None,
            assumed,
        }
    }
}

/// What something waits for that no time brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rest {
    /// A human's yes.
    Approval,
    /// A human's hand on the last key.
    Hand,
    /// A decision: its message is held, failed, or nobody knows whether it left.
    Decision,
    /// It was paused without a date on which it goes on.
    Paused(PausedBy),
    /// A limit that only a human lifts.
    Limit(WaitReason),
}

impl Rest {
    /// Plain words.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Approval => "Waiting for your approval",
            Self::Hand => "Waiting for you to press send",
            Self::Decision => "Its message needs a decision of yours",
            Self::Paused(PausedBy::Human) => "You paused it",
            Self::Paused(PausedBy::Company) => "Paused because a colleague replied",
            Self::Paused(PausedBy::OutOfOffice) => "Away without a date of return",
            Self::Paused(PausedBy::Trouble) => "Its message could not be written or sent",
            Self::Limit(reason) => reason.sentence(),
        }
    }
}

/// What the coming days hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preview {
    /// What happens, in order.
    pub items: Vec<Item>,
    /// What waits for something that no time brings, and how many do.
    pub resting: Vec<(Rest, u32)>,
    /// When the last enrollment is over, if all of them are.
    pub finish_at: Option<Timestamp>,
    /// Enrollments that are not over at the end.
    pub unfinished: u32,
}

/// Lets the virtual clock run from how things stand to the end of the order.
pub fn preview(standing: Standing, order: Order) -> Preview {
    course::Course::new(standing, order).run()
}

#[cfg(test)]
mod tests;
