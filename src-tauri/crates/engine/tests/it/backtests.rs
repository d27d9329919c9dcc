//! Backtests: tried on past leads, shown side by side, changing nothing before a human applies them.

use sdr_domain::lead::LeadStatus;
use sdr_domain::project::Judging;
use sdr_engine::view::{Backtest, BacktestForm, BacktestState};
use sdr_engine::{BacktestOnly, EngineError};
use sdr_storage::LeadFilter;

use crate::harness::Bench;

async fn with_past_leads() -> Bench {
    let bench = Bench::sending().await;
    bench.engine.demo_leads(120, 7).await.unwrap();
    bench.engine.run_pipeline_to_end().await.unwrap();
    bench
}

fn form(threshold: u8, judge_again: bool) -> BacktestForm {
    BacktestForm {
        name: "Stricter".into(),
        judging: Judging { threshold, ..Judging::default() },
        icp: None,
        judge_again,
        use_llm: false,
        leads: 1_000,
    }
}

async fn ended(bench: &Bench, form: BacktestForm) -> Backtest {
    let begun = bench.engine.begin_backtest(form).await.unwrap();
    loop {
        let backtest = bench.engine.backtest(begun.id).await.unwrap();
        if backtest.state != BacktestState::Running {
            return backtest;
        }
        tokio::task::yield_now().await;
    }
}

/// Everything a lead list shows, for comparing before and after.
async fn leads(bench: &Bench) -> Vec<(String, LeadStatus, Option<u8>)> {
    let page = bench.engine.leads_page(&LeadFilter::default(), None, 200).await.unwrap();
    let mut rows: Vec<_> =
        page.items.into_iter().map(|row| (row.id.to_string(), row.status, row.score)).collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    rows
}

#[tokio::test]
async fn the_same_judging_changes_nothing() {
    let bench = with_past_leads().await;
    let backtest = ended(&bench, form(0, true)).await;
    assert_eq!(backtest.state, BacktestState::Finished);
    assert_eq!((backtest.done, backtest.total), (120, 120));
    let summary = backtest.summary;
    assert_eq!((summary.newly_in, summary.newly_out, summary.verdict_changed), (0, 0, 0));
    assert_eq!(summary.passing_before, summary.passing_after);
    assert!(summary.passing_before > 0);
}

#[tokio::test]
async fn a_higher_threshold_shows_who_would_drop_out_and_touches_nobody() {
    let bench = with_past_leads().await;
    let before = leads(&bench).await;
    let backtest = ended(&bench, form(60, false)).await;
    assert!(backtest.summary.newly_out > 0, "{:?}", backtest.summary);
    assert_eq!(backtest.summary.newly_in, 0);
    assert_eq!(leads(&bench).await, before);
    assert_eq!(bench.engine.project().await.unwrap().unwrap().judging.threshold, 0);

    let mut cursor = None;
    let mut rows = Vec::new();
    loop {
        let only = BacktestOnly::NewlyOut;
        let page = bench.engine.backtest_rows(backtest.id, only, cursor.as_deref(), 7).await.unwrap();
        assert_eq!(page.total, backtest.summary.newly_out);
        rows.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(rows.len() as u64, backtest.summary.newly_out);
    assert!(rows.iter().all(|row| row.before.passes && !row.after.passes && row.after.score < Some(60)));
}

#[tokio::test]
async fn applying_takes_over_the_judging_and_sends_new_leads_through_the_pipeline_again() {
    let bench = with_past_leads().await;
    bench.change(|project| project.judging.threshold = 95).await;
    let backtest = ended(&bench, form(40, false)).await;
    assert!(backtest.summary.newly_in > 0);
    let project = bench.engine.apply_backtest(backtest.id).await.unwrap();
    assert_eq!(project.judging.threshold, 40);
    assert!(bench.engine.backtest(backtest.id).await.unwrap().applied_at.is_some());
    let waiting = leads(&bench).await.into_iter().filter(|(_, status, _)| *status == LeadStatus::New).count();
    assert_eq!(waiting as u64, backtest.summary.newly_in);
    bench.engine.run_pipeline_to_end().await.unwrap();
    assert!(leads(&bench).await.iter().all(|(_, status, _)| *status != LeadStatus::New));
}

#[tokio::test]
async fn other_customers_can_be_tried_when_leads_are_judged_again() {
    let bench = with_past_leads().await;
    let mut icp = bench.engine.project().await.unwrap().unwrap().icp;
    icp.keywords = vec!["underwater archaeology".into()];
    icp.queries = vec!["amphora restoration".into()];
    let refused =
        bench.engine.begin_backtest(BacktestForm { icp: Some(icp.clone()), ..form(0, false) }).await;
    assert!(matches!(refused, Err(EngineError::Invalid { .. })));
    let backtest = ended(&bench, BacktestForm { icp: Some(icp), ..form(0, true) }).await;
    assert!(backtest.summary.passing_after < backtest.summary.passing_before, "{:?}", backtest.summary);
}

#[tokio::test]
async fn what_a_dead_process_left_running_is_stopped_and_can_be_discarded() {
    let mut bench = with_past_leads().await;
    let engine = bench.engine.clone();
    // A runtime of its own that ends with the call takes the work down with it, as a process does.
    let (tell, begun) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let begun = runtime.block_on(engine.begin_backtest(form(50, true))).unwrap();
        drop(runtime);
        let _ = tell.send(begun);
    });
    // Waiting without blocking: connections this runtime used are on their way back to the pool.
    let begun = begun.await.unwrap();
    bench.restart(2).await;
    let left = bench.engine.backtest(begun.id).await.unwrap();
    assert_eq!(left.state, BacktestState::Stopped);
    assert!(left.sentence.unwrap().contains("closed"));
    let refused = bench.engine.apply_backtest(begun.id).await;
    assert!(matches!(refused, Err(EngineError::Precondition { code: "backtest_unfinished", .. })));
    bench.engine.discard_backtest(begun.id).await.unwrap();
    assert!(bench.engine.backtests().await.unwrap().is_empty());
}

#[tokio::test]
async fn nothing_is_tried_before_anybody_was_judged() {
    let bench = Bench::sending().await;
    let refused = bench.engine.begin_backtest(form(50, false)).await;
    assert!(matches!(refused, Err(EngineError::Precondition { code: "no_past_leads", .. })));
}
