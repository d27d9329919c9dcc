//! One session for everybody, from the stored cookies, with what must outlive the process.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use jiff::SignedDuration;
use sdr_connectors::x::session::{StopKind, StopStore, XHosts, XSessionParts, XSessions, XSettings};
use sdr_domain::connect::{Connect, XConnect, XWay, secret_name};
use sdr_fake_servers::x::Fault;
use sdr_ports::fakes::{MemorySecrets, SeededIds};
use sdr_ports::lead_source::LeadSearch;
use sdr_ports::{Secret, Secrets};

use super::bench::{Bench, words};
use crate::ledger::http;

#[derive(Default)]
struct OneLine(Mutex<Option<String>>);

#[async_trait]
impl StopStore for OneLine {
    async fn load(&self) -> Option<String> {
        self.0.lock().unwrap().clone()
    }

    async fn save(&self, line: Option<&str>) {
        *self.0.lock().unwrap() = line.map(str::to_owned);
    }
}

struct House {
    bench: Bench,
    secrets: Arc<MemorySecrets>,
    stops: Arc<OneLine>,
}

impl House {
    async fn with_cookies() -> Self {
        let bench = Bench::start().await;
        let secrets = Arc::new(MemorySecrets::default());
        secrets.set(secret_name::X_COOKIES, Secret::new(bench.server.cookies())).await.unwrap();
        Self { bench, secrets, stops: Arc::default() }
    }

    /// As after a start of the app.
    fn sessions(&self) -> XSessions {
        XSessions::new(XSessionParts {
            http: http(&self.bench.ledger),
            clock: Arc::new(self.bench.clock.clone()),
            ids: Arc::new(SeededIds::new(9)),
            secrets: Arc::clone(&self.secrets) as Arc<dyn Secrets>,
            stops: Arc::clone(&self.stops) as Arc<dyn StopStore>,
            settings: XSettings::at(XHosts::all_at(&self.bench.server.base().parse().unwrap())),
        })
    }

    async fn stored(&self) -> Option<String> {
        let secret = self.secrets.get(secret_name::X_COOKIES).await.unwrap();
        secret.map(|secret| secret.reveal().to_owned())
    }
}

fn by(way: XWay, risk_acknowledged: bool) -> Connect {
    let x = XConnect { way, risk_acknowledged, client_id: String::new() };
    Connect { x, ..Connect::default() }
}

#[tokio::test]
async fn every_opening_is_the_same_session_while_the_sign_in_is() {
    let house = House::with_cookies().await;
    let sessions = house.sessions();
    let session = by(XWay::Session, true);
    let first = sessions.open(&session, None).await.unwrap();
    assert!(Arc::ptr_eq(&first, &sessions.open(&session, None).await.unwrap()));
    let other = house.bench.server.cookies().replace("01234567;", "76543210;");
    house.secrets.set(secret_name::X_COOKIES, Secret::new(other)).await.unwrap();
    assert!(!Arc::ptr_eq(&first, &sessions.open(&session, None).await.unwrap()), "another sign-in");
    assert!(sessions.open(&by(XWay::Assisted, true), None).await.is_none());
    assert!(sessions.open(&by(XWay::ApiKey, true), None).await.is_none());
    assert_eq!(house.bench.server.asked(), [], "opening asks nothing");
}

#[tokio::test]
async fn without_the_accepted_risk_or_cookies_a_session_says_so_and_asks_nothing() {
    let house = House::with_cookies().await;
    let sessions = house.sessions();
    let closed = sessions.open(&by(XWay::Session, false), None).await.unwrap();
    assert!(closed.page(&words("recall"), None).await.unwrap_err().sentence.contains("risk"));
    house.secrets.delete(secret_name::X_COOKIES).await.unwrap();
    let closed = sessions.open(&by(XWay::Session, true), None).await.unwrap();
    assert!(closed.page(&words("recall"), None).await.unwrap_err().sentence.contains("no session"));
    let typed = Secret::new("auth_token=short; ct0=1");
    let closed = sessions.open(&by(XWay::Session, true), Some(&typed)).await.unwrap();
    let health = LeadSearch::health(&*closed).await;
    assert!(health.sentence.contains("auth_token is not whole"), "{}", health.sentence);
    assert_eq!(house.bench.server.asked(), []);
}

#[tokio::test]
async fn a_rotated_cookie_is_stored_unless_the_human_forgot_the_session() {
    let house = House::with_cookies().await;
    let session = house.sessions().open(&by(XWay::Session, true), None).await.unwrap();
    house.bench.server.next("SearchTimeline", Fault::RotatesCookie);
    session.page(&words("recall"), None).await.unwrap();
    assert!(house.stored().await.unwrap().contains(&house.bench.server.ct0()));
    house.secrets.delete(secret_name::X_COOKIES).await.unwrap();
    house.bench.server.next("SearchTimeline", Fault::RotatesCookie);
    session.page(&words("recall"), None).await.unwrap();
    assert_eq!(house.stored().await, None);
}

#[tokio::test]
async fn a_stop_outlives_the_process_and_belongs_to_its_account() {
    let house = House::with_cookies().await;
    let session = by(XWay::Session, true);
    let first = house.sessions().open(&session, None).await.unwrap();
    house.bench.server.next("SearchTimeline", Fault::Says(226));
    first.page(&words("recall"), None).await.unwrap_err();
    let asked = house.bench.server.asked().len();
    let again = house.sessions().open(&session, None).await.unwrap();
    assert_eq!(again.stop().unwrap().kind, StopKind::LooksAutomated);
    again.page(&words("recall"), None).await.unwrap_err();
    let typed = Secret::new(house.bench.server.cookies());
    let typed = house.sessions().open(&session, Some(&typed)).await.unwrap();
    assert!(!LeadSearch::health(&*typed).await.ready, "a day is a day, whoever asks");
    assert_eq!(house.bench.server.asked().len(), asked);
    house.bench.clock.advance(SignedDuration::from_hours(25));
    assert!(house.sessions().open(&session, None).await.unwrap().page(&words("recall"), None).await.is_ok());

    let line = house.stops.load().await.unwrap();
    assert!(!line.contains(sdr_fake_servers::x::AUTH_TOKEN), "{line}");
}

#[tokio::test]
async fn a_locked_account_goes_on_after_the_human_unlocked_it_and_tested() {
    let house = House::with_cookies().await;
    let (sessions, session) = (house.sessions(), by(XWay::Session, true));
    let first = sessions.open(&session, None).await.unwrap();
    house.bench.server.next("SearchTimeline", Fault::Refuses(403, 326));
    first.page(&words("recall"), None).await.unwrap_err();
    house.bench.clock.advance(SignedDuration::from_hours(100));
    assert!(first.page(&words("recall"), None).await.is_err(), "it does not end by itself");

    let pasted = Secret::new(house.bench.server.cookies());
    house.bench.server.next("account/multi/list", Fault::Refuses(403, 326));
    let test = sessions.open(&session, Some(&pasted)).await.unwrap();
    assert!(!LeadSearch::health(&*test).await.ready, "still locked");
    assert!(sessions.open(&session, None).await.unwrap().stop().is_some());

    let test = sessions.open(&session, Some(&pasted)).await.unwrap();
    assert!(LeadSearch::health(&*test).await.ready);
    let after = sessions.open(&session, None).await.unwrap();
    assert!(after.page(&words("recall"), None).await.is_ok());
}
