//! Enrollments and replies as screens read them.

use sdr_domain::Timestamp;
use sdr_domain::channel::Channel;
use sdr_domain::enrollment::{EndReason, EnrollmentState, Outcome, PausedBy};
use sdr_domain::id::{DeliveryId, DraftId, EnrollmentId, LeadId, ReplyId, SequenceId};
use sdr_domain::reply::{Reply, ReplyKind};
use sdr_domain::sequence::{StepKey, StepKind};
use sdr_storage::LeadFilter;

/// One line of the list of enrollments.
#[derive(Clone)]
pub struct EnrollmentRow {
    /// Names the enrollment.
    pub id: EnrollmentId,
    /// The sequence.
    pub sequence_id: SequenceId,
    /// What the team calls it.
    pub sequence_name: String,
    /// The lead.
    pub lead_id: LeadId,
    /// Their name.
    pub lead_name: String,
    /// Their company.
    pub company: Option<String>,
    /// Where it stands.
    pub state: EnrollmentState,
    /// The number of the version the lead is on.
    pub version: u32,
    /// The step that is next, or under way.
    pub step: Option<StepKey>,
    /// The step in words.
    pub step_label: Option<String>,
    /// How many steps it has begun.
    pub visit: u32,
    /// When the next step is due.
    pub due_at: Option<Timestamp>,
    /// What it waits for, or why it is over, in plain words.
    pub why: String,
    /// Who made it rest.
    pub paused_by: Option<PausedBy>,
    /// When it goes on by itself.
    pub resume_at: Option<Timestamp>,
    /// Why it is over.
    pub end_reason: Option<EndReason>,
    /// Since when.
    pub enrolled_at: Timestamp,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
}

/// One step as it went.
pub struct ExecutionView {
    /// The how-manieth step, from 0.
    pub visit: u32,
    /// Which.
    pub step: StepKey,
    /// In words.
    pub label: String,
    /// What kind of step it was.
    pub kind: StepKind,
    /// What became of it.
    pub outcome: Outcome,
    /// Why it was passed over, or what stands in the way.
    pub reason: Option<String>,
    /// The ledger entry.
    pub delivery_id: Option<DeliveryId>,
    /// The message that was written for it.
    pub draft_id: Option<DraftId>,
    /// When it was begun.
    pub started_at: Timestamp,
    /// When it was settled.
    pub finished_at: Option<Timestamp>,
}

/// A step that comes if nobody responds.
pub struct StepAhead {
    /// Which.
    pub step: StepKey,
    /// In words.
    pub label: String,
    /// Not before this instant, where that is known.
    pub at: Option<Timestamp>,
}

/// An enrollment with what was and what comes.
pub struct EnrollmentDetail {
    /// The line of the list.
    pub row: EnrollmentRow,
    /// The steps begun, in order.
    pub executions: Vec<ExecutionView>,
    /// The steps that come if nobody responds.
    pub ahead: Vec<StepAhead>,
}

/// What a pause, a resume or an exit reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Enrollments changed.
    pub count: u64,
    /// In words.
    pub sentence: String,
}

/// What moving leads to another version did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedOver {
    /// Enrollments that are on the version now.
    pub moved: u64,
    /// Those whose step is gone in it: they stay where they are.
    pub stayed: u64,
    /// In words.
    pub sentence: String,
}

/// Who is to be enrolled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnrollWho {
    /// These leads.
    Leads(Vec<LeadId>),
    /// Every lead of a list.
    Filter {
        /// The list.
        leads: LeadFilter,
        /// Only leads that score at least this.
        min_score: Option<u8>,
    },
}

/// What enrolling did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolled {
    /// Leads that are in the sequence now.
    pub enrolled: u64,
    /// Leads that are not, by reason.
    pub skipped: Vec<(String, u64)>,
    /// In words.
    pub sentence: String,
}

/// What came back from a lead, as it is noted down.
#[derive(Clone, PartialEq, Eq)]
pub struct ReplyForm {
    /// Where it came in.
    pub channel: Channel,
    /// What it is.
    pub kind: ReplyKind,
    /// What the human notes down about it.
    pub note: Option<String>,
    /// When somebody who is away is back.
    pub back_at: Option<Timestamp>,
    /// When it came; now when missing.
    pub at: Option<Timestamp>,
}

/// Something that came back from a lead.
#[derive(Clone, PartialEq, Eq)]
pub struct ReplyView {
    /// Names it.
    pub id: ReplyId,
    /// Where it came in.
    pub channel: Channel,
    /// What it is.
    pub kind: ReplyKind,
    /// What the human noted down about it.
    pub note: Option<String>,
    /// When somebody who is away is back.
    pub back_at: Option<Timestamp>,
    /// When it came.
    pub at: Timestamp,
}

impl From<Reply> for ReplyView {
    fn from(reply: Reply) -> Self {
        let Reply { id, channel, kind, note, back_at, at, .. } = reply;
        Self { id, channel, kind, note, back_at, at }
    }
}

/// What a reply did.
#[derive(Clone, PartialEq, Eq)]
pub struct ReplyResult {
    /// The reply.
    pub reply: ReplyView,
    /// Enrollments of this lead that ended or rest now.
    pub stopped: u64,
    /// Enrollments of colleagues that rest now.
    pub paused_colleagues: u64,
    /// Messages that were called back.
    pub canceled: u64,
    /// In words.
    pub sentence: String,
}

/// Something to announce, and the page on which it is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// In words.
    pub sentence: String,
    /// What the button says.
    pub action: String,
    /// The page.
    pub to: String,
}

/// Up to when it was looked for news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewsSeen(pub(crate) Timestamp);
