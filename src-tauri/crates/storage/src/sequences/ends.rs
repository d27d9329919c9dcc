//! How enrollments of a sequence ended, and when one of them is due next.

use std::collections::HashMap;

use sdr_domain::Timestamp;
use sdr_domain::enrollment::EndReason;
use sdr_domain::id::SequenceId;

use crate::error::StoreError;
use crate::sql::{MOST_KEYS, Row, Sql};
use crate::store::Store;

impl Store {
    /// How many enrollments of these sequences are over, by reason; what nothing ended by is missing.
    pub async fn sequence_ends(
        &self,
        ids: &[SequenceId],
    ) -> Result<HashMap<SequenceId, HashMap<EndReason, u64>>, StoreError> {
        let mut ends: HashMap<SequenceId, HashMap<EndReason, u64>> = HashMap::new();
        for part in ids.chunks(MOST_KEYS) {
            let sql = "SELECT sequence_id, end_reason, COUNT(*) AS n FROM enrollments
                WHERE end_reason IS NOT NULL AND sequence_id IN ";
            let sql =
                Sql::new(sql).list(part.iter().map(|id| id.0)).push(" GROUP BY sequence_id, end_reason");
            for row in sql.all(self.reader()).await? {
                let row = Row::new("enrollments", &row);
                let reasons = ends.entry(row.id("sequence_id")?).or_default();
                reasons.insert(row.word("end_reason")?, row.int("n")?);
            }
        }
        Ok(ends)
    }

    /// When the engine has to look at one of a sequence's enrollments by itself.
    pub async fn sequence_wakes_at(&self, id: SequenceId) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT wake_at FROM enrollments WHERE wake_at IS NOT NULL AND sequence_id = ?
            ORDER BY wake_at LIMIT 1";
        let row = Sql::new(sql).bind(id.0).one(self.reader()).await?;
        row.map(|row| Row::new("enrollments", &row).time("wake_at")).transpose()
    }
}
