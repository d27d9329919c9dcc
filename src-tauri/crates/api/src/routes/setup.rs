//! The wizard: keep, test, preview, finish.

use axum::extract::State;
use sdr_engine::Engine;
use sdr_ports::Secret;

use super::{Answer, json};
use crate::dto::project::Project;
use crate::dto::setup::{
    Connection, DraftPreview, SetupStatus, SuggestedQueries, TestRequest, TestResult, WizardAnswers,
};
use crate::dto::wire::Wire;
use crate::extract::{Json, Path};
use crate::problem::Problem;

/// Whether the wizard has to be shown, and what was answered so far.
#[utoipa::path(get, path = "/api/setup", tag = "setup",
    responses((status = 200, body = SetupStatus), Problem))]
pub(crate) async fn status(State(engine): State<Engine>) -> Answer<SetupStatus> {
    Ok(json(engine.setup_status().await?))
}

/// Keeps answers as they are, finished or not.
#[utoipa::path(put, path = "/api/setup/answers", tag = "setup",
    responses((status = 200, body = SetupStatus), Problem))]
pub(crate) async fn keep(
    State(engine): State<Engine>,
    Json(answers): Json<WizardAnswers>,
) -> Answer<SetupStatus> {
    Ok(json(engine.keep_answers(answers.wire()).await?))
}

/// Makes the project, or names every field that is not right.
#[utoipa::path(post, path = "/api/setup/finish", tag = "setup",
    responses((status = 200, body = Project), Problem))]
pub(crate) async fn finish(
    State(engine): State<Engine>,
    Json(answers): Json<WizardAnswers>,
) -> Answer<Project> {
    Ok(json(engine.finish_setup(answers.wire()).await?))
}

/// Search queries suggested from steps 1 and 2.
#[utoipa::path(post, path = "/api/setup/queries", tag = "setup",
    responses((status = 200, body = SuggestedQueries), Problem))]
pub(crate) async fn queries(
    State(engine): State<Engine>,
    Json(answers): Json<WizardAnswers>,
) -> axum::Json<SuggestedQueries> {
    axum::Json(SuggestedQueries { queries: engine.suggest_queries(&answers.wire()) })
}

/// A draft in this voice for a made-up lead, through the real composer.
#[utoipa::path(post, path = "/api/setup/preview", tag = "setup",
    responses((status = 200, body = DraftPreview), Problem))]
pub(crate) async fn preview(
    State(engine): State<Engine>,
    Json(answers): Json<WizardAnswers>,
) -> Answer<DraftPreview> {
    Ok(json(engine.preview_draft(&answers.wire())?))
}

/// Tests one answer live; a typed secret is used and not kept.
#[utoipa::path(post, path = "/api/setup/test/{what}", tag = "setup", params(("what" = inline(Connection), Path)),
    responses((status = 200, body = TestResult), Problem))]
pub(crate) async fn test(
    State(engine): State<Engine>,
    Path(what): Path<Connection>,
    Json(request): Json<TestRequest>,
) -> Answer<TestResult> {
    let secret = request.secret.map(Secret::new);
    Ok(json(engine.test_connection(what.wire(), &request.answers.wire(), secret).await?))
}
