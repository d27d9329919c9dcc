//! Limits as arithmetic: working hours, daily caps, gaps between sends.
//!
//! **Invariant:** every count comes from the delivery ledger and is passed in, so a restart refills
//! nothing. All limits are looked at and the latest "not before" wins.

use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// Pace of one channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelLimits {
    /// Sends a local day.
    pub per_day: u32,
    /// Shortest pause between two sends, seconds.
    pub gap_min_secs: u32,
    /// Longest pause between two sends, seconds; the pause is drawn between the two, once.
    pub gap_max_secs: u32,
}

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

/// Working hours after their texts were read.
#[derive(Debug, Clone)]
pub struct Window {
    start: Time,
    end: Time,
    days: Vec<Weekday>,
    zone: TimeZone,
}

impl WorkingHours {
    /// Reads the texts, or says which one is wrong.
    pub fn window(&self) -> Result<Window, WorkingHoursError> {
        let time = |text: &str| {
            Time::strptime("%H:%M", text)
                .map_err(|_| WorkingHoursError::Time(text.chars().take(20).collect()))
        };
        let (start, end) = (time(&self.start)?, time(&self.end)?);
        if end <= start {
            return Err(WorkingHoursError::Order);
        }
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
        Ok(Window { start, end, days, zone })
    }
}

impl Window {
    /// `at` itself when it lies inside the window, else the next instant that does.
    pub fn next_open(&self, at: Timestamp) -> Timestamp {
        let local = at.to_zoned(self.zone.clone());
        for ahead in 0..=7_i64 {
            let Ok(date) = local.date().checked_add(jiff::Span::new().days(ahead)) else { break };
            if !self.days.contains(&date.weekday()) {
                continue;
            }
            let edge = |time: Time| date.to_datetime(time).to_zoned(self.zone.clone()).map(|z| z.timestamp());
            let (Ok(open), Ok(close)) = (edge(self.start), edge(self.end)) else { continue };
            if at < open {
                return open;
            }
            if at < close {
                return at;
            }
        }
        at
    }

    /// Midnight that began the local day of `at`; daily caps count from here.
    pub fn day_start(&self, at: Timestamp) -> Timestamp {
        at.to_zoned(self.zone.clone()).start_of_day().map_or(at, |z| z.timestamp())
    }

    /// Midnight that ends the local day of `at`.
    pub fn day_end(&self, at: Timestamp) -> Timestamp {
        let tomorrow = at.to_zoned(self.zone.clone()).tomorrow().and_then(|z| z.start_of_day());
        tomorrow.map_or(at, |z| z.timestamp())
    }
}

/// What the ledger says about a channel at this instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Sends of this channel since local midnight, uncertain ones included.
    pub channel_today: u32,
    /// Sends of all channels since local midnight, uncertain ones included.
    pub all_today: u32,
    /// The latest send of this channel.
    pub last_sent_at: Option<Timestamp>,
    /// Failures at the end of this channel's ledger without a success after them.
    pub failures_in_a_row: u32,
}

/// After this many failures in a row a channel waits for a human.
pub const FAILURES_BEFORE_PAUSE: u32 = 3;

/// Why a delivery waits; the words shown to the human come from [`WaitReason::sentence`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitReason {
    /// Everything is paused.
    Paused,
    /// The undo window has not passed.
    UndoWindow,
    /// A repeated try waits for its time.
    RetryLater,
    /// Outside working hours.
    WorkingHours,
    /// The channel's daily cap is used up.
    ChannelCap,
    /// The cap over all channels is used up.
    TotalCap,
    /// The pause since the last send on this channel is not over.
    Gap,
    /// Too many failures in a row; a human must look.
    ChannelFailing,
    /// The channel works by the human's hand.
    YourTurn,
    /// A delivery to the same person is uncertain and must be settled first.
    UncertainFirst,
    /// Dry run was switched on after the yes.
    DryRun,
}

impl WaitReason {
    /// Plain words, without the time.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Paused => "Sending is paused",
            Self::UndoWindow => "You can still undo it",
            Self::RetryLater => "Trying again later",
            Self::WorkingHours => "Waiting for working hours",
            Self::ChannelCap => "Today's limit for this channel is reached",
            Self::TotalCap => "Today's limit for all channels is reached",
            Self::Gap => "Keeping a human pace between two messages",
            Self::ChannelFailing => "Three sends in a row failed; check the channel, then resume it",
            Self::YourTurn => "Waiting for you to press send",
            Self::UncertainFirst => "An earlier message to this person must be settled first",
            Self::DryRun => "Dry run is on; it goes once you switch dry run off",
        }
    }
}

/// Whether something may go now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Every limit allows it.
    Go,
    /// Not yet. `until` is the next instant worth looking again; `None` means a human has to act.
    Wait {
        /// The limit that lasts longest.
        reason: WaitReason,
        /// When it ends.
        until: Option<Timestamp>,
    },
}

/// Applies the project's pace to one delivery: limits stack and the latest end wins.
pub fn decide(
    now: Timestamp,
    window: &Window,
    limits: ChannelLimits,
    actions_per_day: u32,
    gap_secs: u32,
    usage: Usage,
) -> Decision {
    if usage.failures_in_a_row >= FAILURES_BEFORE_PAUSE {
        return Decision::Wait { reason: WaitReason::ChannelFailing, until: None };
    }
    let after_midnight = window.next_open(window.day_end(now));
    let gap_end = usage
        .last_sent_at
        .and_then(|last| last.checked_add(jiff::SignedDuration::from_secs(i64::from(gap_secs))).ok());
    let blocks = [
        Some((WaitReason::WorkingHours, window.next_open(now))),
        (usage.channel_today >= limits.per_day).then_some((WaitReason::ChannelCap, after_midnight)),
        (usage.all_today >= actions_per_day).then_some((WaitReason::TotalCap, after_midnight)),
        gap_end.map(|end| (WaitReason::Gap, window.next_open(end.max(now)))),
    ];
    let latest =
        blocks.into_iter().flatten().filter(|(_, until)| *until > now).max_by_key(|(_, until)| *until);
    latest.map_or(Decision::Go, |(reason, until)| Decision::Wait { reason, until: Some(until) })
}

#[cfg(test)]
#[path = "limits/tests.rs"]
mod tests;
