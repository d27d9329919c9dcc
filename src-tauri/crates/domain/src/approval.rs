//! An approval: a person's yes to exactly one text for exactly one recipient.
//!
//! **Invariant:** [`ApprovedDraft`] has no public constructor; it is the only ticket to a delivery with words.
//! For an act without words [`StandingYes`] is the other.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::action::Action;
use crate::channel::Channel;
use crate::draft::{Draft, DraftStatus, Fingerprint, paragraphs};
use crate::id::{ApprovalId, DraftId, LeadId, ProjectId, SequenceVersionId};
use crate::sequence::Step;
use crate::text::{Handle, HandleKind};

/// Who said yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Approver {
    /// The person at the keyboard.
    Human,
    /// A step whose approval the person switched off.
    Policy,
}

impl Approver {
    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Policy => "policy",
        }
    }
}

/// The record of a yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Names the approval.
    pub id: ApprovalId,
    /// What was approved.
    pub draft_id: DraftId,
    /// Exactly these words to exactly this recipient.
    pub fingerprint: Fingerprint,
    /// Who said yes.
    pub approver: Approver,
    /// When.
    pub approved_at: Timestamp,
    /// When it was taken back within the undo window.
    pub revoked_at: Option<Timestamp>,
}

/// A human's standing yes to an act without words: they saved the version with asking switched off for this
/// step. Words never go by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingYes {
    version: SequenceVersionId,
    action: Action,
    channel: Channel,
}

impl StandingYes {
    /// The yes of a saved version to one of its steps; none for a step with words or one that asks.
    pub fn of(version: SequenceVersionId, step: &Step) -> Option<Self> {
        let (action, channel) = step.act()?;
        (!step.approval && !action.has_words()).then_some(Self { version, action, channel })
    }

    /// The version that says yes.
    pub fn version(&self) -> SequenceVersionId {
        self.version
    }

    /// What it says yes to.
    pub fn action(&self) -> Action {
        self.action
    }

    /// Where.
    pub fn channel(&self) -> Channel {
        self.channel
    }
}

/// Why a yes does not count.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApprovalError {
    /// The draft is not waiting for a yes.
    #[error("this draft is already {}", .0.as_str())]
    NotPending(DraftStatus),
    /// The text changed after it was shown.
    #[error("the draft changed after you opened it; read it again before approving")]
    Changed,
    /// There is nobody to send it to.
    #[error("the lead has no {} handle", .0.as_str())]
    NoRecipient(HandleKind),
    /// Nothing would be sent.
    #[error("the message is empty")]
    Empty,
}

/// A draft with a valid yes, frozen as it was approved.
#[derive(Clone, PartialEq, Eq)]
pub struct ApprovedDraft {
    approval: Approval,
    draft: Draft,
    recipient: Handle,
}

impl std::fmt::Debug for ApprovedDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ApprovedDraft").field("approval", &self.approval.id).finish_non_exhaustive()
    }
}

impl ApprovedDraft {
    /// The yes.
    pub fn approval(&self) -> &Approval {
        &self.approval
    }

    /// Whom it is for.
    pub fn lead_id(&self) -> LeadId {
        self.draft.lead_id
    }

    /// The project it speaks for.
    pub fn project_id(&self) -> ProjectId {
        self.draft.project_id
    }

    /// Where it goes.
    pub fn channel(&self) -> Channel {
        self.draft.channel
    }

    /// What is done there.
    pub fn action(&self) -> Action {
        self.draft.action
    }

    /// The handle it goes to.
    pub fn recipient(&self) -> &Handle {
        &self.recipient
    }

    /// The post it answers, by the network's own id; X only.
    pub fn reply_to(&self) -> Option<&str> {
        self.draft.reply_to.as_deref()
    }

    /// Subject line, e-mail only.
    pub fn subject(&self) -> Option<&str> {
        self.draft.subject.as_deref()
    }

    /// The words.
    pub fn body(&self) -> &str {
        &self.draft.body
    }
}

impl Draft {
    /// Says yes to what was seen. `recipient` is the lead's handle on the draft's channel, if it has one.
    pub fn approve(
        &self,
        seen: &Fingerprint,
        recipient: Option<&Handle>,
        approver: Approver,
        id: ApprovalId,
        at: Timestamp,
    ) -> Result<ApprovedDraft, ApprovalError> {
        if self.status != DraftStatus::Pending {
            return Err(ApprovalError::NotPending(self.status));
        }
        let kind = HandleKind::from(self.channel);
        let recipient = recipient.filter(|h| h.kind() == kind).ok_or(ApprovalError::NoRecipient(kind))?;
        if self.action.has_words() && paragraphs(&self.body).is_empty() {
            return Err(ApprovalError::Empty);
        }
        let fingerprint = self.fingerprint(recipient);
        if *seen != fingerprint {
            return Err(ApprovalError::Changed);
        }
        let approval =
            Approval { id, draft_id: self.id, fingerprint, approver, approved_at: at, revoked_at: None };
        let draft = Self { status: DraftStatus::Approved, updated_at: at, ..self.clone() };
        Ok(ApprovedDraft { approval, draft, recipient: recipient.clone() })
    }
}
