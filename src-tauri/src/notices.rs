//! Notifications: something new waits for the human while they look elsewhere.
//!
//! **Invariant:** a notification holds counts and sentences of the app, never message text or a handle.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use sdr_app::Engine;
use sdr_app::view::{NeedsKind, News, NewsSeen};
use tauri::{AppHandle, Runtime};

use crate::window;

/// What was waiting at the last look; `None` before the first, which announces nothing.
#[derive(Default)]
pub(crate) struct Notices {
    before: Option<HashMap<&'static str, u64>>,
    /// Up to when replies, warm leads and notes of sequences were looked at.
    seen: Option<NewsSeen>,
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
        let news = self.news(engine).await;
        let Some(before) = self.before.replace(now) else { return };
        if window::is_looked_at(handle) {
            return;
        }
        for one in news {
            announce(handle, one.sentence, one.action, one.to);
        }
        for need in needs {
            let grew =
                worth(need.kind).is_some_and(|kind| need.count > before.get(kind).copied().unwrap_or(0));
            if grew {
                announce(handle, need.sentence, need.action, need.to);
            }
        }
    }

    /// What came in since the last look.
    async fn news(&mut self, engine: &Engine) -> Vec<News> {
        match engine.news_since(self.seen).await {
            Ok((news, seen)) => {
                self.seen = Some(seen);
                news
            }
            Err(error) => {
                tracing::warn!(%error, "what came in could not be read");
                Vec::new()
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

fn announce<R: Runtime>(handle: &AppHandle<R>, sentence: String, action: String, to: String) {
    let handle = handle.clone();
    // Waits for the click, so it has a thread of its own.
    std::thread::spawn(move || {
        let mut notice = notify_rust::Notification::new();
        notice.appname("SDR Console").summary("SDR Console").body(&sentence).icon("sdr-console");
        #[cfg(target_os = "linux")]
        notice.action("default", &action).timeout(notify_rust::Timeout::Milliseconds(20_000));
        match notice.show() {
            #[cfg(target_os = "linux")]
            Ok(shown) => shown.wait_for_action(|action| {
                if action == "default" {
                    window::open(&handle, Some(to.clone()));
                }
            }),
            #[cfg(not(target_os = "linux"))]
            Ok(_) => drop((handle, action, to)),
            Err(error) => {
                if !COMPLAINED.swap(true, Ordering::Relaxed) {
                    tracing::warn!(%error, "this desktop shows no notifications; the queue and the tray still say what waits");
                }
            }
        }
    });
}
