//! A project with leads in sequences, made in bulk.

use std::path::Path;
use std::sync::Arc;

use jiff::SignedDuration;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::delivery::DeliveryState;
use sdr_domain::enrollment::{Enrollment, EnrollmentState};
use sdr_domain::id::{EnrollmentId, LeadId, ProjectId, SequenceId, SequenceVersionId, SourceId};
use sdr_domain::import::LeadField;
use sdr_domain::lead::{NewLead, Profile};
use sdr_domain::post::NewPost;
use sdr_domain::sequence::{
    Sequence, SequenceSettings, SequenceState, SequenceVersion, Step as SequenceStep, StepKey, StepKind,
    Steps,
};
use sdr_domain::source::{Source, SourceSettings};
use sdr_domain::text::{Handle, HandleKind};
use sdr_engine::view::WizardAnswers;
use sdr_engine::{Engine, Parts};
use sdr_ports::fakes::{FakeChannels, MemorySecrets, NoServices};
use sdr_ports::lead_file::{FileChunk, FilePreview, LeadFileError, LeadFiles, RowRejection};
use sdr_ports::{Clock as _, IdSource as _, SystemClock, SystemIds};
use sdr_storage::{Store, StoreConfig};

const CHUNK: usize = 5_000;

/// What is due.
#[derive(Clone, Copy)]
pub(crate) enum Step {
    /// A check for a response: it stays inside the app.
    Inside,
    /// A like, recorded in dry run.
    Like,
}

impl Step {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::Like => "like",
        }
    }

    /// The step, and one after it that is due a day later.
    fn steps(self) -> Steps {
        let key = |name: &str| Some(StepKey::new(name));
        let first = match self {
            Self::Inside => SequenceStep {
                yes: key("later"),
                no: key("later"),
                ..SequenceStep::new("first", StepKind::CheckResponse)
            },
            Self::Like => SequenceStep {
                channel: Some(Channel::X),
                approval: false,
                mode: Mode::Automatic,
                next: key("later"),
                ..SequenceStep::new("first", StepKind::Like)
            },
        };
        let later = SequenceStep { delay_minutes: 1_440, ..SequenceStep::new("later", StepKind::Wait) };
        Steps(vec![first, later])
    }
}

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

pub(crate) fn on_file(folder: &Path) -> StoreConfig {
    let url = format!("sqlite://{}", folder.join("sdr.sqlite").display());
    StoreConfig { url, backup_dir: None, schema: None }
}

pub(crate) struct World {
    pub(crate) engine: Engine,
    store: Store,
}

impl World {
    pub(crate) async fn open(config: StoreConfig, folder: &Path) -> Self {
        let store = Store::open(config, SystemClock.now()).await.unwrap();
        let engine = Engine::new(Parts {
            store: store.clone(),
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            secrets: Arc::new(MemorySecrets::default()),
            channels: Arc::new(FakeChannels::default()),
            lead_files: Arc::new(NoFiles),
            llms: Arc::new(NoServices),
            sources: Arc::new(NoServices),
            handles: Arc::new(NoServices),
            mail_domains: Arc::new(NoServices),
            x_account: Arc::new(NoServices),
            uploads: folder.join("uploads"),
        });
        Self { engine, store }
    }

    /// `leads` people in each of so many sequences, all due a second ago or all in a day. Dry run is on, as
    /// the wizard leaves it.
    pub(crate) async fn fill(&self, step: Step, leads: u32, sequences: u32, due: bool) {
        let mut answers = WizardAnswers { step: 5, ..WizardAnswers::default() };
        answers.company.name = "Tidewater".into();
        answers.company.description = "Reporting for operations teams".into();
        answers.company.problem = "manual reporting in spreadsheets".into();
        answers.icp.keywords = vec!["operations".into(), "logistics".into()];
        answers.icp.queries = vec!["manual reporting".into()];
        answers.voice.persona = "Sam".into();
        self.engine.finish_setup(answers).await.unwrap();
        let project = self.engine.project().await.unwrap().unwrap();
        assert!(project.outreach.dry_run);
        let leads = self.leads(project.id, leads).await;
        for number in 0..sequences {
            self.enroll(project.id, step, number, &leads, due).await;
        }
    }

    async fn leads(&self, project: ProjectId, count: u32) -> Vec<LeadId> {
        let now = SystemClock.now();
        let source = SourceId(SystemIds.uuid());
        let tx = self.store.begin().await.unwrap();
        tx.insert_source(&Source::new(source, project, "People", SourceSettings::Csv, now)).await.unwrap();
        tx.commit().await.unwrap();
        let numbers: Vec<u32> = (0..count).collect();
        let mut ids = Vec::new();
        for part in numbers.chunks(CHUNK) {
            let rows = part.iter().map(|n| (LeadId(SystemIds.uuid()), person(*n)));
            let rows: Vec<(LeadId, NewLead)> = rows.collect();
            ids.extend(rows.iter().map(|(id, _)| *id));
            let tx = self.store.begin().await.unwrap();
            tx.import_leads(project, source, rows, now).await.unwrap();
            tx.commit().await.unwrap();
        }
        ids
    }

    async fn enroll(&self, project_id: ProjectId, step: Step, number: u32, leads: &[LeadId], due: bool) {
        let now = SystemClock.now();
        let (sequence_id, version_id) = (SequenceId(SystemIds.uuid()), SequenceVersionId(SystemIds.uuid()));
        let sequence = Sequence {
            id: sequence_id,
            project_id,
            name: format!("Sequence {number}"),
            description: String::new(),
            state: SequenceState::Active,
            version_id,
            settings: SequenceSettings::default(),
            created_at: now,
            updated_at: now,
        };
        let version =
            SequenceVersion { id: version_id, sequence_id, number: 1, steps: step.steps(), created_at: now };
        let wait = SignedDuration::from_secs(if due { -1 } else { 86_400 });
        let due_at = now.checked_add(wait).unwrap();
        let tx = self.store.begin().await.unwrap();
        tx.put_sequence(&sequence).await.unwrap();
        tx.insert_sequence_version(&version).await.unwrap();
        tx.commit().await.unwrap();
        for part in leads.chunks(CHUNK) {
            let enrollment = |lead: &LeadId| Enrollment {
                id: EnrollmentId(SystemIds.uuid()),
                project_id,
                sequence_id,
                version_id,
                lead_id: *lead,
                company_key: None,
                state: EnrollmentState::Active,
                step: Some(StepKey::new("first")),
                visit: 0,
                due_at: Some(due_at),
                awaits: None,
                paused_by: None,
                resume_at: None,
                end_reason: None,
                again: false,
                enrolled_at: now,
                updated_at: now,
                ended_at: None,
            };
            let tx = self.store.begin().await.unwrap();
            tx.insert_enrollments(part.iter().map(enrollment).collect()).await.unwrap();
            tx.commit().await.unwrap();
        }
    }

    /// Steps that were executed.
    pub(crate) async fn executed(&self) -> u64 {
        let mut count = 0;
        for sequence in self.engine.sequences().await.unwrap() {
            let funnel = self.store.funnel(sequence.id).await.unwrap();
            count += funnel.iter().map(|row| row.count).sum::<u64>();
        }
        count
    }

    /// Deliveries that were recorded as sent.
    pub(crate) async fn recorded(&self) -> u64 {
        self.store.delivery_counts().await.unwrap().get(&DeliveryState::Sent).copied().unwrap_or(0)
    }
}

fn person(n: u32) -> NewLead {
    NewLead {
        profile: Profile {
            name: format!("Person {n} Example"),
            company: Some(format!("Company {}", n / 10)),
            ..Profile::default()
        },
        handles: vec![Handle::parse(HandleKind::X, &format!("person_{n}")).unwrap()],
        posts: vec![NewPost {
            external_id: Some(format!("19{n:08}")),
            text: format!("Our team of {n} spends every Friday copying numbers between spreadsheets."),
            ..NewPost::default()
        }],
    }
}
