//! A desktop that remembers what was put in front of the human.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use crate::desktop::{Desktop, DesktopError};

#[derive(Debug, Default)]
struct Seen {
    pages: Vec<String>,
    clipboard: Option<String>,
    broken: bool,
}

/// A strict [`Desktop`].
#[derive(Debug, Default)]
pub struct FakeDesktop {
    seen: Mutex<Seen>,
}

impl FakeDesktop {
    /// From now on nothing opens and nothing can be copied.
    pub fn breaks(&self) {
        self.seen().broken = true;
    }

    /// Addresses that were opened, in order.
    pub fn pages(&self) -> Vec<String> {
        self.seen().pages.clone()
    }

    /// What the clipboard holds.
    pub fn clipboard(&self) -> Option<String> {
        self.seen().clipboard.clone()
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Desktop for FakeDesktop {
    async fn open_page(&self, address: &str) -> Result<(), DesktopError> {
        let mut seen = self.seen();
        if seen.broken {
            return Err(DesktopError("No program opens web pages here".into()));
        }
        assert!(address.starts_with("https://") || address.starts_with("http://127.0.0.1"), "a web page");
        seen.pages.push(address.to_owned());
        Ok(())
    }

    async fn copy(&self, text: &str) -> Result<(), DesktopError> {
        let mut seen = self.seen();
        if seen.broken {
            return Err(DesktopError("The clipboard cannot be used".into()));
        }
        seen.clipboard = Some(text.to_owned());
        Ok(())
    }
}
