//! Enrollments: where leads are in their sequences; pausing, resuming and taking them out.

use axum::extract::State;
use sdr_domain::id::{EnrollmentId, LeadId};
use sdr_engine::Engine;
use uuid::Uuid;

use super::{Answer, json};
use crate::dto::enrollment::{EnrollmentDetail, EnrollmentQuery, EnrollmentRow, Moved, ScopeRequest};
use crate::dto::page::{Page, Paging};
use crate::extract::{Json, Path, Query};
use crate::problem::Problem;

/// Enrollments under a filter, newest first.
#[utoipa::path(get, path = "/api/enrollments", tag = "enrollments", params(EnrollmentQuery, Paging),
    responses((status = 200, body = Page<EnrollmentRow>), Problem))]
pub(crate) async fn list(
    State(engine): State<Engine>,
    Query(query): Query<EnrollmentQuery>,
    Query(paging): Query<Paging>,
) -> Answer<Page<EnrollmentRow>> {
    let limit = paging.limit()?;
    Ok(json(engine.enrollments_page(&query.filter()?, paging.cursor.as_deref(), limit).await?))
}

/// One enrollment with what was and what comes.
#[utoipa::path(get, path = "/api/enrollments/{id}", tag = "enrollments", params(("id" = Uuid, Path)),
    responses((status = 200, body = EnrollmentDetail), Problem))]
pub(crate) async fn detail(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<EnrollmentDetail> {
    let found = engine.enrollment(EnrollmentId(id)).await?;
    Ok(json(found.ok_or_else(|| Problem::not_found("enrollment"))?))
}

/// Every enrollment of one lead, the newest first.
#[utoipa::path(get, path = "/api/leads/{id}/enrollments", tag = "enrollments", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<EnrollmentDetail>), Problem))]
pub(crate) async fn of_lead(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
) -> Answer<Vec<EnrollmentDetail>> {
    Ok(json(engine.enrollments_of_lead(LeadId(id)).await?))
}

/// Lets enrollments rest; a whole sequence that rests takes no leads.
#[utoipa::path(post, path = "/api/enrollments/pause", tag = "enrollments",
    responses((status = 200, body = Moved), Problem))]
pub(crate) async fn pause(State(engine): State<Engine>, Json(order): Json<ScopeRequest>) -> Answer<Moved> {
    let scope = engine.enrollment_scope(order.scope.reach()?).await?;
    Ok(json(engine.pause_enrollments(scope).await?))
}

/// Lets enrollments go on; what is overdue is planned anew and does not go all at once.
#[utoipa::path(post, path = "/api/enrollments/resume", tag = "enrollments",
    responses((status = 200, body = Moved), Problem))]
pub(crate) async fn resume(State(engine): State<Engine>, Json(order): Json<ScopeRequest>) -> Answer<Moved> {
    let scope = engine.enrollment_scope(order.scope.reach()?).await?;
    Ok(json(engine.resume_enrollments(scope).await?))
}

/// Takes leads out of their sequences; what waits for them is called back.
#[utoipa::path(post, path = "/api/enrollments/exit", tag = "enrollments",
    responses((status = 200, body = Moved), Problem))]
pub(crate) async fn exit(State(engine): State<Engine>, Json(order): Json<ScopeRequest>) -> Answer<Moved> {
    let scope = engine.enrollment_scope(order.scope.reach()?).await?;
    Ok(json(engine.exit_enrollments(scope).await?))
}
