//! X by the human's own session: the interface X's own web page uses, opted into with the risk spelled out.
//!
//! It is undocumented and changes every few weeks. So everything that moves (signature, query ids, switches,
//! the shape of people and posts) is looked up at run time, each kind of repair is tried once, and what is not
//! understood is an error the human sees.
//!
//! **Invariant:** without a session, without the accepted risk, or while a stop holds, nothing is asked of X.
//!
//! **Invariant:** one request at a time, with a pause between two; all openings share one [`XSession`].
//!
//! **Invariant:** cookies go to X's pages and interface only, never to the host of its scripts, and never into
//! a log, an error or a debug text.

mod acknowledge;
mod act;
mod animation;
mod boot;
mod codes;
mod cookies;
mod features;
mod graph;
mod ops;
mod page;
mod patterns;
mod proof;
mod scripts;
mod search;
mod settings;
mod shape;
mod stop;
mod tid;
mod timeline;
mod trouble;
mod tweet;
mod user;
mod who;
mod wire;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use sdr_domain::Timestamp;
use sdr_http::Http;
use sdr_ports::{Clock, IdSource};

pub use cookies::{CookieError, CookieJar};
pub use settings::{Pace, XHosts, XSettings};
pub use stop::{Stop, StopKind};
pub use who::Me;

use ops::{Op, Ops};
use tid::Signer;
use trouble::{Closed, Trouble};

/// Told what must outlive the process.
#[async_trait]
pub trait SessionWatch: Send + Sync + 'static {
    /// X rotated a cookie: this jar takes the place of the stored one.
    async fn cookies_changed(&self, jar: &CookieJar);

    /// The session stopped itself; give the stop back as [`XAccess::stop`] when the session is opened again.
    async fn stopped(&self, stop: &Stop);
}

/// What the session works with.
#[derive(Clone)]
pub struct XTools {
    /// The one HTTP client.
    pub http: Http,
    /// Time and waiting.
    pub clock: Arc<dyn Clock>,
    /// Randomness of signatures and pauses.
    pub ids: Arc<dyn IdSource>,
    /// Told what must be kept.
    pub watch: Arc<dyn SessionWatch>,
}

/// What the human allowed.
#[derive(Debug, Clone)]
pub struct XAccess {
    /// Their session, or why there is none.
    pub cookies: Result<CookieJar, CookieError>,
    /// Whether they read and accepted the risk.
    pub risk_accepted: bool,
    /// The stop that holds from before, if any.
    pub stop: Option<Stop>,
}

/// One session, shared by everything that reads or writes X in this process.
pub struct XSession {
    http: Http,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
    watch: Arc<dyn SessionWatch>,
    settings: XSettings,
    risk_accepted: bool,
    stop: Mutex<Option<Stop>>,
    work: tokio::sync::Mutex<Work>,
}

impl std::fmt::Debug for XSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("XSession").field("stop", &self.stop()).finish_non_exhaustive()
    }
}

/// Everything that changes from request to request. Who holds it is the one who talks to X.
struct Work {
    jar: Result<CookieJar, CookieError>,
    signer: Option<Signer>,
    ops: Ops,
    last_request: Option<Timestamp>,
    last_act: Option<Timestamp>,
    /// Not before, by operation.
    busy: HashMap<&'static str, Timestamp>,
    /// Operations nobody understands at present, and until when they are left alone.
    paused: HashMap<Op, Timestamp>,
    /// X took a search as GET when it refused it as POST.
    search_by_get: bool,
    me: Option<(Me, Timestamp)>,
}

impl XSession {
    /// A session over these tools; asks nothing yet.
    pub fn new(tools: XTools, settings: XSettings, access: XAccess) -> Self {
        let XTools { http, clock, ids, watch } = tools;
        let work = Work {
            jar: access.cookies,
            signer: None,
            ops: Ops::default(),
            last_request: None,
            last_act: None,
            busy: HashMap::new(),
            paused: HashMap::new(),
            search_by_get: false,
            me: None,
        };
        Self {
            http,
            clock,
            ids,
            watch,
            settings,
            risk_accepted: access.risk_accepted,
            stop: Mutex::new(access.stop),
            work: tokio::sync::Mutex::new(work),
        }
    }

    /// The stop that holds now.
    pub fn stop(&self) -> Option<Stop> {
        let stop = *self.stop.lock().unwrap_or_else(PoisonError::into_inner);
        stop.filter(|stop| stop.holds(self.clock.now()))
    }

    /// Ends a stop: a human looked and wants it to go on.
    pub fn resume(&self) {
        *self.stop.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The cookies as X rotated them last.
    pub async fn cookies(&self) -> Result<CookieJar, CookieError> {
        self.work.lock().await.jar.clone()
    }

    /// Whether anything may be asked of X: `writes` for acts.
    fn gate(&self, work: &Work, writes: bool) -> Result<(), Trouble> {
        match &work.jar {
            Err(CookieError::Empty) => return Err(Trouble::Closed(Closed::NoCookies)),
            Err(error) => return Err(Trouble::Closed(Closed::BadCookies(*error))),
            Ok(_) if !self.risk_accepted => return Err(Trouble::Closed(Closed::RiskNotAccepted)),
            Ok(_) => {}
        }
        match self.stop() {
            Some(stop) if writes || !stop.kind.reading_goes_on() => Err(Trouble::Stopped(stop)),
            Some(_) | None => Ok(()),
        }
    }

    /// Keeps a stop that X just caused, and tells the watch.
    async fn note_stop(&self, stop: Stop) {
        {
            let mut held = self.stop.lock().unwrap_or_else(PoisonError::into_inner);
            // A stop without an end is never shortened by a later one that has one.
            if held.is_some_and(|held| held.until.is_none() && stop.until.is_some()) {
                return;
            }
            *held = Some(stop);
        }
        tracing::warn!(kind = stop.kind.as_str(), "the X session stopped itself");
        self.watch.stopped(&stop).await;
    }
}
