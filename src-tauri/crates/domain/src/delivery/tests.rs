//! The whole delivery machine as one table, and the promise it keeps under any order of events.

use std::fmt::Write;

use proptest::prelude::*;

use super::*;

#[test]
fn the_whole_machine_in_one_table() {
    let mut table = String::new();
    for state in DeliveryState::ALL {
        for event in DeliveryEvent::ALL {
            let next = state.apply(event).map_or("-", DeliveryState::as_str);
            writeln!(table, "{:<10} {:<21} {next}", state.as_str(), event.as_str()).unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

fn machine_event() -> impl Strategy<Value = DeliveryEvent> {
    prop::sample::select(DeliveryEvent::ALL.to_vec())
}

proptest! {
    /// Between two acts (each `Arm` from `claimed`) there is always proof that nothing left, or a human's word.
    #[test]
    fn no_order_of_events_acts_twice_without_proof_or_a_human(events in prop::collection::vec(machine_event(), 0..60)) {
        let mut state = DeliveryState::Queued;
        let mut may_have_left = false;
        for event in events {
            let Ok(next) = state.apply(event) else { continue };
            if event == DeliveryEvent::Arm && state == DeliveryState::Claimed {
                prop_assert!(!may_have_left, "armed again while an earlier act is unsettled");
                may_have_left = true;
            }
            // Only these say that nothing of the part left, or that a human decided.
            if matches!(
                event,
                DeliveryEvent::NotSent | DeliveryEvent::HoldBack | DeliveryEvent::Refuse
                    | DeliveryEvent::SettleSent { .. } | DeliveryEvent::SettleNotSent
            ) {
                may_have_left = false;
            }
            state = next;
        }
    }

    #[test]
    fn nothing_happens_after_the_end(events in prop::collection::vec(machine_event(), 0..40)) {
        let mut state = DeliveryState::Queued;
        for event in events {
            let next = state.apply(event);
            if state.is_final() {
                prop_assert!(next.is_err());
            }
            state = next.unwrap_or(state);
        }
    }
}
