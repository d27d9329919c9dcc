//! One request to X: allowed, paced, signed, with the whole jar; its answer read, its cookies and limits kept.

use sdr_http::{Answer, Body, Call, HeaderMap, HeaderName, HeaderValue, Method, Note};
use url::Url;

use super::cookies::CookieJar;
use super::trouble::{self, Reply, Trouble};
use super::{Work, XSession};

/// What a browser sends beside each request of X's own page.
const FIXED: [(&str, &str); 9] = [
    ("x-twitter-auth-type", "OAuth2Session"),
    ("x-twitter-active-user", "yes"),
    ("x-twitter-client-language", "en"),
    ("accept", "*/*"),
    ("accept-language", "en-US,en;q=0.9"),
    ("origin", "https://x.com"),
    ("sec-fetch-dest", "empty"),
    ("sec-fetch-mode", "cors"),
    ("sec-fetch-site", "same-origin"),
];

/// One request of the interface.
pub(super) struct Ask {
    /// Its name, for X's limits.
    pub(super) name: &'static str,
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) body: Body,
    pub(super) note: Note,
    pub(super) writes: bool,
}

impl XSession {
    /// Sends a request and reads the answer. Waits for the pause; keeps cookies, limits and stops.
    pub(super) async fn ask(&self, work: &mut Work, ask: Ask) -> Result<Reply, Trouble> {
        self.gate(work, ask.writes)?;
        let now = self.clock.now();
        if let Some(until) = work.busy.get(ask.name).filter(|until| **until > now) {
            return Err(Trouble::Busy(*until));
        }
        self.pause(work).await;
        let name = ask.name;
        let call = self.call(work, ask)?;
        let answer = self.http.call(call).await;
        let now = self.clock.now();
        work.last_request = Some(now);
        let answer = answer?;
        self.keep_cookies(work, &answer.headers).await;
        if trouble::remaining_of(&answer) == Some(0) {
            work.busy.insert(name, trouble::reset_of(&answer, now));
        }
        let read = trouble::read(&answer, now);
        let found = match &read {
            Ok(reply) => reply.trouble.as_ref(),
            Err(trouble) => Some(trouble),
        };
        if let Some(trouble) = found {
            self.note(work, name, trouble).await;
        }
        read
    }

    /// Keeps what trouble means for later requests.
    pub(super) async fn note(&self, work: &mut Work, name: &'static str, trouble: &Trouble) {
        match trouble {
            Trouble::Stopped(stop) => self.note_stop(*stop).await,
            Trouble::Busy(until) => {
                work.busy.insert(name, *until);
            }
            Trouble::Code(161, _) => {
                let tomorrow = self.clock.now().saturating_add(jiff::SignedDuration::from_hours(24));
                work.busy.insert(name, tomorrow.unwrap_or_else(|_| self.clock.now()));
            }
            Trouble::Closed(_)
            | Trouble::Http(_)
            | Trouble::Code(..)
            | Trouble::SignedOut
            | Trouble::Gone
            | Trouble::Stale
            | Trouble::Flags(_)
            | Trouble::Overloaded(_)
            | Trouble::Payment
            | Trouble::Changed(_) => {}
        }
    }

    /// Waits until the pause after the last request is over.
    async fn pause(&self, work: &Work) {
        let next = work.last_request.and_then(|at| at.checked_add(self.settings.pace.between_requests).ok());
        if let Some(next) = next.filter(|next| *next > self.clock.now()) {
            self.clock.sleep_until(next).await;
        }
    }

    fn call(&self, work: &Work, ask: Ask) -> Result<Call, Trouble> {
        let path = ask.url.path().to_owned();
        let method = ask.method.to_string();
        let jar = self.jar(work)?;
        let mut call = self.named(Call::new(ask.method, ask.url, ask.note)).limits(self.settings.limits);
        for (name, value) in FIXED {
            call = call.header(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        let referer = if ask.writes { "https://x.com/compose/post" } else { "https://x.com/" };
        call = call
            .header(HeaderName::from_static("referer"), HeaderValue::from_static(referer))
            .secret_header(HeaderName::from_static("authorization"), "Bearer ", &self.settings.bearer)
            .secret_header(HeaderName::from_static("x-csrf-token"), "", &jar.ct0())
            .secret_header(HeaderName::from_static("cookie"), "", &jar.to_secret());
        if ask.body == Body::None {
            let json = HeaderValue::from_static("application/json");
            call = call.header(HeaderName::from_static("content-type"), json);
        }
        if let Some(signer) = &work.signer {
            let mut random = [0];
            self.ids.bytes(&mut random);
            let signature = signer.sign(&method, &path, self.clock.now(), random[0]);
            if let Ok(value) = HeaderValue::from_str(&signature) {
                call = call.header(HeaderName::from_static("x-client-transaction-id"), value);
            }
        }
        Ok(call.body(ask.body))
    }

    fn jar<'a>(&self, work: &'a Work) -> Result<&'a CookieJar, Trouble> {
        self.gate(work, false)?;
        work.jar.as_ref().map_err(|error| Trouble::Closed(super::Closed::BadCookies(*error)))
    }

    fn named(&self, call: Call) -> Call {
        match HeaderValue::from_str(&self.settings.user_agent) {
            Ok(name) => call.header(HeaderName::from_static("user-agent"), name),
            Err(_) => call,
        }
    }

    /// X's page, as the signed-in browser gets it: with cookies, without the interface's headers.
    pub(super) async fn fetch_page(&self, work: &mut Work, url: Url, note: Note) -> Result<Answer, Trouble> {
        self.gate(work, false)?;
        self.pause(work).await;
        let html = HeaderValue::from_static("text/html,application/xhtml+xml,*/*;q=0.8");
        let language = HeaderValue::from_static("en-US,en;q=0.9");
        let call = self
            .named(Call::new(Method::GET, url, note))
            .limits(self.settings.limits)
            .header(HeaderName::from_static("accept"), html)
            .header(HeaderName::from_static("accept-language"), language)
            .secret_header(HeaderName::from_static("cookie"), "", &self.jar(work)?.to_secret());
        let answer = self.http.call(call).await;
        work.last_request = Some(self.clock.now());
        let answer = answer?;
        self.keep_cookies(work, &answer.headers).await;
        Ok(answer)
    }

    /// A script of X's page: no cookies, no pause, as a browser loads it.
    pub(super) async fn fetch_script(&self, url: Url, note: Note) -> Result<String, Trouble> {
        let referer = HeaderValue::from_static("https://x.com/");
        let call = self
            .named(Call::new(Method::GET, url, note))
            .limits(self.settings.limits)
            .header(HeaderName::from_static("accept"), HeaderValue::from_static("*/*"))
            .header(HeaderName::from_static("referer"), referer);
        let answer = self.http.call(call).await?;
        match answer.status {
            200 => Ok(answer.text()),
            500.. => Err(Trouble::Overloaded(answer.status)),
            status => Err(Trouble::Changed(format!("status {status} for one of its scripts"))),
        }
    }

    async fn keep_cookies(&self, work: &mut Work, headers: &HeaderMap) {
        let Ok(jar) = &mut work.jar else { return };
        let mut changed = false;
        for cookie in headers.get_all("set-cookie") {
            changed |= cookie.to_str().is_ok_and(|cookie| jar.absorb(cookie));
        }
        if changed {
            self.watch.cookies_changed(jar).await;
        }
    }
}
