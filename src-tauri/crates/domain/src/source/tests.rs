//! Passes over queries, and what a source may be asked.

use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_767_614_400 + second).unwrap()
}

fn queries(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn a_pass_reads_each_query_to_its_end_and_the_next_asks_for_newer_posts() {
    let queries = queries(&["a", "b"]);
    let mut progress = Progress::default();
    let ask = progress.next(&queries, 100).unwrap();
    assert_eq!((ask.query.as_str(), ask.since, ask.cursor.as_deref()), ("a", None, None));
    assert_eq!(progress.turn(&queries, &ask, 10, Some(at(9)), Some("p2".into())), Pass::GoesOn);
    assert!(progress.half_read());
    let ask = progress.next(&queries, 100).unwrap();
    assert_eq!((ask.query.as_str(), ask.cursor.as_deref(), ask.left), ("a", Some("p2"), 40));
    assert_eq!(progress.turn(&queries, &ask, 10, Some(at(5)), None), Pass::GoesOn);
    let ask = progress.next(&queries, 100).unwrap();
    assert_eq!(ask.query, "b");
    assert_eq!(progress.turn(&queries, &ask, 0, None, None), Pass::Ended);
    assert!(!progress.half_read());
    let ask = progress.next(&queries, 100).unwrap();
    assert_eq!((ask.query.as_str(), ask.since), ("a", Some(at(9))));
}

#[test]
fn a_query_takes_its_share_and_leaves_the_rest_to_the_others() {
    let queries = queries(&["a", "b"]);
    let mut progress = Progress::default();
    let ask = progress.next(&queries, 20).unwrap();
    assert_eq!(ask.left, 10);
    progress.turn(&queries, &ask, 10, Some(at(1)), Some("more".into()));
    assert_eq!(progress.next(&queries, 20).unwrap().query, "b");
}

#[test]
fn a_page_that_leads_to_itself_ends_the_query() {
    let queries = queries(&["a"]);
    let mut progress = Progress::default();
    let ask = progress.next(&queries, 100).unwrap();
    progress.turn(&queries, &ask, 1, None, Some("p".into()));
    let ask = progress.next(&queries, 100).unwrap();
    assert_eq!(progress.turn(&queries, &ask, 1, None, Some("p".into())), Pass::Ended);
}

#[test]
fn other_settings_keep_what_was_read_of_the_same_queries() {
    let x = |words: &[&str], languages: &[&str]| SourceSettings::XSearch {
        queries: queries(words),
        languages: queries(languages),
        most_posts: 10,
    };
    let mut source = Source::new(
        SourceId(uuid::Uuid::nil()),
        ProjectId(uuid::Uuid::nil()),
        "X",
        x(&["a", "b"], &[]),
        at(0),
    );
    source.progress.leave(&queries(&["a", "b"]), "a");
    source.progress.queries.get_mut("a").unwrap().since = Some(at(3));
    source.change(x(&["c", "a"], &[]));
    assert_eq!(source.progress.queries["a"].since, Some(at(3)));
    source.change(x(&["c", "a"], &["de"]));
    assert_eq!(source.progress, Progress::default());
}

#[test]
fn settings_that_make_no_sense_are_named_by_field() {
    let fields = |settings: SourceSettings| {
        settings.problems().into_iter().map(|(field, _)| field).collect::<Vec<_>>()
    };
    let x = SourceSettings::XSearch {
        queries: queries(&[" ", "x", "x "]),
        languages: queries(&["EN"]),
        most_posts: 0,
    };
    let x = x.tidy();
    assert_eq!(fields(x.clone()), ["settings.most_posts"]);
    assert!(matches!(x, SourceSettings::XSearch { queries, languages, .. }
        if queries == ["x"] && languages == ["en"]));
    let none =
        SourceSettings::XSearch { queries: Vec::new(), languages: queries(&["english"]), most_posts: 5 };
    assert_eq!(fields(none), ["settings.queries", "settings.languages"]);
    let generator =
        SourceSettings::Generator { count: 0, seed: 1, industries: queries(&["Retail", "Piracy"]) };
    assert_eq!(fields(generator), ["settings.count", "settings.industries"]);
    assert_eq!(fields(SourceSettings::Apollo { filter: PeopleFilter::default() }), ["settings.filter"]);
    assert!(fields(SourceSettings::Csv).is_empty());
}

#[test]
fn the_industries_are_those_of_the_generator() {
    let made = crate::generator::generate(300, 1, at(0));
    let industries = made.iter().filter_map(|lead| lead.profile.industry.as_deref());
    let industries: std::collections::BTreeSet<&str> = industries.collect();
    assert_eq!(industries, INDUSTRIES.into_iter().collect());
}

#[test]
fn settings_are_stored_in_a_shape_that_stays() {
    let x = SourceSettings::XSearch { queries: queries(&["a b"]), languages: Vec::new(), most_posts: 5 };
    let text = serde_json::to_string(&x).unwrap();
    insta::assert_snapshot!(text, @r#"{"kind":"x_search","queries":["a b"],"languages":[],"most_posts":5}"#);
    assert_eq!(serde_json::from_str::<SourceSettings>(&text).unwrap(), x);
    assert_eq!(serde_json::to_string(&SourceSettings::Csv).unwrap(), r#"{"kind":"csv"}"#);
}
