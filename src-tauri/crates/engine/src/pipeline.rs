//! Runs: sources are read, and every lead nobody judged yet goes through judge, score, enrich and draft.
//!
//! A model judges, enriches and writes where one is chosen; rules on this machine stand in by themselves
//! wherever it does not answer, and say so on the lead. A run that dies in the middle is simply continued:
//! what was stored is done, what was not is still waiting, and answers that were paid for are kept.
//!
//! **Invariant:** one bad lead never stops a run; it is listed under the stage where it failed.

mod answers;
mod collect;
mod lead;
mod model;
mod progress;
mod rehearsal;
mod rules;
mod run;
mod schedule;
mod store;
mod work;
mod writing;

pub(crate) use lead::{About, Readable, told};
pub(crate) use model::{Known, Model};
pub(crate) use progress::Pace;
pub(crate) use rules::{Making, Rules};
pub(crate) use writing::{Writing, reach, write_own, write_variants};

use std::sync::PoisonError;

use jiff::SignedDuration;
use sdr_domain::id::RunId;
use sdr_domain::lead::LeadStatus;
use sdr_storage::RunRow;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{Page, PipelineStatus, Run, RunFailure, RunOrder, RunState, RunTrigger, Stage};

/// Failures shown with a run; the rest are a page of their own.
const FAILURES_SHOWN: u32 = 20;
/// Somebody who adds a lead by hand waits this long for what becomes of it.
const SOON: SignedDuration = SignedDuration::from_secs(5);

impl Engine {
    /// Starts a run in the background; if one is running already, that one is meant.
    pub async fn run_pipeline(&self, order: RunOrder) -> Result<Run, EngineError> {
        self.need_project().await?;
        let (row, _) = self.begin_run(order).await?;
        self.run_view(row).await
    }

    /// Runs over the leads that wait, reading no source, to the end before it returns.
    pub async fn run_pipeline_to_end(&self) -> Result<Run, EngineError> {
        self.run_to_end(RunOrder::over_waiting(RunTrigger::Command)).await
    }

    /// Runs to the end before it returns: for the command line.
    pub async fn run_to_end(&self, order: RunOrder) -> Result<Run, EngineError> {
        let run = self.run_pipeline(order).await?;
        // The background task holds the lock for as long as it works.
        drop(self.cx.running.lock().await);
        self.run(run.id).await
    }

    /// Runs over the leads that wait, without reading sources, and returns when it is through or goes on for
    /// longer than somebody would wait.
    pub(crate) async fn run_soon(&self) -> Result<(), EngineError> {
        let (_, ours) = self.begin_run(RunOrder::over_waiting(RunTrigger::Button)).await?;
        if ours {
            let now = self.cx.now();
            tokio::select! {
                lock = self.cx.running.lock() => drop(lock),
                () = self.cx.clock.sleep_until(now.saturating_add(SOON).unwrap_or(now)) => {}
            }
        }
        Ok(())
    }

    /// Stops the run at once: questions to a model that are out are given up, what is through is kept.
    pub async fn stop_pipeline(&self) -> Result<Option<Run>, EngineError> {
        self.cx.stop_run.send_replace(true);
        drop(self.cx.running.lock().await);
        match self.cx.store.latest_run().await? {
            Some(row) => Ok(Some(self.run_view(row).await?)),
            None => Ok(None),
        }
    }

    /// The latest run with rate and time left, the schedule, and whether the offline way stands in.
    pub async fn pipeline_status(&self) -> Result<PipelineStatus, EngineError> {
        let run = match self.cx.store.latest_run().await? {
            Some(row) => Some(self.run_view(row).await?),
            None => None,
        };
        let judging = run.iter().flat_map(|run| &run.stages).find(|stage| stage.stage == Stage::Judge);
        Ok(PipelineStatus {
            per_second: judging.and_then(|stage| stage.per_second),
            seconds_left: judging.and_then(|stage| stage.seconds_left),
            waiting: self.count_to_judge().await?,
            schedule: self.schedule().await?,
            llm: self.stand_in(),
            run,
        })
    }

    /// Why the offline way stands in for the chosen model, as far as this process has met it.
    pub(crate) fn stand_in(&self) -> Option<String> {
        self.cx.stand_in.lock().unwrap_or_else(PoisonError::into_inner).clone()
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

    /// One run.
    pub async fn run(&self, id: RunId) -> Result<Run, EngineError> {
        let row = self.cx.store.run(id).await?.ok_or(EngineError::NotFound { what: "run" })?;
        self.run_view(row).await
    }

    /// What a run failed on, in order; of one stage where one is given.
    pub async fn run_failures(
        &self,
        id: RunId,
        stage: Option<Stage>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<RunFailure>, EngineError> {
        let page = self.cx.store.run_failures(id, stage.map(Stage::as_str), cursor, limit).await?;
        let items = page.rows.into_iter().map(failure_view).collect();
        Ok(Page { items, next: page.next, total: page.total })
    }

    pub(super) async fn count_to_judge(&self) -> Result<u64, EngineError> {
        Ok(self.cx.store.lead_counts().await?.get(&LeadStatus::New).copied().unwrap_or_default())
    }

    pub(crate) async fn run_view(&self, row: RunRow) -> Result<Run, EngineError> {
        let failures = self.cx.store.run_failures(row.id, None, None, FAILURES_SHOWN).await?;
        let mut stages = progress::read(&row.stages);
        let state = state_of(&row.state);
        if state == RunState::Running {
            self.cx.pace.measure(row.id, self.cx.now(), &mut stages);
        }
        Ok(Run {
            id: row.id,
            state,
            trigger: RunTrigger::of(&row.started_by),
            dry_run: row.dry_run,
            started_at: row.started_at,
            finished_at: row.finished_at,
            failed: stages.iter().map(|stage| stage.failed).sum(),
            stages,
            failures: failures.rows.into_iter().map(failure_view).collect(),
            sentence: row.sentence,
        })
    }
}

fn failure_view(row: sdr_storage::RunFailure) -> RunFailure {
    let sdr_storage::RunFailure { lead_id, lead_name, source_id, stage, reason, at } = row;
    RunFailure { lead_id, lead_name, source_id, stage: Stage::of(&stage), reason, at }
}

fn state_of(word: &str) -> RunState {
    [RunState::Running, RunState::Finished, RunState::Stopped]
        .into_iter()
        .find(|state| state.as_str() == word)
        .unwrap_or(RunState::Failed)
}
