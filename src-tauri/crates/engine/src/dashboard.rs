//! The dashboard: what needs the human, what is going on, and why nothing is sending if so.

use std::collections::HashMap;

use jiff::SignedDuration;
use sdr_domain::channel::Channel;
use sdr_domain::delivery::DeliveryState;
use sdr_domain::draft::DraftStatus;
use sdr_domain::lead::LeadStatus;
use sdr_domain::project::Project;

use crate::dispatch::Gate;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{
    Counts, Dashboard, FunnelStage, LimitBar, NeedsKind, NeedsYou, NextAction, Remedy, WhyNothing,
};

type LeadCounts = HashMap<LeadStatus, u64>;
type DeliveryCounts = HashMap<DeliveryState, u64>;

const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);
const NEXT: usize = 10;

impl Engine {
    /// Everything the first screen shows.
    pub async fn dashboard(&self) -> Result<Dashboard, EngineError> {
        let Some(project) = self.project().await? else { return Ok(before_setup()) };
        let store = &self.cx.store;
        let gate = self.gate(project.clone()).await?;
        let leads = store.lead_counts().await?;
        let drafts = store.draft_counts().await?;
        let deliveries = store.delivery_counts().await?;
        let now = self.cx.now();
        let week_ago = now.saturating_sub(WEEK).unwrap_or(now);
        let next_actions = self.next_actions(&gate, NEXT).await?;
        let pending = drafts.get(&DraftStatus::Pending).copied().unwrap_or_default();
        let counts = Counts {
            leads: leads.values().sum(),
            qualified: qualified(&leads),
            drafts_pending: pending,
            sent_7d: store.sent_since(week_ago).await?,
            sent_total: store.sent_since(sdr_domain::Timestamp::UNIX_EPOCH).await?,
        };
        Ok(Dashboard {
            needs_you: needs_you(&deliveries, pending, your_turn(&next_actions)),
            limits: limit_bars(&project, &gate),
            funnel: funnel(&leads),
            why_nothing: why_nothing(&project, &gate, &next_actions, &counts, now),
            next_actions,
            counts,
        })
    }
}

fn before_setup() -> Dashboard {
    let setup = NeedsYou {
        kind: NeedsKind::Setup,
        count: 1,
        sentence: "Tell the app what you sell and to whom".into(),
        action: "Start the setup".into(),
        to: "/setup".into(),
    };
    Dashboard {
        needs_you: vec![setup],
        limits: Vec::new(),
        funnel: Vec::new(),
        next_actions: Vec::new(),
        why_nothing: None,
        counts: Counts::default(),
    }
}

/// Reached "qualified" or anything after it.
fn qualified(leads: &LeadCounts) -> u64 {
    [
        LeadStatus::Qualified,
        LeadStatus::Enriched,
        LeadStatus::Messaged,
        LeadStatus::Sent,
        LeadStatus::Replied,
        LeadStatus::Failed,
    ]
    .into_iter()
    .map(|status| leads.get(&status).copied().unwrap_or_default())
    .sum()
}

fn your_turn(next: &[NextAction]) -> u64 {
    let words = sdr_domain::limits::WaitReason::YourTurn.sentence();
    next.iter().filter(|action| action.waits_for.as_deref() == Some(words)).count() as u64
}

/// Most pressing first: what may have gone wrong, then what waits.
fn needs_you(deliveries: &DeliveryCounts, approvals: u64, your_turn: u64) -> Vec<NeedsYou> {
    let of = |state: DeliveryState| deliveries.get(&state).copied().unwrap_or_default();
    let rows = [
        (
            NeedsKind::Uncertain,
            of(DeliveryState::Uncertain),
            "may or may not have arrived",
            "Settle",
            "/deliveries?state=uncertain",
        ),
        (NeedsKind::Failed, of(DeliveryState::Failed), "failed", "Look", "/deliveries?state=failed"),
        (
            NeedsKind::Held,
            of(DeliveryState::Held),
            "stopped before sending",
            "Look",
            "/deliveries?state=held",
        ),
        (NeedsKind::YourTurn, your_turn, "ready for your Enter", "Send", "/deliveries?state=queued"),
        (NeedsKind::Approvals, approvals, "waiting for your yes", "Review", "/queue"),
    ];
    let wanted = rows.into_iter().filter(|(_, count, ..)| *count > 0);
    wanted
        .map(|(kind, count, what, action, to)| {
            let noun = match (kind == NeedsKind::Approvals, count) {
                (true, 1) => "draft is",
                (true, _) => "drafts are",
                (false, 1) => "message",
                (false, _) => "messages",
            };
            NeedsYou {
                kind,
                count,
                sentence: format!("{count} {noun} {what}"),
                action: action.into(),
                to: to.into(),
            }
        })
        .collect()
}

fn limit_bars(project: &Project, gate: &Gate) -> Vec<LimitBar> {
    let outreach = &project.outreach;
    let bar = |label: &str, channel, used, limit| LimitBar { label: label.into(), channel, used, limit };
    vec![
        bar("All channels", None, gate.telegram.all_today, outreach.actions_per_day),
        bar("Telegram", Some(Channel::Telegram), gate.telegram.channel_today, outreach.telegram.per_day),
        bar("E-mail", Some(Channel::Email), gate.email.channel_today, outreach.email.per_day),
    ]
}

fn funnel(leads: &LeadCounts) -> Vec<FunnelStage> {
    let stage = |stage: &str, count| FunnelStage { stage: stage.into(), count };
    let of = |states: &[LeadStatus]| states.iter().filter_map(|s| leads.get(s)).sum();
    let drafted = [LeadStatus::Messaged, LeadStatus::Sent, LeadStatus::Replied, LeadStatus::Failed];
    let sent = [LeadStatus::Sent, LeadStatus::Replied];
    vec![
        stage("Collected", leads.values().sum()),
        stage("Qualified", qualified(leads)),
        stage("Drafted", of(&drafted)),
        stage("Sent", of(&sent)),
        stage("Replied", of(&[LeadStatus::Replied])),
    ]
}

/// Says why nothing will leave by itself, and the one thing that mends it.
fn why_nothing(
    project: &Project,
    gate: &Gate,
    next: &[NextAction],
    counts: &Counts,
    now: sdr_domain::Timestamp,
) -> Option<WhyNothing> {
    let why = |sentence: &str, fix: Option<&str>, action| {
        Some(WhyNothing { sentence: sentence.into(), fix: fix.map(str::to_owned), action })
    };
    if gate.paused {
        return why("Sending is paused.", Some("Resume sending"), Remedy::Resume);
    }
    if counts.leads == 0 {
        return why("There are no leads yet.", Some("Import a CSV file"), Remedy::Import);
    }
    if project.outreach.dry_run {
        let sentence = "Dry run is on: approved messages are recorded, nothing leaves this machine.";
        return why(sentence, Some("Switch dry run off"), Remedy::DryRunOff);
    }
    if next.is_empty() && counts.drafts_pending > 0 {
        return why(
            "Nothing is approved, so nothing is being sent.",
            Some("Review the queue"),
            Remedy::Approve,
        );
    }
    if next.is_empty() {
        return why("Every approved message has been dealt with.", None, Remedy::None);
    }
    if gate.rules.calendar.closed(now, None).is_some() {
        return why("It is outside your working hours.", Some("Change working hours"), Remedy::WorkingHours);
    }
    let first = next.first()?;
    let waits = first.waits_for.as_deref()?;
    Some(WhyNothing { sentence: format!("{waits}."), fix: None, action: Remedy::None })
}
