//! Sources: list, make, change, restart, delete. They are read by a run.

use axum::extract::State;
use axum::http::StatusCode;
use sdr_domain::id::SourceId;
use sdr_engine::Engine;
use uuid::Uuid;

use super::{Answer, json};
use crate::dto::source::{Source, SourceForm};
use crate::dto::wire::Wire;
use crate::extract::{Json, Path};
use crate::problem::Problem;

/// Every source, newest first.
#[utoipa::path(get, path = "/api/sources", tag = "sources",
    responses((status = 200, body = Vec<Source>), Problem))]
pub(crate) async fn list(State(engine): State<Engine>) -> Answer<Vec<Source>> {
    Ok(json(engine.sources().await?))
}

/// Makes a source; the next run reads it.
#[utoipa::path(post, path = "/api/sources", tag = "sources",
    responses((status = 200, body = Source), Problem))]
pub(crate) async fn add(State(engine): State<Engine>, Json(form): Json<SourceForm>) -> Answer<Source> {
    Ok(json(engine.add_source(form.wire()).await?))
}

/// One source.
#[utoipa::path(get, path = "/api/sources/{id}", tag = "sources", params(("id" = Uuid, Path)),
    responses((status = 200, body = Source), Problem))]
pub(crate) async fn detail(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<Source> {
    Ok(json(engine.source(SourceId(id)).await?))
}

/// Changes a source; what was read of the same question stays read.
#[utoipa::path(put, path = "/api/sources/{id}", tag = "sources", params(("id" = Uuid, Path)),
    responses((status = 200, body = Source), Problem))]
pub(crate) async fn save(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
    Json(form): Json<SourceForm>,
) -> Answer<Source> {
    Ok(json(engine.change_source(SourceId(id), form.wire()).await?))
}

/// Deletes a source; its leads stay.
#[utoipa::path(delete, path = "/api/sources/{id}", tag = "sources", params(("id" = Uuid, Path)),
    responses((status = 204), Problem))]
pub(crate) async fn delete(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    engine.delete_source(SourceId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Forgets how far a source was read: the next pass begins at the beginning.
#[utoipa::path(post, path = "/api/sources/{id}/restart", tag = "sources", params(("id" = Uuid, Path)),
    responses((status = 200, body = Source), Problem))]
pub(crate) async fn restart(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<Source> {
    Ok(json(engine.restart_source(SourceId(id)).await?))
}
