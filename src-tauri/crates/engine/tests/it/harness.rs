//! A whole engine in a temporary folder, with words for what tests are about.

use std::path::Path;
use std::sync::Arc;

use jiff::SignedDuration;
use sdr_domain::Timestamp;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::connect::{EmailAccount, TelegramMode};
use sdr_domain::delivery::DeliveryState;
use sdr_domain::id::{DeliveryId, DraftId, LeadId};
use sdr_domain::import::LeadField;
use sdr_domain::project::{LlmChoice, LlmProvider, Project};
use sdr_engine::view::{ApprovalResult, DeliveryRow, DraftDetail, NewLeadForm, WizardAnswers};
use sdr_engine::{Engine, EngineError, Parts};
use sdr_ports::fakes::{
    FakeChannel, FakeChannels, FakeClock, FakeLlm, FakeLlms, FakeSources, MemorySecrets, NoServices,
    SeededIds,
};
use sdr_ports::lead_file::{FileChunk, FilePreview, LeadFileError, LeadFiles, RowRejection};
use sdr_storage::{DeliveryFilter, DraftFilter, Store, StoreConfig};

/// A Friday morning in working hours.
pub(crate) const MORNING: &str = "2026-11-20T10:00:00Z";

pub(crate) struct Bench {
    pub(crate) engine: Engine,
    pub(crate) clock: FakeClock,
    pub(crate) telegram: Arc<FakeChannel>,
    pub(crate) email: Arc<FakeChannel>,
    pub(crate) sources: Arc<FakeSources>,
    /// Answers once a model is chosen; see [`Bench::with_model`].
    pub(crate) llm: Arc<FakeLlm>,
    folder: tempfile::TempDir,
}

/// See [`Bench::remains`].
pub(crate) struct Remains {
    clock: FakeClock,
    telegram: Arc<FakeChannel>,
    email: Arc<FakeChannel>,
    sources: Arc<FakeSources>,
    llm: Arc<FakeLlm>,
    folder: tempfile::TempDir,
}

impl Remains {
    /// A new process on the same files, before its worker starts.
    pub(crate) async fn revived(self, seed: u64) -> Bench {
        let Self { clock, telegram, email, sources, llm, folder } = self;
        let engine = open(folder.path(), &clock, &telegram, &email, &sources, (&llm, seed)).await;
        Bench { engine, clock, telegram, email, sources, llm, folder }
    }
}

/// Reads no files: tests that need one live with the connectors.
pub(crate) struct NoFiles;

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

impl Bench {
    /// A fresh workspace with a finished setup that really sends: dry run off, Telegram automatic.
    pub(crate) async fn sending() -> Self {
        let bench = Self::empty().await;
        bench.engine.finish_setup(answers()).await.unwrap();
        bench.prove_telegram().await;
        bench
    }

    /// A fresh workspace before the setup.
    pub(crate) async fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = FakeClock::at(MORNING.parse().unwrap());
        let telegram = Arc::new(FakeChannel::new(Channel::Telegram, Mode::Automatic));
        let email = Arc::new(FakeChannel::new(Channel::Email, Mode::Automatic));
        let sources = Arc::new(FakeSources::default());
        let llm = FakeLlm::sensible();
        let engine = open(folder.path(), &clock, &telegram, &email, &sources, (&llm, 1)).await;
        Self { engine, clock, telegram, email, sources, llm, folder }
    }

    /// A workspace that sends, with a model that judges and writes.
    pub(crate) async fn with_model() -> Self {
        let bench = Self::sending().await;
        bench.change(|project| project.llm = model(4)).await;
        bench
    }

    /// What is left of a process that died: its files, the time, and the services it asked.
    pub(crate) fn remains(self) -> Remains {
        let Self { clock, telegram, email, sources, llm, folder, .. } = self;
        Remains { clock, telegram, email, sources, llm, folder }
    }

    /// The process dies and a new one starts on the same files.
    pub(crate) async fn restart(&mut self, seed: u64) {
        self.engine = self.reopened(seed).await;
        let worker = self.engine.start_worker(true);
        worker.shutdown().await;
    }

    /// A new process on the same files, before its worker starts.
    pub(crate) async fn reopened(&self, seed: u64) -> Engine {
        let model = (&self.llm, seed);
        open(self.folder.path(), &self.clock, &self.telegram, &self.email, &self.sources, model).await
    }

    async fn prove_telegram(&self) {
        let result = self.engine.telegram_self_test(None).await.unwrap();
        assert_eq!(result.outcome, sdr_engine::view::TestOutcome::Ok, "{}", result.sentence);
    }

    pub(crate) fn advance(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    /// Someone who surely is a lead, reachable by Telegram.
    pub(crate) async fn lead_on_telegram(&self, handle: &str) -> LeadId {
        self.lead(NewLeadForm { telegram: Some(handle.into()), ..person(handle) }).await
    }

    /// Someone who surely is a lead, reachable by e-mail.
    pub(crate) async fn lead_by_email(&self, address: &str) -> LeadId {
        self.lead(NewLeadForm { email: Some(address.into()), ..person(address) }).await
    }

    pub(crate) async fn lead(&self, form: NewLeadForm) -> LeadId {
        self.engine.add_lead(form).await.unwrap()
    }

    /// The pending draft of a lead, variant A.
    pub(crate) async fn draft_of(&self, lead: LeadId) -> DraftDetail {
        let page = self.engine.drafts_page(&pending(), None, 200).await.unwrap();
        let row = page
            .items
            .into_iter()
            .find(|row| row.lead_id == lead)
            .expect("the lead should have a pending draft");
        self.engine.draft(row.id).await.unwrap().unwrap()
    }

    pub(crate) async fn approve(&self, draft: &DraftDetail) -> Result<ApprovalResult, EngineError> {
        let seen = draft.variants[0].fingerprint.clone().unwrap();
        self.engine.approve(draft.variants[0].id, &seen, false).await
    }

    /// Approves the lead's draft with this text and lets the undo window pass.
    pub(crate) async fn approved(&self, lead: LeadId, body: &str) -> DeliveryId {
        let draft = self.draft_of(lead).await;
        let id: DraftId = draft.variants[0].id;
        let subject = draft.variants[0].subject.clone();
        let edited = self.engine.edit_draft(id, subject, body.into()).await.unwrap();
        let approved = self.engine.approve(id, &edited.fingerprint.unwrap(), false).await.unwrap();
        self.advance(30);
        approved.delivery_id
    }

    pub(crate) async fn delivery(&self, id: DeliveryId) -> DeliveryRow {
        self.engine.delivery(id).await.unwrap().unwrap().row
    }

    pub(crate) async fn state(&self, id: DeliveryId) -> DeliveryState {
        self.delivery(id).await.state
    }

    pub(crate) async fn deliveries(&self) -> Vec<DeliveryRow> {
        self.engine.deliveries_page(&DeliveryFilter::default(), None, 200).await.unwrap().items
    }

    pub(crate) async fn change(&self, change: impl FnOnce(&mut Project)) {
        let mut project = self.engine.project().await.unwrap().unwrap();
        change(&mut project);
        self.engine.save_project(project).await.unwrap();
    }
}

async fn open(
    folder: &Path,
    clock: &FakeClock,
    telegram: &Arc<FakeChannel>,
    email: &Arc<FakeChannel>,
    sources: &Arc<FakeSources>,
    (llm, seed): (&Arc<FakeLlm>, u64),
) -> Engine {
    let url = format!("sqlite://{}", folder.join("workspace.sqlite").display());
    let config = StoreConfig { url, backup_dir: None, schema: None };
    let now: Timestamp = MORNING.parse().unwrap();
    Engine::new(Parts {
        store: Store::open(config, now).await.unwrap(),
        clock: Arc::new(clock.clone()),
        ids: Arc::new(SeededIds::new(seed)),
        secrets: Arc::new(MemorySecrets::default()),
        channels: Arc::new(FakeChannels::new(vec![Arc::clone(telegram), Arc::clone(email)])),
        lead_files: Arc::new(NoFiles),
        llms: Arc::new(FakeLlms(Arc::clone(llm))),
        sources: Arc::<FakeSources>::clone(sources),
        handles: Arc::new(NoServices),
        mail_domains: Arc::new(NoServices),
        x_account: Arc::new(NoServices),
        uploads: folder.join("uploads"),
    })
}

pub(crate) fn person(name: &str) -> NewLeadForm {
    NewLeadForm {
        name: format!("Person {name}"),
        role: Some("Head of Operations".into()),
        company: Some(format!("{} Freight", name.replace(['@', '.'], " "))),
        industry: Some("Logistics".into()),
        post: Some(
            "We still build every weekly report by hand in spreadsheets. How do you automate this?".into(),
        ),
        ..NewLeadForm::default()
    }
}

/// A finished wizard: logistics people who drown in manual reporting.
pub(crate) fn answers() -> WizardAnswers {
    let mut answers = WizardAnswers { step: 5, ..WizardAnswers::default() };
    answers.company.name = "Tidewater".into();
    answers.company.product_url = "https://tidewater.example".into();
    answers.company.description = "Reporting for logistics teams".into();
    answers.company.problem = "manual reporting in spreadsheets".into();
    answers.icp.keywords = vec!["operations".into(), "logistics".into()];
    answers.icp.queries = vec!["weekly report by hand".into()];
    answers.voice.persona = "Mara".into();
    answers.voice.role = "Founder".into();
    answers.outreach.dry_run = false;
    answers.connect.telegram.mode = TelegramMode::Automatic;
    answers.connect.telegram.own_handle = "mara_tidewater".into();
    answers.connect.email = Some(EmailAccount {
        from_name: "Mara".into(),
        from_address: "mara@tidewater.example".into(),
        smtp_host: "smtp.tidewater.example".into(),
        smtp_port: 465,
        ..EmailAccount::default()
    });
    answers
}

/// A model on this machine, asked so many questions at a time.
pub(crate) fn model(concurrency: u8) -> LlmChoice {
    let (model, judge_model) = ("large:12b".into(), "small:4b".into());
    LlmChoice { provider: LlmProvider::Ollama, model, judge_model, concurrency, ..LlmChoice::default() }
}

/// The queue as it opens.
pub(crate) fn pending() -> DraftFilter {
    DraftFilter { status: sdr_domain::draft::DraftStatus::Pending, channel: None, q: None }
}
