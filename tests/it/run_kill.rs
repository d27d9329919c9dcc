//! A run over leads with a language model is killed again and again, and ends as an undisturbed one does.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use sdr_fake_servers::llm::FakeLlm;
use sdr_tests::serve::Serve;
use sdr_tests::wait::until;
use serde_json::{Value, json};

const LEADS: usize = 120;
/// Questions in the air at the same time.
const CONCURRENCY: usize = 4;
const LATENCY: Duration = Duration::from_millis(20);
/// How long each process lives after the run goes on, in milliseconds.
const LIVES: [u64; 6] = [70, 160, 15, 240, 110, 400];

/// What became of one lead: verdict, status, and its drafts' words by phrasing.
type Fate = (Value, Value, BTreeMap<String, String>);

#[tokio::test]
async fn a_run_killed_at_any_time_ends_as_an_undisturbed_one_and_pays_for_no_answer_twice()
-> anyhow::Result<()> {
    let (calm, stormy) = (tempfile::tempdir()?, tempfile::tempdir()?);

    let model = FakeLlm::slow_ollama(0, LATENCY).await;
    let serve = prepared(calm.path(), &model.url).await?;
    serve.post("/api/pipeline/run", json!({ "sources": [] })).await?;
    finished(&serve).await?;
    let expected = fates(&serve).await?;
    let undisturbed = model.questions().len();
    drop(serve);

    let model = FakeLlm::slow_ollama(0, LATENCY).await;
    let mut serve = prepared(stormy.path(), &model.url).await?;
    serve.post("/api/pipeline/run", json!({ "sources": [] })).await?;
    let mut deaths = 0;
    for life in LIVES {
        tokio::time::sleep(Duration::from_millis(life)).await;
        let over = state(&serve).await? != "running";
        serve.kill()?;
        serve = Serve::start(stormy.path()).await?;
        if over {
            break;
        }
        deaths += 1;
    }
    anyhow::ensure!(deaths >= 3, "the run was over after {deaths} deaths; make it longer");
    finished(&serve).await?;
    let found = fates(&serve).await?;
    for (name, fate) in &expected {
        let other = found.get(name).with_context(|| format!("{name} is lost"))?;
        anyhow::ensure!(other == fate, "{name}: {other:?} instead of {fate:?}");
    }
    anyhow::ensure!(found.len() == expected.len(), "{} leads instead of {}", found.len(), expected.len());

    let mut asked: HashMap<String, usize> = HashMap::new();
    for question in model.questions() {
        *asked.entry(question.to_string()).or_default() += 1;
    }
    let again: usize = asked.values().map(|times| times - 1).sum();
    let in_the_air = deaths * CONCURRENCY;
    anyhow::ensure!(again <= in_the_air, "{again} questions were asked again after {deaths} deaths");
    anyhow::ensure!(asked.len() == undisturbed, "{} questions instead of {undisturbed}", asked.len());
    Ok(())
}

/// A workspace with demo leads and a model, before its first run.
async fn prepared(data: &Path, model: &str) -> anyhow::Result<Serve> {
    let serve = Serve::start(data).await?;
    serve.post("/api/setup/finish", answers(model)).await?;
    // Finishing the setup begins the first run; with no leads yet it is over at once.
    until("the first run", Duration::from_secs(30), || async {
        Ok((state(&serve).await? != "running").then_some(()))
    })
    .await?;
    serve.post("/api/leads/demo", json!({ "count": LEADS, "seed": 11 })).await?;
    Ok(serve)
}

fn answers(model: &str) -> Value {
    json!({
        "step": 5,
        "company": {
            "name": "Tidewater", "product_url": "https://tidewater.example",
            "description": "Reporting for logistics teams", "problem": "manual reporting in spreadsheets"
        },
        "icp": {
            "keywords": ["operations", "logistics"], "queries": ["weekly report by hand"],
            "min_followers": 0, "languages": ["en"]
        },
        "connect": {
            "x": { "way": "assisted", "risk_acknowledged": false, "client_id": "" },
            "telegram": { "mode": "assisted", "own_handle": "", "self_test_passed": false },
            "email": null, "apollo": false
        },
        "voice": { "persona": "Mara", "role": "Founder", "tone": "helpful", "notes": "", "example": "" },
        "llm": {
            "provider": "ollama", "model": "qwen3:8b", "judge_model": "qwen3:4b", "base_url": model,
            "concurrency": CONCURRENCY, "daily_tokens": 0
        },
        "outreach": {
            "style": "gentle_touch", "channels": ["telegram", "email", "x", "linkedin"], "actions_per_day": 20,
            "approval": true,
            "working_hours": {
                "start": "09:00", "end": "18:00", "days": [1, 2, 3, 4, 5], "time_zone": "UTC"
            },
            "dry_run": true, "undo_secs": 30,
            "telegram": lane(0, 0, 5, (60, 120)), "email": lane(10, 0, 30, (6, 12)),
            "x_like": lane(0, 15, 20, (168, 312)), "x_follow": lane(0, 5, 20, (504, 936)),
            "x_reply": lane(0, 0, 20, (90, 180)), "x_message": lane(0, 0, 10, (90, 180)),
            "linkedin": lane(0, 0, 20, (0, 0)), "holidays": [], "vacation": [], "lead_hours": null
        }
    })
}

/// The pace of one lane, without a ramp.
fn lane(per_minute: u32, per_hour: u32, per_day: u32, gap: (u32, u32)) -> Value {
    json!({
        "per_minute": per_minute, "per_hour": per_hour, "per_day": per_day,
        "gap_min_secs": gap.0, "gap_max_secs": gap.1, "ramp": { "add": 0, "every_days": 1, "most": per_day }
    })
}

/// Where the latest run stands; empty before the first.
async fn state(serve: &Serve) -> anyhow::Result<String> {
    let status = serve.get("/api/pipeline/status").await?;
    Ok(status["run"]["state"].as_str().unwrap_or_default().to_owned())
}

async fn finished(serve: &Serve) -> anyhow::Result<()> {
    until("the run to finish", Duration::from_mins(2), || async {
        let status = serve.get("/api/pipeline/status").await?;
        let state = status["run"]["state"].as_str().unwrap_or_default();
        anyhow::ensure!(matches!(state, "running" | "finished"), "the run is {state}: {status}");
        Ok((state == "finished" && status["waiting"] == 0).then_some(()))
    })
    .await
}

async fn fates(serve: &Serve) -> anyhow::Result<BTreeMap<String, Fate>> {
    let leads = serve.get("/api/leads?limit=200").await?;
    let mut fates = BTreeMap::new();
    for lead in leads["items"].as_array().context("leads")? {
        let id = lead["id"].as_str().context("id")?;
        let detail = serve.get(&format!("/api/leads/{id}")).await?;
        let mut words = BTreeMap::new();
        for draft in detail["drafts"].as_array().into_iter().flatten() {
            let draft =
                serve.get(&format!("/api/drafts/{}", draft["id"].as_str().unwrap_or_default())).await?;
            for variant in draft["variants"].as_array().into_iter().flatten() {
                let name = format!("{} {}", draft["channel"], variant["variant"]);
                words.insert(name, variant["body"].as_str().unwrap_or_default().to_owned());
            }
        }
        let name = format!("{} at {}", lead["name"], lead["company"]);
        fates.insert(name, (lead["verdict"].clone(), lead["status"].clone(), words));
    }
    anyhow::ensure!(fates.len() == LEADS, "{} different leads", fates.len());
    Ok(fates)
}
