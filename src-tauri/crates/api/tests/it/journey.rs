//! The main job over the API, and every endpoint on its way.

use serde_json::json;

use crate::harness::{Bench, ada, answers};

#[tokio::test]
async fn a_lead_is_shown_with_the_words_that_prove_it() {
    let (bench, id) = Bench::with_lead().await;
    let lead = bench.get(&format!("/api/leads/{id}")).await.ok();
    assert_eq!(lead["status"], "messaged");
    let proof = &lead["judgement"]["evidence"][0];
    let post = lead["posts"][0]["text"].as_str().unwrap();
    let start = usize::try_from(proof["start"].as_u64().unwrap()).unwrap();
    let utf16: Vec<u16> = post.encode_utf16().skip(start).collect();
    let quote = proof["quote"].as_str().unwrap();
    if proof["source"] == "post" {
        assert!(String::from_utf16_lossy(&utf16).starts_with(quote), "{quote}");
    }
    let total = lead["score"]["total"].as_f64().unwrap();
    assert!((0.0..=100.0).contains(&total));
}

#[tokio::test]
async fn a_draft_is_approved_only_with_the_fingerprint_that_was_seen() {
    let (bench, _) = Bench::with_lead().await;
    // Automatic sending goes paragraph by paragraph; assisted sending is one text in the field.
    assert_eq!(
        bench.post("/api/channels/telegram/self-test", json!({ "connect": null })).await.ok()["outcome"],
        "ok"
    );
    let row = bench.get("/api/drafts?status=pending&channel=telegram").await.ok()["items"][0].clone();
    let path = format!("/api/drafts/{}", row["id"].as_str().unwrap());
    let draft = bench.get(&path).await.ok();
    assert_eq!(draft["recipient"], "ada_lind");
    let variant = draft["variants"][0].clone();
    let seen = variant["fingerprint"].clone();

    let edited =
        bench.put(&path, json!({ "subject": null, "body": "Hi Ada,\n\nhow are things?" })).await.ok();
    assert_eq!(edited["edited"], true);
    assert_eq!(edited["machine_body"], variant["machine_body"]);
    let stale = bench.post(&format!("{path}/approve"), json!({ "fingerprint": seen })).await;
    assert_eq!(stale.refused(), (409, "draft_changed".into()));

    let yes = json!({ "fingerprint": edited["fingerprint"] });
    let approved = bench.post(&format!("{path}/approve"), yes.clone()).await.ok();
    assert_eq!(approved["undo_until"], "2026-11-20T10:00:30Z");
    assert_eq!(bench.post(&format!("{path}/approve"), yes).await.refused(), (409, "not_pending".into()));

    let delivery = format!("/api/deliveries/{}", approved["delivery_id"].as_str().unwrap());
    let shown = bench.get(&delivery).await.ok();
    let parts: Vec<_> = shown["parts"].as_array().unwrap().iter().map(|part| part["text"].clone()).collect();
    assert_eq!(json!(parts), edited["paragraphs"]);
    assert_eq!(shown["row"]["state"], "queued");
    let undo = format!("/api/approvals/{}/undo", approved["approval_id"].as_str().unwrap());
    assert_eq!(bench.poke(&undo).await.ok()["status"], "pending");
    assert_eq!(bench.get(&delivery).await.ok()["row"]["state"], "canceled");
    assert_eq!(bench.telegram.left().len(), 1, "the self-test and nothing else");
}

#[tokio::test]
async fn a_draft_is_rejected_restored_and_written_anew() {
    let (bench, _) = Bench::with_lead().await;
    let row = bench.get("/api/drafts").await.ok()["items"][0].clone();
    let path = format!("/api/drafts/{}", row["id"].as_str().unwrap());
    let rejected = bench.post(&format!("{path}/reject"), json!({ "reason": "wrong person" })).await.ok();
    assert_eq!(rejected["status"], "rejected");
    assert_eq!(bench.poke(&format!("{path}/restore")).await.ok()["status"], "pending");
    let anew = bench.poke(&format!("{path}/rewrite")).await.ok();
    assert_eq!(anew["status"], "pending");
    assert_ne!(anew["choice_id"], bench.get(&path).await.ok()["choice_id"]);
}

#[tokio::test]
async fn many_are_approved_at_once_only_when_each_was_opened() {
    let (bench, _) = Bench::with_lead().await;
    let row = bench.get("/api/drafts").await.ok()["items"][0].clone();
    let id = row["id"].as_str().unwrap();
    let wish = |print: &str| json!({ "items": [{ "id": id, "fingerprint": print }] });
    let unopened = bench.post("/api/drafts/approve", wish("0")).await.ok();
    assert_eq!(unopened["refused"].as_array().unwrap().len(), 1);
    let opened = bench.get(&format!("/api/drafts/{id}")).await.ok();
    let print = opened["variants"][0]["fingerprint"].as_str().unwrap();
    let done = bench.post("/api/drafts/approve", wish(print)).await.ok();
    assert_eq!(done["approved"].as_array().unwrap().len(), 1, "{done}");
}

#[tokio::test]
async fn the_wizard_keeps_tests_previews_and_finishes() {
    let bench = Bench::empty().await;
    assert_eq!(bench.get("/api/setup").await.ok()["needed"], true);
    let mut half = answers();
    half["step"] = json!(2);
    assert_eq!(bench.put("/api/setup/answers", half).await.ok()["step"], 2);
    assert_eq!(bench.get("/api/setup").await.ok()["answers"]["company"]["name"], "Harbour Metrics");
    let queries = bench.post("/api/setup/queries", answers()).await.ok();
    assert!(!queries["queries"].as_array().unwrap().is_empty());
    let preview = bench.post("/api/setup/preview", answers()).await.ok();
    assert!(preview["words"].as_u64().unwrap() > 0);
    for what in ["x", "email", "apollo", "llm", "telegram"] {
        let wish = json!({ "answers": answers(), "secret": null });
        let tested = bench.post(&format!("/api/setup/test/{what}"), wish).await.ok();
        assert!(tested["sentence"].is_string(), "{what}");
    }
    let project = bench.post("/api/setup/finish", answers()).await.ok();
    assert_eq!(bench.get("/api/project").await.ok(), project);
    assert_eq!(bench.get("/api/setup").await.ok()["needed"], false);
}

#[tokio::test]
async fn the_project_is_changed_and_travels_as_a_readable_file() {
    let bench = Bench::ready().await;
    let mut project = bench.get("/api/project").await.ok();
    project["company"]["name"] = json!("Quay Metrics");
    assert_eq!(bench.put("/api/project", project).await.ok()["company"]["name"], "Quay Metrics");
    let file = bench.get("/api/project.yaml").await;
    assert!(file.text().contains("name: Quay Metrics"), "{}", file.text());
    let changed = file.text().replace("Quay Metrics", "Pier Metrics");
    let load = axum::http::Request::builder().method("PUT").uri("/api/project.yaml").body(changed.into());
    assert_eq!(bench.send(load.unwrap()).await.ok()["company"]["name"], "Pier Metrics");
}

#[tokio::test]
async fn a_secret_goes_in_and_never_comes_out() {
    let bench = Bench::empty().await;
    let kept = bench.put("/api/secrets/email.password", json!({ "value": "hunter2" })).await.ok();
    assert_eq!(kept["place"], "memory");
    let list = bench.get("/api/secrets").await;
    assert!(!list.text().contains("hunter2"));
    let stored = |list: &serde_json::Value| {
        list.as_array().unwrap().iter().any(|one| one["name"] == "email.password" && one["stored"] == true)
    };
    assert!(stored(&list.ok()));
    assert_eq!(bench.delete("/api/secrets/email.password").await.status, 204);
    assert!(!stored(&bench.get("/api/secrets").await.ok()));
}

#[tokio::test]
async fn pause_and_dry_run_show_at_once() {
    let bench = Bench::ready().await;
    assert_eq!(bench.get("/api/status").await.ok()["shell"], "server");
    assert_eq!(bench.poke("/api/pause").await.ok()["sending"], "paused");
    assert_eq!(bench.poke("/api/resume").await.ok()["paused"], false);
    assert_eq!(bench.put("/api/dry-run", json!({ "on": false })).await.ok()["dry_run"], false);
    insta::assert_json_snapshot!(bench.get("/api/health").await.ok());
    assert!(bench.get("/api/dashboard").await.ok()["needs_you"].is_array());
}

#[tokio::test]
async fn someone_suppressed_is_listed_and_can_be_taken_off_again() {
    let (bench, id) = Bench::with_lead().await;
    assert_eq!(
        bench.post(&format!("/api/leads/{id}/suppress"), json!({ "reason": "asked" })).await.status,
        204
    );
    assert_eq!(bench.get(&format!("/api/leads/{id}")).await.ok()["status"], "suppressed");
    let rule = json!({ "kind": "domain", "value": "example.org", "reason": "partner" });
    let added = bench.post("/api/suppressions", rule).await.ok();
    // The person and the handle are rules of their own.
    assert_eq!(bench.get("/api/suppressions").await.ok()["total"], 3);
    let path = format!("/api/suppressions/{}", added["id"].as_str().unwrap());
    assert_eq!(bench.delete(&path).await.status, 204);
    assert_eq!(bench.get("/api/suppressions").await.ok()["total"], 2);
}

#[tokio::test]
async fn channels_runs_activity_export_and_backup_answer() {
    let (bench, id) = Bench::with_lead().await;
    assert!(
        bench
            .get("/api/channels")
            .await
            .ok()
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["channel"] == "telegram")
    );
    assert_eq!(
        bench.post("/api/channels/telegram/self-test", json!({ "connect": null })).await.ok()["outcome"],
        "ok"
    );
    assert_eq!(bench.poke("/api/channels/telegram/resume").await.ok()["channel"], "telegram");
    assert_eq!(bench.poke("/api/pipeline/run").await.ok()["stages"].as_array().unwrap().len(), 5);
    bench.poke("/api/pipeline/stop").await.ok();
    assert_eq!(bench.get("/api/pipeline/status").await.ok()["waiting"], 0);
    assert!(bench.get("/api/runs").await.ok()["total"].as_u64().unwrap() >= 1);
    assert!(bench.get("/api/activity").await.ok()["total"].as_u64().unwrap() >= 1);
    assert!(bench.get("/api/leads.csv").await.text().contains("Ada Lind"));
    let backup = bench.poke("/api/backup").await.ok();
    assert!(std::path::Path::new(backup["path"].as_str().unwrap()).is_file());
    assert_eq!(bench.delete(&format!("/api/leads/{id}")).await.status, 204);
    assert_eq!(bench.get(&format!("/api/leads/{id}")).await.refused().0, 404);
}

#[tokio::test]
async fn the_same_person_twice_is_one_lead() {
    let bench = Bench::ready().await;
    let first = bench.post("/api/leads", ada()).await.ok();
    let again = bench.post("/api/leads", ada()).await;
    if again.status == 200 {
        assert_eq!(again.json()["id"], first["id"]);
    } else {
        again.refused();
    }
    assert_eq!(bench.get("/api/leads").await.ok()["total"], 1);
}
