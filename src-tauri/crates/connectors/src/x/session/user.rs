//! A person in an answer. Three generations of the shape are alive: fields in `legacy`; in `core`, `avatar` and
//! others beside it; and no `legacy` at all. Each field is looked for in the newest place first.

use sdr_domain::text::{Handle, HandleKind};
use serde_json::Value;

use super::shape::{flag, id, number, text, unescape};

/// What is read of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct User {
    pub(super) id: String,
    pub(super) handle: Handle,
    pub(super) name: String,
    pub(super) bio: Option<String>,
    pub(super) location: Option<String>,
    pub(super) website: Option<String>,
    pub(super) followers: Option<u32>,
    /// Whether the session's account follows them.
    pub(super) following: bool,
    /// Whether it asked to.
    pub(super) follow_requested: bool,
}

/// A person, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Person {
    Known(Box<User>),
    /// Suspended, withheld or gone.
    Unavailable,
    /// The shape is not known.
    Unknown,
}

/// Reads `user_results.result` or `user.result`.
pub(super) fn read(result: &Value) -> Person {
    match result.get("__typename").and_then(Value::as_str) {
        Some("UserUnavailable") => return Person::Unavailable,
        Some("User") | None => {}
        Some(_) if result.get("rest_id").is_none() => return Person::Unknown,
        Some(_) => {}
    }
    user(result).map_or(Person::Unknown, |user| Person::Known(Box::new(user)))
}

fn user(result: &Value) -> Option<User> {
    let handle = text(result, &["/core/screen_name", "/legacy/screen_name", "/screen_name"])?;
    let handle = Handle::parse(HandleKind::X, &handle).ok()?;
    let name = text(result, &["/core/name", "/legacy/name", "/name"]);
    let bio = text(result, &["/profile_bio/description", "/legacy/description", "/description"]);
    let followers = number(result, &["/relationship_counts/followers", "/legacy/followers_count"]);
    Some(User {
        id: id(result, &["/rest_id", "/legacy/id_str", "/id_str"])?,
        name: name.map_or_else(|| format!("@{}", handle.value()), |name| unescape(&name)),
        handle,
        bio: bio.map(|bio| unescape(&bio)),
        location: text(result, &["/location/location", "/legacy/location"]),
        website: text(
            result,
            &[
                "/profile_bio/entities/url/urls/0/expanded_url",
                "/legacy/entities/url/urls/0/expanded_url",
                "/website/url",
                "/legacy/url",
            ],
        ),
        followers: followers.map(|count| u32::try_from(count).unwrap_or(u32::MAX)),
        following: flag(result, &["/relationship_perspectives/following", "/legacy/following"])
            .unwrap_or_default(),
        follow_requested: flag(
            result,
            &[
                "/relationship_perspectives/follow_request_sent",
                "/follow_request_sent",
                "/legacy/follow_request_sent",
            ],
        )
        .unwrap_or_default(),
    })
}
