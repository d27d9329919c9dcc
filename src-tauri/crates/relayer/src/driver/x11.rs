//! Linux and BSD under X11: windows by EWMH, foreign input by `XInput` 2, keys by XTEST, clipboard by
//! arboard.
//!
//! Wayland offers no portable way to see the front window or to press keys, so there the relayer only
//! opens links.
//!
//! **Invariant:** a window counts as Telegram's only by class *and* process, never by class or title alone.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use enigo::{Direction, Enigo, Key, Keyboard as _, Settings};

use super::clipboard::{Keepsake, SystemClipboard};
use super::opener::Opener;
use super::version::Version;
use super::{
    AppKind, Driver, DriverError, Front, FrontRole, Input, NoDriver, Stroke, Survey, TelegramApp,
    VIEWER_TITLE,
};
use crate::config::TelegramConfig;

mod input;
mod session;
mod windows;

use input::InputWatch;
use windows::{Screen, Window};

/// The class Telegram Desktop gives its windows; spelling differs between toolkits.
const CLASS: &str = "telegramdesktop";

/// Connects to the X server named by the environment.
pub(super) fn connect(config: &TelegramConfig) -> Result<Box<dyn Driver>, NoDriver> {
    session::check_display()?;
    let broken = |error: DriverError| NoDriver {
        sentence: format!("The X display cannot be worked ({error})."),
        fix: "Check that the display is running and that this user may use it.".into(),
        assisted: false,
    };
    let screen = Screen::connect().map_err(broken)?;
    let input = InputWatch::connect().map_err(broken)?;
    let settings = Settings { linux_delay: 0, ..Settings::default() };
    let keys = Enigo::new(&settings).map_err(|e| broken(DriverError::new("keys cannot be sent", e)))?;
    let clipboard = SystemClipboard::open().map_err(broken)?;
    let usual_place = config.command.is_none();
    Ok(Box::new(X11 {
        screen,
        input,
        keys,
        clipboard,
        opener: Opener::choose(config.command.as_deref()),
        version: session::telegram_version(config.data_dir.as_deref(), usual_place),
        looks_for_processes: usual_place,
        started: Instant::now(),
    }))
}

/// One X display.
struct X11 {
    screen: Screen,
    input: InputWatch,
    keys: Enigo,
    clipboard: SystemClipboard,
    opener: Opener,
    version: Option<Version>,
    /// With a configured command, processes of other names are not ours to count.
    looks_for_processes: bool,
    started: Instant,
}

impl X11 {
    fn chord(&mut self, modifier: Key, key: Key) -> Result<(), DriverError> {
        self.tap(modifier, Direction::Press)?;
        let tapped = self.tap(key, Direction::Click);
        // The modifier must never stay down, whatever happened in between.
        self.tap(modifier, Direction::Release)?;
        tapped
    }

    fn tap(&mut self, key: Key, direction: Direction) -> Result<(), DriverError> {
        if direction != Direction::Release {
            self.input.expect_one_of_ours();
        }
        self.keys.key(key, direction).map_err(|e| DriverError::new("a key could not be sent", e))
    }
}

fn is_telegram(window: &Window) -> bool {
    window.class.eq_ignore_ascii_case(CLASS)
}

/// The picture viewer has the class and the process of the main window; only its title differs.
fn is_viewer(window: &Window) -> bool {
    window.title.eq_ignore_ascii_case(VIEWER_TITLE)
}

impl Driver for X11 {
    fn survey(&mut self) -> Result<Survey, DriverError> {
        let mut titles: BTreeMap<u32, Option<String>> = BTreeMap::new();
        for window in self.screen.clients()?.into_iter().filter(is_telegram) {
            let Some(pid) = window.pid else { continue };
            let title = titles.entry(pid).or_default();
            if !is_viewer(&window) {
                *title = Some(window.title);
            }
        }
        if self.looks_for_processes {
            for pid in session::telegram_processes() {
                titles.entry(pid).or_default();
            }
        }
        let apps = titles.into_iter().map(|(pid, title)| TelegramApp { pid, kind: AppKind::Desktop, title });
        let mut obstacles = self.screen.obstacles()?;
        obstacles.extend(self.input.obstacles());
        Ok(Survey {
            apps: apps.collect(),
            installed: self.opener.is_available(),
            version: self.version,
            locked: session::is_locked(),
            obstacles,
        })
    }

    fn front(&mut self) -> Result<Option<Front>, DriverError> {
        let Some(window) = self.screen.active()? else { return Ok(None) };
        let Some(pid) = window.pid.filter(|_| is_telegram(&window)) else {
            return Ok(Some(Front {
                window: window.id.into(),
                pid: window.pid.unwrap_or(0),
                role: FrontRole::Foreign,
                title: String::new(),
            }));
        };
        let role = if is_viewer(&window) { FrontRole::Viewer } else { FrontRole::Chat };
        Ok(Some(Front { window: window.id.into(), pid, role, title: window.title }))
    }

    fn input(&mut self) -> Result<Input, DriverError> {
        self.input.look()
    }

    fn open_link(&mut self, link: &str) -> Result<(), DriverError> {
        self.opener.open(link)
    }

    fn press(&mut self, stroke: Stroke) -> Result<(), DriverError> {
        match stroke {
            Stroke::SelectAll => self.chord(Key::Control, Key::Unicode('a')),
            Stroke::Copy => self.chord(Key::Control, Key::Unicode('c')),
            Stroke::Paste => self.chord(Key::Control, Key::Unicode('v')),
            Stroke::ToEnd => self.chord(Key::Control, Key::End),
            Stroke::Erase => self.tap(Key::Backspace, Direction::Click),
            Stroke::Dot => self.tap(Key::Unicode('.'), Direction::Click),
            Stroke::Submit => self.tap(Key::Return, Direction::Click),
        }
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

    fn tick(&mut self) {
        if let Err(error) = self.input.look() {
            tracing::debug!(%error, "the input watch could not be emptied");
        }
    }
}
