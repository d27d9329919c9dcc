//! The client.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use futures::StreamExt as _;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use sdr_ports::{EgressIntent, EgressLedger};
use tokio::time::Instant;
use url::{Host, Url};

use crate::call::{Answer, Body, Call, Limits, Stream};
use crate::error::{HttpError, trouble};
use crate::pieces::{Entry, Pieces};

/// Longest time to connect, TLS included.
pub const CONNECT: Duration = Duration::from_secs(5);

/// The one HTTP client; cheap to clone.
#[derive(Clone)]
pub struct Http {
    /// For this machine's own addresses: no proxy, no name server.
    near: reqwest::Client,
    /// For every other machine.
    far: reqwest::Client,
    ledger: Arc<dyn EgressLedger>,
}

impl std::fmt::Debug for Http {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Http")
    }
}

impl Http {
    /// Makes the client. Installs the TLS provider of the process where there is none yet.
    pub fn new(ledger: Arc<dyn EgressLedger>) -> Result<Self, HttpError> {
        // An error means that one is installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let loopback = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
        // Port 0: the address keeps its own.
        let loopback = loopback.map(|address| SocketAddr::new(address, 0));
        let near = builder().no_proxy().resolve_to_addrs(THIS_MACHINE, &loopback).build();
        let broken = |error: reqwest::Error| HttpError::Unreachable {
            host: "any server".into(),
            why: crate::error::in_short(&error),
        };
        Ok(Self { near: near.map_err(broken)?, far: builder().build().map_err(broken)?, ledger })
    }

    /// Sends a request and reads the whole answer, whatever its status.
    pub async fn call(&self, call: Call) -> Result<Answer, HttpError> {
        let until = Some(Instant::now() + call.limits.total);
        let mut stream = self.begin(call, until).await?;
        let mut body = BytesMut::new();
        while let Some(piece) = stream.pieces.next().await {
            body.extend_from_slice(&piece?);
        }
        Ok(Answer { status: stream.status, headers: stream.headers, body: body.freeze() })
    }

    /// Sends a request and hands the answer over as it comes, however long it goes on.
    pub async fn stream(&self, call: Call) -> Result<Stream, HttpError> {
        self.begin(call, None).await
    }

    /// `until`: when the last byte must be there.
    async fn begin(&self, call: Call, until: Option<Instant>) -> Result<Stream, HttpError> {
        let Call { method, url, headers, body, note, limits } = call;
        let host = host_of(&url);
        let near = is_this_machine(&url);
        let body = encode(body);
        let intent = EgressIntent {
            host: host.clone(),
            purpose: note.purpose,
            method: method.to_string(),
            fields: note.fields,
            about: note.about,
            bytes_out: body.as_ref().map_or(0, |(bytes, _)| bytes.len() as u64),
            leaves_machine: !near,
        };
        let number = self.ledger.begin(intent).await?;
        let mut entry = Entry::new(Arc::clone(&self.ledger), number);
        let client = if near { &self.near } else { &self.far };
        let mut request = client.request(method, url).headers(headers);
        if let Some((bytes, kind)) = body {
            request = request.header(CONTENT_TYPE, HeaderValue::from_static(kind)).body(bytes);
        }
        let response = match tokio::time::timeout(limits.total, request.send()).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(entry.failed(trouble(&error, &host))),
            Err(_) => return Err(entry.failed(HttpError::TimedOut { host, secs: limits.total.as_secs() })),
        };
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        entry.answered(status);
        let Limits { total, stall, body: most } = limits;
        let pieces = Pieces::new(response, entry, host, until.map(|until| (until, total)), stall, most);
        Ok(Stream { status, headers, pieces: pieces.boxed() })
    }
}

fn builder() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        // A redirect is a new request, maybe to another host: the caller decides.
        .redirect(reqwest::redirect::Policy::none())
        // What is sent twice is decided, and written down, by the caller.
        .retry(reqwest::retry::never())
        .connect_timeout(CONNECT)
        .pool_idle_timeout(Duration::from_mins(1))
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

const THIS_MACHINE: &str = "localhost";

/// Whether the address is this machine's own, so that nothing leaves it. Other names that may point here
/// (`app.localhost`, a name in the hosts file) count as far: only a name server could say, and asking it is
/// leaving.
fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == THIS_MACHINE,
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => {
            address.is_loopback() || address.to_ipv4_mapped().is_some_and(|address| address.is_loopback())
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_need_no_name_server_count_as_this_machine() {
        let near = |text: &str| is_this_machine(&text.parse().unwrap());
        for text in [
            "http://localhost:11434/",
            "http://LOCALHOST/",
            "http://127.0.0.1/",
            "http://127.8.8.8:1/",
            "http://2130706433/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
        ] {
            assert!(near(text), "{text}");
        }
        for text in [
            "http://localhost.example.com/",
            "http://app.localhost/",
            "http://localhost./",
            "http://127.0.0.1.example.com/",
            "http://10.0.0.1/",
            "http://0.0.0.0/",
            "http://[::]/",
            "http://localhost@example.com/",
            "mailto:ada@example.com",
        ] {
            assert!(!near(text), "{text}");
        }
    }
}
