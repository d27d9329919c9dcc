//! The kill switch: what makes the session stop itself, for how long, and how much of it.
//!
//! **Invariant:** while a stop holds, nothing it covers is asked of X, whoever asks.

use jiff::SignedDuration;
use sdr_domain::Timestamp;
use sdr_domain::channel::UnknownWord;

/// Longest automatic stop.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// What X said that stopped the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StopKind {
    /// The requests look automated to X (226).
    LooksAutomated,
    /// The account is locked until its owner proves to be human (326).
    Locked,
    /// The account is suspended (64).
    Suspended,
    /// The day's limit for writing is reached, or X says so (344, 185, 348).
    DailyLimit,
    /// Refused although requests were left: a quiet ban (88 or 429).
    SoftBan,
    /// The wall in front of X blocks this machine or network.
    Wall,
    /// X refuses the session without naming a reason (403).
    Refused,
}

impl StopKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::LooksAutomated,
        Self::Locked,
        Self::Suspended,
        Self::DailyLimit,
        Self::SoftBan,
        Self::Wall,
        Self::Refused,
    ];

    /// The word that is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LooksAutomated => "looks_automated",
            Self::Locked => "locked",
            Self::Suspended => "suspended",
            Self::DailyLimit => "daily_limit",
            Self::SoftBan => "soft_ban",
            Self::Wall => "wall",
            Self::Refused => "refused",
        }
    }

    /// Whether reading goes on.
    pub fn reading_goes_on(self) -> bool {
        match self {
            Self::DailyLimit => true,
            Self::LooksAutomated
            | Self::Locked
            | Self::Suspended
            | Self::SoftBan
            | Self::Wall
            | Self::Refused => false,
        }
    }

    fn lasts(self) -> Option<SignedDuration> {
        match self {
            Self::LooksAutomated | Self::DailyLimit | Self::SoftBan | Self::Wall => Some(DAY),
            Self::Locked | Self::Suspended | Self::Refused => None,
        }
    }
}

impl std::str::FromStr for StopKind {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| UnknownWord::new("reason to stop", word))
    }
}

/// A stop of the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// Why.
    pub kind: StopKind,
    /// Since when.
    pub since: Timestamp,
    /// When it ends by itself; `None` when only a human ends it, by giving the cookies anew.
    pub until: Option<Timestamp>,
}

impl Stop {
    /// A stop that begins now.
    pub fn now(kind: StopKind, now: Timestamp) -> Self {
        let until = kind.lasts().map(|long| now.saturating_add(long).unwrap_or(now));
        Self { kind, since: now, until }
    }

    /// Whether it holds at `now`.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }

    /// What happened and what it means.
    pub fn sentence(&self) -> String {
        let what = match self.kind {
            StopKind::LooksAutomated => "X says that this account's requests look automated (226)",
            StopKind::Locked => "X locked the account (326)",
            StopKind::Suspended => "X suspended the account (64)",
            StopKind::DailyLimit => "X says that the account's limit for today is reached (344)",
            StopKind::SoftBan => "X refuses requests although the account has some left",
            StopKind::Wall => "The wall in front of X (Cloudflare) blocks this machine or network",
            StopKind::Refused => "X refuses this session (403)",
        };
        let scope = if self.kind.reading_goes_on() { "Writing on X" } else { "The X session" };
        match self.until {
            Some(until) => format!("{what}. {scope} is stopped until {}.", minute(until)),
            None => format!("{what}. {scope} is stopped."),
        }
    }

    /// What to do.
    pub fn fix(&self) -> &'static str {
        match self.kind {
            StopKind::LooksAutomated => {
                "Use X by hand for a day. If it happens again, switch X to assisted under Settings, X."
            }
            StopKind::Locked => {
                "Open https://x.com/account/access, unlock the account, then paste the cookies again under Settings, X."
            }
            StopKind::Suspended => {
                "Ask X for a review at https://help.x.com. Once the account is back, paste the cookies again."
            }
            StopKind::DailyLimit => "Nothing to do today; what waits can be sent tomorrow or by hand.",
            StopKind::SoftBan => "Use X by hand until then, and search less often afterwards.",
            StopKind::Wall => "Try from another network tomorrow, or switch X to assisted under Settings, X.",
            StopKind::Refused => {
                "Sign in at x.com in your browser, then paste the cookies again under Settings, X."
            }
        }
    }
}

/// `2026-11-21 05:10 UTC`.
pub(super) fn minute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stop_is_kept_by_its_word_and_says_what_to_do() {
        let now = Timestamp::from_second(1_790_000_000).unwrap();
        for kind in StopKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
            let stop = Stop::now(kind, now);
            assert!(stop.holds(now));
            assert!(stop.sentence().ends_with('.') && stop.fix().ends_with('.'), "{kind:?}");
        }
    }

    #[test]
    fn a_locked_account_waits_for_a_human_and_a_warned_one_for_a_day() {
        let now = Timestamp::from_second(1_790_000_000).unwrap();
        let year = now.saturating_add(SignedDuration::from_hours(24 * 365)).unwrap();
        assert!(Stop::now(StopKind::Locked, now).holds(year));
        let warned = Stop::now(StopKind::LooksAutomated, now);
        assert!(warned.holds(now.saturating_add(SignedDuration::from_hours(23)).unwrap()));
        assert!(!warned.holds(now.saturating_add(SignedDuration::from_hours(24)).unwrap()));
    }
}
