//! Puts in order what a dead process left behind: by the journal, never by guessing.

use sdr_domain::activity::Actor;
use sdr_domain::channel::Mode;
use sdr_domain::delivery::{Delivery, DeliveryEvent, DeliveryState};
use sdr_domain::part::{PartEvent, Recovery};
use sdr_storage::DeliveryChange;

use crate::engine::Engine;
use crate::error::EngineError;

/// Whose claims are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Orphans {
    /// Every claim: this process has just started and is alone on the database.
    All,
    /// Claims whose lease has run out.
    Expired,
}

const MAYBE_BY_HAND: &str = "The app closed while the chat was being opened. The key was not pressed by the app, \
     but the text may stand in the chat. Look there: did you send it yourself?";
const MAYBE_SENT: &str = "The app closed at the moment of sending. Look into the chat: is the message there?";

impl Engine {
    /// Settles claims that nobody works on any more. May be called at any time.
    pub(crate) async fn recover(&self, which: Orphans) -> Result<(), EngineError> {
        let now = self.cx.now();
        for delivery in self.cx.store.in_flight().await? {
            // An assisted delivery is armed for as long as the human takes.
            let by_hand = delivery.mode == Mode::Assisted && delivery.state == DeliveryState::Armed;
            let expired = delivery.lease_until.is_none_or(|until| until <= now);
            if !by_hand && (which == Orphans::All || expired) {
                self.recover_one(&delivery).await?;
            }
        }
        Ok(())
    }

    async fn recover_one(&self, delivery: &Delivery) -> Result<(), EngineError> {
        let now = self.cx.now();
        let reason =
            |text: &str| DeliveryChange { reason: Some(Some(text.to_owned())), ..DeliveryChange::default() };
        let armed = delivery.state == DeliveryState::Armed;
        let tx = self.cx.store.begin().await?;
        let (event, change) = match delivery.next_part().map(|part| part.state.recovery()) {
            None | Some(Recovery::Sent) => {
                let receipt = Some("Every part was proved before the app closed".to_owned());
                (
                    DeliveryEvent::Accept,
                    DeliveryChange { receipt, sent_at: Some(now), ..DeliveryChange::default() },
                )
            }
            Some(Recovery::Continue) if armed => (DeliveryEvent::NotSent, DeliveryChange::default()),
            Some(Recovery::Continue) => (DeliveryEvent::LeaseExpired, DeliveryChange::default()),
            Some(Recovery::Hold) => {
                self.settle_part(&tx, delivery, &[PartEvent::Hold]).await?;
                (DeliveryEvent::HoldBack, reason(MAYBE_BY_HAND))
            }
            Some(Recovery::Unknown) => {
                self.settle_part(&tx, delivery, &[PartEvent::LoseTrack]).await?;
                (DeliveryEvent::LeaseExpired, reason(MAYBE_SENT))
            }
            Some(Recovery::Asked) => {
                let unknown =
                    delivery.next_part().is_some_and(|p| p.state == sdr_domain::part::PartState::Unknown);
                let event =
                    if unknown && armed { DeliveryEvent::LeaseExpired } else { DeliveryEvent::HoldBack };
                (event, reason(if unknown { MAYBE_SENT } else { MAYBE_BY_HAND }))
            }
        };
        let after = delivery.state.apply(event)?;
        let detail = format!("After a restart: {}", after.as_str());
        self.close(tx, delivery, (event, change), (Actor::App, "delivery.recovered", detail)).await?;
        Ok(())
    }
}
