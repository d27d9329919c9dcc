//! A run from its order to its end: begun once, continued after a crash, ended with a sentence.

use std::sync::Arc;

use sdr_domain::activity::Actor;
use sdr_domain::id::{RunId, SourceId};
use sdr_storage::RunRow;
use serde::{Deserialize, Serialize};
use tokio::sync::OwnedMutexGuard;

use super::progress;
use super::work::Work;
use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{RunOrder, RunStage, RunState, RunTrigger, Stage};

/// The sources of a run, as its row keeps them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct RunSources {
    /// Named ones; all that are on when missing.
    pub(super) named: Option<Vec<SourceId>>,
    /// Those this run is through with.
    pub(super) done: Vec<SourceId>,
}

/// How the work on a run ended.
pub(super) struct Ended {
    pub(super) state: RunState,
    pub(super) stages: Vec<RunStage>,
    pub(super) sentence: Option<String>,
}

impl Engine {
    /// Begins a run and works on it in the background, or returns the one that is running with `false`.
    pub(super) async fn begin_run(&self, order: RunOrder) -> Result<(RunRow, bool), EngineError> {
        let Ok(lock) = Arc::clone(&self.cx.running).try_lock_owned() else {
            let latest = self.cx.store.latest_run().await?;
            return latest
                .map(|row| (row, false))
                .ok_or_else(|| EngineError::conflict("run_starting", "A run is just starting; look again."));
        };
        let sources = self.sources_to_collect(order.sources.as_deref()).await?.len() as u64;
        let stages = progress::fresh(sources, self.count_to_judge().await?);
        let asked = RunSources { named: order.sources, done: Vec::new() };
        let row = RunRow {
            id: self.cx.id::<RunId>(),
            state: RunState::Running.as_str().to_owned(),
            started_by: order.trigger.as_str().to_owned(),
            dry_run: order.dry_run,
            sources: serde_json::to_value(asked).unwrap_or_default(),
            stages: progress::write(&stages),
            sentence: None,
            started_at: self.cx.now(),
            finished_at: None,
        };
        let (actor, detail) = match order.trigger {
            RunTrigger::Schedule => (Actor::App, "Run started by the schedule"),
            RunTrigger::Button | RunTrigger::Command | RunTrigger::Api => (Actor::Human, "Run started"),
        };
        let tx = self.cx.store.begin().await?;
        tx.insert_run(&row).await?;
        let activity = self.cx.activity((None, None), actor, "run.started", row.id, detail);
        tx.insert_activity(vec![activity]).await?;
        tx.commit().await?;
        self.spawn_run(row.clone(), lock);
        Ok((row, true))
    }

    /// Goes on with a run that a dead process left behind.
    pub(crate) async fn continue_run(&self) -> Result<(), EngineError> {
        let Some(row) = self.cx.store.latest_run().await? else { return Ok(()) };
        if row.state != RunState::Running.as_str() || self.project().await?.is_none() {
            return Ok(());
        }
        if let Ok(lock) = Arc::clone(&self.cx.running).try_lock_owned() {
            self.spawn_run(row, lock);
        }
        Ok(())
    }

    fn spawn_run(&self, row: RunRow, lock: OwnedMutexGuard<()>) {
        self.cx.stop_run.send_replace(false);
        self.cx.bus.announce(Topic::Runs, row.id);
        let engine = self.clone();
        tokio::spawn(async move {
            let (id, since, dry_run) = (row.id, row.started_at, row.dry_run);
            let worked = if row.dry_run {
                engine.rehearse(&row).await
            } else {
                Box::pin(Work::on(&engine, row)).await
            };
            let ended = worked.unwrap_or_else(|error| {
                tracing::error!(%error, run.id = %id, "the run could not go on");
                let sentence = Some(format!("The run could not go on: {error}."));
                Ended { state: RunState::Failed, stages: Vec::new(), sentence }
            });
            // Before the end is stored: a run whose process dies here is continued, and nobody is enrolled twice.
            if !dry_run && let Err(error) = engine.auto_enroll(since).await {
                tracing::error!(%error, run.id = %id, "leads of the run could not be enrolled");
            }
            if let Err(error) = engine.end_run(id, ended).await {
                tracing::error!(%error, run.id = %id, "the end of the run could not be stored");
            }
            drop(lock);
            engine.cx.bus.announce(Topic::Runs, id);
        });
    }

    async fn end_run(&self, id: RunId, ended: Ended) -> Result<(), EngineError> {
        let Some(row) = self.cx.store.run(id).await? else { return Ok(()) };
        let now = self.cx.now();
        let Ended { state, stages, sentence } = ended;
        let stages = if stages.is_empty() { row.stages.clone() } else { progress::write(&stages) };
        let word = state.as_str();
        let ended = RunRow { state: word.to_owned(), stages, sentence, finished_at: Some(now), ..row };
        let tx = self.cx.store.begin().await?;
        tx.update_run(&ended).await?;
        let detail = match &ended.sentence {
            Some(sentence) => format!("Run {word}. {sentence}"),
            None => format!("Run {word}"),
        };
        tx.insert_activity(vec![self.cx.activity((None, None), Actor::App, "run.ended", id, detail)]).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// What a run came to.
pub(super) fn sentence(stages: &[RunStage]) -> String {
    let done = |of: Stage| stages.iter().find(|stage| stage.stage == of).map_or(0, |stage| stage.done);
    let people = |n: u64| if n == 1 { "1 lead".to_owned() } else { format!("{n} leads") };
    let mut parts = Vec::new();
    match done(Stage::Collect) {
        0 => {}
        1 => parts.push("1 source read".to_owned()),
        n => parts.push(format!("{n} sources read")),
    }
    parts.push(format!("{} judged", people(done(Stage::Judge))));
    parts.push(format!("{} written to", done(Stage::Draft)));
    let failed: u64 = stages.iter().map(|stage| stage.failed).sum();
    if failed > 0 {
        parts.push(format!("{failed} failed"));
    }
    format!("{}.", parts.join(", "))
}
