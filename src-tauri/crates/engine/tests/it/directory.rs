//! Buying people: never beyond the confirmed number, never twice, never somebody who said no.

use sdr_domain::enrichment::EnrichMode;
use sdr_domain::people::PeopleFilter;
use sdr_domain::source::TroubleKind;
use sdr_domain::suppression::SuppressionKind;
use sdr_domain::text::HandleKind;
use sdr_engine::view::{LeadDetail, NewLeadForm};
use sdr_engine::{EngineError, LeadFilter};
use sdr_ports::SourceErrorKind;

use crate::shop::{Shop, somebody};

fn ids(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

async fn names(shop: &Shop) -> Vec<String> {
    let page = shop.engine.leads_page(&LeadFilter::default(), None, 50).await.unwrap();
    let mut names: Vec<String> = page.items.into_iter().map(|lead| lead.name).collect();
    names.sort();
    names
}

fn handle(lead: &LeadDetail, kind: HandleKind) -> Option<&str> {
    lead.handles.iter().find(|handle| handle.kind == kind.channel()).map(|handle| handle.value.as_str())
}

fn code(error: &EngineError) -> &'static str {
    match error {
        EngineError::Precondition { code, .. } | EngineError::Conflict { code, .. } => code,
        EngineError::NotFound { .. }
        | EngineError::Invalid { .. }
        | EngineError::Unavailable { .. }
        | EngineError::Store(_) => "other",
    }
}

#[tokio::test]
async fn bought_people_become_leads_and_what_it_cost_is_told() {
    let shop = Shop::open().await;
    let source = shop.source().await;
    for name in ["ann", "bo", "cy"] {
        shop.till.knows(name, somebody(name));
    }
    let bought = shop.engine.reveal_people(source, ids(&["ann", "bo", "cy", "zoe"]), 4).await.unwrap();
    assert_eq!((bought.credits_spent, bought.created, bought.unmatched), (3, 3, 1));
    assert_eq!(names(&shop).await, ["ann Leeway", "bo Leeway", "cy Leeway"]);
    let source = shop.look_at(source).await;
    assert_eq!((source.leads, source.last_sentence.as_deref()), (3, Some(bought.sentence.as_str())));
    assert!(bought.sentence.starts_with("Spent 3 credits: 3 new leads"), "{}", bought.sentence);
    assert!(source.trouble.is_none());
}

#[tokio::test]
async fn nobody_is_bought_twice() {
    let shop = Shop::open().await;
    let source = shop.source().await;
    shop.till.knows("ann", somebody("ann"));
    shop.engine.reveal_people(source, ids(&["ann", "ann"]), 1).await.unwrap();
    let search = shop.engine.search_people(&PeopleFilter::default(), 1).await.unwrap();
    assert!(search.entries[0].known);
    // Nothing has to be confirmed for somebody who costs nothing.
    let again = shop.engine.reveal_people(source, ids(&["ann"]), 0).await.unwrap();
    assert_eq!((again.credits_spent, again.created, again.duplicates), (0, 0, 1));
    assert_eq!((shop.till.charged(), shop.till.asked().len()), (1, 1));
}

#[tokio::test]
async fn more_than_was_confirmed_is_refused_before_anything_is_asked() {
    let shop = Shop::open().await;
    let source = shop.source().await;
    let refused = shop.engine.reveal_people(source, ids(&["ann", "bo", "cy"]), 2).await.err().unwrap();
    assert_eq!(code(&refused), "credits_changed");
    assert!(refused.to_string().contains("3 credits"), "{refused}");
    assert!(shop.till.asked().is_empty());
}

#[tokio::test]
async fn it_stops_when_the_directory_charges_more_than_it_said() {
    let shop = Shop::open().await;
    let source = shop.source().await;
    for name in ["ann", "bo", "cy", "dee"] {
        shop.till.knows(name, somebody(name));
    }
    shop.till.charges_on_top(1);
    let bought = shop.engine.reveal_people(source, ids(&["ann", "bo", "cy", "dee"]), 4).await.unwrap();
    assert_eq!((bought.credits_spent, bought.created, shop.till.asked().len()), (3, 2, 1));
    assert_eq!(shop.look_at(source).await.trouble.unwrap().kind, TroubleKind::Spent);
}

#[tokio::test]
async fn somebody_on_the_list_who_was_bought_is_left_out_and_nothing_of_them_is_kept() {
    let shop = Shop::open().await;
    let source = shop.source().await;
    shop.till.knows("ann", somebody("ann"));
    let domain = "ann-freight.example";
    shop.engine.add_suppression(SuppressionKind::Domain, domain, "asked to").await.unwrap();
    let bought = shop.engine.reveal_people(source, ids(&["ann"]), 1).await.unwrap();
    assert_eq!((bought.credits_spent, bought.created, bought.suppressed), (1, 0, 1));
    assert!(names(&shop).await.is_empty());
    // Asked for again they cost nothing, and are still not there.
    let again = shop.engine.reveal_people(source, ids(&["ann"]), 0).await.unwrap();
    assert_eq!((again.created, shop.till.charged()), (0, 1));
}

#[tokio::test]
async fn a_lead_is_completed_and_nothing_of_it_is_replaced() {
    let shop = Shop::open().await;
    shop.till.knows("ann", somebody("ann"));
    let form = NewLeadForm {
        name: "Annabel Leeway".into(),
        role: Some("Head of Dispatch".into()),
        email: Some("ann@ann-freight.example".into()),
        ..NewLeadForm::default()
    };
    let lead = shop.engine.add_lead(form).await.unwrap();
    let estimate = shop.engine.estimate_enrichment(&[lead]).await.unwrap();
    assert_eq!((estimate.credits, estimate.known), (1, 0));
    let done = shop.engine.enrich_from_directory(vec![lead], estimate.credits).await.unwrap();
    assert_eq!((done.credits_spent, done.created, done.merged), (1, 0, 1));
    let detail = shop.engine.lead(lead).await.unwrap().unwrap();
    assert_eq!((detail.name.as_str(), detail.role.as_deref()), ("Annabel Leeway", Some("Head of Dispatch")));
    assert_eq!(detail.company.as_deref(), Some("ann Freight"));
    assert_eq!(handle(&detail, HandleKind::Linkedin), Some("https://www.linkedin.com/in/ann-leeway/"));
    let enrichment = detail.enrichment.unwrap();
    assert_eq!(enrichment.mode, EnrichMode::Apollo);
    assert_eq!(enrichment.company_size.as_deref(), Some("51-200"));
}

#[tokio::test]
async fn somebody_bought_by_id_completes_a_lead_for_nothing() {
    let shop = Shop::open().await;
    let source = shop.source().await;
    shop.till.knows("ann", somebody("ann"));
    shop.engine.reveal_people(source, ids(&["ann"]), 1).await.unwrap();
    let page = shop.engine.leads_page(&LeadFilter::default(), None, 50).await.unwrap();
    let lead = page.items[0].id;
    let estimate = shop.engine.estimate_enrichment(&[lead]).await.unwrap();
    assert_eq!((estimate.credits, estimate.known), (0, 1));
    shop.engine.enrich_from_directory(vec![lead], 0).await.unwrap();
    assert_eq!((shop.till.charged(), shop.till.asked().len()), (1, 1));
}

#[tokio::test]
async fn a_suppressed_lead_is_never_asked_for() {
    let shop = Shop::open().await;
    let form = NewLeadForm {
        name: "Ann".into(),
        email: Some("ann@ann-freight.example".into()),
        ..NewLeadForm::default()
    };
    let lead = shop.engine.add_lead(form).await.unwrap();
    shop.engine.suppress_lead(lead, "asked to").await.unwrap();
    let estimate = shop.engine.estimate_enrichment(&[lead]).await.unwrap();
    assert_eq!((estimate.credits, estimate.known), (0, 0));
    let done = shop.engine.enrich_from_directory(vec![lead], 10).await.unwrap();
    assert_eq!((done.suppressed, done.credits_spent), (1, 0));
    assert!(shop.till.asked().is_empty());
}

#[tokio::test]
async fn a_crash_after_an_answer_loses_nobody_and_one_before_it_is_told() {
    let mut shop = Shop::open().await;
    let source = shop.source().await;
    for name in ["ann", "bo", "cy", "dee"] {
        shop.till.knows(name, somebody(name));
    }
    shop.till.falls_silent_at(2);
    let dying = shop.engine.clone();
    let all = ids(&["ann", "bo", "cy", "dee"]);
    tokio::spawn(async move { dying.reveal_people(source, all, 4).await.map(|done| done.created) });
    shop.till.requests_came(2).await;
    assert!(names(&shop).await.is_empty(), "nothing was imported before the crash");

    shop.dies_and_starts_again().await;
    assert_eq!(names(&shop).await, ["ann Leeway", "bo Leeway"]);
    let trouble = shop.look_at(source).await.trouble.unwrap();
    assert_eq!(trouble.kind, TroubleKind::Unclear);
    assert!(trouble.sentence.contains("2 people") && trouble.sentence.contains("up to 2 credits"));
    // Nothing was asked again by itself, neither then nor at the next start.
    shop.dies_and_starts_again().await;
    assert_eq!((shop.till.asked().len(), shop.till.charged()), (2, 2));
    assert_eq!(names(&shop).await.len(), 2);
    assert_eq!(shop.look_at(source).await.trouble.unwrap().since, trouble.since);
}

#[tokio::test]
async fn a_human_may_ask_again_after_a_crash_and_pays_only_for_whoever_is_missing() {
    let mut shop = Shop::open().await;
    let source = shop.source().await;
    for name in ["ann", "bo", "cy"] {
        shop.till.knows(name, somebody(name));
    }
    shop.till.falls_silent_at(2);
    let dying = shop.engine.clone();
    let all = ids(&["ann", "bo", "cy"]);
    let again = all.clone();
    tokio::spawn(async move { dying.reveal_people(source, all, 3).await.map(|done| done.created) });
    shop.till.requests_came(2).await;
    shop.dies_and_starts_again().await;
    shop.till.falls_silent_at(usize::MAX);
    let done = shop.engine.reveal_people(source, again, 1).await.unwrap();
    assert_eq!((done.credits_spent, done.created, shop.till.charged()), (1, 1, 3));
    assert!(shop.look_at(source).await.trouble.is_none());
}

#[tokio::test]
async fn a_request_whose_end_nobody_knows_is_shown_and_not_repeated() {
    let shop = Shop::open().await;
    let source = shop.source().await;
    shop.till.knows("ann", somebody("ann"));
    shop.till.refuses(Some(SourceErrorKind::Unclear));
    let error = shop.engine.reveal_people(source, ids(&["ann", "bo", "cy"]), 3).await.err().unwrap();
    assert!(matches!(error, EngineError::Unavailable { .. }), "{error}");
    assert_eq!(shop.till.asked().len(), 1);
    assert_eq!(shop.look_at(source).await.trouble.unwrap().kind, TroubleKind::Unclear);
}

#[tokio::test]
async fn refusals_of_the_directory_stand_on_the_source_until_it_goes_well() {
    let shop = Shop::open().await;
    let source = shop.source().await;
    shop.till.knows("ann", somebody("ann"));
    for (kind, code_of, trouble) in [
        (SourceErrorKind::SignedOut, "apollo_not_connected", TroubleKind::SignedOut),
        (SourceErrorKind::Spent, "apollo_no_credits", TroubleKind::Spent),
        (SourceErrorKind::Busy { retry_after_secs: 600 }, "other", TroubleKind::Busy),
    ] {
        shop.till.refuses(Some(kind));
        let error = shop.engine.reveal_people(source, ids(&["ann"]), 1).await.err().unwrap();
        assert_eq!(code(&error), code_of);
        assert_eq!(shop.look_at(source).await.trouble.unwrap().kind, trouble);
    }
    let trouble = shop.look_at(source).await.trouble.unwrap();
    assert_eq!(trouble.again_at, Some("2026-11-20T10:10:00Z".parse().unwrap()));
    shop.till.refuses(None);
    shop.engine.reveal_people(source, ids(&["ann"]), 1).await.unwrap();
    assert!(shop.look_at(source).await.trouble.is_none());
}
