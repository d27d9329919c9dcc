//! Today's use of every limit.

use sdr_domain::Timestamp;
use sdr_domain::action::Action;
use sdr_domain::channel::Channel;
use sdr_domain::id::LeadId;

/// One limit with its use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitLine {
    /// Its name.
    pub label: String,
    /// Its channel; `None` for all.
    pub channel: Option<Channel>,
    /// Its action; `None` for all.
    pub action: Option<Action>,
    /// Acts of the last hour.
    pub used_hour: u32,
    /// Allowed in an hour; `None` is no limit.
    pub per_hour: Option<u32>,
    /// Acts of the local day.
    pub used_today: u32,
    /// Allowed today.
    pub per_day: u32,
    /// How it grows, in words.
    pub ramp: Option<String>,
    /// How many of today's acts the human logged as done by hand outside the app.
    pub manual_today: u32,
    /// When the next one may go; `None` when it may now, or when only a human can help.
    pub next_free_at: Option<Timestamp>,
    /// Why not now, in words.
    pub why: Option<String>,
    /// Until when it rests after the service said that it was too much.
    pub cool_down_until: Option<Timestamp>,
    /// Whether it waits for a human after failures in a row.
    pub failing: bool,
}

/// Every limit with its use, and the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitsToday {
    /// All channels first, then every lane.
    pub lines: Vec<LimitLine>,
    /// The calendar in words.
    pub calendar: String,
    /// Whether the doors are open now.
    pub open: bool,
    /// When they open next, where they do.
    pub next_open: Option<Timestamp>,
}

/// Something the SDR did by hand outside the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManualAct {
    /// Where.
    pub channel: Channel,
    /// What.
    pub action: Action,
    /// To whom, if that matters.
    pub lead_id: Option<LeadId>,
    /// How many times.
    pub count: u32,
    /// When; now if it is not said.
    pub at: Option<Timestamp>,
}
