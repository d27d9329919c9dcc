//! Limits as the SDR sees them: today's use, and what was done by hand outside the app.

use jiff::SignedDuration;
use sdr_domain::Timestamp;
use sdr_domain::activity::Actor;
use sdr_domain::limits::{Decision, Lane, WaitReason};
use sdr_domain::project::Project;
use sdr_storage::ManualActRow;

use crate::bus::Topic;
use crate::dispatch::Gate;
use crate::drafts::local_time;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{LimitLine, LimitsToday, ManualAct};

const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// More in one entry is a slip of the finger.
const MOST_AT_ONCE: u32 = 500;
/// What is older counts for nothing any more.
const OLDEST: SignedDuration = SignedDuration::from_hours(31 * 24);

impl Engine {
    /// Every limit with today's use, and when the next act may go.
    pub async fn limits_today(&self) -> Result<LimitsToday, EngineError> {
        let project = self.need_project().await?;
        let now = self.cx.now();
        let gate = self.gate(project.clone()).await?;
        let day = gate.rules.calendar.day(now);
        let manual = self.cx.store.manual_acts_since(day.start).await?;
        let mut lines = vec![all_line(&gate, manual.values().sum(), now)];
        for lane in Lane::ALL {
            lines.push(lane_line(&gate, lane, manual.get(&lane).copied().unwrap_or_default(), now));
        }
        let closed = gate.rules.calendar.closed(now, None);
        let next_open = closed.and_then(|_| gate.rules.calendar.next_open(now, None));
        let calendar = calendar_sentence(&project, closed, next_open);
        Ok(LimitsToday { lines, calendar, open: closed.is_none(), next_open })
    }

    /// Counts what the SDR did by hand outside the app against the limits.
    pub async fn log_manual_act(&self, act: ManualAct) -> Result<LimitsToday, EngineError> {
        let now = self.cx.now();
        let at = act.at.unwrap_or(now);
        let invalid = |field: &str, sentence: &str| Err(EngineError::invalid(field, sentence));
        if !act.action.is_on(act.channel) {
            return invalid("action", "This channel does not know that action.");
        }
        if !(1..=MOST_AT_ONCE).contains(&act.count) {
            return invalid("count", "Enter a number from 1 to 500.");
        }
        if at > now || at < now.saturating_sub(OLDEST).unwrap_or(now) {
            return invalid("at", "Enter a time within the last month that is not in the future.");
        }
        if let Some(lead) = act.lead_id
            && self.cx.store.lead(lead).await?.is_none()
        {
            return Err(EngineError::NotFound { what: "lead" });
        }
        let project = self.need_project().await?;
        let row = ManualActRow {
            id: self.cx.id(),
            channel: act.channel,
            action: act.action,
            lead_id: act.lead_id,
            count: act.count,
            at,
            created_at: now,
        };
        let what = Lane::new(act.channel, act.action).plural();
        let detail = format!("You did by hand: {} {what}", act.count);
        let tx = self.cx.store.begin().await?;
        tx.insert_manual_act(&row).await?;
        let about = (Some(project.id), act.lead_id);
        let told = self.cx.activity(about, Actor::Human, "manual_act.logged", row.id, detail);
        tx.insert_activity(vec![told]).await?;
        tx.commit().await?;
        self.cx.bus.announce_all(Topic::Deliveries);
        self.cx.wake.notify_one();
        self.limits_today().await
    }
}

fn all_line(gate: &Gate, manual_today: u32, now: Timestamp) -> LimitLine {
    let used_today = gate.used_in_all(now);
    let per_day = gate.rules.actions_per_day;
    let full = used_today >= per_day;
    let end = gate.rules.calendar.day(now).end;
    LimitLine {
        label: "All channels".into(),
        channel: None,
        action: None,
        used_hour: Lane::ALL.into_iter().map(|lane| gate.book.used_within(lane, HOUR, now)).sum(),
        per_hour: None,
        used_today,
        per_day,
        ramp: None,
        manual_today,
        next_free_at: full.then(|| gate.rules.calendar.next_open(end, None)).flatten(),
        why: full.then(|| gate.explain(WaitReason::TotalCap, Lane::ALL[0], now)),
        cool_down_until: None,
        failing: false,
    }
}

fn lane_line(gate: &Gate, lane: Lane, manual_today: u32, now: Timestamp) -> LimitLine {
    let pace = gate.rules.pace(lane);
    let (next_free_at, why) = match gate.decide_lane(lane, false, now) {
        Decision::Go => (None, None),
        Decision::Wait { reason, until } => (until, Some(gate.explain(reason, lane, now))),
    };
    let grows = pace.days_to_grow() > 0;
    let ramp = || {
        let (add, days, most) = (pace.ramp.add, pace.ramp.every_days.max(1), pace.cap_after(u32::MAX));
        let each =
            if days == 1 { "every day of use".to_owned() } else { format!("every {days} days of use") };
        format!("Starts at {} and grows by {add} after {each}, up to {most} a day", pace.per_day)
    };
    LimitLine {
        label: lane.label().into(),
        channel: Some(lane.channel),
        action: Some(lane.action),
        used_hour: gate.book.used_within(lane, HOUR, now),
        per_hour: (pace.per_hour > 0).then_some(pace.per_hour),
        used_today: gate.used_today(lane, now),
        per_day: gate.rules.cap_on(lane, &gate.book, now),
        ramp: grows.then(ramp),
        manual_today,
        next_free_at,
        why,
        cool_down_until: gate.book.resting(lane, now),
        failing: gate.book.failing(lane.channel),
    }
}

fn calendar_sentence(project: &Project, closed: Option<WaitReason>, next_open: Option<Timestamp>) -> String {
    let hours = &project.outreach.working_hours;
    let Some(closed) = closed else {
        return format!("Open until {} ({})", hours.end, hours.time_zone);
    };
    match next_open {
        Some(at) => format!("{}: opens {}", closed.sentence(), local_time(project, at)),
        None => format!("{}; it never opens with these settings", closed.sentence()),
    }
}
