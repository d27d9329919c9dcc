//! A request and its answer.

use std::time::Duration;

use bytes::Bytes;
use futures::stream::BoxStream;
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use sdr_domain::egress::EgressPurpose;
use sdr_domain::id::LeadId;
use sdr_ports::Secret;
use url::Url;

use crate::error::HttpError;

/// What the egress ledger is told about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What for.
    pub purpose: EgressPurpose,
    /// Kinds of data in it, e.g. `post text`.
    pub fields: Vec<String>,
    /// Whose data.
    pub about: Vec<LeadId>,
}

impl Note {
    /// A request that carries nobody's data.
    pub fn of(purpose: EgressPurpose) -> Self {
        Self { purpose, fields: Vec::new(), about: Vec::new() }
    }

    /// Adds kinds of data.
    #[must_use]
    pub fn with(mut self, fields: &[&str], about: &[LeadId]) -> Self {
        self.fields.extend(fields.iter().map(|field| (*field).to_owned()));
        self.about.extend(about);
        self
    }
}

/// How long and how large an answer may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// From the request to the last byte of the answer; for a stream, to the end of its headers. Connecting
    /// may take [`crate::CONNECT`] of it.
    pub total: Duration,
    /// Between two pieces of an answer: one that stalls is given up.
    pub stall: Duration,
    /// Bytes of body; an answer that is larger is given up at that point, whatever its header says.
    pub body: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { total: Duration::from_secs(30), stall: Duration::from_secs(15), body: 8 * 1024 * 1024 }
    }
}

/// What is sent in the body.
#[derive(Clone, PartialEq, Eq, Default)]
pub enum Body {
    /// Nothing.
    #[default]
    None,
    /// JSON text, with its content type.
    Json(String),
    /// Form fields, with their content type.
    Form(Vec<(String, String)>),
}

/// One request.
#[derive(Clone)]
pub struct Call {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    pub(crate) note: Note,
    pub(crate) limits: Limits,
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let host = self.url.host_str().unwrap_or_default();
        f.debug_struct("Call").field("method", &self.method).field("host", &host).finish_non_exhaustive()
    }
}

impl Call {
    /// A request without body.
    pub fn new(method: Method, url: Url, note: Note) -> Self {
        Self { method, url, headers: HeaderMap::new(), body: Body::None, note, limits: Limits::default() }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(name, value);
        self
    }

    /// Adds a header whose value is a secret; never shown. A secret that cannot stand in a header is left
    /// out, and the service will say that it is missing.
    #[must_use]
    pub fn secret_header(mut self, name: HeaderName, prefix: &str, secret: &Secret) -> Self {
        if let Ok(mut value) = HeaderValue::from_str(&format!("{prefix}{}", secret.reveal())) {
            value.set_sensitive(true);
            self.headers.insert(name, value);
        }
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: Body) -> Self {
        self.body = body;
        self
    }

    /// Sets time and size limits.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }
}

/// A whole answer, of any status.
#[derive(Clone)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// Body, complete.
    pub body: Bytes,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

impl Answer {
    /// A header's text, where it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The body as JSON.
    pub fn json(&self) -> Result<serde_json::Value, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }

    /// The body as text; bytes that are not UTF-8 are replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// An answer that comes piece by piece.
pub struct Stream {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// The pieces; the limits for stalling and size hold for them too. Nothing follows an error.
    pub pieces: BoxStream<'static, Result<Bytes, HttpError>>,
}

impl std::fmt::Debug for Stream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stream").field("status", &self.status).finish_non_exhaustive()
    }
}
