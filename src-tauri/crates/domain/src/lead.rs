//! A lead: a person at a company whom the product might help.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::channel::{Channel, UnknownWord};
use crate::id::{LeadId, ProjectId, SourceId};
use crate::text::{Handle, HandleKind};

/// Where a lead stands on the way from found to replied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LeadStatus {
    /// Collected, not judged.
    New,
    /// Judged relevant or maybe.
    Qualified,
    /// Judged irrelevant.
    Disqualified,
    /// Company, persona and triggers added.
    Enriched,
    /// A draft exists.
    Messaged,
    /// A message left.
    Sent,
    /// The lead answered.
    Replied,
    /// The last delivery gave up.
    Failed,
    /// On the suppression list.
    Suppressed,
}

impl LeadStatus {
    /// Every status, in the order of the flow.
    pub const ALL: [Self; 9] = [
        Self::New,
        Self::Qualified,
        Self::Disqualified,
        Self::Enriched,
        Self::Messaged,
        Self::Sent,
        Self::Replied,
        Self::Failed,
        Self::Suppressed,
    ];

    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Qualified => "qualified",
            Self::Disqualified => "disqualified",
            Self::Enriched => "enriched",
            Self::Messaged => "messaged",
            Self::Sent => "sent",
            Self::Replied => "replied",
            Self::Failed => "failed",
            Self::Suppressed => "suppressed",
        }
    }
}

impl std::str::FromStr for LeadStatus {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|s| s.as_str() == word)
            .ok_or_else(|| UnknownWord::new("lead status", word))
    }
}

/// Whether the lead has shown interest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Temperature {
    /// No sign of interest so far.
    Cold,
    /// Showed interest.
    Warm,
}

impl Temperature {
    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cold => "cold",
            Self::Warm => "warm",
        }
    }
}

impl std::str::FromStr for Temperature {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "cold" => Ok(Self::Cold),
            "warm" => Ok(Self::Warm),
            _ => Err(UnknownWord::new("temperature", word)),
        }
    }
}

/// What is known of a person before anyone judged them; every field but the name may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Profile {
    /// Full name as the source gives it.
    pub name: String,
    /// Job title.
    pub role: Option<String>,
    /// Company name.
    pub company: Option<String>,
    /// Industry word.
    pub industry: Option<String>,
    /// Free text about themselves.
    pub bio: Option<String>,
    /// City or country.
    pub location: Option<String>,
    /// Web address of the company.
    pub website: Option<String>,
    /// ISO 639-1 code of the language they write in.
    pub language: Option<String>,
    /// Number of followers on the network the lead came from.
    pub followers: Option<u32>,
    /// Head count of the company, where a source states it.
    pub company_size: Option<u32>,
}

/// A person at a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// Names the lead.
    pub id: LeadId,
    /// The project that collected it.
    pub project_id: ProjectId,
    /// Where it came from first.
    pub source_id: SourceId,
    /// Who the person is.
    pub profile: Profile,
    /// At most one handle a kind.
    pub handles: Vec<Handle>,
    /// Where it stands.
    pub status: LeadStatus,
    /// Cold until it shows interest.
    pub temperature: Temperature,
    /// 0-100, once scored.
    pub score: Option<u8>,
    /// When it was first collected.
    pub created_at: Timestamp,
    /// When anything of it changed last.
    pub updated_at: Timestamp,
}

impl Lead {
    /// The handle of one kind.
    pub fn handle(&self, kind: HandleKind) -> Option<&Handle> {
        self.handles.iter().find(|h| h.kind() == kind)
    }

    /// The channels this lead can be reached on.
    pub fn channels(&self) -> Vec<Channel> {
        Channel::ALL.into_iter().filter(|c| self.handle((*c).into()).is_some()).collect()
    }
}

/// A person as a source hands it over: parsed and valid, not yet stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLead {
    /// Who the person is.
    pub profile: Profile,
    /// At most one handle a kind, at least one in all.
    pub handles: Vec<Handle>,
    /// What they wrote, newest first; a CSV import may bring one post in a column.
    pub posts: Vec<crate::post::NewPost>,
}

impl NewLead {
    /// Identity for de-duplication where no handle is shared: name and company, folded to lower case
    /// with inner white space collapsed; `None` without a company, because a bare name names too many.
    pub fn person_key(&self) -> Option<String> {
        person_key(&self.profile)
    }
}

/// See [`NewLead::person_key`].
pub fn person_key(profile: &Profile) -> Option<String> {
    let company = company_key(profile)?;
    let name = fold(&profile.name);
    if name.is_empty() { None } else { Some(format!("{name}|{company}")) }
}

/// The company's name as colleagues are found by it: lower case, inner white space collapsed.
pub fn company_key(profile: &Profile) -> Option<String> {
    profile.company.as_deref().map(fold).filter(|company| !company.is_empty())
}

fn fold(text: &str) -> String {
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
