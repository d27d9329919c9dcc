//! The status line: is it sending, what is next, why not now.

use sdr_domain::Timestamp;
use sdr_domain::channel::Channel;
use sdr_domain::delivery::Delivery;
use sdr_domain::draft::DraftStatus;
use sdr_domain::id::DeliveryId;
use sdr_domain::limits::Lane;
use sdr_domain::project::{LlmProvider, Project};
use sdr_storage::{LaneHead, LaneKey, Standing};

use crate::dispatch::{Gate, Verdict};
use crate::drafts::zone_of;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{NextAction, Sending, Status};

/// Waiting deliveries looked at to find the next ones.
const LOOKED_AT: u32 = 200;

impl Engine {
    /// The state of everything in one line.
    pub async fn status(&self) -> Result<Status, EngineError> {
        let Some(project) = self.project().await? else { return Ok(before_setup()) };
        let gate = self.gate(project.clone()).await?;
        let next = self.waiting_list(&gate).await?.into_iter().next();
        let drafts = self.cx.store.draft_counts().await?;
        let deliveries = self.cx.store.delivery_counts().await?;
        let now = self.cx.now();
        let midnight = now.to_zoned(zone_of(&project)).start_of_day().map_or(now, |day| day.timestamp());
        let off_hours = gate.rules.calendar.closed(now, None).is_some();
        let sending = match (gate.paused, project.outreach.dry_run, off_hours) {
            (true, _, _) => Sending::Paused,
            (false, true, _) => Sending::DryRun,
            (false, false, true) => Sending::OffHours,
            (false, false, false) => Sending::On,
        };
        let telegram = self.cx.channels.open(Channel::Telegram, &project.connect, None).await;
        Ok(Status {
            sending,
            sentence: sentence(sending).to_owned(),
            next: next.map(|next| next.next_action(&gate, now)),
            sent_today: gate.used_in_all(now),
            limit_today: project.outreach.actions_per_day,
            approvals_waiting: drafts.get(&DraftStatus::Pending).copied().unwrap_or_default(),
            needs_human: deliveries.iter().filter(|(state, _)| state.needs_human()).map(|(_, n)| n).sum(),
            replies: self.cx.store.replies_since(midnight).await?,
            llm: llm_words(&project, self.stand_in()),
            telegram_ready: telegram.is_some(),
            paused: gate.paused,
            dry_run: project.outreach.dry_run,
        })
    }

    /// What will happen next, soonest first; what waits for a human comes after what waits for time.
    pub(crate) async fn waiting_list(&self, gate: &Gate) -> Result<Vec<Waiting>, EngineError> {
        let now = self.cx.now();
        let mut rows = self.cx.store.waiting(false, LOOKED_AT).await?;
        rows.extend(self.cx.store.waiting(true, LOOKED_AT).await?);
        let ids: Vec<DeliveryId> = rows.iter().map(|(head, _)| head.delivery.id).collect();
        let standings = self.cx.store.standings(&ids).await?;
        let none = Standing::default();
        let decided = |(head, lead_name): (LaneHead, String)| {
            let standing = standings.get(&head.delivery.id).unwrap_or(&none);
            let verdict = gate.decide(&head.delivery, standing, now);
            Waiting { verdict, delivery: head.delivery, lead_name }
        };
        let mut waiting: Vec<Waiting> = rows.into_iter().map(decided).collect();
        waiting.sort_by_key(|Waiting { verdict, delivery, .. }| match verdict {
            Verdict::Go => (0, now, LaneKey::of(delivery)),
            Verdict::Wait { until: Some(until), .. } => (0, *until, LaneKey::of(delivery)),
            Verdict::Wait { until: None, .. } => (1, delivery.eligible_at, LaneKey::of(delivery)),
        });
        Ok(waiting)
    }
}

/// A queued delivery and what it waits for.
pub(crate) struct Waiting {
    pub(crate) verdict: Verdict,
    pub(crate) delivery: Delivery,
    pub(crate) lead_name: String,
}

impl Waiting {
    pub(crate) fn lane(&self) -> Lane {
        Lane::new(self.delivery.channel, self.delivery.action)
    }

    /// As the first screen shows it.
    pub(crate) fn next_action(self, gate: &Gate, now: Timestamp) -> NextAction {
        let (at, waits_for) = match self.verdict {
            Verdict::Go => (Some(now), None),
            Verdict::Wait { reason, until } => (until, Some(gate.explain(reason, self.lane(), now))),
        };
        let Self { delivery, lead_name, .. } = self;
        NextAction {
            delivery_id: delivery.id,
            lead_id: delivery.lead_id,
            lead_name,
            recipient: delivery.recipient.value().to_owned(),
            channel: delivery.channel,
            action: delivery.action,
            at,
            waits_for,
        }
    }
}

fn sentence(sending: Sending) -> &'static str {
    match sending {
        Sending::On => "Sending is on",
        Sending::Paused => "Sending is paused",
        Sending::DryRun => "Dry run: nothing leaves this machine",
        Sending::OffHours => "Outside working hours",
        Sending::NeedsSetup => "Finish the setup first",
    }
}

fn llm_words(project: &Project, stand_in: Option<String>) -> String {
    match project.llm.provider {
        LlmProvider::None => "Offline rules".to_owned(),
        LlmProvider::Ollama | LlmProvider::Groq | LlmProvider::Anthropic | LlmProvider::OpenaiCompatible => {
            stand_in.unwrap_or_else(|| project.llm.model.clone())
        }
    }
}

fn before_setup() -> Status {
    Status {
        sending: Sending::NeedsSetup,
        sentence: sentence(Sending::NeedsSetup).to_owned(),
        next: None,
        sent_today: 0,
        limit_today: 0,
        approvals_waiting: 0,
        needs_human: 0,
        replies: 0,
        llm: "Offline rules".to_owned(),
        telegram_ready: false,
        paused: false,
        dry_run: true,
    }
}
