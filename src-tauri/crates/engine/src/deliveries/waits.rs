//! Why deliveries wait and when they may go, in the same words everywhere.

use std::collections::HashMap;

use sdr_domain::Timestamp;
use sdr_domain::delivery::{Delivery, DeliveryState};
use sdr_domain::id::DeliveryId;
use sdr_domain::limits::{Lane, WaitReason};
use sdr_domain::project::Project;
use sdr_storage::Standing;

use crate::dispatch::{Gate, Verdict};
use crate::drafts::local_time;
use crate::engine::Engine;
use crate::error::EngineError;

/// The gate and what else holds the deliveries of a list.
pub(super) struct Looked {
    gate: Gate,
    standings: HashMap<DeliveryId, Standing>,
}

impl Looked {
    /// Why a delivery waits and when it may go, in the same words everywhere.
    pub(super) fn waits(&self, delivery: &Delivery, now: Timestamp) -> Option<(String, Option<Timestamp>)> {
        let standing = self.standings.get(&delivery.id)?;
        match self.gate.decide(delivery, standing, now) {
            Verdict::Go => None,
            Verdict::Wait { reason, until } => {
                let lane = Lane::new(delivery.channel, delivery.action);
                Some((self.gate.explain(reason, lane, now), until))
            }
        }
    }
}

impl Engine {
    /// What explains the waits of these deliveries.
    pub(super) async fn look_at(
        &self,
        deliveries: impl Iterator<Item = &Delivery>,
    ) -> Result<Option<Looked>, EngineError> {
        let queued = deliveries.filter(|d| d.state == DeliveryState::Queued).map(|d| d.id);
        let queued: Vec<DeliveryId> = queued.collect();
        if queued.is_empty() {
            return Ok(None);
        }
        let Some(project) = self.project().await? else { return Ok(None) };
        let standings = self.cx.store.standings(&queued).await?;
        Ok(Some(Looked { gate: self.gate(project).await?, standings }))
    }

    /// Hours and pauses are the human's to choose; caps and rests hold for the human's hand too.
    pub(super) async fn check_limits(
        &self,
        delivery: &Delivery,
        project: &Project,
    ) -> Result<(), EngineError> {
        let now = self.cx.now();
        let gate = self.gate(project.clone()).await?;
        let standing =
            self.cx.store.standings(&[delivery.id]).await?.remove(&delivery.id).unwrap_or_default();
        let (reason, until) = match gate.decide(delivery, &standing, now) {
            Verdict::Go | Verdict::Wait { reason: WaitReason::YourTurn, .. } => return Ok(()),
            Verdict::Wait { reason, until } => (reason, until),
        };
        let why = gate.explain(reason, Lane::new(delivery.channel, delivery.action), now);
        let sentence = match until {
            Some(until) => format!("{why}. It can go from {} on.", local_time(project, until)),
            None => format!("{why}."),
        };
        Err(EngineError::precondition("limit_reached", sentence))
    }
}
