//! What became of each step.

use super::*;

on_both!(
    a_step_is_executed_once,
    an_execution_is_found_by_what_came_of_it,
    steps_to_write_leave_out_those_that_rest,
);

async fn a_step_is_executed_once(world: World) {
    let (sequence, _) = sequence(&world).await;
    let lead = world.lead("Ada").await;
    let enrollment = enroll(&world, &sequence, lead, Some(at(10))).await;
    executed(&world, vec![execution(&enrollment, 0, Outcome::Done)]).await.unwrap();
    let again = Execution { id: id(), ..execution(&enrollment, 0, Outcome::Queued) };
    let next = execution(&enrollment, 1, Outcome::Done);
    let refused = executed(&world, vec![next.clone(), again]).await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))));
    let stored = world.store.executions(enrollment.id).await.unwrap();
    assert_eq!(stored, [execution(&enrollment, 0, Outcome::Done)], "all or none");
    executed(&world, vec![next.clone()]).await.unwrap();
    assert_eq!(world.store.executions(enrollment.id).await.unwrap()[1], next);
}

async fn an_execution_is_found_by_what_came_of_it(world: World) {
    let (sequence, _) = sequence(&world).await;
    let lead = world.lead("Ada").await;
    let enrollment = enroll(&world, &sequence, lead, Some(at(10))).await;
    let mut steps =
        vec![execution(&enrollment, 0, Outcome::Queued), execution(&enrollment, 1, Outcome::ToWrite)];
    executed(&world, steps.clone()).await.unwrap();
    let tx = world.store.begin().await.unwrap();
    assert_eq!(tx.open_execution(enrollment.id, 1).await.unwrap(), Some(steps[1].clone()));
    assert_eq!(tx.open_executions(&[enrollment.id]).await.unwrap(), steps);
    steps[0].outcome = Outcome::Done;
    steps[0].finished_at = Some(at(30));
    steps[0].delivery_id = Some(id());
    steps[1].outcome = Outcome::ToApprove;
    steps[1].choice_id = Some(id());
    steps[1].reason = Some("It waits".into());
    tx.update_executions(&steps).await.unwrap();
    assert_eq!(tx.open_execution(enrollment.id, 0).await.unwrap(), None);
    assert_eq!(tx.open_executions(&[enrollment.id]).await.unwrap(), [steps[1].clone()]);
    tx.commit().await.unwrap();
    assert_eq!(world.store.executions(enrollment.id).await.unwrap(), steps);
    let store = &world.store;
    let by_delivery = store.execution_of_delivery(steps[0].delivery_id.unwrap()).await.unwrap();
    assert_eq!(by_delivery, Some(steps[0].clone()));
    let by_choice = store.execution_of_choice(steps[1].choice_id.unwrap()).await.unwrap();
    assert_eq!(by_choice, Some(steps[1].clone()));
    assert_eq!(store.execution_of_choice(id()).await.unwrap(), None);
}

async fn steps_to_write_leave_out_those_that_rest(world: World) {
    let (sequence, _) = sequence(&world).await;
    let mut pairs = Vec::new();
    for n in 0..3 {
        let lead = world.lead(&format!("Person {n}")).await;
        let enrollment = enroll(&world, &sequence, lead, None).await;
        let mut step = execution(&enrollment, 0, Outcome::ToWrite);
        step.started_at = at(30 - n);
        pairs.push((step, enrollment));
    }
    executed(&world, pairs.iter().map(|(step, _)| step.clone()).collect()).await.unwrap();
    let tx = world.store.begin().await.unwrap();
    let scope = EnrollmentScope::One(pairs[1].1.id);
    assert_eq!(tx.pause_enrollments(&scope, PausedBy::Human, None, at(40)).await.unwrap(), 1);
    tx.commit().await.unwrap();
    let to_write = world.store.executions_to_write(10).await.unwrap();
    assert_eq!(to_write, [pairs[2].clone(), pairs[0].clone()]);
    assert_eq!(world.store.executions_to_write(1).await.unwrap().len(), 1);
}
