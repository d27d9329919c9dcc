//! The gates a request passes, in the order of the real ones, and who answers behind them.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri};
use serde_json::{Value, json};

use super::faults::{self, Fault, refused, text};
use super::{AUTH_TOKEN, Memory, SearchBy, Shared, acts, held, pages, timelines};

/// How the key of X's web client begins, plain or with its `%3D` decoded.
const WEB_CLIENT: &str = "Bearer AAAAAAAAAAAAAAAAAAAAANRILgAAAAAA";

const FORM: &str = "application/x-www-form-urlencoded";

/// A request as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `SearchTimeline`, `friendships/create`, `home`, `script`, …
    pub operation: String,
    /// `GET` or `POST`.
    pub method: String,
    /// Without the query.
    pub path: String,
    /// Unix seconds.
    pub at: i64,
}

/// One request of the interface on its way through the gates.
pub(super) struct Ask {
    pub(super) operation: String,
    id: Option<String>,
    method: Method,
    path: String,
    pub(super) variables: Value,
    features: Value,
    query_id: Option<String>,
    pub(super) form: Vec<(String, String)>,
    headers: HeaderMap,
}

pub(super) async fn serve(
    State(memory): State<Shared>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let path = uri.path().to_owned();
    if path.starts_with("/responsive-web/") || path.starts_with("/x-web/") {
        return script(&memory, &path, &headers);
    }
    let ask = read(&method, &uri, &headers, &body);
    {
        let mut memory = held(&memory);
        let operation = ask.as_ref().map_or_else(|| "home".to_owned(), |ask| ask.operation.clone());
        let at = (memory.now)();
        memory.asked.push(Request { operation, method: method.to_string(), path: path.clone(), at });
        memory.at_once += 1;
        if memory.at_once > 1 {
            memory.wrong.push("two requests at once".to_owned());
        }
    }
    // Counts down also when the client hangs up.
    let _leaving = Leaving(memory.clone());
    let response = match ask {
        Some(ask) => api(&memory, &ask),
        None => page(&memory, &path, &headers),
    };
    match response {
        Some(response) => response,
        None => std::future::pending().await,
    }
}

struct Leaving(Shared);

impl Drop for Leaving {
    fn drop(&mut self) {
        held(&self.0).at_once -= 1;
    }
}

fn script(memory: &Shared, path: &str, headers: &HeaderMap) -> Response<Body> {
    let mut memory = held(memory);
    let at = (memory.now)();
    let (operation, method) = ("script".to_owned(), "GET".to_owned());
    memory.asked.push(Request { operation, method, path: path.to_owned(), at });
    if headers.contains_key("cookie") || headers.contains_key("authorization") {
        memory.wrong.push(format!("cookies or keys sent to {path}"));
        return text(StatusCode::FORBIDDEN, "", &[]);
    }
    pages::script(&memory, path)
}

fn page(memory: &Shared, path: &str, headers: &HeaderMap) -> Option<Response<Body>> {
    let mut memory = held(memory);
    if path != "/home" {
        memory.wrong.push(format!("no such page: {path}"));
        return Some(faults::html(StatusCode::NOT_FOUND, "<!DOCTYPE html><html></html>"));
    }
    if headers.contains_key("authorization") {
        memory.wrong.push("the page was asked for with the key of the interface".to_owned());
    }
    match memory.fault("home") {
        Some(Fault::LostThenSilent) => return None,
        Some(fault) => return faults::answer(fault, 0),
        None => {}
    }
    let signed_in = cookie(headers, "auth_token").as_deref() == Some(AUTH_TOKEN);
    let mut response = pages::page(&mut memory, signed_in);
    if signed_in && cookie(headers, "ct0").as_deref() != Some(memory.ct0.as_str()) {
        give_cookie(&mut response, &memory);
    }
    Some(response)
}

/// `None` for a path that is no part of the interface.
fn read(method: &Method, uri: &Uri, headers: &HeaderMap, body: &Bytes) -> Option<Ask> {
    let path = uri.path();
    let below = ["/i/api/graphql/", "/graphql/"].iter().find_map(|root| path.strip_prefix(root));
    let (operation, id) = match (below.and_then(|rest| rest.split_once('/')), path) {
        (Some((id, operation)), _) => (operation, Some(id.to_owned())),
        (None, "/i/api/1.1/account/multi/list.json") => ("account/multi/list", None),
        (None, "/1.1/account/settings.json") => ("account/settings", None),
        (None, "/i/api/1.1/friendships/create.json") => ("friendships/create", None),
        (None, "/i/api/2/notifications/mentions.json") => ("mentions", None),
        (None, _) => return None,
    };
    let json: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
    let pairs = |text: &str| -> Vec<(String, String)> {
        text.split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(k, v)| (decoded(k), decoded(v)))
            .collect()
    };
    let query = pairs(uri.query().unwrap_or_default());
    let part = |name: &str| {
        let in_query = query.iter().find(|(key, _)| key == name);
        let in_query = in_query.and_then(|(_, value)| serde_json::from_str(value).ok());
        in_query.or_else(|| json.get(name).cloned()).unwrap_or(Value::Null)
    };
    Some(Ask {
        operation: operation.to_owned(),
        id,
        method: method.clone(),
        path: path.to_owned(),
        variables: part("variables"),
        features: part("features"),
        query_id: json.get("queryId").and_then(Value::as_str).map(str::to_owned),
        form: pairs(&String::from_utf8_lossy(body)),
        headers: headers.clone(),
    })
}

/// Percent-decoding; a plus sign stays one, as in a browser's own queries.
fn decoded(text: &str) -> String {
    let (bytes, mut out, mut i) = (text.as_bytes(), Vec::new(), 0);
    while i < bytes.len() {
        let hex = text.get(i + 1..i + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (bytes[i], hex) {
            (b'%', Some(byte)) => {
                out.push(byte);
                i += 3;
            }
            (byte, _) => {
                out.push(byte);
                i += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get("cookie")?.to_str().ok()?;
    let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

fn give_cookie(response: &mut Response<Body>, memory: &Memory) {
    let cookie = format!("ct0={}; Max-Age=21600; Path=/; Domain=.x.com; Secure", memory.ct0);
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append("set-cookie", value);
    }
}

/// What a gate says in place of the data.
type Refusal = Box<Response<Body>>;

/// `None` means that no answer ever comes.
fn api(memory: &Shared, ask: &Ask) -> Option<Response<Body>> {
    let mut memory = held(memory);
    let now = (memory.now)();
    if let Err(refusal) = gates(&mut memory, ask, now) {
        return Some(*refusal);
    }
    let fault = memory.fault(&ask.operation);
    if fault == Some(Fault::LostThenSilent) {
        return None;
    }
    if let Some(response) = fault.and_then(|fault| faults::answer(fault, now + 600)) {
        return Some(response);
    }
    let dropped = matches!(fault, Some(Fault::Dropped | Fault::EmptyResult));
    let mut value = data(&mut memory, ask, dropped);
    match fault {
        Some(Fault::TakenThenSilent) => return None,
        Some(Fault::TakenThenBroken) => return Some(faults::broken()),
        Some(Fault::EmptyResult) => value = json!({ "data": { "create_tweet": { "tweet_results": {} } } }),
        Some(Fault::DataWithErrors) => value["errors"] = faults::says(29)["errors"].clone(),
        Some(_) | None => {}
    }
    let mut response = faults::json(StatusCode::OK, &value);
    if fault == Some(Fault::RotatesCookie) {
        rotate(&mut memory);
        give_cookie(&mut response, &memory);
    }
    if let Some((left, reset)) = memory.budget.get(&ask.operation) {
        for (name, value) in [("x-rate-limit-remaining", i64::from(*left)), ("x-rate-limit-reset", *reset)] {
            response.headers_mut().insert(name, HeaderValue::from(value));
        }
    }
    Some(response)
}

fn rotate(memory: &mut Memory) {
    let last = memory.ct0.pop().unwrap_or('0');
    memory.ct0.insert(0, last);
}

fn gates(memory: &mut Memory, ask: &Ask, now: i64) -> Result<(), Refusal> {
    if cookie(&ask.headers, "auth_token").as_deref() != Some(AUTH_TOKEN) {
        return Err(refused(401, 32).into());
    }
    let waiting = memory.faults.get(&ask.operation).and_then(|waiting| waiting.front());
    if waiting == Some(&Fault::CookieOutOfDate) {
        let _ = memory.fault(&ask.operation);
        rotate(memory);
    }
    let header = |name: &str| ask.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if cookie(&ask.headers, "ct0").as_deref() != Some(&memory.ct0) || header("x-csrf-token") != memory.ct0 {
        let mut response = refused(403, 353);
        give_cookie(&mut response, memory);
        return Err(response.into());
    }
    if !header("authorization").starts_with(WEB_CLIENT) {
        return Err(refused(404, 34).into());
    }
    let signature = header("x-client-transaction-id");
    let signed = memory.material.signed(signature, ask.method.as_str(), &ask.path, now);
    match ask.operation.as_str() {
        "SearchTimeline" | "account/multi/list" | "account/settings" if !signed => {
            return Err(nothing().into());
        }
        "CreateTweet" if !signed => return Err(faults::json(StatusCode::OK, &faults::says(344)).into()),
        "CreateTweet" if !header("user-agent").starts_with("Mozilla/5.0 ") => {
            return Err(faults::json(StatusCode::OK, &faults::says(226)).into());
        }
        "FavoriteTweet" | "friendships/create" if !signed => {
            memory.wrong.push(format!("{} without a signature", ask.operation));
        }
        _ => {}
    }
    if ask.operation == "friendships/create" && !header("content-type").starts_with(FORM) {
        memory.wrong.push("a follow that is no form".to_owned());
    }
    for (name, wanted) in [("x-twitter-auth-type", "OAuth2Session"), ("x-twitter-active-user", "yes")] {
        if header(name) != wanted {
            memory.wrong.push(format!("{} without {name}", ask.operation));
        }
    }
    form(memory, ask)?;
    match memory.budget.get_mut(&ask.operation) {
        Some((_, reset)) if now >= *reset => drop(memory.budget.remove(&ask.operation)),
        Some((0, reset)) => return Err(faults::limited(0, *reset).into()),
        Some((left, _)) => *left -= 1,
        None => {}
    }
    Ok(())
}

/// Query id, method and switches.
fn form(memory: &Memory, ask: &Ask) -> Result<(), Refusal> {
    let post = ask.method == Method::POST;
    let by_post = match ask.operation.as_str() {
        "SearchTimeline" => match memory.search_by {
            SearchBy::Post => true,
            SearchBy::Get => false,
            SearchBy::Nothing => return Err(nothing().into()),
        },
        "CreateTweet" | "FavoriteTweet" | "friendships/create" => true,
        _ => false,
    };
    let Some(id) = &ask.id else {
        return if post == by_post { Ok(()) } else { Err(nothing().into()) };
    };
    if memory.ids.get(ask.operation.as_str()) != Some(id) || post != by_post {
        return Err(nothing().into());
    }
    if post && ask.query_id.as_ref() != Some(id) {
        return Err(text(StatusCode::UNPROCESSABLE_ENTITY, "", &[]).into());
    }
    let missing = |name: &&String| ask.features.get(name.as_str()).is_none_or(Value::is_null);
    let wanted = memory.switches.iter().chain(&memory.hidden_switches);
    let missing: Vec<&str> = wanted.filter(missing).map(String::as_str).collect();
    if missing.is_empty() || ask.operation == "FavoriteTweet" {
        return Ok(());
    }
    let message = format!("The following features cannot be null: {}", missing.join(", "));
    let body = json!({ "errors": [{ "code": 336, "message": message }] });
    Err(faults::json(StatusCode::BAD_REQUEST, &body).into())
}

/// X's favourite refusal: 404 without a word.
fn nothing() -> Response<Body> {
    text(StatusCode::NOT_FOUND, "", &[])
}

fn data(memory: &mut Memory, ask: &Ask, dropped: bool) -> Value {
    match ask.operation.as_str() {
        "SearchTimeline" => timelines::search(memory, &ask.variables),
        "TweetDetail" => timelines::conversation(memory, &ask.variables),
        "TweetResultByRestId" => timelines::one(memory, &ask.variables),
        "UserByScreenName" => acts::user(memory, &ask.variables),
        "CreateTweet" => acts::create(memory, &ask.variables, dropped),
        "FavoriteTweet" => acts::like(memory, &ask.variables),
        "friendships/create" => acts::follow(memory, &ask.form),
        "mentions" => acts::mentions(memory),
        "account/settings" => json!({ "screen_name": super::ME.1, "language": "en" }),
        _ => json!({ "users": [
            { "user_id": "8", "name": "Other", "screen_name": "other_account" },
            { "user_id": super::ME.0, "name": "Me", "screen_name": super::ME.1 }
        ] }),
    }
}
