//! Enrolling, pausing, moving to another version, and two leads that turn out to be one.

use sdr_domain::channel::{Channel, Mode};
use sdr_domain::delivery::DeliveryState;
use sdr_domain::enrollment::{EnrollmentState, PausedBy};
use sdr_domain::id::SequenceId;
use sdr_domain::reply::ReplyKind;
use sdr_domain::sequence::{SequenceSettings, SequenceTemplate, SequenceVersion, StepKey, Steps};
use sdr_domain::text::{Handle, HandleKind};
use sdr_engine::view::EnrollWho;
use sdr_engine::{EngineError, EnrollmentScope, LeadFilter};
use sdr_ports::IdSource as _;

use super::desk::Desk;

#[tokio::test]
async fn who_cannot_be_enrolled_is_counted_by_reason() {
    let desk = Desk::open().await;
    let sequence = desk.template("direct", |_| {}).await;
    let (ada, bea, cyd) = (desk.lead("Ada").await, desk.lead("Bea").await, desk.lead("Cyd").await);
    let email = vec![Handle::parse(HandleKind::Email, "dan@harbor.example").unwrap()];
    let dan = desk.lead_with("Dan", "Harbor Freight", email).await;
    let eve = desk.lead("Eve").await;
    desk.enroll(sequence, &[ada]).await;
    desk.engine.suppress_lead(bea, "").await.unwrap();
    desk.comes_back(cyd, ReplyKind::Reply).await;
    let who = EnrollWho::Leads(vec![ada, bea, cyd, dan, eve, eve]);
    let enrolled = desk.engine.enroll(sequence, &who, false).await.unwrap();
    assert_eq!(enrolled.enrolled, 1);
    let skipped: Vec<_> = enrolled.skipped.iter().map(|(reason, n)| (reason.as_str(), *n)).collect();
    let reasons = [
        ("In this sequence already", 1),
        ("No channel of this sequence reaches them", 1),
        ("On the suppression list", 1),
        ("Replied already", 1),
    ];
    assert_eq!(skipped, reasons);
    assert_eq!(enrolled.sentence, "1 lead enrolled in direct. 4 leads left out.");
}

#[tokio::test]
async fn a_list_is_enrolled_by_its_filter_and_score() {
    let desk = Desk::open().await;
    let sequence = desk.template("direct", |_| {}).await;
    for name in ["Ada", "Bea", "Cyd"] {
        desk.lead(name).await;
    }
    let filter = |min_score| EnrollWho::Filter { leads: LeadFilter::default(), min_score };
    assert_eq!(desk.engine.enroll(sequence, &filter(Some(1)), false).await.unwrap().enrolled, 0);
    desk.engine.run_pipeline_to_end().await.unwrap();
    assert_eq!(desk.engine.enroll(sequence, &filter(Some(101)), false).await.unwrap().enrolled, 0);
    assert_eq!(desk.engine.enroll(sequence, &filter(Some(1)), false).await.unwrap().enrolled, 3);
}

#[tokio::test]
async fn a_run_enrolls_who_scores_enough_and_nobody_twice() {
    let desk = Desk::open().await;
    let steps = SequenceTemplate::find("direct").unwrap().steps();
    let settings = |score| SequenceSettings { auto_enroll_score: Some(score), ..SequenceSettings::default() };
    let sequence = desk.sequence("Everybody", steps.clone(), settings(1)).await;
    let nobody = desk.sequence("Nobody", steps, settings(100)).await;
    let ada = desk.lead("Ada").await;
    desk.engine.run_pipeline_to_end().await.unwrap();
    let place = desk.place(ada).await;
    assert_eq!(place.row.sequence_id, sequence);
    desk.engine.exit_enrollments(EnrollmentScope::Lead(ada)).await.unwrap();
    let bea = desk.lead("Bea").await;
    desk.world.clock.advance(jiff::SignedDuration::from_secs(60));
    desk.engine.run_pipeline_to_end().await.unwrap();
    assert_eq!(desk.place(bea).await.row.sequence_id, sequence);
    assert_eq!(desk.state(ada).await, EnrollmentState::Exited, "nobody goes through it twice by itself");
    assert_ne!(nobody, sequence);
}

#[tokio::test]
async fn a_paused_sequence_takes_nobody_and_does_nothing_until_it_is_resumed() {
    let desk = Desk::open().await;
    let (ada, bea) = (desk.lead("Ada").await, desk.lead("Bea").await);
    let sequence = desk.template("gentle_touch", |steps| steps.0[0].mode = Mode::Automatic).await;
    desk.enroll(sequence, &[ada]).await;
    let scope = EnrollmentScope::Sequence(sequence);
    assert_eq!(desk.engine.pause_enrollments(scope.clone()).await.unwrap().sentence, "1 lead paused.");
    desk.until("2026-11-25T10:00:00Z").await;
    assert!(desk.world.x.left().is_empty());
    assert_eq!(desk.place(ada).await.row.paused_by, Some(PausedBy::Human));
    let refused = desk.engine.enroll(sequence, &EnrollWho::Leads(vec![bea]), false).await;
    assert!(matches!(refused, Err(EngineError::Precondition { code: "sequence_paused", .. })));
    // One lead alone does not wake in a sequence that rests.
    assert_eq!(desk.engine.resume_enrollments(EnrollmentScope::Lead(ada)).await.unwrap().count, 0);
    assert_eq!(desk.engine.resume_enrollments(scope).await.unwrap().count, 1);
    desk.pass().await;
    assert_eq!(desk.world.x.left().len(), 1);
    assert_eq!(desk.enroll(sequence, &[bea]).await, 1);
}

async fn version(desk: &Desk, sequence: SequenceId, steps: Steps) -> SequenceVersion {
    let version = SequenceVersion {
        id: desk.ids.uuid().into(),
        sequence_id: sequence,
        number: 2,
        steps,
        created_at: desk.now(),
    };
    let tx = desk.store.begin().await.unwrap();
    tx.insert_sequence_version(&version).await.unwrap();
    tx.commit().await.unwrap();
    version
}

#[tokio::test]
async fn leads_keep_their_place_when_they_are_moved_to_another_version() {
    let desk = Desk::open().await;
    let (ada, bea) = (desk.lead("Ada").await, desk.lead("Bea").await);
    let mut changed = SequenceTemplate::find("gentle_touch").unwrap().steps();
    let sequence = desk.template("gentle_touch", |steps| steps.0[0].mode = Mode::Automatic).await;
    desk.enroll(sequence, &[ada]).await;
    desk.pass().await;
    // Ada waits at "wait"; Bea is still at "like", which the new version does not have.
    desk.engine.pause().await.unwrap();
    desk.enroll(sequence, &[bea]).await;
    changed.0.remove(0);
    changed.0[1].key = StepKey::new("mail");
    changed.0[1].kind = sdr_domain::sequence::StepKind::Message;
    changed.0[1].channel = Some(Channel::Email);
    changed.0[0].next = Some(StepKey::new("mail"));
    let second = version(&desk, sequence, changed).await;
    let moved = desk.engine.move_enrollments(sequence, second.id).await.unwrap();
    assert_eq!((moved.moved, moved.stayed), (1, 1));
    assert_eq!(moved.sentence, "1 lead moved to version 2. 1 lead stay: their step is gone in it.");
    assert_eq!((desk.place(ada).await.row.version, desk.place(bea).await.row.version), (2, 1));
    desk.engine.resume().await.unwrap();
    desk.until("2026-11-21T10:00:00Z").await;
    let asked: Vec<_> = desk.pending().await.iter().map(|draft| draft.channel).collect();
    assert!(asked.contains(&Channel::Email), "Ada is written to by the new version");
}

#[tokio::test]
async fn a_saved_change_touches_nobody_who_is_on_the_version_before() {
    let desk = Desk::open().await;
    let ada = desk.lead("Ada").await;
    let sequence = desk.template("gentle_touch", |steps| steps.0[0].mode = Mode::Automatic).await;
    desk.enroll(sequence, &[ada]).await;
    desk.pass().await;
    version(&desk, sequence, SequenceTemplate::find("direct").unwrap().steps()).await;
    desk.until("2026-11-21T10:00:00Z").await;
    let place = desk.place(ada).await;
    assert_eq!((place.row.version, place.row.step.unwrap().0.as_str()), (1, "reply"));
}

#[tokio::test]
async fn two_leads_that_turn_out_to_be_one_go_on_as_one() {
    let desk = Desk::open().await;
    let telegram = vec![Handle::parse(HandleKind::Telegram, "ada_telegram").unwrap()];
    let email = vec![Handle::parse(HandleKind::Email, "ada@harbor.example").unwrap()];
    let older = desk.lead_with("Ada", "Harbor Freight", telegram).await;
    desk.world.clock.advance(jiff::SignedDuration::from_secs(1));
    let younger = desk.lead_with("Ada L.", "Harbor", email).await;
    let sequence = desk.template("telegram_first", |_| {}).await;
    assert_eq!(desk.enroll(sequence, &[older, younger]).await, 2);
    desk.engine.merge_leads(younger, older).await.unwrap();
    let live = desk.engine.enrollments_of_lead(older).await.unwrap();
    let live = live.into_iter().filter(|place| place.row.state.is_live()).count();
    assert_eq!(live, 1, "nobody goes twice through the same sequence");
    desk.pass().await;
    assert_eq!(desk.pending().await.len(), 1);
}
#[tokio::test]
async fn what_was_queued_for_a_lead_who_rests_goes_only_after_they_are_resumed() {
    let desk = Desk::open().await;
    let ada = desk.lead("Ada").await;
    let sequence = desk.template("telegram_first", |steps| steps.0[0].approval = false).await;
    desk.enroll(sequence, &[ada]).await;
    desk.pass().await;
    let before = desk.world.telegram.left().len();
    desk.engine.pause_enrollments(EnrollmentScope::Lead(ada)).await.unwrap();
    desk.until("2026-11-21T10:00:00Z").await;
    assert_eq!(desk.world.telegram.left().len(), before);
    assert_eq!(desk.deliveries(DeliveryState::Queued).await.len(), 1);
    desk.engine.resume_enrollments(EnrollmentScope::Lead(ada)).await.unwrap();
    desk.pass().await;
    assert!(desk.world.telegram.left().len() > before);
    assert_eq!(desk.place(ada).await.row.step.unwrap().0, "responded");
}
