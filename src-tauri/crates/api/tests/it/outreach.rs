//! Leads going through sequences, over the API alone: estimate, enrolling, preview, pause, a new version, a
//! reply, an exit, and a whole sequence in dry run.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::harness::{Bench, NOBODY, ada};

/// A workspace with people worth writing to, judged.
async fn with_people(count: u32) -> Bench {
    let bench = Bench::ready().await;
    bench.post("/api/leads/demo", json!({ "count": count, "seed": 3 })).await.ok();
    bench.engine.run_pipeline_to_end().await.unwrap();
    bench
}

async fn made(bench: &Bench, template: &str) -> String {
    let form =
        json!({ "name": template, "description": "", "template": template, "steps": null, "settings": null });
    let sequence = bench.post("/api/sequences", form).await.ok();
    format!("/api/sequences/{}", sequence["id"].as_str().unwrap())
}

/// Lets the worker look as often as it wants to until this much time has passed.
async fn pass(bench: &Bench, hours: i64) {
    for _ in 0..hours {
        bench.engine.work().await.unwrap();
        bench.clock.advance(SignedDuration::from_hours(1));
    }
    bench.engine.work().await.unwrap();
}

/// Says yes to everything that waits for one.
async fn approve_all(bench: &Bench) -> usize {
    let waiting = bench.get("/api/drafts?status=pending&limit=200").await.ok();
    let waiting = waiting["items"].as_array().unwrap();
    for row in waiting {
        let path = format!("/api/drafts/{}", row["id"].as_str().unwrap());
        let draft = bench.get(&path).await.ok();
        let seen = draft["variants"][0]["fingerprint"].clone();
        bench.post(&format!("{path}/approve"), json!({ "fingerprint": seen })).await.ok();
    }
    waiting.len()
}

fn ended(detail: &Value) -> u64 {
    ["completed", "exited"].iter().map(|state| detail["counts"][state].as_u64().unwrap()).sum()
}

fn live(detail: &Value) -> u64 {
    ["active", "waiting_approval", "paused"]
        .iter()
        .map(|state| detail["counts"][state].as_u64().unwrap())
        .sum()
}

#[tokio::test]
async fn enrolling_keeps_what_the_estimate_said_and_counts_who_is_left_out() {
    let bench = with_people(40).await;
    let sequence = made(&bench, "full_sequence").await;
    let who = json!({ "verdict": "relevant" });
    let estimate = bench.post(&format!("{sequence}/enroll/estimate"), who.clone()).await.ok();
    let count = estimate["count"].as_u64().unwrap();
    assert!(count > 0, "{estimate}");
    assert!(estimate["acts"].as_u64().unwrap() >= count && estimate["finish_at"].is_string(), "{estimate}");
    assert_eq!(live(&bench.get(&sequence).await.ok()), 0, "asking enrolls nobody");

    let enrolled = bench.post(&format!("{sequence}/enroll"), who.clone()).await.ok();
    assert_eq!((&enrolled["enrolled"], &enrolled["skipped"]), (&estimate["count"], &estimate["skipped"]));
    let again = bench.post(&format!("{sequence}/enroll"), who).await.ok();
    assert_eq!(again["enrolled"], 0);
    let inside =
        again["skipped"].as_array().unwrap().iter().find(|one| one["reason"] == "In this sequence already");
    assert_eq!(inside.unwrap()["count"], count);
    assert_eq!(live(&bench.get(&sequence).await.ok()), count);
}

#[tokio::test]
async fn who_is_meant_is_said_one_way_only() {
    let bench = Bench::ready().await;
    let sequence = made(&bench, "direct").await;
    for who in [json!({ "lead_ids": [NOBODY], "min_score": 50 }), json!({ "lead_ids": [] })] {
        for path in ["enroll", "enroll/estimate"] {
            let refused = bench.post(&format!("{sequence}/{path}"), who.clone()).await;
            assert_eq!(refused.refused(), (422, "invalid_answers".into()), "{path} {who}");
        }
    }
    for scope in [json!({}), json!({ "all": false }), json!({ "all": true, "lead_id": NOBODY })] {
        for turn in ["pause", "resume", "exit"] {
            let refused = bench.post(&format!("/api/enrollments/{turn}"), json!({ "scope": scope })).await;
            assert_eq!(refused.refused(), (422, "invalid_answers".into()), "{turn} {scope}");
            assert!(refused.json()["errors"]["scope"].is_string());
        }
    }
    for scope in
        [json!({ "lead_id": NOBODY }), json!({ "sequence_id": NOBODY }), json!({ "enrollment_id": NOBODY })]
    {
        let refused = bench.post("/api/enrollments/pause", json!({ "scope": scope })).await;
        assert_eq!(refused.refused(), (404, "not_found".into()), "{scope}");
    }
    assert_eq!(bench.get("/api/enrollments?sequence=7").await.refused(), (422, "invalid_answers".into()));
    assert_eq!(bench.get("/api/enrollments?state=asleep").await.refused().0, 400);
    assert_eq!(bench.get(&format!("/api/enrollments/{NOBODY}")).await.refused().0, 404);
    let to = json!({ "version_id": NOBODY });
    assert_eq!(bench.post(&format!("{sequence}/move"), to).await.refused(), (404, "not_found".into()));
}

#[tokio::test]
async fn a_paused_sequence_takes_no_leads_and_goes_on_when_resumed() {
    let bench = with_people(40).await;
    let sequence = made(&bench, "full_sequence").await;
    let id = sequence.rsplit('/').next().unwrap();
    let who = json!({ "min_score": 30 });
    let count =
        bench.post(&format!("{sequence}/enroll"), who.clone()).await.ok()["enrolled"].as_u64().unwrap();
    let scope = json!({ "scope": { "sequence_id": id } });
    assert_eq!(bench.post("/api/enrollments/pause", scope.clone()).await.ok()["count"], count);
    let paused = bench.get(&sequence).await.ok();
    assert_eq!((&paused["state"], &paused["counts"]["paused"]), (&json!("paused"), &json!(count)));
    let refused = bench.post(&format!("{sequence}/enroll"), who).await;
    assert_eq!(refused.refused(), (422, "sequence_paused".into()));
    let page = bench.get(&format!("/api/enrollments?sequence={id}&state=paused&limit=1")).await.ok();
    assert_eq!((&page["total"], &page["items"][0]["why"]), (&json!(count), &json!("Paused by you")));
    assert!(page["next"].is_string());

    assert_eq!(bench.post("/api/enrollments/resume", scope.clone()).await.ok()["count"], count);
    assert_eq!(bench.get(&sequence).await.ok()["state"], "active");
    let one = page["items"][0]["id"].as_str().unwrap();
    let taken = json!({ "scope": { "enrollment_id": one } });
    let moved = bench.post("/api/enrollments/exit", taken.clone()).await.ok();
    assert_eq!(moved, json!({ "count": 1, "sentence": "1 lead taken out." }));
    assert_eq!(bench.post("/api/enrollments/exit", taken).await.refused(), (422, "over".into()));
    let gone = bench.get(&format!("/api/enrollments/{one}")).await.ok();
    assert_eq!(gone["row"]["end_reason"], "human");
    // Away with it: whoever is still inside leaves.
    assert_eq!(bench.delete(&sequence).await.status, 204);
    let detail = bench.get(&sequence).await.ok();
    assert_eq!((live(&detail), ended(&detail)), (0, count));
    assert_eq!(
        detail["ends"],
        json!([{ "reason": "human", "sentence": "You took them out", "count": count }])
    );
}

#[tokio::test]
async fn leads_stay_on_their_version_until_they_are_moved_over() {
    let bench = with_people(40).await;
    let sequence = made(&bench, "full_sequence").await;
    let count =
        bench.post(&format!("{sequence}/enroll"), json!({ "verdict": "relevant" })).await.ok()["enrolled"]
            .clone();
    let mut steps = bench.get(&sequence).await.ok()["steps"].clone();
    steps[2]["delay_minutes"] = json!(2_880);
    let saved = bench.put(&format!("{sequence}/steps"), json!({ "steps": steps })).await.ok();
    assert_eq!(saved["still_on_older"], count);
    let to = json!({ "version_id": saved["sequence"]["version_id"] });
    let moved = bench.post(&format!("{sequence}/move"), to).await.ok();
    assert_eq!((&moved["moved"], &moved["stayed"]), (&count, &json!(0)));
    assert_eq!(bench.get(&sequence).await.ok()["on_older_versions"], 0);
    let versions = bench.get(&format!("{sequence}/versions")).await.ok();
    assert_eq!([&versions[0]["enrolled"], &versions[1]["enrolled"]], [&count, &json!(0)]);
}

#[tokio::test]
async fn a_reply_ends_every_sequence_of_the_lead_and_rests_colleagues() {
    let bench = Bench::ready().await;
    let ada_id = bench.post("/api/leads", ada()).await.ok()["id"].as_str().unwrap().to_owned();
    let mut bo = ada();
    (bo["name"], bo["telegram"]) = (json!("Bo Berg"), json!("@bo_berg"));
    let bo_id = bench.post("/api/leads", bo).await.ok()["id"].as_str().unwrap().to_owned();
    bench.engine.run_pipeline_to_end().await.unwrap();
    let sequence = made(&bench, "telegram_first").await;
    let who = json!({ "lead_ids": [ada_id, bo_id] });
    assert_eq!(bench.post(&format!("{sequence}/enroll"), who).await.ok()["enrolled"], 2);
    bench.engine.work().await.unwrap();
    let places = bench.get(&format!("/api/leads/{ada_id}/enrollments")).await.ok();
    assert_eq!(places[0]["row"]["state"], "waiting_approval");
    assert_eq!(places[0]["executions"][0]["outcome"], "to_approve");

    let reply = json!({ "channel": "telegram", "kind": "reply", "note": " Wants a call ", "back_at": null, "at": null });
    let done = bench.post(&format!("/api/leads/{ada_id}/replies"), reply).await.ok();
    assert_eq!((&done["stopped"], &done["paused_colleagues"]), (&json!(1), &json!(1)));
    assert_eq!(done["reply"]["note"], "Wants a call");
    let replies = bench.get(&format!("/api/leads/{ada_id}/replies")).await.ok();
    assert_eq!(replies, json!([done["reply"]]));
    let places = bench.get(&format!("/api/leads/{ada_id}/enrollments")).await.ok();
    assert_eq!(
        (&places[0]["row"]["end_reason"], &places[0]["row"]["why"]),
        (&json!("replied"), &json!("They replied"))
    );
    let colleague = bench.get(&format!("/api/leads/{bo_id}/enrollments")).await.ok();
    assert_eq!(colleague[0]["row"]["paused_by"], "company");
    assert_eq!(bench.get(&format!("/api/leads/{ada_id}")).await.ok()["temperature"], "warm");
    assert_eq!(bench.get("/api/sequences").await.ok()[1]["replied"], 1);

    let late = json!({ "channel": "email", "kind": "out_of_office", "note": null, "back_at": "2020-01-01T00:00:00Z", "at": null });
    let refused = bench.post(&format!("/api/leads/{bo_id}/replies"), late.clone()).await;
    assert_eq!(refused.refused(), (422, "invalid_answers".into()));
    assert_eq!(bench.post(&format!("/api/leads/{NOBODY}/replies"), late).await.refused().0, 404);
}

#[tokio::test]
async fn a_whole_sequence_runs_to_its_end_in_dry_run() {
    let bench = with_people(120).await;
    let sequence = made(&bench, "full_sequence").await;
    let id = sequence.rsplit('/').next().unwrap();
    let who = json!({ "min_score": 40 });
    let count = bench.post(&format!("{sequence}/enroll"), who).await.ok()["enrolled"].as_u64().unwrap();
    let order = json!({ "sequence_id": id, "days": 40, "assume_approval": true });
    let preview = bench.post("/api/preview", order).await.ok();
    assert_eq!(
        (&preview["ends"], &preview["unfinished"]),
        (&json!(count), &json!(0)),
        "{}",
        preview["sentence"]
    );
    assert_eq!(preview["days"].as_array().unwrap().len(), 40);
    let alone = bench.post("/api/preview", json!({ "sequence_id": id, "days": 40 })).await.ok();
    let waiting = alone["waiting"].as_array().unwrap().iter().map(|one| one["count"].as_u64().unwrap());
    assert_eq!(waiting.sum::<u64>(), count, "likes are by hand: {}", alone["waiting"]);

    for _ in 0..30 {
        pass(&bench, 24).await;
        approve_all(&bench).await;
    }
    // What cannot be written says so and waits for the human.
    let stuck = bench.get(&format!("/api/enrollments?sequence={id}&state=paused")).await.ok();
    for row in stuck["items"].as_array().unwrap() {
        assert_eq!(row["why"], "Paused: There is no post of this person on X to reply to.");
        let scope = json!({ "scope": { "enrollment_id": row["id"] } });
        bench.post("/api/enrollments/exit", scope).await.ok();
    }
    let detail = bench.get(&sequence).await.ok();
    assert_eq!((live(&detail), ended(&detail)), (0, count), "{}", detail["counts"]);
    assert_eq!(detail["funnel"][0]["reached"], count);
    let deliveries = bench.get("/api/deliveries?limit=200").await.ok();
    let rows = deliveries["items"].as_array().unwrap();
    assert!(!rows.is_empty() && rows.iter().all(|row| row["dry_run"] == true && row["state"] == "sent"));
    assert_eq!(bench.telegram.left().len(), 0, "nothing left the machine");
}

#[tokio::test]
async fn what_the_sdr_did_by_hand_counts_against_the_limits() {
    let bench = Bench::ready().await;
    let today = bench.get("/api/limits").await.ok();
    let line = |today: &Value, label: &str| {
        let lines = today["lines"].as_array().unwrap().clone();
        lines.into_iter().find(|line| line["label"] == label).unwrap_or_else(|| panic!("{label} in {today}"))
    };
    let telegram = line(&today, "Telegram");
    assert_eq!((&telegram["used_today"], &telegram["per_day"]), (&json!(0), &json!(5)));
    let act = json!({ "channel": "telegram", "action": "message", "lead_id": null, "count": 5, "at": null });
    let after = bench.post("/api/manual-acts", act.clone()).await.ok();
    assert_eq!(after, bench.get("/api/limits").await.ok());
    let telegram = line(&after, "Telegram");
    assert_eq!((&telegram["used_today"], &telegram["manual_today"]), (&json!(5), &json!(5)));
    assert!(telegram["why"].is_string() && telegram["next_free_at"].is_string(), "{telegram}");

    for (field, value) in
        [("count", json!(0)), ("action", json!("like")), ("at", json!("2030-01-01T00:00:00Z"))]
    {
        let mut wrong = act.clone();
        wrong[field] = value;
        let refused = bench.post("/api/manual-acts", wrong).await;
        assert_eq!(refused.refused(), (422, "invalid_answers".into()), "{field}");
        assert!(refused.json()["errors"][field].is_string(), "{field}");
    }
    let mut stranger = act;
    stranger["lead_id"] = json!(NOBODY);
    assert_eq!(bench.post("/api/manual-acts", stranger).await.refused().0, 404);
}

#[tokio::test]
async fn a_changed_limit_is_shown_beside_the_days_as_they_stand() {
    let bench = with_people(120).await;
    let sequence = made(&bench, "full_sequence").await;
    bench.post(&format!("{sequence}/enroll"), json!({ "min_score": 40 })).await.ok();
    let mut outreach = bench.get("/api/project").await.ok()["outreach"].clone();
    outreach["actions_per_day"] = json!(3);
    let order = json!({ "assume_approval": true, "outreach": outreach });
    let diff = bench.post("/api/preview/diff", order.clone()).await.ok();
    assert_eq!([diff["before"].as_array().unwrap().len(), diff["after"].as_array().unwrap().len()], [14, 14]);
    assert!(diff["acts_after"].as_u64() < diff["acts_before"].as_u64(), "{}", diff["sentence"]);
    assert!(diff["after"].as_array().unwrap().iter().all(|day| day["acts"].as_u64().unwrap() <= 3));
    assert!(diff["moved_count"].as_u64().unwrap() >= diff["moved"].as_array().unwrap().len() as u64);
    for (field, wrong) in [("days", json!(0)), ("days", json!(61))] {
        let mut asked = order.clone();
        asked[field] = wrong;
        assert_eq!(bench.post("/api/preview", asked).await.refused(), (422, "invalid_answers".into()));
    }
    let nobody = json!({ "sequence_id": NOBODY });
    assert_eq!(bench.post("/api/preview", nobody).await.refused(), (404, "not_found".into()));
}
