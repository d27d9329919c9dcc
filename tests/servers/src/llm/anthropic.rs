//! Anthropic's messages interface (platform.claude.com/docs/en/api/messages).

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::{Value, json};

use super::script::{Act, End, Said, Turn, json as respond, json_with, turn};
use super::{KEY, Shared, locked};

pub(super) fn routes() -> Router<Arc<Shared>> {
    Router::new().route("/v1/messages", post(messages)).route("/v1/models", get(models))
}

fn error(status: u16, kind: &str, message: &str) -> Response {
    respond(
        status,
        &json!({"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_1"}),
    )
}

fn refused(headers: &HeaderMap) -> Option<Response> {
    let is = |name: &str, value: &str| headers.get(name).is_some_and(|found| found == value);
    if !is("anthropic-version", "2023-06-01") {
        return Some(error(400, "invalid_request_error", "anthropic-version: header is required"));
    }
    (!is("x-api-key", KEY)).then(|| error(401, "authentication_error", "invalid x-api-key"))
}

async fn models(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    shared.heard("GET /v1/models", &Value::Null);
    if let Some(refused) = refused(&headers) {
        return refused;
    }
    let entry = |name: &String| json!({"type": "model", "id": name, "display_name": name, "created_at": "2026-01-01T00:00:00Z"});
    let models: Vec<Value> = locked(&shared.script).habits.models.iter().map(entry).collect();
    respond(200, &json!({"data": models, "has_more": false, "first_id": null, "last_id": null}))
}

/// Closed at every level, and without the words that are not taken.
fn closed(schema: &Value) -> bool {
    match schema {
        Value::Object(fields) => {
            let shut = !fields.contains_key("properties") || schema["additionalProperties"] == false;
            let plain = ["minimum", "maximum", "minLength", "maxLength", "pattern", "minItems", "maxItems"];
            shut && !plain.iter().any(|word| fields.contains_key(*word)) && fields.values().all(closed)
        }
        Value::Array(items) => items.iter().all(closed),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

fn complaint(body: &Value) -> Option<&'static str> {
    let format = &body["output_config"]["format"];
    let tool = &body["tools"][0]["input_schema"];
    match () {
        () if body["max_tokens"].as_u64().is_none() => Some("max_tokens: Field required"),
        () if body["messages"][0]["role"] != "user" => Some("messages: the first must be the user's"),
        () if !body["seed"].is_null() => Some("seed: Extra inputs are not permitted"),
        () if !body["response_format"].is_null() => Some("response_format: Extra inputs are not permitted"),
        () if !format.is_null() && (format["type"] != "json_schema" || !closed(&format["schema"])) => {
            Some("output_config.format.schema: not supported")
        }
        () if !tool.is_null() && body["tool_choice"]["type"] != "tool" => Some("the tool is not forced"),
        () if format.is_null() && tool.is_null() => Some("nothing asks for a schema"),
        () => None,
    }
}

async fn messages(State(shared): State<Arc<Shared>>, headers: HeaderMap, bytes: Bytes) -> Response {
    let Ok(body) = serde_json::from_slice::<Value>(&bytes) else {
        return error(400, "invalid_request_error", "The request body is not valid JSON");
    };
    shared.heard("POST /v1/messages", &body);
    if let Some(refused) = refused(&headers) {
        return refused;
    }
    let habits = locked(&shared.script).habits.clone();
    let model = body["model"].as_str().unwrap_or_default();
    if !habits.models.iter().any(|known| known.starts_with(model) && !model.is_empty()) {
        return error(404, "not_found_error", &format!("model: {model}"));
    }
    if habits.no_output_config && !body["output_config"].is_null() {
        return error(400, "invalid_request_error", "output_config: Extra inputs are not permitted");
    }
    if habits.no_temperature && !body["temperature"].is_null() {
        return error(400, "invalid_request_error", "`temperature` is not supported with this model");
    }
    if let Some(complaint) = complaint(&body) {
        shared.complain(complaint);
        return error(400, "invalid_request_error", complaint);
    }
    let user = body["messages"][0]["content"].as_str().unwrap_or_default();
    match turn(&shared, body["system"].as_str().unwrap_or_default(), user).await {
        Turn::Said(said) => respond(200, &spoken(model, &said, !body["tools"].is_null())),
        Turn::Fault(act) => fault(&act, model),
        Turn::Raw(response) => response,
    }
}

fn spoken(model: &str, said: &Said, tool: bool) -> Value {
    let input = serde_json::from_str::<Value>(&said.text).ok().filter(|_| tool && said.end == End::Whole);
    let reason = match (said.end, &input) {
        (End::Cut, _) => "max_tokens",
        (End::Refused, _) => "refusal",
        (End::Whole, Some(_)) => "tool_use",
        (End::Whole, None) => "end_turn",
    };
    let content = match input {
        Some(input) => json!({"type": "tool_use", "id": "toolu_1", "name": "emit", "input": input}),
        None => json!({"type": "text", "text": said.text}),
    };
    json!({
        "id": "msg_01", "type": "message", "role": "assistant", "model": model, "content": [content],
        "stop_reason": reason, "stop_sequence": null, "usage": {
            "input_tokens": said.read, "output_tokens": said.written,
            "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0
        }
    })
}

fn fault(act: &Act, model: &str) -> Response {
    match act {
        Act::RateLimited { header, .. } => {
            let body =
                json!({"type": "error", "error": {"type": "rate_limit_error", "message": "slow down"}});
            let extra: Vec<(&'static str, &str)> =
                header.iter().map(|after| ("retry-after", after.as_str())).collect();
            json_with(429, &body, &extra)
        }
        Act::SpendLimit => {
            let details = json!({"error_code": "enforced_spend_limit_reached"});
            let error = json!({"type": "rate_limit_error", "message": "spend limit", "details": details});
            respond(429, &json!({"type": "error", "error": error}))
        }
        Act::Spent => error(402, "billing_error", "Your credit balance is too low"),
        Act::Overloaded => error(529, "overloaded_error", "Overloaded"),
        Act::TooLarge => error(413, "request_too_large", "Request exceeds the maximum size"),
        Act::NoModel => error(404, "not_found_error", &format!("model: {model}")),
        Act::Fails(403) => error(403, "permission_error", "Your account may not use this model"),
        Act::Fails(status) => error(*status, "api_error", "Internal server error"),
        Act::ErrorInside(text) => error(200, "api_error", text),
        Act::FailsValidation(_)
        | Act::Refuses
        | Act::Says(_)
        | Act::Fenced
        | Act::CutOff
        | Act::Html
        | Act::Drops
        | Act::BreaksOff
        | Act::Stalls
        | Act::Megabytes(_) => error(500, "api_error", "Internal server error"),
    }
}
