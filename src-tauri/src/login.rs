//! A window on X's own sign-in page, with a cookie jar of its own that ends with it.
//!
//! **Invariant:** no capability names this window and the app's scheme answers no window but the main one, so the
//! page can reach nothing of the app.
//!
//! **Invariant:** only cookies are read, never what is typed; nothing of the page or the jar is logged.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use sdr_app::{LoginWindow, Secret, WindowEnd, WindowSession};
use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{AppHandle, Manager, Runtime, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};
use tokio::sync::Notify;

/// The window's label; no capability may name it.
const LABEL: &str = "x-login";
const SIZE: (f64, f64) = (520.0, 760.0);
/// Pages set cookies at any time, not only when they load.
const LOOK: Duration = Duration::from_secs(1);

/// What the window calls itself: X refuses the bare names of web views.
const BROWSER: &str = if cfg!(target_os = "macos") {
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15"
} else if cfg!(target_os = "windows") {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
} else {
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15"
};

/// Opens the window on demand.
pub(crate) struct XLogin<R: Runtime> {
    handle: AppHandle<R>,
}

impl<R: Runtime> XLogin<R> {
    pub(crate) fn new(handle: &AppHandle<R>) -> Arc<Self> {
        Arc::new(Self { handle: handle.clone() })
    }

    /// Makes the window on the main thread; the notes are rung when a page is there and when it is closed.
    async fn open(
        &self,
        page: Url,
        loaded: Arc<Notify>,
        closed: Arc<Notify>,
    ) -> Result<Opened<R>, WindowEnd> {
        let (tell, told) = tokio::sync::oneshot::channel();
        let handle = self.handle.clone();
        let asked = self.handle.run_on_main_thread(move || {
            // Nobody is left to tell when the sign-in was stopped meanwhile; the window goes with the answer.
            let _ = tell.send(show(&handle, page, loaded, closed).map(Opened));
        });
        let broken = |error: &dyn std::fmt::Display| {
            tracing::error!(%error, "the window for signing in could not be opened");
            WindowEnd("The window could not be opened. Paste the cookies of x.com instead.".to_owned())
        };
        asked.map_err(|error| broken(&error))?;
        match told.await {
            Ok(Ok(opened)) => Ok(opened),
            Ok(Err(error)) => Err(broken(&error)),
            Err(error) => Err(broken(&error)),
        }
    }
}

/// Closes the window when it is not needed any more, however that came.
struct Opened<R: Runtime>(WebviewWindow<R>);

impl<R: Runtime> Drop for Opened<R> {
    fn drop(&mut self) {
        if let Err(error) = self.0.destroy() {
            tracing::debug!(%error, "the window for signing in was gone already");
        }
    }
}

fn show<R: Runtime>(
    handle: &AppHandle<R>,
    page: Url,
    loaded: Arc<Notify>,
    closed: Arc<Notify>,
) -> tauri::Result<WebviewWindow<R>> {
    if let Some(before) = handle.get_webview_window(LABEL) {
        before.destroy()?;
    }
    let plain = page.scheme() == "http";
    let window = WebviewWindowBuilder::new(handle, LABEL, WebviewUrl::External(page))
        .title("Sign in to X")
        .incognito(true)
        .user_agent(BROWSER)
        .inner_size(SIZE.0, SIZE.1)
        .on_navigation(move |url| is_web(url, plain))
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .on_page_load(move |_, load| {
            if load.event() == PageLoadEvent::Finished {
                loaded.notify_one();
            }
        })
        .build()?;
    window.on_window_event(move |event| {
        if let WindowEvent::Destroyed = event {
            closed.notify_one();
        }
    });
    window.set_focus()?;
    Ok(window)
}

/// Pages of the web only: no files, no programs, no scheme of the app.
fn is_web(url: &Url, plain: bool) -> bool {
    matches!(url.scheme(), "https" | "about" | "blob") || (plain && url.scheme() == "http")
}

/// Every cookie of the site as one header, once all of `wanted` are there.
fn complete(cookies: &[(String, String)], wanted: &[&str]) -> Option<Secret> {
    let has = |name: &&str| cookies.iter().any(|(known, value)| known == name && !value.is_empty());
    wanted.iter().all(has).then(|| {
        let pairs: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        Secret::new(pairs.join("; "))
    })
}

#[async_trait]
impl<R: Runtime> LoginWindow for XLogin<R> {
    async fn sign_in(&self, address: &str, wanted: &[&str]) -> Result<WindowSession, WindowEnd> {
        let unreadable = |_| WindowEnd("The address of X cannot be read.".to_owned());
        let page = Url::parse(address).map_err(unreadable)?;
        let site = page.join("/").map_err(unreadable)?;
        let (loaded, closed) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let opened = self.open(page, Arc::clone(&loaded), Arc::clone(&closed)).await?;
        loop {
            tokio::select! {
                () = closed.notified() => {
                    return Err(WindowEnd("You closed the window before you were signed in. Nothing was changed.".into()));
                }
                () = loaded.notified() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
            let (window, site) = (opened.0.clone(), site.clone());
            // On Windows the jar may only be read away from the main thread; on all systems it blocks.
            let read = tokio::task::spawn_blocking(move || window.cookies_for_url(site)).await;
            let Ok(Ok(cookies)) = read else { continue };
            let cookies: Vec<(String, String)> =
                cookies.iter().map(|cookie| (cookie.name().to_owned(), cookie.value().to_owned())).collect();
            if let Some(cookies) = complete(&cookies, wanted) {
                return Ok(WindowSession { cookies, user_agent: BROWSER.to_owned() });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cookies(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_jar_is_complete_with_every_wanted_cookie_and_then_taken_whole() {
        let wanted = ["auth_token", "ct0"];
        for half in
            [&[("ct0", "b")][..], &[("auth_token", ""), ("ct0", "b")], &[("auth_token", "a"), ("x", "b")]]
        {
            assert!(complete(&cookies(half), &wanted).is_none(), "{half:?}");
        }
        let whole = cookies(&[("guest_id", "v1"), ("ct0", "b"), ("auth_token", "a")]);
        assert_eq!(complete(&whole, &wanted).unwrap().reveal(), "guest_id=v1; ct0=b; auth_token=a");
    }

    #[test]
    fn the_window_leads_nowhere_but_the_web() {
        let allowed = |url: &str, plain| is_web(&Url::parse(url).unwrap(), plain);
        assert!(allowed("https://x.com/i/flow/login", false));
        assert!(allowed("http://127.0.0.1:8530/i/flow/login", true), "a stand-in");
        for url in ["http://x.com/", "sdr://localhost/api/leads", "file:///etc/passwd", "data:text/html,x"] {
            assert!(!allowed(url, false), "{url}");
        }
        assert!(!allowed("sdr://localhost/", true));
    }
}
