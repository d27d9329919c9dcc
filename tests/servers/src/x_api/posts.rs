//! Searching and replying.

use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::answers::{broken, faulty, forbidden, good, invalid, unauthorized};
use super::{Fault, Person, Post, Shared, World, locked};

const PARAMETERS: &[&str] = &[
    "query",
    "max_results",
    "next_token",
    "start_time",
    "end_time",
    "since_id",
    "until_id",
    "sort_order",
    "expansions",
    "tweet.fields",
    "user.fields",
];
const POST_FIELDS: &[&str] = &[
    "created_at",
    "conversation_id",
    "in_reply_to_user_id",
    "lang",
    "public_metrics",
    "referenced_tweets",
    "reply_settings",
    "note_tweet",
];
const USER_FIELDS: &[&str] = &[
    "created_at",
    "description",
    "location",
    "public_metrics",
    "protected",
    "verified",
    "verified_type",
    "url",
    "entities",
    "profile_image_url",
];

/// Fields of a query or a form, decoded.
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            bytes.push(match byte {
                b'+' => b' ',
                b'%' => {
                    let digits: Vec<u8> = rest.by_ref().take(2).collect();
                    let digits = std::str::from_utf8(&digits).unwrap_or_default();
                    u8::from_str_radix(digits, 16).unwrap_or(b'?')
                }
                other => other,
            });
        }
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let pieces = text.split('&').filter(|piece| !piece.is_empty());
    pieces
        .map(|piece| piece.split_once('=').unwrap_or((piece, "")))
        .map(|(k, v)| (decode(k), decode(v)))
        .collect()
}

/// Looks at the token, then at the next fault. `Ok(Some)` is a fault that acts first.
fn enter(
    world: &mut World,
    headers: &HeaderMap,
    line: &str,
    scopes: &[&str],
) -> Result<Option<Fault>, Box<Response<Body>>> {
    world.asked.push(line.to_owned());
    let header = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let bearer = header.strip_prefix("Bearer ").unwrap_or_default().to_owned();
    world.bearers.push(bearer.clone());
    let now = world.now;
    let key = world.keys.contains(&bearer);
    let grant = world.access.get(&bearer).filter(|grant| grant.until > now);
    if !key && grant.is_none() {
        return Err(Box::new(unauthorized()));
    }
    if let Some(grant) = grant
        && scopes.iter().any(|scope| !grant.scope.split(' ').any(|given| given == *scope))
    {
        return Err(Box::new(forbidden(
            "Your client app is not configured with the appropriate oauth2 scopes for this endpoint.",
        )));
    }
    if key && line != "GET /2/tweets/search/recent" {
        return Err(Box::new(forbidden(
            "Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint. Supported authentication types are [OAuth 1.0a User Context, OAuth 2.0 User Context].",
        )));
    }
    let Some(fault) = world.faults.pop_front() else { return Ok(None) };
    match faulty(world, fault) {
        Some(answer) => Err(Box::new(answer)),
        None => Ok(Some(fault)),
    }
}

pub(super) async fn me(State(world): State<Shared>, headers: HeaderMap) -> Response<Body> {
    let mut world = locked(&world);
    match enter(&mut world, &headers, "GET /2/users/me", &["tweet.read", "users.read"]) {
        Err(answer) => *answer,
        Ok(_) => good(200, &json!({ "data": { "id": "7", "name": "Mara", "username": "mara_example" } })),
    }
}

pub(super) async fn search(
    State(world): State<Shared>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response<Body> {
    let mut world = locked(&world);
    if let Err(answer) =
        enter(&mut world, &headers, "GET /2/tweets/search/recent", &["tweet.read", "users.read"])
    {
        return *answer;
    }
    let fields = pairs(query.as_deref().unwrap_or_default());
    match found(&world, &fields) {
        Ok(body) => good(200, &body),
        Err(why) => invalid(&why),
    }
}

fn found(world: &World, fields: &[(String, String)]) -> Result<Value, String> {
    let get = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    if let Some((name, _)) = fields.iter().find(|(name, _)| !PARAMETERS.contains(&name.as_str())) {
        return Err(format!("The query parameter [{name}] is not one of [query,max_results,...]"));
    }
    for (name, known) in
        [("tweet.fields", POST_FIELDS), ("user.fields", USER_FIELDS), ("expansions", &["author_id"])]
    {
        let wanted = get(name).unwrap_or_default().split(',').filter(|field| !field.is_empty());
        if let Some(unknown) = wanted.into_iter().find(|field| !known.contains(field)) {
            return Err(format!(
                "The `{name}` query parameter value [{unknown}] is not one of the known ones"
            ));
        }
    }
    let query = get("query").unwrap_or_default();
    if query.is_empty() || query.chars().count() > 512 {
        return Err("Rules must be 1 to 512 characters long.".into());
    }
    let parts = |open: char| query.chars().filter(|c| *c == open).count();
    if parts('(') != parts(')') || parts('"') % 2 == 1 {
        return Err("There were errors processing your request: missing EOF (at position 7)".into());
    }
    let most: usize = get("max_results").unwrap_or("10").parse().unwrap_or(0);
    if !(10..=100).contains(&most) {
        return Err("The `max_results` query parameter value is not between 10 and 100".into());
    }
    let start = start_of(world, get("start_time"))?;
    let from: usize = match get("next_token") {
        None => 0,
        Some(token) => {
            token.strip_prefix("page").and_then(|n| n.parse().ok()).ok_or("Invalid 'next_token'")?
        }
    };
    let words = searched(query);
    let hits = |post: &&Post| {
        let text = post.long.as_ref().unwrap_or(&post.text).to_lowercase();
        post.at >= start && words.iter().all(|word| text.contains(word))
    };
    let all: Vec<&Post> = world.posts.iter().filter(hits).collect();
    let page: Vec<&Post> = all.iter().skip(from).take(most.min(world.page)).copied().collect();
    let next = (from + page.len() < all.len()).then(|| format!("page{}", from + page.len()));
    Ok(rendered(world, &page, next))
}

/// The plain words of a query; choices and operators are taken as fulfilled.
fn searched(query: &str) -> Vec<String> {
    let plain =
        |word: &&str| word.chars().all(|c| c.is_alphanumeric() || c == '#' || c == '\'') && *word != "OR";
    let choice = query.contains(" OR ") && !query.contains("(lang:");
    if choice || query.contains("conversation_id:1") {
        let nothing = query.contains("conversation_id:1");
        return if nothing { vec!["\u{0}".to_owned()] } else { Vec::new() };
    }
    query.split(' ').filter(plain).map(str::to_lowercase).collect()
}

fn start_of(world: &World, text: Option<&str>) -> Result<Timestamp, String> {
    let week = world.now - SignedDuration::from_hours(7 * 24);
    let Some(text) = text else { return Ok(week) };
    let start: Timestamp = text.parse().map_err(|_| "Invalid 'start_time'".to_owned())?;
    if start < week || start > world.now - SignedDuration::from_secs(10) {
        return Err(format!("Invalid 'start_time':'{text}'. 'start_time' must be on or after a week ago."));
    }
    Ok(start)
}

fn rendered(world: &World, page: &[&Post], next: Option<String>) -> Value {
    if page.is_empty() {
        return json!({ "meta": { "result_count": 0 } });
    }
    let mut users = Vec::new();
    let mut errors = Vec::new();
    for post in page {
        let Some(person) = world.people.get(&post.author) else { continue };
        if person.suspended {
            errors.push(json!({
                "value": person.id, "detail": "User has been suspended: [x].", "title": "Forbidden",
                "resource_type": "user", "parameter": "author_id", "resource_id": person.id,
                "type": "https://api.x.com/2/problems/resource-not-found"
            }));
        } else if !users.iter().any(|user: &Value| user["id"] == person.id.as_str()) {
            users.push(user_of(person, world.new_names));
        }
    }
    let data: Vec<Value> = page.iter().map(|post| post_of(world, post)).collect();
    let mut meta = json!({ "result_count": page.len(), "newest_id": page[0].id });
    if let Some(next) = next {
        meta["next_token"] = next.into();
    }
    let mut body = json!({ "data": data, "includes": { "users": users }, "meta": meta });
    if !errors.is_empty() {
        body["errors"] = errors.into();
    }
    body
}

fn user_of(person: &Person, new_names: bool) -> Value {
    let mut metrics = Map::new();
    metrics.insert("followers_count".into(), person.followers.into());
    metrics.insert("following_count".into(), 20.into());
    metrics.insert(if new_names { "post_count" } else { "tweet_count" }.into(), 300.into());
    json!({
        "id": person.id, "name": format!("{} &amp; Co", person.username), "username": person.username,
        "description": "Runs things &lt;3", "location": "Example City", "protected": false,
        "url": "https://t.co/abc", "public_metrics": metrics,
        "entities": { "url": { "urls": [{ "url": "https://t.co/abc", "expanded_url": "https://example.com" }] } }
    })
}

fn post_of(world: &World, post: &Post) -> Value {
    let new = world.new_names;
    let name = |old: &str, new_name: &str| if new { new_name.to_owned() } else { old.to_owned() };
    let author = world.people.get(&post.author).map_or("0", |person| &person.id);
    let mut metrics = Map::new();
    metrics.insert(name("retweet_count", "repost_count"), 1.into());
    metrics.insert("reply_count".into(), 2.into());
    metrics.insert("like_count".into(), 3.into());
    metrics.insert("quote_count".into(), 4.into());
    let mut body = json!({
        "id": post.id, "text": post.text, "author_id": author, "lang": "en",
        "created_at": post.at.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string(), "public_metrics": metrics,
    });
    body[name("edit_history_tweet_ids", "edit_history_post_ids")] = json!([post.id]);
    if let Some(long) = &post.long {
        body[name("note_tweet", "note_post")] = json!({ "text": long });
    }
    body
}

pub(super) async fn create(State(world): State<Shared>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let (acted, fault) = {
        let mut world = locked(&world);
        match enter(&mut world, &headers, "POST /2/tweets", &["tweet.read", "tweet.write", "users.read"]) {
            Err(answer) => return *answer,
            Ok(fault) => (made(&mut world, &body), fault),
        }
    };
    match fault {
        Some(Fault::SilentAfterActing) => std::future::pending().await,
        Some(_) => broken(),
        None => acted,
    }
}

/// Closed to every plan that anybody can buy, since April 2026.
pub(super) async fn like(State(world): State<Shared>, headers: HeaderMap) -> Response<Body> {
    closed(&world, &headers, "POST /2/users/me/likes", "like.write")
}

/// The same.
pub(super) async fn follow(State(world): State<Shared>, headers: HeaderMap) -> Response<Body> {
    closed(&world, &headers, "POST /2/users/me/following", "follows.write")
}

fn closed(world: &Shared, headers: &HeaderMap, line: &str, scope: &str) -> Response<Body> {
    match enter(&mut locked(world), headers, line, &["tweet.read", "users.read", scope]) {
        Err(answer) => *answer,
        Ok(_) => forbidden("Your account is not permitted to access this feature."),
    }
}

fn made(world: &mut World, body: &[u8]) -> Response<Body> {
    let Ok(Value::Object(fields)) = serde_json::from_slice(body) else {
        return invalid("Requests with bodies must be valid JSON.");
    };
    let known = ["text", "reply", "quote_tweet_id", "reply_settings", "made_with_ai", "paid_partnership"];
    if let Some(name) = fields.keys().find(|name| !known.contains(&name.as_str())) {
        return invalid(&format!(
            "$.{name}: is not defined in the schema and the schema does not allow additional properties"
        ));
    }
    let text = fields.get("text").and_then(Value::as_str).unwrap_or_default();
    let reply =
        fields.get("reply").and_then(|reply| reply.get("in_reply_to_tweet_id")).and_then(Value::as_str);
    let Some(post) = reply else {
        return invalid("$.reply.in_reply_to_tweet_id: is missing but it is required");
    };
    if text.is_empty() || text.chars().count() > 280 {
        return invalid("$.text: must be 1 to 280 characters long");
    }
    if world.replies.iter().any(|(_, before)| before == text) {
        return forbidden("You are not allowed to create a Tweet with duplicate content.");
    }
    let Some(found) = world.posts.iter().find(|known| known.id == post) else {
        return forbidden("You attempted to reply to a Tweet that is deleted or not visible to you.");
    };
    if !found.summons {
        return forbidden(
            "You are not permitted to reply to this conversation: you were not mentioned by its author.",
        );
    }
    let id = world.number().to_string();
    world.replies.push((post.to_owned(), text.to_owned()));
    good(201, &json!({ "data": { "id": id, "text": text, "edit_history_tweet_ids": [id] } }))
}
