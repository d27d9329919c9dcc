//! Why a request brought no data, read from status, headers and body.
//!
//! **Invariant:** an answer nobody understands is trouble, never an empty result.

use sdr_domain::Timestamp;
use sdr_http::{Answer, HttpError};
use sdr_ports::{SourceError, SourceErrorKind};
use serde_json::Value;

use super::codes::{self, About, Then};
use super::cookies::CookieError;
use super::stop::{Stop, StopKind, minute};

/// Pause after a refusal that names no time, seconds.
const QUARTER_HOUR: i64 = 900;

/// Pause after an answer nobody understood, seconds; the same for each operation.
pub(super) const PAUSE_AFTER_CHANGE: i64 = 3600;

/// Why there is no data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Nothing was asked: no session, or the risk was not accepted.
    Closed(Closed),
    /// Nothing was asked, or X just stopped the session.
    Stopped(Stop),
    /// Not before this instant.
    Busy(Timestamp),
    /// No answer.
    Http(HttpError),
    /// X named a code; the number is the HTTP status.
    Code(i64, u16),
    /// 401, or the page for people who are not signed in.
    SignedOut,
    /// 404 without a word: signature, query id or method are wrong.
    Gone,
    /// The query id or its variables are out of date.
    Stale,
    /// Flags that must be in the request.
    Flags(Vec<String>),
    /// 5xx.
    Overloaded(u16),
    /// 402.
    Payment,
    /// A shape nobody knows; says which.
    Changed(String),
}

/// Why the session is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closed {
    NoCookies,
    BadCookies(CookieError),
    RiskNotAccepted,
}

impl From<HttpError> for Trouble {
    fn from(error: HttpError) -> Self {
        Self::Http(error)
    }
}

/// An answer with data, and the first error that came with it.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) value: Value,
    pub(super) trouble: Option<Trouble>,
}

/// Reads an answer of X's interface.
pub(super) fn read(answer: &Answer, now: Timestamp) -> Result<Reply, Trouble> {
    let ok = (200..300).contains(&answer.status);
    match answer.json() {
        Ok(value) if ok => {
            let trouble = coded(&value, answer, now);
            Ok(Reply { value, trouble })
        }
        Ok(value) => Err(coded(&value, answer, now).unwrap_or_else(|| wordless(answer, now))),
        Err(_) if is_wall(answer) => Err(stopped(StopKind::Wall, now)),
        Err(_) if !ok => Err(wordless(answer, now)),
        Err(_) if answer.text().contains("entry-client-logged-out") => Err(Trouble::SignedOut),
        Err(_) if answer.body.is_empty() => Err(Trouble::Changed("an empty answer".into())),
        Err(_) if is_html(answer) => Err(Trouble::Changed("a web page in place of data".into())),
        Err(_) => Err(Trouble::Changed("an answer that is no whole JSON".into())),
    }
}

fn stopped(kind: StopKind, now: Timestamp) -> Trouble {
    Trouble::Stopped(Stop::now(kind, now))
}

/// Trouble of a status without a code.
fn wordless(answer: &Answer, now: Timestamp) -> Trouble {
    match answer.status {
        401 => Trouble::SignedOut,
        402 => Trouble::Payment,
        403 => stopped(StopKind::Refused, now),
        404 if answer.body.is_empty() => Trouble::Gone,
        422 => Trouble::Stale,
        429 => limited(answer, now),
        500.. => Trouble::Overloaded(answer.status),
        status => Trouble::Changed(format!("status {status} without an explanation")),
    }
}

/// The first error in the body, where one is.
fn coded(value: &Value, answer: &Answer, now: Timestamp) -> Option<Trouble> {
    let error = value.get("errors")?.as_array()?.first()?;
    let message = error.get("message").and_then(Value::as_str).unwrap_or_default();
    if message.contains("Query: Unspecified") {
        return Some(Trouble::Stale);
    }
    if message.contains("LoadShed") || message.contains("Dependency: Internal error") {
        return Some(Trouble::Overloaded(answer.status));
    }
    let Some(code) = code_of(error, message) else {
        return Some(if (200..300).contains(&answer.status) {
            Trouble::Changed("an error without a number".into())
        } else {
            wordless(answer, now)
        });
    };
    Some(match code {
        336 => Trouble::Flags(flags(message)),
        88 => limited(answer, now),
        32 | 89 | 239 => Trouble::SignedOut,
        code => match codes::about(code).stop {
            Some(kind) => stopped(kind, now),
            None if answer.status == 403 && !is_harmless(code) => stopped(StopKind::Refused, now),
            None => Trouble::Code(code, answer.status),
        },
    })
}

/// Whether a 403 with this code is about one post or person, not about the session.
fn is_harmless(code: i64) -> bool {
    code == 353 || codes::about(code).sentence != codes::about(i64::MAX).sentence
}

/// From `code`, else `extensions.code`, else the `(NNN)` that ends the message.
fn code_of(error: &Value, message: &str) -> Option<i64> {
    let direct = error.get("code").and_then(Value::as_i64);
    let extension = || error.pointer("/extensions/code").and_then(Value::as_i64);
    let trailing = || message.trim_end().strip_suffix(')')?.rsplit_once('(')?.1.parse().ok();
    direct.or_else(extension).or_else(trailing)
}

/// `The following features cannot be null: a, b`.
fn flags(message: &str) -> Vec<String> {
    let names = message.rsplit_once(':').map_or("", |(_, names)| names);
    let is_flag = |name: &&str| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    names.split(',').map(str::trim).filter(is_flag).map(str::to_owned).collect()
}

/// The reset time of the answer, as long as it is a sane one.
pub(super) fn reset_of(answer: &Answer, now: Timestamp) -> Timestamp {
    let later = |secs: i64| Timestamp::from_second(now.as_second().saturating_add(secs)).unwrap_or(now);
    let named = answer.header("x-rate-limit-reset").and_then(|text| text.trim().parse::<i64>().ok());
    named
        .filter(|reset| (now.as_second()..=now.as_second().saturating_add(86_400)).contains(reset))
        .and_then(|reset| Timestamp::from_second(reset).ok())
        .unwrap_or_else(|| later(QUARTER_HOUR))
}

/// How many requests are left, where the answer says it.
pub(super) fn remaining_of(answer: &Answer) -> Option<u32> {
    answer.header("x-rate-limit-remaining").and_then(|text| text.trim().parse().ok())
}

fn limited(answer: &Answer, now: Timestamp) -> Trouble {
    match remaining_of(answer) {
        Some(left) if left > 0 => stopped(StopKind::SoftBan, now),
        Some(_) | None => Trouble::Busy(reset_of(answer, now)),
    }
}

fn is_html(answer: &Answer) -> bool {
    let head = answer.body.get(..512).unwrap_or(&answer.body);
    let head = String::from_utf8_lossy(head).trim_start().to_ascii_lowercase();
    head.starts_with("<!doctype") || head.starts_with("<html") || head.starts_with("<head")
}

/// Whether Cloudflare answers in X's place.
pub(super) fn is_wall(answer: &Answer) -> bool {
    if answer.header("cf-mitigated").is_some() {
        return true;
    }
    let text = answer.text();
    let marked =
        ["Attention Required! | Cloudflare", "<title>Just a moment", "cf-chl-", "challenges.cloudflare.com"];
    let says = marked.iter().any(|mark| text.contains(mark));
    let blocked = matches!(answer.status, 403 | 429 | 503);
    is_html(answer) && ((blocked && (says || answer.header("cf-ray").is_some())) || text.contains(marked[0]))
}

impl Trouble {
    /// What a code of it means; `None` where it is no code.
    pub(super) fn about(&self) -> Option<About> {
        match self {
            Self::Code(code, _) => Some(codes::about(*code)),
            Self::Closed(_)
            | Self::Stopped(_)
            | Self::Busy(_)
            | Self::Http(_)
            | Self::SignedOut
            | Self::Gone
            | Self::Stale
            | Self::Flags(_)
            | Self::Overloaded(_)
            | Self::Payment
            | Self::Changed(_) => None,
        }
    }

    /// Whether a write that ended so may have been carried out all the same.
    pub(super) fn may_have_acted(&self) -> bool {
        match self {
            Self::Http(error) => error.may_have_acted(),
            Self::Overloaded(_) | Self::Changed(_) => true,
            Self::Code(code, _) => codes::about(*code).then == Then::Perhaps,
            Self::Closed(_)
            | Self::Stopped(_)
            | Self::Busy(_)
            | Self::SignedOut
            | Self::Gone
            | Self::Stale
            | Self::Flags(_)
            | Self::Payment => false,
        }
    }

    /// What happened, and what to do.
    pub(super) fn words(&self) -> (String, String) {
        let (what, fix): (String, &str) = match self {
            Self::Closed(Closed::NoCookies) => (
                "X is not connected: there is no session.".into(),
                "Sign in to X, or paste your cookies, under Settings, X.",
            ),
            Self::Closed(Closed::BadCookies(error)) => {
                (format!("X is not connected: the stored session cannot be read. {error}"), "Paste it again under Settings, X.")
            }
            Self::Closed(Closed::RiskNotAccepted) => (
                "X is not asked: the risk of working with your own session was not accepted.".into(),
                "Read and accept the risk under Settings, X, or switch X to assisted.",
            ),
            Self::Stopped(stop) => (stop.sentence(), stop.fix()),
            Self::Busy(until) => (
                format!("X lets this account ask again at {}.", minute(*until)),
                "Nothing to do; it goes on by itself.",
            ),
            Self::Http(HttpError::Refused(refusal)) => (refusal.to_string(), "Nothing left this machine."),
            Self::Http(error @ HttpError::TooLarge { .. }) => {
                (format!("{error}."), "Try again later; if it stays, look for an update of the app.")
            }
            Self::Http(error) => (format!("{error}."), "Check your network; it is tried again later."),
            Self::SignedOut => (
                "X does not accept the session any more.".into(),
                "Sign in at x.com in your browser, then paste the cookies again under Settings, X.",
            ),
            Self::Gone | Self::Stale | Self::Flags(_) => (
                "X changed its interface: it refuses requests in the form this version knows. Nothing was found or sent."
                    .into(),
                "Try again in an hour; if it stays, look for an update of the app or switch X to assisted.",
            ),
            Self::Changed(what) => (
                format!("X changed its interface: it sent {what}. Nothing was taken from it."),
                "Try again in an hour; if it stays, look for an update of the app.",
            ),
            Self::Overloaded(status) => {
                (format!("X is overloaded ({status})."), "Nothing to do; it is tried again later.")
            }
            Self::Payment => {
                ("X asks for a payment (402).".into(), "Look at your plan on x.com, or switch X to assisted.")
            }
            Self::Code(code, _) => {
                let about = codes::about(*code);
                (format!("{} (X says {code}.)", about.sentence), about.fix)
            }
        };
        (what, fix.to_owned())
    }

    /// As the engine wants it from a source.
    pub(super) fn to_source(&self, now: Timestamp) -> SourceError {
        use SourceErrorKind as K;
        let kind = match self {
            Self::Closed(_) => K::NotConnected,
            Self::Stopped(_) => K::Blocked,
            Self::Busy(until) => K::Busy { retry_after_secs: seconds_until(*until, now) },
            Self::Http(HttpError::Refused(sdr_ports::EgressRefusal::LocalOnly { .. })) => K::LocalOnly,
            Self::Http(HttpError::TooLarge { .. })
            | Self::Gone
            | Self::Stale
            | Self::Flags(_)
            | Self::Changed(_) => K::Changed,
            Self::Http(_) | Self::Overloaded(_) => K::Away,
            Self::SignedOut => K::SignedOut,
            Self::Payment => K::Spent,
            Self::Code(code, _) => codes::about(*code).source,
        };
        let (sentence, fix) = self.words();
        SourceError { kind, sentence, fix }
    }
}

/// Whole seconds, at least one.
pub(super) fn seconds_until(until: Timestamp, now: Timestamp) -> u32 {
    u32::try_from(until.as_second().saturating_sub(now.as_second()).max(1)).unwrap_or(u32::MAX)
}
