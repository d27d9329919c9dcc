//! A whole engine on a virtual clock whose process may die at any instant, and words to fill it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use futures::FutureExt;
use jiff::SignedDuration;
use sdr_domain::Timestamp;
use sdr_domain::connect::XWay;
use sdr_domain::enrollment::{Enrollment, EnrollmentState};
use sdr_domain::id::{EnrollmentId, LeadId, ProjectId, SequenceId, SequenceVersionId, SourceId};
use sdr_domain::lead::{NewLead, Profile};
use sdr_domain::post::NewPost;
use sdr_domain::project::Outreach;
use sdr_domain::sequence::{Sequence, SequenceSettings, SequenceState, SequenceVersion, Severity, Steps};
use sdr_domain::text::{Handle, HandleKind};
use sdr_engine::{Engine, EngineError, Parts};
use sdr_ports::fakes::{FakeClock, FakeSources, MemorySecrets, NoServices, SeededIds};
use sdr_ports::{Clock, IdSource};
use sdr_storage::{Store, StoreConfig};

use super::outside::{Death, Lines, Outside, Weather, die};
use crate::harness::{NoFiles, answers};

/// A clock of a process that dies when it has looked at it so many times.
pub(crate) struct Fuse {
    clock: FakeClock,
    looks_left: AtomicU64,
}

impl Fuse {
    /// The process dies at the so-manieth look from now on; 0 lets it live.
    pub(crate) fn set(&self, looks: u64) {
        self.looks_left.store(looks, Ordering::Relaxed);
    }
}

#[async_trait]
impl Clock for Fuse {
    fn now(&self) -> Timestamp {
        let left = self.looks_left.load(Ordering::Relaxed);
        if left > 0 {
            self.looks_left.store(left - 1, Ordering::Relaxed);
            if left == 1 {
                die();
            }
        }
        self.clock.now()
    }

    async fn sleep_until(&self, until: Timestamp) {
        self.clock.sleep_until(until).await;
    }
}

pub(crate) struct World {
    pub(crate) engine: Engine,
    pub(crate) clock: FakeClock,
    pub(crate) fuse: Arc<Fuse>,
    pub(crate) outside: Arc<Outside>,
    /// A second connection, for filling and for looking.
    pub(crate) store: Store,
    pub(crate) project: ProjectId,
    ids: SeededIds,
    source: SourceId,
    seed: u64,
    lives: u64,
    people: u32,
    folder: tempfile::TempDir,
}

/// How a pass of the worker ended.
pub(crate) enum Pass {
    /// It is worth looking again then.
    Next(Option<Timestamp>),
    /// The process died.
    Died,
}

impl World {
    /// A finished setup that really sends by itself on every channel but LinkedIn.
    pub(crate) async fn at(start: &str, seed: u64, weather: Weather, outreach: Outreach) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = FakeClock::at(start.parse().unwrap());
        let outside = Outside::new(&clock, seed, weather);
        let fuse = Arc::new(Fuse { clock: clock.clone(), looks_left: AtomicU64::new(0) });
        let engine = open(folder.path(), &fuse, &outside, seed * 1_000).await;
        let mut form = answers();
        form.connect.x.way = XWay::Session;
        form.connect.x.risk_acknowledged = true;
        engine.finish_setup(form).await.unwrap();
        engine.telegram_self_test(None).await.unwrap();
        let mut project = engine.project().await.unwrap().unwrap();
        project.outreach = Outreach { dry_run: false, ..outreach };
        let id = project.id;
        engine.save_project(project).await.unwrap();
        let source = engine.sources().await.unwrap().first().map(|source| source.id).unwrap();
        let store = store(folder.path()).await;
        let ids = SeededIds::new(seed * 1_000 + 999);
        Self {
            engine,
            clock,
            fuse,
            outside,
            store,
            project: id,
            ids,
            source,
            seed,
            lives: 0,
            people: 0,
            folder,
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// One pass of the worker without its longest sleep. When the process dies in it, the next one starts.
    pub(crate) async fn pass(&mut self) -> Pass {
        let engine = self.engine.clone();
        let work = std::panic::AssertUnwindSafe(async move { engine.work().await });
        let ended = work.catch_unwind().await;
        self.fuse.set(0);
        match ended {
            Ok(next) => Pass::Next(next.unwrap()),
            Err(thrown) if thrown.is::<Death>() => {
                self.restart().await;
                Pass::Died
            }
            Err(thrown) => std::panic::resume_unwind(thrown),
        }
    }

    /// The process is gone; a new one starts on the same files.
    pub(crate) async fn restart(&mut self) {
        self.lives += 1;
        self.engine =
            open(self.folder.path(), &self.fuse, &self.outside, self.seed * 1_000 + self.lives).await;
        self.engine.start_worker(true).shutdown().await;
    }

    /// So many new people; each reached by what the function says of their number.
    pub(crate) async fn people(
        &mut self,
        count: u32,
        reached: impl Fn(u32) -> Vec<HandleKind>,
    ) -> Vec<LeadId> {
        let mut created = Vec::new();
        let numbers: Vec<u32> = (self.people..self.people + count).collect();
        self.people += count;
        for part in numbers.chunks(1_000) {
            let rows = part.iter().map(|number| (self.ids.uuid().into(), person(*number, &reached(*number))));
            let rows = rows.collect();
            let tx = self.store.begin().await.unwrap();
            let outcome = tx.import_leads(self.project, self.source, rows, self.now()).await.unwrap();
            tx.commit().await.unwrap();
            created.extend(outcome.created);
        }
        created
    }

    /// A sequence with its first version.
    pub(crate) async fn sequence(&self, name: &str, steps: Steps) -> (SequenceId, SequenceVersionId) {
        let (id, now): (SequenceId, _) = (self.ids.uuid().into(), self.now());
        let version_id: SequenceVersionId = self.ids.uuid().into();
        let wrong = steps.problems().into_iter().find(|problem| problem.severity == Severity::Error);
        assert!(wrong.is_none(), "{name}: {wrong:?}");
        let version = SequenceVersion { id: version_id, sequence_id: id, number: 1, steps, created_at: now };
        let sequence = Sequence {
            id,
            project_id: self.project,
            name: name.to_owned(),
            description: String::new(),
            state: SequenceState::Active,
            version_id,
            settings: SequenceSettings::default(),
            created_at: now,
            updated_at: now,
        };
        let tx = self.store.begin().await.unwrap();
        tx.put_sequence(&sequence).await.unwrap();
        tx.insert_sequence_version(&version).await.unwrap();
        tx.commit().await.unwrap();
        (id, version_id)
    }

    /// Another version of a sequence; who is on an older one stays there.
    pub(crate) async fn version(&self, sequence: SequenceId, number: u32, steps: Steps) -> SequenceVersionId {
        let id: SequenceVersionId = self.ids.uuid().into();
        let version = SequenceVersion { id, sequence_id: sequence, number, steps, created_at: self.now() };
        let tx = self.store.begin().await.unwrap();
        tx.insert_sequence_version(&version).await.unwrap();
        let mut row = tx.sequence(sequence).await.unwrap().unwrap();
        row.version_id = id;
        tx.put_sequence(&row).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// Enrolls these leads, the first now and each further one so many seconds later.
    pub(crate) async fn enroll(
        &self,
        leads: &[LeadId],
        (sequence, version): (SequenceId, SequenceVersionId),
        apart_secs: i64,
    ) -> Vec<EnrollmentId> {
        let steps = self.store.sequence_version(version).await.unwrap().unwrap().steps;
        let now = self.now();
        let rows = leads.iter().zip(0_i64..).map(|(lead, number)| Enrollment {
            id: self.ids.uuid().into(),
            project_id: self.project,
            sequence_id: sequence,
            version_id: version,
            lead_id: *lead,
            company_key: Some(format!("company {}", number / 5)),
            state: EnrollmentState::Active,
            step: steps.first().map(|step| step.key.clone()),
            visit: 0,
            due_at: Some(now + SignedDuration::from_secs(apart_secs * number)),
            awaits: None,
            paused_by: None,
            resume_at: None,
            end_reason: None,
            again: false,
            enrolled_at: now,
            updated_at: now,
            ended_at: None,
        });
        let rows: Vec<Enrollment> = rows.collect();
        let ids = rows.iter().map(|row| row.id).collect();
        let tx = self.store.begin().await.unwrap();
        tx.insert_enrollments(rows).await.unwrap();
        tx.commit().await.unwrap();
        ids
    }

    /// Says yes to every message that waits for one; how many there were.
    pub(crate) async fn approve_all(&self) -> usize {
        let mut approved = 0;
        loop {
            let page = self.engine.drafts_page(&crate::harness::pending(), None, 200).await.unwrap().items;
            let before = approved;
            for row in page {
                let draft = self.engine.draft(row.id).await.unwrap().unwrap();
                let variant = &draft.variants[0];
                let Some(seen) = variant.fingerprint.clone() else { continue };
                match self.engine.approve(variant.id, &seen, false).await {
                    Ok(_) => approved += 1,
                    Err(EngineError::Precondition { .. } | EngineError::Conflict { .. }) => {}
                    Err(error) => panic!("{error}"),
                }
            }
            if approved == before {
                return approved;
            }
        }
    }
}

fn person(number: u32, reached: &[HandleKind]) -> NewLead {
    let handle = |kind: &HandleKind| {
        let text = match kind {
            HandleKind::Telegram => format!("@lead_tg_{number}"),
            HandleKind::X => format!("@lead_x_{number}"),
            HandleKind::Email => format!("lead{number}@company{}.example", number / 5),
            HandleKind::Linkedin => format!("https://www.linkedin.com/in/lead-{number}"),
        };
        Handle::parse(*kind, &text).unwrap()
    };
    let post = |which: u32| NewPost {
        external_id: Some(format!("{}", 1_000_000 + number * 2 + which)),
        text: "We still build every weekly report by hand in spreadsheets. How do you automate this?".into(),
        ..NewPost::default()
    };
    NewLead {
        profile: Profile {
            name: format!("Person {number}"),
            role: Some("Head of Operations".into()),
            company: Some(format!("Company {}", number / 5)),
            industry: Some("Logistics".into()),
            location: ["Berlin", "New York", "Nowhere"].get(number as usize % 4).map(|place| (*place).into()),
            ..Profile::default()
        },
        handles: reached.iter().map(handle).collect(),
        posts: if reached.contains(&HandleKind::X) { vec![post(0), post(1)] } else { vec![post(0)] },
    }
}

async fn store(folder: &Path) -> Store {
    let url = format!("sqlite://{}", folder.join("workspace.sqlite").display());
    let config = StoreConfig { url, backup_dir: None, schema: None };
    Store::open(config, "2026-01-01T00:00:00Z".parse().unwrap()).await.unwrap()
}

async fn open(folder: &Path, fuse: &Arc<Fuse>, outside: &Arc<Outside>, seed: u64) -> Engine {
    Engine::new(Parts {
        store: store(folder).await,
        clock: Arc::<Fuse>::clone(fuse),
        ids: Arc::new(SeededIds::new(seed)),
        secrets: Arc::new(MemorySecrets::default()),
        channels: Arc::new(Lines(Arc::clone(outside))),
        lead_files: Arc::new(NoFiles),
        llms: Arc::new(NoServices),
        sources: Arc::new(FakeSources::default()),
        handles: Arc::new(NoServices),
        mail_domains: Arc::new(NoServices),
        x_account: Arc::new(NoServices),
        uploads: folder.join("uploads"),
    })
}
