//! What is called back when sequences stop, and what is asked before leads are enrolled.

use sdr_domain::delivery::DeliveryEvent;
use sdr_domain::draft::{DraftStatus, Variant};
use sdr_domain::part::PartEvent;
use sdr_domain::reply::{Reply, ReplyKind};
use sdr_domain::suppression::SuppressionKind;
use sdr_storage::DeliveryChange;

use super::*;

on_both!(
    what_may_be_leaving_is_not_called_back,
    everything_to_a_lead_is_called_back_at_once,
    pending_drafts_leave_the_queue_and_others_stay,
    a_rule_is_about_whom_it_names,
    who_was_enrolled_and_written_to_is_known,
    the_colleague_who_answered_last_is_named,
);

async fn what_may_be_leaving_is_not_called_back(world: World) {
    let lead = world.lead("Ada").await;
    let (queued, armed) =
        (world.delivery(lead, Channel::Email, false).await, world.delivery(lead, Channel::X, false).await);
    let tx = world.store.begin().await.unwrap();
    tx.claim(armed.id, at(400), at(50)).await.unwrap().unwrap();
    tx.record_part(armed.id, 0, PartEvent::Arm, "", at(50)).await.unwrap();
    tx.apply_delivery(armed.id, DeliveryEvent::Arm, DeliveryChange::default(), at(50)).await.unwrap();
    let canceled = tx.cancel_deliveries(&[queued.id, armed.id], "They replied", at(60)).await.unwrap();
    assert_eq!(canceled, [queued.id]);
    assert_eq!(tx.cancel_deliveries(&[queued.id], "Again", at(61)).await.unwrap(), []);
    tx.commit().await.unwrap();
    let after = world.store.delivery(queued.id).await.unwrap().unwrap();
    assert_eq!((after.state, after.reason.as_deref()), (DeliveryState::Canceled, Some("They replied")));
    let journal = world.store.delivery_events(queued.id).await.unwrap();
    let last = journal.last().map(|row| (row.event.as_str(), row.state.as_str(), row.part, row.at));
    assert_eq!(last, Some(("cancel", "canceled", None, at(60))));
    let armed = world.store.delivery(armed.id).await.unwrap().unwrap();
    assert_eq!(armed.state, DeliveryState::Armed);
}

async fn everything_to_a_lead_is_called_back_at_once(world: World) {
    let (ada, bob) = (world.lead("Ada").await, world.lead("Bob").await);
    let first = world.delivery(ada, Channel::Email, false).await;
    let second = world.delivery(ada, Channel::X, true).await;
    let other = world.delivery(bob, Channel::Email, false).await;
    let tx = world.store.begin().await.unwrap();
    let mut canceled = tx.cancel_deliveries_of_lead(ada, "They replied", at(60)).await.unwrap();
    tx.commit().await.unwrap();
    canceled.sort();
    let mut both = [first.id, second.id];
    both.sort();
    assert_eq!(canceled, both);
    assert_eq!(world.store.delivery(other.id).await.unwrap().unwrap().state, DeliveryState::Queued);
}

async fn pending_drafts_leave_the_queue_and_others_stay(world: World) {
    let (ada, bob) = (world.lead("Ada").await, world.lead("Bob").await);
    let (one, two, three) = (id(), id(), id());
    let mut rejected = world.draft(ada, three, Variant::A);
    rejected.status = DraftStatus::Rejected;
    let drafts = vec![
        world.draft(ada, one, Variant::A),
        world.draft(ada, one, Variant::B),
        world.draft(ada, two, Variant::A),
        rejected.clone(),
        world.draft(bob, id(), Variant::A),
    ];
    world.insert_drafts(drafts.clone()).await;
    let tx = world.store.begin().await.unwrap();
    assert_eq!(tx.supersede_choices(&[one, three], at(60)).await.unwrap(), 2);
    assert_eq!(tx.supersede_drafts_of_lead(ada, at(61)).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(world.store.draft(rejected.id).await.unwrap().unwrap().status, DraftStatus::Rejected);
    assert_eq!(world.store.draft(drafts[4].id).await.unwrap().unwrap().status, DraftStatus::Pending);
}

async fn a_rule_is_about_whom_it_names(world: World) {
    let (sequence, _) = sequence(&world).await;
    let people =
        [("Ada", "ada@mail.example.org"), ("Bob", "bob@example.org"), ("Cyd", "cyd@other-example.org")];
    let mut ids = Vec::new();
    for (name, address) in people {
        let lead = world.import(vec![person(name, None, &[(Email, address)])]).await.created[0];
        ids.push((lead, enroll(&world, &sequence, lead, None).await.id));
    }
    let tx = world.store.begin().await.unwrap();
    let mut found = tx.enrollments_barred_by(SuppressionKind::Domain, "example.org").await.unwrap();
    found.sort();
    let mut both = vec![ids[0].1, ids[1].1];
    both.sort();
    assert_eq!(found, both);
    let one = tx.enrollments_barred_by(SuppressionKind::Email, "bob@example.org").await.unwrap();
    assert_eq!(one, [ids[1].1]);
    let person = tx.enrollments_barred_by(SuppressionKind::Person, &ids[2].0.to_string()).await.unwrap();
    assert_eq!(person, [ids[2].1]);
    assert_eq!(tx.enrollments_barred_by(SuppressionKind::X, "ada").await.unwrap(), []);
    let live = tx.live_among(&[ids[0].1, id()]).await.unwrap();
    assert_eq!(live.iter().map(|e| e.id).collect::<Vec<_>>(), [ids[0].1]);
}

async fn who_was_enrolled_and_written_to_is_known(world: World) {
    let (sequence, _) = sequence(&world).await;
    let (ada, bob, cyd) = (world.lead("Ada").await, world.lead("Bob").await, world.lead("Cyd").await);
    let live = enroll(&world, &sequence, ada, None).await;
    let mut over = enroll(&world, &sequence, bob, None).await;
    (over.state, over.ended_at, over.end_reason) =
        (EnrollmentState::Completed, Some(at(50)), Some(EndReason::Done));
    let tx = world.store.begin().await.unwrap();
    tx.update_enrollments(&[over]).await.unwrap();
    // A like is no word to anybody, and a dry run reaches nobody.
    tx.insert_deliveries(&[like(&live, 0, "17")]).await.unwrap();
    tx.commit().await.unwrap();
    world.delivery(cyd, Channel::Email, true).await;
    world.delivery(bob, Channel::Email, false).await;
    let all = [ada, bob, cyd];
    let enrolled = world.store.enrolled_among(sequence.id, &all).await.unwrap();
    assert_eq!(
        (enrolled.get(&ada), enrolled.get(&bob), enrolled.get(&cyd)),
        (Some(&true), Some(&false), None)
    );
    let contacted = world.store.contacted_among(&all).await.unwrap();
    assert_eq!(contacted.into_iter().collect::<Vec<_>>(), [bob]);
    assert_eq!(world.store.contacted_besides(bob, None).await.unwrap(), Some(at(10)));
    assert_eq!(world.store.contacted_besides(bob, Some(live.id)).await.unwrap(), Some(at(10)));
    assert_eq!(world.store.contacted_besides(ada, None).await.unwrap(), None);
    assert_eq!(world.store.leads_judged_since(at(0), 1).await.unwrap(), []);
}

async fn the_colleague_who_answered_last_is_named(world: World) {
    let (sequence, _) = sequence(&world).await;
    let (ada, bob) = (world.lead("Ada").await, world.lead("Bob").await);
    enroll(&world, &sequence, ada, None).await;
    enroll(&world, &sequence, bob, None).await;
    assert_eq!(world.store.colleague_who_replied("acme", bob).await.unwrap(), None);
    let reply = Reply {
        id: id(),
        project_id: world.project,
        lead_id: ada,
        channel: Channel::Email,
        kind: ReplyKind::Reply,
        note: None,
        back_at: None,
        at: at(50),
        created_at: at(50),
    };
    let tx = world.store.begin().await.unwrap();
    tx.insert_reply(&reply).await.unwrap();
    tx.commit().await.unwrap();
    let named = world.store.colleague_who_replied("acme", bob).await.unwrap();
    assert_eq!(named, Some(("Ada".to_owned(), None)));
    assert_eq!(world.store.colleague_who_replied("acme", ada).await.unwrap(), None);
}
