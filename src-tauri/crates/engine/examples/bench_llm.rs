//! 10,000 generated leads through the pipeline with a model that takes 50 ms an answer, on a real SQLite
//! file, printed as `name: value` lines. What the latency alone would cost is the number of questions times
//! 50 ms, divided by how many are asked at the same time.
//!
//! `cargo run --release -p sdr-engine --example bench_llm -- [LEADS] [QUESTIONS AT ONCE]`
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement stops at the first surprise")]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sdr_domain::import::LeadField;
use sdr_domain::project::{LlmChoice, LlmProvider};
use sdr_engine::view::{RunState, WizardAnswers};
use sdr_engine::{Engine, Parts};
use sdr_ports::fakes::{FakeChannels, FakeLlm, FakeLlms, MemorySecrets, NoServices};
use sdr_ports::lead_file::{FileChunk, FilePreview, LeadFileError, LeadFiles, RowRejection};
use sdr_ports::{Clock, SystemClock, SystemIds};
use sdr_storage::{Store, StoreConfig};

const LATENCY: Duration = Duration::from_millis(50);

/// Nothing is imported here.
struct NoFiles;

impl LeadFiles for NoFiles {
    fn preview(&self, _: &Path, _: Option<&[LeadField]>) -> Result<FilePreview, LeadFileError> {
        Err(LeadFileError { code: "none", sentence: "There are no files here.".into() })
    }
    fn read(
        &self,
        _: &Path,
        _: &[LeadField],
        _: usize,
        _: &mut dyn FnMut(FileChunk) -> bool,
    ) -> Result<(), LeadFileError> {
        Err(LeadFileError { code: "none", sentence: "There are no files here.".into() })
    }
    fn write_errors(&self, _: &[String], _: &[RowRejection]) -> Vec<u8> {
        Vec::new()
    }
}

async fn engine(folder: &Path, llm: &Arc<FakeLlm>) -> Engine {
    let url = format!("sqlite://{}", folder.join("sdr.sqlite").display());
    let store = StoreConfig { url, backup_dir: None, schema: None };
    Engine::new(Parts {
        store: Store::open(store, SystemClock.now()).await.unwrap(),
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
        secrets: Arc::new(MemorySecrets::default()),
        channels: Arc::new(FakeChannels::default()),
        lead_files: Arc::new(NoFiles),
        llms: Arc::new(FakeLlms(Arc::clone(llm))),
        sources: Arc::new(NoServices),
        handles: Arc::new(NoServices),
        mail_domains: Arc::new(NoServices),
        x_account: Arc::new(NoServices),
        uploads: folder.join("uploads"),
    })
}

fn answers(at_once: Option<u8>) -> WizardAnswers {
    let mut answers = WizardAnswers { step: 5, ..WizardAnswers::default() };
    answers.company.name = "Tidewater".into();
    answers.company.description = "Reporting for operations teams".into();
    answers.company.problem = "manual reporting in spreadsheets".into();
    answers.icp.keywords = vec!["operations".into(), "logistics".into()];
    answers.icp.queries = vec!["manual reporting".into()];
    answers.voice.persona = "Sam".into();
    if let Some(concurrency) = at_once {
        let provider = LlmProvider::Ollama;
        answers.llm = LlmChoice { provider, model: "fake".into(), concurrency, ..LlmChoice::default() };
    }
    answers
}

/// Seconds from the first lead read to the last one stored.
async fn run(leads: u32, at_once: Option<u8>, llm: &Arc<FakeLlm>) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let engine = engine(folder.path(), llm).await;
    engine.finish_setup(answers(at_once)).await.unwrap();
    // Importing begins a run; the one that is measured begins with every lead waiting.
    llm.hold();
    engine.demo_leads(leads, 7).await.unwrap();
    engine.stop_pipeline().await.unwrap();
    llm.go_on();
    let waiting = engine.pipeline_status().await.unwrap().waiting;
    let begun = Instant::now();
    let run = engine.run_pipeline_to_end().await.unwrap();
    let seconds = begun.elapsed().as_secs_f64();
    assert_eq!(run.state, RunState::Finished);
    println!("# {waiting} of {leads} leads waited; {}", run.sentence.unwrap_or_default());
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let rate = waiting as f64 / seconds;
    println!("{}_leads_per_second: {rate:.0}", if at_once.is_some() { "llm" } else { "offline" });
    seconds
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let leads: u32 = arguments.next().map_or(10_000, |leads| leads.parse().unwrap());
    let at_once: u8 = arguments.next().map_or(16, |at_once| at_once.parse().unwrap());
    run(leads, None, &FakeLlm::sensible()).await;
    let llm = FakeLlm::sensible();
    llm.latency(LATENCY);
    let seconds = run(leads, Some(at_once), &llm).await;
    let questions = llm.questions().len() - llm.given_up();
    #[expect(clippy::cast_precision_loss, reason = "a count of questions")]
    let floor = questions as f64 * LATENCY.as_secs_f64() / f64::from(at_once);
    println!("llm_questions: {questions}");
    println!("llm_run_seconds: {seconds:.2}");
    println!("llm_latency_floor_seconds: {floor:.2}");
    println!("llm_overhead_percent: {:.1}", (seconds / floor - 1.0) * 100.0);
}
