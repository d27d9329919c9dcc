//! What leaves the machine, and what one person may ask for.

use serde_json::{Value, json};

use crate::harness::Bench;

#[tokio::test]
async fn the_switch_is_remembered_and_written_into_the_log() {
    let bench = Bench::ready().await;
    assert_eq!(bench.get("/api/egress/summary").await.ok(), json!({"hosts": [], "local_only": false}));
    for on in [true, true, false] {
        let summary = bench.put("/api/egress/local-only", json!({ "on": on })).await.ok();
        assert_eq!(summary["local_only"], on);
    }
    let log = bench.get("/api/activity").await.ok();
    let kinds: Vec<&Value> = log["items"].as_array().unwrap().iter().map(|row| &row["kind"]).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "egress.local_only").count(), 2);
}

#[tokio::test]
async fn the_ledger_is_filtered_by_words_it_knows() {
    let bench = Bench::ready().await;
    let page = bench.get("/api/egress?host=a.example&purpose=judge&limit=10").await.ok();
    assert_eq!(page, json!({"items": [], "next": null, "total": 0}));
    assert_eq!(bench.get("/api/egress?purpose=gossip").await.refused().0, 400);
    assert_eq!(bench.get("/api/egress?cursor=zz").await.refused().1, "bad_cursor");
}

#[tokio::test]
async fn a_person_can_have_a_copy_of_everything_and_nothing_of_others() {
    let (bench, ada) = Bench::with_lead().await;
    let other = json!({"name": "Bob Other", "email": "bob@example.com", "company": "Elsewhere"});
    bench.post("/api/leads", other).await.ok();
    let answer = bench.get(&format!("/api/leads/{ada}/person")).await;
    assert!(answer.header("content-disposition").contains("person.json"));
    let file = answer.ok();
    let tables = &file["tables"];
    assert_eq!(tables["leads"][0]["name"], "Ada Lind");
    for table in ["lead_handles", "posts", "judgements", "scores", "enrichments", "drafts", "activity"] {
        assert!(!tables[table].as_array().unwrap().is_empty(), "{table}");
    }
    assert!(!answer.text().contains("Bob Other") && !answer.text().contains("Elsewhere"));
    let nobody = "01935a00-0000-7000-8000-00000000dead";
    assert_eq!(bench.get(&format!("/api/leads/{nobody}/person")).await.refused().0, 404);
}

#[tokio::test]
async fn erasing_takes_everything_along_and_says_what_stays() {
    let (bench, ada) = Bench::with_lead().await;
    let seen = bench.get(&format!("/api/leads/{ada}/egress")).await.ok();
    assert_eq!(seen, json!({"hosts": [], "sentence": "No service has seen data of Ada Lind."}));
    let erased = bench.post(&format!("/api/leads/{ada}/erase"), json!({"suppress": true})).await.ok();
    assert_eq!(erased["sentence"], "Ada Lind was erased.");
    assert_eq!(
        erased["kept"],
        json!([
            "On the suppression list one rule, so that the person is never contacted again.",
            "Backups made before today still hold the person until you delete them."
        ])
    );
    assert_eq!(bench.get(&format!("/api/leads/{ada}")).await.refused().0, 404);
    assert_eq!(bench.get("/api/drafts").await.ok()["total"], 0);
    let log = bench.get("/api/activity").await;
    assert!(!log.text().contains("Ada"));
    // The same person cannot come back by hand either.
    assert_eq!(bench.post("/api/leads", crate::harness::ada()).await.refused().1, "suppressed");
    let again = bench.post(&format!("/api/leads/{ada}/erase"), json!({"suppress": false})).await;
    assert_eq!(again.refused().0, 404);
}
