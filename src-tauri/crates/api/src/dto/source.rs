//! Sources and merges on the wire.

use jiff::Timestamp;
use sdr_domain as domain;
use sdr_domain::id::LeadId;
use sdr_engine::view;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::dto::wire::Wire;

wire! {
    /// Whom to look for in a directory of people; an empty field asks nothing.
    both PeopleFilter = domain::people::PeopleFilter {
        titles: Vec<String>, keywords: String, locations: Vec<String>,
        /// `owner`, `founder`, `c_suite`, `vp`, `head`, `director`, `manager`, `senior`, `entry`.
        seniorities: Vec<String>,
        company_locations: Vec<String>, company_domains: Vec<String>,
        /// Bands of head count, e.g. `11,50`.
        company_sizes: Vec<String>,
    }
}

/// What is asked of a source.
#[derive(Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum SourceSettings {
    /// Posts on X.
    XSearch {
        /// One search each, in plain words.
        queries: Vec<String>,
        /// Two-letter codes; empty means any.
        languages: Vec<String>,
        /// Posts one pass takes at most.
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
        #[schema(maximum = 9_007_199_254_740_991_u64)]
        seed: u64,
        /// Empty means all six.
        industries: Vec<String>,
    },
    /// A file.
    Csv,
    /// By hand.
    Manual,
}

impl Wire<SourceSettings> for domain::source::SourceSettings {
    fn wire(self) -> SourceSettings {
        match self {
            Self::XSearch { queries, languages, most_posts } => {
                SourceSettings::XSearch { queries, languages, most_posts }
            }
            Self::Apollo { filter } => SourceSettings::Apollo { filter: filter.wire() },
            Self::Generator { count, seed, industries } => {
                SourceSettings::Generator { count, seed, industries }
            }
            Self::Csv => SourceSettings::Csv,
            Self::Manual => SourceSettings::Manual,
        }
    }
}

impl Wire<domain::source::SourceSettings> for SourceSettings {
    fn wire(self) -> domain::source::SourceSettings {
        use domain::source::SourceSettings as To;
        match self {
            Self::XSearch { queries, languages, most_posts } => {
                To::XSearch { queries, languages, most_posts }
            }
            Self::Apollo { filter } => To::Apollo { filter: filter.wire() },
            Self::Generator { count, seed, industries } => To::Generator { count, seed, industries },
            Self::Csv => To::Csv,
            Self::Manual => To::Manual,
        }
    }
}

wire! {
    /// What keeps a source from being read; never "nothing was found".
    out SourceTrouble = domain::source::Trouble {
        sentence: String,
        /// What to do.
        fix: String,
        since: Timestamp,
        /// When it is tried again, where the service said.
        again_at: Option<Timestamp>,
    }
}

wire! {
    /// Where leads come from.
    out Source = view::SourceView {
        id: Uuid, name: String, settings: SourceSettings,
        /// Whether runs read it.
        enabled: bool,
        /// Leads that came from it first.
        leads: u64,
        created_at: Timestamp, last_at: Option<Timestamp>,
        /// What the last pass came to.
        last_sentence: Option<String>,
        trouble: Option<SourceTrouble>,
        /// Whether the next pass goes on where one was interrupted.
        resumable: bool,
    }
}

/// A source as a human makes or changes it.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct SourceForm {
    pub(crate) name: String,
    pub(crate) settings: SourceSettings,
    pub(crate) enabled: bool,
}

impl Wire<view::SourceForm> for SourceForm {
    fn wire(self) -> view::SourceForm {
        view::SourceForm { name: self.name, settings: self.settings.wire(), enabled: self.enabled }
    }
}

words! {
    /// What told that two are one.
    MatchedBy = domain::merge::MatchedBy { Handle = "handle", Email = "email", Person = "person", Human = "human" }
}

wire! {
    /// What a lead gained from somebody who is the same person.
    out Merge = view::MergeView {
        id: Uuid, at: Timestamp, matched_by: MatchedBy, other_name: String, source_name: String,
        /// In words: `e-mail address`, `2 posts`.
        gained: Vec<String>,
        undone_at: Option<Timestamp>,
        /// Why it cannot be undone now.
        undo_refused: Option<String>,
    }
}

wire! {
    /// Two leads that were one.
    out UndoneMerge = view::Undone { kept: Uuid, restored: Uuid }
}

/// Which lead is the same person.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct MergeRequest {
    pub(crate) other: Uuid,
}

impl MergeRequest {
    pub(crate) fn other(&self) -> LeadId {
        LeadId(self.other)
    }
}
