//! Activity: the append-only audit log; one row for everything that can have happened.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::id::{ActivityId, LeadId, ProjectId};

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Actor {
    /// The person at the keyboard.
    Human,
    /// The app by itself.
    App,
}

impl Actor {
    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::App => "app",
        }
    }
}

/// One thing that happened. `kind` is a dotted word such as `draft.approved`; `detail` never holds message
/// text, a handle or a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// Names the row.
    pub id: ActivityId,
    /// The project it belongs to, if any.
    pub project_id: Option<ProjectId>,
    /// The person it is about, if any.
    pub lead_id: Option<LeadId>,
    /// Who did it.
    pub actor: Actor,
    /// What happened, e.g. `lead.imported`, `draft.approved`, `delivery.sent`.
    pub kind: String,
    /// The noun it happened to, e.g. a draft's id.
    pub subject_id: Option<String>,
    /// One short sentence for the timeline.
    pub detail: String,
    /// When.
    pub at: Timestamp,
}
