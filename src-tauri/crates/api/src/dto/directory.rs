//! The directory of people and checks of handles on the wire.

use jiff::Timestamp;
use sdr_engine::view;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::dto::source::PeopleFilter;
use crate::dto::words::Channel;

wire! {
    /// A person in a directory, before their contact data is paid for.
    out DirectoryEntry = view::DirectoryEntryView {
        id: String,
        /// As far as it is shown.
        name: String,
        title: Option<String>, company: Option<String>,
        /// Whether an e-mail address would be found.
        has_email: bool,
        /// Bought already: costs nothing again.
        known: bool,
    }
}

wire! {
    /// One page of a directory.
    out DirectorySearch = view::DirectorySearch {
        entries: Vec<DirectoryEntry>, total: u64, more: bool,
        /// What one person may cost.
        credits_per_match: u32,
    }
}

/// Whom to look for.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct DirectorySearchRequest {
    pub(crate) filter: PeopleFilter,
    /// Counts from 1.
    #[schema(minimum = 1, maximum = 500)]
    pub(crate) page: u32,
}

/// Whom to buy.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct RevealRequest {
    /// A source of the kind Apollo.
    pub(crate) source_id: Uuid,
    /// The directory's own ids.
    pub(crate) ids: Vec<String>,
    /// What the human saw and confirmed; refused when it would cost more.
    pub(crate) credits: u32,
}

/// Which leads to complete.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct EnrichRequest {
    pub(crate) lead_ids: Vec<Uuid>,
    /// What the human saw and confirmed; refused when it would cost more.
    pub(crate) credits: u32,
}

/// Which leads.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct LeadIds {
    pub(crate) lead_ids: Vec<Uuid>,
}

wire! {
    /// What completing some leads would cost.
    out DirectoryEstimate = view::DirectoryEstimate {
        /// At most.
        credits: u32,
        /// Leads that were bought already and cost nothing.
        known: u64,
    }
}

wire! {
    /// What buying people came to.
    out DirectoryOutcome = view::DirectoryOutcome {
        credits_spent: u32, created: u64, merged: u64, duplicates: u64, unmatched: u64, suppressed: u64,
        sentence: String,
    }
}

wire! {
    /// What was found when somebody looked at a handle.
    out HandleCheck = view::HandleCheckView {
        kind: Channel, value: String,
        /// Whether somebody can be reached under it; missing when it cannot be said.
        ok: Option<bool>,
        sentence: String, at: Timestamp,
    }
}

/// How many leads were queued.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Queued {
    pub(crate) queued: u64,
}
