//! The audit log.

use axum::extract::State;
use sdr_engine::Engine;

use super::{Answer, json};
use crate::dto::activity::ActivityView;
use crate::dto::page::{Page, Paging};
use crate::extract::Query;
use crate::problem::Problem;

/// What happened, newest first.
#[utoipa::path(get, path = "/api/activity", tag = "activity", params(Paging),
    responses((status = 200, body = Page<ActivityView>), Problem))]
pub(crate) async fn list(
    State(engine): State<Engine>,
    Query(paging): Query<Paging>,
) -> Answer<Page<ActivityView>> {
    Ok(json(engine.activity_page(paging.cursor.as_deref(), paging.limit()?).await?))
}
