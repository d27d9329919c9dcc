//! The one way out: decides what may go, claims it, hands it to its channel and writes down what became
//! of it.
//!
//! **Invariant:** `Arm` is committed before the act, the outcome after it. Whatever dies in between is
//! settled by [`recover`], and what cannot be known goes to the human.
//!
//! **Invariant:** one delivery at a time in this process; a lease keeps other processes away.

mod deliver;
mod gate;
mod journal;
mod outcome;
mod recover;

use jiff::SignedDuration;
use sdr_domain::Timestamp;
use sdr_domain::channel::Channel;
use sdr_domain::delivery::Delivery;
use sdr_domain::limits::{LimitRules, WaitReason};
use sdr_domain::project::Project;

pub(crate) use gate::{Gate, Verdict};
pub(crate) use recover::Orphans;

use crate::engine::Engine;
use crate::error::EngineError;

/// Deliveries looked at in one pass; the rest keep their place.
const BATCH: u32 = 100;
/// How long a claim holds without a sign of life. Longer than any channel's own patience.
pub(crate) const LEASE: SignedDuration = SignedDuration::from_secs(300);

impl Engine {
    /// Sends everything that may go now. Returns when it is worth looking again; `None` until something
    /// changes. May be called at any time and any number of times.
    pub async fn dispatch(&self) -> Result<Option<Timestamp>, EngineError> {
        let Some(project) = self.project().await? else { return Ok(None) };
        loop {
            let gate = self.gate(project.clone()).await?;
            match self.next_due(&gate).await? {
                Next::Go(delivery) => self.deliver(*delivery, &project).await?,
                Next::Wait(until) => return Ok(until),
            }
        }
    }

    /// The first delivery that may go at this instant, or when to look again.
    async fn next_due(&self, gate: &Gate) -> Result<Next, EngineError> {
        let now = self.cx.now();
        let mut again = self.cx.store.next_eligible_after(now).await?;
        for delivery in self.cx.store.due(now, BATCH).await? {
            match gate.decide(&delivery, now) {
                Verdict::Go => return Ok(Next::Go(Box::new(delivery))),
                Verdict::Wait { until: Some(until), .. } => {
                    again = Some(again.map_or(until, |a| a.min(until)));
                }
                Verdict::Wait { until: None, .. } => {}
            }
        }
        Ok(Next::Wait(again))
    }

    /// Why a delivery waits and when it is next eligible, in the same words everywhere.
    pub(crate) fn waits(
        gate: &Gate,
        delivery: &Delivery,
        now: Timestamp,
    ) -> Option<(WaitReason, Option<Timestamp>)> {
        match gate.decide(delivery, now) {
            Verdict::Go => None,
            Verdict::Wait { reason, until } => Some((reason, until)),
        }
    }

    /// The gate as the ledger stands at this instant.
    pub(crate) async fn gate(&self, project: Project) -> Result<Gate, EngineError> {
        let paused = self.is_paused().await?;
        let rules = LimitRules::of(&project.outreach).map_err(|error| {
            EngineError::precondition("working_hours", format!("The limits cannot be used: {error}."))
        })?;
        let telegram = self.usage(Channel::Telegram, &project).await?;
        let email = self.usage(Channel::Email, &project).await?;
        let x = self.usage(Channel::X, &project).await?;
        let linkedin = self.usage(Channel::Linkedin, &project).await?;
        Ok(Gate { paused, rules, outreach: project.outreach, telegram, email, x, linkedin })
    }
}

enum Next {
    Go(Box<Delivery>),
    Wait(Option<Timestamp>),
}
