//! The window title of Telegram Desktop: `[(N) ]NAME[ @ ACCOUNT | –][ (M)]`.
//!
//! The title shows the display name, not the handle, and the human can switch it off. It is a second,
//! independent proof beside the read-back, never the only one.
//!
//! **Invariant:** the parser is lossy the same way every time, so a name compares equal to its own pin
//! whatever the unread counters say.

/// What a title says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Title {
    /// No chat is open, the app is locked or not logged in, or "Show chat name" is off.
    NoChat,
    /// The display name of the open chat.
    Chat(String),
}

impl Title {
    /// Reads the title of a main window.
    pub fn parse(title: &str) -> Self {
        let bare: String = title.chars().filter(|c| !is_direction_mark(*c)).collect();
        let name = strip_leading_counter(bare.trim());
        let name = strip_trailing_counter(name);
        let name = name.strip_suffix('–').map_or(name, str::trim_end);
        let name = name.rsplit_once(" @ ").map_or(name, |(name, _account)| name.trim_end());
        if name.is_empty() || name == "Telegram" { Self::NoChat } else { Self::Chat(name.to_owned()) }
    }

    /// The name, if a chat shows.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::NoChat => None,
            Self::Chat(name) => Some(name),
        }
    }
}

/// Isolates and marks that wrap names written from right to left.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}')
}

fn strip_leading_counter(title: &str) -> &str {
    let Some((count, rest)) = title.strip_prefix('(').and_then(|rest| rest.split_once(") ")) else {
        return title;
    };
    if is_count(count) { rest.trim_start() } else { title }
}

fn strip_trailing_counter(title: &str) -> &str {
    let Some((rest, count)) = title.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")) else {
        return title;
    };
    if is_count(count) { rest.trim_end() } else { title }
}

fn is_count(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}
