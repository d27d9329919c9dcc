//! The desktop shell of SDR Console: a window, a tray and notifications around the same core that
//! `sdr serve` runs.
//!
//! Start order: display -> settings and logs -> single instance -> app -> worker -> tray -> window.
//!
//! **Invariant:** no rule of the product lives here. The window talks to the core through the router
//! alone, and only the app's own window may.

mod bridge;
mod lifecycle;
mod login;
mod notices;
mod push;
mod tray;
mod window;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use sdr_app::{App, Settings, StartError, telemetry};
use tauri::Manager;

use crate::bridge::Door;
use crate::lifecycle::{Running, say};

/// Runs until the human quits.
pub fn run() -> ExitCode {
    let started = Instant::now();
    if let Err(sentence) = lifecycle::need_display() {
        say(sentence);
        return ExitCode::from(2);
    }
    lifecycle::calm_webkit();
    let prepared = Settings::from_env().and_then(|settings| settings.paths.make().map(|()| settings));
    let settings = match prepared {
        Ok(settings) => settings,
        Err(error) => {
            say(&error.to_string());
            return ExitCode::FAILURE;
        }
    };
    let _telemetry = telemetry::start(&settings.paths.logs);
    match build(settings, started) {
        Ok(app) => {
            let code = app.run_return(lifecycle::on_run_event);
            u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from)
        }
        Err(error) => {
            tracing::error!(%error, "the window system refused");
            say(&format!("SDR Console cannot open its window: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn build(settings: Settings, started: Instant) -> tauri::Result<tauri::App> {
    let single = tauri_plugin_single_instance::Builder::new()
        .dbus_id(lifecycle::instance_name(&settings.paths.data))
        .callback(|app, arguments, _folder| window::open(app, lifecycle::wanted_page(&arguments)))
        .build();
    let autostart = tauri_plugin_autostart::Builder::new().args([lifecycle::HIDDEN]).build();
    tauri::Builder::default()
        .plugin(single)
        .plugin(autostart)
        .register_asynchronous_uri_scheme_protocol(bridge::SCHEME, bridge::answer)
        .on_window_event(window::on_event)
        .setup(move |app| {
            set_up(app.handle(), settings, started);
            Ok(())
        })
        .build(tauri::generate_context!())
}

/// Runs once, in the first instance only.
fn set_up(handle: &tauri::AppHandle, settings: Settings, started: Instant) {
    let arguments: Vec<String> = std::env::args().collect();
    let data = settings.paths.data.clone();
    handle.manage(window::Memory::new(&data, started));
    let main_thread: sdr_app::MainThread = {
        let handle = handle.clone();
        Arc::new(move |work: Box<dyn FnOnce() + Send>| {
            if let Err(error) = handle.run_on_main_thread(work) {
                tracing::error!(%error, "the main thread is gone");
            }
        })
    };
    let opened: Result<App, StartError> =
        tauri::async_runtime::block_on(App::open(settings, Some(main_thread)));
    let opened = match opened {
        Ok(app) => app,
        Err(error) => {
            // Said in the window as well: a desktop start has no terminal.
            say(&error.to_string());
            handle.manage(Door::Closed(error.to_string()));
            handle.manage(Running::default());
            window::open(handle, None);
            return;
        }
    };
    opened.offer_login_window(login::XLogin::new(handle));
    let engine = opened.engine().clone();
    handle.manage(Door::Open(opened.router(sdr_api::Shell::Desktop)));
    tauri::async_runtime::block_on(async { opened.start_worker() });
    handle.manage(Running::new(opened));
    tracing::info!(elapsed_ms = started.elapsed().as_millis(), "the app is open");
    let hidden = lifecycle::starts_hidden(&arguments);
    if !hidden {
        window::open(handle, lifecycle::wanted_page(&arguments));
    }
    let tray = tray::build(handle, &engine);
    if hidden && !tray::has_host() {
        tracing::warn!("started hidden, but this desktop shows no tray: opening the window");
        window::open(handle, None);
    }
    push::start(handle, engine, tray);
    lifecycle::obey_signals(handle);
}
