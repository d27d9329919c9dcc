//! Backtests: other judging tried on past leads; nothing changes before it is applied.

use axum::extract::State;
use axum::http::StatusCode;
use sdr_domain::id::BacktestId;
use sdr_engine::{BacktestOnly, Engine};
use uuid::Uuid;

use super::{Answer, json};
use crate::dto::backtest::{Backtest, BacktestForm, BacktestRow, RowsQuery};
use crate::dto::page::{Page, Paging};
use crate::dto::project::Project;
use crate::dto::wire::Wire;
use crate::extract::{Json, Path, Query};
use crate::problem::Problem;

/// Every backtest, newest first.
#[utoipa::path(get, path = "/api/backtests", tag = "backtests",
    responses((status = 200, body = Vec<Backtest>), Problem))]
pub(crate) async fn list(State(engine): State<Engine>) -> Answer<Vec<Backtest>> {
    Ok(json(engine.backtests().await?))
}

/// Begins to try on past leads, in the background.
#[utoipa::path(post, path = "/api/backtests", tag = "backtests",
    responses((status = 200, body = Backtest), Problem))]
pub(crate) async fn begin(State(engine): State<Engine>, Json(form): Json<BacktestForm>) -> Answer<Backtest> {
    Ok(json(engine.begin_backtest(form.wire()).await?))
}

/// One backtest.
#[utoipa::path(get, path = "/api/backtests/{id}", tag = "backtests", params(("id" = Uuid, Path)),
    responses((status = 200, body = Backtest), Problem))]
pub(crate) async fn detail(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<Backtest> {
    Ok(json(engine.backtest(BacktestId(id)).await?))
}

/// Forgets a backtest.
#[utoipa::path(delete, path = "/api/backtests/{id}", tag = "backtests", params(("id" = Uuid, Path)),
    responses((status = 204), Problem))]
pub(crate) async fn discard(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    engine.discard_backtest(BacktestId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Stops it; what was tried stays to be looked at.
#[utoipa::path(post, path = "/api/backtests/{id}/stop", tag = "backtests", params(("id" = Uuid, Path)),
    responses((status = 200, body = Backtest), Problem))]
pub(crate) async fn stop(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<Backtest> {
    Ok(json(engine.stop_backtest(BacktestId(id)).await?))
}

/// Makes what was tried the project's own.
#[utoipa::path(post, path = "/api/backtests/{id}/apply", tag = "backtests", params(("id" = Uuid, Path)),
    responses((status = 200, body = Project), Problem))]
pub(crate) async fn apply(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<Project> {
    Ok(json(engine.apply_backtest(BacktestId(id)).await?))
}

/// The differences, lead by lead.
#[utoipa::path(get, path = "/api/backtests/{id}/rows", tag = "backtests",
    params(("id" = Uuid, Path), RowsQuery, Paging),
    responses((status = 200, body = Page<BacktestRow>), Problem))]
pub(crate) async fn rows(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
    Query(query): Query<RowsQuery>,
    Query(paging): Query<Paging>,
) -> Answer<Page<BacktestRow>> {
    let only = query.only.map_or(BacktestOnly::All, Wire::wire);
    let limit = paging.limit()?;
    Ok(json(engine.backtest_rows(BacktestId(id), only, paging.cursor.as_deref(), limit).await?))
}
