//! X by the official interface and by hand: sign-in, search, replies, and every way they fail.

mod by_hand;
mod replies;
mod search;
mod sign_in;
mod tokens;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use jiff::SignedDuration;
use sdr_connectors::x::api::Access;
use sdr_connectors::x::progress::SignInProgress;
use sdr_connectors::{SignIn, Tokens, XApi, XApiChannel};
use sdr_domain::Timestamp;
use sdr_domain::delivery::DeliveryPart;
use sdr_domain::egress::EgressPurpose;
use sdr_domain::id::DeliveryId;
use sdr_domain::part::PartState;
use sdr_domain::text::{Handle, HandleKind};
use sdr_fake_servers::x_api::FakeXApi;
use sdr_http::{Answer, Call, Http, Limits, Method, Note};
use sdr_ports::fakes::{FakeClock, FakeDesktop, MemorySecrets, SeededIds};
use sdr_ports::{Outgoing, Secret, SecretError, Secrets, SignInState};
use url::Url;

use crate::ledger::{Ledger, http};

const CLIENT: &str = "client-of-mara";
const NOW: &str = "2026-11-20T10:00:00Z";

/// A keychain that can be locked.
#[derive(Default)]
struct Keychain {
    kept: MemorySecrets,
    locked: AtomicBool,
}

#[async_trait]
impl Secrets for Keychain {
    fn place(&self) -> &'static str {
        "a test"
    }

    async fn get(&self, name: &str) -> Result<Option<Secret>, SecretError> {
        self.kept.get(name).await
    }

    async fn set(&self, name: &str, secret: Secret) -> Result<(), SecretError> {
        if self.locked.load(Ordering::SeqCst) {
            return Err(SecretError::Unavailable("it is locked".into()));
        }
        self.kept.set(name, secret).await
    }

    async fn delete(&self, name: &str) -> Result<(), SecretError> {
        self.kept.delete(name).await
    }
}

struct Bench {
    x: FakeXApi,
    ledger: Arc<Ledger>,
    clock: FakeClock,
    keychain: Arc<Keychain>,
    desktop: Arc<FakeDesktop>,
    tokens: Arc<Tokens>,
    progress: SignInProgress,
    sign_in: SignIn,
    browser: Http,
}

impl Bench {
    /// An app is registered at X; nobody is signed in.
    async fn start() -> Self {
        let now: Timestamp = NOW.parse().unwrap();
        let x = FakeXApi::start(now).await.unwrap();
        x.app(CLIENT);
        let ledger = Arc::new(Ledger::default());
        let clock = FakeClock::at(now);
        let keychain = Arc::new(Keychain::default());
        let desktop = Arc::new(FakeDesktop::default());
        let base: Url = x.base().parse().unwrap();
        let secrets = Arc::clone(&keychain) as Arc<dyn Secrets>;
        let tokens = Tokens::new(http(&ledger), base.clone(), secrets, Arc::new(clock.clone()));
        let sign_in = SignIn::new(
            Arc::clone(&tokens),
            base,
            &[0],
            Arc::clone(&desktop) as Arc<dyn sdr_ports::Desktop>,
            Arc::new(clock.clone()),
            Arc::new(SeededIds::new(3)),
        );
        let browser = http(&Arc::new(Ledger::default()));
        let progress = SignInProgress::default();
        Self { x, ledger, clock, keychain, desktop, tokens, progress, sign_in, browser }
    }

    /// The human is signed in as `@mara_example`.
    async fn signed_in() -> Self {
        let bench = Self::start().await;
        bench.sign_in().await;
        bench
    }

    async fn sign_in(&self) {
        let page = self.begin().await;
        let answer = self.human_answers(&page).await;
        let answer = self.visit(&answer).await;
        assert_eq!(answer.status, 200);
        assert_eq!(self.progress.settled().await.state, SignInState::Done);
    }

    /// Begins a sign-in; its callback is registered at X.
    async fn begin(&self) -> String {
        let page = self.sign_in.begin(CLIENT, &self.progress).await.unwrap();
        let url: Url = page.parse().unwrap();
        let callback = url.query_pairs().find(|(name, _)| name == "redirect_uri").unwrap().1;
        self.x.registers(CLIENT, &callback);
        page
    }

    /// The human presses a button on X's page; returns where X sends the browser.
    async fn human_answers(&self, page: &str) -> String {
        let answer = self.visit(page).await;
        assert_eq!(answer.status, 302, "{}", answer.text());
        answer.header("location").unwrap().to_owned()
    }

    async fn visit(&self, address: &str) -> Answer {
        let note = Note::of(EgressPurpose::Connect);
        self.browser.call(Call::new(Method::GET, address.parse().unwrap(), note)).await.unwrap()
    }

    fn advance(&self, secs: i64) {
        self.clock.advance(SignedDuration::from_secs(secs));
        self.x.advance(secs);
    }

    fn api(&self, access: Access) -> XApi {
        let limits = Limits { total: Duration::from_millis(800), ..Limits::default() };
        XApi::new(http(&self.ledger), self.x.base().parse().unwrap(), access, Arc::new(self.clock.clone()))
            .with_limits(limits)
    }

    /// With the key of an app.
    fn by_key(&self) -> XApi {
        self.x.key("key-of-the-app");
        self.api(Access::App(Secret::new("key-of-the-app")))
    }

    /// As the signed-in human.
    fn as_human(&self) -> XApi {
        self.api(Access::Human { tokens: Arc::clone(&self.tokens), client_id: CLIENT.into() })
    }

    fn channel(&self) -> XApiChannel {
        let desktop = Arc::clone(&self.desktop) as Arc<dyn sdr_ports::Desktop>;
        XApiChannel::new(self.as_human(), desktop, "https://x.com/".parse().unwrap())
    }
}

fn reply_to(post: Option<&str>, text: &str) -> Outgoing {
    Outgoing {
        action: sdr_domain::action::Action::Reply,
        delivery_id: DeliveryId("01935a00-0000-7000-8000-000000000002".parse().unwrap()),
        lead_id: None,
        recipient: Handle::parse(HandleKind::X, "ada_example").unwrap(),
        recipient_name: "Ada".into(),
        subject: None,
        parts: vec![DeliveryPart { number: 0, text: text.into(), state: PartState::Queued }],
        message_id: None,
        thread: Vec::new(),
        reply_to: post.map(str::to_owned),
    }
}
