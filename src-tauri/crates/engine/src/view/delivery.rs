//! Deliveries as the ledger page reads them.

use sdr_domain::Timestamp;
use sdr_domain::action::Action;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::delivery::DeliveryState;
use sdr_domain::id::{DeliveryId, LeadId};
use sdr_domain::part::PartState;

/// One line of the ledger.
pub struct DeliveryRow {
    /// Names the delivery.
    pub id: DeliveryId,
    /// Whom it goes to.
    pub lead_id: LeadId,
    /// Their name.
    pub lead_name: String,
    /// Where it goes.
    pub channel: Channel,
    /// What is done.
    pub action: Action,
    /// How it is done.
    pub mode: Mode,
    /// The handle it goes to.
    pub recipient: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// Whether it is recorded instead of sent.
    pub dry_run: bool,
    /// Parts in all.
    pub parts: usize,
    /// Parts that left.
    pub parts_sent: usize,
    /// Why it is held, failed or uncertain.
    pub reason: Option<String>,
    /// What proves that it left.
    pub receipt: Option<String>,
    /// Why it waits, in words.
    pub waits_for: Option<String>,
    /// When it can go, where that is known.
    pub next_at: Option<Timestamp>,
    /// When it was queued.
    pub created_at: Timestamp,
    /// When it left.
    pub sent_at: Option<Timestamp>,
    /// The one question only the human can answer.
    pub question: Option<Question>,
}

/// A question with two answers.
pub struct Question {
    /// What is asked.
    pub text: String,
    /// Answer that settles it as sent.
    pub yes: String,
    /// Answer that settles it as not sent.
    pub no: String,
}

/// One part.
pub struct PartView {
    /// Counts from 0.
    pub number: u16,
    /// The words.
    pub text: String,
    /// Where it stands.
    pub state: PartState,
}

/// One line of the journal.
pub struct DeliveryEventView {
    /// When.
    pub at: Timestamp,
    /// Which part; `None` for the delivery as a whole.
    pub part: Option<u16>,
    /// The event's word.
    pub event: String,
    /// Technical note.
    pub detail: String,
}

/// A delivery with its parts and journal.
pub struct DeliveryDetail {
    /// The line of the ledger.
    pub row: DeliveryRow,
    /// Subject, e-mail only.
    pub subject: Option<String>,
    /// The parts, in order.
    pub parts: Vec<PartView>,
    /// The journal, oldest first.
    pub events: Vec<DeliveryEventView>,
}

/// The human's word on an uncertain delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    /// It is in the chat.
    Sent,
    /// It is not in the chat.
    NotSent,
}
