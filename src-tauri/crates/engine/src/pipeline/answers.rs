//! The book of a run's questions: answers and their cost, written down together as they come.
//!
//! **Invariant:** an answer that was acknowledged is durable: no later run pays for it again.

use std::sync::Arc;

use sdr_storage::{LlmAnswerRow, LlmUsageRow, StoreError};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::bus::Topic;
use crate::context::Context;

/// Entries in one transaction.
const MOST: usize = 1_000;

/// What happened to one question.
struct Entry {
    answer: Option<LlmAnswerRow>,
    spent: LlmUsageRow,
    written: Option<oneshot::Sender<()>>,
}

/// Takes entries from many questions at once and writes all that wait in one transaction.
pub(super) struct Answers {
    entries: mpsc::UnboundedSender<Entry>,
    writer: JoinHandle<()>,
}

impl Answers {
    pub(super) fn open(cx: &Arc<Context>) -> Self {
        let (entries, waiting) = mpsc::unbounded_channel();
        let writer = tokio::spawn(write(Arc::clone(cx), waiting));
        Self { entries, writer }
    }

    /// Keeps an answer. What is returned resolves once it is durable; dropping it changes nothing.
    pub(super) fn keep(&self, answer: LlmAnswerRow, spent: LlmUsageRow) -> oneshot::Receiver<()> {
        let (written, done) = oneshot::channel();
        self.send(Entry { answer: Some(answer), spent, written: Some(written) });
        done
    }

    /// Counts what was spent, or saved, without a new answer.
    pub(super) fn count(&self, spent: LlmUsageRow) {
        self.send(Entry { answer: None, spent, written: None });
    }

    fn send(&self, entry: Entry) {
        // The writer ends only after this end of the channel is gone.
        let _ = self.entries.send(entry);
    }

    /// Returns after everything is written.
    pub(super) async fn close(self) {
        drop(self.entries);
        if let Err(error) = self.writer.await {
            tracing::error!(%error, "the last answers of the model may be lost");
        }
    }
}

async fn write(cx: Arc<Context>, mut waiting: mpsc::UnboundedReceiver<Entry>) {
    let mut batch = Vec::new();
    while waiting.recv_many(&mut batch, MOST).await > 0 {
        let (mut answers, mut spent, mut written) = (Vec::new(), Vec::new(), Vec::new());
        for entry in batch.drain(..) {
            answers.extend(entry.answer);
            spent.push(entry.spent);
            written.extend(entry.written);
        }
        if let Err(error) = store(&cx, answers, spent).await {
            tracing::error!(%error, "answers of the model could not be kept; they may be asked for again");
        }
        for done in written {
            // Nobody waits any more when the run was stopped.
            let _ = done.send(());
        }
        cx.bus.announce_all(Topic::Llm);
    }
}

async fn store(cx: &Context, answers: Vec<LlmAnswerRow>, spent: Vec<LlmUsageRow>) -> Result<(), StoreError> {
    let tx = cx.store.begin().await?;
    tx.insert_llm_answers(answers).await?;
    tx.add_llm_usage(spent).await?;
    tx.commit().await
}
