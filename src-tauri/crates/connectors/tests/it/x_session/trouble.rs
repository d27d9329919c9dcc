//! Everything that is no data: refusals, walls, nonsense, silence. None of it is ever an empty result.

use std::time::Duration;

use jiff::SignedDuration;
use sdr_connectors::x::session::{CookieError, StopKind};
use sdr_fake_servers::x::{Fault, Generation, PageMode, Person};
use sdr_ports::lead_source::LeadSearch;
use sdr_ports::{ChannelPort, SourceErrorKind as Kind};

use super::bench::{Bench, With};

#[tokio::test]
async fn pages_that_are_not_for_us_say_what_they_are() {
    let cases = [
        (PageMode::LoggedOut, Kind::SignedOut),
        (PageMode::ToLogin, Kind::SignedOut),
        (PageMode::Cloudflare, Kind::Blocked),
        (PageMode::NoKey, Kind::Changed),
    ];
    for (mode, wanted) in cases {
        let bench = Bench::start().await;
        bench.server.shows(mode);
        let error = bench.search(None).await.unwrap_err();
        assert_eq!(error.kind, wanted, "{mode:?}: {}", error.sentence);
        assert!(error.sentence.ends_with('.') && error.fix.ends_with('.'), "{error}");
        assert_eq!(bench.server.count("SearchTimeline"), 0);
    }
}

#[tokio::test]
async fn every_refusal_has_its_kind() {
    let cases = [
        (Fault::Refuses(401, 32), Kind::SignedOut),
        (Fault::Says(89), Kind::SignedOut),
        (Fault::Bare(401), Kind::SignedOut),
        (Fault::Bare(402), Kind::Spent),
        (Fault::Bare(403), Kind::Blocked),
        (Fault::Wall, Kind::Blocked),
        (Fault::Refuses(403, 64), Kind::Blocked),
        (Fault::Refuses(403, 326), Kind::Blocked),
        (Fault::Says(226), Kind::Blocked),
        (Fault::Refuses(404, 34), Kind::Changed),
        (Fault::Says(29), Kind::Away),
        (Fault::Bare(500), Kind::Away),
        (Fault::Bare(503), Kind::Away),
        (Fault::Says(4711), Kind::Changed),
        (Fault::Says(214), Kind::BadQuery),
        (Fault::Html, Kind::Changed),
        (Fault::Malformed, Kind::Changed),
        (Fault::Truncated, Kind::Changed),
        (Fault::UnheardOf, Kind::Changed),
        (Fault::Bare(418), Kind::Changed),
        (Fault::Bare(200), Kind::Changed),
        (Fault::Huge, Kind::Changed),
    ];
    for (fault, wanted) in cases {
        let bench = Bench::start().await;
        bench.server.always("SearchTimeline", Some(fault));
        let error = bench.search(None).await.unwrap_err();
        assert_eq!(error.kind, wanted, "{fault:?}: {error}");
        assert!(!error.sentence.is_empty() && error.fix.ends_with('.'), "{fault:?}: {error}");
    }
}

#[tokio::test]
async fn a_stream_that_stalls_is_given_up() {
    let settings = |settings: &mut sdr_connectors::x::session::XSettings| {
        settings.limits.stall = Duration::from_millis(150);
        settings.limits.total = Duration::from_millis(800);
    };
    for fault in [Fault::Stalls, Fault::LostThenSilent] {
        let bench = Bench::with(With { settings, ..With::default() }).await;
        bench.server.next("SearchTimeline", fault);
        assert_eq!(bench.search(None).await.unwrap_err().kind, Kind::Away, "{fault:?}");
        bench.somebody_posts("ada_example", "recall");
        assert_eq!(bench.search(None).await.unwrap().leads.len(), 1, "the next search goes on");
    }
}

#[tokio::test]
async fn people_of_an_unheard_shape_are_an_error_and_not_nobody() {
    let bench = Bench::start().await;
    bench.server.joins(Person::new("ada_example", Generation::Unheard));
    bench.server.posts("ada_example", "recall");
    let error = bench.search(None).await.unwrap_err();
    assert_eq!(error.kind, Kind::Changed);
    assert!(error.sentence.contains("author"), "{}", error.sentence);
}

#[tokio::test]
async fn a_spent_budget_is_waited_for_without_asking() {
    let bench = Bench::start().await;
    bench.somebody_posts("ada_example", "recall");
    let reset = bench.clock.seconds() + 700;
    bench.server.allows("SearchTimeline", 1, reset);
    assert!(bench.search(None).await.is_ok());
    let Kind::Busy { retry_after_secs } = bench.search(None).await.unwrap_err().kind else { panic!() };
    assert!((600..=700).contains(&retry_after_secs), "{retry_after_secs}");
    assert_eq!(bench.server.count("SearchTimeline"), 1, "the header said that none are left");
    bench.clock.advance(SignedDuration::from_secs(700));
    assert!(bench.search(None).await.is_ok());
}

#[tokio::test]
async fn a_refusal_for_too_many_requests_waits_and_one_with_requests_left_stops() {
    let bench = Bench::start().await;
    bench.server.next("SearchTimeline", Fault::Limited { remaining: 0 });
    assert!(matches!(bench.search(None).await.unwrap_err().kind, Kind::Busy { retry_after_secs: 500..=600 }));
    assert_eq!(bench.x.stop(), None);
    bench.clock.advance(SignedDuration::from_secs(601));
    bench.server.next("SearchTimeline", Fault::Limited { remaining: 30 });
    assert_eq!(bench.search(None).await.unwrap_err().kind, Kind::Blocked);
    assert_eq!(bench.x.stop().unwrap().kind, StopKind::SoftBan);
    let asked = bench.requests().len();
    bench.clock.advance(SignedDuration::from_hours(23));
    assert_eq!(bench.search(None).await.unwrap_err().kind, Kind::Blocked);
    assert_eq!(bench.requests().len(), asked, "nothing is asked for a day");
    bench.clock.advance(SignedDuration::from_hours(2));
    assert!(bench.search(None).await.is_ok());
}

#[tokio::test]
async fn each_level_of_the_kill_switch_stops_what_it_must() {
    let cases = [
        (Fault::Says(226), StopKind::LooksAutomated, false),
        (Fault::Refuses(403, 326), StopKind::Locked, false),
        (Fault::Refuses(403, 64), StopKind::Suspended, false),
        (Fault::Says(344), StopKind::DailyLimit, true),
        (Fault::Refuses(403, 9999), StopKind::Refused, false),
        (Fault::Bare(403), StopKind::Refused, false),
        (Fault::Wall, StopKind::Wall, false),
    ];
    for (fault, kind, reading_goes_on) in cases {
        let bench = Bench::start().await;
        let post = bench.somebody_posts("ada_example", "recall");
        bench.server.next("FavoriteTweet", fault);
        bench.like(&post).await.0.unwrap_err();
        let stops = bench.watch.stops.lock().unwrap().clone();
        assert_eq!(stops.iter().map(|stop| stop.kind).collect::<Vec<_>>(), [kind], "{fault:?}: told once");
        let asked = bench.requests().len();
        bench.clock.advance(SignedDuration::from_mins(10));
        bench.like(&post).await.0.unwrap_err();
        assert!(!ChannelPort::health(&bench.x).await.ready);
        assert_eq!(bench.requests().len(), asked, "{fault:?}: no act, no look");
        assert_eq!(bench.search(None).await.is_ok(), reading_goes_on, "{fault:?}");
        bench.x.resume();
        assert!(bench.like(&post).await.0.is_ok(), "{fault:?}: a human let it go on");
    }
}

#[tokio::test]
async fn without_cookies_risk_or_while_stopped_nothing_at_all_is_asked() {
    let first = Bench::start().await;
    let post = first.somebody_posts("ada_example", "recall");
    first.server.next("FavoriteTweet", Fault::Refuses(403, 64));
    first.like(&post).await.0.unwrap_err();
    let kept = first.x.stop();
    let cases = [
        (With { cookies: Some(Err(CookieError::Empty)), ..With::default() }, Kind::NotConnected),
        (With { cookies: Some(Err(CookieError::NoCt0)), ..With::default() }, Kind::NotConnected),
        (With { risk_accepted: false, ..With::default() }, Kind::NotConnected),
        (With { stop: kept, ..With::default() }, Kind::Blocked),
    ];
    for (with, wanted) in cases {
        let bench = Bench::with(with).await;
        let post = bench.somebody_posts("ada_example", "recall");
        let error = bench.search(None).await.unwrap_err();
        assert_eq!(error.kind, wanted, "{error}");
        assert!(!LeadSearch::health(&bench.x).await.ready);
        assert!(!ChannelPort::health(&bench.x).await.ready);
        bench.like(&post).await.0.unwrap_err();
        let (outcome, events) = bench.reply(&post, "Hello").await;
        outcome.unwrap_err();
        assert_eq!(events, []);
        assert_eq!(bench.server.asked(), []);
        assert_eq!(bench.ledger.entries(), []);
    }
}

#[tokio::test]
async fn local_only_is_named_as_the_reason() {
    let bench = Bench::start().await;
    bench.ledger.refuse();
    assert_eq!(bench.search(None).await.unwrap_err().kind, Kind::LocalOnly);
}

#[tokio::test]
async fn no_error_shows_a_cookie_or_the_words_of_a_search() {
    let bench = Bench::start().await;
    for fault in [Fault::Says(32), Fault::Malformed, Fault::Bare(500), Fault::Refuses(403, 64)] {
        bench.server.next("SearchTimeline", fault);
        let shown = format!("{:?} {:?}", bench.search(None).await.unwrap_err(), bench.x);
        for secret in [sdr_fake_servers::x::AUTH_TOKEN, sdr_fake_servers::x::CT0, "recall"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}
