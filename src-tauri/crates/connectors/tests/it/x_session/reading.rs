//! What is found, and where it ends.

use sdr_connectors::x::session::CookieJar;
use sdr_domain::text::HandleKind;
use sdr_fake_servers::x::{Fault, Generation, Kind, PageMode, Person};
use sdr_ports::lead_source::LeadSearch;

use super::bench::{Bench, words};

#[tokio::test]
async fn every_build_of_the_page_gives_signatures_that_are_taken() {
    for mode in [PageMode::Webpack7, PageMode::Webpack16, PageMode::XWeb, PageMode::Moved] {
        let bench = Bench::start().await;
        bench.server.shows(mode);
        bench.somebody_posts("ada_example", "Our recall list is a mess");
        let page = bench.search(None).await.unwrap();
        assert_eq!(page.leads.len(), 1, "{mode:?}");
        assert_eq!(bench.server.count("SearchTimeline"), 1, "{mode:?}: taken at once");
        bench.was_decent();
    }
}

#[tokio::test]
async fn three_generations_of_people_are_read_alike() {
    let bench = Bench::start().await;
    let people = [("anna_a", Generation::A), ("bert_b", Generation::B), ("cora_c", Generation::C)];
    for (handle, generation) in people {
        let person = Person {
            name: "Same Name".into(),
            website: "https://same.example".into(),
            ..Person::new(handle, generation)
        };
        bench.server.joins(person);
        bench.server.posts(handle, "the recall list again");
    }
    let page = bench.search(None).await.unwrap();
    assert_eq!(page.leads.len(), 3);
    for lead in &page.leads {
        assert_eq!(lead.profile, page.leads[0].profile);
        let (profile, post) = (&lead.profile, &lead.posts[0]);
        assert_eq!(profile.name, "Same Name");
        assert_eq!(profile.bio.as_deref(), Some("Runs a dental practice"));
        assert_eq!(profile.location.as_deref(), Some("Leeds"));
        assert_eq!(profile.website.as_deref(), Some("https://same.example"));
        assert_eq!((profile.followers, profile.language.as_deref()), (Some(120), Some("en")));
        let handle = lead.handles[0].value();
        assert_eq!(lead.handles[0].kind(), HandleKind::X);
        let id = post.external_id.as_deref().unwrap();
        assert_eq!(post.url.as_deref(), Some(format!("https://x.com/{handle}/status/{id}").as_str()));
        assert_eq!((post.engagement, post.posted_at.is_some()), (Some(6), true));
    }
}

#[tokio::test]
async fn a_person_comes_once_a_page_with_their_posts_newest_first() {
    let bench = Bench::start().await;
    let first = bench.somebody_posts("ada_example", "recall one");
    bench.clock.advance(jiff::SignedDuration::from_mins(1));
    let second = bench.server.posts("ada_example", "recall two");
    let page = bench.search(None).await.unwrap();
    assert_eq!(page.leads.len(), 1);
    let ids: Vec<_> = page.leads[0].posts.iter().map(|post| post.external_id.clone().unwrap()).collect();
    assert_eq!(ids, [second, first]);
}

#[tokio::test]
async fn long_posts_are_whole_and_withheld_or_paid_ones_are_skipped() {
    let bench = Bench::start().await;
    bench.server.advertises();
    bench.server.joins(Person::new("ada_example", Generation::C));
    let long = format!("recall {}", "🦷 مرحبا بالعالم & <b>x</b> ".repeat(1_000));
    assert!(long.chars().count() > 25_000);
    bench.server.posts_as("ada_example", &long, Kind::Note);
    bench.server.posts_as("ada_example", "recall limited", Kind::Limited);
    bench.server.posts_as("ada_example", "recall gone", Kind::Tombstone);
    bench.server.posts_as("ada_example", "recall nothing", Kind::Nothing);
    let page = bench.search(None).await.unwrap();
    let texts: Vec<_> = page.leads[0].posts.iter().map(|post| post.text.as_str()).collect();
    assert_eq!(texts.len(), 2, "the limited and the long one");
    assert!(texts.contains(&long.trim()) && texts.contains(&"recall limited"));
    assert_eq!(page.skipped, 3, "an advertisement, a tombstone and a hole");
}

#[tokio::test]
async fn pages_follow_each_other_and_the_repeated_last_page_ends_the_search() {
    let bench = Bench::start().await;
    bench.server.pages_of(2);
    for handle in ["a_example", "b_example", "c_example", "d_example", "e_example"] {
        bench.somebody_posts(handle, "recall again");
    }
    let pages = bench.search_all().await;
    let found: Vec<String> = pages
        .iter()
        .flat_map(|page| page.leads.iter().map(|lead| lead.handles[0].value().to_owned()))
        .collect();
    assert_eq!(found, ["e_example", "d_example", "c_example", "b_example", "a_example"], "each once");
    assert_eq!(pages.len(), 4, "three pages and the repeated one");
    bench.was_decent();
}

#[tokio::test]
async fn a_search_nobody_answers_to_ends_after_three_empty_pages() {
    let bench = Bench::start().await;
    let pages = bench.search_all().await;
    assert_eq!(pages.len(), 3);
    assert!(pages.iter().all(|page| page.leads.is_empty()));
}

#[tokio::test]
async fn data_that_comes_with_errors_is_kept() {
    let bench = Bench::start().await;
    bench.somebody_posts("ada_example", "recall");
    bench.server.next("SearchTimeline", Fault::DataWithErrors);
    assert_eq!(bench.search(None).await.unwrap().leads.len(), 1);
}

#[tokio::test]
async fn health_names_the_account_of_the_session_and_asks_rarely() {
    let bench = Bench::start().await;
    let health = LeadSearch::health(&bench.x).await;
    assert!(health.ready);
    assert_eq!(health.sentence, "Signed in as @me_example.");
    LeadSearch::health(&bench.x).await;
    assert_eq!(bench.server.count("account/multi/list"), 1);
    bench.was_decent();
}

#[tokio::test]
async fn a_rotated_cookie_is_used_at_once_and_handed_over_to_be_kept() {
    let bench = Bench::start().await;
    bench.somebody_posts("ada_example", "recall");
    bench.server.next("SearchTimeline", Fault::RotatesCookie);
    bench.search(None).await.unwrap();
    bench.search(None).await.unwrap();
    assert_eq!(bench.server.count("SearchTimeline"), 2, "no refusal in between");
    let kept = bench.watch.jars.lock().unwrap().last().unwrap().clone();
    assert_eq!(kept.get("ct0"), Some(bench.server.ct0().as_str()));
    assert_eq!(kept.get("guest_id"), Some("v1%3A1"), "the rest of the jar stays");
    assert_eq!(bench.x.cookies().await, Ok(kept));
}

#[tokio::test]
async fn the_ledger_says_what_for_each_request_goes() {
    let bench = Bench::start().await;
    bench.somebody_posts("ada_example", "recall");
    bench.search(None).await.unwrap();
    let purposes: Vec<_> = bench.ledger.entries().iter().map(|entry| entry.purpose.as_str()).collect();
    assert_eq!(purposes.last(), Some(&"search"));
    assert!(purposes[..purposes.len() - 1].iter().all(|purpose| *purpose == "connect"));
    assert_eq!(bench.ledger.outcomes().len(), purposes.len());
}

#[tokio::test]
async fn a_search_without_words_asks_nothing() {
    let bench = Bench::start().await;
    assert!(bench.x.page(&words("  "), None).await.is_err());
    assert_eq!(bench.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn two_searches_at_once_wait_for_each_other() {
    let bench = Bench::start().await;
    bench.somebody_posts("ada_example", "recall");
    let (one, two) = tokio::join!(bench.search(None), bench.search(None));
    assert!(one.is_ok() && two.is_ok());
    assert_eq!(bench.server.count("home"), 1, "one page serves both");
    bench.was_decent();
}

#[tokio::test]
async fn cookies_without_an_id_still_find_the_account() {
    let with = super::bench::With {
        cookies: Some(CookieJar::parse(&format!(
            "auth_token={}; ct0={}",
            sdr_fake_servers::x::AUTH_TOKEN,
            sdr_fake_servers::x::CT0
        ))),
        ..Default::default()
    };
    let bench = Bench::with(with).await;
    // Without the id the first of several accounts is taken: the list does not say which is meant.
    assert_eq!(LeadSearch::health(&bench.x).await.sentence, "Signed in as @other_account.");
}
