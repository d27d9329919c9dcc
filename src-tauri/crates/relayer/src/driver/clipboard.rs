//! The clipboard: one owner for the life of the process, what the human had on it kept in memory only.
//!
//! **Invariant:** everything written here is marked to stay out of clipboard histories, except what the
//! human had there before.

use std::path::PathBuf;

#[cfg(target_os = "macos")]
use arboard::SetExtApple as _;
#[cfg(all(unix, not(target_os = "macos")))]
use arboard::SetExtLinux as _;
#[cfg(windows)]
use arboard::SetExtWindows as _;
use arboard::{Clipboard, Error, ImageData};

use crate::driver::DriverError;

/// What was on the clipboard before.
#[derive(Clone, Default)]
pub enum Keepsake {
    /// Nothing, or a format that cannot be kept.
    #[default]
    Nothing,
    /// Text, perhaps with its formatted form.
    Text {
        /// Plain.
        plain: String,
        /// The same with formatting.
        html: Option<String>,
    },
    /// A picture.
    Picture(Box<ImageData<'static>>),
    /// Files.
    Files(Vec<PathBuf>),
}

impl std::fmt::Debug for Keepsake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keepsake(<redacted>)")
    }
}

/// The system clipboard.
pub struct SystemClipboard {
    inner: Clipboard,
}

impl SystemClipboard {
    /// Opens it.
    pub fn open() -> Result<Self, DriverError> {
        Clipboard::new()
            .map(|inner| Self { inner })
            .map_err(|e| DriverError::new("the clipboard cannot be used", e))
    }

    /// Its text; `None` when it holds none.
    pub fn read(&mut self) -> Result<Option<String>, DriverError> {
        match self.inner.get_text() {
            Ok(text) => Ok(Some(text)),
            Err(Error::ContentNotAvailable | Error::ConversionFailure) => Ok(None),
            Err(error) => Err(DriverError::new("the clipboard cannot be read", error)),
        }
    }

    /// Puts text on it, outside of histories.
    pub fn write(&mut self, text: &str) -> Result<(), DriverError> {
        let set = self.inner.set().exclude_from_history();
        #[cfg(windows)]
        let set = set.exclude_from_cloud().exclude_from_monitoring();
        set.text(text).map_err(|e| DriverError::new("the clipboard cannot be written", e))
    }

    /// Takes its content into memory. A format that cannot be kept counts as nothing.
    pub fn save(&mut self) -> Result<Keepsake, DriverError> {
        if let Ok(files) = self.inner.get().file_list()
            && !files.is_empty()
        {
            return Ok(Keepsake::Files(files));
        }
        if let Some(plain) = self.read()? {
            return Ok(Keepsake::Text { plain, html: self.inner.get().html().ok() });
        }
        Ok(self.inner.get_image().map_or(Keepsake::Nothing, |image| Keepsake::Picture(Box::new(image))))
    }

    /// Puts it back.
    pub fn restore(&mut self, keepsake: Keepsake) -> Result<(), DriverError> {
        let done = match keepsake {
            Keepsake::Nothing => self.inner.clear(),
            Keepsake::Text { plain, html: None } => self.inner.set_text(plain),
            Keepsake::Text { plain, html: Some(html) } => self.inner.set_html(html, Some(plain)),
            Keepsake::Picture(image) => self.inner.set_image(*image),
            Keepsake::Files(files) => self.inner.set().file_list(&files),
        };
        done.map_err(|e| DriverError::new("the clipboard cannot be put back", e))
    }
}
