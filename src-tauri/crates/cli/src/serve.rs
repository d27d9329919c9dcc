//! `sdr serve`: the UI and the API on a loopback port, with the worker behind them.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context;
use sdr_api::Shell;
use sdr_app::{App, Settings, telemetry};

use crate::say;

/// Serves until Ctrl+C or a termination signal, then ends in order.
pub(crate) async fn serve(settings: Settings, addr: SocketAddr, ui: Option<PathBuf>) -> anyhow::Result<()> {
    let ui = match ui {
        Some(folder) => Some(checked(folder)?),
        None => find_ui(),
    };
    let listener = sdr_api::listen(addr).await?;
    let addr = listener.local_addr().unwrap_or(addr);
    settings.paths.make()?;
    let _telemetry = telemetry::start(&settings.paths.logs);
    let app = App::open(settings, None).await?;
    app.start_worker();
    match &ui {
        Some(_) => say(&format!("SDR Console is on http://{addr}"))?,
        None => say(&format!(
            "The API is on http://{addr}/api/ (no UI found; build it with scripts/run, or name it with --ui DIR)"
        ))?,
    }
    tracing::info!(%addr, "serving");
    let served = sdr_api::serve(app.router(Shell::Server), listener, ui.as_deref(), stop_signal()).await;
    app.shutdown().await;
    served.context("the server ended")
}

fn checked(folder: PathBuf) -> anyhow::Result<PathBuf> {
    let page = folder.join("index.html");
    anyhow::ensure!(page.is_file(), "There is no index.html in {}. Build the UI first.", folder.display());
    Ok(folder)
}

/// `ui/dist` of a checkout, or `ui` beside the program.
fn find_ui() -> Option<PathBuf> {
    let program = std::env::current_exe().ok();
    let beside = program.as_deref().and_then(Path::parent);
    let places = [
        Some(PathBuf::from("ui/dist")),
        beside.map(|folder| folder.join("../../ui/dist")),
        beside.map(|folder| folder.join("ui")),
    ];
    places.into_iter().flatten().find(|folder| folder.join("index.html").is_file())
}

#[cfg(unix)]
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupted = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
        }
        Err(_) => drop(interrupted.await),
    }
}

#[cfg(not(unix))]
async fn stop_signal() {
    drop(tokio::signal::ctrl_c().await);
}
