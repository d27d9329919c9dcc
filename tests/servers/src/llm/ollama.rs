//! Ollama's own interface (github.com/ollama/ollama, docs/api.md).

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};

use super::script::{Act, End, Said, Turn, broken, json as respond, json_with, turn};
use super::{Shared, locked};

pub(super) fn routes() -> Router<Arc<Shared>> {
    Router::new()
        .route("/", get(|| async { "Ollama is running" }))
        .route("/api/version", get(|| async { respond(200, &json!({"version": "0.33.0"})) }))
        .route("/api/tags", get(tags))
        .route("/api/ps", get(|| async { respond(200, &json!({"models": []})) }))
        .route("/api/show", post(show))
        .route("/api/chat", post(chat))
        .route("/api/pull", post(pull))
}

/// `qwen3:8b` as the list shows it.
fn listed(name: &str) -> Value {
    let size = name.split([':', '-']).find_map(|word| word.strip_suffix('b')?.parse::<f64>().ok());
    let size = size.unwrap_or(0.137);
    let family = if name.contains("embed") { "nomic-bert" } else { "qwen3" };
    let parameters = if size < 1.0 { format!("{:.0}M", size * 1000.0) } else { format!("{size:.1}B") };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "made-up sizes are small")]
    let bytes = (size * 650_000_000.0) as u64;
    json!({
        "name": name, "model": name, "modified_at": "2026-08-01T10:00:00Z", "size": bytes,
        "digest": "500a1f067a9f", "details": {
            "parent_model": "", "format": "gguf", "family": family, "families": [family],
            "parameter_size": parameters, "quantization_level": "Q4_K_M"
        }
    })
}

async fn tags(State(shared): State<Arc<Shared>>) -> Response {
    shared.heard("GET /api/tags", &Value::Null);
    let models: Vec<Value> = locked(&shared.script).habits.models.iter().map(|name| listed(name)).collect();
    respond(200, &json!({ "models": models }))
}

async fn show(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    shared.heard("POST /api/show", &body);
    let name = body["model"].as_str().unwrap_or_default();
    if !has(&shared, name) {
        return missing(name);
    }
    let info = json!({"general.architecture": "qwen3", "qwen3.context_length": 40_960});
    respond(200, &json!({"details": {"family": "qwen3"}, "model_info": info, "capabilities": ["completion"]}))
}

fn has(shared: &Shared, name: &str) -> bool {
    let full = |name: &str| if name.contains(':') { name.to_owned() } else { format!("{name}:latest") };
    locked(&shared.script).habits.models.iter().any(|known| full(known) == full(name))
}

fn missing(name: &str) -> Response {
    respond(404, &json!({"error": format!("model '{name}' not found")}))
}

/// What the real one would answer wrongly in silence.
fn complaint(headers: &HeaderMap, body: &Value) -> Option<&'static str> {
    let json = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
    let options = &body["options"];
    let room = options["num_ctx"].as_u64();
    let messages = body["messages"].as_array().map_or(0, Vec::len);
    match () {
        () if !json => Some("the body is not declared as JSON"),
        () if body["stream"] != false => Some("stream is not switched off"),
        () if !body["format"].is_object() => Some("format holds no schema"),
        () if body["format"]["additionalProperties"] != false => Some("the schema is open"),
        () if room.is_none() => Some("num_ctx is missing: the prompt would be cut off in silence"),
        () if options["num_predict"].as_u64().is_none() => Some("num_predict is missing"),
        () if body["keep_alive"].as_str().is_none() => Some("keep_alive is missing"),
        () if messages < 2 || body["messages"][0]["role"] != "system" => Some("there is no system message"),
        () => None,
    }
}

async fn chat(State(shared): State<Arc<Shared>>, headers: HeaderMap, bytes: Bytes) -> Response {
    let Ok(body) = serde_json::from_slice::<Value>(&bytes) else {
        return respond(400, &json!({"error": "invalid JSON"}));
    };
    shared.heard("POST /api/chat", &body);
    if let Some(complaint) = complaint(&headers, &body) {
        shared.complain(complaint);
        return respond(400, &json!({ "error": complaint }));
    }
    let model = body["model"].as_str().unwrap_or_default();
    if !has(&shared, model) {
        return missing(model);
    }
    let habits = locked(&shared.script).habits.clone();
    if habits.no_think && !body["think"].is_null() {
        return respond(400, &json!({"error": format!("\"{model}\" does not support thinking")}));
    }
    let text = |at: usize| body["messages"][at]["content"].as_str().unwrap_or_default();
    let room = body["options"]["num_ctx"].as_u64().unwrap_or_default();
    match turn(&shared, text(0), text(1)).await {
        Turn::Said(mut said) => {
            let most = room.min(habits.reads_at_most.unwrap_or(room));
            if said.read >= most {
                said.read = room;
            }
            respond(200, &spoken(model, &said))
        }
        Turn::Fault(act) => fault(&act, model),
        Turn::Raw(response) => response,
    }
}

fn spoken(model: &str, said: &Said) -> Value {
    let reason = if said.end == End::Cut { "length" } else { "stop" };
    json!({
        "model": model, "created_at": "2026-11-20T10:00:00Z",
        "message": {"role": "assistant", "content": said.text}, "done": true, "done_reason": reason,
        "total_duration": 4_883_583_458_u64, "load_duration": 1_334_875, "prompt_eval_count": said.read,
        "prompt_eval_duration": 342_546_000, "eval_count": said.written, "eval_duration": 4_535_599_000_u64
    })
}

fn fault(act: &Act, model: &str) -> Response {
    let error = |status, text: &str| respond(status, &json!({ "error": text }));
    match act {
        Act::RateLimited { header, .. } => {
            let extra: Vec<(&'static str, &str)> =
                header.iter().map(|after| ("retry-after", after.as_str())).collect();
            json_with(429, &json!({"error": "too many requests"}), &extra)
        }
        Act::ErrorInside(text) => error(200, text),
        Act::NoModel => missing(model),
        Act::Fails(status) => error(*status, "llama runner process has terminated: exit status 2"),
        Act::Overloaded => error(503, "server busy, please try again"),
        Act::Spent
        | Act::SpendLimit
        | Act::TooLarge
        | Act::FailsValidation(_)
        | Act::Refuses
        | Act::Says(_)
        | Act::Fenced
        | Act::CutOff
        | Act::Html
        | Act::Drops
        | Act::BreaksOff
        | Act::Stalls
        | Act::Megabytes(_) => error(500, "Ollama knows no such fault"),
    }
}

async fn pull(State(shared): State<Arc<Shared>>, bytes: Bytes) -> Response {
    let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    shared.heard("POST /api/pull", &body);
    let name = body["model"].as_str().unwrap_or_default().to_owned();
    let act = locked(&shared.script).habits.pulls.pop_front();
    let layer = |digest: &str, completed: u64| {
        let line = json!({
            "status": format!("pulling {digest}"), "digest": format!("sha256:{digest}"), "total": 1_000, "completed": completed,
        });
        line.to_string()
    };
    let mut lines = vec![json!({"status": "pulling manifest"}).to_string()];
    match act {
        Some("unknown") => {
            lines.push(json!({"error": "pull model manifest: file does not exist"}).to_string());
        }
        Some("full") => lines.push(json!({"error": "write /models/x: no space left on device"}).to_string()),
        Some("breaks") => {
            lines.extend([layer("aaaa", 300), layer("bbbb", 100), layer("aaaa", 600)]);
            let text = lines.join("\n") + "\n{\"status\":\"pull";
            return broken(text.into_bytes());
        }
        Some("stalls") => {
            use futures::StreamExt as _;
            let first = futures::stream::iter([Ok::<_, std::io::Error>(lines.join("\n") + "\n")]);
            return Body::from_stream(first.chain(futures::stream::pending())).into_response();
        }
        Some(_) | None => {
            lines.extend([
                layer("aaaa", 600),
                layer("bbbb", 500),
                layer("aaaa", 1_000),
                layer("bbbb", 1_000),
            ]);
            let rest = ["verifying sha256 digest", "writing manifest", "success"];
            lines.extend(rest.map(|status| json!({ "status": status }).to_string()));
            locked(&shared.script).habits.models.push(name);
        }
    }
    let kind = [(header::CONTENT_TYPE, "application/x-ndjson")];
    (kind, lines.join("\n") + "\n").into_response()
}
