//! Handles: the names under which a lead can be reached, parsed once at the border.
//!
//! **Invariant:** a [`Handle`] holds its normal form (no `@`, no URL around it, lower case where the
//! service ignores case), so two spellings of one person compare equal.

use serde::{Deserialize, Serialize};

use crate::channel::{Channel, UnknownWord};

/// What service a handle belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HandleKind {
    /// X user name.
    X,
    /// Telegram user name.
    Telegram,
    /// E-mail address.
    Email,
    /// LinkedIn profile address.
    Linkedin,
}

impl HandleKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::X, Self::Telegram, Self::Email, Self::Linkedin];

    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::X => "x",
            Self::Telegram => "telegram",
            Self::Email => "email",
            Self::Linkedin => "linkedin",
        }
    }

    /// The channel that reaches this kind of handle.
    pub fn channel(self) -> Channel {
        match self {
            Self::X => Channel::X,
            Self::Telegram => Channel::Telegram,
            Self::Email => Channel::Email,
            Self::Linkedin => Channel::Linkedin,
        }
    }
}

impl From<Channel> for HandleKind {
    fn from(channel: Channel) -> Self {
        match channel {
            Channel::X => Self::X,
            Channel::Telegram => Self::Telegram,
            Channel::Email => Self::Email,
            Channel::Linkedin => Self::Linkedin,
        }
    }
}

impl std::str::FromStr for HandleKind {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|k| k.as_str() == word)
            .ok_or_else(|| UnknownWord::new("handle kind", word))
    }
}

/// Why a text is no handle; the sentence says what a right one looks like.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HandleError {
    /// Nothing but white space.
    #[error("the handle is empty")]
    Empty,
    /// Not an X user name.
    #[error("an X handle is 1 to 15 letters, digits or underscores")]
    X,
    /// Not a Telegram user name.
    #[error(
        "a Telegram handle is 4 to 32 letters, digits or single underscores, starts with a letter and does not end with an underscore"
    )]
    Telegram,
    /// A Telegram bot cannot be a lead.
    #[error("a Telegram handle that ends in \"bot\" is a bot, not a person")]
    TelegramBot,
    /// Not an e-mail address.
    #[error("an e-mail address looks like name@example.com")]
    Email,
    /// Not a LinkedIn profile.
    #[error("a LinkedIn profile looks like https://www.linkedin.com/in/name/")]
    Linkedin,
}

/// A parsed handle in its normal form.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Handle {
    kind: HandleKind,
    value: String,
}

impl std::fmt::Debug for Handle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Handle({}, <redacted>)", self.kind.as_str())
    }
}

impl Handle {
    /// Reads a handle as people write it: with `@`, as a profile link, with spaces around it.
    pub fn parse(kind: HandleKind, text: &str) -> Result<Self, HandleError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(HandleError::Empty);
        }
        let value = match kind {
            HandleKind::X => parse_x(text)?,
            HandleKind::Telegram => parse_telegram(text)?,
            HandleKind::Email => parse_email(text)?,
            HandleKind::Linkedin => parse_linkedin(text)?,
        };
        Ok(Self { kind, value })
    }

    /// Which service it belongs to.
    pub fn kind(&self) -> HandleKind {
        self.kind
    }

    /// The normal form: `ada_l`, `ada@example.com`, `https://www.linkedin.com/in/ada/`.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The domain part of an e-mail address.
    pub fn email_domain(&self) -> Option<&str> {
        match self.kind {
            HandleKind::Email => self.value.rsplit_once('@').map(|(_, domain)| domain),
            HandleKind::X | HandleKind::Telegram | HandleKind::Linkedin => None,
        }
    }
}

/// Cuts `https://host/name?query` and `@name` down to `name` when the host is one of `hosts`.
fn last_segment<'a>(text: &'a str, hosts: &[&str]) -> &'a str {
    let bare = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    for host in hosts {
        if let Some(rest) =
            bare.get(..host.len()).filter(|h| h.eq_ignore_ascii_case(host)).map(|_| &bare[host.len()..])
            && let Some(path) = rest.strip_prefix('/')
        {
            return path.split(['/', '?', '#']).next().unwrap_or(path).trim_start_matches('@');
        }
    }
    text.strip_prefix('@').unwrap_or(text)
}

fn parse_x(text: &str) -> Result<String, HandleError> {
    let name = last_segment(text, &["x.com", "twitter.com", "mobile.twitter.com"]);
    let legal =
        (1..=15).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if legal { Ok(name.to_ascii_lowercase()) } else { Err(HandleError::X) }
}

/// Rules of the public user name (core.telegram.org/method/account.checkUsername): 5-32, collectible
/// names may have 4; starts with a letter, no `__`, no `_` at the end.
fn parse_telegram(text: &str) -> Result<String, HandleError> {
    let name = match text.strip_prefix("tg://resolve?domain=") {
        Some(rest) => rest.split('&').next().unwrap_or(rest),
        None => last_segment(text, &["t.me", "telegram.me", "telegram.dog"]),
    };
    let legal = (4..=32).contains(&name.len())
        && name.bytes().next().is_some_and(|b| b.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && !name.contains("__")
        && !name.ends_with('_');
    if !legal {
        return Err(HandleError::Telegram);
    }
    let name = name.to_ascii_lowercase();
    if name.ends_with("bot") { Err(HandleError::TelegramBot) } else { Ok(name) }
}

fn parse_email(text: &str) -> Result<String, HandleError> {
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    let (local, domain) = text.rsplit_once('@').ok_or(HandleError::Email)?;
    let local_ok = (1..=64).contains(&local.len())
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b));
    let label_ok = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let domain_ok = domain.len() <= 253
        && domain.contains('.')
        && domain.split('.').all(label_ok)
        && domain
            .rsplit('.')
            .next()
            .is_some_and(|tld| tld.len() >= 2 && !tld.bytes().all(|b| b.is_ascii_digit()));
    if local_ok && domain_ok { Ok(text.to_ascii_lowercase()) } else { Err(HandleError::Email) }
}

fn parse_linkedin(text: &str) -> Result<String, HandleError> {
    let bare = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
    let (host, path) = bare.split_once('/').ok_or(HandleError::Linkedin)?;
    let host = host.to_ascii_lowercase();
    if host != "linkedin.com" && !host.ends_with(".linkedin.com") {
        return Err(HandleError::Linkedin);
    }
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let mut parts = path.split('/').filter(|p| !p.is_empty());
    match (parts.next(), parts.next(), parts.next()) {
        (Some("in" | "pub"), Some(slug), _) if is_slug(slug) => {
            // A member id such as ACoAAB… is not a name: its case matters.
            let slug = if slug.starts_with("AC") { slug.to_owned() } else { slug.to_lowercase() };
            Ok(format!("https://www.linkedin.com/in/{slug}/"))
        }
        (Some("sales"), Some("lead"), Some(id)) if is_slug(id) => {
            Ok(format!("https://www.linkedin.com/sales/lead/{id}"))
        }
        _ => Err(HandleError::Linkedin),
    }
}

/// Letters, digits and what a link may carry unescaped; nothing that could end an attribute or a line.
fn is_slug(slug: &str) -> bool {
    (3..=150).contains(&slug.len()) && slug.chars().all(|c| c.is_alphanumeric() || "-_%,.".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(kind: HandleKind, text: &str) -> Result<String, HandleError> {
        Handle::parse(kind, text).map(|h| h.value().to_owned())
    }

    #[test]
    fn every_spelling_of_a_telegram_name_is_one_handle() {
        for text in [
            "@Ada_L",
            "ada_l",
            "https://t.me/Ada_L",
            "telegram.me/ada_l?x=1",
            "tg://resolve?domain=ada_l&text=hi",
        ] {
            assert_eq!(value(HandleKind::Telegram, text).as_deref(), Ok("ada_l"), "{text}");
        }
    }

    #[test]
    fn telegram_refuses_bots_and_malformed_names() {
        assert_eq!(value(HandleKind::Telegram, "help_bot"), Err(HandleError::TelegramBot));
        for text in ["abc", "1ada", "ada__l", "ada_", "ada l", "+4912345", "ada&text=x"] {
            assert_eq!(value(HandleKind::Telegram, text), Err(HandleError::Telegram), "{text}");
        }
    }

    #[test]
    fn x_names_come_out_of_links_and_lose_their_case() {
        assert_eq!(value(HandleKind::X, "https://twitter.com/AdaL/status/1").as_deref(), Ok("adal"));
        assert_eq!(value(HandleKind::X, "a-b"), Err(HandleError::X));
    }

    #[test]
    fn email_must_have_a_dotted_domain() {
        assert_eq!(value(HandleKind::Email, " Ada.L@Example.COM ").as_deref(), Ok("ada.l@example.com"));
        for text in
            ["ada", "ada@localhost", "ada@@example.com", "a b@example.com", "ada@example.1", "=cmd()@x.co y"]
        {
            assert_eq!(value(HandleKind::Email, text), Err(HandleError::Email), "{text}");
        }
    }

    #[test]
    fn linkedin_profiles_normalise_locale_and_old_forms() {
        let normal = Ok("https://www.linkedin.com/in/ada-l/");
        assert_eq!(value(HandleKind::Linkedin, "de.linkedin.com/in/Ada-L?trk=1").as_deref(), normal);
        assert_eq!(value(HandleKind::Linkedin, "http://www.linkedin.com/pub/ada-l/1/2/3").as_deref(), normal);
        let member = "https://www.linkedin.com/in/ACoAABcDeF/";
        assert_eq!(value(HandleKind::Linkedin, member).as_deref(), Ok(member));
        for text in [
            "https://example.com/in/ada",
            "linkedin.com/in/a b c",
            "linkedin.com/in/<b>ada",
            "linkedin.com/in/ada\"x",
        ] {
            assert_eq!(value(HandleKind::Linkedin, text), Err(HandleError::Linkedin), "{text}");
        }
    }

    #[test]
    fn debug_output_never_shows_the_address() {
        let handle = Handle::parse(HandleKind::Email, "ada@example.com").unwrap();
        assert!(!format!("{handle:?}").contains("ada"));
    }
}
