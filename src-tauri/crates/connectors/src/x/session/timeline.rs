//! A timeline: instructions that add entries, entries that hold posts, cursors or other things.
//!
//! **Invariant:** a timeline in which nothing is recognised is an error, never an empty one.

use serde_json::Value;

use super::trouble::Trouble;
use super::tweet::{self, Found, Tweet};

/// What is read of one page.
#[derive(Debug, Default)]
pub(super) struct Timeline {
    /// In the order of the page.
    pub(super) tweets: Vec<Tweet>,
    /// Where to go on.
    pub(super) bottom: Option<String>,
    /// Advertisements and withheld posts.
    pub(super) skipped: u32,
    /// X says that nothing follows.
    pub(super) ended: bool,
    pub(super) unknown: u32,
    pub(super) what: &'static str,
    /// Entries that are no posts and are known.
    pub(super) known: u32,
}

/// Entries without posts for us.
const OTHER: [&str; 8] = [
    "who-to-follow-",
    "user-",
    "messageprompt-",
    "tweetcomposer-",
    "notification-",
    "toptabsrpusermodule",
    "tweetdetailrelatedtweets-",
    "label-",
];

/// Reads the `instructions` at `root`.
pub(super) fn read(instructions: Option<&Value>) -> Result<Timeline, Trouble> {
    let missing = || Trouble::Changed("a timeline without instructions".into());
    let list = instructions.and_then(Value::as_array).ok_or_else(missing)?;
    let mut timeline = Timeline::default();
    for instruction in list {
        timeline.instruction(instruction);
    }
    let Timeline { tweets, bottom, skipped, ended, unknown, known, what } = &timeline;
    let recognised = tweets.len() + usize::from(bottom.is_some()) + usize::from(*ended);
    if *unknown > 0 && (tweets.is_empty() || (*unknown as usize) > tweets.len()) {
        return Err(Trouble::Changed(format!("{unknown} entries without {what}")));
    }
    if recognised == 0 && *skipped == 0 && *known == 0 {
        return Err(Trouble::Changed("a timeline without a single known entry".into()));
    }
    if *unknown > 0 {
        tracing::warn!(unknown, "X sent entries of an unknown shape beside known ones");
    }
    Ok(timeline)
}

impl Timeline {
    fn instruction(&mut self, instruction: &Value) {
        let kind = instruction.get("type").and_then(Value::as_str).unwrap_or_default();
        if kind == "TimelineTerminateTimeline" {
            let direction = instruction.get("direction").and_then(Value::as_str).unwrap_or("Bottom");
            self.ended |= direction != "Top";
            return;
        }
        let lists = ["entries", "moduleItems"];
        for entry in lists.iter().filter_map(|name| instruction.get(name)?.as_array()).flatten() {
            self.entry(entry);
        }
        if let Some(entry) = instruction.get("entry") {
            self.entry(entry);
        }
    }

    fn entry(&mut self, entry: &Value) {
        let id = entry.get("entryId").and_then(Value::as_str).unwrap_or_default();
        // An item of a module has its content one level deeper.
        let content = entry.get("content").or_else(|| entry.get("item")).unwrap_or(&Value::Null);
        if id.starts_with("promoted-") {
            self.skipped += 1;
        } else if id.starts_with("cursor-") || content.get("cursorType").is_some() {
            self.cursor(id, content);
        } else if let Some(items) = content.get("items").and_then(Value::as_array) {
            self.known += 1;
            for item in items {
                self.entry(item);
            }
        } else if let Some(item) = content.get("itemContent") {
            self.item(id, item);
        } else if OTHER.iter().any(|other| id.starts_with(other)) {
            self.known += 1;
        } else if id.starts_with("tombstone-") {
            self.skipped += 1;
        } else {
            self.not_known("a post in a known place");
        }
    }

    fn cursor(&mut self, id: &str, content: &Value) {
        let places = ["/value", "/itemContent/value"];
        let value = places.iter().find_map(|place| content.pointer(place)?.as_str());
        let kind = ["/cursorType", "/itemContent/cursorType"];
        let kind = kind.iter().find_map(|place| content.pointer(place)?.as_str()).unwrap_or_default();
        self.known += 1;
        if (kind == "Bottom" || id.starts_with("cursor-bottom-"))
            && let Some(value) = value.filter(|value| !value.is_empty())
        {
            self.bottom = Some(value.to_owned());
        }
    }

    fn item(&mut self, id: &str, item: &Value) {
        if item.get("promotedMetadata").is_some() {
            self.skipped += 1;
            return;
        }
        if item.get("cursorType").is_some() {
            self.cursor(id, item);
            return;
        }
        let Some(results) = item.get("tweet_results") else {
            let kind = ["__typename", "itemType"].iter().find_map(|name| item.get(name)?.as_str());
            match kind {
                Some("TimelineTombstone") => self.skipped += 1,
                Some("TimelineTweet") | None => self.not_known("the post they promise"),
                Some(_) if id.starts_with("tweet-") => self.not_known("the post they promise"),
                Some(_) => self.known += 1,
            }
            return;
        };
        match tweet::read(results) {
            Found::Post(tweet) => self.tweets.push(*tweet),
            Found::Withheld => self.skipped += 1,
            Found::Unknown(what) => self.not_known(what),
        }
    }

    fn not_known(&mut self, what: &'static str) {
        self.unknown += 1;
        self.what = what;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_timeline_of_unknown_things_is_an_error() {
        let strange = [
            json!(null),
            json!({ "entries": [] }),
            json!([]),
            json!([{ "type": "TimelineAddEntries", "entries": [] }]),
            json!([{ "type": "TimelineAddEntries", "entries": [{ "entryId": "post-1", "body": {} }] }]),
            json!([{ "type": "TimelineAddEntries", "entries": [
                { "entryId": "tweet-1", "content": { "itemContent": { "itemType": "TimelineTweet", "post": {} } } },
                { "entryId": "cursor-bottom-0", "content": { "value": "DAAD", "cursorType": "Bottom" } }
            ] }]),
        ];
        for instructions in strange {
            assert!(matches!(read(Some(&instructions)), Err(Trouble::Changed(_))), "{instructions}");
        }
        assert!(matches!(read(None), Err(Trouble::Changed(_))));
    }

    #[test]
    fn an_empty_page_has_its_cursors_and_is_no_error() {
        let page = json!([{ "type": "TimelineAddEntries", "entries": [
            { "entryId": "cursor-top-1", "content": { "entryType": "TimelineTimelineCursor", "value": "T", "cursorType": "Top" } },
            { "entryId": "cursor-bottom-0", "content": { "entryType": "TimelineTimelineCursor", "value": "B", "cursorType": "Bottom" } }
        ] }]);
        let timeline = read(Some(&page)).unwrap();
        assert!(timeline.tweets.is_empty());
        assert_eq!(timeline.bottom.as_deref(), Some("B"));
    }

    #[test]
    fn a_replaced_cursor_and_a_terminated_timeline_are_seen() {
        let page = json!([
            { "type": "TimelineReplaceEntry", "entry_id_to_replace": "cursor-bottom-0", "entry":
                { "entryId": "cursor-bottom-0", "content": { "value": "NEXT", "cursorType": "Bottom" } } },
            { "type": "TimelineTerminateTimeline", "direction": "Top" }
        ]);
        let timeline = read(Some(&page)).unwrap();
        assert_eq!((timeline.bottom.as_deref(), timeline.ended), (Some("NEXT"), false));
        let end = json!([{ "type": "TimelineTerminateTimeline", "direction": "Bottom" }]);
        assert!(read(Some(&end)).unwrap().ended);
    }
}
