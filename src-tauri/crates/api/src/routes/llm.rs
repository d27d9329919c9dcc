//! The language model: what can be chosen, how it is, downloads, what was used.

use axum::extract::State;
use sdr_engine::Engine;
use sdr_ports::Secret;

use super::{Answer, json};
use crate::dto::llm::{
    LlmModels, LlmStatus, LlmUsageRow, ModelsRequest, PullRequest, PullStatus, UsageQuery,
};
use crate::dto::wire::Wire;
use crate::extract::{Json, Query};
use crate::problem::Problem;

/// The chosen models, whether they answer, and what was used today.
#[utoipa::path(get, path = "/api/llm/status", tag = "llm", responses((status = 200, body = LlmStatus), Problem))]
pub(crate) async fn status(State(engine): State<Engine>) -> Answer<LlmStatus> {
    Ok(json(engine.llm_status().await?))
}

/// What can be chosen at a provider, before anything is saved.
#[utoipa::path(post, path = "/api/llm/models", tag = "llm", responses((status = 200, body = LlmModels), Problem))]
pub(crate) async fn models(
    State(engine): State<Engine>,
    Json(request): Json<ModelsRequest>,
) -> Answer<LlmModels> {
    let secret = request.secret.filter(|text| !text.is_empty()).map(Secret::new);
    Ok(json(engine.llm_models(&request.llm.wire(), secret.as_ref()).await?))
}

/// Begins to download a model into Ollama, or answers with the download under way.
#[utoipa::path(post, path = "/api/llm/pull", tag = "llm", responses((status = 200, body = PullStatus), Problem))]
pub(crate) async fn pull(
    State(engine): State<Engine>,
    Json(request): Json<PullRequest>,
) -> Answer<PullStatus> {
    Ok(json(engine.pull_model(&request.model, request.base_url).await?))
}

/// The download under way or the last one; null when there was none.
#[utoipa::path(get, path = "/api/llm/pull", tag = "llm",
    responses((status = 200, body = Option<PullStatus>), Problem))]
pub(crate) async fn pull_status(State(engine): State<Engine>) -> Answer<Option<PullStatus>> {
    Ok(json(engine.pull_status()))
}

/// Stops the download; what is there stays there.
#[utoipa::path(post, path = "/api/llm/pull/cancel", tag = "llm",
    responses((status = 200, body = Option<PullStatus>), Problem))]
pub(crate) async fn cancel_pull(State(engine): State<Engine>) -> Answer<Option<PullStatus>> {
    Ok(json(engine.cancel_pull()))
}

/// What was used, newest day first.
#[utoipa::path(get, path = "/api/llm/usage", tag = "llm", params(UsageQuery),
    responses((status = 200, body = Vec<LlmUsageRow>), Problem))]
pub(crate) async fn usage(
    State(engine): State<Engine>,
    Query(query): Query<UsageQuery>,
) -> Answer<Vec<LlmUsageRow>> {
    Ok(json(engine.llm_usage(query.days.unwrap_or(30)).await?))
}
