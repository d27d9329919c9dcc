//! The limits of a project after its settings were read.

use jiff::SignedDuration;

use super::calendar::{Calendar, CalendarError};
use super::lane::Lane;
use super::reason::WaitReason;
use super::{Book, ChannelLimits};
use crate::Timestamp;
use crate::project::Outreach;

/// Calendar and pace of every lane.
#[derive(Debug, Clone)]
pub struct LimitRules {
    /// When the doors are open.
    pub calendar: Calendar,
    /// All channels together, per local day.
    pub actions_per_day: u32,
    lanes: [ChannelLimits; Lane::ALL.len()],
}

impl LimitRules {
    /// Reads the settings, or says which one is wrong.
    pub fn of(outreach: &Outreach) -> Result<Self, CalendarError> {
        Ok(Self {
            calendar: outreach.calendar()?,
            actions_per_day: outreach.actions_per_day,
            lanes: Lane::ALL.map(|lane| outreach.pace(lane.channel, lane.action)),
        })
    }

    /// The pace of a lane.
    pub fn pace(&self, lane: Lane) -> &ChannelLimits {
        &self.lanes[lane.index()]
    }

    /// An empty book that begins with the local day of `now`.
    pub fn empty_book(&self, now: Timestamp) -> Book {
        Book::new(self.calendar.zone().clone(), self.calendar.day(now).start)
    }

    /// How far back acts matter beside the local day: the hour of the hourly limits, or the longest pause.
    pub fn memory(&self) -> SignedDuration {
        let longest = self.lanes.iter().map(|pace| pace.gap_range().1).max().unwrap_or(0);
        SignedDuration::from_secs(i64::from(longest.max(3_600)))
    }

    /// The daily cap of a lane on the local day of `at`, its ramp considered.
    pub fn cap_on(&self, lane: Lane, book: &Book, at: Timestamp) -> u32 {
        let pace = self.pace(lane);
        if pace.ramp.add == 0 {
            return pace.per_day;
        }
        pace.cap_after(book.days_used_before(lane, self.calendar.day(at).date))
    }

    /// Why something in this lane waits, with the number of the limit where there is one.
    pub fn sentence(&self, reason: WaitReason, lane: Lane, book: &Book, now: Timestamp) -> String {
        let (pace, what) = (self.pace(lane), lane.plural());
        match reason {
            WaitReason::MinuteCap => format!("The limit of {} {what} a minute is reached", pace.per_minute),
            WaitReason::HourCap => format!("The limit of {} {what} an hour is reached", pace.per_hour),
            WaitReason::ChannelCap => {
                format!("Today's limit of {} {what} is reached", pace.cap_after(u32::MAX))
            }
            WaitReason::Ramp => {
                let (cap, most) = (self.cap_on(lane, book, now), pace.cap_after(u32::MAX));
                format!("Today's limit of {cap} {what} is reached; it grows to {most} with every day of use")
            }
            WaitReason::TotalCap => {
                format!("Today's limit of {} actions in all is reached", self.actions_per_day)
            }
            WaitReason::CoolDown => {
                format!("{} asked for a rest: too much in too short a time", lane.service())
            }
            WaitReason::ChannelFailing => {
                let name = lane.channel.name();
                format!("Three sends in a row by {name} failed; check the channel, then resume it")
            }
            WaitReason::Paused
            | WaitReason::UndoWindow
            | WaitReason::RetryLater
            | WaitReason::WorkingHours
            | WaitReason::Holiday
            | WaitReason::Vacation
            | WaitReason::LeadHours
            | WaitReason::NoCommonHours
            | WaitReason::Gap
            | WaitReason::YourTurn
            | WaitReason::UncertainFirst
            | WaitReason::DryRun
            | WaitReason::EnrollmentPaused => reason.sentence().to_owned(),
        }
    }
}
