//! The same post and the same person, in each generation of the shape.

use serde_json::json;

use super::*;

fn post(author: &Value) -> Value {
    json!({ "result": {
        "__typename": "Tweet", "rest_id": "1900000000000000001", "core": { "user_results": { "result": author } },
        "legacy": {
            "id_str": "1900000000000000001", "full_text": "Our recall list is a mess &amp; I hate it &lt;3",
            "created_at": "Wed Jul 08 21:59:10 +0000 2026", "lang": "en",
            "favorite_count": 3, "retweet_count": 1, "reply_count": 2, "quote_count": 9, "entities": {}
        }
    } })
}

fn generations() -> [Value; 3] {
    let a = json!({ "__typename": "User", "rest_id": "42", "legacy": {
        "screen_name": "Ada_Example", "name": "Ada Example", "description": "Runs a practice", "location": "Leeds",
        "followers_count": 120, "entities": { "url": { "urls": [ { "expanded_url": "https://ada.example" } ] } }
    } });
    let b = json!({ "__typename": "User", "rest_id": "42",
        "core": { "screen_name": "Ada_Example", "name": "Ada Example", "created_at": "Wed Jul 08 21:59:10 +0000 2020" },
        "location": { "location": "Leeds" },
        "legacy": {
            "description": "Runs a practice", "followers_count": 120,
            "entities": { "url": { "urls": [ { "expanded_url": "https://ada.example" } ] } }
        }
    });
    let c = json!({ "__typename": "User", "rest_id": "42",
        "core": { "screen_name": "Ada_Example", "name": "Ada Example" }, "location": { "location": "Leeds" },
        "profile_bio": {
            "description": "Runs a practice",
            "entities": { "url": { "urls": [ { "expanded_url": "https://ada.example" } ] } }
        },
        "website": { "url": "https://t.co/abc" }, "relationship_counts": { "followers": 120, "following": 3 }
    });
    [a, b, c]
}

fn read_post(value: &Value) -> Tweet {
    match read(value) {
        Found::Post(tweet) => *tweet,
        other @ (Found::Withheld | Found::Unknown(_)) => panic!("{other:?}"),
    }
}

#[test]
fn three_generations_of_a_person_are_one_person() {
    let tweets = generations().map(|author| read_post(&post(&author)));
    let author = &tweets[0].author;
    assert_eq!(author.handle.value(), "ada_example");
    assert_eq!(author.bio.as_deref(), Some("Runs a practice"));
    assert_eq!(author.location.as_deref(), Some("Leeds"));
    assert_eq!(author.website.as_deref(), Some("https://ada.example"));
    assert_eq!(author.followers, Some(120));
    assert_eq!(tweets[0], tweets[1]);
    assert_eq!(tweets[1], tweets[2]);
}

#[test]
fn a_post_keeps_its_words_time_language_and_engagement() {
    let [a, ..] = generations();
    let tweet = read_post(&post(&a));
    assert_eq!(tweet.text, "Our recall list is a mess & I hate it <3");
    assert_eq!(tweet.posted_at.unwrap().to_string(), "2026-07-08T21:59:10Z");
    assert_eq!(tweet.language.as_deref(), Some("en"));
    assert_eq!(tweet.engagement, Some(6));
}

#[test]
fn a_long_post_is_read_whole() {
    let [_, _, c] = generations();
    let mut long = post(&c);
    let words = "🦷 مرحبا ".repeat(2_000);
    long["result"]["note_tweet"] =
        json!({ "note_tweet_results": { "result": { "id": "x", "text": words } } });
    assert_eq!(read_post(&long).text, words.trim());
}

#[test]
fn a_wrapped_post_says_when_nobody_may_reply() {
    let [_, b, _] = generations();
    let inner = post(&b)["result"].clone();
    let wrapped = json!({ "result": {
        "__typename": "TweetWithVisibilityResults", "tweet": inner,
        "limitedActionResults": { "limited_actions": [ { "action": "Reply" } ] }
    } });
    assert!(read_post(&wrapped).replies_limited);
}

#[test]
fn withheld_posts_are_told_from_unknown_shapes() {
    let tombstone = json!({ "__typename": "TweetTombstone", "tombstone": { "text": { "text": "gone" } } });
    for withheld in
        [json!({}), json!({ "result": tombstone }), post(&json!({ "__typename": "UserUnavailable" }))]
    {
        assert_eq!(read(&withheld), Found::Withheld, "{withheld}");
    }
    let strange = [
        json!({ "result": { "__typename": "Post2027", "words": "hello" } }),
        json!({ "wrapped": true }),
        post(&json!({ "__typename": "User", "rest_id": "42", "profile": { "handle": "ada" } })),
    ];
    for unknown in strange {
        assert!(matches!(read(&unknown), Found::Unknown(_)), "{unknown}");
    }
}

#[test]
fn newer_places_of_a_posts_fields_are_read() {
    let [_, _, c] = generations();
    let newer = json!({ "result": {
        "__typename": "Tweet", "rest_id": "1900000000000000001", "core": { "user_results": { "result": c } },
        "details": { "full_text": "hello", "created_at_ms": 1_783_547_950_000_u64 },
        "counts": { "reply_count": 1, "retweet_count": 2, "favorite_count": 4 },
        "reply_to_results": { "rest_id": "18" }
    } });
    let tweet = read_post(&newer);
    assert_eq!((tweet.text.as_str(), tweet.engagement), ("hello", Some(7)));
    assert_eq!(tweet.posted_at.unwrap().to_string(), "2026-07-08T21:59:10Z");
    assert_eq!(tweet.answers.as_deref(), Some("18"));
}
