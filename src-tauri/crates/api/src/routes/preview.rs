//! The preview: the next days as they will go, and as they would with other settings.

use axum::extract::State;
use sdr_engine::Engine;

use super::{Answer, json};
use crate::dto::preview::{Preview, PreviewDiff, PreviewOrder};
use crate::dto::wire::Wire;
use crate::extract::Json;
use crate::problem::Problem;

/// What goes when to whom, what delays it, and what ends where; changes nothing.
#[utoipa::path(post, path = "/api/preview", tag = "preview",
    responses((status = 200, body = Preview), Problem))]
pub(crate) async fn days(State(engine): State<Engine>, Json(order): Json<PreviewOrder>) -> Answer<Preview> {
    Ok(json(engine.preview(&order.wire()).await?))
}

/// The next days as they stand, and with the settings of the order; changes nothing.
#[utoipa::path(post, path = "/api/preview/diff", tag = "preview",
    responses((status = 200, body = PreviewDiff), Problem))]
pub(crate) async fn diff(
    State(engine): State<Engine>,
    Json(order): Json<PreviewOrder>,
) -> Answer<PreviewDiff> {
    Ok(json(engine.preview_diff(&order.wire()).await?))
}
