//! The suppression list.

use axum::extract::State;
use axum::http::StatusCode;
use sdr_domain::id::SuppressionId;
use sdr_engine::Engine;
use uuid::Uuid;

use super::{Answer, json};
use crate::dto::page::{Page, Paging};
use crate::dto::suppression::{NewSuppression, SuppressionView};
use crate::dto::wire::Wire;
use crate::extract::{Json, Path, Query};
use crate::problem::Problem;

/// Rules, newest first.
#[utoipa::path(get, path = "/api/suppressions", tag = "suppressions", params(Paging),
    responses((status = 200, body = Page<SuppressionView>), Problem))]
pub(crate) async fn list(
    State(engine): State<Engine>,
    Query(paging): Query<Paging>,
) -> Answer<Page<SuppressionView>> {
    Ok(json(engine.suppressions_page(paging.cursor.as_deref(), paging.limit()?).await?))
}

/// Adds a rule; what waits for such a person is canceled.
#[utoipa::path(post, path = "/api/suppressions", tag = "suppressions",
    responses((status = 200, body = SuppressionView), Problem))]
pub(crate) async fn add(
    State(engine): State<Engine>,
    Json(rule): Json<NewSuppression>,
) -> Answer<SuppressionView> {
    Ok(json(engine.add_suppression(rule.kind.wire(), &rule.value, &rule.reason).await?))
}

/// Takes a rule off the list.
#[utoipa::path(delete, path = "/api/suppressions/{id}", tag = "suppressions", params(("id" = Uuid, Path)),
    responses((status = 204), Problem))]
pub(crate) async fn delete(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    engine.remove_suppression(SuppressionId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
