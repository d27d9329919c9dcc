//! Live changes over TCP and in process.

use axum::body::Body;
use axum::http::Request;
use futures::StreamExt;
use http_body_util::BodyExt;
use sdr_api::Shell;
use tower::ServiceExt;

use crate::harness::{Bench, ada};

#[tokio::test]
async fn a_change_arrives_as_an_event_after_it_is_stored() {
    let bench = Bench::ready().await;
    let request = Request::builder().uri("/api/events").body(Body::empty()).unwrap();
    let response = bench.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut events = response.into_body();
    bench.post("/api/leads", ada()).await.ok();
    let mut text = String::new();
    // The source of people added by hand is made with the first of them.
    while !text.contains("\"topic\":\"leads\"") {
        let frame = events.frame().await.unwrap().unwrap();
        text = String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap();
        assert!(text.starts_with("data: {"), "{text}");
    }
}

#[tokio::test]
async fn inside_the_app_there_is_no_endless_answer() {
    let bench = Bench::in_shell(Shell::Desktop).await;
    assert_eq!(bench.get("/api/events").await.refused(), (406, "in_process".into()));
}

#[tokio::test]
async fn a_listener_that_was_too_slow_is_told_to_read_everything_again() {
    let bench = Bench::empty().await;
    let changes = sdr_api::changes(&bench.engine);
    for _ in 0..2000 {
        bench.engine.bus().announce_all(sdr_engine::Topic::Runs);
    }
    let first: Vec<_> = Box::pin(changes).take(7).collect().await;
    let topics: Vec<_> = first.iter().map(|change| change["topic"].as_str().unwrap()).collect();
    assert_eq!(topics, ["leads", "drafts", "deliveries", "runs", "settings", "channels", "suppressions"]);
    assert!(first.iter().all(|change| change["id"].is_null()));
}
