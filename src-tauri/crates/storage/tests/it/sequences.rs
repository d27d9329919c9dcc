//! Sequences, their versions, and where their leads stand.

use sdr_domain::enrollment::{EnrollmentState, Outcome};
use sdr_domain::id::SequenceVersionId;
use sdr_domain::sequence::{SequenceSettings, SequenceState, SequenceVersion, StepKey, Steps};
use sdr_storage::{FunnelRow, PlaceRow, StoreError};

use crate::enrollments::{enroll, execution, sequence};
use crate::world::{World, at, id};

on_both!(
    a_sequence_comes_back_as_it_was_saved,
    a_version_is_written_once,
    states_places_and_the_funnel_are_counted,
);

async fn a_sequence_comes_back_as_it_was_saved(world: World) {
    let (mut one, version) = sequence(&world).await;
    let (two, _) = sequence(&world).await;
    assert_eq!(world.store.sequence(one.id).await.unwrap(), Some(one.clone()));
    assert_eq!(world.store.sequences(world.project).await.unwrap(), [one.clone(), two]);
    assert_eq!(world.store.sequences(id()).await.unwrap(), []);
    assert_eq!(world.store.sequence_version(version.id).await.unwrap(), Some(version.clone()));
    one.name = "Another name".into();
    one.state = SequenceState::Paused;
    one.settings = SequenceSettings { auto_enroll_score: Some(70), pause_company: false };
    one.updated_at = at(9);
    let tx = world.store.begin().await.unwrap();
    tx.put_sequence(&one).await.unwrap();
    assert_eq!(tx.sequence(one.id).await.unwrap(), Some(one.clone()));
    tx.commit().await.unwrap();
    assert_eq!(world.store.sequence(one.id).await.unwrap(), Some(one));
    assert_eq!(world.store.sequence(id()).await.unwrap(), None);
}

async fn a_version_is_written_once(world: World) {
    let (sequence, first) = sequence(&world).await;
    let second = SequenceVersion {
        id: id(),
        sequence_id: sequence.id,
        number: 2,
        steps: Steps::default(),
        created_at: at(5),
    };
    let tx = world.store.begin().await.unwrap();
    tx.insert_sequence_version(&second).await.unwrap();
    tx.commit().await.unwrap();
    let versions = world.store.sequence_versions(sequence.id).await.unwrap();
    assert_eq!(versions, [first, second.clone()]);
    let same_number = SequenceVersion { id: id(), ..second };
    let tx = world.store.begin().await.unwrap();
    assert!(matches!(tx.insert_sequence_version(&same_number).await, Err(StoreError::Conflict(_))));
}

async fn states_places_and_the_funnel_are_counted(world: World) {
    let (sequence, version) = sequence(&world).await;
    let mut enrollments = Vec::new();
    for n in 0..3 {
        let lead = world.lead(&format!("Person {n}")).await;
        enrollments.push(enroll(&world, &sequence, lead, Some(at(60))).await);
    }
    let tx = world.store.begin().await.unwrap();
    enrollments[2].state = EnrollmentState::Completed;
    enrollments[2].step = None;
    enrollments[2].ended_at = Some(at(70));
    tx.update_enrollments(&enrollments[2..]).await.unwrap();
    let done = |n: usize, visit, outcome| execution(&enrollments[n], visit, outcome);
    tx.insert_executions(vec![
        done(0, 0, Outcome::Done),
        done(0, 1, Outcome::Skipped),
        done(1, 0, Outcome::Done),
        done(2, 0, Outcome::Queued),
    ])
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let (store, none) = (&world.store, id());
    let counts = store.sequence_counts(&[sequence.id, none]).await.unwrap();
    assert_eq!(counts.len(), 1);
    assert_eq!(counts[&sequence.id][&EnrollmentState::Active], 2);
    assert_eq!(counts[&sequence.id][&EnrollmentState::Completed], 1);
    let row = |step: &str, outcome, count| FunnelRow { step: StepKey::new(step), outcome, count };
    let funnel = store.funnel(sequence.id).await.unwrap();
    let told = [row("s0", Outcome::Done, 2), row("s0", Outcome::Queued, 1), row("s1", Outcome::Skipped, 1)];
    assert_eq!(funnel, told);
    let mut places = store.places(sequence.id).await.unwrap();
    places.sort_by_key(|place| place.count);
    let version_id: SequenceVersionId = version.id;
    let (over, live) = (EnrollmentState::Completed, EnrollmentState::Active);
    assert_eq!(
        places,
        [
            PlaceRow { version_id, step: None, state: over, count: 1 },
            PlaceRow { version_id, step: Some(StepKey::new("s0")), state: live, count: 2 },
        ]
    );
}
