//! Lead files: which column means what, and how one row becomes a lead.
//!
//! Pure rules over header names and cells; reading bytes, encodings and quotes is the business of the
//! connectors room.
//!
//! **Invariant:** a cell is data. It is never run, never followed, and never written back to a
//! spreadsheet without [`export_cell`].
//!
//! **Invariant:** every refusal is a sentence that says what to change in the file.

mod columns;
mod export;
mod row;
mod synonyms;
mod values;

use serde::{Deserialize, Serialize};

use crate::channel::UnknownWord;
use crate::text::HandleKind;

pub use columns::{looks_like_data, suggest};
pub use export::export_cell;
pub use row::{Dropped, ReadRow, RowError, read_row};

/// What a column of a lead file means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeadField {
    /// Full name.
    Name,
    /// Given name; joined with [`LeadField::LastName`] where there is no full name.
    FirstName,
    /// Family name.
    LastName,
    /// Job title.
    Role,
    /// Company name.
    Company,
    /// Industry word.
    Industry,
    /// Free text about themselves: headline, summary.
    Bio,
    /// City or country.
    Location,
    /// Web address of the company.
    Website,
    /// Language they write in, as a code or a name.
    Language,
    /// Number of followers.
    Followers,
    /// Head count of the company, as a number or a range.
    CompanySize,
    /// X user name or profile link.
    X,
    /// Telegram user name or link.
    Telegram,
    /// E-mail address.
    Email,
    /// LinkedIn profile link.
    Linkedin,
    /// What they wrote in public; the one field that may stand in several columns.
    Post,
    /// Where the post can be read.
    PostUrl,
    /// When it was written.
    PostedAt,
    /// Not imported.
    Ignore,
}

impl LeadField {
    /// Every field, in the order screens show them.
    pub const ALL: [Self; 20] = [
        Self::Name,
        Self::FirstName,
        Self::LastName,
        Self::Role,
        Self::Company,
        Self::Industry,
        Self::Bio,
        Self::Location,
        Self::Website,
        Self::Language,
        Self::Followers,
        Self::CompanySize,
        Self::X,
        Self::Telegram,
        Self::Email,
        Self::Linkedin,
        Self::Post,
        Self::PostUrl,
        Self::PostedAt,
        Self::Ignore,
    ];

    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Role => "role",
            Self::Company => "company",
            Self::Industry => "industry",
            Self::Bio => "bio",
            Self::Location => "location",
            Self::Website => "website",
            Self::Language => "language",
            Self::Followers => "followers",
            Self::CompanySize => "company_size",
            Self::X => "x",
            Self::Telegram => "telegram",
            Self::Email => "email",
            Self::Linkedin => "linkedin",
            Self::Post => "post",
            Self::PostUrl => "post_url",
            Self::PostedAt => "posted_at",
            Self::Ignore => "ignore",
        }
    }

    /// The kind of handle the column holds, if it holds handles.
    pub fn handle(self) -> Option<HandleKind> {
        match self {
            Self::X => Some(HandleKind::X),
            Self::Telegram => Some(HandleKind::Telegram),
            Self::Email => Some(HandleKind::Email),
            Self::Linkedin => Some(HandleKind::Linkedin),
            Self::Name
            | Self::FirstName
            | Self::LastName
            | Self::Role
            | Self::Company
            | Self::Industry
            | Self::Bio
            | Self::Location
            | Self::Website
            | Self::Language
            | Self::Followers
            | Self::CompanySize
            | Self::Post
            | Self::PostUrl
            | Self::PostedAt
            | Self::Ignore => None,
        }
    }

    /// Whether the field may be given to more than one column.
    pub fn repeats(self) -> bool {
        matches!(self, Self::Post | Self::Ignore)
    }
}

impl std::str::FromStr for LeadField {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|f| f.as_str() == word).ok_or_else(|| UnknownWord::new("lead field", word))
    }
}

#[cfg(test)]
#[path = "import/tests.rs"]
mod tests;
