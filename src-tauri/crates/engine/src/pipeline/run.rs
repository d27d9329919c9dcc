//! One run from begin to end, in batches.

use std::sync::Arc;

use sdr_domain::activity::Actor;
use sdr_domain::id::{DraftId, RunId};
use sdr_domain::project::Project;
use sdr_storage::RunRow;
use tokio::sync::OwnedMutexGuard;

use super::batch::{Decided, Rules};
use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{RunStage, RunState, Stage};

/// Small enough to stop at once and to show progress, large enough to pay for its transaction.
const BATCH: u32 = 500;

impl Engine {
    /// Begins a run and works on it in the background, or returns the one that is running.
    pub(super) async fn begin_run(&self) -> Result<RunRow, EngineError> {
        let Ok(lock) = Arc::clone(&self.cx.running).try_lock_owned() else {
            let latest = self.cx.store.latest_run().await?;
            return latest
                .ok_or_else(|| EngineError::conflict("run_starting", "A run is just starting; look again."));
        };
        let row = RunRow {
            id: self.cx.id::<RunId>(),
            state: RunState::Running.as_str().to_owned(),
            stages: stages_value(&fresh_stages(self.count_to_judge().await?)),
            started_at: self.cx.now(),
            finished_at: None,
        };
        let tx = self.cx.store.begin().await?;
        tx.insert_run(&row).await?;
        let activity = self.cx.activity((None, None), Actor::Human, "run.started", row.id, "Run started");
        tx.insert_activity(vec![activity]).await?;
        tx.commit().await?;
        self.cx.stop_run.send_replace(false);
        self.spawn_run(row.clone(), lock);
        Ok(row)
    }

    /// Goes on with a run that a dead process left behind.
    pub(crate) async fn continue_run(&self) -> Result<(), EngineError> {
        let Some(row) = self.cx.store.latest_run().await? else { return Ok(()) };
        if row.state != RunState::Running.as_str() || self.project().await?.is_none() {
            return Ok(());
        }
        if let Ok(lock) = Arc::clone(&self.cx.running).try_lock_owned() {
            self.cx.stop_run.send_replace(false);
            self.spawn_run(row, lock);
        }
        Ok(())
    }

    fn spawn_run(&self, row: RunRow, lock: OwnedMutexGuard<()>) {
        let engine = self.clone();
        tokio::spawn(async move {
            let id = row.id;
            let state = match engine.work(row.clone()).await {
                Ok(state) => state,
                Err(error) => {
                    tracing::error!(%error, run.id = %id, "the run could not go on");
                    RunState::Failed
                }
            };
            if let Err(error) = engine.end_run(id, state).await {
                tracing::error!(%error, run.id = %id, "the end of the run could not be stored");
            }
            drop(lock);
            engine.cx.bus.announce(Topic::Runs, id);
        });
    }

    async fn work(&self, row: RunRow) -> Result<RunState, EngineError> {
        let project = self.need_project().await?;
        let rules = Arc::new(Rules::new(project.clone()));
        let mut stages = super::stages_of(&row.stages);
        loop {
            if *self.cx.stop_run.borrow() {
                return Ok(RunState::Stopped);
            }
            let leads = self.cx.store.leads_to_judge(BATCH).await?;
            if leads.is_empty() {
                return Ok(RunState::Finished);
            }
            let suppressed = self.suppressed_among(&leads).await?;
            let (rules, cx, now) = (Arc::clone(&rules), Arc::clone(&self.cx), self.cx.now());
            let decided =
                tokio::task::spawn_blocking(move || rules.decide(leads, &suppressed, cx.ids.as_ref(), now))
                    .await
                    .map_err(|_| EngineError::conflict("run_broken", "A lead broke the run; see the log."))?;
            count(&mut stages, &decided);
            self.store_batch(&row, &project, decided, &stages).await?;
        }
    }

    async fn store_batch(
        &self,
        row: &RunRow,
        project: &Project,
        decided: Decided,
        stages: &[RunStage],
    ) -> Result<(), EngineError> {
        let now = self.cx.now();
        let (run, number) = (row.id, decided.records.len());
        let first_drafts: Vec<DraftId> =
            decided.records.iter().filter_map(|record| record.drafts.first()).map(|draft| draft.id).collect();
        let tx = self.cx.store.begin().await?;
        tx.record_pipeline(decided.records, now).await?;
        for failure in &decided.failures {
            tx.insert_run_failure(run, Some(failure.lead), failure.stage.as_str(), &failure.reason, now)
                .await?;
        }
        tx.update_run(&RunRow { stages: stages_value(stages), ..row.clone() }).await?;
        let about = (Some(project.id), None);
        let detail = format!("Judged {number} leads");
        tx.insert_activity(vec![self.cx.activity(about, Actor::App, "run.progress", run, detail)]).await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Runs, run);
        self.cx.bus.announce_all(Topic::Leads);
        self.cx.bus.announce_all(Topic::Drafts);
        if !project.outreach.approval {
            self.approve_by_policy(&first_drafts).await?;
        }
        Ok(())
    }

    async fn end_run(&self, id: RunId, state: RunState) -> Result<(), EngineError> {
        let Some(row) = self.cx.store.run(id).await? else { return Ok(()) };
        let now = self.cx.now();
        let tx = self.cx.store.begin().await?;
        tx.update_run(&RunRow { state: state.as_str().to_owned(), finished_at: Some(now), ..row }).await?;
        let detail = format!("Run {}", state.as_str());
        tx.insert_activity(vec![self.cx.activity((None, None), Actor::App, "run.ended", id, detail)]).await?;
        tx.commit().await?;
        Ok(())
    }
}

fn fresh_stages(total: u64) -> Vec<RunStage> {
    Stage::ALL.into_iter().map(|stage| RunStage { stage, done: 0, total, failed: 0 }).collect()
}

fn stages_value(stages: &[RunStage]) -> serde_json::Value {
    serde_json::to_value(stages).unwrap_or_default()
}

/// Adds a batch to the counts. Later stages see only the leads that earlier ones let through, so their
/// totals shrink as leads turn out irrelevant; leads that arrive during the run make totals grow.
fn count(stages: &mut [RunStage], decided: &Decided) {
    for stage in stages.iter_mut() {
        let (done, failed) = decided.counts(stage.stage);
        stage.done += done;
        stage.failed += failed;
    }
    let judged = stages.iter().find(|s| s.stage == Stage::Judge).map_or(0, |s| s.done);
    for stage in stages.iter_mut() {
        match stage.stage {
            Stage::Judge | Stage::Score => stage.total = stage.total.max(judged),
            Stage::Enrich | Stage::Draft => {
                let dropped = decided.dropped_before(stage.stage);
                stage.total = stage.total.saturating_sub(dropped).max(stage.done + stage.failed);
            }
        }
    }
}
