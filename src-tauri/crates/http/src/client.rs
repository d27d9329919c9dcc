//! The client.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures::StreamExt as _;
use futures::stream::BoxStream;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use sdr_ports::{EgressIntent, EgressLedger, EgressOutcome};
use url::{Host, Url};

use crate::call::{Answer, Body, Call, Stream};
use crate::error::HttpError;

/// The one HTTP client; cheap to clone.
#[derive(Clone)]
pub struct Http {
    client: reqwest::Client,
    ledger: Arc<dyn EgressLedger>,
}

impl std::fmt::Debug for Http {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Http")
    }
}

/// An entry of the egress ledger that is finished exactly once, also when the caller gives up.
struct Entry {
    ledger: Arc<dyn EgressLedger>,
    number: i64,
    bytes_in: u64,
    outcome: Option<String>,
}

impl Entry {
    fn end(&mut self, outcome: impl Into<String>) {
        self.outcome = Some(outcome.into());
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        let outcome = self.outcome.take().unwrap_or_else(|| "given up".to_owned());
        self.ledger.finish(self.number, EgressOutcome { outcome, bytes_in: self.bytes_in });
    }
}

impl Http {
    /// Makes the client; the rustls provider must be installed by the process before.
    pub fn new(ledger: Arc<dyn EgressLedger>) -> Result<Self, HttpError> {
        let client = reqwest::Client::builder()
            // A redirect is a new request to another host: the caller decides.
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(5))
            .pool_idle_timeout(Duration::from_secs(60))
            .build();
        match client {
            Ok(client) => Ok(Self { client, ledger }),
            Err(error) => Err(HttpError::Unreachable { host: "any server".into(), why: in_short(&error) }),
        }
    }

    /// Sends a request and reads the whole answer, whatever its status.
    pub async fn call(&self, call: Call) -> Result<Answer, HttpError> {
        let (limits, host) = (call.limits, host_of(&call.url));
        let late = || HttpError::TimedOut { host: host.clone(), secs: limits.total.as_secs() };
        let whole = async {
            let mut stream = self.stream(call).await?;
            let mut body = BytesMut::new();
            while let Some(piece) = stream.pieces.next().await {
                body.extend_from_slice(&piece?);
            }
            Ok(Answer { status: stream.status, headers: stream.headers, body: body.freeze() })
        };
        tokio::time::timeout(limits.total, whole).await.unwrap_or_else(|_| Err(late()))
    }

    /// Sends a request and hands the answer over as it comes. The limits for stalling and size hold; the
    /// total time is the caller's.
    pub async fn stream(&self, call: Call) -> Result<Stream, HttpError> {
        let Call { method, url, headers, body, note, limits } = call;
        let host = host_of(&url);
        let body = encode(body);
        let intent = EgressIntent {
            host: host.clone(),
            purpose: note.purpose,
            method: method.to_string(),
            fields: note.fields,
            about: note.about,
            bytes_out: body.as_ref().map_or(0, |(bytes, _)| bytes.len() as u64),
            leaves_machine: !is_this_machine(&url),
        };
        let number = self.ledger.begin(intent).await?;
        let ledger = Arc::clone(&self.ledger);
        let mut entry = Entry { ledger, number, bytes_in: 0, outcome: None };
        let mut request = self.client.request(method, url).headers(headers);
        if let Some((bytes, kind)) = body {
            request = request.header(CONTENT_TYPE, HeaderValue::from_static(kind)).body(bytes);
        }
        let answer = tokio::time::timeout(limits.total, request.send()).await;
        let response = match answer {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => {
                let error = trouble(&error, &host, limits.connect);
                entry.end(word_of(&error));
                return Err(error);
            }
            Err(_) => {
                entry.end("timed out");
                return Err(HttpError::TimedOut { host, secs: limits.total.as_secs() });
            }
        };
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        entry.end(status.to_string());
        let pieces = Pieces { response, entry, host, stall: limits.stall, limit: limits.body, over: false };
        Ok(Stream { status, headers, pieces: pieces.boxed() })
    }
}

/// The body of an answer on its way in.
struct Pieces {
    response: reqwest::Response,
    entry: Entry,
    host: String,
    stall: Duration,
    limit: u64,
    over: bool,
}

impl Pieces {
    fn boxed(self) -> BoxStream<'static, Result<Bytes, HttpError>> {
        futures::stream::unfold(self, |mut state| async move {
            let piece = state.next().await?;
            Some((piece, state))
        })
        .boxed()
    }

    async fn next(&mut self) -> Option<Result<Bytes, HttpError>> {
        if self.over {
            return None;
        }
        let host = self.host.clone();
        let error = match tokio::time::timeout(self.stall, self.response.chunk()).await {
            Ok(Ok(None)) => return None,
            Ok(Ok(Some(piece))) => {
                self.entry.bytes_in += piece.len() as u64;
                if self.entry.bytes_in <= self.limit {
                    return Some(Ok(piece));
                }
                HttpError::TooLarge { host, limit: self.limit }
            }
            Ok(Err(error)) => HttpError::Broken { host, why: in_short(&error) },
            Err(_) => HttpError::TimedOut { host, secs: self.stall.as_secs() },
        };
        self.over = true;
        self.entry.end(word_of(&error));
        Some(Err(error))
    }
}

fn encode(body: Body) -> Option<(Vec<u8>, &'static str)> {
    match body {
        Body::None => None,
        Body::Json(text) => Some((text.into_bytes(), "application/json")),
        Body::Form(fields) => {
            let text = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
            Some((text.into_bytes(), "application/x-www-form-urlencoded"))
        }
    }
}

fn host_of(url: &Url) -> String {
    url.host_str().unwrap_or("no host").to_owned()
}

/// Whether the address is this machine's own, so that nothing leaves it.
fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn trouble(error: &reqwest::Error, host: &str, connect: Duration) -> HttpError {
    let (host, why) = (host.to_owned(), in_short(error));
    match (error.is_connect() || error.is_builder(), error.is_timeout()) {
        (true, true) => HttpError::Unreachable { host, why: format!("no connection in {} s", connect.as_secs()) },
        (true, false) => HttpError::Unreachable { host, why },
        (false, true) => HttpError::TimedOut { host, secs: connect.as_secs() },
        (false, false) => HttpError::Broken { host, why },
    }
}

/// The innermost cause in a few words. The outer texts of a client error repeat the address with its query,
/// which may carry a name; the innermost is the system's own word.
fn in_short(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    if std::ptr::eq(std::ptr::from_ref(cause).cast::<()>(), std::ptr::from_ref(error).cast::<()>()) {
        return "the request failed".to_owned();
    }
    cause.to_string()
}

fn word_of(error: &HttpError) -> String {
    match error {
        HttpError::Refused(_) => "refused",
        HttpError::Unreachable { .. } => "not reached",
        HttpError::TimedOut { .. } => "timed out",
        HttpError::Broken { .. } => "broke off",
        HttpError::TooLarge { .. } => "too large",
    }
    .to_owned()
}
