//! The virtual clock held against limits, hours and steps counted anew from what it tells.

mod world;

use std::collections::{BTreeMap, HashSet};

use jiff::SignedDuration;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::limits::{ChannelLimits, Lane, Turn};
use crate::project::Outreach;
use crate::sequence::{SequenceTemplate, Step, StepKind};
use world::{World, at, lead, world};

fn acts(preview: &Preview) -> Vec<(&Item, Lane, bool)> {
    let act = |item| match item {
        What::Act { channel, action, by_hand, .. } => Some((Lane::new(channel, action), by_hand)),
        What::Approval { .. } | What::End(_) => None,
    };
    preview.items.iter().filter_map(|i| act(i.what).map(|(lane, by_hand)| (i, lane, by_hand))).collect()
}

/// No instant at which more happened than the settings allow, counted from the items alone.
fn limits_hold(outreach: &Outreach, zone: &TimeZone, before: &[(Timestamp, Lane)], preview: &Preview) {
    let mut lanes: BTreeMap<Lane, Vec<Timestamp>> = BTreeMap::new();
    let mut days: BTreeMap<jiff::civil::Date, u32> = BTreeMap::new();
    let new = acts(preview).into_iter().map(|(item, lane, _)| (item.at, lane));
    let old = before.len();
    for (number, (at, lane)) in before.iter().copied().chain(new).enumerate() {
        let pace = outreach.pace(lane.channel, lane.action);
        let date = at.to_zoned(zone.clone()).date();
        let times = lanes.entry(lane).or_default();
        let within = |secs| times.iter().filter(|t| **t > at - SignedDuration::from_secs(secs)).count();
        let today = times.iter().filter(|t| t.to_zoned(zone.clone()).date() == date).count();
        let used: HashSet<_> =
            times.iter().map(|t| t.to_zoned(zone.clone()).date()).filter(|d| *d < date).collect();
        let grown =
            pace.per_day + pace.ramp.add * (u32::try_from(used.len()).unwrap() / pace.ramp.every_days);
        let cap = if pace.ramp.add == 0 { pace.per_day } else { grown.min(pace.ramp.most.max(pace.per_day)) };
        let total = days.entry(date).or_default();
        if number >= old {
            assert!(pace.per_hour == 0 || within(3_600) < pace.per_hour as usize, "hour of {lane:?} at {at}");
            assert!(
                pace.per_minute == 0 || within(60) < pace.per_minute as usize,
                "minute of {lane:?} at {at}"
            );
            assert!(today < cap as usize, "day of {lane:?} at {at}: {today} of {cap}");
            assert!(*total < outreach.actions_per_day, "all of the day at {at}");
        }
        *total += 1;
        times.push(at);
    }
    let mut last: BTreeMap<Lane, Timestamp> = BTreeMap::new();
    for (item, lane, by_hand) in acts(preview) {
        let pace = outreach.pace(lane.channel, lane.action);
        if let (false, Some(last)) = (by_hand, last.get(&lane)) {
            let gap = item.at.as_second() - last.as_second();
            let shortest = i64::from(pace.gap_min_secs) * 7 / 10;
            assert!(gap >= shortest, "{gap} s after the last of {lane:?} at {}", item.at);
        }
        last.insert(lane, item.at);
    }
}

/// Nothing goes on a day off, before the hours begin or after they end, by the wall clock of the zone.
fn hours_hold(outreach: &Outreach, zone: &TimeZone, preview: &Preview) {
    let time = |text: &str| Time::strptime("%H:%M", text).unwrap();
    let hours = &outreach.working_hours;
    for (item, ..) in acts(preview) {
        let local = item.at.to_zoned(zone.clone());
        let (start, end) = (time(&hours.start), time(&hours.end));
        assert!((start..end).contains(&local.time()), "{local} is outside {} to {}", hours.start, hours.end);
        let day = u8::try_from(local.weekday().to_monday_one_offset()).unwrap();
        assert!(hours.days.contains(&day), "{local} is no working day");
        assert!(!outreach.holidays.contains(&local.date().to_string()), "{local} is a holiday");
        let date = local.date().to_string();
        assert!(!outreach.vacation.iter().any(|v| (&v.from..=&v.to).contains(&&date)), "{local} is off");
    }
}

/// Each step once, in time order, and nothing after the end.
fn steps_hold(preview: &Preview) {
    let mut done = HashSet::new();
    let mut ended = HashSet::new();
    let mut last = Timestamp::MIN;
    for item in &preview.items {
        assert!(item.at >= last, "time runs forward");
        assert!(item.wanted_at <= item.at, "nothing goes before it wants to");
        last = item.at;
        let Some(enrollment) = item.enrollment_id else { continue };
        assert!(!ended.contains(&enrollment), "{:?} after the end", item.what);
        match item.what {
            What::End(_) => drop(ended.insert(enrollment)),
            What::Act { .. } => {
                assert!(done.insert((enrollment, item.step.clone())), "{:?} twice", item.step);
            }
            What::Approval { .. } => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]
    #[test]
    fn no_limit_is_passed_no_quiet_hour_broken_no_step_done_twice_and_none_after_the_end(world in world()) {
        let World { outreach, zone, before, order, .. } = &world;
        let preview = preview(world.standing(), *order);
        limits_hold(outreach, zone, before, &preview);
        hours_hold(outreach, zone, &preview);
        steps_hold(&preview);
    }

    #[test]
    fn the_same_world_always_has_the_same_future(world in world()) {
        prop_assert_eq!(preview(world.standing(), world.order), preview(world.standing(), world.order));
    }

    #[test]
    fn what_one_sequence_will_do_is_a_part_of_what_all_will_do(world in world()) {
        let all = preview(world.standing(), world.order);
        let one = world.standing().enrolled.first().map(|person| person.enrollment.sequence_id);
        let only = preview(world.standing(), Order { only: one, ..world.order });
        let expected: Vec<Item> = all.items.into_iter().filter(|item| item.sequence_id == one).collect();
        prop_assert_eq!(only.items, expected);
    }
}

fn one(template: &str, start: &str, outreach: &Outreach) -> Standing {
    world::of_one(SequenceTemplate::find(template).unwrap().steps(), at(start), outreach)
}

fn weeks(start: &str, weeks: i64) -> Order {
    let until = at(start) + SignedDuration::from_hours(weeks * 7 * 24);
    Order { until, assume_approval: true, only: None }
}

fn lines(preview: &Preview) -> Vec<String> {
    let line = |item: &Item| {
        let step = item.step.as_ref().map_or("", StepKey::as_str);
        let what = match item.what {
            What::Act { delayed_by, .. } => {
                format!("act{}", delayed_by.map_or(String::new(), |why| format!(", {}", why.sentence())))
            }
            What::Approval { .. } => "asked".to_owned(),
            What::End(reason) => reason.sentence().to_owned(),
        };
        let assumed = item.assumed.sentence().map_or(String::new(), |words| format!(" ({words})"));
        format!("{} {step}: {what}{assumed}", item.at)
    };
    preview.items.iter().map(line).collect()
}

#[test]
fn a_gentle_touch_begun_on_friday_waits_over_the_weekend_and_says_so() {
    let start = "2026-11-20T17:30:00Z";
    let mut standing = one("gentle_touch", start, &Outreach::default());
    standing.by_hand.clear();
    let preview = preview(standing, weeks(start, 2));
    insta::assert_snapshot!(lines(&preview).join("\n"));
    assert_eq!(preview.unfinished, 0);
    assert_eq!(preview.finish_at, preview.items.last().map(|item| item.at));
}

#[test]
fn without_the_yes_it_stops_at_the_question_and_is_counted() {
    let start = "2026-11-23T10:00:00Z";
    let order = Order { assume_approval: false, ..weeks(start, 2) };
    let preview = preview(one("direct", start, &Outreach::default()), order);
    assert_eq!(lines(&preview), ["2026-11-23T10:00:00Z reply: asked"]);
    assert_eq!(preview.resting, [(Rest::Approval, 1)]);
    assert_eq!((preview.unfinished, preview.finish_at), (1, None));
}

#[test]
fn an_act_by_hand_waits_for_the_hand() {
    let start = "2026-11-23T10:00:00Z";
    let mut step = Step::new("like", StepKind::Like);
    step.approval = false;
    let steps = Steps(vec![step]);
    let standing = || world::of_one(steps.clone(), at(start), &Outreach::default());
    let order = Order { assume_approval: false, ..weeks(start, 2) };
    assert_eq!(preview(standing(), order).resting, [(Rest::Hand, 1)]);
    let assumed = preview(standing(), weeks(start, 2));
    let expected = [
        "2026-11-23T10:00:00Z like: act (if you press send)",
        "2026-11-23T10:00:00Z like: Every step is done",
    ];
    assert_eq!(lines(&assumed), expected);
}

#[test]
fn the_day_s_cap_is_named_by_those_it_keeps_until_tomorrow() {
    let start = "2026-11-23T10:00:00Z";
    let telegram = ChannelLimits { per_day: 1, ..Outreach::default().telegram };
    let telegram = ChannelLimits { ramp: crate::limits::Ramp::default(), ..telegram };
    let outreach = Outreach { telegram, ..Outreach::default() };
    let mut standing = one("telegram_first", start, &outreach);
    let mut second = standing.enrolled[0].clone();
    second.enrollment.id = EnrollmentId(uuid::Uuid::from_u128(77));
    second.enrollment.lead_id = lead(77);
    standing.enrolled.push(second);
    let preview = preview(standing, weeks(start, 1));
    let telegram: Vec<_> =
        acts(&preview).into_iter().filter(|(_, l, _)| l.channel == Channel::Telegram).collect();
    let delays: Vec<_> = telegram.iter().map(|(item, ..)| item.what).collect();
    let act = |delayed_by| What::Act {
        channel: Channel::Telegram,
        action: Action::Message,
        by_hand: false,
        delayed_by,
    };
    assert_eq!(delays, [act(None), act(Some(WaitReason::ChannelCap))]);
    assert_eq!(telegram[1].0.at, at("2026-11-24T09:00:00Z"));
}

#[test]
fn whoever_sleeps_holds_nobody_up_not_even_by_the_pause_before_their_own_turn() {
    let lead_hours = Some(crate::limits::LeadHours { start: "09:00".into(), end: "17:00".into() });
    let rules = LimitRules::of(&Outreach { lead_hours, ..Outreach::default() }).unwrap();
    let now = at("2026-11-23T10:00:00Z");
    let (channel, action) = (Channel::Telegram, Action::Message);
    let mut book = rules.empty_book(now);
    book.record(crate::limits::Act { channel, action, at: at("2026-11-23T09:59:30Z") });
    let turn_in = |zone: &str| {
        let zone = TimeZone::get(zone).unwrap();
        let candidate = crate::limits::Candidate {
            channel,
            action,
            gap_secs: 90,
            by_hand: false,
            lead_zone: Some(&zone),
        };
        crate::limits::turn(now, &rules, &book, &candidate)
    };
    let until = Some(at("2026-11-23T14:00:00Z"));
    assert_eq!(turn_in("America/New_York"), Turn::Step { reason: WaitReason::LeadHours, until });
    let until = Some(at("2026-11-23T10:01:00Z"));
    assert_eq!(turn_in("Europe/London"), Turn::Stop { reason: WaitReason::Gap, until });
}

#[test]
fn who_is_away_goes_on_when_they_are_back_and_who_was_paused_stays() {
    let start = "2026-11-23T10:00:00Z";
    let mut standing = one("telegram_first", start, &Outreach::default());
    let away = &mut standing.enrolled[0].enrollment;
    away.state = crate::enrollment::EnrollmentState::Paused;
    away.paused_by = Some(PausedBy::OutOfOffice);
    away.resume_at = Some(at("2026-11-26T10:00:00Z"));
    let mut paused = standing.enrolled[0].clone();
    paused.enrollment.id = EnrollmentId(uuid::Uuid::from_u128(77));
    (paused.enrollment.paused_by, paused.enrollment.resume_at) = (Some(PausedBy::Company), None);
    standing.enrolled.push(paused);
    let preview = preview(standing, weeks(start, 1));
    assert_eq!(preview.items[0].at, at("2026-11-26T10:00:00Z"));
    assert_eq!(preview.resting, [(Rest::Paused(PausedBy::Company), 1)]);
}

#[test]
fn fourteen_days_of_a_thousand_enrollments_are_quick() {
    // Far from a measure (that is `bench_preview`); it only notices when the clock begins to step by the minute.
    let world = world::crowd(1_000);
    let preview = preview(world.standing(), world.order);
    assert!(preview.items.len() > 1_000, "{}", preview.items.len());
}
