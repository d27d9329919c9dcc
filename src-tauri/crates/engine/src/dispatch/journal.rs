//! The journal a channel writes while it sends: each event is committed and synced before it returns.

use async_trait::async_trait;
use sdr_domain::delivery::DeliveryEvent;
use sdr_domain::id::DeliveryId;
use sdr_domain::part::PartEvent;
use sdr_ports::{JournalError, SendJournal};
use sdr_storage::DeliveryChange;

use crate::engine::Engine;
use crate::error::EngineError;

/// Writes one delivery's events to the ledger.
pub(super) struct LedgerJournal<'a> {
    pub(super) engine: &'a Engine,
    pub(super) delivery: DeliveryId,
}

#[async_trait]
impl SendJournal for LedgerJournal<'_> {
    async fn record(&self, part: u16, event: PartEvent, detail: &str) -> Result<(), JournalError> {
        if before_the_act(event) && self.called_off().await? {
            return Err(JournalError::CalledOff);
        }
        self.write(part, event, detail).await.map_err(|error| JournalError::Unwritable(error.to_string()))
    }
}

/// Up to and including `Arm` the send can still be stopped; afterwards it must be recorded.
fn before_the_act(event: PartEvent) -> bool {
    match event {
        PartEvent::Open | PartEvent::Bind | PartEvent::Arm => true,
        PartEvent::Fire
        | PartEvent::Accept
        | PartEvent::Hold
        | PartEvent::FindText
        | PartEvent::LoseTrack
        | PartEvent::Requeue
        | PartEvent::SettleSent
        | PartEvent::SettleNotSent => false,
    }
}

impl LedgerJournal<'_> {
    /// Paused, canceled or disapproved since it was claimed.
    async fn called_off(&self) -> Result<bool, JournalError> {
        let look = async {
            if self.engine.is_paused().await? {
                return Ok(true);
            }
            let store = &self.engine.cx.store;
            let Some(delivery) = store.delivery(self.delivery).await? else { return Ok(true) };
            Ok(delivery.state.is_final() || !self.engine.still_allowed(&delivery).await?)
        };
        look.await.map_err(|error: EngineError| JournalError::Unwritable(error.to_string()))
    }

    async fn write(&self, part: u16, event: PartEvent, detail: &str) -> Result<(), EngineError> {
        let now = self.engine.cx.now();
        let tx = self.engine.cx.store.begin().await?;
        tx.record_part(self.delivery, part, event, detail, now).await?;
        if event == PartEvent::Arm {
            tx.apply_delivery(self.delivery, DeliveryEvent::Arm, DeliveryChange::default(), now).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
