//! Limits as arithmetic: working hours and days off, caps by minute, hour and day, ramps, gaps, cool-downs.
//!
//! **Invariant:** every count comes from the ledger and is passed in as a [`Book`], so a restart refills
//! nothing. All limits are looked at, they stack, and the smallest wins.

mod book;
mod calendar;
mod decide;
mod lane;
mod reason;
mod rules;

use serde::{Deserialize, Serialize};

pub use book::{AHEAD, Act, Book, CoolDown, FAILURES_BEFORE_PAUSE};
pub use calendar::{
    Calendar, CalendarError, DateRange, LeadHours, LocalDay, Window, WorkingHours, WorkingHoursError,
};
pub use decide::{Candidate, Decision, Turn, decide, turn};
pub use lane::Lane;
pub use reason::WaitReason;
pub use rules::LimitRules;

/// Pace of one kind of act: a channel and what is done there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ChannelLimits {
    /// Acts in any minute; 0 is no limit.
    pub per_minute: u32,
    /// Acts in any hour; 0 is no limit.
    pub per_hour: u32,
    /// Acts a local day; with a ramp, on the first day.
    pub per_day: u32,
    /// Shortest pause between two acts, seconds.
    pub gap_min_secs: u32,
    /// Longest pause between two acts, seconds; the pause is drawn between the two, once.
    pub gap_max_secs: u32,
    /// How the daily limit grows.
    pub ramp: Ramp,
}

/// How a daily limit grows with use: a young account that starts with much is taken for a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ramp {
    /// How much more; 0 is no ramp.
    pub add: u32,
    /// After how many days on which it was used.
    pub every_days: u32,
    /// Up to this many a day.
    pub most: u32,
}

impl Default for Ramp {
    fn default() -> Self {
        Self { add: 0, every_days: 1, most: 0 }
    }
}

impl ChannelLimits {
    /// The cap of a day before which it was used on so many days.
    pub fn cap_after(&self, days_used: u32) -> u32 {
        if self.ramp.add == 0 {
            return self.per_day;
        }
        let steps = days_used / self.ramp.every_days.max(1);
        let grown = self.per_day.saturating_add(self.ramp.add.saturating_mul(steps));
        grown.min(self.ramp.most.max(self.per_day))
    }

    /// What is wrong with it, in sentences.
    pub fn problems(&self) -> Vec<&'static str> {
        let mut found = Vec::new();
        if self.gap_min_secs > self.gap_max_secs {
            found.push("The shortest pause is longer than the longest.");
        }
        if self.gap_max_secs > 86_400 {
            found.push("A pause is at most a day.");
        }
        if [self.per_day, self.per_hour, self.per_minute, self.ramp.most].into_iter().any(|n| n > 1_000) {
            found.push("A limit is at most 1000.");
        }
        if self.ramp.add > 0 && self.ramp.most < self.per_day {
            found.push("The limit grows up to less than it starts with.");
        }
        if self.ramp.add > 0 && self.ramp.every_days == 0 {
            found.push("A limit grows after one day of use or more.");
        }
        found
    }

    /// Days of use after which the daily limit grows no more; 0 without a ramp.
    pub fn days_to_grow(&self) -> u32 {
        if self.ramp.add == 0 || self.ramp.most <= self.per_day {
            return 0;
        }
        (self.ramp.most - self.per_day).div_ceil(self.ramp.add).saturating_mul(self.ramp.every_days.max(1))
    }

    /// The shortest and the longest pause that may be drawn. One fixed pause is drawn 30 % around itself: a
    /// human is never on time to the second.
    pub fn gap_range(&self) -> (u32, u32) {
        let (low, high) = (self.gap_min_secs, self.gap_max_secs.max(self.gap_min_secs));
        if low < high {
            return (low, high);
        }
        let part = |percent: u64| u32::try_from(u64::from(low) * percent / 100).unwrap_or(u32::MAX);
        (part(70), part(130))
    }
}

/// The pause before an act, drawn from a seed: the same seed always gives the same pause.
pub fn draw_gap(limits: &ChannelLimits, seed: u64) -> u32 {
    let (low, high) = limits.gap_range();
    // SplitMix64: neighboring seeds give pauses that have nothing to do with each other.
    let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^= z >> 31;
    let span = u64::from(high - low) + 1;
    low + u32::try_from(z % span).unwrap_or(0)
}

#[cfg(test)]
#[path = "limits/tests.rs"]
mod tests;

#[cfg(test)]
#[path = "limits/laws.rs"]
mod laws;
