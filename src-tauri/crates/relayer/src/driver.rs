//! The edge to the operating system: everything the relayer can see and do on a desktop.
//!
//! One driver per system lives below; a scripted one lives in the tests. A driver does as it is told and
//! decides nothing.
//!
//! **Invariant:** looking ([`Driver::survey`], [`Driver::front`], [`Driver::input`]) never changes
//! anything a human could notice.

use std::sync::Arc;
use std::time::Duration;

use crate::config::{TelegramConfig, Wiring};

pub mod clipboard;
#[cfg(target_os = "macos")]
mod macos;
pub mod opener;
pub mod version;
#[cfg(windows)]
mod windows;
#[cfg(all(unix, not(target_os = "macos")))]
mod x11;

use clipboard::Keepsake;
use version::Version;

/// Runs a closure on the process's main thread, which some macOS interfaces insist on.
pub type MainThread = Arc<dyn Fn(Box<dyn FnOnce() + Send>) + Send + Sync>;

/// Connects to the desktop; called on the desktop thread, again after the connection broke.
pub type Connect = dyn Fn(&TelegramConfig) -> Result<Box<dyn Driver>, NoDriver> + Send + Sync;

/// Title of the picture viewer, which shares class and process with the main window.
#[cfg_attr(windows, expect(dead_code, reason = "assisted only on Windows"))]
const VIEWER_TITLE: &str = "Media viewer";

/// Names a window for as long as it exists.
pub type WindowId = u64;

/// Which Telegram it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppKind {
    /// Telegram Desktop: shows the chat's name in its title.
    Desktop,
    /// Telegram for macOS: never does.
    Native,
}

/// A running Telegram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TelegramApp {
    /// Process.
    pub pid: u32,
    /// Which Telegram it is.
    pub kind: AppKind,
    /// Title of its main window; `None` while it sits in the tray.
    pub title: Option<String>,
}

/// What a window in front is to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrontRole {
    /// Telegram's main window.
    Chat,
    /// Telegram's picture viewer, which has no field.
    Viewer,
    /// Another program.
    Foreign,
}

/// The window that gets the keys now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Front {
    /// Which window.
    pub window: WindowId,
    /// Its process.
    pub pid: u32,
    /// What it is to us.
    pub role: FrontRole,
    /// Its title; empty for other programs, whose titles are none of our business.
    pub title: String,
}

/// Something the desktop lacks, with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// What is wrong.
    pub sentence: String,
    /// What to do.
    pub fix: String,
}

/// Everything the checklist looks at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Survey {
    /// Every running Telegram.
    pub apps: Vec<TelegramApp>,
    /// Whether one could be started.
    pub installed: bool,
    /// Its version, where it can be known.
    pub version: Option<Version>,
    /// Whether the screen is locked.
    pub locked: bool,
    /// Permissions and extensions that are missing.
    pub obstacles: Vec<Obstacle>,
}

/// What the human did with keyboard and mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Input {
    /// Keys and clicks so far that were not ours; only ever grows.
    pub foreign: u64,
    /// Time since the last of them; `None` when none was seen.
    pub quiet_for: Option<Duration>,
    /// Whether a modifier key is held down.
    pub modifier_held: bool,
}

/// A key combination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stroke {
    /// Select everything in the field.
    SelectAll,
    /// Copy the selection.
    Copy,
    /// Paste the clipboard.
    Paste,
    /// To the end of the text, which also drops the selection.
    ToEnd,
    /// Delete the selection or the character before the cursor.
    Erase,
    /// Type a full stop.
    Dot,
    /// The submit key. The only stroke that can send anything.
    Submit,
}

/// A system call failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DriverError(pub String);

impl DriverError {
    /// Wraps what the system said.
    pub fn new(what: &str, error: impl std::fmt::Display) -> Self {
        Self(format!("{what}: {error}"))
    }
}

/// There is no desktop the relayer could work on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct NoDriver {
    /// What was found.
    pub sentence: String,
    /// What to do.
    pub fix: String,
    /// Whether links can still be opened for the human.
    pub assisted: bool,
}

impl NoDriver {
    pub(crate) fn gone() -> Self {
        Self {
            sentence: "The part of the app that works Telegram Desktop has stopped.".into(),
            fix: "Restart SDR Console.".into(),
            assisted: false,
        }
    }
}

/// One desktop. Used from one thread only.
pub trait Driver {
    /// Looks for everything the checklist needs.
    fn survey(&mut self) -> Result<Survey, DriverError>;

    /// The window in front; `None` when there is none.
    fn front(&mut self) -> Result<Option<Front>, DriverError>;

    /// What the human did so far.
    fn input(&mut self) -> Result<Input, DriverError>;

    /// Hands a `tg://` link to Telegram, starting it if need be. Returns at once: success only means that
    /// the program could be started.
    fn open_link(&mut self, link: &str) -> Result<(), DriverError>;

    /// Presses a combination once, into whatever is in front.
    fn press(&mut self, stroke: Stroke) -> Result<(), DriverError>;

    /// The clipboard's text; `None` when it holds none.
    fn read_clipboard(&mut self) -> Result<Option<String>, DriverError>;

    /// Puts text on the clipboard, marked to stay out of clipboard histories.
    fn write_clipboard(&mut self, text: &str) -> Result<(), DriverError>;

    /// Takes what is on the clipboard into memory.
    fn save_clipboard(&mut self) -> Result<Keepsake, DriverError>;

    /// Puts it back.
    fn restore_clipboard(&mut self, keepsake: Keepsake) -> Result<(), DriverError>;

    /// Time since some fixed instant; never goes back.
    fn now(&self) -> Duration;

    /// Lets time pass.
    fn pause(&mut self, time: Duration);

    /// Called now and then while nothing else happens.
    fn tick(&mut self) {}
}

/// Connects to this machine's desktop.
pub fn system(wiring: &Wiring) -> Arc<Connect> {
    #[cfg(target_os = "macos")]
    let connect = {
        let main_thread = wiring.main_thread.clone();
        move |config: &TelegramConfig| macos::connect(config, main_thread.clone())
    };
    #[cfg(windows)]
    let connect = windows::connect;
    #[cfg(all(unix, not(target_os = "macos")))]
    let connect = x11::connect;
    #[cfg(not(target_os = "macos"))]
    let _ = wiring;
    Arc::new(connect)
}
