//! A yes counts once, for exactly what was seen, for someone who may be contacted.

use sdr_domain::delivery::DeliveryState;
use sdr_domain::draft::{DraftStatus, Fingerprint};
use sdr_domain::suppression::SuppressionKind;
use sdr_engine::EngineError;

use crate::harness::{Bench, pending};

fn code(error: &EngineError) -> &'static str {
    match error {
        EngineError::Conflict { code, .. } | EngineError::Precondition { code, .. } => code,
        EngineError::NotFound { .. } => "not_found",
        EngineError::Invalid { .. } => "invalid",
        EngineError::Unavailable { .. } => "unavailable",
        EngineError::Store(_) => "store",
    }
}

#[tokio::test]
async fn a_yes_queues_one_delivery_and_supersedes_the_other_variant() {
    let bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    let draft = bench.draft_of(lead).await;
    assert_eq!(draft.variants.len(), 2);

    let approved = bench.approve(&draft).await.unwrap();

    assert_eq!(bench.state(approved.delivery_id).await, DeliveryState::Queued);
    let after = bench.engine.draft(draft.variants[1].id).await.unwrap().unwrap();
    assert_eq!(after.variants[0].status, DraftStatus::Approved);
    assert_eq!(after.variants[1].status, DraftStatus::Superseded);
}

#[tokio::test]
async fn a_changed_draft_refuses_the_old_fingerprint() {
    let bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    let draft = bench.draft_of(lead).await;
    let seen = draft.variants[0].fingerprint.clone().unwrap();
    bench.engine.edit_draft(draft.id, None, "Other words".into()).await.unwrap();

    let refused = bench.engine.approve(draft.id, &seen, false).await.err().unwrap();

    assert_eq!(code(&refused), "draft_changed");
    assert!(bench.deliveries().await.is_empty());
}

#[tokio::test]
async fn the_second_yes_to_one_draft_is_refused() {
    let bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    let draft = bench.draft_of(lead).await;
    bench.approve(&draft).await.unwrap();
    let seen = draft.variants[0].fingerprint.clone().unwrap();
    let refused = bench.engine.approve(draft.id, &seen, true).await.err().unwrap();
    assert_eq!(code(&refused), "not_pending");
    assert_eq!(bench.deliveries().await.len(), 1);
}

#[tokio::test]
async fn two_yeses_at_the_same_instant_give_one_delivery() {
    let bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    let draft = bench.draft_of(lead).await;
    let (a, b) = tokio::join!(bench.approve(&draft), bench.approve(&draft));
    assert!(a.is_ok() ^ b.is_ok(), "exactly one yes counts");
    assert_eq!(bench.deliveries().await.len(), 1);
}

#[tokio::test]
async fn undo_cancels_the_delivery_and_the_draft_waits_again() {
    let bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    let approved = bench.approve(&bench.draft_of(lead).await).await.unwrap();
    bench.advance(29);
    bench.engine.dispatch().await.unwrap();

    bench.engine.undo_approval(approved.approval_id).await.unwrap();
    bench.advance(60);
    bench.engine.dispatch().await.unwrap();

    assert_eq!(bench.state(approved.delivery_id).await, DeliveryState::Canceled);
    assert_eq!(bench.telegram.left().len(), 1, "only the self-test left");
    assert_eq!(bench.draft_of(lead).await.status, DraftStatus::Pending);
}

#[tokio::test]
async fn undo_after_the_send_is_too_late() {
    let bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    let approved = bench.approve(&bench.draft_of(lead).await).await.unwrap();
    bench.advance(30);
    bench.engine.dispatch().await.unwrap();
    let refused = bench.engine.undo_approval(approved.approval_id).await.err().unwrap();
    assert_eq!(code(&refused), "too_late");
}

#[tokio::test]
async fn a_suppressed_person_cannot_be_approved() {
    let bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    let draft = bench.draft_of(lead).await;
    bench.engine.add_suppression(SuppressionKind::Telegram, "@Priya_Ops", "asked").await.unwrap();
    assert!(bench.engine.draft(draft.id).await.unwrap().unwrap().blocked.is_some());
    assert_eq!(code(&bench.approve(&draft).await.err().unwrap()), "suppressed");
}

#[tokio::test]
async fn a_second_first_message_needs_an_explicit_yes() {
    let bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    let first = bench.draft_of(lead).await;
    bench.approve(&first).await.unwrap();
    let again = bench.engine.rewrite_draft(first.id).await.unwrap();
    let seen = again.variants[0].fingerprint.clone().unwrap();
    let id = again.variants[0].id;

    assert_eq!(code(&bench.engine.approve(id, &seen, false).await.err().unwrap()), "already_contacted");
    bench.engine.approve(id, &seen, true).await.unwrap();
    assert_eq!(bench.deliveries().await.len(), 2);
}

#[tokio::test]
async fn bulk_approval_takes_only_what_was_opened() {
    let bench = Bench::sending().await;
    let opened = bench.lead_on_telegram("priya_ops").await;
    bench.lead_on_telegram("tomas_ops").await;
    let draft = bench.draft_of(opened).await;
    let page = bench.engine.drafts_page(&pending(), None, 50).await.unwrap();
    let unopened = page.items.iter().find(|row| !row.opened).unwrap().id;
    let items =
        [(draft.id, draft.variants[0].fingerprint.clone().unwrap()), (unopened, Fingerprint::from_hex("00"))];

    let outcome = bench.engine.approve_many(&items).await.unwrap();

    assert_eq!(outcome.approved.len(), 1);
    assert_eq!(outcome.refused.len(), 1);
    assert!(outcome.refused[0].reason.contains("Open this draft"));
}

#[tokio::test]
async fn a_no_needs_a_reason_and_can_be_taken_back() {
    let bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    let draft = bench.draft_of(lead).await;
    assert_eq!(code(&bench.engine.reject_draft(draft.id, "  ").await.err().unwrap()), "invalid");
    assert_eq!(
        bench.engine.reject_draft(draft.id, "wrong tone").await.unwrap().status,
        DraftStatus::Rejected
    );
    assert_eq!(bench.engine.restore_draft(draft.id).await.unwrap().status, DraftStatus::Pending);
}

#[tokio::test]
async fn an_edit_is_kept_beside_the_machines_words() {
    let bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    let draft = bench.draft_of(lead).await;
    let machine = draft.variants[0].body.clone();
    let edited = bench.engine.edit_draft(draft.id, None, "My own words".into()).await.unwrap();
    assert!(edited.edited);
    assert_eq!(edited.machine_body, machine);
    assert_eq!(code(&bench.engine.edit_draft(draft.id, None, " \n ".into()).await.err().unwrap()), "invalid");
}

#[tokio::test]
async fn an_email_over_its_limit_is_blocked_with_the_number() {
    let bench = Bench::sending().await;
    let lead = bench.lead_by_email("tomas@harbor.example").await;
    let draft = bench.draft_of(lead).await;
    let long = "word ".repeat(121);
    let edited = bench.engine.edit_draft(draft.id, Some("Hello".into()), long).await.unwrap();
    let refused = bench.engine.approve(draft.id, &edited.fingerprint.unwrap(), false).await.err().unwrap();
    assert_eq!(code(&refused), "limit_exceeded");
    assert!(refused.to_string().contains("120"), "{refused}");
}

#[tokio::test]
async fn with_asking_switched_off_fresh_drafts_are_approved_by_the_policy_and_keep_their_undo_window() {
    let bench = Bench::sending().await;
    bench.change(|project| project.outreach.approval = false).await;
    bench.lead_on_telegram("priya_ops").await;
    let rows = bench.deliveries().await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].waits_for.as_deref(), Some("You can still undo it"));
}

#[tokio::test]
async fn a_suppressed_person_is_never_approved_by_the_policy() {
    let bench = Bench::sending().await;
    bench.change(|project| project.outreach.approval = false).await;
    bench.engine.add_suppression(SuppressionKind::Domain, "harbor.example", "customer").await.unwrap();
    bench.engine.demo_leads(20, 5).await.unwrap();
    bench.engine.run_pipeline_to_end().await.unwrap();
    assert!(bench.deliveries().await.iter().all(|row| !row.recipient.ends_with("harbor.example")));
}
