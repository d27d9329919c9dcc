//! The page on this machine that X hands the code to. Speaks as much HTTP as a browser's one request needs.
//!
//! **Invariant:** it listens on the loopback address only and answers only requests that name it as their host,
//! so that no page from elsewhere can reach it under another name.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::page;

const PATH: &str = "/callback";
/// A request of a browser, with every cookie of this machine's other pages.
const LONGEST: usize = 32 * 1024;
/// Browsers open connections ahead and send nothing on them.
const PATIENCE: Duration = Duration::from_secs(10);
const MOST_AT_ONCE: usize = 32;

/// The open page.
pub(super) struct Listener {
    inner: TcpListener,
    redirect: String,
    host: String,
    reading: JoinSet<Option<Visitor>>,
}

/// A browser that waits for its answer.
pub(super) struct Visitor {
    stream: TcpStream,
    pub(super) query: String,
}

impl Listener {
    /// Takes the first port that is free.
    pub(super) async fn bind(ports: &[u16]) -> std::io::Result<Self> {
        let mut last = std::io::Error::other("no port is configured");
        for port in ports {
            match TcpListener::bind(("127.0.0.1", *port)).await {
                Ok(inner) => {
                    let host = inner.local_addr()?.to_string();
                    let redirect = format!("http://{host}{PATH}");
                    return Ok(Self { inner, redirect, host, reading: JoinSet::new() });
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// Its address, as registered at X.
    pub(super) fn redirect(&self) -> &str {
        &self.redirect
    }

    /// The next visit; other requests are answered on the way.
    pub(super) async fn next(&mut self) -> Visitor {
        loop {
            tokio::select! {
                Ok((stream, _)) = self.inner.accept(), if self.reading.len() < MOST_AT_ONCE => {
                    let host = self.host.clone();
                    self.reading.spawn(async move {
                        tokio::time::timeout(PATIENCE, read(stream, &host)).await.ok().flatten()
                    });
                }
                Some(read) = self.reading.join_next() => {
                    if let Ok(Some(visitor)) = read {
                        return visitor;
                    }
                }
            }
        }
    }
}

/// One request; `None` when it was for something else and is answered.
async fn read(mut stream: TcpStream, host: &str) -> Option<Visitor> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let mut piece = [0; 4096];
        let count = stream.read(&mut piece).await.ok().filter(|count| *count > 0)?;
        head.extend_from_slice(piece.get(..count)?);
        if head.len() > LONGEST {
            return None;
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let mut lines = head.lines();
    let mut words = lines.next()?.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    let names_us = lines.any(|line| {
        line.split_once(':')
            .is_some_and(|(name, value)| name.eq_ignore_ascii_case("host") && value.trim() == host)
    });
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    if names_us && method == "GET" && path == PATH {
        return Some(Visitor { stream, query: query.to_owned() });
    }
    let other = Visitor { stream, query: String::new() };
    other.answer(404, &page::page("Nothing here", "This page is only for signing in to X.")).await;
    None
}

impl Visitor {
    /// Answers and closes. A browser that is gone already has its code handed over all the same.
    pub(super) async fn answer(mut self, status: u16, html: &str) {
        let reason = match status {
            200 => "OK",
            400 => "Bad Request",
            _ => "Not Found",
        };
        let answer = format!(
            "HTTP/1.1 {status} {reason}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
             cache-control: no-store\r\nreferrer-policy: no-referrer\r\nx-content-type-options: nosniff\r\n\
             content-security-policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'\r\n\
             connection: close\r\n\r\n{html}",
            html.len()
        );
        let written = async {
            self.stream.write_all(answer.as_bytes()).await?;
            self.stream.shutdown().await
        };
        if !matches!(tokio::time::timeout(PATIENCE, written).await, Ok(Ok(()))) {
            tracing::debug!("the browser was gone before its answer");
        }
    }
}
