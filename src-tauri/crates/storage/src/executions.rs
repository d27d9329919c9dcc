//! Executions: what became of each step of each enrollment.
//!
//! **Invariant:** enrollment and visit are the key, so a step that is begun twice collides with itself.

use std::collections::HashMap;

use sdr_domain::enrollment::{Enrollment, Execution};
use sdr_domain::id::{DeliveryId, EnrollmentId};
use sdr_domain::sequence::StepKey;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::error::StoreError;
use crate::sql::{Row, Sql, insert_many, ms, opt_ms};
use crate::store::Store;
use crate::tx::Tx;

/// Rows one grouped update carries.
const ROWS: usize = 500;

impl Tx {
    /// Records that steps were begun. One that was recorded before is refused with
    /// [`StoreError::Conflict`], and with it the whole transaction should go.
    pub async fn insert_executions(&self, executions: Vec<Execution>) -> Result<(), StoreError> {
        let rows = executions.into_iter().map(|execution| {
            [
                execution.id.0.into(),
                execution.enrollment_id.0.into(),
                i64::from(execution.visit).into(),
                execution.sequence_id.0.into(),
                execution.version_id.0.into(),
                execution.step.0.into(),
                execution.kind.as_str().into(),
                execution.outcome.as_str().into(),
                execution.choice_id.into(),
                execution.delivery_id.map(|id| id.0).into(),
                execution.reason.into(),
                ms(execution.started_at).into(),
                opt_ms(execution.finished_at).into(),
            ]
        });
        let into = "executions (id, enrollment_id, visit, sequence_id, version_id, step, kind, outcome,
            choice_id, delivery_id, reason, started_at, finished_at)";
        insert_many(self.on(), into, rows.collect(), "").await.map(drop)
    }

    /// Writes outcome, message, delivery, reason and end of executions; what they are of never changes.
    pub async fn update_executions(&self, executions: &[Execution]) -> Result<(), StoreError> {
        for part in executions.chunks(ROWS) {
            let rows = part.iter().map(|execution| {
                [
                    execution.enrollment_id.0.into(),
                    i64::from(execution.visit).into(),
                    execution.outcome.as_str().into(),
                    execution.choice_id.into(),
                    execution.delivery_id.map(|id| id.0).into(),
                    execution.reason.clone().into(),
                    opt_ms(execution.finished_at).into(),
                ]
            });
            let sql = Sql::new(
                "WITH v (enrollment_id, visit, outcome, choice_id, delivery_id, reason, finished_at) AS (VALUES ",
            );
            let sql = sql.tuples::<7>(rows.collect()).push(
                ") UPDATE executions SET outcome = v.outcome, choice_id = v.choice_id,
                    delivery_id = v.delivery_id, reason = v.reason, finished_at = v.finished_at
                 FROM v WHERE executions.enrollment_id = v.enrollment_id AND executions.visit = v.visit",
            );
            sql.run(self.on()).await?;
        }
        Ok(())
    }

    /// The execution a delivery belongs to, seen from inside this transaction.
    pub async fn execution_of_delivery(&self, id: DeliveryId) -> Result<Option<Execution>, StoreError> {
        by(self.on(), "delivery_id", id.0).await
    }

    /// The execution a message was written for, seen from inside this transaction.
    pub async fn execution_of_choice(&self, choice: Uuid) -> Result<Option<Execution>, StoreError> {
        by(self.on(), "choice_id", choice).await
    }

    /// An execution by its key, while something can still become of it.
    pub async fn open_execution(
        &self,
        enrollment: EnrollmentId,
        visit: u32,
    ) -> Result<Option<Execution>, StoreError> {
        let sql = "SELECT * FROM executions WHERE enrollment_id = ? AND visit = ?
            AND outcome IN ('to_write', 'to_approve', 'queued')";
        let row = Sql::new(sql).bind(enrollment.0).bind(i64::from(visit)).one(self.on()).await?;
        row.map(|row| read(Row::new("executions", &row))).transpose()
    }

    /// The executions of these enrollments that something can still become of.
    pub async fn open_executions(&self, ids: &[EnrollmentId]) -> Result<Vec<Execution>, StoreError> {
        let mut open = Vec::new();
        for part in ids.chunks(crate::sql::MOST_KEYS) {
            let sql = "SELECT * FROM executions WHERE outcome IN ('to_write', 'to_approve', 'queued')
                AND enrollment_id IN ";
            let sql = Sql::new(sql).list(part.iter().map(|id| id.0)).push(" ORDER BY enrollment_id, visit");
            for row in sql.all(self.on()).await? {
                open.push(read(Row::new("executions", &row))?);
            }
        }
        Ok(open)
    }
}

impl Store {
    /// What became of each step of an enrollment, in order.
    pub async fn executions(&self, enrollment: EnrollmentId) -> Result<Vec<Execution>, StoreError> {
        let sql = "SELECT * FROM executions WHERE enrollment_id = ? ORDER BY visit";
        let rows = Sql::new(sql).bind(enrollment.0).all(self.reader()).await?;
        rows.iter().map(|row| read(Row::new("executions", row))).collect()
    }

    /// Steps whose message is to be written and whose enrollment is not resting, longest waiting first.
    pub async fn executions_to_write(&self, limit: u32) -> Result<Vec<(Execution, Enrollment)>, StoreError> {
        let sql = "SELECT x.* FROM executions x JOIN enrollments e ON e.id = x.enrollment_id
            WHERE x.outcome = 'to_write' AND e.state = 'active' ORDER BY x.started_at, x.enrollment_id LIMIT ?";
        let rows = Sql::new(sql).bind(i64::from(limit)).all(self.reader()).await?;
        let executions: Vec<Execution> =
            rows.iter().map(|row| read(Row::new("executions", row))).collect::<Result<_, _>>()?;
        let ids: Vec<EnrollmentId> = executions.iter().map(|execution| execution.enrollment_id).collect();
        let enrollments = crate::enrollments::by_ids(self.reader(), &ids).await?;
        let enrollments: HashMap<EnrollmentId, Enrollment> =
            enrollments.into_iter().map(|enrollment| (enrollment.id, enrollment)).collect();
        let pair = |execution: Execution| {
            enrollments.get(&execution.enrollment_id).map(|enrollment| (execution, enrollment.clone()))
        };
        Ok(executions.into_iter().filter_map(pair).collect())
    }

    /// The execution a delivery belongs to.
    pub async fn execution_of_delivery(&self, id: DeliveryId) -> Result<Option<Execution>, StoreError> {
        by(self.reader(), "delivery_id", id.0).await
    }

    /// The execution a message was written for.
    pub async fn execution_of_choice(&self, choice: Uuid) -> Result<Option<Execution>, StoreError> {
        by(self.reader(), "choice_id", choice).await
    }
}

async fn by(
    on: &impl ConnectionTrait,
    column: &'static str,
    id: Uuid,
) -> Result<Option<Execution>, StoreError> {
    let sql = format!("SELECT * FROM executions WHERE {column} = ? ORDER BY started_at DESC LIMIT 1");
    let row = Sql::new(sql).bind(id).one(on).await?;
    row.map(|row| read(Row::new("executions", &row))).transpose()
}

fn read(row: Row<'_>) -> Result<Execution, StoreError> {
    Ok(Execution {
        id: row.id("id")?,
        enrollment_id: row.id("enrollment_id")?,
        visit: row.int("visit")?,
        sequence_id: row.id("sequence_id")?,
        version_id: row.id("version_id")?,
        step: StepKey(row.get("step")?),
        kind: row.word("kind")?,
        outcome: row.word("outcome")?,
        choice_id: row.get("choice_id")?,
        delivery_id: row.get::<Option<Uuid>>("delivery_id")?.map(DeliveryId),
        reason: row.get("reason")?,
        started_at: row.time("started_at")?,
        finished_at: row.opt_time("finished_at")?,
    })
}
