//! Whether something may go now, and if not, exactly when.

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::lane::Lane;
use super::{Book, LimitRules, WaitReason};
use crate::Timestamp;
use crate::action::Action;
use crate::channel::Channel;

const MINUTE: SignedDuration = SignedDuration::from_secs(60);
const HOUR: SignedDuration = SignedDuration::from_secs(3_600);
/// Each step of the search ends a limit, so it is short; a book that makes it this long is not a human's.
const MOST_STEPS: u32 = 4_000;

/// Something that would go.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// Where.
    pub channel: Channel,
    /// What.
    pub action: Action,
    /// Its pause before it, drawn once, seconds.
    pub gap_secs: u32,
    /// Done by the human's own hand: hours and pauses are theirs to choose; caps and rests hold.
    pub by_hand: bool,
    /// Where the lead is, if that is known.
    pub lead_zone: Option<&'a TimeZone>,
}

impl Candidate<'_> {
    /// Its lane.
    pub fn lane(&self) -> Lane {
        Lane::new(self.channel, self.action)
    }
}

/// Whether something may go now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Every limit allows it.
    Go,
    /// Not yet.
    Wait {
        /// What explains the wait best.
        reason: WaitReason,
        /// The first instant at which it may go if nothing else is done meanwhile; `None` means a human has
        /// to act.
        until: Option<Timestamp>,
    },
}

/// Applies every limit to one candidate. They stack: `until` is the first instant at which all of them allow
/// it at once.
pub fn decide(now: Timestamp, rules: &LimitRules, book: &Book, candidate: &Candidate<'_>) -> Decision {
    let mut at = now;
    let mut why: Option<WaitReason> = None;
    for _ in 0..MOST_STEPS {
        let Some((reason, until)) = blocked(at, rules, book, candidate) else {
            return why.map_or(Decision::Go, |reason| Decision::Wait { reason, until: Some(at) });
        };
        // A short pause that runs into the evening is not what it waits for until tomorrow.
        if why.is_none_or(WaitReason::is_short) {
            why = Some(reason);
        }
        match until {
            Some(until) if until > at => at = until,
            Some(_) | None => return Decision::Wait { reason, until: None },
        }
    }
    Decision::Wait { reason: why.unwrap_or(WaitReason::WorkingHours), until: None }
}

/// The limit that lasts longest at this instant, with its own end.
fn blocked(
    at: Timestamp,
    rules: &LimitRules,
    book: &Book,
    candidate: &Candidate<'_>,
) -> Option<(WaitReason, Option<Timestamp>)> {
    if book.failing(candidate.channel) {
        return Some((WaitReason::ChannelFailing, None));
    }
    let mut longest: Option<(WaitReason, Timestamp)> = None;
    let mut wait = |reason, until: Timestamp| {
        if until > at && longest.is_none_or(|(_, end)| until > end) {
            longest = Some((reason, until));
        }
    };
    match day_caps(at, rules, book, candidate.lane()) {
        Caps::Free => {}
        Caps::Reached(reason, until) => wait(reason, until),
        Caps::Never(reason) => return Some((reason, None)),
    }
    if let Some(until) = book.resting(candidate.lane(), at) {
        wait(WaitReason::CoolDown, until);
    }
    let pace = rules.pace(candidate.lane());
    for (cap, span, reason) in
        [(pace.per_hour, HOUR, WaitReason::HourCap), (pace.per_minute, MINUTE, WaitReason::MinuteCap)]
    {
        if cap > 0
            && let Some(until) = book.free_at(candidate.lane(), cap, span, at)
        {
            wait(reason, until);
        }
    }
    if !candidate.by_hand {
        if let Some(until) = gap_end(at, rules, book, candidate) {
            wait(WaitReason::Gap, until);
        }
        if let Some(reason) = rules.calendar.closed(at, candidate.lead_zone) {
            match rules.calendar.next_open(at, candidate.lead_zone) {
                Some(until) => wait(reason, until),
                None if rules.calendar.next_open(at, None).is_some() => {
                    return Some((WaitReason::NoCommonHours, None));
                }
                None => return Some((reason, None)),
            }
        }
    }
    longest.map(|(reason, until)| (reason, Some(until)))
}

enum Caps {
    Free,
    Reached(WaitReason, Timestamp),
    /// A cap of nothing: only a human lifts it.
    Never(WaitReason),
}

/// The caps of the local day: the lane's and the one over all channels.
fn day_caps(at: Timestamp, rules: &LimitRules, book: &Book, lane: Lane) -> Caps {
    let pace = rules.pace(lane);
    let day = rules.calendar.day(at);
    if pace.per_day == 0 {
        return Caps::Never(WaitReason::ChannelCap);
    }
    if rules.actions_per_day == 0 {
        return Caps::Never(WaitReason::TotalCap);
    }
    let cap = pace.cap_after(book.days_used_before(lane, day.date));
    if book.used_since(lane, day.start, at) >= cap {
        let grows = cap < pace.cap_after(u32::MAX);
        return Caps::Reached(if grows { WaitReason::Ramp } else { WaitReason::ChannelCap }, day.end);
    }
    if book.all_since(day.start, at) >= rules.actions_per_day {
        return Caps::Reached(WaitReason::TotalCap, day.end);
    }
    Caps::Free
}

/// When the pause before it is over. It runs from the last act of its lane; after another kind of act on the
/// same channel at least the shorter of the two shortest pauses is kept.
fn gap_end(at: Timestamp, rules: &LimitRules, book: &Book, candidate: &Candidate<'_>) -> Option<Timestamp> {
    let lane = candidate.lane();
    let shortest = rules.pace(lane).gap_min_secs;
    let others = Action::ALL.into_iter().filter(|action| action.is_on(candidate.channel));
    others
        .map(|action| Lane::new(candidate.channel, action))
        .filter_map(|other| {
            let secs = if other.index() == lane.index() {
                candidate.gap_secs
            } else {
                shortest.min(rules.pace(other).gap_min_secs)
            };
            let gap = SignedDuration::from_secs(i64::from(secs));
            // An act further ahead than the pause is long was written by a clock that has been put back: it
            // would make the pause endless.
            let last = book.last(other, at.saturating_add(gap).unwrap_or(at))?;
            last.checked_add(gap).ok()
        })
        .max()
}

/// What the next one in a lane's order means for the lane at this instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It goes.
    Go,
    /// It waits for its own lead's sake; the one behind it may go.
    Step {
        /// Why.
        reason: WaitReason,
        /// When it may go.
        until: Option<Timestamp>,
    },
    /// The lane waits: nothing behind it may go before it.
    Stop {
        /// Why.
        reason: WaitReason,
        /// When to look again.
        until: Option<Timestamp>,
    },
}

/// [`decide`] for the next one in a lane's order: whether those behind it have to wait with it.
pub fn turn(now: Timestamp, rules: &LimitRules, book: &Book, candidate: &Candidate<'_>) -> Turn {
    let Decision::Wait { reason, until } = decide(now, rules, book, candidate) else { return Turn::Go };
    if let Some(zone) = candidate.lead_zone {
        // Whoever cannot be written to now holds nobody up, not even by the pause before their own turn.
        let theirs = rules.calendar.closed(now, Some(zone)) == Some(WaitReason::LeadHours);
        if theirs && !candidate.by_hand {
            return Turn::Step { reason, until };
        }
        let anybody = Candidate { lead_zone: None, ..*candidate };
        return match decide(now, rules, book, &anybody) {
            Decision::Go => Turn::Step { reason, until },
            Decision::Wait { reason, until } => Turn::Stop { reason, until },
        };
    }
    Turn::Stop { reason, until }
}
