//! Pushes each committed change to the window at once, and lets tray and notifications look again soon.
//!
//! **Invariant:** the payload is the same JSON that `sdr serve` sends as an event.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use sdr_app::Engine;
use tauri::{AppHandle, Emitter, Runtime};
use tokio::sync::Notify;

use crate::notices::Notices;
use crate::tray::Tray;
use crate::window::MAIN;

/// The event's name.
const CHANGED: &str = "changed";
/// Many changes in a row make one look.
const SETTLE: Duration = Duration::from_millis(700);
/// The tray names a time of day, so look again even when nothing changes.
const LONGEST: Duration = Duration::from_mins(1);

/// Starts both.
pub(crate) fn start<R: Runtime>(handle: &AppHandle<R>, engine: Engine, tray: Option<Tray<R>>) {
    let look = Arc::new(Notify::new());
    let mut changes = Box::pin(sdr_api::changes(&engine));
    let (app, nudge) = (handle.clone(), Arc::clone(&look));
    tauri::async_runtime::spawn(async move {
        while let Some(change) = changes.next().await {
            // No window is fine: whoever opens one reads everything anew.
            if let Err(error) = app.emit_to(MAIN, CHANGED, change) {
                tracing::warn!(%error, "a change could not be shown");
            }
            nudge.notify_one();
        }
    });
    let app = handle.clone();
    tauri::async_runtime::spawn(async move {
        let mut notices = Notices::default();
        loop {
            if let Some(tray) = &tray {
                tray.show(&engine).await;
            }
            notices.look(&app, &engine).await;
            // An elapsed timeout and a nudge mean the same: look again.
            let _ = tokio::time::timeout(LONGEST, look.notified()).await;
            tokio::time::sleep(SETTLE).await;
        }
    });
}
