//! Merges: who gained what from whom, undone, and made by hand.

use axum::extract::State;
use sdr_domain::id::{LeadId, MergeId};
use sdr_engine::Engine;
use uuid::Uuid;

use super::{Answer, json};
use crate::dto::lead::LeadDetail;
use crate::dto::source::{Merge, MergeRequest, UndoneMerge};
use crate::extract::{Json, Path};
use crate::problem::Problem;

/// What a lead gained from other sources, newest first.
#[utoipa::path(get, path = "/api/leads/{id}/merges", tag = "merges", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<Merge>), Problem))]
pub(crate) async fn list(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<Vec<Merge>> {
    Ok(json(engine.merges_of_lead(LeadId(id)).await?))
}

/// Takes off what was gained and makes the other one a lead again.
#[utoipa::path(post, path = "/api/merges/{id}/undo", tag = "merges", params(("id" = Uuid, Path)),
    responses((status = 200, body = UndoneMerge), Problem))]
pub(crate) async fn undo(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<UndoneMerge> {
    Ok(json(engine.undo_merge(MergeId(id)).await?))
}

/// Makes two leads one; the one that was there first is kept.
#[utoipa::path(post, path = "/api/leads/{id}/merge", tag = "merges", params(("id" = Uuid, Path)),
    responses((status = 200, body = LeadDetail), Problem))]
pub(crate) async fn merge(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
    Json(with): Json<MergeRequest>,
) -> Answer<LeadDetail> {
    Ok(json(engine.merge_leads(LeadId(id), with.other()).await?))
}
