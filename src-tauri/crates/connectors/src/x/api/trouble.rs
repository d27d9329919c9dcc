//! Why the official interface brought nothing, read from status and body.
//!
//! **Invariant:** words of X are shown for a search only: an answer to a reply may repeat the reply.

use sdr_domain::Timestamp;
use sdr_http::{Answer, HttpError};
use sdr_ports::{EgressRefusal, SourceError, SourceErrorKind};
use serde_json::Value;

/// Pause after a refusal that names no time, seconds.
const QUARTER_HOUR: u32 = 900;

/// Why there is nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::x) enum Trouble {
    /// Nobody is signed in.
    NotSignedIn,
    /// The key or the sign-in is not accepted any more.
    SignedOut,
    /// The keychain could not be read, or not written after a renewal.
    Keychain(String),
    /// The access token is too old and no new one came; nothing was asked with it.
    NotRenewed(String),
    /// No answer.
    Http(HttpError),
    /// No credits left, or the monthly cap is reached.
    Spent,
    /// The app at X may not use this.
    NotEnrolled,
    /// Not for this account, this post or this kind of app.
    NotPermitted,
    /// The same words were posted already.
    Duplicate,
    /// The query cannot be used; the words say why.
    BadQuery(String),
    /// Not before so many seconds.
    Busy(u32),
    /// 5xx.
    Overloaded(u16),
    /// Something in front of X refuses this machine.
    Wall,
    /// A shape nobody knows; says which.
    Changed(String),
}

impl From<HttpError> for Trouble {
    fn from(error: HttpError) -> Self {
        Self::Http(error)
    }
}

impl Trouble {
    /// Reads an answer that is no success.
    pub(in crate::x) fn of(answer: &Answer, now: Timestamp) -> Self {
        let Ok(body) = answer.json() else { return Self::without_words(answer, now) };
        let said = all_words(&body);
        let says = |words: &[&str]| words.iter().any(|word| said.contains(word));
        let spent = says(&["usage-capped", "usage cap", "usagecap", "credit", "spend cap"]);
        match answer.status {
            402 => Self::Spent,
            403 | 429 if spent => Self::Spent,
            403 if says(&["duplicate"]) => Self::Duplicate,
            403 if says(&["client-forbidden", "client-not-enrolled"]) => Self::NotEnrolled,
            403 => Self::NotPermitted,
            400 => Self::BadQuery(format!("X refuses this query: {}", reason(&body))),
            _ => Self::without_words(answer, now),
        }
    }

    fn without_words(answer: &Answer, now: Timestamp) -> Self {
        match answer.status {
            401 => Self::SignedOut,
            402 => Self::Spent,
            403 => Self::Wall,
            429 => Self::Busy(seconds_to_reset(answer, now)),
            500.. => Self::Overloaded(answer.status),
            400 => Self::BadQuery("X refuses this query and does not say why.".into()),
            status => Self::Changed(format!("status {status}")),
        }
    }

    /// A good answer that cannot be read.
    pub(super) fn unreadable(answer: &Answer, error: &serde_json::Error) -> Self {
        let head = answer.body.iter().find(|byte| !byte.is_ascii_whitespace());
        Self::Changed(match (head, error.classify()) {
            (Some(b'<'), _) => "a web page in place of data".to_owned(),
            (_, serde_json::error::Category::Data) => "data of another shape".to_owned(),
            (_, _) => "an answer that is no whole JSON".to_owned(),
        })
    }

    /// What happened, and what to do.
    pub(in crate::x) fn words(&self) -> (String, String) {
        let (what, fix): (String, &str) = match self {
            Self::NotSignedIn => (
                "You are not signed in to X's official interface.".into(),
                "Sign in under Settings, X, or enter the key of your app.",
            ),
            Self::SignedOut => (
                "X does not accept the key or sign-in any more.".into(),
                "Sign in again under Settings, X, or enter a new key.",
            ),
            Self::Keychain(why) => {
                (format!("The sign-in to X cannot be used: {why}."), "Unlock the keychain, then try again.")
            }
            Self::NotRenewed(why) => (
                format!("The sign-in to X could not be renewed: {why}."),
                "Nothing to do; it is tried again later.",
            ),
            Self::Http(HttpError::Refused(refusal)) => (refusal.to_string(), "Nothing left this machine."),
            Self::Http(error) => (format!("{error}."), "Check your network; it is tried again later."),
            Self::Spent => (
                "No credits are left for X's official interface.".into(),
                "Top up at console.x.com; the next run goes on where this one ended.",
            ),
            Self::NotEnrolled => (
                "Your app at X may not use this part of the official interface.".into(),
                "Look at console.x.com whether the app belongs to a project with a plan.",
            ),
            Self::NotPermitted => (
                "X does not permit this to your account or app.".into(),
                "Look at your plan at console.x.com, or work X by hand: Settings, X, Assisted.",
            ),
            Self::Duplicate => (
                "X says that exactly these words were posted already.".into(),
                "Look at the post whether an earlier try arrived; if not, change the words.",
            ),
            Self::BadQuery(why) => (why.clone(), "Change the query under Sources."),
            Self::Busy(secs) => (
                format!("X lets you ask again in {}.", minutes(*secs)),
                "Nothing to do; it goes on by itself.",
            ),
            Self::Overloaded(status) => {
                (format!("X is overloaded (answer {status})."), "Nothing to do; it is tried again later.")
            }
            Self::Wall => (
                "Something in front of X refuses requests from this machine.".into(),
                "Try without VPN or proxy; if it stays, work X by hand: Settings, X, Assisted.",
            ),
            Self::Changed(what) => (
                format!("X changed its interface: it sent {what}. Nothing was taken from it."),
                "Try again in an hour; if it stays, look for an update of the app.",
            ),
        };
        (what, fix.to_owned())
    }

    /// As the engine wants it from a source.
    pub(in crate::x) fn to_source(&self) -> SourceError {
        use SourceErrorKind as K;
        let kind = match self {
            Self::NotSignedIn | Self::Keychain(_) => K::NotConnected,
            Self::SignedOut => K::SignedOut,
            Self::Http(HttpError::Refused(EgressRefusal::LocalOnly { .. })) => K::LocalOnly,
            Self::Http(HttpError::TooLarge { .. }) | Self::Changed(_) => K::Changed,
            Self::Http(_) | Self::Overloaded(_) | Self::NotRenewed(_) => K::Away,
            Self::Spent => K::Spent,
            Self::NotEnrolled | Self::NotPermitted | Self::Duplicate | Self::Wall => K::Blocked,
            Self::BadQuery(_) => K::BadQuery,
            Self::Busy(secs) => K::Busy { retry_after_secs: *secs },
        };
        let (sentence, fix) = self.words();
        SourceError { kind, sentence, fix }
    }
}

/// Every word of the problem that says what kind it is, in lower case.
fn all_words(body: &Value) -> String {
    let of = |value: &Value| {
        let field = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_lowercase();
        ["type", "title", "detail", "reason", "message"].map(field).join(" ")
    };
    let inner = body.get("errors").and_then(Value::as_array).into_iter().flatten().map(of);
    std::iter::once(of(body)).chain(inner).collect::<Vec<_>>().join(" ")
}

/// What X says about the query, as one short line.
fn reason(body: &Value) -> String {
    let told = body.pointer("/errors/0/message").or_else(|| body.get("detail")).and_then(Value::as_str);
    let line: String =
        told.unwrap_or("no reason given").chars().filter(|c| !c.is_control()).take(200).collect();
    if line.ends_with('.') { line } else { format!("{line}.") }
}

fn seconds_to_reset(answer: &Answer, now: Timestamp) -> u32 {
    let reset = answer.header("x-rate-limit-reset").and_then(|text| text.trim().parse::<i64>().ok());
    let left =
        reset.map(|reset| reset.saturating_sub(now.as_second())).filter(|left| (-60..=86_400).contains(left));
    left.and_then(|left| u32::try_from(left.max(1)).ok()).unwrap_or(QUARTER_HOUR)
}

fn minutes(secs: u32) -> String {
    match secs.div_ceil(60) {
        0 | 1 => "a minute".to_owned(),
        minutes => format!("{minutes} minutes"),
    }
}
