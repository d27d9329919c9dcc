//! Language models as screens read them.

use sdr_domain::project::LlmProvider;
use sdr_ports::llm::LlmModel;

/// What was used today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LlmToday {
    /// Questions asked.
    pub requests: u64,
    /// Tokens read.
    pub prompt_tokens: u64,
    /// Tokens written.
    pub completion_tokens: u64,
    /// Questions whose answer was kept from before and cost nothing.
    pub answers_reused: u64,
}

/// The chosen models and how they are.
pub struct LlmStatus {
    /// Who runs them.
    pub provider: LlmProvider,
    /// The model that writes.
    pub model: String,
    /// The model that judges.
    pub judge_model: String,
    /// Whether a question would be answered.
    pub ready: bool,
    /// What was found.
    pub sentence: String,
    /// What to do.
    pub fix: Option<String>,
    /// What was used today.
    pub today: LlmToday,
    /// Tokens a day; missing without a budget.
    pub budget: Option<u64>,
    /// What is left of it.
    pub budget_left: Option<u64>,
}

/// What can be chosen.
pub struct LlmModels {
    /// The models.
    pub models: Vec<LlmModel>,
    /// A small one to judge with.
    pub suggested_judge: Option<String>,
    /// A larger one to write with.
    pub suggested_writer: Option<String>,
    /// Why the list is empty.
    pub sentence: Option<String>,
}

/// Where a download stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PullState {
    /// Under way.
    Running,
    /// The model is there.
    Done,
    /// It could not be downloaded.
    Failed,
    /// A human stopped it; pulling again goes on where it was.
    Canceled,
}

/// A download of a model.
#[derive(Debug, Clone)]
pub struct PullStatus {
    /// Which model.
    pub model: String,
    /// Where it stands.
    pub state: PullState,
    /// What it does, in the service's words.
    pub status: String,
    /// Bytes there.
    pub completed: u64,
    /// Bytes in all, as far as known.
    pub total: u64,
    /// Why it ended, when it did not end well.
    pub sentence: Option<String>,
}

/// Use of one model for one purpose on one local day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LlmUsageRow {
    /// `YYYY-MM-DD` in the project's zone.
    pub day: String,
    /// `judge`, `enrich` or `write`.
    pub purpose: String,
    /// Which model.
    pub model: String,
    /// Questions asked.
    pub requests: u64,
    /// Tokens read.
    pub prompt_tokens: u64,
    /// Tokens written.
    pub completion_tokens: u64,
}
