//! Notifications: something new waits for the human while they look elsewhere.
//!
//! **Invariant:** a notification holds counts and sentences of the app, never message text or a handle.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use sdr_app::Engine;
use sdr_app::view::{NeedsKind, NeedsYou};
use tauri::{AppHandle, Runtime};

use crate::window;

/// What was waiting at the last look; `None` before the first, which announces nothing.
#[derive(Default)]
pub(crate) struct Notices {
    before: Option<HashMap<&'static str, u64>>,
}

/// No notification service is worth one line in the log, not one a minute.
static COMPLAINED: AtomicBool = AtomicBool::new(false);

impl Notices {
    /// Looks again and announces what has become more.
    pub(crate) async fn look<R: Runtime>(&mut self, handle: &AppHandle<R>, engine: &Engine) {
        let needs = match engine.dashboard().await {
            Ok(dashboard) => dashboard.needs_you,
            // Before the setup there is no dashboard, and nothing to announce.
            Err(_) => return,
        };
        let now: HashMap<_, _> =
            needs.iter().filter_map(|need| Some((worth(need.kind)?, need.count))).collect();
        let Some(before) = self.before.replace(now) else { return };
        if window::is_looked_at(handle) {
            return;
        }
        for need in needs {
            let grew =
                worth(need.kind).is_some_and(|kind| need.count > before.get(kind).copied().unwrap_or(0));
            if grew {
                announce(handle, need);
            }
        }
    }
}

/// Its word, where a notification is wanted.
fn worth(kind: NeedsKind) -> Option<&'static str> {
    match kind {
        NeedsKind::Uncertain => Some("uncertain"),
        NeedsKind::Failed => Some("failed"),
        NeedsKind::Held => Some("held"),
        NeedsKind::YourTurn => Some("your_turn"),
        NeedsKind::Approvals => Some("approvals"),
        NeedsKind::Setup => None,
    }
}

fn announce<R: Runtime>(handle: &AppHandle<R>, need: NeedsYou) {
    let handle = handle.clone();
    // Waits for the click, so it has a thread of its own.
    std::thread::spawn(move || {
        let mut notice = notify_rust::Notification::new();
        notice.appname("SDR Console").summary("SDR Console").body(&need.sentence).icon("sdr-console");
        #[cfg(target_os = "linux")]
        notice.action("default", &need.action).timeout(notify_rust::Timeout::Milliseconds(20_000));
        match notice.show() {
            #[cfg(target_os = "linux")]
            Ok(shown) => shown.wait_for_action(|action| {
                if action == "default" {
                    window::open(&handle, Some(need.to.clone()));
                }
            }),
            #[cfg(not(target_os = "linux"))]
            Ok(_) => drop(handle),
            Err(error) => {
                if !COMPLAINED.swap(true, Ordering::Relaxed) {
                    tracing::warn!(%error, "this desktop shows no notifications; the queue and the tray still say what waits");
                }
            }
        }
    });
}
