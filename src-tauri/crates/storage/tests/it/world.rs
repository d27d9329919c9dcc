//! A fresh store a test, made-up people, and ids and times that are the same every run.

use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};

use sdr_domain::Timestamp;
use sdr_domain::action::Action;
use sdr_domain::approval::Approver;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::delivery::{Delivery, Queueing};
use sdr_domain::draft::{Draft, DraftStatus, Variant, WrittenBy};
use sdr_domain::id::{ApprovalId, LeadId, ProjectId, SourceId};
use sdr_domain::lead::{NewLead, Profile};
use sdr_domain::post::NewPost;
use sdr_domain::source::{Source, SourceSettings};
use sdr_domain::text::{Handle, HandleKind};
use sdr_storage::{ImportOutcome, Store, StoreConfig};
use uuid::Uuid;

static NEXT: AtomicU64 = AtomicU64::new(1);

/// A UUID greater than all before it in this process.
pub(crate) fn id<T: From<Uuid>>() -> T {
    let n = u128::from(NEXT.fetch_add(1, Ordering::Relaxed));
    T::from(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + n))
}

/// Seconds after noon of a working day.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_767_614_400 + seconds).unwrap()
}

pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) project: ProjectId,
    pub(crate) source: SourceId,
    /// Where another connection finds the same tables: address and schema.
    pub(crate) place: (String, Option<String>),
    _dir: Option<tempfile::TempDir>,
}

impl World {
    pub(crate) async fn sqlite() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", dir.path().join("sdr.sqlite3").display());
        let config = StoreConfig { url: url.clone(), backup_dir: None, schema: None };
        Self::filled(Store::open(config, at(0)).await.unwrap(), (url, None), Some(dir)).await
    }

    pub(crate) async fn postgres() -> Self {
        let config = postgres_config(&fresh_schema());
        let place = (config.url.clone(), config.schema.clone());
        Self::filled(Store::open(config, at(0)).await.unwrap(), place, None).await
    }

    async fn filled(store: Store, place: (String, Option<String>), dir: Option<tempfile::TempDir>) -> Self {
        let (project, source) = (id(), id());
        let tx = store.begin().await.unwrap();
        tx.put_project(project, &serde_json::json!({"company": "Acme"}), at(0)).await.unwrap();
        tx.insert_source(&source_row(source, project, "people.csv")).await.unwrap();
        tx.commit().await.unwrap();
        Self { store, project, source, place, _dir: dir }
    }

    pub(crate) async fn import(&self, people: Vec<NewLead>) -> ImportOutcome {
        self.import_from(self.source, people).await
    }

    pub(crate) async fn import_from(&self, source: SourceId, people: Vec<NewLead>) -> ImportOutcome {
        let rows = people.into_iter().map(|person| (id(), person)).collect();
        let tx = self.store.begin().await.unwrap();
        let outcome = tx.import_leads(self.project, source, rows, at(1)).await.unwrap();
        tx.commit().await.unwrap();
        outcome
    }

    pub(crate) async fn another_source(&self, name: &str) -> SourceId {
        let source = id();
        let tx = self.store.begin().await.unwrap();
        tx.insert_source(&source_row(source, self.project, name)).await.unwrap();
        tx.commit().await.unwrap();
        source
    }

    /// One lead with an e-mail address.
    pub(crate) async fn lead(&self, name: &str) -> LeadId {
        let address = format!("{}@example.com", name.to_lowercase().replace(' ', "."));
        let outcome = self.import(vec![person(name, None, &[(HandleKind::Email, &address)])]).await;
        outcome.created[0]
    }

    pub(crate) fn draft(&self, lead: LeadId, choice: Uuid, variant: Variant) -> Draft {
        Draft {
            id: id(),
            project_id: self.project,
            lead_id: lead,
            choice_id: choice,
            channel: Channel::Email,
            action: Action::Message,
            variant,
            subject: Some("Spreadsheets".into()),
            body: "Hello,\n\nshall we talk?".into(),
            machine_subject: Some("Spreadsheets".into()),
            machine_body: "Hello,\n\nshall we talk?".into(),
            written_by: WrittenBy::Llm,
            note: Some("Rewritten once".into()),
            reply_to: Some("17".into()),
            status: DraftStatus::Pending,
            created_at: at(2),
            updated_at: at(2),
        }
    }

    pub(crate) async fn insert_drafts(&self, drafts: Vec<Draft>) {
        let tx = self.store.begin().await.unwrap();
        tx.insert_drafts(drafts).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A stored delivery to a lead, queued at second 10, due at second 40.
    pub(crate) async fn delivery(&self, lead: LeadId, channel: Channel, dry_run: bool) -> Delivery {
        let mut draft = self.draft(lead, id(), Variant::A);
        draft.channel = channel;
        if channel != Channel::Email {
            draft.subject = None;
        }
        let recipient = match channel {
            Channel::Telegram => handle(HandleKind::Telegram, "ada_lovelace"),
            Channel::Email => handle(HandleKind::Email, "ada@example.com"),
            Channel::X => handle(HandleKind::X, "ada"),
            Channel::Linkedin => handle(HandleKind::Linkedin, "https://www.linkedin.com/in/ada-l/"),
        };
        let seen = draft.fingerprint(&recipient);
        let yes =
            draft.approve(&seen, Some(&recipient), Approver::Human, id::<ApprovalId>(), at(10)).unwrap();
        let how = Queueing {
            id: id(),
            enrollment_id: None,
            mode: Mode::Automatic,
            dry_run,
            eligible_at: at(40),
            gap_secs: 60,
            at: at(10),
        };
        let delivery = Delivery::queue(&yes, how);
        let tx = self.store.begin().await.unwrap();
        tx.insert_drafts(vec![draft]).await.unwrap();
        tx.insert_approval(yes.approval()).await.unwrap();
        tx.insert_delivery(&delivery).await.unwrap();
        tx.commit().await.unwrap();
        delivery
    }
}

pub(crate) fn source_row(id: SourceId, project: ProjectId, name: &str) -> Source {
    Source::new(id, project, name, SourceSettings::Csv, at(0))
}

pub(crate) fn handle(kind: HandleKind, value: &str) -> Handle {
    Handle::parse(kind, value).unwrap()
}

pub(crate) fn person(name: &str, company: Option<&str>, handles: &[(HandleKind, &str)]) -> NewLead {
    NewLead {
        profile: Profile { name: name.into(), company: company.map(str::to_owned), ..Profile::default() },
        handles: handles.iter().map(|(kind, value)| handle(*kind, value)).collect(),
        posts: Vec::new(),
    }
}

pub(crate) fn post(text: &str, external_id: Option<&str>) -> NewPost {
    NewPost { text: text.into(), external_id: external_id.map(str::to_owned), ..NewPost::default() }
}

pub(crate) fn postgres_config(schema: &str) -> StoreConfig {
    StoreConfig { url: postgres_url(), backup_dir: None, schema: Some(schema.to_owned()) }
}

pub(crate) fn fresh_schema() -> String {
    // A server that outlives the run meets the same process id again, but not born at the same tick.
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let born = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(19)).unwrap_or("0");
    format!("t{}_{born}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The server given by the environment, else a private one that ends with the test run.
pub(crate) fn postgres_url() -> String {
    if let Ok(url) = std::env::var("SDR_TEST_POSTGRES_URL") {
        return url;
    }
    let runner = std::os::unix::process::parent_id().to_string();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../scripts/postgres-for-tests");
    let started = Command::new(script)
        .args(["start", "--until-exit-of", &runner])
        .env("SDR_TEST_POSTGRES_DIR", std::env::temp_dir().join(format!("sdr-postgres-{runner}")))
        .output()
        .expect("scripts/postgres-for-tests is missing");
    assert!(started.status.success(), "{}", String::from_utf8_lossy(&started.stderr));
    String::from_utf8(started.stdout).unwrap().trim().to_owned()
}
