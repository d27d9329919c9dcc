//! What a search finds, and what it says when it finds nothing.

use sdr_fake_servers::x_api::Fault;
use sdr_ports::lead_source::{FoundPage, PostSearch};
use sdr_ports::{LeadSearch as _, SourceErrorKind as K};

use super::Bench;

fn search(query: &str) -> PostSearch {
    PostSearch { query: query.into(), languages: vec!["en".into()], since: None }
}

/// `name: texts` of each lead, in order.
fn lines(page: &FoundPage) -> Vec<String> {
    let line = |lead: &sdr_domain::lead::NewLead| {
        let texts: Vec<&str> = lead.posts.iter().map(|post| post.text.as_str()).collect();
        format!("{}: {}", lead.handles[0].value(), texts.join(" / "))
    };
    page.leads.iter().map(line).collect()
}

#[tokio::test]
async fn posts_and_their_authors_become_leads_in_either_naming() {
    for new_names in [false, true] {
        let bench = Bench::start().await;
        if new_names {
            bench.x.speaks_new_names();
        }
        bench.x.person("ada_example", 1200);
        let post = bench.x.post("ada_example", "which crm for a small team &amp; me?");
        let page = bench.by_key().page(&search("crm"), None).await.unwrap();

        let lead = &page.leads[0];
        assert_eq!((page.leads.len(), page.next.as_deref(), page.skipped), (1, None, 0));
        assert_eq!(lead.profile.name, "ada_example & Co");
        assert_eq!(lead.profile.bio.as_deref(), Some("Runs things <3"));
        assert_eq!(lead.profile.website.as_deref(), Some("https://example.com"));
        assert_eq!(lead.profile.language.as_deref(), Some("en"));
        assert_eq!(lead.profile.followers, Some(1200));
        let found = &lead.posts[0];
        assert_eq!(found.text, "which crm for a small team & me?");
        assert_eq!(found.external_id.as_deref(), Some(post.as_str()));
        assert_eq!(found.url, Some(format!("https://x.com/ada_example/status/{post}")));
        assert_eq!(found.engagement, Some(10));
        assert_eq!(found.posted_at, Some("2026-11-20T09:00:00Z".parse().unwrap()));
    }
}

#[tokio::test]
async fn a_person_with_two_posts_is_one_lead_and_a_long_post_is_whole() {
    let bench = Bench::start().await;
    bench.x.person("ada_example", 10);
    bench.x.person("bob_example", 10);
    let long = format!("crm {}", "long story ".repeat(2_000));
    bench.x.post("ada_example", "crm one");
    bench.x.post("bob_example", "crm two");
    bench.x.long_post("ada_example", &long);
    let page = bench.by_key().page(&search("crm"), None).await.unwrap();
    let mut found = lines(&page);
    found.sort();
    assert_eq!(found.len(), 2);
    assert!(found[0].starts_with("ada_example") && found[0].len() > 20_000, "the whole long post");
    assert_eq!(found[1], "bob_example: crm two");
}

#[tokio::test]
async fn pages_follow_each_other_to_the_end() {
    let bench = Bench::start().await;
    bench.x.pages_of(2);
    for name in ["a_one", "b_two", "c_three"] {
        bench.x.person(name, 1);
        bench.x.post(name, "crm please");
    }
    let api = bench.by_key();
    let first = api.page(&search("crm"), None).await.unwrap();
    let second = api.page(&search("crm"), first.next.as_deref()).await.unwrap();
    assert_eq!((first.leads.len(), second.leads.len(), second.next), (2, 1, None));
}

#[tokio::test]
async fn nothing_found_is_an_empty_page_and_no_error() {
    let bench = Bench::start().await;
    let page = bench.by_key().page(&search("crm"), None).await.unwrap();
    assert_eq!(page, FoundPage::default());
}

#[tokio::test]
async fn a_withheld_author_costs_their_own_posts_only() {
    let bench = Bench::start().await;
    for name in ["ada_example", "gone_example"] {
        bench.x.person(name, 1);
        bench.x.post(name, "crm please");
    }
    bench.x.suspends("gone_example");
    let page = bench.by_key().page(&search("crm"), None).await.unwrap();
    assert_eq!(lines(&page), ["ada_example: crm please"]);
    assert_eq!(page.skipped, 1);
}

#[tokio::test]
async fn only_newer_posts_are_asked_for_where_x_can_tell() {
    let bench = Bench::start().await;
    bench.x.person("ada_example", 1);
    bench.x.post("ada_example", "crm an hour ago");
    let api = bench.by_key();
    for (since, found) in [
        ("2026-11-20T09:30:00Z", 0),
        ("2026-11-20T08:00:00Z", 1),
        ("2026-11-20T10:00:00Z", 0),
        ("2026-01-01T00:00:00Z", 1),
    ] {
        let search = PostSearch { since: Some(since.parse().unwrap()), ..search("crm") };
        assert_eq!(api.page(&search, None).await.unwrap().leads.len(), found, "{since}");
    }
}

#[tokio::test]
async fn every_refusal_has_one_meaning_and_a_way_on() {
    for (fault, kind, says) in [
        (Fault::NoCredits, K::Spent, "console.x.com"),
        (Fault::UsageCapped, K::Spent, "console.x.com"),
        (Fault::NotEnrolled, K::Blocked, "project"),
        (Fault::NotPermitted, K::Blocked, "Assisted"),
        (Fault::TooManyRequests(240), K::Busy { retry_after_secs: 240 }, "4 minutes"),
        (Fault::TooManyWithoutReset, K::Busy { retry_after_secs: 900 }, "15 minutes"),
        (Fault::Unavailable, K::Away, "503"),
        (Fault::Wall, K::Blocked, "VPN"),
        (Fault::HtmlInPlaceOfData, K::Changed, "a web page"),
        (Fault::Truncated, K::Changed, "no whole JSON"),
        (Fault::OtherShape, K::Changed, "without posts"),
        (Fault::Unauthorized, K::SignedOut, "new key"),
    ] {
        let bench = Bench::start().await;
        bench.x.then(fault);
        let error = bench.by_key().page(&search("crm"), None).await.unwrap_err();
        assert_eq!(error.kind, kind, "{fault:?}: {error}");
        assert!(error.to_string().contains(says), "{fault:?}: {error}");
        assert_eq!(bench.x.asked().len(), 1, "{fault:?} is not asked again");
    }
}

#[tokio::test]
async fn a_query_x_cannot_read_is_named_with_its_reason() {
    let bench = Bench::start().await;
    let error = bench.by_key().page(&search("\"crm"), None).await.unwrap_err();
    assert_eq!(error.kind, K::BadQuery);
    assert!(error.sentence.contains("missing EOF"), "{error}");
}

#[tokio::test]
async fn a_query_that_is_too_long_is_not_sent() {
    let bench = Bench::start().await;
    let error = bench.by_key().page(&search(&"crm ".repeat(200)), None).await.unwrap_err();
    assert_eq!(error.kind, K::BadQuery);
    assert!(bench.x.asked().is_empty());
}

#[tokio::test]
async fn local_only_and_silence_are_told_apart() {
    let bench = Bench::start().await;
    bench.ledger.refuse();
    assert_eq!(bench.by_key().page(&search("crm"), None).await.unwrap_err().kind, K::LocalOnly);

    let bench = Bench::start().await;
    let api = bench.by_key();
    drop(bench.x);
    assert_eq!(api.page(&search("crm"), None).await.unwrap_err().kind, K::Away);
}

#[tokio::test]
async fn the_ledger_knows_what_a_search_carries() {
    let bench = Bench::start().await;
    bench.by_key().page(&search("crm"), None).await.unwrap();
    let entry = bench.ledger.entries().remove(0);
    assert_eq!((entry.method.as_str(), entry.fields.as_slice()), ("GET", &["search words".to_owned()][..]));
    assert_eq!(entry.purpose, sdr_domain::egress::EgressPurpose::Search);
}

#[tokio::test]
async fn a_key_is_tried_by_a_search_that_finds_and_costs_nothing() {
    let bench = Bench::start().await;
    bench.x.person("ada_example", 1);
    bench.x.post("ada_example", "crm please");
    let health = bench.by_key().health().await;
    assert!(health.ready, "{}", health.sentence);
    assert_eq!(bench.x.asked(), ["GET /2/tweets/search/recent"]);
    bench.x.then(Fault::Unauthorized);
    let health = bench.by_key().health().await;
    assert!(!health.ready && health.fix.unwrap().contains("new key"));
}

#[tokio::test]
async fn a_signed_in_human_is_named() {
    let bench = Bench::signed_in().await;
    let health = bench.as_human().health().await;
    assert_eq!((health.ready, health.sentence.as_str()), (true, "Signed in to X as @mara_example."));
}
