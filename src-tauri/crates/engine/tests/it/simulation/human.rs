//! The human of a simulation: says yes or no, answers what only they can know, lets channels go on; and the
//! leads, who reply, are away, bounce or want no more of it.

use jiff::SignedDuration;
use sdr_domain::channel::Channel;
use sdr_domain::delivery::DeliveryState;
use sdr_domain::id::EnrollmentId;
use sdr_domain::reply::ReplyKind;
use sdr_engine::EngineError;
use sdr_engine::view::{DeliveryRow, ReplyForm, Settlement};
use sdr_storage::DeliveryFilter;

use super::outside::Dice;
use super::world::World;

/// What somebody else was quicker with is no mistake; everything else is.
fn allowed<T>(result: Result<T, EngineError>) {
    match result {
        Ok(_) | Err(EngineError::Precondition { .. } | EngineError::Conflict { .. }) => {}
        Err(error) => panic!("{error}"),
    }
}

impl World {
    /// One look at the app: the queue, the questions, the channels.
    pub(crate) async fn human_looks(&self, dice: &mut Dice) {
        let drafts = self.engine.drafts_page(&crate::harness::pending(), None, 200).await.unwrap().items;
        for row in drafts {
            let draft = self.engine.draft(row.id).await.unwrap().unwrap();
            let variant = &draft.variants[0];
            match (dice.roll(20), variant.fingerprint.clone()) {
                (0, _) => allowed(self.engine.reject_draft(variant.id, "not this one").await),
                (1 | 2, _) | (_, None) => {}
                (_, Some(seen)) => allowed(self.engine.approve(variant.id, &seen, false).await),
            }
        }
        let filter = |states| DeliveryFilter { states, channel: Some(Channel::Linkedin) };
        let by_hand = filter(vec![DeliveryState::Queued]);
        for row in self.engine.deliveries_page(&by_hand, None, 200).await.unwrap().items {
            // Prepared, pressed, and said so; what a limit forbids now is refused.
            if self.engine.prepare(row.id).await.is_ok() {
                allowed(self.engine.settle(row.id, Settlement::Sent).await);
            }
        }
        let states = vec![DeliveryState::Uncertain, DeliveryState::Held, DeliveryState::Failed];
        let filter = DeliveryFilter { states, channel: None };
        for row in self.engine.deliveries_page(&filter, None, 200).await.unwrap().items {
            self.human_answers(&row, dice).await;
        }
        for channel in Channel::ALL {
            self.engine.resume_channel(channel).await.unwrap();
        }
    }

    /// The truth about what is in the chat; then once more, or no more.
    async fn human_answers(&self, row: &DeliveryRow, dice: &mut Dice) {
        if row.state == DeliveryState::Uncertain {
            let asked = |left: &super::outside::Left| left.delivery == row.id;
            let part = u16::try_from(row.parts_sent).unwrap();
            let there = self.outside.left().iter().any(|left| asked(left) && left.part == part);
            let word = if there { Settlement::Sent } else { Settlement::NotSent };
            allowed(self.engine.settle(row.id, word).await);
        } else if dice.happens(700) {
            allowed(self.engine.retry(row.id).await);
        } else {
            allowed(self.engine.cancel(row.id).await);
        }
    }

    /// Something comes back from one of these people.
    pub(crate) async fn somebody_answers(&self, ids: &[EnrollmentId], dice: &mut Dice) {
        let number = usize::try_from(dice.roll(ids.len() as u64)).unwrap();
        let enrollment = self.store.enrollment(ids[number]).await.unwrap().unwrap();
        let back = SignedDuration::from_hours(24 * i64::try_from(1 + dice.roll(10)).unwrap());
        let kind = match dice.roll(20) {
            0..8 => ReplyKind::Reply,
            8..13 => ReplyKind::Engagement,
            13..16 => ReplyKind::OutOfOffice,
            16..18 => ReplyKind::Bounce,
            _ => ReplyKind::OptOut,
        };
        let form = ReplyForm {
            channel: Channel::Email,
            kind,
            note: None,
            back_at: (kind == ReplyKind::OutOfOffice).then(|| self.now() + back),
            at: None,
        };
        allowed(self.engine.record_reply(enrollment.lead_id, form).await);
    }
}
