//! What counts against the limits, and whose turn it is.

use jiff::SignedDuration;
use sdr_domain::Timestamp;
use sdr_domain::action::Action;
use sdr_domain::channel::Channel;
use sdr_domain::delivery::{Delivery, DeliveryEvent as E};
use sdr_domain::enrollment::EnrollmentState;
use sdr_domain::id::{DeliveryId, LeadId};
use sdr_domain::limits::{Book, CoolDown, Lane, LimitRules};
use sdr_domain::part::PartEvent;
use sdr_domain::project::Outreach;
use sdr_domain::sequence::SequenceState;
use sdr_storage::{CooldownRow, DeliveryChange, LaneKey, ManualActRow};

use crate::deliveries::{step, steps};
use crate::enrollments::{enroll, like, sequence};
use crate::world::{World, at, id};

on_both!(
    dry_runs_count_for_nothing,
    what_left_or_may_have_left_counts,
    half_a_message_counts,
    the_humans_own_acts_count_in_their_lane,
    a_rest_holds_until_its_end,
    failures_in_a_row_end_with_a_success_or_a_human,
    days_of_use_are_local_days_and_each_counts_once,
    a_lane_never_waits_behind_another,
    a_lane_is_paged_in_its_order,
    what_rests_with_its_sequence_is_in_no_lane,
    an_unsettled_message_keeps_others_from_the_same_person,
    dry_runs_and_half_messages_are_free,
);

const CHATS: Lane = Lane::new(Channel::Telegram, Action::Message);
const MAILS: Lane = Lane::new(Channel::Email, Action::Message);
const LIKES: Lane = Lane::new(Channel::X, Action::Like);

fn rules() -> LimitRules {
    LimitRules::of(&Outreach::default()).unwrap()
}

async fn book(world: &World, now: Timestamp) -> Book {
    world.store.book(&rules(), now, &[]).await.unwrap()
}

/// Acts of a lane on the local day.
async fn used(world: &World, lane: Lane, now: Timestamp) -> u32 {
    let start = rules().calendar.day(now).start;
    book(world, now).await.used_since(lane, start, now)
}

/// When the last e-mail left, as far as the limits know.
pub(crate) async fn last_mail(world: &World) -> Option<Timestamp> {
    book(world, at(60)).await.last_act(MAILS)
}

fn days(n: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * n)
}

async fn dry_runs_count_for_nothing(world: World) {
    let lead = world.lead("Ada").await;
    let delivery = world.delivery(lead, Channel::Email, true).await;
    steps(&world, delivery.id, &[E::Claim, E::Accept], at(50)).await;
    assert_eq!(used(&world, MAILS, at(60)).await, 0);
    assert_eq!(world.store.contacted(lead).await.unwrap(), None);
}

async fn what_left_or_may_have_left_counts(world: World) {
    let lead = world.lead("Ada").await;
    let ends: [&[E]; 5] = [
        &[E::Claim, E::Arm],
        &[E::Claim, E::Arm, E::LoseTrack],
        &[E::Claim, E::Arm, E::Accept],
        // What a worker holds may be leaving at this instant.
        &[E::Claim],
        &[E::Claim, E::Arm, E::HoldBack],
    ];
    for (n, end) in (0..).zip(ends) {
        let delivery = world.delivery(lead, Channel::Telegram, false).await;
        steps(&world, delivery.id, end, at(100 + n)).await;
    }
    let mail = world.delivery(lead, Channel::Email, false).await;
    steps(&world, mail.id, &[E::Claim, E::Arm, E::Accept], at(90)).await;
    let now = at(200);
    let seen = book(&world, now).await;
    let start = rules().calendar.day(now).start;
    assert_eq!((seen.used_since(CHATS, start, now), seen.all_since(start, now)), (4, 5));
    assert_eq!(seen.used_within(CHATS, SignedDuration::from_secs(98), now), 1, "after second 102");
    assert_eq!(seen.last_act(CHATS), Some(at(103)));
    let tomorrow = now.checked_add(days(1)).unwrap();
    assert_eq!(used(&world, CHATS, tomorrow).await, 0);
}

async fn half_a_message_counts(world: World) {
    let lead = world.lead("Ada").await;
    let half = world.delivery(lead, Channel::Telegram, false).await;
    steps(&world, half.id, &[E::Claim, E::Arm], at(50)).await;
    let tx = world.store.begin().await.unwrap();
    tx.record_part(half.id, 0, PartEvent::Accept, "", at(51)).await.unwrap();
    tx.apply_delivery(half.id, E::HoldBack, DeliveryChange::default(), at(52)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(used(&world, CHATS, at(60)).await, 1);
}

async fn log(world: &World, lane: Lane, count: u32, when: Timestamp) {
    let (channel, action) = (lane.channel, lane.action);
    let act = ManualActRow { id: id(), channel, action, lead_id: None, count, at: when, created_at: when };
    let tx = world.store.begin().await.unwrap();
    tx.insert_manual_act(&act).await.unwrap();
    tx.commit().await.unwrap();
}

async fn the_humans_own_acts_count_in_their_lane(world: World) {
    log(&world, LIKES, 4, at(10)).await;
    log(&world, LIKES, 1, at(20)).await;
    log(&world, MAILS, 2, at(20)).await;
    assert_eq!(used(&world, LIKES, at(30)).await, 5);
    assert_eq!(used(&world, CHATS, at(30)).await, 0);
    let start = rules().calendar.day(at(30)).start;
    assert_eq!(book(&world, at(30)).await.all_since(start, at(30)), 7);
    let by_lane = world.store.manual_acts_since(at(15)).await.unwrap();
    assert_eq!((by_lane.get(&LIKES), by_lane.get(&MAILS)), (Some(&1), Some(&2)));
}

async fn a_rest_holds_until_its_end(world: World) {
    let rest = CoolDown { channel: Channel::X, action: None, at: at(10), until: at(3_610) };
    let row = CooldownRow { id: id(), rest, delivery_id: None, reason: "Too many requests.".into() };
    let tx = world.store.begin().await.unwrap();
    tx.insert_cooldown(&row).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(book(&world, at(20)).await.resting(LIKES, at(20)), Some(at(3_610)));
    assert_eq!(book(&world, at(20)).await.resting(MAILS, at(20)), None);
    assert_eq!(book(&world, at(3_610)).await.resting(LIKES, at(3_610)), None);
}

async fn failures_in_a_row_end_with_a_success_or_a_human(world: World) {
    let lead = world.lead("Ada").await;
    let fail = async |second: i64| {
        let delivery = world.delivery(lead, Channel::Email, false).await;
        steps(&world, delivery.id, &[E::Claim, E::Arm, E::Refuse], at(second)).await;
    };
    for second in [80, 90, 100] {
        fail(second).await;
    }
    let failing = async |since: &[(Channel, Timestamp)]| {
        world.store.book(&rules(), at(200), since).await.unwrap().failing(Channel::Email)
    };
    assert!(failing(&[]).await);
    let good = world.delivery(lead, Channel::Email, false).await;
    steps(&world, good.id, &[E::Claim, E::Arm, E::Accept], at(110)).await;
    assert!(!failing(&[]).await, "a success ends the row");
    for second in [120, 130, 140] {
        fail(second).await;
    }
    assert!(failing(&[]).await);
    assert!(failing(&[(Channel::Telegram, at(150))]).await, "another channel's forgiveness");
    assert!(!failing(&[(Channel::Email, at(125))]).await, "two are left");
}

async fn days_of_use_are_local_days_and_each_counts_once(world: World) {
    let mut outreach = Outreach::default();
    outreach.working_hours.time_zone = "Pacific/Auckland".into();
    let rules = LimitRules::of(&outreach).unwrap();
    // Noon and 10:00 UTC lie on two dates in Auckland, 10:00 and 09:00 on one, noon and 11:00 on one.
    let back = |n: i64, hours: i64| at(-hours * 3_600).checked_sub(days(n)).unwrap();
    for when in [back(9, 0), back(9, 2), back(9, 3), back(4, 0), back(4, 1)] {
        log(&world, MAILS, 3, when).await;
    }
    let book = world.store.book(&rules, at(0), &[]).await.unwrap();
    assert_eq!(book.days_used_before(MAILS, rules.calendar.day(at(0)).date), 3);
    assert_eq!(book.days_used_before(CHATS, rules.calendar.day(at(0)).date), 0);
    // 30 on the first day and 10 more after each of three days.
    assert_eq!(rules.cap_on(MAILS, &book, at(0)), 60);
}

async fn heads(world: &World, per_lane: u32) -> Vec<(Lane, Vec<DeliveryId>)> {
    let lanes = world.store.lane_heads(at(9_999), per_lane).await.unwrap();
    let ids = |heads: Vec<sdr_storage::LaneHead>| heads.iter().map(|head| head.delivery.id).collect();
    lanes.into_iter().map(|(lane, heads)| (lane, ids(heads))).collect()
}

async fn a_lane_never_waits_behind_another(world: World) {
    let lead = world.lead("Ada").await;
    for _ in 0..105 {
        world.delivery(lead, Channel::Telegram, false).await;
    }
    let mail = world.delivery(lead, Channel::Email, false).await;
    let lanes = heads(&world, 3).await;
    assert_eq!(lanes.len(), 2);
    assert_eq!((lanes[0].0, lanes[0].1.len()), (CHATS, 3));
    assert_eq!(lanes[1], (MAILS, vec![mail.id]), "a hundred chats in front do not hide it");
}

async fn a_lane_is_paged_in_its_order(world: World) {
    let mut queued: Vec<Delivery> = Vec::new();
    for name in ["Ada", "Bea", "Cyd", "Dee", "Eve"] {
        let lead = world.lead(name).await;
        queued.push(world.delivery(lead, Channel::Email, false).await);
    }
    // One was put off, so it comes last.
    step(&world, queued[0].id, E::Claim, at(50)).await.unwrap();
    let later = DeliveryChange { eligible_at: Some(at(60)), ..DeliveryChange::default() };
    let tx = world.store.begin().await.unwrap();
    tx.apply_delivery(queued[0].id, E::NotSent, later, at(50)).await.unwrap();
    tx.commit().await.unwrap();
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = world.store.lane_page(MAILS, at(60), after, 2).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(LaneKey::of(&last.delivery));
        seen.extend(page.into_iter().map(|head| head.delivery.id));
    }
    let order: Vec<DeliveryId> = [1, 2, 3, 4, 0].iter().map(|n: &usize| queued[*n].id).collect();
    assert_eq!(seen, order);
    assert_eq!(world.store.lane_page(MAILS, at(59), None, 9).await.unwrap().len(), 4);
}

async fn liked(world: &World, lead: LeadId) -> (sdr_domain::enrollment::Enrollment, Delivery) {
    let (sequence, _) = sequence(world).await;
    let enrollment = enroll(world, &sequence, lead, None).await;
    let delivery = Delivery { dry_run: false, ..like(&enrollment, 0, "17") };
    let tx = world.store.begin().await.unwrap();
    tx.insert_delivery(&delivery).await.unwrap();
    tx.commit().await.unwrap();
    (enrollment, delivery)
}

async fn what_rests_with_its_sequence_is_in_no_lane(world: World) {
    let lead = world.lead("Ada").await;
    let (mut enrollment, delivery) = liked(&world, lead).await;
    assert_eq!(heads(&world, 9).await, [(LIKES, vec![delivery.id])]);
    let paused = async || {
        assert!(heads(&world, 9).await.is_empty());
        let standing = world.store.standings(&[delivery.id]).await.unwrap().remove(&delivery.id).unwrap();
        assert!(standing.paused && !standing.uncertain);
        assert_eq!(world.store.queued_by_lane().await.unwrap().get(&LIKES), Some(&(1, 1)));
        assert!(world.store.waiting(false, 9).await.unwrap().is_empty());
    };
    let set = async |enrollment: &sdr_domain::enrollment::Enrollment| {
        let tx = world.store.begin().await.unwrap();
        tx.update_enrollments(std::slice::from_ref(enrollment)).await.unwrap();
        tx.commit().await.unwrap();
    };
    enrollment.state = EnrollmentState::Paused;
    set(&enrollment).await;
    paused().await;
    enrollment.state = EnrollmentState::Active;
    set(&enrollment).await;
    assert_eq!(heads(&world, 9).await.len(), 1);
    let mut whole = world.store.sequence(enrollment.sequence_id).await.unwrap().unwrap();
    whole.state = SequenceState::Paused;
    let tx = world.store.begin().await.unwrap();
    tx.put_sequence(&whole).await.unwrap();
    tx.commit().await.unwrap();
    paused().await;
}

async fn an_unsettled_message_keeps_others_from_the_same_person(world: World) {
    let (ada, bea) = (world.lead("Ada").await, world.lead("Bea").await);
    let lost = world.delivery(ada, Channel::Telegram, false).await;
    steps(&world, lost.id, &[E::Claim, E::Arm, E::LoseTrack], at(50)).await;
    let mail = world.delivery(ada, Channel::Email, false).await;
    let other = world.delivery(bea, Channel::Email, false).await;
    assert_eq!(heads(&world, 9).await, [(MAILS, vec![other.id])]);
    assert!(world.store.standings(&[mail.id]).await.unwrap()[&mail.id].uncertain);
    assert!(!world.store.standings(&[other.id]).await.unwrap()[&other.id].uncertain);
}

async fn dry_runs_and_half_messages_are_free(world: World) {
    let (ada, bea) = (world.lead("Ada").await, world.lead("Bea").await);
    let dry = world.delivery(ada, Channel::Email, true).await;
    let half = world.delivery(bea, Channel::Telegram, false).await;
    let free = async || {
        let heads = world.store.free_heads(at(9_999), 9).await.unwrap();
        heads.iter().map(|head| head.delivery.id).collect::<Vec<_>>()
    };
    assert_eq!(free().await, [dry.id]);
    steps(&world, half.id, &[E::Claim, E::Arm], at(50)).await;
    let tx = world.store.begin().await.unwrap();
    tx.record_part(half.id, 0, PartEvent::Accept, "", at(51)).await.unwrap();
    tx.apply_delivery(half.id, E::NotSent, DeliveryChange::default(), at(52)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(free().await, [dry.id, half.id]);
    assert_eq!(world.store.free_heads(at(39), 9).await.unwrap().len(), 0);
}
