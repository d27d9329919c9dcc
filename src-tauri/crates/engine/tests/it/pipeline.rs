//! Runs over leads.

use sdr_domain::channel::Channel;
use sdr_domain::judgement::Verdict;
use sdr_domain::lead::LeadStatus;
use sdr_domain::score::Weights;
use sdr_engine::Topic;
use sdr_engine::view::{NewLeadForm, RunOrder, RunState, RunTrigger, Schedule, Stage};
use sdr_ports::Clock;
use sdr_storage::LeadFilter;

use crate::harness::{Bench, person};

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
    let id = bench.lead(NewLeadForm { x: Some("lin_only".into()), ..person("Lin") }).await;
    let run = bench.engine.pipeline_status().await.unwrap().run.unwrap();
    assert_eq!((run.state, run.failed), (RunState::Finished, 1));
    let page = bench.engine.run_failures(run.id, Some(Stage::Draft), None, 10).await.unwrap();
    let failure = &page.items[0];
    assert_eq!((failure.lead_id, failure.stage), (Some(id), Stage::Draft));
    assert_eq!(failure.lead_name.as_deref(), Some("Person Lin"));
    let reason = &failure.reason;
    assert!(reason.contains("Telegram handle") && reason.contains("post on X"), "{reason}");
    assert_eq!(bench.engine.lead(id).await.unwrap().unwrap().status, LeadStatus::Enriched);
    assert_eq!(bench.engine.run_failures(run.id, Some(Stage::Judge), None, 10).await.unwrap().total, 0);
}

#[tokio::test]
async fn the_first_channel_that_reaches_the_lead_is_written_to() {
    let bench = Bench::sending().await;
    let order = vec![Channel::X, Channel::Linkedin, Channel::Email];
    bench.change(|project| project.outreach.channels = order).await;
    let (x, linkedin) = (Some("lin".into()), Some("https://www.linkedin.com/in/lin/".into()));
    let id =
        bench.lead(NewLeadForm { x, linkedin, email: Some("lin@example.com".into()), ..person("Lin") }).await;
    let draft = bench.draft_of(id).await;
    assert_eq!((draft.channel, draft.reply_to_url), (Channel::Linkedin, None));
    bench.change(|project| project.outreach.channels = vec![Channel::Email, Channel::Telegram]).await;
    let (email, telegram) = (Some("mo@example.com".into()), Some("mo_ops".into()));
    let id = bench.lead(NewLeadForm { email, telegram, ..person("Mo") }).await;
    assert_eq!(bench.draft_of(id).await.channel, Channel::Email);
}

#[tokio::test]
async fn a_lead_under_the_threshold_is_judged_and_scored_but_not_written_to() {
    let bench = Bench::sending().await;
    bench.change(|project| project.judging.threshold = 100).await;
    let id = bench.lead_on_telegram("priya_ops").await;
    let lead = bench.engine.lead(id).await.unwrap().unwrap();
    assert_eq!(lead.status, LeadStatus::Qualified);
    assert!(lead.score.is_some() && lead.enrichment.is_none() && lead.drafts.is_empty());
}

#[tokio::test]
async fn the_projects_weights_make_the_score() {
    let bench = Bench::sending().await;
    let [relevance, intent, recency, reach, engagement] = [0.0; 5];
    let weights = Weights { relevance, intent, recency, reach, profile_fit: 1.0, engagement };
    bench.change(|project| project.judging.weights = weights).await;
    let id = bench.lead_on_telegram("priya_ops").await;
    let score = bench.engine.lead(id).await.unwrap().unwrap().score.unwrap();
    assert_eq!(score.total, score.fit);
}

#[tokio::test]
async fn a_dry_run_says_what_would_be_done_and_stores_nothing_else() {
    let bench = Bench::with_model().await;
    bench.llm.hold();
    bench.engine.demo_leads(60, 7).await.unwrap();
    bench.engine.stop_pipeline().await.unwrap();
    let (asked, usage) = (bench.llm.questions().len(), bench.engine.llm_usage(1).await.unwrap().len());
    let order = RunOrder { trigger: RunTrigger::Api, dry_run: true, sources: Some(Vec::new()) };
    let run = bench.engine.run_to_end(order).await.unwrap();
    assert_eq!((run.state, run.dry_run, run.trigger), (RunState::Finished, true, RunTrigger::Api));
    let sentence = run.sentence.unwrap();
    for part in ["No source would be read", "judge 60 leads with small:4b", "questions", "pass"] {
        assert!(sentence.contains(part), "{part} should stand in: {sentence}");
    }
    assert_eq!(bench.llm.questions().len(), asked);
    assert_eq!(bench.engine.llm_usage(1).await.unwrap().len(), usage);
    let page = bench.engine.leads_page(&LeadFilter::default(), None, 200).await.unwrap();
    assert!(page.items.iter().all(|row| row.status == LeadStatus::New && row.score.is_none()));
    let passing = run.stages.iter().find(|stage| stage.stage == Stage::Draft).unwrap().done;
    assert!((5..60).contains(&passing), "{passing}");
}

#[tokio::test]
async fn the_schedule_begins_one_run_however_long_the_machine_slept() {
    let bench = Bench::sending().await;
    assert_eq!(bench.engine.schedule().await.unwrap(), Schedule { every_minutes: None, next_at: None });
    assert!(bench.engine.set_schedule(Some(4)).await.is_err());
    let set = bench.engine.set_schedule(Some(30)).await.unwrap();
    let scheduled = async || {
        let runs = bench.engine.runs_page(None, 50).await.unwrap().items;
        runs.into_iter().filter(|run| run.trigger == RunTrigger::Schedule).count()
    };
    let worker = bench.engine.start_worker(true);
    let mut news = bench.engine.bus().subscribe();
    bench.advance(8 * 3_600);
    while news.recv().await.unwrap().topic != Topic::Runs {}
    worker.shutdown().await;
    bench.engine.run_pipeline_to_end().await.unwrap();
    assert_eq!(scheduled().await, 1);
    let next = bench.engine.schedule().await.unwrap().next_at.unwrap();
    assert!(next > set.next_at.unwrap() && next > bench.clock.now());
    assert_eq!(bench.engine.set_schedule(None).await.unwrap().next_at, None);
}

#[tokio::test]
async fn the_schedule_outlives_the_process_and_waits_for_its_time() {
    let mut bench = Bench::sending().await;
    let set = bench.engine.set_schedule(Some(45)).await.unwrap();
    bench.restart(3).await;
    assert_eq!(bench.engine.schedule().await.unwrap(), set);
    bench.advance(44 * 60);
    bench.engine.start_worker(true).shutdown().await;
    assert_eq!(bench.engine.runs_page(None, 50).await.unwrap().total, 0);
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
