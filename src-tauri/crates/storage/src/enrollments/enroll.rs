//! What is asked before leads are enrolled, for many of them at once.

use std::collections::{HashMap, HashSet};

use sdr_domain::Timestamp;
use sdr_domain::enrollment::Enrollment;
use sdr_domain::id::{EnrollmentId, LeadId, SequenceId};

use crate::error::StoreError;
use crate::leads::score;
use crate::sql::{MOST_KEYS, Row, Sql, ms};
use crate::store::Store;
use crate::tx::Tx;

impl Tx {
    /// These enrollments as far as they are live, locked until this transaction ends, by id.
    pub async fn live_among(&self, ids: &[EnrollmentId]) -> Result<Vec<Enrollment>, StoreError> {
        let lock = if self.is_sqlite() { "" } else { " FOR UPDATE" };
        let mut found = Vec::new();
        for part in ids.chunks(MOST_KEYS) {
            let sql = Sql::new("SELECT * FROM enrollments WHERE ended_at IS NULL AND id IN ");
            let sql = sql.list(part.iter().map(|id| id.0)).push(" ORDER BY id").push(lock);
            found.extend(super::read_all(&sql.all(self.on()).await?)?);
        }
        Ok(found)
    }
}

impl Store {
    /// Which of these leads were ever enrolled in a sequence, and whether they still go through it.
    pub async fn enrolled_among(
        &self,
        sequence: SequenceId,
        leads: &[LeadId],
    ) -> Result<HashMap<LeadId, bool>, StoreError> {
        let mut found = HashMap::new();
        for part in leads.chunks(MOST_KEYS) {
            let sql = Sql::new(
                "SELECT lead_id, MAX(CAST(CASE WHEN ended_at IS NULL THEN 1 ELSE 0 END AS BIGINT)) AS live FROM enrollments
                 WHERE sequence_id = ? AND lead_id IN ",
            );
            let sql = sql.bind(sequence.0).list(part.iter().map(|id| id.0)).push(" GROUP BY lead_id");
            for row in sql.all(self.reader()).await? {
                let row = Row::new("enrollments", &row);
                let live: i64 = row.get("live")?;
                found.insert(row.id("lead_id")?, live > 0);
            }
        }
        Ok(found)
    }

    /// Which of these leads were written to for real, or are about to be.
    pub async fn contacted_among(&self, leads: &[LeadId]) -> Result<HashSet<LeadId>, StoreError> {
        let mut found = HashSet::new();
        for part in leads.chunks(MOST_KEYS) {
            let sql = Sql::new(format!(
                "SELECT DISTINCT d.lead_id FROM deliveries d WHERE {WRITTEN} AND d.lead_id IN "
            ));
            for row in sql.list(part.iter().map(|id| id.0)).all(self.reader()).await? {
                found.insert(Row::new("deliveries", &row).id("lead_id")?);
            }
        }
        Ok(found)
    }

    /// When this person was last written to for real, or is about to be, by anything but this enrollment.
    pub async fn contacted_besides(
        &self,
        lead: LeadId,
        enrollment: Option<EnrollmentId>,
    ) -> Result<Option<Timestamp>, StoreError> {
        let sql = format!(
            "SELECT MAX(COALESCE(d.acted_at, d.created_at)) AS at FROM deliveries d WHERE {WRITTEN} AND d.lead_id = ?"
        );
        let mut sql = Sql::new(sql).bind(lead.0);
        if let Some(enrollment) = enrollment {
            sql = sql.push(" AND (d.enrollment_id IS NULL OR d.enrollment_id <> ?)").bind(enrollment.0);
        }
        let row = sql.one(self.reader()).await?;
        Ok(row.map(|row| Row::new("deliveries", &row).opt_time("at")).transpose()?.flatten())
    }

    /// Leads that score at least this and were judged since then, by id, with their score.
    pub async fn leads_judged_since(
        &self,
        since: Timestamp,
        min_score: u8,
    ) -> Result<Vec<(LeadId, u8)>, StoreError> {
        let sql = "SELECT id, score FROM leads WHERE score >= ? AND updated_at >= ? AND EXISTS (
            SELECT 1 FROM judgements j WHERE j.lead_id = leads.id AND j.created_at >= ?) ORDER BY id";
        let sql = Sql::new(sql).bind(i64::from(min_score)).bind(ms(since)).bind(ms(since));
        let rows = sql.all(self.reader()).await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("leads", row);
                Ok((row.id("id")?, score(row, "score")?.unwrap_or_default()))
            })
            .collect()
    }

    /// Who at a company answered last, other than this lead: name and company.
    pub async fn colleague_who_replied(
        &self,
        company_key: &str,
        besides: LeadId,
    ) -> Result<Option<(String, Option<String>)>, StoreError> {
        let sql = "SELECT l.name, l.company FROM enrollments e JOIN replies r ON r.lead_id = e.lead_id
            JOIN leads l ON l.id = e.lead_id
            WHERE e.company_key = ? AND e.lead_id <> ? AND r.kind = 'reply' ORDER BY r.at DESC LIMIT 1";
        let row = Sql::new(sql).bind(company_key).bind(besides.0).one(self.reader()).await?;
        row.map(|row| {
            let row = Row::new("leads", &row);
            Ok((row.get("name")?, row.get("company")?))
        })
        .transpose()
    }
}

/// Words to a person that left, may have left or are on their way, or of which a part left.
const WRITTEN: &str = "d.dry_run = FALSE AND d.action IN ('reply', 'message') AND (
    d.state IN ('queued', 'claimed', 'armed', 'sent', 'uncertain')
    OR EXISTS (SELECT 1 FROM delivery_parts p WHERE p.delivery_id = d.id AND p.state = 'accepted'))";
