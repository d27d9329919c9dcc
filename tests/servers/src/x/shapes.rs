//! People and posts in the shapes X shows them in.

use serde_json::{Value, json};

use super::people::{Generation, Kind, Person, Post};
use super::{ME, Memory};

/// `Wed Jul 08 21:59:10 +0000 2026`.
pub(super) fn created_at(at: i64) -> String {
    let at = jiff::Timestamp::from_second(at).unwrap_or_default();
    at.strftime("%a %b %d %H:%M:%S +0000 %Y").to_string()
}

/// Somebody in the shape of their generation.
pub(super) fn person(memory: &Memory, person: &Person) -> Value {
    let id = memory.id_of(&person.handle);
    let followed = memory.follows.contains(&id);
    // Whoever is protected is asked first, and says nothing for the length of a test.
    let (following, asked) = (followed && !person.protected, followed && person.protected);
    let urls = json!({ "url": { "urls": [{ "url": "https://t.co/abc", "expanded_url": person.website }] } });
    let core = json!({ "screen_name": person.handle, "name": person.name, "created_at": created_at(0) });
    let (name, handle, bio) = (&person.name, &person.handle, &person.bio);
    let seen = json!({ "following": following, "follow_request_sent": asked });
    match person.generation {
        Generation::A => json!({
            "__typename": "User", "id": "VXNlcjo0Mg==", "rest_id": id, "is_blue_verified": false,
            "legacy": {
                "screen_name": handle, "name": name, "description": bio, "location": person.location,
                "followers_count": person.followers, "entities": urls, "following": following,
                "follow_request_sent": asked
            }
        }),
        Generation::B => json!({
            "__typename": "User", "id": "VXNlcjo0Mg==", "rest_id": id, "core": core,
            "location": { "location": person.location }, "avatar": { "image_url": "" },
            "relationship_perspectives": seen,
            "legacy": { "description": bio, "followers_count": person.followers, "entities": urls, "name": "" }
        }),
        Generation::C => json!({
            "__typename": "User", "id": "VXNlcjo0Mg==", "rest_id": id, "core": core,
            "location": { "location": person.location }, "website": { "url": "https://t.co/abc" },
            "profile_bio": { "description": bio, "entities": urls },
            "relationship_counts": { "followers": person.followers, "following": 3 },
            "relationship_perspectives": seen
        }),
        Generation::Unheard => json!({ "__typename": "User", "rest_id": id, "profile": { "at": handle } }),
    }
}

/// What stands in `tweet_results`.
pub(super) fn results(memory: &Memory, post: &Post) -> Value {
    let plain = || tweet(memory, post);
    match post.kind {
        Kind::Plain => json!({ "result": plain() }),
        Kind::Nothing => json!({}),
        Kind::Tombstone => json!({ "result": {
            "__typename": "TweetTombstone", "tombstone": { "text": { "text": "This post was deleted." } }
        } }),
        Kind::Limited => json!({ "result": {
            "__typename": "TweetWithVisibilityResults", "tweet": plain(),
            "limitedActionResults": { "limited_actions": [{ "action": "Reply", "prompt": {} }] }
        } }),
        Kind::Note => {
            let mut tweet = plain();
            tweet["legacy"]["full_text"] = post.text.chars().take(200).collect::<String>().into();
            tweet["note_tweet"] = json!({ "is_expandable": true, "note_tweet_results": { "result": {
                "id": "Tm90ZQ==", "text": post.text, "entity_set": {}
            } } });
            json!({ "result": tweet })
        }
    }
}

fn tweet(memory: &Memory, post: &Post) -> Value {
    let author = memory.person(&post.author).map_or(Value::Null, |author| person(memory, author));
    let escaped = post.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let shown = match post.answers.as_ref().and_then(|id| memory.post(id)) {
        Some(parent) if post.author == ME.1 => format!("@{} {escaped}", parent.author),
        Some(_) | None => escaped,
    };
    let mut legacy = json!({
        "id_str": post.id, "full_text": shown, "created_at": created_at(post.at), "lang": "en",
        "conversation_id_str": post.answers.as_ref().unwrap_or(&post.id), "favorite_count": 3,
        "retweet_count": 1, "reply_count": 2, "quote_count": 0, "entities": {},
        "favorited": memory.liked.contains(&post.id), "retweeted": false
    });
    if let Some(parent) = &post.answers {
        legacy["in_reply_to_status_id_str"] = parent.clone().into();
    }
    json!({
        "__typename": "Tweet", "rest_id": post.id, "core": { "user_results": { "result": author } },
        "legacy": legacy, "views": { "count": "240", "state": "EnabledWithCount" }, "unmention_data": {}
    })
}
