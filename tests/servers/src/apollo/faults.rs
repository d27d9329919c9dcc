//! What goes wrong at Apollo.

use axum::body::Body;
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use serde_json::json;

/// One way a request ends badly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// 401 in plain text, as if the key had been taken back.
    KeyTakenBack,
    /// 200 with `is_logged_in: false`.
    LoggedOut,
    /// 403 with the code of a plan or scope that does not include the endpoint.
    NotInPlan,
    /// 403 with a page of markup.
    Forbidden,
    /// 402.
    PaymentRequired,
    /// 422 that speaks of credits.
    OutOfCredits,
    /// 422 about parameters.
    BadParameters,
    /// 404 without a body.
    NotFound,
    /// 429 with `Retry-After`.
    SlowDownFor(u32),
    /// 429 that only says which window is used up: `minute`, `hourly` or `24-hour`.
    WindowUsedUp(&'static str),
    /// 500 with a page of markup; the work was done and charged.
    ServerErrorAfterwards,
    /// 502 with a page of markup; nothing was done.
    BadGateway,
    /// 200 with a page of markup; the work was done and charged.
    MarkupInsteadOfJson,
    /// The JSON ends in the middle; the work was done and charged.
    CutOff,
    /// The connection ends before the announced length; the work was done and charged.
    BrokenOff,
    /// JSON of another shape; the work was done and charged.
    OtherShape,
    /// An answer of 100 MB; the work was done and charged.
    Huge,
}

const PAGE: &str = "<!DOCTYPE html><html><body><h1>Something went wrong</h1></body></html>";

/// The answer, and whether the work was done all the same.
pub(super) fn answer(fault: &Fault, path: &str) -> (Response<Body>, bool) {
    let html = |status: StatusCode| (status, [("content-type", "text/html")], PAGE).into_response();
    let json = |status: StatusCode, body: serde_json::Value| (status, axum::Json(body)).into_response();
    match fault {
        Fault::KeyTakenBack => (super::wrong_key(), false),
        Fault::LoggedOut => (json(StatusCode::OK, json!({ "healthy": true, "is_logged_in": false })), false),
        Fault::NotInPlan => {
            let words = format!("This API key is not authorized to access {}", path.trim_start_matches('/'));
            let body = json!({ "error": words, "error_code": "API_INACCESSIBLE" });
            (json(StatusCode::FORBIDDEN, body), false)
        }
        Fault::Forbidden => (html(StatusCode::FORBIDDEN), false),
        Fault::PaymentRequired => {
            (json(StatusCode::PAYMENT_REQUIRED, json!({ "error": "Payment required" })), false)
        }
        Fault::OutOfCredits => {
            let body = json!({ "error": "You have insufficient credits. Upgrade your plan." });
            (json(StatusCode::UNPROCESSABLE_ENTITY, body), false)
        }
        Fault::BadParameters => (super::refused("Invalid parameters"), false),
        Fault::NotFound => (StatusCode::NOT_FOUND.into_response(), false),
        Fault::SlowDownFor(secs) => {
            let body = json!({ "message": "The maximum number of api calls allowed is 600 times per hour." });
            let headers = [("retry-after", secs.to_string())];
            ((StatusCode::TOO_MANY_REQUESTS, headers, axum::Json(body)).into_response(), false)
        }
        Fault::WindowUsedUp(window) => (used_up(window), false),
        Fault::ServerErrorAfterwards => (html(StatusCode::INTERNAL_SERVER_ERROR), true),
        Fault::BadGateway => (html(StatusCode::BAD_GATEWAY), false),
        Fault::MarkupInsteadOfJson => (html(StatusCode::OK), true),
        Fault::CutOff => {
            let half = "{\"status\":\"success\",\"people\":[{\"id\":\"1\",\"matches\":[{\"na";
            (([("content-type", "application/json")], half).into_response(), true)
        }
        Fault::BrokenOff => {
            let half: Vec<Result<&str, std::io::Error>> =
                vec![Ok("{\"status\":\"succ"), Err(std::io::Error::other("the line is cut here"))];
            (Body::from_stream(futures::stream::iter(half)).into_response(), true)
        }
        Fault::OtherShape => (json(StatusCode::OK, json!({ "result": { "rows": [1, 2, 3] } })), true),
        Fault::Huge => {
            let piece = "[".repeat(1024 * 1024);
            let pieces = (0..100).map(move |_| Ok::<_, std::io::Error>(piece.clone()));
            (Body::from_stream(futures::stream::iter(pieces)).into_response(), true)
        }
    }
}

fn used_up(window: &str) -> Response<Body> {
    let left = |name: &str| if name == window { "0" } else { "25" };
    let headers = [
        ("x-minute-requests-left", left("minute")),
        ("x-hourly-requests-left", left("hourly")),
        ("x-24-hour-requests-left", left("24-hour")),
    ];
    let body = json!({ "message": "The maximum number of api calls allowed is reached." });
    (StatusCode::TOO_MANY_REQUESTS, headers, axum::Json(body)).into_response()
}
