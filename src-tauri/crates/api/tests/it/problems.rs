//! Refusals: one shape, a stable code, a sentence that says what to do.

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::json;

use crate::harness::{Bench, NOBODY, ada, answers};

#[tokio::test]
async fn an_unknown_id_is_404_wherever_it_is_used() {
    let bench = Bench::ready().await;
    for path in ["leads", "drafts", "deliveries"] {
        assert_eq!(
            bench.get(&format!("/api/{path}/{NOBODY}")).await.refused(),
            (404, "not_found".into()),
            "{path}"
        );
    }
    for path in [
        format!("drafts/{NOBODY}/restore"),
        format!("drafts/{NOBODY}/rewrite"),
        format!("approvals/{NOBODY}/undo"),
        format!("deliveries/{NOBODY}/retry"),
        format!("deliveries/{NOBODY}/cancel"),
        format!("deliveries/{NOBODY}/prepare"),
    ] {
        assert_eq!(bench.poke(&format!("/api/{path}")).await.refused().0, 404, "{path}");
    }
    for path in [format!("leads/{NOBODY}"), format!("suppressions/{NOBODY}"), "secrets/no.such".into()] {
        assert_eq!(bench.delete(&format!("/api/{path}")).await.refused().0, 404, "{path}");
    }
    let settle = bench.post(&format!("/api/deliveries/{NOBODY}/settle"), json!({ "outcome": "sent" })).await;
    assert_eq!(settle.refused().0, 404);
    let suppress = bench.post(&format!("/api/leads/{NOBODY}/suppress"), json!({ "reason": "asked" })).await;
    assert_eq!(suppress.refused().0, 404);
    let file = bench.get(&format!("/api/imports/{NOBODY}/errors.csv")).await;
    assert_eq!(file.refused().0, 404);
}

#[tokio::test]
async fn input_that_cannot_be_read_says_what_is_wrong() {
    let bench = Bench::ready().await;
    let raw = |body: &'static str, kind: Option<&str>| {
        let request = Request::builder().method(Method::POST).uri("/api/leads");
        let request = match kind {
            Some(kind) => request.header("content-type", kind),
            None => request,
        };
        request.body(Body::from(body)).unwrap()
    };
    let json = Some("application/json");
    assert_eq!(bench.send(raw("{\"name\":", json)).await.refused(), (400, "malformed_json".into()));
    assert_eq!(bench.send(raw("{\"name\":7}", json)).await.refused(), (422, "invalid_body".into()));
    assert_eq!(bench.send(raw("{}", Some("text/plain"))).await.refused(), (415, "not_json".into()));
    assert_eq!(bench.send(raw("{}", None)).await.refused(), (415, "not_json".into()));
    assert_eq!(bench.get("/api/leads/not-an-id").await.refused(), (400, "malformed".into()));
    assert_eq!(bench.get("/api/leads?status=asleep").await.refused(), (400, "malformed".into()));
    assert_eq!(bench.get("/api/leads?source=7").await.refused(), (422, "invalid_answers".into()));
    assert_eq!(bench.poke("/api/channels/fax/resume").await.refused().0, 400);
}

#[tokio::test]
async fn an_address_or_method_that_does_not_exist_is_a_problem_too() {
    let bench = Bench::empty().await;
    assert_eq!(bench.get("/api/no/such").await.refused(), (404, "no_route".into()));
    assert_eq!(bench.delete("/api/health").await.refused(), (405, "wrong_method".into()));
}

#[tokio::test]
async fn a_json_body_above_one_megabyte_is_refused() {
    let bench = Bench::ready().await;
    let refused = bench.post("/api/leads", json!({ "name": "x".repeat(1 << 20) })).await;
    assert_eq!(refused.refused(), (413, "too_large".into()));
}

#[tokio::test]
async fn unfinished_answers_name_each_field() {
    let bench = Bench::empty().await;
    let mut wrong = answers();
    wrong["company"]["name"] = json!(" ");
    wrong["outreach"]["undo_secs"] = json!(3);
    let refused = bench.post("/api/setup/finish", wrong).await;
    assert_eq!(refused.refused(), (422, "invalid_answers".into()));
    insta::assert_json_snapshot!(refused.json());
}

#[tokio::test]
async fn before_the_setup_what_needs_a_project_says_so() {
    let bench = Bench::empty().await;
    for path in ["/api/pipeline/run"] {
        assert_eq!(bench.poke(path).await.refused(), (422, "setup_needed".into()), "{path}");
    }
    assert_eq!(bench.post("/api/leads", ada()).await.refused(), (422, "setup_needed".into()));
    assert_eq!(bench.get("/api/project").await.refused(), (404, "not_found".into()));
}

#[tokio::test]
async fn a_lead_without_any_handle_is_refused_with_the_fields_to_fill() {
    let bench = Bench::ready().await;
    let refused = bench.post("/api/leads", json!({ "name": "Ada Lind" })).await;
    assert_eq!(refused.refused(), (422, "invalid_answers".into()));
}
