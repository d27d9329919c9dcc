//! Anthropic's messages interface (platform.claude.com/docs/en/api/messages).
//!
//! **Invariant:** the schema is enforced by `output_config`; where that is not known, by one forced tool whose
//! only deed is to hand the answer over.

use sdr_domain::egress::EgressPurpose;
use sdr_http::{Answer, Body, Call, HeaderName, HeaderValue, Limits, Method, Note};
use sdr_ports::Secret;
use sdr_ports::llm::{LlmHealth, LlmModel, LlmUsage};
use serde_json::{Value, json};

use crate::address::Address;
use crate::exchange::{Fault, Line, Misfit, Outcome, retry_after};
use crate::gateway::Wire;
use crate::memory::{Dialect, Memory, Shape};
use crate::question::{End, Question, Spoken};
use crate::trouble::{Trouble, error_word};

const VERSION: &str = "2023-06-01";
const TOOL: &str = "emit";
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// Anthropic, or a proxy that speaks like it.
pub(crate) struct Anthropic<'a> {
    pub(crate) wire: &'a Wire,
    pub(crate) address: &'a Address,
    pub(crate) key: Option<&'a Secret>,
    pub(crate) memory: &'a Memory,
}

impl Anthropic<'_> {
    pub(crate) async fn ask(&self, question: &Question, usage: &mut LlmUsage) -> Result<Spoken, Trouble> {
        let mut dialect = self.memory.dialect(self.address.base(), &question.model);
        loop {
            let call = self.call(Method::POST, "/v1/messages", question.note.clone())?;
            let total = self.wire.patience.hosted;
            let call = call.body(Body::Json(message(question, dialect).to_string()));
            let call = call.limits(Limits { total, stall: total, body: MOST_BYTES });
            match self.line().ask(call, |answer| self.fault(answer, &question.model), usage).await? {
                Outcome::Answer(answer) => return self.read(&answer, usage),
                Outcome::Misfit(misfit) => {
                    dialect = simpler(dialect, &misfit)
                        .ok_or_else(|| self.address.service.not_understood(misfit.status, &misfit.code))?;
                    self.memory.learn(self.address.base(), &question.model, dialect);
                }
            }
        }
    }

    pub(crate) async fn models(&self) -> Result<Vec<LlmModel>, Trouble> {
        let call = self.call(Method::GET, "/v1/models?limit=1000", Note::of(EgressPurpose::Connect))?;
        let small = self.wire.patience.small;
        let call = call.limits(Limits { total: small, stall: small, body: MOST_BYTES });
        let outcome =
            self.line().ask(call, |answer| self.fault(answer, ""), &mut LlmUsage::default()).await?;
        let Outcome::Answer(answer) = outcome else { return Err(self.address.service.stranger()) };
        let body = answer.json().ok();
        let listed = body.as_ref().and_then(|body| body.get("data")).and_then(Value::as_array);
        let listed = listed.ok_or_else(|| self.address.service.stranger())?;
        let names = listed.iter().filter_map(|entry| entry.get("id")?.as_str());
        let model = |name: &str| LlmModel { name: name.to_owned(), parameters_billion: None, bytes: None };
        let mut models: Vec<LlmModel> = names.map(model).collect();
        models.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(models)
    }

    pub(crate) async fn health(&self, wanted: &[&str]) -> Result<LlmHealth, Trouble> {
        let there = self.models().await?;
        let service = &self.address.service;
        // Short names such as `claude-haiku-4-5` stand for a dated one in the list.
        let known = |name: &str| there.iter().any(|model| model.name.starts_with(name));
        if let Some(missing) = wanted.iter().find(|name| !known(name)) {
            return Err(service.no_model(missing));
        }
        let sentence = format!("{} accepts the key and has {}.", service.name, wanted.join(" and "));
        Ok(LlmHealth { ready: true, sentence, fix: None })
    }

    fn line(&self) -> Line<'_> {
        Line { http: &self.wire.http, service: &self.address.service, patience: self.wire.patience }
    }

    fn call(&self, method: Method, path: &str, note: Note) -> Result<Call, Trouble> {
        self.address.check_key(self.key)?;
        let key = self.key.ok_or_else(|| self.address.service.no_key())?;
        Ok(Call::new(method, self.address.join(path)?, note)
            .secret_header(HeaderName::from_static("x-api-key"), "", key)
            .header(HeaderName::from_static("anthropic-version"), HeaderValue::from_static(VERSION)))
    }

    fn fault(&self, answer: &Answer, model: &str) -> Option<Fault> {
        let service = &self.address.service;
        let body = answer.json().ok();
        let error = body.as_ref().and_then(|body| body.get("error")).filter(|error| !error.is_null());
        let field =
            |name: &str| error.and_then(|error| error.get(name)).and_then(Value::as_str).unwrap_or_default();
        let (kind, message) = (field("type"), field("message").to_lowercase());
        let limit = error.and_then(|error| error.get("details")?.get("error_code")?.as_str());
        match answer.status {
            200..=299 => error.map(|_| Fault::Passing),
            401 => Some(Fault::Final(service.wrong_key())),
            402 => Some(Fault::Final(service.spent())),
            403 => Some(Fault::Final(service.not_allowed(&error_word(kind)))),
            404 if error.is_some() => Some(Fault::Final(service.no_model(model))),
            404 | 405 | 300..=399 => Some(Fault::Final(service.stranger())),
            413 => Some(Fault::Final(service.too_long())),
            429 if limit == Some("enforced_spend_limit_reached")
                && answer.header("retry-after").is_none() =>
            {
                Some(Fault::Final(service.spent()))
            }
            // 529: overloaded.
            429 | 529 => Some(Fault::Busy(retry_after(answer, &message))),
            500.. => Some(Fault::Passing),
            400 if message.contains("credit balance") => Some(Fault::Final(service.spent())),
            status => {
                let code = error_word(kind);
                Some(Fault::Misfit(Misfit { status, code, message, failed_generation: None }))
            }
        }
    }

    fn read(&self, answer: &Answer, usage: &mut LlmUsage) -> Result<Spoken, Trouble> {
        let stranger = || self.address.service.stranger();
        let body = answer.json().map_err(|_| stranger())?;
        let content = body.get("content").and_then(Value::as_array).ok_or_else(stranger)?;
        let count = |name: &str| body.get("usage").and_then(|usage| usage.get(name)).and_then(Value::as_u64);
        let read = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"];
        usage.prompt_tokens += read.into_iter().filter_map(count).sum::<u64>();
        usage.completion_tokens += count("output_tokens").unwrap_or_default();
        let end = match body.get("stop_reason").and_then(Value::as_str) {
            Some("refusal") => End::Refused,
            Some("max_tokens" | "model_context_window_exceeded") => End::Cut,
            Some(_) | None => End::Whole,
        };
        let tool = content.iter().find_map(|part| part.get("input").filter(|input| input.is_object()));
        let text = match tool {
            Some(input) => input.to_string(),
            None => content.iter().filter_map(|part| part.get("text")?.as_str()).collect(),
        };
        Ok(Spoken { text, end })
    }
}

fn message(question: &Question, dialect: Dialect) -> Value {
    let turns = question.turns.iter();
    let messages: Vec<Value> =
        turns.map(|(role, text)| json!({"role": role.as_str(), "content": text})).collect();
    let mut body = serde_json::Map::new();
    body.insert("model".into(), question.model.as_str().into());
    body.insert("max_tokens".into(), question.most_tokens.into());
    body.insert("system".into(), question.system.as_str().into());
    body.insert("messages".into(), messages.into());
    if !dialect.no_temperature {
        body.insert("temperature".into(), question.temperature.into());
    }
    match dialect.shape {
        Shape::Strict => {
            let format = json!({"type": "json_schema", "schema": question.schema});
            body.insert("output_config".into(), json!({"format": format}));
        }
        Shape::Loose => {
            let tool = json!({
                "name": TOOL, "description": "Hands the answer over.", "input_schema": question.schema,
            });
            body.insert("tools".into(), json!([tool]));
            body.insert("tool_choice".into(), json!({"type": "tool", "name": TOOL}));
        }
        Shape::Object | Shape::Plain => {}
    }
    body.into()
}

/// Schema, then forced tool, then only the prompt's words.
fn simpler(dialect: Dialect, misfit: &Misfit) -> Option<Dialect> {
    let about = |words: &[&str]| words.iter().any(|word| misfit.message.contains(word));
    if about(&["temperature"]) && !dialect.no_temperature {
        return Some(Dialect { no_temperature: true, ..dialect });
    }
    match dialect.shape {
        Shape::Strict if about(&["output_config", "output_format", "schema", "structured"]) => {
            Some(Dialect { shape: Shape::Loose, ..dialect })
        }
        Shape::Loose if about(&["tool", "schema"]) => Some(Dialect { shape: Shape::Plain, ..dialect }),
        Shape::Strict | Shape::Loose | Shape::Object | Shape::Plain => None,
    }
}
