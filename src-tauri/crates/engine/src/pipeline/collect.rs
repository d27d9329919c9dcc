//! The first stage: sources are read while the leads they bring are judged already.

use sdr_domain::id::SourceId;
use sdr_storage::RunFailure;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use super::progress;
use super::work::Work;
use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::Stage;

/// One source, read as far as it went.
pub(super) struct Read {
    source: SourceId,
    /// The trouble, with what to do, that ended it early.
    trouble: Option<String>,
    /// Whether a human stopped it, so that it is not done.
    stopped: bool,
}

impl Work {
    /// Reads the run's sources one after the other in the background; the channel closes after the last.
    pub(super) fn begin_collecting(
        &self,
        tell: mpsc::Sender<Read>,
        stop: watch::Receiver<bool>,
    ) -> JoinHandle<()> {
        let (engine, sources) = (self.engine.clone(), self.sources.clone());
        tokio::spawn(async move {
            let wanted = match engine.sources_to_collect(sources.named.as_deref()).await {
                Ok(wanted) => wanted,
                Err(error) => {
                    tracing::error!(%error, "the sources could not be listed");
                    return;
                }
            };
            for source in wanted.iter().map(|source| source.id).filter(|id| !sources.done.contains(id)) {
                if *stop.borrow() {
                    return;
                }
                let trouble = read(&engine, source, stop.clone()).await;
                let stopped = *stop.borrow();
                if tell.send(Read { source, trouble, stopped }).await.is_err() {
                    return;
                }
            }
        })
    }

    /// Counts a source that was read. One that a human stopped is read on by the next run.
    pub(super) async fn note_source(&mut self, read: Read) -> Result<(), EngineError> {
        let Some(stage) = self.stages.iter_mut().find(|stage| stage.stage == Stage::Collect) else {
            return Ok(());
        };
        if read.stopped && read.trouble.is_none() {
            return Ok(());
        }
        if read.trouble.is_some() {
            stage.failed += 1;
        } else {
            stage.done += 1;
        }
        stage.total = stage.total.max(stage.done + stage.failed);
        self.sources.done.push(read.source);
        self.row.sources = serde_json::to_value(&self.sources).unwrap_or_default();
        self.row.stages = progress::write(&self.stages);
        let failures: Vec<RunFailure> = read
            .trouble
            .into_iter()
            .map(|reason| RunFailure {
                lead_id: None,
                lead_name: None,
                source_id: Some(read.source),
                stage: Stage::Collect.as_str().to_owned(),
                reason,
                at: self.engine.cx.now(),
            })
            .collect();
        let tx = self.engine.cx.store.begin().await?;
        tx.insert_run_failures(self.row.id, &failures).await?;
        tx.update_run(&self.row).await?;
        tx.commit().await?;
        self.engine.cx.bus.announce(Topic::Runs, self.row.id);
        Ok(())
    }
}

/// Reads one source; the sentence for the human if it ended in trouble.
async fn read(engine: &Engine, source: SourceId, stop: watch::Receiver<bool>) -> Option<String> {
    match engine.collect_source(source, stop).await {
        Ok(collected) => collected.trouble.map(|trouble| format!("{} {}", trouble.sentence, trouble.fix)),
        Err(error) => {
            tracing::error!(%error, source.id = %source, "a source could not be read");
            Some(format!("It could not be read: {error}."))
        }
    }
}
