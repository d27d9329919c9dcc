//! Sequences: the catalog, the builder's check, versions and the funnel.

use axum::extract::State;
use axum::http::StatusCode;
use sdr_domain::id::{SequenceId, SequenceVersionId};
use sdr_engine::Engine;
use uuid::Uuid;

use super::{Answer, json};
use crate::dto::enrollment::{EnrollEstimate, EnrollWho, Enrolled, MoveRequest, MovedOver};
use crate::dto::sequence::{
    CheckedSteps, FunnelStep, NewSequence, SavedSteps, SequenceChange, SequenceDetail, SequenceRow,
    SequenceTemplate, SequenceVersion, StepsForm,
};
use crate::dto::wire::Wire;
use crate::extract::{Json, Path};
use crate::problem::Problem;

/// Every sequence, archived ones last.
#[utoipa::path(get, path = "/api/sequences", tag = "sequences",
    responses((status = 200, body = Vec<SequenceRow>), Problem))]
pub(crate) async fn list(State(engine): State<Engine>) -> Answer<Vec<SequenceRow>> {
    Ok(json(engine.sequences().await?))
}

/// Makes a sequence from a template or from steps.
#[utoipa::path(post, path = "/api/sequences", tag = "sequences",
    responses((status = 200, body = SequenceDetail), Problem))]
pub(crate) async fn create(
    State(engine): State<Engine>,
    Json(form): Json<NewSequence>,
) -> Answer<SequenceDetail> {
    Ok(json(engine.create_sequence(form.wire()).await?))
}

/// Sequences to start from.
#[utoipa::path(get, path = "/api/sequences/templates", tag = "sequences",
    responses((status = 200, body = Vec<SequenceTemplate>), Problem))]
pub(crate) async fn templates(State(engine): State<Engine>) -> Answer<Vec<SequenceTemplate>> {
    Ok(json(engine.sequence_templates().await?))
}

/// What is wrong with steps that are being built, and the words for them; stores nothing.
#[utoipa::path(post, path = "/api/sequences/check", tag = "sequences",
    responses((status = 200, body = CheckedSteps), Problem))]
pub(crate) async fn check(State(engine): State<Engine>, Json(form): Json<StepsForm>) -> Answer<CheckedSteps> {
    Ok(json(engine.check_steps(&form.steps.wire()).await?))
}

/// One sequence with its steps, its leads and what became of them.
#[utoipa::path(get, path = "/api/sequences/{id}", tag = "sequences", params(("id" = Uuid, Path)),
    responses((status = 200, body = SequenceDetail), Problem))]
pub(crate) async fn detail(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<SequenceDetail> {
    Ok(json(engine.sequence(SequenceId(id)).await?))
}

/// Changes name, description or settings; makes no new version.
#[utoipa::path(patch, path = "/api/sequences/{id}", tag = "sequences", params(("id" = Uuid, Path)),
    responses((status = 200, body = SequenceDetail), Problem))]
pub(crate) async fn change(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
    Json(change): Json<SequenceChange>,
) -> Answer<SequenceDetail> {
    Ok(json(engine.update_sequence(SequenceId(id), change.wire()).await?))
}

/// Puts a sequence out of sight; leads still in it leave it.
#[utoipa::path(delete, path = "/api/sequences/{id}", tag = "sequences", params(("id" = Uuid, Path)),
    responses((status = 204), Problem))]
pub(crate) async fn archive(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    engine.archive_sequence(SequenceId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Saves steps as a new version; leads stay on the version they are on.
#[utoipa::path(put, path = "/api/sequences/{id}/steps", tag = "sequences", params(("id" = Uuid, Path)),
    responses((status = 200, body = SavedSteps), Problem))]
pub(crate) async fn save_steps(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
    Json(form): Json<StepsForm>,
) -> Answer<SavedSteps> {
    Ok(json(engine.save_steps(SequenceId(id), form.steps.wire()).await?))
}

/// Every saved version, the newest first.
#[utoipa::path(get, path = "/api/sequences/{id}/versions", tag = "sequences", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<SequenceVersion>), Problem))]
pub(crate) async fn versions(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
) -> Answer<Vec<SequenceVersion>> {
    Ok(json(engine.sequence_versions(SequenceId(id)).await?))
}

/// Moves leads to a version of this sequence; those whose step is gone in it stay where they are.
#[utoipa::path(post, path = "/api/sequences/{id}/move", tag = "sequences", params(("id" = Uuid, Path)),
    responses((status = 200, body = MovedOver), Problem))]
pub(crate) async fn move_over(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
    Json(order): Json<MoveRequest>,
) -> Answer<MovedOver> {
    Ok(json(engine.move_enrollments(SequenceId(id), SequenceVersionId(order.version_id)).await?))
}

/// What enrolling these people would mean; enrolls nobody.
#[utoipa::path(post, path = "/api/sequences/{id}/enroll/estimate", tag = "sequences",
    params(("id" = Uuid, Path)), responses((status = 200, body = EnrollEstimate), Problem))]
pub(crate) async fn estimate(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
    Json(who): Json<EnrollWho>,
) -> Answer<EnrollEstimate> {
    let (who, again) = who.choice()?;
    Ok(json(engine.enroll_estimate(SequenceId(id), &who, again).await?))
}

/// Enrolls leads; who cannot be enrolled is left out and counted by reason.
#[utoipa::path(post, path = "/api/sequences/{id}/enroll", tag = "sequences", params(("id" = Uuid, Path)),
    responses((status = 200, body = Enrolled), Problem))]
pub(crate) async fn enroll(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
    Json(who): Json<EnrollWho>,
) -> Answer<Enrolled> {
    let (who, again) = who.choice()?;
    Ok(json(engine.enroll(SequenceId(id), &who, again).await?))
}

/// What became of the leads, step by step.
#[utoipa::path(get, path = "/api/sequences/{id}/funnel", tag = "sequences", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<FunnelStep>), Problem))]
pub(crate) async fn funnel(State(engine): State<Engine>, Path(id): Path<Uuid>) -> Answer<Vec<FunnelStep>> {
    Ok(json(engine.sequence(SequenceId(id)).await?.funnel))
}
