//! Writes down what became of a send: parts and delivery move together, in one transaction.

use jiff::SignedDuration;
use sdr_domain::action::Action;
use sdr_domain::activity::Actor;
use sdr_domain::channel::Mode;
use sdr_domain::delivery::{Delivery, DeliveryEvent, DeliveryState};
use sdr_domain::id::{DeliveryId, LeadId};
use sdr_domain::lead::LeadStatus;
use sdr_domain::limits::CoolDown;
use sdr_domain::part::{PartEvent, PartState};
use sdr_ports::{ChannelError, Receipt};
use sdr_storage::{CooldownRow, DeliveryChange, Tx};

use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;

/// A rate limit makes a channel rest this long at least.
const COOL_DOWN_SECS: u32 = 3_600;

/// How long a channel rests after a rate limit: an hour, or what the service asked for if that is longer.
fn cool_down_secs(asked: Option<u32>) -> u32 {
    asked.unwrap_or(0).max(COOL_DOWN_SECS)
}

/// What the activity log says of an act that went out.
fn told(delivery: &Delivery) -> String {
    match delivery.action {
        Action::Like => "Liked their post on X".to_owned(),
        Action::Follow => "Followed them on X".to_owned(),
        Action::Reply | Action::Message => format!("Sent by {}", delivery.channel.name()),
    }
}

/// After this many tries a human looks, however sure it is that nothing left.
const MOST_ATTEMPTS: u32 = 6;

impl Engine {
    pub(super) async fn record_outcome(
        &self,
        id: DeliveryId,
        result: Result<Receipt, ChannelError>,
    ) -> Result<(), EngineError> {
        let Some(delivery) = self.cx.store.delivery(id).await? else { return Ok(()) };
        // Called back while it was claimed: the journal let nothing leave.
        if delivery.state == DeliveryState::Canceled {
            return Ok(());
        }
        let now = self.cx.now();
        let tx = self.cx.store.begin().await?;
        let (event, change, kind, detail) = match result {
            Ok(receipt) => {
                let change = DeliveryChange {
                    receipt: Some(receipt.proof),
                    sent_at: Some(now),
                    ..DeliveryChange::default()
                };
                (DeliveryEvent::Accept, change, "delivery.sent", told(&delivery))
            }
            Err(error) => {
                if let ChannelError::RateLimited { reason, retry_after_secs } = &error {
                    self.rest(&tx, &delivery, reason, *retry_after_secs).await?;
                }
                let (part_events, event, change, kind) = self.setback(&delivery, error);
                self.settle_part(&tx, &delivery, part_events).await?;
                let detail = change.reason.clone().flatten().unwrap_or_default();
                if event == DeliveryEvent::LoseTrack && delivery.state == DeliveryState::Claimed {
                    // The channel claims it may have left without having armed: believe the worse.
                    tx.apply_delivery(id, DeliveryEvent::Arm, DeliveryChange::default(), now).await?;
                }
                (event, change, kind, detail)
            }
        };
        self.close(tx, &delivery, (event, change), (Actor::App, kind, detail)).await?;
        Ok(())
    }

    /// A rate limit makes the whole channel rest, whatever it was about: an account that keeps on is noticed.
    pub(crate) async fn rest(
        &self,
        tx: &Tx,
        delivery: &Delivery,
        reason: &str,
        asked: Option<u32>,
    ) -> Result<(), EngineError> {
        let at = self.cx.now();
        let pause = SignedDuration::from_secs(i64::from(cool_down_secs(asked)));
        let until = at.saturating_add(pause).unwrap_or(at);
        let rest = CoolDown { channel: delivery.channel, action: None, at, until };
        let (delivery_id, reason) = (Some(delivery.id), reason.to_owned());
        Ok(tx.insert_cooldown(&CooldownRow { id: self.cx.id(), rest, delivery_id, reason }).await?)
    }

    /// Takes the delivery's last step in this transaction, with its audit row and what it does to its
    /// enrollment, commits, and says so.
    pub(crate) async fn close(
        &self,
        tx: Tx,
        delivery: &Delivery,
        (event, change): (DeliveryEvent, DeliveryChange),
        (actor, kind, detail): (Actor, &str, String),
    ) -> Result<Delivery, EngineError> {
        // Locked before the delivery, like everywhere.
        let enrollment = match delivery.enrollment_id {
            Some(id) => tx.enrollment(id).await?,
            None => None,
        };
        let after = tx.apply_delivery(delivery.id, event, change, self.cx.now()).await?;
        // A like or a follow is no word to anybody: whoever got only that was not written to.
        if after.state == DeliveryState::Sent && !after.dry_run && after.action.has_words() {
            self.mark_sent(&tx, after.lead_id).await?;
        }
        if let Some(enrollment) = enrollment.filter(|_| after.state.is_final()) {
            self.settle_step(&tx, enrollment, &after).await?;
        }
        let about = (Some(after.project_id), Some(after.lead_id));
        tx.insert_activity(vec![self.cx.activity(about, actor, kind, after.id, detail)]).await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Deliveries, after.id);
        self.cx.bus.announce(Topic::Leads, after.lead_id);
        if let Some(enrollment) = after.enrollment_id {
            self.cx.bus.announce(Topic::Enrollments, enrollment);
        }
        Ok(after)
    }

    /// What came back meanwhile says more about a lead than that it was written to.
    async fn mark_sent(&self, tx: &Tx, lead: LeadId) -> Result<(), EngineError> {
        let stands = tx.lead(lead).await?.map(|lead| lead.status);
        if !matches!(stands, Some(LeadStatus::Replied | LeadStatus::Suppressed)) {
            tx.set_lead_status(&[lead], LeadStatus::Sent, self.cx.now()).await?;
        }
        Ok(())
    }

    /// What a channel error means for the part in question and for the delivery.
    fn setback(
        &self,
        delivery: &Delivery,
        error: ChannelError,
    ) -> (&'static [PartEvent], DeliveryEvent, DeliveryChange, &'static str) {
        let reason =
            |reason: String| DeliveryChange { reason: Some(Some(reason)), ..DeliveryChange::default() };
        match error {
            ChannelError::NotSent { reason: why, .. } if delivery.attempts >= MOST_ATTEMPTS => {
                let why = format!("{why} It was tried {MOST_ATTEMPTS} times; look at the cause, then retry.");
                (&[PartEvent::Hold], DeliveryEvent::HoldBack, reason(why), "delivery.held")
            }
            ChannelError::NotSent { reason: why, retry_after_secs } => {
                let now = self.cx.now();
                // Each further try waits twice as long, up to an hour, plus what the service asked for.
                let factor = 1_u32 << delivery.attempts.saturating_sub(1).min(6);
                let pause =
                    i64::from(retry_after_secs.max(1).saturating_mul(factor).min(3600.max(retry_after_secs)));
                let eligible_at = now.saturating_add(SignedDuration::from_secs(pause)).unwrap_or(now);
                let change = DeliveryChange { eligible_at: Some(eligible_at), ..reason(why) };
                (&[PartEvent::Hold, PartEvent::Requeue], DeliveryEvent::NotSent, change, "delivery.not_sent")
            }
            // It keeps its place: what holds it is the channel's rest, not its own.
            ChannelError::RateLimited { reason: why, .. } => {
                let attempts = Some(delivery.attempts.saturating_sub(1));
                let change = DeliveryChange { attempts, ..reason(why) };
                let events = &[PartEvent::Hold, PartEvent::Requeue];
                (events, DeliveryEvent::NotSent, change, "delivery.rate_limited")
            }
            ChannelError::NotNow { reason: why, retry_after_secs } => {
                let now = self.cx.now();
                let pause = SignedDuration::from_secs(i64::from(retry_after_secs.max(1)));
                let change = DeliveryChange {
                    eligible_at: Some(now.saturating_add(pause).unwrap_or(now)),
                    attempts: Some(delivery.attempts.saturating_sub(1)),
                    ..reason(why)
                };
                (&[PartEvent::Hold, PartEvent::Requeue], DeliveryEvent::NotSent, change, "delivery.waits")
            }
            ChannelError::Held { reason: why } => {
                (&[PartEvent::Hold], DeliveryEvent::HoldBack, reason(why), "delivery.held")
            }
            ChannelError::ByHand { reason: why } => {
                let now = self.cx.now();
                let change = DeliveryChange {
                    mode: Some(Mode::Assisted),
                    eligible_at: Some(now),
                    attempts: Some(delivery.attempts.saturating_sub(1)),
                    ..reason(why)
                };
                (&[PartEvent::Hold, PartEvent::Requeue], DeliveryEvent::NotSent, change, "delivery.by_hand")
            }
            ChannelError::Refused { reason: why } => {
                (&[PartEvent::Hold], DeliveryEvent::Refuse, reason(why), "delivery.failed")
            }
            ChannelError::Unknown { reason: why } => {
                (&[PartEvent::LoseTrack], DeliveryEvent::LoseTrack, reason(why), "delivery.uncertain")
            }
        }
    }

    /// Applies those events that still have a place: the channel may have journalled them itself.
    pub(crate) async fn settle_part(
        &self,
        tx: &Tx,
        delivery: &Delivery,
        events: &[PartEvent],
    ) -> Result<(), EngineError> {
        let Some(part) = delivery.next_part() else { return Ok(()) };
        let mut state: PartState = part.state;
        for event in events {
            if let Ok(next) = state.apply(*event) {
                tx.record_part(delivery.id, part.number, *event, "", self.cx.now()).await?;
                state = next;
            }
        }
        Ok(())
    }
}
