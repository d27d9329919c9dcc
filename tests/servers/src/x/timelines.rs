//! Pages of posts: searches that repeat their last page for ever, and conversations.

use serde_json::{Value, json};

use super::people::Post;
use super::{Memory, shapes};

/// A page of a search.
pub(super) fn search(memory: &Memory, variables: &Value) -> Value {
    let raw = variables.get("rawQuery").and_then(Value::as_str).unwrap_or_default();
    let words: Vec<String> = raw
        .split([' ', '(', ')'])
        .filter(|word| !word.is_empty() && !word.contains(':') && *word != "OR")
        .map(str::to_lowercase)
        .collect();
    let fits = |post: &&Post| {
        let text = post.text.to_lowercase();
        post.answers.is_none() && words.iter().any(|word| text.contains(word))
    };
    let mut found: Vec<&Post> = memory.posts.iter().filter(fits).collect();
    found.sort_by_key(|post| std::cmp::Reverse(post.id.clone()));
    let size = memory.page_size.max(1);
    let last = found.len().saturating_sub(1) / size;
    let asked = variables.get("cursor").and_then(Value::as_str);
    let page = asked.and_then(|cursor| cursor.strip_prefix("DAAD")?.parse::<usize>().ok()).unwrap_or(0);
    let shown = page.min(last);
    let posts = found.iter().skip(shown * size).take(size);
    let mut entries: Vec<Value> = posts.map(|post| entry(&post.id, &shapes::results(memory, post))).collect();
    if memory.advertises {
        entries.insert(0, advertisement(memory));
        entries.push(
            json!({ "entryId": "who-to-follow-1", "content": { "__typename": "TimelineTimelineModule" } }),
        );
    }
    let cursors = [
        cursor("cursor-top-9223372036854775807", "Top", &format!("DAAC{page}")),
        cursor("cursor-bottom-0", "Bottom", &format!("DAAD{}", page + 1)),
    ];
    let mut instructions = Vec::new();
    if page == 0 {
        entries.extend(cursors);
        instructions.push(json!({ "type": "TimelineAddEntries", "entries": entries }));
    } else {
        instructions.push(json!({ "type": "TimelineAddEntries", "entries": entries }));
        for cursor in cursors {
            let id = cursor["entryId"].clone();
            instructions
                .push(json!({ "type": "TimelineReplaceEntry", "entry_id_to_replace": id, "entry": cursor }));
        }
    }
    json!({ "data": { "search_by_raw_query": { "search_timeline": { "timeline": { "instructions": instructions } } } } })
}

fn entry(id: &str, results: &Value) -> Value {
    json!({
        "entryId": format!("tweet-{id}"), "sortIndex": id,
        "content": {
            "entryType": "TimelineTimelineItem", "__typename": "TimelineTimelineItem",
            "itemContent": {
                "itemType": "TimelineTweet", "__typename": "TimelineTweet", "tweetDisplayType": "Tweet",
                "tweet_results": results
            }
        }
    })
}

fn cursor(id: &str, kind: &str, value: &str) -> Value {
    json!({
        "entryId": id,
        "content": {
            "entryType": "TimelineTimelineCursor", "__typename": "TimelineTimelineCursor", "value": value,
            "cursorType": kind
        }
    })
}

/// An advertisement that would be a fine post if it were none.
fn advertisement(memory: &Memory) -> Value {
    let Some(post) = memory.posts.first() else { return json!({ "entryId": "promoted-tweet-1-5b" }) };
    let mut entry = entry(&post.id, &shapes::results(memory, post));
    entry["entryId"] = format!("promoted-tweet-{}-5b", post.id).into();
    entry["content"]["itemContent"]["promotedMetadata"] = json!({ "impressionId": "5b" });
    entry
}

/// A post with its answers.
pub(super) fn conversation(memory: &Memory, variables: &Value) -> Value {
    let focal = variables.get("focalTweetId").and_then(Value::as_str).unwrap_or_default();
    let mut entries = Vec::new();
    if let Some(post) = memory.post(focal) {
        entries.push(entry(focal, &shapes::results(memory, post)));
    }
    for post in memory.posts.iter().filter(|post| post.answers.as_deref() == Some(focal)) {
        let module = format!("conversationthread-{}", post.id);
        let item = entry(&post.id, &shapes::results(memory, post))["content"]["itemContent"].clone();
        entries.push(json!({
            "entryId": module,
            "content": {
                "entryType": "TimelineTimelineModule", "displayType": "VerticalConversation",
                "items": [
                    { "entryId": format!("{module}-tweet-{}", post.id), "item": { "itemContent": item } },
                    { "entryId": format!("{module}-cursor-showmore-1"), "item": { "itemContent": {
                        "itemType": "TimelineTimelineCursor", "value": "DAAF", "cursorType": "ShowMore"
                    } } }
                ]
            }
        }));
    }
    entries.push(cursor("cursor-showmorethreads-1", "ShowMoreThreads", "DAAE"));
    let instructions = json!([
        { "type": "TimelineClearCache" },
        { "type": "TimelineAddEntries", "entries": entries },
        { "type": "TimelineTerminateTimeline", "direction": "Top" }
    ]);
    json!({ "data": { "threaded_conversation_with_injections_v2": { "instructions": instructions } } })
}

/// One post.
pub(super) fn one(memory: &Memory, variables: &Value) -> Value {
    let id = variables.get("tweetId").and_then(Value::as_str).unwrap_or_default();
    let result = memory.post(id).map_or_else(|| json!({}), |post| shapes::results(memory, post));
    json!({ "data": { "tweetResult": result } })
}
