//! Who is new, who is known, what is added.

use sdr_domain::text::HandleKind::{Email, Linkedin, Telegram, X};
use sdr_storage::{LeadFilter, StoreError};

use crate::world::{World, at, id, person, post};

on_both!(
    a_lead_comes_back_as_it_was_brought,
    the_same_handle_is_the_same_person,
    duplicates_inside_one_file_become_one_lead,
    without_a_shared_handle_name_and_company_decide,
    a_known_person_gains_what_was_missing_and_loses_nothing,
    a_handle_of_another_lead_stays_there,
    a_post_is_kept_once_by_its_id_and_by_its_words,
    a_chunk_of_thousands_is_stored_whole,
    an_unknown_source_is_refused_and_stores_nothing,
    projects_do_not_share_people,
);

async fn a_lead_comes_back_as_it_was_brought(world: World) {
    let mut ada = person("Ada Lovelace", Some("Engines Ltd"), &[(X, "ada"), (Email, "ada@example.com")]);
    ada.profile.role = Some("VP Operations".into());
    ada.profile.bio = Some("=cmd()'; DROP TABLE leads; --".into());
    ada.profile.followers = Some(u32::MAX);
    ada.posts = vec![post("we drown in spreadsheets", Some("1234567890123456789"))];
    let outcome = world.import(vec![ada.clone()]).await;
    assert_eq!((outcome.created.len(), outcome.merged, outcome.duplicates), (1, 0, 0));
    let lead = world.store.lead(outcome.created[0]).await.unwrap().unwrap();
    assert_eq!(lead.profile, ada.profile);
    assert_eq!(lead.handles, ada.handles);
    assert_eq!((lead.score, lead.created_at), (None, at(1)));
    let posts = world.store.posts(lead.id).await.unwrap();
    assert_eq!(posts[0].text, "we drown in spreadsheets");
    assert_eq!(posts[0].external_id.as_deref(), Some("1234567890123456789"));
}

async fn the_same_handle_is_the_same_person(world: World) {
    world.import(vec![person("Ada", None, &[(Email, "ada@example.com")])]).await;
    let again = world.import(vec![person("A. Lovelace", None, &[(Email, "ADA@example.com")])]).await;
    assert_eq!((again.created.len(), again.merged, again.duplicates), (0, 0, 1));
}

async fn duplicates_inside_one_file_become_one_lead(world: World) {
    let outcome = world
        .import(vec![
            person("Ada", None, &[(Email, "ada@example.com")]),
            person("Ada", None, &[(Email, "ada@example.com")]),
            person("Ada", None, &[(Email, "ada@example.com"), (Telegram, "ada_l")]),
            person("Ada L", None, &[(Telegram, "ada_l")]),
        ])
        .await;
    assert_eq!((outcome.created.len(), outcome.merged, outcome.duplicates), (1, 1, 2));
    let lead = world.store.lead(outcome.created[0]).await.unwrap().unwrap();
    assert_eq!(lead.handles.len(), 2);
}

async fn without_a_shared_handle_name_and_company_decide(world: World) {
    world.import(vec![person("Ada Lovelace", Some("Engines Ltd"), &[(Email, "ada@example.com")])]).await;
    let outcome = world
        .import(vec![
            person("ada  LOVELACE", Some("engines ltd"), &[(X, "ada")]),
            person("Ada Lovelace", Some("Other"), &[(X, "other")]),
            person("Ada Lovelace", None, &[(X, "third")]),
        ])
        .await;
    assert_eq!((outcome.created.len(), outcome.merged), (2, 1));
}

async fn a_known_person_gains_what_was_missing_and_loses_nothing(world: World) {
    let mut first = person("Ada", Some("Engines"), &[(Email, "ada@example.com")]);
    first.profile.role = Some("Analyst".into());
    let lead = world.import(vec![first]).await.created[0];
    let mut second = person("Ada", None, &[(Email, "ada@example.com"), (Linkedin, "linkedin.com/in/ada-l")]);
    second.profile.role = Some("Countess".into());
    second.profile.industry = Some("Logistics".into());
    assert_eq!(world.import(vec![second]).await.merged, 1);
    let lead = world.store.lead(lead).await.unwrap().unwrap();
    assert_eq!(lead.profile.role.as_deref(), Some("Analyst"));
    assert_eq!(lead.profile.company.as_deref(), Some("Engines"));
    assert_eq!(lead.profile.industry.as_deref(), Some("Logistics"));
    assert_eq!(lead.handles.len(), 2);
    let page = world.store.leads_page(&LeadFilter::default(), None, 10).await.unwrap();
    assert_eq!(page.rows[0].channels, lead.channels());
}

async fn a_handle_of_another_lead_stays_there(world: World) {
    let people = vec![
        person("Ada", None, &[(Email, "ada@example.com")]),
        person("Bob", None, &[(Telegram, "bob_builder")]),
    ];
    let created = world.import(people).await.created;
    world.import(vec![person("Ada", None, &[(Email, "ada@example.com"), (Telegram, "bob_builder")])]).await;
    let ada = world.store.lead(created[0]).await.unwrap().unwrap();
    let bob = world.store.lead(created[1]).await.unwrap().unwrap();
    assert_eq!(ada.handles.len(), 1);
    assert_eq!(bob.handle(Telegram).unwrap().value(), "bob_builder");
}

async fn a_post_is_kept_once_by_its_id_and_by_its_words(world: World) {
    let mut ada = person("Ada", None, &[(X, "ada")]);
    ada.posts =
        vec![post("one", Some("1")), post("one edited", Some("1")), post("two", None), post("two", None)];
    let lead = world.import(vec![ada.clone()]).await.created[0];
    assert_eq!(world.store.posts(lead).await.unwrap().len(), 2);
    ada.posts.push(post("three", None));
    assert_eq!(world.import(vec![ada.clone()]).await.merged, 1);
    assert_eq!(world.import(vec![ada]).await.duplicates, 1);
    assert_eq!(world.store.posts(lead).await.unwrap().len(), 3);
}

async fn a_chunk_of_thousands_is_stored_whole(world: World) {
    let people = |from: u32, to: u32| {
        (from..to)
            .map(|n| {
                let mut who = person(
                    &format!("Person {n}"),
                    Some(&format!("Company {n}")),
                    &[(Email, &format!("p{n}@example.com")), (Telegram, &format!("person_{n:05}"))],
                );
                who.posts = vec![post(&format!("post of {n}"), None)];
                who
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(world.import(people(0, 6_000)).await.created.len(), 6_000);
    let second = world.import(people(5_000, 7_000)).await;
    assert_eq!((second.created.len(), second.duplicates), (1_000, 1_000));
    let page = world.store.leads_page(&LeadFilter::default(), None, 50).await.unwrap();
    assert_eq!((page.total, page.rows.len()), (7_000, 50));
}

async fn an_unknown_source_is_refused_and_stores_nothing(world: World) {
    let tx = world.store.begin().await.unwrap();
    let row = (id(), person("Ada", None, &[(X, "ada")]));
    let refused = tx.import_leads(world.project, id(), vec![row], at(1)).await;
    assert!(matches!(refused, Err(StoreError::NotFound { table: "sources" })));
    drop(tx);
    assert_eq!(world.store.leads_page(&LeadFilter::default(), None, 5).await.unwrap().total, 0);
}

async fn projects_do_not_share_people(world: World) {
    world.import(vec![person("Ada", None, &[(X, "ada")])]).await;
    let (project, source) = (id(), id());
    let tx = world.store.begin().await.unwrap();
    tx.put_project(project, &serde_json::json!({}), at(0)).await.unwrap();
    tx.insert_source(&crate::world::source_row(source, project, "other.csv")).await.unwrap();
    let rows = vec![(id(), person("Ada", None, &[(X, "ada")]))];
    assert_eq!(tx.import_leads(project, source, rows, at(1)).await.unwrap().created.len(), 1);
    tx.commit().await.unwrap();
}
