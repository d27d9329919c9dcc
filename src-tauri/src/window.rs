//! The one window: made on demand, gone while it is closed, back where it was.
//!
//! **Invariant:** closing it frees its web view; sending goes on without it.
//!
//! **Invariant:** it shows the app's own pages only. Everything else opens in the human's browser.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use tauri::webview::{DownloadEvent, NewWindowResponse, PageLoadEvent};
use tauri::{
    AppHandle, Manager, Runtime, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, Window, WindowEvent,
};

/// The window's label; capabilities and the scheme know no other.
pub(crate) const MAIN: &str = "main";

const SIZE: (f64, f64) = (1280.0, 800.0);
const SMALLEST: (f64, f64) = (760.0, 520.0);

/// Where the window was, and when the process began.
pub(crate) struct Memory {
    file: PathBuf,
    started: Instant,
    shown: AtomicBool,
    /// Where the web view keeps what it keeps: the theme, the density.
    web_data: PathBuf,
}

impl Memory {
    pub(crate) fn new(folder: &Path, started: Instant) -> Self {
        let file = folder.join("window.json");
        Self { file, started, shown: AtomicBool::new(false), web_data: folder.join("webview") }
    }

    /// Width and height in logical pixels.
    fn size(&self) -> (f64, f64) {
        let kept =
            std::fs::read(&self.file).ok().and_then(|text| serde_json::from_slice::<(f64, f64)>(&text).ok());
        kept.filter(|(width, height)| (SMALLEST.0..1e5).contains(width) && (SMALLEST.1..1e5).contains(height))
            .unwrap_or(SIZE)
    }

    fn keep<R: Runtime>(&self, window: &Window<R>) {
        let measured =
            window.scale_factor().and_then(|scale| Ok(window.inner_size()?.to_logical::<f64>(scale)));
        let Ok(size) = measured else { return };
        let written =
            serde_json::to_vec(&(size.width, size.height)).map(|text| std::fs::write(&self.file, text));
        if !matches!(written, Ok(Ok(()))) {
            tracing::warn!("the window's size could not be kept");
        }
    }
}

/// The address of a page of the UI.
fn address(page: Option<&str>) -> Option<Url> {
    let page = page.unwrap_or("/");
    // On Windows web views know custom schemes as http://NAME.localhost only.
    let base = if cfg!(windows) { "http://sdr.localhost" } else { "sdr://localhost" };
    Url::parse(&format!("{base}/{}", page.trim_start_matches('/'))).ok()
}

/// Shows the window, on `page` if one is named.
pub(crate) fn open<R: Runtime>(handle: &AppHandle<R>, page: Option<String>) {
    let app = handle.clone();
    let shown = handle.run_on_main_thread(move || {
        if let Err(error) = show(&app, page.as_deref()) {
            tracing::error!(%error, "the window could not be shown");
        }
    });
    if let Err(error) = shown {
        tracing::error!(%error, "the main thread is gone");
    }
}

fn show<R: Runtime>(handle: &AppHandle<R>, page: Option<&str>) -> tauri::Result<()> {
    if let Some(window) = handle.get_webview_window(MAIN) {
        if let (Some(_), Some(url)) = (page, address(page)) {
            window.navigate(url)?;
        }
        window.unminimize()?;
        window.show()?;
        return window.set_focus();
    }
    let Some(url) = address(page) else { return Ok(()) };
    let memory = handle.state::<Memory>();
    let (width, height) = memory.size();
    let window = WebviewWindowBuilder::new(handle, MAIN, WebviewUrl::CustomProtocol(url))
        .title("SDR Console")
        .data_directory(memory.web_data.clone())
        .inner_size(width, height)
        .min_inner_size(SMALLEST.0, SMALLEST.1)
        .on_navigation(stays_inside)
        .on_new_window(|url, _| {
            outside(&url);
            NewWindowResponse::Deny
        })
        .on_download(into_downloads)
        .on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Finished {
                loaded(&window);
            }
        });
    window.build()?.set_focus()
}

/// Says once how long it took from the start of the process to the loaded page.
fn loaded<R: Runtime>(window: &WebviewWindow<R>) {
    let memory = window.state::<Memory>();
    if !memory.shown.swap(true, Ordering::Relaxed) {
        tracing::info!(elapsed_ms = memory.started.elapsed().as_millis(), "first page loaded");
    }
}

/// Whether the window may show this address itself.
fn stays_inside(url: &Url) -> bool {
    let inside = match url.scheme() {
        "sdr" => url.host_str() == Some("localhost"),
        "http" => cfg!(windows) && url.host_str() == Some("sdr.localhost"),
        "blob" | "about" => true,
        _ => false,
    };
    if !inside {
        outside(url);
    }
    inside
}

/// Opens profiles, posts and mail addresses where the human has them.
fn outside(url: &Url) {
    if !matches!(url.scheme(), "http" | "https" | "mailto") {
        tracing::warn!(scheme = url.scheme(), "an address of this kind is not opened");
        return;
    }
    if let Err(error) = open::that_detached(url.as_str()) {
        tracing::warn!(%error, "no program opens web addresses here");
    }
}

/// Files the UI offers go where the human's downloads go.
#[expect(clippy::needless_pass_by_value, reason = "the signature is Tauri's")]
fn into_downloads<R: Runtime>(webview: tauri::Webview<R>, event: DownloadEvent<'_>) -> bool {
    match event {
        DownloadEvent::Requested { destination, .. } => {
            if let (Ok(folder), Some(name)) = (webview.path().download_dir(), destination.file_name()) {
                *destination = folder.join(name);
            }
            true
        }
        DownloadEvent::Finished { success, .. } => {
            if !success {
                tracing::warn!("a file could not be saved");
            }
            true
        }
        _ => true,
    }
}

/// Remembers the size of a window that goes.
pub(crate) fn on_event<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    if let WindowEvent::CloseRequested { .. } = event
        && window.label() == MAIN
        && let Some(memory) = window.try_state::<Memory>()
    {
        memory.keep(window);
    }
}

/// Whether the human looks at the window at this instant.
pub(crate) fn is_looked_at<R: Runtime>(handle: &AppHandle<R>) -> bool {
    handle.get_webview_window(MAIN).is_some_and(|window| window.is_focused().unwrap_or(false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_apps_own_pages_stay_in_the_window() {
        for url in ["sdr://localhost/", "sdr://localhost/leads?q=a", "blob:sdr://localhost/1", "about:blank"]
        {
            assert!(stays_inside(&Url::parse(url).unwrap()), "{url}");
        }
        for url in ["sdr://elsewhere/", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x"] {
            assert!(!stays_inside(&Url::parse(url).unwrap()), "{url}");
        }
    }

    #[test]
    fn a_page_has_one_address_with_or_without_its_slash() {
        assert_eq!(address(Some("/queue")), address(Some("queue")));
        assert_eq!(address(None), address(Some("/")));
    }
}
