//! Pausing, resuming and reading many at once.

use super::*;

on_both!(
    a_scope_means_exactly_its_own,
    a_pause_keeps_the_place_and_a_resume_gives_it_back,
    what_became_due_meanwhile_is_due_at_the_resume,
    a_pause_by_a_human_outlives_an_absence,
    a_return_that_is_over_wakes_the_engine,
);

async fn pause(world: &World, scope: &EnrollmentScope, by: PausedBy, until: Option<Timestamp>) -> u64 {
    let tx = world.store.begin().await.unwrap();
    let paused = tx.pause_enrollments(scope, by, until, at(50)).await.unwrap();
    tx.commit().await.unwrap();
    paused
}

async fn resume(world: &World, scope: &EnrollmentScope, now: Timestamp) -> u64 {
    let tx = world.store.begin().await.unwrap();
    let resumed = tx.resume_enrollments(scope, now).await.unwrap();
    tx.commit().await.unwrap();
    resumed
}

async fn a_scope_means_exactly_its_own(world: World) {
    let (one, _) = sequence(&world).await;
    let (two, _) = sequence(&world).await;
    let (ada, bob) = (world.lead("Ada").await, world.lead("Bob").await);
    let mut all = vec![
        enrollment(&one, ada, Some(at(60))),
        enrollment(&two, ada, Some(at(60))),
        enrollment(&one, bob, Some(at(60))),
        enrollment(&two, bob, None),
    ];
    all[2].company_key = Some("engines".into());
    all[3].state = EnrollmentState::Exited;
    all[3].ended_at = Some(at(10));
    let tx = world.store.begin().await.unwrap();
    assert_eq!(tx.insert_enrollments(all.clone()).await.unwrap(), 4);
    tx.commit().await.unwrap();
    let ids: Vec<EnrollmentId> = all.iter().map(|enrollment| enrollment.id).collect();
    for (scope, meant) in [
        (EnrollmentScope::Lead(ada), vec![ids[0], ids[1]]),
        (EnrollmentScope::Lead(bob), vec![ids[2]]),
        (EnrollmentScope::Company("engines".into()), vec![ids[2]]),
        (EnrollmentScope::Sequence(one.id), vec![ids[0], ids[2]]),
        (EnrollmentScope::All(world.project), vec![ids[0], ids[1], ids[2]]),
        (EnrollmentScope::All(id()), vec![]),
        (EnrollmentScope::One(ids[1]), vec![ids[1]]),
        (EnrollmentScope::One(ids[3]), vec![]),
    ] {
        let live = world.store.live_in(&scope).await.unwrap();
        assert_eq!(live.iter().map(|e| e.id).collect::<Vec<_>>(), meant, "{scope:?}");
        let tx = world.store.begin().await.unwrap();
        assert_eq!(tx.live_in(&scope).await.unwrap(), live);
        tx.commit().await.unwrap();
        let count = u64::try_from(meant.len()).unwrap();
        assert_eq!(pause(&world, &scope, PausedBy::Human, None).await, count, "{scope:?}");
        assert_eq!(pause(&world, &scope, PausedBy::Human, None).await, 0, "{scope:?}");
        let resting = world.store.live_in(&EnrollmentScope::All(world.project)).await.unwrap();
        let resting = resting.iter().filter(|e| e.state == EnrollmentState::Paused);
        assert_eq!(resting.map(|e| e.id).collect::<Vec<_>>(), meant, "{scope:?}");
        assert_eq!(resume(&world, &scope, at(51)).await, count, "{scope:?}");
    }
}

async fn a_pause_keeps_the_place_and_a_resume_gives_it_back(world: World) {
    let (sequence, _) = sequence(&world).await;
    let mut stood = Vec::new();
    for (n, (state, due_at, awaits)) in [
        (EnrollmentState::Active, Some(at(60)), None),
        (EnrollmentState::Active, None, Some(Awaits::Delivery)),
        (EnrollmentState::WaitingApproval, None, Some(Awaits::Approval)),
    ]
    .into_iter()
    .enumerate()
    {
        let lead = world.lead(&format!("Person {n}")).await;
        let mut enrollment = enroll(&world, &sequence, lead, due_at).await;
        enrollment.state = state;
        enrollment.awaits = awaits;
        stood.push(enrollment);
    }
    update(&world.store, &stood).await;
    let scope = EnrollmentScope::Sequence(sequence.id);
    assert_eq!(pause(&world, &scope, PausedBy::Company, None).await, 3);
    assert_eq!(world.store.next_wake().await.unwrap(), None);
    for (now, before) in world.store.live_in(&scope).await.unwrap().iter().zip(&stood) {
        assert_eq!((now.state, now.paused_by), (EnrollmentState::Paused, Some(PausedBy::Company)));
        assert_eq!((now.due_at, now.awaits), (before.due_at, before.awaits));
    }
    assert_eq!(resume(&world, &scope, at(55)).await, 3);
    for enrollment in &mut stood {
        enrollment.updated_at = at(55);
    }
    assert_eq!(world.store.live_in(&scope).await.unwrap(), stood);
    assert_eq!(world.store.next_wake().await.unwrap(), Some(at(60)));
    assert_eq!(resume(&world, &scope, at(56)).await, 0);
}

async fn what_became_due_meanwhile_is_due_at_the_resume(world: World) {
    let (sequence, _) = sequence(&world).await;
    let lead = world.lead("Ada").await;
    let enrollment = enroll(&world, &sequence, lead, Some(at(60))).await;
    let scope = EnrollmentScope::Lead(lead);
    pause(&world, &scope, PausedBy::Human, None).await;
    resume(&world, &scope, at(5_000)).await;
    let now = world.store.enrollment(enrollment.id).await.unwrap().unwrap();
    assert_eq!((now.due_at, now.state), (Some(at(5_000)), EnrollmentState::Active));
    assert_eq!(due(&world, at(4_999), 9).await, []);
    assert_eq!(due(&world, at(5_000), 9).await, [enrollment.id]);
}

async fn a_pause_by_a_human_outlives_an_absence(world: World) {
    let (sequence, _) = sequence(&world).await;
    let lead = world.lead("Ada").await;
    enroll(&world, &sequence, lead, Some(at(60))).await;
    let scope = EnrollmentScope::Lead(lead);
    let now = || async { world.store.enrollments_of_lead(lead).await.unwrap().remove(0) };
    assert_eq!(pause(&world, &scope, PausedBy::OutOfOffice, Some(at(900))).await, 1);
    assert_eq!(pause(&world, &scope, PausedBy::OutOfOffice, Some(at(950))).await, 1);
    assert_eq!(now().await.resume_at, Some(at(950)));
    assert_eq!(pause(&world, &scope, PausedBy::Company, None).await, 0);
    assert_eq!(now().await.paused_by, Some(PausedBy::OutOfOffice));
    assert_eq!(pause(&world, &scope, PausedBy::Human, None).await, 1);
    assert_eq!((now().await.paused_by, now().await.resume_at), (Some(PausedBy::Human), None));
    assert_eq!(world.store.next_wake().await.unwrap(), None);
    assert_eq!(pause(&world, &scope, PausedBy::OutOfOffice, Some(at(950))).await, 0);
    assert_eq!(now().await.paused_by, Some(PausedBy::Human));
}

async fn a_return_that_is_over_wakes_the_engine(world: World) {
    let (sequence, _) = sequence(&world).await;
    let lead = world.lead("Ada").await;
    let enrollment = enroll(&world, &sequence, lead, Some(at(60))).await;
    pause(&world, &EnrollmentScope::Lead(lead), PausedBy::OutOfOffice, Some(at(900))).await;
    assert_eq!(due(&world, at(899), 9).await, []);
    assert_eq!(due(&world, at(900), 9).await, [enrollment.id]);
}
