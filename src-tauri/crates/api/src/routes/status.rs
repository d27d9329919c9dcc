//! Health, the status line, the switches, the dashboard, backup.

use axum::extract::State;
use sdr_engine::Engine;

use super::{Answer, json};
use crate::dto::status::{BackupPlace, Dashboard, Database, DryRunSwitch, Health, HealthWord, Status};
use crate::extract::Json;
use crate::problem::Problem;
use crate::state::ApiConfig;

/// The process answers.
#[utoipa::path(get, path = "/api/health", tag = "status", responses((status = 200, body = Health), Problem))]
pub(crate) async fn health(
    State(engine): State<Engine>,
    State(config): State<ApiConfig>,
) -> axum::Json<Health> {
    let database = if engine.database() == "sqlite" { Database::Sqlite } else { Database::Postgres };
    axum::Json(Health {
        status: HealthWord::Ok,
        version: config.version.to_owned(),
        database,
        shell: config.shell,
    })
}

/// Is it sending, what is next, why not now.
#[utoipa::path(get, path = "/api/status", tag = "status", responses((status = 200, body = Status), Problem))]
pub(crate) async fn status(State(engine): State<Engine>, State(config): State<ApiConfig>) -> Answer<Status> {
    Ok(axum::Json(Status::in_shell(engine.status().await?, config.shell)))
}

/// Stops everything at once.
#[utoipa::path(post, path = "/api/pause", tag = "status", responses((status = 200, body = Status), Problem))]
pub(crate) async fn pause(State(engine): State<Engine>, State(config): State<ApiConfig>) -> Answer<Status> {
    Ok(axum::Json(Status::in_shell(engine.pause().await?, config.shell)))
}

/// Lets sending go on.
#[utoipa::path(post, path = "/api/resume", tag = "status", responses((status = 200, body = Status), Problem))]
pub(crate) async fn resume(State(engine): State<Engine>, State(config): State<ApiConfig>) -> Answer<Status> {
    Ok(axum::Json(Status::in_shell(engine.resume().await?, config.shell)))
}

/// Switches between sending and recording what would have been sent.
#[utoipa::path(put, path = "/api/dry-run", tag = "status", responses((status = 200, body = Status), Problem))]
pub(crate) async fn dry_run(
    State(engine): State<Engine>,
    State(config): State<ApiConfig>,
    Json(switch): Json<DryRunSwitch>,
) -> Answer<Status> {
    Ok(axum::Json(Status::in_shell(engine.set_dry_run(switch.on).await?, config.shell)))
}

/// What needs the human, and what is going on.
#[utoipa::path(get, path = "/api/dashboard", tag = "status", responses((status = 200, body = Dashboard), Problem))]
pub(crate) async fn dashboard(State(engine): State<Engine>) -> Answer<Dashboard> {
    Ok(json(engine.dashboard().await?))
}

/// Writes everything into one file.
#[utoipa::path(post, path = "/api/backup", tag = "status", responses((status = 200, body = BackupPlace), Problem))]
pub(crate) async fn backup(
    State(engine): State<Engine>,
    State(config): State<ApiConfig>,
) -> Answer<BackupPlace> {
    let path = engine.backup(config.backups).await?.display().to_string();
    Ok(axum::Json(BackupPlace { path }))
}
