//! What changes something: posts, likes, follows; and who somebody is.

use serde_json::{Value, json};

use super::people::Kind;
use super::{ME, Memory, faults, shapes};

fn word<'a>(variables: &'a Value, place: &str) -> &'a str {
    variables.pointer(place).and_then(Value::as_str).unwrap_or_default()
}

/// A reply; `dropped` is taken and never shown.
pub(super) fn create(memory: &mut Memory, variables: &Value, dropped: bool) -> Value {
    let words = word(variables, "/tweet_text").to_owned();
    let to = word(variables, "/reply/in_reply_to_tweet_id").to_owned();
    if words.chars().count() > 280 {
        return faults::says(186);
    }
    match memory.post(&to).map(|post| post.kind) {
        None | Some(Kind::Tombstone | Kind::Nothing) => return faults::says(385),
        Some(Kind::Limited) => return faults::says(433),
        Some(Kind::Plain | Kind::Note) => {}
    }
    if memory.posts.iter().any(|post| post.author == ME.1 && post.text == words) {
        return faults::says(187);
    }
    let id = if dropped {
        memory.next_id += 1;
        (memory.next_id - 1).to_string()
    } else {
        memory.add_post(ME.1, &words, Kind::Plain, Some(to))
    };
    let result = json!({ "rest_id": id, "legacy": { "full_text": words } });
    json!({ "data": { "create_tweet": { "tweet_results": { "result": result } } } })
}

/// A like.
pub(super) fn like(memory: &mut Memory, variables: &Value) -> Value {
    let id = word(variables, "/tweet_id").to_owned();
    match memory.post(&id).map(|post| post.kind) {
        None | Some(Kind::Tombstone | Kind::Nothing) => return faults::says(144),
        Some(Kind::Limited | Kind::Plain | Kind::Note) => {}
    }
    if memory.liked.contains(&id) {
        return faults::says(139);
    }
    memory.liked.push(id);
    json!({ "data": { "favorite_tweet": "Done" } })
}

/// A follow, as the older interface answers it: `following` is the state before.
pub(super) fn follow(memory: &mut Memory, form: &[(String, String)]) -> Value {
    let id = form.iter().find(|(name, _)| name == "user_id").map_or("", |(_, value)| value.as_str());
    let person = memory.people.iter().find(|person| memory.id_of(&person.handle) == id).cloned();
    let Some(person) = person else {
        return json!({ "errors": [{ "code": 108, "message": "Cannot find specified user." }] });
    };
    if form.iter().all(|(name, _)| name != "skip_status") {
        memory.wrong.push("a follow without skip_status".to_owned());
    }
    if form.iter().any(|(name, value)| name != "user_id" && value != "1") {
        memory.wrong.push("a follow with a switch that is not 1".to_owned());
    }
    if person.protected && memory.follows.iter().any(|followed| followed == id) {
        return json!({ "errors": [{ "code": 160, "message": "You've already requested to follow." }] });
    }
    if !memory.follows.iter().any(|followed| followed == id) {
        memory.follows.push(id.to_owned());
    }
    json!({
        "id_str": id, "name": person.name, "screen_name": person.handle, "protected": person.protected,
        "following": false, "follow_request_sent": person.protected, "followed_by": false
    })
}

/// Somebody by their user name.
pub(super) fn user(memory: &Memory, variables: &Value) -> Value {
    match memory.person(word(variables, "/screen_name")) {
        None => json!({ "data": {} }),
        Some(person) if person.suspended => json!({ "data": { "user": { "result": {
            "__typename": "UserUnavailable", "reason": "Suspended", "message": "User is suspended"
        } } } }),
        Some(person) => json!({ "data": { "user": { "result": shapes::person(memory, person) } } }),
    }
}

/// Who spoke to the account.
pub(super) fn mentions(memory: &Memory) -> Value {
    let mine = |id: &String| memory.post(id).is_some_and(|post| post.author == ME.1);
    let (mut tweets, mut users) = (serde_json::Map::new(), serde_json::Map::new());
    for post in memory.posts.iter().filter(|post| post.answers.as_ref().is_some_and(mine)) {
        let author = memory.id_of(&post.author);
        tweets.insert(
            post.id.clone(),
            json!({
                "id_str": post.id, "user_id_str": author, "full_text": post.text,
                "in_reply_to_status_id_str": post.answers, "created_at": shapes::created_at(post.at)
            }),
        );
        let user = json!({ "id_str": author, "screen_name": post.author, "name": post.author });
        users.insert(author, user);
    }
    json!({
        "globalObjects": { "users": users, "tweets": tweets, "notifications": {} },
        "timeline": { "id": "mentions", "instructions": [{ "addEntries": { "entries": [] } }] }
    })
}
