//! Telegram Desktop's version, read from places that do not start it.

use std::path::Path;

/// `major.minor.patch`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32, pub u32);

/// The first version that puts the text of a link into the chat's field.
pub const FIRST_WITH_TEXT: Version = Version(4, 16, 6);

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

impl Version {
    /// Reads `6.1.2`, `4.6.5+ds-2`, `v5.7`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches('v');
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let mut numbers = text[..end].split('.').map(str::parse::<u32>);
        let major = numbers.next()?.ok()?;
        let minor = numbers.next().and_then(Result::ok).unwrap_or(0);
        let patch = numbers.next().and_then(Result::ok).unwrap_or(0);
        Some(Self(major, minor, patch))
    }

    /// Reads Telegram's own form, `6001002` for 6.1.2.
    pub fn from_number(number: u32) -> Self {
        Self(number / 1_000_000, number / 1_000 % 1_000, number % 1_000)
    }

    /// The version the last start wrote into Telegram's log, `Launched version: 6001002, ...`.
    pub fn from_log(log: &str) -> Option<Self> {
        let (_, after) = log.rsplit_once("Launched version: ")?;
        let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        after[..end].parse().ok().map(Self::from_number)
    }

    /// The version of the Telegram whose data folder this is.
    pub fn from_data_dir(folder: &Path) -> Option<Self> {
        let log = std::fs::read(folder.join("log.txt")).ok()?;
        Self::from_log(&String::from_utf8_lossy(&log))
    }
}
