//! What a test can make of a request, and the answers that are no data.

use axum::body::{Body, Bytes};
use axum::http::{Response, StatusCode};
use serde_json::{Value, json};

/// How a request ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// 200 with this code in `errors`, as queries are refused.
    Says(u32),
    /// This status with this code in `errors`.
    Refuses(u16, u32),
    /// This status without a body.
    Bare(u16),
    /// 429 with this many requests left.
    Limited {
        /// What the header says.
        remaining: u32,
    },
    /// The wall in front of X.
    Wall,
    /// A page in place of data.
    Html,
    /// JSON that ends in the middle.
    Truncated,
    /// Something else than JSON.
    Malformed,
    /// A hundred million bytes.
    Huge,
    /// Begins and never ends.
    Stalls,
    /// Errors beside whole data.
    DataWithErrors,
    /// 200, and no post in it.
    EmptyResult,
    /// 200 with the id of a post that never appears.
    Dropped,
    /// Carried out, and no answer ever comes.
    TakenThenSilent,
    /// Carried out, and the connection breaks off.
    TakenThenBroken,
    /// Not carried out, and no answer ever comes.
    LostThenSilent,
    /// The protection cookie changes with the answer; the old one is refused from then on.
    RotatesCookie,
    /// The protection cookie changes first, so that this request is refused.
    CookieOutOfDate,
    /// JSON without anything known in it.
    UnheardOf,
}

pub(super) fn text(status: StatusCode, body: &str, headers: &[(&str, &str)]) -> Response<Body> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Body::from(body.to_owned())).unwrap_or_default()
}

pub(super) fn html(status: StatusCode, body: &str) -> Response<Body> {
    text(status, body, &[("content-type", "text/html; charset=utf-8")])
}

pub(super) fn json(status: StatusCode, body: &Value) -> Response<Body> {
    text(status, &body.to_string(), &[("content-type", "application/json; charset=utf-8")])
}

pub(super) fn wall() -> Response<Body> {
    let body = "<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body>blocked</body></html>";
    text(StatusCode::FORBIDDEN, body, &[("content-type", "text/html"), ("cf-ray", "8f00000000000000-LHR")])
}

pub(super) fn refused(status: u16, code: u32) -> Response<Body> {
    let body = json!({ "errors": [{ "code": code, "message": message(code) }] });
    json(StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST), &body)
}

/// 200 as queries refuse, the code in three places at once.
pub(super) fn says(code: u32) -> Value {
    let message = format!("{} ({code})", message(code));
    json!({ "errors": [{
        "message": message, "locations": [{ "line": 18, "column": 3 }], "path": ["create_tweet"],
        "extensions": { "name": "AuthorizationError", "source": "Client", "code": code, "kind": "Permissions" },
        "code": code, "kind": "Permissions", "name": "AuthorizationError", "source": "Client"
    }], "data": {} })
}

fn message(code: u32) -> &'static str {
    match code {
        32 => "Could not authenticate you.",
        34 => "Sorry, that page does not exist.",
        64 => "Your account is suspended and is not permitted to access this feature.",
        88 => "Rate limit exceeded",
        139 => "You have already favorited this Tweet.",
        144 => "_Missing: No status found with that ID.",
        187 => "Authorization: Status is a duplicate.",
        226 => "Authorization: This request looks like it might be automated.",
        326 => {
            "To protect our users from spam and other malicious activity, this account is temporarily locked."
        }
        344 => "Authorization: You have reached your daily limit for sending Tweets and messages.",
        353 => "This request requires a matching csrf cookie and header.",
        433 => "The original Tweet author restricted who can reply to this Tweet.",
        _ => "Something went wrong.",
    }
}

/// The answers that need no data; `None` for faults the data itself has to show.
pub(super) fn answer(fault: Fault, reset: i64) -> Option<Response<Body>> {
    let status = |code: u16| StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_REQUEST);
    Some(match fault {
        Fault::Says(code) => json(StatusCode::OK, &says(code)),
        Fault::Refuses(code, error) => refused(code, error),
        Fault::Bare(code) => text(status(code), "", &[]),
        Fault::Limited { remaining } => limited(remaining, reset),
        Fault::Wall => wall(),
        Fault::Html => html(StatusCode::OK, "<!DOCTYPE html><html><body>Something went wrong</body></html>"),
        Fault::Truncated => text(StatusCode::OK, "{\"data\":{\"search_by_raw_query\":{\"sea", &[]),
        Fault::Malformed => text(StatusCode::OK, "while(1);{]", &[]),
        Fault::UnheardOf => {
            json(StatusCode::OK, &json!({ "data": { "search": { "posts": [{ "words": "hi" }] } } }))
        }
        Fault::Huge => huge(),
        Fault::Stalls => stalls(),
        Fault::DataWithErrors
        | Fault::EmptyResult
        | Fault::Dropped
        | Fault::TakenThenSilent
        | Fault::TakenThenBroken
        | Fault::LostThenSilent
        | Fault::RotatesCookie
        | Fault::CookieOutOfDate => return None,
    })
}

pub(super) fn limited(remaining: u32, reset: i64) -> Response<Body> {
    let body = json!({ "errors": [{ "code": 88, "message": message(88) }] }).to_string();
    let (remaining, reset) = (remaining.to_string(), reset.to_string());
    let headers = [
        ("content-type", "application/json"),
        ("x-rate-limit-limit", "50"),
        ("x-rate-limit-remaining", remaining.as_str()),
        ("x-rate-limit-reset", reset.as_str()),
    ];
    text(StatusCode::TOO_MANY_REQUESTS, &body, &headers)
}

/// A hundred million bytes, made as they are read.
fn huge() -> Response<Body> {
    let piece = Bytes::from(vec![b' '; 1_000_000]);
    let pieces = futures::stream::iter((0..100).map(move |_| Ok::<_, std::io::Error>(piece.clone())));
    Response::new(Body::from_stream(pieces))
}

/// A first piece, and then nothing for ever.
fn stalls() -> Response<Body> {
    use futures::StreamExt as _;
    let first = futures::stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"{\"data\":"))]);
    Response::new(Body::from_stream(first.chain(futures::stream::pending())))
}

/// A first piece, and then the connection is gone.
pub(super) fn broken() -> Response<Body> {
    let pieces = [Ok(Bytes::from_static(b"{\"data\":")), Err(std::io::Error::other("gone"))];
    let body = Body::from_stream(futures::stream::iter(pieces));
    Response::builder().header("content-length", "1000").body(body).unwrap_or_default()
}
