//! Runs: passes of the pipeline, and the leads and sources each one failed on.

use sdr_domain::Timestamp;
use sdr_domain::id::{LeadId, RunId, SourceId};
use sea_orm::QueryResult;
use serde_json::Value;

use crate::error::StoreError;
use crate::page::{Cursor, Page, Part};
use crate::sql::{Row, Sql, insert_many, ms, opt_ms};
use crate::store::Store;
use crate::tx::Tx;

const LIST: &str = "runs";
const FAILURES: &str = "run_items";

/// One pass.
#[derive(Debug, Clone, PartialEq)]
pub struct RunRow {
    /// Names the run.
    pub id: RunId,
    /// The engine's word for where it stands.
    pub state: String,
    /// The engine's word for who began it.
    pub started_by: String,
    /// Whether it stores nothing but its own report.
    pub dry_run: bool,
    /// Which sources it reads and how far it is with them, as the engine keeps it.
    pub sources: Value,
    /// Counts by stage, as the engine keeps them.
    pub stages: Value,
    /// What it came to, in words for the human.
    pub sentence: Option<String>,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

/// Something a run could not finish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunFailure {
    /// Which lead, if it was one lead's fault.
    pub lead_id: Option<LeadId>,
    /// Their name, while they are known.
    pub lead_name: Option<String>,
    /// Which source, if it was a source's fault.
    pub source_id: Option<SourceId>,
    /// In which stage.
    pub stage: String,
    /// Why, in words for the human.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

impl Tx {
    /// Stores a new run.
    pub async fn insert_run(&self, run: &RunRow) -> Result<(), StoreError> {
        let into =
            "runs (id, state, started_by, dry_run, sources, stages, sentence, started_at, finished_at)";
        let row = [
            run.id.0.into(),
            run.state.as_str().into(),
            run.started_by.as_str().into(),
            run.dry_run.into(),
            run.sources.to_string().into(),
            run.stages.to_string().into(),
            run.sentence.clone().into(),
            ms(run.started_at).into(),
            opt_ms(run.finished_at).into(),
        ];
        insert_many(self.on(), into, vec![row], "").await.map(drop)
    }

    /// Writes a run's state, sources, counts, sentence and end.
    pub async fn update_run(&self, run: &RunRow) -> Result<(), StoreError> {
        let sql =
            "UPDATE runs SET state = ?, sources = ?, stages = ?, sentence = ?, finished_at = ? WHERE id = ?";
        Sql::new(sql)
            .bind(run.state.as_str())
            .bind(run.sources.to_string())
            .bind(run.stages.to_string())
            .bind(run.sentence.as_deref())
            .bind(opt_ms(run.finished_at))
            .bind(run.id.0)
            .run(self.on())
            .await
            .map(drop)
    }

    /// Adds failures to a run; names are not stored, they are looked up.
    pub async fn insert_run_failures(&self, run: RunId, failures: &[RunFailure]) -> Result<(), StoreError> {
        let rows = failures.iter().map(|failure| {
            [
                run.0.into(),
                failure.lead_id.map(|id| id.0).into(),
                failure.source_id.map(|id| id.0).into(),
                failure.stage.as_str().into(),
                failure.reason.as_str().into(),
                ms(failure.at).into(),
            ]
        });
        let into = "run_items (run_id, lead_id, source_id, stage, reason, at)";
        insert_many(self.on(), into, rows.collect(), "").await.map(drop)
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

    /// What a run failed on, in order; of one stage where one is given.
    pub async fn run_failures(
        &self,
        run: RunId,
        stage: Option<&str>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<RunFailure>, StoreError> {
        let narrow = |sql: Sql| {
            let sql = sql.push(" WHERE i.run_id = ?").bind(run.0);
            match stage {
                Some(stage) => sql.push(" AND i.stage = ?").bind(stage),
                None => sql,
            }
        };
        let total = narrow(Sql::new("SELECT COUNT(*) FROM run_items i")).count(self.reader()).await?;
        let mut sql = narrow(Sql::new(
            "SELECT i.seq, i.lead_id, i.source_id, i.stage, i.reason, i.at, l.name AS lead_name
             FROM run_items i LEFT JOIN leads l ON l.id = i.lead_id",
        ));
        if let Some(cursor) = cursor {
            for part in Cursor::read(cursor, FAILURES, "i")? {
                sql = sql.push(" AND i.seq > ?").bind(part);
            }
        }
        let rows = sql.push(" ORDER BY i.seq LIMIT ?").bind(i64::from(limit) + 1).all(self.reader()).await?;
        let rows: Vec<(i64, RunFailure)> = rows.iter().map(read_failure).collect::<Result<_, _>>()?;
        let page = Page::cut(rows, limit, total, |(seq, _)| Cursor::new(FAILURES, vec![Part::Int(*seq)]));
        Ok(Page {
            rows: page.rows.into_iter().map(|(_, failure)| failure).collect(),
            next: page.next,
            total: page.total,
        })
    }
}

fn read_failure(row: &QueryResult) -> Result<(i64, RunFailure), StoreError> {
    let row = Row::new("run_items", row);
    let (lead, source): (Option<uuid::Uuid>, Option<uuid::Uuid>) =
        (row.get("lead_id")?, row.get("source_id")?);
    let failure = RunFailure {
        lead_id: lead.map(Into::into),
        lead_name: row.get("lead_name")?,
        source_id: source.map(Into::into),
        stage: row.get("stage")?,
        reason: row.get("reason")?,
        at: row.time("at")?,
    };
    Ok((row.get("seq")?, failure))
}

fn read(row: Row<'_>) -> Result<RunRow, StoreError> {
    Ok(RunRow {
        id: row.id("id")?,
        state: row.get("state")?,
        started_by: row.get("started_by")?,
        dry_run: row.get("dry_run")?,
        sources: row.json("sources")?,
        stages: row.json("stages")?,
        sentence: row.get("sentence")?,
        started_at: row.time("started_at")?,
        finished_at: row.opt_time("finished_at")?,
    })
}
