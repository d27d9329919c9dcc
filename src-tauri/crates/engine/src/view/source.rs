//! Sources and merges as screens read them.

use sdr_domain::Timestamp;
use sdr_domain::id::SourceId;
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
