//! The directory of people: search for nothing, buy what a human confirmed.

use axum::extract::State;
use sdr_domain::id::{LeadId, SourceId};
use sdr_engine::Engine;

use super::{Answer, json};
use crate::dto::directory::{
    DirectoryEstimate, DirectoryOutcome, DirectorySearch, DirectorySearchRequest, EnrichRequest, LeadIds,
    RevealRequest,
};
use crate::dto::wire::Wire;
use crate::extract::Json;
use crate::problem::Problem;

/// People in Apollo under a filter; costs no credits.
#[utoipa::path(post, path = "/api/apollo/search", tag = "apollo",
    responses((status = 200, body = DirectorySearch), Problem))]
pub(crate) async fn search(
    State(engine): State<Engine>,
    Json(wish): Json<DirectorySearchRequest>,
) -> Answer<DirectorySearch> {
    Ok(json(engine.search_people(&wish.filter.wire(), wish.page).await?))
}

/// Buys people and makes leads of them.
#[utoipa::path(post, path = "/api/apollo/reveal", tag = "apollo",
    responses((status = 200, body = DirectoryOutcome), Problem))]
pub(crate) async fn reveal(
    State(engine): State<Engine>,
    Json(wish): Json<RevealRequest>,
) -> Answer<DirectoryOutcome> {
    Ok(json(engine.reveal_people(SourceId(wish.source_id), wish.ids, wish.credits).await?))
}

/// Completes leads with what Apollo knows; nothing of theirs is replaced.
#[utoipa::path(post, path = "/api/apollo/enrich", tag = "apollo",
    responses((status = 200, body = DirectoryOutcome), Problem))]
pub(crate) async fn enrich(
    State(engine): State<Engine>,
    Json(wish): Json<EnrichRequest>,
) -> Answer<DirectoryOutcome> {
    let leads = wish.lead_ids.into_iter().map(LeadId).collect();
    Ok(json(engine.enrich_from_directory(leads, wish.credits).await?))
}

/// What completing leads would cost.
#[utoipa::path(post, path = "/api/apollo/estimate", tag = "apollo",
    responses((status = 200, body = DirectoryEstimate), Problem))]
pub(crate) async fn estimate(
    State(engine): State<Engine>,
    Json(wish): Json<LeadIds>,
) -> Answer<DirectoryEstimate> {
    let leads: Vec<LeadId> = wish.lead_ids.into_iter().map(LeadId).collect();
    Ok(json(engine.estimate_enrichment(&leads).await?))
}
