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
use sdr_domain::delivery::Delivery;
use sdr_domain::limits::{Lane, Turn};
use sdr_storage::{LaneHead, LaneKey};

pub(crate) use gate::{Gate, Verdict};
pub(crate) use recover::Orphans;

use crate::engine::Engine;
use crate::error::EngineError;

/// Deliveries looked at together: of those no limit holds, and of each lane.
const BATCH: u32 = 100;
const PER_LANE: u32 = 20;
/// How long a claim holds without a sign of life. Longer than any channel's own patience.
pub(crate) const LEASE: SignedDuration = SignedDuration::from_secs(300);

impl Engine {
    /// Sends everything that may go now. Returns when it is worth looking again; `None` until something
    /// changes. May be called at any time and any number of times.
    pub async fn dispatch(&self) -> Result<Option<Timestamp>, EngineError> {
        let Some(project) = self.project().await? else { return Ok(None) };
        loop {
            let now = self.cx.now();
            // While nothing is due, this one look at an index is all it costs.
            let next = self.cx.store.next_eligible_at().await?;
            if next.is_none_or(|at| at > now) {
                return Ok(next);
            }
            let gate = self.gate(project.clone()).await?;
            if gate.paused {
                return Ok(None);
            }
            match self.next_due(&gate, now).await? {
                Next::Free(deliveries) => {
                    for delivery in deliveries {
                        if self.is_paused().await? {
                            return Ok(None);
                        }
                        self.deliver(delivery, &project, None).await?;
                    }
                }
                Next::Go(delivery) => self.deliver(*delivery, &project, Some(&gate.rules)).await?,
                Next::Wait(until) => return Ok(until),
            }
        }
    }

    /// What may go at this instant, or when to look again. Dry runs and messages that are half out go at once;
    /// of the lanes whose next one may go, the one that waits longest.
    async fn next_due(&self, gate: &Gate, now: Timestamp) -> Result<Next, EngineError> {
        let free = self.cx.store.free_heads(now, BATCH).await?;
        if !free.is_empty() {
            return Ok(Next::Free(free.into_iter().map(|head| head.delivery).collect()));
        }
        let mut again = self.cx.store.next_eligible_after(now).await?;
        if gate.dry_run {
            return Ok(Next::Wait(again));
        }
        let mut first: Option<Delivery> = None;
        for (lane, heads) in self.cx.store.lane_heads(now, PER_LANE).await? {
            let (found, until) = self.lane_turn(gate, lane, heads, now).await?;
            again = again.into_iter().chain(until).min();
            if let Some(found) = found
                && first.as_ref().is_none_or(|first| LaneKey::of(&found) < LaneKey::of(first))
            {
                first = Some(found);
            }
        }
        Ok(first.map_or(Next::Wait(again), |delivery| Next::Go(Box::new(delivery))))
    }

    /// Goes along one lane in its order: past those that wait for their own lead's sake, up to one that may go
    /// or that makes the lane wait. Also says when to look again.
    async fn lane_turn(
        &self,
        gate: &Gate,
        lane: Lane,
        mut heads: Vec<LaneHead>,
        now: Timestamp,
    ) -> Result<(Option<Delivery>, Option<Timestamp>), EngineError> {
        let mut again = None;
        loop {
            let last = heads.last().map(|head| LaneKey::of(&head.delivery));
            for head in heads {
                match gate.turn(&head, now) {
                    Turn::Go => return Ok((Some(head.delivery), again)),
                    Turn::Step { until, .. } => again = again.into_iter().chain(until).min(),
                    Turn::Stop { until, .. } => return Ok((None, again.into_iter().chain(until).min())),
                }
            }
            if last.is_none() {
                return Ok((None, again));
            }
            heads = self.cx.store.lane_page(lane, now, last, PER_LANE).await?;
        }
    }
}

enum Next {
    /// No limit holds these.
    Free(Vec<Delivery>),
    Go(Box<Delivery>),
    Wait(Option<Timestamp>),
}
