//! When things may leave: working hours and days in the SDR's zone, days off, and the lead's own hours.
//!
//! **Invariant:** a day's window is never wider than its hours, whatever the clocks do that day. An hour that
//! the clocks skip ends where they jump; of an hour that comes twice, only the narrower reading counts.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone};
use serde::{Deserialize, Serialize};

use super::reason::WaitReason;
use crate::Timestamp;

/// How many days ahead an open hour is looked for; what does not open in two years does not open.
const HORIZON_DAYS: usize = 732;
/// Hours that do not meet within a year and a month never do: clocks change once in each half of a year.
const MEET_WITHIN: jiff::SignedDuration = jiff::SignedDuration::from_hours(400 * 24);

/// When messages may leave, in the SDR's own zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WorkingHours {
    /// First minute, `HH:MM`.
    pub start: String,
    /// First minute after, `HH:MM`.
    pub end: String,
    /// ISO weekday numbers, Monday is 1.
    pub days: Vec<u8>,
    /// IANA zone name, e.g. `Europe/Berlin`.
    pub time_zone: String,
}

impl Default for WorkingHours {
    fn default() -> Self {
        Self {
            start: "09:00".into(),
            end: "18:00".into(),
            days: vec![1, 2, 3, 4, 5],
            time_zone: "UTC".into(),
        }
    }
}

/// Days off, first and last included, `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateRange {
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
}

/// Hours at which a lead may be written to, in the lead's own zone where it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadHours {
    /// First minute, `HH:MM`.
    pub start: String,
    /// First minute after, `HH:MM`.
    pub end: String,
}

/// What is wrong with a set of working hours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorkingHoursError {
    /// A time is not `HH:MM`.
    #[error("{0:?} is not a time of day such as 09:00")]
    Time(String),
    /// The window is empty.
    #[error("working hours must end after they start")]
    Order,
    /// No working day, or a number outside 1-7.
    #[error("choose at least one working day")]
    Days,
    /// The zone is unknown.
    #[error("{0:?} is not a time zone such as Europe/Berlin")]
    Zone(String),
}

/// What is wrong with a calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The SDR's own hours.
    #[error(transparent)]
    Hours(#[from] WorkingHoursError),
    /// A day off is no date.
    #[error("{0:?} is not a date such as 2026-12-25")]
    Holiday(String),
    /// A vacation's edge is no date.
    #[error("{0:?} is not a date such as 2026-07-31")]
    Vacation(String),
    /// A vacation ends before it begins.
    #[error("a vacation must end on or after the day it starts")]
    VacationOrder,
    /// The lead's hours.
    #[error("the lead's hours: {0}")]
    LeadHours(WorkingHoursError),
}

impl CalendarError {
    /// The field of the outreach settings that is wrong.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Hours(_) => "working_hours",
            Self::Holiday(_) => "holidays",
            Self::Vacation(_) | Self::VacationOrder => "vacation",
            Self::LeadHours(_) => "lead_hours",
        }
    }
}

/// A span of every day, by the wall clock.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: Time,
    end: Time,
}

impl Span {
    fn read(start: &str, end: &str) -> Result<Self, WorkingHoursError> {
        let time = |text: &str| {
            Time::strptime("%H:%M", text)
                .map_err(|_| WorkingHoursError::Time(text.chars().take(20).collect()))
        };
        let (start, end) = (time(start)?, time(end)?);
        if end <= start { Err(WorkingHoursError::Order) } else { Ok(Self { start, end }) }
    }

    /// The instants of one date at which the span opens and closes; none when the clocks swallow it.
    fn on(self, date: Date, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
        let open = edge(date, self.start, zone, Edge::Open)?;
        let close = edge(date, self.end, zone, Edge::Close)?;
        (open < close).then_some((open, close))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    Open,
    Close,
}

/// The instant of a wall-clock time. A time that is skipped is where the clocks jump; of one that comes
/// twice an opening takes the later and a closing the earlier, so that no minute outside slips in.
fn edge(date: Date, time: Time, zone: &TimeZone, which: Edge) -> Option<Timestamp> {
    let ambiguous = zone.to_ambiguous_timestamp(date.to_datetime(time));
    match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => ambiguous.compatible().ok(),
        AmbiguousOffset::Fold { .. } if which == Edge::Open => ambiguous.later().ok(),
        AmbiguousOffset::Fold { .. } => ambiguous.earlier().ok(),
        AmbiguousOffset::Gap { .. } => {
            let after = ambiguous.later().ok()?.checked_add(jiff::SignedDuration::from_nanos(1)).ok()?;
            zone.preceding(after).next().map(|jump| jump.timestamp())
        }
    }
}

/// Working hours after their texts were read.
#[derive(Debug, Clone)]
pub struct Window {
    span: Span,
    days: Vec<Weekday>,
    zone: TimeZone,
}

impl WorkingHours {
    /// Reads the texts, or says which one is wrong.
    pub fn window(&self) -> Result<Window, WorkingHoursError> {
        let span = Span::read(&self.start, &self.end)?;
        let days: Vec<Weekday> = self
            .days
            .iter()
            .map(|day| i8::try_from(*day).ok().and_then(|day| Weekday::from_monday_one_offset(day).ok()))
            .collect::<Option<_>>()
            .ok_or(WorkingHoursError::Days)?;
        if days.is_empty() {
            return Err(WorkingHoursError::Days);
        }
        let zone = TimeZone::get(&self.time_zone)
            .map_err(|_| WorkingHoursError::Zone(self.time_zone.chars().take(40).collect()))?;
        Ok(Window { span, days, zone })
    }
}

/// One local day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalDay {
    /// Its date.
    pub date: Date,
    /// The instant it begins.
    pub start: Timestamp,
    /// The instant the next one begins.
    pub end: Timestamp,
}

/// Everything that decides when the doors are open.
#[derive(Debug, Clone)]
pub struct Calendar {
    window: Window,
    holidays: Vec<Date>,
    vacation: Vec<(Date, Date)>,
    lead: Option<Span>,
}

fn date(text: &str) -> Result<Date, String> {
    text.trim().parse::<Date>().map_err(|_| text.chars().take(20).collect())
}

impl Calendar {
    /// Reads the texts, or says which one is wrong.
    pub fn read(
        hours: &WorkingHours,
        holidays: &[String],
        vacation: &[DateRange],
        lead: Option<&LeadHours>,
    ) -> Result<Self, CalendarError> {
        let window = hours.window()?;
        let mut off = holidays
            .iter()
            .map(|text| date(text).map_err(CalendarError::Holiday))
            .collect::<Result<Vec<_>, _>>()?;
        off.sort_unstable();
        let mut away = Vec::new();
        for range in vacation {
            let from = date(&range.from).map_err(CalendarError::Vacation)?;
            let to = date(&range.to).map_err(CalendarError::Vacation)?;
            if to < from {
                return Err(CalendarError::VacationOrder);
            }
            away.push((from, to));
        }
        let lead = lead
            .map(|hours| Span::read(&hours.start, &hours.end))
            .transpose()
            .map_err(CalendarError::LeadHours)?;
        Ok(Self { window, holidays: off, vacation: away, lead })
    }

    /// The SDR's zone.
    pub fn zone(&self) -> &TimeZone {
        &self.window.zone
    }

    /// The local day of an instant; daily caps count from its start.
    pub fn day(&self, at: Timestamp) -> LocalDay {
        let local = at.to_zoned(self.window.zone.clone());
        let start = local.start_of_day().map_or(at, |z| z.timestamp());
        // The clocks may skip a whole date: the next midnight is then the same instant.
        let end = local.tomorrow().and_then(|z| z.start_of_day()).map_or(Timestamp::MAX, |z| z.timestamp());
        LocalDay { date: local.date(), start, end: if end > at { end } else { Timestamp::MAX } }
    }

    /// Why nothing leaves on this date, if it is a day off.
    pub fn day_off(&self, date: Date) -> Option<WaitReason> {
        if self.vacation.iter().any(|(from, to)| (*from..=*to).contains(&date)) {
            Some(WaitReason::Vacation)
        } else if self.holidays.binary_search(&date).is_ok() {
            Some(WaitReason::Holiday)
        } else {
            (!self.window.days.contains(&date.weekday())).then_some(WaitReason::WorkingHours)
        }
    }

    /// `at` itself when the doors are open then, else the next instant at which they are. `None` when they
    /// never open: the SDR's hours and those of the lead's zone have nothing in common.
    pub fn next_open(&self, at: Timestamp, lead: Option<&TimeZone>) -> Option<Timestamp> {
        let Some((span, zone)) = self.lead.zip(lead) else {
            return self.own(at).map(|(open, _)| open);
        };
        let give_up = at.saturating_add(MEET_WITHIN).unwrap_or(Timestamp::MAX);
        let mut from = at;
        loop {
            let (own, close) = self.own(from)?;
            let theirs = span_from(span, zone, own)?;
            if theirs < close {
                return Some(theirs);
            }
            if close > give_up {
                return None;
            }
            from = close;
        }
    }

    /// What keeps the doors shut at this instant; none when they are open.
    pub fn closed(&self, at: Timestamp, lead: Option<&TimeZone>) -> Option<WaitReason> {
        if self.own(at).is_none_or(|(open, _)| open > at) {
            let date = at.to_zoned(self.window.zone.clone()).date();
            return Some(self.day_off(date).unwrap_or(WaitReason::WorkingHours));
        }
        let (span, zone) = self.lead.zip(lead)?;
        (span_from(span, zone, at) != Some(at)).then_some(WaitReason::LeadHours)
    }

    /// The SDR's own next open stretch that has not ended at `at`: from when, until when.
    fn own(&self, at: Timestamp) -> Option<(Timestamp, Timestamp)> {
        let window = &self.window;
        let first = at.to_zoned(window.zone.clone()).date();
        first.series(jiff::Span::new().days(1)).take(HORIZON_DAYS).find_map(|date| {
            if self.day_off(date).is_some() {
                return None;
            }
            let (open, close) = window.span.on(date, &window.zone)?;
            (at < close).then_some((open.max(at), close))
        })
    }
}

/// `at` itself when the zone's wall clock stands within the span, else the next instant at which it does.
fn span_from(span: Span, zone: &TimeZone, at: Timestamp) -> Option<Timestamp> {
    let first = at.to_zoned(zone.clone()).date();
    // A date may be skipped and a span swallowed, so a few days are looked at.
    first.series(jiff::Span::new().days(1)).take(5).find_map(|date| {
        let (open, close) = span.on(date, zone)?;
        (at < close).then_some(open.max(at))
    })
}
