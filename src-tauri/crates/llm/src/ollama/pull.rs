//! Downloading a model: a line of JSON for each step, layers side by side, trouble as a line of its own.

use std::collections::BTreeMap;

use futures::StreamExt as _;
use sdr_domain::egress::EgressPurpose;
use sdr_http::{Answer, Body, Limits, Method, Note, Stream};
use sdr_ports::llm::{LlmErrorKind, PullProgress};
use serde_json::{Value, json};

use super::Ollama;
use crate::exchange::Fault;
use crate::trouble::Trouble;

/// Longest line; real ones have a few hundred bytes.
const MOST_LINE: usize = 64 * 1024;
/// All lines together: a large model brings some hundred thousand.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// What is known of a download so far.
#[derive(Default)]
struct Progress {
    status: String,
    /// Bytes there and bytes in all, by layer.
    layers: BTreeMap<String, (u64, u64)>,
    done: bool,
}

impl Progress {
    /// Takes one line in.
    fn hear(&mut self, line: &Value) {
        if let Some(status) = line.get("status").and_then(Value::as_str) {
            self.status = status.chars().take(120).collect();
            self.done |= status == "success";
        }
        if let Some(digest) = line.get("digest").and_then(Value::as_str) {
            let number = |name: &str| line.get(name).and_then(Value::as_u64).unwrap_or_default();
            let layer = self.layers.entry(digest.to_owned()).or_default();
            *layer = (layer.0.max(number("completed")), layer.1.max(number("total")));
        }
    }

    fn told(&self) -> PullProgress {
        let sum = |pick: fn(&(u64, u64)) -> u64| self.layers.values().map(pick).sum();
        PullProgress {
            status: self.status.clone(),
            completed: sum(|layer| layer.0),
            total: sum(|layer| layer.1),
        }
    }
}

/// How one attempt ended, short of success.
enum Stop {
    /// The connection broke off: pulling again goes on where it stopped.
    Broke(Trouble),
    Final(Trouble),
}

impl Ollama<'_> {
    /// Downloads until it is there. A connection that breaks off is taken up again, as long as bytes came in
    /// between.
    pub(crate) async fn pull(
        &self,
        model: &str,
        tell: &(dyn Fn(PullProgress) + Send + Sync),
    ) -> Result<(), Trouble> {
        let mut progress = Progress::default();
        let mut fruitless = 0;
        loop {
            let before = progress.told().completed;
            match self.pull_once(model, &mut progress, tell).await {
                Ok(()) => return Ok(()),
                Err(Stop::Final(trouble)) => return Err(trouble),
                Err(Stop::Broke(trouble)) => {
                    fruitless = if progress.told().completed > before { 0 } else { fruitless + 1 };
                    if fruitless >= self.wire.patience.tries {
                        return Err(trouble);
                    }
                    tokio::time::sleep(self.wire.patience.backoff).await;
                }
            }
        }
    }

    async fn pull_once(
        &self,
        model: &str,
        progress: &mut Progress,
        tell: &(dyn Fn(PullProgress) + Send + Sync),
    ) -> Result<(), Stop> {
        let note = Note::of(EgressPurpose::ModelDownload);
        let body = json!({"model": model, "stream": true}).to_string();
        let call = self.call(Method::POST, "/api/pull", note).map_err(Stop::Final)?;
        let stall = self.wire.patience.pull_stall;
        let limits = Limits { total: self.wire.patience.local, stall, body: MOST_BYTES };
        let service = &self.address.service;
        let call = call.body(Body::Json(body)).limits(limits);
        let stream = self.wire.http.stream(call).await.map_err(|error| {
            let broke = error.may_have_acted();
            let trouble = service.away(&error);
            if broke { Stop::Broke(trouble) } else { Stop::Final(trouble) }
        })?;
        if stream.status != 200 {
            return Err(Stop::Final(self.refused(stream, model).await));
        }
        let mut pieces = stream.pieces;
        let mut line = Vec::new();
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(|error| Stop::Broke(service.away(&error)))?;
            for byte in piece {
                if byte != b'\n' {
                    line.push(byte);
                } else if !line.is_empty() {
                    self.hear(&line, model, progress)?;
                    tell(progress.told());
                    line.clear();
                }
                if line.len() > MOST_LINE {
                    return Err(Stop::Final(service.stranger()));
                }
            }
        }
        if !line.is_empty() {
            self.hear(&line, model, progress)?;
            tell(progress.told());
        }
        if progress.done { Ok(()) } else { Err(Stop::Broke(self.broke_off(model))) }
    }

    fn hear(&self, line: &[u8], model: &str, progress: &mut Progress) -> Result<(), Stop> {
        let service = &self.address.service;
        // A line that was cut off is the end of a broken connection, not another program.
        let line: Value = serde_json::from_slice(line).map_err(|_| Stop::Broke(self.broke_off(model)))?;
        match line.get("error").and_then(Value::as_str) {
            None => {
                progress.hear(&line);
                Ok(())
            }
            Some(error) if error.contains("does not exist") || error.contains("not found") => {
                let sentence = format!(
                    "There is no model called {model} to download. Check the name at ollama.com/library."
                );
                Err(Stop::Final(Trouble::new(LlmErrorKind::NoModel, sentence)))
            }
            Some(error) if error.contains("no space") || error.contains("disk") => {
                let sentence = format!(
                    "The disk of the machine that runs {} is full. Free some space there, then pull the model again.",
                    service.name
                );
                Err(Stop::Final(Trouble::new(LlmErrorKind::Away, sentence)))
            }
            Some(_) => Err(Stop::Broke(self.broke_off(model))),
        }
    }

    fn broke_off(&self, model: &str) -> Trouble {
        let sentence = format!(
            "The download of {model} broke off. Check the network of the machine that runs {}, then pull it again: it goes on where it stopped.",
            self.address.service.name
        );
        Trouble::new(LlmErrorKind::Away, sentence)
    }

    /// Why a download was refused before it began.
    async fn refused(&self, stream: Stream, model: &str) -> Trouble {
        let Stream { status, headers, mut pieces } = stream;
        let Some(Ok(body)) = pieces.next().await else { return self.address.service.failing(status) };
        match self.fault(&Answer { status, headers, body }, model) {
            Some(Fault::Final(trouble)) => trouble,
            Some(Fault::Busy(_) | Fault::Passing | Fault::Misfit(_)) | None => {
                self.address.service.failing(status)
            }
        }
    }
}
