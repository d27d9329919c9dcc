//! Checks of handles: one lead now, many in the background.

use axum::extract::State;
use sdr_domain::id::LeadId;
use sdr_engine::Engine;
use uuid::Uuid;

use super::{Answer, json};
use crate::dto::directory::{HandleCheck, LeadIds, Queued};
use crate::extract::{Json, Path};
use crate::problem::Problem;

/// Looks at a lead's Telegram handle and mail domain now.
#[utoipa::path(post, path = "/api/leads/{id}/check", tag = "leads", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<HandleCheck>), Problem))]
pub(crate) async fn check(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<Vec<HandleCheck>> {
    Ok(json(engine.check_lead(LeadId(id)).await?))
}

/// Queues leads to be looked at, about one a second.
#[utoipa::path(post, path = "/api/handle-checks", tag = "leads",
    responses((status = 200, body = Queued), Problem))]
pub(crate) async fn queue(State(engine): State<Engine>, Json(wish): Json<LeadIds>) -> Answer<Queued> {
    let leads = wish.lead_ids.into_iter().map(LeadId).collect();
    Ok(axum::Json(Queued { queued: engine.queue_handle_checks(leads).await? }))
}
