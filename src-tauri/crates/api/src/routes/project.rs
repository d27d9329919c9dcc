//! The project and its secrets.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use sdr_engine::Engine;
use sdr_ports::Secret;

use super::{Answer, json};
use crate::dto::project::{Project, ProjectAnswers};
use crate::dto::secret::{NewSecret, SecretPlace, SecretView};
use crate::dto::wire::Wire;
use crate::extract::{Json, Path, Text};
use crate::problem::Problem;

/// The project.
#[utoipa::path(get, path = "/api/project", tag = "project",
    responses((status = 200, body = Project), Problem))]
pub(crate) async fn read(State(engine): State<Engine>) -> Answer<Project> {
    Ok(json(engine.project().await?.ok_or_else(|| Problem::not_found("project"))?))
}

/// Replaces the project after checking every field.
#[utoipa::path(put, path = "/api/project", tag = "project",
    responses((status = 200, body = Project), Problem))]
pub(crate) async fn save(
    State(engine): State<Engine>,
    Json(project): Json<ProjectAnswers>,
) -> Answer<Project> {
    Ok(json(engine.save_project(project.wire()).await?))
}

/// The project as a readable file, without any secret.
#[utoipa::path(get, path = "/api/project.yaml", tag = "project",
    responses((status = 200, body = String, content_type = "application/yaml"), Problem))]
pub(crate) async fn read_yaml(State(engine): State<Engine>) -> Result<impl IntoResponse, Problem> {
    let kind = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/yaml; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"project.yaml\"")),
    ];
    Ok((kind, engine.project_yaml().await?))
}

/// Takes a project from such a file.
#[utoipa::path(put, path = "/api/project.yaml", tag = "project",
    request_body(content = String, content_type = "application/yaml"),
    responses((status = 200, body = Project), Problem))]
pub(crate) async fn load_yaml(State(engine): State<Engine>, Text(text): Text) -> Answer<Project> {
    Ok(json(engine.load_project_yaml(&text).await?))
}

/// Which secrets are kept; never their values.
#[utoipa::path(get, path = "/api/secrets", tag = "secrets",
    responses((status = 200, body = Vec<SecretView>), Problem))]
pub(crate) async fn secrets(State(engine): State<Engine>) -> Answer<Vec<SecretView>> {
    let kept = engine.secrets().await?;
    let views = kept.into_iter().map(|(name, stored)| SecretView { name: name.to_owned(), stored });
    Ok(axum::Json(views.collect()))
}

/// Keeps a secret.
#[utoipa::path(put, path = "/api/secrets/{name}", tag = "secrets", params(("name" = String, Path)),
    responses((status = 200, body = SecretPlace), Problem))]
pub(crate) async fn put_secret(
    State(engine): State<Engine>,
    Path(name): Path<String>,
    Json(secret): Json<NewSecret>,
) -> Answer<SecretPlace> {
    let place = engine.put_secret(&name, Secret::new(secret.value)).await?;
    Ok(axum::Json(SecretPlace { place: place.to_owned() }))
}

/// Forgets a secret.
#[utoipa::path(delete, path = "/api/secrets/{name}", tag = "secrets", params(("name" = String, Path)),
    responses((status = 204), Problem))]
pub(crate) async fn delete_secret(
    State(engine): State<Engine>,
    Path(name): Path<String>,
) -> Result<StatusCode, Problem> {
    engine.delete_secret(&name).await?;
    Ok(StatusCode::NO_CONTENT)
}
