//! What Apollo's refusals mean, and what to do about each.
//!
//! Words of the service are looked at and never repeated: they may name people or hold markup.

use sdr_http::{Answer, HttpError};
use sdr_ports::{SourceError, SourceErrorKind};

/// Whether a request that was carried out would have cost something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cost {
    Free,
    Credits,
}

/// What to tell after a request nobody knows the end of.
const LOOK: &str = "Look at the credit usage in Apollo before you ask for the same people again.";

fn error(kind: SourceErrorKind, sentence: impl Into<String>, fix: &str) -> SourceError {
    SourceError { kind, sentence: sentence.into(), fix: fix.to_owned() }
}

/// Away for a free request; for a paid one it may have been charged.
fn away(cost: Cost, what: &str) -> SourceError {
    match cost {
        Cost::Free => error(SourceErrorKind::Away, what, "Try again later."),
        Cost::Credits => {
            let sentence = format!("{what} The request may have cost credits all the same.");
            error(SourceErrorKind::Unclear, sentence, LOOK)
        }
    }
}

pub(super) fn changed(cost: Cost) -> SourceError {
    let what = "Apollo answered in a form this version does not know, so nothing was taken from it.";
    match cost {
        Cost::Free => error(SourceErrorKind::Changed, what, "Update the app, or try again later."),
        Cost::Credits => away(cost, what),
    }
}

pub(super) fn wrong_key() -> SourceError {
    error(
        SourceErrorKind::SignedOut,
        "Apollo does not accept the key.",
        "Make a key in Apollo under Settings, Integrations, API, and enter it in the settings here.",
    )
}

pub(super) fn too_many(most: usize) -> SourceError {
    let sentence = format!("One request to Apollo may ask for {most} people at most.");
    error(SourceErrorKind::BadQuery, sentence, "Ask for fewer people at once.")
}

/// No whole answer.
pub(super) fn of_http(trouble: &HttpError, cost: Cost) -> SourceError {
    match trouble {
        HttpError::Refused(refusal) => {
            error(SourceErrorKind::LocalOnly, refusal.to_string(), "Nothing was asked and nothing was spent.")
        }
        HttpError::Unreachable { .. } => error(
            SourceErrorKind::Away,
            "Apollo cannot be reached.",
            "Check your network and try again. Nothing was spent.",
        ),
        HttpError::TimedOut { .. } => away(cost, "Apollo did not answer in time."),
        HttpError::Broken { .. } => away(cost, "Apollo's answer broke off."),
        HttpError::TooLarge { .. } => away(cost, "Apollo's answer was far too large and was not read."),
    }
}

/// A refusal, or an answer of trouble.
pub(super) fn of_answer(answer: &Answer, cost: Cost) -> SourceError {
    match answer.status {
        401 => wrong_key(),
        402 => spent(),
        403 => forbidden(answer),
        404 => error(
            SourceErrorKind::Changed,
            "Apollo does not know this request any more.",
            "Update the app. Nothing was spent.",
        ),
        400 | 422 if speaks_of_credits(answer) => spent(),
        400 | 422 => error(
            SourceErrorKind::BadQuery,
            "Apollo does not understand the search.",
            "Change the filter: locations, company sizes and domains are the usual reasons.",
        ),
        429 => busy(answer),
        500.. => away(cost, "Apollo has trouble of its own."),
        _ => changed(cost),
    }
}

fn spent() -> SourceError {
    error(
        SourceErrorKind::Spent,
        "There are no Apollo credits left.",
        "Wait until Apollo refills them, or add credits there. Searching stays free.",
    )
}

/// The reason comes as JSON from Apollo itself, and as a page of markup from what stands before it.
fn forbidden(answer: &Answer) -> SourceError {
    let code = answer.json().ok();
    let code = code.as_ref().and_then(|json| json.get("error_code")?.as_str());
    if code == Some("API_INACCESSIBLE") {
        return error(
            SourceErrorKind::Blocked,
            "The key may not be used for this: the plan or the scope of the key does not include it.",
            "In Apollo, allow People Search and People Enrichment for this key, or make a master key.",
        );
    }
    error(
        SourceErrorKind::Blocked,
        "Apollo refuses requests from here.",
        "Sign in to Apollo in a browser and look whether it asks for something; then test the key again.",
    )
}

fn speaks_of_credits(answer: &Answer) -> bool {
    answer.text().to_lowercase().contains("credit")
}

/// How long to wait: what the service says, else until the exhausted window is surely over.
fn busy(answer: &Answer) -> SourceError {
    let number = |name: &str| answer.header(name)?.trim().parse::<i64>().ok();
    let said = number("retry-after").and_then(|secs| u32::try_from(secs).ok());
    let out = |name: &str| number(name).is_some_and(|left| left <= 0);
    let (window, secs) = if out("x-24-hour-requests-left") {
        ("the day", 86_400)
    } else if out("x-hourly-requests-left") {
        ("the hour", 3_600)
    } else if out("x-minute-requests-left") {
        ("the minute", 60)
    } else {
        ("now", 600)
    };
    let retry_after_secs = said.unwrap_or(secs).clamp(1, 86_400);
    error(
        SourceErrorKind::Busy { retry_after_secs },
        format!("Apollo allows no more requests for {window}."),
        &format!("Go on in {}. Nothing was spent.", in_words(retry_after_secs)),
    )
}

fn in_words(secs: u32) -> String {
    match secs {
        0..120 => format!("{secs} seconds"),
        120..7_200 => format!("{} minutes", secs.div_ceil(60)),
        _ => format!("{} hours", secs.div_ceil(3_600)),
    }
}
