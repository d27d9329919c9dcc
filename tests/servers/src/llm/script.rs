//! What a stand-in does with the next question, and the habits it keeps.

use std::collections::VecDeque;
use std::convert::Infallible;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::{Dialect, Shared, brain, locked};

/// What happens to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// The model says this.
    Says(String),
    /// The right answer in a code fence.
    Fenced,
    /// The right answer, cut at the limit of tokens.
    CutOff,
    /// The model or its keeper will not answer.
    Refuses,
    /// 429 with `retry-after`, or with the pause in the message, or with neither.
    RateLimited {
        /// The header's text.
        header: Option<String>,
        /// The pause in words, e.g. `5.289s`.
        words: Option<String>,
    },
    /// The account has no quota left.
    Spent,
    /// A spend limit was reached (Anthropic).
    SpendLimit,
    /// Overloaded: 529, 498 or 503, as each service says it.
    Overloaded,
    /// This error status with the service's own kind of body.
    Fails(u16),
    /// The model is not there.
    NoModel,
    /// The request is larger than the account may send.
    TooLarge,
    /// The model's text did not fit the schema (Groq).
    FailsValidation(String),
    /// An error inside a success, as Ollama reports trouble on the way.
    ErrorInside(String),
    /// A web page instead of JSON.
    Html,
    /// The connection breaks.
    Drops,
    /// Half an answer, then the connection breaks.
    BreaksOff,
    /// Nothing ever comes.
    Stalls,
    /// An answer of so many megabytes.
    Megabytes(usize),
}

/// Lasting habits.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each habit comes alone or with any other")]
pub struct Habits {
    /// Models that are there.
    pub models: Vec<String>,
    /// Chat completions: the best shape it knows, of `json_schema`, `loose_schema`, `json_object`, `nothing`.
    pub shape: &'static str,
    /// Chat completions: knows `max_tokens` only.
    pub old_limit: bool,
    /// Takes no temperature.
    pub no_temperature: bool,
    /// Ollama: does not know the word `think`.
    pub no_think: bool,
    /// Anthropic: does not know `output_config`.
    pub no_output_config: bool,
    /// Ollama: reads so many tokens of any question at most, and says so only by its count.
    pub reads_at_most: Option<u64>,
    /// Does not list its models.
    pub no_list: bool,
    /// Ollama: what the next downloads do.
    pub pulls: VecDeque<&'static str>,
}

pub(super) struct Script {
    pub(super) habits: Habits,
    pub(super) acts: VecDeque<Act>,
}

impl Script {
    pub(super) fn new(dialect: Dialect) -> Self {
        let models: &[&str] = match dialect {
            Dialect::Ollama => &["qwen3:4b", "qwen3:8b", "nomic-embed-text:latest"],
            Dialect::OpenAi => &["gpt-test", "gpt-test-mini", "text-embedding-3-small"],
            Dialect::Groq => &["openai/gpt-oss-20b", "llama-3.1-8b-instant", "whisper-large-v3"],
            Dialect::Anthropic => &["claude-haiku-4-5-20251001", "claude-sonnet-5"],
        };
        let habits = Habits {
            models: models.iter().map(|name| (*name).to_owned()).collect(),
            shape: "json_schema",
            old_limit: false,
            no_temperature: false,
            no_think: false,
            no_output_config: false,
            reads_at_most: None,
            no_list: false,
            pulls: VecDeque::new(),
        };
        Self { habits, acts: VecDeque::new() }
    }
}

/// What a model said, for the dialect to wrap.
pub(super) struct Said {
    pub(super) text: String,
    pub(super) end: End,
    pub(super) read: u64,
    pub(super) written: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Whole,
    Cut,
    Refused,
}

/// What to answer: words for the dialect to wrap, a fault for it to spell, or a whole response.
pub(super) enum Turn {
    Said(Said),
    Fault(Act),
    Raw(Response),
}

/// Takes the next act and carries it out as far as it is the same everywhere.
pub(super) async fn turn(shared: &Shared, system: &str, user: &str) -> Turn {
    tokio::time::sleep(shared.latency).await;
    let act = locked(&shared.script).acts.pop_front();
    let right = || brain::answer(system, user);
    let said = |text: String, end| {
        let (read, written) = (tokens(system) + tokens(user), tokens(&text));
        Turn::Said(Said { text, end, read, written })
    };
    match act {
        None => said(right(), End::Whole),
        Some(Act::Says(text)) => said(text, End::Whole),
        Some(Act::Fenced) => said(format!("Sure, here it is:\n```json\n{}\n```", right()), End::Whole),
        Some(Act::CutOff) => {
            let text = right();
            let half: String = text.chars().take(text.chars().count() / 2).collect();
            said(half, End::Cut)
        }
        Some(Act::Refuses) => said("I cannot help with that.".to_owned(), End::Refused),
        Some(Act::Html) => {
            let page = "<!doctype html><title>Welcome</title>";
            Turn::Raw(([(header::CONTENT_TYPE, "text/html")], page).into_response())
        }
        Some(Act::Drops) => Turn::Raw(broken(Vec::new())),
        Some(Act::BreaksOff) => Turn::Raw(broken(b"{\"half\":".to_vec())),
        Some(Act::Stalls) => std::future::pending().await,
        Some(Act::Megabytes(count)) => Turn::Raw(megabytes(count)),
        Some(act) => Turn::Fault(act),
    }
}

pub(super) fn tokens(text: &str) -> u64 {
    (text.chars().count() / 4) as u64
}

/// A body that breaks off after these bytes.
pub(super) fn broken(bytes: Vec<u8>) -> Response {
    let broken = || Err::<Vec<u8>, _>(std::io::Error::other("broken on purpose"));
    if bytes.is_empty() {
        return Body::from_stream(futures::stream::iter([broken()])).into_response();
    }
    let pieces = futures::stream::unfold(Some(bytes), move |bytes| async move {
        if let Some(bytes) = bytes {
            return Some((Ok(bytes), None));
        }
        // Waiting once lets what came before go out.
        tokio::task::yield_now().await;
        Some((broken(), None))
    });
    Body::from_stream(pieces).into_response()
}

fn megabytes(count: usize) -> Response {
    let pieces = (0..count).map(|_| Ok::<_, Infallible>(vec![b' '; 1024 * 1024]));
    Body::from_stream(futures::stream::iter(pieces)).into_response()
}

pub(super) fn json(status: u16, body: &Value) -> Response {
    json_with(status, body, &[])
}

pub(super) fn json_with(status: u16, body: &Value, extra: &[(&'static str, &str)]) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    for (name, value) in extra {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, headers, body.to_string()).into_response()
}
