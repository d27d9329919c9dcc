//! A delivery: the ledger entry of one message on its way out. Nothing else touches a channel.
//!
//! ```text
//! queued    --Claim--> claimed
//! claimed   --Arm--> armed          durable before the act
//! claimed   --NotSent--> queued     armed --NotSent--> queued      surely not sent
//! claimed   --HoldBack--> held      armed --HoldBack--> held       nothing left, a human looks
//! claimed   --Refuse--> failed      armed --Refuse--> failed       the service said no
//! claimed   --LeaseExpired--> queued
//! armed     --LeaseExpired--> uncertain
//! armed     --LoseTrack--> uncertain
//! claimed   --Accept--> sent        armed --Accept--> sent         (claimed: dry run, or all parts were proved)
//! queued, claimed, held, failed --Cancel--> canceled
//! held, failed --Requeue--> queued
//! armed, uncertain, held --SettleSent--> sent, or queued while later parts wait
//! armed, uncertain, held --SettleNotSent--> held
//! ```
//! **Invariant:** no event leads from `armed` or `uncertain` back to `queued` unless it is certain that
//! nothing of the current part left, or a human said so.

mod machine;

use crate::Timestamp;
use crate::action::Action;
use crate::approval::{ApprovedDraft, StandingYes};
use crate::channel::{Channel, Mode};
use crate::draft::{Fingerprint, paragraphs};
use crate::id::{
    ApprovalId, DeliveryId, DraftId, EnrollmentId, ExecutionId, LeadId, ProjectId, SequenceVersionId,
};
use crate::part::PartState;
use crate::text::Handle;

pub use machine::{DeliveryEvent, DeliveryState};

/// What allows a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ticket {
    /// A draft and the yes to exactly its words.
    Draft {
        /// What was approved.
        draft_id: DraftId,
        /// The yes.
        approval_id: ApprovalId,
    },
    /// A step without words in a version that was saved with asking switched off for it.
    Step {
        /// The step's execution.
        execution_id: ExecutionId,
        /// The version that says yes.
        version_id: SequenceVersionId,
    },
}

/// One action on its way out.
#[derive(Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Names the delivery; also the idempotency key of the act.
    pub id: DeliveryId,
    /// The project it speaks for.
    pub project_id: ProjectId,
    /// Whom it goes to.
    pub lead_id: LeadId,
    /// What allows it.
    pub ticket: Ticket,
    /// The enrollment whose step it is, if any.
    pub enrollment_id: Option<EnrollmentId>,
    /// Where it goes.
    pub channel: Channel,
    /// What is done there.
    pub action: Action,
    /// How it is done.
    pub mode: Mode,
    /// The handle it goes to, frozen at approval.
    pub recipient: Handle,
    /// Subject, e-mail only, frozen at approval.
    pub subject: Option<String>,
    /// The post it answers or likes, by the network's own id, frozen at approval; X only.
    pub reply_to: Option<String>,
    /// The parts, in order: paragraphs on Telegram, else one.
    pub parts: Vec<DeliveryPart>,
    /// The fingerprint of the approved text.
    pub fingerprint: Fingerprint,
    /// Where it stands.
    pub state: DeliveryState,
    /// Whether it is recorded instead of sent.
    pub dry_run: bool,
    /// How often it was claimed.
    pub attempts: u32,
    /// Not before this instant: the end of the undo window or of a retry pause.
    pub eligible_at: Timestamp,
    /// Until when the current claim holds.
    pub lease_until: Option<Timestamp>,
    /// Pause on this channel before it may go, drawn once when it was queued, seconds.
    pub gap_secs: u32,
    /// Why it is held, failed or uncertain, in words for the human.
    pub reason: Option<String>,
    /// What proves that it left: `SMTP 250 …`, `field emptied in Telegram Desktop`, `you said so`.
    pub receipt: Option<String>,
    /// The Message-ID of an e-mail, known before it is sent so that a thread can be continued.
    pub message_id: Option<String>,
    /// When it was queued.
    pub created_at: Timestamp,
    /// When its state changed last.
    pub updated_at: Timestamp,
    /// When it left.
    pub sent_at: Option<Timestamp>,
}

impl std::fmt::Debug for Delivery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Delivery").field("id", &self.id).field("state", &self.state).finish_non_exhaustive()
    }
}

/// One part of a delivery with its own journalled state.
#[derive(Clone, PartialEq, Eq)]
pub struct DeliveryPart {
    /// Counts from 0.
    pub number: u16,
    /// The words.
    pub text: String,
    /// Where it stands.
    pub state: PartState,
}

impl std::fmt::Debug for DeliveryPart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DeliveryPart({}, {})", self.number, self.state.as_str())
    }
}

/// What the caller decides when a delivery is queued.
#[derive(Debug, Clone, Copy)]
pub struct Queueing {
    /// Names the delivery.
    pub id: DeliveryId,
    /// The enrollment whose step it is, if any.
    pub enrollment_id: Option<EnrollmentId>,
    /// How it will be done.
    pub mode: Mode,
    /// Whether it is recorded instead of sent.
    pub dry_run: bool,
    /// End of the undo window.
    pub eligible_at: Timestamp,
    /// Drawn pause before it on its channel, seconds.
    pub gap_secs: u32,
    /// Now.
    pub at: Timestamp,
}

/// Whom an act without words is for.
#[derive(Clone, PartialEq, Eq)]
pub struct StepAct {
    /// The step's execution.
    pub execution_id: ExecutionId,
    /// The project it speaks for.
    pub project_id: ProjectId,
    /// The lead.
    pub lead_id: LeadId,
    /// Their handle on the channel.
    pub recipient: Handle,
    /// The post that is liked, by the network's own id.
    pub post: Option<String>,
}

impl std::fmt::Debug for StepAct {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StepAct").field("execution_id", &self.execution_id).finish_non_exhaustive()
    }
}

impl Delivery {
    /// Queues an act without words that a saved version says yes to.
    pub fn queue_step(yes: &StandingYes, act: StepAct, how: Queueing) -> Self {
        let ticket = Ticket::Step { execution_id: act.execution_id, version_id: yes.version() };
        let (action, channel) = (yes.action(), yes.channel());
        let word = Some(action.as_str());
        let fingerprint = Fingerprint::of(channel, &act.recipient, act.post.as_deref(), word, "");
        let parts = vec![DeliveryPart { number: 0, text: String::new(), state: PartState::Queued }];
        Self {
            id: how.id,
            project_id: act.project_id,
            lead_id: act.lead_id,
            ticket,
            enrollment_id: how.enrollment_id,
            channel,
            action,
            mode: how.mode,
            recipient: act.recipient,
            subject: None,
            reply_to: act.post,
            parts,
            fingerprint,
            state: DeliveryState::Queued,
            dry_run: how.dry_run,
            attempts: 0,
            eligible_at: how.eligible_at,
            lease_until: None,
            gap_secs: how.gap_secs,
            reason: None,
            receipt: None,
            message_id: None,
            created_at: how.at,
            updated_at: how.at,
            sent_at: None,
        }
    }

    /// Queues an approved draft; beside [`Delivery::queue_step`] there is no other way to make a delivery.
    pub fn queue(approved: &ApprovedDraft, how: Queueing) -> Self {
        // The relayer sends paragraph by paragraph; a human presses the key once for the whole text.
        let texts = match (approved.channel(), how.mode) {
            (Channel::Telegram, Mode::Automatic) => paragraphs(approved.body()),
            (Channel::Telegram | Channel::Email | Channel::X | Channel::Linkedin, _) => {
                vec![approved.body().to_owned()]
            }
        };
        let parts = (0_u16..).zip(texts).map(|(number, text)| DeliveryPart {
            number,
            text,
            state: PartState::Queued,
        });
        let message_id = (approved.channel() == Channel::Email).then(|| how.id.to_string());
        Self {
            id: how.id,
            project_id: approved.project_id(),
            lead_id: approved.lead_id(),
            ticket: Ticket::Draft {
                draft_id: approved.approval().draft_id,
                approval_id: approved.approval().id,
            },
            enrollment_id: how.enrollment_id,
            channel: approved.channel(),
            action: approved.action(),
            mode: how.mode,
            recipient: approved.recipient().clone(),
            subject: approved.subject().map(str::to_owned),
            reply_to: approved.reply_to().map(str::to_owned),
            parts: parts.collect(),
            fingerprint: approved.approval().fingerprint.clone(),
            state: DeliveryState::Queued,
            dry_run: how.dry_run,
            attempts: 0,
            eligible_at: how.eligible_at,
            lease_until: None,
            gap_secs: how.gap_secs,
            reason: None,
            receipt: None,
            message_id,
            created_at: how.at,
            updated_at: how.at,
            sent_at: None,
        }
    }

    /// The first part that has not been proved to have left.
    pub fn next_part(&self) -> Option<&DeliveryPart> {
        self.parts.iter().find(|part| part.state != PartState::Accepted)
    }

    /// Parts proved to have left.
    pub fn parts_sent(&self) -> usize {
        self.parts.iter().filter(|part| part.state == PartState::Accepted).count()
    }
}

#[cfg(test)]
#[path = "delivery/tests.rs"]
mod tests;
