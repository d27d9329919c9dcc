//! Drafts and approvals on the wire.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::dto::lead::LeadDetail;
use crate::dto::wire::Wire;
use crate::dto::words::{Action, Channel, DraftStatus, Mode, Variant, Verdict, WrittenBy};
use sdr_domain::draft::Fingerprint;
use sdr_engine::{DraftFilter, view};

/// Without a recipient there is nothing to approve, and no fingerprint.
impl Wire<String> for Option<Fingerprint> {
    fn wire(self) -> String {
        self.map(|fingerprint| fingerprint.as_str().to_owned()).unwrap_or_default()
    }
}

wire! {
    /// A draft in the queue; while it is pending one row stands for all variants.
    out DraftRow = view::DraftRow {
        id: Uuid, lead_id: Uuid, lead_name: String, company: Option<String>, channel: Channel, action: Action,
        status: DraftStatus, variant: Variant,
        /// How many phrasings there are to choose from.
        variants: u32,
        score: Option<u8>,
        verdict: Option<Verdict>, first_line: String, opened: bool, edited: bool, written_by: WrittenBy,
        created_at: Timestamp,
    }
}

wire! {
    /// One phrasing; the machine's own words are kept beside the edit.
    out DraftVariant = view::DraftVariant {
        id: Uuid, variant: Variant, subject: Option<String>, body: String,
        /// As Telegram would send them, one by one.
        paragraphs: Vec<String>,
        machine_subject: Option<String>, machine_body: String, edited: bool,
        written_by: WrittenBy,
        /// What to know about how it was written, e.g. why no model did.
        note: Option<String>,
        /// Send it back with the approval: it names exactly these words for exactly this recipient.
        fingerprint: String,
        status: DraftStatus,
    }
}

/// What a limit counts; the engine hands the word over as it is.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "names the words for the OpenAPI document")]
pub(crate) enum LimitUnit {
    Words,
    Characters,
}

wire! {
    /// Length of the text against what the channel allows.
    out LengthLimit = view::LimitView {
        #[schema(value_type = LimitUnit)]
        unit: String,
        max: Option<u32>, used: u32,
    }
}

wire! {
    /// Everything needed to say yes or no.
    out DraftDetail = view::DraftDetail {
        id: Uuid, choice_id: Uuid, lead: LeadDetail, channel: Channel, action: Action, mode: Mode,
        status: DraftStatus,
        variants: Vec<DraftVariant>,
        /// What a yes would do, e.g. "Approve & send in 30 s".
        consequence: String,
        recipient: Option<String>,
        /// Where the post it answers can be read; X only.
        reply_to_url: Option<String>,
        limit: LengthLimit,
        /// Why a yes is refused now.
        blocked: Option<String>,
    }
}

/// A yes to exactly what was seen.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct ApproveRequest {
    pub(crate) fingerprint: String,
    /// Says yes to a second first-message to the same person.
    #[serde(default)]
    pub(crate) again: bool,
}

wire! {
    /// The yes, and until when it can be taken back.
    out ApprovalResult = view::ApprovalResult {
        approval_id: Uuid, delivery_id: Uuid, draft_id: Uuid, undo_until: Timestamp, sentence: String,
    }
}

/// One of many yeses.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct ApproveItem {
    pub(crate) id: Uuid,
    pub(crate) fingerprint: String,
}

/// Many yeses at once; only drafts already opened count.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct ApproveManyRequest {
    pub(crate) items: Vec<ApproveItem>,
}

wire! {
    /// A yes that did not count, and why.
    out ApprovalRefusal = view::Refusal { id: Uuid, reason: String }
}

wire! {
    /// What became of many yeses.
    out ApproveManyResult = view::ApprovedMany { approved: Vec<ApprovalResult>, refused: Vec<ApprovalRefusal> }
}

/// Where to write to a person.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct WriteRequest {
    pub(crate) channel: Channel,
}

/// The human's own words.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct DraftEdit {
    pub(crate) subject: Option<String>,
    pub(crate) body: String,
}

/// Which drafts.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DraftQuery {
    #[param(inline)]
    pub(crate) status: Option<DraftStatus>,
    #[param(inline)]
    pub(crate) channel: Option<Channel>,
    /// Beginnings of words to find in the person's name, company or role.
    pub(crate) q: Option<String>,
}

impl From<DraftQuery> for DraftFilter {
    fn from(query: DraftQuery) -> Self {
        let status = query.status.unwrap_or(DraftStatus::Pending).wire();
        Self { status, channel: query.channel.wire(), q: query.q }
    }
}
