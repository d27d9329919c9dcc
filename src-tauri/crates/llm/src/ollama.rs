//! Ollama's own interface (github.com/ollama/ollama, docs/api.md): the only one that takes `num_ctx`.
//!
//! **Invariant:** every question names its `num_ctx`, because Ollama cuts longer prompts off in silence, and
//! the count of tokens read is compared with it after.

pub(crate) mod pull;

use std::time::Duration;

use sdr_domain::egress::EgressPurpose;
use sdr_http::{Answer, Body, Call, HeaderName, Limits, Method, Note};
use sdr_ports::Secret;
use sdr_ports::llm::{LlmErrorKind, LlmHealth, LlmModel, LlmUsage};
use serde_json::{Value, json};

use crate::address::Address;
use crate::exchange::{Fault, Line, Misfit, Outcome, retry_after};
use crate::gateway::Wire;
use crate::memory::Memory;
use crate::question::{End, Question, Spoken};
use crate::trouble::{Trouble, error_word};

/// Sizes of context that are asked for. Few of them: another size makes Ollama load the model anew.
const CONTEXTS: [u32; 5] = [4_096, 8_192, 16_384, 32_768, 65_536];
/// How long the model stays loaded between two questions.
const KEEP_ALIVE: &str = "10m";
/// Longest answer, bytes.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// One Ollama.
pub(crate) struct Ollama<'a> {
    pub(crate) wire: &'a Wire,
    pub(crate) address: &'a Address,
    pub(crate) key: Option<&'a Secret>,
    pub(crate) memory: &'a Memory,
}

impl Ollama<'_> {
    pub(crate) async fn ask(&self, question: &Question, usage: &mut LlmUsage) -> Result<Spoken, Trouble> {
        let mut dialect = self.memory.dialect(self.address.base(), &question.model);
        loop {
            let context = context_for(question);
            let body = Body::Json(chat(question, context, !dialect.no_think).to_string());
            let call = self.call(Method::POST, "/api/chat", question.note.clone())?;
            let call = call.body(body).limits(limits(self.wire.patience.local));
            match self.line().ask(call, |answer| self.fault(answer, &question.model), usage).await? {
                Outcome::Answer(answer) => return self.read(&answer, question, context, usage),
                Outcome::Misfit(misfit) if misfit.message.contains("think") && !dialect.no_think => {
                    dialect.no_think = true;
                    self.memory.learn(self.address.base(), &question.model, dialect);
                }
                Outcome::Misfit(misfit) => {
                    return Err(self.address.service.not_understood(misfit.status, &misfit.code));
                }
            }
        }
    }

    pub(crate) async fn models(&self) -> Result<Vec<LlmModel>, Trouble> {
        let call = self.call(Method::GET, "/api/tags", Note::of(EgressPurpose::Connect))?;
        let call = call.limits(limits(self.wire.patience.small));
        let outcome =
            self.line().ask(call, |answer| self.fault(answer, ""), &mut LlmUsage::default()).await?;
        let Outcome::Answer(answer) = outcome else { return Err(self.address.service.stranger()) };
        let listed = answer.json().ok();
        let listed = listed.as_ref().and_then(|value| value.get("models")).and_then(Value::as_array);
        let listed = listed.ok_or_else(|| self.address.service.stranger())?;
        let mut models: Vec<LlmModel> = listed.iter().filter_map(model).collect();
        models.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(models)
    }

    /// What stands in the way of asking these models.
    pub(crate) async fn health(&self, wanted: &[&str]) -> Result<LlmHealth, Trouble> {
        let there = self.models().await?;
        for name in wanted {
            if !there.iter().any(|model| same_model(&model.name, name)) {
                return Err(self.address.service.no_model(name));
            }
        }
        let sentence = format!("Ollama at {} has {}.", self.address.service.base, wanted.join(" and "));
        Ok(LlmHealth { ready: true, sentence, fix: None })
    }

    fn line(&self) -> Line<'_> {
        Line { http: &self.wire.http, service: &self.address.service, patience: self.wire.patience }
    }

    pub(crate) fn call(&self, method: Method, path: &str, note: Note) -> Result<Call, Trouble> {
        self.address.check_key(self.key)?;
        let call = Call::new(method, self.address.join(path)?, note);
        Ok(match self.key {
            Some(key) => call.secret_header(HeaderName::from_static("authorization"), "Bearer ", key),
            None => call,
        })
    }

    pub(crate) fn fault(&self, answer: &Answer, model: &str) -> Option<Fault> {
        let service = &self.address.service;
        let body = answer.json().ok();
        let error = body.as_ref().and_then(|body| body.get("error")).map(error_text);
        let message = error.clone().unwrap_or_default().to_lowercase();
        match answer.status {
            // Ollama reports what goes wrong on the way inside a success.
            200..=299 => error.map(|_| self.inside(&message, model)),
            401 => {
                Some(Fault::Final(if self.key.is_some() { service.wrong_key() } else { service.no_key() }))
            }
            403 => Some(Fault::Final(service.not_allowed(""))),
            404 if message.contains("model") => Some(Fault::Final(service.no_model(model))),
            404 | 405 | 300..=399 => Some(Fault::Final(service.stranger())),
            413 => Some(Fault::Final(service.too_long())),
            429 => Some(Fault::Busy(retry_after(answer, &message))),
            500.. => Some(self.inside(&message, model)),
            status => Some(Fault::Misfit(Misfit {
                status,
                code: error_word(&message),
                message,
                failed_generation: None,
            })),
        }
    }

    fn inside(&self, message: &str, model: &str) -> Fault {
        if message.contains("memory") {
            Fault::Final(self.address.service.too_big_a_model(model))
        } else if message.contains("not found") {
            Fault::Final(self.address.service.no_model(model))
        } else {
            Fault::Passing
        }
    }

    fn read(
        &self,
        answer: &Answer,
        question: &Question,
        context: u32,
        usage: &mut LlmUsage,
    ) -> Result<Spoken, Trouble> {
        let stranger = || self.address.service.stranger();
        let body = answer.json().map_err(|_| stranger())?;
        let message = body.get("message").ok_or_else(stranger)?;
        let count = |name: &str| body.get(name).and_then(Value::as_u64).unwrap_or_default();
        let (read, written) = (count("prompt_eval_count"), count("eval_count"));
        usage.prompt_tokens += read;
        usage.completion_tokens += written;
        let text = message.get("content").and_then(Value::as_str).unwrap_or_default().to_owned();
        let cut = body.get("done_reason").and_then(Value::as_str) == Some("length");
        // As many tokens read as there is room for: the beginning of the prompt is gone.
        let end = if read + 1 >= u64::from(context) {
            End::Forgot
        } else if cut {
            End::Cut
        } else {
            End::Whole
        };
        if end == End::Forgot && question.roomier {
            let sentence = format!(
                "The model {} reads less at once than this person's posts need. Choose one with a larger context under Settings, Language model.",
                question.model
            );
            return Err(Trouble::new(LlmErrorKind::BadAnswer, sentence));
        }
        Ok(Spoken { text, end })
    }
}

fn limits(total: Duration) -> Limits {
    Limits { total, stall: total, body: MOST_BYTES }
}

/// Room for question and answer.
fn context_for(question: &Question) -> u32 {
    let needed = question.prompt_tokens().saturating_add(question.most_tokens);
    let mut fitting = CONTEXTS.into_iter().filter(|size| *size >= needed);
    let size = if question.roomier { fitting.nth(1) } else { fitting.next() };
    size.unwrap_or(CONTEXTS[CONTEXTS.len() - 1])
}

fn chat(question: &Question, context: u32, think: bool) -> Value {
    let mut messages = vec![json!({"role": "system", "content": question.system})];
    let turns = question.turns.iter();
    messages.extend(turns.map(|(role, text)| json!({"role": role.as_str(), "content": text})));
    let mut body = json!({
        "model": question.model,
        "stream": false,
        "keep_alive": KEEP_ALIVE,
        "messages": messages,
        "format": question.schema,
        "options": {
            "num_ctx": context,
            "num_predict": question.most_tokens,
            "temperature": question.temperature,
            "seed": question.seed,
        },
    });
    if think && let Some(body) = body.as_object_mut() {
        // Thinking aloud costs minutes on a small machine and is thrown away.
        body.insert("think".into(), false.into());
    }
    body
}

fn model(entry: &Value) -> Option<LlmModel> {
    let name = entry.get("name").or_else(|| entry.get("model"))?.as_str()?.to_owned();
    let size = entry.get("details").and_then(|details| details.get("parameter_size")).and_then(Value::as_str);
    let parameters_billion = size.and_then(billions).or_else(|| crate::names::size_in_name(&name));
    Some(LlmModel { name, parameters_billion, bytes: entry.get("size").and_then(Value::as_u64) })
}

/// `8.2B`, `137M`.
fn billions(text: &str) -> Option<f32> {
    let (number, unit) = text.trim().split_at_checked(text.trim().len().checked_sub(1)?)?;
    let number: f32 = number.parse().ok()?;
    match unit {
        "B" | "b" => Some(number),
        "M" | "m" => Some(number / 1000.0),
        _ => None,
    }
}

/// `qwen3` is `qwen3:latest`.
fn same_model(there: &str, wanted: &str) -> bool {
    let full = |name: &str| if name.contains(':') { name.to_owned() } else { format!("{name}:latest") };
    full(there) == full(wanted)
}

fn error_text(error: &Value) -> String {
    error.as_str().map_or_else(|| error.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read() {
        assert_eq!(billions("8.2B"), Some(8.2));
        assert_eq!(billions("137M"), Some(0.137));
        assert_eq!(billions("large"), None);
        assert_eq!(billions(""), None);
    }

    #[test]
    fn a_name_without_tag_is_the_latest() {
        assert!(same_model("qwen3:latest", "qwen3") && !same_model("qwen3:8b", "qwen3"));
    }
}
