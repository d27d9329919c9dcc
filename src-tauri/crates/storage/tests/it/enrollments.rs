//! Enrollments and executions: what is due, nothing twice, pauses, and what decides about a step.

use sdr_domain::Timestamp;
use sdr_domain::action::Action;
use sdr_domain::approval::StandingYes;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::delivery::{Delivery, DeliveryState, Queueing, StepAct};
use sdr_domain::enrollment::{
    Awaits, EndReason, Enrollment, EnrollmentState, Execution, Outcome, PausedBy, derived_id,
};
use sdr_domain::id::{EnrollmentId, LeadId};
use sdr_domain::lead::Temperature;
use sdr_domain::sequence::{
    Sequence, SequenceSettings, SequenceState, SequenceVersion, Step, StepKey, StepKind, Steps,
};
use sdr_domain::text::HandleKind::{Email, Linkedin, X};
use sdr_storage::{EnrollmentFilter, EnrollmentScope, Store, StoreError};
use sea_orm::{ConnectionTrait, Statement};

use crate::tables::connect;
use crate::world::{World, at, handle, id, person, post};

mod executed;
mod facts;
mod queued;
mod scopes;
mod stopping;

on_both!(
    an_enrollment_comes_back_as_it_was_written,
    a_lead_is_once_in_a_sequence,
    what_is_due_comes_longest_waiting_first,
    of_two_workers_none_takes_the_same_enrollment,
    leads_turn_warm,
    the_list_narrows_and_pages,
);

/// A stored sequence of two likes.
pub(crate) async fn sequence(world: &World) -> (Sequence, SequenceVersion) {
    let steps = Steps(vec![
        Step { next: Some(StepKey::new("s1")), ..Step::new("s0", StepKind::Like) },
        Step::new("s1", StepKind::LikeAnother),
    ]);
    let version = SequenceVersion { id: id(), sequence_id: id(), number: 1, steps, created_at: at(3) };
    let sequence = Sequence {
        id: version.sequence_id,
        project_id: world.project,
        name: "Two likes".into(),
        description: "Likes twice.".into(),
        state: SequenceState::Active,
        version_id: version.id,
        settings: SequenceSettings::default(),
        created_at: at(3),
        updated_at: at(3),
    };
    let tx = world.store.begin().await.unwrap();
    tx.put_sequence(&sequence).await.unwrap();
    tx.insert_sequence_version(&version).await.unwrap();
    tx.commit().await.unwrap();
    (sequence, version)
}

pub(crate) fn enrollment(sequence: &Sequence, lead: LeadId, due_at: Option<Timestamp>) -> Enrollment {
    Enrollment {
        id: id(),
        project_id: sequence.project_id,
        sequence_id: sequence.id,
        version_id: sequence.version_id,
        lead_id: lead,
        company_key: Some("acme".into()),
        state: EnrollmentState::Active,
        step: Some(StepKey::new("s0")),
        visit: 0,
        due_at,
        awaits: None,
        paused_by: None,
        resume_at: None,
        end_reason: None,
        again: false,
        enrolled_at: at(4),
        updated_at: at(4),
        ended_at: None,
    }
}

/// A stored enrollment.
pub(crate) async fn enroll(
    world: &World,
    sequence: &Sequence,
    lead: LeadId,
    due_at: Option<Timestamp>,
) -> Enrollment {
    let enrollment = enrollment(sequence, lead, due_at);
    let tx = world.store.begin().await.unwrap();
    assert_eq!(tx.insert_enrollments(vec![enrollment.clone()]).await.unwrap(), 1);
    tx.commit().await.unwrap();
    enrollment
}

pub(crate) fn execution(enrollment: &Enrollment, visit: u32, outcome: Outcome) -> Execution {
    Execution {
        id: derived_id(enrollment.id, visit, "execution", at(20)),
        enrollment_id: enrollment.id,
        visit,
        sequence_id: enrollment.sequence_id,
        version_id: enrollment.version_id,
        step: StepKey(format!("s{visit}")),
        kind: StepKind::Like,
        outcome,
        choice_id: None,
        delivery_id: None,
        reason: None,
        started_at: at(20),
        finished_at: (!outcome.is_open()).then(|| at(21)),
    }
}

pub(crate) async fn executed(world: &World, executions: Vec<Execution>) -> Result<(), StoreError> {
    let tx = world.store.begin().await?;
    tx.insert_executions(executions).await?;
    tx.commit().await
}

/// A like of a step, queued as a dry run.
pub(crate) fn like(enrollment: &Enrollment, visit: u32, post: &str) -> Delivery {
    let mut step = Step::new("s0", StepKind::Like);
    step.approval = false;
    let yes = StandingYes::of(enrollment.version_id, &step).unwrap();
    let act = StepAct {
        execution_id: derived_id(enrollment.id, visit, "execution", at(20)),
        project_id: enrollment.project_id,
        lead_id: enrollment.lead_id,
        recipient: handle(X, "ada"),
        post: Some(post.into()),
    };
    let how = Queueing {
        id: derived_id(enrollment.id, visit, "delivery", at(20)),
        enrollment_id: Some(enrollment.id),
        mode: Mode::Automatic,
        dry_run: true,
        eligible_at: at(20),
        gap_secs: 240,
        at: at(20),
    };
    Delivery::queue_step(&yes, act, how)
}

async fn due(world: &World, now: Timestamp, limit: u32) -> Vec<EnrollmentId> {
    let tx = world.store.begin().await.unwrap();
    let due = tx.due_enrollments(now, limit).await.unwrap();
    tx.rollback().await.unwrap();
    due.into_iter().map(|enrollment| enrollment.id).collect()
}

async fn update(store: &Store, enrollments: &[Enrollment]) {
    let tx = store.begin().await.unwrap();
    tx.update_enrollments(enrollments).await.unwrap();
    tx.commit().await.unwrap();
}

async fn an_enrollment_comes_back_as_it_was_written(world: World) {
    let (sequence, _) = sequence(&world).await;
    let lead = world.lead("Ada").await;
    let mut one = enroll(&world, &sequence, lead, Some(at(60))).await;
    assert_eq!(world.store.enrollment(one.id).await.unwrap(), Some(one.clone()));
    one.state = EnrollmentState::Paused;
    one.version_id = id();
    one.step = Some(StepKey::new("s1"));
    one.visit = 1;
    one.due_at = None;
    one.awaits = Some(Awaits::Approval);
    one.paused_by = Some(PausedBy::OutOfOffice);
    one.resume_at = Some(at(500));
    one.updated_at = at(90);
    update(&world.store, std::slice::from_ref(&one)).await;
    assert_eq!(world.store.enrollment(one.id).await.unwrap(), Some(one.clone()));
    assert_eq!(world.store.next_wake().await.unwrap(), Some(at(500)));
    assert_eq!(world.store.live_enrollments(world.project).await.unwrap(), [one.clone()]);
    one.state = EnrollmentState::Exited;
    one.step = None;
    one.awaits = None;
    one.end_reason = Some(EndReason::OptedOut);
    one.ended_at = Some(at(99));
    update(&world.store, std::slice::from_ref(&one)).await;
    assert_eq!(world.store.enrollments_of_lead(lead).await.unwrap(), [one.clone()]);
    assert_eq!(world.store.live_enrollments(world.project).await.unwrap(), []);
    assert_eq!(world.store.next_wake().await.unwrap(), None);
    // A human takes a no back.
    one.state = EnrollmentState::WaitingApproval;
    one.step = Some(StepKey::new("s1"));
    one.awaits = Some(Awaits::Approval);
    one.paused_by = None;
    one.resume_at = None;
    one.end_reason = None;
    one.ended_at = None;
    update(&world.store, std::slice::from_ref(&one)).await;
    assert_eq!(world.store.live_enrollments(world.project).await.unwrap(), [one]);
}

async fn a_lead_is_once_in_a_sequence(world: World) {
    let (one, _) = sequence(&world).await;
    let (two, _) = sequence(&world).await;
    let (ada, bob) = (world.lead("Ada").await, world.lead("Bob").await);
    let mut first = enroll(&world, &one, ada, Some(at(60))).await;
    let tx = world.store.begin().await.unwrap();
    let again = vec![
        enrollment(&one, ada, Some(at(60))),
        enrollment(&one, bob, Some(at(60))),
        enrollment(&one, bob, Some(at(61))),
        enrollment(&two, ada, Some(at(60))),
    ];
    assert_eq!(tx.insert_enrollments(again).await.unwrap(), 2);
    tx.commit().await.unwrap();
    assert_eq!(world.store.enrollments_of_lead(bob).await.unwrap()[0].due_at, Some(at(60)));
    first.state = EnrollmentState::Completed;
    first.ended_at = Some(at(70));
    update(&world.store, &[first]).await;
    enroll(&world, &one, ada, None).await;
    let tx = world.store.begin().await.unwrap();
    let nobody = tx.insert_enrollments(vec![enrollment(&one, id(), None)]).await;
    assert!(matches!(nobody, Err(StoreError::Conflict(_))));
}

async fn what_is_due_comes_longest_waiting_first(world: World) {
    let (sequence, _) = sequence(&world).await;
    let mut ids = Vec::new();
    for (n, due_at) in [Some(30), Some(10), Some(20), Some(10), None, Some(31)].into_iter().enumerate() {
        let lead = world.lead(&format!("Person {n}")).await;
        ids.push(enroll(&world, &sequence, lead, due_at.map(at)).await.id);
    }
    assert_eq!(world.store.next_wake().await.unwrap(), Some(at(10)));
    assert_eq!(due(&world, at(9), 10).await, []);
    assert_eq!(due(&world, at(30), 10).await, [ids[1], ids[3], ids[2], ids[0]]);
    assert_eq!(due(&world, at(30), 2).await, [ids[1], ids[3]]);
}

async fn of_two_workers_none_takes_the_same_enrollment(world: World) {
    let (sequence, _) = sequence(&world).await;
    for n in 0..5 {
        let lead = world.lead(&format!("Person {n}")).await;
        enroll(&world, &sequence, lead, Some(at(10))).await;
    }
    let take = |store: Store| async move {
        let tx = store.begin().await.unwrap();
        let taken = tx.due_enrollments(at(20), 3).await.unwrap();
        (tx, taken)
    };
    let done = |tx: sdr_storage::Tx, mut taken: Vec<Enrollment>| async move {
        for enrollment in &mut taken {
            enrollment.due_at = Some(at(1_000));
        }
        tx.update_enrollments(&taken).await.unwrap();
        tx.commit().await.unwrap();
        taken
    };
    let (first, one) = take(world.store.clone()).await;
    let (one, two) = if world.store.is_sqlite() {
        // One writes at a time: the other begins when the first is done.
        let one = done(first, one).await;
        let (second, two) = take(world.store.clone()).await;
        (one, done(second, two).await)
    } else {
        // Both are open at once and neither waits for the other.
        let (second, two) = take(world.store.clone()).await;
        assert!(two.iter().all(|taken| one.iter().all(|other| other.id != taken.id)));
        let two = done(second, two).await;
        (done(first, one).await, two)
    };
    assert_eq!((one.len(), two.len()), (3, 2));
    assert!(two.iter().all(|taken| one.iter().all(|other| other.id != taken.id)));
    assert_eq!(due(&world, at(20), 10).await, []);
}

async fn leads_turn_warm(world: World) {
    let (ada, bob) = (world.lead("Ada").await, world.lead("Bob").await);
    let tx = world.store.begin().await.unwrap();
    tx.set_temperature(&[ada], Temperature::Warm, at(30)).await.unwrap();
    tx.commit().await.unwrap();
    let lead = world.store.lead(ada).await.unwrap().unwrap();
    assert_eq!((lead.temperature, lead.updated_at), (Temperature::Warm, at(30)));
    assert_eq!(world.store.lead(bob).await.unwrap().unwrap().temperature, Temperature::Cold);
}

async fn the_list_narrows_and_pages(world: World) {
    let (one, _) = sequence(&world).await;
    let (two, _) = sequence(&world).await;
    let mut ids = Vec::new();
    for n in 0..5 {
        let name = format!("Person {n}");
        let address = format!("p{n}@example.com");
        let people = vec![person(&name, Some("Engines"), &[(Email, &address)])];
        let lead = world.import(people).await.created[0];
        ids.push(enroll(&world, &one, lead, None).await.id);
        enroll(&world, &two, lead, None).await;
    }
    let filter = EnrollmentFilter { sequence: Some(one.id), ..EnrollmentFilter::default() };
    let first = world.store.enrollments_page(&filter, None, 3).await.unwrap();
    let named = |page: &sdr_storage::Page<sdr_storage::EnrollmentRow>| {
        page.rows.iter().map(|row| row.enrollment.id).collect::<Vec<_>>()
    };
    assert_eq!((named(&first), first.total), (vec![ids[4], ids[3], ids[2]], 5));
    let second = world.store.enrollments_page(&filter, first.next.as_deref(), 3).await.unwrap();
    assert_eq!((named(&second), second.next), (vec![ids[1], ids[0]], None));
    let q = EnrollmentFilter { q: Some("person 3".into()), ..filter.clone() };
    let page = world.store.enrollments_page(&q, None, 3).await.unwrap();
    assert_eq!((named(&page), page.total), (vec![ids[3]], 1));
    let row = &page.rows[0];
    assert_eq!((row.lead_name.as_str(), row.company.as_deref()), ("Person 3", Some("Engines")));
    for (none, filter) in [
        (0, EnrollmentFilter { state: Some(EnrollmentState::Paused), ..filter.clone() }),
        (0, EnrollmentFilter { step: Some(StepKey::new("s1")), ..filter.clone() }),
        (5, EnrollmentFilter { step: Some(StepKey::new("s0")), ..filter.clone() }),
        (10, EnrollmentFilter::default()),
    ] {
        let page = world.store.enrollments_page(&filter, None, 10).await.unwrap();
        assert_eq!((page.total, page.rows.len()), (none, usize::try_from(none).unwrap()));
    }
    let bad = world.store.enrollments_page(&filter, Some("00"), 3).await;
    assert!(matches!(bad, Err(StoreError::BadCursor)));
}

#[tokio::test]
async fn an_idle_look_reads_one_index() {
    let world = World::sqlite().await;
    let connection = connect(&world).await;
    for (sql, index) in [
        ("SELECT * FROM enrollments WHERE wake_at <= 1 ORDER BY wake_at, id LIMIT 9", "enrollments_by_wake"),
        (
            "SELECT wake_at FROM enrollments WHERE wake_at IS NOT NULL ORDER BY wake_at LIMIT 1",
            "enrollments_by_wake",
        ),
        (
            "SELECT * FROM enrollments WHERE company_key = 'a' AND ended_at IS NULL ORDER BY id",
            "enrollments_by_company",
        ),
    ] {
        let plan =
            Statement::from_string(connection.get_database_backend(), format!("EXPLAIN QUERY PLAN {sql}"));
        let rows = connection.query_all_raw(plan).await.unwrap();
        let plan: Vec<String> = rows.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
        let plan = plan.join("; ");
        assert!(plan.contains(&format!("INDEX {index} ")), "{plan}");
        if index == "enrollments_by_wake" {
            assert!(!plan.contains("TEMP B-TREE"), "{plan}");
        }
    }
}
