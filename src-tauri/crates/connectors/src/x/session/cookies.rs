//! The human's session at X, as they paste it or the login window hands it over: the whole jar, because X
//! looks at all of it.
//!
//! **Invariant:** a jar always holds `auth_token` and `ct0`, each once.

use sdr_ports::Secret;
use serde_json::Value;

/// Longer texts are no cookies.
const LONGEST: usize = 64 * 1024;

/// Why a text is no session of X; the sentence says what to paste instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CookieError {
    /// Nothing was pasted.
    #[error("Nothing was pasted. Paste the cookies auth_token and ct0 of x.com.")]
    Empty,
    /// No cookies can be seen in it.
    #[error(
        "No cookies were found in this text. Paste auth_token and ct0, a whole Cookie header, or an exported cookie file of x.com."
    )]
    NotCookies,
    /// The session cookie is missing.
    #[error("The cookie auth_token is missing. Sign in at x.com first, then copy the cookies again.")]
    NoAuthToken,
    /// The protection cookie is missing.
    #[error("The cookie ct0 is missing. Copy it from the same browser as auth_token.")]
    NoCt0,
    /// The session cookie is cut or mixed up.
    #[error("The cookie auth_token is not whole: it has 40 characters from 0-9 and a-f. Copy it again.")]
    BadAuthToken,
    /// The protection cookie is cut or mixed up.
    #[error("The cookie ct0 is not whole: it has 32 or more characters from 0-9 and a-f. Copy it again.")]
    BadCt0,
    /// More than any cookie file has.
    #[error("This text is too long for cookies of one site. Export only the cookies of x.com.")]
    TooLong,
}

/// All cookies of the session, in the order they were given.
#[derive(Clone, PartialEq, Eq)]
pub struct CookieJar {
    cookies: Vec<(String, String)>,
}

impl std::fmt::Debug for CookieJar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CookieJar({} cookies)", self.cookies.len())
    }
}

impl CookieJar {
    /// Reads `auth_token` and `ct0` in any writing: pairs, a Cookie header, a cookie file as JSON or in
    /// Netscape's form, or the two bare values.
    pub fn parse(text: &str) -> Result<Self, CookieError> {
        let text = text.trim().trim_start_matches('\u{feff}');
        if text.is_empty() {
            return Err(CookieError::Empty);
        }
        if text.len() > LONGEST {
            return Err(CookieError::TooLong);
        }
        let found = match text.chars().next() {
            Some('[' | '{') => {
                from_json(&serde_json::from_str(text).map_err(|_| CookieError::NotCookies)?, None)
            }
            Some(_) | None if text.lines().any(is_netscape) => {
                text.lines().filter_map(from_netscape).collect()
            }
            Some(_) | None => from_pairs(text),
        };
        Self::from_found(&found)
    }

    fn from_found(found: &[Found]) -> Result<Self, CookieError> {
        let mut jar = Self { cookies: Vec::new() };
        // X's own domain wins over the old one, whatever comes first.
        for of_old_domain in [false, true] {
            for cookie in found.iter().filter(|cookie| cookie.old_domain == of_old_domain) {
                if is_name(&cookie.name) && is_value(&cookie.value) && jar.get(&cookie.name).is_none() {
                    jar.cookies.push((cookie.name.clone(), cookie.value.clone()));
                }
            }
        }
        if jar.cookies.is_empty() {
            return Err(CookieError::NotCookies);
        }
        let hex = |value: &str, lengths: std::ops::RangeInclusive<usize>| {
            lengths.contains(&value.len()) && value.bytes().all(|b| b.is_ascii_hexdigit())
        };
        if !hex(jar.get("auth_token").ok_or(CookieError::NoAuthToken)?, 40..=40) {
            return Err(CookieError::BadAuthToken);
        }
        if !hex(jar.get("ct0").ok_or(CookieError::NoCt0)?, 32..=256) {
            return Err(CookieError::BadCt0);
        }
        Ok(jar)
    }

    /// The value of one cookie.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The protection cookie, which each request repeats in a header.
    pub(super) fn ct0(&self) -> Secret {
        Secret::new(self.get("ct0").unwrap_or_default())
    }

    /// The human's own numeric id, where the jar tells it.
    pub fn own_id(&self) -> Option<String> {
        let twid = self.get("twid")?.trim_matches('"');
        let id = twid.strip_prefix("u%3D").or_else(|| twid.strip_prefix("u="))?;
        (!id.is_empty() && id.bytes().all(|b| b.is_ascii_digit())).then(|| id.to_owned())
    }

    /// The whole jar as a Cookie header, which [`CookieJar::parse`] reads again.
    pub fn to_secret(&self) -> Secret {
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        Secret::new(pairs.join("; "))
    }

    /// Whether both are the same sign-in, however the other cookies rotated.
    pub fn same_session(&self, other: &Self) -> bool {
        self.get("auth_token") == other.get("auth_token")
    }

    /// Takes over a `Set-Cookie` header; says whether the jar changed. Deletions are ignored, and the
    /// session cookie itself is never replaced.
    pub(super) fn absorb(&mut self, set_cookie: &str) -> bool {
        let mut parts = set_cookie.split(';');
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { return false };
        let (name, value) = (name.trim(), value.trim());
        let deleted = parts.any(|attribute| {
            let attribute = attribute.trim().to_ascii_lowercase();
            attribute == "max-age=0" || attribute.starts_with("max-age=-") || attribute.contains("1970")
        });
        let sound = is_name(name) && !value.is_empty() && is_value(value) && name != "auth_token";
        if deleted || !sound || (name == "ct0" && !value.bytes().all(|b| b.is_ascii_hexdigit())) {
            return false;
        }
        match self.cookies.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) if known == value => false,
            Some((_, known)) => {
                value.clone_into(known);
                true
            }
            None => {
                self.cookies.push((name.to_owned(), value.to_owned()));
                true
            }
        }
    }
}

struct Found {
    name: String,
    value: String,
    old_domain: bool,
}

impl Found {
    fn new(name: &str, value: &str) -> Self {
        Self { name: name.trim().to_owned(), value: value.trim().to_owned(), old_domain: false }
    }

    /// `None` for another site's cookie.
    fn of_domain(name: &str, value: &str, domain: &str) -> Option<Self> {
        let domain = domain.trim().trim_start_matches('.').to_ascii_lowercase();
        let within = |site: &str| domain == site || domain.ends_with(&format!(".{site}"));
        let old_domain = within("twitter.com");
        (within("x.com") || old_domain).then(|| Self { old_domain, ..Self::new(name, value) })
    }
}

fn from_json(value: &Value, name: Option<&str>) -> Vec<Found> {
    match value {
        Value::Array(list) => list.iter().flat_map(|entry| from_json(entry, None)).collect(),
        Value::Object(fields) => {
            let text = |key: &str| fields.get(key).and_then(Value::as_str);
            if let (Some(name), Some(value)) = (text("name").or(name), text("value")) {
                let cookie = match text("domain").or_else(|| text("host")) {
                    Some(domain) => Found::of_domain(name, value, domain),
                    None => Some(Found::new(name, value)),
                };
                return cookie.into_iter().collect();
            }
            fields.iter().flat_map(|(key, value)| from_json(value, Some(key))).collect()
        }
        Value::String(text) => name.map(|name| Found::new(name, text)).into_iter().collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

fn is_netscape(line: &str) -> bool {
    line.split('\t').count() >= 7
}

fn from_netscape(line: &str) -> Option<Found> {
    let line = line.strip_prefix("#HttpOnly_").unwrap_or(line);
    let mut fields = line.split('\t');
    let domain = fields.next().filter(|domain| !domain.starts_with('#'))?;
    let name = fields.nth(4)?;
    Found::of_domain(name, fields.next()?, domain)
}

fn from_pairs(text: &str) -> Vec<Found> {
    let text = text.get(..7).filter(|head| head.eq_ignore_ascii_case("cookie:")).map_or(text, |_| &text[7..]);
    let wanted = |name: &str| name == "auth_token" || name == "ct0";
    let pair = |piece: &str| {
        // Only our two names may stand before anything but an equals sign, or prose would count as cookies.
        let (name, value) = piece.split_once('=').or_else(|| piece.trim().split_once([':', '\t', ' ']))?;
        let name = name.trim().trim_matches('"');
        let value = value.trim().trim_end_matches(',');
        (piece.contains('=') || wanted(name)).then(|| Found::new(name, value))
    };
    let found: Vec<Found> = text.split([';', '\n', '\r']).filter_map(pair).collect();
    if found.iter().any(|cookie| wanted(&cookie.name)) {
        return found;
    }
    // Two bare values, copied one after the other: only the session cookie has 40 characters.
    let bare = |word: &str| word.len() >= 32 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let words: Vec<&str> =
        text.split([' ', '\n', '\r', '\t', ',', ';']).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [a, b] if bare(a) && bare(b) => {
            let (token, ct0) = if a.len() == 40 { (a, b) } else { (b, a) };
            vec![Found::new("auth_token", token), Found::new("ct0", ct0)]
        }
        _ => found,
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 128
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

fn is_value(value: &str) -> bool {
    value.len() <= 4096 && value.bytes().all(|b| (0x21..0x7f).contains(&b) && !b";,\\".contains(&b))
}

#[cfg(test)]
#[path = "cookies/tests.rs"]
mod tests;
