//! Telegram names, looked up by their public page at t.me.
//!
//! Every legal name answers with a page; what it shows tells a person from a free name. Telegram promises
//! nothing about these pages, so each batch first asks for two names whose answer is known: a random one,
//! which must be free, and `telegram`, which must be a channel. When either comes out differently the pages
//! have changed, and nothing is said about anybody.
//!
//! **Invariant:** at most one request a second from this process, none at all while t.me asked for a pause.
//!
//! **Invariant:** `Free` is said only of a page that shows the words of a free name; whatever else is not
//! understood is `Unknown`.

mod page;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::SignedDuration;
use sdr_domain::Timestamp;
use sdr_domain::egress::EgressPurpose;
use sdr_domain::handle_finding::HandleFinding;
use sdr_domain::id::LeadId;
use sdr_domain::text::{Handle, HandleKind};
use sdr_http::{Call, HeaderName, HeaderValue, Http, HttpError, Limits, Method, Note};
use sdr_ports::{Clock, HandleCheck, IdSource};
use tokio::sync::Mutex;
use url::Url;

use page::Page;

/// Where the public pages are.
pub const TELEGRAM_WEB: &str = "https://t.me/";

/// From one request to the next.
const PACE: SignedDuration = SignedDuration::from_secs(1);
/// How long nothing is asked after t.me asked for a pause without saying how long.
const PAUSE: SignedDuration = SignedDuration::from_mins(10);
/// A name that surely is a channel.
const A_CHANNEL: &str = "telegram";
/// Letters of the name that surely is free.
const FREE_LETTERS: usize = 16;

/// First words of paths at t.me that are no names.
const RESERVED: &[&str] = &[
    "a",
    "addemoji",
    "addlist",
    "addstickers",
    "addstyle",
    "addtheme",
    "auction",
    "auth",
    "bg",
    "boost",
    "c",
    "call",
    "confirmphone",
    "contact",
    "giftcode",
    "invoice",
    "iv",
    "joinchat",
    "k",
    "login",
    "m",
    "nft",
    "proxy",
    "s",
    "setlanguage",
    "share",
    "socks",
    "web",
    "z",
];

/// Looks names up at t.me.
pub struct TelegramWeb {
    http: Http,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
    base: Url,
    /// When the next request may go.
    next: Mutex<Timestamp>,
}

impl std::fmt::Debug for TelegramWeb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TelegramWeb").finish_non_exhaustive()
    }
}

/// Why a batch goes no further.
#[derive(Debug, Clone)]
struct Stop {
    why: String,
}

impl TelegramWeb {
    /// `base` is [`TELEGRAM_WEB`], or a stand-in's address.
    pub fn new(http: Http, clock: Arc<dyn Clock>, ids: Arc<dyn IdSource>, base: Url) -> Self {
        Self { http, clock, ids, base, next: Mutex::new(Timestamp::MIN) }
    }

    /// Asks for the two names whose answer is known.
    async fn canary(&self) -> Result<(), Stop> {
        let changed = Stop { why: "t.me's pages look different from what this version can read.".into() };
        for (name, expected) in [(self.free_name().as_str(), Page::Free), (A_CHANNEL, Page::Channel)] {
            let page = self.page(name, None).await?;
            if let Page::Unknown(why) = page {
                return Err(Stop { why: why.to_owned() });
            }
            if page != expected {
                return Err(changed);
            }
        }
        Ok(())
    }

    /// Sixteen random letters: nobody has that name.
    fn free_name(&self) -> String {
        let letter = |_| char::from(b'a' + u8::try_from(self.ids.between(0, 25)).unwrap_or(0));
        let mut name: String = (0..FREE_LETTERS).map(letter).collect();
        if name.ends_with("bot") {
            name.pop();
            name.push('x');
        }
        name
    }

    /// One page, read; an error ends the batch.
    async fn page(&self, name: &str, about: Option<LeadId>) -> Result<Page, Stop> {
        let Ok(url) = self.base.join(name) else {
            return Ok(Page::Unknown("The address of the page cannot be written."));
        };
        let mut next = self.next.lock().await;
        if *next > self.clock.now().saturating_add(PACE).unwrap_or(Timestamp::MAX) {
            return Err(Stop { why: "t.me asked for a pause.".into() });
        }
        self.clock.sleep_until(*next).await;
        let answer = self.http.call(call(url, about)).await;
        *next = after(self.clock.now(), PACE);
        match answer {
            Ok(answer) if matches!(answer.status, 429 | 503) => {
                let pause = answer.header("retry-after").and_then(|text| text.trim().parse().ok());
                let pause = pause.map_or(PAUSE, |secs: u32| SignedDuration::from_secs(secs.into()));
                *next = after(self.clock.now(), pause.max(PAUSE));
                Err(Stop { why: format!("t.me asked for a pause (answer {}).", answer.status) })
            }
            Ok(answer) => Ok(page::read(answer.status, &answer.text(), name)),
            Err(error @ HttpError::Refused(_)) => Err(Stop { why: error.to_string() }),
            Err(HttpError::Unreachable { .. }) => Err(Stop { why: "t.me cannot be reached.".into() }),
            Err(HttpError::TimedOut { .. }) => Ok(Page::Unknown("t.me did not answer in time.")),
            Err(HttpError::Broken { .. }) => Ok(Page::Unknown("The page broke off.")),
            Err(HttpError::TooLarge { .. }) => Ok(Page::Unknown("The page is far too large.")),
        }
    }
}

fn after(now: Timestamp, pause: SignedDuration) -> Timestamp {
    now.saturating_add(pause).unwrap_or(Timestamp::MAX)
}

fn call(url: Url, about: Option<LeadId>) -> Call {
    let note = Note::of(EgressPurpose::HandleCheck);
    let note = match about {
        Some(lead) => note.with(&["Telegram handle"], &[lead]),
        None => note,
    };
    // The words of the page are compared, so they must come in English; without a browser's name t.me
    // shows other pages.
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let limits = Limits { total: Duration::from_secs(15), body: 1024 * 1024, ..Limits::default() };
    Call::new(Method::GET, url, note)
        .header(HeaderName::from_static("user-agent"), HeaderValue::from_static(agent))
        .header(HeaderName::from_static("accept"), HeaderValue::from_static("text/html"))
        .header(HeaderName::from_static("accept-language"), HeaderValue::from_static("en"))
        .limits(limits)
}

/// What can be said without asking.
fn locally(handle: &Handle) -> Option<HandleFinding> {
    let unknown = |why: &str| Some(HandleFinding::Unknown { why: why.to_owned() });
    let name = handle.value();
    if handle.kind() != HandleKind::Telegram {
        return unknown("Only Telegram handles have a page at t.me.");
    }
    if RESERVED.contains(&name) {
        return unknown("t.me uses this word for itself; it is nobody's handle.");
    }
    if Handle::parse(HandleKind::Telegram, name).is_err() {
        return unknown("This is not how a Telegram handle is written.");
    }
    None
}

#[async_trait]
impl HandleCheck for TelegramWeb {
    async fn check(&self, handles: &[(Handle, LeadId)]) -> Vec<HandleFinding> {
        let mut findings: Vec<Option<HandleFinding>> =
            handles.iter().map(|(handle, _)| locally(handle)).collect();
        let mut stop = None;
        if findings.iter().any(Option::is_none) {
            stop = self.canary().await.err();
        }
        for ((handle, lead), finding) in handles.iter().zip(&mut findings) {
            if finding.is_some() {
                continue;
            }
            let found = match &stop {
                Some(stop) => Err(stop.clone()),
                None => self.page(handle.value(), Some(*lead)).await,
            };
            *finding = Some(match found {
                Ok(page) => page.finding(),
                Err(end) => {
                    let why = end.why.clone();
                    stop = Some(end);
                    HandleFinding::Unknown { why }
                }
            });
        }
        let unknown = || HandleFinding::Unknown { why: "It was not looked up.".into() };
        findings.into_iter().map(|finding| finding.unwrap_or_else(unknown)).collect()
    }
}
