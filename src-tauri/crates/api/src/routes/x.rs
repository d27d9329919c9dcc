//! Signing in to X: with the official interface in the browser, or on X's own page in a window of the app.

use axum::extract::State;
use sdr_engine::Engine;

use super::{Answer, json};
use crate::dto::x::{LoginWindow, SignInPage, SignInRequest, SignInStatus};
use crate::extract::Json;
use crate::problem::Problem;

/// Begins a sign-in to the official interface and opens its page in the human's browser.
#[utoipa::path(post, path = "/api/x/sign-in/start", tag = "x", request_body = SignInRequest,
    responses((status = 200, body = SignInPage), Problem))]
pub(crate) async fn start(
    State(engine): State<Engine>,
    Json(request): Json<SignInRequest>,
) -> Answer<SignInPage> {
    Ok(axum::Json(SignInPage { url: engine.begin_x_sign_in(&request.client_id).await? }))
}

/// How the last sign-in stands.
#[utoipa::path(get, path = "/api/x/sign-in", tag = "x",
    responses((status = 200, body = SignInStatus), Problem))]
pub(crate) async fn status(State(engine): State<Engine>) -> axum::Json<SignInStatus> {
    json(engine.x_sign_in())
}

/// Gives up the sign-in under way.
#[utoipa::path(post, path = "/api/x/sign-in/cancel", tag = "x",
    responses((status = 200, body = SignInStatus), Problem))]
pub(crate) async fn cancel(State(engine): State<Engine>) -> axum::Json<SignInStatus> {
    json(engine.cancel_x_sign_in())
}

/// Opens a separate window on X's own page; refused with `no_window` where the app has none.
#[utoipa::path(post, path = "/api/x/login-window", tag = "x",
    responses((status = 200, body = LoginWindow), Problem))]
pub(crate) async fn window(State(engine): State<Engine>) -> Answer<LoginWindow> {
    let status = engine.open_x_login_window().await?;
    Ok(axum::Json(LoginWindow { opened: true, sentence: status.sentence }))
}
