//! Deliveries on the wire.

use jiff::Timestamp;
use serde::Deserialize;
use uuid::Uuid;

use crate::dto::wire::Wire;
use crate::dto::words::{Action, Channel, DeliveryState, Mode, PartState};
use sdr_engine::{DeliveryFilter, view};

wire! {
    /// The one question only a human can answer.
    out Question = view::Question {
        text: String,
        /// Label that settles it as sent.
        yes: String,
        /// Label that settles it as not sent.
        no: String,
    }
}

wire! {
    /// A delivery in the ledger.
    out DeliveryRow = view::DeliveryRow {
        id: Uuid, lead_id: Uuid, lead_name: String, channel: Channel, action: Action, mode: Mode,
        recipient: String, state: DeliveryState, dry_run: bool, parts: u64, parts_sent: u64,
        /// Why it is held, failed or uncertain.
        reason: Option<String>,
        /// What proves that it left.
        receipt: Option<String>,
        waits_for: Option<String>, next_at: Option<Timestamp>, created_at: Timestamp, sent_at: Option<Timestamp>,
        question: Option<Question>,
    }
}

wire! {
    /// One part of a message with its own state.
    out PartView = view::PartView { number: u16, text: String, state: PartState }
}

wire! {
    /// One line of the journal.
    out DeliveryEventView = view::DeliveryEventView {
        at: Timestamp, part: Option<u16>, event: String, detail: String,
    }
}

wire! {
    /// A delivery with its parts and its journal.
    out DeliveryDetail = view::DeliveryDetail {
        row: DeliveryRow, subject: Option<String>, parts: Vec<PartView>, events: Vec<DeliveryEventView>,
    }
}

words! {
    /// What the human found in the chat.
    Settlement = view::Settlement { Sent = "sent", NotSent = "not_sent" }
}

/// The answer to the question.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct SettleRequest {
    pub(crate) outcome: Settlement,
}

/// Which deliveries.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DeliveryQuery {
    #[param(inline)]
    pub(crate) state: Option<DeliveryState>,
    #[param(inline)]
    pub(crate) channel: Option<Channel>,
}

impl From<DeliveryQuery> for DeliveryFilter {
    fn from(query: DeliveryQuery) -> Self {
        Self { states: query.state.map(Wire::wire).into_iter().collect(), channel: query.channel.wire() }
    }
}
