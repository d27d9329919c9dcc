//! The process dies at every journalled point of a send: never twice, never lost.

use sdr_domain::delivery::DeliveryState;
use sdr_domain::part::PartEvent;
use sdr_engine::view::Settlement;
use sdr_ports::fakes::Script;

use crate::harness::Bench;

/// Runs until the scripted death, then starts a new process on the same files.
async fn die_after(event: PartEvent, on_part: usize) -> (Bench, sdr_domain::id::DeliveryId) {
    let mut bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    for _ in 0..on_part {
        bench.telegram.then(Script::Leaves);
    }
    bench.telegram.then(Script::DiesAfter(event));
    let id = bench.approved(lead, "First.\n\nSecond.\n\nThird.").await;
    let engine = bench.engine.clone();
    // The future hangs at the point of death; dropping it is the end of that process.
    tokio::select! {
        _ = engine.dispatch() => panic!("the process should have died after {}", event.as_str()),
        () = bench.telegram.has_died() => {}
    }
    drop(engine);
    bench.restart(99).await;
    (bench, id)
}

fn left(bench: &Bench) -> Vec<String> {
    bench.telegram.left().into_iter().skip(1).map(|(_, text)| text).collect()
}

/// Answers truthfully whatever is asked, until nothing is asked any more.
async fn truthful_human(bench: &Bench, id: sdr_domain::id::DeliveryId) {
    for _ in 0..12 {
        bench.advance(600);
        bench.engine.dispatch().await.unwrap();
        let row = bench.delivery(id).await;
        let arrived = left(bench).len() > row.parts_sent;
        match row.state {
            DeliveryState::Uncertain => {
                let word = if arrived { Settlement::Sent } else { Settlement::NotSent };
                bench.engine.settle(id, word).await.unwrap();
            }
            DeliveryState::Held if arrived => {
                bench.engine.settle(id, Settlement::Sent).await.unwrap();
            }
            DeliveryState::Held | DeliveryState::Failed => {
                bench.engine.retry(id).await.unwrap();
            }
            DeliveryState::Sent => return,
            DeliveryState::Queued
            | DeliveryState::Claimed
            | DeliveryState::Armed
            | DeliveryState::Canceled => {}
        }
    }
}

#[tokio::test]
async fn killed_at_every_point_of_every_part_nothing_doubles_and_nothing_is_lost() {
    let points = [PartEvent::Open, PartEvent::Bind, PartEvent::Arm, PartEvent::Fire, PartEvent::Accept];
    for part in 0..3 {
        for event in points {
            let (bench, id) = die_after(event, part).await;
            let before = left(&bench).len();
            let state = bench.state(id).await;
            let expected = if matches!(event, PartEvent::Open | PartEvent::Bind) {
                DeliveryState::Held
            } else if matches!(event, PartEvent::Arm | PartEvent::Fire) {
                DeliveryState::Uncertain
            } else if part == 2 {
                DeliveryState::Sent
            } else {
                DeliveryState::Queued
            };
            // The restarted worker makes one pass of its own, which may already have gone on.
            let went_on = expected == DeliveryState::Queued && state == DeliveryState::Sent;
            assert!(state == expected || went_on, "{state:?} after {} of part {part}", event.as_str());
            if matches!(event, PartEvent::Arm | PartEvent::Fire | PartEvent::Open | PartEvent::Bind) {
                // Without a human's word nothing more leaves, however long one waits.
                bench.advance(3600);
                bench.engine.dispatch().await.unwrap();
                assert_eq!(left(&bench).len(), before, "after {} of part {part}", event.as_str());
            }
            truthful_human(&bench, id).await;
            assert_eq!(
                left(&bench),
                ["First.", "Second.", "Third."],
                "after {} of part {part}",
                event.as_str()
            );
            assert_eq!(bench.state(id).await, DeliveryState::Sent);
        }
    }
}
