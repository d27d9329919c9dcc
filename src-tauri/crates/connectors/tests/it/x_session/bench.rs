//! A session, a network, a clock that jumps to where somebody waits for, and a journal.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use sdr_connectors::x::session::{
    CookieError, CookieJar, SessionWatch, Stop, XAccess, XHosts, XSession, XSettings, XTools,
};
use sdr_domain::action::Action;
use sdr_domain::delivery::DeliveryPart;
use sdr_domain::id::DeliveryId;
use sdr_domain::part::{PartEvent, PartState};
use sdr_domain::text::{Handle, HandleKind};
use sdr_fake_servers::x::{FakeX, Generation, Person};
use sdr_ports::fakes::SeededIds;
use sdr_ports::lead_source::{FoundPage, LeadSearch, PostSearch};
use sdr_ports::{
    ChannelError, ChannelPort, Clock, JournalError, Outgoing, Receipt, SendJournal, SourceError,
};

use crate::ledger::{Ledger, http};

/// 2026-10-02, a Friday.
const START: i64 = 1_790_950_000;

/// Nobody waits: the clock jumps to the end of each pause.
#[derive(Clone)]
pub(super) struct JumpingClock(Arc<Mutex<Timestamp>>);

impl JumpingClock {
    pub(super) fn advance(&self, by: SignedDuration) {
        let mut now = self.0.lock().unwrap();
        *now = now.checked_add(by).unwrap();
    }

    pub(super) fn seconds(&self) -> i64 {
        self.0.lock().unwrap().as_second()
    }
}

#[async_trait]
impl Clock for JumpingClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    async fn sleep_until(&self, until: Timestamp) {
        let mut now = self.0.lock().unwrap();
        *now = until.max(*now);
    }
}

/// Remembers what it was told.
#[derive(Default)]
pub(super) struct Watch {
    pub(super) jars: Mutex<Vec<CookieJar>>,
    pub(super) stops: Mutex<Vec<Stop>>,
}

#[async_trait]
impl SessionWatch for Watch {
    async fn cookies_changed(&self, jar: &CookieJar) {
        self.jars.lock().unwrap().push(jar.clone());
    }

    async fn stopped(&self, stop: &Stop) {
        self.stops.lock().unwrap().push(*stop);
    }
}

/// Writes down what it is told; can be full or called off at one event.
#[derive(Default)]
pub(super) struct Journal {
    pub(super) events: Mutex<Vec<(PartEvent, String)>>,
    pub(super) refuses: Option<(PartEvent, JournalError)>,
}

impl Journal {
    pub(super) fn events(&self) -> Vec<PartEvent> {
        self.events.lock().unwrap().iter().map(|(event, _)| *event).collect()
    }
}

#[async_trait]
impl SendJournal for Journal {
    async fn record(&self, part: u16, event: PartEvent, detail: &str) -> Result<(), JournalError> {
        assert_eq!(part, 0);
        match &self.refuses {
            Some((refused, error)) if *refused == event => Err(error.clone()),
            Some(_) | None => {
                self.events.lock().unwrap().push((event, detail.to_owned()));
                Ok(())
            }
        }
    }
}

pub(super) struct Bench {
    pub(super) server: FakeX,
    pub(super) clock: JumpingClock,
    pub(super) ledger: Arc<Ledger>,
    pub(super) watch: Arc<Watch>,
    pub(super) x: XSession,
}

/// What differs from an ordinary session.
pub(super) struct With {
    pub(super) risk_accepted: bool,
    pub(super) cookies: Option<Result<CookieJar, CookieError>>,
    pub(super) stop: Option<Stop>,
    pub(super) settings: fn(&mut XSettings),
}

impl Default for With {
    fn default() -> Self {
        Self { risk_accepted: true, cookies: None, stop: None, settings: |_| () }
    }
}

impl Bench {
    pub(super) async fn start() -> Self {
        Self::with(With::default()).await
    }

    pub(super) async fn with(with: With) -> Self {
        let clock = JumpingClock(Arc::new(Mutex::new(Timestamp::from_second(START).unwrap())));
        let told = clock.clone();
        let server = FakeX::start(move || told.seconds()).await.unwrap();
        let ledger = Arc::new(Ledger::default());
        let watch = Arc::new(Watch::default());
        let tools = XTools {
            http: http(&ledger),
            clock: Arc::new(clock.clone()),
            ids: Arc::new(SeededIds::new(7)),
            watch: Arc::clone(&watch) as Arc<dyn SessionWatch>,
        };
        let mut settings = XSettings::at(XHosts::all_at(&server.base().parse().unwrap()));
        (with.settings)(&mut settings);
        let cookies = with.cookies.unwrap_or_else(|| CookieJar::parse(&server.cookies()));
        let access = XAccess { cookies, risk_accepted: with.risk_accepted, stop: with.stop };
        let x = XSession::new(tools, settings, access);
        Self { server, clock, ledger, watch, x }
    }

    /// Somebody with one post.
    pub(super) fn somebody_posts(&self, handle: &str, text: &str) -> String {
        self.server.joins(Person::new(handle, Generation::C));
        self.server.posts(handle, text)
    }

    pub(super) async fn search(&self, cursor: Option<&str>) -> Result<FoundPage, SourceError> {
        self.x.page(&words("recall"), cursor).await
    }

    /// Follows the cursors to the end; gives pages, at most 20.
    pub(super) async fn search_all(&self) -> Vec<FoundPage> {
        let (mut pages, mut cursor): (Vec<FoundPage>, Option<String>) = (Vec::new(), None);
        while pages.len() < 20 {
            let page = self.search(cursor.as_deref()).await.unwrap();
            cursor = page.next.clone();
            pages.push(page);
            if cursor.is_none() {
                break;
            }
        }
        pages
    }

    pub(super) async fn reply(
        &self,
        to: &str,
        text: &str,
    ) -> (Result<Receipt, ChannelError>, Vec<PartEvent>) {
        let journal = Journal::default();
        let outcome = self.x.deliver(&reply(to, text), &journal).await;
        (outcome, journal.events())
    }

    /// A like of a post of `ada_example`.
    pub(super) async fn like(&self, post: &str) -> (Result<Receipt, ChannelError>, Vec<PartEvent>) {
        self.acts(&Outgoing { action: Action::Like, ..reply(post, "") }).await
    }

    pub(super) async fn follow(&self, who: &str) -> (Result<Receipt, ChannelError>, Vec<PartEvent>) {
        self.acts(&follow(who)).await
    }

    pub(super) async fn acts(&self, act: &Outgoing) -> (Result<Receipt, ChannelError>, Vec<PartEvent>) {
        let journal = Journal::default();
        let outcome = self.x.deliver(act, &journal).await;
        (outcome, journal.events())
    }

    /// Requests of X's interface and pages, scripts left out.
    pub(super) fn requests(&self) -> Vec<String> {
        let asked = self.server.asked();
        let asked = asked.iter().filter(|request| request.operation != "script");
        asked.map(|request| format!("{} {}", request.method, request.operation)).collect()
    }

    /// Fails when the client did what no browser does.
    pub(super) fn was_decent(&self) {
        assert_eq!(self.server.wrong(), Vec::<String>::new());
        let asked = self.server.asked();
        let of_x: Vec<i64> =
            asked.iter().filter(|request| request.operation != "script").map(|request| request.at).collect();
        let hasty = of_x.windows(2).find(|pair| pair[1] - pair[0] < 3);
        assert_eq!(hasty, None, "less than three seconds between two requests");
    }
}

pub(super) fn words(query: &str) -> PostSearch {
    PostSearch { query: query.into(), languages: vec!["en".into()], since: None }
}

pub(super) fn reply(to: &str, text: &str) -> Outgoing {
    Outgoing {
        action: Action::Reply,
        delivery_id: DeliveryId(uuid::Uuid::nil()),
        lead_id: None,
        recipient: Handle::parse(HandleKind::X, "ada_example").unwrap(),
        recipient_name: "Ada Example".into(),
        subject: None,
        parts: vec![DeliveryPart { number: 0, text: text.into(), state: PartState::Queued }],
        message_id: None,
        thread: Vec::new(),
        reply_to: Some(to.into()),
    }
}

pub(super) fn follow(who: &str) -> Outgoing {
    let recipient = Handle::parse(HandleKind::X, who).unwrap();
    Outgoing { action: Action::Follow, recipient, reply_to: None, ..reply("", "") }
}
