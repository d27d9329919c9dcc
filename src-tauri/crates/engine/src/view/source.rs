//! Sources and merges as screens read them.

use sdr_domain::Timestamp;
use sdr_domain::id::{LeadId, MergeId, SourceId};
use sdr_domain::merge::MatchedBy;
use sdr_domain::source::{SourceSettings, Trouble};

/// A source as a human makes or changes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceForm {
    /// What they call it.
    pub name: String,
    /// What is asked of it.
    pub settings: SourceSettings,
    /// Whether runs read it.
    pub enabled: bool,
}

/// A source with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceView {
    /// Names the source.
    pub id: SourceId,
    /// What the human calls it.
    pub name: String,
    /// What is asked of it.
    pub settings: SourceSettings,
    /// Whether runs read it.
    pub enabled: bool,
    /// Leads that came from it first.
    pub leads: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was read last.
    pub last_at: Option<Timestamp>,
    /// What that came to.
    pub last_sentence: Option<String>,
    /// What keeps it from being read.
    pub trouble: Option<Trouble>,
    /// Whether the next pass goes on where one was interrupted.
    pub resumable: bool,
}

/// What a lead gained from somebody who is the same person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeView {
    /// Names the merge.
    pub id: MergeId,
    /// When.
    pub at: Timestamp,
    /// What told that the two are one.
    pub matched_by: MatchedBy,
    /// Name of the other one.
    pub other_name: String,
    /// Where the other one came from.
    pub source_name: String,
    /// What was gained, in words.
    pub gained: Vec<String>,
    /// When it was undone.
    pub undone_at: Option<Timestamp>,
    /// Why it cannot be undone now.
    pub undo_refused: Option<String>,
}

/// Two leads that were one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undone {
    /// The lead that lost what it had gained.
    pub kept: LeadId,
    /// The lead that was made again.
    pub restored: LeadId,
}
