//! An enrollment: a lead going through one version of a sequence.
//!
//! ```text
//! active           --Advance--> active            a step is done, the next one is known
//! active           --AskApproval--> waiting_approval
//! waiting_approval --Approve--> active            --Withdraw--> back again
//! waiting_approval --Reject--> exited             --Reopen--> waiting_approval   the no was taken back
//! active, waiting_approval --Pause--> paused      --Resume--> where it was
//! active, paused   --Finish--> completed
//! any live state   --Exit--> exited
//! ```
//! A paused enrollment whose message is just leaving still advances, and stays paused.
//!
//! **Invariant:** from `completed` and `exited` nothing leads on by itself; only a human takes a no back.

mod machine;
mod walk;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::Timestamp;
use crate::channel::UnknownWord;
use crate::id::{DeliveryId, EnrollmentId, ExecutionId, LeadId, ProjectId, SequenceId, SequenceVersionId};
use crate::sequence::{StepKey, StepKind};

pub use machine::{EnrollmentEvent, EnrollmentState};
pub use walk::{Facts, Reach, Then, Visited, Walk, leave, on_reply, walk};

/// What a live enrollment waits for, when it is not time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Awaits {
    /// Its message is to be written.
    Words,
    /// A human's yes.
    Approval,
    /// Its delivery.
    Delivery,
}

impl Awaits {
    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Approval => "approval",
            Self::Delivery => "delivery",
        }
    }
}

impl std::str::FromStr for Awaits {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        [Self::Words, Self::Approval, Self::Delivery]
            .into_iter()
            .find(|a| a.as_str() == word)
            .ok_or_else(|| UnknownWord::new("wait", word))
    }
}

/// Who or what made an enrollment rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PausedBy {
    /// A human.
    Human,
    /// A colleague at the same company replied.
    Company,
    /// The lead is away; it goes on by itself when they are back.
    OutOfOffice,
    /// Its message could not be written or sent; a human must look.
    Trouble,
}

impl PausedBy {
    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Company => "company",
            Self::OutOfOffice => "out_of_office",
            Self::Trouble => "trouble",
        }
    }
}

impl std::str::FromStr for PausedBy {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        [Self::Human, Self::Company, Self::OutOfOffice, Self::Trouble]
            .into_iter()
            .find(|p| p.as_str() == word)
            .ok_or_else(|| UnknownWord::new("pause", word))
    }
}

/// Why an enrollment is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// Every step is done.
    Done,
    /// Went cold.
    Cold,
    /// The lead replied.
    Replied,
    /// The address does not exist.
    Bounced,
    /// The lead asked not to be written to.
    OptedOut,
    /// The lead is on the suppression list.
    Suppressed,
    /// A human said no to its message.
    Rejected,
    /// Its message was called back.
    Canceled,
    /// A human took it out.
    Human,
}

impl EndReason {
    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::Done,
        Self::Cold,
        Self::Replied,
        Self::Bounced,
        Self::OptedOut,
        Self::Suppressed,
        Self::Rejected,
        Self::Canceled,
        Self::Human,
    ];

    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Cold => "cold",
            Self::Replied => "replied",
            Self::Bounced => "bounced",
            Self::OptedOut => "opted_out",
            Self::Suppressed => "suppressed",
            Self::Rejected => "rejected",
            Self::Canceled => "canceled",
            Self::Human => "human",
        }
    }

    /// Plain words.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Done => "Every step is done",
            Self::Cold => "Went cold",
            Self::Replied => "They replied",
            Self::Bounced => "The address does not work",
            Self::OptedOut => "They asked not to be written to",
            Self::Suppressed => "On the suppression list",
            Self::Rejected => "You said no to its message",
            Self::Canceled => "Its message was called back",
            Self::Human => "You took them out",
        }
    }

    /// The state it ends in.
    pub fn state(self) -> EnrollmentState {
        if self == Self::Done { EnrollmentState::Completed } else { EnrollmentState::Exited }
    }
}

impl std::str::FromStr for EndReason {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|r| r.as_str() == word).ok_or_else(|| UnknownWord::new("end reason", word))
    }
}

/// A lead going through a sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrollment {
    /// Names the enrollment.
    pub id: EnrollmentId,
    /// The project it belongs to.
    pub project_id: ProjectId,
    /// The sequence.
    pub sequence_id: SequenceId,
    /// The version the lead is on.
    pub version_id: SequenceVersionId,
    /// The lead.
    pub lead_id: LeadId,
    /// The folded name of the lead's company, so that colleagues are found.
    pub company_key: Option<String>,
    /// Where it stands.
    pub state: EnrollmentState,
    /// The step that is next, or under way; none when it is over.
    pub step: Option<StepKey>,
    /// How many steps it has begun; with the id it names the execution under way.
    pub visit: u32,
    /// When the next step is due; none while it waits for something that is not time.
    pub due_at: Option<Timestamp>,
    /// What it waits for when it is not time.
    pub awaits: Option<Awaits>,
    /// Who made it rest.
    pub paused_by: Option<PausedBy>,
    /// When it goes on by itself.
    pub resume_at: Option<Timestamp>,
    /// Why it is over.
    pub end_reason: Option<EndReason>,
    /// Whether a human said yes to writing to somebody who was written to before.
    pub again: bool,
    /// Since when.
    pub enrolled_at: Timestamp,
    /// When it changed last.
    pub updated_at: Timestamp,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
}

impl Enrollment {
    /// The instant at which the engine has to look at it by itself; none while only an event can move it.
    pub fn wake_at(&self) -> Option<Timestamp> {
        match self.state {
            EnrollmentState::Active => self.due_at,
            EnrollmentState::Paused => self.resume_at,
            EnrollmentState::WaitingApproval | EnrollmentState::Completed | EnrollmentState::Exited => None,
        }
    }

    /// Where [`EnrollmentEvent::Resume`] leads.
    pub fn resumed(&self) -> EnrollmentEvent {
        EnrollmentEvent::Resume { waiting: self.awaits == Some(Awaits::Approval) }
    }
}

/// What became of one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Its message is to be written.
    ToWrite,
    /// It waits for a human's yes.
    ToApprove,
    /// Its delivery is in the ledger.
    Queued,
    /// Done.
    Done,
    /// The check found a response.
    Yes,
    /// The check found none.
    No,
    /// It could not be done for this lead and was passed over.
    Skipped,
    /// A human said no.
    Rejected,
    /// Its delivery was called back.
    Canceled,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 9] = [
        Self::ToWrite,
        Self::ToApprove,
        Self::Queued,
        Self::Done,
        Self::Yes,
        Self::No,
        Self::Skipped,
        Self::Rejected,
        Self::Canceled,
    ];

    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ToWrite => "to_write",
            Self::ToApprove => "to_approve",
            Self::Queued => "queued",
            Self::Done => "done",
            Self::Yes => "yes",
            Self::No => "no",
            Self::Skipped => "skipped",
            Self::Rejected => "rejected",
            Self::Canceled => "canceled",
        }
    }

    /// Whether something can still become of it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::ToWrite | Self::ToApprove | Self::Queued)
    }
}

impl std::str::FromStr for Outcome {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|o| o.as_str() == word).ok_or_else(|| UnknownWord::new("outcome", word))
    }
}

/// One step's result for one enrollment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Execution {
    /// Names it; made from the enrollment and the visit.
    pub id: ExecutionId,
    /// Whose step.
    pub enrollment_id: EnrollmentId,
    /// The how-manieth step of this enrollment, from 0. Enrollment and visit are unique together.
    pub visit: u32,
    /// The sequence, for its funnel.
    pub sequence_id: SequenceId,
    /// The version it was done in.
    pub version_id: SequenceVersionId,
    /// Which step.
    pub step: StepKey,
    /// What kind of step it was.
    pub kind: StepKind,
    /// What became of it.
    pub outcome: Outcome,
    /// The message that was written for it.
    pub choice_id: Option<Uuid>,
    /// The ledger entry.
    pub delivery_id: Option<DeliveryId>,
    /// Why it was passed over, or what stands in the way.
    pub reason: Option<String>,
    /// When it was begun.
    pub started_at: Timestamp,
    /// When it was settled.
    pub finished_at: Option<Timestamp>,
}

/// An id made from what it names, in time order: the same step at the same time always gets the same one.
/// UUID version 7, its random part the hash of enrollment, visit and purpose.
pub fn derived_id<T: From<Uuid>>(enrollment: EnrollmentId, visit: u32, purpose: &str, at: Timestamp) -> T {
    let mut hash = Sha256::new();
    hash.update(enrollment.0.as_bytes());
    hash.update(visit.to_be_bytes());
    hash.update(purpose.as_bytes());
    let digest = hash.finalize();
    let mut tail = [0; 10];
    tail.copy_from_slice(&digest[..10]);
    let ms = u64::try_from(at.as_millisecond()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(ms, &tail).into_uuid().into()
}

/// A number that is the same for the same step of the same enrollment: what is drawn from it is drawn once,
/// in the preview as in reality.
pub fn seed(enrollment: EnrollmentId, visit: u32) -> u64 {
    let mut hash = Sha256::new();
    hash.update(b"seed");
    hash.update(enrollment.0.as_bytes());
    hash.update(visit.to_be_bytes());
    let digest = hash.finalize();
    digest.iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte))
}

#[cfg(test)]
#[path = "enrollment/tests.rs"]
mod tests;
