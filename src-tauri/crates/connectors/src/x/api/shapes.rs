//! Answers of the official interface, in both of its namings.

use sdr_domain::Timestamp;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// An answer of the search.
#[derive(Deserialize)]
pub(super) struct Page {
    pub(super) data: Option<Vec<Post>>,
    #[serde(default)]
    pub(super) includes: Includes,
    pub(super) meta: Option<Meta>,
    /// Posts or people that were left out of `data` or `includes`, each with a reason.
    #[serde(default)]
    pub(super) errors: Vec<IgnoredAny>,
}

#[derive(Deserialize, Default)]
pub(super) struct Includes {
    #[serde(default)]
    pub(super) users: Vec<User>,
}

#[derive(Deserialize)]
pub(super) struct Meta {
    pub(super) result_count: u64,
    pub(super) next_token: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Post {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) author_id: String,
    pub(super) created_at: Option<Timestamp>,
    pub(super) lang: Option<String>,
    pub(super) public_metrics: Option<PostMetrics>,
    /// The whole text of a long post, of which `text` is the beginning.
    #[serde(alias = "note_post")]
    pub(super) note_tweet: Option<LongText>,
}

#[derive(Deserialize)]
pub(super) struct LongText {
    pub(super) text: String,
}

#[derive(Deserialize)]
pub(super) struct PostMetrics {
    #[serde(default, rename = "retweet_count", alias = "repost_count")]
    pub(super) reposts: u32,
    #[serde(default, rename = "reply_count")]
    pub(super) replies: u32,
    #[serde(default, rename = "like_count")]
    pub(super) likes: u32,
    #[serde(default, rename = "quote_count")]
    pub(super) quotes: u32,
}

#[derive(Deserialize)]
pub(super) struct User {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) username: String,
    pub(super) description: Option<String>,
    pub(super) location: Option<String>,
    pub(super) url: Option<String>,
    pub(super) entities: Option<UserEntities>,
    pub(super) public_metrics: Option<UserMetrics>,
}

#[derive(Deserialize)]
pub(super) struct UserMetrics {
    pub(super) followers_count: Option<u64>,
}

#[derive(Deserialize)]
pub(super) struct UserEntities {
    pub(super) url: Option<UrlEntities>,
}

#[derive(Deserialize)]
pub(super) struct UrlEntities {
    #[serde(default)]
    pub(super) urls: Vec<UrlEntity>,
}

#[derive(Deserialize)]
pub(super) struct UrlEntity {
    pub(super) expanded_url: Option<String>,
}

/// The signed-in person.
#[derive(Deserialize)]
pub(super) struct Me {
    pub(super) data: MyName,
}

#[derive(Deserialize)]
pub(super) struct MyName {
    pub(super) username: String,
}

/// A post that was made.
#[derive(Deserialize)]
pub(super) struct Created {
    pub(super) data: CreatedId,
}

#[derive(Deserialize)]
pub(super) struct CreatedId {
    pub(super) id: String,
}
