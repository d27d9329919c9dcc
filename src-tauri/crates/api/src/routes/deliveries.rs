//! The ledger, and the human's word on what it cannot know.

use axum::extract::State;
use sdr_domain::id::DeliveryId;
use sdr_engine::Engine;
use uuid::Uuid;

use super::{Answer, json};
use crate::dto::delivery::{DeliveryDetail, DeliveryQuery, DeliveryRow, SettleRequest};
use crate::dto::page::{Page, Paging};
use crate::dto::wire::Wire;
use crate::extract::{Json, Path, Query};
use crate::problem::Problem;

/// Deliveries, newest first.
#[utoipa::path(get, path = "/api/deliveries", tag = "deliveries", params(DeliveryQuery, Paging),
    responses((status = 200, body = Page<DeliveryRow>), Problem))]
pub(crate) async fn list(
    State(engine): State<Engine>,
    Query(query): Query<DeliveryQuery>,
    Query(paging): Query<Paging>,
) -> Answer<Page<DeliveryRow>> {
    let limit = paging.limit()?;
    Ok(json(engine.deliveries_page(&query.into(), paging.cursor.as_deref(), limit).await?))
}

/// One delivery with its parts and journal.
#[utoipa::path(get, path = "/api/deliveries/{id}", tag = "deliveries", params(("id" = Uuid, Path)),
    responses((status = 200, body = DeliveryDetail), Problem))]
pub(crate) async fn detail(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<DeliveryDetail> {
    let found = engine.delivery(DeliveryId(id)).await?;
    Ok(json(found.ok_or_else(|| Problem::not_found("delivery"))?))
}

/// The human looked into the chat: it is there, or it is not.
#[utoipa::path(post, path = "/api/deliveries/{id}/settle", tag = "deliveries", params(("id" = Uuid, Path)),
    responses((status = 200, body = DeliveryRow), Problem))]
pub(crate) async fn settle(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
    Json(answer): Json<SettleRequest>,
) -> Answer<DeliveryRow> {
    Ok(json(engine.settle(DeliveryId(id), answer.outcome.wire()).await?))
}

/// Sends a held or failed delivery on its way again.
#[utoipa::path(post, path = "/api/deliveries/{id}/retry", tag = "deliveries", params(("id" = Uuid, Path)),
    responses((status = 200, body = DeliveryRow), Problem))]
pub(crate) async fn retry(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<DeliveryRow> {
    Ok(json(engine.retry(DeliveryId(id)).await?))
}

/// Calls a delivery back before anything left.
#[utoipa::path(post, path = "/api/deliveries/{id}/cancel", tag = "deliveries", params(("id" = Uuid, Path)),
    responses((status = 200, body = DeliveryRow), Problem))]
pub(crate) async fn cancel(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<DeliveryRow> {
    Ok(json(engine.cancel(DeliveryId(id)).await?))
}

/// Assisted sending: puts the message in front of the human, presses nothing.
#[utoipa::path(post, path = "/api/deliveries/{id}/prepare", tag = "deliveries", params(("id" = Uuid, Path)),
    responses((status = 200, body = DeliveryRow), Problem))]
pub(crate) async fn prepare(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<DeliveryRow> {
    Ok(json(engine.prepare(DeliveryId(id)).await?))
}
