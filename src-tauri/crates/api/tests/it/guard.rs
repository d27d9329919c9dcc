//! Who may knock at `sdr serve`.

use std::fs;

use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use sdr_api::over_tcp;
use tower::ServiceExt;

use crate::harness::Bench;

async fn knock(bench: &Bench, path: &str, headers: &[(&str, &str)]) -> (StatusCode, String) {
    let router = over_tcp(bench.router.clone(), Some(bench.folder()));
    let mut request = Request::builder().uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = router.oneshot(request.body(axum::body::Body::empty()).unwrap()).await.unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8_lossy(&body).into_owned())
}

const HOME: (&str, &str) = ("host", "127.0.0.1:8400");

#[tokio::test]
async fn a_page_from_elsewhere_is_refused() {
    let bench = Bench::empty().await;
    for origin in ["https://example.com", "http://127.0.0.1:9999", "null", "http://localhost:8400"] {
        let (status, body) = knock(&bench, "/api/health", &[HOME, ("origin", origin)]).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{origin}");
        assert!(body.contains("foreign_origin"), "{body}");
    }
    for site in ["cross-site", "same-site"] {
        let (status, _) = knock(&bench, "/api/health", &[HOME, ("sec-fetch-site", site)]).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{site}");
    }
}

#[tokio::test]
async fn a_name_that_was_rebound_to_this_machine_is_refused() {
    let bench = Bench::empty().await;
    for host in ["evil.example:8400", "", "192.0.2.7:8400"] {
        let (status, body) = knock(&bench, "/api/health", &[("host", host)]).await;
        assert_eq!(status, StatusCode::MISDIRECTED_REQUEST, "{host}");
        assert!(body.contains("foreign_host"), "{body}");
    }
}

#[tokio::test]
async fn the_own_page_and_programs_on_this_machine_are_answered() {
    let bench = Bench::empty().await;
    for headers in [
        vec![HOME],
        vec![("host", "localhost:8400")],
        vec![("host", "[::1]:8400")],
        vec![HOME, ("origin", "http://127.0.0.1:8400"), ("sec-fetch-site", "same-origin")],
        vec![HOME, ("sec-fetch-site", "none")],
    ] {
        let (status, body) = knock(&bench, "/api/health", &headers).await;
        assert_eq!(status, StatusCode::OK, "{headers:?} {body}");
    }
}

#[tokio::test]
async fn every_page_of_the_ui_is_its_index_and_the_api_never_is() {
    let bench = Bench::empty().await;
    fs::write(bench.folder().join("index.html"), "<title>the ui</title>").unwrap();
    for path in ["/", "/queue", "/leads/1"] {
        let (status, body) = knock(&bench, path, &[HOME, ("sec-fetch-site", "cross-site")]).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(body.contains("the ui"), "{path}");
    }
    let (status, body) = knock(&bench, "/api/no-such", &[HOME]).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(body.contains("no_route"), "{body}");
}

#[tokio::test]
async fn an_address_others_can_reach_is_refused() {
    let refused = sdr_api::listen("0.0.0.0:0".parse().unwrap()).await.unwrap_err();
    assert!(refused.to_string().contains("no login"), "{refused}");
}

#[tokio::test]
async fn a_taken_port_is_said_with_the_way_out() {
    let first = sdr_api::listen("127.0.0.1:0".parse().unwrap()).await.unwrap();
    let refused = sdr_api::listen(first.local_addr().unwrap()).await.unwrap_err();
    assert!(refused.to_string().contains("--addr"), "{refused}");
}
