//! The ledger: every step durable, nobody sends twice, limits are counted from it.

use sdr_domain::Timestamp;
use sdr_domain::channel::Channel;
use sdr_domain::delivery::{Delivery, DeliveryEvent as E, DeliveryState as S};
use sdr_domain::id::DeliveryId;
use sdr_domain::part::{PartEvent, PartState};
use sdr_storage::{DeliveryChange, DeliveryFilter, StoreError};

use crate::world::{World, at, id};

on_both!(
    a_delivery_comes_back_as_it_was_queued,
    nothing_is_claimed_before_its_time,
    of_two_claims_one_wins,
    every_step_is_kept_with_its_event,
    a_step_the_machine_refuses_changes_nothing,
    parts_are_journalled_one_by_one,
    the_event_log_cannot_be_rewritten,
    a_person_is_contacted_while_anything_may_have_left,
    the_list_narrows_and_pages,
);

pub(crate) async fn step(
    world: &World,
    id: DeliveryId,
    event: E,
    at: Timestamp,
) -> Result<Delivery, StoreError> {
    let tx = world.store.begin().await?;
    let change = DeliveryChange {
        lease_until: (event == E::Claim).then_some(Some(Timestamp::MAX)),
        ..DeliveryChange::default()
    };
    let delivery = tx.apply_delivery(id, event, change, at).await?;
    tx.commit().await?;
    Ok(delivery)
}

pub(crate) async fn steps(world: &World, id: DeliveryId, events: &[E], at: Timestamp) {
    for event in events {
        step(world, id, *event, at).await.unwrap();
    }
}

/// What may be claimed, whatever the limits say.
async fn due(world: &World, now: Timestamp) -> Vec<Delivery> {
    let lanes = world.store.lane_heads(now, 10).await.unwrap();
    lanes.into_iter().flat_map(|(_, heads)| heads).map(|head| head.delivery).collect()
}

async fn a_delivery_comes_back_as_it_was_queued(world: World) {
    let lead = world.lead("Ada").await;
    let delivery = world.delivery(lead, Channel::Telegram, false).await;
    assert_eq!(delivery.parts.len(), 2);
    assert_eq!(world.store.delivery(delivery.id).await.unwrap(), Some(delivery.clone()));
    assert_eq!(world.store.deliveries_of_lead(lead).await.unwrap(), std::slice::from_ref(&delivery));
    let events = world.store.delivery_events(delivery.id).await.unwrap();
    assert_eq!((events.len(), events[0].event.as_str(), events[0].at), (1, "queue", at(10)));
    assert_eq!(world.store.delivery(id()).await.unwrap(), None);
}

async fn nothing_is_claimed_before_its_time(world: World) {
    let lead = world.lead("Ada").await;
    let delivery = world.delivery(lead, Channel::Email, false).await;
    assert!(due(&world, at(39)).await.is_empty());
    assert_eq!(world.store.next_eligible_at().await.unwrap(), Some(at(40)));
    let tx = world.store.begin().await.unwrap();
    assert_eq!(tx.claim(delivery.id, at(100), at(39)).await.unwrap(), None);
    tx.commit().await.unwrap();
    assert_eq!(due(&world, at(40)).await, std::slice::from_ref(&delivery));
    let tx = world.store.begin().await.unwrap();
    let claimed = tx.claim(delivery.id, at(100), at(40)).await.unwrap().unwrap();
    assert_eq!((claimed.state, claimed.attempts, claimed.lease_until), (S::Claimed, 1, Some(at(100))));
    tx.commit().await.unwrap();
    assert_eq!(world.store.in_flight().await.unwrap(), [claimed]);
    assert_eq!(world.store.next_eligible_at().await.unwrap(), None);
}

async fn of_two_claims_one_wins(world: World) {
    let lead = world.lead("Ada").await;
    for _ in 0..10 {
        let delivery = world.delivery(lead, Channel::Email, false).await;
        let claim = |store: sdr_storage::Store| async move {
            let tx = store.begin().await.unwrap();
            let won = tx.claim(delivery.id, at(100), at(50)).await.unwrap().is_some();
            tx.commit().await.unwrap();
            won
        };
        let tasks: Vec<_> = (0..4).map(|_| tokio::spawn(claim(world.store.clone()))).collect();
        let mut won = 0;
        for task in tasks {
            won += usize::from(task.await.unwrap());
        }
        assert_eq!(won, 1);
    }
}

async fn every_step_is_kept_with_its_event(world: World) {
    let lead = world.lead("Ada").await;
    let delivery = world.delivery(lead, Channel::Email, false).await;
    steps(&world, delivery.id, &[E::Claim, E::Arm], at(50)).await;
    let tx = world.store.begin().await.unwrap();
    let change = DeliveryChange {
        reason: Some(Some("no answer".into())),
        eligible_at: Some(at(500)),
        detail: Some("421 busy".into()),
        ..DeliveryChange::default()
    };
    let back = tx.apply_delivery(delivery.id, E::NotSent, change, at(51)).await.unwrap();
    assert_eq!((back.state, back.eligible_at, back.lease_until), (S::Queued, at(500), None));
    assert_eq!(back.reason.as_deref(), Some("no answer"));
    tx.commit().await.unwrap();
    steps(&world, delivery.id, &[E::Claim, E::Arm], at(501)).await;
    let tx = world.store.begin().await.unwrap();
    let change = DeliveryChange {
        reason: Some(None),
        receipt: Some("250 2.0.0 Ok".into()),
        ..DeliveryChange::default()
    };
    let sent = tx.apply_delivery(delivery.id, E::Accept, change, at(502)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((sent.state, sent.sent_at, sent.attempts, sent.reason), (S::Sent, Some(at(502)), 2, None));
    let events: Vec<String> =
        world.store.delivery_events(delivery.id).await.unwrap().into_iter().map(|e| e.event).collect();
    assert_eq!(events, ["queue", "claim", "arm", "not_sent", "claim", "arm", "accept"]);
    assert_eq!(world.store.sent_since(at(0)).await.unwrap(), 1);
}

async fn a_step_the_machine_refuses_changes_nothing(world: World) {
    let lead = world.lead("Ada").await;
    let delivery = world.delivery(lead, Channel::Email, false).await;
    let refused = step(&world, delivery.id, E::Accept, at(50)).await;
    assert!(matches!(refused, Err(StoreError::InvalidTransition(_))));
    assert_eq!(world.store.delivery(delivery.id).await.unwrap(), Some(delivery.clone()));
    assert_eq!(world.store.delivery_events(delivery.id).await.unwrap().len(), 1);
    let nobody = step(&world, id(), E::Claim, at(50)).await;
    assert!(matches!(nobody, Err(StoreError::NotFound { .. })));
    steps(&world, delivery.id, &[E::Claim, E::Arm, E::LoseTrack], at(50)).await;
    assert!(world.store.open_uncertain(lead).await.unwrap());
    let refused = step(&world, delivery.id, E::Requeue, at(51)).await;
    assert!(matches!(refused, Err(StoreError::InvalidTransition(_))), "uncertain is never tried again");
}

async fn parts_are_journalled_one_by_one(world: World) {
    let lead = world.lead("Ada").await;
    let delivery = world.delivery(lead, Channel::Telegram, false).await;
    steps(&world, delivery.id, &[E::Claim, E::Arm], at(50)).await;
    for event in [PartEvent::Open, PartEvent::Bind, PartEvent::Arm, PartEvent::Fire, PartEvent::Accept] {
        let tx = world.store.begin().await.unwrap();
        tx.record_part(delivery.id, 0, event, "window 7", at(51)).await.unwrap();
        tx.commit().await.unwrap();
    }
    let tx = world.store.begin().await.unwrap();
    let again = tx.record_part(delivery.id, 0, PartEvent::Fire, "", at(52)).await;
    assert!(matches!(again, Err(StoreError::InvalidTransition(_))));
    let missing = tx.record_part(delivery.id, 9, PartEvent::Open, "", at(52)).await;
    assert!(matches!(missing, Err(StoreError::NotFound { table: "delivery_parts" })));
    tx.rollback().await.unwrap();
    let stored = world.store.delivery(delivery.id).await.unwrap().unwrap();
    assert_eq!((stored.parts_sent(), stored.next_part().unwrap().number), (1, 1));
    let events = world.store.delivery_events(delivery.id).await.unwrap();
    let last = events.last().unwrap();
    assert_eq!((last.part, last.event.as_str(), last.state.as_str()), (Some(0), "accept", "accepted"));
    assert_eq!(stored.parts[1].state, PartState::Queued);
}

async fn the_event_log_cannot_be_rewritten(world: World) {
    // The store has no method for it; what a stray statement would meet is checked in `opening`.
    let lead = world.lead("Ada").await;
    let delivery = world.delivery(lead, Channel::Email, false).await;
    let tx = world.store.begin().await.unwrap();
    tx.delete_lead(lead, at(60)).await.unwrap();
    tx.commit().await.unwrap();
    let events = world.store.delivery_events(delivery.id).await.unwrap();
    assert_eq!(events.last().unwrap().event, "cancel", "even an erasure only adds to it");
    assert_eq!(events.len(), 2);
}

async fn a_person_is_contacted_while_anything_may_have_left(world: World) {
    let lead = world.lead("Ada").await;
    assert_eq!(world.store.contacted(lead).await.unwrap(), None);
    let delivery = world.delivery(lead, Channel::Telegram, false).await;
    assert_eq!(world.store.contacted(lead).await.unwrap(), Some(at(10)));
    step(&world, delivery.id, E::Cancel, at(20)).await.unwrap();
    assert_eq!(world.store.contacted(lead).await.unwrap(), None);
    let half = world.delivery(lead, Channel::Telegram, false).await;
    steps(&world, half.id, &[E::Claim], at(50)).await;
    let tx = world.store.begin().await.unwrap();
    tx.record_part(half.id, 0, PartEvent::Accept, "", at(51)).await.unwrap();
    tx.apply_delivery(half.id, E::HoldBack, DeliveryChange::default(), at(52)).await.unwrap();
    tx.apply_delivery(half.id, E::Cancel, DeliveryChange::default(), at(53)).await.unwrap();
    assert!(tx.contacted(lead).await.unwrap().is_some(), "half a message is a message");
    tx.commit().await.unwrap();
}

async fn the_list_narrows_and_pages(world: World) {
    let lead = world.lead("Ada").await;
    let mut ids = Vec::new();
    for n in 0..7 {
        let channel = if n % 2 == 0 { Channel::Email } else { Channel::Telegram };
        ids.push(world.delivery(lead, channel, false).await.id);
    }
    step(&world, ids[0], E::Cancel, at(20)).await.unwrap();
    let queued = DeliveryFilter { states: vec![S::Queued, S::Claimed], channel: Some(Channel::Email) };
    let first = world.store.deliveries_page(&queued, None, 2).await.unwrap();
    assert_eq!((first.total, first.rows.len()), (3, 2));
    assert_eq!(first.rows[0].delivery.id, ids[6]);
    assert_eq!(first.rows[0].lead_name, "Ada");
    let second = world.store.deliveries_page(&queued, first.next.as_deref(), 2).await.unwrap();
    assert_eq!((second.rows.len(), second.next.as_deref()), (1, None));
    assert_eq!(world.store.deliveries_page(&DeliveryFilter::default(), None, 50).await.unwrap().total, 7);
    assert_eq!(world.store.delivery_counts().await.unwrap()[&S::Canceled], 1);
    assert!(!format!("{:?}", first.rows).contains("example.com"));
}
