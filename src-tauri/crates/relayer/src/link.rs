//! `tg://resolve` links: the only way a chat is opened.
//!
//! Telegram Desktop cuts a link at 8,192 characters and reads `+` as a space, so everything but
//! `[A-Za-z0-9]` is percent-encoded. A text that does not fit goes by a short nonce in the link, which
//! binds the chat, and is pasted afterwards. A nonce also goes first when the chat may already hold our
//! text from an earlier try: only then does reading the text back prove that the link took effect.
//!
//! **Invariant:** a link made here is never longer than [`LONGEST_LINK`].

use std::fmt::Write as _;

use sdr_domain::text::{Handle, HandleKind};

/// Telegram Desktop drops what stands behind this many characters of a link.
pub const LONGEST_LINK: usize = 8_192;

/// Telegram splits a message that is longer than this many UTF-16 units.
pub const LONGEST_MESSAGE: usize = 4_096;

/// Why no link can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Not a Telegram user name.
    #[error("the recipient has no Telegram user name")]
    NotTelegram,
    /// Nothing to say.
    #[error("the paragraph is empty")]
    Empty,
    /// Telegram would split it.
    #[error("the paragraph is longer than the 4,096 characters Telegram takes in one message")]
    TooLong,
    /// Holds a character that no field keeps.
    #[error("the paragraph holds an invisible control character")]
    ControlCharacter,
}

/// The links that bring one text into one chat's field.
#[derive(Clone, PartialEq, Eq)]
pub struct Links {
    /// Carries the whole text; `None` when it does not fit into a link.
    pub whole: Option<String>,
    /// Carries only [`Links::nonce`].
    pub bare: String,
    /// A word that stood in no field before: reading it back proves that this very link took effect.
    pub nonce: String,
}

impl std::fmt::Debug for Links {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Links(<redacted>)")
    }
}

/// Makes the links that bring `text` to `handle`; `nonce` must be random.
pub fn links(handle: &Handle, text: &str, nonce: &str) -> Result<Links, LinkError> {
    if handle.kind() != HandleKind::Telegram {
        return Err(LinkError::NotTelegram);
    }
    if text.trim().is_empty() {
        return Err(LinkError::Empty);
    }
    if text.encode_utf16().count() > LONGEST_MESSAGE {
        return Err(LinkError::TooLong);
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(LinkError::ControlCharacter);
    }
    let whole = Some(with_text(handle, text)).filter(|link| link.len() <= LONGEST_LINK);
    Ok(Links { whole, bare: with_text(handle, nonce), nonce: nonce.to_owned() })
}

/// The link that opens the chat and leaves its field alone.
pub fn chat_only(handle: &Handle) -> String {
    // A parsed Telegram handle holds nothing but letters, digits and `_`.
    format!("tg://resolve?domain={}", handle.value())
}

fn with_text(handle: &Handle, text: &str) -> String {
    format!("{}&text={}", chat_only(handle), encode(text))
}

/// Percent-encodes every byte but ASCII letters and digits.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
