//! Limits held at their edges, over midnight, weekends and daylight saving.

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn berlin() -> Window {
    WorkingHours { time_zone: "Europe/Berlin".into(), ..WorkingHours::default() }.window().unwrap()
}

const PACE: ChannelLimits = ChannelLimits { per_day: 5, gap_min_secs: 60, gap_max_secs: 120 };

fn wait(reason: WaitReason, until: &str) -> Decision {
    Decision::Wait { reason, until: Some(at(until)) }
}

#[test]
fn inside_working_hours_with_nothing_used_it_goes() {
    assert_eq!(decide(at("2026-11-20T10:00:00Z"), &berlin(), PACE, 20, 90, Usage::default()), Decision::Go);
}

#[test]
fn friday_evening_waits_for_monday_morning_local_time() {
    let decision = decide(at("2026-11-20T17:00:00Z"), &berlin(), PACE, 20, 90, Usage::default());
    assert_eq!(decision, wait(WaitReason::WorkingHours, "2026-11-23T08:00:00Z"));
}

#[test]
fn the_window_follows_daylight_saving() {
    // Clocks in Berlin go forward on 2026-03-29: nine o'clock is 08:00Z before and 07:00Z after.
    let window = berlin();
    assert_eq!(window.next_open(at("2026-03-27T03:00:00Z")), at("2026-03-27T08:00:00Z"));
    assert_eq!(window.next_open(at("2026-03-30T03:00:00Z")), at("2026-03-30T07:00:00Z"));
}

#[test]
fn the_last_allowed_send_goes_and_the_one_after_waits_for_the_next_working_day() {
    let now = at("2026-11-20T10:00:00Z");
    let used = |n| Usage { channel_today: n, all_today: n, ..Usage::default() };
    assert_eq!(decide(now, &berlin(), PACE, 20, 90, used(4)), Decision::Go);
    assert_eq!(
        decide(now, &berlin(), PACE, 20, 90, used(5)),
        wait(WaitReason::ChannelCap, "2026-11-23T08:00:00Z")
    );
    let total = Usage { all_today: 20, ..Usage::default() };
    assert_eq!(
        decide(now, &berlin(), PACE, 20, 90, total),
        wait(WaitReason::TotalCap, "2026-11-23T08:00:00Z")
    );
}

#[test]
fn the_gap_runs_from_the_last_send() {
    let usage = Usage { last_sent_at: Some(at("2026-11-20T10:00:00Z")), ..Usage::default() };
    let early = decide(at("2026-11-20T10:01:29Z"), &berlin(), PACE, 20, 90, usage);
    assert_eq!(early, wait(WaitReason::Gap, "2026-11-20T10:01:30Z"));
    assert_eq!(decide(at("2026-11-20T10:01:30Z"), &berlin(), PACE, 20, 90, usage), Decision::Go);
}

#[test]
fn three_failures_in_a_row_wait_for_a_human() {
    let usage = Usage { failures_in_a_row: 3, ..Usage::default() };
    let decision = decide(at("2026-11-20T10:00:00Z"), &berlin(), PACE, 20, 90, usage);
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
