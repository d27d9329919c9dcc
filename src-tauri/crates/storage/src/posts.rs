//! Posts: what leads wrote, stored as written.

use std::collections::HashMap;

use sdr_domain::id::{LeadId, PostId};
use sdr_domain::post::{NewPost, Post};
use sea_orm::{ConnectionTrait, Value};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::StoreError;
use crate::sql::{MOST_KEYS, Row, Sql, opt_ms};
use crate::store::Store;

/// Columns of [`values`].
pub(crate) const INTO: &str =
    "posts (id, lead_id, external_id, url, text, text_hash, posted_at, engagement, created_at)";

impl Store {
    /// What a lead wrote, newest first.
    pub async fn posts(&self, lead: LeadId) -> Result<Vec<Post>, StoreError> {
        Ok(of_leads(self.reader(), &[lead]).await?.remove(&lead).unwrap_or_default())
    }
}

/// A digest of a post's text: one lead does not need the same words twice.
pub(crate) fn text_hash(text: &str) -> i64 {
    let digest = Sha256::digest(text.trim().as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    i64::from_be_bytes(first)
}

/// A post as a source would tell it, with what the store added.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct StoredPost {
    pub(crate) id: PostId,
    pub(crate) post: NewPost,
    pub(crate) created_at: i64,
}

/// The row of a new post. Its id is made from the lead's and the text's digest: the same post always gets
/// the same id, and ids of one import lie close together.
pub(crate) fn values(lead: LeadId, post: NewPost, at: i64) -> [Value; 9] {
    let hash = text_hash(&post.text);
    let mut bytes = *lead.0.as_bytes();
    for (byte, mixed) in bytes[8..].iter_mut().zip(hash.to_be_bytes()) {
        *byte ^= mixed;
    }
    let id = PostId(uuid::Builder::from_custom_bytes(bytes).into_uuid());
    stored_values(lead, StoredPost { id, post, created_at: at })
}

/// The row of a post that was stored before.
pub(crate) fn stored_values(lead: LeadId, stored: StoredPost) -> [Value; 9] {
    let StoredPost { id, post, created_at } = stored;
    let hash = text_hash(&post.text);
    [
        id.0.into(),
        lead.0.into(),
        post.external_id.into(),
        post.url.into(),
        post.text.into(),
        hash.into(),
        opt_ms(post.posted_at).into(),
        post.engagement.map(i64::from).into(),
        created_at.into(),
    ]
}

/// The posts of many leads, newest first within each.
pub(crate) async fn of_leads(
    on: &impl ConnectionTrait,
    leads: &[LeadId],
) -> Result<HashMap<LeadId, Vec<Post>>, StoreError> {
    let mut found: HashMap<LeadId, Vec<Post>> = HashMap::new();
    for part in leads.chunks(MOST_KEYS) {
        let sql = Sql::new(
            "SELECT id, lead_id, external_id, url, text, posted_at, engagement, created_at
             FROM posts WHERE lead_id IN ",
        );
        let sql = sql.list(part.iter().map(|id| id.0));
        let sql = sql.push(" ORDER BY lead_id, COALESCE(posted_at, created_at) DESC, id DESC");
        for row in sql.all(on).await? {
            let post = read(Row::new("posts", &row))?;
            found.entry(post.lead_id).or_default().push(post);
        }
    }
    Ok(found)
}

/// The posts of many leads in the order they are kept.
pub(crate) async fn stored_of(
    on: &impl ConnectionTrait,
    leads: &[LeadId],
) -> Result<HashMap<LeadId, Vec<StoredPost>>, StoreError> {
    let mut found: HashMap<LeadId, Vec<StoredPost>> = HashMap::new();
    for part in leads.chunks(MOST_KEYS) {
        let sql = Sql::new(
            "SELECT id, lead_id, external_id, url, text, posted_at, engagement, created_at
             FROM posts WHERE lead_id IN ",
        );
        let sql = sql.list(part.iter().map(|id| id.0)).push(" ORDER BY lead_id, text_hash");
        for row in sql.all(on).await? {
            let row = Row::new("posts", &row);
            let post = read(row)?;
            let created_at = row.get("created_at")?;
            let of_lead = found.entry(post.lead_id).or_default();
            of_lead.push(StoredPost { id: post.id, post: post.into(), created_at });
        }
    }
    Ok(found)
}

fn read(row: Row<'_>) -> Result<Post, StoreError> {
    Ok(Post {
        id: row.id("id")?,
        lead_id: row.id("lead_id")?,
        external_id: row.get("external_id")?,
        url: row.get("url")?,
        text: row.get("text")?,
        posted_at: row.opt_time("posted_at")?,
        engagement: row.opt_int("engagement")?,
    })
}
