//! What is called back when sequences stop: deliveries that have not left, drafts that wait.

use sdr_domain::Timestamp;
use sdr_domain::delivery::{DeliveryEvent, DeliveryState};
use sdr_domain::draft::DraftStatus;
use sdr_domain::id::{DeliveryId, EnrollmentId, LeadId};
use sdr_domain::suppression::SuppressionKind;
use uuid::Uuid;

use crate::error::StoreError;
use crate::sql::{MOST_KEYS, Row, Sql, insert_many, ms};
use crate::tx::Tx;

/// States out of which nothing can have left: what is armed, uncertain or held is a human's to settle.
const CALLABLE: [DeliveryState; 3] = [DeliveryState::Queued, DeliveryState::Claimed, DeliveryState::Failed];

impl Tx {
    /// Calls deliveries back, with their journal; those that were. One that may be leaving is left alone.
    pub async fn cancel_deliveries(
        &self,
        ids: &[DeliveryId],
        reason: &str,
        at: Timestamp,
    ) -> Result<Vec<DeliveryId>, StoreError> {
        let mut canceled = Vec::new();
        for part in ids.chunks(MOST_KEYS) {
            let sql = Sql::new("SELECT id FROM deliveries WHERE erased = FALSE AND state IN ");
            let sql = sql.list(CALLABLE.map(DeliveryState::as_str)).push(" AND id IN ");
            canceled.extend(self.locked(sql.list(part.iter().map(|id| id.0))).await?);
        }
        self.cancel_locked(&canceled, reason, at).await?;
        Ok(canceled)
    }

    /// Calls back everything to a lead that has not left, of sequences and besides them; those that were.
    pub async fn cancel_deliveries_of_lead(
        &self,
        lead: LeadId,
        reason: &str,
        at: Timestamp,
    ) -> Result<Vec<DeliveryId>, StoreError> {
        let sql = Sql::new("SELECT id FROM deliveries WHERE erased = FALSE AND lead_id = ? AND state IN ");
        let sql = sql.bind(lead.0).list(CALLABLE.map(DeliveryState::as_str));
        let canceled = self.locked(sql).await?;
        self.cancel_locked(&canceled, reason, at).await?;
        Ok(canceled)
    }

    async fn locked(&self, sql: Sql) -> Result<Vec<DeliveryId>, StoreError> {
        let lock = if self.is_sqlite() { "" } else { " FOR UPDATE" };
        let rows = sql.push(" ORDER BY id").push(lock).all(self.on()).await?;
        rows.iter().map(|row| Row::new("deliveries", row).id("id")).collect()
    }

    async fn cancel_locked(&self, ids: &[DeliveryId], reason: &str, at: Timestamp) -> Result<(), StoreError> {
        let (event, state) = (DeliveryEvent::Cancel.as_str(), DeliveryState::Canceled.as_str());
        for part in ids.chunks(MOST_KEYS) {
            let sql = Sql::new(
                "UPDATE deliveries SET state = ?, reason = ?, lease_until = NULL, updated_at = ? WHERE id IN ",
            );
            let sql = sql.bind(state).bind(reason).bind(ms(at));
            sql.list(part.iter().map(|id| id.0)).run(self.on()).await?;
            let rows =
                part.iter().map(|id| [id.0.into(), event.into(), state.into(), "".into(), ms(at).into()]);
            let into = "delivery_events (delivery_id, event, state, detail, at)";
            insert_many(self.on(), into, rows.collect(), "").await?;
        }
        Ok(())
    }

    /// Takes the pending drafts of these choices out of the queue; their number.
    pub async fn supersede_choices(&self, choices: &[Uuid], at: Timestamp) -> Result<u64, StoreError> {
        let mut changed = 0;
        for part in choices.chunks(MOST_KEYS) {
            let sql = superseding(at).push(" AND choice_id IN ");
            changed += sql.list(part.iter().copied()).run(self.on()).await?;
        }
        Ok(changed)
    }

    /// Takes every pending draft of a lead out of the queue; their number.
    pub async fn supersede_drafts_of_lead(&self, lead: LeadId, at: Timestamp) -> Result<u64, StoreError> {
        superseding(at).push(" AND lead_id = ?").bind(lead.0).run(self.on()).await
    }

    /// Live enrollments of everybody a rule of the suppression list is about.
    pub async fn enrollments_barred_by(
        &self,
        kind: SuppressionKind,
        value: &str,
    ) -> Result<Vec<EnrollmentId>, StoreError> {
        let sql = Sql::new("SELECT DISTINCT e.id FROM enrollments e WHERE e.ended_at IS NULL AND ");
        let of_handle =
            "e.lead_id IN (SELECT h.lead_id FROM lead_handles h WHERE h.spare = FALSE AND h.kind = ?";
        let sql = match kind {
            SuppressionKind::Person => match value.parse::<LeadId>() {
                Ok(lead) => sql.push("e.lead_id = ?").bind(lead.0),
                Err(_) => return Ok(Vec::new()),
            },
            SuppressionKind::Domain => sql
                .push(of_handle)
                .bind("email")
                .push(" AND (h.value LIKE ? OR h.value LIKE ?))")
                .bind(format!("%@{value}"))
                .bind(format!("%@%.{value}")),
            SuppressionKind::X
            | SuppressionKind::Telegram
            | SuppressionKind::Email
            | SuppressionKind::Linkedin => {
                sql.push(of_handle).bind(kind.as_str()).push(" AND h.value = ?)").bind(value)
            }
        };
        let rows = sql.all(self.on()).await?;
        rows.iter().map(|row| Row::new("enrollments", row).id("id")).collect()
    }
}

fn superseding(at: Timestamp) -> Sql {
    Sql::new("UPDATE drafts SET status = ?, updated_at = ? WHERE status = ?")
        .bind(DraftStatus::Superseded.as_str())
        .bind(ms(at))
        .bind(DraftStatus::Pending.as_str())
}
