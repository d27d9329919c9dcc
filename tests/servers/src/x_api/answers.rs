//! Problems as X writes them, and faults.

use axum::body::Body;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::{Fault, World};

pub(super) fn problem(status: u16, title: &str, detail: &str, kind: &str) -> Response<Body> {
    let body = json!({ "title": title, "detail": detail, "type": kind, "status": status });
    sent(status, "application/problem+json", body.to_string())
}

pub(super) fn good(status: u16, body: &Value) -> Response<Body> {
    sent(status, "application/json", body.to_string())
}

pub(super) fn invalid(message: &str) -> Response<Body> {
    let body = json!({
        "errors": [{ "message": message }],
        "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": "https://api.x.com/2/problems/invalid-request"
    });
    good(400, &body)
}

pub(super) fn unauthorized() -> Response<Body> {
    problem(401, "Unauthorized", "Unauthorized", "about:blank")
}

pub(super) fn forbidden(detail: &str) -> Response<Body> {
    problem(403, "Forbidden", detail, "about:blank")
}

fn sent(status: u16, kind: &str, body: String) -> Response<Body> {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [("content-type", kind.to_owned())], body).into_response()
}

/// What a fault answers; `None` when the request is carried out first.
pub(super) fn faulty(world: &World, fault: Fault) -> Option<Response<Body>> {
    let html = "<!DOCTYPE html><html><body>Something went wrong</body></html>";
    let page = |status| sent(status, "text/html; charset=utf-8", html.to_owned());
    let too_many = || problem(429, "Too Many Requests", "Too Many Requests", "about:blank");
    Some(match fault {
        Fault::NoCredits => problem(
            402,
            "CreditsDepleted",
            "Your enrolled account does not have any credits to fulfill this request.",
            "https://api.x.com/2/problems/credits",
        ),
        Fault::UsageCapped => problem(
            403,
            "UsageCapExceeded",
            "Usage cap exceeded: Monthly product cap",
            "https://api.x.com/2/problems/usage-capped",
        ),
        Fault::NotEnrolled => good(
            403,
            &json!({
                "client_id": "1", "reason": "client-not-enrolled", "title": "Client Forbidden", "status": 403,
                "detail": "When authenticating requests to the X API v2 endpoints, you must use keys and tokens from a developer App that is attached to a Project.",
                "type": "https://api.x.com/2/problems/client-forbidden"
            }),
        ),
        Fault::NotPermitted => forbidden("Your account is not permitted to access this feature."),
        Fault::TooManyRequests(secs) => {
            let mut answer = too_many();
            let reset = (world.now.as_second() + secs).to_string();
            for (name, value) in [("x-rate-limit-reset", reset.as_str()), ("x-rate-limit-remaining", "0")] {
                if let Ok(value) = value.parse() {
                    answer.headers_mut().insert(name, value);
                }
            }
            answer
        }
        Fault::TooManyWithoutReset => too_many(),
        Fault::Unavailable => problem(503, "Service Unavailable", "Service Unavailable", "about:blank"),
        Fault::Wall => page(403),
        Fault::HtmlInPlaceOfData => page(200),
        Fault::Truncated => sent(200, "application/json", "{\"data\":[{\"id\":\"19".to_owned()),
        Fault::OtherShape => good(200, &json!({ "results": [] })),
        Fault::Unauthorized => unauthorized(),
        Fault::SilentAfterActing | Fault::BreaksAfterActing => return None,
    })
}

/// An answer that breaks off in the middle.
pub(super) fn broken() -> Response<Body> {
    let pieces: Vec<Result<&str, std::io::Error>> =
        vec![Ok("{\"data\":"), Err(std::io::Error::other("the line is cut here"))];
    ([("content-type", "application/json")], Body::from_stream(futures::stream::iter(pieces))).into_response()
}
