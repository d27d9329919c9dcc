//! Limits held at their edges, over midnight, weekends and daylight saving.

use jiff::SignedDuration;
use jiff::tz::TimeZone;

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

fn act(lane: (Channel, Action), when: &str) -> (Channel, Action, Timestamp) {
    (lane.0, lane.1, at(when))
}

const LIKE: (Channel, Action) = (Channel::X, Action::Like);

fn like(gap_secs: u32) -> Candidate<'static> {
    Candidate { channel: LIKE.0, action: LIKE.1, gap_secs, by_hand: false, lead_zone: None }
}

#[test]
fn the_limit_of_the_hour_is_free_again_when_its_oldest_act_is_an_hour_old() {
    let mut outreach = berlin();
    outreach.x_like = ChannelLimits { per_hour: 2, per_day: 50, ..ChannelLimits::default() };
    let (rules, now) = (rules(&outreach), at("2026-11-20T10:30:00Z"));
    let used = book(&rules, now, &[act(LIKE, "2026-11-20T10:10:00Z"), act(LIKE, "2026-11-20T10:20:00Z")]);
    let decision = decide(now, &rules, &used, &like(0));
    assert_eq!(decision, wait(WaitReason::HourCap, "2026-11-20T11:10:00Z"));
    assert_eq!(
        rules.sentence(WaitReason::HourCap, like(0).lane(), &used, now),
        "The limit of 2 likes an hour is reached"
    );
    // Another kind of act on the same channel has limits of its own.
    let reply = Candidate { action: Action::Reply, ..like(0) };
    assert_eq!(decide(now, &rules, &used, &reply), Decision::Go);
}

#[test]
fn a_pause_that_runs_into_the_evening_is_told_as_working_hours() {
    let rules = rules(&berlin());
    let now = at("2026-11-20T16:59:30Z");
    let used = chats(&rules, now, [now]);
    assert_eq!(decide(now, &rules, &used, &chat(90)), wait(WaitReason::WorkingHours, "2026-11-23T08:00:00Z"));
}

#[test]
fn limits_stack_and_the_smallest_wins() {
    // A rest until Saturday, a weekend after it, a holiday on Monday.
    let rules = rules(&Outreach { holidays: vec!["2026-11-23".into()], ..berlin() });
    let now = at("2026-11-20T10:00:00Z");
    let mut book = rules.empty_book(now);
    let until = at("2026-11-21T10:00:00Z");
    book.cool_down(CoolDown { channel: Channel::Telegram, action: None, at: now, until });
    assert_eq!(decide(now, &rules, &book, &chat(90)), wait(WaitReason::CoolDown, "2026-11-24T08:00:00Z"));
}

#[test]
fn a_ramp_grows_by_days_of_use_up_to_its_end() {
    let pace = Outreach::default().email;
    let caps: Vec<u32> = [0, 1, 2, 6, 7, 8, 400].iter().map(|days| pace.cap_after(*days)).collect();
    assert_eq!(caps, [30, 40, 50, 90, 100, 100, 100]);
    assert_eq!(pace.days_to_grow(), 7);
    let slow = ChannelLimits { ramp: Ramp { add: 1, every_days: 3, most: 7 }, per_day: 5, ..pace };
    assert_eq!([0, 2, 3, 5, 6, 9].map(|days| slow.cap_after(days)), [5, 5, 6, 6, 7, 7]);
    assert_eq!(slow.days_to_grow(), 6);

    // Yesterday's use lets one more go today; a day without use does not.
    let rules = rules(&berlin());
    let (yesterday, today, later) =
        (at("2026-11-19T10:00:00Z"), at("2026-11-20T10:00:00Z"), at("2026-11-24T10:00:00Z"));
    let mut book = rules.empty_book(yesterday);
    assert_eq!(rules.cap_on(chat(0).lane(), &book, yesterday), 5);
    book.record(Act { channel: Channel::Telegram, action: Action::Message, at: yesterday });
    assert_eq!(rules.cap_on(chat(0).lane(), &book, yesterday), 5);
    assert_eq!(rules.cap_on(chat(0).lane(), &book, today), 6);
    assert_eq!(rules.cap_on(chat(0).lane(), &book, later), 6);
    book.set_days_before(chat(0).lane(), 30);
    assert_eq!(rules.cap_on(chat(0).lane(), &book, today), 20);
}

#[test]
fn holidays_and_vacations_are_told_by_name() {
    let vacation = vec![DateRange { from: "2026-12-28".into(), to: "2027-01-01".into() }];
    let rules = rules(&Outreach { holidays: vec!["2026-12-25".into()], vacation, ..berlin() });
    let empty = rules.empty_book(at("2026-12-25T00:00:00Z"));
    let decision = |when: &str| decide(at(when), &rules, &empty, &chat(90));
    let monday = "2027-01-04T08:00:00Z";
    assert_eq!(decision("2026-12-25T10:00:00Z"), wait(WaitReason::Holiday, monday));
    assert_eq!(decision("2026-12-26T10:00:00Z"), wait(WaitReason::WorkingHours, monday));
    assert_eq!(decision("2026-12-29T10:00:00Z"), wait(WaitReason::Vacation, monday));
    assert_eq!(decision("2027-01-01T22:59:59Z"), wait(WaitReason::Vacation, monday));
}

#[test]
fn the_leads_hours_count_where_the_lead_is_known_to_be() {
    let lead_hours = Some(LeadHours { start: "09:00".into(), end: "20:00".into() });
    let rules = rules(&Outreach { lead_hours, ..berlin() });
    let now = at("2026-11-20T09:00:00Z");
    let empty = rules.empty_book(now);
    let (boston, tokyo) = (TimeZone::get("America/New_York").unwrap(), TimeZone::get("Asia/Tokyo").unwrap());
    let to = |zone| decide(now, &rules, &empty, &Candidate { lead_zone: zone, ..chat(90) });
    assert_eq!(to(None), Decision::Go);
    assert_eq!(to(Some(&tokyo)), Decision::Go, "18:00 there");
    assert_eq!(to(Some(&boston)), wait(WaitReason::LeadHours, "2026-11-20T14:00:00Z"));
    // Whoever stands behind that one in the lane does not wait with it.
    let head = Candidate { lead_zone: Some(&boston), ..chat(90) };
    assert!(matches!(turn(now, &rules, &empty, &head), Turn::Step { reason: WaitReason::LeadHours, .. }));
    let full = chats(&rules, now, [now]);
    assert!(matches!(turn(now, &rules, &full, &head), Turn::Step { reason: WaitReason::LeadHours, .. }));
    // What holds the lane holds everybody in it.
    let awake = Candidate { lead_zone: Some(&tokyo), ..chat(90) };
    assert!(matches!(turn(now, &rules, &full, &awake), Turn::Stop { reason: WaitReason::Gap, .. }));
}

#[test]
fn hours_that_never_meet_say_so_at_once() {
    let lead_hours = Some(LeadHours { start: "09:00".into(), end: "10:00".into() });
    let rules = rules(&Outreach { lead_hours, ..berlin() });
    let now = at("2026-11-20T09:00:00Z");
    // Nine in Honolulu is eight in the evening in Berlin.
    let honolulu = TimeZone::get("Pacific/Honolulu").unwrap();
    let decision =
        decide(now, &rules, &rules.empty_book(now), &Candidate { lead_zone: Some(&honolulu), ..chat(90) });
    assert_eq!(decision, Decision::Wait { reason: WaitReason::NoCommonHours, until: None });
}

#[test]
fn the_humans_own_hand_is_free_in_hours_and_pauses_but_not_in_caps_and_rests() {
    let rules = rules(&berlin());
    let night = at("2026-11-20T22:00:00Z");
    let by_hand = Candidate { by_hand: true, ..chat(90) };
    let just = chats(&rules, night, [night]);
    assert_eq!(decide(night, &rules, &just, &by_hand), Decision::Go);
    let full = chats(&rules, night, [night; 5]);
    assert_eq!(decide(night, &rules, &full, &by_hand), wait(WaitReason::Ramp, "2026-11-20T23:00:00Z"));
    let mut resting = just;
    let until = at("2026-11-20T22:30:00Z");
    resting.cool_down(CoolDown { channel: Channel::Telegram, action: None, at: night, until });
    assert_eq!(decide(night, &rules, &resting, &by_hand), wait(WaitReason::CoolDown, "2026-11-20T22:30:00Z"));
}

#[test]
fn a_cap_of_nothing_waits_for_a_human_and_not_for_ever_and_a_day() {
    let mut outreach = berlin();
    outreach.telegram = ChannelLimits::default();
    let (rules, now) = (rules(&outreach), at("2026-11-20T10:00:00Z"));
    let decision = decide(now, &rules, &rules.empty_book(now), &chat(90));
    assert_eq!(decision, Decision::Wait { reason: WaitReason::ChannelCap, until: None });
}

#[test]
fn a_window_whose_edges_the_clocks_skip_or_repeat_is_never_wider_than_its_hours() {
    let calendar = |start: &str, end: &str| {
        let (start, end, days) = (start.into(), end.into(), (1..=7).collect());
        let working_hours = WorkingHours { start, end, days, time_zone: "Europe/Berlin".into() };
        Outreach { working_hours, ..Outreach::default() }.calendar().unwrap()
    };
    // 2026-03-29: two o'clock is three o'clock, at 01:00Z.
    let spring = at("2026-03-29T00:00:00Z");
    assert_eq!(calendar("02:30", "05:00").next_open(spring, None), Some(at("2026-03-29T01:00:00Z")));
    let early = calendar("01:00", "02:30");
    assert_eq!(early.closed(at("2026-03-29T00:59:59Z"), None), None);
    assert_eq!(early.closed(at("2026-03-29T01:00:00Z"), None), Some(WaitReason::WorkingHours));
    // 2026-10-25: the hour from two to three comes twice, at 00:00Z and at 01:00Z.
    assert_eq!(
        calendar("02:30", "05:00").next_open(at("2026-10-25T00:00:00Z"), None),
        Some(at("2026-10-25T01:30:00Z"))
    );
    let autumn = calendar("01:00", "02:30");
    assert_eq!(autumn.closed(at("2026-10-25T00:29:00Z"), None), None);
    assert_eq!(autumn.closed(at("2026-10-25T00:31:00Z"), None), Some(WaitReason::WorkingHours));
    assert_eq!(autumn.closed(at("2026-10-25T01:10:00Z"), None), Some(WaitReason::WorkingHours));
}

#[test]
fn an_old_project_with_three_numbers_a_channel_is_still_read() {
    let old = r#"{"telegram":{"per_day":5,"gap_min_secs":60,"gap_max_secs":120},"actions_per_day":12}"#;
    let outreach: Outreach = serde_json::from_str(old).unwrap();
    assert_eq!(
        (outreach.telegram.per_day, outreach.telegram.per_hour, outreach.telegram.ramp.add),
        (5, 0, 0)
    );
    assert_eq!(outreach.x_like, Outreach::default().x_like);
    assert!(outreach.holidays.is_empty() && outreach.lead_hours.is_none());
}

#[test]
fn a_calendar_names_the_setting_that_cannot_be_read() {
    let field = |outreach: &Outreach| outreach.calendar().unwrap_err().field();
    let range = |from: &str, to: &str| vec![DateRange { from: from.into(), to: to.into() }];
    assert_eq!(field(&Outreach { holidays: vec!["2026-02-30".into()], ..berlin() }), "holidays");
    assert_eq!(field(&Outreach { vacation: range("2026-08-10", "2026-08-01"), ..berlin() }), "vacation");
    assert_eq!(field(&Outreach { vacation: range("soon", "2026-08-01"), ..berlin() }), "vacation");
    let lead_hours = Some(LeadHours { start: "20:00".into(), end: "09:00".into() });
    assert_eq!(field(&Outreach { lead_hours, ..berlin() }), "lead_hours");
}
