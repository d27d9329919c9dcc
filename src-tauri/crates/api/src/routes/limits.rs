//! Limits: what of today is used up, and what the SDR did by hand.

use axum::extract::State;
use sdr_engine::Engine;

use super::{Answer, json};
use crate::dto::limits::{LimitsToday, ManualAct};
use crate::dto::wire::Wire;
use crate::extract::Json;
use crate::problem::Problem;

/// Every limit with today's use, and when the next act may go.
#[utoipa::path(get, path = "/api/limits", tag = "limits",
    responses((status = 200, body = LimitsToday), Problem))]
pub(crate) async fn today(State(engine): State<Engine>) -> Answer<LimitsToday> {
    Ok(json(engine.limits_today().await?))
}

/// Notes down something the SDR did by hand outside the app; answers with what is left of the limits.
#[utoipa::path(post, path = "/api/manual-acts", tag = "limits",
    responses((status = 200, body = LimitsToday), Problem))]
pub(crate) async fn by_hand(State(engine): State<Engine>, Json(act): Json<ManualAct>) -> Answer<LimitsToday> {
    Ok(json(engine.log_manual_act(act.wire()).await?))
}
