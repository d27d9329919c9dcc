//! Who may talk to `sdr serve`: pages it served itself and programs on this machine.
//!
//! There is no login on loopback, so a web page from elsewhere must not reach the door through the
//! human's own browser. DNS rebinding shows in the `Host` header, cross-site requests in `Origin` and
//! `Sec-Fetch-Site`.
//!
//! **Invariant:** used over TCP only; in process there is nobody else.

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::problem::Problem;

/// Refuses what does not come from this machine's own page or programs.
pub(crate) async fn own_machine_only(request: Request, next: Next) -> Response {
    match stranger(request.headers(), request.uri()) {
        None => next.run(request).await,
        Some(problem) => problem.into_response(),
    }
}

fn stranger(headers: &HeaderMap, uri: &Uri) -> Option<Problem> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let host =
        text(header::HOST).or_else(|| uri.authority().map(axum::http::uri::Authority::as_str)).unwrap_or("");
    if !is_loopback(host) {
        return Some(Problem::new(
            StatusCode::MISDIRECTED_REQUEST,
            "foreign_host",
            "This server answers on this machine's own address only.",
            "Open it as http://127.0.0.1 with its port.",
        ));
    }
    let own_origin = |origin: &str| origin.strip_prefix("http://") == Some(host);
    let foreign_origin = text(header::ORIGIN).is_some_and(|origin| !own_origin(origin));
    // A link from elsewhere may open the page itself, but nothing under /api.
    let from = text(header::HeaderName::from_static("sec-fetch-site"));
    let cross_site =
        uri.path().starts_with("/api/") && from.is_some_and(|site| site != "same-origin" && site != "none");
    (foreign_origin || cross_site).then(|| {
        Problem::new(
            StatusCode::FORBIDDEN,
            "foreign_origin",
            "A page from another site tried to use this server.",
            "Use the page that this server itself shows.",
        )
    })
}

/// Whether `host[:port]` names this machine to itself.
fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        for host in
            ["127.0.0.1:8400", "127.0.0.1", "localhost:8400", "LOCALHOST", "[::1]:8400", "[::1]", "127.8.9.1"]
        {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            "example.com",
            "127.0.0.1.example.com:8400",
            "localhost.example",
            "192.0.2.1:8400",
            "[::2]:80",
            "0.0.0.0",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
