//! The tray: what the app does now, what comes next, Pause, Open, Quit.
//!
//! **Invariant:** the app works the same without a tray; only then closing the window quits it.

use sdr_app::Engine;
use tauri::menu::{CheckMenuItem, Menu, MenuEvent, MenuItem, PredefinedMenuItem};
use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::{AppHandle, Runtime, image::Image};
use tauri_plugin_autostart::ManagerExt;

use crate::window;

/// The tray's changing parts.
pub(crate) struct Tray<R: Runtime> {
    icon: TrayIcon<R>,
    state: MenuItem<R>,
    next: MenuItem<R>,
    pause: MenuItem<R>,
}

const SENDING: Image<'_> = if cfg!(target_os = "macos") {
    tauri::include_image!("../icons/tray-dark.png")
} else {
    tauri::include_image!("../icons/tray-light.png")
};
const PAUSED: Image<'_> = if cfg!(target_os = "macos") {
    tauri::include_image!("../icons/tray-dark-paused.png")
} else {
    tauri::include_image!("../icons/tray-light-paused.png")
};

/// Puts the app into the tray; `None` where that cannot be done.
pub(crate) fn build<R: Runtime>(handle: &AppHandle<R>, engine: &Engine) -> Option<Tray<R>> {
    if !has_library() {
        tracing::warn!("no tray: install libayatana-appindicator3-1 to have one");
        return None;
    }
    match build_menu(handle, engine.clone()) {
        Ok(tray) => Some(tray),
        Err(error) => {
            tracing::warn!(%error, "no tray");
            None
        }
    }
}

fn build_menu<R: Runtime>(handle: &AppHandle<R>, engine: Engine) -> tauri::Result<Tray<R>> {
    let state = MenuItem::with_id(handle, "state", "SDR Console", false, None::<&str>)?;
    let next = MenuItem::with_id(handle, "next", "Nothing is waiting", false, None::<&str>)?;
    let pause = MenuItem::with_id(handle, "pause", "Pause sending", true, None::<&str>)?;
    let open = MenuItem::with_id(handle, "open", "Open SDR Console", true, None::<&str>)?;
    let at_login = handle.autolaunch().is_enabled().unwrap_or(false);
    let login = CheckMenuItem::with_id(handle, "login", "Start at login", true, at_login, None::<&str>)?;
    let quit = MenuItem::with_id(handle, "quit", "Quit", true, None::<&str>)?;
    let line = PredefinedMenuItem::separator(handle)?;
    let other_line = PredefinedMenuItem::separator(handle)?;
    let menu = Menu::with_items(handle, &[&state, &next, &line, &open, &pause, &login, &other_line, &quit])?;
    let icon = TrayIconBuilder::with_id("main")
        .icon(SENDING)
        .icon_as_template(cfg!(target_os = "macos"))
        .tooltip("SDR Console")
        .menu(&menu)
        .on_menu_event(move |handle, event| chosen(handle, &event, &engine, &login))
        .build(handle)?;
    Ok(Tray { icon, state, next, pause })
}

fn chosen<R: Runtime>(handle: &AppHandle<R>, event: &MenuEvent, engine: &Engine, login: &CheckMenuItem<R>) {
    match event.id().as_ref() {
        "open" => window::open(handle, None),
        "quit" => handle.exit(0),
        "pause" => {
            let engine = engine.clone();
            tauri::async_runtime::spawn(async move { switch_pause(&engine).await });
        }
        "login" => start_at_login(handle, login),
        _ => {}
    }
}

async fn switch_pause(engine: &Engine) {
    let switched =
        async { if engine.is_paused().await? { engine.resume().await } else { engine.pause().await } };
    if let Err(error) = switched.await {
        tracing::error!(%error, "pause could not be switched from the tray");
    }
}

fn start_at_login<R: Runtime>(handle: &AppHandle<R>, item: &CheckMenuItem<R>) {
    let launcher = handle.autolaunch();
    let before = launcher.is_enabled().unwrap_or(false);
    let switched = if before { launcher.disable() } else { launcher.enable() };
    if let Err(error) = switched {
        tracing::warn!(%error, "start at login could not be switched");
    }
    // What is shown is what is true, whatever the click did to the mark.
    if let Err(error) = item.set_checked(launcher.is_enabled().unwrap_or(before)) {
        tracing::warn!(%error, "the tray could not be changed");
    }
}

impl<R: Runtime> Tray<R> {
    /// Shows how things stand.
    pub(crate) async fn show(&self, engine: &Engine) {
        let status = match engine.status().await {
            Ok(status) => status,
            Err(error) => {
                tracing::warn!(%error, "the tray could not read the status");
                return;
            }
        };
        let next = status.next.map_or_else(
            || "Nothing is waiting".to_owned(),
            |next| match next.waits_for {
                Some(reason) => format!("Next: {} ({reason})", next.lead_name),
                None => format!("Next: {}", next.lead_name),
            },
        );
        let pause = if status.paused { "Resume sending" } else { "Pause sending" };
        let icon = if status.paused { PAUSED } else { SENDING };
        let changed = self
            .state
            .set_text(&status.sentence)
            .and_then(|()| self.next.set_text(&next))
            .and_then(|()| self.pause.set_text(pause))
            .and_then(|()| self.icon.set_icon(Some(icon)));
        if let Err(error) = changed {
            tracing::warn!(%error, "the tray could not be changed");
        }
    }
}

/// Whether the tray's system library can be loaded; without it building a tray would end the process.
#[cfg(target_os = "linux")]
fn has_library() -> bool {
    // The names that the tray crate itself tries, in its order.
    ["libayatana-appindicator3.so.1", "libappindicator3.so.1"].into_iter().any(|name| {
        #[expect(
            unsafe_code,
            reason = "loading runs the library's initialisers; it is the one the tray needs anyway"
        )]
        let library = unsafe { libloading::Library::new(name) };
        library.is_ok()
    })
}

#[cfg(not(target_os = "linux"))]
fn has_library() -> bool {
    true
}

/// Whether this desktop shows trays at this instant.
#[cfg(target_os = "linux")]
pub(crate) fn has_host() -> bool {
    let asked: zbus::Result<bool> = (|| {
        let bus = zbus::blocking::Connection::session()?;
        let bus = zbus::blocking::fdo::DBusProxy::new(&bus)?;
        Ok(bus.name_has_owner("org.kde.StatusNotifierWatcher".try_into()?)?)
    })();
    has_library() && asked.unwrap_or(false)
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn has_host() -> bool {
    true
}
