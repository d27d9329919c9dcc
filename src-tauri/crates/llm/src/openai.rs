//! The chat completions interface (platform.openai.com/docs/api-reference/chat), as `OpenAI` made it and Groq,
//! `OpenRouter`, LM Studio, vLLM and llama.cpp speak it, each with its own gaps.
//!
//! **Invariant:** a simpler way of asking is tried only after the server refused the better one, and is
//! remembered for that server and model.

use sdr_domain::egress::EgressPurpose;
use sdr_http::{Answer, Body, Call, HeaderName, Limits, Method, Note};
use sdr_ports::Secret;
use sdr_ports::llm::{LlmHealth, LlmModel, LlmUsage};
use serde_json::{Value, json};

use crate::address::Address;
use crate::exchange::{Fault, Line, Misfit, Outcome, retry_after};
use crate::gateway::Wire;
use crate::memory::{Dialect, Memory, Shape};
use crate::names::{chats, size_in_name};
use crate::question::{End, Question, Spoken};
use crate::trouble::{Trouble, error_word};

const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// One server.
pub(crate) struct OpenAi<'a> {
    pub(crate) wire: &'a Wire,
    pub(crate) address: &'a Address,
    pub(crate) key: Option<&'a Secret>,
    /// Whether it works without a key, as servers on this machine do.
    pub(crate) open: bool,
    pub(crate) memory: &'a Memory,
}

impl OpenAi<'_> {
    pub(crate) async fn ask(&self, question: &Question, usage: &mut LlmUsage) -> Result<Spoken, Trouble> {
        let mut dialect = self.memory.dialect(self.address.base(), &question.model);
        loop {
            let call = self.call(Method::POST, "/chat/completions", question.note.clone())?;
            let total = if self.open { self.wire.patience.local } else { self.wire.patience.hosted };
            let limits = Limits { total, stall: total, body: MOST_BYTES };
            let call = call.body(Body::Json(chat(question, dialect).to_string())).limits(limits);
            match self.line().ask(call, |answer| self.fault(answer, &question.model), usage).await? {
                Outcome::Answer(answer) => return self.read(&answer, usage),
                Outcome::Misfit(Misfit { failed_generation: Some(text), .. }) => {
                    return Ok(Spoken { text, end: End::Whole });
                }
                Outcome::Misfit(misfit) => {
                    dialect = simpler(dialect, &misfit)
                        .ok_or_else(|| self.address.service.not_understood(misfit.status, &misfit.code))?;
                    self.memory.learn(self.address.base(), &question.model, dialect);
                }
            }
        }
    }

    pub(crate) async fn models(&self) -> Result<Vec<LlmModel>, Trouble> {
        let call = self.call(Method::GET, "/models", Note::of(EgressPurpose::Connect))?;
        let small = self.wire.patience.small;
        let call = call.limits(Limits { total: small, stall: small, body: MOST_BYTES });
        let outcome =
            self.line().ask(call, |answer| self.fault(answer, ""), &mut LlmUsage::default()).await?;
        let Outcome::Answer(answer) = outcome else { return Err(self.address.service.stranger()) };
        let body = answer.json().ok();
        let listed = body.as_ref().and_then(|body| body.get("data")).and_then(Value::as_array);
        let listed = listed.ok_or_else(|| self.address.service.stranger())?;
        let names = listed.iter().filter_map(|entry| entry.get("id")?.as_str());
        let mut names: Vec<&str> = names.filter(|name| chats(name)).collect();
        names.sort_unstable();
        let model = |name: &str| LlmModel {
            name: name.to_owned(),
            parameters_billion: size_in_name(name),
            bytes: None,
        };
        Ok(names.into_iter().map(model).collect())
    }

    pub(crate) async fn health(&self, wanted: &[&str]) -> Result<LlmHealth, Trouble> {
        let there = self.models().await?;
        let service = &self.address.service;
        for name in wanted {
            // Some servers list nothing, or only what is loaded: an empty list proves nothing.
            if !there.is_empty() && !there.iter().any(|model| model.name == *name) {
                return Err(service.no_model(name));
            }
        }
        let sentence = format!("{} at {} has {}.", service.name, service.base, wanted.join(" and "));
        Ok(LlmHealth { ready: true, sentence, fix: None })
    }

    fn line(&self) -> Line<'_> {
        Line { http: &self.wire.http, service: &self.address.service, patience: self.wire.patience }
    }

    fn call(&self, method: Method, path: &str, note: Note) -> Result<Call, Trouble> {
        self.address.check_key(self.key)?;
        let call = Call::new(method, self.address.join(path)?, note);
        match self.key {
            Some(key) => Ok(call.secret_header(HeaderName::from_static("authorization"), "Bearer ", key)),
            None if self.open => Ok(call),
            None => Err(self.address.service.no_key()),
        }
    }

    fn fault(&self, answer: &Answer, model: &str) -> Option<Fault> {
        let service = &self.address.service;
        let body = answer.json().ok();
        let error = body.as_ref().and_then(|body| body.get("error")).filter(|error| !error.is_null());
        let field =
            |name: &str| error.and_then(|error| error.get(name)).and_then(Value::as_str).unwrap_or_default();
        let message = error.and_then(Value::as_str).unwrap_or_else(|| field("message")).to_lowercase();
        let code = if field("code").is_empty() { field("type") } else { field("code") };
        match answer.status {
            200..=299 => error.map(|_| Fault::Passing),
            _ if code == "insufficient_quota" => Some(Fault::Final(service.spent())),
            401 if self.key.is_none() => Some(Fault::Final(service.no_key())),
            401 => Some(Fault::Final(service.wrong_key())),
            402 => Some(Fault::Final(service.spent())),
            403 => Some(Fault::Final(service.not_allowed(&error_word(code)))),
            404 if error.is_some() => Some(Fault::Final(service.no_model(model))),
            404 | 405 | 300..=399 => Some(Fault::Final(service.stranger())),
            413 => Some(Fault::Final(service.too_long())),
            // 498: Groq's spare capacity is used up.
            429 | 498 => Some(Fault::Busy(retry_after(answer, &message))),
            500.. => Some(Fault::Passing),
            status => {
                let failed = (code == "json_validate_failed").then(|| field("failed_generation").to_owned());
                let code = error_word(code);
                Some(Fault::Misfit(Misfit { status, code, message, failed_generation: failed }))
            }
        }
    }

    fn read(&self, answer: &Answer, usage: &mut LlmUsage) -> Result<Spoken, Trouble> {
        let stranger = || self.address.service.stranger();
        let body = answer.json().map_err(|_| stranger())?;
        let choice = body.get("choices").and_then(|choices| choices.get(0)).ok_or_else(stranger)?;
        let message = choice.get("message").ok_or_else(stranger)?;
        let count = |name: &str| body.get("usage").and_then(|usage| usage.get(name)).and_then(Value::as_u64);
        usage.prompt_tokens += count("prompt_tokens").unwrap_or_default();
        usage.completion_tokens += count("completion_tokens").unwrap_or_default();
        let refused = message.get("refusal").is_some_and(|refusal| !refusal.is_null());
        let end = match choice.get("finish_reason").and_then(Value::as_str) {
            Some("content_filter") => End::Refused,
            _ if refused => End::Refused,
            Some("length") => End::Cut,
            Some(_) | None => End::Whole,
        };
        Ok(Spoken { text: content(message.get("content")), end })
    }
}

/// A text, or parts of one.
fn content(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => parts.iter().filter_map(|part| part.get("text")?.as_str()).collect(),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => String::new(),
    }
}

fn chat(question: &Question, dialect: Dialect) -> Value {
    let mut messages = vec![json!({"role": "system", "content": question.system})];
    let turns = question.turns.iter();
    messages.extend(turns.map(|(role, text)| json!({"role": role.as_str(), "content": text})));
    let mut body = serde_json::Map::new();
    body.insert("model".into(), question.model.as_str().into());
    body.insert("messages".into(), messages.into());
    let limit = if dialect.old_limit { "max_tokens" } else { "max_completion_tokens" };
    body.insert(limit.into(), question.most_tokens.into());
    if !dialect.no_temperature {
        body.insert("temperature".into(), question.temperature.into());
        body.insert("seed".into(), question.seed.into());
    }
    let schema = |strict: bool| {
        let schema = json!({"name": question.name, "strict": strict, "schema": question.schema});
        json!({"type": "json_schema", "json_schema": schema})
    };
    let format = match dialect.shape {
        Shape::Strict => Some(schema(true)),
        Shape::Loose => Some(schema(false)),
        Shape::Object => Some(json!({"type": "json_object"})),
        Shape::Plain => None,
    };
    if let Some(format) = format {
        body.insert("response_format".into(), format);
    }
    body.into()
}

/// The next simpler way of asking that the refusal points to.
fn simpler(dialect: Dialect, misfit: &Misfit) -> Option<Dialect> {
    let about = |words: &[&str]| words.iter().any(|word| misfit.message.contains(word));
    if about(&["max_completion_tokens"]) && !dialect.old_limit {
        return Some(Dialect { old_limit: true, ..dialect });
    }
    if about(&["max_tokens"]) && dialect.old_limit {
        return Some(Dialect { old_limit: false, ..dialect });
    }
    if about(&["temperature", "seed"]) && !dialect.no_temperature {
        return Some(Dialect { no_temperature: true, ..dialect });
    }
    if about(&["response_format", "json_schema", "json_object", "schema", "structured", "grammar"]) {
        return dialect.shape.simpler().map(|shape| Dialect { shape, ..dialect });
    }
    None
}
