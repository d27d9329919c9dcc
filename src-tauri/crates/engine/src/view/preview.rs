//! The next days as they will go, for the calendar and the list.

use sdr_domain::Timestamp;
use sdr_domain::action::Action;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::id::{LeadId, SequenceId};

/// What an item of the preview is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PreviewKind {
    /// Something is done in the world.
    Act,
    /// A yes is asked for.
    Approval,
    /// A lead comes to the end of a sequence.
    End,
}

impl PreviewKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Act, Self::Approval, Self::End];

    /// The word sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Act => "act",
            Self::Approval => "approval",
            Self::End => "end",
        }
    }
}

/// One thing that will happen.
pub struct PreviewItem {
    /// When.
    pub at: Timestamp,
    /// When it would have happened without limits and windows.
    pub wanted_at: Timestamp,
    /// What it is.
    pub kind: PreviewKind,
    /// To whom.
    pub lead_id: LeadId,
    /// Their name.
    pub lead_name: String,
    /// The sequence; none for a message approved outside of one.
    pub sequence_id: Option<SequenceId>,
    /// Its name.
    pub sequence_name: Option<String>,
    /// The step.
    pub step: Option<String>,
    /// What a human reads: the step, or why it ends.
    pub label: String,
    /// Where it goes.
    pub channel: Option<Channel>,
    /// What is done there.
    pub action: Option<Action>,
    /// How it is done.
    pub mode: Option<Mode>,
    /// The limit or window that delayed it most.
    pub delayed_by: Option<String>,
    /// What was taken for granted: "if you approve at once".
    pub assumed: Option<String>,
}

/// One local day.
pub struct PreviewDay {
    /// `YYYY-MM-DD` in the SDR's zone.
    pub date: String,
    /// Acts in all.
    pub acts: u32,
    /// Those on Telegram.
    pub telegram: u32,
    /// Those on X.
    pub x: u32,
    /// Those by e-mail.
    pub email: u32,
    /// Those on LinkedIn.
    pub linkedin: u32,
    /// Times a yes is asked for.
    pub approvals: u32,
    /// Enrollments that end.
    pub ends: u32,
    /// Why nothing goes by itself that day: "Saturday", "Holiday", "Vacation".
    pub closed: Option<String>,
}

/// How many wait for the same thing.
pub struct PreviewWaiting {
    /// What for, in words.
    pub reason: String,
    /// How many.
    pub count: u32,
}

/// The next days.
pub struct Preview {
    /// Now.
    pub from: Timestamp,
    /// The end of the last day.
    pub to: Timestamp,
    /// The SDR's zone.
    pub time_zone: String,
    /// What happens, in order.
    pub items: Vec<PreviewItem>,
    /// Day by day, weekends and holidays too.
    pub days: Vec<PreviewDay>,
    /// Acts in all.
    pub acts: u32,
    /// Times a yes is asked for.
    pub approvals: u32,
    /// Enrollments that end.
    pub ends: u32,
    /// What waits for a human at the end of it.
    pub waiting: Vec<PreviewWaiting>,
    /// When the last enrollment ends, where all of them do.
    pub finish_at: Option<Timestamp>,
    /// Enrollments that have not ended by then.
    pub unfinished: u32,
    /// All of it in a sentence.
    pub sentence: String,
}

/// An act that moves when a setting changes.
pub struct PreviewMove {
    /// Whom it is for.
    pub lead_name: String,
    /// What is done.
    pub label: String,
    /// When it goes now; none when it does not within these days.
    pub before: Option<Timestamp>,
    /// When it would go.
    pub after: Option<Timestamp>,
}

/// The next days with and without a changed setting.
pub struct PreviewDiff {
    /// Day by day as it stands.
    pub before: Vec<PreviewDay>,
    /// Day by day with the change.
    pub after: Vec<PreviewDay>,
    /// Acts as it stands.
    pub acts_before: u32,
    /// Acts with the change.
    pub acts_after: u32,
    /// When the last enrollment ends as it stands.
    pub finish_before: Option<Timestamp>,
    /// When it ends with the change.
    pub finish_after: Option<Timestamp>,
    /// The first acts that move.
    pub moved: Vec<PreviewMove>,
    /// How many move in all.
    pub moved_count: u32,
    /// All of it in a sentence.
    pub sentence: String,
}

/// What enrolling these people would mean.
pub struct EnrollEstimate {
    /// How many would be enrolled.
    pub count: u64,
    /// Who would be left out, and why.
    pub skipped: Vec<(String, u64)>,
    /// When the first of their acts goes.
    pub first_at: Option<Timestamp>,
    /// When the last of them is through, where that is foreseeable.
    pub finish_at: Option<Timestamp>,
    /// Acts for them in all.
    pub acts: u32,
    /// Times a yes is asked for.
    pub approvals: u32,
    /// What makes most of them wait longest.
    pub limited_by: Option<String>,
    /// All of it in a sentence.
    pub sentence: String,
}
