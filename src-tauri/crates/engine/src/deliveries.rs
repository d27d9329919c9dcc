//! The ledger as a human reads it, and the human's word on what only they can know.

mod question;
mod waits;

use sdr_domain::activity::Actor;
use sdr_domain::channel::Mode;
use sdr_domain::delivery::{Delivery, DeliveryEvent, DeliveryState};
use sdr_domain::id::{DeliveryId, LeadId};
use sdr_domain::part::PartEvent;
use sdr_ports::ChannelError;
use sdr_storage::{DeliveryChange, DeliveryFilter};

use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{DeliveryDetail, DeliveryEventView, DeliveryRow, Page, PartView, Settlement};
use question::question;
use waits::Looked;

impl Engine {
    /// One page of the ledger, newest first.
    pub async fn deliveries_page(
        &self,
        filter: &DeliveryFilter,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<DeliveryRow>, EngineError> {
        let page = self.cx.store.deliveries_page(filter, cursor, limit).await?;
        let looked = self.look_at(page.rows.iter().map(|row| &row.delivery)).await?;
        let items =
            page.rows.into_iter().map(|r| self.row(&r.delivery, r.lead_name, looked.as_ref())).collect();
        Ok(Page { items, next: page.next, total: page.total })
    }

    /// One delivery with its parts and journal.
    pub async fn delivery(&self, id: DeliveryId) -> Result<Option<DeliveryDetail>, EngineError> {
        let Some(delivery) = self.cx.store.delivery(id).await? else { return Ok(None) };
        let events = self.cx.store.delivery_events(id).await?;
        let row = self.one_row(&delivery).await?;
        let parts =
            delivery.parts.into_iter().map(|p| PartView { number: p.number, text: p.text, state: p.state });
        let events = events.into_iter().map(|e| DeliveryEventView {
            at: e.at,
            part: e.part,
            event: e.event,
            detail: e.detail,
        });
        Ok(Some(DeliveryDetail {
            row,
            subject: delivery.subject,
            parts: parts.collect(),
            events: events.collect(),
        }))
    }

    /// The human says whether the part in question is in the chat. Later parts, if any, go on.
    pub async fn settle(&self, id: DeliveryId, word: Settlement) -> Result<DeliveryRow, EngineError> {
        let delivery = self.need_delivery(id).await?;
        // While the machine works on it, the human's word would race with the proof.
        if delivery.state == DeliveryState::Armed && delivery.mode == Mode::Automatic {
            return Err(EngineError::conflict(
                "still_sending",
                "It is being sent at this moment; wait a few seconds.",
            ));
        }
        let now = self.cx.now();
        let part = delivery.next_part().ok_or_else(nothing_to_settle)?;
        let (says, detail) = said(&delivery, word);
        let (event, change) = match word {
            Settlement::Sent => {
                part.state.apply(PartEvent::SettleSent).map_err(|_| nothing_to_settle())?;
                let parts_left = delivery.parts.len() > delivery.parts_sent() + 1;
                let receipt = Some(says.to_owned());
                let change = DeliveryChange { receipt, sent_at: Some(now), ..DeliveryChange::default() };
                (DeliveryEvent::SettleSent { parts_left }, change)
            }
            Settlement::NotSent => {
                let change =
                    DeliveryChange { reason: Some(Some(says.to_owned())), ..DeliveryChange::default() };
                (DeliveryEvent::SettleNotSent, change)
            }
        };
        let tx = self.cx.store.begin().await?;
        let part_events: &[PartEvent] = match word {
            Settlement::Sent => &[PartEvent::SettleSent],
            // The question is answered: the part may start over once the human retries it.
            Settlement::NotSent => &[PartEvent::SettleNotSent, PartEvent::Requeue],
        };
        self.settle_part(&tx, &delivery, part_events).await?;
        let told = (Actor::Human, "delivery.settled", detail.to_owned());
        let after = self.close(tx, &delivery, (event, change), told).await?;
        self.after_change(&after).await
    }

    /// Puts a held or failed delivery back in line; the part in question starts over.
    pub async fn retry(&self, id: DeliveryId) -> Result<DeliveryRow, EngineError> {
        let delivery = self.need_delivery(id).await?;
        let tx = self.cx.store.begin().await?;
        self.settle_part(&tx, &delivery, &[PartEvent::Requeue]).await?;
        let eligible_at = Some(self.cx.now());
        let change = DeliveryChange { eligible_at, reason: Some(None), ..DeliveryChange::default() };
        let told = (Actor::Human, "delivery.retried", "Put back in line".to_owned());
        let after = self.close(tx, &delivery, (DeliveryEvent::Requeue, change), told).await?;
        self.after_change(&after).await
    }

    /// Calls a delivery back; refused once it may have left.
    pub async fn cancel(&self, id: DeliveryId) -> Result<DeliveryRow, EngineError> {
        let delivery = self.need_delivery(id).await?;
        let reason = "You canceled it".to_owned();
        let change = DeliveryChange { reason: Some(Some(reason.clone())), ..DeliveryChange::default() };
        let tx = self.cx.store.begin().await?;
        let told = (Actor::Human, "delivery.canceled", reason);
        let after = self.close(tx, &delivery, (DeliveryEvent::Cancel, change), told).await?;
        self.after_change(&after).await
    }

    /// Assisted sending: opens the chat with the text in its field and asks afterwards. The part is
    /// journalled as opening before the chat opens and as armed before the human can be asked, so a crash
    /// in between still ends in a question.
    pub async fn prepare(&self, id: DeliveryId) -> Result<DeliveryRow, EngineError> {
        let delivery = self.need_delivery(id).await?;
        if delivery.mode != Mode::Assisted || delivery.state != DeliveryState::Queued {
            return Err(EngineError::conflict(
                "not_possible_now",
                "This message is not waiting for your hand.",
            ));
        }
        let project = self.need_project().await?;
        if self.is_paused().await? {
            return Err(EngineError::precondition("paused", "Sending is paused. Resume first."));
        }
        if project.outreach.dry_run && !delivery.dry_run {
            return Err(EngineError::precondition("dry_run", "Dry run is on. Switch it off first."));
        }
        let _desktop = self.cx.desktop.lock().await;
        self.check_limits(&delivery, &project).await?;
        self.prepare_claimed(delivery, &project.connect).await
    }

    async fn prepare_claimed(
        &self,
        delivery: Delivery,
        connect: &sdr_domain::connect::Connect,
    ) -> Result<DeliveryRow, EngineError> {
        let id = delivery.id;
        let number = delivery.next_part().map_or(0, |part| part.number);
        let now = self.cx.now();
        let tx = self.cx.store.begin().await?;
        let lease = now.saturating_add(crate::dispatch::LEASE).unwrap_or(now);
        let Some(claimed) = tx.claim(id, lease, now).await? else {
            return Err(EngineError::conflict(
                "not_possible_now",
                "Another window is working on this message.",
            ));
        };
        tx.record_part(id, number, PartEvent::Open, "assisted", now).await?;
        tx.commit().await?;
        if let Some(reason) = self.cancel_reason(&claimed).await? {
            return self.give_up_preparing(&claimed, DeliveryEvent::Cancel, reason).await;
        }
        let Some(port) = self.cx.channels.open(claimed.channel, connect, None).await else {
            let reason = "This channel is not connected. Connect it in the settings, then retry.".to_owned();
            return self.give_up_preparing(&claimed, DeliveryEvent::HoldBack, reason).await;
        };
        let message = self.outgoing(&claimed).await?;
        if let Err(error) = port.prepare(&message, number).await {
            if let ChannelError::RateLimited { reason, retry_after_secs } = &error {
                let tx = self.cx.store.begin().await?;
                self.rest(&tx, &claimed, reason, *retry_after_secs).await?;
                tx.commit().await?;
            }
            let reason = match error {
                ChannelError::NotSent { reason, .. }
                | ChannelError::RateLimited { reason, .. }
                | ChannelError::NotNow { reason, .. }
                | ChannelError::Held { reason }
                | ChannelError::ByHand { reason }
                | ChannelError::Refused { reason }
                | ChannelError::Unknown { reason } => reason,
            };
            return self.give_up_preparing(&claimed, DeliveryEvent::HoldBack, reason).await;
        }
        let tx = self.cx.store.begin().await?;
        for event in [PartEvent::Bind, PartEvent::Arm] {
            tx.record_part(id, number, event, "in front of the human", self.cx.now()).await?;
        }
        let told = (Actor::App, "delivery.prepared", "Put in front of you to send".to_owned());
        let after = self.close(tx, &claimed, (DeliveryEvent::Arm, DeliveryChange::default()), told).await?;
        self.after_change(&after).await
    }

    async fn give_up_preparing(
        &self,
        delivery: &Delivery,
        event: DeliveryEvent,
        reason: String,
    ) -> Result<DeliveryRow, EngineError> {
        let change = DeliveryChange { reason: Some(Some(reason.clone())), ..DeliveryChange::default() };
        let tx = self.cx.store.begin().await?;
        self.settle_part(&tx, delivery, &[PartEvent::Hold]).await?;
        let told = (Actor::App, "delivery.not_prepared", reason);
        let after = self.close(tx, delivery, (event, change), told).await?;
        self.after_change(&after).await
    }

    async fn after_change(&self, delivery: &Delivery) -> Result<DeliveryRow, EngineError> {
        self.cx.wake.notify_one();
        self.one_row(delivery).await
    }

    async fn need_delivery(&self, id: DeliveryId) -> Result<Delivery, EngineError> {
        self.cx.store.delivery(id).await?.ok_or(EngineError::NotFound { what: "delivery" })
    }

    pub(crate) async fn one_row(&self, delivery: &Delivery) -> Result<DeliveryRow, EngineError> {
        let lead = self.cx.store.lead(delivery.lead_id).await?;
        let name = lead.map_or_else(|| "A deleted lead".to_owned(), |lead| lead.profile.name);
        let looked = self.look_at(std::iter::once(delivery)).await?;
        Ok(self.row(delivery, name, looked.as_ref()))
    }

    pub(crate) async fn delivery_rows_of(
        &self,
        lead: LeadId,
        name: &str,
    ) -> Result<Vec<DeliveryRow>, EngineError> {
        let deliveries = self.cx.store.deliveries_of_lead(lead).await?;
        let looked = self.look_at(deliveries.iter()).await?;
        Ok(deliveries.iter().map(|d| self.row(d, name.to_owned(), looked.as_ref())).collect())
    }

    fn row(&self, delivery: &Delivery, lead_name: String, looked: Option<&Looked>) -> DeliveryRow {
        let now = self.cx.now();
        let waits = looked.and_then(|looked| looked.waits(delivery, now));
        let (waits_for, next_at) = waits.unzip();
        DeliveryRow {
            id: delivery.id,
            lead_id: delivery.lead_id,
            lead_name,
            channel: delivery.channel,
            action: delivery.action,
            mode: delivery.mode,
            recipient: delivery.recipient.value().to_owned(),
            state: delivery.state,
            dry_run: delivery.dry_run,
            parts: delivery.parts.len(),
            parts_sent: delivery.parts_sent(),
            reason: delivery.reason.clone().filter(|reason| !reason.is_empty()),
            receipt: delivery.receipt.clone(),
            waits_for,
            next_at: next_at.flatten(),
            created_at: delivery.created_at,
            sent_at: delivery.sent_at,
            question: question(delivery),
        }
    }
}

fn nothing_to_settle() -> EngineError {
    EngineError::conflict(
        "not_possible_now",
        "There is nothing to settle: this message was not begun, or it is sent.",
    )
}

/// What the human's word is written down as.
fn said(delivery: &Delivery, word: Settlement) -> (&'static str, &'static str) {
    match (delivery.action.has_words(), word) {
        (true, Settlement::Sent) => ("You said it is in the chat", "You said it arrived"),
        (true, Settlement::NotSent) => {
            ("You said it did not arrive. Retry or cancel it.", "You said it did not arrive")
        }
        (false, Settlement::Sent) => ("You said it is done", "You said it is done"),
        (false, Settlement::NotSent) => {
            ("You said it is not done. Retry or cancel it.", "You said it is not done")
        }
    }
}
