//! Telegram names by their public page: what is said, and what is left unsaid.

use std::sync::Arc;

use async_trait::async_trait;
use jiff::SignedDuration;
use sdr_connectors::TelegramWeb;
use sdr_domain::Timestamp;
use sdr_domain::handle_finding::HandleFinding;
use sdr_domain::id::LeadId;
use sdr_domain::text::{Handle, HandleKind};
use sdr_fake_servers::telegram_web::{FakeTelegramWeb, Fault};
use sdr_ports::fakes::{FakeClock, SeededIds};
use sdr_ports::{Clock, HandleCheck};

use crate::ledger::{Ledger, http};

/// A clock that jumps to where it is asked to sleep.
struct JumpingClock(FakeClock);

#[async_trait]
impl Clock for JumpingClock {
    fn now(&self) -> Timestamp {
        self.0.now()
    }

    async fn sleep_until(&self, until: Timestamp) {
        if until > self.0.now() {
            self.0.set(until);
        }
    }
}

struct Bench {
    server: FakeTelegramWeb,
    ledger: Arc<Ledger>,
    clock: FakeClock,
    names: TelegramWeb,
}

impl Bench {
    async fn start() -> Self {
        let server = FakeTelegramWeb::start().await.unwrap();
        let ledger = Arc::new(Ledger::default());
        let clock = FakeClock::at("2026-11-20T10:00:00Z".parse().unwrap());
        let time = Arc::new(JumpingClock(clock.clone()));
        let base = server.base().parse().unwrap();
        let names = TelegramWeb::new(http(&ledger), time, Arc::new(SeededIds::new(7)), base);
        Self { server, ledger, clock, names }
    }

    async fn look(&self, names: &[&str]) -> Vec<HandleFinding> {
        let handles: Vec<_> = names.iter().map(|name| handle(name)).collect();
        self.names.check(&handles).await
    }

    async fn look_one(&self, name: &str) -> HandleFinding {
        self.look(&[name]).await.remove(0)
    }
}

fn handle(name: &str) -> (Handle, LeadId) {
    (Handle::parse(HandleKind::Telegram, name).unwrap(), LeadId(uuid::Uuid::from_u128(9)))
}

fn person(name: &str, bio: Option<&str>) -> HandleFinding {
    HandleFinding::Person { name: name.into(), bio: bio.map(Into::into) }
}

fn is_unknown(finding: &HandleFinding) -> bool {
    matches!(finding, HandleFinding::Unknown { .. })
}

#[tokio::test]
async fn each_kind_of_page_is_told_apart() {
    let bench = Bench::start().await;
    bench.server.person("Ann_Lee", "Ann \"A&B\" Lee", Some("Ops <3 at Harbor & Sons"));
    bench.server.person("quiet_ann", "Quiet Ann", None);
    bench.server.channel("harbor_news", "Harbor News", "1 subscriber");
    bench.server.group("harbor_talk");
    bench.server.chat_of_unknown_size("harbor_dark");
    let names = ["ann_lee", "quiet_ann", "harbor_news", "harbor_talk", "harbor_dark", "nobody_here"];
    let found = bench.look(&names).await;
    let expected = [
        person("Ann \"A&B\" Lee", Some("Ops <3 at Harbor & Sons")),
        person("Quiet Ann", None),
        HandleFinding::Channel,
        HandleFinding::Group,
        HandleFinding::Channel,
        HandleFinding::Free,
    ];
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_bot_is_told_by_its_title_whatever_its_name() {
    let bench = Bench::start().await;
    bench.server.bot("harbor_help");
    assert_eq!(bench.look_one("harbor_help").await, HandleFinding::Bot);
}

#[tokio::test]
async fn a_page_that_is_not_understood_never_means_that_nobody_is_there() {
    for fault in [
        Fault::Unavailable,
        Fault::Captcha,
        Fault::Truncated,
        Fault::BrokenOff,
        Fault::OldMarkup,
        Fault::Tiny,
        Fault::Redirect,
        Fault::Huge,
        Fault::OtherName,
        Fault::TooManyRequests(30),
    ] {
        let bench = Bench::start().await;
        bench.server.breaks_for("nobody_here", fault);
        let found = bench.look_one("nobody_here").await;
        assert!(is_unknown(&found), "{fault:?}: {found:?}");
    }
}

#[tokio::test]
async fn a_post_and_a_page_that_contradicts_itself_say_nothing() {
    let bench = Bench::start().await;
    bench.server.post("harbor_post");
    bench.server.contradicting("harbor_half");
    assert!(bench.look(&["harbor_post", "harbor_half"]).await.iter().all(is_unknown));
}

#[tokio::test]
async fn nothing_is_said_about_anybody_when_a_known_name_comes_out_wrong() {
    let bench = Bench::start().await;
    bench.server.person("ann_lee", "Ann Lee", None);
    bench.server.free("telegram");
    assert!(bench.look(&["ann_lee", "nobody_here"]).await.iter().all(is_unknown));
    // Only the two known names were asked for.
    let asked = bench.server.asked();
    assert_eq!(asked.len(), 2);
    assert_eq!((asked[0].len(), asked[1].as_str()), (16, "telegram"));
}

#[tokio::test]
async fn every_batch_looks_at_the_known_names_first_and_at_another_free_one() {
    let bench = Bench::start().await;
    bench.look(&["nobody_here"]).await;
    bench.look(&["nobody_else"]).await;
    let asked = bench.server.asked();
    assert_eq!((asked[2].as_str(), asked[5].as_str()), ("nobody_here", "nobody_else"));
    assert_ne!(asked[0], asked[3]);
}

#[tokio::test]
async fn requests_are_a_second_apart_also_across_batches() {
    let bench = Bench::start().await;
    let start = bench.clock.now();
    bench.look(&["nobody_here", "nobody_else"]).await;
    bench.look(&["nobody_there"]).await;
    assert_eq!(bench.clock.now().duration_since(start), SignedDuration::from_secs(6));
}

#[tokio::test]
async fn after_a_wish_for_a_pause_nothing_is_asked_until_it_is_over() {
    let bench = Bench::start().await;
    bench.server.breaks_for("nobody_here", Fault::TooManyRequests(1_200));
    assert!(bench.look(&["nobody_here", "nobody_else"]).await.iter().all(is_unknown));
    assert_eq!(bench.server.asked().len(), 3);
    bench.clock.advance(SignedDuration::from_mins(19));
    assert!(is_unknown(&bench.look_one("nobody_else").await));
    assert_eq!(bench.server.asked().len(), 3);
    bench.clock.advance(SignedDuration::from_mins(1));
    assert_eq!(bench.look_one("nobody_else").await, HandleFinding::Free);
}

#[tokio::test]
async fn words_of_t_me_and_other_services_names_are_answered_without_asking() {
    let bench = Bench::start().await;
    let email = Handle::parse(HandleKind::Email, "ann@harbor.example").unwrap();
    let mut handles = vec![handle("addlist"), handle("login"), handle("share")];
    handles.push((email, LeadId(uuid::Uuid::from_u128(9))));
    assert!(bench.names.check(&handles).await.iter().all(is_unknown));
    assert!(bench.server.asked().is_empty());
}

#[tokio::test]
async fn the_ledger_knows_whose_handle_went_out_and_local_only_keeps_it_in() {
    let bench = Bench::start().await;
    bench.look(&["nobody_here"]).await;
    let entries = bench.ledger.entries();
    assert_eq!(entries.len(), 3);
    assert!(entries[0].about.is_empty() && entries[1].about.is_empty());
    assert_eq!(entries[2].about, [LeadId(uuid::Uuid::from_u128(9))]);
    assert_eq!(entries[2].fields, ["Telegram handle"]);
    bench.ledger.refuse();
    assert!(is_unknown(&bench.look_one("nobody_here").await));
    assert_eq!(bench.server.asked().len(), 3);
}
