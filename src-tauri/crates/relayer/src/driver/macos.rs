//! macOS: windows by `NSWorkspace` and the accessibility interface, keys by `CGEvent`, foreign input by a
//! listening event tap, clipboard by arboard, links by `open -b`, the version by Open Scripting.
//!
//! Two apps have the process name `Telegram`, so everything goes by bundle id and process id.
//!
//! **Invariant:** no value is ever spliced into script source; scripts here are constants with parameters.

use std::process::Command;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use enigo::{Direction, Enigo, Key, Keyboard as _, Settings};

use super::clipboard::{Keepsake, SystemClipboard};
use super::opener::{self, Opener};
use super::version::Version;
use super::{
    AppKind, Driver, DriverError, Front, FrontRole, Input, MainThread, NoDriver, Obstacle, Stroke, Survey,
    TelegramApp, VIEWER_TITLE,
};
use crate::config::TelegramConfig;

mod apps;
mod script;
mod tap;

/// Telegram Desktop from its site and from the App Store, then Telegram for macOS.
const BUNDLES: [(&str, AppKind); 3] = [
    ("com.tdesktop.Telegram", AppKind::Desktop),
    ("org.telegram.desktop", AppKind::Desktop),
    ("ru.keepcoder.Telegram", AppKind::Native),
];

/// Longest wait for the main thread to press a key.
const KEY_PATIENCE: Duration = Duration::from_secs(2);

/// Connects to this login session.
pub(super) fn connect(
    config: &TelegramConfig,
    main_thread: Option<MainThread>,
) -> Result<Box<dyn Driver>, NoDriver> {
    let Some(main_thread) = main_thread else {
        return Err(NoDriver {
            sentence:
                "This program has no window system of its own, so Telegram is worked assisted from here."
                    .into(),
            fix: "Use the SDR Console app for automatic sending.".into(),
            assisted: true,
        });
    };
    let clipboard = SystemClipboard::open().map_err(|error| NoDriver {
        sentence: format!("The clipboard cannot be used ({error})."),
        fix: "Log in to the desktop, then check again.".into(),
        assisted: true,
    })?;
    let bundle = BUNDLES.into_iter().find(|(id, _)| apps::is_installed(id));
    let version = bundle.and_then(|(id, _)| script::version_of(id, &main_thread));
    Ok(Box::new(MacOs {
        tap: tap::start(),
        main_thread,
        clipboard,
        command: config.command.clone(),
        bundle,
        version,
        started: Instant::now(),
    }))
}

/// One login session.
struct MacOs {
    /// Whether the event tap listens.
    tap: bool,
    main_thread: MainThread,
    clipboard: SystemClipboard,
    command: Option<Vec<String>>,
    /// The Telegram that links go to.
    bundle: Option<(&'static str, AppKind)>,
    version: Option<Version>,
    started: Instant,
}

impl MacOs {
    fn obstacles(&self) -> Vec<Obstacle> {
        let mut found = Vec::new();
        if !apps::is_trusted() {
            found.push(Obstacle {
                sentence: "macOS does not let the app press keys.".into(),
                fix: "Switch SDR Console on in System Settings > Privacy & Security > Accessibility.".into(),
            });
        } else if !self.tap {
            found.push(Obstacle {
                sentence: "macOS does not tell the app when you type or click.".into(),
                fix: "Switch SDR Console on in System Settings > Privacy & Security > Input Monitoring, then restart it."
                    .into(),
            });
        }
        if apps::secure_input() {
            found.push(Obstacle {
                sentence: "Another program has switched on secure keyboard entry, so the app cannot see whether you type."
                    .into(),
                fix: "Close the password field or the terminal that uses it, then check again.".into(),
            });
        }
        found
    }
}

/// The combination on a Mac keyboard: the modifier, if any, and the key.
fn keys_of(stroke: Stroke) -> (Option<Key>, Key) {
    match stroke {
        Stroke::SelectAll => (Some(Key::Meta), Key::Unicode('a')),
        Stroke::Copy => (Some(Key::Meta), Key::Unicode('c')),
        Stroke::Paste => (Some(Key::Meta), Key::Unicode('v')),
        Stroke::ToEnd => (Some(Key::Meta), Key::DownArrow),
        Stroke::Erase => (None, Key::Backspace),
        Stroke::Dot => (None, Key::Unicode('.')),
        Stroke::Submit => (None, Key::Return),
    }
}

/// Runs on the main thread: looking up a key in the keyboard layout must not happen elsewhere.
fn press_here(stroke: Stroke) -> Result<(), DriverError> {
    let failed = |e: &dyn std::fmt::Display| DriverError::new("a key could not be sent", e);
    let settings = Settings {
        event_source_user_data: Some(tap::OUR_MARK),
        open_prompt_to_get_permissions: false,
        ..Settings::default()
    };
    let mut keys = Enigo::new(&settings).map_err(|e| failed(&e))?;
    let (modifier, key) = keys_of(stroke);
    let Some(modifier) = modifier else {
        return keys.key(key, Direction::Click).map_err(|e| failed(&e));
    };
    keys.key(modifier, Direction::Press).map_err(|e| failed(&e))?;
    let tapped = keys.key(key, Direction::Click);
    // The modifier must never stay down, whatever happened in between.
    keys.key(modifier, Direction::Release).map_err(|e| failed(&e))?;
    tapped.map_err(|e| failed(&e))
}

impl Driver for MacOs {
    fn survey(&mut self) -> Result<Survey, DriverError> {
        let mut running = Vec::new();
        for (id, kind) in BUNDLES {
            for pid in apps::running(id) {
                let title = match kind {
                    AppKind::Desktop => apps::main_window(pid).map(|window| window.title),
                    AppKind::Native => None,
                };
                running.push(TelegramApp { pid: pid.unsigned_abs(), kind, title });
            }
        }
        Ok(Survey {
            apps: running,
            installed: self.command.is_some() || self.bundle.is_some(),
            version: self.version,
            locked: apps::is_locked(),
            obstacles: self.obstacles(),
        })
    }

    fn front(&mut self) -> Result<Option<Front>, DriverError> {
        let Some((pid, bundle)) = apps::frontmost() else { return Ok(None) };
        let ours = BUNDLES.iter().any(|(id, kind)| *id == bundle && *kind == AppKind::Desktop);
        let window = if ours { apps::focused_window(pid) } else { None };
        let pid = pid.unsigned_abs();
        let Some(window) = window else {
            return Ok(Some(Front { window: 0, pid, role: FrontRole::Foreign, title: String::new() }));
        };
        let viewer = window.title.eq_ignore_ascii_case(VIEWER_TITLE);
        let role = if viewer { FrontRole::Viewer } else { FrontRole::Chat };
        Ok(Some(Front { window: window.id, pid, role, title: window.title }))
    }

    fn input(&mut self) -> Result<Input, DriverError> {
        Ok(tap::input())
    }

    fn open_link(&mut self, link: &str) -> Result<(), DriverError> {
        match (&self.command, self.bundle) {
            (Some(command), _) => Opener::Program(command.clone()).open(link),
            (None, Some((id, _))) => opener::start(Command::new("/usr/bin/open").args(["-b", id, link])),
            (None, None) => Opener::SystemHandler.open(link),
        }
    }

    fn press(&mut self, stroke: Stroke) -> Result<(), DriverError> {
        let (answer, wait) = mpsc::channel();
        (self.main_thread)(Box::new(move || {
            // The caller may have given up waiting.
            let _ = answer.send(press_here(stroke));
        }));
        wait.recv_timeout(KEY_PATIENCE)
            .map_err(|e| DriverError::new("the main thread did not press the key", e))?
    }

    fn read_clipboard(&mut self) -> Result<Option<String>, DriverError> {
        self.clipboard.read()
    }

    fn write_clipboard(&mut self, text: &str) -> Result<(), DriverError> {
        self.clipboard.write(text)
    }

    fn save_clipboard(&mut self) -> Result<Keepsake, DriverError> {
        self.clipboard.save()
    }

    fn restore_clipboard(&mut self, keepsake: Keepsake) -> Result<(), DriverError> {
        self.clipboard.restore(keepsake)
    }

    fn now(&self) -> Duration {
        self.started.elapsed()
    }

    fn pause(&mut self, time: Duration) {
        std::thread::sleep(time);
    }
}
