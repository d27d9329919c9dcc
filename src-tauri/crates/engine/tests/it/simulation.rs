//! Sixty virtual days of outreach with replies, failures, rate limits, restarts and deaths as dice say: nothing
//! is done twice, nothing is lost, every limit holds at every instant, and the same seed gives the same history.
//!
//! The engine and SQLite are the real ones; only the clock and the world outside are simulated. A process dies
//! in two ways: inside a channel, at any event of the journal; and anywhere else, at the so-manieth look at the
//! clock, so between two statements of a transaction as well as between two commits.

mod checks;
mod human;
pub(crate) mod outside;
pub(crate) mod world;

use jiff::SignedDuration;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::id::EnrollmentId;
use sdr_domain::limits::{ChannelLimits, WorkingHours};
use sdr_domain::project::Outreach;
use sdr_domain::sequence::{SequenceTemplate, Step, StepKey, StepKind, Steps};
use sdr_domain::text::HandleKind;

use outside::{Dice, Weather};
use world::{Pass, World};

/// A week before the clocks in Berlin go back.
const START: &str = "2026-10-19T06:00:00Z";

/// How rough it is, in a thousand: per part sent for the weather, per pass for the rest.
#[derive(Clone, Copy)]
struct Roughness {
    weather: Weather,
    deaths: u64,
    restarts: u64,
    sleeps: u64,
    /// People who answer between two looks of the human.
    answers: u64,
}

const ROUGH: Roughness = Roughness {
    weather: Weather {
        not_sent: 30,
        rate_limited: 15,
        not_now: 30,
        refused: 25,
        held: 15,
        without_proof: 25,
        dies: 25,
    },
    deaths: 60,
    restarts: 15,
    sleeps: 15,
    answers: 2,
};

/// The defaults of the product's limits would let 300 people wait for months; these let them through in weeks
/// and are reached all the time.
fn outreach() -> Outreach {
    let pace = |per_minute, per_hour, per_day, gap_min_secs, gap_max_secs| ChannelLimits {
        per_minute,
        per_hour,
        per_day,
        gap_min_secs,
        gap_max_secs,
        ..ChannelLimits::default()
    };
    let hours = WorkingHours { time_zone: "Europe/Berlin".into(), ..WorkingHours::default() };
    Outreach {
        working_hours: hours,
        holidays: vec!["2026-11-18".into()],
        actions_per_day: 60,
        telegram: pace(0, 6, 15, 60, 120),
        email: pace(2, 12, 25, 6, 12),
        x_like: pace(0, 10, 20, 200, 200),
        x_follow: pace(0, 5, 12, 500, 900),
        x_reply: pace(0, 0, 12, 90, 180),
        ..Outreach::default()
    }
}

/// A template's steps done by the app itself; with `ask` as it asks.
fn steps(template: &str, ask: bool) -> Steps {
    let mut steps = SequenceTemplate::find(template).unwrap().steps();
    for step in &mut steps.0 {
        if step.channel != Some(Channel::Linkedin) {
            step.mode = Mode::Automatic;
        }
        step.approval &= ask;
    }
    steps
}

/// Lets the days go by.
async fn live(world: &mut World, ids: &[EnrollmentId], days: i64, rough: Roughness, seed: u64) {
    let mut dice = Dice::new(seed ^ 0xBEEF);
    let end = world.now() + SignedDuration::from_hours(24 * days);
    let mut looks_at = world.now() + SignedDuration::from_hours(3);
    let mut at_once = 0;
    while world.now() < end {
        if dice.happens(rough.deaths) {
            world.fuse.set(1 + dice.roll(40));
        }
        let Pass::Next(next) = world.pass().await else { continue };
        if dice.happens(rough.restarts) {
            world.restart().await;
        }
        let mut to = next.unwrap_or(end).min(looks_at).min(end);
        if to <= world.now() {
            at_once += 1;
            assert!(at_once < 500, "the worker goes round and round at {}", world.now());
            continue;
        }
        at_once = 0;
        if dice.happens(rough.sleeps) {
            // The lid was shut: whatever was due meanwhile must not come all at once.
            to += SignedDuration::from_mins(i64::try_from(dice.roll(900)).unwrap());
        }
        world.clock.set(to);
        if to >= looks_at {
            world.human_looks(&mut dice).await;
            for _ in 0..rough.answers {
                world.somebody_answers(ids, &mut dice).await;
            }
            looks_at = to + SignedDuration::from_hours(6);
        }
    }
}

/// So many people in four sequences, and the checks that must hold for them.
async fn small(people: u32, days: i64, seed: u64) -> (World, Vec<EnrollmentId>) {
    let outreach = outreach();
    let mut world = World::at(START, seed, ROUGH.weather, outreach.clone()).await;
    let all = [HandleKind::Telegram, HandleKind::X, HandleKind::Email, HandleKind::Linkedin];
    let reached = |number: u32| {
        all.into_iter().filter(move |kind| !(number + *kind as u32).is_multiple_of(6)).collect()
    };
    let leads = world.people(people, reached).await;
    let mut ids = Vec::new();
    let quarter = leads.len() / 4;
    let plans =
        [("full_sequence", true), ("telegram_first", true), ("warm_up", false), ("gentle_touch", false)];
    for (part, (template, ask)) in leads.chunks(quarter.max(1)).zip(plans) {
        let sequence = world.sequence(template, steps(template, ask)).await;
        ids.extend(world.enroll(part, sequence, 311).await);
    }
    live(&mut world, &ids, days, ROUGH, seed).await;
    checks::nothing_twice_and_nothing_after_the_end(&world, &ids).await;
    checks::limits_held(&outreach, &world);
    checks::nobody_is_lost(&world, &ids).await;
    (world, ids)
}

/// 150 people a seed: enough that every limit is reached on most days, few enough that a seed takes seconds.
async fn sixty_days(seed: u64) {
    let (world, ids) = small(150, 60, seed).await;
    let tally = checks::tally(&world, &ids).await;
    let ended = |state: &str| state.starts_with("completed") || state.starts_with("exited");
    let over: usize = tally.iter().filter(|(state, _)| ended(state)).map(|(_, n)| n).sum();
    assert!(over > 75, "only {over} of 150 are through: {tally:?}");
    let acts = world.outside.left().len();
    assert!(acts > 150, "{acts} left");
}

#[tokio::test]
async fn sixty_days_lose_nobody_and_do_nothing_twice_whatever_the_dice_say_seed_1() {
    sixty_days(1).await;
}

#[tokio::test]
async fn sixty_days_lose_nobody_and_do_nothing_twice_whatever_the_dice_say_seed_2() {
    sixty_days(2).await;
}

#[tokio::test]
async fn sixty_days_lose_nobody_and_do_nothing_twice_whatever_the_dice_say_seed_3() {
    sixty_days(3).await;
}

#[tokio::test]
async fn sixty_days_lose_nobody_and_do_nothing_twice_whatever_the_dice_say_seed_4() {
    sixty_days(4).await;
}

#[tokio::test]
async fn sixty_days_lose_nobody_and_do_nothing_twice_whatever_the_dice_say_seed_5() {
    sixty_days(5).await;
}

#[tokio::test]
async fn the_same_seed_has_the_same_history() {
    let (one, ids) = small(60, 14, 9).await;
    let (other, other_ids) = small(60, 14, 9).await;
    assert_eq!(ids, other_ids);
    assert_eq!(checks::history(&one, &ids).await, checks::history(&other, &other_ids).await);
    let (third, third_ids) = small(60, 14, 10).await;
    assert_ne!(checks::history(&one, &ids).await, checks::history(&third, &third_ids).await);
}

/// Ten thousand people for sixty days on the real engine. What costs time is a send with its durable commits, not
/// a step: one in ten has a handle on X and another one in ten an address, so about 2,000 acts leave, while every
/// step of all ten thousand is walked. The limits let them all through in time and are reached on every day.
#[tokio::test]
async fn ten_thousand_enrollments_are_through_in_sixty_days_without_a_loss() {
    let pace = |per_hour, per_day| ChannelLimits { per_hour, per_day, ..ChannelLimits::default() };
    let (email, x_like) = (pace(20, 50), pace(15, 60));
    let outreach = Outreach { actions_per_day: 100, email, x_like, ..outreach() };
    let rough = Roughness { deaths: 15, restarts: 4, answers: 6, ..ROUGH };
    let mut world = World::at(START, 77, rough.weather, outreach.clone()).await;
    let reached = |number: u32| match number % 10 {
        0 => vec![HandleKind::X],
        1 => vec![HandleKind::Email],
        _ => vec![HandleKind::Telegram],
    };
    let leads = world.people(10_000, reached).await;
    let sequence = world.sequence("Ten thousand", like_then_mail()).await;
    let ids = world.enroll(&leads, sequence, 120).await;
    live(&mut world, &ids, 60, rough, 77).await;
    checks::nothing_twice_and_nothing_after_the_end(&world, &ids).await;
    checks::limits_held(&outreach, &world);
    checks::nobody_is_lost(&world, &ids).await;
    let tally = checks::tally(&world, &ids).await;
    let acts = world.outside.left().len();
    assert!(acts > 1_500, "{acts} acts, {tally:?}");
    let over: usize = tally.iter().filter(|(state, _)| !state.starts_with("active")).map(|(_, n)| n).sum();
    assert!(over > 9_500, "{tally:?}");
}

/// Like, a wait, a mail, and a look whether they responded.
fn like_then_mail() -> Steps {
    let to = |mut step: Step, next: &str| {
        step.next = Some(StepKey::new(next));
        step
    };
    let mut like = Step::new("like", StepKind::Like);
    like.mode = Mode::Automatic;
    let wait = Step { delay_minutes: 24 * 60, ..Step::new("wait", StepKind::Wait) };
    let mail = Step { approval: false, ..Step::message("mail", Channel::Email) };
    let mut check = Step { delay_minutes: 5 * 24 * 60, ..Step::new("check", StepKind::CheckResponse) };
    (check.yes, check.no) = (Some(StepKey::new("warm")), Some(StepKey::new("cold")));
    let ends = [Step::new("warm", StepKind::MarkWarm), Step::new("cold", StepKind::MarkCold)];
    let begin = [to(like, "wait"), to(wait, "mail"), to(mail, "check"), check];
    Steps(begin.into_iter().chain(ends).collect())
}
