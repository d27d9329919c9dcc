//! Lead files: raw bytes in, a mapping to confirm, a report out.

use axum::extract::State;
use axum::response::IntoResponse;
use sdr_engine::Engine;
use uuid::Uuid;

use super::{Answer, csv, json};
use crate::dto::import::{FileName, ImportMapping, ImportPreview, ImportReport, LeadFile};
use crate::dto::wire::Wire;
use crate::extract::{Json, Path, Query, Raw};
use crate::problem::Problem;

/// Most bytes a lead file may have.
pub(crate) const MOST_BYTES: usize = 256 << 20;

/// Takes a file and suggests what each column holds; stores no lead.
#[utoipa::path(post, path = "/api/imports", tag = "imports", params(FileName),
    request_body(content = inline(LeadFile), content_type = "application/octet-stream"),
    responses((status = 200, body = ImportPreview), Problem))]
pub(crate) async fn open(
    State(engine): State<Engine>,
    Query(FileName { file_name }): Query<FileName>,
    Raw(bytes): Raw,
) -> Answer<ImportPreview> {
    Ok(json(engine.open_import(&file_name, bytes.into()).await?))
}

/// What the file would bring under this mapping.
#[utoipa::path(post, path = "/api/imports/{id}/preview", tag = "imports", params(("id" = Uuid, Path)),
    responses((status = 200, body = ImportPreview), Problem))]
pub(crate) async fn preview(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
    Json(mapping): Json<ImportMapping>,
) -> Answer<ImportPreview> {
    Ok(json(engine.preview_import(id, mapping.fields.wire()).await?))
}

/// Stores the leads; rejected rows come back with line and reason.
#[utoipa::path(post, path = "/api/imports/{id}/commit", tag = "imports", params(("id" = Uuid, Path)),
    responses((status = 200, body = ImportReport), Problem))]
pub(crate) async fn commit(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
    Json(mapping): Json<ImportMapping>,
) -> Answer<ImportReport> {
    Ok(json(engine.commit_import(id, mapping.fields.wire()).await?))
}

/// The rejected rows as a file: original cells, line, reason.
#[utoipa::path(get, path = "/api/imports/{id}/errors.csv", tag = "imports", params(("id" = Uuid, Path)),
    responses((status = 200, body = String, content_type = "text/csv"), Problem))]
pub(crate) async fn errors(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
) -> Result<impl IntoResponse, Problem> {
    let bytes = engine.import_errors_csv(id).await?;
    Ok(csv("attachment; filename=\"rejected-rows.csv\"", bytes))
}
