//! Replies: what came back from a lead, noted down by hand.

use axum::extract::State;
use sdr_domain::id::LeadId;
use sdr_engine::Engine;
use uuid::Uuid;

use super::{Answer, json};
use crate::dto::reply::{ReplyForm, ReplyResult, ReplyView};
use crate::dto::wire::Wire;
use crate::extract::{Json, Path};
use crate::problem::Problem;

/// Everything that came back from one lead, the newest first.
#[utoipa::path(get, path = "/api/leads/{id}/replies", tag = "replies", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<ReplyView>), Problem))]
pub(crate) async fn list(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<Vec<ReplyView>> {
    Ok(json(engine.replies_of_lead(LeadId(id)).await?))
}

/// Notes down what came back; it stops, or rests, what it has to.
#[utoipa::path(post, path = "/api/leads/{id}/replies", tag = "replies", params(("id" = Uuid, Path)),
    responses((status = 200, body = ReplyResult), Problem))]
pub(crate) async fn add(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
    Json(form): Json<ReplyForm>,
) -> Answer<ReplyResult> {
    Ok(json(engine.record_reply(LeadId(id), form.wire()).await?))
}
