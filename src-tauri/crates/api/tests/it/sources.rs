//! Sources and merges over the wire, in the shapes the UI is built against.

use serde_json::{Value, json};

use crate::harness::Bench;

fn search(name: &str, queries: &[&str]) -> Value {
    let settings = json!({ "kind": "x_search", "queries": queries, "languages": ["en"], "most_posts": 50 });
    json!({ "name": name, "enabled": true, "settings": settings })
}

#[tokio::test]
async fn a_source_is_made_read_changed_restarted_and_deleted() {
    let bench = Bench::ready().await;
    let made = bench.post("/api/sources", search(" Tickets ", &["tickets pile up"])).await.ok();
    assert_eq!(made["name"], "Tickets");
    assert_eq!(made["settings"]["kind"], "x_search");
    for (field, value) in [("leads", json!(0)), ("trouble", Value::Null), ("resumable", json!(false))] {
        assert_eq!(made[field], value, "{field}");
    }
    let path = format!("/api/sources/{}", made["id"].as_str().unwrap());
    assert_eq!(bench.get(&path).await.ok(), made);
    let changed = bench.put(&path, search("Queues", &["queues grow"])).await.ok();
    assert_eq!(changed["settings"]["queries"], json!(["queues grow"]));
    assert_eq!(bench.poke(&format!("{path}/restart")).await.ok(), changed);
    let names: Vec<Value> =
        bench.get("/api/sources").await.ok().as_array().unwrap().iter().map(|s| s["name"].clone()).collect();
    assert_eq!(names, ["Queues", "X search"]);
    assert_eq!(bench.delete(&path).await.status, 204);
    assert_eq!(bench.get(&path).await.refused(), (404, "not_found".into()));
    assert_eq!(bench.delete(&path).await.refused(), (404, "not_found".into()));
}

#[tokio::test]
async fn a_wrong_source_is_refused_field_by_field() {
    let bench = Bench::ready().await;
    let refused = bench.post("/api/sources", search("", &[])).await;
    assert_eq!(refused.refused(), (422, "invalid_answers".into()));
    let errors = refused.json()["errors"].clone();
    assert!(errors["name"].is_string() && errors["settings.queries"].is_string(), "{errors}");
    let unknown = json!({ "name": "n", "enabled": true, "settings": { "kind": "telepathy" } });
    assert_eq!(bench.post("/api/sources", unknown).await.refused(), (422, "invalid_body".into()));
    let file = json!({ "name": "n", "enabled": true, "settings": { "kind": "csv" } });
    assert_eq!(bench.post("/api/sources", file).await.refused().0, 422);
    let made = bench.post("/api/sources", search("X", &["a"])).await.ok();
    let path = format!("/api/sources/{}", made["id"].as_str().unwrap());
    let settings = json!({ "kind": "generator", "count": 5, "seed": 1, "industries": [] });
    let other = json!({ "name": "X", "enabled": true, "settings": settings });
    assert!(bench.put(&path, other).await.json()["errors"]["settings.kind"].is_string());
}

#[tokio::test]
async fn two_leads_are_merged_and_the_merge_is_undone() {
    let bench = Bench::ready().await;
    let lead = async |body: Value| {
        let made = bench.post("/api/leads", body).await.ok();
        made["id"].as_str().unwrap().to_owned()
    };
    let one = lead(json!({ "name": "Ada Lind", "telegram": "ada_lind" })).await;
    let two =
        lead(json!({ "name": "Ada L.", "email": "ada@fjord.example", "role": "Head of Support" })).await;
    let kept = bench.post(&format!("/api/leads/{two}/merge"), json!({ "other": one })).await.ok();
    assert_eq!((kept["id"].as_str(), kept["role"].as_str()), (Some(one.as_str()), Some("Head of Support")));
    let merges = bench.get(&format!("/api/leads/{one}/merges")).await.ok();
    assert_eq!(merges[0]["gained"], json!(["e-mail address", "role"]));
    assert_eq!((merges[0]["matched_by"].as_str(), &merges[0]["undo_refused"]), (Some("human"), &Value::Null));
    let undo = format!("/api/merges/{}/undo", merges[0]["id"].as_str().unwrap());
    assert_eq!(bench.poke(&undo).await.ok(), json!({ "kept": one, "restored": two }));
    assert_eq!(bench.poke(&undo).await.refused(), (409, "undo_refused".into()));
    assert_eq!(bench.get(&format!("/api/leads/{two}")).await.ok()["role"], "Head of Support");
    let nobody = "/api/merges/01900000-0000-7000-8000-000000000000/undo";
    assert_eq!(bench.poke(nobody).await.refused(), (404, "not_found".into()));
}
