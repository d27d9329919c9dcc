//! The human's own browser and clipboard: what they finish by hand is put in front of them here.
//!
//! **Invariant:** an address is an argument of its own, never part of a shell line, and is never logged: it may
//! carry a message.
//!
//! **Invariant:** the clipboard stays open as long as this lives; on X11 its content would go with it.

use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use sdr_ports::{Desktop, DesktopError};

use crate::driver::clipboard::SystemClipboard;
use crate::driver::opener::start;

/// This machine's desktop.
#[derive(Default)]
pub struct SystemDesktop {
    browser: Option<Vec<String>>,
    clipboard: Arc<Mutex<Option<SystemClipboard>>>,
}

impl std::fmt::Debug for SystemDesktop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SystemDesktop")
    }
}

impl SystemDesktop {
    /// `browser` is a program with arguments in place of the system's own choice.
    pub fn new(browser: Option<Vec<String>>) -> Self {
        Self { browser: browser.filter(|words| !words.is_empty()), clipboard: Arc::default() }
    }
}

fn is_page(address: &str) -> bool {
    let plain = address.bytes().all(|byte| byte.is_ascii_graphic());
    plain && (address.starts_with("https://") || address.starts_with("http://"))
}

#[async_trait]
impl Desktop for SystemDesktop {
    async fn open_page(&self, address: &str) -> Result<(), DesktopError> {
        if !is_page(address) {
            return Err(DesktopError("This is not the address of a web page".into()));
        }
        let (address, browser) = (address.to_owned(), self.browser.clone());
        let opened = tokio::task::spawn_blocking(move || match browser.as_deref() {
            Some([program, first @ ..]) => start(Command::new(program).args(first).arg(&address)).is_ok(),
            Some([]) | None => open::that_detached(&address).is_ok(),
        });
        match opened.await {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(DesktopError("No program opens web pages on this machine".into())),
        }
    }

    async fn copy(&self, text: &str) -> Result<(), DesktopError> {
        let (text, clipboard) = (text.to_owned(), Arc::clone(&self.clipboard));
        let copied = tokio::task::spawn_blocking(move || {
            let mut held = clipboard.lock().unwrap_or_else(PoisonError::into_inner);
            if held.is_none() {
                *held = Some(SystemClipboard::open()?);
            }
            let written = held.as_mut().map_or(Ok(()), |clipboard| clipboard.write(&text));
            if written.is_err() {
                // The display server may have been restarted: begin anew next time.
                *held = None;
            }
            written
        });
        match copied.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(DesktopError(first_up(&error.to_string()))),
            Err(_) => Err(DesktopError("The clipboard cannot be used".into())),
        }
    }
}

fn first_up(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_web_pages_are_opened() {
        let desktop = SystemDesktop::new(Some(vec!["/nonexistent-program".into()]));
        for address in ["file:///etc/passwd", "javascript:alert(1)", "-x", "https://a b", "tg://resolve", ""]
        {
            let error = desktop.open_page(address).await.unwrap_err();
            assert!(error.to_string().contains("not the address"), "{address}: {error}");
        }
        let error = desktop.open_page("https://x.com/").await.unwrap_err();
        assert!(error.to_string().starts_with("No program"), "{error}");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_browser_of_the_humans_choice_gets_the_address_as_one_argument() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (program, seen) = (folder.path().join("browser"), folder.path().join("seen"));
        pipe(&seen);
        let script = format!("#!/bin/sh\nprintf '%s' \"$1\" > '{}'\n", seen.display());
        std::fs::write(&program, script).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        let desktop = SystemDesktop::new(Some(vec![program.to_string_lossy().into_owned()]));
        let address = "https://x.com/intent/tweet?in_reply_to=1&text=a%20b;echo%20$HOME";
        desktop.open_page(address).await.unwrap();
        // Reading a pipe waits for the program to write.
        let read = tokio::task::spawn_blocking(move || std::fs::read_to_string(seen).unwrap());
        assert_eq!(read.await.unwrap(), address);
    }

    /// A pipe with a name.
    #[cfg(unix)]
    fn pipe(path: &std::path::Path) {
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }
}
