//! What leaves the machine; what one person may ask for.

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::IntoResponse;
use sdr_domain::id::LeadId;
use sdr_engine::{EgressFilter, Engine};
use uuid::Uuid;

use super::{Answer, json};
use crate::dto::egress::{
    EgressEntry, EgressQuery, EgressSummary, EraseRequest, Erased, LeadEgress, LocalOnly,
};
use crate::dto::page::{Page, Paging};
use crate::dto::wire::Wire;
use crate::extract::{Json, Path, Query};
use crate::problem::Problem;

/// Requests that left or were held back, newest first.
#[utoipa::path(get, path = "/api/egress", tag = "egress", params(EgressQuery, Paging),
    responses((status = 200, body = Page<EgressEntry>), Problem))]
pub(crate) async fn list(
    State(engine): State<Engine>,
    Query(query): Query<EgressQuery>,
    Query(paging): Query<Paging>,
) -> Answer<Page<EgressEntry>> {
    let filter = EgressFilter {
        host: query.host.filter(|host| !host.is_empty()),
        purpose: query.purpose.map(Wire::wire),
        lead: query.lead_id.map(LeadId),
    };
    Ok(json(engine.egress_page(&filter, paging.cursor.as_deref(), paging.limit()?).await?))
}

/// Every host something went to, with the local-only switch.
#[utoipa::path(get, path = "/api/egress/summary", tag = "egress",
    responses((status = 200, body = EgressSummary), Problem))]
pub(crate) async fn summary(State(engine): State<Engine>) -> Answer<EgressSummary> {
    Ok(json(engine.egress_summary().await?))
}

/// Switches local-only: nothing is asked outside this machine.
#[utoipa::path(put, path = "/api/egress/local-only", tag = "egress",
    responses((status = 200, body = EgressSummary), Problem))]
pub(crate) async fn local_only(
    State(engine): State<Engine>,
    Json(wish): Json<LocalOnly>,
) -> Answer<EgressSummary> {
    Ok(json(engine.set_local_only(wish.on).await?))
}

/// Who has seen data of this person.
#[utoipa::path(get, path = "/api/leads/{id}/egress", tag = "egress", params(("id" = Uuid, Path)),
    responses((status = 200, body = LeadEgress), Problem))]
pub(crate) async fn of_lead(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<LeadEgress> {
    Ok(json(engine.lead_egress(LeadId(id)).await?))
}

/// Everything kept about this person, as a JSON file.
#[utoipa::path(get, path = "/api/leads/{id}/person", tag = "egress", params(("id" = Uuid, Path)),
    responses((status = 200, body = String, content_type = "application/json"), Problem))]
pub(crate) async fn person(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
) -> Result<impl IntoResponse, Problem> {
    let file = engine.person_file(LeadId(id)).await?;
    let headers: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"person.json\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, file.bytes))
}

/// Erases this person with everything that names them, and says what stays.
#[utoipa::path(post, path = "/api/leads/{id}/erase", tag = "egress", params(("id" = Uuid, Path)),
    responses((status = 200, body = Erased), Problem))]
pub(crate) async fn erase(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
    Json(wish): Json<EraseRequest>,
) -> Answer<Erased> {
    Ok(json(engine.erase_person(LeadId(id), wish.suppress).await?))
}
