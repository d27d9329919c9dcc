//! A post in an answer, in every wrapping X has for it.
//!
//! **Invariant:** a post that is withheld, deleted or advertised is told apart from a shape nobody knows.

use sdr_domain::Timestamp;
use serde_json::Value;

use super::shape::{flag, id, instant, number, text, unescape};
use super::user::{self, Person, User};

/// Milliseconds of Unix time at which X's post ids begin to count.
const FIRST_ID_AT: i64 = 1_288_834_974_657;

/// What is read of a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tweet {
    pub(super) id: String,
    pub(super) author: User,
    pub(super) text: String,
    pub(super) posted_at: Option<Timestamp>,
    /// ISO 639-1, where X names one.
    pub(super) language: Option<String>,
    /// Likes, replies and reposts together.
    pub(super) engagement: Option<u32>,
    /// The post it answers.
    pub(super) answers: Option<String>,
    /// The session's account may not reply.
    pub(super) replies_limited: bool,
    /// The session's account likes it.
    pub(super) liked: bool,
}

/// A post, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    Post(Box<Tweet>),
    /// Deleted, withheld, for other eyes; on purpose.
    Withheld,
    /// The shape is not known; says what is missing.
    Unknown(&'static str),
}

/// Reads `tweet_results`, `tweetResult` or what stands in their `result`.
pub(super) fn read(results: &Value) -> Found {
    match results.get("result") {
        Some(result) => read_result(result, false),
        None if results.as_object().is_some_and(serde_json::Map::is_empty) => Found::Withheld,
        None => read_result(results, false),
    }
}

fn read_result(result: &Value, replies_limited: bool) -> Found {
    match result.get("__typename").and_then(Value::as_str) {
        Some("TweetTombstone" | "TweetUnavailable" | "TweetPreviewDisplay") => return Found::Withheld,
        Some("TweetWithVisibilityResults") => {
            let Some(inner) = result.get("tweet") else { return Found::Unknown("the post in its wrapping") };
            return read_result(inner, replies_limited || limits_replies(result));
        }
        Some(_) | None => {}
    }
    // The words of a repost are those of the post in it.
    if let Some(original) = result.pointer("/legacy/retweeted_status_result/result") {
        return read_result(original, replies_limited);
    }
    tweet(result, replies_limited)
}

fn limits_replies(result: &Value) -> bool {
    let actions = result.pointer("/limitedActionResults/limited_actions").and_then(Value::as_array);
    actions.is_some_and(|list| list.iter().any(|entry| entry.get("action") == Some(&"Reply".into())))
}

fn tweet(result: &Value, replies_limited: bool) -> Found {
    let Some(id) = id(result, &["/rest_id", "/legacy/id_str"]) else {
        return Found::Unknown("the id of a post");
    };
    let author = result.pointer("/core/user_results/result").or_else(|| result.pointer("/author/result"));
    let author = match author.map(user::read) {
        Some(Person::Known(user)) => *user,
        Some(Person::Unavailable) => return Found::Withheld,
        Some(Person::Unknown) | None => return Found::Unknown("the author of a post"),
    };
    let words = [
        "/note_tweet/note_tweet_results/result/text",
        "/legacy/full_text",
        "/details/full_text",
        "/full_text",
    ];
    let Some(words) = text(result, &words) else { return Found::Unknown("the text of a post") };
    Found::Post(Box::new(Tweet {
        posted_at: posted_at(result, &id),
        language: language(result),
        engagement: engagement(result),
        answers: self::id(
            result,
            &["/legacy/in_reply_to_status_id_str", "/reply_to_results/rest_id", "/in_reply_to_status_id_str"],
        ),
        text: unescape(&words),
        id,
        author,
        replies_limited,
        liked: flag(result, &["/legacy/favorited", "/favorited"]).unwrap_or_default(),
    }))
}

fn posted_at(result: &Value, id: &str) -> Option<Timestamp> {
    let written = text(result, &["/legacy/created_at", "/details/created_at", "/created_at"]);
    let milliseconds = || {
        let at = number(result, &["/details/created_at_ms", "/created_at_ms"])?;
        Timestamp::from_millisecond(i64::try_from(at).ok()?).ok()
    };
    // The time is in the id too.
    let by_id = || Timestamp::from_millisecond((id.parse::<i64>().ok()? >> 22) + FIRST_ID_AT).ok();
    written.and_then(|text| instant(&text)).or_else(milliseconds).or_else(by_id)
}

/// X's own codes in the place of ISO's: `in` is Indonesian, `iw` Hebrew; `und`, `qme` and such are none.
fn language(result: &Value) -> Option<String> {
    let code = text(result, &["/legacy/lang", "/details/lang", "/lang"])?.to_ascii_lowercase();
    match code.as_str() {
        "in" => Some("id".to_owned()),
        "iw" => Some("he".to_owned()),
        code => {
            let short = code.split(['-', '_']).next().unwrap_or(code);
            (short.len() == 2 && short.bytes().all(|b| b.is_ascii_lowercase())).then(|| short.to_owned())
        }
    }
}

fn engagement(result: &Value) -> Option<u32> {
    let count = |name: &str, newer: &str| {
        number(result, &[&format!("/legacy/{name}_count"), &format!("/counts/{newer}_count")])
    };
    let counts = [count("favorite", "favorite"), count("reply", "reply"), count("retweet", "retweet")];
    if counts.iter().all(Option::is_none) {
        return None;
    }
    let sum = counts.into_iter().flatten().fold(0_u64, u64::saturating_add);
    Some(u32::try_from(sum).unwrap_or(u32::MAX))
}

#[cfg(test)]
#[path = "tweet/tests.rs"]
mod tests;
