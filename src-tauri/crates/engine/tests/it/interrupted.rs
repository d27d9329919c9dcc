//! A run whose process is killed at any instant ends as if nothing had happened, and pays for no answer twice.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::SignedDuration;
use sdr_engine::view::{RunState, Stage};
use sdr_engine::{Engine, Topic};
use sdr_ports::IdSource;
use sdr_ports::fakes::{FakeClock, FakeLlm, SeededIds};
use sdr_ports::llm::{LlmErrorKind, LlmTask};
use sdr_storage::LeadFilter;
use tokio::runtime::{Builder, Runtime};

use crate::harness::Bench;

const LEADS: u32 = 40;
/// Leads under way with four questions at once, as the harness has it.
const UNDER_WAY: usize = 20;

/// Everything a run leaves behind that does not depend on ids.
#[derive(Debug, PartialEq)]
struct Outcome {
    leads: BTreeMap<String, Vec<String>>,
    stages: Vec<(Stage, u64, u64, u64)>,
}

async fn outcome(engine: &Engine) -> Outcome {
    let page = engine.leads_page(&LeadFilter::default(), None, 200).await.unwrap();
    let mut leads = BTreeMap::new();
    for row in page.items {
        let lead = engine.lead(row.id).await.unwrap().unwrap();
        let judged = lead.judgement.as_ref().map(|j| format!("{:?} {:?} {:?}", j.verdict, j.mode, j.note));
        let enriched = lead.enrichment.as_ref().map(|e| format!("{:?} {:?}", e.mode, e.pain_points));
        let mut lines = vec![format!("{:?} {:?} {judged:?} {enriched:?}", lead.status, row.score)];
        for draft in &lead.drafts {
            let whole = engine.draft(draft.id).await.unwrap().unwrap();
            let words =
                whole.variants.iter().map(|v| format!("{:?} {:?}: {}", v.variant, v.written_by, v.body));
            lines.extend(words);
        }
        lines.sort();
        let key = format!("{} {:?}", lead.name, lead.handles.iter().map(|h| &h.value).collect::<Vec<_>>());
        leads.insert(key, lines);
    }
    let run = engine.pipeline_status().await.unwrap().run.unwrap();
    assert_eq!(run.state, RunState::Finished);
    let stages = run.stages.iter().map(|s| (s.stage, s.done, s.failed, s.total)).collect();
    Outcome { leads, stages }
}

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// Lets what is through be stored now and then, as time would.
fn tick(clock: &FakeClock, llm: &Arc<FakeLlm>, every: usize) {
    let (clock, llm) = (clock.clone(), Arc::clone(llm));
    tokio::spawn(async move {
        for round in 1.. {
            llm.asked_times(round * every).await;
            clock.advance(SignedDuration::from_millis(300));
        }
    });
}

/// The number of starts and what the last of them found at the end. `kills` are instants to die at.
fn killed(seed: u64, kills: &[Kill]) -> (Outcome, Arc<FakeLlm>) {
    let first = runtime();
    let bench = first.block_on(Bench::with_model());
    first.block_on(async {
        tick(&bench.clock, &bench.llm, 7);
        bench.engine.demo_leads(LEADS, 11).await.unwrap();
    });
    let (mut bench, mut process) = (bench, first);
    for (life, kill) in (0_u64..).zip(kills) {
        process.block_on(kill.wait(&bench));
        let engine = bench.engine.clone();
        let remains = bench.remains();
        // Every task stops where it stands; nothing of it gets to clean up behind itself.
        drop(process);
        drop(engine);
        process = runtime();
        bench = process.block_on(remains.revived(seed * 100 + life + 2));
        process.block_on(async {
            tick(&bench.clock, &bench.llm, 7);
            bench.engine.start_worker(true).shutdown().await;
        });
    }
    let outcome = process.block_on(async {
        bench.engine.run_pipeline_to_end().await.unwrap();
        let mut page = bench.engine.runs_page(None, 9).await.unwrap().items;
        page.retain(|run| run.stages.iter().any(|stage| stage.stage == Stage::Judge && stage.done > 0));
        assert_eq!(page.len(), 1, "the interrupted run should have been continued, not begun anew");
        outcome(&bench.engine).await
    });
    (outcome, Arc::clone(&bench.llm))
}

#[test]
fn no_kept_answer_is_asked_for_again_after_a_kill() {
    let process = runtime();
    let bench = process.block_on(async {
        let bench = Bench::with_model().await;
        // Nobody gets past the judge, so nothing is stored but the answers.
        bench.llm.rule(|task| {
            let busy = LlmErrorKind::Busy { retry_after_secs: 60 };
            (!matches!(task, LlmTask::Judge(_))).then_some(Err(busy))
        });
        let mut news = bench.engine.bus().subscribe();
        bench.engine.demo_leads(LEADS, 11).await.unwrap();
        while kept(&bench.engine).await < u64::from(LEADS) {
            while news.recv().await.unwrap().topic != Topic::Llm {}
        }
        bench
    });
    let remains = bench.remains();
    drop(process);
    let process = runtime();
    process.block_on(async {
        let bench = remains.revived(7).await;
        bench.llm.be_sensible();
        bench.engine.start_worker(true).shutdown().await;
        bench.engine.run_pipeline_to_end().await.unwrap();
        let judged = |task: &LlmTask| matches!(task, LlmTask::Judge(_));
        let asked = bench.llm.questions().iter().filter(|(_, task)| judged(task)).count();
        assert_eq!(asked, LEADS as usize);
        assert_eq!(outcome(&bench.engine).await.leads.len(), LEADS as usize);
    });
}

/// Judge's answers that are durable.
async fn kept(engine: &Engine) -> u64 {
    let usage = engine.llm_usage(1).await.unwrap();
    usage.iter().filter(|row| row.purpose == "judge").map(|row| row.requests).sum()
}

/// When a process dies.
#[derive(Debug, Clone, Copy)]
enum Kill {
    /// As soon as so many questions were asked in all.
    AtQuestion(usize),
    /// As soon as so many results were announced since the start.
    AtStore(usize),
}

impl Kill {
    async fn wait(self, bench: &Bench) {
        let finished = bench.engine.run_pipeline_to_end();
        let instant = async {
            match self {
                Self::AtQuestion(number) => bench.llm.asked_times(number).await,
                Self::AtStore(number) => {
                    let mut news = bench.engine.bus().subscribe();
                    for _ in 0..number {
                        while news.recv().await.is_ok_and(|changed| changed.topic != Topic::Drafts) {}
                    }
                }
            }
        };
        tokio::select! {
            () = instant => {}
            ended = finished => { ended.unwrap(); }
        }
    }
}

#[test]
fn a_run_killed_at_random_points_ends_as_an_undisturbed_one_and_pays_once() {
    let (undisturbed, calm) = killed(1, &[]);
    let asked = calm.questions().len();
    assert_eq!(undisturbed.leads.len(), LEADS as usize);
    for seed in 0..16 {
        let dice = SeededIds::new(seed);
        let number = |high: u32| dice.between(1, high) as usize;
        let mut kills: Vec<Kill> = (0..number(3))
            .map(|_| match number(3) {
                1 => Kill::AtStore(number(3)),
                _ => Kill::AtQuestion(number(u32::try_from(asked).unwrap())),
            })
            .collect();
        kills.sort_by_key(|kill| match kill {
            Kill::AtQuestion(number) => *number,
            Kill::AtStore(_) => 0,
        });
        let (outcome, llm) = killed(seed + 2, &kills);
        assert_eq!(outcome, undisturbed, "seed {seed}, {kills:?}");
        let mut times: HashMap<String, usize> = HashMap::new();
        for (fingerprint, _) in llm.questions() {
            *times.entry(fingerprint).or_default() += 1;
        }
        let again: usize = times.values().map(|times| times - 1).sum();
        // Of each lead under way at the kill one question was out, or answered an instant ago.
        assert!(again <= kills.len() * UNDER_WAY, "seed {seed}, {kills:?}: {again} asked again");
    }
}
