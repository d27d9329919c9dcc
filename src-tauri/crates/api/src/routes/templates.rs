//! Templates: the team's own wording, with a preview through the real renderer.

use axum::extract::State;
use axum::http::StatusCode;
use sdr_domain::id::TemplateId;
use sdr_engine::Engine;
use uuid::Uuid;

use super::{Answer, json};
use crate::dto::template::{
    BuiltinQuery, BuiltinTemplate, Template, TemplateForm, TemplatePreview, TemplateTry, TemplateVariable,
};
use crate::dto::wire::Wire;
use crate::extract::{Json, Path, Query};
use crate::problem::Problem;

/// Every template, by channel and variant.
#[utoipa::path(get, path = "/api/templates", tag = "templates",
    responses((status = 200, body = Vec<Template>), Problem))]
pub(crate) async fn list(State(engine): State<Engine>) -> Answer<Vec<Template>> {
    Ok(json(engine.templates().await?))
}

/// Stores a template; one that is on takes the place of the one that was on.
#[utoipa::path(post, path = "/api/templates", tag = "templates",
    responses((status = 200, body = Template), Problem))]
pub(crate) async fn add(State(engine): State<Engine>, Json(form): Json<TemplateForm>) -> Answer<Template> {
    Ok(json(engine.save_template(None, form.wire()).await?))
}

/// Replaces a template.
#[utoipa::path(put, path = "/api/templates/{id}", tag = "templates", params(("id" = Uuid, Path)),
    responses((status = 200, body = Template), Problem))]
pub(crate) async fn save(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
    Json(form): Json<TemplateForm>,
) -> Answer<Template> {
    Ok(json(engine.save_template(Some(TemplateId(id)), form.wire()).await?))
}

/// Forgets a template; drafts written with it stay.
#[utoipa::path(delete, path = "/api/templates/{id}", tag = "templates", params(("id" = Uuid, Path)),
    responses((status = 204), Problem))]
pub(crate) async fn delete(
    State(engine): State<Engine>,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    engine.delete_template(TemplateId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What may stand between braces.
#[utoipa::path(get, path = "/api/templates/variables", tag = "templates",
    responses((status = 200, body = Vec<TemplateVariable>), Problem))]
pub(crate) async fn variables(State(engine): State<Engine>) -> Answer<Vec<TemplateVariable>> {
    Ok(json(engine.template_variables().await?))
}

/// The built-in text of a channel, to start from.
#[utoipa::path(get, path = "/api/templates/builtin", tag = "templates", params(BuiltinQuery),
    responses((status = 200, body = BuiltinTemplate), Problem))]
pub(crate) async fn builtin(
    State(engine): State<Engine>,
    Query(query): Query<BuiltinQuery>,
) -> Answer<BuiltinTemplate> {
    Ok(json(engine.builtin_template(query.channel.wire(), query.variant.wire())))
}

/// What a wording would say, and everything that would block it.
#[utoipa::path(post, path = "/api/templates/preview", tag = "templates",
    responses((status = 200, body = TemplatePreview), Problem))]
pub(crate) async fn preview(
    State(engine): State<Engine>,
    Json(tried): Json<TemplateTry>,
) -> Answer<TemplatePreview> {
    Ok(json(engine.preview_template(tried.wire()).await?))
}
