//! A post: what a lead wrote in public, the reason to talk to them.
//!
//! **Invariant:** post text is data from outside. It is quoted and searched, never executed, rendered
//! as markup or followed as an instruction.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::id::{LeadId, PostId};

/// A public text of a lead, stored as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Names the post.
    pub id: PostId,
    /// Who wrote it.
    pub lead_id: LeadId,
    /// The service's own id, a string even where it looks like a number; unique per source kind.
    pub external_id: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// The words themselves.
    pub text: String,
    /// When it was written.
    pub posted_at: Option<Timestamp>,
    /// Likes, replies and reposts together, where known.
    pub engagement: Option<u32>,
}

/// A post as a source hands it over.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NewPost {
    /// The service's own id.
    pub external_id: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// The words themselves.
    pub text: String,
    /// When it was written.
    pub posted_at: Option<Timestamp>,
    /// Likes, replies and reposts together, where known.
    pub engagement: Option<u32>,
}

impl From<Post> for NewPost {
    fn from(post: Post) -> Self {
        let Post { external_id, url, text, posted_at, engagement, .. } = post;
        Self { external_id, url, text, posted_at, engagement }
    }
}
