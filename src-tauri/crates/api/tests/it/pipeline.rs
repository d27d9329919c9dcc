//! Runs, their failures, the schedule, and drafts written on request.

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::json;

use crate::harness::{Bench, ada};

#[tokio::test]
async fn a_run_says_who_began_it_what_it_was_asked_and_what_it_came_to() {
    let (bench, _) = Bench::with_lead().await;
    let begun = bench.post("/api/pipeline/run", json!({ "sources": [], "dry_run": true })).await.ok();
    assert_eq!((begun["dry_run"].clone(), begun["trigger"].clone()), (json!(true), json!("api")));
    bench.engine.run_pipeline_to_end().await.unwrap();
    let path = format!("/api/runs/{}", begun["id"].as_str().unwrap());
    let run = bench.get(&path).await.ok();
    assert_eq!(run["state"], "finished");
    assert!(run["sentence"].as_str().unwrap().starts_with("No source would be read."), "{run}");
    assert_eq!(run["stages"][0]["stage"], "collect");
    assert_eq!(bench.get(&format!("{path}/failures?stage=draft&limit=5")).await.ok()["total"], 0);
    assert_eq!(bench.get("/api/runs/0190a0a0-0000-7000-8000-000000000000").await.refused().0, 404);
    assert_eq!(bench.get(&format!("{path}/failures?stage=sell")).await.refused().0, 400);
}

#[tokio::test]
async fn a_page_that_names_its_origin_began_the_run_by_its_button() {
    let (bench, _) = Bench::with_lead().await;
    let request = Request::builder()
        .method("POST")
        .uri("/api/pipeline/run")
        .header(header::ORIGIN, "http://127.0.0.1:8400")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(r#"{"sources": []}"#))
        .unwrap();
    assert_eq!(bench.send(request).await.ok()["trigger"], "button");
}

#[tokio::test]
async fn a_schedule_is_set_shown_and_switched_off() {
    let bench = Bench::ready().await;
    let set = bench.put("/api/pipeline/schedule", json!({ "every_minutes": 30 })).await.ok();
    assert_eq!(set["every_minutes"], 30);
    assert_eq!(bench.get("/api/pipeline/status").await.ok()["schedule"], set);
    let refused = bench.put("/api/pipeline/schedule", json!({ "every_minutes": 1 })).await.refused();
    assert_eq!(refused.0, 422);
    let off = bench.put("/api/pipeline/schedule", json!({ "every_minutes": null })).await.ok();
    assert_eq!(off, json!({ "every_minutes": null, "next_at": null }));
}

#[tokio::test]
async fn a_draft_for_another_channel_says_who_wrote_it_and_what_it_answers() {
    let bench = Bench::ready().await;
    let mut person = ada();
    person["email"] = json!("ada.lind@example.com");
    let lead = bench.post("/api/leads", person).await.ok();
    let path = format!("/api/leads/{}/drafts", lead["id"].as_str().unwrap());
    let draft = bench.post(&path, json!({ "channel": "email" })).await.ok();
    assert_eq!((draft["channel"].clone(), draft["reply_to_url"].clone()), (json!("email"), json!(null)));
    assert_eq!(draft["variants"][0]["written_by"], "offline");
    assert_eq!(draft["variants"][0]["note"], json!(null));
    assert_eq!(bench.post(&path, json!({ "channel": "x" })).await.refused().1, "cannot_reach");
}
