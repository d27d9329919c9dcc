//! Where leads come from over the network: searches for posts, and a directory of people.

use std::sync::Arc;

use async_trait::async_trait;
use sdr_domain::Timestamp;
use sdr_domain::connect::Connect;
use sdr_domain::id::LeadId;
use sdr_domain::lead::NewLead;
use sdr_domain::people::{PeopleFilter, PersonQuery};

use crate::secrets::Secret;

/// One search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostSearch {
    /// Words as the human wrote them; the connector adds the network's own operators.
    pub query: String,
    /// ISO 639-1 codes; empty means any.
    pub languages: Vec<String>,
    /// Only posts after this, where the network can.
    pub since: Option<Timestamp>,
}

/// One page of what was found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FoundPage {
    /// People with the posts that were found, the same person once a page.
    pub leads: Vec<NewLead>,
    /// Where to go on; `None` at the end.
    pub next: Option<String>,
    /// Entries left out on purpose: advertisements, withheld or deleted posts.
    pub skipped: u32,
}

/// Why nothing more was found. Never used for "there is nothing": that is an empty page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence} {fix}")]
pub struct SourceError {
    /// What kind of trouble.
    pub kind: SourceErrorKind,
    /// What happened and what it means.
    pub sentence: String,
    /// What to do.
    pub fix: String,
}

/// Kinds of trouble with a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceErrorKind {
    /// Not connected: no key, no session.
    NotConnected,
    /// The session or key is not accepted any more.
    SignedOut,
    /// The service stopped this account or this machine; collecting stops until a human looks.
    Blocked,
    /// Too many requests; go on after so many seconds.
    Busy {
        /// Shortest pause, seconds.
        retry_after_secs: u32,
    },
    /// No credits or quota left.
    Spent,
    /// The answer has a shape this version does not know; nothing was taken from it.
    Changed,
    /// The query was refused; change it.
    BadQuery,
    /// Local-only is on.
    LocalOnly,
    /// No answer, or an error of the service; surely nothing was charged, worth trying later.
    Away,
    /// No whole answer to a request that costs credits: it may have been carried out, and charged, all the
    /// same. Never repeated without a human.
    Unclear,
}

/// How a source is, asked at any time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceHealth {
    /// Whether it would answer.
    pub ready: bool,
    /// What was found, e.g. `Signed in as @ada_example.`
    pub sentence: String,
    /// What to do, if anything.
    pub fix: Option<String>,
}

/// Searches posts.
#[async_trait]
pub trait LeadSearch: Send + Sync + 'static {
    /// One page; `cursor` is what the page before gave as `next`.
    async fn page(&self, search: &PostSearch, cursor: Option<&str>) -> Result<FoundPage, SourceError>;

    /// Looks whether a search would be answered.
    async fn health(&self) -> SourceHealth;
}

/// A person in a directory, before their contact data is paid for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// The directory's own id.
    pub id: String,
    /// As far as it is shown, e.g. `Ann Le***e`.
    pub name: String,
    /// Job title.
    pub title: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Whether an e-mail address would be found.
    pub has_email: bool,
}

/// One page of a directory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DirectoryPage {
    /// The people.
    pub entries: Vec<DirectoryEntry>,
    /// How many match in all.
    pub total: u64,
    /// Whether there is a page after this.
    pub more: bool,
}

/// A person whose contact data was bought.
#[derive(Debug, Clone, PartialEq)]
pub struct DirectoryPerson {
    /// The directory's own id.
    pub id: Option<String>,
    /// Who it is; without handles where the directory knows none.
    pub lead: NewLead,
}

/// People matched against the directory.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Matches {
    /// In the order they were asked for; `None` where nobody matched.
    pub people: Vec<Option<DirectoryPerson>>,
    /// Credits that were spent.
    pub credits: u32,
}

/// A directory of people that is paid by the match.
#[async_trait]
pub trait PeopleDirectory: Send + Sync + 'static {
    /// Credits one match may cost.
    fn credits_per_match(&self) -> u32;

    /// How many people one request may ask for.
    fn most_per_match(&self) -> usize;

    /// Searches; costs no credits.
    async fn search(&self, filter: &PeopleFilter, page: u32) -> Result<DirectoryPage, SourceError>;

    /// Looks people up, at most [`PeopleDirectory::most_per_match`]; costs credits.
    async fn match_people(&self, people: &[PersonQuery], about: &[LeadId]) -> Result<Matches, SourceError>;

    /// Looks whether the key is accepted.
    async fn health(&self) -> SourceHealth;
}

/// Opens sources as the project has them connected at this instant.
#[async_trait]
pub trait LeadSources: Send + Sync + 'static {
    /// The search on X; `None` when X is worked by hand only. `secret` takes the place of the stored key or
    /// cookies, for a test before anything is saved.
    async fn x(&self, connect: &Connect, secret: Option<&Secret>) -> Option<Arc<dyn LeadSearch>>;

    /// Apollo; `None` without a key.
    async fn apollo(&self, connect: &Connect, secret: Option<&Secret>) -> Option<Arc<dyn PeopleDirectory>>;
}
