//! Chat completions (platform.openai.com/docs/api-reference/chat), with Groq's differences
//! (console.groq.com/docs).

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::{Value, json};

use super::script::{Act, End, Habits, Said, Turn, json as respond, json_with, turn};
use super::{Dialect, KEY, Shared, locked};

pub(super) fn routes(base: &str) -> Router<Arc<Shared>> {
    let inner = Router::new().route("/chat/completions", post(chat)).route("/models", get(models));
    Router::new().nest(base, inner)
}

fn error(status: u16, message: &str, kind: &str, code: Option<&str>) -> Response {
    respond(status, &json!({"error": {"message": message, "type": kind, "param": null, "code": code}}))
}

fn wrong_key(headers: &HeaderMap) -> Option<Response> {
    let right = headers.get(header::AUTHORIZATION).is_some_and(|value| value == &format!("Bearer {KEY}"));
    (!right).then(|| {
        error(401, "Incorrect API key provided: te**ey.", "invalid_request_error", Some("invalid_api_key"))
    })
}

async fn models(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    shared.heard("GET /models", &Value::Null);
    if let Some(refused) = wrong_key(&headers) {
        return refused;
    }
    let habits = locked(&shared.script).habits.clone();
    let entry = |name: &String| json!({"id": name, "object": "model", "created": 1, "owned_by": "someone"});
    let models: Vec<Value> =
        if habits.no_list { Vec::new() } else { habits.models.iter().map(entry).collect() };
    respond(200, &json!({"object": "list", "data": models}))
}

/// What this server does not take, as it would say it.
fn misfit(habits: &Habits, body: &Value) -> Option<Response> {
    let refuse = |message: &str, code: Option<&str>| Some(error(400, message, "invalid_request_error", code));
    if habits.old_limit && !body["max_completion_tokens"].is_null() {
        return refuse("Unrecognized request argument supplied: max_completion_tokens", None);
    }
    if habits.no_temperature && !body["temperature"].is_null() {
        let message = "Unsupported value: 'temperature' does not support 0.1 with this model.";
        return refuse(message, Some("unsupported_value"));
    }
    let format = &body["response_format"];
    let rank = |shape: &str| {
        ["nothing", "json_object", "loose_schema", "json_schema"].iter().position(|s| *s == shape)
    };
    let asked = match (format["type"].as_str(), format["json_schema"]["strict"] == true) {
        (Some("json_schema"), true) => "json_schema",
        (Some("json_schema"), false) => "loose_schema",
        (Some(_), _) => "json_object",
        (None, _) => "nothing",
    };
    (rank(asked) > rank(habits.shape)).then(|| {
        let message = "This response_format is unavailable now";
        error(400, message, "invalid_request_error", None)
    })
}

/// Rules of strict schemas: every property required, none besides.
fn strict(schema: &Value) -> bool {
    match schema {
        Value::Object(fields) => {
            let closed = fields.get("properties").is_none_or(|properties| {
                let names = properties.as_object().map_or(0, serde_json::Map::len);
                schema["additionalProperties"] == false
                    && schema["required"].as_array().map_or(0, Vec::len) == names
            });
            let plain = ["minimum", "maximum", "minLength", "maxLength", "pattern", "minItems", "maxItems"];
            closed && !plain.iter().any(|word| fields.contains_key(*word)) && fields.values().all(strict)
        }
        Value::Array(items) => items.iter().all(strict),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

fn complaint(body: &Value) -> Option<&'static str> {
    let format = &body["response_format"];
    let prompt = body["messages"].to_string();
    match format["type"].as_str() {
        Some("json_schema") if !format["json_schema"]["schema"].is_object() => Some("the schema is missing"),
        Some("json_schema") if format["json_schema"]["name"].as_str().is_none() => {
            Some("the schema has no name")
        }
        Some("json_schema") if !strict(&format["json_schema"]["schema"]) => Some("the schema is not strict"),
        Some("json_object") if !prompt.contains("JSON") => {
            Some("json_object needs the word JSON in the prompt")
        }
        None if !prompt.contains("JSON") => Some("nothing asks for JSON"),
        Some(_) | None => None,
    }
}

async fn chat(State(shared): State<Arc<Shared>>, headers: HeaderMap, bytes: Bytes) -> Response {
    let Ok(body) = serde_json::from_slice::<Value>(&bytes) else {
        return error(
            400,
            "We could not parse the JSON body of your request.",
            "invalid_request_error",
            None,
        );
    };
    shared.heard("POST /chat/completions", &body);
    if let Some(refused) = wrong_key(&headers) {
        return refused;
    }
    let habits = locked(&shared.script).habits.clone();
    let model = body["model"].as_str().unwrap_or_default();
    if !habits.models.iter().any(|known| known == model) {
        return no_model(model);
    }
    if let Some(refused) = misfit(&habits, &body) {
        return refused;
    }
    if let Some(complaint) = complaint(&body) {
        shared.complain(complaint);
        return error(400, complaint, "invalid_request_error", None);
    }
    let text = |at: usize| body["messages"][at]["content"].as_str().unwrap_or_default();
    match turn(&shared, text(0), text(1)).await {
        Turn::Said(said) => respond(200, &spoken(model, &said)),
        Turn::Fault(act) => fault(&act, model, shared.dialect),
        Turn::Raw(response) => response,
    }
}

fn no_model(model: &str) -> Response {
    let message = format!("The model `{model}` does not exist or you do not have access to it.");
    error(404, &message, "invalid_request_error", Some("model_not_found"))
}

fn spoken(model: &str, said: &Said) -> Value {
    let reason = if said.end == End::Cut { "length" } else { "stop" };
    let (content, refusal) = match said.end {
        End::Refused => (Value::Null, json!(said.text)),
        End::Whole | End::Cut => (json!(said.text), Value::Null),
    };
    let message = json!({"role": "assistant", "content": content, "refusal": refusal});
    json!({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1_790_000_000, "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": reason}],
        "usage": {"prompt_tokens": said.read, "completion_tokens": said.written, "total_tokens": said.read + said.written}
    })
}

fn fault(act: &Act, model: &str, dialect: Dialect) -> Response {
    let groq = dialect == Dialect::Groq;
    match act {
        Act::RateLimited { header, words } => {
            let words =
                words.as_ref().map_or(String::new(), |words| format!(" Please try again in {words}."));
            let message =
                format!("Rate limit reached for model `{model}` on tokens per minute (TPM).{words}");
            let body =
                json!({"error": {"message": message, "type": "tokens", "code": "rate_limit_exceeded"}});
            let extra: Vec<(&'static str, &str)> =
                header.iter().map(|after| ("retry-after", after.as_str())).collect();
            json_with(429, &body, &extra)
        }
        Act::Spent => {
            let message = "You exceeded your current quota, please check your plan and billing details.";
            error(429, message, "insufficient_quota", Some("insufficient_quota"))
        }
        Act::Overloaded if groq => {
            error(498, "Flex tier capacity exceeded", "invalid_request_error", Some("capacity_exceeded"))
        }
        Act::TooLarge => {
            let message = format!("Request too large for model `{model}` on tokens per minute (TPM)");
            error(413, &message, "tokens", Some("rate_limit_exceeded"))
        }
        Act::FailsValidation(generation) => {
            let body = json!({"error": {
                "message": "Failed to generate JSON. Please adjust your prompt.", "type": "invalid_request_error",
                "code": "json_validate_failed", "failed_generation": generation,
            }});
            respond(400, &body)
        }
        Act::NoModel => no_model(model),
        Act::Fails(status) => {
            error(*status, "The server had an error", "server_error", Some("not_allowed_here"))
        }
        Act::ErrorInside(text) => error(200, text, "server_error", None),
        Act::Overloaded
        | Act::SpendLimit
        | Act::Refuses
        | Act::Says(_)
        | Act::Fenced
        | Act::CutOff
        | Act::Html
        | Act::Drops
        | Act::BreaksOff
        | Act::Stalls
        | Act::Megabytes(_) => error(503, "The engine is currently overloaded", "server_error", None),
    }
}
