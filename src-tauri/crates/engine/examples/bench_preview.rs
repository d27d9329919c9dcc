//! The next 14 days of 1,000 and of 10,000 enrollments on a real SQLite file, spread over every template that
//! needs no hand, printed as `name: value` lines: the whole use case, from reading how things stand to the last
//! item with its name.
//!
//! `cargo run --release -p sdr-engine --example bench_preview`
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement stops at the first surprise")]

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use jiff::SignedDuration;
use sdr_domain::Timestamp;
use sdr_domain::channel::Mode;
use sdr_domain::enrollment::{Enrollment, EnrollmentState};
use sdr_domain::id::{LeadId, ProjectId, SourceId};
use sdr_domain::import::LeadField;
use sdr_domain::lead::{NewLead, Profile};
use sdr_domain::limits::ChannelLimits;
use sdr_domain::post::NewPost;
use sdr_domain::project::Outreach;
use sdr_domain::sequence::{Sequence, SequenceSettings, SequenceState, SequenceVersion, Steps, TEMPLATES};
use sdr_domain::text::{Handle, HandleKind};
use sdr_engine::preview::PreviewOrder;
use sdr_engine::view::WizardAnswers;
use sdr_engine::{Engine, Parts};
use sdr_ports::fakes::{FakeChannels, FakeClock, FakeSources, MemorySecrets, NoServices, SeededIds};
use sdr_ports::lead_file::{FileChunk, FilePreview, LeadFileError, LeadFiles, RowRejection};
use sdr_ports::{Clock, IdSource};
use sdr_storage::{Store, StoreConfig};

const MONDAY: &str = "2026-11-23T08:00:00Z";
const TIMES: u32 = 5;

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

async fn store(folder: &Path) -> Store {
    let url = format!("sqlite://{}", folder.join("sdr.sqlite").display());
    Store::open(StoreConfig { url, backup_dir: None, schema: None }, MONDAY.parse().unwrap()).await.unwrap()
}

async fn engine(folder: &Path, clock: &FakeClock) -> Engine {
    Engine::new(Parts {
        store: store(folder).await,
        clock: Arc::new(clock.clone()),
        ids: Arc::new(SeededIds::new(1)),
        secrets: Arc::new(MemorySecrets::default()),
        channels: Arc::new(FakeChannels::default()),
        lead_files: Arc::new(NoFiles),
        llms: Arc::new(NoServices),
        sources: Arc::new(FakeSources::default()),
        handles: Arc::new(NoServices),
        mail_domains: Arc::new(NoServices),
        x_account: Arc::new(NoServices),
        uploads: folder.join("uploads"),
    })
}

/// Limits of a busy team: what they let through in two weeks is thousands of acts, not the default's 200.
fn outreach() -> Outreach {
    let pace = |per_hour, per_day| ChannelLimits {
        per_hour,
        per_day,
        gap_min_secs: 20,
        gap_max_secs: 60,
        ..ChannelLimits::default()
    };
    Outreach {
        actions_per_day: 400,
        telegram: pace(0, 100),
        email: pace(0, 200),
        x_like: pace(60, 200),
        x_follow: pace(60, 200),
        x_reply: pace(60, 200),
        ..Outreach::default()
    }
}

fn person(number: u32) -> NewLead {
    let handle = |kind, text: String| Handle::parse(kind, &text).unwrap();
    NewLead {
        profile: Profile { name: format!("Person {number}"), ..Profile::default() },
        handles: vec![
            handle(HandleKind::Telegram, format!("@lead_tg_{number}")),
            handle(HandleKind::X, format!("@lead_x_{number}")),
            handle(HandleKind::Email, format!("lead{number}@company.example")),
        ],
        posts: vec![NewPost {
            external_id: Some(format!("{}", 1_000_000 + number)),
            text: "We still build every weekly report by hand.".into(),
            ..NewPost::default()
        }],
    }
}

/// Everybody in the middle of things: a fifth in each template, due over the first day.
async fn fill(store: &Store, ids: &SeededIds, project: ProjectId, source: SourceId, people: u32) {
    let now: Timestamp = MONDAY.parse().unwrap();
    for (number, template) in (0_u32..).zip(&TEMPLATES) {
        let mut steps: Steps = template.steps();
        for step in &mut steps.0 {
            step.mode = Mode::Automatic;
        }
        let (id, version_id) = (ids.uuid().into(), ids.uuid().into());
        let version = SequenceVersion { id: version_id, sequence_id: id, number: 1, steps, created_at: now };
        let sequence = Sequence {
            id,
            project_id: project,
            name: template.name.to_owned(),
            description: String::new(),
            state: SequenceState::Active,
            version_id,
            settings: SequenceSettings::default(),
            created_at: now,
            updated_at: now,
        };
        let share: Vec<u32> = (0..people).filter(|person| person % 5 == number).collect();
        let rows = share.iter().map(|number| (ids.uuid().into(), person(*number))).collect();
        let tx = store.begin().await.unwrap();
        tx.put_sequence(&sequence).await.unwrap();
        tx.insert_sequence_version(&version).await.unwrap();
        let created = tx.import_leads(project, source, rows, now).await.unwrap().created;
        let rows =
            created.iter().zip(0_i64..).map(|(lead, nth)| enrollment(ids, *lead, (&sequence, &version), nth));
        tx.insert_enrollments(rows.collect()).await.unwrap();
        tx.commit().await.unwrap();
    }
}

fn enrollment(ids: &SeededIds, lead: LeadId, way: (&Sequence, &SequenceVersion), nth: i64) -> Enrollment {
    let now: Timestamp = MONDAY.parse().unwrap();
    Enrollment {
        id: ids.uuid().into(),
        project_id: way.0.project_id,
        sequence_id: way.0.id,
        version_id: way.1.id,
        lead_id: lead,
        company_key: None,
        state: EnrollmentState::Active,
        step: way.1.steps.first().map(|step| step.key.clone()),
        visit: 0,
        due_at: Some(now + SignedDuration::from_secs(37 * (nth % 900))),
        awaits: None,
        paused_by: None,
        resume_at: None,
        end_reason: None,
        again: false,
        enrolled_at: now,
        updated_at: now,
        ended_at: None,
    }
}

/// Milliseconds of the quickest of a few previews, and its items.
async fn measure(people: u32) -> (f64, usize) {
    let folder = tempfile::tempdir().unwrap();
    let clock = FakeClock::at(MONDAY.parse().unwrap());
    let engine = engine(folder.path(), &clock).await;
    let mut answers = WizardAnswers { step: 5, ..WizardAnswers::default() };
    answers.company.name = "Tidewater".into();
    answers.company.description = "Reporting for operations teams".into();
    answers.company.problem = "manual reporting in spreadsheets".into();
    answers.icp.keywords = vec!["operations".into()];
    answers.icp.queries = vec!["manual reporting".into()];
    answers.voice.persona = "Sam".into();
    engine.finish_setup(answers).await.unwrap();
    let mut project = engine.project().await.unwrap().unwrap();
    project.outreach = Outreach { dry_run: false, ..outreach() };
    let id = project.id;
    engine.save_project(project).await.unwrap();
    let source = engine.sources().await.unwrap().first().unwrap().id;
    assert_eq!(clock.now(), MONDAY.parse().unwrap());
    fill(&store(folder.path()).await, &SeededIds::new(2), id, source, people).await;
    let order = PreviewOrder { assume_approval: true, ..PreviewOrder::default() };
    let (mut best, mut items) = (f64::MAX, 0);
    for _ in 0..TIMES {
        let begun = Instant::now();
        let preview = engine.preview(&order).await.unwrap();
        best = best.min(begun.elapsed().as_secs_f64() * 1_000.0);
        items = preview.items.len();
    }
    (best, items)
}

#[tokio::main]
async fn main() {
    for people in [1_000, 10_000] {
        let (ms, items) = measure(people).await;
        println!("preview_14_days_{people}_enrollments_ms: {ms:.1}");
        println!("preview_14_days_{people}_enrollments_items: {items}");
    }
}
