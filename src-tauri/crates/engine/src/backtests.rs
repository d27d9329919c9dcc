//! Backtests: other weights, another threshold, other words on what makes a lead, tried on past leads and
//! shown side by side.
//!
//! **Invariant:** nothing of project or leads changes before a human applies it.

mod apply;
mod model;
mod work;

use std::sync::{Mutex, PoisonError};

use sdr_domain::activity::Actor;
use sdr_domain::id::BacktestId;
use sdr_storage::{BacktestLine, BacktestOnly, BacktestRecord};
use tokio::sync::watch;

use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{Backtest, BacktestForm, BacktestRow, BacktestSide, BacktestState, BacktestSummary, Page};

/// More past leads than this are not tried at once.
const MOST_LEADS: u32 = 100_000;
const MOST_NAME: usize = 80;

/// The backtest that is running in this process, with its stop.
#[derive(Default)]
pub(crate) struct Running(Mutex<Option<(BacktestId, watch::Sender<bool>)>>);

impl Running {
    /// Takes the place, or says that it is taken.
    fn begin(&self, id: BacktestId) -> Option<watch::Receiver<bool>> {
        let mut place = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if place.is_some() {
            return None;
        }
        let (stop, stopped) = watch::channel(false);
        *place = Some((id, stop));
        Some(stopped)
    }

    fn stop(&self, id: BacktestId) {
        let place = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, stop)) = place.as_ref().filter(|(running, _)| *running == id) {
            stop.send_replace(true);
        }
    }

    fn end(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn is(&self, id: BacktestId) -> bool {
        let place = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        place.as_ref().is_some_and(|(running, _)| *running == id)
    }
}

impl Engine {
    /// Begins to try on past leads, in the background; one at a time.
    pub async fn begin_backtest(&self, form: BacktestForm) -> Result<Backtest, EngineError> {
        let project = self.need_project().await?;
        check(&form)?;
        let leads = self.cx.store.judged_leads(form.leads).await?;
        if leads.is_empty() {
            return Err(EngineError::precondition(
                "no_past_leads",
                "No lead was judged yet. Run the pipeline first.",
            ));
        }
        let record = BacktestRecord {
            id: self.cx.id::<BacktestId>(),
            name: form.name.trim().to_owned(),
            state: BacktestState::Running.as_str().to_owned(),
            spec: serde_json::to_value(&form).unwrap_or_default(),
            done: 0,
            total: leads.len() as u64,
            summary: serde_json::to_value(BacktestSummary::default()).unwrap_or_default(),
            sentence: None,
            created_at: self.cx.now(),
            applied_at: None,
        };
        let Some(stopped) = self.cx.backtests.begin(record.id) else {
            return Err(EngineError::conflict(
                "backtest_running",
                "Another backtest is running. Stop it first.",
            ));
        };
        if let Err(error) = self.store_new(&record).await {
            self.cx.backtests.end();
            return Err(error);
        }
        let (engine, begun) = (self.clone(), record.clone());
        tokio::spawn(async move {
            engine.try_on(begun, project, form, leads, stopped).await;
            engine.cx.backtests.end();
            engine.cx.bus.announce_all(Topic::Backtests);
        });
        backtest_view(record)
    }

    async fn store_new(&self, record: &BacktestRecord) -> Result<(), EngineError> {
        let tx = self.cx.store.begin().await?;
        tx.insert_backtest(record).await?;
        let row =
            self.cx.activity((None, None), Actor::Human, "backtest.started", record.id, "Backtest started");
        tx.insert_activity(vec![row]).await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Backtests, record.id);
        Ok(())
    }

    /// Every backtest, newest first.
    pub async fn backtests(&self) -> Result<Vec<Backtest>, EngineError> {
        self.cx.store.backtests().await?.into_iter().map(backtest_view).collect()
    }

    /// One backtest.
    pub async fn backtest(&self, id: BacktestId) -> Result<Backtest, EngineError> {
        backtest_view(self.backtest_record(id).await?)
    }

    /// Asks it to stop; what was tried stays to be looked at.
    pub async fn stop_backtest(&self, id: BacktestId) -> Result<Backtest, EngineError> {
        self.backtest_record(id).await?;
        self.cx.backtests.stop(id);
        self.backtest(id).await
    }

    /// Forgets a backtest and its rows.
    pub async fn discard_backtest(&self, id: BacktestId) -> Result<(), EngineError> {
        if self.cx.backtests.is(id) {
            return Err(EngineError::conflict("backtest_running", "It is running. Stop it first."));
        }
        let tx = self.cx.store.begin().await?;
        if !tx.delete_backtest(id).await? {
            return Err(EngineError::NotFound { what: "backtest" });
        }
        tx.commit().await?;
        self.cx.bus.announce(Topic::Backtests, id);
        Ok(())
    }

    /// One page of the differences, in the order the leads were tried: newest first.
    pub async fn backtest_rows(
        &self,
        id: BacktestId,
        only: BacktestOnly,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<BacktestRow>, EngineError> {
        self.backtest_record(id).await?;
        let page = self.cx.store.backtest_page(id, only, cursor, limit).await?;
        let items = page.rows.into_iter().map(row_view).collect();
        Ok(Page { items, next: page.next, total: page.total })
    }

    async fn backtest_record(&self, id: BacktestId) -> Result<BacktestRecord, EngineError> {
        self.cx.store.backtest(id).await?.ok_or(EngineError::NotFound { what: "backtest" })
    }

    /// Backtests that a process left behind did not end by themselves.
    pub(crate) async fn settle_backtests(&self) -> Result<(), EngineError> {
        for record in self.cx.store.backtests().await? {
            if record.state == BacktestState::Running.as_str() && !self.cx.backtests.is(record.id) {
                let sentence = Some("The app was closed while it ran. Start it again.".to_owned());
                let state = BacktestState::Stopped.as_str().to_owned();
                let tx = self.cx.store.begin().await?;
                tx.update_backtest(&BacktestRecord { state, sentence, ..record }).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }
}

fn check(form: &BacktestForm) -> Result<(), EngineError> {
    let mut fields = Vec::new();
    let mut need = |broken: bool, field: &str, sentence: &str| {
        if broken {
            fields.push((field.to_owned(), sentence.to_owned()));
        }
    };
    need(form.name.trim().is_empty(), "name", "Give the backtest a name.");
    need(form.name.chars().count() > MOST_NAME, "name", "Keep the name under 80 characters.");
    need(!(1..=MOST_LEADS).contains(&form.leads), "leads", "Try 1 to 100,000 past leads.");
    need(form.judging.threshold > 100, "judging.threshold", "The threshold is 0 to 100.");
    need(
        form.icp.is_some() && !form.judge_again,
        "judge_again",
        "Another customer profile only shows when the leads are judged again.",
    );
    if fields.is_empty() { Ok(()) } else { Err(EngineError::Invalid { fields }) }
}

/// What was stored when the backtest began; older shapes are shown as far as they can be read.
fn backtest_view(record: BacktestRecord) -> Result<Backtest, EngineError> {
    let form: BacktestForm = serde_json::from_value(record.spec).map_err(|_| {
        EngineError::conflict("backtest_unreadable", "This backtest was made by another version. Discard it.")
    })?;
    Ok(Backtest {
        id: record.id,
        name: record.name,
        state: state_of(&record.state),
        created_at: record.created_at,
        applied_at: record.applied_at,
        judging: form.judging,
        judge_again: form.judge_again,
        use_llm: form.use_llm,
        icp: form.icp,
        done: record.done,
        total: record.total,
        summary: serde_json::from_value(record.summary).unwrap_or_default(),
        sentence: record.sentence,
    })
}

fn state_of(word: &str) -> BacktestState {
    [BacktestState::Running, BacktestState::Finished, BacktestState::Stopped]
        .into_iter()
        .find(|state| state.as_str() == word)
        .unwrap_or(BacktestState::Failed)
}

fn row_view(line: BacktestLine) -> BacktestRow {
    let side = |value| {
        let unknown = BacktestSide { verdict: None, score: None, passes: false, mode: None };
        serde_json::from_value(value).unwrap_or(unknown)
    };
    BacktestRow {
        lead_id: line.lead_id,
        name: line.name,
        company: line.company,
        before: side(line.before),
        after: side(line.after),
        quote: line.quote,
    }
}
