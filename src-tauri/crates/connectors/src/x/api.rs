//! X by its official interface, version 2: search with a key or a sign-in, replies with a sign-in.
//!
//! Wire format: docs.x.com, "Search recent Posts", "Create or Edit Post", "Get my User" and "Response codes and
//! errors" (2026). The documentation and the published `OpenAPI` file name some fields differently
//! (`retweet_count`, `repost_count`); requests use the documented names, answers may use either.
//!
//! **Invariant:** a request that was refused with 401 is repeated once, with a renewed access token; nothing
//! else is ever repeated here.

mod people;
mod query;
mod reply;
mod shapes;
mod trouble;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use sdr_domain::egress::EgressPurpose;
use sdr_http::{Answer, Call, HeaderName, HeaderValue, Http, Limits, Method, Note};
use sdr_ports::lead_source::{FoundPage, PostSearch, SourceHealth};
use sdr_ports::{Clock, LeadSearch, Secret, SourceError};
use url::Url;

pub use reply::XApiChannel;

use super::tokens::Tokens;
pub(super) use trouble::Trouble;

/// Where the official interface answers.
pub const X_API: &str = "https://api.x.com/";

/// A question that is answered and finds nothing, so that asking it costs nothing.
const FINDS_NOTHING: &str = "conversation_id:1";

/// Who asks.
#[derive(Clone)]
pub enum Access {
    /// The human's app alone: reads, writes nothing.
    App(Secret),
    /// The human, signed in under the client id of their app.
    Human {
        /// Keeps and renews the access token.
        tokens: Arc<Tokens>,
        /// Client id of their app.
        client_id: String,
    },
}

impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::App(_) => "App",
            Self::Human { .. } => "Human",
        })
    }
}

/// The official interface.
#[derive(Clone)]
pub struct XApi {
    http: Http,
    base: Url,
    access: Access,
    clock: Arc<dyn Clock>,
    limits: Limits,
}

impl std::fmt::Debug for XApi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("XApi").field("access", &self.access).finish_non_exhaustive()
    }
}

impl XApi {
    /// `base` is [`X_API`], or a stand-in's address.
    pub fn new(http: Http, base: Url, access: Access, clock: Arc<dyn Clock>) -> Self {
        let limits = Limits { total: Duration::from_secs(30), ..Limits::default() };
        Self { http, base, access, clock, limits }
    }

    /// The same with other patience.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    fn call(&self, method: Method, path: &str, note: Note) -> Result<Call, Trouble> {
        let url =
            self.base.join(path).map_err(|_| Trouble::Changed("an address that cannot be written".into()))?;
        let json = HeaderValue::from_static("application/json");
        let call = Call::new(method, url, note).limits(self.limits);
        Ok(call.header(HeaderName::from_static("accept"), json))
    }

    /// The access token as it stands, renewed first where its time is over.
    async fn bearer(&self) -> Result<Secret, Trouble> {
        match &self.access {
            Access::App(key) => Ok(key.clone()),
            Access::Human { tokens, client_id } => Ok(tokens.bearer(client_id).await?),
        }
    }

    /// Sends a request; a refused access token is renewed once.
    async fn ask(&self, call: Call, bearer: &Secret) -> Result<Answer, Trouble> {
        let name = || HeaderName::from_static("authorization");
        let answer = self.http.call(call.clone().secret_header(name(), "Bearer ", bearer)).await?;
        let Access::Human { tokens, client_id } = &self.access else { return Ok(answer) };
        if answer.status != 401 {
            return Ok(answer);
        }
        let fresh = tokens.renewed(client_id, bearer).await?;
        Ok(self.http.call(call.secret_header(name(), "Bearer ", &fresh)).await?)
    }

    async fn read(&self, path: &str, note: Note) -> Result<Answer, Trouble> {
        let call = self.call(Method::GET, path, note)?;
        let bearer = self.bearer().await?;
        let answer = self.ask(call, &bearer).await?;
        if answer.status == 200 { Ok(answer) } else { Err(Trouble::of(&answer, self.clock.now())) }
    }

    async fn found(&self, search: &PostSearch, cursor: Option<&str>) -> Result<FoundPage, Trouble> {
        let path = query::path(search, cursor, self.clock.now())?;
        let note = Note::of(EgressPurpose::Search).with(&["search words"], &[]);
        let answer = self.read(&path, note).await?;
        let page =
            serde_json::from_slice(&answer.body).map_err(|error| Trouble::unreadable(&answer, &error))?;
        people::page(page)
    }

    /// Who is signed in.
    async fn me(&self) -> Result<String, Trouble> {
        let answer = self.read("2/users/me", Note::of(EgressPurpose::Connect)).await?;
        let me: shapes::Me =
            serde_json::from_slice(&answer.body).map_err(|error| Trouble::unreadable(&answer, &error))?;
        Ok(me.data.username)
    }

    async fn look(&self) -> Result<String, Trouble> {
        if let Access::Human { .. } = &self.access {
            return Ok(format!("Signed in to X as @{}.", self.me().await?));
        }
        let path = format!("2/tweets/search/recent?query={FINDS_NOTHING}&max_results=10");
        self.read(&path, Note::of(EgressPurpose::Connect)).await?;
        Ok("X accepts the key and lets it search. The key alone cannot reply.".to_owned())
    }
}

#[async_trait]
impl LeadSearch for XApi {
    async fn page(&self, search: &PostSearch, cursor: Option<&str>) -> Result<FoundPage, SourceError> {
        self.found(search, cursor).await.map_err(|trouble| trouble.to_source())
    }

    async fn health(&self) -> SourceHealth {
        match self.look().await {
            Ok(sentence) => SourceHealth { ready: true, sentence, fix: None },
            Err(trouble) => {
                let (sentence, fix) = trouble.words();
                SourceHealth { ready: false, sentence, fix: Some(fix) }
            }
        }
    }
}

/// The name behind an access token that was given out a moment ago.
pub(super) async fn name_of(
    http: &Http,
    base: &Url,
    access: &Secret,
    clock: &Arc<dyn Clock>,
) -> Option<String> {
    let access = Access::App(access.clone());
    XApi::new(http.clone(), base.clone(), access, Arc::clone(clock)).me().await.ok()
}
