//! Deliveries: the ledger. Steps of the machines are in `journal`, what is next in `lanes`, what counts against
//! the limits in `book`, lists and counts in `ledger`.
//!
//! **Invariant:** a state is written only where the state it was computed from still stands, and with it,
//! in the same transaction, a row of the append-only event log.

mod book;
mod journal;
mod lanes;
mod ledger;

use std::collections::HashMap;

use sdr_domain::Timestamp;
use sdr_domain::delivery::{Delivery, DeliveryEvent, DeliveryPart, DeliveryState, Ticket};
use sdr_domain::draft::Fingerprint;
use sdr_domain::id::{DeliveryId, EnrollmentId, LeadId};
use sdr_domain::part::PartState;
use sea_orm::{ConnectionTrait, QueryResult, Value};
use uuid::Uuid;

pub use book::{CooldownRow, ManualActRow};
pub use journal::DeliveryChange;
pub use lanes::{LaneHead, LaneKey, Standing};
pub use ledger::{DeliveryFilter, DeliveryRow};

use crate::error::StoreError;
use crate::leads::handle;
use crate::sql::{MOST_KEYS, Row, Sql, insert_many, ms, opt_ms};
use crate::store::Store;
use crate::tx::Tx;

/// One line of a delivery's journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryEventRow {
    /// When.
    pub at: Timestamp,
    /// Which part, if it was one part's event.
    pub part: Option<u16>,
    /// The event's word.
    pub event: String,
    /// The state it led to.
    pub state: String,
    /// A technical note without message text.
    pub detail: String,
}

impl Tx {
    /// Queues a delivery: its row, its parts, its first event.
    pub async fn insert_delivery(&self, delivery: &Delivery) -> Result<(), StoreError> {
        self.insert_deliveries(std::slice::from_ref(delivery)).await
    }

    /// Queues deliveries: their rows, their parts, their first events. One that is queued already is refused
    /// with [`StoreError::Conflict`].
    pub async fn insert_deliveries(&self, deliveries: &[Delivery]) -> Result<(), StoreError> {
        insert(self, deliveries).await?;
        journal::append_queued(self, deliveries).await
    }

    /// Records dry runs at once, as if each had been queued, claimed and accepted at `at`: half the writes of
    /// [`Tx::insert_deliveries`] and [`Tx::record_dry_runs`]. Those that are no dry runs are only queued.
    pub async fn insert_dry_runs(&self, deliveries: &[Delivery], at: Timestamp) -> Result<(), StoreError> {
        let (dry, real): (Vec<_>, Vec<_>) = deliveries.iter().cloned().partition(|d| d.dry_run);
        self.insert_deliveries(&real).await?;
        let mut recorded = dry;
        for delivery in &mut recorded {
            delivery.state = DeliveryState::Sent;
            delivery.attempts += 1;
            delivery.receipt = Some(journal::DRY_RUN.to_owned());
            delivery.updated_at = at;
            delivery.sent_at = Some(at);
            for part in &mut delivery.parts {
                part.state = PartState::Accepted;
            }
        }
        insert(self, &recorded).await?;
        journal::append_recorded(self, &recorded, at).await
    }

    /// One delivery, seen from inside this transaction.
    pub async fn delivery(&self, id: DeliveryId) -> Result<Option<Delivery>, StoreError> {
        one(self.on(), id).await
    }
}

impl Store {
    /// One delivery.
    pub async fn delivery(&self, id: DeliveryId) -> Result<Option<Delivery>, StoreError> {
        one(self.reader(), id).await
    }

    /// Everything queued for a lead, newest first.
    pub async fn deliveries_of_lead(&self, lead: LeadId) -> Result<Vec<Delivery>, StoreError> {
        let sql = "SELECT * FROM deliveries WHERE lead_id = ? AND erased = FALSE ORDER BY id DESC";
        let rows = Sql::new(sql).bind(lead.0).all(self.reader()).await?;
        with_parts(self.reader(), &rows).await
    }

    /// A delivery's journal, oldest first.
    pub async fn delivery_events(&self, id: DeliveryId) -> Result<Vec<DeliveryEventRow>, StoreError> {
        let sql = "SELECT * FROM delivery_events WHERE delivery_id = ? ORDER BY seq";
        let rows = Sql::new(sql).bind(id.0).all(self.reader()).await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("delivery_events", row);
                Ok(DeliveryEventRow {
                    at: row.time("at")?,
                    part: row.opt_int("part")?,
                    event: row.get("event")?,
                    state: row.get("state")?,
                    detail: row.get("detail")?,
                })
            })
            .collect()
    }
}

/// Rows and parts of deliveries, without events.
async fn insert(tx: &Tx, deliveries: &[Delivery]) -> Result<(), StoreError> {
    let into = "deliveries (id, project_id, lead_id, ticket, draft_id, approval_id, enrollment_id, channel,
        action, mode, recipient_kind, recipient, subject, reply_to, fingerprint, state, dry_run, erased,
        attempts, eligible_at, lease_until, gap_secs, reason, receipt, message_id, created_at, updated_at,
        acted_at, sent_at)";
    insert_many(tx.on(), into, deliveries.iter().map(values).collect(), "").await?;
    let parts = deliveries.iter().flat_map(|delivery| {
        delivery.parts.iter().map(|part| {
            [
                delivery.id.0.into(),
                i64::from(part.number).into(),
                part.text.as_str().into(),
                part.state.as_str().into(),
            ]
        })
    });
    let into = "delivery_parts (delivery_id, number, text, state)";
    insert_many(tx.on(), into, parts.collect(), "").await.map(drop)
}

/// Blanks what the ledger knows of a person and cancels what has not left; refused while a message may be
/// leaving or nobody knows.
pub(crate) async fn erase_of_lead(tx: &Tx, lead: LeadId, at: Timestamp) -> Result<(), StoreError> {
    let lock = if tx.is_sqlite() { "" } else { " FOR UPDATE" };
    let sql = format!("SELECT id, state FROM deliveries WHERE lead_id = ?{lock}");
    let mut ids: Vec<Uuid> = Vec::new();
    for row in Sql::new(sql).bind(lead.0).all(tx.on()).await? {
        let row = Row::new("deliveries", &row);
        let (id, state): (DeliveryId, DeliveryState) = (row.id("id")?, row.word("state")?);
        match state {
            DeliveryState::Claimed | DeliveryState::Armed | DeliveryState::Uncertain => {
                return Err(StoreError::InFlight);
            }
            DeliveryState::Queued | DeliveryState::Held | DeliveryState::Failed => {
                tx.apply_delivery(id, DeliveryEvent::Cancel, DeliveryChange::default(), at).await?;
            }
            DeliveryState::Sent | DeliveryState::Canceled => {}
        }
        ids.push(id.0);
    }
    for part in ids.chunks(MOST_KEYS) {
        let sql = Sql::new("DELETE FROM delivery_parts WHERE delivery_id IN ").list(part.iter().copied());
        sql.run(tx.on()).await?;
        let sql = Sql::new(
            "UPDATE deliveries SET erased = TRUE, recipient = '', subject = NULL, reply_to = NULL,
                reason = NULL, receipt = NULL, message_id = NULL WHERE id IN ",
        );
        sql.list(part.iter().copied()).run(tx.on()).await?;
    }
    Ok(())
}

async fn one(on: &impl ConnectionTrait, id: DeliveryId) -> Result<Option<Delivery>, StoreError> {
    let sql = "SELECT * FROM deliveries WHERE id = ? AND erased = FALSE";
    let rows = Sql::new(sql).bind(id.0).all(on).await?;
    Ok(with_parts(on, &rows).await?.pop())
}

/// The deliveries of these rows, in their order, with their parts in one more statement.
async fn with_parts(on: &impl ConnectionTrait, rows: &[QueryResult]) -> Result<Vec<Delivery>, StoreError> {
    let mut deliveries: Vec<Delivery> =
        rows.iter().map(|row| read(Row::new("deliveries", row))).collect::<Result<_, _>>()?;
    let mut parts: HashMap<Uuid, Vec<DeliveryPart>> = HashMap::new();
    for some in deliveries.chunks(MOST_KEYS) {
        let sql =
            Sql::new("SELECT * FROM delivery_parts WHERE delivery_id IN ").list(some.iter().map(|d| d.id.0));
        for row in sql.push(" ORDER BY delivery_id, number").all(on).await? {
            let row = Row::new("delivery_parts", &row);
            let part = DeliveryPart {
                number: row.int("number")?,
                text: row.get("text")?,
                state: row.word("state")?,
            };
            parts.entry(row.get("delivery_id")?).or_default().push(part);
        }
    }
    for delivery in &mut deliveries {
        delivery.parts = parts.remove(&delivery.id.0).unwrap_or_default();
    }
    Ok(deliveries)
}

fn values(delivery: &Delivery) -> [Value; 29] {
    let (ticket, first, second) = ticket_values(delivery.ticket);
    [
        delivery.id.0.into(),
        delivery.project_id.0.into(),
        delivery.lead_id.0.into(),
        ticket.into(),
        first.into(),
        second.into(),
        delivery.enrollment_id.map(|id| id.0).into(),
        delivery.channel.as_str().into(),
        delivery.action.as_str().into(),
        delivery.mode.as_str().into(),
        delivery.recipient.kind().as_str().into(),
        delivery.recipient.value().into(),
        delivery.subject.clone().into(),
        delivery.reply_to.clone().into(),
        delivery.fingerprint.as_str().into(),
        delivery.state.as_str().into(),
        delivery.dry_run.into(),
        false.into(),
        i64::from(delivery.attempts).into(),
        ms(delivery.eligible_at).into(),
        opt_ms(delivery.lease_until).into(),
        i64::from(delivery.gap_secs).into(),
        delivery.reason.clone().into(),
        delivery.receipt.clone().into(),
        delivery.message_id.clone().into(),
        ms(delivery.created_at).into(),
        ms(delivery.updated_at).into(),
        // A new delivery that is sent already was acted on when it was sent.
        opt_ms(delivery.sent_at).into(),
        opt_ms(delivery.sent_at).into(),
    ]
}

/// `draft_id` and `approval_id` hold the execution and the version of a step's standing yes.
fn ticket_values(ticket: Ticket) -> (&'static str, Uuid, Uuid) {
    match ticket {
        Ticket::Draft { draft_id, approval_id } => ("draft", draft_id.0, approval_id.0),
        Ticket::Step { execution_id, version_id } => ("step", execution_id.0, version_id.0),
    }
}

fn ticket(row: Row<'_>) -> Result<Ticket, StoreError> {
    let ticket = match row.get::<String>("ticket")?.as_str() {
        "draft" => Some(Ticket::Draft { draft_id: row.id("draft_id")?, approval_id: row.id("approval_id")? }),
        "step" => {
            Some(Ticket::Step { execution_id: row.id("draft_id")?, version_id: row.id("approval_id")? })
        }
        _ => None,
    };
    row.check("ticket", ticket)
}

/// Without its parts.
fn read(row: Row<'_>) -> Result<Delivery, StoreError> {
    Ok(Delivery {
        id: row.id("id")?,
        project_id: row.id("project_id")?,
        lead_id: row.id("lead_id")?,
        ticket: ticket(row)?,
        enrollment_id: row.get::<Option<Uuid>>("enrollment_id")?.map(EnrollmentId),
        channel: row.word("channel")?,
        action: row.word("action")?,
        mode: row.word("mode")?,
        recipient: handle(row, "recipient_kind", "recipient")?,
        subject: row.get("subject")?,
        reply_to: row.get("reply_to")?,
        parts: Vec::new(),
        fingerprint: Fingerprint::from_hex(&row.get::<String>("fingerprint")?),
        state: row.word("state")?,
        dry_run: row.get("dry_run")?,
        attempts: row.int("attempts")?,
        eligible_at: row.time("eligible_at")?,
        lease_until: row.opt_time("lease_until")?,
        gap_secs: row.int("gap_secs")?,
        reason: row.get("reason")?,
        receipt: row.get("receipt")?,
        message_id: row.get("message_id")?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
        sent_at: row.opt_time("sent_at")?,
    })
}
