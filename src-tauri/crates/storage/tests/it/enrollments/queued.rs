//! Deliveries of steps, many at once.

use super::*;

on_both!(
    many_deliveries_are_queued_at_once,
    many_dry_runs_are_recorded_as_one_by_one,
    dry_runs_recorded_at_once_look_like_those_done_one_by_one,
);

async fn many_deliveries_are_queued_at_once(world: World) {
    let (sequence, _) = sequence(&world).await;
    let lead = world.lead("Ada").await;
    let enrollment = enroll(&world, &sequence, lead, None).await;
    let deliveries = [like(&enrollment, 0, "1"), like(&enrollment, 1, "2")];
    let tx = world.store.begin().await.unwrap();
    tx.insert_deliveries(&deliveries).await.unwrap();
    tx.commit().await.unwrap();
    for delivery in &deliveries {
        assert_eq!(world.store.delivery(delivery.id).await.unwrap().as_ref(), Some(delivery));
        let events = world.store.delivery_events(delivery.id).await.unwrap();
        assert_eq!((events.len(), events[0].event.as_str(), events[0].at), (1, "queue", at(20)));
    }
    let tx = world.store.begin().await.unwrap();
    let again = tx.insert_deliveries(&deliveries[1..]).await;
    assert!(matches!(again, Err(StoreError::Conflict(_))));
}

async fn many_dry_runs_are_recorded_as_one_by_one(world: World) {
    let (sequence, _) = sequence(&world).await;
    let lead = world.lead("Ada").await;
    let enrollment = enroll(&world, &sequence, lead, None).await;
    let mut deliveries: Vec<Delivery> = (0..4).map(|visit| like(&enrollment, visit, "1")).collect();
    deliveries[1].dry_run = false;
    deliveries[2].eligible_at = at(31);
    let tx = world.store.begin().await.unwrap();
    tx.insert_deliveries(&deliveries).await.unwrap();
    let ids: Vec<_> = deliveries.iter().map(|delivery| delivery.id).collect();
    let mut recorded = tx.record_dry_runs(&ids, at(30)).await.unwrap();
    recorded.sort();
    let mut told = vec![ids[0], ids[3]];
    told.sort();
    assert_eq!(recorded, told);
    assert_eq!(tx.record_dry_runs(&ids, at(30)).await.unwrap(), []);
    tx.commit().await.unwrap();
    let sent = world.store.delivery(ids[0]).await.unwrap().unwrap();
    assert_eq!((sent.state, sent.sent_at, sent.attempts), (DeliveryState::Sent, Some(at(30)), 1));
    assert!(sent.receipt.unwrap().contains("nothing left"));
    assert!(sent.parts.iter().all(|part| part.state.as_str() == "accepted"));
    let events = world.store.delivery_events(ids[0]).await.unwrap();
    let lines = events.iter().map(|e| (e.event.as_str(), e.part, e.state.as_str(), e.at));
    let lines: Vec<_> = lines.collect();
    assert_eq!(
        lines,
        [
            ("queue", None, "queued", at(20)),
            ("claim", None, "claimed", at(30)),
            ("accept", Some(0), "accepted", at(30)),
            ("accept", None, "sent", at(30)),
        ]
    );
    for waiting in [ids[1], ids[2]] {
        let delivery = world.store.delivery(waiting).await.unwrap().unwrap();
        assert_eq!(delivery.state, DeliveryState::Queued);
    }
}

async fn dry_runs_recorded_at_once_look_like_those_done_one_by_one(world: World) {
    let (sequence, _) = sequence(&world).await;
    let lead = world.lead("Ada").await;
    let enrollment = enroll(&world, &sequence, lead, None).await;
    let mut deliveries = [like(&enrollment, 0, "1"), like(&enrollment, 1, "2"), like(&enrollment, 2, "3")];
    deliveries[2].dry_run = false;
    let tx = world.store.begin().await.unwrap();
    tx.insert_deliveries(&deliveries[..1]).await.unwrap();
    tx.record_dry_runs(&[deliveries[0].id], at(30)).await.unwrap();
    tx.insert_dry_runs(&deliveries[1..], at(30)).await.unwrap();
    tx.commit().await.unwrap();
    let connection = connect(&world).await;
    let backend = connection.get_database_backend();
    let rows = |sql: &str| {
        let sql = format!("SELECT CAST(t AS TEXT) AS t FROM ({sql}) x ORDER BY t");
        connection.query_all_raw(Statement::from_string(backend, sql))
    };
    let texts = rows(
        "SELECT state || attempts || receipt || acted_at || sent_at || updated_at || lease_until IS NULL AS t
         FROM deliveries WHERE dry_run = TRUE",
    );
    let texts = texts.await.unwrap();
    let texts: Vec<String> = texts.iter().map(|row| row.try_get("", "t").unwrap()).collect();
    assert_eq!((texts.len(), &texts[0]), (2, &texts[1]));
    let journal = |n: usize| {
        let (store, id) = (world.store.clone(), deliveries[n].id);
        async move { store.delivery_events(id).await.unwrap() }
    };
    assert_eq!(journal(0).await, journal(1).await);
    assert_eq!((journal(1).await.len(), journal(2).await.len()), (4, 1));
    let one_by_one = world.store.delivery(deliveries[0].id).await.unwrap().unwrap();
    let at_once = world.store.delivery(deliveries[1].id).await.unwrap().unwrap();
    assert_eq!((at_once.state, at_once.parts), (one_by_one.state, one_by_one.parts));
    let real = world.store.delivery(deliveries[2].id).await.unwrap();
    assert_eq!(real.as_ref(), Some(&deliveries[2]), "what is real waits for its turn");
}
