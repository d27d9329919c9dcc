//! Steps with words: who writes them, who is asked, and what a human's word does.

use sdr_domain::channel::{Channel, Mode};
use sdr_domain::delivery::DeliveryState;
use sdr_domain::draft::{DraftStatus, Variant, WrittenBy};
use sdr_domain::enrollment::{EnrollmentState, Outcome};
use sdr_domain::sequence::{SequenceSettings, Step, StepKey, Steps};
use sdr_domain::text::{Handle, HandleKind};
use sdr_engine::view::TemplateForm;

use super::desk::Desk;

fn mail(key: &str, next: Option<&str>) -> Step {
    Step { next: next.map(StepKey::new), ..Step::message(key, Channel::Email) }
}

async fn one_mail(desk: &Desk, change: impl FnOnce(&mut Step)) -> sdr_domain::id::SequenceId {
    let mut step = mail("mail", None);
    change(&mut step);
    desk.sequence("One mail", Steps(vec![step]), SequenceSettings::default()).await
}

#[tokio::test]
async fn a_step_that_asks_waits_in_the_queue_with_both_phrasings() {
    let desk = Desk::open().await;
    let ada = desk.lead("Ada").await;
    let sequence = one_mail(&desk, |_| {}).await;
    desk.enroll(sequence, &[ada]).await;
    desk.pass().await;
    let pending = desk.pending().await;
    assert_eq!((pending.len(), pending[0].variants.len()), (1, 2));
    let place = desk.place(ada).await;
    assert_eq!(
        (place.row.state, place.row.why.as_str()),
        (EnrollmentState::WaitingApproval, "Waits for your yes")
    );
    assert_eq!(place.executions[0].draft_id, Some(pending[0].variants[0].id));
    desk.pass().await;
    assert_eq!(desk.pending().await.len(), 1, "it is written once");
}

#[tokio::test]
async fn a_step_that_does_not_ask_goes_by_the_standing_yes() {
    let desk = Desk::open().await;
    let ada = desk.lead("Ada").await;
    let sequence = one_mail(&desk, |step| step.approval = false).await;
    desk.enroll(sequence, &[ada]).await;
    desk.pass().await;
    assert!(desk.pending().await.is_empty());
    assert!(desk.world.email.left().is_empty(), "the undo window holds it");
    assert_eq!(desk.place(ada).await.row.why, "You can still undo it: Fri 10:00");
    desk.until("2026-11-20T10:01:00Z").await;
    assert_eq!(desk.world.email.left().len(), 1);
    assert_eq!(desk.state(ada).await, EnrollmentState::Completed);
}

#[tokio::test]
async fn what_waits_for_the_lead_already_is_the_steps_message() {
    let desk = Desk::open().await;
    desk.change(|project| project.outreach.channels = vec![Channel::Email]).await;
    let ada = desk.lead("Ada").await;
    desk.engine.run_pipeline_to_end().await.unwrap();
    let waiting = desk.pending().await;
    assert_eq!(waiting.len(), 1);
    let sequence = one_mail(&desk, |_| {}).await;
    desk.enroll(sequence, &[ada]).await;
    desk.pass().await;
    let pending = desk.pending().await;
    assert_eq!(pending.len(), 1);
    assert_eq!(pending[0].choice_id, waiting[0].choice_id);
    desk.say_yes().await;
    desk.until("2026-11-20T10:02:00Z").await;
    assert_eq!(desk.state(ada).await, EnrollmentState::Completed);
}

#[tokio::test]
async fn a_steps_own_template_goes_before_what_waits_there() {
    let desk = Desk::open().await;
    desk.change(|project| project.outreach.channels = vec![Channel::Email]).await;
    let ada = desk.lead("Ada").await;
    desk.engine.run_pipeline_to_end().await.unwrap();
    let form = TemplateForm {
        name: "Ours".into(),
        channel: Channel::Email,
        variant: Variant::A,
        subject: Some("For {{first_name}}".into()),
        body: "Hi {{first_name}}, {{persona}} here.\n\nShall we talk?".into(),
        enabled: false,
    };
    let template = desk.engine.save_template(None, form).await.unwrap().id;
    let sequence = one_mail(&desk, |step| step.template_id = Some(template)).await;
    desk.enroll(sequence, &[ada]).await;
    desk.pass().await;
    let pending = desk.pending().await;
    assert_eq!((pending.len(), pending[0].variants.len()), (1, 1), "the other message left the queue");
    assert_eq!(pending[0].variants[0].body, "Hi Ada, Mara here.\n\nShall we talk?");
    assert_eq!(pending[0].variants[0].subject.as_deref(), Some("For Ada"));
    assert_eq!(pending[0].variants[0].written_by, WrittenBy::Offline);
}

#[tokio::test]
async fn what_cannot_be_written_rests_with_the_reason_and_goes_on_once_it_can() {
    let desk = Desk::open().await;
    let form = |body: &str| TemplateForm {
        name: "Ours".into(),
        channel: Channel::Email,
        variant: Variant::A,
        subject: Some("Hello".into()),
        body: body.into(),
        enabled: false,
    };
    let template = desk.engine.save_template(None, form("Hi, how is {{bio}}?")).await.unwrap().id;
    let ada = desk.lead("Ada").await;
    let sequence = one_mail(&desk, |step| step.template_id = Some(template)).await;
    desk.enroll(sequence, &[ada]).await;
    desk.pass().await;
    let place = desk.place(ada).await;
    assert_eq!(place.row.state, EnrollmentState::Paused);
    assert!(place.row.why.starts_with("Paused: Template “Ours”: "), "{}", place.row.why);
    assert_eq!(desk.pass().await, None, "it is not tried again by itself");
    desk.engine.save_template(Some(template), form("Hi {{first_name}}.")).await.unwrap();
    let scope = sdr_engine::EnrollmentScope::One(place.row.id);
    assert_eq!(desk.engine.resume_enrollments(scope).await.unwrap().count, 1);
    desk.pass().await;
    assert_eq!(desk.state(ada).await, EnrollmentState::WaitingApproval);
}

#[tokio::test]
async fn a_follow_up_goes_on_in_the_thread_of_the_mail_before_it() {
    let desk = Desk::open().await;
    let mut second = mail("second", Some("third"));
    (second.same_thread, second.delay_minutes) = (true, 60);
    let mut third = mail("third", None);
    (third.same_thread, third.delay_minutes) = (true, 60);
    let steps = Steps(vec![mail("first", Some("second")), second, third]);
    let sequence = desk.sequence("Thread", steps, SequenceSettings::default()).await;
    let ada = desk.lead("Ada").await;
    desk.enroll(sequence, &[ada]).await;
    desk.to_the_end().await;
    let mails = desk.world.email.handed();
    let [first, second, third] = mails.as_slice() else { panic!("three mails") };
    let subject = first.subject.clone().unwrap();
    assert_eq!(second.subject.as_deref(), Some(format!("Re: {subject}").as_str()));
    assert_eq!(third.subject, second.subject);
    let ids: Vec<String> = mails.iter().map(|mail| mail.message_id.clone().unwrap()).collect();
    assert!(first.thread.is_empty());
    assert_eq!(second.thread, ids[..1]);
    assert_eq!(third.thread, ids[..2]);
    assert_ne!(first.parts[0].text, second.parts[0].text);
    assert_eq!(desk.state(ada).await, EnrollmentState::Completed);
}

#[tokio::test]
async fn a_follow_up_is_no_second_first_message_but_another_sequence_is() {
    let desk = Desk::open().await;
    let ada = desk.lead("Ada").await;
    let first = one_mail(&desk, |step| step.approval = false).await;
    desk.enroll(first, &[ada]).await;
    desk.until("2026-11-20T10:05:00Z").await;
    let other = one_mail(&desk, |step| step.approval = false).await;
    assert_eq!(desk.enroll(other, &[ada]).await, 0, "written to before");
    let who = sdr_engine::view::EnrollWho::Leads(vec![ada]);
    assert_eq!(desk.engine.enroll(other, &who, true).await.unwrap().enrolled, 1);
    desk.until("2026-11-20T10:10:00Z").await;
    assert_eq!(desk.world.email.left().len(), 2, "the yes to writing again holds for the sequence");
}

#[tokio::test]
async fn a_step_by_hand_waits_for_the_hand_on_a_channel_that_could_do_it_itself() {
    let desk = Desk::open().await;
    let ada = desk.lead("Ada").await;
    let sequence = one_mail(&desk, |step| step.mode = Mode::Assisted).await;
    desk.enroll(sequence, &[ada]).await;
    desk.pass().await;
    desk.say_yes().await;
    desk.until("2026-11-20T10:05:00Z").await;
    assert!(desk.world.email.left().is_empty());
    assert_eq!(desk.place(ada).await.row.why, "Waiting for you to press send");
    assert_eq!(desk.by_hand().await, 1);
    assert_eq!(desk.state(ada).await, EnrollmentState::Completed);
}

#[tokio::test]
async fn a_yes_that_is_taken_back_waits_for_one_again() {
    let desk = Desk::open().await;
    let ada = desk.lead("Ada").await;
    let sequence = one_mail(&desk, |_| {}).await;
    desk.enroll(sequence, &[ada]).await;
    desk.pass().await;
    let draft = desk.pending().await.remove(0);
    let seen = draft.variants[0].fingerprint.clone().unwrap();
    let yes = desk.engine.approve(draft.variants[0].id, &seen, false).await.unwrap();
    assert_eq!(desk.state(ada).await, EnrollmentState::Active);
    desk.engine.undo_approval(yes.approval_id).await.unwrap();
    assert_eq!(desk.state(ada).await, EnrollmentState::WaitingApproval);
    desk.say_yes().await;
    desk.until("2026-11-20T10:05:00Z").await;
    assert_eq!(desk.world.email.left().len(), 1);
    assert_eq!(desk.state(ada).await, EnrollmentState::Completed);
}

#[tokio::test]
async fn a_no_ends_the_sequence_and_taking_it_back_reopens_it() {
    let desk = Desk::open().await;
    let ada = desk.lead("Ada").await;
    let sequence = one_mail(&desk, |_| {}).await;
    desk.enroll(sequence, &[ada]).await;
    desk.pass().await;
    let draft = desk.pending().await.remove(0).variants[0].id;
    desk.engine.reject_draft(draft, "Not for her").await.unwrap();
    let place = desk.place(ada).await;
    assert_eq!((place.row.state, place.executions[0].outcome), (EnrollmentState::Exited, Outcome::Rejected));
    assert_eq!(place.row.why, "You said no to its message");
    desk.engine.restore_draft(draft).await.unwrap();
    assert_eq!(desk.state(ada).await, EnrollmentState::WaitingApproval);
    desk.say_yes().await;
    desk.until("2026-11-20T10:05:00Z").await;
    assert_eq!(desk.state(ada).await, EnrollmentState::Completed);
}

#[tokio::test]
async fn a_message_written_anew_is_still_the_steps_message() {
    let desk = Desk::open().await;
    let ada = desk.lead("Ada").await;
    let sequence = one_mail(&desk, |_| {}).await;
    desk.enroll(sequence, &[ada]).await;
    desk.pass().await;
    let old = desk.pending().await.remove(0).variants[0].id;
    let new = desk.engine.rewrite_draft(old).await.unwrap();
    assert_eq!(desk.place(ada).await.executions[0].draft_id, Some(new.variants[0].id));
    let twice = desk.engine.write_draft(ada, Channel::Email).await.unwrap();
    assert_eq!(desk.engine.draft(new.id).await.unwrap().unwrap().status, DraftStatus::Superseded);
    assert_eq!(desk.place(ada).await.executions[0].draft_id, Some(twice.variants[0].id));
    desk.say_yes().await;
    desk.until("2026-11-20T10:05:00Z").await;
    assert_eq!(desk.state(ada).await, EnrollmentState::Completed);
}

#[tokio::test]
async fn a_delivery_called_back_by_the_human_ends_the_sequence() {
    let desk = Desk::open().await;
    let ada = desk.lead("Ada").await;
    let sequence = one_mail(&desk, |step| step.approval = false).await;
    desk.enroll(sequence, &[ada]).await;
    desk.pass().await;
    let queued = desk.deliveries(DeliveryState::Queued).await.remove(0).id;
    desk.engine.cancel(queued).await.unwrap();
    assert_eq!(desk.place(ada).await.row.why, "Its message was called back");
    assert_eq!(desk.place(ada).await.executions[0].outcome, Outcome::Canceled);
}

#[tokio::test]
async fn a_like_that_asks_waits_in_the_queue_without_words() {
    let desk = Desk::open().await;
    let ada = desk.lead("Ada").await;
    let sequence = desk.template("gentle_touch", |steps| steps.0[0].approval = true).await;
    desk.enroll(sequence, &[ada]).await;
    desk.pass().await;
    let pending = desk.pending().await;
    assert_eq!((pending.len(), pending[0].variants[0].body.as_str()), (1, ""));
    assert!(desk.engine.rewrite_draft(pending[0].id).await.is_err(), "there are no words to write anew");
    desk.say_yes().await;
    desk.until("2026-11-20T10:01:00Z").await;
    assert_eq!(desk.by_hand().await, 1);
    let place = desk.place(ada).await;
    assert_eq!((place.row.step.unwrap().0.as_str(), place.executions[0].outcome), ("wait", Outcome::Done));
}

#[tokio::test]
async fn a_channel_that_does_not_reach_the_lead_is_passed_over() {
    let desk = Desk::open().await;
    let email = vec![Handle::parse(HandleKind::Email, "bea@harbor.example").unwrap()];
    let bea = desk.lead_with("Bea", "Harbor Freight", email).await;
    let sequence = desk.template("telegram_first", |_| {}).await;
    desk.enroll(sequence, &[bea]).await;
    desk.to_the_end().await;
    let story = desk.story(bea).await;
    assert!(story.starts_with("2026-11-20T10:00:00Z telegram skipped (No Telegram handle)"), "{story}");
    assert_eq!(desk.world.email.left().len(), 2);
}
