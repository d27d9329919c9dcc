//! Backtests as screens read them.

use sdr_domain::Timestamp;
use sdr_domain::id::{BacktestId, LeadId};
use sdr_domain::judgement::{JudgeMode, Verdict};
use sdr_domain::project::{Icp, Judging};
use serde::{Deserialize, Serialize};

/// What to try on past leads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BacktestForm {
    /// What the human calls it.
    pub name: String,
    /// Weights, threshold and guidance to try.
    pub judging: Judging,
    /// The profile to try; the project's own when left out.
    pub icp: Option<Icp>,
    /// Whether leads are judged again, or only scored again.
    pub judge_again: bool,
    /// Whether the language model judges, or the offline way.
    pub use_llm: bool,
    /// How many past leads, newest first.
    pub leads: u32,
}

/// Where a backtest stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BacktestState {
    /// Leads are being tried.
    Running,
    /// All were tried.
    Finished,
    /// A human stopped it, or the app was closed.
    Stopped,
    /// It could not go on.
    Failed,
}

impl BacktestState {
    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Stopped => "stopped",
            Self::Failed => "failed",
        }
    }
}

/// What would change, in numbers of leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BacktestSummary {
    /// Neither verdict nor passing changes.
    pub same: u64,
    /// Would be written to now.
    pub newly_in: u64,
    /// Would not be written to any more.
    pub newly_out: u64,
    /// Another verdict.
    pub verdict_changed: u64,
    /// A higher score.
    pub score_up: u64,
    /// A lower score.
    pub score_down: u64,
    /// Passing as things stand.
    pub passing_before: u64,
    /// Passing as tried.
    pub passing_after: u64,
}

/// One backtest.
pub struct Backtest {
    /// Names it.
    pub id: BacktestId,
    /// What the human calls it.
    pub name: String,
    /// Where it stands.
    pub state: BacktestState,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was applied.
    pub applied_at: Option<Timestamp>,
    /// What is tried.
    pub judging: Judging,
    /// Whether leads are judged again.
    pub judge_again: bool,
    /// Whether the model judges.
    pub use_llm: bool,
    /// The profile that is tried.
    pub icp: Option<Icp>,
    /// Leads tried.
    pub done: u64,
    /// Leads to try.
    pub total: u64,
    /// What would change.
    pub summary: BacktestSummary,
    /// The same in a sentence.
    pub sentence: Option<String>,
}

/// One lead, before or after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BacktestSide {
    /// The verdict.
    pub verdict: Option<Verdict>,
    /// 0 to 100.
    pub score: Option<u8>,
    /// Whether they would be written to.
    pub passes: bool,
    /// Who judged.
    pub mode: Option<JudgeMode>,
}

/// One lead, side by side.
pub struct BacktestRow {
    /// Which lead.
    pub lead_id: LeadId,
    /// Their name.
    pub name: String,
    /// Their company.
    pub company: Option<String>,
    /// As things stand.
    pub before: BacktestSide,
    /// As tried.
    pub after: BacktestSide,
    /// The strongest quote as tried.
    pub quote: Option<String>,
}
