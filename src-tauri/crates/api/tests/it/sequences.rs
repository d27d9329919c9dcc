//! Sequences over the API: from a template to a version of the team's own.

use serde_json::{Value, json};

use crate::harness::{Bench, NOBODY};

async fn first(bench: &Bench) -> String {
    bench.get("/api/sequences").await.ok()[0]["id"].as_str().unwrap().to_owned()
}

fn blank(name: &str, template: &str) -> Value {
    json!({ "name": name, "description": "", "template": template, "steps": null, "settings": null })
}

#[tokio::test]
async fn the_setup_makes_the_first_sequence_in_the_chosen_style() {
    let bench = Bench::ready().await;
    let rows = bench.get("/api/sequences").await.ok();
    assert_eq!(rows.as_array().unwrap().len(), 1);
    let expected = json!({
        "name": "Gentle Touch", "description": "Like their post, wait a day, then reply to it.",
        "state": "active", "version": 1, "steps": 3, "replied": 0, "auto_enroll_score": null, "next_at": null,
        "counts": { "active": 0, "waiting_approval": 0, "paused": 0, "completed": 0, "exited": 0 },
        "id": rows[0]["id"], "updated_at": rows[0]["updated_at"],
    });
    assert_eq!(rows[0], expected);
    let recommended: Vec<bool> = bench
        .get("/api/sequences/templates")
        .await
        .ok()
        .as_array()
        .unwrap()
        .iter()
        .map(|template| template["recommended"].as_bool().unwrap())
        .collect();
    assert_eq!(recommended, [true, false, false, false, false]);
}

#[tokio::test]
async fn a_template_names_the_rule_each_step_lives_under() {
    let bench = Bench::ready().await;
    let templates = bench.get("/api/sequences/templates").await.ok();
    insta::assert_json_snapshot!(templates[2]["views"]);
}

#[tokio::test]
async fn a_sequence_is_made_changed_and_put_away() {
    let bench = Bench::ready().await;
    let made = bench.post("/api/sequences", blank(" Founders ", "telegram_first")).await.ok();
    assert_eq!((&made["name"], &made["version"]), (&json!("Founders"), &json!(1)));
    assert_eq!(made["funnel"].as_array().unwrap().len(), made["steps"].as_array().unwrap().len());
    let path = format!("/api/sequences/{}", made["id"].as_str().unwrap());

    let change = json!({ "settings": { "auto_enroll_score": 70, "pause_company": false } });
    let changed = bench.patch(&path, change).await.ok();
    assert_eq!(changed["settings"]["auto_enroll_score"], 70);
    assert_eq!((&changed["name"], &changed["version"]), (&json!("Founders"), &json!(1)));

    assert_eq!(bench.delete(&path).await.status, 204);
    assert_eq!(bench.get(&path).await.ok()["state"], "archived");
    let again = bench.patch(&path, json!({ "name": "Back" })).await;
    assert_eq!(again.refused(), (422, "archived".into()));
    // What is archived comes last, and its name is free again.
    bench.post("/api/sequences", blank("Founders", "direct")).await.ok();
    let rows = bench.get("/api/sequences").await.ok();
    assert_eq!((&rows[2]["name"], &rows[2]["state"]), (&json!("Founders"), &json!("archived")));
    let kinds: Vec<String> = bench.get("/api/activity").await.ok()["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|row| {
            row["kind"].as_str().filter(|kind| kind.starts_with("sequence.")).map(str::to_owned)
        })
        .collect();
    let told =
        ["sequence.created", "sequence.archived", "sequence.changed", "sequence.created", "sequence.created"];
    assert_eq!(kinds, told);
}

#[tokio::test]
async fn saved_steps_are_a_new_version_only_when_something_changed() {
    let bench = Bench::ready().await;
    let path = format!("/api/sequences/{}", first(&bench).await);
    let mut steps = bench.get(&path).await.ok()["steps"].clone();
    let same = bench.put(&format!("{path}/steps"), json!({ "steps": steps })).await.ok();
    assert_eq!((&same["changed"], &same["sequence"]["version"]), (&json!(false), &json!(1)));

    steps[1]["delay_minutes"] = json!(2_880);
    let saved = bench.put(&format!("{path}/steps"), json!({ "steps": steps })).await.ok();
    assert_eq!((&saved["changed"], &saved["sequence"]["version"]), (&json!(true), &json!(2)));
    assert_eq!(saved["still_on_older"], 0);
    assert_eq!(saved["sequence"]["views"][1]["label"], "Wait 2 days");
    let versions = bench.get(&format!("{path}/versions")).await.ok();
    assert_eq!([&versions[0]["number"], &versions[1]["number"]], [&json!(2), &json!(1)]);
    assert_eq!(versions[1]["steps"][1]["delay_minutes"], 1_440);
    assert_eq!(versions[0]["id"], saved["sequence"]["version_id"]);
}

#[tokio::test]
async fn steps_that_are_not_sound_are_named_one_by_one_and_not_saved() {
    let bench = Bench::ready().await;
    let path = format!("/api/sequences/{}", first(&bench).await);
    let mut steps = bench.get(&path).await.ok()["steps"].clone();
    steps[0]["next"] = json!(null);
    steps[1]["delay_minutes"] = json!(0);
    steps[2]["template_id"] = json!(NOBODY);
    let checked = bench.post("/api/sequences/check", json!({ "steps": steps })).await.ok();
    let codes: Vec<&str> =
        checked["problems"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["no_wait", "unreachable", "unreachable", "template_gone"]);
    assert_eq!(checked["views"].as_array().unwrap().len(), 3);

    let refused = bench.put(&format!("{path}/steps"), json!({ "steps": steps })).await;
    assert_eq!(refused.refused(), (422, "invalid_answers".into()));
    insta::assert_json_snapshot!(refused.json());
    assert_eq!(bench.get(&path).await.ok()["version"], 1);
    let empty = bench.put(&format!("{path}/steps"), json!({ "steps": [] })).await;
    assert_eq!(empty.json()["errors"]["steps"], "Add a first step.");
}

#[tokio::test]
async fn a_sequence_needs_a_name_of_its_own_and_one_thing_to_start_from() {
    let bench = Bench::ready().await;
    for (form, field) in [
        (blank("", "direct"), "name"),
        (blank("gentle touch", "direct"), "name"),
        (blank("Mine", "no_such"), "template"),
        (
            json!({ "name": "Mine", "description": "", "template": null, "steps": null, "settings": null }),
            "template",
        ),
    ] {
        let refused = bench.post("/api/sequences", form.clone()).await;
        assert_eq!(refused.refused(), (422, "invalid_answers".into()), "{form}");
        assert!(refused.json()["errors"][field].is_string(), "{form}");
    }
    assert_eq!(Bench::empty().await.get("/api/sequences").await.refused(), (422, "setup_needed".into()));
    let path = format!("/api/sequences/{NOBODY}");
    for answer in [
        bench.get(&path).await,
        bench.patch(&path, json!({})).await,
        bench.delete(&path).await,
        bench.put(&format!("{path}/steps"), json!({ "steps": [] })).await,
        bench.get(&format!("{path}/versions")).await,
        bench.get(&format!("{path}/funnel")).await,
    ] {
        assert_eq!(answer.refused(), (404, "not_found".into()));
    }
}
