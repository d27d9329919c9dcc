//! The human's own session at X: opened once from what is stored, and again when the cookies were given anew.
//!
//! **Invariant:** one session for the process while cookies, browser and permission stay the same: it keeps the pace.
//!
//! **Invariant:** a stop that X caused holds over a restart. Time ends it, or cookies given anew where no time was
//! named.
//!
//! **Invariant:** rotated cookies take the place of stored ones of the same sign-in only: what the human forgot
//! stays forgotten.

use std::str::FromStr as _;
use std::sync::Arc;

use async_trait::async_trait;
use sdr_connectors::x::session::{
    CookieError, CookieJar, SessionWatch, Stop, StopKind, XAccess, XSettings, XTools,
};
use sdr_connectors::{AssistedX, XSession};
use sdr_domain::Timestamp;
use sdr_domain::channel::Channel;
use sdr_domain::connect::secret_name;
use sdr_engine::secrets::X_COOKIES_GIVEN;
use sdr_ports::{
    ChannelError, ChannelHealth, ChannelPort, LeadSearch, Outgoing, Receipt, Secret, SendJournal,
    WindowSession,
};
use sdr_storage::{Store, StoreError};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::XParts;

const STOP: &str = "x.session.stop";
/// What the window called itself in which the session was begun, and whose it is.
const BROWSER: &str = "x.session.browser";

/// The one session of the process.
pub(super) struct Sessions {
    parts: XParts,
    open: Mutex<Option<Open>>,
}

struct Open {
    made_from: MadeFrom,
    session: Arc<XSession>,
}

/// What a session is made from; when it changes, another one is made.
#[derive(Clone, PartialEq)]
struct MadeFrom {
    /// When the human gave the cookies.
    given: Value,
    /// Whether there are cookies that can be read.
    readable: bool,
    /// Whose they are, where they say it.
    account: Option<String>,
    browser: Option<String>,
    risk_accepted: bool,
    stop: Option<Stop>,
}

/// Keeps what must outlive the process.
struct Keeper {
    parts: XParts,
    given: Value,
    account: Option<String>,
}

type Jar = Result<CookieJar, CookieError>;

impl Sessions {
    pub(super) fn new(parts: XParts) -> Self {
        Self { parts, open: Mutex::default() }
    }

    /// The session as stored; one of its own for cookies that are typed and not stored.
    pub(super) async fn open(&self, risk_accepted: bool, typed: Option<&Secret>) -> Arc<XSession> {
        let mut open = self.open.lock().await;
        let jar = match typed {
            Some(typed) => CookieJar::parse(typed.reveal()),
            None => self.stored_jar().await,
        };
        let (readable, account) = (jar.is_ok(), jar.as_ref().ok().and_then(CookieJar::own_id));
        // Typed cookies are being given anew, whatever is stored.
        let given = if typed.is_some() { Value::Null } else { self.setting(X_COOKIES_GIVEN).await };
        let stop = self.stop(&given, account.as_deref()).await;
        let browser = self.browser(account.as_deref()).await;
        let made_from = MadeFrom { given, readable, account, browser, risk_accepted, stop };
        if typed.is_some() {
            return self.make(jar, made_from);
        }
        if let Some(open) = open.as_ref().filter(|open| open.made_from == made_from) {
            return Arc::clone(&open.session);
        }
        let session = self.make(jar, made_from.clone());
        *open = Some(Open { made_from, session: Arc::clone(&session) });
        session
    }

    fn make(&self, cookies: Jar, made_from: MadeFrom) -> Arc<XSession> {
        let XParts { http, hosts, clock, ids, .. } = self.parts.clone();
        let MadeFrom { given, account, browser, risk_accepted, stop, .. } = made_from;
        let watch = Arc::new(Keeper { parts: self.parts.clone(), given, account });
        let mut settings = XSettings::at(hosts);
        settings.user_agent = browser.unwrap_or(settings.user_agent);
        let tools = XTools { http, clock, ids, watch };
        Arc::new(XSession::new(tools, settings, XAccess { cookies, risk_accepted, stop }))
    }

    /// Looks whose session a window brought, and keeps it.
    pub(super) async fn take(&self, brought: WindowSession) -> Result<String, String> {
        let jar = CookieJar::parse(brought.cookies.reveal()).map_err(|error| error.to_string())?;
        let (cookies, account) = (jar.to_secret(), jar.own_id());
        // The human chose to sign in here; whether the session is worked with is asked elsewhere.
        let made_from = MadeFrom {
            given: Value::Null,
            stop: self.stop(&Value::Null, account.as_deref()).await,
            readable: true,
            account: account.clone(),
            browser: Some(brought.user_agent.clone()),
            risk_accepted: true,
        };
        let health = LeadSearch::health(self.make(Ok(jar), made_from).as_ref()).await;
        if !health.ready {
            return Err(format!("{} {}", health.sentence, health.fix.unwrap_or_default()));
        }
        let lost = |why: String| format!("The session could not be kept: {why}.");
        let kept = self.parts.secrets.set(secret_name::X_COOKIES, cookies).await;
        kept.map_err(|error| lost(error.to_string()))?;
        let browser = json!({ "name": brought.user_agent, "account": account });
        let now = self.parts.clock.now().as_millisecond();
        let settings = [(BROWSER, browser), (X_COOKIES_GIVEN, Value::from(now))];
        write(&self.parts.store, &settings).await.map_err(|error| lost(error.to_string()))?;
        Ok(health.sentence)
    }

    async fn stored_jar(&self) -> Jar {
        match self.parts.secrets.get(secret_name::X_COOKIES).await {
            Ok(Some(cookies)) => CookieJar::parse(cookies.reveal()),
            Ok(None) => Err(CookieError::Empty),
            Err(error) => {
                tracing::warn!(%error, "the session of X could not be read");
                Err(CookieError::Empty)
            }
        }
    }

    /// The browser of the account's session, where it was begun in a window of the app.
    async fn browser(&self, account: Option<&str>) -> Option<String> {
        let kept = self.setting(BROWSER).await;
        let same = account.is_some() && kept.get("account").and_then(Value::as_str) == account;
        kept.get("name").and_then(Value::as_str).filter(|_| same).map(str::to_owned)
    }

    /// The stop that holds for these cookies: caused with them, or by the same account and not over yet.
    async fn stop(&self, given: &Value, account: Option<&str>) -> Option<Stop> {
        let kept = self.setting(STOP).await;
        let instant = |name: &str| Timestamp::from_millisecond(kept.get(name)?.as_i64()?).ok();
        let kind = StopKind::from_str(kept.get("kind")?.as_str()?).ok()?;
        let stop = Stop { kind, since: instant("since")?, until: instant("until") };
        let same_cookies = !given.is_null() && kept.get("given") == Some(given);
        let same_account = account.is_some() && kept.get("account").and_then(Value::as_str) == account;
        let applies = same_cookies || (same_account && stop.until.is_some());
        (applies && stop.holds(self.parts.clock.now())).then_some(stop)
    }

    async fn setting(&self, key: &str) -> Value {
        let kept = self.parts.store.setting(key).await.unwrap_or_else(|error| {
            tracing::warn!(%error, key, "a setting could not be read");
            None
        });
        kept.unwrap_or_default()
    }
}

async fn write(store: &Store, settings: &[(&str, Value)]) -> Result<(), StoreError> {
    let tx = store.begin().await?;
    for (key, value) in settings {
        tx.put_setting(key, value).await?;
    }
    tx.commit().await
}

#[async_trait]
impl SessionWatch for Keeper {
    async fn cookies_changed(&self, jar: &CookieJar) {
        let stored = self.parts.secrets.get(secret_name::X_COOKIES).await.ok().flatten();
        let stored = stored.and_then(|stored| CookieJar::parse(stored.reveal()).ok());
        if !stored.is_some_and(|stored| stored.same_session(jar)) {
            return;
        }
        if let Err(error) = self.parts.secrets.set(secret_name::X_COOKIES, jar.to_secret()).await {
            tracing::warn!(%error, "a renewed cookie of X could not be kept");
        }
    }

    async fn stopped(&self, stop: &Stop) {
        let value = json!({
            "kind": stop.kind.as_str(),
            "since": stop.since.as_millisecond(),
            "until": stop.until.map(Timestamp::as_millisecond),
            "given": self.given,
            "account": self.account,
        });
        if let Err(error) = write(&self.parts.store, &[(STOP, value)]).await {
            tracing::error!(%error, "a stop of the X session could not be kept");
        }
    }
}

/// The session, with the human's hand for what was approved while X was worked by hand.
pub(super) struct WithHands {
    pub(super) session: Arc<XSession>,
    pub(super) hands: AssistedX,
}

#[async_trait]
impl ChannelPort for WithHands {
    fn channel(&self) -> Channel {
        Channel::X
    }

    async fn health(&self) -> ChannelHealth {
        ChannelPort::health(self.session.as_ref()).await
    }

    async fn deliver(&self, message: &Outgoing, journal: &dyn SendJournal) -> Result<Receipt, ChannelError> {
        self.session.deliver(message, journal).await
    }

    async fn prepare(&self, message: &Outgoing, part: u16) -> Result<(), ChannelError> {
        self.hands.prepare(message, part).await
    }
}
