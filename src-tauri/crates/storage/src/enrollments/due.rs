//! What is due, and when something is due next.

use sdr_domain::Timestamp;
use sdr_domain::enrollment::Enrollment;

use super::{LIVE, read_live};
use crate::error::StoreError;
use crate::sql::{Row, Sql, ms};
use crate::store::Store;
use crate::tx::Tx;

impl Tx {
    /// Enrollments whose time has come, the longest waiting first. On PostgreSQL they are locked until this
    /// transaction ends, and what another worker holds is passed over.
    pub async fn due_enrollments(&self, now: Timestamp, limit: u32) -> Result<Vec<Enrollment>, StoreError> {
        let lock = if self.is_sqlite() { "" } else { " FOR UPDATE SKIP LOCKED" };
        let sql =
            format!("SELECT {LIVE} FROM enrollments WHERE wake_at <= ? ORDER BY wake_at, id LIMIT ?{lock}");
        read_live(&Sql::new(sql).bind(ms(now)).bind(i64::from(limit)).all(self.on()).await?)
    }
}

impl Store {
    /// When the next enrollment is due, in the past when one is; none while only an event can move any.
    pub async fn next_wake(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT wake_at FROM enrollments WHERE wake_at IS NOT NULL ORDER BY wake_at LIMIT 1";
        let row = Sql::new(sql).one(self.reader()).await?;
        row.map(|row| Row::new("enrollments", &row).time("wake_at")).transpose()
    }
}
