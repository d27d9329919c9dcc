//! The pipeline: run, stop, progress, history.

use axum::extract::State;
use sdr_engine::Engine;

use super::{Answer, json};
use crate::dto::page::{Page, Paging};
use crate::dto::pipeline::{PipelineStatus, Run};
use crate::extract::Query;
use crate::problem::Problem;

/// Starts a run, or answers with the one under way.
#[utoipa::path(post, path = "/api/pipeline/run", tag = "pipeline",
    responses((status = 200, body = Run), Problem))]
pub(crate) async fn run(State(engine): State<Engine>) -> Answer<Run> {
    Ok(json(engine.run_pipeline().await?))
}

/// Stops the run under way; null when there is none.
#[utoipa::path(post, path = "/api/pipeline/stop", tag = "pipeline",
    responses((status = 200, body = Option<Run>), Problem))]
pub(crate) async fn stop(State(engine): State<Engine>) -> Answer<Option<Run>> {
    Ok(json(engine.stop_pipeline().await?))
}

/// What the pipeline does now.
#[utoipa::path(get, path = "/api/pipeline/status", tag = "pipeline",
    responses((status = 200, body = PipelineStatus), Problem))]
pub(crate) async fn status(State(engine): State<Engine>) -> Answer<PipelineStatus> {
    Ok(json(engine.pipeline_status().await?))
}

/// Runs, newest first.
#[utoipa::path(get, path = "/api/runs", tag = "pipeline", params(Paging),
    responses((status = 200, body = Page<Run>), Problem))]
pub(crate) async fn runs(State(engine): State<Engine>, Query(paging): Query<Paging>) -> Answer<Page<Run>> {
    Ok(json(engine.runs_page(paging.cursor.as_deref(), paging.limit()?).await?))
}
