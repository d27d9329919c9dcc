//! Health, the status line and the dashboard on the wire.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::dto::wire::Wire;
use crate::dto::words::{Action, Channel};
use sdr_engine::view;

/// What runs around the router.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Shell {
    /// The desktop app, in process.
    Desktop,
    /// `sdr serve`, over TCP.
    Server,
}

/// Always the same word: an answer at all is the news.
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum HealthWord {
    Ok,
}

/// Which database holds the workspace.
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Database {
    Sqlite,
    Postgres,
}

/// The process answers.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Health {
    pub(crate) status: HealthWord,
    pub(crate) version: String,
    pub(crate) database: Database,
    pub(crate) shell: Shell,
}

words! {
    /// Whether anything is being sent.
    Sending = view::Sending {
        On = "on", Paused = "paused", DryRun = "dry_run", OffHours = "off_hours", NeedsSetup = "needs_setup",
    }
}

wire! {
    /// A delivery that waits: what, to whom, when, for what.
    out NextAction = view::NextAction {
        delivery_id: Uuid, lead_id: Uuid, lead_name: String, recipient: String, channel: Channel,
        action: Action, at: Option<Timestamp>, waits_for: Option<String>,
    }
}

/// The status line: is it sending, what is next, why not now.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Status {
    pub(crate) sending: Sending,
    pub(crate) sentence: String,
    pub(crate) next: Option<NextAction>,
    pub(crate) sent_today: u32,
    pub(crate) limit_today: u32,
    pub(crate) approvals_waiting: u64,
    pub(crate) needs_human: u64,
    pub(crate) replies: u64,
    /// Who judges and writes, in words.
    pub(crate) llm: String,
    pub(crate) telegram_ready: bool,
    pub(crate) paused: bool,
    pub(crate) dry_run: bool,
    pub(crate) shell: Shell,
}

impl Status {
    /// The engine does not know which shell runs it.
    pub(crate) fn in_shell(status: view::Status, shell: Shell) -> Self {
        Self {
            sending: status.sending.wire(),
            sentence: status.sentence,
            next: status.next.wire(),
            sent_today: status.sent_today,
            limit_today: status.limit_today,
            approvals_waiting: status.approvals_waiting,
            needs_human: status.needs_human,
            replies: status.replies,
            llm: status.llm,
            telegram_ready: status.telegram_ready,
            paused: status.paused,
            dry_run: status.dry_run,
            shell,
        }
    }
}

/// Where a backup was written.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct BackupPlace {
    pub(crate) path: String,
}

/// Switches dry run.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct DryRunSwitch {
    pub(crate) on: bool,
}

words! {
    /// What kind of attention is asked for.
    NeedsKind = view::NeedsKind {
        Uncertain = "uncertain", Failed = "failed", Held = "held", YourTurn = "your_turn",
        Approvals = "approvals", Setup = "setup",
    }
}

wire! {
    /// Something that waits for the human.
    out NeedsYou = view::NeedsYou {
        kind: NeedsKind, count: u64, sentence: String,
        /// Label of the button.
        action: String,
        /// Route in the UI.
        to: String,
    }
}

wire! {
    /// How much of a limit is used today.
    out LimitBar = view::LimitBar { label: String, channel: Option<Channel>, used: u32, limit: u32 }
}

wire! {
    /// How many leads got this far.
    out FunnelStage = view::FunnelStage { stage: String, count: u64 }
}

words! {
    /// The button that would get things moving.
    Remedy = view::Remedy {
        Resume = "resume", DryRunOff = "dry_run_off", Approve = "approve", Import = "import",
        WorkingHours = "working_hours", Limits = "limits", ResumeChannel = "resume_channel",
        Sequences = "sequences", ByHand = "by_hand", Settle = "settle", None = "none",
    }
}

wire! {
    /// Why nothing is being sent.
    out WhyNothing = view::WhyNothing {
        sentence: String, fix: Option<String>, action: Remedy, channel: Option<Channel>,
    }
}

wire! {
    /// Totals.
    out Counts = view::Counts {
        leads: u64, qualified: u64, drafts_pending: u64, sent_7d: u64, sent_total: u64,
    }
}

wire! {
    /// What needs the human, and what is going on.
    out Dashboard = view::Dashboard {
        needs_you: Vec<NeedsYou>, limits: Vec<LimitBar>, funnel: Vec<FunnelStage>, next_actions: Vec<NextAction>,
        why_nothing: Option<WhyNothing>, counts: Counts,
    }
}
