//! One delivery from claim to outcome.

use sdr_domain::action::Action;
use sdr_domain::activity::Actor;
use sdr_domain::channel::Channel;
use sdr_domain::delivery::{Delivery, DeliveryEvent, Ticket};
use sdr_domain::lead::LeadStatus;
use sdr_domain::limits::{Decision, LimitRules, decide};
use sdr_domain::part::PartEvent;
use sdr_domain::project::Project;
use sdr_domain::suppression::keys_for;
use sdr_ports::{ChannelError, Outgoing};
use sdr_storage::DeliveryChange;

use super::LEASE;
use super::gate::candidate;
use super::journal::LedgerJournal;
use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;

impl Engine {
    /// Claims a delivery and carries it out. Returns early without harm when somebody else has it, or another
    /// process took the place that the limits had left.
    pub(super) async fn deliver(
        &self,
        due: Delivery,
        project: &Project,
        within: Option<&LimitRules>,
    ) -> Result<(), EngineError> {
        let _desktop = self.cx.desktop.lock().await;
        let now = self.cx.now();
        let lease_until = now.saturating_add(LEASE).unwrap_or(now);
        let forgiven = self.forgiven().await?;
        let tx = self.cx.store.begin().await?;
        if let Some(rules) = within {
            tx.lock_limits().await?;
            let book = tx.book(rules, now, &forgiven).await?;
            if decide(now, rules, &book, &candidate(&due, None)) != Decision::Go {
                return Ok(());
            }
        }
        let claimed = tx.claim(due.id, lease_until, now).await?;
        tx.commit().await?;
        let Some(delivery) = claimed else { return Ok(()) };
        self.cx.bus.announce(Topic::Deliveries, delivery.id);

        if let Some(reason) = self.cancel_reason(&delivery).await? {
            return self.call_back(&delivery, reason).await;
        }
        if delivery.dry_run {
            return self.record_dry_run(&delivery).await;
        }
        let result = match self.cx.channels.open(delivery.channel, &project.connect, None).await {
            None => Err(ChannelError::Held { reason: not_connected(delivery.channel) }),
            Some(port) => {
                let message = self.outgoing(&delivery).await?;
                let journal = LedgerJournal { engine: self, delivery: delivery.id };
                port.deliver(&message, &journal).await
            }
        };
        self.record_outcome(delivery.id, result).await
    }

    /// The last look, after the claim: suppression, replies and the approval are checked again. `None`
    /// means it may go.
    pub(crate) async fn cancel_reason(&self, delivery: &Delivery) -> Result<Option<String>, EngineError> {
        let store = &self.cx.store;
        let Some(lead) = store.lead(delivery.lead_id).await? else {
            return Ok(Some("The lead was deleted.".into()));
        };
        if !store.suppressed(&keys_for(Some(lead.id), &lead.handles)).await?.is_empty() {
            return Ok(Some("This person is on your suppression list.".into()));
        }
        if lead.status == LeadStatus::Replied {
            return Ok(Some("This person has replied; write to them yourself.".into()));
        }
        let allowed = self.still_allowed(delivery).await?;
        Ok((!allowed).then(|| "Its approval was taken back.".to_owned()))
    }

    /// Whether the yes it hangs on still stands, for exactly these words.
    pub(super) async fn still_allowed(&self, delivery: &Delivery) -> Result<bool, EngineError> {
        match delivery.ticket {
            Ticket::Draft { approval_id, .. } => {
                let approval = self.cx.store.approval(approval_id).await?;
                Ok(approval.is_some_and(|a| a.revoked_at.is_none() && a.fingerprint == delivery.fingerprint))
            }
            // A version never changes, so its yes stands; whoever takes it back ends the enrollment, and that
            // cancels the delivery.
            Ticket::Step { .. } => Ok(true),
        }
    }

    async fn call_back(&self, delivery: &Delivery, reason: String) -> Result<(), EngineError> {
        let change = DeliveryChange { reason: Some(Some(reason.clone())), ..DeliveryChange::default() };
        let tx = self.cx.store.begin().await?;
        let told = (Actor::App, "delivery.canceled", reason);
        self.close(tx, delivery, (DeliveryEvent::Cancel, change), told).await?;
        Ok(())
    }

    /// Writes down what would have been sent; no channel is touched.
    async fn record_dry_run(&self, delivery: &Delivery) -> Result<(), EngineError> {
        let now = self.cx.now();
        let change = DeliveryChange {
            receipt: Some("Dry run: nothing left this machine".into()),
            sent_at: Some(now),
            ..DeliveryChange::default()
        };
        let tx = self.cx.store.begin().await?;
        for part in &delivery.parts {
            tx.record_part(delivery.id, part.number, PartEvent::Accept, "dry run", now).await?;
        }
        let detail = match delivery.action {
            Action::Like => "Dry run: would have liked their post on X".to_owned(),
            Action::Follow => "Dry run: would have followed them on X".to_owned(),
            Action::Reply | Action::Message => {
                format!("Dry run: would have been sent by {}", delivery.channel.name())
            }
        };
        let told = (Actor::App, "delivery.dry_run", detail);
        self.close(tx, delivery, (DeliveryEvent::Accept, change), told).await?;
        Ok(())
    }

    pub(crate) async fn outgoing(&self, delivery: &Delivery) -> Result<Outgoing, EngineError> {
        let lead = self.cx.store.lead(delivery.lead_id).await?;
        Ok(Outgoing {
            delivery_id: delivery.id,
            lead_id: Some(delivery.lead_id),
            action: delivery.action,
            recipient: delivery.recipient.clone(),
            recipient_name: lead.map(|lead| lead.profile.name).unwrap_or_default(),
            subject: delivery.subject.clone(),
            parts: delivery.parts.clone(),
            message_id: delivery.message_id.clone(),
            thread: self.thread_before(delivery).await?,
            reply_to: delivery.reply_to.clone(),
        })
    }
}

fn not_connected(channel: Channel) -> String {
    let name = match channel {
        Channel::Telegram => "Telegram Desktop",
        Channel::Email => "E-mail",
        Channel::X => "X",
        Channel::Linkedin => "LinkedIn",
    };
    format!("{name} is not connected. Nothing was sent. Connect it in the settings, then retry.")
}
