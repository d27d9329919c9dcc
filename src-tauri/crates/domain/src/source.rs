//! A source: where leads come from, what is asked of it, and how far it has been read.
//!
//! **Invariant:** a page that was stored moves the progress on in the same transaction, so that a pass that
//! dies goes on after its last page; a query asks for newer posts only once it was read to its end.

mod progress;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::channel::UnknownWord;
use crate::id::{ProjectId, SourceId};
use crate::people::PeopleFilter;

pub use progress::{Ask, Pass, Progress, QueryProgress};

/// Industries the generator knows.
pub const INDUSTRIES: [&str; 6] =
    ["Technology", "Manufacturing", "Healthcare", "Retail", "Finance", "Logistics"];

const MOST_QUERIES: usize = 20;
const LONGEST_QUERY: usize = 400;
const MOST_POSTS: u32 = 10_000;
const MOST_GENERATED: u32 = 100_000;
const LONGEST_NAME: usize = 120;

/// What kind of source it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A search for posts on X.
    XSearch,
    /// Apollo's directory of people.
    Apollo,
    /// Made-up leads.
    Generator,
    /// One file of leads.
    Csv,
    /// People typed in by hand.
    Manual,
}

impl SourceKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::XSearch, Self::Apollo, Self::Generator, Self::Csv, Self::Manual];

    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::XSearch => "x_search",
            Self::Apollo => "apollo",
            Self::Generator => "generator",
            Self::Csv => "csv",
            Self::Manual => "manual",
        }
    }

    /// Whether a run reads it without a human: a directory costs credits, a file and a form have nothing more.
    pub fn collects(self) -> bool {
        match self {
            Self::XSearch | Self::Generator => true,
            Self::Apollo | Self::Csv | Self::Manual => false,
        }
    }
}

impl std::str::FromStr for SourceKind {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| UnknownWord::new("source kind", word))
    }
}

/// What is asked of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SourceSettings {
    /// Posts on X.
    XSearch {
        /// Words as the human wrote them, one search each.
        queries: Vec<String>,
        /// ISO 639-1 codes; empty means any.
        languages: Vec<String>,
        /// Posts one pass takes at most, shared by the queries.
        most_posts: u32,
    },
    /// People in Apollo's directory.
    Apollo {
        /// Whom to look for.
        filter: PeopleFilter,
    },
    /// Made-up people.
    Generator {
        /// How many.
        count: u32,
        /// Same seed, same people.
        seed: u64,
        /// Names out of [`INDUSTRIES`]; empty means all.
        industries: Vec<String>,
    },
    /// A file.
    Csv,
    /// By hand.
    Manual,
}

impl SourceSettings {
    /// What kind of source this asks.
    pub fn kind(&self) -> SourceKind {
        match self {
            Self::XSearch { .. } => SourceKind::XSearch,
            Self::Apollo { .. } => SourceKind::Apollo,
            Self::Generator { .. } => SourceKind::Generator,
            Self::Csv => SourceKind::Csv,
            Self::Manual => SourceKind::Manual,
        }
    }

    /// Without empty lines, doubles and spaces around words.
    #[must_use]
    pub fn tidy(self) -> Self {
        match self {
            Self::XSearch { queries, languages, most_posts } => Self::XSearch {
                queries: tidy(&queries, str::to_owned),
                languages: tidy(&languages, str::to_lowercase),
                most_posts,
            },
            Self::Generator { count, seed, industries } => {
                Self::Generator { count, seed, industries: tidy(&industries, str::to_owned) }
            }
            Self::Apollo { .. } | Self::Csv | Self::Manual => self,
        }
    }

    /// What breaks a rule, as `(field, sentence)`; empty when it can be used.
    pub fn problems(&self) -> Vec<(&'static str, String)> {
        let mut problems = Vec::new();
        let mut need = |broken: bool, field, sentence: String| {
            if broken {
                problems.push((field, sentence));
            }
        };
        match self {
            Self::XSearch { queries, languages, most_posts } => {
                let count_ok = (1..=MOST_QUERIES).contains(&queries.len());
                need(!count_ok, "settings.queries", format!("Enter 1 to {MOST_QUERIES} searches."));
                let long = queries.iter().any(|query| query.chars().count() > LONGEST_QUERY);
                need(long, "settings.queries", format!("A search has at most {LONGEST_QUERY} characters."));
                let code = |code: &String| code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase());
                let codes_ok = languages.iter().all(code);
                need(!codes_ok, "settings.languages", "A language is a two-letter code, e.g. en.".into());
                let most_ok = (1..=MOST_POSTS).contains(most_posts);
                need(!most_ok, "settings.most_posts", format!("Posts a pass are 1 to {MOST_POSTS}."));
            }
            Self::Apollo { filter } => {
                let empty = *filter == PeopleFilter::default();
                need(empty, "settings.filter", "Say whom to look for: at least one field.".into());
            }
            Self::Generator { count, industries, .. } => {
                let count_ok = (1..=MOST_GENERATED).contains(count);
                need(!count_ok, "settings.count", format!("Between 1 and {MOST_GENERATED} demo leads."));
                let known = industries.iter().all(|name| INDUSTRIES.contains(&name.as_str()));
                need(!known, "settings.industries", format!("Industries are {}.", INDUSTRIES.join(", ")));
            }
            Self::Csv | Self::Manual => {}
        }
        problems
    }
}

fn tidy(words: &[String], form: impl Fn(&str) -> String) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(words.len());
    for word in words.iter().map(|word| form(word.trim())).filter(|word| !word.is_empty()) {
        if !kept.contains(&word) {
            kept.push(word);
        }
    }
    kept
}

/// What is wrong with a source's name, if anything.
pub fn name_problem(name: &str) -> Option<String> {
    let length = name.trim().chars().count();
    let ok = (1..=LONGEST_NAME).contains(&length);
    (!ok).then(|| format!("A name has 1 to {LONGEST_NAME} characters."))
}

/// Why a source stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TroubleKind {
    /// No key, no session.
    NotConnected,
    /// The key or session is not accepted any more.
    SignedOut,
    /// The service stopped this account or this machine.
    Blocked,
    /// Too many requests.
    Busy,
    /// No credits or quota left.
    Spent,
    /// The answer has an unknown shape.
    Changed,
    /// A query was refused.
    BadQuery,
    /// Local-only is on.
    LocalOnly,
    /// No answer.
    Away,
    /// A request that costs credits may have been carried out, and charged, without an answer.
    Unclear,
}

impl TroubleKind {
    /// Whether nothing is asked any more until a human has looked.
    pub fn needs_human(self) -> bool {
        match self {
            Self::SignedOut | Self::Blocked => true,
            Self::NotConnected
            | Self::Busy
            | Self::Spent
            | Self::Changed
            | Self::BadQuery
            | Self::LocalOnly
            | Self::Away
            | Self::Unclear => false,
        }
    }
}

/// What keeps a source from being read; never "there is nothing".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// What kind.
    pub kind: TroubleKind,
    /// What happened and what it means.
    pub sentence: String,
    /// What to do.
    pub fix: String,
    /// Since when it has been so.
    pub since: Timestamp,
    /// When it is tried again, where the service said.
    pub again_at: Option<Timestamp>,
}

impl Trouble {
    /// Whether a run leaves the source alone at this instant.
    pub fn bars(&self, now: Timestamp) -> bool {
        self.kind.needs_human() || self.waits(now)
    }

    /// Whether the service asked to wait and the time is not over.
    pub fn waits(&self, now: Timestamp) -> bool {
        self.again_at.is_some_and(|at| at > now)
    }
}

/// Where leads come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Names the source.
    pub id: SourceId,
    /// The project it feeds.
    pub project_id: ProjectId,
    /// What the human calls it, e.g. the file's name.
    pub name: String,
    /// What is asked of it.
    pub settings: SourceSettings,
    /// Whether runs read it.
    pub enabled: bool,
    /// How far it has been read.
    pub progress: Progress,
    /// When it was read last.
    pub last_at: Option<Timestamp>,
    /// What that came to.
    pub last_sentence: Option<String>,
    /// What keeps it from being read.
    pub trouble: Option<Trouble>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was deleted; its leads still name it.
    pub deleted_at: Option<Timestamp>,
}

impl Source {
    /// A source that was not read yet.
    pub fn new(
        id: SourceId,
        project_id: ProjectId,
        name: &str,
        settings: SourceSettings,
        at: Timestamp,
    ) -> Self {
        Self {
            id,
            project_id,
            name: name.trim().chars().take(LONGEST_NAME).collect(),
            settings,
            enabled: true,
            progress: Progress::default(),
            last_at: None,
            last_sentence: None,
            trouble: None,
            created_at: at,
            deleted_at: None,
        }
    }

    /// What kind it is.
    pub fn kind(&self) -> SourceKind {
        self.settings.kind()
    }

    /// Whether the next pass goes on where one was interrupted.
    pub fn resumable(&self) -> bool {
        match &self.settings {
            SourceSettings::XSearch { .. } => self.progress.half_read(),
            SourceSettings::Generator { count, .. } => (1..*count).contains(&self.progress.made),
            SourceSettings::Apollo { .. } | SourceSettings::Csv | SourceSettings::Manual => false,
        }
    }

    /// Takes other settings of the same kind. What was read stays read where the question is the same;
    /// trouble is forgotten, because somebody has looked.
    pub fn change(&mut self, settings: SourceSettings) {
        self.progress = match (&self.settings, &settings) {
            (
                SourceSettings::XSearch { languages: old, .. },
                SourceSettings::XSearch { languages: new, queries, .. },
            ) if old == new => self.progress.clone().only(queries),
            (old, new) if old == new => self.progress.clone(),
            _ => Progress::default(),
        };
        self.settings = settings;
        self.trouble = None;
    }
}
