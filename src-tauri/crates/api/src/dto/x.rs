//! Signing in to X on the wire.

use sdr_engine::view;

words! {
    /// Where a sign-in stands: `none` was begun, the human is at it, it worked, it did not.
    SignInState = view::SignInState { None = "none", Waiting = "waiting", Done = "done", Failed = "failed" }
}

wire! {
    /// A sign-in as the human is told.
    out SignInStatus = view::SignInStatus {
        state: SignInState,
        /// What happened, and what to do.
        sentence: String,
    }
}

/// Under which app at X to sign in.
#[derive(serde::Deserialize, utoipa::ToSchema)]
pub(crate) struct SignInRequest {
    /// OAuth 2.0 client id of the human's own app at X.
    pub(crate) client_id: String,
}

/// The page on which the human allows the app.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub(crate) struct SignInPage {
    /// It was opened in the human's browser; for one that did not open.
    pub(crate) url: String,
}

/// A window on X's own page.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub(crate) struct LoginWindow {
    pub(crate) opened: bool,
    /// What to do there.
    pub(crate) sentence: String,
}
