//! The egress ledger of this process, written in groups: many requests that begin at once wait for one
//! commit, not for one each.
//!
//! **Invariant:** `begin` returns a number only after the entry is committed and synced, so that a process
//! killed at any instant has an entry for every request that left.
//!
//! **Invariant:** local-only is read in the transaction that writes the entry: once the switch is on, nothing
//! more begins.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use sdr_engine::{Bus, Topic};
use sdr_ports::{Clock, EgressIntent, EgressLedger, EgressOutcome, EgressRefusal};
use sdr_storage::{EgressBegin, EgressEnd, Store, StoreError};
use tokio::sync::{mpsc, oneshot};

/// Entries a commit takes at most.
const MOST: usize = 256;
/// Outcomes alone wait so long for company.
const LINGER: Duration = Duration::from_millis(200);
/// Outcomes kept while the database cannot be written; older ones are given up.
const MOST_ENDS: usize = 10_000;

type Reply = oneshot::Sender<Result<i64, EgressRefusal>>;

enum Message {
    Begin(EgressIntent, Reply),
    End(EgressEnd),
    Close(oneshot::Sender<()>),
}

/// The ledger; one for the process.
pub(crate) struct StoredLedger {
    queue: mpsc::UnboundedSender<Message>,
    bus: Arc<OnceLock<Bus>>,
}

impl StoredLedger {
    /// Starts the writer.
    pub(crate) fn start(store: Store, clock: Arc<dyn Clock>) -> Self {
        let (queue, messages) = mpsc::unbounded_channel();
        let bus = Arc::new(OnceLock::new());
        let writer = Writer { store, clock, bus: Arc::clone(&bus), own: queue.downgrade(), ends: Vec::new() };
        tokio::spawn(writer.run(messages));
        Self { queue, bus }
    }

    /// From now on screens are told of new entries.
    pub(crate) fn announce_on(&self, bus: Bus) {
        // A second bus would only repeat the first.
        let _ = self.bus.set(bus);
    }

    /// Writes what waits, then stops; later requests are refused.
    pub(crate) async fn close(&self) {
        let (done, written) = oneshot::channel();
        if self.queue.send(Message::Close(done)).is_ok() {
            // The writer is gone when this errs, and so is everything it held.
            let _ = written.await;
        }
    }
}

fn closed() -> EgressRefusal {
    EgressRefusal::Unwritable("the app is closing".to_owned())
}

#[async_trait]
impl EgressLedger for StoredLedger {
    async fn begin(&self, intent: EgressIntent) -> Result<i64, EgressRefusal> {
        let (reply, answer) = oneshot::channel();
        self.queue.send(Message::Begin(intent, reply)).map_err(|_| closed())?;
        answer.await.unwrap_or_else(|_| Err(closed()))
    }

    fn finish(&self, entry: i64, outcome: EgressOutcome) {
        let end = EgressEnd { id: entry, outcome: outcome.outcome, bytes_in: outcome.bytes_in };
        if self.queue.send(Message::End(end)).is_err() {
            tracing::debug!("a request ended after the ledger was closed");
        }
    }
}

/// The one task that writes.
struct Writer {
    store: Store,
    clock: Arc<dyn Clock>,
    bus: Arc<OnceLock<Bus>>,
    /// For ends of its own making.
    own: mpsc::WeakUnboundedSender<Message>,
    ends: Vec<EgressEnd>,
}

impl Writer {
    async fn run(mut self, mut messages: mpsc::UnboundedReceiver<Message>) {
        loop {
            let first = if self.ends.is_empty() {
                messages.recv().await
            } else {
                let waited = tokio::time::timeout(LINGER, messages.recv()).await;
                let Ok(message) = waited else {
                    self.write(Vec::new()).await;
                    continue;
                };
                message
            };
            let Some(first) = first else {
                self.write(Vec::new()).await;
                return;
            };
            let (mut begins, mut close) = (Vec::new(), None);
            let mut next = Some(first);
            while let Some(message) = next {
                match message {
                    Message::Begin(intent, reply) => begins.push((intent, reply)),
                    Message::End(end) => self.ends.push(end),
                    Message::Close(done) => close = Some(done),
                }
                next = if begins.len() < MOST && close.is_none() { messages.try_recv().ok() } else { None };
            }
            if !begins.is_empty() || close.is_some() || self.ends.len() >= MOST {
                self.write(begins).await;
            }
            if let Some(done) = close {
                let _ = done.send(());
                return;
            }
        }
    }

    /// One commit for all of it, and then the answers.
    async fn write(&mut self, begins: Vec<(EgressIntent, Reply)>) {
        let ends = std::mem::take(&mut self.ends);
        if begins.is_empty() && ends.is_empty() {
            return;
        }
        let (intents, replies): (Vec<EgressIntent>, Vec<Reply>) = begins.into_iter().unzip();
        match self.commit(&intents, &ends).await {
            Ok((first, local_only)) => {
                for ((number, intent), reply) in (first..).zip(intents).zip(replies) {
                    let refused = local_only && intent.leaves_machine;
                    let answer = if refused {
                        Err(EgressRefusal::LocalOnly { host: intent.host })
                    } else {
                        Ok(number)
                    };
                    self.answer(reply, answer);
                }
                if let Some(bus) = self.bus.get() {
                    bus.announce_all(Topic::Egress);
                }
            }
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "the egress ledger was not written"
                );
                for reply in replies {
                    // Whoever no longer waits has sent nothing.
                    let _ = reply.send(Err(EgressRefusal::Unwritable(error.to_string())));
                }
                self.ends = ends;
                let surplus = self.ends.len().saturating_sub(MOST_ENDS);
                self.ends.drain(..surplus);
            }
        }
    }

    /// An answer that nobody waits for any more ends its entry: nothing was sent.
    fn answer(&self, reply: Reply, answer: Result<i64, EgressRefusal>) {
        if let Err(Ok(id)) = reply.send(answer)
            && let Some(own) = self.own.upgrade()
        {
            let _ = own.send(Message::End(EgressEnd { id, outcome: "given up".to_owned(), bytes_in: 0 }));
        }
    }

    async fn commit(&self, intents: &[EgressIntent], ends: &[EgressEnd]) -> Result<(i64, bool), StoreError> {
        let tx = self.store.begin().await?;
        tx.end_egress(ends).await?;
        if intents.is_empty() {
            tx.commit_unseen().await?;
            return Ok((0, false));
        }
        let local_only = tx.local_only().await?;
        let at = self.clock.now();
        let entry = |intent: &EgressIntent| EgressBegin {
            at,
            host: intent.host.clone(),
            purpose: intent.purpose,
            method: intent.method.clone(),
            fields: intent.fields.clone(),
            about: intent.about.clone(),
            bytes_out: intent.bytes_out,
            leaves_machine: intent.leaves_machine,
            refused: local_only && intent.leaves_machine,
        };
        let entries: Vec<EgressBegin> = intents.iter().map(entry).collect();
        let first = tx.begin_egress(&entries).await?;
        tx.commit_unseen().await?;
        Ok((first, local_only))
    }
}

#[cfg(test)]
mod tests {
    use sdr_domain::egress::EgressPurpose;
    use sdr_ports::SystemClock;
    use sdr_storage::{EgressFilter, StoreConfig};

    use super::*;

    async fn store() -> (Store, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("sdr.sqlite").display());
        let config = StoreConfig { url, backup_dir: None, schema: None };
        (Store::open(config, SystemClock.now()).await.unwrap(), folder)
    }

    fn intent(host: &str) -> EgressIntent {
        EgressIntent {
            host: host.into(),
            purpose: EgressPurpose::Judge,
            method: "POST".into(),
            fields: Vec::new(),
            about: Vec::new(),
            bytes_out: 1,
            leaves_machine: host != "127.0.0.1",
        }
    }

    fn end(outcome: &str) -> EgressOutcome {
        EgressOutcome { outcome: outcome.into(), bytes_in: 2 }
    }

    async fn outcomes(store: &Store) -> Vec<Option<String>> {
        let page = store.egress_page(&EgressFilter::default(), None, 200).await.unwrap();
        page.rows.into_iter().rev().map(|row| row.outcome).collect()
    }

    #[tokio::test]
    async fn what_may_go_is_on_disk_before_it_goes_and_its_end_follows() {
        let (store, _folder) = store().await;
        let ledger = StoredLedger::start(store.clone(), Arc::new(SystemClock));
        let number = ledger.begin(intent("a.example")).await.unwrap();
        assert_eq!(outcomes(&store).await, [None]);
        ledger.finish(number, end("200"));
        ledger.close().await;
        assert_eq!(outcomes(&store).await, [Some("200".into())]);
        assert!(ledger.begin(intent("a.example")).await.unwrap_err().to_string().contains("closing"));
    }

    #[tokio::test]
    async fn many_at_once_share_commits_and_each_has_a_number_of_its_own() {
        let (store, _folder) = store().await;
        let ledger = StoredLedger::start(store.clone(), Arc::new(SystemClock));
        let begun: Vec<_> = (0..160).map(|_| ledger.begin(intent("a.example"))).collect();
        let mut numbers: Vec<i64> =
            futures::future::join_all(begun).await.into_iter().map(Result::unwrap).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 160);
        for number in numbers {
            ledger.finish(number, end("200"));
        }
        ledger.close().await;
        assert!(outcomes(&store).await.iter().all(|outcome| outcome.as_deref() == Some("200")));
    }

    #[tokio::test]
    async fn local_only_refuses_other_machines_from_the_commit_on() {
        let (store, _folder) = store().await;
        let ledger = StoredLedger::start(store.clone(), Arc::new(SystemClock));
        ledger.begin(intent("a.example")).await.unwrap();
        let tx = store.begin().await.unwrap();
        tx.set_local_only(true).await.unwrap();
        tx.commit().await.unwrap();
        let refused = ledger.begin(intent("a.example")).await.unwrap_err();
        assert_eq!(refused, EgressRefusal::LocalOnly { host: "a.example".into() });
        ledger.begin(intent("127.0.0.1")).await.unwrap();
        assert_eq!(outcomes(&store).await, [None, Some("refused: local-only".into()), None]);
        let hosts = store.egress_hosts().await.unwrap();
        let far = hosts.iter().find(|host| host.host == "a.example").unwrap();
        assert_eq!((far.requests, far.refused), (1, 1));
    }

    #[tokio::test]
    async fn without_a_database_nothing_may_go() {
        let (store, _folder) = store().await;
        let ledger = StoredLedger::start(store.clone(), Arc::new(SystemClock));
        store.close().await.unwrap();
        let refused = ledger.begin(intent("a.example")).await.unwrap_err();
        assert!(refused.to_string().contains("so nothing was sent"), "{refused}");
    }
}
