//! The human's words as a query of X's search language.

use jiff::SignedDuration;
use sdr_domain::Timestamp;
use sdr_ports::lead_source::PostSearch;

use super::trouble::Trouble;

/// Characters a query may have under a plan that anybody can buy.
const LONGEST: usize = 512;
/// The search reaches back a week; a little less, because clocks differ.
const REACH: SignedDuration = SignedDuration::from_mins(7 * 24 * 60 - 5);
/// The newest instant that may be asked for lies so far back.
const NEWEST: SignedDuration = SignedDuration::from_secs(60);

/// Each post and author that comes back is paid for, so a page is no larger than a few minutes' reading.
const PAGE: &str = "50";
const POST_FIELDS: &str = "created_at,lang,public_metrics,note_tweet";
const USER_FIELDS: &str = "created_at,description,location,public_metrics,protected,url,entities";

/// One page of a search, as the path of its request.
pub(super) fn path(search: &PostSearch, cursor: Option<&str>, now: Timestamp) -> Result<String, Trouble> {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    pairs.append_pair("query", &of(search)?);
    pairs.append_pair("max_results", PAGE).append_pair("expansions", "author_id");
    pairs.append_pair("tweet.fields", POST_FIELDS).append_pair("user.fields", USER_FIELDS);
    if let Some(since) = search.since.and_then(|since| start(since, now)) {
        pairs.append_pair("start_time", &since);
    }
    if let Some(cursor) = cursor {
        pairs.append_pair("next_token", cursor);
    }
    Ok(format!("2/tweets/search/recent?{}", pairs.finish()))
}

/// Words, languages, and no bare reposts.
fn of(search: &PostSearch) -> Result<String, Trouble> {
    let words = search.query.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() {
        return Err(Trouble::BadQuery("There is nothing to search for.".into()));
    }
    let is_choice = words.split(' ').any(|word| word == "OR");
    let mut query = if is_choice { format!("({words})") } else { words };
    let is_code = |code: &&String| code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic());
    let has_own = words_have_language(&query);
    let languages: Vec<String> = search
        .languages
        .iter()
        .filter(is_code)
        .map(|code| format!("lang:{}", code.to_ascii_lowercase()))
        .collect();
    match languages.as_slice() {
        _ if has_own => {}
        [] => {}
        [one] => query = format!("{query} {one}"),
        many => query = format!("{query} ({})", many.join(" OR ")),
    }
    query.push_str(" -is:retweet");
    let length = query.chars().count();
    if length > LONGEST {
        return Err(Trouble::BadQuery(format!(
            "This query is too long: X takes {LONGEST} characters, with languages it has {length}."
        )));
    }
    Ok(query)
}

/// Whether the human chose a language in the words themselves.
fn words_have_language(words: &str) -> bool {
    words.split([' ', '(', ')']).any(|word| word.starts_with("lang:") || word.starts_with("-lang:"))
}

/// The beginning of the search, as X writes time; `None` when it lies before everything X can find.
fn start(since: Timestamp, now: Timestamp) -> Option<String> {
    let earliest = now.checked_sub(REACH).ok()?;
    let latest = now.checked_sub(NEWEST).ok()?;
    (since > earliest).then(|| since.min(latest).strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(query: &str, languages: &[&str]) -> PostSearch {
        let languages = languages.iter().map(|code| (*code).to_owned()).collect();
        PostSearch { query: query.to_owned(), languages, since: None }
    }

    #[test]
    fn words_languages_and_no_reposts_make_the_query() {
        let query = |words, languages: &[&str]| of(&search(words, languages)).unwrap();
        assert_eq!(query("  crm   help ", &[]), "crm help -is:retweet");
        assert_eq!(query("crm", &["EN"]), "crm lang:en -is:retweet");
        assert_eq!(query("crm", &["en", "de"]), "crm (lang:en OR lang:de) -is:retweet");
        assert_eq!(query("crm", &["en OR x", ""]), "crm -is:retweet");
        assert_eq!(query("crm lang:fr", &["en"]), "crm lang:fr -is:retweet");
    }

    #[test]
    fn a_choice_of_words_stays_one_condition() {
        assert_eq!(
            of(&search("crm OR \"lead list\"", &["en"])).unwrap(),
            "(crm OR \"lead list\") lang:en -is:retweet"
        );
    }

    #[test]
    fn a_query_x_would_refuse_for_its_length_is_never_sent() {
        let at_most = "ü".repeat(LONGEST - " -is:retweet".len());
        assert!(of(&search(&at_most, &[])).is_ok());
        for words in [format!("{at_most}x"), "   ".to_owned()] {
            assert!(matches!(of(&search(&words, &[])), Err(Trouble::BadQuery(_))), "{words}");
        }
    }

    #[test]
    fn the_beginning_stays_within_what_x_can_find() {
        let now: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        let at = |text: &str| start(text.parse().unwrap(), now);
        assert_eq!(at("2026-11-19T10:00:00.5Z").as_deref(), Some("2026-11-19T10:00:00Z"));
        assert_eq!(at("2026-11-20T09:59:59Z").as_deref(), Some("2026-11-20T09:59:00Z"), "X lags behind");
        assert_eq!(at("2026-11-01T10:00:00Z"), None, "a week is all there is");
    }
}
