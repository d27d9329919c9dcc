//! Apollo: people found and matched, credits counted, and every way it can go wrong.

use std::sync::Arc;

use sdr_connectors::Apollo;
use sdr_domain::id::LeadId;
use sdr_domain::people::{PeopleFilter, PersonQuery};
use sdr_domain::text::HandleKind;
use sdr_fake_servers::apollo::{FakeApollo, Fault, KEY, Somebody};
use sdr_ports::lead_source::{DirectoryEntry, DirectoryPerson};
use sdr_ports::{PeopleDirectory, Secret, SourceErrorKind};

use crate::ledger::{Ledger, http};

struct Bench {
    server: FakeApollo,
    ledger: Arc<Ledger>,
    apollo: Apollo,
}

impl Bench {
    async fn start() -> Self {
        Self::with_key(KEY).await
    }

    async fn with_key(key: &str) -> Self {
        let server = FakeApollo::start().await.unwrap();
        let ledger = Arc::new(Ledger::default());
        let key = Secret::new(key.to_owned());
        let apollo = Apollo::new(http(&ledger), server.base().parse().unwrap(), key);
        Self { server, ledger, apollo }
    }

    async fn trouble_with_a_match(&self, fault: Fault) -> SourceErrorKind {
        self.server.breaks(Some(fault));
        self.apollo.match_people(&[by_id("1"), by_id("2")], &[]).await.unwrap_err().kind
    }

    async fn trouble_with_a_search(&self, fault: Fault) -> SourceErrorKind {
        self.server.breaks(Some(fault));
        self.apollo.search(&PeopleFilter::default(), 1).await.unwrap_err().kind
    }
}

fn by_id(id: &str) -> PersonQuery {
    PersonQuery { id: Some(id.into()), ..PersonQuery::default() }
}

fn ann() -> Somebody {
    Somebody::whole("1", "Ann", "Leeway", "harbor.example")
}

fn handle(person: &DirectoryPerson, kind: HandleKind) -> Option<&str> {
    person.lead.handles.iter().find(|handle| handle.kind() == kind).map(sdr_domain::text::Handle::value)
}

#[tokio::test]
async fn a_search_shows_people_without_contact_data_and_costs_nothing() {
    let bench = Bench::start().await;
    bench.server.knows(ann());
    bench.server.knows(Somebody { email: None, ..Somebody::whole("2", "Bo", "Ray", "mill.example") });
    bench
        .server
        .knows(Somebody { title: "Nurse".into(), ..Somebody::whole("3", "Cy", "Oak", "mill.example") });
    let filter = PeopleFilter {
        titles: vec!["operations".into(), " ".into()],
        keywords: "freight & cargo".into(),
        locations: vec!["Hamburg, Germany".into()],
        seniorities: vec!["head".into()],
        company_locations: vec!["Germany".into()],
        company_domains: vec![],
        company_sizes: vec!["51,200".into()],
    };
    let page = bench.apollo.search(&filter, 1).await.unwrap();
    let ann = DirectoryEntry {
        id: "1".into(),
        name: "Ann Le***y".into(),
        title: Some("Head of Operations".into()),
        company: Some("harbor Freight".into()),
        has_email: true,
    };
    assert_eq!(page.entries[0], ann);
    assert!(!page.entries[1].has_email);
    assert_eq!((page.entries.len(), page.total, page.more), (2, 2, false));
    assert_eq!((bench.server.charged(), bench.server.wrong()), (0, vec![]));
}

#[tokio::test]
async fn pages_go_on_until_everybody_was_shown() {
    let bench = Bench::start().await;
    for number in 0..120 {
        bench.server.knows(Somebody::whole(&number.to_string(), "Ann", "Leeway", "harbor.example"));
    }
    let all = PeopleFilter::default();
    let mut seen = Vec::new();
    for page in 1.. {
        let found = bench.apollo.search(&all, page).await.unwrap();
        seen.extend(found.entries.into_iter().map(|entry| entry.id));
        if !found.more {
            break;
        }
    }
    assert_eq!(seen, (0..120).map(|n| n.to_string()).collect::<Vec<_>>());
    // Beyond the last page Apollo shows, nothing is asked.
    let asked = bench.server.asked().len();
    assert!(bench.apollo.search(&all, 501).await.unwrap().entries.is_empty());
    assert_eq!(bench.server.asked().len(), asked);
}

#[tokio::test]
async fn nobody_fitting_is_an_empty_page_and_no_error() {
    let bench = Bench::start().await;
    let page = bench.apollo.search(&PeopleFilter::default(), 1).await.unwrap();
    assert_eq!((page.entries.len(), page.total, page.more), (0, 0, false));
}

#[tokio::test]
async fn a_matched_person_becomes_a_lead_with_everything_apollo_knows() {
    let bench = Bench::start().await;
    bench.server.knows(Somebody { twitter: Some("https://twitter.com/AnnLeeway".into()), ..ann() });
    let matches = bench.apollo.match_people(&[by_id("1")], &[]).await.unwrap();
    assert_eq!(matches.credits, 1);
    let ann = matches.people[0].as_ref().unwrap();
    assert_eq!(ann.id.as_deref(), Some("1"));
    let profile = &ann.lead.profile;
    assert_eq!(profile.name, "Ann Leeway");
    assert_eq!(profile.role.as_deref(), Some("Head of Operations"));
    assert_eq!(profile.company.as_deref(), Some("harbor Freight"));
    assert_eq!(profile.industry.as_deref(), Some("logistics & supply chain"));
    assert_eq!(profile.location.as_deref(), Some("Hamburg, Germany"));
    assert_eq!(profile.website.as_deref(), Some("http://www.harbor.example"));
    assert_eq!(profile.language.as_deref(), Some("de"));
    assert_eq!(profile.company_size, Some(120));
    assert_eq!(handle(ann, HandleKind::Email), Some("ann.leeway@harbor.example"));
    assert_eq!(handle(ann, HandleKind::Linkedin), Some("https://www.linkedin.com/in/ann-leeway-demo/"));
    assert_eq!(handle(ann, HandleKind::X), Some("annleeway"));
}

#[tokio::test]
async fn one_person_nobody_knows_is_no_error_and_costs_nothing() {
    let bench = Bench::start().await;
    let matches = bench.apollo.match_people(&[by_id("404")], &[]).await.unwrap();
    assert_eq!((matches.people, matches.credits), (vec![None], 0));
    assert_eq!(bench.server.asked(), ["POST /api/v1/people/match"]);
}

#[tokio::test]
async fn locked_guessed_and_broken_addresses_are_left_out() {
    let bench = Bench::start().await;
    let with = |id: &str, email: &str, status: &str| Somebody {
        email: Some(email.into()),
        email_status: status.into(),
        ..Somebody::whole(id, "Ann", "Leeway", "harbor.example")
    };
    bench.server.knows(with("1", "email_not_unlocked@domain.com", "unavailable"));
    bench.server.knows(with("2", "Email_Not_Unlocked@harbor.example", "verified"));
    bench.server.knows(with("3", "a.leeway@harbor.example", "guessed"));
    bench.server.knows(with("4", "ann leeway at harbor", "verified"));
    bench.server.knows(with("5", "ann@harbor.example", "likely to engage"));
    let asked: Vec<_> = ["1", "2", "3", "4", "5"].map(by_id).into();
    let matches = bench.apollo.match_people(&asked, &[]).await.unwrap();
    let emails: Vec<_> =
        matches.people.iter().map(|person| handle(person.as_ref().unwrap(), HandleKind::Email)).collect();
    assert_eq!(emails, [None, None, None, None, Some("ann@harbor.example")]);
}

#[tokio::test]
async fn several_people_keep_their_order_with_gaps() {
    let bench = Bench::start().await;
    bench.server.knows(ann());
    bench.server.knows(Somebody::whole("3", "Cy", "Oakley", "mill.example"));
    let matches = bench.apollo.match_people(&["3", "404", "1"].map(by_id), &[]).await.unwrap();
    let ids: Vec<_> =
        matches.people.iter().map(|person| person.as_ref().and_then(|p| p.id.as_deref())).collect();
    assert_eq!(ids, [Some("3"), None, Some("1")]);
    assert_eq!((matches.credits, bench.server.charged()), (2, 2));
    assert!(bench.server.wrong().is_empty());
}

#[tokio::test]
async fn an_answer_that_leaves_gaps_out_is_paired_by_who_was_asked_for() {
    let bench = Bench::start().await;
    bench.server.knows(ann());
    bench.server.knows(Somebody::whole("3", "Cy", "Oakley", "mill.example"));
    bench.server.leaves_gaps_out();
    let by_email = PersonQuery { email: Some("cy.oakley@mill.example".into()), ..PersonQuery::default() };
    let asked = [by_id("404"), by_email, by_id("1")];
    let matches = bench.apollo.match_people(&asked, &[]).await.unwrap();
    let ids: Vec<_> =
        matches.people.iter().map(|person| person.as_ref().and_then(|p| p.id.as_deref())).collect();
    assert_eq!(ids, [None, Some("3"), Some("1")]);
}

#[tokio::test]
async fn credits_nobody_names_are_one_for_each_person_found() {
    let bench = Bench::start().await;
    bench.server.knows(ann());
    bench.server.is_silent_about_credits();
    let matches = bench.apollo.match_people(&["1", "404"].map(by_id), &[]).await.unwrap();
    assert_eq!(matches.credits, 1);
}

#[tokio::test]
async fn more_people_than_allowed_are_refused_before_anything_is_asked() {
    let bench = Bench::start().await;
    let many: Vec<_> = (0..11).map(|n| by_id(&n.to_string())).collect();
    let refused = bench.apollo.match_people(&many, &[]).await.unwrap_err();
    assert_eq!(refused.kind, SourceErrorKind::BadQuery);
    assert!(bench.apollo.match_people(&[], &[]).await.unwrap().people.is_empty());
    assert!(bench.server.asked().is_empty());
}

#[tokio::test]
async fn refusals_of_a_match_say_that_nothing_was_spent() {
    let day = 86_400;
    for (fault, kind) in [
        (Fault::KeyTakenBack, SourceErrorKind::SignedOut),
        (Fault::NotInPlan, SourceErrorKind::Blocked),
        (Fault::Forbidden, SourceErrorKind::Blocked),
        (Fault::PaymentRequired, SourceErrorKind::Spent),
        (Fault::OutOfCredits, SourceErrorKind::Spent),
        (Fault::BadParameters, SourceErrorKind::BadQuery),
        (Fault::NotFound, SourceErrorKind::Changed),
        (Fault::SlowDownFor(600), SourceErrorKind::Busy { retry_after_secs: 600 }),
        (Fault::WindowUsedUp("minute"), SourceErrorKind::Busy { retry_after_secs: 60 }),
        (Fault::WindowUsedUp("hourly"), SourceErrorKind::Busy { retry_after_secs: 3_600 }),
        (Fault::WindowUsedUp("24-hour"), SourceErrorKind::Busy { retry_after_secs: day }),
    ] {
        let bench = Bench::start().await;
        bench.server.knows(ann());
        assert_eq!(bench.trouble_with_a_match(fault.clone()).await, kind, "{fault:?}");
        assert_eq!((bench.server.charged(), bench.server.asked().len()), (0, 1), "{fault:?}");
    }
}

#[tokio::test]
async fn a_paid_request_without_a_usable_answer_is_unclear_and_not_repeated() {
    for fault in [
        Fault::ServerErrorAfterwards,
        Fault::BadGateway,
        Fault::MarkupInsteadOfJson,
        Fault::CutOff,
        Fault::BrokenOff,
        Fault::OtherShape,
        Fault::Huge,
    ] {
        let bench = Bench::start().await;
        bench.server.knows(ann());
        assert_eq!(bench.trouble_with_a_match(fault.clone()).await, SourceErrorKind::Unclear, "{fault:?}");
        assert_eq!(bench.server.asked().len(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn the_same_trouble_with_a_free_search_is_worth_another_try() {
    for (fault, kind) in [
        (Fault::BadGateway, SourceErrorKind::Away),
        (Fault::BrokenOff, SourceErrorKind::Away),
        (Fault::Huge, SourceErrorKind::Away),
        (Fault::MarkupInsteadOfJson, SourceErrorKind::Changed),
        (Fault::CutOff, SourceErrorKind::Changed),
        (Fault::OtherShape, SourceErrorKind::Changed),
    ] {
        let bench = Bench::start().await;
        assert_eq!(bench.trouble_with_a_search(fault.clone()).await, kind, "{fault:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_spent_nothing() {
    let bench = Bench::start().await;
    // Nobody listens there any more.
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let base = format!("http://{closed}/").parse().unwrap();
    let closed = Apollo::new(http(&bench.ledger), base, Secret::new(KEY.to_owned()));
    let error = closed.match_people(&[by_id("1")], &[]).await.unwrap_err();
    assert_eq!(error.kind, SourceErrorKind::Away);
}

#[tokio::test]
async fn the_key_is_tested_without_spending_anything() {
    let bench = Bench::start().await;
    assert!(bench.apollo.health().await.ready);
    bench.server.breaks(Some(Fault::LoggedOut));
    assert!(!bench.apollo.health().await.ready);
    bench.server.breaks(Some(Fault::SlowDownFor(60)));
    assert!(bench.apollo.health().await.ready);
    let wrong = Bench::with_key("another").await;
    let health = wrong.apollo.health().await;
    assert!(!health.ready && health.fix.is_some());
}

#[tokio::test]
async fn the_ledger_says_what_went_out_about_whom_and_never_the_key() {
    let bench = Bench::start().await;
    let about = LeadId(uuid::Uuid::from_u128(9));
    let query = PersonQuery {
        name: Some("Ann Leeway".into()),
        email: Some("ann.leeway@harbor.example".into()),
        domain: Some("harbor.example".into()),
        ..PersonQuery::default()
    };
    bench.apollo.match_people(&[query], &[about]).await.unwrap();
    let entry = bench.ledger.entries().remove(0);
    assert_eq!(entry.fields, ["name", "e-mail address", "company"]);
    assert_eq!(entry.about, [about]);
    assert!(!format!("{:?}", bench.apollo).contains(KEY));
    bench.ledger.refuse();
    let error = bench.apollo.match_people(&[by_id("1")], &[]).await.unwrap_err();
    assert_eq!((error.kind, bench.server.asked().len()), (SourceErrorKind::LocalOnly, 1));
}
