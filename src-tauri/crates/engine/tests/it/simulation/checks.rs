//! What must hold at every instant, worked out from what truly left and from the rows, not by the code under test.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::SignedDuration;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use sdr_domain::Timestamp;
use sdr_domain::channel::Channel;
use sdr_domain::delivery::DeliveryState;
use sdr_domain::enrollment::{Awaits, Enrollment, EnrollmentState, Outcome};
use sdr_domain::id::{DeliveryId, EnrollmentId};
use sdr_domain::limits::Lane;
use sdr_domain::project::Outreach;

use super::outside::Left;
use super::world::World;

/// The first part of everything that left: an act.
fn acts(left: &[Left]) -> Vec<Left> {
    let mut seen = HashSet::new();
    left.iter().filter(|left| seen.insert(left.delivery)).copied().collect()
}

/// No part twice, and each act is of one step of one enrollment, which had not ended.
pub(crate) async fn nothing_twice_and_nothing_after_the_end(world: &World, ids: &[EnrollmentId]) {
    let left = world.outside.left();
    let mut parts = HashSet::new();
    for one in &left {
        assert!(parts.insert((one.delivery, one.part)), "part {} of {} left twice", one.part, one.delivery);
    }
    let mut of: HashMap<DeliveryId, EnrollmentId> = HashMap::new();
    let mut steps = HashSet::new();
    let gone: HashSet<DeliveryId> = left.iter().map(|left| left.delivery).collect();
    let mut ended: HashMap<EnrollmentId, Timestamp> = HashMap::new();
    for id in ids {
        let enrollment = world.store.enrollment(*id).await.unwrap().unwrap();
        ended.extend(enrollment.ended_at.map(|at| (*id, at)));
        for execution in world.store.executions(*id).await.unwrap() {
            let Some(delivery) = execution.delivery_id else { continue };
            assert!(of.insert(delivery, *id).is_none(), "two steps share a delivery");
            if gone.contains(&delivery) {
                assert!(steps.insert((*id, execution.step.clone())), "step {} done twice", execution.step);
            }
        }
    }
    for one in &left {
        let enrollment = of.get(&one.delivery);
        let enrollment = enrollment.unwrap_or_else(|| panic!("{} left and is of no step", one.delivery));
        let after = ended.get(enrollment).is_some_and(|end| one.at > *end);
        assert!(!after, "{:?} left after the end of {enrollment} at {:?}", one, ended.get(enrollment));
    }
}

/// Every limit at the instant of every act.
pub(crate) fn limits_held(outreach: &Outreach, world: &World) {
    let zone = TimeZone::get(&outreach.working_hours.time_zone).unwrap();
    let acts = acts(&world.outside.left());
    let mut days: HashMap<jiff::civil::Date, u32> = HashMap::new();
    let mut lanes: BTreeMap<Lane, Vec<Timestamp>> = BTreeMap::new();
    for act in &acts {
        let lane = Lane::new(act.channel, act.action);
        let pace = outreach.pace(act.channel, act.action);
        let times = lanes.entry(lane).or_default();
        let date = act.at.to_zoned(zone.clone()).date();
        let within =
            |secs| times.iter().rev().take_while(|t| act.at - SignedDuration::from_secs(secs) < **t).count();
        let today = times.iter().rev().take_while(|t| t.to_zoned(zone.clone()).date() == date).count();
        let most = if pace.ramp.add == 0 { pace.per_day } else { pace.ramp.most.max(pace.per_day) };
        assert!(pace.per_hour == 0 || within(3_600) < pace.per_hour as usize, "hour: {act:?}");
        assert!(pace.per_minute == 0 || within(60) < pace.per_minute as usize, "minute: {act:?}");
        assert!(today < most as usize, "day: {act:?}");
        let total = days.entry(date).or_default();
        assert!(*total < outreach.actions_per_day, "all of a day: {act:?}");
        let shortest = SignedDuration::from_secs(i64::from(pace.gap_min_secs) * 7 / 10);
        assert!(times.last().is_none_or(|last| *last + shortest <= act.at), "gap: {act:?}");
        *total += 1;
        times.push(act.at);
    }
    hours_held(outreach, &zone, &acts);
    for (asked_at, channel, until) in world.outside.rests() {
        let broken = acts.iter().find(|a| a.channel == channel && a.at > asked_at && a.at < until);
        assert!(broken.is_none(), "rest from {asked_at} until {until}: {broken:?}");
    }
}

fn hours_held(outreach: &Outreach, zone: &TimeZone, acts: &[Left]) {
    let hours = &outreach.working_hours;
    let time = |text: &str| Time::strptime("%H:%M", text).unwrap();
    let open = time(&hours.start)..time(&hours.end);
    for act in acts {
        let local = act.at.to_zoned(zone.clone());
        let day = u8::try_from(local.weekday().to_monday_one_offset()).unwrap();
        assert!(open.contains(&local.time()) && hours.days.contains(&day), "at {local}: {act:?}");
        assert!(!outreach.holidays.contains(&local.date().to_string()), "on a holiday: {act:?}");
    }
}

/// Whoever is still on the way waits for something that can be seen: a time ahead, a yes, a hand, a channel.
pub(crate) async fn nobody_is_lost(world: &World, ids: &[EnrollmentId]) {
    for id in ids {
        let enrollment = world.store.enrollment(*id).await.unwrap().unwrap();
        if !enrollment.state.is_live() {
            assert!(enrollment.end_reason.is_some() && enrollment.ended_at.is_some(), "{enrollment:?}");
            continue;
        }
        assert!(is_visible(world, &enrollment).await, "nobody sees what {enrollment:?} waits for");
    }
}

async fn is_visible(world: &World, enrollment: &Enrollment) -> bool {
    if enrollment.state == EnrollmentState::Paused {
        return enrollment.paused_by.is_some();
    }
    let open = world.store.executions(enrollment.id).await.unwrap();
    let open = open.into_iter().find(|execution| execution.outcome.is_open());
    match (enrollment.awaits, open) {
        (None, None) => enrollment.due_at.is_some_and(|due| due > world.now()),
        (Some(Awaits::Approval), Some(execution)) => {
            let drafts = world.store.choice(execution.choice_id.unwrap()).await.unwrap();
            execution.outcome == Outcome::ToApprove
                && drafts.iter().any(|d| d.status == sdr_domain::draft::DraftStatus::Pending)
        }
        (Some(Awaits::Delivery), Some(execution)) => {
            let delivery = world.store.delivery(execution.delivery_id.unwrap()).await.unwrap().unwrap();
            let state = delivery.state;
            let waits = state == DeliveryState::Queued || state.needs_human();
            waits && delivery.mode != sdr_domain::channel::Mode::Forbidden
        }
        (None | Some(Awaits::Words), Some(_)) | (Some(_), None) => false,
    }
}

/// How enrollments stand, by state and reason.
pub(crate) async fn tally(world: &World, ids: &[EnrollmentId]) -> BTreeMap<String, usize> {
    let mut tally = BTreeMap::new();
    for id in ids {
        let enrollment = world.store.enrollment(*id).await.unwrap().unwrap();
        let reason = enrollment.end_reason.map_or("", |reason| reason.as_str());
        *tally.entry(format!("{} {reason}", enrollment.state.as_str())).or_default() += 1;
    }
    tally
}

/// Everything that happened, in one number.
pub(crate) async fn history(world: &World, ids: &[EnrollmentId]) -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut left: Vec<_> = world.outside.left().iter().map(|l| (l.at, l.lead, l.part, l.channel)).collect();
    left.sort_unstable();
    left.hash(&mut hasher);
    let rests: Vec<(Timestamp, Channel, Timestamp)> = world.outside.rests();
    rests.hash(&mut hasher);
    for id in ids {
        let enrollment = world.store.enrollment(*id).await.unwrap().unwrap();
        (enrollment.state, enrollment.end_reason, enrollment.ended_at, enrollment.visit).hash(&mut hasher);
        for execution in world.store.executions(*id).await.unwrap() {
            (execution.visit, execution.outcome, execution.started_at, execution.finished_at)
                .hash(&mut hasher);
        }
    }
    hasher.finish()
}
