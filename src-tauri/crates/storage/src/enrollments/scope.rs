//! Many enrollments paused, resumed or read at once.

use sdr_domain::Timestamp;
use sdr_domain::enrollment::{Enrollment, PausedBy};
use sdr_domain::id::{EnrollmentId, LeadId, ProjectId, SequenceId};

use super::read_all;
use crate::error::StoreError;
use crate::sql::{Sql, ms, opt_ms};
use crate::store::Store;
use crate::tx::Tx;

/// Which live enrollments are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnrollmentScope {
    /// Those of one lead.
    Lead(LeadId),
    /// Those of everybody at one company, by its folded name.
    Company(String),
    /// Those in one sequence.
    Sequence(SequenceId),
    /// Those of a project.
    All(ProjectId),
    /// One.
    One(EnrollmentId),
}

impl EnrollmentScope {
    /// Appends the condition; what is over is never meant.
    fn narrow(&self, sql: Sql) -> Sql {
        let sql = match self {
            Self::Lead(id) => sql.push("lead_id = ?").bind(id.0),
            Self::Company(key) => sql.push("company_key = ?").bind(key.as_str()),
            Self::Sequence(id) => sql.push("sequence_id = ?").bind(id.0),
            Self::All(id) => sql.push("project_id = ?").bind(id.0),
            Self::One(id) => sql.push("id = ?").bind(id.0),
        };
        sql.push(" AND ended_at IS NULL")
    }
}

impl Tx {
    /// Lets enrollments rest; the number that rest for this reason now. What rests already keeps its reason,
    /// but a human's pause takes the place of one that would end by itself or was made for a colleague, and a
    /// later return takes the place of an earlier one.
    pub async fn pause_enrollments(
        &self,
        scope: &EnrollmentScope,
        by: PausedBy,
        resume_at: Option<Timestamp>,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let sql = Sql::new(
            "UPDATE enrollments SET state = 'paused', paused_by = ?, resume_at = ?, wake_at = ?, updated_at = ?
             WHERE ",
        );
        let sql = sql.bind(by.as_str()).bind(opt_ms(resume_at)).bind(opt_ms(resume_at)).bind(ms(at));
        let over = match by {
            PausedBy::Human => " OR paused_by IN ('company', 'out_of_office')",
            PausedBy::OutOfOffice => " OR paused_by = 'out_of_office'",
            PausedBy::Company | PausedBy::Trouble => "",
        };
        let sql = scope.narrow(sql).push(" AND (state IN ('active', 'waiting_approval')").push(over);
        sql.push(")").run(self.on()).await
    }

    /// Lets resting enrollments go on where they were; their number. What became due meanwhile is due now.
    pub async fn resume_enrollments(
        &self,
        scope: &EnrollmentScope,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let sql = Sql::new(
            "UPDATE enrollments SET
                state = CASE WHEN awaits = 'approval' THEN 'waiting_approval' ELSE 'active' END,
                due_at = CASE WHEN due_at < ? THEN ? ELSE due_at END,
                wake_at = CASE WHEN awaits = 'approval' THEN NULL WHEN due_at < ? THEN ? ELSE due_at END,
                paused_by = NULL, resume_at = NULL, updated_at = ? WHERE ",
        );
        let at = ms(at);
        let sql = sql.bind(at).bind(at).bind(at).bind(at).bind(at);
        scope.narrow(sql).push(" AND state = 'paused'").run(self.on()).await
    }

    /// The enrollments meant, locked until this transaction ends, by id.
    pub async fn live_in(&self, scope: &EnrollmentScope) -> Result<Vec<Enrollment>, StoreError> {
        let lock = if self.is_sqlite() { "" } else { " FOR UPDATE" };
        let sql = scope.narrow(Sql::new("SELECT * FROM enrollments WHERE ")).push(" ORDER BY id");
        read_all(&sql.push(lock).all(self.on()).await?)
    }
}

impl Store {
    /// The enrollments meant, by id.
    pub async fn live_in(&self, scope: &EnrollmentScope) -> Result<Vec<Enrollment>, StoreError> {
        let sql = scope.narrow(Sql::new("SELECT * FROM enrollments WHERE ")).push(" ORDER BY id");
        read_all(&sql.all(self.reader()).await?)
    }
}
