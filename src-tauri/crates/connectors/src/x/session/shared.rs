//! The one session of this process: opened from the stored cookies, kept while they stay the same sign-in, so
//! that pace and stops hold whoever asks.
//!
//! **Invariant:** a stop outlives the process, and belongs to the account that caused it.
//!
//! **Invariant:** rotated cookies take the place of the stored ones only while those are the same sign-in; what
//! the human forgot stays forgotten.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use sdr_domain::Timestamp;
use sdr_domain::connect::{Connect, XWay, secret_name};
use sdr_http::Http;
use sdr_ports::{Clock, IdSource, Secret, Secrets};

use super::{CookieError, CookieJar, Me, SessionWatch, Stop, XAccess, XSession, XSettings, XTools};

/// Keeps one line of text for the session; nobody's data is in it.
#[async_trait]
pub trait StopStore: Send + Sync + 'static {
    /// The line, if there is one.
    async fn load(&self) -> Option<String>;

    /// Puts the line in place of the one before; `None` forgets it.
    async fn save(&self, line: Option<&str>);
}

/// What sessions are made with.
#[derive(Clone)]
pub struct XSessionParts {
    /// The one HTTP client.
    pub http: Http,
    /// Time and waiting.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub ids: Arc<dyn IdSource>,
    /// Where the cookies are.
    pub secrets: Arc<dyn Secrets>,
    /// Where a stop is kept.
    pub stops: Arc<dyn StopStore>,
    /// Addresses, names and pauses.
    pub settings: XSettings,
}

/// Opens the session as the project has it connected at this instant.
pub struct XSessions {
    parts: XSessionParts,
    shared: Arc<Shared>,
}

impl std::fmt::Debug for XSessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("XSessions")
    }
}

#[derive(Default)]
struct Shared {
    open: Mutex<Option<Open>>,
}

#[derive(Clone)]
struct Open {
    session: Arc<XSession>,
    /// The sign-in it was opened with.
    jar: Result<CookieJar, CookieError>,
    risk_accepted: bool,
}

impl Shared {
    fn put(&self, open: Option<Open>) {
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = open;
    }

    fn get(&self) -> Option<Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Open {
    fn serves(&self, jar: &Result<CookieJar, CookieError>, risk_accepted: bool) -> bool {
        let same = match (&self.jar, jar) {
            (Ok(ours), Ok(theirs)) => ours.same_session(theirs),
            (ours, theirs) => ours == theirs,
        };
        same && self.risk_accepted == risk_accepted
    }
}

impl XSessions {
    /// None is open yet.
    pub fn new(parts: XSessionParts) -> Self {
        Self { parts, shared: Arc::default() }
    }

    /// The session, or `None` when X is worked in another way. `typed` takes the place of the stored cookies
    /// for a test; a session that is found well by it ends a stop that waited for the human.
    pub async fn open(&self, connect: &Connect, typed: Option<&Secret>) -> Option<Arc<XSession>> {
        if connect.x.way != XWay::Session {
            return None;
        }
        let risk_accepted = connect.x.risk_acknowledged;
        if let Some(typed) = typed {
            let jar = CookieJar::parse(typed.reveal());
            let stop = self.kept_stop(&jar).await.filter(|stop| stop.until.is_some());
            return Some(self.make(jar, risk_accepted, stop, true));
        }
        let jar = self.stored().await;
        if let Some(open) = self.shared.get().filter(|open| open.serves(&jar, risk_accepted)) {
            return Some(open.session);
        }
        let stop = self.kept_stop(&jar).await;
        // Another opening may have been quicker; then its session is the one.
        if let Some(open) = self.shared.get().filter(|open| open.serves(&jar, risk_accepted)) {
            return Some(open.session);
        }
        let session = self.make(jar.clone(), risk_accepted, stop, false);
        self.shared.put(Some(Open { session: Arc::clone(&session), jar, risk_accepted }));
        Some(session)
    }

    fn make(
        &self,
        jar: Result<CookieJar, CookieError>,
        risk_accepted: bool,
        stop: Option<Stop>,
        typed: bool,
    ) -> Arc<XSession> {
        let XSessionParts { http, clock, ids, secrets, stops, settings } = self.parts.clone();
        let account = jar.as_ref().map(CookieJar::account).unwrap_or_default();
        let watch = Keeper { secrets, stops, account, typed, shared: Arc::clone(&self.shared) };
        let tools = XTools { http, clock, ids, watch: Arc::new(watch) };
        let access = XAccess { cookies: jar, risk_accepted, stop };
        Arc::new(XSession::new(tools, settings, access))
    }

    async fn stored(&self) -> Result<CookieJar, CookieError> {
        match self.parts.secrets.get(secret_name::X_COOKIES).await {
            Ok(Some(secret)) => CookieJar::parse(secret.reveal()),
            Ok(None) => Err(CookieError::Empty),
            Err(error) => {
                tracing::warn!(%error, "the session of X could not be read");
                Err(CookieError::Empty)
            }
        }
    }

    /// The stop that holds for this account.
    async fn kept_stop(&self, jar: &Result<CookieJar, CookieError>) -> Option<Stop> {
        let account = jar.as_ref().ok()?.account();
        let (of, stop) = read(&self.parts.stops.load().await?)?;
        (of == account && stop.holds(self.parts.clock.now())).then_some(stop)
    }
}

/// `account kind since until`, the times in Unix seconds, `-` for no end.
fn line(account: &str, stop: &Stop) -> String {
    let until = stop.until.map_or_else(|| "-".to_owned(), |until| until.as_second().to_string());
    format!("{account} {} {} {until}", stop.kind.as_str(), stop.since.as_second())
}

fn read(line: &str) -> Option<(String, Stop)> {
    let mut words = line.split(' ');
    let account = words.next()?.to_owned();
    let kind = words.next()?.parse().ok()?;
    let at = |word: &str| Timestamp::from_second(word.parse().ok()?).ok();
    let since = at(words.next()?)?;
    let until = match words.next()? {
        "-" => None,
        word => Some(at(word)?),
    };
    Some((account, Stop { kind, since, until }))
}

/// Keeps what a session says must be kept.
struct Keeper {
    secrets: Arc<dyn Secrets>,
    stops: Arc<dyn StopStore>,
    account: String,
    /// The cookies were typed for a test and are not stored.
    typed: bool,
    shared: Arc<Shared>,
}

#[async_trait]
impl SessionWatch for Keeper {
    async fn cookies_changed(&self, jar: &CookieJar) {
        let stored = self.secrets.get(secret_name::X_COOKIES).await.ok().flatten();
        let stored = stored.and_then(|secret| CookieJar::parse(secret.reveal()).ok());
        if !stored.is_some_and(|stored| stored.same_session(jar)) {
            return;
        }
        if let Err(error) = self.secrets.set(secret_name::X_COOKIES, jar.to_secret()).await {
            tracing::warn!(%error, "the rotated session of X could not be stored");
        }
    }

    async fn stopped(&self, stop: &Stop) {
        self.stops.save(Some(&line(&self.account, stop))).await;
        if self.typed {
            // The open session of the same account must hear of it: it is made anew with the stop.
            self.shared.put(None);
        }
    }

    async fn signed_in(&self, _me: &Me) {
        if !self.typed {
            return;
        }
        let kept = self.stops.load().await.and_then(|line| read(&line));
        if kept.is_some_and(|(of, stop)| of == self.account && stop.until.is_none()) {
            self.stops.save(None).await;
            self.shared.put(None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::StopKind;
    use super::*;

    #[test]
    fn a_stop_reads_back_as_it_was_kept() {
        let now = Timestamp::from_second(1_790_000_000).unwrap();
        for kind in StopKind::ALL {
            let stop = Stop::now(kind, now);
            assert_eq!(read(&line("00ff", &stop)), Some(("00ff".to_owned(), stop)));
        }
        for broken in ["", "00ff", "00ff locked", "00ff unheard 1 -", "00ff locked x -", "00ff locked 1"] {
            assert_eq!(read(broken), None, "{broken}");
        }
    }
}
