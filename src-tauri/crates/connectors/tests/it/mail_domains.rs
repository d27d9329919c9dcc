//! Mail domains: what the name servers surely say, and what stays open.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use sdr_connectors::MailServers;
use sdr_domain::handle_finding::MailFinding;
use sdr_domain::id::LeadId;
use sdr_fake_servers::names::FakeNames;
use sdr_ports::fakes::FakeClock;
use sdr_ports::{EgressLedger, MailDomains};

use crate::ledger::Ledger;

struct Bench {
    names: FakeNames,
    ledger: Arc<Ledger>,
    clock: FakeClock,
    domains: MailServers,
}

impl Bench {
    async fn start() -> Self {
        Self::patient(Duration::from_secs(5)).await
    }

    async fn patient(patience: Duration) -> Self {
        let names = FakeNames::start().await.unwrap();
        let ledger = Arc::new(Ledger::default());
        let clock = FakeClock::at("2026-11-20T10:00:00Z".parse().unwrap());
        let (shared, time) = (Arc::clone(&ledger) as Arc<dyn EgressLedger>, Arc::new(clock.clone()));
        let domains = MailServers::new(shared, time, Some(names.address()), Some(patience));
        Self { names, ledger, clock, domains }
    }

    async fn check(&self, domain: &str) -> MailFinding {
        self.domains.check(domain, &[LeadId(uuid::Uuid::from_u128(9))]).await
    }
}

fn through(host: &str) -> MailFinding {
    MailFinding::TakesMail { host: host.into() }
}

fn is_no_mail(finding: &MailFinding) -> bool {
    matches!(finding, MailFinding::NoMail { .. })
}

fn is_unknown(finding: &MailFinding) -> bool {
    matches!(finding, MailFinding::Unknown { .. })
}

#[tokio::test]
async fn the_preferred_mail_server_is_named() {
    let bench = Bench::start().await;
    bench.names.mail_through("harbor.example", 20, "backup.harbor.example");
    bench.names.mail_through("harbor.example", 10, "Mail.harbor.example");
    assert_eq!(bench.check("Harbor.Example").await, through("mail.harbor.example"));
    assert_eq!(bench.names.asked(), ["MX harbor.example"]);
}

#[tokio::test]
async fn a_domain_that_says_it_takes_no_mail_is_believed() {
    let bench = Bench::start().await;
    bench.names.takes_no_mail("quiet.example");
    bench.names.address_of("quiet.example");
    assert!(is_no_mail(&bench.check("quiet.example").await));
}

#[tokio::test]
async fn without_mail_servers_the_address_takes_the_mail() {
    let bench = Bench::start().await;
    bench.names.address_of("old.example");
    bench.names.six_address_of("six.example");
    assert_eq!(bench.check("old.example").await, through("old.example"));
    assert_eq!(bench.check("six.example").await, through("six.example"));
}

#[tokio::test]
async fn a_domain_with_nothing_and_one_that_does_not_exist_take_no_mail() {
    let bench = Bench::start().await;
    bench.names.bare("bare.example");
    assert!(is_no_mail(&bench.check("bare.example").await));
    assert_eq!(bench.names.asked(), ["MX bare.example", "A bare.example", "AAAA bare.example"]);
    assert!(is_no_mail(&bench.check("gone.example").await));
}

#[tokio::test]
async fn trouble_with_name_servers_says_nothing_about_the_domain() {
    let bench = Bench::patient(Duration::from_millis(40)).await;
    bench.names.broken("broken.example");
    bench.names.silent("silent.example");
    bench.names.garbled("garbled.example");
    for domain in ["broken.example", "silent.example", "garbled.example"] {
        let found = bench.check(domain).await;
        assert!(is_unknown(&found), "{domain}: {found:?}");
    }
}

#[tokio::test]
async fn trouble_is_not_remembered_and_answers_are_for_an_hour() {
    let bench = Bench::start().await;
    bench.names.broken("harbor.example");
    assert!(is_unknown(&bench.check("harbor.example").await));
    let before = bench.names.asked().len();
    bench.names.mail_through("harbor.example", 10, "mail.harbor.example");
    assert_eq!(bench.check("harbor.example").await, through("mail.harbor.example"));
    bench.clock.advance(SignedDuration::from_mins(59));
    bench.check("harbor.example").await;
    assert_eq!(bench.names.asked().len(), before + 1);
    bench.clock.advance(SignedDuration::from_mins(1));
    bench.check("harbor.example").await;
    assert_eq!(bench.names.asked().len(), before + 2);
}

#[tokio::test]
async fn international_domains_are_asked_for_in_their_ascii_form() {
    let bench = Bench::start().await;
    bench.names.mail_through("xn--bcher-kva.example", 10, "mail.xn--bcher-kva.example");
    assert_eq!(bench.check("bücher.example").await, through("mail.xn--bcher-kva.example"));
}

#[tokio::test]
async fn what_is_no_domain_is_never_asked_for() {
    let bench = Bench::start().await;
    for text in ["", "localhost", "a..b", "harbor"] {
        assert!(is_unknown(&bench.check(text).await), "{text}");
    }
    assert!(bench.names.asked().is_empty());
}

#[tokio::test]
async fn every_question_is_in_the_ledger_and_local_only_keeps_it_in() {
    let bench = Bench::start().await;
    bench.names.address_of("old.example");
    bench.check("old.example").await;
    let entries = bench.ledger.entries();
    assert_eq!(entries.len(), 2);
    assert_eq!((entries[0].method.as_str(), entries[0].host.as_str()), ("DNS", "127.0.0.1"));
    assert!(entries[0].leaves_machine);
    assert_eq!(entries[0].about.len(), 1);
    assert_eq!(bench.ledger.outcomes(), ["no such record", "answered"]);
    bench.ledger.refuse();
    assert!(is_unknown(&bench.check("other.example").await));
    assert_eq!(bench.names.asked().len(), 2);
}
