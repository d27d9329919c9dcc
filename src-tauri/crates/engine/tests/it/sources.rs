//! Sources are read page by page; trouble is said, nothing is lost and nobody comes twice.

use std::sync::Arc;

use sdr_domain::Timestamp;
use sdr_domain::id::SourceId;
use sdr_domain::lead::{NewLead, Profile};
use sdr_domain::people::PeopleFilter;
use sdr_domain::post::NewPost;
use sdr_domain::source::{SourceKind, SourceSettings, TroubleKind};
use sdr_domain::suppression::SuppressionKind;
use sdr_domain::text::{Handle, HandleKind};
use sdr_engine::view::{Run, RunOrder, RunState, RunTrigger, SourceForm, SourceView};
use sdr_engine::{Engine, EngineError, LeadFilter};
use sdr_ports::fakes::{FakeSearch, trouble};
use sdr_ports::lead_source::SourceErrorKind;

use crate::harness::{Bench, MORNING, answers};

/// Somebody who wrote something `minutes` before the morning.
fn author(n: i64, minutes: i64) -> NewLead {
    let morning: Timestamp = MORNING.parse().unwrap();
    let posted_at = morning.checked_sub(jiff::SignedDuration::from_mins(minutes)).unwrap();
    NewLead {
        profile: Profile { name: format!("Author {n}"), ..Profile::default() },
        handles: vec![Handle::parse(HandleKind::X, &format!("author_{n}")).unwrap()],
        posts: vec![NewPost {
            external_id: Some(format!("17{n}")),
            text: format!("Weekly report number {n}, by hand again."),
            posted_at: Some(posted_at),
            ..NewPost::default()
        }],
    }
}

fn authors(numbers: std::ops::Range<i64>) -> Vec<NewLead> {
    numbers.map(|n| author(n, n * 10 + 1)).collect()
}

/// A workspace with a search of these queries on a connected X.
async fn searching(queries: &[&str]) -> (Bench, Arc<FakeSearch>, SourceId) {
    let bench = Bench::empty().await;
    bench.engine.finish_setup(answers()).await.unwrap();
    let made_by_wizard = bench.engine.sources().await.unwrap();
    for source in made_by_wizard {
        bench.engine.delete_source(source.id).await.unwrap();
    }
    let search = Arc::new(FakeSearch::with_pages_of(3));
    bench.sources.connect_x(Some(Arc::clone(&search)));
    let source = bench.engine.add_source(form(x_search(queries, 100))).await.unwrap();
    (bench, search, source.id)
}

fn x_search(queries: &[&str], most_posts: u32) -> SourceSettings {
    SourceSettings::XSearch {
        queries: queries.iter().map(|query| (*query).to_owned()).collect(),
        languages: vec!["en".into()],
        most_posts,
    }
}

fn form(settings: SourceSettings) -> SourceForm {
    SourceForm { name: "Search".into(), settings, enabled: true }
}

async fn run(engine: &Engine) -> Run {
    engine.run_to_end(RunOrder::full(RunTrigger::Button)).await.unwrap()
}

async fn run_only(engine: &Engine, source: SourceId) -> Run {
    let order = RunOrder { sources: Some(vec![source]), ..RunOrder::full(RunTrigger::Button) };
    engine.run_to_end(order).await.unwrap()
}

/// Name and number of posts of every lead.
async fn leads(engine: &Engine) -> Vec<(String, usize)> {
    let page = engine.leads_page(&LeadFilter::default(), None, 200).await.unwrap();
    let mut found = Vec::new();
    for row in page.items {
        let posts = engine.lead(row.id).await.unwrap().unwrap().posts.len();
        found.push((row.name, posts));
    }
    found.sort();
    found
}

fn sentence(source: &SourceView) -> &str {
    source.last_sentence.as_deref().unwrap()
}

#[tokio::test]
async fn a_search_is_read_to_its_end_and_then_asked_for_newer_posts_only() {
    let (bench, search, id) = searching(&["report"]).await;
    search.finds("report", authors(0..8));
    run(&bench.engine).await;
    let source = bench.engine.source(id).await.unwrap();
    assert_eq!(sentence(&source), "Found 8 posts: 8 new leads, 0 known.");
    assert_eq!((source.leads, source.resumable, source.trouble), (8, false, None));
    assert_eq!(search.asked().len(), 3);
    search.finds("report", vec![author(0, 0), author(90, 0)]);
    run(&bench.engine).await;
    let asked = search.asked();
    assert_eq!(asked[3].search.since, author(0, 1).posts[0].posted_at);
    assert_eq!(asked[3].search.languages, ["en"]);
    assert_eq!(sentence(&bench.engine.source(id).await.unwrap()), "Found 2 posts: 1 new lead, 1 known.");
    run(&bench.engine).await;
    assert_eq!(sentence(&bench.engine.source(id).await.unwrap()), "There was nothing new.");
    assert_eq!(leads(&bench.engine).await.len(), 9);
}

#[tokio::test]
async fn what_is_collected_again_is_there_once() {
    let (bench, search, id) = searching(&["report", "by hand"]).await;
    search.finds("report", authors(0..5));
    search.finds("by hand", authors(2..7));
    run(&bench.engine).await;
    let before = leads(&bench.engine).await;
    bench.engine.restart_source(id).await.unwrap();
    run(&bench.engine).await;
    assert_eq!(leads(&bench.engine).await, before);
    assert!(before.iter().all(|(_, posts)| *posts == 1) && before.len() == 7, "{before:?}");
    assert_eq!(sentence(&bench.engine.source(id).await.unwrap()), "Found 10 posts: 0 new leads, 10 known.");
}

#[tokio::test]
async fn killed_after_any_page_it_goes_on_behind_it() {
    const PAGES: usize = 5;
    for pages in 0..PAGES {
        let (bench, search, id) = searching(&["report", "by hand"]).await;
        search.finds("report", authors(0..8));
        search.finds("by hand", authors(6..11));
        search.falls_silent_after(pages);
        let order = RunOrder::full(RunTrigger::Button);
        bench.engine.run_pipeline(order).await.unwrap();
        while search.asked().len() <= pages {
            tokio::task::yield_now().await;
        }
        // The process is gone: what it waited for never comes.
        search.falls_silent_after(None);
        let engine = bench.reopened(77).await;
        run_only(&engine, id).await;
        let found = leads(&engine).await;
        assert_eq!(found.len(), 11, "killed after {pages} pages");
        assert!(found.iter().all(|(_, posts)| *posts == 1), "{found:?}");
        assert_eq!(search.asked().len(), PAGES + 1, "only the page that never came is asked for again");
        assert!(!engine.source(id).await.unwrap().resumable);
    }
}

#[tokio::test]
async fn each_kind_of_trouble_is_said_and_never_looks_like_nothing_found() {
    use SourceErrorKind as E;
    let kinds = [
        (E::NotConnected, TroubleKind::NotConnected),
        (E::SignedOut, TroubleKind::SignedOut),
        (E::Blocked, TroubleKind::Blocked),
        (E::Busy { retry_after_secs: 900 }, TroubleKind::Busy),
        (E::Spent, TroubleKind::Spent),
        (E::Changed, TroubleKind::Changed),
        (E::LocalOnly, TroubleKind::LocalOnly),
        (E::Away, TroubleKind::Away),
    ];
    for (error, kind) in kinds {
        let (bench, search, id) = searching(&["report"]).await;
        search.finds("report", authors(0..5));
        search.fails_after(0, trouble(error));
        let ran = run(&bench.engine).await;
        assert_eq!((ran.state, ran.failed), (RunState::Finished, 1), "{kind:?}");
        let source = bench.engine.source(id).await.unwrap();
        let kept = source.trouble.clone().unwrap();
        assert_eq!((kept.kind, sentence(&source)), (kind, format!("It failed: {error:?}.").as_str()));
        run(&bench.engine).await;
        let waits = matches!(kind, TroubleKind::SignedOut | TroubleKind::Blocked | TroubleKind::Busy);
        assert_eq!(search.asked().len() > 1, !waits, "{kind:?}");
        if kind == TroubleKind::Busy {
            assert!(kept.again_at.is_some());
            run_only(&bench.engine, id).await;
            assert_eq!(search.asked().len(), 1, "not even when asked to");
            bench.advance(901);
        }
        run_only(&bench.engine, id).await;
        let source = bench.engine.source(id).await.unwrap();
        assert_eq!((source.trouble, source.leads), (None, 5), "{kind:?}");
    }
}

#[tokio::test]
async fn trouble_in_the_middle_keeps_what_was_found_and_goes_on_there() {
    let (bench, search, id) = searching(&["report"]).await;
    search.finds("report", authors(0..8));
    search.fails_after(2, trouble(SourceErrorKind::Away));
    run(&bench.engine).await;
    let source = bench.engine.source(id).await.unwrap();
    assert_eq!(sentence(&source), "Found 6 posts: 6 new leads, 0 known. Then it stopped: It failed: Away.");
    assert!(source.resumable);
    run(&bench.engine).await;
    let source = bench.engine.source(id).await.unwrap();
    assert_eq!((source.leads, source.trouble, search.asked().len()), (8, None, 4));
}

#[tokio::test]
async fn one_bad_query_does_not_keep_the_others_from_being_read() {
    let (bench, search, id) = searching(&["(((", "report"]).await;
    search.refuses("(((");
    search.finds("report", authors(0..2));
    run(&bench.engine).await;
    let source = bench.engine.source(id).await.unwrap();
    assert_eq!(source.trouble.as_ref().map(|trouble| trouble.kind), Some(TroubleKind::BadQuery));
    assert_eq!((source.leads, source.resumable), (2, false));
    bench.engine.change_source(id, form(x_search(&["report"], 100))).await.unwrap();
    run(&bench.engine).await;
    assert_eq!(bench.engine.source(id).await.unwrap().trouble, None);
}

#[tokio::test]
async fn a_place_that_was_forgotten_over_there_is_read_from_the_first_page() {
    let (bench, search, id) = searching(&["report"]).await;
    search.finds("report", authors(0..8));
    search.fails_after(1, trouble(SourceErrorKind::Away));
    run(&bench.engine).await;
    search.forgets_places();
    run(&bench.engine).await;
    let source = bench.engine.source(id).await.unwrap();
    assert_eq!((source.leads, source.trouble), (8, None));
}

#[tokio::test]
async fn a_stop_ends_at_once_and_the_next_run_goes_on() {
    let (bench, search, id) = searching(&["report"]).await;
    search.finds("report", authors(0..8));
    search.falls_silent_after(1);
    bench.engine.run_pipeline(RunOrder::full(RunTrigger::Button)).await.unwrap();
    while search.asked().len() < 2 {
        tokio::task::yield_now().await;
    }
    let stopped = bench.engine.stop_pipeline().await.unwrap().unwrap();
    assert_eq!(stopped.state, RunState::Stopped);
    let source = bench.engine.source(id).await.unwrap();
    assert_eq!(sentence(&source), "Stopped. Found 3 posts: 3 new leads, 0 known.");
    assert!(source.resumable && source.trouble.is_none());
    search.falls_silent_after(None);
    run(&bench.engine).await;
    assert_eq!((bench.engine.source(id).await.unwrap().leads, search.asked().len()), (8, 4));
}

#[tokio::test]
async fn a_pass_takes_no_more_than_it_may() {
    let (bench, search, id) = searching(&["report"]).await;
    bench.engine.change_source(id, form(x_search(&["report"], 4))).await.unwrap();
    search.finds("report", authors(0..8));
    run(&bench.engine).await;
    assert_eq!((bench.engine.source(id).await.unwrap().leads, search.asked().len()), (4, 2));
}

#[tokio::test]
async fn suppressed_people_are_left_out() {
    let (bench, search, id) = searching(&["report"]).await;
    bench.engine.add_suppression(SuppressionKind::X, "author_1", "asked us to").await.unwrap();
    search.finds("report", authors(0..3));
    run(&bench.engine).await;
    let source = bench.engine.source(id).await.unwrap();
    let said = "Found 3 posts: 2 new leads, 0 known. Left out: 1 person on your suppression list.";
    assert_eq!((source.leads, sentence(&source)), (2, said));
}

#[tokio::test]
async fn without_a_connection_it_says_so_and_asks_nobody() {
    let (bench, search, id) = searching(&["report"]).await;
    bench.sources.connect_x(None);
    run(&bench.engine).await;
    let trouble = bench.engine.source(id).await.unwrap().trouble.unwrap();
    assert_eq!(trouble.kind, TroubleKind::NotConnected);
    assert!(trouble.fix.contains("settings") && search.asked().is_empty());
}

#[tokio::test]
async fn what_costs_credits_or_comes_by_hand_is_never_read_by_a_run() {
    let (bench, _search, x) = searching(&["report"]).await;
    bench.engine.delete_source(x).await.unwrap();
    let filter = PeopleFilter { titles: vec!["COO".into()], ..PeopleFilter::default() };
    let apollo = bench.engine.add_source(form(SourceSettings::Apollo { filter })).await.unwrap();
    let ran = run(&bench.engine).await;
    assert_eq!(ran.failed, 0);
    run_only(&bench.engine, apollo.id).await;
    assert_eq!(bench.engine.source(apollo.id).await.unwrap().leads, 0);
}

#[tokio::test]
async fn the_wizard_makes_a_search_that_is_on_when_x_is_connected() {
    for connected in [false, true] {
        let bench = Bench::empty().await;
        let search = Arc::new(FakeSearch::with_pages_of(3));
        bench.sources.connect_x(connected.then_some(search));
        bench.engine.finish_setup(answers()).await.unwrap();
        let sources = bench.engine.sources().await.unwrap();
        let [source] = sources.as_slice() else { panic!("one source, not {sources:?}") };
        assert_eq!((source.name.as_str(), source.enabled), ("X search", connected));
        assert_eq!(source.settings, x_search(&["weekly report by hand"], 200));
        bench.change(|project| project.icp.queries = vec!["copying numbers".into()]).await;
        let source = bench.engine.source(source.id).await.unwrap();
        assert_eq!(source.settings, x_search(&["copying numbers"], 200));
        bench.engine.change_source(source.id, form(x_search(&["mine"], 9))).await.unwrap();
        bench.change(|project| project.icp.queries = vec!["other".into()]).await;
        assert_eq!(bench.engine.source(source.id).await.unwrap().settings, x_search(&["mine"], 9));
    }
}

#[tokio::test]
async fn demo_leads_have_one_source_and_deleted_ones_stay_away() {
    let bench = Bench::sending().await;
    bench.engine.demo_leads(20, 1).await.unwrap();
    bench.engine.demo_leads(30, 2).await.unwrap();
    let all = bench.engine.sources().await.unwrap();
    let made: Vec<_> = all.iter().filter(|source| source.settings.kind() == SourceKind::Generator).collect();
    assert_eq!((made.len(), made[0].name.as_str(), made[0].leads), (1, "Demo leads", 50));
    run(&bench.engine).await;
    let page = bench.engine.leads_page(&LeadFilter::default(), None, 1).await.unwrap();
    bench.engine.delete_lead(page.items[0].id).await.unwrap();
    run_only(&bench.engine, made[0].id).await;
    assert_eq!(bench.engine.source(made[0].id).await.unwrap().leads, 49);
}

#[tokio::test]
async fn a_generator_makes_its_people_once_in_the_industries_asked_for() {
    let bench = Bench::sending().await;
    let settings =
        SourceSettings::Generator { count: 30, seed: 5, industries: vec!["Retail".into(), "Finance".into()] };
    let source = bench.engine.add_source(form(settings)).await.unwrap();
    run(&bench.engine).await;
    run(&bench.engine).await;
    assert_eq!(bench.engine.source(source.id).await.unwrap().leads, 30);
    let page = bench.engine.leads_page(&LeadFilter::default(), None, 100).await.unwrap();
    let industries: Vec<_> = page.items.iter().filter_map(|row| row.industry.as_deref()).collect();
    assert!(industries.iter().all(|name| ["Retail", "Finance"].contains(name)), "{industries:?}");
}

#[tokio::test]
async fn a_source_is_checked_field_by_field_and_stays_what_it_is() {
    let (bench, _search, id) = searching(&["report"]).await;
    let fields = |refused: EngineError| {
        let EngineError::Invalid { fields } = refused else {
            panic!("the fields should be named: {refused}")
        };
        fields.into_iter().map(|(field, _)| field).collect::<Vec<_>>()
    };
    let wrong = SourceForm { name: " ".into(), settings: x_search(&[" "], 0), enabled: true };
    let refused = bench.engine.add_source(wrong).await.unwrap_err();
    assert_eq!(fields(refused), ["name", "settings.queries", "settings.most_posts"]);
    let refused = bench.engine.add_source(form(SourceSettings::Csv)).await.unwrap_err();
    assert_eq!(fields(refused), ["settings.kind"]);
    let refused = bench.engine.change_source(id, form(SourceSettings::Manual)).await.unwrap_err();
    assert_eq!(fields(refused), ["settings.kind"]);
}

#[tokio::test]
async fn a_deleted_source_keeps_its_leads_and_their_word_where_they_came_from() {
    let (bench, search, id) = searching(&["report"]).await;
    search.finds("report", authors(0..2));
    run(&bench.engine).await;
    bench.engine.delete_source(id).await.unwrap();
    assert!(bench.engine.source(id).await.is_err() && bench.engine.sources().await.unwrap().is_empty());
    let of_it = LeadFilter { source: Some(id), ..LeadFilter::default() };
    let page = bench.engine.leads_page(&of_it, None, 10).await.unwrap();
    assert_eq!((page.total, page.items[0].source.as_str()), (2, "Search"));
    run_only(&bench.engine, id).await;
    assert!(matches!(bench.engine.restart_source(id).await, Err(EngineError::NotFound { .. })));
}
