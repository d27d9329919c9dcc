//! Laws of the limits, over made-up days in zones with every kind of clock change.

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::Timestamp;
use crate::action::Action;
use crate::channel::Channel;
use crate::project::Outreach;

/// A zone, and an instant shortly before its clocks change: by an hour, by half an hour, over midnight, over a
/// whole date, or never.
const CHANGES: [(&str, &str); 10] = [
    ("Europe/Berlin", "2026-03-27T06:00:00Z"),
    ("Europe/Berlin", "2026-10-23T06:00:00Z"),
    ("America/New_York", "2026-03-06T10:00:00Z"),
    ("America/New_York", "2026-10-30T10:00:00Z"),
    ("Australia/Lord_Howe", "2026-04-03T00:00:00Z"),
    ("Australia/Lord_Howe", "2026-10-02T00:00:00Z"),
    ("Asia/Kolkata", "2026-06-05T00:00:00Z"),
    ("America/Sao_Paulo", "2018-11-02T10:00:00Z"),
    ("America/Sao_Paulo", "2019-02-15T10:00:00Z"),
    ("Pacific/Apia", "2011-12-28T10:00:00Z"),
];
const ZONES: [&str; 6] = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "America/Sao_Paulo",
    "Pacific/Apia",
];
const HOUR: SignedDuration = SignedDuration::from_hours(1);

fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

prop_compose! {
    fn spans()(start in 0_u32..1_380, long in 15_u32..900) -> (String, String) {
        (clock(start), clock((start + long).min(1_439)))
    }
}

prop_compose! {
    /// Small limits, so that they are reached.
    fn paces()(
        per_minute in 0_u32..4,
        per_hour in 0_u32..8,
        per_day in 1_u32..12,
        gap in 0_u32..900,
        wider in 0_u32..300,
        add in 0_u32..3,
        every_days in 1_u32..3,
    ) -> ChannelLimits {
        let ramp = Ramp { add, every_days, most: per_day + 5 };
        ChannelLimits { per_minute, per_hour, per_day, gap_min_secs: gap, gap_max_secs: gap + wider, ramp }
    }
}

prop_compose! {
    fn worlds()(
        change in 0..CHANGES.len(),
        (start, end) in spans(),
        days in prop::collection::vec(1_u8..8, 1..7),
        total in 1_u32..15,
        (like, reply) in (paces(), paces()),
        lead in prop::option::of(spans()),
        off in prop::option::of(0_i64..9),
        away in prop::option::of((0_i64..9, 0_i64..3)),
    ) -> (Outreach, Timestamp) {
        let (zone, from) = CHANGES[change];
        let from: Timestamp = from.parse().unwrap();
        let date = |days: i64| {
            let at = from.checked_add(SignedDuration::from_hours(24 * days)).unwrap();
            at.to_zoned(TimeZone::get(zone).unwrap()).date().to_string()
        };
        let outreach = Outreach {
            working_hours: WorkingHours { start, end, days, time_zone: zone.into() },
            actions_per_day: total,
            x_like: like,
            x_reply: reply,
            lead_hours: lead.map(|(start, end)| LeadHours { start, end }),
            holidays: off.map(date).into_iter().collect(),
            vacation: away
                .map(|(from, long)| DateRange { from: date(from), to: date(from + long) })
                .into_iter()
                .collect(),
            ..Outreach::default()
        };
        (outreach, from)
    }
}

/// One thing to do: which lane, with what seed, where the lead is, and how long the app sleeps before it.
fn orders() -> impl Strategy<Value = Vec<(bool, u64, usize, i64)>> {
    prop::collection::vec((any::<bool>(), any::<u64>(), 0..ZONES.len() + 1, 0_i64..7_200), 1..60)
}

struct Done {
    act: Act,
    zone: Option<TimeZone>,
}

/// Does everything as early as the limits say, and checks each answer at its edge.
fn play(outreach: &Outreach, from: Timestamp, orders: &[(bool, u64, usize, i64)]) -> Vec<Done> {
    let rules = LimitRules::of(outreach).unwrap();
    let mut book = rules.empty_book(from);
    let mut now = from;
    let mut done = Vec::new();
    for (like, seed, zone, sleep) in orders.iter().copied() {
        now = now.checked_add(SignedDuration::from_secs(sleep)).unwrap();
        let action = if like { Action::Like } else { Action::Reply };
        let zone = ZONES.get(zone).map(|zone| TimeZone::get(zone).unwrap());
        let candidate = Candidate {
            channel: Channel::X,
            action,
            gap_secs: draw_gap(&outreach.pace(Channel::X, action), seed),
            by_hand: false,
            lead_zone: zone.as_ref(),
        };
        match decide(now, &rules, &book, &candidate) {
            Decision::Go => {}
            Decision::Wait { until: None, .. } => continue,
            Decision::Wait { until: Some(until), .. } => {
                assert!(until > now);
                let before = until.checked_sub(SignedDuration::from_millis(1)).unwrap();
                assert!(
                    before <= now || decide(before, &rules, &book, &candidate) != Decision::Go,
                    "it could have gone before {until}"
                );
                assert_eq!(decide(until, &rules, &book, &candidate), Decision::Go, "it cannot go at {until}");
                now = until;
            }
        }
        let act = Act { channel: Channel::X, action, at: now };
        book.record(act);
        done.push(Done { act, zone });
    }
    done
}

fn within(text: (&str, &str), at: Timestamp, zone: &TimeZone) -> bool {
    let read = |text: &str| jiff::civil::Time::strptime("%H:%M", text).unwrap();
    let time = at.to_zoned(zone.clone()).time();
    (read(text.0)..read(text.1)).contains(&time)
}

fn check_hours(outreach: &Outreach, done: &[Done]) {
    let hours = &outreach.working_hours;
    let zone = TimeZone::get(&hours.time_zone).unwrap();
    for Done { act, zone: lead } in done {
        let local = act.at.to_zoned(zone.clone());
        assert!(within((&hours.start, &hours.end), act.at, &zone), "{local}");
        let day = u8::try_from(local.weekday().to_monday_one_offset()).unwrap();
        assert!(hours.days.contains(&day), "{local}");
        let date = local.date().to_string();
        assert!(!outreach.holidays.contains(&date), "{local}");
        assert!(outreach.vacation.iter().all(|range| date < range.from || date > range.to), "{local}");
        if let Some((hours, lead)) = outreach.lead_hours.as_ref().zip(lead.as_ref()) {
            assert!(within((&hours.start, &hours.end), act.at, lead), "the lead's {local}");
        }
    }
}

fn check_counts(outreach: &Outreach, done: &[Done]) {
    let zone = TimeZone::get(&outreach.working_hours.time_zone).unwrap();
    let date = |act: &Act| act.at.to_zoned(zone.clone()).date();
    for end in done {
        let that_day = done.iter().filter(|d| date(&d.act) == date(&end.act)).count();
        assert!(that_day <= outreach.actions_per_day as usize);
        let lane: Vec<_> = done.iter().filter(|d| d.act.action == end.act.action).collect();
        let pace = outreach.pace(Channel::X, end.act.action);
        let used: std::collections::BTreeSet<_> =
            lane.iter().map(|d| date(&d.act)).filter(|day| *day < date(&end.act)).collect();
        let today = lane.iter().filter(|d| date(&d.act) == date(&end.act)).count();
        assert!(today <= pace.cap_after(u32::try_from(used.len()).unwrap()) as usize);
        for (span, cap) in [(HOUR, pace.per_hour), (SignedDuration::from_secs(60), pace.per_minute)] {
            let from = end.act.at.checked_sub(span).unwrap();
            let window = lane.iter().filter(|d| d.act.at > from && d.act.at <= end.act.at).count();
            assert!(cap == 0 || window <= cap as usize, "{window} within {span}");
        }
    }
}

fn check_gaps(outreach: &Outreach, done: &[Done]) {
    for action in [Action::Like, Action::Reply] {
        let (shortest, _) = outreach.pace(Channel::X, action).gap_range();
        let times: Vec<_> = done.iter().filter(|d| d.act.action == action).map(|d| d.act.at).collect();
        for pair in times.windows(2) {
            assert!(pair[1].duration_since(pair[0]).as_secs() >= i64::from(shortest));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn no_limit_is_passed_quiet_hours_hold_and_every_answer_is_exact(
        (outreach, from) in worlds(),
        orders in orders(),
    ) {
        let done = play(&outreach, from, &orders);
        check_hours(&outreach, &done);
        check_counts(&outreach, &done);
        check_gaps(&outreach, &done);
    }

    #[test]
    fn a_drawn_gap_lies_within_its_range_and_a_fixed_one_30_percent_around_itself(
        pace in paces(),
        seed in any::<u64>(),
    ) {
        let gap = draw_gap(&pace, seed);
        prop_assert_eq!(gap, draw_gap(&pace, seed));
        let (low, high) = pace.gap_range();
        prop_assert!((low..=high).contains(&gap));
        if pace.gap_min_secs == pace.gap_max_secs {
            prop_assert_eq!((low, high), (pace.gap_min_secs * 7 / 10, pace.gap_min_secs * 13 / 10));
        } else {
            prop_assert_eq!((low, high), (pace.gap_min_secs, pace.gap_max_secs));
        }
    }

    #[test]
    fn a_clock_that_went_back_counts_what_was_done_and_never_makes_a_pause_endless(
        back in 1_i64..200_000,
        gap in 1_u32..7_200,
    ) {
        let outreach = Outreach { x_like: ChannelLimits { per_hour: 0, ..Outreach::default().x_like }, ..Outreach::default() };
        let rules = LimitRules::of(&outreach).unwrap();
        let now: Timestamp = "2026-11-18T10:00:00Z".parse().unwrap();
        let mut book = rules.empty_book(now);
        let ahead = now.checked_add(SignedDuration::from_secs(back)).unwrap();
        book.record(Act { channel: Channel::X, action: Action::Like, at: ahead });
        let candidate = Candidate {
            channel: Channel::X, action: Action::Like, gap_secs: gap, by_hand: false, lead_zone: None,
        };
        if let Decision::Wait { until, .. } = decide(now, &rules, &book, &candidate) {
            let longest = now.checked_add(SignedDuration::from_secs(2 * i64::from(gap))).unwrap();
            prop_assert!(until.unwrap() <= longest);
        }
        let counted = book.used_since(Lane::new(Channel::X, Action::Like), rules.calendar.day(now).start, now);
        prop_assert_eq!(counted, u32::from(back <= 86_400));
    }
}
