//! The dashboard: what needs the human, what is going on, and why nothing is sending if so.

mod why;

use std::collections::HashMap;

use jiff::SignedDuration;
use sdr_domain::Timestamp;
use sdr_domain::channel::Channel;
use sdr_domain::delivery::DeliveryState;
use sdr_domain::draft::DraftStatus;
use sdr_domain::lead::LeadStatus;
use sdr_domain::limits::{Lane, WaitReason};

use crate::dispatch::{Gate, Verdict};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::status::Waiting;
use why::Why;

use crate::view::{Counts, Dashboard, FunnelStage, LimitBar, NeedsKind, NeedsYou};

/// Queued deliveries of a lane, and how many of them rest with their sequence.
type QueuedByLane = HashMap<Lane, (u64, u64)>;
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
        let waiting = self.waiting_list(&gate).await?;
        let queued = store.queued_by_lane().await?;
        let pending = drafts.get(&DraftStatus::Pending).copied().unwrap_or_default();
        let counts = Counts {
            leads: leads.values().sum(),
            qualified: qualified(&leads),
            drafts_pending: pending,
            sent_7d: store.sent_since(week_ago).await?,
            sent_total: store.sent_since(Timestamp::UNIX_EPOCH).await?,
        };
        Ok(Dashboard {
            needs_you: needs_you(&deliveries, pending, your_turn(&waiting)),
            limits: limit_bars(&gate, &queued, now),
            funnel: funnel(&leads),
            why_nothing: Why { gate: &gate, waiting: &waiting, queued: &queued, counts: &counts, now }
                .nothing(),
            next_actions: waiting.into_iter().take(NEXT).map(|next| next.next_action(&gate, now)).collect(),
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

fn your_turn(waiting: &[Waiting]) -> u64 {
    let yours = |w: &&Waiting| matches!(w.verdict, Verdict::Wait { reason: WaitReason::YourTurn, .. });
    waiting.iter().filter(yours).count() as u64
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

/// All channels together, then every lane that is in use: the two a first message takes, and whatever was
/// used today or has something waiting.
fn limit_bars(gate: &Gate, queued: &QueuedByLane, now: Timestamp) -> Vec<LimitBar> {
    let all = LimitBar {
        label: "All channels".into(),
        channel: None,
        used: gate.used_in_all(now),
        limit: gate.rules.actions_per_day,
    };
    let lanes = Lane::ALL.into_iter().filter_map(|lane| {
        let used = gate.used_today(lane, now);
        let always = matches!(lane.channel, Channel::Telegram | Channel::Email);
        let limit = gate.rules.cap_on(lane, &gate.book, now);
        let (label, channel) = (lane.label().into(), Some(lane.channel));
        (always || used > 0 || queued.contains_key(&lane)).then_some(LimitBar { label, channel, used, limit })
    });
    std::iter::once(all).chain(lanes).collect()
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
