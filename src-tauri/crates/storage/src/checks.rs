//! Checks of handles: what was found when somebody looked, one row a lead and kind.
//!
//! **Invariant:** a check counts for the handle it was made of; once the lead has another one, it is gone.

use std::collections::HashMap;

use sdr_domain::Timestamp;
use sdr_domain::handle_finding::Finding;
use sdr_domain::id::LeadId;
use sdr_domain::text::{Handle, HandleKind};

use crate::error::StoreError;
use crate::leads::handle;
use crate::sql::{MOST_KEYS, Row, Sql, ms};
use crate::store::Store;
use crate::tx::Tx;

/// One look at one handle.
#[derive(Clone, PartialEq, Eq)]
pub struct HandleCheckRow {
    /// Whose handle.
    pub lead_id: LeadId,
    /// The handle.
    pub handle: Handle,
    /// What was found.
    pub finding: Finding,
    /// When.
    pub at: Timestamp,
}

impl std::fmt::Debug for HandleCheckRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HandleCheckRow").field("lead_id", &self.lead_id).finish_non_exhaustive()
    }
}

impl Tx {
    /// Keeps what was found. What cannot be said takes the place of nothing that was known of the same
    /// handle; a lead that is gone is left out.
    pub async fn put_handle_check(&self, check: &HandleCheckRow) -> Result<(), StoreError> {
        let finding = serde_json::to_string(&check.finding).map_err(|e| StoreError::Unavailable {
            what: "a finding cannot be written down".into(),
            source: Some(Box::new(e)),
        })?;
        let ok = check.finding.ok().map_or(-1_i64, i64::from);
        let sql = "INSERT INTO handle_checks (lead_id, kind, value, ok, finding, at)
            SELECT id, ?, ?, ?, ?, ? FROM leads WHERE id = ?
            ON CONFLICT (lead_id, kind) DO UPDATE SET value = excluded.value, ok = excluded.ok,
                finding = excluded.finding, at = excluded.at
            WHERE excluded.ok >= 0 OR handle_checks.ok < 0 OR handle_checks.value <> excluded.value";
        Sql::new(sql)
            .bind(check.handle.kind().as_str())
            .bind(check.handle.value())
            .bind(ok)
            .bind(finding)
            .bind(ms(check.at))
            .bind(check.lead_id.0)
            .run(self.on())
            .await
            .map(drop)
    }
}

impl Store {
    /// What was found about a lead's handles as they are now.
    pub async fn handle_checks(&self, lead: LeadId) -> Result<Vec<HandleCheckRow>, StoreError> {
        let sql = "SELECT c.* FROM handle_checks c
            JOIN lead_handles h ON h.lead_id = c.lead_id AND h.kind = c.kind AND h.value = c.value
            WHERE c.lead_id = ? ORDER BY c.kind DESC";
        let rows = Sql::new(sql).bind(lead.0).all(self.reader()).await?;
        rows.iter().map(|row| read(Row::new("handle_checks", row))).collect()
    }

    /// The kinds of handles of these leads under which surely nobody can be reached; leads without any are
    /// missing.
    pub async fn unreachable(
        &self,
        leads: &[LeadId],
    ) -> Result<HashMap<LeadId, Vec<HandleKind>>, StoreError> {
        let mut found: HashMap<LeadId, Vec<HandleKind>> = HashMap::new();
        for part in leads.chunks(MOST_KEYS) {
            let sql = Sql::new(
                "SELECT c.lead_id, c.kind FROM handle_checks c
                 JOIN lead_handles h ON h.lead_id = c.lead_id AND h.kind = c.kind AND h.value = c.value
                 WHERE c.ok = 0 AND c.lead_id IN ",
            );
            for row in sql.list(part.iter().map(|id| id.0)).all(self.reader()).await? {
                let row = Row::new("handle_checks", &row);
                found.entry(row.id("lead_id")?).or_default().push(row.word("kind")?);
            }
        }
        Ok(found)
    }
}

fn read(row: Row<'_>) -> Result<HandleCheckRow, StoreError> {
    Ok(HandleCheckRow {
        lead_id: row.id("lead_id")?,
        handle: handle(row, "kind", "value")?,
        finding: row.json("finding")?,
        at: row.time("at")?,
    })
}
