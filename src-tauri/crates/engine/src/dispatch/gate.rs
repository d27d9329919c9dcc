//! The gate: every limit, looked at before anything is claimed and again in every explanation.

use sdr_domain::Timestamp;
use sdr_domain::action::Action;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::delivery::Delivery;
use sdr_domain::limits::{Act, Book, Candidate, Decision, LimitRules, Usage, WaitReason, decide};
use sdr_domain::project::{Outreach, Project};

use crate::channels::forgiven_key;
use crate::engine::Engine;
use crate::error::EngineError;

/// Switches, limits and today's use at one instant.
pub(crate) struct Gate {
    pub(crate) paused: bool,
    pub(crate) rules: LimitRules,
    pub(crate) outreach: Outreach,
    pub(crate) telegram: Usage,
    pub(crate) email: Usage,
    pub(crate) x: Usage,
    pub(crate) linkedin: Usage,
}

/// Whether a delivery may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Go,
    Wait { reason: WaitReason, until: Option<Timestamp> },
}

impl Gate {
    /// Limits stack; what only a human can lift is named before what time lifts.
    pub(crate) fn decide(&self, delivery: &Delivery, now: Timestamp) -> Verdict {
        let wait = |reason, until| Verdict::Wait { reason, until };
        if self.paused {
            return wait(WaitReason::Paused, None);
        }
        if delivery.eligible_at > now {
            // A delivery that was put off says why; one that was only just approved has nothing to say.
            let reason =
                if delivery.reason.is_none() { WaitReason::UndoWindow } else { WaitReason::RetryLater };
            return wait(reason, Some(delivery.eligible_at));
        }
        if delivery.dry_run {
            return Verdict::Go;
        }
        if self.outreach.dry_run {
            return wait(WaitReason::DryRun, None);
        }
        if delivery.mode != Mode::Automatic {
            return wait(WaitReason::YourTurn, None);
        }
        // A message that is half out is finished first: no limit may tear it apart.
        if delivery.parts_sent() > 0 {
            return Verdict::Go;
        }
        match self.decide_for(delivery.channel, delivery.action, delivery.gap_secs, now) {
            Decision::Go => Verdict::Go,
            Decision::Wait { reason, until } => wait(reason, until),
        }
    }

    /// The limits alone, for a message that would be approved at this instant.
    pub(crate) fn decide_channel(&self, channel: Channel, now: Timestamp) -> Decision {
        let gap = self.outreach.pace(channel, Action::Message).gap_max_secs;
        self.decide_for(channel, Action::Message, gap, now)
    }

    fn decide_for(&self, channel: Channel, action: Action, gap_secs: u32, now: Timestamp) -> Decision {
        let candidate = Candidate { channel, action, gap_secs, by_hand: false, lead_zone: None };
        decide(now, &self.rules, &self.book(channel, action, now), &candidate)
    }

    fn book(&self, channel: Channel, action: Action, now: Timestamp) -> Book {
        let usage = match channel {
            Channel::Telegram => self.telegram,
            Channel::Email => self.email,
            Channel::X => self.x,
            Channel::Linkedin => self.linkedin,
        };
        let mut book = self.rules.empty_book(now);
        let start = self.rules.calendar.day(now).start;
        let other = if channel == Channel::Telegram { Channel::Email } else { Channel::Telegram };
        for n in 0..usage.all_today {
            let here = n < usage.channel_today;
            let last = usage.last_sent_at.filter(|_| n + 1 == usage.channel_today).unwrap_or(start);
            book.record(Act { channel: if here { channel } else { other }, action, at: last });
        }
        if usage.channel_today == 0
            && let Some(at) = usage.last_sent_at
        {
            book.record(Act { channel, action, at });
        }
        book.set_failures(channel, usage.failures_in_a_row);
        book
    }
}

impl Engine {
    /// What the ledger says about a channel: sends since local midnight, the last one, failures in a row
    /// since a human last forgave them.
    pub(crate) async fn usage(&self, channel: Channel, project: &Project) -> Result<Usage, EngineError> {
        let now = self.cx.now();
        let day_start = project.outreach.calendar().map_or(now, |calendar| calendar.day(now).start);
        let forgiven = self.cx.store.setting(&forgiven_key(channel)).await?;
        let forgiven =
            forgiven.and_then(|value| value.as_i64()).and_then(|ms| Timestamp::from_millisecond(ms).ok());
        Ok(self.cx.store.usage(channel, day_start, forgiven).await?)
    }
}
