//! What came back.

use sdr_domain::channel::Channel;
use sdr_domain::id::LeadId;
use sdr_domain::reply::{Reply, ReplyKind};
use sdr_storage::StoreError;

use crate::world::{World, at, id};

on_both!(a_reply_comes_back_as_it_was_kept, answers_are_counted_and_looked_up, nobody_cannot_reply);

fn reply(world: &World, lead: LeadId, kind: ReplyKind, when: i64) -> Reply {
    Reply {
        id: id(),
        project_id: world.project,
        lead_id: lead,
        channel: Channel::Linkedin,
        kind,
        note: Some("Sounds good".into()),
        back_at: (kind == ReplyKind::OutOfOffice).then(|| at(9_000)),
        at: at(when),
        created_at: at(100),
    }
}

async fn keep(world: &World, replies: &[Reply]) {
    let tx = world.store.begin().await.unwrap();
    for reply in replies {
        tx.insert_reply(reply).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn a_reply_comes_back_as_it_was_kept(world: World) {
    let lead = world.lead("Ada").await;
    let early = reply(&world, lead, ReplyKind::OutOfOffice, 10);
    let late = reply(&world, lead, ReplyKind::Reply, 20);
    keep(&world, &[late.clone(), early.clone()]).await;
    assert_eq!(world.store.replies_of_lead(lead).await.unwrap(), [late, early]);
    assert_eq!(world.store.replies_of_lead(id()).await.unwrap(), []);
}

async fn answers_are_counted_and_looked_up(world: World) {
    let (ada, bob) = (world.lead("Ada").await, world.lead("Bob").await);
    keep(
        &world,
        &[
            reply(&world, ada, ReplyKind::Reply, 10),
            reply(&world, ada, ReplyKind::OptOut, 20),
            reply(&world, bob, ReplyKind::Engagement, 20),
            reply(&world, bob, ReplyKind::OutOfOffice, 20),
        ],
    )
    .await;
    assert_eq!(world.store.replies_since(at(10)).await.unwrap(), 2);
    assert_eq!(world.store.replies_since(at(11)).await.unwrap(), 1);
    let answers = [ReplyKind::Reply, ReplyKind::OptOut];
    let replied = world.store.replied_since(&[ada, bob], &answers, at(5)).await.unwrap();
    assert_eq!(replied.into_iter().collect::<Vec<_>>(), [(ada, at(20))]);
    let engaged = world.store.replied_since(&[ada, bob], &[ReplyKind::Engagement], at(5)).await.unwrap();
    assert_eq!(engaged.into_iter().collect::<Vec<_>>(), [(bob, at(20))]);
    assert!(world.store.replied_since(&[ada], &answers, at(21)).await.unwrap().is_empty());
}

async fn nobody_cannot_reply(world: World) {
    let tx = world.store.begin().await.unwrap();
    let refused = tx.insert_reply(&reply(&world, id(), ReplyKind::Reply, 10)).await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))));
}
