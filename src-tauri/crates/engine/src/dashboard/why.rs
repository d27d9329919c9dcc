//! "Why is nothing sending?": the one thing in the way, and the one fix for it.

use sdr_domain::Timestamp;
use sdr_domain::channel::Channel;
use sdr_domain::limits::WaitReason;

use super::QueuedByLane;
use crate::dispatch::{Gate, Verdict};
use crate::status::Waiting;
use crate::view::{Counts, Remedy, WhyNothing};

/// Everything the answer is made from.
pub(super) struct Why<'a> {
    pub(super) gate: &'a Gate,
    pub(super) waiting: &'a [Waiting],
    pub(super) queued: &'a QueuedByLane,
    pub(super) counts: &'a Counts,
    pub(super) now: Timestamp,
}

fn answer(sentence: &str, fix: Option<&str>, action: Remedy) -> WhyNothing {
    WhyNothing { sentence: sentence.into(), fix: fix.map(str::to_owned), action, channel: None }
}

impl Why<'_> {
    /// Why nothing will leave by itself; none while something does.
    pub(super) fn nothing(&self) -> Option<WhyNothing> {
        if self.gate.paused {
            return Some(answer("Sending is paused.", Some("Resume sending"), Remedy::Resume));
        }
        if self.counts.leads == 0 {
            return Some(answer("There are no leads yet.", Some("Import a CSV file"), Remedy::Import));
        }
        if self.gate.dry_run {
            let sentence = "Dry run is on: approved messages are recorded, nothing leaves this machine.";
            return Some(answer(sentence, Some("Switch dry run off"), Remedy::DryRunOff));
        }
        let (queued, resting) =
            self.queued.values().fold((0, 0), |(all, rest), (n, resting)| (all + n, rest + resting));
        if queued == 0 {
            return Some(self.nothing_queued());
        }
        if queued == resting {
            let sentence = "Everything that is approved belongs to sequences that are paused.";
            return Some(answer(sentence, Some("Look at the sequences"), Remedy::Sequences));
        }
        let first = self.waiting.first()?;
        match first.verdict {
            Verdict::Go => None,
            Verdict::Wait { reason, .. } => Some(self.held(first, reason)),
        }
    }

    fn nothing_queued(&self) -> WhyNothing {
        if self.counts.drafts_pending > 0 {
            let sentence = "Nothing is approved, so nothing is being sent.";
            return answer(sentence, Some("Review the queue"), Remedy::Approve);
        }
        answer("Every approved message has been dealt with.", None, Remedy::None)
    }

    /// What holds the first of those that wait.
    fn held(&self, first: &Waiting, reason: WaitReason) -> WhyNothing {
        let words = format!("{}.", self.gate.explain(reason, first.lane(), self.now));
        let (fix, action) = match reason {
            WaitReason::WorkingHours => {
                let sentence = "It is outside your working hours.";
                return answer(sentence, Some("Change working hours"), Remedy::WorkingHours);
            }
            WaitReason::Holiday | WaitReason::Vacation => {
                (Some("Change your days off"), Remedy::WorkingHours)
            }
            WaitReason::LeadHours | WaitReason::NoCommonHours => {
                (Some("Change the hours"), Remedy::WorkingHours)
            }
            WaitReason::MinuteCap
            | WaitReason::HourCap
            | WaitReason::ChannelCap
            | WaitReason::Ramp
            | WaitReason::TotalCap => (Some("Change the limits"), Remedy::Limits),
            WaitReason::ChannelFailing => {
                return failing(words, first.delivery.channel);
            }
            WaitReason::YourTurn => (Some("Send them"), Remedy::ByHand),
            WaitReason::UncertainFirst => (Some("Settle it"), Remedy::Settle),
            WaitReason::EnrollmentPaused => (Some("Look at the sequences"), Remedy::Sequences),
            WaitReason::Paused => (Some("Resume sending"), Remedy::Resume),
            WaitReason::DryRun => (Some("Switch dry run off"), Remedy::DryRunOff),
            // Only time helps, and not much of it.
            WaitReason::UndoWindow | WaitReason::RetryLater | WaitReason::Gap | WaitReason::CoolDown => {
                (None, Remedy::None)
            }
        };
        answer(&words, fix, action)
    }
}

fn failing(words: String, channel: Channel) -> WhyNothing {
    let fix = format!("Let {} go on", channel.name());
    WhyNothing { sentence: words, fix: Some(fix), action: Remedy::ResumeChannel, channel: Some(channel) }
}
