//! Setup, status line, dashboard and pipeline as screens read them.

use sdr_domain::Timestamp;
use sdr_domain::action::Action;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::connect::Connect;
use sdr_domain::id::{DeliveryId, LeadId};
use sdr_domain::project::{Company, Icp, LlmChoice, Outreach, Voice};
use serde::{Deserialize, Serialize};

/// What the wizard has heard so far.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WizardAnswers {
    /// The step the human is on, 1 to 5.
    pub step: u8,
    /// Step 1.
    pub company: Company,
    /// Step 2.
    pub icp: Icp,
    /// Step 3.
    pub connect: Connect,
    /// Step 4.
    pub voice: Voice,
    /// Step 4.
    pub llm: LlmChoice,
    /// Step 5.
    pub outreach: Outreach,
}

/// Whether the wizard has to be shown.
pub struct SetupStatus {
    /// No project exists.
    pub needed: bool,
    /// The step to open, 1 to 5.
    pub step: u8,
    /// What was answered so far.
    pub answers: WizardAnswers,
}

/// How a live test ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestOutcome {
    /// It works.
    Ok,
    /// It does not.
    Failed,
    /// There was nothing to test.
    Skipped,
}

/// A live test.
#[derive(Debug, Clone)]
pub struct TestResult {
    /// How it ended.
    pub outcome: TestOutcome,
    /// What was found.
    pub sentence: String,
    /// What to do.
    pub fix: Option<String>,
}

/// A draft on a demo lead.
pub struct DraftPreview {
    /// Made-up person.
    pub lead_name: String,
    /// Made-up company.
    pub lead_company: String,
    /// What they wrote.
    pub post: String,
    /// Where it would go.
    pub channel: Channel,
    /// Subject, e-mail only.
    pub subject: Option<String>,
    /// The words.
    pub body: String,
    /// Number of words.
    pub words: u32,
}

/// Whether messages leave at this instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sending {
    /// They do.
    On,
    /// A human paused everything.
    Paused,
    /// Sends are recorded only.
    DryRun,
    /// Outside working hours.
    OffHours,
    /// No project yet.
    NeedsSetup,
}

/// The next thing that will happen.
pub struct NextAction {
    /// The delivery.
    pub delivery_id: DeliveryId,
    /// Whom it goes to.
    pub lead_id: LeadId,
    /// Their name.
    pub lead_name: String,
    /// The handle it goes to.
    pub recipient: String,
    /// Where it goes.
    pub channel: Channel,
    /// What is done.
    pub action: Action,
    /// When, where that is known.
    pub at: Option<Timestamp>,
    /// What it waits for.
    pub waits_for: Option<String>,
}

/// The status line.
pub struct Status {
    /// Whether messages leave.
    pub sending: Sending,
    /// The same in words.
    pub sentence: String,
    /// What is next.
    pub next: Option<NextAction>,
    /// Real sends since local midnight.
    pub sent_today: u32,
    /// Cap over all channels.
    pub limit_today: u32,
    /// Choices that wait for a yes.
    pub approvals_waiting: u64,
    /// Deliveries with a question or an error.
    pub needs_human: u64,
    /// People who answered today.
    pub replies: u64,
    /// Who writes and judges, in words.
    pub llm: String,
    /// Whether Telegram Desktop could be worked now.
    pub telegram_ready: bool,
    /// Whether a human paused everything.
    pub paused: bool,
    /// Whether sends are recorded only.
    pub dry_run: bool,
}

/// Kinds of things that need the human.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NeedsKind {
    /// Deliveries that may have left.
    Uncertain,
    /// Deliveries the service refused.
    Failed,
    /// Deliveries where something must be looked at.
    Held,
    /// Assisted deliveries.
    YourTurn,
    /// Drafts.
    Approvals,
    /// The wizard.
    Setup,
}

/// One thing that needs the human.
pub struct NeedsYou {
    /// What kind.
    pub kind: NeedsKind,
    /// How many.
    pub count: u64,
    /// In words.
    pub sentence: String,
    /// The button.
    pub action: String,
    /// Where the button leads.
    pub to: String,
}

/// Use of one limit today.
pub struct LimitBar {
    /// Its name.
    pub label: String,
    /// Its channel; `None` for all.
    pub channel: Option<Channel>,
    /// Used.
    pub used: u32,
    /// Allowed.
    pub limit: u32,
}

/// One stage of the funnel.
pub struct FunnelStage {
    /// Its name.
    pub stage: String,
    /// Leads that reached it.
    pub count: u64,
}

/// The button that mends "nothing is sending".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Resume.
    Resume,
    /// Switch dry run off.
    DryRunOff,
    /// Open the queue.
    Approve,
    /// Import leads.
    Import,
    /// Change the hours.
    WorkingHours,
    /// Change the limits.
    Limits,
    /// Let a channel go on after failures.
    ResumeChannel,
    /// Resume a sequence.
    Sequences,
    /// Press the last key.
    ByHand,
    /// Say what became of an earlier message.
    Settle,
    /// Only waiting helps.
    None,
}

/// Why nothing is sending.
pub struct WhyNothing {
    /// In words.
    pub sentence: String,
    /// What to do.
    pub fix: Option<String>,
    /// The button.
    pub action: Remedy,
    /// The channel it is about.
    pub channel: Option<Channel>,
}

/// Headline numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    /// All leads.
    pub leads: u64,
    /// Leads judged relevant or maybe, and everything after.
    pub qualified: u64,
    /// Choices that wait for a yes.
    pub drafts_pending: u64,
    /// Real sends of the last seven days.
    pub sent_7d: u64,
    /// Real sends ever.
    pub sent_total: u64,
}

/// The dashboard.
pub struct Dashboard {
    /// What needs the human, most pressing first.
    pub needs_you: Vec<NeedsYou>,
    /// Today's limits.
    pub limits: Vec<LimitBar>,
    /// From collected to replied.
    pub funnel: Vec<FunnelStage>,
    /// The next ten.
    pub next_actions: Vec<NextAction>,
    /// Why nothing is sending, if so.
    pub why_nothing: Option<WhyNothing>,
    /// Headline numbers.
    pub counts: Counts,
}

/// One channel's state.
pub struct ChannelView {
    /// Which.
    pub channel: Channel,
    /// How it is done.
    pub mode: Mode,
    /// Whether it could send now.
    pub ready: bool,
    /// What was found.
    pub sentence: String,
    /// What to do.
    pub fix: Option<String>,
    /// Real sends since local midnight.
    pub sent_today: u32,
    /// Cap of the day.
    pub limit_today: Option<u32>,
    /// Whether it stopped after three failures.
    pub paused: bool,
}
