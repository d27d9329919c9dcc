//! What the preview reads beside enrollments: everything that waits to go, and names, each in a few statements.

use std::collections::HashMap;

use sdr_domain::Timestamp;
use sdr_domain::action::Action;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::id::{EnrollmentId, LeadId};

use crate::error::StoreError;
use crate::sql::{MOST_KEYS, Row, Sql};
use crate::store::Store;

/// A delivery that waits for its turn, as far as limits and order ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueuedRow {
    /// Whom it goes to.
    pub lead_id: LeadId,
    /// The enrollment whose step it is, if any.
    pub enrollment_id: Option<EnrollmentId>,
    /// Where it goes.
    pub channel: Channel,
    /// What is done there.
    pub action: Action,
    /// How it is done.
    pub mode: Mode,
    /// Not before this instant.
    pub eligible_at: Timestamp,
    /// The pause before it, drawn when it was queued, seconds.
    pub gap_secs: u32,
}

impl Store {
    /// Everything queued, in the order of dispatch. Left out is a dry run outside of any sequence, because it
    /// takes nobody's turn, and what waits until a message to the same person is settled.
    pub async fn queued_deliveries(&self) -> Result<Vec<QueuedRow>, StoreError> {
        let sql = "SELECT d.lead_id, d.enrollment_id, d.channel, d.action, d.mode, d.eligible_at, d.gap_secs
            FROM deliveries d
            WHERE d.state = 'queued' AND d.erased = FALSE AND (d.dry_run = FALSE OR d.enrollment_id IS NOT NULL)
                AND NOT EXISTS (SELECT 1 FROM deliveries u
                    WHERE u.lead_id = d.lead_id AND u.state = 'uncertain')
            ORDER BY d.eligible_at, d.lead_id, d.id";
        let rows = Sql::new(sql).all(self.reader()).await?;
        let read = |row| {
            let row = Row::new("deliveries", row);
            Ok(QueuedRow {
                lead_id: row.id("lead_id")?,
                enrollment_id: row.get::<Option<uuid::Uuid>>("enrollment_id")?.map(EnrollmentId),
                channel: row.word("channel")?,
                action: row.word("action")?,
                mode: row.word("mode")?,
                eligible_at: row.time("eligible_at")?,
                gap_secs: row.int("gap_secs")?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// The names of these leads.
    pub async fn lead_names(&self, ids: &[LeadId]) -> Result<HashMap<LeadId, String>, StoreError> {
        self.words_of(ids, "SELECT id, name AS word FROM leads WHERE id IN ").await
    }

    /// Where these leads are, those whose profile says nothing left out.
    pub async fn lead_places(&self, ids: &[LeadId]) -> Result<HashMap<LeadId, String>, StoreError> {
        let sql = "SELECT id, location AS word FROM leads WHERE location IS NOT NULL AND id IN ";
        self.words_of(ids, sql).await
    }

    async fn words_of(&self, ids: &[LeadId], sql: &str) -> Result<HashMap<LeadId, String>, StoreError> {
        let mut words = HashMap::with_capacity(ids.len());
        for part in ids.chunks(MOST_KEYS) {
            for row in Sql::new(sql).list(part.iter().map(|id| id.0)).all(self.reader()).await? {
                let row = Row::new("leads", &row);
                words.insert(row.id("id")?, row.get("word")?);
            }
        }
        Ok(words)
    }
}
