//! Enrollments written, many at once.

use sdr_domain::Timestamp;
use sdr_domain::enrollment::{Awaits, EndReason, Enrollment, EnrollmentState, PausedBy};
use sdr_domain::id::LeadId;
use sdr_domain::lead::Temperature;
use sdr_domain::sequence::StepKey;

use crate::error::StoreError;
use crate::sql::{MOST_KEYS, Sql, insert_many, ms, opt_ms};
use crate::tx::Tx;

/// Rows one grouped update carries.
const ROWS: usize = 500;

impl Tx {
    /// Enrolls leads; the number that are enrolled now. One that is in the same sequence already and not
    /// over is left out.
    pub async fn insert_enrollments(&self, enrollments: Vec<Enrollment>) -> Result<u64, StoreError> {
        let rows = enrollments.into_iter().map(|enrollment| {
            let wake_at = opt_ms(enrollment.wake_at());
            [
                enrollment.id.0.into(),
                enrollment.project_id.0.into(),
                enrollment.sequence_id.0.into(),
                enrollment.version_id.0.into(),
                enrollment.lead_id.0.into(),
                enrollment.company_key.into(),
                enrollment.state.as_str().into(),
                enrollment.step.map(|step| step.0).into(),
                i64::from(enrollment.visit).into(),
                opt_ms(enrollment.due_at).into(),
                wake_at.into(),
                enrollment.awaits.map(Awaits::as_str).into(),
                enrollment.paused_by.map(PausedBy::as_str).into(),
                opt_ms(enrollment.resume_at).into(),
                enrollment.end_reason.map(EndReason::as_str).into(),
                enrollment.again.into(),
                ms(enrollment.enrolled_at).into(),
                ms(enrollment.updated_at).into(),
                opt_ms(enrollment.ended_at).into(),
            ]
        });
        let into = "enrollments (id, project_id, sequence_id, version_id, lead_id, company_key, state, step,
            visit, due_at, wake_at, awaits, paused_by, resume_at, end_reason, again, enrolled_at, updated_at,
            ended_at)";
        let tail = " ON CONFLICT (sequence_id, lead_id) WHERE ended_at IS NULL DO NOTHING";
        insert_many(self.on(), into, rows.collect(), tail).await
    }

    /// Writes where enrollments stand now. The caller read them in this transaction.
    pub async fn update_enrollments(&self, enrollments: &[Enrollment]) -> Result<(), StoreError> {
        let (moving, rest): (Vec<_>, Vec<_>) =
            enrollments.iter().partition(|enrollment| is_moving(enrollment));
        for part in moving.chunks(ROWS) {
            // Fewer rows than asked for: some had ended and were reopened, so that every column counts.
            if advance(self, part).await? < part.len() as u64 {
                rewrite(self, part).await?;
            }
        }
        for part in rest.chunks(ROWS) {
            rewrite(self, part).await?;
        }
        Ok(())
    }

    /// Marks leads warm or cold.
    pub async fn set_temperature(
        &self,
        leads: &[LeadId],
        temperature: Temperature,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.touch_leads();
        for part in leads.chunks(MOST_KEYS) {
            let sql = Sql::new(
                "UPDATE leads SET temperature = ?, updated_at = ? WHERE temperature <> ? AND id IN ",
            )
            .bind(temperature.as_str())
            .bind(ms(at))
            .bind(temperature.as_str());
            sql.list(part.iter().map(|id| id.0)).run(self.on()).await?;
        }
        Ok(())
    }
}

/// Whether it is live and does not rest: the place of nearly every enrollment that is written.
fn is_moving(enrollment: &Enrollment) -> bool {
    let Enrollment { state, paused_by, resume_at, end_reason, ended_at, .. } = enrollment;
    let resting = *state == EnrollmentState::Paused || paused_by.is_some() || resume_at.is_some();
    state.is_live() && !resting && end_reason.is_none() && ended_at.is_none()
}

/// From one place to the next. Naming no column of the indexes of live enrollments keeps those untouched, on
/// SQLite half of the cost.
async fn advance(tx: &Tx, enrollments: &[&Enrollment]) -> Result<u64, StoreError> {
    let rows = enrollments.iter().map(|enrollment| {
        [
            enrollment.id.0.into(),
            enrollment.version_id.0.into(),
            enrollment.state.as_str().into(),
            enrollment.step.as_ref().map(StepKey::as_str).into(),
            i64::from(enrollment.visit).into(),
            opt_ms(enrollment.due_at).into(),
            opt_ms(enrollment.wake_at()).into(),
            enrollment.awaits.map(Awaits::as_str).into(),
            ms(enrollment.updated_at).into(),
        ]
    });
    let sql = Sql::new(
        "WITH v (id, version_id, state, step, visit, due_at, wake_at, awaits, updated_at) AS (VALUES ",
    );
    let sql = sql.tuples::<9>(rows.collect()).push(
        ") UPDATE enrollments SET version_id = v.version_id, state = v.state, step = v.step, visit = v.visit,
            due_at = v.due_at, wake_at = v.wake_at, awaits = v.awaits, paused_by = NULL, resume_at = NULL,
            updated_at = v.updated_at
         FROM v WHERE enrollments.id = v.id AND enrollments.ended_at IS NULL",
    );
    sql.run(tx.on()).await
}

async fn rewrite(tx: &Tx, enrollments: &[&Enrollment]) -> Result<(), StoreError> {
    let rows = enrollments.iter().map(|enrollment| {
        [
            enrollment.id.0.into(),
            enrollment.version_id.0.into(),
            enrollment.state.as_str().into(),
            enrollment.step.as_ref().map(StepKey::as_str).into(),
            i64::from(enrollment.visit).into(),
            opt_ms(enrollment.due_at).into(),
            opt_ms(enrollment.wake_at()).into(),
            enrollment.awaits.map(Awaits::as_str).into(),
            enrollment.paused_by.map(PausedBy::as_str).into(),
            opt_ms(enrollment.resume_at).into(),
            enrollment.end_reason.map(EndReason::as_str).into(),
            ms(enrollment.updated_at).into(),
            opt_ms(enrollment.ended_at).into(),
        ]
    });
    let sql = Sql::new(
        "WITH v (id, version_id, state, step, visit, due_at, wake_at, awaits, paused_by, resume_at,
            end_reason, updated_at, ended_at) AS (VALUES ",
    );
    let sql = sql.tuples::<13>(rows.collect()).push(
        ") UPDATE enrollments SET version_id = v.version_id, state = v.state, step = v.step,
            visit = v.visit, due_at = v.due_at, wake_at = v.wake_at, awaits = v.awaits,
            paused_by = v.paused_by, resume_at = v.resume_at, end_reason = v.end_reason,
            updated_at = v.updated_at, ended_at = v.ended_at
         FROM v WHERE enrollments.id = v.id",
    );
    sql.run(tx.on()).await.map(drop)
}
