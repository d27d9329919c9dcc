//! A process that is killed at any instant of a pass: no step is done twice, none is lost.

use std::future::Future;
use std::pin::pin;
use std::task::Poll;

use sdr_domain::channel::Mode;
use sdr_domain::delivery::DeliveryState;
use sdr_domain::id::LeadId;
use sdr_domain::sequence::Steps;
use sdr_engine::view::Settlement;
use tokio::runtime::{Builder, Runtime};

use super::desk::Desk;

const LEADS: usize = 3;

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// Polls a future so often and no further; whether it came to its end.
async fn polled(times: usize, future: impl Future<Output = ()>) -> bool {
    let mut future = pin!(future);
    let mut left = times;
    std::future::poll_fn(|cx| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        future.as_mut().poll(cx).map(|()| true)
    })
    .await
}

fn by_itself(steps: &mut Steps) {
    for step in &mut steps.0 {
        step.approval = false;
        if step.act().is_some() {
            step.mode = Mode::Automatic;
        }
    }
}

/// The human looks at what nobody can know, and says what they see.
async fn settle(desk: &Desk) {
    for row in desk.deliveries(DeliveryState::Uncertain).await {
        // On X the fake keeps what left; a delivery is there when its own act is.
        let act = desk.store.delivery(row.id).await.unwrap().unwrap();
        let handed = desk.world.x.handed();
        let nth = handed.iter().position(|one| one.delivery_id == act.id).unwrap();
        let there = desk.world.x.left().len() > nth;
        let word = if there { Settlement::Sent } else { Settlement::NotSent };
        desk.engine.settle(row.id, word).await.unwrap();
        if !there {
            desk.engine.retry(row.id).await.unwrap();
        }
    }
}

async fn prepared() -> (Desk, Vec<LeadId>) {
    let desk = Desk::open().await;
    desk.change(|project| project.outreach.undo_secs = 5).await;
    let sequence = desk.template("gentle_touch", by_itself).await;
    let mut leads = Vec::new();
    for n in 0..LEADS {
        leads.push(desk.lead(&format!("Lead{n}")).await);
    }
    desk.enroll(sequence, &leads).await;
    (desk, leads)
}

/// Lives until it is killed after so many polls, then once more to the end. `None` when it was not killed.
fn killed_after(polls: usize) -> Option<(Vec<String>, usize, usize)> {
    let first = runtime();
    let (desk, leads) = first.block_on(prepared());
    let ended = first.block_on(polled(polls, async {
        desk.until("2026-11-21T14:00:00Z").await;
    }));
    let Desk { world, engine, store, .. } = desk;
    // Nothing of the dead process gets to clean up behind itself.
    drop(first);
    drop((engine, store));
    let second = runtime();
    let found = second.block_on(async {
        let desk = world.open(polls as u64 + 2).await;
        desk.engine.start_worker(true).shutdown().await;
        for _ in 0..4 {
            settle(&desk).await;
            desk.until("2026-11-23T14:00:00Z").await;
        }
        let mut stories = Vec::new();
        for lead in &leads {
            let place = desk.place(*lead).await;
            let steps: Vec<String> = place
                .executions
                .iter()
                .map(|step| format!("{} {} {}", step.visit, step.step, step.outcome.as_str()))
                .collect();
            stories.push(format!("{}; {}", steps.join(", "), place.row.why));
        }
        let sent = desk.deliveries(DeliveryState::Sent).await.len();
        (stories, sent, desk.world.x.left().len())
    });
    (!ended).then_some(found)
}

#[test]
fn a_process_killed_anywhere_leaves_every_step_done_once() {
    let whole = "0 like done, 1 wait done, 2 reply done; Every step is done";
    let mut polls = 1;
    let mut kills = 0;
    while let Some((stories, sent, left)) = killed_after(polls) {
        assert_eq!(stories, vec![whole; LEADS], "killed after {polls} polls");
        assert_eq!((sent, left), (LEADS * 2, LEADS * 2), "killed after {polls} polls");
        kills += 1;
        polls += 7;
    }
    assert!(kills > 10, "only {kills} kills");
}
