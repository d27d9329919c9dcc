//! The approval queue: five different verbs, each bound to what the human saw.

use axum::extract::State;
use sdr_domain::draft::Fingerprint;
use sdr_domain::id::{ApprovalId, DraftId, LeadId};
use sdr_engine::Engine;
use uuid::Uuid;

use super::{Answer, json};
use crate::dto::draft::{
    ApprovalResult, ApproveManyRequest, ApproveManyResult, ApproveRequest, DraftDetail, DraftEdit,
    DraftQuery, DraftRow, DraftVariant, WriteRequest,
};
use crate::dto::lead::Reason;
use crate::dto::page::{Page, Paging};
use crate::dto::wire::Wire;
use crate::extract::{Json, Path, Query};
use crate::problem::Problem;

/// Drafts; of a pending choice one row stands for all variants.
#[utoipa::path(get, path = "/api/drafts", tag = "drafts", params(DraftQuery, Paging),
    responses((status = 200, body = Page<DraftRow>), Problem))]
pub(crate) async fn list(
    State(engine): State<Engine>,
    Query(query): Query<DraftQuery>,
    Query(paging): Query<Paging>,
) -> Answer<Page<DraftRow>> {
    let limit = paging.limit()?;
    Ok(json(engine.drafts_page(&query.into(), paging.cursor.as_deref(), limit).await?))
}

/// Everything needed to say yes or no; marks the draft opened.
#[utoipa::path(get, path = "/api/drafts/{id}", tag = "drafts", params(("id" = Uuid, Path)),
    responses((status = 200, body = DraftDetail), Problem))]
pub(crate) async fn detail(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<DraftDetail> {
    let found = engine.draft(DraftId(id)).await?;
    Ok(json(found.ok_or_else(|| Problem::not_found("draft"))?))
}

/// Keeps the human's own words; the machine's stay beside them.
#[utoipa::path(put, path = "/api/drafts/{id}", tag = "drafts", params(("id" = Uuid, Path)),
    responses((status = 200, body = DraftVariant), Problem))]
pub(crate) async fn edit(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
    Json(edit): Json<DraftEdit>,
) -> Answer<DraftVariant> {
    Ok(json(engine.edit_draft(DraftId(id), edit.subject, edit.body).await?))
}

/// Says yes to exactly the text with this fingerprint; a changed draft refuses it.
#[utoipa::path(post, path = "/api/drafts/{id}/approve", tag = "drafts", params(("id" = Uuid, Path)),
    responses((status = 200, body = ApprovalResult), Problem))]
pub(crate) async fn approve(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
    Json(yes): Json<ApproveRequest>,
) -> Answer<ApprovalResult> {
    let seen = Fingerprint::from_hex(&yes.fingerprint);
    Ok(json(engine.approve(DraftId(id), &seen, yes.again).await?))
}

/// Says yes to many drafts; only those already opened count.
#[utoipa::path(post, path = "/api/drafts/approve", tag = "drafts",
    responses((status = 200, body = ApproveManyResult), Problem))]
pub(crate) async fn approve_many(
    State(engine): State<Engine>,
    Json(request): Json<ApproveManyRequest>,
) -> Answer<ApproveManyResult> {
    let seen =
        |item: crate::dto::draft::ApproveItem| (DraftId(item.id), Fingerprint::from_hex(&item.fingerprint));
    let items: Vec<_> = request.items.into_iter().map(seen).collect();
    Ok(json(engine.approve_many(&items).await?))
}

/// Takes a yes back within the undo window.
#[utoipa::path(post, path = "/api/approvals/{id}/undo", tag = "drafts", params(("id" = Uuid, Path)),
    responses((status = 200, body = DraftRow), Problem))]
pub(crate) async fn undo(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<DraftRow> {
    Ok(json(engine.undo_approval(ApprovalId(id)).await?))
}

/// Says no, with the reason.
#[utoipa::path(post, path = "/api/drafts/{id}/reject", tag = "drafts", params(("id" = Uuid, Path)),
    responses((status = 200, body = DraftRow), Problem))]
pub(crate) async fn reject(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
    Json(no): Json<Reason>,
) -> Answer<DraftRow> {
    Ok(json(engine.reject_draft(DraftId(id), &no.reason).await?))
}

/// Takes a no back.
#[utoipa::path(post, path = "/api/drafts/{id}/restore", tag = "drafts", params(("id" = Uuid, Path)),
    responses((status = 200, body = DraftRow), Problem))]
pub(crate) async fn restore(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<DraftRow> {
    Ok(json(engine.restore_draft(DraftId(id)).await?))
}

/// Writes to a person on this channel; what waits for them there is superseded.
#[utoipa::path(post, path = "/api/leads/{id}/drafts", tag = "drafts", params(("id" = Uuid, Path)),
    responses((status = 200, body = DraftDetail), Problem))]
pub(crate) async fn write(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
    Json(order): Json<WriteRequest>,
) -> Answer<DraftDetail> {
    Ok(json(engine.write_draft(LeadId(id), order.channel.wire()).await?))
}

/// Writes the message anew: a new pending choice, the old one superseded.
#[utoipa::path(post, path = "/api/drafts/{id}/rewrite", tag = "drafts", params(("id" = Uuid, Path)),
    responses((status = 200, body = DraftDetail), Problem))]
pub(crate) async fn rewrite(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<DraftDetail> {
    Ok(json(engine.rewrite_draft(DraftId(id)).await?))
}
