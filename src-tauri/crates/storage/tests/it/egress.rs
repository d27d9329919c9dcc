//! The egress ledger, and everything kept about a person.

use sdr_domain::channel::Channel;
use sdr_domain::egress::EgressPurpose;
use sdr_domain::id::LeadId;
use sdr_domain::suppression::{Suppression, SuppressionKind};
use sdr_storage::{EgressBegin, EgressEnd, EgressFilter, StoreError};

use crate::world::{World, at, id};

on_both!(
    entries_get_growing_numbers_and_their_ends,
    sums_by_host_tell_what_went_and_what_was_held_back,
    a_person_learns_who_has_seen_what,
    erasing_a_person_leaves_the_entry_without_them,
    people_who_are_gone_do_not_hold_up_an_entry,
    several_writers_never_share_a_number,
    local_only_holds_within_the_transaction_that_asks,
    a_person_file_holds_every_table_that_names_them,
    a_person_to_whom_a_message_is_under_way_cannot_be_erased,
);

fn entry(host: &str, purpose: EgressPurpose, about: &[LeadId]) -> EgressBegin {
    EgressBegin {
        at: at(5),
        host: host.into(),
        purpose,
        method: "POST".into(),
        fields: vec!["post text".into()],
        about: about.to_vec(),
        bytes_out: 100,
        leaves_machine: host != "127.0.0.1",
        refused: false,
    }
}

async fn begin(world: &World, entries: &[EgressBegin]) -> i64 {
    let tx = world.store.begin().await.unwrap();
    let first = tx.begin_egress(entries).await.unwrap();
    tx.commit_unseen().await.unwrap();
    first
}

async fn all(world: &World, filter: EgressFilter) -> Vec<(i64, Option<String>)> {
    let page = world.store.egress_page(&filter, None, 50).await.unwrap();
    assert_eq!(page.total, page.rows.len() as u64);
    page.rows.into_iter().map(|row| (row.id, row.outcome)).collect()
}

async fn entries_get_growing_numbers_and_their_ends(world: World) {
    let seen = world.store.revision();
    let one = entry("a.example", EgressPurpose::Judge, &[]);
    assert_eq!(begin(&world, &[one.clone(), one.clone()]).await, 1);
    assert_eq!(begin(&world, std::slice::from_ref(&one)).await, 3);
    let tx = world.store.begin().await.unwrap();
    let end = |id, outcome: &str| EgressEnd { id, outcome: outcome.into(), bytes_in: 7 };
    tx.end_egress(&[end(1, "200"), end(3, "timed out")]).await.unwrap();
    tx.end_egress(&[]).await.unwrap();
    tx.commit_unseen().await.unwrap();
    assert_eq!(world.store.revision(), seen);
    let first = world.store.egress_page(&EgressFilter::default(), None, 2).await.unwrap();
    assert_eq!(first.rows[0].outcome.as_deref(), Some("timed out"));
    assert_eq!((first.total, first.rows[1].outcome.clone(), first.rows[1].bytes_in), (3, None, None));
    let rest = world.store.egress_page(&EgressFilter::default(), first.next.as_deref(), 2).await.unwrap();
    assert_eq!((rest.rows.len(), rest.rows[0].bytes_in, rest.rows[0].bytes_out), (1, Some(7), 100));
    assert_eq!(rest.rows[0].fields, ["post text"]);
}

async fn sums_by_host_tell_what_went_and_what_was_held_back(world: World) {
    let (ada, bob) = (world.lead("Ada").await, world.lead("Bob").await);
    let held = EgressBegin { refused: true, at: at(9), ..entry("a.example", EgressPurpose::Judge, &[bob]) };
    begin(&world, &[entry("a.example", EgressPurpose::Judge, &[ada]), held]).await;
    begin(
        &world,
        &[
            entry("a.example", EgressPurpose::Write, &[ada]),
            entry("127.0.0.1", EgressPurpose::Judge, &[ada, bob]),
        ],
    )
    .await;
    let hosts = world.store.egress_hosts().await.unwrap();
    assert_eq!(hosts.len(), 2);
    let (far, near) = (&hosts[0], &hosts[1]);
    assert_eq!(
        (far.host.as_str(), far.requests, far.refused, far.people, far.bytes_out),
        ("a.example", 2, 1, 1, 200)
    );
    assert_eq!(far.purposes, [EgressPurpose::Judge, EgressPurpose::Write]);
    assert_eq!((near.leaves_machine, near.people, near.requests), (false, 2, 1));
    let of_judging =
        EgressFilter { host: Some("a.example".into()), purpose: Some(EgressPurpose::Judge), lead: None };
    assert_eq!(all(&world, of_judging).await, [(2, Some("refused: local-only".into())), (1, None)]);
    assert_eq!(all(&world, EgressFilter { lead: Some(bob), ..EgressFilter::default() }).await, [(4, None)]);
}

async fn a_person_learns_who_has_seen_what(world: World) {
    let ada = world.lead("Ada").await;
    let named = EgressBegin {
        fields: vec!["name".into(), "post text".into()],
        at: at(20),
        ..entry("a.example", EgressPurpose::Write, &[ada])
    };
    begin(
        &world,
        &[
            entry("a.example", EgressPurpose::Judge, &[ada]),
            named,
            entry("b.example", EgressPurpose::Judge, &[]),
        ],
    )
    .await;
    let hosts = world.store.egress_of_lead(ada).await.unwrap();
    assert_eq!(hosts.len(), 1);
    let host = &hosts[0];
    assert_eq!((host.requests, host.first_at, host.last_at), (2, at(5), at(20)));
    assert_eq!((host.fields.join(","), host.purposes.len()), ("post text,name".into(), 2));
}

async fn erasing_a_person_leaves_the_entry_without_them(world: World) {
    let (ada, bob) = (world.lead("Ada").await, world.lead("Bob").await);
    begin(&world, &[entry("a.example", EgressPurpose::Judge, &[ada, bob])]).await;
    let tx = world.store.begin().await.unwrap();
    assert!(tx.delete_lead(ada, at(30)).await.unwrap());
    tx.commit().await.unwrap();
    assert!(world.store.egress_of_lead(ada).await.unwrap().is_empty());
    let page = world.store.egress_page(&EgressFilter::default(), None, 5).await.unwrap();
    assert_eq!((page.rows.len(), page.rows[0].people), (1, 2));
    assert_eq!(world.store.egress_hosts().await.unwrap()[0].people, 1);
}

async fn people_who_are_gone_do_not_hold_up_an_entry(world: World) {
    let ada = world.lead("Ada").await;
    begin(&world, &[entry("a.example", EgressPurpose::Search, &[id(), ada, ada])]).await;
    assert_eq!(world.store.egress_hosts().await.unwrap()[0].people, 1);
}

async fn several_writers_never_share_a_number(world: World) {
    let one = entry("a.example", EgressPurpose::Judge, &[]);
    let (a, b, c) = tokio::join!(
        begin(&world, std::slice::from_ref(&one)),
        begin(&world, std::slice::from_ref(&one)),
        begin(&world, std::slice::from_ref(&one))
    );
    let mut numbers = [a, b, c];
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 2, 3]);
}

async fn local_only_holds_within_the_transaction_that_asks(world: World) {
    assert!(!world.store.local_only().await.unwrap());
    let tx = world.store.begin().await.unwrap();
    tx.set_local_only(true).await.unwrap();
    assert!(tx.local_only().await.unwrap());
    tx.commit().await.unwrap();
    assert!(world.store.local_only().await.unwrap());
}

async fn a_person_file_holds_every_table_that_names_them(world: World) {
    let ada = world.lead("Ada").await;
    let bob = world.lead("Bob Other").await;
    world.delivery(ada, Channel::Email, false).await;
    begin(
        &world,
        &[entry("a.example", EgressPurpose::Judge, &[ada]), entry("b.example", EgressPurpose::Judge, &[bob])],
    )
    .await;
    let rule = |kind, value: &str| Suppression {
        id: id(),
        kind,
        value: value.into(),
        reason: "asked".into(),
        created_at: at(1),
    };
    let rules =
        vec![rule(SuppressionKind::Email, "ada@example.com"), rule(SuppressionKind::X, "ada@example.com")];
    let tx = world.store.begin().await.unwrap();
    tx.insert_suppressions(rules).await.unwrap();
    tx.commit().await.unwrap();
    let file = world.store.person(ada).await.unwrap().unwrap();
    let count = |table: &str| file.get(table).and_then(|rows| rows.as_array()).map_or(99, Vec::len);
    for table in [
        "leads",
        "lead_handles",
        "drafts",
        "approvals",
        "deliveries",
        "delivery_parts",
        "egress",
        "egress_people",
        "suppressions",
    ] {
        assert_eq!(count(table), 1, "{table}");
    }
    for table in [
        "posts",
        "judgements",
        "scores",
        "enrichments",
        "activity",
        "handle_checks",
        "lead_merges",
        "llm_answers",
        "backtest_rows",
        "delivery_events",
    ] {
        assert!(count(table) < 99, "{table}");
    }
    assert_eq!(file["leads"][0]["id"], ada.to_string());
    assert_eq!(file["leads"][0]["created_at"], at(1).to_string());
    assert_eq!(file["egress"][0]["fields"][0], "post text");
    assert_eq!(file["deliveries"][0]["recipient"], "ada@example.com");
    let text = serde_json::to_string(&file).unwrap();
    assert!(!text.contains("Bob") && !text.contains("b.example"), "{text}");
    assert!(world.store.person(id()).await.unwrap().is_none());
}

async fn a_person_to_whom_a_message_is_under_way_cannot_be_erased(world: World) {
    let ada = world.lead("Ada").await;
    let delivery = world.delivery(ada, Channel::Email, false).await;
    let tx = world.store.begin().await.unwrap();
    let change = sdr_storage::DeliveryChange::default();
    tx.apply_delivery(delivery.id, sdr_domain::delivery::DeliveryEvent::Claim, change, at(50)).await.unwrap();
    tx.commit().await.unwrap();
    let tx = world.store.begin().await.unwrap();
    assert!(matches!(tx.delete_lead(ada, at(60)).await, Err(StoreError::InFlight)));
}
