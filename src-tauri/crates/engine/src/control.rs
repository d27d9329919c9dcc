//! Switches: pause, resume, dry run.

use sdr_domain::activity::Actor;

use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::Status;

const PAUSED: &str = "paused";

impl Engine {
    /// Whether a human paused everything.
    pub async fn is_paused(&self) -> Result<bool, EngineError> {
        Ok(self.cx.store.setting(PAUSED).await?.is_some_and(|value| value == true))
    }

    /// Stops everything at once. A send whose key is already pressed is still recorded.
    pub async fn pause(&self) -> Result<Status, EngineError> {
        self.switch_pause(true).await
    }

    /// Lets sending go on.
    pub async fn resume(&self) -> Result<Status, EngineError> {
        self.switch_pause(false).await
    }

    async fn switch_pause(&self, paused: bool) -> Result<Status, EngineError> {
        if self.is_paused().await? != paused {
            let (kind, detail) = if paused {
                ("sending.paused", "Sending paused")
            } else {
                ("sending.resumed", "Sending resumed")
            };
            let tx = self.cx.store.begin().await?;
            tx.put_setting(PAUSED, &paused.into()).await?;
            tx.insert_activity(vec![self.cx.activity((None, None), Actor::Human, kind, PAUSED, detail)])
                .await?;
            tx.commit().await?;
            self.cx.bus.announce_all(Topic::Settings);
            self.cx.wake.notify_one();
        }
        self.status().await
    }

    /// Switches dry run. Messages approved during dry run stay recorded only; messages approved before it
    /// wait until it is off again.
    pub async fn set_dry_run(&self, on: bool) -> Result<Status, EngineError> {
        let mut project = self.need_project().await?;
        if project.outreach.dry_run != on {
            project.outreach.dry_run = on;
            let detail = if on { "Dry run switched on" } else { "Dry run switched off" };
            self.store_project(&project, "sending.dry_run", detail).await?;
        }
        self.status().await
    }
}
