//! Apollo as its public documentation describes it (docs.apollo.io, 2026), with a purse that counts.
//!
//! Refuses what the real one refuses: a key anywhere but in `x-api-key`, unknown paths and parameters, more
//! than 100 people a page, more than ten in a bulk match. Each found person costs a credit, again each time.

mod faults;
mod people;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Response, StatusCode, Uri};
use axum::response::IntoResponse;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

pub use faults::Fault;
pub use people::Somebody;

/// The key it accepts.
pub const KEY: &str = "apollo-demo-key";

#[derive(Debug, Default)]
struct Memory {
    people: Vec<Somebody>,
    /// Answers of bulk matches leave out who was not found, instead of a null in their place.
    leaves_gaps_out: bool,
    /// Bulk matches do not say what they cost.
    silent_about_credits: bool,
    fault: Option<Fault>,
    charged: u32,
    asked: Vec<String>,
    wrong: Vec<String>,
}

/// The server, on loopback until it is dropped.
#[derive(Debug)]
pub struct FakeApollo {
    address: SocketAddr,
    memory: Arc<Mutex<Memory>>,
    task: JoinHandle<()>,
}

impl Drop for FakeApollo {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl FakeApollo {
    /// Starts empty.
    pub async fn start() -> std::io::Result<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let memory = Arc::new(Mutex::new(Memory::default()));
        let app = Router::new().fallback(serve).with_state(Arc::clone(&memory));
        let task = tokio::spawn(async move {
            // It ends with the test.
            let _ = axum::serve(listener, app).await;
        });
        Ok(Self { address, memory, task })
    }

    /// The address that stands for `https://api.apollo.io/`.
    pub fn base(&self) -> String {
        format!("http://{}/", self.address)
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes somebody into the directory.
    pub fn knows(&self, somebody: Somebody) {
        self.memory().people.push(somebody);
    }

    /// Bulk matches leave out who was not found.
    pub fn leaves_gaps_out(&self) {
        self.memory().leaves_gaps_out = true;
    }

    /// Bulk matches do not say what they cost.
    pub fn is_silent_about_credits(&self) {
        self.memory().silent_about_credits = true;
    }

    /// From now on every request ends like this; `None` ends it.
    pub fn breaks(&self, fault: Option<Fault>) {
        self.memory().fault = fault;
    }

    /// Credits charged so far.
    pub fn charged(&self) -> u32 {
        self.memory().charged
    }

    /// Every request that was let in, as `POST /api/v1/people/match`, in order.
    pub fn asked(&self) -> Vec<String> {
        self.memory().asked.clone()
    }

    /// What was wrong with requests that were refused; a good client leaves this empty.
    pub fn wrong(&self) -> Vec<String> {
        self.memory().wrong.clone()
    }
}

type Shared = Arc<Mutex<Memory>>;

async fn serve(
    State(memory): State<Shared>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
    if headers.contains_key("authorization") || header("x-api-key") != KEY {
        memory.wrong.push("the key is missing, wrong or in the wrong place".into());
        return wrong_key();
    }
    if method == Method::POST && header("content-type") != "application/json" {
        memory.wrong.push("a body without its content type".into());
        return refused("Invalid parameters");
    }
    let path = uri.path().to_owned();
    memory.asked.push(format!("{method} {path}"));
    if let Some(fault) = memory.fault.clone() {
        let (answer, charges) = faults::answer(&fault, &path);
        if charges {
            // The work was done; only the answer is lost.
            let _ = route(&mut memory, &method, &path, &uri, &body);
        }
        return answer;
    }
    match route(&mut memory, &method, &path, &uri, &body) {
        Ok(answer) => answer,
        Err(what) => {
            memory.wrong.push(what.to_owned());
            refused("Invalid parameters")
        }
    }
}

fn wrong_key() -> Response<Body> {
    let words = "Invalid API key. See https://docs.apollo.io/reference/authentication";
    (StatusCode::UNAUTHORIZED, [("content-type", "text/plain; charset=utf-8")], words).into_response()
}

fn refused(words: &str) -> Response<Body> {
    (StatusCode::UNPROCESSABLE_ENTITY, axum::Json(json!({ "error": words }))).into_response()
}

fn good(body: Value) -> Response<Body> {
    let left = [
        ("x-rate-limit-minute", "200"),
        ("x-minute-requests-left", "199"),
        ("x-hourly-requests-left", "399"),
        ("x-24-hour-requests-left", "1999"),
    ];
    (left, axum::Json(body)).into_response()
}

fn route(
    memory: &mut Memory,
    method: &Method,
    path: &str,
    uri: &Uri,
    body: &[u8],
) -> Result<Response<Body>, &'static str> {
    let parsed = || serde_json::from_slice::<Value>(body).map_err(|_| "the body is no JSON");
    match (method.as_str(), path) {
        ("GET", "/v1/auth/health") => Ok(good(json!({ "healthy": true, "is_logged_in": true }))),
        ("POST", "/api/v1/mixed_people/api_search") => {
            let page = people::search(&memory.people, uri.query().unwrap_or_default())?;
            Ok(good(page))
        }
        ("POST", "/api/v1/people/match") => {
            let found = people::find(&memory.people, &parsed()?)?.map(Somebody::json);
            memory.charged += u32::from(found.is_some());
            Ok(good(json!({ "person": found, "request_id": 9_007_199_254_740_993_i64 })))
        }
        ("POST", "/api/v1/people/bulk_match") => bulk(memory, &parsed()?),
        _ => Err("there is no such endpoint"),
    }
}

fn bulk(memory: &mut Memory, body: &Value) -> Result<Response<Body>, &'static str> {
    let details = body.get("details").and_then(Value::as_array).ok_or("details are missing")?;
    if details.is_empty() || details.len() > 10 {
        return Err("between one and ten details");
    }
    let found: Vec<Option<Value>> = details
        .iter()
        .map(|details| Ok(people::find(&memory.people, details)?.map(Somebody::json)))
        .collect::<Result<_, &'static str>>()?;
    let count = u32::try_from(found.iter().flatten().count()).unwrap_or(0);
    memory.charged += count;
    let asked = u32::try_from(details.len()).unwrap_or(0);
    let matches: Vec<Value> = if memory.leaves_gaps_out {
        found.into_iter().flatten().collect()
    } else {
        found.into_iter().map(Option::unwrap_or_default).collect()
    };
    let mut answer = json!({
        "status": "success", "error_code": null, "error_message": null,
        "total_requested_enrichments": asked, "unique_enriched_records": count,
        "missing_records": asked - count, "credits_consumed": count,
        "request_id": 9_007_199_254_740_993_i64, "matches": matches,
    });
    if memory.silent_about_credits
        && let Some(fields) = answer.as_object_mut()
    {
        fields.remove("credits_consumed");
    }
    Ok(good(answer))
}
