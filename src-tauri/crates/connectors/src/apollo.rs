//! Apollo, a directory of people: searching costs nothing, contact data is paid by the match.
//!
//! Wire format: docs.apollo.io, "People API Search", "People Enrichment", "Bulk People Enrichment" and
//! "View API health" (2026). The key goes in `x-api-key`; as a bearer token it would be refused.
//!
//! **Invariant:** nothing is asked twice by itself: Apollo knows no idempotency key, so a repeated match may
//! be charged again.
//!
//! **Invariant:** an answer to a paid request that cannot be used is [`SourceErrorKind::Unclear`] unless the
//! service surely refused it.

mod matching;
mod person;
mod search;
mod trouble;

use std::time::Duration;

use async_trait::async_trait;
use sdr_domain::egress::EgressPurpose;
use sdr_domain::id::LeadId;
use sdr_domain::people::{PeopleFilter, PersonQuery};
use sdr_http::{Body, Call, HeaderName, HeaderValue, Http, Limits, Method, Note};
use sdr_ports::lead_source::{DirectoryPage, Matches, SourceHealth};
use sdr_ports::{PeopleDirectory, Secret, SourceError, SourceErrorKind};
use serde_json::Value;
use url::Url;

use trouble::Cost;

/// Where Apollo answers.
pub const APOLLO: &str = "https://api.apollo.io/";

/// One request may ask for so many people.
const MOST_PER_MATCH: usize = 10;
/// E-mail address and profile of one person; telephone numbers, which cost more, are never asked for.
const CREDITS_PER_MATCH: u32 = 1;

/// Apollo with one key.
pub struct Apollo {
    http: Http,
    base: Url,
    key: Secret,
}

impl std::fmt::Debug for Apollo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Apollo").finish_non_exhaustive()
    }
}

impl Apollo {
    /// `base` is [`APOLLO`], or a stand-in's address.
    pub fn new(http: Http, base: Url, key: Secret) -> Self {
        Self { http, base, key }
    }

    fn call(&self, method: Method, path: &str, note: Note) -> Result<Call, SourceError> {
        let url = self.base.join(path).map_err(|_| trouble::changed(Cost::Free))?;
        let json = HeaderValue::from_static("application/json");
        Ok(Call::new(method, url, note)
            .secret_header(HeaderName::from_static("x-api-key"), "", &self.key)
            .header(HeaderName::from_static("accept"), json)
            .header(HeaderName::from_static("cache-control"), HeaderValue::from_static("no-cache"))
            .limits(Limits { total: Duration::from_mins(1), ..Limits::default() }))
    }

    /// Sends a request and reads the JSON of a good answer.
    async fn ask(&self, call: Call, cost: Cost) -> Result<Value, SourceError> {
        let answer = self.http.call(call).await.map_err(|error| trouble::of_http(&error, cost))?;
        if answer.status != 200 {
            return Err(trouble::of_answer(&answer, cost));
        }
        answer.json().map_err(|_| trouble::changed(cost))
    }

    async fn login(&self) -> Result<bool, SourceError> {
        let call = self.call(Method::GET, "v1/auth/health", Note::of(EgressPurpose::Connect))?;
        let answer = self.ask(call, Cost::Free).await?;
        answer.get("is_logged_in").and_then(Value::as_bool).ok_or_else(|| trouble::changed(Cost::Free))
    }
}

#[async_trait]
impl PeopleDirectory for Apollo {
    fn credits_per_match(&self) -> u32 {
        CREDITS_PER_MATCH
    }

    fn most_per_match(&self) -> usize {
        MOST_PER_MATCH
    }

    async fn search(&self, filter: &PeopleFilter, page: u32) -> Result<DirectoryPage, SourceError> {
        let page = page.max(1);
        if page > search::MOST_PAGES {
            return Ok(DirectoryPage::default());
        }
        let note = Note::of(EgressPurpose::Search).with(&["search words"], &[]);
        let mut call = self.call(Method::POST, &search::address(filter, page), note)?;
        call = call.body(Body::Json("{}".to_owned()));
        let answer = self.ask(call, Cost::Free).await?;
        search::read(&answer, page).ok_or_else(|| trouble::changed(Cost::Free))
    }

    async fn match_people(&self, people: &[PersonQuery], about: &[LeadId]) -> Result<Matches, SourceError> {
        let (path, body) = match people {
            [] => return Ok(Matches::default()),
            [one] => ("api/v1/people/match", matching::one(one)),
            several if several.len() <= MOST_PER_MATCH => {
                ("api/v1/people/bulk_match", matching::several(several))
            }
            _ => return Err(trouble::too_many(MOST_PER_MATCH)),
        };
        let fields = matching::fields(people);
        let note = Note::of(EgressPurpose::Enrich).with(&fields, about);
        let call = self.call(Method::POST, path, note)?.body(Body::Json(body.to_string()));
        let answer = self.ask(call, Cost::Credits).await?;
        let matches = match people {
            [_] => matching::read_one(&answer),
            several => matching::read_several(&answer, several),
        };
        matches.ok_or_else(|| trouble::changed(Cost::Credits))
    }

    async fn health(&self) -> SourceHealth {
        match self.login().await {
            Ok(true) => SourceHealth { ready: true, sentence: "Apollo accepts the key.".into(), fix: None },
            Ok(false) => unhealthy(trouble::wrong_key()),
            Err(error) => unhealthy(error),
        }
    }
}

fn unhealthy(error: SourceError) -> SourceHealth {
    let SourceError { kind, sentence, fix } = error;
    // Too many requests come from an accepted key: it would answer, only not now.
    let ready = matches!(kind, SourceErrorKind::Busy { .. });
    SourceHealth { ready, sentence, fix: Some(fix) }
}
