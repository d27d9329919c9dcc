//! The book: everything that counts against the limits, in memory. The engine fills it from the ledger; the
//! preview appends to it what would have happened.

use jiff::SignedDuration;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::lane::Lane;
use crate::Timestamp;
use crate::action::Action;
use crate::channel::Channel;

/// After this many failures in a row a channel waits for a human.
pub const FAILURES_BEFORE_PAUSE: u32 = 3;

/// The clock may have gone back since something was written down. What lies ahead of now by no more than this
/// counts as done today; what lies further ahead was written by a clock that was wrong, and counts on its day.
pub const AHEAD: SignedDuration = SignedDuration::from_hours(24);

/// Something that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act {
    /// Where.
    pub channel: Channel,
    /// What.
    pub action: Action,
    /// When.
    pub at: Timestamp,
}

/// A service said that it was too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoolDown {
    /// The channel that rests.
    pub channel: Channel,
    /// Only this kind of act rests; everything on the channel when none is named.
    pub action: Option<Action>,
    /// When it was said.
    pub at: Timestamp,
    /// Until when it rests.
    pub until: Timestamp,
}

#[derive(Debug, Clone, Default)]
struct LaneBook {
    /// In time order.
    acts: Vec<Timestamp>,
    /// Dates of acts since the book begins, each once, in order.
    dates: Vec<Date>,
    /// Days before the book begins on which the lane was used.
    days_before: u32,
}

/// What happened up to an instant, as far as limits ask for it.
#[derive(Debug, Clone)]
pub struct Book {
    zone: TimeZone,
    /// Local midnight from which on days of use are counted from the acts themselves.
    since: Timestamp,
    lanes: [LaneBook; Lane::ALL.len()],
    all: Vec<Timestamp>,
    failures: [u32; Channel::ALL.len()],
    cool_downs: Vec<CoolDown>,
}

impl Book {
    /// An empty book. `since` is the local midnight before which days of use come from
    /// [`Book::set_days_before`].
    pub fn new(zone: TimeZone, since: Timestamp) -> Self {
        let (lanes, all, cool_downs) = (Default::default(), Vec::new(), Vec::new());
        Self { zone, since, lanes, all, failures: [0; Channel::ALL.len()], cool_downs }
    }

    /// Writes down an act; in time order it costs nothing to speak of.
    pub fn record(&mut self, act: Act) {
        insert(&mut self.all, act.at);
        let lane = &mut self.lanes[Lane::new(act.channel, act.action).index()];
        insert(&mut lane.acts, act.at);
        if act.at >= self.since {
            let date = act.at.to_zoned(self.zone.clone()).date();
            if let Err(place) = lane.dates.binary_search(&date) {
                lane.dates.insert(place, date);
            }
        }
    }

    /// On how many local days before the book begins a lane was used.
    pub fn set_days_before(&mut self, lane: Lane, days: u32) {
        self.lanes[lane.index()].days_before = days;
    }

    /// Failures at the end of a channel's ledger without a success after them.
    pub fn set_failures(&mut self, channel: Channel, in_a_row: u32) {
        self.failures[place(channel)] = in_a_row;
    }

    /// Writes down a rest.
    pub fn cool_down(&mut self, rest: CoolDown) {
        self.cool_downs.push(rest);
    }

    /// Acts of a lane that count for the local day that began at `day_start`, seen from `now`.
    pub fn used_since(&self, lane: Lane, day_start: Timestamp, now: Timestamp) -> u32 {
        count(&self.lanes[lane.index()].acts, |at| at >= day_start, now)
    }

    /// Acts of every lane that count for the local day that began at `day_start`, seen from `now`.
    pub fn all_since(&self, day_start: Timestamp, now: Timestamp) -> u32 {
        count(&self.all, |at| at >= day_start, now)
    }

    /// Acts of a lane within the time before `now`; what is exactly that old does not count any more.
    pub fn used_within(&self, lane: Lane, span: SignedDuration, now: Timestamp) -> u32 {
        let from = now.saturating_sub(span).unwrap_or(Timestamp::MIN);
        count(&self.lanes[lane.index()].acts, |at| at > from, now)
    }

    /// When fewer than `cap` acts of the lane lie within the span: `None` when that is so at `now`.
    pub(super) fn free_at(
        &self,
        lane: Lane,
        cap: u32,
        span: SignedDuration,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let used = self.used_within(lane, span, now);
        if used < cap {
            return None;
        }
        let acts = &self.lanes[lane.index()].acts;
        let first = acts.partition_point(|at| *at <= now.saturating_sub(span).unwrap_or(Timestamp::MIN));
        // Once this one is too old, one less than the cap is left.
        let leaves = acts.get(first + usize::try_from(used - cap).unwrap_or(usize::MAX))?;
        Some(leaves.saturating_add(span).unwrap_or(Timestamp::MAX))
    }

    /// The latest act of a lane up to `until`.
    pub(super) fn last(&self, lane: Lane, until: Timestamp) -> Option<Timestamp> {
        let acts = &self.lanes[lane.index()].acts;
        acts[..acts.partition_point(|at| *at <= until)].last().copied()
    }

    /// When a lane was used last.
    pub fn last_act(&self, lane: Lane) -> Option<Timestamp> {
        self.lanes[lane.index()].acts.last().copied()
    }

    /// On how many local days before this date the lane was used.
    pub fn days_used_before(&self, lane: Lane, date: Date) -> u32 {
        let lane = &self.lanes[lane.index()];
        let here = lane.dates.partition_point(|used| *used < date);
        lane.days_before.saturating_add(u32::try_from(here).unwrap_or(u32::MAX))
    }

    /// Until when a lane rests; `None` when it does not.
    pub fn resting(&self, lane: Lane, now: Timestamp) -> Option<Timestamp> {
        let told = now.saturating_add(AHEAD).unwrap_or(Timestamp::MAX);
        self.cool_downs
            .iter()
            .filter(|rest| rest.channel == lane.channel && rest.action.is_none_or(|a| a == lane.action))
            .filter(|rest| rest.until > now && rest.at <= told)
            .map(|rest| rest.until)
            .max()
    }

    /// Whether a channel waits for a human after failures in a row.
    pub fn failing(&self, channel: Channel) -> bool {
        self.failures[place(channel)] >= FAILURES_BEFORE_PAUSE
    }
}

fn place(channel: Channel) -> usize {
    match channel {
        Channel::Telegram => 0,
        Channel::X => 1,
        Channel::Email => 2,
        Channel::Linkedin => 3,
    }
}

fn insert(times: &mut Vec<Timestamp>, at: Timestamp) {
    if times.last().is_none_or(|last| *last <= at) {
        times.push(at);
    } else {
        times.insert(times.partition_point(|other| *other <= at), at);
    }
}

/// How many of these sorted times lie within, those of a clock that was a little ahead included.
fn count(times: &[Timestamp], within: impl Fn(Timestamp) -> bool, now: Timestamp) -> u32 {
    let ahead = now.saturating_add(AHEAD).unwrap_or(Timestamp::MAX);
    let from = times.partition_point(|at| !within(*at));
    let to = times.partition_point(|at| *at <= ahead);
    u32::try_from(to.saturating_sub(from)).unwrap_or(u32::MAX)
}
