//! Beginning and end of the process: display, environment, signals, ordered shutdown.
//!
//! **Invariant:** the worker comes to its end before the database is closed, and both before the process
//! ends, except when it is killed; then the ledger puts itself in order at the next start.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use sdr_app::App;
use tauri::{AppHandle, Manager, RunEvent, Runtime};

use crate::tray;
#[cfg(target_os = "macos")]
use crate::window;

/// Argument of a start without a window: at login.
pub(crate) const HIDDEN: &str = "--hidden";
const OPEN: &str = "--open";
/// A part under way takes seconds; longer than this something hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// The open app, until the end.
#[derive(Default)]
pub(crate) struct Running {
    app: Mutex<Option<App>>,
}

impl Running {
    pub(crate) fn new(app: App) -> Self {
        Self { app: Mutex::new(Some(app)) }
    }
}

/// Says something where there is a terminal.
pub(crate) fn say(sentence: &str) {
    // Nothing is left to tell when the terminal is gone.
    let _ = writeln!(std::io::stderr().lock(), "SDR Console: {sentence}");
}

/// Whether a window can be opened at all.
pub(crate) fn need_display() -> Result<(), &'static str> {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY") {
        return Ok(());
    }
    Err(
        "there is no display here. Run scripts/run, or `sdr serve`, and open http://127.0.0.1:8400 in a browser.",
    )
}

/// Without the DMA-BUF renderer the web view needs a fifth less memory and paints sooner; an explicit
/// choice of the human stands.
pub(crate) fn calm_webkit() {
    const NAME: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if cfg!(target_os = "linux") && std::env::var_os(NAME).is_none() {
        #[expect(unsafe_code, reason = "nothing else runs yet: this is before the first thread is started")]
        unsafe {
            std::env::set_var(NAME, "1");
        }
    }
}

/// One app per data folder, so that a trial workspace can run beside the real one.
pub(crate) fn instance_name(data: &Path) -> String {
    let mut hash = DefaultHasher::new();
    data.hash(&mut hash);
    format!("io.github.sdr-console.w{:016x}", hash.finish())
}

/// Whether this start comes from the login.
pub(crate) fn starts_hidden(arguments: &[String]) -> bool {
    arguments.iter().any(|argument| argument == HIDDEN)
}

/// The page named with `--open /PAGE`.
pub(crate) fn wanted_page(arguments: &[String]) -> Option<String> {
    let after = arguments.iter().skip_while(|argument| *argument != OPEN).nth(1);
    after.filter(|page| page.starts_with('/')).cloned()
}

/// Ends in order on Ctrl+C and on a termination signal.
pub(crate) fn obey_signals<R: Runtime>(handle: &AppHandle<R>) {
    let handle = handle.clone();
    tauri::async_runtime::spawn(async move {
        stop_signal().await;
        handle.exit(0);
    });
}

#[cfg(unix)]
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
        }
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
}

#[cfg(not(unix))]
async fn stop_signal() {
    drop(tokio::signal::ctrl_c().await);
}

/// What the event loop tells.
pub(crate) fn on_run_event<R: Runtime>(handle: &AppHandle<R>, event: RunEvent) {
    match event {
        // The last window was closed. In the tray the app goes on; without one nobody could reach it.
        RunEvent::ExitRequested { code: None, api, .. } => {
            let open = handle.try_state::<Running>().is_some_and(|running| lock(&running).is_some());
            if open && tray::has_host() {
                api.prevent_exit();
            } else {
                tracing::info!("the window was closed and there is no tray: quitting");
            }
        }
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => window::open(handle, None),
        RunEvent::Exit => end(handle),
        _ => {}
    }
}

fn lock(running: &Running) -> std::sync::MutexGuard<'_, Option<App>> {
    running.app.lock().unwrap_or_else(PoisonError::into_inner)
}

fn end<R: Runtime>(handle: &AppHandle<R>) {
    let app = handle.try_state::<Running>().and_then(|running| lock(&running).take());
    let Some(app) = app else { return };
    let ended =
        tauri::async_runtime::block_on(async { tokio::time::timeout(PATIENCE, app.shutdown()).await });
    match ended {
        Ok(()) => tracing::info!("ended in order"),
        Err(_) => {
            tracing::error!(
                "a send did not come to its end in time; the ledger settles it at the next start"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> Vec<String> {
        line.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn a_page_is_named_after_open_and_begins_with_a_slash() {
        assert_eq!(wanted_page(&arguments("sdr-desktop --open /queue")).as_deref(), Some("/queue"));
        for line in ["sdr-desktop", "sdr-desktop --open", "sdr-desktop --open https://example.com"] {
            assert_eq!(wanted_page(&arguments(line)), None, "{line}");
        }
    }

    #[test]
    fn each_data_folder_is_an_instance_of_its_own() {
        assert_ne!(instance_name(Path::new("/a")), instance_name(Path::new("/b")));
        assert_eq!(instance_name(Path::new("/a")), instance_name(Path::new("/a")));
    }
}
