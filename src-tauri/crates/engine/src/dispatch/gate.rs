//! The gate: every limit, looked at before anything is claimed and again in every explanation.

use jiff::tz::TimeZone;
use sdr_domain::Timestamp;
use sdr_domain::action::Action;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::delivery::Delivery;
use sdr_domain::lead_zone::lead_zone;
use sdr_domain::limits::{Book, Candidate, Decision, Lane, LimitRules, Turn, WaitReason, decide, turn};
use sdr_domain::project::Project;
use sdr_storage::{LaneHead, Standing};

use crate::channels::forgiven_key;
use crate::engine::Engine;
use crate::error::EngineError;

/// Switches, limits and everything that counts, at one instant.
pub(crate) struct Gate {
    pub(crate) paused: bool,
    pub(crate) dry_run: bool,
    lead_hours: bool,
    pub(crate) rules: LimitRules,
    pub(crate) book: Book,
}

/// Whether a delivery may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Go,
    Wait { reason: WaitReason, until: Option<Timestamp> },
}

impl Gate {
    /// Limits stack; what only a human can lift is named before what time lifts.
    pub(crate) fn decide(&self, delivery: &Delivery, standing: &Standing, now: Timestamp) -> Verdict {
        let wait = |reason, until| Verdict::Wait { reason, until };
        if self.paused {
            return wait(WaitReason::Paused, None);
        }
        if standing.paused {
            return wait(WaitReason::EnrollmentPaused, None);
        }
        let due = delivery.eligible_at.max(now);
        // A delivery that was put off says why; one that was only just approved has nothing to say.
        let early = if delivery.reason.is_none() { WaitReason::UndoWindow } else { WaitReason::RetryLater };
        let go = if due > now { wait(early, Some(due)) } else { Verdict::Go };
        if delivery.dry_run {
            return go;
        }
        if self.dry_run {
            return wait(WaitReason::DryRun, None);
        }
        if standing.uncertain {
            return wait(WaitReason::UncertainFirst, None);
        }
        let by_hand = delivery.mode != Mode::Automatic;
        let zone = self.zone(standing.location.as_deref());
        // A message that is half out is finished first: no limit may tear it apart.
        let decision = if delivery.parts_sent() > 0 {
            Decision::Go
        } else {
            decide(due, &self.rules, &self.book, &candidate(delivery, zone.as_ref()))
        };
        match decision {
            Decision::Go if by_hand && due <= now => wait(WaitReason::YourTurn, None),
            Decision::Go => go,
            Decision::Wait { reason, until } => wait(reason, until),
        }
    }

    /// What the next one of a lane means for those behind it.
    pub(super) fn turn(&self, head: &LaneHead, now: Timestamp) -> Turn {
        let zone = self.zone(head.location.as_deref());
        turn(now, &self.rules, &self.book, &candidate(&head.delivery, zone.as_ref()))
    }

    /// The limits alone, for something that would be approved at this instant.
    pub(crate) fn decide_lane(&self, lane: Lane, by_hand: bool, now: Timestamp) -> Decision {
        let (channel, action) = (lane.channel, lane.action);
        let gap_secs = self.rules.pace(lane).gap_range().1;
        let candidate = Candidate { channel, action, gap_secs, by_hand, lead_zone: None };
        decide(now, &self.rules, &self.book, &candidate)
    }

    /// The same for a channel's messages.
    pub(crate) fn decide_channel(&self, channel: Channel, now: Timestamp) -> Decision {
        self.decide_lane(Lane::new(channel, Action::Message), false, now)
    }

    /// Acts of every lane on the local day.
    pub(crate) fn used_in_all(&self, now: Timestamp) -> u32 {
        self.book.all_since(self.rules.calendar.day(now).start, now)
    }

    /// Acts of one lane on the local day.
    pub(crate) fn used_today(&self, lane: Lane, now: Timestamp) -> u32 {
        self.book.used_since(lane, self.rules.calendar.day(now).start, now)
    }

    /// A reason in words, with the number of the limit where there is one.
    pub(crate) fn explain(&self, reason: WaitReason, lane: Lane, now: Timestamp) -> String {
        self.rules.sentence(reason, lane, &self.book, now)
    }

    fn zone(&self, location: Option<&str>) -> Option<TimeZone> {
        lead_zone(location.filter(|_| self.lead_hours))
    }
}

/// A delivery as the limits see it.
pub(super) fn candidate<'a>(delivery: &Delivery, lead_zone: Option<&'a TimeZone>) -> Candidate<'a> {
    Candidate {
        channel: delivery.channel,
        action: delivery.action,
        gap_secs: delivery.gap_secs,
        by_hand: delivery.mode != Mode::Automatic,
        lead_zone,
    }
}

/// The limits of a project, or the sentence that says which setting cannot be used.
fn rules_of(project: &Project) -> Result<LimitRules, EngineError> {
    LimitRules::of(&project.outreach).map_err(|error| {
        EngineError::precondition(error.field(), format!("The limits cannot be used: {error}."))
    })
}

impl Engine {
    /// The gate as the ledger stands at this instant.
    pub(crate) async fn gate(&self, project: Project) -> Result<Gate, EngineError> {
        let rules = rules_of(&project)?;
        let book = self.book(&rules, self.cx.now()).await?;
        Ok(Gate {
            paused: self.is_paused().await?,
            dry_run: project.outreach.dry_run,
            lead_hours: project.outreach.lead_hours.is_some(),
            rules,
            book,
        })
    }

    /// Everything that counts against these limits at this instant.
    pub(crate) async fn book(&self, rules: &LimitRules, now: Timestamp) -> Result<Book, EngineError> {
        Ok(self.cx.store.book(rules, now, &self.forgiven().await?).await?)
    }

    /// Since when a human lets failures of a channel be.
    pub(super) async fn forgiven(&self) -> Result<Vec<(Channel, Timestamp)>, EngineError> {
        let mut forgiven = Vec::new();
        for channel in Channel::ALL {
            let kept = self.cx.store.setting(&forgiven_key(channel)).await?;
            let at = kept.and_then(|value| value.as_i64());
            if let Some(at) = at.and_then(|ms| Timestamp::from_millisecond(ms).ok()) {
                forgiven.push((channel, at));
            }
        }
        Ok(forgiven)
    }
}
