//! The gate: every limit, looked at before anything is claimed and again in every explanation.

use sdr_domain::Timestamp;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::delivery::Delivery;
use sdr_domain::limits::{ChannelLimits, Decision, Usage, WaitReason, Window, decide};
use sdr_domain::project::{Outreach, Project};

use crate::channels::forgiven_key;
use crate::engine::Engine;
use crate::error::EngineError;

/// Switches, limits and today's use at one instant.
pub(crate) struct Gate {
    pub(crate) paused: bool,
    pub(crate) window: Window,
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
        let total = self.outreach.actions_per_day;
        let (limits, usage) = self.limits_of(delivery.channel);
        match decide(now, &self.window, limits, total, delivery.gap_secs, usage) {
            Decision::Go => Verdict::Go,
            Decision::Wait { reason, until } => wait(reason, until),
        }
    }

    /// The limits alone, for a message that would be approved at this instant.
    pub(crate) fn decide_channel(&self, channel: Channel, now: Timestamp) -> Decision {
        let (limits, usage) = self.limits_of(channel);
        decide(now, &self.window, limits, self.outreach.actions_per_day, limits.gap_max_secs, usage)
    }

    fn limits_of(&self, channel: Channel) -> (ChannelLimits, Usage) {
        let usage = match channel {
            Channel::Telegram => self.telegram,
            Channel::Email => self.email,
            Channel::X => self.x,
            Channel::Linkedin => self.linkedin,
        };
        (self.outreach.pace(channel), usage)
    }
}

impl Engine {
    /// What the ledger says about a channel: sends since local midnight, the last one, failures in a row
    /// since a human last forgave them.
    pub(crate) async fn usage(&self, channel: Channel, project: &Project) -> Result<Usage, EngineError> {
        let now = self.cx.now();
        let day_start = project.outreach.working_hours.window().map_or(now, |window| window.day_start(now));
        let forgiven = self.cx.store.setting(&forgiven_key(channel)).await?;
        let forgiven =
            forgiven.and_then(|value| value.as_i64()).and_then(|ms| Timestamp::from_millisecond(ms).ok());
        Ok(self.cx.store.usage(channel, day_start, forgiven).await?)
    }
}
