//! Lists of enrollments.

use sdr_domain::enrollment::{Enrollment, EnrollmentState};
use sdr_domain::id::SequenceId;
use sdr_domain::sequence::StepKey;

use super::read;
use crate::error::StoreError;
use crate::leads::fold;
use crate::page::{Cursor, Page, Part};
use crate::sql::{Row, Sql};
use crate::store::Store;

const LIST: &str = "enrollments";

/// Which enrollments are listed, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EnrollmentFilter {
    /// Only this sequence.
    pub sequence: Option<SequenceId>,
    /// Only this state.
    pub state: Option<EnrollmentState>,
    /// Only those at this step.
    pub step: Option<StepKey>,
    /// Beginnings of words in the lead's name, company or role.
    pub q: Option<String>,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrollmentRow {
    /// The enrollment.
    pub enrollment: Enrollment,
    /// The lead's name.
    pub lead_name: String,
    /// The lead's company.
    pub company: Option<String>,
}

impl Store {
    /// A page of enrollments, newest first.
    pub async fn enrollments_page(
        &self,
        filter: &EnrollmentFilter,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<EnrollmentRow>, StoreError> {
        let after = cursor.map(|text| Cursor::read(text, LIST, "u")).transpose()?;
        let words = fold(filter.q.as_deref().unwrap_or_default());
        let total = if words.is_empty() {
            Sql::new("SELECT COUNT(*) FROM enrollments e WHERE TRUE")
        } else {
            Sql::new("SELECT COUNT(*) FROM enrollments e JOIN leads l ON l.id = e.lead_id WHERE TRUE")
        };
        let total = filter.narrow(total, &words).count(self.reader()).await?;
        let mut sql = filter.narrow(
            Sql::new(
                "SELECT e.*, l.name AS lead_name, l.company FROM enrollments e JOIN leads l ON l.id = e.lead_id
                 WHERE TRUE",
            ),
            &words,
        );
        for part in after.into_iter().flatten() {
            sql = sql.push(" AND e.id < ?").bind(part);
        }
        let sql = sql.push(" ORDER BY e.id DESC LIMIT ?").bind(i64::from(limit) + 1);
        let rows = sql.all(self.reader()).await?;
        let rows = rows.iter().map(|row| {
            let row = Row::new("enrollments", row);
            let (lead_name, company) = (row.get("lead_name")?, row.get("company")?);
            Ok(EnrollmentRow { enrollment: read(row)?, lead_name, company })
        });
        let rows = rows.collect::<Result<Vec<_>, StoreError>>()?;
        Ok(Page::cut(rows, limit, total, |row: &EnrollmentRow| {
            Cursor::new(LIST, vec![Part::Id(row.enrollment.id.0)])
        }))
    }
}

impl EnrollmentFilter {
    fn narrow(&self, mut sql: Sql, words: &str) -> Sql {
        if let Some(sequence) = self.sequence {
            sql = sql.push(" AND e.sequence_id = ?").bind(sequence.0);
        }
        if let Some(state) = self.state {
            sql = sql.push(" AND e.state = ?").bind(state.as_str());
        }
        if let Some(step) = &self.step {
            sql = sql.push(" AND e.step = ?").bind(step.as_str());
        }
        for word in words.split(' ').filter(|word| !word.is_empty()).take(8) {
            sql = sql.push(" AND l.search LIKE ?").bind(format!("% {word}%"));
        }
        sql
    }
}
