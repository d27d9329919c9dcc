//! What a lead gains from another source can be taken off again; two leads that are one can be made two.

mod enrolled;
mod property;

use sdr_domain::channel::Channel;
use sdr_domain::delivery::DeliveryState;
use sdr_domain::draft::Variant;
use sdr_domain::id::LeadId;
use sdr_domain::lead::LeadStatus;
use sdr_domain::merge::MatchedBy;
use sdr_domain::text::HandleKind::{Email, Linkedin, Telegram, X};
use sdr_storage::{LeadFilter, MergeRow, StoreError, UndoRefused};

use crate::tables::{meddle, tables};
use crate::world::{World, at, handle, id, person, post};

on_both!(
    what_crosses_sources_is_recorded_in_words,
    an_undo_takes_off_what_was_gained_and_makes_the_other_a_lead,
    a_row_that_was_undone_stays_with_its_own_lead,
    a_field_that_changed_since_keeps_the_merge,
    a_message_to_a_gained_handle_keeps_the_merge,
    new_words_want_a_new_verdict_and_an_undo_gives_the_old_one_back,
    a_row_with_handles_of_both_makes_two_leads_one,
    people_of_other_names_stay_two,
    nobody_is_joined_while_a_message_waits_or_when_suppressed,
    joining_moves_everything_and_an_undo_moves_it_back,
    a_spare_handle_is_still_known,
    leads_kept_apart_are_not_joined_again,
    deleting_the_restored_lead_takes_the_line_along,
);

async fn merges(world: &World, lead: LeadId) -> Vec<MergeRow> {
    world.store.merges_of_lead(lead).await.unwrap()
}

async fn undo(world: &World, merge: &MergeRow) -> Result<(LeadId, LeadId), UndoRefused> {
    let tx = world.store.begin().await.unwrap();
    let undone = tx.undo_merge(merge.id, at(60)).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    undone
}

async fn join(world: &World, a: LeadId, b: LeadId) -> Result<Option<LeadId>, StoreError> {
    let tx = world.store.begin().await.unwrap();
    let kept = tx.join_leads(id(), (a, b), at(30)).await?;
    tx.commit().await.unwrap();
    Ok(kept)
}

/// Ada from a file, and what another source tells of her.
async fn ada(world: &World) -> (LeadId, sdr_domain::id::SourceId) {
    let ada = person("Ada Lovelace", Some("Engines"), &[(Email, "ada@example.com")]);
    (world.import(vec![ada]).await.created[0], world.another_source("X search").await)
}

fn ada_on_x() -> sdr_domain::lead::NewLead {
    let mut row = person("Ada L.", None, &[(X, "ada_l"), (Email, "ada@example.com")]);
    row.profile.role = Some("Analyst".into());
    row.posts = vec![post("we drown in spreadsheets", Some("17"))];
    row
}

async fn what_crosses_sources_is_recorded_in_words(world: World) {
    let (lead, x) = ada(&world).await;
    let mut again = person("Ada Lovelace", None, &[(Email, "ada@example.com")]);
    again.profile.location = Some("London".into());
    world.import(vec![again]).await;
    assert!(merges(&world, lead).await.is_empty(), "a file read again tells of the same person");
    assert_eq!(world.import_from(x, vec![ada_on_x()]).await.merged, 1);
    assert_eq!(world.import_from(x, vec![ada_on_x()]).await.duplicates, 1);
    let found = merges(&world, lead).await;
    assert_eq!(found.len(), 1);
    let merge = &found[0];
    assert_eq!(merge.gained, ["X handle", "role", "1 post"]);
    assert_eq!((merge.matched_by, merge.refused), (MatchedBy::Email, None));
    assert_eq!((merge.other_name.as_str(), merge.source_name.as_str()), ("Ada L.", "X search"));
    let bob = person("Bob Builder", Some("Sites"), &[(Email, "bob@example.com")]);
    let bob = world.import(vec![bob]).await.created[0];
    world.import_from(x, vec![person("bob  builder", Some("SITES"), &[(X, "bob_b")])]).await;
    assert_eq!(merges(&world, bob).await[0].matched_by, MatchedBy::Person);
}

async fn an_undo_takes_off_what_was_gained_and_makes_the_other_a_lead(world: World) {
    let (lead, x) = ada(&world).await;
    let before = tables(&world).await;
    world.import_from(x, vec![ada_on_x()]).await;
    let merge = merges(&world, lead).await.remove(0);
    let (kept, restored) = undo(&world, &merge).await.unwrap();
    assert_eq!(kept, lead);
    let other = world.store.lead(restored).await.unwrap().unwrap();
    assert_eq!((other.profile.name.as_str(), other.source_id), ("Ada L.", x));
    assert_eq!(other.handles, [handle(X, "ada_l")], "the address stays with the lead that had it");
    assert_eq!(world.store.posts(restored).await.unwrap().len(), 1);
    let found = LeadFilter { q: Some("analyst".into()), ..LeadFilter::default() };
    assert_eq!(world.store.leads_page(&found, None, 5).await.unwrap().rows[0].id, restored);
    let line = merges(&world, lead).await.remove(0);
    assert_eq!((line.undone_at, line.refused), (Some(at(60)), Some(UndoRefused::Undone)));
    assert_eq!(undo(&world, &line).await, Err(UndoRefused::Undone));
    let tx = world.store.begin().await.unwrap();
    tx.delete_lead(restored, at(61)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(tables(&world).await, before);
}

async fn a_row_that_was_undone_stays_with_its_own_lead(world: World) {
    let (lead, x) = ada(&world).await;
    world.import_from(x, vec![ada_on_x()]).await;
    let merge = merges(&world, lead).await.remove(0);
    let (_, restored) = undo(&world, &merge).await.unwrap();
    let before = tables(&world).await;
    assert_eq!(world.import_from(x, vec![ada_on_x()]).await.duplicates, 1);
    assert_eq!(tables(&world).await, before);
    // By its address alone the name decides.
    let mut row = person("Ada L.", None, &[(Email, "ada@example.com")]);
    row.profile.industry = Some("Logistics".into());
    world.import_from(x, vec![row]).await;
    let other = world.store.lead(restored).await.unwrap().unwrap();
    assert_eq!(other.profile.industry.as_deref(), Some("Logistics"));
}

async fn a_field_that_changed_since_keeps_the_merge(world: World) {
    let (lead, x) = ada(&world).await;
    world.import_from(x, vec![ada_on_x()]).await;
    meddle(&world, "UPDATE leads SET role = 'Countess'").await;
    let merge = merges(&world, lead).await.remove(0);
    assert_eq!(merge.refused, Some(UndoRefused::Changed));
    let before = tables(&world).await;
    assert_eq!(undo(&world, &merge).await, Err(UndoRefused::Changed));
    assert_eq!(tables(&world).await, before);
}

async fn a_message_to_a_gained_handle_keeps_the_merge(world: World) {
    let x = world.another_source("Apollo").await;
    let lead = world.import(vec![person("Ada", None, &[(X, "ada")])]).await.created[0];
    world.import_from(x, vec![person("Ada", None, &[(X, "ada"), (Email, "ada@example.com")])]).await;
    world.delivery(lead, Channel::Email, false).await;
    let merge = merges(&world, lead).await.remove(0);
    assert_eq!(undo(&world, &merge).await, Err(UndoRefused::UnderWay));
    meddle(&world, "UPDATE deliveries SET state = 'sent'").await;
    assert_eq!(undo(&world, &merge).await, Err(UndoRefused::Contacted));
    meddle(&world, "UPDATE deliveries SET state = 'canceled'").await;
    undo(&world, &merge).await.unwrap();
}

async fn new_words_want_a_new_verdict_and_an_undo_gives_the_old_one_back(world: World) {
    let (lead, x) = ada(&world).await;
    meddle(&world, "UPDATE leads SET status = 'disqualified', verdict = 'irrelevant', score = 7").await;
    world.import_from(x, vec![ada_on_x()]).await;
    let status = || async { world.store.lead(lead).await.unwrap().unwrap().status };
    assert_eq!(status().await, LeadStatus::New);
    let merge = merges(&world, lead).await.remove(0);
    undo(&world, &merge).await.unwrap();
    assert_eq!(status().await, LeadStatus::Disqualified);
}

async fn a_row_with_handles_of_both_makes_two_leads_one(world: World) {
    let (older, x) = ada(&world).await;
    let younger = world.import_from(x, vec![person("Ada", None, &[(X, "ada_l")])]).await.created[0];
    let before = tables(&world).await;
    let both = person("Ada Lovelace", None, &[(X, "ada_l"), (Email, "ada@example.com")]);
    let third = world.another_source("Apollo").await;
    assert_eq!(world.import_from(third, vec![both]).await.duplicates, 1);
    assert!(world.store.lead(younger).await.unwrap().is_none());
    assert_eq!(world.store.lead(older).await.unwrap().unwrap().handles.len(), 2);
    let merge = merges(&world, older).await.remove(0);
    assert_eq!(
        (merge.gained.as_slice(), merge.matched_by),
        (["X handle".to_owned()].as_slice(), MatchedBy::Email)
    );
    assert_eq!(undo(&world, &merge).await, Ok((older, younger)));
    assert_eq!(tables(&world).await, before);
}

async fn people_of_other_names_stay_two(world: World) {
    let (lead, x) = ada(&world).await;
    world.import_from(x, vec![person("Bob Builder", None, &[(X, "bob")])]).await;
    let both = person("Ada Lovelace", None, &[(X, "bob"), (Email, "ada@example.com")]);
    world.import_from(x, vec![both]).await;
    assert_eq!(world.store.lead(lead).await.unwrap().unwrap().handles.len(), 1);
    assert_eq!(world.store.leads_page(&LeadFilter::default(), None, 5).await.unwrap().total, 2);
}

async fn nobody_is_joined_while_a_message_waits_or_when_suppressed(world: World) {
    let (lead, x) = ada(&world).await;
    let other = world.import_from(x, vec![person("Ada", None, &[(X, "ada_l")])]).await.created[0];
    let both = || vec![person("Ada", None, &[(X, "ada_l"), (Email, "ada@example.com")])];
    world.delivery(other, Channel::X, false).await;
    assert!(matches!(join(&world, lead, other).await, Err(StoreError::InFlight)));
    world.import_from(x, both()).await;
    assert!(world.store.lead(other).await.unwrap().is_some());
    meddle(&world, "UPDATE deliveries SET state = 'sent'").await;
    let tx = world.store.begin().await.unwrap();
    tx.set_lead_status(&[other], LeadStatus::Suppressed, at(5)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(join(&world, lead, other).await.unwrap(), None);
    world.import_from(x, both()).await;
    assert!(world.store.lead(other).await.unwrap().is_some());
    assert!(matches!(join(&world, lead, id()).await, Err(StoreError::NotFound { .. })));
}

async fn joining_moves_everything_and_an_undo_moves_it_back(world: World) {
    let mut one = person("Ada Lovelace", Some("Engines"), &[(X, "ada"), (Email, "ada@example.com")]);
    one.posts = vec![post("one", Some("1")), post("two", Some("2"))];
    let mut two = person("Ada", None, &[(X, "ada_work"), (Telegram, "ada_lovelace")]);
    two.profile.location = Some("London".into());
    two.posts = vec![post("two", Some("2")), post("three", Some("3"))];
    let older = world.import(vec![one]).await.created[0];
    let younger = world.import(vec![two]).await.created[0];
    let choice = id();
    world.insert_drafts(vec![world.draft(older, choice, Variant::A)]).await;
    world.insert_drafts(vec![world.draft(younger, id(), Variant::A)]).await;
    world.delivery(younger, Channel::Telegram, false).await;
    meddle(&world, "UPDATE deliveries SET state = 'sent'").await;
    meddle(
        &world,
        "UPDATE leads SET status = 'sent', temperature = 'warm', score = 71, verdict = 'relevant'
        WHERE location = 'London'",
    )
    .await;
    // One request told of both of them, one of each alone.
    let entry = "INSERT INTO egress_people (lead_id, entry, host) SELECT id";
    meddle(&world, &format!("{entry}, 1, 'x.example' FROM leads")).await;
    meddle(&world, &format!("{entry}, 2, 'x.example' FROM leads WHERE location = 'London'")).await;
    meddle(&world, &format!("{entry}, 3, 'x.example' FROM leads WHERE location IS NULL")).await;
    meddle(
        &world,
        "INSERT INTO llm_answers (lead_id, fingerprint, answer, model, usage, created_at)
        SELECT id, 'f1', 'a', 'm', '{}', 1 FROM leads WHERE location = 'London'",
    )
    .await;
    let before = tables(&world).await;
    // Whichever is named first, the older is kept.
    assert_eq!(join(&world, younger, older).await.unwrap(), Some(older));
    let lead = world.store.lead(older).await.unwrap().unwrap();
    assert_eq!((lead.handles.len(), lead.status), (3, LeadStatus::Sent));
    assert_eq!(lead.profile.location.as_deref(), Some("London"));
    assert_eq!(world.store.posts(older).await.unwrap().len(), 3);
    assert_eq!(world.store.deliveries_of_lead(older).await.unwrap()[0].state, DeliveryState::Sent);
    assert!(world.store.contacted(older).await.unwrap().is_some());
    assert_eq!(tables(&world).await["egress_people"].len(), 3);
    let merge = merges(&world, older).await.remove(0);
    assert_eq!(merge.gained, ["Telegram handle", "location", "1 post"]);
    assert_eq!(undo(&world, &merge).await, Ok((older, younger)));
    assert_eq!(tables(&world).await, before);
}

async fn a_spare_handle_is_still_known(world: World) {
    let older = world.import(vec![person("Ada", None, &[(X, "ada")])]).await.created[0];
    let younger = world.import(vec![person("Ada", None, &[(X, "ada_work")])]).await.created[0];
    join(&world, older, younger).await.unwrap();
    assert_eq!(world.store.lead(older).await.unwrap().unwrap().handles, [handle(X, "ada")]);
    let again = world.import(vec![person("Ada", None, &[(X, "ada_work")])]).await;
    assert_eq!((again.created.len(), again.duplicates), (0, 1));
}

async fn leads_kept_apart_are_not_joined_again(world: World) {
    let (lead, x) = ada(&world).await;
    let other = world.import_from(x, vec![person("Ada", None, &[(X, "ada_l")])]).await.created[0];
    join(&world, lead, other).await.unwrap();
    let merge = merges(&world, lead).await.remove(0);
    undo(&world, &merge).await.unwrap();
    let both =
        person("Ada", None, &[(X, "ada_l"), (Email, "ada@example.com"), (Linkedin, "linkedin.com/in/ada-l")]);
    world.import_from(x, vec![both]).await;
    assert!(world.store.lead(other).await.unwrap().unwrap().handle(Linkedin).is_some());
    assert!(world.store.lead(lead).await.unwrap().unwrap().handle(X).is_none());
    // A human may change their mind.
    assert_eq!(join(&world, lead, other).await.unwrap(), Some(lead));
}

async fn deleting_the_restored_lead_takes_the_line_along(world: World) {
    let (lead, x) = ada(&world).await;
    world.import_from(x, vec![ada_on_x()]).await;
    let merge = merges(&world, lead).await.remove(0);
    let (_, restored) = undo(&world, &merge).await.unwrap();
    let tx = world.store.begin().await.unwrap();
    tx.delete_lead(restored, at(61)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(merges(&world, lead).await.is_empty());
}
