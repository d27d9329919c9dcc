//! Hands links to Telegram by starting a program; works on any desktop, even where nothing else does.
//!
//! A second Telegram process forwards its link to the first and ends with 0 whatever happens, so the
//! exit code says nothing; when none runs, the started process becomes the app. So: start, never wait.
//!
//! **Invariant:** the link is an argument of its own, never part of a shell line or a script.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::driver::DriverError;

/// Names under which Telegram Desktop is installed.
const PROGRAMS: [&str; 3] = ["telegram-desktop", "Telegram", "org.telegram.desktop"];

/// How links get to Telegram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opener {
    /// A program that takes the link after `--`.
    Program(Vec<String>),
    /// The desktop's own handler for `tg:` links.
    SystemHandler,
}

impl Opener {
    /// The configured command, else the installed Telegram, else the system's handler.
    pub fn choose(command: Option<&[String]>) -> Self {
        if let Some(command) = command.filter(|c| !c.is_empty()) {
            return Self::Program(command.to_vec());
        }
        PROGRAMS
            .iter()
            .find_map(|name| in_path(name))
            .map_or(Self::SystemHandler, |path| Self::Program(vec![path.to_string_lossy().into_owned()]))
    }

    /// Whether there is something to start.
    pub fn is_available(&self) -> bool {
        match self {
            Self::Program(command) => command
                .first()
                .is_some_and(|program| Path::new(program).is_file() || in_path(program).is_some()),
            Self::SystemHandler => system_handler_exists(),
        }
    }

    /// Starts it and comes back at once.
    pub fn open(&self, link: &str) -> Result<(), DriverError> {
        let mut command = match self {
            Self::Program(words) => {
                let (program, first) =
                    words.split_first().ok_or_else(|| DriverError("no program is configured".into()))?;
                let mut command = Command::new(program);
                command.args(first).arg("--").arg(link);
                command
            }
            Self::SystemHandler => system_handler(link),
        };
        start(&mut command)
    }
}

/// Starts a program that outlives us, and collects it when it ends.
pub(crate) fn start(command: &mut Command) -> Result<(), DriverError> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    let mut child = command.spawn().map_err(|e| DriverError::new("Telegram could not be started", e))?;
    let reaper = std::thread::Builder::new().name("telegram-process".into()).spawn(move || {
        if let Err(error) = child.wait() {
            tracing::debug!(%error, "the started Telegram process could not be waited for");
        }
    });
    reaper.map(|_| ()).map_err(|e| DriverError::new("no thread could be started", e))
}

fn in_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

#[cfg(target_os = "macos")]
fn system_handler(link: &str) -> Command {
    let mut command = Command::new("/usr/bin/open");
    command.arg(link);
    command
}

#[cfg(windows)]
fn system_handler(link: &str) -> Command {
    let mut command = Command::new("explorer.exe");
    command.arg(link);
    command
}

#[cfg(all(unix, not(target_os = "macos")))]
fn system_handler(link: &str) -> Command {
    let mut command = Command::new("xdg-open");
    command.arg(link);
    command
}

#[cfg(any(target_os = "macos", windows))]
fn system_handler_exists() -> bool {
    true
}

#[cfg(all(unix, not(target_os = "macos")))]
fn system_handler_exists() -> bool {
    if in_path("xdg-open").is_none() {
        return false;
    }
    let asked = Command::new("xdg-mime")
        .args(["query", "default", "x-scheme-handler/tg"])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    asked.is_ok_and(|answer| !answer.stdout.trim_ascii().is_empty())
}
