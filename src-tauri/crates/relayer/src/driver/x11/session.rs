//! The login session around the display: Wayland, screen lock, installed and running Telegrams.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::driver::NoDriver;
use crate::driver::version::Version;

/// First 15 characters of the process names Telegram Desktop has, as `/proc/PID/comm` cuts them.
const PROCESS_NAMES: [&str; 2] = ["Telegram", "telegram-deskto"];

fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether there is an X display that shows what the human sees.
pub(super) fn check_display() -> Result<(), NoDriver> {
    let wayland =
        env("WAYLAND_DISPLAY").is_some() || env("XDG_SESSION_TYPE").is_some_and(|kind| kind == "wayland");
    if wayland {
        return Err(NoDriver {
            sentence: "On Wayland no app may see the front window or press keys, so Telegram is worked assisted: each \
                       message is opened in its chat, and you press Enter."
                .into(),
            fix: "For automatic sending, log in to an X11 session.".into(),
            assisted: true,
        });
    }
    if env("DISPLAY").is_none() {
        return Err(NoDriver {
            sentence: "There is no display, so Telegram Desktop cannot be worked from here.".into(),
            fix: "Start SDR Console inside the desktop session where Telegram runs.".into(),
            assisted: false,
        });
    }
    Ok(())
}

/// Whether the screen is locked, as far as logind knows.
pub(super) fn is_locked() -> bool {
    let Some(session) = env("XDG_SESSION_ID") else { return false };
    let asked = Command::new("loginctl")
        .args(["show-session", &session, "-p", "LockedHint", "--value"])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    asked.is_ok_and(|answer| answer.stdout.trim_ascii() == b"yes")
}

/// Running Telegrams, also those that sit in the tray without a window.
pub(super) fn telegram_processes() -> Vec<u32> {
    let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
    let pids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    pids.filter(|pid| {
        std::fs::read_to_string(format!("/proc/{pid}/comm"))
            .is_ok_and(|name| PROCESS_NAMES.contains(&name.trim_end()))
    })
    .collect()
}

/// The installed version, from Telegram's own log or Debian's package list.
pub(super) fn telegram_version(data_dir: Option<&Path>, usual_place: bool) -> Option<Version> {
    if let Some(folder) = data_dir {
        return Version::from_data_dir(folder);
    }
    if !usual_place {
        return None;
    }
    let data = env("XDG_DATA_HOME")
        .map(PathBuf::from)
        .or_else(|| env("HOME").map(|home| Path::new(&home).join(".local/share")))?;
    Version::from_data_dir(&data.join("TelegramDesktop")).or_else(debian_version)
}

fn debian_version() -> Option<Version> {
    let asked = Command::new("dpkg-query")
        .args(["-W", "-f", "${Version}", "telegram-desktop"])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    Version::parse(&String::from_utf8_lossy(&asked.stdout))
}
