//! The pipeline: run, stop, progress, schedule, history.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use sdr_domain::id::RunId;
use sdr_engine::Engine;
use sdr_engine::view::RunTrigger;
use uuid::Uuid;

use super::{Answer, json};
use crate::dto::page::{Page, Paging};
use crate::dto::pipeline::{
    FailureQuery, PipelineStatus, Run, RunFailure, RunRequest, Schedule, ScheduleRequest,
};
use crate::dto::wire::Wire;
use crate::extract::{Json, Path, Query};
use crate::problem::Problem;

/// Starts a run, or answers with the one under way. Without a body: all sources that are on, then every
/// lead that waits.
#[utoipa::path(post, path = "/api/pipeline/run", tag = "pipeline", request_body = Option<RunRequest>,
    responses((status = 200, body = Run), Problem))]
pub(crate) async fn run(
    State(engine): State<Engine>,
    headers: HeaderMap,
    request: Option<Json<RunRequest>>,
) -> Answer<Run> {
    let request = request.map(|Json(request)| request).unwrap_or_default();
    Ok(json(engine.run_pipeline(request.order(who_asks(&headers))).await?))
}

/// A page names where it came from, a program does not.
fn who_asks(headers: &HeaderMap) -> RunTrigger {
    let page = headers.contains_key(header::ORIGIN) || headers.contains_key("sec-fetch-site");
    if page { RunTrigger::Button } else { RunTrigger::Api }
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

/// Has a run begin by itself every so often, or not at all.
#[utoipa::path(put, path = "/api/pipeline/schedule", tag = "pipeline",
    responses((status = 200, body = Schedule), Problem))]
pub(crate) async fn schedule(
    State(engine): State<Engine>,
    Json(wanted): Json<ScheduleRequest>,
) -> Answer<Schedule> {
    Ok(json(engine.set_schedule(wanted.every_minutes).await?))
}

/// Runs, newest first.
#[utoipa::path(get, path = "/api/runs", tag = "pipeline", params(Paging),
    responses((status = 200, body = Page<Run>), Problem))]
pub(crate) async fn runs(State(engine): State<Engine>, Query(paging): Query<Paging>) -> Answer<Page<Run>> {
    Ok(json(engine.runs_page(paging.cursor.as_deref(), paging.limit()?).await?))
}

/// One run.
#[utoipa::path(get, path = "/api/runs/{id}", tag = "pipeline", params(("id" = Uuid, Path)),
    responses((status = 200, body = Run), Problem))]
pub(crate) async fn detail(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<Run> {
    Ok(json(engine.run(RunId(id)).await?))
}

/// What a run failed on, in order.
#[utoipa::path(get, path = "/api/runs/{id}/failures", tag = "pipeline",
    params(("id" = Uuid, Path), FailureQuery, Paging),
    responses((status = 200, body = Page<RunFailure>), Problem))]
pub(crate) async fn failures(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
    Query(which): Query<FailureQuery>,
    Query(paging): Query<Paging>,
) -> Answer<Page<RunFailure>> {
    let limit = paging.limit()?;
    let page = engine.run_failures(RunId(id), which.stage.wire(), paging.cursor.as_deref(), limit).await?;
    Ok(json(page))
}
