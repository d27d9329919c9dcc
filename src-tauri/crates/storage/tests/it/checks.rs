//! Checks of handles: the latest knowledge wins, and not knowing replaces nothing.

use sdr_domain::handle_finding::{Finding, HandleFinding, MailFinding};
use sdr_domain::id::LeadId;
use sdr_domain::text::{Handle, HandleKind};
use sdr_storage::HandleCheckRow;

use crate::world::{World, at, handle, person};

on_both!(
    knowledge_replaces_knowledge_and_ignorance_replaces_nothing,
    a_check_of_a_handle_the_lead_does_not_have_counts_for_nothing,
    a_check_goes_with_the_lead,
);

fn free() -> Finding {
    Finding::Telegram { finding: HandleFinding::Free }
}

fn open_question() -> Finding {
    Finding::Telegram { finding: HandleFinding::Unknown { why: "t.me asked for a pause.".into() } }
}

fn somebody() -> Finding {
    Finding::Telegram { finding: HandleFinding::Person { name: "Ada \u{1f680}".into(), bio: None } }
}

async fn ada(world: &World) -> LeadId {
    let handles = [(HandleKind::Email, "ada@example.com"), (HandleKind::Telegram, "ada_l")];
    world.import(vec![person("Ada L", None, &handles)]).await.created[0]
}

async fn put(world: &World, lead_id: LeadId, handle: Handle, finding: Finding, second: i64) {
    let tx = world.store.begin().await.unwrap();
    tx.put_handle_check(&HandleCheckRow { lead_id, handle, finding, at: at(second) }).await.unwrap();
    tx.commit().await.unwrap();
}

async fn knowledge_replaces_knowledge_and_ignorance_replaces_nothing(world: World) {
    let lead = ada(&world).await;
    let name = handle(HandleKind::Telegram, "ada_l");
    for (finding, second, stays) in [
        (open_question(), 1, open_question()),
        (free(), 2, free()),
        (open_question(), 3, free()),
        (somebody(), 4, somebody()),
    ] {
        put(&world, lead, name.clone(), finding, second).await;
        let checks = world.store.handle_checks(lead).await.unwrap();
        assert_eq!(checks.iter().map(|check| &check.finding).collect::<Vec<_>>(), [&stays]);
    }
    let no_mail = Finding::Email { finding: MailFinding::NoMail { why: "No such domain.".into() } };
    put(&world, lead, handle(HandleKind::Email, "ada@example.com"), no_mail, 5).await;
    let unreachable = world.store.unreachable(&[lead]).await.unwrap();
    assert_eq!(unreachable[&lead], [HandleKind::Email]);
}

async fn a_check_of_a_handle_the_lead_does_not_have_counts_for_nothing(world: World) {
    let lead = ada(&world).await;
    put(&world, lead, handle(HandleKind::Telegram, "ada_before"), free(), 1).await;
    assert!(world.store.handle_checks(lead).await.unwrap().is_empty());
    assert!(world.store.unreachable(&[lead]).await.unwrap().is_empty());
    // Not knowing about the handle they have now replaces what was known of another one.
    put(&world, lead, handle(HandleKind::Telegram, "ada_l"), open_question(), 2).await;
    assert_eq!(world.store.handle_checks(lead).await.unwrap().len(), 1);
}

async fn a_check_goes_with_the_lead(world: World) {
    let lead = ada(&world).await;
    put(&world, lead, handle(HandleKind::Telegram, "ada_l"), free(), 1).await;
    let tx = world.store.begin().await.unwrap();
    assert!(tx.delete_lead(lead, at(2)).await.unwrap());
    tx.commit().await.unwrap();
    // A check that was under way meanwhile finds nobody to belong to.
    put(&world, lead, handle(HandleKind::Telegram, "ada_l"), free(), 3).await;
    assert!(world.store.handle_checks(lead).await.unwrap().is_empty());
}
