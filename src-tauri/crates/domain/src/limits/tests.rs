//! Limits held at their edges, over midnight, weekends and daylight saving.

use jiff::SignedDuration;

use super::*;
use crate::Timestamp;
use crate::action::Action;
use crate::channel::Channel;
use crate::project::Outreach;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn berlin() -> Outreach {
    let working_hours = WorkingHours { time_zone: "Europe/Berlin".into(), ..WorkingHours::default() };
    Outreach { working_hours, ..Outreach::default() }
}

fn rules(outreach: &Outreach) -> LimitRules {
    LimitRules::of(outreach).unwrap()
}

fn chat(gap_secs: u32) -> Candidate<'static> {
    let (channel, action) = (Channel::Telegram, Action::Message);
    Candidate { channel, action, gap_secs, by_hand: false, lead_zone: None }
}

fn wait(reason: WaitReason, until: &str) -> Decision {
    Decision::Wait { reason, until: Some(at(until)) }
}

/// A book with these acts.
fn book(rules: &LimitRules, now: Timestamp, acts: &[(Channel, Action, Timestamp)]) -> Book {
    let mut book = rules.empty_book(now);
    for (channel, action, at) in acts.iter().copied() {
        book.record(Act { channel, action, at });
    }
    book
}

fn chats(rules: &LimitRules, now: Timestamp, times: impl IntoIterator<Item = Timestamp>) -> Book {
    let acts: Vec<_> = times.into_iter().map(|at| (Channel::Telegram, Action::Message, at)).collect();
    book(rules, now, &acts)
}

#[test]
fn inside_working_hours_with_nothing_used_it_goes() {
    let (rules, now) = (rules(&berlin()), at("2026-11-20T10:00:00Z"));
    assert_eq!(decide(now, &rules, &rules.empty_book(now), &chat(90)), Decision::Go);
}

#[test]
fn friday_evening_waits_for_monday_morning_local_time() {
    let (rules, now) = (rules(&berlin()), at("2026-11-20T17:00:00Z"));
    let decision = decide(now, &rules, &rules.empty_book(now), &chat(90));
    assert_eq!(decision, wait(WaitReason::WorkingHours, "2026-11-23T08:00:00Z"));
}

#[test]
fn the_window_follows_daylight_saving() {
    // Clocks in Berlin go forward on 2026-03-29: nine o'clock is 08:00Z before and 07:00Z after.
    let calendar = berlin().calendar().unwrap();
    assert_eq!(calendar.next_open(at("2026-03-27T03:00:00Z"), None), Some(at("2026-03-27T08:00:00Z")));
    assert_eq!(calendar.next_open(at("2026-03-30T03:00:00Z"), None), Some(at("2026-03-30T07:00:00Z")));
}

#[test]
fn the_last_allowed_send_goes_and_the_one_after_waits_for_the_next_working_day() {
    let (rules, now) = (rules(&berlin()), at("2026-11-20T10:00:00Z"));
    let used = |n: i64| {
        let early = |k: i64| now.saturating_sub(SignedDuration::from_mins(10 * (k + 1))).unwrap();
        chats(&rules, now, (0..n).map(early))
    };
    assert_eq!(decide(now, &rules, &used(4), &chat(90)), Decision::Go);
    // The first day of a ramp: the limit says that it grows.
    assert_eq!(decide(now, &rules, &used(5), &chat(90)), wait(WaitReason::Ramp, "2026-11-23T08:00:00Z"));
    let early = at("2026-11-20T08:30:00Z");
    let replies = vec![(Channel::X, Action::Reply, early); 20];
    let total = book(&rules, now, &replies);
    assert_eq!(decide(now, &rules, &total, &chat(90)), wait(WaitReason::TotalCap, "2026-11-23T08:00:00Z"));
}

#[test]
fn the_gap_runs_from_the_last_send() {
    let rules = rules(&berlin());
    let used = chats(&rules, at("2026-11-20T10:00:00Z"), [at("2026-11-20T10:00:00Z")]);
    let early = decide(at("2026-11-20T10:01:29Z"), &rules, &used, &chat(90));
    assert_eq!(early, wait(WaitReason::Gap, "2026-11-20T10:01:30Z"));
    assert_eq!(decide(at("2026-11-20T10:01:30Z"), &rules, &used, &chat(90)), Decision::Go);
}

#[test]
fn three_failures_in_a_row_wait_for_a_human() {
    let (rules, now) = (rules(&berlin()), at("2026-11-20T10:00:00Z"));
    let mut book = rules.empty_book(now);
    book.set_failures(Channel::Telegram, 3);
    let decision = decide(now, &rules, &book, &chat(90));
    assert_eq!(decision, Decision::Wait { reason: WaitReason::ChannelFailing, until: None });
}

#[test]
fn malformed_hours_are_named() {
    let hours = |start: &str, days: Vec<u8>, zone: &str| WorkingHours {
        start: start.into(),
        days,
        time_zone: zone.into(),
        ..WorkingHours::default()
    };
    assert!(matches!(hours("9", vec![1], "UTC").window(), Err(WorkingHoursError::Time(_))));
    assert!(matches!(hours("19:00", vec![1], "UTC").window(), Err(WorkingHoursError::Order)));
    assert!(matches!(hours("09:00", vec![], "UTC").window(), Err(WorkingHoursError::Days)));
    assert!(matches!(hours("09:00", vec![8], "UTC").window(), Err(WorkingHoursError::Days)));
    assert!(matches!(hours("09:00", vec![1], "Mars/Olympus").window(), Err(WorkingHoursError::Zone(_))));
}
