//! The work on a run: read, take through the stages, store; all three at the same time.
//!
//! With a model each lead is a task of its own and no lead waits for another; without one leads go in
//! chunks. What is ready is stored together, so that a commit is paid for once for many.
//!
//! **Invariant:** a lead counts as done only in the transaction that stores what was found about it: a
//! process that dies leaves leads that are stored and leads that wait, nothing between.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use jiff::SignedDuration;
use sdr_domain::Timestamp;
use sdr_storage::{JudgePlace, RunRow};
use tokio::sync::{broadcast, mpsc, watch};
use tokio::task::{Id, JoinError, JoinHandle, JoinSet};

use super::collect::Read;
use super::model::{Model, Turn};
use super::progress;
use super::rules::{Failure, Making, Rules, Waiting, Worked};
use super::run::{Ended, RunSources, sentence};
use crate::bus::{Changed, Topic};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{RunStage, RunState, Stage};

/// Leads read at once; the next are read while these are worked on.
const PAGE: u32 = 500;
/// Leads of one chunk without a model.
const CHUNK: usize = 100;
/// Chunks decided at the same time.
const CHUNKS: usize = 2;
/// Leads stored in one transaction, if they come that fast.
const STORED_TOGETHER: usize = 500;
/// Nothing that is ready waits longer than this.
const STORED_AFTER: SignedDuration = SignedDuration::from_millis(250);

/// A page of the leads that wait, and the place after it.
type Page = (Vec<Arc<Waiting>>, Option<JudgePlace>);

pub(super) struct Work {
    pub(super) engine: Engine,
    pub(super) row: RunRow,
    pub(super) stages: Vec<RunStage>,
    pub(super) sources: RunSources,
    rules: Arc<Rules>,
    model: Arc<Model>,
    /// Read, not begun.
    queue: VecDeque<Arc<Waiting>>,
    /// Leads of a chunk that broke: each goes alone.
    alone: VecDeque<Arc<Waiting>>,
    tasks: JoinSet<Vec<Worked>>,
    units: HashMap<Id, Vec<Arc<Waiting>>>,
    reading: Option<JoinHandle<Result<Page, EngineError>>>,
    place: Option<JudgePlace>,
    at_end: bool,
    /// Through, not stored.
    ready: Vec<Worked>,
    store_by: Option<Timestamp>,
    /// Leads stored since the list was read from its beginning.
    stored: u64,
    /// Leads may have come since.
    more: bool,
}

/// What happened next.
enum Step {
    Stop,
    Page(Page),
    Done(Result<(Id, Vec<Worked>), JoinError>),
    Source(Option<Read>),
    News,
    Store,
}

impl Work {
    /// Works on a run until nothing is left to do or a human stops it.
    pub(super) async fn on(engine: &Engine, row: RunRow) -> Result<Ended, EngineError> {
        let project = engine.need_project().await?;
        let model = Arc::new(Model::open(&engine.cx, &project).await?);
        let templates = engine.cx.store.templates(project.id).await?;
        let stages = progress::read(&row.stages);
        engine.cx.pace.begin(row.id, engine.cx.now(), &stages);
        let work = Self {
            engine: engine.clone(),
            stages,
            sources: serde_json::from_value(row.sources.clone()).unwrap_or_default(),
            rules: Arc::new(Rules::new(project, templates)),
            model: Arc::clone(&model),
            row,
            queue: VecDeque::new(),
            alone: VecDeque::new(),
            tasks: JoinSet::new(),
            units: HashMap::new(),
            reading: None,
            place: None,
            at_end: false,
            ready: Vec::new(),
            store_by: None,
            stored: 0,
            more: false,
        };
        let ended = work.finish().await;
        // Every task is gone, so nobody else holds the model.
        if let Some(model) = Arc::into_inner(model) {
            model.close().await;
        }
        ended
    }

    async fn finish(mut self) -> Result<Ended, EngineError> {
        let mut stop = self.engine.cx.stop_run.subscribe();
        let (tell, mut read) = mpsc::channel(1);
        let collector = self.begin_collecting(tell, stop.clone());
        let result = self.turn(&mut stop, &mut read).await;
        // Questions that are out are given up; what is through was stored.
        self.tasks.shutdown().await;
        if result.is_err() {
            collector.abort();
        }
        // The sources end by themselves when a human stops the run.
        while let Some(last) = read.recv().await {
            self.note_source(last).await?;
        }
        let state = result?;
        if state == RunState::Finished {
            progress::settle(&mut self.stages);
        }
        let sentence = Some(sentence(&self.stages));
        Ok(Ended { state, stages: self.stages, sentence })
    }

    async fn turn(
        &mut self,
        stop: &mut watch::Receiver<bool>,
        read: &mut mpsc::Receiver<Read>,
    ) -> Result<RunState, EngineError> {
        let mut news = self.engine.cx.bus.subscribe();
        let mut collecting = true;
        loop {
            self.fill();
            let idle = self.is_idle();
            if idle {
                self.store().await?;
                if std::mem::take(&mut self.stored) > 0 || std::mem::take(&mut self.more) {
                    (self.place, self.at_end) = (None, false);
                    continue;
                }
                if !collecting {
                    return Ok(RunState::Finished);
                }
            }
            match self.next(stop, (read, collecting), (&mut news, idle)).await? {
                Step::Stop => {
                    self.store().await?;
                    return Ok(RunState::Stopped);
                }
                Step::Page((leads, place)) => {
                    self.reading = None;
                    self.at_end = place.is_none();
                    self.place = place.or(self.place);
                    self.queue.extend(leads);
                }
                Step::Done(done) => self.take(done),
                Step::Source(Some(done)) => self.note_source(done).await?,
                Step::Source(None) => collecting = false,
                Step::News => self.more = true,
                Step::Store => self.store().await?,
            }
            if self.ready.len() >= STORED_TOGETHER {
                self.store().await?;
            }
        }
    }

    async fn next(
        &mut self,
        stop: &mut watch::Receiver<bool>,
        (read, collecting): (&mut mpsc::Receiver<Read>, bool),
        (news, idle): (&mut broadcast::Receiver<Changed>, bool),
    ) -> Result<Step, EngineError> {
        let clock = Arc::clone(&self.engine.cx.clock);
        let store_by = self.store_by;
        let page = async {
            match self.reading.as_mut() {
                Some(reading) => reading.await,
                None => std::future::pending().await,
            }
        };
        let due = async {
            match store_by {
                Some(at) => clock.sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        Ok(tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => Step::Stop,
            () = due => Step::Store,
            page = page => Step::Page(page.map_err(|_| broken())??),
            Some(done) = self.tasks.join_next_with_id() => Step::Done(done),
            done = read.recv(), if collecting => Step::Source(done),
            () = leads_changed(news), if idle => Step::News,
        })
    }

    fn is_idle(&self) -> bool {
        let begun = !self.tasks.is_empty() || self.reading.is_some();
        self.at_end && !begun && self.queue.is_empty() && self.alone.is_empty()
    }

    /// Begins as many leads as may be under way, and reads on in time.
    fn fill(&mut self) {
        loop {
            let begun = match self.model.turn() {
                Turn::Model(width) => self.begin_with_model(width),
                Turn::Offline(why) => self.begin_offline(why),
            };
            if !begun {
                break;
            }
        }
        if self.reading.is_none() && !self.at_end && self.queue.len() < PAGE as usize / 2 {
            self.reading =
                Some(tokio::spawn(read_page(self.engine.clone(), self.model.width().is_some(), self.place)));
        }
    }

    /// More leads are under way than questions may be asked, so that no question's turn goes unused while
    /// an answer is checked and written down.
    fn begin_with_model(&mut self, width: usize) -> bool {
        if !self.alone.is_empty() {
            return self.begin_offline(None);
        }
        if self.tasks.len() >= width * 3 + 8 {
            return false;
        }
        let Some(waiting) = self.queue.pop_front() else { return false };
        let unit = vec![Arc::clone(&waiting)];
        let (rules, model) = (Arc::clone(&self.rules), Arc::clone(&self.model));
        let cx = Arc::clone(&self.engine.cx);
        let task = self.tasks.spawn(async move {
            let making = Making { ids: cx.ids.as_ref(), now: cx.now() };
            vec![rules.through(&model, &waiting, making).await]
        });
        self.units.insert(task.id(), unit);
        true
    }

    fn begin_offline(&mut self, why: Option<String>) -> bool {
        if self.tasks.len() >= CHUNKS {
            return false;
        }
        let unit: Vec<Arc<Waiting>> = match self.alone.pop_front() {
            Some(waiting) => vec![waiting],
            None => self.queue.drain(..self.queue.len().min(CHUNK)).collect(),
        };
        if unit.is_empty() {
            return false;
        }
        let (rules, cx, leads) = (Arc::clone(&self.rules), Arc::clone(&self.engine.cx), unit.clone());
        let task = self.tasks.spawn_blocking(move || {
            let making = Making { ids: cx.ids.as_ref(), now: cx.now() };
            rules.offline(&leads, why.as_deref(), making)
        });
        self.units.insert(task.id(), unit);
        true
    }

    fn take(&mut self, done: Result<(Id, Vec<Worked>), JoinError>) {
        match done {
            Ok((id, worked)) => {
                self.units.remove(&id);
                self.ready.extend(worked);
            }
            Err(error) => {
                tracing::error!(%error, "a lead broke its stage");
                let unit = self.units.remove(&error.id()).unwrap_or_default();
                match unit.as_slice() {
                    [one] => self.ready.push(broke(one)),
                    _ => self.alone.extend(unit),
                }
            }
        }
        if self.store_by.is_none() && !self.ready.is_empty() {
            let now = self.engine.cx.now();
            self.store_by = Some(now.saturating_add(STORED_AFTER).unwrap_or(now));
        }
    }

    async fn store(&mut self) -> Result<(), EngineError> {
        self.store_by = None;
        if self.ready.is_empty() {
            return Ok(());
        }
        let worked = std::mem::take(&mut self.ready);
        progress::count(&mut self.stages, &worked);
        self.row.stages = progress::write(&self.stages);
        self.stored += self.engine.store_worked(&self.row, &self.rules.project, worked).await?;
        Ok(())
    }
}

/// A page of leads that wait, with what bars them and what a model said of them before.
async fn read_page(engine: Engine, model: bool, place: Option<JudgePlace>) -> Result<Page, EngineError> {
    let (mut leads, place) = engine.cx.store.leads_to_judge(place, PAGE).await?;
    let barred = engine.suppressed_among(&leads).await?;
    engine.drop_unreachable(&mut leads).await?;
    let ids: Vec<_> = leads.iter().map(|found| found.lead.id).collect();
    let kept = if model { engine.cx.store.llm_answers_of(&ids).await? } else { Vec::new() };
    let mut known: HashMap<_, HashMap<_, _>> = HashMap::new();
    for answer in kept {
        known.entry(answer.lead_id).or_default().insert(answer.fingerprint.clone(), answer);
    }
    let waiting = leads.into_iter().map(|found| {
        let (barred, known) = (barred.contains(&found.lead.id), known.remove(&found.lead.id));
        Arc::new(Waiting { found, barred, known: known.unwrap_or_default() })
    });
    Ok((waiting.collect(), place))
}

/// Returns once leads were changed, by whomever.
async fn leads_changed(news: &mut broadcast::Receiver<Changed>) {
    loop {
        match news.recv().await {
            Ok(changed) if changed.topic != Topic::Leads => {}
            Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => return,
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}

fn broke(waiting: &Waiting) -> Worked {
    let reason = "This lead could not be read and is left as it was; the log says more.".to_owned();
    let failure = Failure { lead: waiting.found.lead.id, stage: Stage::Judge, reason };
    Worked { record: None, failure: Some(failure), enriched: false, drafted: false }
}

fn broken() -> EngineError {
    EngineError::conflict("run_broken", "Reading the leads stopped unexpectedly; see the log.")
}
