//! Enrollments: leads going through sequences. What is due is in `due`, changes of many at once in `writes`
//! and `scope`, what decides about a step in `facts`, lists in `page`.
//!
//! **Invariant:** `wake_at` is written with every state, so that what is due is one range of one index.

mod due;
mod enroll;
mod facts;
mod page;
mod scope;
mod stop;
mod writes;

use sdr_domain::enrollment::Enrollment;
use sdr_domain::id::{EnrollmentId, LeadId, ProjectId};
use sdr_domain::sequence::StepKey;
use sea_orm::{ConnectionTrait, QueryResult};

pub use facts::LeadFacts;
pub use page::{EnrollmentFilter, EnrollmentRow};
pub use scope::EnrollmentScope;

use crate::error::StoreError;
use crate::sql::{MOST_KEYS, Row, Sql};
use crate::store::Store;
use crate::tx::Tx;

impl Tx {
    /// One enrollment, locked until this transaction ends.
    pub async fn enrollment(&self, id: EnrollmentId) -> Result<Option<Enrollment>, StoreError> {
        let lock = if self.is_sqlite() { "" } else { " FOR UPDATE" };
        let row = Sql::new(format!("SELECT * FROM enrollments WHERE id = ?{lock}")).bind(id.0);
        row.one(self.on()).await?.map(|row| read(Row::new("enrollments", &row))).transpose()
    }
}

impl Store {
    /// One enrollment.
    pub async fn enrollment(&self, id: EnrollmentId) -> Result<Option<Enrollment>, StoreError> {
        Ok(by_ids(self.reader(), &[id]).await?.pop())
    }

    /// Every enrollment of a lead, newest first.
    pub async fn enrollments_of_lead(&self, lead: LeadId) -> Result<Vec<Enrollment>, StoreError> {
        let sql = "SELECT * FROM enrollments WHERE lead_id = ? ORDER BY id DESC";
        read_all(&Sql::new(sql).bind(lead.0).all(self.reader()).await?)
    }

    /// Every enrollment of a project that is not over, by id.
    pub async fn live_enrollments(&self, project: ProjectId) -> Result<Vec<Enrollment>, StoreError> {
        let sql =
            format!("SELECT {LIVE} FROM enrollments WHERE project_id = ? AND ended_at IS NULL ORDER BY id");
        read_live(&Sql::new(sql).bind(project.0).all(self.reader()).await?)
    }
}

/// Many enrollments by id; missing ones are left out.
pub(crate) async fn by_ids(
    on: &impl ConnectionTrait,
    ids: &[EnrollmentId],
) -> Result<Vec<Enrollment>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for part in ids.chunks(MOST_KEYS) {
        let sql = Sql::new("SELECT * FROM enrollments WHERE id IN ").list(part.iter().map(|id| id.0));
        found.extend(read_all(&sql.push(" ORDER BY id").all(on).await?)?);
    }
    Ok(found)
}

fn read_all(rows: &[QueryResult]) -> Result<Vec<Enrollment>, StoreError> {
    rows.iter().map(|row| read(Row::new("enrollments", row))).collect()
}

/// What a live enrollment has; every column read costs, and these are read by the thousand.
const LIVE: &str =
    "id, project_id, sequence_id, version_id, lead_id, company_key, state, step, visit, due_at,
    awaits, paused_by, resume_at, again, enrolled_at, updated_at";

fn read_live(rows: &[QueryResult]) -> Result<Vec<Enrollment>, StoreError> {
    rows.iter().map(|row| read_one_live(Row::new("enrollments", row))).collect()
}

fn read(row: Row<'_>) -> Result<Enrollment, StoreError> {
    let (end_reason, ended_at) = (row.opt_word("end_reason")?, row.opt_time("ended_at")?);
    Ok(Enrollment { end_reason, ended_at, ..read_one_live(row)? })
}

fn read_one_live(row: Row<'_>) -> Result<Enrollment, StoreError> {
    Ok(Enrollment {
        id: row.id("id")?,
        project_id: row.id("project_id")?,
        sequence_id: row.id("sequence_id")?,
        version_id: row.id("version_id")?,
        lead_id: row.id("lead_id")?,
        company_key: row.get("company_key")?,
        state: row.word("state")?,
        step: row.get::<Option<String>>("step")?.map(StepKey),
        visit: row.int("visit")?,
        due_at: row.opt_time("due_at")?,
        awaits: row.opt_word("awaits")?,
        paused_by: row.opt_word("paused_by")?,
        resume_at: row.opt_time("resume_at")?,
        end_reason: None,
        again: row.get("again")?,
        enrolled_at: row.time("enrolled_at")?,
        updated_at: row.time("updated_at")?,
        ended_at: None,
    })
}
