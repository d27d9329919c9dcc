//! Queries as X wants them, and where a search ends.

use sdr_domain::Timestamp;

use super::*;

fn search(query: &str, languages: &[&str]) -> PostSearch {
    PostSearch {
        query: query.into(),
        languages: languages.iter().map(|code| (*code).to_owned()).collect(),
        since: None,
    }
}

#[test]
fn the_words_get_the_operators_of_x() {
    let cases = [
        (search("crm for dentists", &["en"]), "crm for dentists lang:en -filter:retweets"),
        (search("  recall   list ", &[]), "recall list -filter:retweets"),
        (search("a OR b", &["en"]), "(a OR b) lang:en -filter:retweets"),
        (search("zahnarzt", &["de", "en"]), "zahnarzt (lang:de OR lang:en) -filter:retweets"),
        (search("x lang:fr", &["en"]), "x lang:fr -filter:retweets"),
        (search("x filter:nativeretweets", &[]), "x filter:nativeretweets"),
    ];
    for (search, wanted) in cases {
        assert_eq!(raw_query(&search), wanted);
    }
    let since = PostSearch { since: Timestamp::from_second(1_790_000_000).ok(), ..search("a", &[]) };
    assert_eq!(raw_query(&since), "a since:2026-09-21 -filter:retweets");
}

#[test]
fn a_place_survives_its_token() {
    let place = Place { cursor: Some("DAAD.a:b==".into()), empty: 2, oldest: Some(19) };
    assert_eq!(Place::read(place.token().as_deref()), place);
    let bare = Place { cursor: Some("DAADplain".into()), ..Place::default() };
    assert_eq!(Place::read(Some("DAADplain")), bare, "a cursor of X itself is one too");
    assert_eq!(Place::read(None), Place::default());
}

#[test]
fn the_end_is_a_missing_a_repeated_or_the_third_empty_cursor() {
    let page = |bottom: Option<&str>| Timeline { bottom: bottom.map(str::to_owned), ..Timeline::default() };
    let first = Place::default();
    assert_eq!(first.after(&page(None)).0, None);
    let (second, new) = first.after(&page(Some("A")));
    let second = second.unwrap();
    assert_eq!((second.empty, new), (1, false));
    assert_eq!(second.after(&page(Some("A"))).0, None, "the same cursor again");
    let third = second.after(&page(Some("B"))).0.unwrap();
    assert_eq!(third.after(&page(Some("C"))).0, None, "three empty pages");
    let ended = Timeline { ended: true, ..page(Some("B")) };
    assert_eq!(first.after(&ended).0, None);
}
