//! What may leave, when, and what becomes of it.

use sdr_domain::delivery::DeliveryState;
use sdr_domain::part::PartEvent;
use sdr_domain::suppression::SuppressionKind;
use sdr_engine::view::Settlement;
use sdr_ports::ChannelError;
use sdr_ports::fakes::Script;

use crate::harness::Bench;

/// What left besides the self-test.
fn left(bench: &Bench) -> Vec<String> {
    bench.telegram.left().into_iter().skip(1).map(|(_, text)| text).collect()
}

#[tokio::test]
async fn each_paragraph_leaves_once_in_order_after_the_undo_window() {
    let bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    let id = bench.approved(lead, "First.\n\nSecond.\n\nThird.").await;
    bench.advance(-1);
    bench.engine.dispatch().await.unwrap();
    assert!(left(&bench).is_empty(), "the undo window still runs");

    bench.advance(1);
    bench.engine.dispatch().await.unwrap();
    bench.engine.dispatch().await.unwrap();

    assert_eq!(left(&bench), ["First.", "Second.", "Third."]);
    let row = bench.delivery(id).await;
    assert_eq!((row.state, row.parts_sent), (DeliveryState::Sent, 3));
    assert_eq!(row.receipt.as_deref(), Some("fake proof"));
}

#[tokio::test]
async fn in_dry_run_no_channel_is_touched() {
    let bench = Bench::sending().await;
    bench.change(|project| project.outreach.dry_run = true).await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    let id = bench.approved(lead, "Hello.").await;
    bench.engine.dispatch().await.unwrap();
    assert!(left(&bench).is_empty());
    let row = bench.delivery(id).await;
    assert_eq!((row.state, row.dry_run), (DeliveryState::Sent, true));
    assert_eq!(bench.engine.status().await.unwrap().sent_today, 0);
}

#[tokio::test]
async fn what_was_approved_before_dry_run_waits_for_its_end() {
    let bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    let id = bench.approved(lead, "Hello.").await;
    bench.engine.set_dry_run(true).await.unwrap();
    bench.engine.dispatch().await.unwrap();
    assert_eq!(bench.state(id).await, DeliveryState::Queued);
    bench.engine.set_dry_run(false).await.unwrap();
    bench.engine.dispatch().await.unwrap();
    assert_eq!(left(&bench), ["Hello."]);
}

#[tokio::test]
async fn pause_stops_everything_and_resume_goes_on() {
    let bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    let id = bench.approved(lead, "Hello.").await;
    bench.engine.pause().await.unwrap();
    bench.engine.dispatch().await.unwrap();
    assert!(left(&bench).is_empty());
    assert_eq!(bench.delivery(id).await.waits_for.as_deref(), Some("Sending is paused"));
    bench.engine.resume().await.unwrap();
    bench.engine.dispatch().await.unwrap();
    assert_eq!(left(&bench), ["Hello."]);
}

#[tokio::test]
async fn two_new_chats_keep_their_gap_and_the_row_says_when() {
    let bench = Bench::sending().await;
    for handle in ["priya_ops", "tomas_ops"] {
        let lead = bench.lead_on_telegram(handle).await;
        bench.approved(lead, &format!("Hello {handle}.")).await;
    }
    bench.engine.dispatch().await.unwrap();
    assert_eq!(left(&bench).len(), 1);
    let rows = bench.deliveries().await;
    let waiting = rows.iter().find(|row| row.state == DeliveryState::Queued).unwrap();
    assert_eq!(waiting.waits_for.as_deref(), Some("Keeping a human pace between two messages"));
    assert!(waiting.next_at.is_some());
    bench.advance(120);
    bench.engine.dispatch().await.unwrap();
    assert_eq!(left(&bench).len(), 2);
}

#[tokio::test]
async fn the_daily_cap_holds_across_a_restart() {
    let mut bench = Bench::sending().await;
    bench.change(|project| project.outreach.telegram.per_day = 1).await;
    for handle in ["priya_ops", "tomas_ops"] {
        let lead = bench.lead_on_telegram(handle).await;
        bench.approved(lead, "Hello.").await;
    }
    bench.engine.dispatch().await.unwrap();
    bench.restart(2).await;
    bench.advance(600);
    bench.engine.dispatch().await.unwrap();
    assert_eq!(left(&bench).len(), 1);
}

#[tokio::test]
async fn someone_suppressed_after_the_yes_is_not_written_to() {
    let bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    let id = bench.approved(lead, "Hello.").await;
    bench.engine.add_suppression(SuppressionKind::Telegram, "priya_ops", "asked").await.unwrap();
    bench.engine.dispatch().await.unwrap();
    assert!(left(&bench).is_empty());
    assert_eq!(bench.state(id).await, DeliveryState::Canceled);
}

#[tokio::test]
async fn surely_not_sent_is_tried_again_later_and_leaves_once() {
    let bench = Bench::sending().await;
    let lead = bench.lead_by_email("tomas@harbor.example").await;
    let reason = "The server is busy.".to_owned();
    bench.email.then(Script::Fails(ChannelError::NotSent { reason, retry_after_secs: 60 }));
    let id = bench.approved(lead, "Hello.").await;
    bench.engine.dispatch().await.unwrap();
    assert_eq!(bench.delivery(id).await.waits_for.as_deref(), Some("Trying again later"));
    bench.advance(60);
    bench.engine.dispatch().await.unwrap();
    assert_eq!(bench.email.left().len(), 1);
    assert_eq!(bench.state(id).await, DeliveryState::Sent);
}

#[tokio::test]
async fn a_refused_message_fails_with_its_reason_and_is_never_tried_again_by_itself() {
    let bench = Bench::sending().await;
    let lead = bench.lead_by_email("tomas@harbor.example").await;
    bench.email.then(Script::Fails(ChannelError::Refused { reason: "There is no such mailbox.".into() }));
    let id = bench.approved(lead, "Hello.").await;
    bench.engine.dispatch().await.unwrap();
    bench.advance(86_400);
    bench.engine.dispatch().await.unwrap();
    let row = bench.delivery(id).await;
    assert_eq!(
        (row.state, row.reason.as_deref()),
        (DeliveryState::Failed, Some("There is no such mailbox."))
    );
    assert!(bench.email.left().is_empty());
}

#[tokio::test]
async fn without_proof_the_human_is_asked_and_their_word_lets_the_rest_go_on() {
    let bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    bench.telegram.then(Script::Leaves).then(Script::LeavesWithoutProof);
    let id = bench.approved(lead, "First.\n\nSecond.\n\nThird.").await;
    bench.engine.dispatch().await.unwrap();
    bench.advance(3600);
    bench.engine.dispatch().await.unwrap();
    let row = bench.delivery(id).await;
    assert_eq!((row.state, row.parts_sent), (DeliveryState::Uncertain, 1));
    assert_eq!(row.question.unwrap().text, "Look into the chat: is paragraph 2 there?");

    bench.engine.settle(id, Settlement::Sent).await.unwrap();
    bench.engine.dispatch().await.unwrap();

    assert_eq!(left(&bench), ["First.", "Second.", "Third."]);
    assert_eq!(bench.state(id).await, DeliveryState::Sent);
}

#[tokio::test]
async fn not_arrived_by_the_humans_word_is_sent_again_only_on_retry() {
    let bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    bench.telegram.then(Script::Fails(ChannelError::Unknown { reason: "A box came up.".into() }));
    let id = bench.approved(lead, "Hello.").await;
    bench.engine.dispatch().await.unwrap();
    bench.engine.settle(id, Settlement::NotSent).await.unwrap();
    bench.engine.dispatch().await.unwrap();
    assert!(left(&bench).is_empty());
    bench.engine.retry(id).await.unwrap();
    bench.advance(3600);
    bench.engine.dispatch().await.unwrap();
    assert_eq!(left(&bench), ["Hello."]);
}

#[tokio::test]
async fn an_uncertain_message_blocks_the_next_one_to_the_same_person() {
    let bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    let draft = bench.draft_of(lead).await.id;
    bench.telegram.then(Script::LeavesWithoutProof);
    bench.approved(lead, "Hello.").await;
    bench.engine.dispatch().await.unwrap();
    let again = bench.engine.rewrite_draft(draft).await.unwrap();
    assert!(again.blocked.unwrap().contains("Settle it first"));
}

#[tokio::test]
async fn three_failures_in_a_row_stop_the_channel_until_a_human_resumes_it() {
    let bench = Bench::sending().await;
    for name in ["ada", "bea", "cyd", "dan"] {
        bench.email.then(Script::Fails(ChannelError::Refused { reason: "Refused.".into() }));
        let lead = bench.lead_by_email(&format!("{name}@harbor.example")).await;
        bench.approved(lead, "Hello.").await;
        bench.engine.dispatch().await.unwrap();
    }
    let states: Vec<_> = bench.deliveries().await.iter().map(|row| row.state).collect();
    assert_eq!(states.iter().filter(|s| **s == DeliveryState::Failed).count(), 3);
    assert_eq!(states.iter().filter(|s| **s == DeliveryState::Queued).count(), 1);
    bench.engine.resume_channel(sdr_domain::channel::Channel::Email).await.unwrap();
    bench.engine.dispatch().await.unwrap();
    assert!(bench.deliveries().await.iter().all(|row| row.state == DeliveryState::Failed));
}

#[tokio::test]
async fn assisted_telegram_waits_for_the_hand_and_asks_afterwards() {
    let bench = Bench::sending().await;
    bench.change(|project| project.connect.telegram.mode = sdr_domain::connect::TelegramMode::Assisted).await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    let id = bench.approved(lead, "First.\n\nSecond.").await;
    bench.engine.dispatch().await.unwrap();
    assert_eq!(bench.delivery(id).await.waits_for.as_deref(), Some("Waiting for you to press send"));

    let row = bench.engine.prepare(id).await.unwrap();
    assert_eq!(row.state, DeliveryState::Armed);
    assert_eq!(row.question.unwrap().text, "The text stands in the chat. Did you send it?");
    assert_eq!(bench.telegram.prepared(), ["First.\n\nSecond."]);

    let row = bench.engine.settle(id, Settlement::Sent).await.unwrap();
    assert_eq!(row.state, DeliveryState::Sent);
    assert!(left(&bench).is_empty(), "the app pressed nothing");
}

#[tokio::test]
async fn a_held_message_asks_once_and_after_no_it_can_be_retried() {
    let bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    bench.telegram.then(Script::Fails(ChannelError::Held { reason: "Telegram is locked.".into() }));
    let id = bench.approved(lead, "Hello.").await;
    bench.engine.dispatch().await.unwrap();
    let held = bench.delivery(id).await;
    assert_eq!((held.state, held.reason.as_deref()), (DeliveryState::Held, Some("Telegram is locked.")));
    assert!(held.question.is_some());

    let answered = bench.engine.settle(id, Settlement::NotSent).await.unwrap();

    assert_eq!(answered.state, DeliveryState::Held);
    assert!(answered.question.is_none(), "the question was answered");
    bench.engine.retry(id).await.unwrap();
    bench.advance(600);
    bench.engine.dispatch().await.unwrap();
    assert_eq!(left(&bench), ["Hello."]);
}

#[tokio::test]
async fn a_message_that_was_not_begun_cannot_be_settled_as_sent() {
    let bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    let id = bench.approved(lead, "Hello.").await;
    assert!(bench.engine.settle(id, Settlement::Sent).await.is_err());
    assert_eq!(bench.state(id).await, DeliveryState::Queued);
}

#[tokio::test]
async fn a_human_at_the_keyboard_puts_it_off_as_often_as_it_takes_and_that_is_no_failure() {
    let bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    for _ in 0..20 {
        let reason = "You are typing; it goes on in a moment.".to_owned();
        bench.telegram.then(Script::Fails(ChannelError::NotNow { reason, retry_after_secs: 5 }));
    }
    let id = bench.approved(lead, "Hello.").await;
    // After all that waiting, one real failure is the first try, not one too many.
    let reason = "Telegram does not answer.".to_owned();
    bench.telegram.then(Script::Fails(ChannelError::NotSent { reason, retry_after_secs: 5 }));
    for _ in 0..21 {
        bench.engine.dispatch().await.unwrap();
        assert_eq!(bench.delivery(id).await.waits_for.as_deref(), Some("Trying again later"));
        bench.advance(5);
    }
    bench.engine.dispatch().await.unwrap();
    assert_eq!(left(&bench), ["Hello."]);
    assert_eq!(bench.state(id).await, DeliveryState::Sent);
}

#[tokio::test]
async fn pause_reaches_a_send_that_is_under_way_up_to_the_last_moment_before_the_key() {
    for event in [PartEvent::Open, PartEvent::Bind, PartEvent::Arm] {
        let bench = Bench::sending().await;
        let lead = bench.lead_on_telegram("priya_ops").await;
        bench.telegram.then(Script::StopsBefore(event));
        let id = bench.approved(lead, "Hello.").await;
        let interrupt = async {
            bench.telegram.has_died().await;
            bench.engine.pause().await.unwrap();
            bench.telegram.go_on();
        };
        let (sent, ()) = tokio::join!(bench.engine.dispatch(), interrupt);
        sent.unwrap();
        assert!(left(&bench).is_empty(), "paused before {}", event.as_str());
        assert_eq!(bench.state(id).await, DeliveryState::Held, "paused before {}", event.as_str());
    }
}

#[tokio::test]
async fn what_is_past_the_key_is_recorded_even_when_paused() {
    let bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    bench.telegram.then(Script::StopsBefore(PartEvent::Fire));
    let id = bench.approved(lead, "Hello.").await;
    let interrupt = async {
        bench.telegram.has_died().await;
        bench.engine.pause().await.unwrap();
        bench.telegram.go_on();
    };
    let (sent, ()) = tokio::join!(bench.engine.dispatch(), interrupt);
    sent.unwrap();
    assert_eq!(left(&bench), ["Hello."]);
    assert_eq!(bench.state(id).await, DeliveryState::Sent);
}
