//! What moves at X, and how the session finds it again: each repair once, in order.

use jiff::SignedDuration;
use sdr_fake_servers::x::{Fault, SearchBy};
use sdr_ports::SourceErrorKind;

use super::bench::Bench;

async fn found(bench: &Bench) -> usize {
    bench.search(None).await.unwrap().leads.len()
}

#[tokio::test]
async fn a_signature_out_of_date_is_made_anew_once() {
    let bench = Bench::start().await;
    bench.somebody_posts("ada_example", "recall");
    assert_eq!(found(&bench).await, 1);
    bench.server.changes_signatures();
    assert_eq!(found(&bench).await, 1);
    assert_eq!(
        bench.requests(),
        ["GET home", "POST SearchTimeline", "POST SearchTimeline", "GET home", "POST SearchTimeline"]
    );
    bench.was_decent();
}

#[tokio::test]
async fn a_search_taken_as_get_is_found_and_remembered() {
    let bench = Bench::start().await;
    bench.somebody_posts("ada_example", "recall");
    bench.server.takes_searches_by(SearchBy::Get);
    assert_eq!(found(&bench).await, 1);
    assert_eq!(
        bench.requests(),
        ["GET home", "POST SearchTimeline", "GET home", "POST SearchTimeline", "GET SearchTimeline"]
    );
    assert_eq!(found(&bench).await, 1);
    assert_eq!(bench.requests().last().unwrap(), "GET SearchTimeline", "remembered");
    assert_eq!(bench.requests().len(), 6);
    bench.was_decent();
}

#[tokio::test]
async fn stale_query_ids_are_looked_up_again() {
    let bench = Bench::start().await;
    bench.somebody_posts("ada_example", "recall");
    assert_eq!(found(&bench).await, 1);
    bench.server.changes_query_ids();
    assert_eq!(found(&bench).await, 1);
    let requests = bench.requests();
    assert_eq!(requests.iter().filter(|request| *request == "GET home").count(), 3, "{requests:?}");
    bench.was_decent();
}

#[tokio::test]
async fn query_ids_the_scripts_do_not_tell_are_taken_from_the_shipped_table_and_fail_loudly() {
    let bench = Bench::start().await;
    bench.somebody_posts("ada_example", "recall");
    bench.server.hides_query_ids();
    // The stand-in's ids are older than the shipped ones: every known form is refused.
    let error = bench.search(None).await.unwrap_err();
    assert_eq!(error.kind, SourceErrorKind::Changed);
    let asked = bench.server.asked();
    let search = asked.iter().find(|request| request.operation == "SearchTimeline").unwrap();
    assert!(search.path.contains("/hyPfJYJ_XAtDYoslQc-Rgg/"), "{}", search.path);
}

#[tokio::test]
async fn when_nothing_helps_the_search_is_paused_for_an_hour_and_says_so() {
    let bench = Bench::start().await;
    bench.somebody_posts("ada_example", "recall");
    bench.server.takes_searches_by(SearchBy::Nothing);
    let error = bench.search(None).await.unwrap_err();
    assert_eq!(error.kind, SourceErrorKind::Changed);
    assert!(error.sentence.starts_with("X changed its interface"), "{}", error.sentence);
    let asked = bench.requests();
    assert_eq!(asked.iter().filter(|request| request.ends_with("SearchTimeline")).count(), 5, "{asked:?}");
    assert!(asked.iter().filter(|request| *request == "GET home").count() <= 4, "{asked:?}");
    assert_eq!(bench.search(None).await.unwrap_err().kind, SourceErrorKind::Changed);
    assert_eq!(bench.requests().len(), asked.len(), "nothing is asked in the pause");
    bench.clock.advance(SignedDuration::from_mins(61));
    bench.server.takes_searches_by(SearchBy::Post);
    assert_eq!(found(&bench).await, 1);
    bench.was_decent();
}

#[tokio::test]
async fn a_switch_x_asks_for_is_added_once_and_kept() {
    let bench = Bench::start().await;
    bench.somebody_posts("ada_example", "recall");
    bench.server.demands_switch("brand_new_switch_enabled", true);
    assert_eq!(found(&bench).await, 1);
    assert_eq!(bench.server.count("SearchTimeline"), 2, "one refusal");
    assert_eq!(found(&bench).await, 1);
    assert_eq!(bench.server.count("SearchTimeline"), 3, "kept");
}

#[tokio::test]
async fn switches_the_scripts_name_are_sent_from_the_start() {
    let bench = Bench::start().await;
    bench.somebody_posts("ada_example", "recall");
    bench.server.demands_switch("named_by_the_scripts_enabled", false);
    assert_eq!(found(&bench).await, 1);
    assert_eq!(bench.server.count("SearchTimeline"), 1);
}

#[tokio::test]
async fn a_switch_that_is_demanded_again_and_again_is_an_error() {
    let bench = Bench::start().await;
    bench.server.always("SearchTimeline", Some(Fault::Refuses(400, 336)));
    assert_eq!(bench.search(None).await.unwrap_err().kind, SourceErrorKind::Changed);
    assert!(bench.server.count("SearchTimeline") <= 2);
}

#[tokio::test]
async fn a_protection_cookie_out_of_date_is_replaced_once() {
    let bench = Bench::start().await;
    bench.somebody_posts("ada_example", "recall");
    bench.server.next("SearchTimeline", Fault::CookieOutOfDate);
    assert_eq!(found(&bench).await, 1);
    assert_eq!(bench.server.count("SearchTimeline"), 2);
    assert_eq!(bench.server.count("home"), 1, "the refusal brought the new cookie");
    assert_eq!(bench.watch.jars.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn ids_and_signatures_are_looked_up_again_after_some_hours() {
    let bench = Bench::start().await;
    bench.somebody_posts("ada_example", "recall");
    found(&bench).await;
    bench.clock.advance(SignedDuration::from_hours(5));
    found(&bench).await;
    assert_eq!(bench.server.count("home"), 1);
    bench.clock.advance(SignedDuration::from_hours(2));
    found(&bench).await;
    assert_eq!(bench.server.count("home"), 2);
}
