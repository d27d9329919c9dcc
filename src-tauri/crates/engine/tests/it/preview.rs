//! The preview equals what then really happens: the same acts to the same people at the same instants, the same
//! ends, through weekends, a holiday, a change of the clocks, limits and a restart.

use std::collections::{BTreeSet, HashMap};

use jiff::SignedDuration;
use sdr_domain::Timestamp;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::id::{DeliveryId, EnrollmentId, LeadId};
use sdr_domain::limits::{ChannelLimits, LeadHours, Ramp, WorkingHours};
use sdr_domain::project::Outreach;
use sdr_domain::sequence::{SequenceTemplate, StepKind, Steps};
use sdr_domain::text::HandleKind;
use sdr_engine::preview::PreviewOrder;
use sdr_engine::view::{Preview, PreviewKind};

use crate::simulation::outside::Weather;
use crate::simulation::world::{Pass, World};

/// The Friday before the clocks in Berlin go back, a little before the working day ends.
const FRIDAY: &str = "2026-10-23T14:30:00Z";

fn outreach() -> Outreach {
    let pace = |per_minute, per_hour, per_day, gap_min_secs, gap_max_secs| ChannelLimits {
        per_minute,
        per_hour,
        per_day,
        gap_min_secs,
        gap_max_secs,
        ramp: Ramp::default(),
    };
    Outreach {
        working_hours: WorkingHours {
            start: "08:30".into(),
            end: "17:15".into(),
            days: vec![1, 2, 3, 4, 5],
            time_zone: "Europe/Berlin".into(),
        },
        holidays: vec!["2026-10-30".into()],
        actions_per_day: 24,
        undo_secs: 45,
        telegram: ChannelLimits { ramp: Ramp { add: 1, every_days: 1, most: 9 }, ..pace(0, 0, 4, 60, 120) },
        email: pace(2, 0, 12, 20, 40),
        x_like: pace(0, 5, 15, 240, 240),
        x_follow: pace(0, 3, 9, 500, 900),
        x_reply: pace(0, 0, 6, 90, 180),
        ..Outreach::default()
    }
}

/// Steps of a template, done by the app itself; messages that ask, ask.
fn by_itself(template: &str, ask: bool) -> Steps {
    let mut steps = SequenceTemplate::find(template).unwrap().steps();
    for step in &mut steps.0 {
        step.mode = Mode::Automatic;
        step.approval &= ask;
    }
    // LinkedIn is always worked by hand, and a hand has its own pace.
    for step in &mut steps.0 {
        if step.channel == Some(Channel::Linkedin) {
            (step.kind, step.channel, step.approval) = (StepKind::Wait, None, false);
            step.delay_minutes = 60;
        }
    }
    steps
}

/// Four sequences, one of them in two versions, everybody in one of them.
async fn filled(seed: u64) -> (World, Vec<EnrollmentId>) {
    let mut world = World::at(FRIDAY, seed, Weather::default(), outreach()).await;
    let some = |number: u32| {
        let all = [HandleKind::Telegram, HandleKind::X, HandleKind::Email];
        // Some have no address and some no handle on X, so that steps are passed over.
        all.into_iter().filter(move |kind| match kind {
            HandleKind::Telegram | HandleKind::Linkedin => true,
            HandleKind::X => number % 5 != 3,
            HandleKind::Email => number % 7 != 2,
        })
    };
    let leads = world.people(84, |number| some(number).collect()).await;
    let full = world.sequence("Full", by_itself("full_sequence", true)).await;
    let warm = world.sequence("Warm up", by_itself("warm_up", false)).await;
    let telegram = world.sequence("Telegram", by_itself("telegram_first", true)).await;
    let gentle = world.sequence("Gentle", by_itself("gentle_touch", false)).await;
    let mut shorter = by_itself("gentle_touch", false);
    shorter.0[1].delay_minutes = 90;
    let mut ids = world.enroll(&leads[..20], full, 0).await;
    ids.extend(world.enroll(&leads[20..40], warm, 731).await);
    ids.extend(world.enroll(&leads[40..60], telegram, 60).await);
    ids.extend(world.enroll(&leads[60..72], gentle, 0).await);
    let second = world.version(gentle.0, 2, shorter).await;
    ids.extend(world.enroll(&leads[72..], (gentle.0, second), 0).await);
    (world, ids)
}

/// `(when, whose, which step)` of an act, and `(when, whose, why)` of an end.
type Told = (BTreeSet<(Timestamp, LeadId, String)>, BTreeSet<(Timestamp, LeadId, String)>);

fn told(preview: &Preview, until: Timestamp) -> Told {
    let items = || preview.items.iter().filter(move |item| item.at <= until);
    let acts = items().filter(|item| item.kind == PreviewKind::Act);
    let acts = acts.map(|item| (item.at, item.lead_id, item.step.clone().unwrap()));
    let ends = items().filter(|item| item.kind == PreviewKind::End);
    (acts.collect(), ends.map(|item| (item.at, item.lead_id, item.label.clone())).collect())
}

/// What the ledger and the world outside say.
async fn happened(world: &World, ids: &[EnrollmentId], from: Timestamp) -> Told {
    let mut steps: HashMap<DeliveryId, String> = HashMap::new();
    let mut ends = BTreeSet::new();
    for id in ids {
        let enrollment = world.store.enrollment(*id).await.unwrap().unwrap();
        if let (Some(at), Some(reason)) = (enrollment.ended_at, enrollment.end_reason)
            && at >= from
        {
            ends.insert((at, enrollment.lead_id, reason.sentence().to_owned()));
        }
        for execution in world.store.executions(*id).await.unwrap() {
            steps.extend(execution.delivery_id.map(|delivery| (delivery, execution.step.to_string())));
        }
    }
    let left = world.outside.left();
    let acts = left.iter().filter(|left| left.at >= from);
    (acts.map(|left| (left.at, left.lead, steps[&left.delivery].clone())).collect(), ends)
}

/// Really runs: every yes at once, the clock set to each instant the worker asks for.
async fn run(world: &mut World, until: Timestamp) {
    loop {
        let Pass::Next(next) = world.pass().await else { panic!("nobody kills this process") };
        if world.approve_all().await > 0 {
            continue;
        }
        match next {
            Some(next) if next <= world.now() => {}
            Some(next) if next <= until => world.clock.set(next),
            Some(_) | None => return world.clock.set(until),
        }
    }
}

fn order(days: u32) -> PreviewOrder {
    PreviewOrder { days: Some(days), assume_approval: true, ..PreviewOrder::default() }
}

fn assert_equal(foreseen: &Told, real: &Told) {
    let gone = |a: &BTreeSet<_>, b: &BTreeSet<_>| a.difference(b).take(4).cloned().collect::<Vec<_>>();
    assert_eq!(gone(&foreseen.0, &real.0), [], "acts foreseen that never happened");
    assert_eq!(gone(&real.0, &foreseen.0), [], "acts nobody foresaw");
    assert_eq!(gone(&foreseen.1, &real.1), [], "ends foreseen that never came");
    assert_eq!(gone(&real.1, &foreseen.1), [], "ends nobody foresaw");
}

#[tokio::test]
async fn what_is_foreseen_is_what_happens() {
    let (mut world, ids) = filled(11).await;
    let preview = world.engine.preview(&order(14)).await.unwrap();
    let until = preview.to - SignedDuration::from_millis(1);
    run(&mut world, until).await;
    let foreseen = told(&preview, until);
    assert!(foreseen.0.len() > 120 && foreseen.1.len() > 20, "{} {}", foreseen.0.len(), foreseen.1.len());
    assert_equal(&foreseen, &happened(&world, &ids, FRIDAY.parse().unwrap()).await);
}

#[tokio::test]
async fn what_is_foreseen_happens_after_a_restart_too_and_is_foreseen_again() {
    let (mut world, ids) = filled(12).await;
    let preview = world.engine.preview(&order(16)).await.unwrap();
    let until = preview.to - SignedDuration::from_millis(1);
    // The Monday after the clocks went back, in the middle of the day.
    let middle: Timestamp = "2026-10-26T11:07:00Z".parse().unwrap();
    run(&mut world, middle).await;
    world.restart().await;
    let again = world.engine.preview(&order(13)).await.unwrap();
    assert_eq!(again.to, preview.to);
    run(&mut world, until).await;
    assert_equal(&told(&preview, until), &happened(&world, &ids, FRIDAY.parse().unwrap()).await);
    let (acts, ends) = told(&again, until);
    let (acts_then, ends_then) = happened(&world, &ids, middle + SignedDuration::from_millis(1)).await;
    assert_equal(&(acts, ends), &(acts_then, ends_then));
}

#[tokio::test]
async fn leads_far_away_are_written_to_in_their_own_hours_as_foreseen() {
    let (world, ids) = filled(13).await;
    let mut world = world;
    let mut project = world.engine.project().await.unwrap().unwrap();
    project.outreach.lead_hours = Some(LeadHours { start: "09:00".into(), end: "12:00".into() });
    world.engine.save_project(project).await.unwrap();
    let preview = world.engine.preview(&order(8)).await.unwrap();
    let until = preview.to - SignedDuration::from_millis(1);
    run(&mut world, until).await;
    assert_equal(&told(&preview, until), &happened(&world, &ids, FRIDAY.parse().unwrap()).await);
}
