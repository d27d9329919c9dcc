//! Runs: every lead nobody judged yet goes through judge, score, enrich and draft.
//!
//! A batch is decided in memory by pure rules and stored in one transaction, so a run that dies in the
//! middle is simply continued: what was stored is done, what was not is still waiting.
//!
//! **Invariant:** one bad lead never stops a run; it is listed under the stage where it failed.

mod batch;
mod run;

pub(crate) use batch::{Writing, write_variants};

use sdr_domain::lead::LeadStatus;
use sdr_storage::RunRow;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{Page, PipelineStatus, Run, RunFailure, RunStage, RunState};

impl Engine {
    /// Starts a run in the background; if one is running already, that one is meant.
    pub async fn run_pipeline(&self) -> Result<Run, EngineError> {
        self.need_project().await?;
        let row = self.begin_run().await?;
        self.run_view(row).await
    }

    /// Runs to the end before it returns: for the command line and tests.
    pub async fn run_pipeline_to_end(&self) -> Result<Run, EngineError> {
        let run = self.run_pipeline().await?;
        // The background task holds the lock for as long as it works.
        drop(self.cx.running.lock().await);
        let row = self.cx.store.run(run.id).await?.ok_or(EngineError::NotFound { what: "run" })?;
        self.run_view(row).await
    }

    /// Asks the run to stop; it does so after the batch in hand, within a fraction of a second.
    pub async fn stop_pipeline(&self) -> Result<Option<Run>, EngineError> {
        self.cx.stop_run.send_replace(true);
        drop(self.cx.running.lock().await);
        match self.cx.store.latest_run().await? {
            Some(row) => Ok(Some(self.run_view(row).await?)),
            None => Ok(None),
        }
    }

    /// The latest run with rate and time left.
    pub async fn pipeline_status(&self) -> Result<PipelineStatus, EngineError> {
        let waiting = self.count_to_judge().await?;
        let Some(row) = self.cx.store.latest_run().await? else {
            return Ok(PipelineStatus { run: None, per_second: None, seconds_left: None, waiting });
        };
        let run = self.run_view(row).await?;
        let (per_second, seconds_left) = match run.state {
            RunState::Running => pace(&run, self.cx.now()),
            RunState::Finished | RunState::Stopped | RunState::Failed => (None, None),
        };
        Ok(PipelineStatus { run: Some(run), per_second, seconds_left, waiting })
    }

    /// Earlier runs, newest first.
    pub async fn runs_page(&self, cursor: Option<&str>, limit: u32) -> Result<Page<Run>, EngineError> {
        let page = self.cx.store.runs_page(cursor, limit).await?;
        let mut items = Vec::with_capacity(page.rows.len());
        for row in page.rows {
            items.push(self.run_view(row).await?);
        }
        Ok(Page { items, next: page.next, total: page.total })
    }

    pub(super) async fn count_to_judge(&self) -> Result<u64, EngineError> {
        Ok(self.cx.store.lead_counts().await?.get(&LeadStatus::New).copied().unwrap_or_default())
    }

    pub(crate) async fn run_view(&self, row: RunRow) -> Result<Run, EngineError> {
        let failures = self.cx.store.run_failures(row.id).await?;
        let failures =
            failures.into_iter().map(|f| RunFailure { lead_id: f.lead_id, stage: f.stage, reason: f.reason });
        Ok(Run {
            id: row.id,
            state: state_of(&row.state),
            started_at: row.started_at,
            finished_at: row.finished_at,
            stages: stages_of(&row.stages),
            failures: failures.collect(),
        })
    }
}

fn state_of(word: &str) -> RunState {
    [RunState::Running, RunState::Finished, RunState::Stopped]
        .into_iter()
        .find(|state| state.as_str() == word)
        .unwrap_or(RunState::Failed)
}

/// Progress is a convenience: an unreadable one is shown as empty, never an error.
fn stages_of(value: &serde_json::Value) -> Vec<RunStage> {
    serde_json::from_value(value.clone()).unwrap_or_default()
}

/// Leads a second so far, and seconds left at that rate, by the stage that is furthest behind.
fn pace(run: &Run, now: sdr_domain::Timestamp) -> (Option<f64>, Option<u64>) {
    let Some(last) = run.stages.iter().min_by_key(|stage| stage.done) else { return (None, None) };
    let seconds = now.duration_since(run.started_at).as_secs_f64();
    if last.done == 0 || seconds <= 0.0 {
        return (None, None);
    }
    #[expect(clippy::cast_precision_loss, reason = "a rate for the eye")]
    let rate = last.done as f64 / seconds;
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an estimate"
    )]
    let left = (last.total.saturating_sub(last.done) as f64 / rate).ceil() as u64;
    (Some(rate), Some(left))
}
