//! A reply: anything that came back from a lead, on any channel.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::channel::{Channel, UnknownWord};
use crate::id::{LeadId, ProjectId, ReplyId};

/// What came back, and so what it stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplyKind {
    /// A person answered: every sequence of this lead ends, and a human takes over.
    Reply,
    /// A like, a follow, a profile visit: a sign of interest that stops nothing.
    Engagement,
    /// A machine answered for somebody who is away: not a reply, the sequence rests until they are back.
    OutOfOffice,
    /// The address does not exist or refuses: every sequence of this lead ends.
    Bounce,
    /// "Stop writing to me": every sequence ends and the person goes on the suppression list.
    OptOut,
}

impl ReplyKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Reply, Self::Engagement, Self::OutOfOffice, Self::Bounce, Self::OptOut];

    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Engagement => "engagement",
            Self::OutOfOffice => "out_of_office",
            Self::Bounce => "bounce",
            Self::OptOut => "opt_out",
        }
    }
}

impl std::str::FromStr for ReplyKind {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|k| k.as_str() == word).ok_or_else(|| UnknownWord::new("reply kind", word))
    }
}

/// Something that came back from a lead.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    /// Names the reply.
    pub id: ReplyId,
    /// The project it answers.
    pub project_id: ProjectId,
    /// Who sent it.
    pub lead_id: LeadId,
    /// Where it came in.
    pub channel: Channel,
    /// What it is.
    pub kind: ReplyKind,
    /// What the human noted down about it.
    pub note: Option<String>,
    /// When somebody who is away is back.
    pub back_at: Option<Timestamp>,
    /// When it came.
    pub at: Timestamp,
    /// When it was written down here.
    pub created_at: Timestamp,
}

impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reply").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}
