//! What was bought from a directory: found again by every key, gone with the person, honest after a crash.

use sdr_domain::lead::NewLead;
use sdr_domain::text::HandleKind;
use sdr_storage::{DirectoryAnswer, DirectoryEnd, DirectoryKey, DirectoryRequest};

use crate::world::{World, at, id, person};

on_both!(
    an_answer_is_found_by_each_of_its_keys_and_the_newest_has_them,
    answers_wait_until_they_became_leads,
    an_answer_that_was_set_aside_keeps_that_it_was_paid_for_and_nothing_else,
    deleting_the_lead_takes_what_was_bought_about_it_along,
    a_request_without_an_end_is_settled_once_as_unclear,
    a_person_is_found_by_handle_else_by_name_and_company,
);

fn bought(world: &World, who: &NewLead) -> DirectoryAnswer {
    DirectoryAnswer {
        id: id(),
        project_id: world.project,
        source_id: world.source,
        person: Some(who.clone()),
        for_lead: None,
        lead_id: None,
        imported_at: None,
        at: at(3),
    }
}

async fn store(world: &World, answer: &DirectoryAnswer, keys: &[(DirectoryKey, &str)]) {
    let keys = keys.iter().map(|(kind, value)| (*kind, (*value).to_owned())).collect();
    let tx = world.store.begin().await.unwrap();
    tx.insert_directory_answers(vec![(answer.clone(), keys)]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn found(world: &World, kind: DirectoryKey, value: &str) -> Option<DirectoryAnswer> {
    let mut all = world.store.directory_answers(world.project, kind, &[value.to_owned()]).await.unwrap();
    all.remove(value)
}

fn ada() -> NewLead {
    person("Ada L", Some("Harbor"), &[(HandleKind::Email, "ada@example.com")])
}

async fn an_answer_is_found_by_each_of_its_keys_and_the_newest_has_them(world: World) {
    let first = bought(&world, &ada());
    store(&world, &first, &[(DirectoryKey::Id, "a1"), (DirectoryKey::Email, "ada@example.com")]).await;
    assert_eq!(found(&world, DirectoryKey::Id, "a1").await, Some(first.clone()));
    assert_eq!(found(&world, DirectoryKey::Email, "ada@example.com").await, Some(first.clone()));
    assert_eq!(found(&world, DirectoryKey::Linkedin, "a1").await, None);
    let second = bought(&world, &ada());
    store(&world, &second, &[(DirectoryKey::Email, "ada@example.com")]).await;
    assert_eq!(found(&world, DirectoryKey::Id, "a1").await, Some(first));
    assert_eq!(found(&world, DirectoryKey::Email, "ada@example.com").await, Some(second));
}

async fn answers_wait_until_they_became_leads(world: World) {
    let answer = bought(&world, &ada());
    store(&world, &answer, &[(DirectoryKey::Id, "a1")]).await;
    assert_eq!(world.store.directory_answers_to_import(10).await.unwrap(), std::slice::from_ref(&answer));
    let lead = world.import(vec![ada()]).await.created[0];
    let tx = world.store.begin().await.unwrap();
    tx.directory_answer_became(answer.id, Some(lead), at(4)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(world.store.directory_answers_to_import(10).await.unwrap().is_empty());
    let kept = found(&world, DirectoryKey::Id, "a1").await.unwrap();
    assert_eq!((kept.lead_id, kept.imported_at), (Some(lead), Some(at(4))));
}

async fn an_answer_that_was_set_aside_keeps_that_it_was_paid_for_and_nothing_else(world: World) {
    let answer = bought(&world, &ada());
    store(&world, &answer, &[(DirectoryKey::Id, "a1"), (DirectoryKey::Email, "ada@example.com")]).await;
    let tx = world.store.begin().await.unwrap();
    tx.blank_directory_answer(answer.id, at(4)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(found(&world, DirectoryKey::Id, "a1").await.unwrap().person, None);
    assert_eq!(found(&world, DirectoryKey::Email, "ada@example.com").await, None);
    assert!(world.store.directory_answers_to_import(10).await.unwrap().is_empty());
}

async fn deleting_the_lead_takes_what_was_bought_about_it_along(world: World) {
    let lead = world.import(vec![ada()]).await.created[0];
    let mut answer = bought(&world, &ada());
    (answer.lead_id, answer.imported_at) = (Some(lead), Some(at(3)));
    store(&world, &answer, &[(DirectoryKey::Id, "a1")]).await;
    let mut wanted = bought(&world, &ada());
    wanted.for_lead = Some(lead);
    store(&world, &wanted, &[(DirectoryKey::Id, "a2")]).await;
    let tx = world.store.begin().await.unwrap();
    tx.delete_lead(lead, at(5)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(found(&world, DirectoryKey::Id, "a1").await, None);
    assert_eq!(found(&world, DirectoryKey::Id, "a2").await, None);
}

async fn a_request_without_an_end_is_settled_once_as_unclear(world: World) {
    let request = |second| DirectoryRequest {
        id: id(),
        project_id: world.project,
        source_id: world.source,
        people: 3,
        most_credits: 3,
        asked_at: at(second),
    };
    let (lost, answered, refused, recent) = (request(1), request(2), request(3), request(90));
    let tx = world.store.begin().await.unwrap();
    for request in [&lost, &answered, &refused, &recent] {
        tx.insert_directory_request(request).await.unwrap();
    }
    tx.end_directory_request(answered.id, DirectoryEnd::Answered(2), at(4)).await.unwrap();
    tx.end_directory_request(refused.id, DirectoryEnd::Refused, at(4)).await.unwrap();
    tx.commit().await.unwrap();
    let tx = world.store.begin().await.unwrap();
    assert_eq!(tx.settle_directory_requests(at(60), at(100)).await.unwrap(), [lost]);
    assert!(tx.settle_directory_requests(at(60), at(101)).await.unwrap().is_empty());
    tx.end_directory_request(recent.id, DirectoryEnd::Unclear, at(102)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.store.directory_spending().await.unwrap(), (2, 2));
}

async fn a_person_is_found_by_handle_else_by_name_and_company(world: World) {
    let lead = world.import(vec![ada()]).await.created[0];
    let tx = world.store.begin().await.unwrap();
    let by_handle = person("A. L.", None, &[(HandleKind::X, "ada"), (HandleKind::Email, "ada@example.com")]);
    assert_eq!(tx.lead_of(world.project, &by_handle).await.unwrap(), Some(lead));
    let by_name = person("ada  l", Some("HARBOR"), &[(HandleKind::X, "ada")]);
    assert_eq!(tx.lead_of(world.project, &by_name).await.unwrap(), Some(lead));
    let stranger = person("Bo", Some("Harbor"), &[(HandleKind::X, "bo")]);
    assert_eq!(tx.lead_of(world.project, &stranger).await.unwrap(), None);
    tx.rollback().await.unwrap();
}
