//! An answer on its way in, and the ledger entry that is finished with it.
//!
//! **Invariant:** an entry is finished exactly once, also when whoever asked lets go of the answer.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::StreamExt as _;
use futures::stream::BoxStream;
use sdr_ports::{EgressLedger, EgressOutcome};
use tokio::time::Instant;

use crate::error::{HttpError, in_short};

/// An entry of the egress ledger, finished when it is dropped.
pub(crate) struct Entry {
    ledger: Arc<dyn EgressLedger>,
    number: i64,
    bytes_in: u64,
    status: Option<u16>,
    /// Known once the answer is there whole, or surely will not be.
    outcome: Option<String>,
}

impl Entry {
    pub(crate) fn new(ledger: Arc<dyn EgressLedger>, number: i64) -> Self {
        Self { ledger, number, bytes_in: 0, status: None, outcome: None }
    }

    /// The headers are there.
    pub(crate) fn answered(&mut self, status: u16) {
        self.status = Some(status);
    }

    /// The body is there to its end.
    fn whole(&mut self) {
        self.outcome = self.status.map(|status| status.to_string());
    }

    /// It failed; hands the error on.
    pub(crate) fn failed(&mut self, error: HttpError) -> HttpError {
        self.outcome = Some(self.word(error.word()));
        error
    }

    fn word(&self, word: &str) -> String {
        self.status.map_or_else(|| word.to_owned(), |status| format!("{status}, {word}"))
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        let outcome = self.outcome.take().unwrap_or_else(|| self.word("given up"));
        self.ledger.finish(self.number, EgressOutcome { outcome, bytes_in: self.bytes_in });
    }
}

/// The body of an answer on its way in.
pub(crate) struct Pieces {
    response: reqwest::Response,
    entry: Entry,
    host: String,
    /// When the last byte must be there, and how long that was from the start.
    until: Option<(Instant, Duration)>,
    stall: Duration,
    limit: u64,
    over: bool,
}

impl Pieces {
    pub(crate) fn new(
        response: reqwest::Response,
        entry: Entry,
        host: String,
        until: Option<(Instant, Duration)>,
        stall: Duration,
        limit: u64,
    ) -> Self {
        Self { response, entry, host, until, stall, limit, over: false }
    }

    pub(crate) fn boxed(self) -> BoxStream<'static, Result<Bytes, HttpError>> {
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
        let stalled = Instant::now() + self.stall;
        let (deadline, patience) = match self.until {
            Some((until, total)) if until < stalled => (until, total),
            Some(_) | None => (stalled, self.stall),
        };
        let error = match tokio::time::timeout_at(deadline, self.response.chunk()).await {
            Ok(Ok(None)) => {
                self.over = true;
                self.entry.whole();
                return None;
            }
            Ok(Ok(Some(piece))) => {
                self.entry.bytes_in += piece.len() as u64;
                if self.entry.bytes_in <= self.limit {
                    return Some(Ok(piece));
                }
                HttpError::TooLarge { host, limit: self.limit }
            }
            Ok(Err(error)) => HttpError::Broken { host, why: in_short(&error) },
            Err(_) => HttpError::TimedOut { host, secs: patience.as_secs() },
        };
        self.over = true;
        Some(Err(self.entry.failed(error)))
    }
}
