//! Lists: pages, their limits, and pages kept while nothing changes.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;

use crate::harness::{Bench, ada};

#[tokio::test]
async fn pages_follow_each_other_without_gaps_or_repeats() {
    let bench = Bench::ready().await;
    bench.post("/api/leads/demo", json!({ "count": 25, "seed": 3 })).await.ok();
    let mut seen = Vec::new();
    let mut path = "/api/leads?sort=name&limit=10".to_owned();
    loop {
        let page = bench.get(&path).await.ok();
        assert_eq!(page["total"], 25);
        seen.extend(
            page["items"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()),
        );
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/leads?sort=name&limit=10&cursor={next}");
    }
    assert_eq!(seen.len(), 25);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 25);
}

#[tokio::test]
async fn a_page_has_one_to_two_hundred_rows() {
    let bench = Bench::empty().await;
    for limit in [1, 50, 200] {
        bench.get(&format!("/api/leads?limit={limit}")).await.ok();
    }
    for limit in [0, 201] {
        let refused = bench.get(&format!("/api/leads?limit={limit}")).await;
        assert_eq!(refused.refused(), (422, "invalid_answers".into()), "{limit}");
        assert!(refused.json()["errors"]["limit"].is_string());
    }
    assert_eq!(bench.get("/api/leads?limit=-1").await.refused().0, 400);
    assert_eq!(bench.get("/api/leads?cursor=made-up").await.refused(), (422, "bad_cursor".into()));
}

#[tokio::test]
async fn an_unchanged_page_is_304_and_a_changed_one_is_fresh() {
    let bench = Bench::ready().await;
    let first = bench.get("/api/leads").await;
    let tag = first.header("etag").to_owned();
    assert!(!tag.is_empty());
    let again =
        || Request::builder().uri("/api/leads").header("if-none-match", &tag).body(Body::empty()).unwrap();
    let unchanged = bench.send(again()).await;
    assert_eq!(unchanged.status, StatusCode::NOT_MODIFIED);
    assert!(unchanged.bytes.is_empty());

    bench.post("/api/leads", ada()).await.ok();
    let changed = bench.send(again()).await;
    assert_eq!(changed.ok()["total"], 1);
    assert_ne!(changed.header("etag"), tag);
}

#[tokio::test]
async fn every_list_answers_with_a_page() {
    let bench = Bench::ready().await;
    for path in ["leads", "drafts", "deliveries", "runs", "suppressions", "activity"] {
        let page = bench.get(&format!("/api/{path}")).await.ok();
        assert!(
            page["items"].is_array() && page["total"].is_u64() && page["next"].is_null(),
            "{path}: {page}"
        );
    }
}
