//! Drafts as the queue reads them.

use sdr_domain::Timestamp;
use sdr_domain::action::Action;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::draft::{DraftStatus, Fingerprint, Variant, WrittenBy};
use sdr_domain::id::{ApprovalId, DeliveryId, DraftId};
use sdr_storage::DraftRow;
use uuid::Uuid;

use super::{LeadDetail, Page};

/// One page of drafts.
pub type DraftPage = Page<DraftRow>;

/// How long a text is and may be.
pub struct LimitView {
    /// `words` or `characters`.
    pub unit: &'static str,
    /// The limit; `None` when there is none.
    pub max: Option<u32>,
    /// Used.
    pub used: u32,
}

/// Everything the human needs to say yes or no.
pub struct DraftDetail {
    /// Names the draft that was asked for.
    pub id: DraftId,
    /// Names the choice between its variants.
    pub choice_id: Uuid,
    /// Whom it is for, and why.
    pub lead: LeadDetail,
    /// Where it would go.
    pub channel: Channel,
    /// What would be done.
    pub action: Action,
    /// How it would be done.
    pub mode: Mode,
    /// Where it stands.
    pub status: DraftStatus,
    /// The phrasings, A first.
    pub variants: Vec<DraftVariant>,
    /// What a yes would do, as the button says it.
    pub consequence: String,
    /// The handle it would go to.
    pub recipient: Option<String>,
    /// Where the post it answers can be read; X only.
    pub reply_to_url: Option<String>,
    /// Length of the draft that was asked for.
    pub limit: LimitView,
    /// Why a yes is refused now, if it is.
    pub blocked: Option<String>,
}

/// One phrasing.
pub struct DraftVariant {
    /// Names the draft.
    pub id: DraftId,
    /// Which phrasing.
    pub variant: Variant,
    /// Subject, e-mail only.
    pub subject: Option<String>,
    /// The words.
    pub body: String,
    /// The body as it will arrive.
    pub paragraphs: Vec<String>,
    /// Subject as the machine wrote it.
    pub machine_subject: Option<String>,
    /// Body as the machine wrote it.
    pub machine_body: String,
    /// Whether a human changed it.
    pub edited: bool,
    /// Whose words it holds.
    pub written_by: WrittenBy,
    /// What a human should know about how it was written, e.g. why no model did.
    pub note: Option<String>,
    /// Names exactly these words to exactly this recipient; empty without a recipient.
    pub fingerprint: Option<Fingerprint>,
    /// Where it stands.
    pub status: DraftStatus,
}

/// What a yes did.
pub struct ApprovalResult {
    /// The yes.
    pub approval_id: ApprovalId,
    /// What it queued.
    pub delivery_id: DeliveryId,
    /// What was approved.
    pub draft_id: DraftId,
    /// Until when it can be taken back.
    pub undo_until: Timestamp,
    /// What happens next, in a sentence.
    pub sentence: String,
}

/// A draft that was not approved in a bulk approval.
pub struct Refusal {
    /// Which.
    pub id: DraftId,
    /// Why.
    pub reason: String,
}

/// Outcome of a bulk approval.
pub struct ApprovedMany {
    /// Approved ones.
    pub approved: Vec<ApprovalResult>,
    /// Refused ones.
    pub refused: Vec<Refusal>,
}
