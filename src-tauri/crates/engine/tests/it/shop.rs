//! An engine with a directory of people that keeps a till, and with lookups that answer by script.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use sdr_domain::channel::Channel;
use sdr_domain::connect::Connect;
use sdr_domain::handle_finding::{HandleFinding, MailFinding};
use sdr_domain::id::{LeadId, SourceId};
use sdr_domain::lead::{NewLead, Profile};
use sdr_domain::people::{PeopleFilter, PersonQuery};
use sdr_domain::source::SourceSettings;
use sdr_domain::text::{Handle, HandleKind};
use sdr_engine::view::{SourceForm, SourceView};
use sdr_engine::{Engine, Parts};
use sdr_ports::fakes::{FakeChannel, FakeChannels, FakeClock, MemorySecrets, NoServices, SeededIds};
use sdr_ports::lead_source::{DirectoryEntry, DirectoryPage, DirectoryPerson, Matches, SourceHealth};
use sdr_ports::{
    HandleCheck, LeadSearch, LeadSources, MailDomains, PeopleDirectory, Secret, SourceError, SourceErrorKind,
};
use sdr_storage::{Store, StoreConfig};
use tokio::sync::Notify;

use crate::harness::{MORNING, NoFiles, answers};

/// A directory that charges a credit a person, two people a request.
#[derive(Default)]
pub(crate) struct Till {
    people: Mutex<HashMap<String, NewLead>>,
    asked: Mutex<Vec<Vec<PersonQuery>>>,
    charged: Mutex<u32>,
    /// From this request on there is no answer at all.
    silent_from: Mutex<Option<usize>>,
    refuses: Mutex<Option<SourceErrorKind>>,
    /// Charged on top of each request.
    surcharge: Mutex<u32>,
    came: Notify,
}

impl Till {
    pub(crate) fn knows(&self, id: &str, person: NewLead) {
        self.people.lock().unwrap().insert(id.to_owned(), person);
    }

    pub(crate) fn falls_silent_at(&self, request: usize) {
        *self.silent_from.lock().unwrap() = Some(request);
    }

    pub(crate) fn refuses(&self, kind: Option<SourceErrorKind>) {
        *self.refuses.lock().unwrap() = kind;
    }

    pub(crate) fn charges_on_top(&self, credits: u32) {
        *self.surcharge.lock().unwrap() = credits;
    }

    pub(crate) fn charged(&self) -> u32 {
        *self.charged.lock().unwrap()
    }

    pub(crate) fn asked(&self) -> Vec<Vec<PersonQuery>> {
        self.asked.lock().unwrap().clone()
    }

    /// Returns when so many requests have come.
    pub(crate) async fn requests_came(&self, number: usize) {
        loop {
            let came = self.came.notified();
            if self.asked.lock().unwrap().len() >= number {
                return;
            }
            came.await;
        }
    }

    fn find(&self, query: &PersonQuery) -> Option<DirectoryPerson> {
        let people = self.people.lock().unwrap();
        let fits = |person: &NewLead| {
            let has = |text: &Option<String>| {
                person.handles.iter().any(|handle| Some(handle.value()) == text.as_deref())
            };
            has(&query.email) || has(&query.linkedin)
        };
        let found = people.iter().find(|(id, person)| Some(*id) == query.id.as_ref() || fits(person));
        found.map(|(id, person)| DirectoryPerson { id: Some(id.clone()), lead: person.clone() })
    }
}

#[async_trait]
impl PeopleDirectory for Till {
    fn credits_per_match(&self) -> u32 {
        1
    }

    fn most_per_match(&self) -> usize {
        2
    }

    async fn search(&self, _: &PeopleFilter, _: u32) -> Result<DirectoryPage, SourceError> {
        let mut ids: Vec<String> = self.people.lock().unwrap().keys().cloned().collect();
        ids.sort();
        let entry =
            |id| DirectoryEntry { id, name: "A. B***".into(), title: None, company: None, has_email: true };
        let entries: Vec<_> = ids.into_iter().map(entry).collect();
        Ok(DirectoryPage { total: entries.len() as u64, entries, more: false })
    }

    async fn match_people(&self, people: &[PersonQuery], _: &[LeadId]) -> Result<Matches, SourceError> {
        assert!((1..=2).contains(&people.len()), "at most two a request");
        let number = {
            let mut asked = self.asked.lock().unwrap();
            asked.push(people.to_vec());
            asked.len()
        };
        self.came.notify_waiters();
        if self.silent_from.lock().unwrap().is_some_and(|from| number >= from) {
            std::future::pending::<()>().await;
        }
        if let Some(kind) = *self.refuses.lock().unwrap() {
            return Err(SourceError { kind, sentence: "It went wrong.".into(), fix: "Look.".into() });
        }
        let people: Vec<_> = people.iter().map(|query| self.find(query)).collect();
        let found = u32::try_from(people.iter().flatten().count()).unwrap();
        let credits = found + *self.surcharge.lock().unwrap();
        *self.charged.lock().unwrap() += credits;
        Ok(Matches { people, credits })
    }

    async fn health(&self) -> SourceHealth {
        SourceHealth { ready: true, sentence: "Apollo accepts the key.".into(), fix: None }
    }
}

struct OnlyApollo(Arc<Till>);

#[async_trait]
impl LeadSources for OnlyApollo {
    async fn x(&self, _: &Connect, _: Option<&Secret>) -> Option<Arc<dyn LeadSearch>> {
        None
    }

    async fn apollo(&self, _: &Connect, _: Option<&Secret>) -> Option<Arc<dyn PeopleDirectory>> {
        Some(Arc::clone(&self.0) as Arc<dyn PeopleDirectory>)
    }
}

/// Telegram names and mail domains by script; whoever is not in it cannot be told.
#[derive(Default)]
pub(crate) struct Lookups {
    names: Mutex<HashMap<String, HandleFinding>>,
    domains: Mutex<HashMap<String, MailFinding>>,
    pub(crate) asked: Mutex<Vec<String>>,
}

impl Lookups {
    pub(crate) fn name(&self, name: &str, finding: HandleFinding) {
        self.names.lock().unwrap().insert(name.into(), finding);
    }

    pub(crate) fn domain(&self, domain: &str, finding: MailFinding) {
        self.domains.lock().unwrap().insert(domain.into(), finding);
    }
}

#[async_trait]
impl HandleCheck for Lookups {
    async fn check(&self, handles: &[(Handle, LeadId)]) -> Vec<HandleFinding> {
        let names = self.names.lock().unwrap();
        let look = |(handle, _): &(Handle, LeadId)| {
            self.asked.lock().unwrap().push(handle.value().to_owned());
            let unknown = || HandleFinding::Unknown { why: "The page broke off.".into() };
            names.get(handle.value()).cloned().unwrap_or_else(unknown)
        };
        handles.iter().map(look).collect()
    }
}

#[async_trait]
impl MailDomains for Lookups {
    async fn check(&self, domain: &str, _: &[LeadId]) -> MailFinding {
        self.asked.lock().unwrap().push(domain.to_owned());
        let unknown = || MailFinding::Unknown { why: "No answer.".into() };
        self.domains.lock().unwrap().get(domain).cloned().unwrap_or_else(unknown)
    }
}

/// The engine with its surroundings.
pub(crate) struct Shop {
    pub(crate) engine: Engine,
    pub(crate) till: Arc<Till>,
    pub(crate) lookups: Arc<Lookups>,
    pub(crate) clock: FakeClock,
    folder: tempfile::TempDir,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = FakeClock::at(MORNING.parse().unwrap());
        let (till, lookups) = (Arc::new(Till::default()), Arc::new(Lookups::default()));
        let engine = engine(folder.path(), &clock, &till, &lookups, 1).await;
        engine.finish_setup(answers()).await.unwrap();
        Self { engine, till, lookups, clock, folder }
    }

    /// The process dies at this instant and a new one starts on the same files.
    pub(crate) async fn dies_and_starts_again(&mut self) {
        self.engine = engine(self.folder.path(), &self.clock, &self.till, &self.lookups, 2).await;
        let worker = self.engine.start_worker(true);
        worker.shutdown().await;
    }

    /// A source of the kind Apollo.
    pub(crate) async fn source(&self) -> SourceId {
        let filter = PeopleFilter { keywords: "freight".into(), ..PeopleFilter::default() };
        let settings = SourceSettings::Apollo { filter };
        let form = SourceForm { name: "Freight people".into(), settings, enabled: true };
        self.engine.add_source(form).await.unwrap().id
    }

    pub(crate) async fn look_at(&self, source: SourceId) -> SourceView {
        self.engine.source(source).await.unwrap()
    }
}

async fn engine(
    folder: &Path,
    clock: &FakeClock,
    till: &Arc<Till>,
    lookups: &Arc<Lookups>,
    seed: u64,
) -> Engine {
    let url = format!("sqlite://{}", folder.join("workspace.sqlite").display());
    let config = StoreConfig { url, backup_dir: None, schema: None };
    let channel = |channel| Arc::new(FakeChannel::new(channel, sdr_domain::channel::Mode::Automatic));
    Engine::new(Parts {
        store: Store::open(config, MORNING.parse().unwrap()).await.unwrap(),
        clock: Arc::new(clock.clone()),
        ids: Arc::new(SeededIds::new(seed)),
        secrets: Arc::new(MemorySecrets::default()),
        channels: Arc::new(FakeChannels::new(vec![channel(Channel::Telegram), channel(Channel::Email)])),
        lead_files: Arc::new(NoFiles),
        llms: Arc::new(NoServices),
        sources: Arc::new(OnlyApollo(Arc::clone(till))),
        x_account: Arc::new(NoServices),
        handles: Arc::clone(lookups) as Arc<dyn HandleCheck>,
        mail_domains: Arc::clone(lookups) as Arc<dyn MailDomains>,
        uploads: folder.join("uploads"),
    })
}

/// Somebody as the directory knows them.
pub(crate) fn somebody(first: &str) -> NewLead {
    let handle = |kind, text: String| Handle::parse(kind, &text).unwrap();
    NewLead {
        profile: Profile {
            name: format!("{first} Leeway"),
            role: Some("VP Operations".into()),
            company: Some(format!("{first} Freight")),
            industry: Some("Logistics".into()),
            company_size: Some(120),
            ..Profile::default()
        },
        handles: vec![
            handle(HandleKind::Email, format!("{first}@{first}-freight.example")),
            handle(HandleKind::Linkedin, format!("https://www.linkedin.com/in/{first}-leeway/")),
        ],
        posts: Vec::new(),
    }
}
