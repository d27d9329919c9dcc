//! The queue and the approvals.

use sdr_domain::approval::{Approval, Approver};
use sdr_domain::channel::Channel;
use sdr_domain::draft::{DraftStatus, Fingerprint, Variant};
use sdr_storage::{DraftFilter, StoreError};

use crate::world::{World, at, id};

on_both!(
    a_draft_comes_back_as_it_was_written,
    the_queue_shows_one_row_a_choice_best_score_first,
    a_status_changes_only_from_the_expected_one,
    words_change_only_while_pending,
    opening_is_noted_once,
    an_approval_is_revoked_once,
    a_draft_for_nobody_is_refused,
);

fn pending() -> DraftFilter {
    DraftFilter { status: DraftStatus::Pending, channel: None, q: None }
}

async fn a_draft_comes_back_as_it_was_written(world: World) {
    let lead = world.lead("Ada").await;
    let (a, b) = {
        let choice = id();
        (world.draft(lead, choice, Variant::A), world.draft(lead, choice, Variant::B))
    };
    world.insert_drafts(vec![b.clone(), a.clone()]).await;
    assert_eq!(world.store.draft(a.id).await.unwrap(), Some(a.clone()));
    assert_eq!(world.store.choice(a.choice_id).await.unwrap(), [a, b]);
    assert_eq!(world.store.draft(id()).await.unwrap(), None);
}

async fn the_queue_shows_one_row_a_choice_best_score_first(world: World) {
    let mut drafts = Vec::new();
    for n in 0..12 {
        let lead = world.lead(&format!("Person {n}")).await;
        let choice = id();
        drafts.extend([world.draft(lead, choice, Variant::A), world.draft(lead, choice, Variant::B)]);
    }
    drafts[0].channel = Channel::Telegram;
    drafts[1].channel = Channel::Telegram;
    for draft in &mut drafts[..2] {
        draft.subject = None;
        draft.body = "\n  \nHi there".into();
    }
    drafts[2].subject = Some("Another subject".into());
    let edited = drafts[2].id;
    world.insert_drafts(drafts).await;
    let first = world.store.drafts_page(&pending(), None, 8).await.unwrap();
    assert_eq!((first.total, first.rows.len()), (12, 8));
    assert!(first.rows.iter().all(|row| row.variant == Variant::A && row.variants == 2));
    let second = world.store.drafts_page(&pending(), first.next.as_deref(), 8).await.unwrap();
    assert_eq!((second.rows.len(), second.next.as_deref()), (4, None));
    let row = second.rows.iter().find(|row| row.id == edited).unwrap();
    assert!(row.edited && !row.opened);
    assert_eq!((row.first_line.as_str(), row.lead_name.as_str()), ("Another subject", "Person 1"));
    let telegram = DraftFilter { channel: Some(Channel::Telegram), ..pending() };
    let telegram = world.store.drafts_page(&telegram, None, 8).await.unwrap();
    assert_eq!((telegram.total, telegram.rows[0].first_line.as_str()), (1, "Hi there"));
    let named = DraftFilter { q: Some("person 11".into()), ..pending() };
    assert_eq!(world.store.drafts_page(&named, None, 8).await.unwrap().rows[0].lead_name, "Person 11");
    assert_eq!(world.store.draft_counts().await.unwrap()[&DraftStatus::Pending], 12);
    let bad = world.store.drafts_page(&pending(), Some("00"), 8).await;
    assert!(matches!(bad, Err(StoreError::BadCursor)));
    assert!(!format!("{row:?}").contains("edited\""));
}

async fn a_status_changes_only_from_the_expected_one(world: World) {
    let lead = world.lead("Ada").await;
    let drafts = [world.draft(lead, id(), Variant::A), world.draft(lead, id(), Variant::A)];
    let ids = [drafts[0].id, drafts[1].id];
    world.insert_drafts(drafts.to_vec()).await;
    let tx = world.store.begin().await.unwrap();
    assert!(
        tx.set_draft_status(&ids[..1], DraftStatus::Pending, DraftStatus::Approved, at(3)).await.unwrap()
    );
    assert!(!tx.set_draft_status(&ids, DraftStatus::Pending, DraftStatus::Rejected, at(3)).await.unwrap());
    tx.commit().await.unwrap();
    let status = |n: usize| {
        let store = world.store.clone();
        async move { store.draft(ids[n]).await.unwrap().unwrap().status }
    };
    assert_eq!(status(0).await, DraftStatus::Approved);
    assert_eq!(status(1).await, DraftStatus::Pending, "all or none");
}

async fn words_change_only_while_pending(world: World) {
    let lead = world.lead("Ada").await;
    let draft = world.draft(lead, id(), Variant::A);
    world.insert_drafts(vec![draft.clone()]).await;
    let tx = world.store.begin().await.unwrap();
    assert!(tx.update_draft_text(draft.id, None, "new words", at(4)).await.unwrap());
    let now = tx.draft(draft.id).await.unwrap().unwrap();
    assert_eq!((now.subject, now.body.as_str(), now.updated_at), (None, "new words", at(4)));
    assert_eq!(now.machine_body, draft.machine_body, "the machine's words are kept");
    tx.set_draft_status(&[draft.id], DraftStatus::Pending, DraftStatus::Rejected, at(5)).await.unwrap();
    assert!(!tx.update_draft_text(draft.id, None, "too late", at(6)).await.unwrap());
    tx.commit().await.unwrap();
}

async fn opening_is_noted_once(world: World) {
    let lead = world.lead("Ada").await;
    let draft = world.draft(lead, id(), Variant::A);
    world.insert_drafts(vec![draft.clone()]).await;
    assert!(world.store.drafts_opened(&[draft.id]).await.unwrap().is_empty());
    let tx = world.store.begin().await.unwrap();
    tx.mark_draft_opened(draft.id, at(7)).await.unwrap();
    tx.mark_draft_opened(draft.id, at(8)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(world.store.drafts_opened(&[draft.id]).await.unwrap().contains(&draft.id));
}

async fn an_approval_is_revoked_once(world: World) {
    let lead = world.lead("Ada").await;
    let draft = world.draft(lead, id(), Variant::A);
    world.insert_drafts(vec![draft.clone()]).await;
    let approval = Approval {
        id: id(),
        draft_id: draft.id,
        fingerprint: Fingerprint::from_hex(&"ab".repeat(32)),
        approver: Approver::Human,
        approved_at: at(9),
        revoked_at: None,
    };
    let tx = world.store.begin().await.unwrap();
    tx.insert_approval(&approval).await.unwrap();
    assert!(tx.revoke_approval(approval.id, at(10)).await.unwrap());
    assert!(!tx.revoke_approval(approval.id, at(11)).await.unwrap());
    tx.commit().await.unwrap();
    let stored = world.store.approval(approval.id).await.unwrap();
    assert_eq!(stored, Some(Approval { revoked_at: Some(at(10)), ..approval }));
}

async fn a_draft_for_nobody_is_refused(world: World) {
    let draft = world.draft(id(), id(), Variant::A);
    let tx = world.store.begin().await.unwrap();
    assert!(matches!(tx.insert_drafts(vec![draft]).await, Err(StoreError::Conflict(_))));
}
