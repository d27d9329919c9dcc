//! The worker: looks when it is nudged, when something becomes due, and once a minute in any case.
//!
//! **Invariant:** its passes take no input. There is one way of working for "just approved", "after a
//! restart" and "the nudge was lost".

use jiff::SignedDuration;
use sdr_domain::Timestamp;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::dispatch::Orphans;
use crate::engine::Engine;
use crate::error::EngineError;

/// However quiet it is, look this often: clocks change, nudges get lost.
const LONGEST_SLEEP: SignedDuration = SignedDuration::from_secs(60);
/// After an error of our own, give the database a moment.
const AFTER_ERROR: SignedDuration = SignedDuration::from_secs(5);

/// The running worker.
pub struct WorkerHandle {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl WorkerHandle {
    /// Lets the current delivery come to its end, then stops.
    pub async fn shutdown(self) {
        self.stop.send_replace(true);
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the worker ended badly");
        }
    }
}

impl Engine {
    /// Puts in order what an earlier process left behind, then works until it is shut down. Start it once
    /// a process. `alone` says that no other process works on this database, so that every claim found now
    /// is an orphan.
    pub fn start_worker(&self, alone: bool) -> WorkerHandle {
        let (stop, mut stopped) = watch::channel(false);
        let engine = self.clone();
        let task = tokio::spawn(async move {
            let first = if alone { Orphans::All } else { Orphans::Expired };
            if let Err(error) = engine.recover(first).await {
                tracing::error!(%error, "the ledger could not be put in order");
            }
            if let Err(error) = engine.settle_backtests().await {
                tracing::error!(%error, "an interrupted backtest could not be settled");
            }
            if let Err(error) = engine.settle_directory(alone).await {
                tracing::error!(%error, "purchases of an earlier process could not be settled");
            }
            if let Err(error) = engine.continue_run().await {
                tracing::error!(%error, "the interrupted run could not be continued");
            }
            loop {
                let again = engine.pass().await;
                tokio::select! {
                    _ = stopped.wait_for(|stop| *stop) => return,
                    () = engine.cx.wake.notified() => {}
                    () = engine.cx.clock.sleep_until(again) => {}
                }
            }
        });
        WorkerHandle { stop, task }
    }

    /// One pass: settle expired claims, begin the run that is due, begin the steps that are due, write their
    /// messages, send what may go; in this order one pass carries a step to its channel. Returns when it is
    /// worth looking again; `None` until something changes.
    pub async fn work(&self) -> Result<Option<Timestamp>, EngineError> {
        self.recover(Orphans::Expired).await?;
        let run = self.run_by_schedule().await?;
        let ticked = self.tick_all().await?;
        let write = self.write_steps().await?;
        let send = self.dispatch().await?;
        // What was sent may have made the next step due.
        let step = self.tick_again(ticked).await?;
        Ok([run, step, write, send].into_iter().flatten().min())
    }

    /// A pass, and when the next one begins.
    async fn pass(&self) -> Timestamp {
        let result = self.work().await;
        let now = self.cx.now();
        let later = |by| now.saturating_add(by).unwrap_or(now);
        match result {
            Ok(Some(next)) => next.min(later(LONGEST_SLEEP)),
            Ok(None) => later(LONGEST_SLEEP),
            Err(error) => {
                tracing::error!(%error, "a pass of the worker failed");
                later(AFTER_ERROR)
            }
        }
    }
}
