//! Language models on the wire.

use sdr_engine::view;
use serde::Deserialize;

use crate::dto::project::LlmChoice;
use crate::dto::words::LlmProvider;

wire! {
    /// What was used today.
    out LlmToday = view::LlmToday {
        requests: u64, prompt_tokens: u64, completion_tokens: u64,
        /// Questions whose answer was kept from before and cost nothing.
        answers_reused: u64,
    }
}

wire! {
    /// The chosen models and how they are.
    out LlmStatus = view::LlmStatus {
        provider: LlmProvider, model: String, judge_model: String, ready: bool, sentence: String,
        fix: Option<String>, today: LlmToday,
        /// Tokens a day; null without a budget.
        budget: Option<u64>,
        budget_left: Option<u64>,
    }
}

wire! {
    /// A model that can be chosen.
    out LlmModel = sdr_ports::llm::LlmModel {
        name: String, parameters_billion: Option<f32>,
        /// Size on disk, bytes.
        bytes: Option<u64>,
    }
}

wire! {
    /// What can be chosen.
    out LlmModels = view::LlmModels {
        models: Vec<LlmModel>,
        /// A small one to judge with.
        suggested_judge: Option<String>,
        /// A larger one to write with.
        suggested_writer: Option<String>,
        /// Why the list is empty.
        sentence: Option<String>,
    }
}

words! {
    /// Where a download stands.
    PullState = view::PullState { Running = "running", Done = "done", Failed = "failed", Canceled = "canceled" }
}

wire! {
    /// A download of a model.
    out PullStatus = view::PullStatus {
        model: String, state: PullState,
        /// In the service's words.
        status: String,
        completed: u64, total: u64, sentence: Option<String>,
    }
}

wire! {
    /// Use of one model for one purpose on one local day.
    out LlmUsageRow = view::LlmUsageRow {
        day: String, purpose: String, model: String, requests: u64, prompt_tokens: u64, completion_tokens: u64,
    }
}

/// A choice to look at before it is saved.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct ModelsRequest {
    pub(crate) llm: LlmChoice,
    /// Takes the place of the stored key.
    pub(crate) secret: Option<String>,
}

/// A model to download.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct PullRequest {
    pub(crate) model: String,
    /// Where Ollama listens; the saved address when null.
    pub(crate) base_url: Option<String>,
}

/// How far back.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct UsageQuery {
    /// Days, today included; 30 when left out.
    #[param(minimum = 1, maximum = 366)]
    pub(crate) days: Option<u32>,
}
