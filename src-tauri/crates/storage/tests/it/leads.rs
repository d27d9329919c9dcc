//! The lead list and erasing a person.

use sdr_domain::channel::Channel;
use sdr_domain::delivery::{DeliveryEvent, DeliveryState, Ticket};
use sdr_domain::id::LeadId;
use sdr_domain::lead::LeadStatus;
use sdr_domain::text::HandleKind::{Email, X};
use sdr_storage::{LeadFilter, LeadSort, StoreError};

use crate::world::{World, at, id, person, post};

on_both!(
    pages_hold_still_while_rows_come_and_go,
    every_order_visits_every_lead_once,
    filters_narrow_and_count,
    searching_finds_beginnings_of_words,
    a_wide_search_walks_and_finds_the_same,
    counts_follow_the_status,
    a_cursor_of_another_list_is_refused,
    a_deleted_lead_takes_everything_of_it_along,
    a_lead_with_a_message_under_way_cannot_be_deleted,
    the_ledger_keeps_counting_after_an_erasure,
    an_undone_transaction_leaves_nothing,
    the_revision_grows_with_commits_only,
);

async fn many(world: &World, count: u32) -> Vec<LeadId> {
    let people = (0..count).map(|n| {
        person(
            &format!("Person {:03}", (n * 37) % count),
            Some("Acme"),
            &[(Email, &format!("p{n}@example.com"))],
        )
    });
    world.import(people.collect()).await.created
}

async fn walk(world: &World, filter: &LeadFilter, limit: u32) -> Vec<LeadId> {
    let mut seen = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let page = world.store.leads_page(filter, cursor.as_deref(), limit).await.unwrap();
        seen.extend(page.rows.iter().map(|row| row.id));
        cursor = page.next;
        if cursor.is_none() {
            return seen;
        }
    }
}

async fn pages_hold_still_while_rows_come_and_go(world: World) {
    let created = many(&world, 30).await;
    let filter = LeadFilter { sort: LeadSort::Created, ..LeadFilter::default() };
    let first = world.store.leads_page(&filter, None, 10).await.unwrap();
    world.lead("New Comer").await;
    let tx = world.store.begin().await.unwrap();
    assert!(tx.delete_lead(first.rows[9].id, at(3)).await.unwrap());
    tx.commit().await.unwrap();
    let second = world.store.leads_page(&filter, first.next.as_deref(), 10).await.unwrap();
    let expected: Vec<LeadId> = created.iter().rev().skip(10).take(10).copied().collect();
    assert_eq!(second.rows.iter().map(|row| row.id).collect::<Vec<_>>(), expected);
}

async fn every_order_visits_every_lead_once(world: World) {
    many(&world, 53).await;
    for sort in [LeadSort::Score, LeadSort::Created, LeadSort::Name] {
        for status in [None, Some(LeadStatus::New)] {
            let filter = LeadFilter { sort, status, ..LeadFilter::default() };
            let mut seen = walk(&world, &filter, 7).await;
            assert_eq!(seen.len(), 53, "{sort:?}");
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), 53, "{sort:?}");
        }
    }
    let by_name = LeadFilter { sort: LeadSort::Name, ..LeadFilter::default() };
    let page = world.store.leads_page(&by_name, None, 3).await.unwrap();
    let names: Vec<_> = page.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Person 000", "Person 001", "Person 002"]);
}

async fn filters_narrow_and_count(world: World) {
    let created = many(&world, 20).await;
    let tx = world.store.begin().await.unwrap();
    tx.set_lead_status(&created[..3], LeadStatus::Qualified, at(4)).await.unwrap();
    tx.commit().await.unwrap();
    for sort in [LeadSort::Score, LeadSort::Created, LeadSort::Name] {
        let filter = LeadFilter { status: Some(LeadStatus::Qualified), sort, ..LeadFilter::default() };
        let page = world.store.leads_page(&filter, None, 50).await.unwrap();
        assert_eq!((page.total, page.rows.len(), page.next), (3, 3, None));
    }
    let nobody = LeadFilter { source: Some(id()), ..LeadFilter::default() };
    assert_eq!(world.store.leads_page(&nobody, None, 50).await.unwrap().total, 0);
    let all = LeadFilter { source: Some(world.source), ..LeadFilter::default() };
    assert_eq!(world.store.leads_page(&all, None, 50).await.unwrap().total, 20);
}

async fn searching_finds_beginnings_of_words(world: World) {
    let mut ada = person("Ada O'Lovelace", Some("Engines & Söhne"), &[(X, "ada")]);
    ada.profile.role = Some("VP Operations".into());
    world.import(vec![ada, person("Bob", Some("Ada Corp"), &[(X, "bob")])]).await;
    let found = async |q: &str| {
        let filter = LeadFilter { q: Some(q.into()), ..LeadFilter::default() };
        let page = world.store.leads_page(&filter, None, 10).await.unwrap();
        assert_eq!(page.total, page.rows.len() as u64, "{q}");
        page.rows.len()
    };
    assert_eq!(found("ada").await, 2);
    assert_eq!(found("love").await, 1);
    assert_eq!(found("SÖH").await, 1);
    assert_eq!(found("ada oper").await, 1);
    assert_eq!(found("velace").await, 0);
    assert_eq!(found("%").await, 2, "nothing to look for lists everything");
    assert_eq!(found("\" OR 1=1 --").await, 0);
    assert_eq!(found("ada & | ! :* NOT (").await, 0);
}

async fn a_wide_search_walks_and_finds_the_same(world: World) {
    many(&world, 5_200).await;
    let filter = LeadFilter { q: Some("person ac".into()), sort: LeadSort::Name, ..LeadFilter::default() };
    let page = world.store.leads_page(&filter, None, 50).await.unwrap();
    assert_eq!((page.total, page.rows.len()), (5_200, 50));
    assert_eq!(page.rows[0].name, "Person 000");
    let second = world.store.leads_page(&filter, page.next.as_deref(), 50).await.unwrap();
    assert!(second.rows[0].name > page.rows[49].name);
    let one = LeadFilter { q: Some("person 4999".into()), ..LeadFilter::default() };
    assert_eq!(world.store.leads_page(&one, None, 50).await.unwrap().total, 1);
}

async fn counts_follow_the_status(world: World) {
    let created = many(&world, 5).await;
    let tx = world.store.begin().await.unwrap();
    assert_eq!(tx.set_lead_status(&created[..2], LeadStatus::Sent, at(4)).await.unwrap(), 2);
    tx.commit().await.unwrap();
    let counts = world.store.lead_counts().await.unwrap();
    assert_eq!((counts[&LeadStatus::New], counts[&LeadStatus::Sent]), (3, 2));
    assert_eq!(counts.get(&LeadStatus::Replied), None);
}

async fn a_cursor_of_another_list_is_refused(world: World) {
    many(&world, 5).await;
    let by_score = world.store.leads_page(&LeadFilter::default(), None, 2).await.unwrap();
    let by_name = LeadFilter { sort: LeadSort::Name, ..LeadFilter::default() };
    for cursor in [by_score.next.as_deref().unwrap(), "", "0", "zz", "ffff", "' OR 1=1 --"] {
        let page = world.store.leads_page(&by_name, Some(cursor), 2).await;
        assert!(matches!(page, Err(StoreError::BadCursor)), "{cursor}");
    }
}

async fn a_deleted_lead_takes_everything_of_it_along(world: World) {
    let mut ada = person("Ada", None, &[(Email, "ada@example.com")]);
    ada.posts = vec![post("help", None)];
    let lead = world.import(vec![ada]).await.created[0];
    let delivery = world.delivery(lead, Channel::Email, false).await;
    let tx = world.store.begin().await.unwrap();
    assert!(tx.delete_lead(lead, at(5)).await.unwrap());
    assert!(!tx.delete_lead(lead, at(5)).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(world.store.lead(lead).await.unwrap(), None);
    assert!(world.store.posts(lead).await.unwrap().is_empty());
    assert!(world.store.drafts_of_lead(lead).await.unwrap().is_empty());
    let Ticket::Draft { draft_id, .. } = delivery.ticket else { panic!("a draft's delivery") };
    assert_eq!(world.store.draft(draft_id).await.unwrap(), None);
    assert_eq!(world.store.delivery(delivery.id).await.unwrap(), None, "the words are gone");
    assert!(
        world.store.lane_heads(at(9_999), 10).await.unwrap().is_empty(),
        "nothing goes to an erased person"
    );
    let again = world.import(vec![person("Ada", None, &[(Email, "ada@example.com")])]).await;
    assert_eq!(again.created.len(), 1, "the address is free again");
}

async fn a_lead_with_a_message_under_way_cannot_be_deleted(world: World) {
    let lead = world.lead("Ada").await;
    let delivery = world.delivery(lead, Channel::Email, false).await;
    let tx = world.store.begin().await.unwrap();
    tx.claim(delivery.id, at(100), at(41)).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let tx = world.store.begin().await.unwrap();
    assert!(matches!(tx.delete_lead(lead, at(42)).await, Err(StoreError::InFlight)));
    tx.rollback().await.unwrap();
    assert!(world.store.lead(lead).await.unwrap().is_some());
}

async fn the_ledger_keeps_counting_after_an_erasure(world: World) {
    let lead = world.lead("Ada").await;
    let delivery = world.delivery(lead, Channel::Email, false).await;
    let tx = world.store.begin().await.unwrap();
    tx.claim(delivery.id, at(100), at(41)).await.unwrap().unwrap();
    for event in [DeliveryEvent::Arm, DeliveryEvent::Accept] {
        tx.apply_delivery(delivery.id, event, sdr_storage::DeliveryChange::default(), at(42)).await.unwrap();
    }
    tx.delete_lead(lead, at(43)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(crate::limits::last_mail(&world).await, Some(at(42)), "it still counts");
    assert_eq!(world.store.delivery_counts().await.unwrap().get(&DeliveryState::Sent), None);
}

async fn an_undone_transaction_leaves_nothing(world: World) {
    let tx = world.store.begin().await.unwrap();
    let rows = vec![(id(), person("Ada", None, &[(X, "ada")]))];
    tx.import_leads(world.project, world.source, rows, at(1)).await.unwrap();
    drop(tx);
    assert!(world.store.lead_counts().await.unwrap().is_empty());
    world.lead("Bob").await;
}

async fn the_revision_grows_with_commits_only(world: World) {
    let before = world.store.revision();
    let tx = world.store.begin().await.unwrap();
    tx.put_setting("a", &serde_json::json!(1)).await.unwrap();
    assert_eq!(world.store.revision(), before);
    tx.commit().await.unwrap();
    assert_eq!(world.store.revision(), before + 1);
}
