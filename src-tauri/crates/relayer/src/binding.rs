//! The binding proof: what does the focused field hold?
//!
//! A sentinel goes on the clipboard, then select all, copy, and the clipboard is read. An untouched
//! sentinel means that no text field has the focus, or an empty one.
//!
//! **Invariant:** two texts count as the same only if every character agrees, apart from line endings,
//! kinds of space and white space at the end of a line.

use std::time::Duration;

use crate::driver::{Driver, DriverError, Stroke};

/// Pause between two looks at the clipboard.
const LOOK: Duration = Duration::from_millis(4);

/// Brings line endings, spaces and line ends to one form.
pub fn normalise(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let text = text.replace(['\u{A0}', '\u{202F}'], " ");
    let lines: Vec<&str> = text.split('\n').map(|line| line.trim_end_matches([' ', '\t'])).collect();
    lines.join("\n").trim_end_matches('\n').to_owned()
}

/// Whether the field holds exactly our text. Telegram puts a space before a text that begins with `@`,
/// so that it is not read as an inline bot.
pub fn same_text(ours: &str, field: &str) -> bool {
    let (ours, field) = (normalise(ours), normalise(field));
    field == ours || (ours.starts_with('@') && field.strip_prefix(' ') == Some(ours.as_str()))
}

/// What a field turned out to hold.
#[derive(Clone, PartialEq, Eq)]
pub enum Field {
    /// Nothing could be copied: it is empty, or no field has the focus.
    Silent,
    /// This text.
    Holds(String),
}

impl std::fmt::Debug for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Silent => f.write_str("Silent"),
            Self::Holds(_) => f.write_str("Holds(<redacted>)"),
        }
    }
}

/// Makes sentinels no earlier read-back could have left behind.
#[derive(Debug, Clone)]
pub struct Sentinels {
    seed: String,
    count: u32,
}

impl Sentinels {
    /// Starts a series; `seed` must be random.
    pub fn new(seed: String) -> Self {
        Self { seed, count: 0 }
    }

    fn next(&mut self) -> String {
        self.count += 1;
        format!("sdr-{}-{}", self.seed, self.count)
    }
}

/// Reads the focused field back within `patience`. The caller has made sure that the right window is in
/// front; the selection is dropped again, so that no later key can replace the text.
pub fn read_back(
    driver: &mut dyn Driver,
    sentinels: &mut Sentinels,
    patience: Duration,
) -> Result<Field, DriverError> {
    let sentinel = sentinels.next();
    driver.write_clipboard(&sentinel)?;
    driver.press(Stroke::SelectAll)?;
    driver.press(Stroke::Copy)?;
    let deadline = driver.now() + patience;
    let field = loop {
        match driver.read_clipboard()? {
            // Half-way through a copy the clipboard may hold no text for a moment.
            None => {}
            Some(text) if text == sentinel => {}
            Some(text) => break Field::Holds(text),
        }
        if driver.now() >= deadline {
            break Field::Silent;
        }
        driver.pause(LOOK);
    };
    driver.press(Stroke::ToEnd)?;
    Ok(field)
}
