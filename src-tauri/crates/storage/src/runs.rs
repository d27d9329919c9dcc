//! Runs: passes of the pipeline, and the leads each one failed on.

use sdr_domain::Timestamp;
use sdr_domain::id::{LeadId, RunId};
use serde_json::Value;

use crate::error::StoreError;
use crate::page::{Cursor, Page, Part};
use crate::sql::{Row, Sql, ms, opt_ms};
use crate::store::Store;
use crate::tx::Tx;

const LIST: &str = "runs";
/// A run shows its first failures; a thousand of the same tell nothing new.
const FAILURES_SHOWN: i64 = 1_000;

/// One pass.
#[derive(Debug, Clone, PartialEq)]
pub struct RunRow {
    /// Names the run.
    pub id: RunId,
    /// The engine's word for where it stands.
    pub state: String,
    /// Counts by stage, as the engine keeps them.
    pub stages: Value,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

/// One lead a run could not finish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunFailure {
    /// Which lead, if it was one lead's fault.
    pub lead_id: Option<LeadId>,
    /// In which stage.
    pub stage: String,
    /// Why, in words for the human.
    pub reason: String,
}

impl Tx {
    /// Stores a new run.
    pub async fn insert_run(&self, run: &RunRow) -> Result<(), StoreError> {
        Sql::new("INSERT INTO runs (id, state, stages, started_at, finished_at) VALUES (?, ?, ?, ?, ?)")
            .bind(run.id.0)
            .bind(run.state.as_str())
            .bind(run.stages.to_string())
            .bind(ms(run.started_at))
            .bind(opt_ms(run.finished_at))
            .run(self.on())
            .await
            .map(drop)
    }

    /// Writes a run's state, counts and end.
    pub async fn update_run(&self, run: &RunRow) -> Result<(), StoreError> {
        let sql = "UPDATE runs SET state = ?, stages = ?, finished_at = ? WHERE id = ?";
        Sql::new(sql)
            .bind(run.state.as_str())
            .bind(run.stages.to_string())
            .bind(opt_ms(run.finished_at))
            .bind(run.id.0)
            .run(self.on())
            .await
            .map(drop)
    }

    /// Adds a failure to a run.
    pub async fn insert_run_failure(
        &self,
        run: RunId,
        lead: Option<LeadId>,
        stage: &str,
        reason: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        Sql::new("INSERT INTO run_items (run_id, lead_id, stage, reason, at) VALUES (?, ?, ?, ?, ?)")
            .bind(run.0)
            .bind(lead.map(|id| id.0))
            .bind(stage)
            .bind(reason)
            .bind(ms(at))
            .run(self.on())
            .await
            .map(drop)
    }
}

impl Store {
    /// One run.
    pub async fn run(&self, id: RunId) -> Result<Option<RunRow>, StoreError> {
        let row = Sql::new("SELECT * FROM runs WHERE id = ?").bind(id.0).one(self.reader()).await?;
        row.map(|row| read(Row::new("runs", &row))).transpose()
    }

    /// The run that began last.
    pub async fn latest_run(&self) -> Result<Option<RunRow>, StoreError> {
        let row = Sql::new("SELECT * FROM runs ORDER BY id DESC LIMIT 1").one(self.reader()).await?;
        row.map(|row| read(Row::new("runs", &row))).transpose()
    }

    /// All runs, newest first.
    pub async fn runs_page(&self, cursor: Option<&str>, limit: u32) -> Result<Page<RunRow>, StoreError> {
        let mut sql = Sql::new("SELECT * FROM runs");
        if let Some(cursor) = cursor {
            for part in Cursor::read(cursor, LIST, "u")? {
                sql = sql.push(" WHERE id < ?").bind(part);
            }
        }
        let rows =
            sql.push(" ORDER BY id DESC LIMIT ?").bind(i64::from(limit) + 1).all(self.reader()).await?;
        let rows = rows.iter().map(|row| read(Row::new("runs", row))).collect::<Result<_, _>>()?;
        let total = Sql::new("SELECT COUNT(*) FROM runs").count(self.reader()).await?;
        Ok(Page::cut(rows, limit, total, |run: &RunRow| Cursor::new(LIST, vec![Part::Id(run.id.0)])))
    }

    /// What a run failed on, in order, the first thousand.
    pub async fn run_failures(&self, run: RunId) -> Result<Vec<RunFailure>, StoreError> {
        let sql = "SELECT seq, lead_id, stage, reason FROM run_items WHERE run_id = ? ORDER BY seq LIMIT ?";
        let rows = Sql::new(sql).bind(run.0).bind(FAILURES_SHOWN).all(self.reader()).await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("run_items", row);
                let lead: Option<uuid::Uuid> = row.get("lead_id")?;
                Ok(RunFailure {
                    lead_id: lead.map(Into::into),
                    stage: row.get("stage")?,
                    reason: row.get("reason")?,
                })
            })
            .collect()
    }
}

fn read(row: Row<'_>) -> Result<RunRow, StoreError> {
    Ok(RunRow {
        id: row.id("id")?,
        state: row.get("state")?,
        stages: row.json("stages")?,
        started_at: row.time("started_at")?,
        finished_at: row.opt_time("finished_at")?,
    })
}
