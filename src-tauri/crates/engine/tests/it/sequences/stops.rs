//! Stops: what comes back ends sequences everywhere, and what is on its way comes home.

use jiff::SignedDuration;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::delivery::DeliveryState;
use sdr_domain::enrollment::{EnrollmentState, PausedBy};
use sdr_domain::lead::{LeadStatus, Temperature};
use sdr_domain::reply::ReplyKind;
use sdr_domain::sequence::{SequenceSettings, SequenceTemplate};
use sdr_domain::suppression::SuppressionKind;
use sdr_engine::EnrollmentScope;
use sdr_engine::view::{EnrollWho, ReplyForm};
use sdr_ports::fakes::Script;

use super::desk::Desk;

#[tokio::test]
async fn a_reply_stops_every_sequence_of_the_lead_and_calls_everything_back() {
    let desk = Desk::open().await;
    let ada = desk.lead("Ada").await;
    let first = desk.template("telegram_first", |_| {}).await;
    let second = desk.template("full_sequence", |_| {}).await;
    desk.enroll(first, &[ada]).await;
    desk.enroll(second, &[ada]).await;
    desk.pass().await;
    // One waits in the queue, one was approved and waits for the undo window, one is a like by hand.
    desk.engine.write_draft(ada, Channel::Email).await.unwrap();
    assert_eq!(desk.pending().await.len(), 2);
    let telegram = desk.pending().await.into_iter().find(|d| d.channel == Channel::Telegram).unwrap();
    let seen = telegram.variants[0].fingerprint.clone().unwrap();
    desk.engine.approve(telegram.variants[0].id, &seen, false).await.unwrap();
    assert_eq!(desk.deliveries(DeliveryState::Queued).await.len(), 2);

    let result = desk.comes_back(ada, ReplyKind::Reply).await;

    assert_eq!((result.stopped, result.canceled, result.paused_colleagues), (2, 2, 0));
    assert_eq!(result.sentence, "2 sequences stopped, 2 messages called back.");
    assert!(desk.pending().await.is_empty() && desk.deliveries(DeliveryState::Queued).await.is_empty());
    for place in desk.engine.enrollments_of_lead(ada).await.unwrap() {
        assert_eq!((place.row.state, place.row.why.as_str()), (EnrollmentState::Exited, "They replied"));
    }
    let lead = desk.engine.lead(ada).await.unwrap().unwrap();
    assert_eq!((lead.status, lead.temperature), (LeadStatus::Replied, Temperature::Warm));
    desk.until("2027-01-20T10:00:00Z").await;
    assert!(desk.world.telegram.left().len() == 1, "only the self-test left");
    assert!(desk.world.x.left().is_empty() && desk.world.email.left().is_empty());
}

#[tokio::test]
async fn after_a_reply_the_next_check_says_yes_and_the_human_is_told_once() {
    let desk = Desk::open().await;
    let ada = desk.lead("Ada").await;
    let sequence = desk.template("telegram_first", |steps| steps.0[0].approval = false).await;
    desk.enroll(sequence, &[ada]).await;
    desk.until("2026-11-20T10:05:00Z").await;
    desk.comes_back(ada, ReplyKind::Reply).await;
    insta::assert_snapshot!(desk.story(ada).await);
    let page = desk.engine.activity_page(None, 100).await.unwrap();
    let told = |kind: &str| page.items.iter().filter(|row| row.kind == kind).count();
    assert_eq!((told("lead.warm"), told("sequence.notice"), told("reply.received")), (1, 1, 1));
}

#[tokio::test]
async fn a_reply_is_announced_once_and_opens_the_lead() {
    let desk = Desk::open().await;
    let ada = desk.lead("Ada").await;
    let (nothing, seen) = desk.engine.news_since(None).await.unwrap();
    assert_eq!(nothing, [], "what was there before the first look is no news");
    desk.world.clock.advance(SignedDuration::from_secs(60));
    desk.comes_back(ada, ReplyKind::Reply).await;
    let (news, seen) = desk.engine.news_since(Some(seen)).await.unwrap();
    let said: Vec<_> = news.iter().map(|one| one.sentence.as_str()).collect();
    assert_eq!(said, ["Something came back from a lead", "A lead is warm now"]);
    assert!(news.iter().all(|one| one.to == format!("/leads/{ada}")));
    assert_eq!(desk.engine.news_since(Some(seen)).await.unwrap().0, []);
    assert_eq!(desk.engine.status().await.unwrap().replies, 1);
}

#[tokio::test]
async fn a_message_that_is_leaving_at_that_instant_is_left_to_its_outcome() {
    let desk = Desk::open().await;
    let ada = desk.lead("Ada").await;
    let sequence = desk.template("telegram_first", |steps| steps.0[0].approval = false).await;
    desk.world.telegram.then(Script::StopsBefore(sdr_domain::part::PartEvent::Fire));
    desk.enroll(sequence, &[ada]).await;
    desk.pass().await;
    desk.world.clock.advance(SignedDuration::from_secs(30));
    let interrupt = async {
        desk.world.telegram.has_died().await;
        let result = desk.comes_back(ada, ReplyKind::Reply).await;
        assert_eq!((result.stopped, result.canceled), (1, 0));
        desk.world.telegram.go_on();
    };
    let (sent, ()) = tokio::join!(desk.engine.dispatch(), interrupt);
    sent.unwrap();
    assert_eq!(desk.deliveries(DeliveryState::Sent).await.len(), 1);
    let story = desk.story(ada).await;
    assert!(story.contains("telegram done") && story.ends_with("exited: They replied"), "{story}");
    assert_eq!(desk.engine.lead(ada).await.unwrap().unwrap().status, LeadStatus::Replied);
}

#[tokio::test]
async fn colleagues_at_the_same_company_rest_unless_their_sequence_says_otherwise() {
    let desk = Desk::open().await;
    let (ada, bea, cyd) = (desk.lead("Ada").await, desk.lead("Bea").await, desk.lead("Cyd").await);
    let dan = desk.lead_at("Dan", "Other Company").await;
    let resting = desk.template("gentle_touch", |_| {}).await;
    let settings = SequenceSettings { pause_company: false, ..SequenceSettings::default() };
    let steps = SequenceTemplate::find("gentle_touch").unwrap().steps();
    let going = desk.sequence("Goes on", steps, settings).await;
    desk.enroll(resting, &[ada, bea, dan]).await;
    desk.enroll(going, &[cyd]).await;
    desk.pass().await;

    let result = desk.comes_back(ada, ReplyKind::Reply).await;

    assert_eq!((result.stopped, result.paused_colleagues), (1, 1));
    let place = desk.place(bea).await;
    assert_eq!((place.row.state, place.row.paused_by), (EnrollmentState::Paused, Some(PausedBy::Company)));
    assert_eq!(place.row.why, "Paused: Ada Example at Harbor Freight replied");
    assert_eq!(desk.state(cyd).await, EnrollmentState::Active);
    assert_eq!(desk.state(dan).await, EnrollmentState::Active);
    // What is queued for somebody who rests does not go.
    let queued = desk.deliveries(DeliveryState::Queued).await;
    assert_eq!(queued.len(), 3);
    let scope = EnrollmentScope::Company("harbor freight".into());
    assert_eq!(desk.engine.resume_enrollments(scope).await.unwrap().count, 1);
    assert_eq!(desk.state(bea).await, EnrollmentState::Active);
}

#[tokio::test]
async fn whoever_is_away_rests_and_goes_on_after_their_return() {
    let desk = Desk::open().await;
    let ada = desk.lead("Ada").await;
    let sequence = desk.template("gentle_touch", |steps| steps.0[0].mode = Mode::Automatic).await;
    desk.enroll(sequence, &[ada]).await;
    desk.pass().await;
    let back_at = "2026-12-01T08:00:00Z".parse().unwrap();
    let form = ReplyForm {
        channel: Channel::Email,
        kind: ReplyKind::OutOfOffice,
        note: None,
        back_at: Some(back_at),
        at: None,
    };
    let result = desk.engine.record_reply(ada, form).await.unwrap();
    assert_eq!(result.stopped, 1);
    assert_eq!(desk.place(ada).await.row.why, "Paused: away until 2026-12-01");
    desk.until("2026-11-30T10:00:00Z").await;
    assert_eq!(desk.state(ada).await, EnrollmentState::Paused);
    desk.until("2026-12-01T08:00:00Z").await;
    assert_eq!(desk.state(ada).await, EnrollmentState::WaitingApproval, "the reply is written now");
    assert_eq!(desk.engine.lead(ada).await.unwrap().unwrap().status, LeadStatus::New);
}

#[tokio::test]
async fn a_bounce_ends_the_sequences_and_leaves_colleagues_alone() {
    let desk = Desk::open().await;
    let (ada, bea) = (desk.lead("Ada").await, desk.lead("Bea").await);
    let sequence = desk.template("telegram_first", |_| {}).await;
    desk.enroll(sequence, &[ada, bea]).await;
    desk.pass().await;
    let result = desk.comes_back(ada, ReplyKind::Bounce).await;
    assert_eq!((result.stopped, result.paused_colleagues), (1, 0));
    assert_eq!(desk.place(ada).await.row.why, "The address does not work");
    assert_eq!(desk.pending().await.len(), 1, "only the colleague's message waits");
}

#[tokio::test]
async fn a_stop_puts_the_person_on_the_suppression_list() {
    let desk = Desk::open().await;
    let ada = desk.lead("Ada").await;
    let sequence = desk.template("telegram_first", |_| {}).await;
    desk.enroll(sequence, &[ada]).await;
    desk.pass().await;
    desk.comes_back(ada, ReplyKind::OptOut).await;
    assert_eq!(desk.place(ada).await.row.why, "They asked not to be written to");
    assert_eq!(desk.engine.suppressions_page(None, 10).await.unwrap().total, 5);
    let who = EnrollWho::Leads(vec![ada]);
    let enrolled = desk.engine.enroll(sequence, &who, true).await.unwrap();
    assert_eq!(enrolled.skipped, [("On the suppression list".to_owned(), 1)]);
}

#[tokio::test]
async fn a_sign_of_interest_stops_nothing_and_is_a_yes_to_the_check_for_it() {
    let desk = Desk::open().await;
    let ada = desk.lead("Ada").await;
    let sequence = desk.template("full_sequence", |_| {}).await;
    desk.enroll(sequence, &[ada]).await;
    desk.pass().await;
    let result = desk.comes_back(ada, ReplyKind::Engagement).await;
    assert_eq!(result.sentence, "Noted. Their sequences go on.");
    desk.to_the_end().await;
    let story = desk.story(ada).await;
    assert!(story.contains("responded no") && story.contains("engaged yes"), "{story}");
    assert!(story.contains("warm_late done") && story.ends_with("completed: Every step is done"), "{story}");
}

#[tokio::test]
async fn getting_onto_the_suppression_list_in_whatever_way_ends_sequences_at_once() {
    for (kind, value) in [
        (SuppressionKind::Domain, "harbor.example"),
        (SuppressionKind::Email, "ada@harbor.example"),
        (SuppressionKind::Telegram, "ada_telegram"),
    ] {
        let desk = Desk::open().await;
        let ada = desk.lead("Ada").await;
        let sequence = desk.template("telegram_first", |_| {}).await;
        desk.enroll(sequence, &[ada]).await;
        desk.pass().await;
        desk.engine.add_suppression(kind, value, "").await.unwrap();
        assert_eq!(desk.place(ada).await.row.why, "On the suppression list", "{value}");
        assert!(desk.pending().await.is_empty());
    }
    let desk = Desk::open().await;
    let ada = desk.lead("Ada").await;
    let sequence = desk.template("full_sequence", |_| {}).await;
    desk.enroll(sequence, &[ada]).await;
    desk.pass().await;
    desk.engine.suppress_lead(ada, "").await.unwrap();
    assert_eq!(desk.place(ada).await.row.why, "On the suppression list");
    assert!(desk.deliveries(DeliveryState::Queued).await.is_empty(), "the like was called back");
}

#[tokio::test]
async fn taking_a_sequences_leads_out_calls_their_messages_back() {
    let desk = Desk::open().await;
    let (ada, bea) = (desk.lead("Ada").await, desk.lead("Bea").await);
    let sequence = desk.template("full_sequence", |_| {}).await;
    desk.enroll(sequence, &[ada, bea]).await;
    desk.pass().await;
    let moved = desk.engine.exit_enrollments(EnrollmentScope::Sequence(sequence)).await.unwrap();
    assert_eq!((moved.count, moved.sentence.as_str()), (2, "2 leads taken out."));
    assert_eq!(desk.deliveries(DeliveryState::Canceled).await.len(), 2);
    assert_eq!(desk.place(bea).await.row.why, "You took them out");
}
