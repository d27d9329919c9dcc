//! Runs over leads.

use sdr_domain::judgement::Verdict;
use sdr_domain::lead::LeadStatus;
use sdr_engine::view::{NewLeadForm, RunState, Stage};
use sdr_storage::LeadFilter;

use crate::harness::Bench;

#[tokio::test]
async fn demo_leads_are_judged_scored_and_drafted_with_verified_quotes() {
    let bench = Bench::sending().await;
    let report = bench.engine.demo_leads(200, 7).await.unwrap();
    assert_eq!(report.created, 200);
    let run = bench.engine.run_pipeline_to_end().await.unwrap();
    assert_eq!(run.state, RunState::Finished);
    let page = bench.engine.leads_page(&LeadFilter::default(), None, 200).await.unwrap();
    assert!(page.items.iter().all(|row| row.status != LeadStatus::New && row.score.is_some()));
    let relevant = page.items.iter().filter(|row| row.verdict == Some(Verdict::Relevant)).count();
    assert!((5..150).contains(&relevant), "{relevant} of 200 demo leads are relevant");
    for row in page.items.iter().filter(|row| row.verdict != Some(Verdict::Irrelevant)) {
        let detail = bench.engine.lead(row.id).await.unwrap().unwrap();
        let judgement = detail.judgement.unwrap();
        assert!(!judgement.evidence.is_empty());
        for evidence in judgement.evidence.iter().filter(|e| e.source == "post") {
            let post = detail.posts.iter().find(|post| Some(post.id) == evidence.post_id).unwrap();
            let units: Vec<u16> = post.text.encode_utf16().skip(evidence.start).collect();
            assert!(String::from_utf16_lossy(&units).starts_with(&evidence.quote));
        }
    }
}

#[tokio::test]
async fn the_same_file_twice_makes_no_second_lead() {
    let bench = Bench::sending().await;
    bench.engine.demo_leads(50, 7).await.unwrap();
    let again = bench.engine.demo_leads(50, 7).await.unwrap();
    assert_eq!((again.created, again.duplicates), (0, 50));
}

#[tokio::test]
async fn a_lead_without_a_way_to_write_is_listed_as_a_failure_and_the_run_goes_on() {
    let bench = Bench::sending().await;
    let form = NewLeadForm {
        name: "Lin Only".into(),
        role: Some("Head of Operations".into()),
        industry: Some("Logistics".into()),
        linkedin: Some("https://www.linkedin.com/in/lin-only/".into()),
        post: Some(
            "We still build every weekly report by hand in spreadsheets. How do you automate this?".into(),
        ),
        ..NewLeadForm::default()
    };
    let id = bench.lead(form).await;
    let status = bench.engine.pipeline_status().await.unwrap();
    let run = status.run.unwrap();
    assert_eq!(run.state, RunState::Finished);
    let failure = run.failures.iter().find(|f| f.lead_id == Some(id)).unwrap();
    assert_eq!(failure.stage, Stage::Draft.as_str());
    assert!(failure.reason.contains("Telegram handle"));
    assert_eq!(bench.engine.lead(id).await.unwrap().unwrap().status, LeadStatus::Enriched);
}

#[tokio::test]
async fn a_stopped_run_leaves_the_rest_waiting_and_the_next_one_finishes_it() {
    let bench = Bench::sending().await;
    bench.engine.demo_leads(2_000, 3).await.unwrap();
    let stopped = bench.engine.stop_pipeline().await.unwrap().unwrap();
    assert!(matches!(stopped.state, RunState::Stopped | RunState::Finished));
    let run = bench.engine.run_pipeline_to_end().await.unwrap();
    assert_eq!(run.state, RunState::Finished);
    assert_eq!(bench.engine.pipeline_status().await.unwrap().waiting, 0);
    let page = bench.engine.leads_page(&LeadFilter::default(), None, 1).await.unwrap();
    assert_eq!(page.total, 2_000);
}
