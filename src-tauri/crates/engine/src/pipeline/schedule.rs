//! The schedule: a run every so often while the app is open.
//!
//! **Invariant:** however long the machine slept, at most one run is begun when it wakes.

use jiff::SignedDuration;
use sdr_domain::Timestamp;
use sdr_domain::activity::Actor;
use serde_json::json;

use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{RunOrder, RunTrigger, Schedule};

const KEY: &str = "pipeline.schedule";
/// Sources are other people's machines: not more often than this.
const SHORTEST: u32 = 5;
/// A week.
const LONGEST: u32 = 7 * 24 * 60;

impl Engine {
    /// How often a run is begun by itself.
    pub async fn schedule(&self) -> Result<Schedule, EngineError> {
        let value = self.cx.store.setting(KEY).await?.unwrap_or_default();
        let every = value["every_minutes"].as_u64().and_then(|every| u32::try_from(every).ok());
        let at = value["next_at"].as_i64().and_then(|at| Timestamp::from_millisecond(at).ok());
        Ok(match every {
            Some(every) => Schedule { every_minutes: Some(every), next_at: at },
            None => Schedule { every_minutes: None, next_at: None },
        })
    }

    /// Has a run begin every so many minutes, the first one after that time; `None` switches it off.
    pub async fn set_schedule(&self, every_minutes: Option<u32>) -> Result<Schedule, EngineError> {
        if every_minutes.is_some_and(|every| !(SHORTEST..=LONGEST).contains(&every)) {
            let sentence = format!("Between {SHORTEST} minutes and {} days.", LONGEST / (24 * 60));
            return Err(EngineError::invalid("every_minutes", sentence));
        }
        let schedule = Schedule { every_minutes, next_at: every_minutes.map(|every| self.after(every)) };
        let detail = match every_minutes {
            Some(every) => format!("A run begins every {every} minutes"),
            None => "Runs begin by hand only".to_owned(),
        };
        let tx = self.cx.store.begin().await?;
        put(&tx, &schedule).await?;
        let row = self.cx.activity((None, None), Actor::Human, "run.scheduled", KEY, detail);
        tx.insert_activity(vec![row]).await?;
        tx.commit().await?;
        self.cx.bus.announce_all(Topic::Runs);
        self.cx.wake.notify_one();
        Ok(schedule)
    }

    /// Begins the run that is due, if one is. Returns when the next one is. While a run is under way the
    /// one that is due is left out: its leads are in the queue already.
    pub(crate) async fn run_by_schedule(&self) -> Result<Option<Timestamp>, EngineError> {
        let Schedule { every_minutes: Some(every), next_at } = self.schedule().await? else {
            return Ok(None);
        };
        if let Some(next) = next_at.filter(|next| *next > self.cx.now()) {
            return Ok(Some(next));
        }
        let next = self.after(every);
        let tx = self.cx.store.begin().await?;
        put(&tx, &Schedule { every_minutes: Some(every), next_at: Some(next) }).await?;
        tx.commit().await?;
        if self.project().await?.is_some() {
            self.begin_run(RunOrder { trigger: RunTrigger::Schedule, dry_run: false, sources: None }).await?;
        }
        Ok(Some(next))
    }

    fn after(&self, minutes: u32) -> Timestamp {
        let now = self.cx.now();
        now.saturating_add(SignedDuration::from_mins(i64::from(minutes))).unwrap_or(now)
    }
}

async fn put(tx: &sdr_storage::Tx, schedule: &Schedule) -> Result<(), EngineError> {
    let next_at = schedule.next_at.map(Timestamp::as_millisecond);
    let value = json!({ "every_minutes": schedule.every_minutes, "next_at": next_at });
    Ok(tx.put_setting(KEY, &value).await?)
}
