//! A workspace with every channel connected, and words for what tests of sequences are about.

use std::path::Path;
use std::sync::Arc;

use sdr_domain::Timestamp;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::connect::XWay;
use sdr_domain::delivery::DeliveryState;
use sdr_domain::draft::DraftStatus;
use sdr_domain::enrollment::EnrollmentState;
use sdr_domain::id::{DraftId, LeadId, SequenceId};
use sdr_domain::lead::{NewLead, Profile};
use sdr_domain::post::NewPost;
use sdr_domain::project::Project;
use sdr_domain::reply::ReplyKind;
use sdr_domain::sequence::{
    Sequence, SequenceSettings, SequenceState, SequenceTemplate, SequenceVersion, Steps,
};
use sdr_domain::text::{Handle, HandleKind};
use sdr_engine::view::{
    DeliveryRow, DraftDetail, EnrollWho, EnrollmentDetail, ReplyForm, ReplyResult, Settlement,
};
use sdr_engine::{DeliveryFilter, DraftFilter, Engine, Parts};
use sdr_ports::fakes::{
    FakeChannel, FakeChannels, FakeClock, FakeSources, MemorySecrets, NoServices, SeededIds,
};
use sdr_ports::{Clock as _, IdSource as _};
use sdr_storage::{Store, StoreConfig};

use crate::harness::{MORNING, NoFiles, answers};

/// What outlives a process.
pub(super) struct World {
    pub(super) clock: FakeClock,
    pub(super) telegram: Arc<FakeChannel>,
    pub(super) x: Arc<FakeChannel>,
    pub(super) email: Arc<FakeChannel>,
    pub(super) linkedin: Arc<FakeChannel>,
    pub(super) folder: tempfile::TempDir,
}

pub(super) struct Desk {
    pub(super) engine: Engine,
    pub(super) store: Store,
    pub(super) ids: SeededIds,
    pub(super) world: World,
}

impl World {
    fn new() -> Self {
        Self {
            clock: FakeClock::at(MORNING.parse().unwrap()),
            telegram: Arc::new(FakeChannel::new(Channel::Telegram, Mode::Automatic)),
            x: Arc::new(FakeChannel::new(Channel::X, Mode::Automatic)),
            email: Arc::new(FakeChannel::new(Channel::Email, Mode::Automatic)),
            linkedin: Arc::new(FakeChannel::new(Channel::Linkedin, Mode::Assisted)),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A process on these files.
    pub(super) async fn open(self, seed: u64) -> Desk {
        let folder: &Path = self.folder.path();
        let url = format!("sqlite://{}", folder.join("workspace.sqlite").display());
        let config = StoreConfig { url, backup_dir: None, schema: None };
        let store = Store::open(config, MORNING.parse().unwrap()).await.unwrap();
        let channels = [&self.telegram, &self.x, &self.email, &self.linkedin].map(Arc::clone);
        let engine = Engine::new(Parts {
            store: store.clone(),
            clock: Arc::new(self.clock.clone()),
            ids: Arc::new(SeededIds::new(seed)),
            secrets: Arc::new(MemorySecrets::default()),
            channels: Arc::new(FakeChannels::new(channels.into())),
            lead_files: Arc::new(NoFiles),
            llms: Arc::new(NoServices),
            sources: Arc::new(FakeSources::default()),
            handles: Arc::new(NoServices),
            mail_domains: Arc::new(NoServices),
            x_account: Arc::new(NoServices),
            uploads: folder.join("uploads"),
        });
        Desk { engine, store, ids: SeededIds::new(seed + 1_000), world: self }
    }
}

impl Desk {
    /// A project that sends on every channel, around the clock, so that only delays decide.
    pub(super) async fn open() -> Self {
        let desk = World::new().open(1).await;
        let mut answers = answers();
        answers.connect.x.way = XWay::Session;
        answers.connect.x.risk_acknowledged = true;
        desk.engine.finish_setup(answers).await.unwrap();
        desk.engine.telegram_self_test(None).await.unwrap();
        desk.change(|project| {
            project.outreach.working_hours.days = vec![1, 2, 3, 4, 5, 6, 7];
            project.outreach.working_hours.start = "00:00".into();
            project.outreach.working_hours.end = "23:59".into();
            project.outreach.actions_per_day = 1_000;
        })
        .await;
        desk
    }

    pub(super) async fn change(&self, change: impl FnOnce(&mut Project)) {
        let mut project = self.engine.project().await.unwrap().unwrap();
        change(&mut project);
        self.engine.save_project(project).await.unwrap();
    }

    pub(super) fn now(&self) -> Timestamp {
        self.world.clock.now()
    }

    /// A template as a sequence, changed as the test wants it.
    pub(super) async fn template(&self, key: &str, change: impl FnOnce(&mut Steps)) -> SequenceId {
        let mut steps = SequenceTemplate::find(key).unwrap().steps();
        change(&mut steps);
        self.sequence(key, steps, SequenceSettings::default()).await
    }

    pub(super) async fn sequence(&self, name: &str, steps: Steps, settings: SequenceSettings) -> SequenceId {
        let project = self.engine.project().await.unwrap().unwrap();
        let (id, now) = (SequenceId(self.ids.uuid()), self.now());
        let version = SequenceVersion {
            id: self.ids.uuid().into(),
            sequence_id: id,
            number: 1,
            steps,
            created_at: now,
        };
        let sequence = Sequence {
            id,
            project_id: project.id,
            name: name.into(),
            description: String::new(),
            state: SequenceState::Active,
            version_id: version.id,
            settings,
            created_at: now,
            updated_at: now,
        };
        let tx = self.store.begin().await.unwrap();
        tx.put_sequence(&sequence).await.unwrap();
        tx.insert_sequence_version(&version).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// Somebody who is reached everywhere and has three posts on X.
    pub(super) async fn lead(&self, name: &str) -> LeadId {
        self.lead_at(name, "Harbor Freight").await
    }

    pub(super) async fn lead_at(&self, name: &str, company: &str) -> LeadId {
        let handle = |kind, text: String| Handle::parse(kind, &text).unwrap();
        let low = name.to_lowercase();
        let handles = vec![
            handle(HandleKind::X, format!("{low}_x")),
            handle(HandleKind::Telegram, format!("{low}_telegram")),
            handle(HandleKind::Email, format!("{low}@harbor.example")),
            handle(HandleKind::Linkedin, format!("https://www.linkedin.com/in/{low}-example/")),
        ];
        self.lead_with(name, company, handles).await
    }

    pub(super) async fn lead_with(&self, name: &str, company: &str, handles: Vec<Handle>) -> LeadId {
        let now = self.now();
        let posts = (1..=3).map(|n| NewPost {
            external_id: Some(format!("{n}{:03}", name.len())),
            text: format!(
                "We still build {n} weekly reports by hand in spreadsheets. How do you automate this?"
            ),
            posted_at: Some(now - jiff::SignedDuration::from_hours(n)),
            ..NewPost::default()
        });
        let profile = Profile {
            name: format!("{name} Example"),
            role: Some("Head of Operations".into()),
            company: Some(company.into()),
            industry: Some("Logistics".into()),
            ..Profile::default()
        };
        let lead = NewLead { profile, handles, posts: posts.collect() };
        let project = self.engine.project().await.unwrap().unwrap();
        let source = self.engine.sources().await.unwrap().remove(0);
        let tx = self.store.begin().await.unwrap();
        let id = LeadId(self.ids.uuid());
        let outcome = tx.import_leads(project.id, source.id, vec![(id, lead)], now).await.unwrap();
        tx.commit().await.unwrap();
        outcome.created[0]
    }

    pub(super) async fn enroll(&self, sequence: SequenceId, leads: &[LeadId]) -> u64 {
        let who = EnrollWho::Leads(leads.to_vec());
        self.engine.enroll(sequence, &who, false).await.unwrap().enrolled
    }

    /// What the worker does in one pass.
    pub(super) async fn pass(&self) -> Option<Timestamp> {
        let tick = self.engine.tick().await.unwrap();
        while self.engine.write_steps().await.unwrap().is_some() {}
        let send = self.engine.dispatch().await.unwrap();
        let again = self.store.next_wake().await.unwrap();
        [tick, again, send].into_iter().flatten().filter(|at| *at > self.now()).min()
    }

    /// Time passes, the worker works whenever something is due.
    pub(super) async fn until(&self, text: &str) {
        let end: Timestamp = text.parse().unwrap();
        loop {
            match self.pass().await {
                Some(next) if next <= end => self.world.clock.set(next),
                _ => break,
            }
        }
        self.world.clock.set(end);
        self.pass().await;
    }

    /// The human says yes to everything in the queue and presses every key, whenever there is something to
    /// do, until every enrollment is over.
    pub(super) async fn to_the_end(&self) {
        for _ in 0..200 {
            let next = self.pass().await;
            let busy = self.say_yes().await + self.by_hand().await;
            if busy > 0 {
                continue;
            }
            match next {
                Some(next) => self.world.clock.set(next),
                None => return,
            }
        }
        panic!("the sequences should come to an end");
    }

    pub(super) async fn pending(&self) -> Vec<DraftDetail> {
        let filter = DraftFilter { status: DraftStatus::Pending, channel: None, q: None };
        let page = self.engine.drafts_page(&filter, None, 200).await.unwrap();
        let mut drafts = Vec::new();
        for row in page.items {
            drafts.push(self.engine.draft(row.id).await.unwrap().unwrap());
        }
        drafts
    }

    /// Says yes to everything that waits; how many.
    pub(super) async fn say_yes(&self) -> usize {
        let pending = self.pending().await;
        for draft in &pending {
            let seen = draft.variants[0].fingerprint.clone().unwrap();
            let id: DraftId = draft.variants[0].id;
            self.engine.approve(id, &seen, false).await.unwrap();
        }
        pending.len()
    }

    pub(super) async fn deliveries(&self, state: DeliveryState) -> Vec<DeliveryRow> {
        let filter = DeliveryFilter { states: vec![state], channel: None };
        self.engine.deliveries_page(&filter, None, 500).await.unwrap().items
    }

    /// Presses the key of everything that waits for the hand; how many.
    pub(super) async fn by_hand(&self) -> usize {
        let mut pressed = 0;
        for row in self.deliveries(DeliveryState::Queued).await {
            let due = self.store.delivery(row.id).await.unwrap().unwrap().eligible_at <= self.now();
            if row.mode == Mode::Assisted && due {
                self.engine.prepare(row.id).await.unwrap();
                self.engine.settle(row.id, Settlement::Sent).await.unwrap();
                pressed += 1;
            }
        }
        pressed
    }

    /// The lead's only enrollment.
    pub(super) async fn place(&self, lead: LeadId) -> EnrollmentDetail {
        let mut places = self.engine.enrollments_of_lead(lead).await.unwrap();
        assert_eq!(places.len(), 1, "the lead should be in one sequence");
        places.remove(0)
    }

    pub(super) async fn state(&self, lead: LeadId) -> EnrollmentState {
        self.place(lead).await.row.state
    }

    /// The steps of a lead's enrollment: "2026-11-20T10:00:00Z like done".
    pub(super) async fn story(&self, lead: LeadId) -> String {
        let place = self.place(lead).await;
        let mut lines: Vec<String> = Vec::new();
        for step in place.executions {
            let reason = step.reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
            let ended = step.finished_at.filter(|at| *at != step.started_at);
            let ended = ended.map(|at| format!(" .. {at}")).unwrap_or_default();
            lines.push(format!("{}{ended} {} {}{reason}", step.started_at, step.step, step.outcome.as_str()));
        }
        let ended = place.row.ended_at.map(|at| format!("{at} ")).unwrap_or_default();
        lines.push(format!("{ended}{}: {}", place.row.state.as_str(), place.row.why));
        lines.join("\n")
    }

    pub(super) async fn comes_back(&self, lead: LeadId, kind: ReplyKind) -> ReplyResult {
        let form = ReplyForm { channel: Channel::Email, kind, note: None, back_at: None, at: None };
        self.engine.record_reply(lead, form).await.unwrap()
    }
}
