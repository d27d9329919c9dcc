//! What every handler can reach.

use std::path::PathBuf;
use std::sync::Arc;

use axum::extract::FromRef;
use sdr_engine::Engine;

use crate::dto::status::Shell;
use crate::pages::Pages;

/// How this door is hung.
#[derive(Debug, Clone)]
pub struct ApiConfig {
    /// What runs around the router.
    pub shell: Shell,
    /// Version of the product, shown by health and the `OpenAPI` document.
    pub version: &'static str,
    /// Where backups are written.
    pub backups: PathBuf,
}

/// Shared by all handlers.
#[derive(Clone)]
pub(crate) struct ApiState {
    pub(crate) engine: Engine,
    pub(crate) config: ApiConfig,
    pub(crate) pages: Arc<Pages>,
}

impl FromRef<ApiState> for Engine {
    fn from_ref(state: &ApiState) -> Self {
        state.engine.clone()
    }
}

impl FromRef<ApiState> for ApiConfig {
    fn from_ref(state: &ApiState) -> Self {
        state.config.clone()
    }
}
