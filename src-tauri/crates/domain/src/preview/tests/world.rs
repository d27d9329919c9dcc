//! Worlds to run the virtual clock in.

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use uuid::Uuid;

use super::super::*;
use crate::enrollment::{EnrollmentState, Reach};
use crate::id::{EnrollmentId, LeadId, ProjectId, SequenceId, SequenceVersionId};
use crate::limits::{Act, ChannelLimits, DateRange, Lane, LimitRules, Ramp, WorkingHours};
use crate::project::Outreach;
use crate::sequence::{Steps, TEMPLATES};

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(super) fn lead(number: u128) -> LeadId {
    LeadId(Uuid::from_u128(0x1000 + number))
}

/// Who is enrolled where: the template, when it is due, which channels reach them, posts, suppressed.
#[derive(Debug, Clone)]
pub(super) struct Who {
    template: usize,
    due_in_mins: i64,
    reach: [bool; 4],
    posts: u32,
    suppressed: bool,
}

#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) outreach: Outreach,
    pub(super) zone: TimeZone,
    pub(super) start: Timestamp,
    /// What happened before.
    pub(super) before: Vec<(Timestamp, Lane)>,
    pub(super) who: Vec<Who>,
    pub(super) by_hand: Vec<Channel>,
    pub(super) order: Order,
}

impl World {
    pub(super) fn standing(&self) -> Standing {
        let rules = LimitRules::of(&self.outreach).unwrap();
        let mut book = rules.empty_book(self.start - SignedDuration::from_hours(48));
        for (at, lane) in &self.before {
            book.record(Act { channel: lane.channel, action: lane.action, at: *at });
        }
        let versions = (0..TEMPLATES.len()).map(|n| (version(n), TEMPLATES[n].steps()));
        let enrolled = self.who.iter().enumerate().map(|(number, who)| {
            let due_at = self.start + SignedDuration::from_mins(who.due_in_mins);
            let steps = TEMPLATES[who.template].steps();
            let mut enrolled = enrolled(number as u128, who.template, &steps, due_at);
            let [telegram, x, email, linkedin] = who.reach;
            enrolled.facts.reach = Reach { telegram, x, email, linkedin };
            enrolled.facts.posts = who.posts;
            enrolled.suppressed = who.suppressed;
            enrolled
        });
        Standing {
            now: self.start,
            versions: versions.collect(),
            enrolled: enrolled.collect(),
            queued: Vec::new(),
            book,
            rules,
            undo_secs: self.outreach.undo_secs,
            by_hand: self.by_hand.clone(),
        }
    }
}

fn version(number: usize) -> SequenceVersionId {
    SequenceVersionId(Uuid::from_u128(0x9000 + number as u128))
}

fn enrolled(number: u128, template: usize, steps: &Steps, due_at: Timestamp) -> Enrolled {
    let enrollment = Enrollment {
        id: EnrollmentId(Uuid::from_u128(0x5000 + number)),
        project_id: ProjectId(Uuid::from_u128(1)),
        sequence_id: SequenceId(Uuid::from_u128(0x7000 + template as u128)),
        version_id: version(template),
        lead_id: lead(number),
        company_key: None,
        state: EnrollmentState::Active,
        step: steps.first().map(|step| step.key.clone()),
        visit: 0,
        due_at: Some(due_at),
        awaits: None,
        paused_by: None,
        resume_at: None,
        end_reason: None,
        again: false,
        enrolled_at: due_at,
        updated_at: due_at,
        ended_at: None,
    };
    let facts = Facts { reach: Reach::EVERYWHERE, posts: 2, ..Facts::default() };
    Enrolled { enrollment, facts, suppressed: false, zone: None }
}

/// One lead at the beginning of these steps.
pub(super) fn of_one(steps: Steps, start: Timestamp, outreach: &Outreach) -> Standing {
    let rules = LimitRules::of(outreach).unwrap();
    Standing {
        now: start,
        enrolled: vec![enrolled(1, 0, &steps, start)],
        versions: [(version(0), steps)].into(),
        queued: Vec::new(),
        book: rules.empty_book(start),
        rules,
        undo_secs: outreach.undo_secs,
        by_hand: Vec::new(),
    }
}

/// Many leads spread over every template, with the limits of a busy team.
pub(super) fn crowd(people: usize) -> World {
    let pace = |per_hour, per_day| ChannelLimits {
        per_hour,
        per_day,
        gap_min_secs: 20,
        gap_max_secs: 60,
        ..ChannelLimits::default()
    };
    let outreach = Outreach {
        actions_per_day: 400,
        telegram: pace(0, 100),
        email: pace(0, 200),
        x_like: pace(60, 200),
        x_follow: pace(60, 200),
        x_reply: pace(60, 200),
        ..Outreach::default()
    };
    let start = at("2026-11-23T08:00:00Z");
    let who = (0..people).map(|number| Who {
        template: number % TEMPLATES.len(),
        due_in_mins: i64::try_from(number % 600).unwrap(),
        reach: [true; 4],
        posts: 2,
        suppressed: false,
    });
    World {
        outreach,
        zone: TimeZone::UTC,
        start,
        before: Vec::new(),
        who: who.collect(),
        by_hand: vec![Channel::Linkedin],
        order: Order {
            until: start + SignedDuration::from_hours(14 * 24),
            assume_approval: true,
            only: None,
        },
    }
}

/// A few days before the clocks change, where they do.
const PLACES: [(&str, &str); 7] = [
    ("Europe/Berlin", "2026-03-26T06:00:00Z"),
    ("Europe/Berlin", "2026-10-22T06:00:00Z"),
    ("America/New_York", "2026-03-05T12:00:00Z"),
    ("America/New_York", "2026-10-29T12:00:00Z"),
    ("Australia/Lord_Howe", "2026-10-01T00:00:00Z"),
    ("America/Santiago", "2026-09-03T12:00:00Z"),
    ("Asia/Kolkata", "2026-11-20T04:00:00Z"),
];
/// Wide ones, short ones, and some that the clocks jump into.
const HOURS: [(&str, &str); 5] =
    [("09:00", "18:00"), ("00:00", "23:59"), ("01:30", "02:45"), ("08:15", "08:50"), ("00:30", "04:00")];

fn pace() -> impl Strategy<Value = ChannelLimits> {
    (0..4_u32, 0..6_u32, 1..8_u32, 0..400_u32, 0..200_u32, 0..3_u32).prop_map(
        |(per_minute, per_hour, per_day, gap_min_secs, more, add)| ChannelLimits {
            per_minute,
            per_hour,
            per_day,
            gap_min_secs,
            gap_max_secs: gap_min_secs + more,
            ramp: Ramp { add, every_days: 1 + add, most: per_day + 3 },
        },
    )
}

fn outreach() -> impl Strategy<Value = (Outreach, TimeZone, Timestamp)> {
    let calendar =
        (0..PLACES.len(), 0..HOURS.len(), prop::sample::subsequence((1..=7_u8).collect::<Vec<_>>(), 3..=7));
    let off = (0..10_i64, 0..3_i64, any::<bool>());
    let paces = prop::collection::vec(pace(), 7);
    (calendar, off, paces, 1..25_u32).prop_map(|((place, hours, days), (day, long, away), paces, total)| {
        let (name, start) = PLACES[place];
        let zone = TimeZone::get(name).unwrap();
        let start = at(start);
        let date =
            |days: i64| (start.to_zoned(zone.clone()).date() + jiff::Span::new().days(days)).to_string();
        let working_hours = WorkingHours {
            start: HOURS[hours].0.into(),
            end: HOURS[hours].1.into(),
            days,
            time_zone: name.into(),
        };
        let outreach = Outreach {
            working_hours,
            actions_per_day: total,
            holidays: vec![date(day)],
            vacation: if away {
                vec![DateRange { from: date(day + 2), to: date(day + 2 + long) }]
            } else {
                Vec::new()
            },
            telegram: paces[0],
            email: paces[1],
            x_like: paces[2],
            x_follow: paces[3],
            x_reply: paces[4],
            x_message: paces[5],
            linkedin: paces[6],
            ..Outreach::default()
        };
        (outreach, zone, start)
    })
}

fn who() -> impl Strategy<Value = Who> {
    let reach = prop::array::uniform4(prop::bool::weighted(0.8));
    (0..TEMPLATES.len(), -500..3_000_i64, reach, 0..3_u32, prop::bool::weighted(0.05)).prop_map(
        |(template, due_in_mins, reach, posts, suppressed)| Who {
            template,
            due_in_mins,
            reach,
            posts,
            suppressed,
        },
    )
}

pub(super) fn world() -> impl Strategy<Value = World> {
    let before = prop::collection::vec((0..2_000_i64, 0..Lane::ALL.len()), 0..6);
    let people = prop::collection::vec(who(), 1..40);
    (outreach(), before, people, any::<bool>(), prop::sample::subsequence(Channel::ALL.to_vec(), 0..=2))
        .prop_map(|((outreach, zone, start), before, who, assume_approval, by_hand)| {
            let mut before: Vec<(Timestamp, Lane)> = before
                .into_iter()
                .map(|(mins, lane)| (start - SignedDuration::from_mins(mins), Lane::ALL[lane]))
                .collect();
            before.sort_unstable();
            let until = start + SignedDuration::from_hours(30 * 24);
            let order = Order { until, assume_approval, only: None };
            World { outreach, zone, start, before, who, by_hand, order }
        })
}
