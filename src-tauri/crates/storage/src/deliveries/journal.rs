//! Steps of the delivery and part machines, each durable with its event when the transaction commits.

use sdr_domain::Timestamp;
use sdr_domain::channel::Mode;
use sdr_domain::delivery::{Delivery, DeliveryEvent, DeliveryState};
use sdr_domain::id::DeliveryId;
use sdr_domain::part::{PartEvent, PartState};
use sea_orm::Value;

use crate::error::StoreError;
use crate::sql::{MOST_KEYS, Row, Sql, insert_many, ms, opt_ms};
use crate::tx::Tx;

/// What proves that a dry run was recorded.
pub(super) const DRY_RUN: &str = "Dry run: nothing left this machine";

/// What changes together with a delivery's state; what is not set stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeliveryChange {
    /// Why it is held, failed or uncertain; `Some(None)` forgets it.
    pub reason: Option<Option<String>>,
    /// What proves that it left.
    pub receipt: Option<String>,
    /// When it may be tried next.
    pub eligible_at: Option<Timestamp>,
    /// When it left; the event's time when not given and the new state is `sent`.
    pub sent_at: Option<Timestamp>,
    /// Until when the claim holds; a state without a claim forgets it by itself.
    pub lease_until: Option<Option<Timestamp>>,
    /// How often it was tried, when a claim turned out not to be a try.
    pub attempts: Option<u32>,
    /// How it is done from now on, when the service leaves it to the human's own hand.
    pub mode: Option<Mode>,
    /// A technical note for the event log, without message text.
    pub detail: Option<String>,
}

impl Tx {
    /// Takes a queued delivery whose time has come, under a lease. `None` when it is gone, not queued any
    /// more, not due, or another process is taking it at this instant.
    pub async fn claim(
        &self,
        id: DeliveryId,
        lease_until: Timestamp,
        at: Timestamp,
    ) -> Result<Option<Delivery>, StoreError> {
        let lock = if self.is_sqlite() { "" } else { " FOR UPDATE SKIP LOCKED" };
        let sql = format!("SELECT id FROM deliveries WHERE id = ? AND state = ? AND eligible_at <= ?{lock}");
        let sql = Sql::new(sql).bind(id.0).bind(DeliveryState::Queued.as_str()).bind(ms(at));
        if sql.one(self.on()).await?.is_none() {
            return Ok(None);
        }
        let change = DeliveryChange { lease_until: Some(Some(lease_until)), ..DeliveryChange::default() };
        self.apply_delivery(id, DeliveryEvent::Claim, change, at).await.map(Some)
    }

    /// Applies an event to the state read in this transaction, writes the new one and journals the event.
    pub async fn apply_delivery(
        &self,
        id: DeliveryId,
        event: DeliveryEvent,
        change: DeliveryChange,
        at: Timestamp,
    ) -> Result<Delivery, StoreError> {
        let from = self.delivery_state(id).await?;
        let to = from.apply(event)?;
        let acted =
            matches!(event, DeliveryEvent::Arm | DeliveryEvent::Accept | DeliveryEvent::SettleSent { .. });
        let mut sql =
            Sql::new("UPDATE deliveries SET state = ?, updated_at = ?").bind(to.as_str()).bind(ms(at));
        if event == DeliveryEvent::Claim {
            sql = sql.push(", attempts = attempts + 1");
        }
        if acted {
            // A human's word comes later than the act it is about; an earlier time is the truer one.
            let keep = matches!(event, DeliveryEvent::SettleSent { .. });
            let set = if keep { ", acted_at = COALESCE(acted_at, ?)" } else { ", acted_at = ?" };
            sql = sql.push(set).bind(ms(change.sent_at.unwrap_or(at)));
        }
        if to == DeliveryState::Sent {
            sql = sql.push(", sent_at = ?").bind(ms(change.sent_at.unwrap_or(at)));
        }
        let holds = matches!(to, DeliveryState::Claimed | DeliveryState::Armed);
        if let Some(lease) = if holds { change.lease_until } else { Some(None) } {
            sql = sql.push(", lease_until = ?").bind(opt_ms(lease));
        }
        if let Some(reason) = change.reason {
            sql = sql.push(", reason = ?").bind(reason);
        }
        if let Some(receipt) = change.receipt {
            sql = sql.push(", receipt = ?").bind(receipt);
        }
        if let Some(attempts) = change.attempts {
            sql = sql.push(", attempts = ?").bind(i64::from(attempts));
        }
        if let Some(mode) = change.mode {
            sql = sql.push(", mode = ?").bind(mode.as_str());
        }
        if let Some(eligible) = change.eligible_at {
            sql = sql.push(", eligible_at = ?").bind(ms(eligible));
        }
        let sql = sql.push(" WHERE id = ? AND state = ?").bind(id.0).bind(from.as_str());
        if sql.run(self.on()).await? != 1 {
            return Err(StoreError::Stale);
        }
        let detail = change.detail.as_deref().unwrap_or_default();
        append(self, id, None, (event.as_str(), to.as_str(), detail), at).await?;
        self.delivery(id).await?.ok_or(StoreError::NotFound { table: "deliveries" })
    }

    /// Applies an event to one part and journals it; the part's new state. Commit before acting on it.
    pub async fn record_part(
        &self,
        delivery: DeliveryId,
        number: u16,
        event: PartEvent,
        detail: &str,
        at: Timestamp,
    ) -> Result<PartState, StoreError> {
        let lock = if self.is_sqlite() { "" } else { " FOR UPDATE" };
        let sql = format!(
            "SELECT delivery_id, state FROM delivery_parts WHERE delivery_id = ? AND number = ?{lock}"
        );
        let row = Sql::new(sql).bind(delivery.0).bind(i64::from(number)).one(self.on()).await?;
        let row = row.ok_or(StoreError::NotFound { table: "delivery_parts" })?;
        let from: PartState = Row::new("delivery_parts", &row).word("state")?;
        let to = from.apply(event)?;
        let sql = "UPDATE delivery_parts SET state = ? WHERE delivery_id = ? AND number = ? AND state = ?";
        let sql =
            Sql::new(sql).bind(to.as_str()).bind(delivery.0).bind(i64::from(number)).bind(from.as_str());
        if sql.run(self.on()).await? != 1 {
            return Err(StoreError::Stale);
        }
        append(self, delivery, Some(number), (event.as_str(), to.as_str(), detail), at).await?;
        Ok(to)
    }

    /// Records queued dry runs whose time has come as sent, with the events one by one would have left;
    /// those that were recorded. No channel is touched.
    pub async fn record_dry_runs(
        &self,
        ids: &[DeliveryId],
        at: Timestamp,
    ) -> Result<Vec<DeliveryId>, StoreError> {
        let lock = if self.is_sqlite() { "" } else { " FOR UPDATE" };
        let mut recorded = Vec::with_capacity(ids.len());
        for part in ids.chunks(MOST_KEYS) {
            let sql = Sql::new(
                "SELECT id FROM deliveries WHERE state = 'queued' AND dry_run = TRUE AND erased = FALSE
                    AND eligible_at <= ? AND id IN ",
            );
            let sql = sql.bind(ms(at)).list(part.iter().map(|id| id.0)).push(" ORDER BY id").push(lock);
            let rows = sql.all(self.on()).await?;
            let found = rows.iter().map(|row| Row::new("deliveries", row).id("id"));
            let found: Vec<DeliveryId> = found.collect::<Result<_, _>>()?;
            if !found.is_empty() {
                self.record_dry(&found, at).await?;
            }
            recorded.extend(found);
        }
        Ok(recorded)
    }

    async fn record_dry(&self, ids: &[DeliveryId], at: Timestamp) -> Result<(), StoreError> {
        let at = ms(at);
        let ids = || ids.iter().map(|id| id.0);
        // The same three lines a single dry run leaves, in that order.
        let sql = Sql::new(
            "INSERT INTO delivery_events (delivery_id, part, event, state, detail, at)
             SELECT id, part, event, state, detail, at FROM (
                SELECT id, 0 AS n, CAST(NULL AS BIGINT) AS part, 'claim' AS event, 'claimed' AS state,
                    '' AS detail, CAST(? AS BIGINT) AS at FROM deliveries WHERE id IN ",
        );
        let sql = sql.bind(at).list(ids()).push(
            " UNION ALL SELECT delivery_id, 1, number, 'accept', 'accepted', 'dry run', CAST(? AS BIGINT)
                FROM delivery_parts WHERE state = 'queued' AND delivery_id IN ",
        );
        let sql = sql.bind(at).list(ids()).push(
            " UNION ALL SELECT id, 2, CAST(NULL AS BIGINT), 'accept', 'sent', '', CAST(? AS BIGINT)
                FROM deliveries WHERE id IN ",
        );
        let sql = sql.bind(at).list(ids()).push(") e ORDER BY id, n, part");
        sql.run(self.on()).await?;
        let sql = Sql::new(
            "UPDATE delivery_parts SET state = 'accepted' WHERE state = 'queued' AND delivery_id IN ",
        );
        sql.list(ids()).run(self.on()).await?;
        let sql = Sql::new(
            "UPDATE deliveries SET state = 'sent', attempts = attempts + 1, receipt = ?, acted_at = ?,
                sent_at = ?, updated_at = ? WHERE id IN ",
        );
        let sql = sql.bind(DRY_RUN).bind(at).bind(at).bind(at);
        sql.list(ids()).run(self.on()).await.map(drop)
    }

    async fn delivery_state(&self, id: DeliveryId) -> Result<DeliveryState, StoreError> {
        let lock = if self.is_sqlite() { "" } else { " FOR UPDATE" };
        let sql = format!("SELECT id, state FROM deliveries WHERE id = ? AND erased = FALSE{lock}");
        let row = Sql::new(sql).bind(id.0).one(self.on()).await?;
        let row = row.ok_or(StoreError::NotFound { table: "deliveries" })?;
        Row::new("deliveries", &row).word("state")
    }
}

/// Appends the first event of new deliveries.
pub(super) async fn append_queued(tx: &Tx, deliveries: &[Delivery]) -> Result<(), StoreError> {
    let queued = DeliveryState::Queued.as_str();
    let line = |delivery: &Delivery| event(delivery, None, ("queue", queued, ""), delivery.created_at);
    append_all(tx, deliveries.iter().map(line).collect()).await
}

/// Appends the events of dry runs that are recorded as they are queued: the lines one by one would have left.
pub(super) async fn append_recorded(
    tx: &Tx,
    deliveries: &[Delivery],
    at: Timestamp,
) -> Result<(), StoreError> {
    let mut lines = Vec::with_capacity(deliveries.len() * 4);
    for delivery in deliveries {
        let queued = DeliveryState::Queued.as_str();
        lines.push(event(delivery, None, ("queue", queued, ""), delivery.created_at));
        lines.push(event(delivery, None, ("claim", DeliveryState::Claimed.as_str(), ""), at));
        for part in &delivery.parts {
            let accepted = PartState::Accepted.as_str();
            lines.push(event(delivery, Some(part.number), ("accept", accepted, "dry run"), at));
        }
        lines.push(event(delivery, None, ("accept", DeliveryState::Sent.as_str(), ""), at));
    }
    append_all(tx, lines).await
}

fn event(
    delivery: &Delivery,
    part: Option<u16>,
    (event, state, detail): (&'static str, &'static str, &'static str),
    at: Timestamp,
) -> [Value; 6] {
    let part = part.map(i64::from);
    [delivery.id.0.into(), part.into(), event.into(), state.into(), detail.into(), ms(at).into()]
}

async fn append_all(tx: &Tx, lines: Vec<[Value; 6]>) -> Result<(), StoreError> {
    let into = "delivery_events (delivery_id, part, event, state, detail, at)";
    insert_many(tx.on(), into, lines, "").await.map(drop)
}

/// Appends a row to the event log: `(event, state, detail)`.
pub(super) async fn append(
    tx: &Tx,
    delivery: DeliveryId,
    part: Option<u16>,
    (event, state, detail): (&str, &str, &str),
    at: Timestamp,
) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO delivery_events (delivery_id, part, event, state, detail, at) VALUES (?, ?, ?, ?, ?, ?)";
    Sql::new(sql)
        .bind(delivery.0)
        .bind(part.map(i64::from))
        .bind(event)
        .bind(state)
        .bind(detail)
        .bind(ms(at))
        .run(tx.on())
        .await
        .map(drop)
}
