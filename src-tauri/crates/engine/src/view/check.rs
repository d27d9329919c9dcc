//! Checks of handles and purchases from a directory as screens read them.

use sdr_domain::Timestamp;
use sdr_domain::channel::Channel;

/// What was found when somebody looked at a handle.
pub struct HandleCheckView {
    /// Telegram or e-mail.
    pub kind: Channel,
    /// The handle.
    pub value: String,
    /// Whether somebody can be reached under it; `None` when it cannot be said.
    pub ok: Option<bool>,
    /// For the human.
    pub sentence: String,
    /// When.
    pub at: Timestamp,
}

/// A person in a directory, before their contact data is paid for.
pub struct DirectoryEntryView {
    /// The directory's own id.
    pub id: String,
    /// As far as it is shown.
    pub name: String,
    /// Job title.
    pub title: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Whether an e-mail address would be found.
    pub has_email: bool,
    /// Bought already: costs nothing again.
    pub known: bool,
}

/// One page of a directory.
pub struct DirectorySearch {
    /// The people.
    pub entries: Vec<DirectoryEntryView>,
    /// How many there are in all.
    pub total: u64,
    /// Whether there is a page after this.
    pub more: bool,
    /// What one person may cost.
    pub credits_per_match: u32,
}

/// What enriching some leads would cost.
pub struct DirectoryEstimate {
    /// Credits at most.
    pub credits: u32,
    /// Leads that were bought already and cost nothing.
    pub known: u64,
}

/// What buying people came to.
#[derive(Default)]
pub struct DirectoryOutcome {
    /// Credits the directory charged.
    pub credits_spent: u32,
    /// New leads.
    pub created: u64,
    /// Known leads that gained something.
    pub merged: u64,
    /// People of whom nothing new was told.
    pub duplicates: u64,
    /// People the directory does not know or knows no way to reach, and those of whom nothing was kept.
    pub unmatched: u64,
    /// People on the suppression list, left out.
    pub suppressed: u64,
    /// All of it for the human.
    pub sentence: String,
}
