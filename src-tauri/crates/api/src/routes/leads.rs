//! Leads: list, read, add, delete, suppress, export, demo.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use sdr_domain::id::LeadId;
use sdr_engine::Engine;
use uuid::Uuid;

use super::{Answer, csv, json};
use crate::dto::import::ImportReport;
use crate::dto::lead::{DemoRequest, LeadDetail, LeadQuery, LeadRow, NewLead, Reason};
use crate::dto::page::{Page, Paging};
use crate::extract::{Json, Path, Query};
use crate::problem::Problem;

/// Leads under a filter.
#[utoipa::path(get, path = "/api/leads", tag = "leads", params(LeadQuery, Paging),
    responses((status = 200, body = Page<LeadRow>), Problem))]
pub(crate) async fn list(
    State(engine): State<Engine>,
    Query(query): Query<LeadQuery>,
    Query(paging): Query<Paging>,
) -> Answer<Page<LeadRow>> {
    let limit = paging.limit()?;
    Ok(json(engine.leads_page(&query.filter()?, paging.cursor.as_deref(), limit).await?))
}

/// Adds a person by hand, or completes one already known.
#[utoipa::path(post, path = "/api/leads", tag = "leads",
    responses((status = 200, body = LeadRow), Problem))]
pub(crate) async fn add(State(engine): State<Engine>, Json(lead): Json<NewLead>) -> Answer<LeadRow> {
    let id = engine.add_lead(lead.into()).await?;
    let found = engine.lead(id).await?;
    Ok(axum::Json(LeadRow::of(found.ok_or_else(|| Problem::not_found("lead"))?)))
}

/// Everything about one person.
#[utoipa::path(get, path = "/api/leads/{id}", tag = "leads", params(("id" = Uuid, Path)),
    responses((status = 200, body = LeadDetail), Problem))]
pub(crate) async fn detail(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<LeadDetail> {
    let found = engine.lead(LeadId(id)).await?;
    Ok(json(found.ok_or_else(|| Problem::not_found("lead"))?))
}

/// Forgets a person with everything known about them.
#[utoipa::path(delete, path = "/api/leads/{id}", tag = "leads", params(("id" = Uuid, Path)),
    responses((status = 204), Problem))]
pub(crate) async fn delete(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    engine.delete_lead(LeadId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Never contact this person again, on any channel.
#[utoipa::path(post, path = "/api/leads/{id}/suppress", tag = "leads", params(("id" = Uuid, Path)),
    responses((status = 204), Problem))]
pub(crate) async fn suppress(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
    Json(why): Json<Reason>,
) -> Result<StatusCode, Problem> {
    engine.suppress_lead(LeadId(id), &why.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Made-up leads to try everything with.
#[utoipa::path(post, path = "/api/leads/demo", tag = "leads",
    responses((status = 200, body = ImportReport), Problem))]
pub(crate) async fn demo(
    State(engine): State<Engine>,
    Json(wish): Json<DemoRequest>,
) -> Answer<ImportReport> {
    Ok(json(engine.demo_leads(wish.count, wish.seed.into()).await?))
}

/// Every lead as a CSV file.
#[utoipa::path(get, path = "/api/leads.csv", tag = "leads",
    responses((status = 200, body = String, content_type = "text/csv"), Problem))]
pub(crate) async fn export(State(engine): State<Engine>) -> Result<impl IntoResponse, Problem> {
    Ok(csv("attachment; filename=\"leads.csv\"", engine.leads_csv().await?))
}
