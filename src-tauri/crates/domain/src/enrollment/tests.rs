//! The machine's table, the walk through the templates, and properties no order of events may break.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::lead::Temperature;
use crate::sequence::{SequenceTemplate, Steps};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn steps(key: &str) -> Steps {
    SequenceTemplate::find(key).unwrap().steps()
}

const FACTS: Facts = Facts { replied: false, engaged: false, reach: Reach::EVERYWHERE, posts: 2 };

#[test]
fn every_event_in_every_state() {
    let mut table = String::new();
    for state in EnrollmentState::ALL {
        for event in EnrollmentEvent::ALL {
            let to = state.apply(event).map_or("-", EnrollmentState::as_str);
            writeln!(table, "{:<17}{:<15}{to}", state.as_str(), event.as_str()).unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn gentle_touch_likes_waits_a_day_and_asks_before_it_replies() {
    let steps = steps("gentle_touch");
    let now = at("2026-11-20T10:00:00Z");
    let first = walk(&steps, &StepKey::new("like"), 0, now, FACTS);
    assert_eq!(first.then, Then::Act);
    assert_eq!(first.visited[0].outcome, Outcome::Queued);
    let liked = leave(&steps, steps.first().unwrap(), Outcome::Done, now);
    let tomorrow = at("2026-11-21T10:00:00Z");
    assert_eq!(liked, Then::Later { step: StepKey::new("wait"), due_at: tomorrow });
    let second = walk(&steps, &StepKey::new("wait"), 1, tomorrow, FACTS);
    let outcomes: Vec<_> = second.visited.iter().map(|v| (v.visit, v.step.as_str(), v.outcome)).collect();
    assert_eq!(outcomes, [(1, "wait", Outcome::Done), (2, "reply", Outcome::ToWrite)]);
    assert_eq!(second.then, Then::Act);
}

#[test]
fn without_a_response_the_full_sequence_ends_cold() {
    let steps = steps("full_sequence");
    let now = at("2026-11-20T10:00:00Z");
    let checked = walk(&steps, &StepKey::new("responded"), 4, now, FACTS);
    let due_at = at("2026-11-21T10:00:00Z");
    assert_eq!(checked.then, Then::Later { step: StepKey::new("like_another"), due_at });
    let last = walk(&steps, &StepKey::new("engaged"), 6, now, FACTS);
    assert_eq!((last.then, last.temperature), (Then::End(EndReason::Cold), Some(Temperature::Cold)));
    let seen = walk(&steps, &StepKey::new("engaged"), 6, now, Facts { engaged: true, ..FACTS });
    assert_eq!((seen.then, seen.temperature), (Then::End(EndReason::Done), Some(Temperature::Warm)));
}

#[test]
fn what_cannot_be_done_for_a_lead_is_passed_over_with_the_reason() {
    let steps = steps("gentle_touch");
    let now = at("2026-11-20T10:00:00Z");
    let nobody = Facts { posts: 0, ..FACTS };
    let passed = walk(&steps, &StepKey::new("like"), 0, now, nobody);
    assert_eq!(passed.visited[0].outcome, Outcome::Skipped);
    assert_eq!(passed.visited[0].reason, Some("No post to like"));
    assert!(matches!(passed.then, Then::Later { .. }));
}

#[test]
fn a_reply_takes_the_yes_of_the_next_check_and_ends_it() {
    let steps = steps("full_sequence");
    let walk = on_reply(&steps, Some(&StepKey::new("wait")), 2);
    let names: Vec<_> = walk.visited.iter().map(|v| (v.visit, v.step.as_str())).collect();
    assert_eq!(names, [(2, "responded"), (3, "warm"), (4, "tell")]);
    assert_eq!(walk.temperature, Some(Temperature::Warm));
    assert_eq!(walk.notices, ["They responded: take over."]);
    assert_eq!(walk.then, Then::End(EndReason::Replied));
    assert_eq!(on_reply(&self::steps("direct"), Some(&StepKey::new("reply")), 0).visited, []);
}

#[test]
fn ids_made_from_a_step_are_the_same_again_and_in_order_of_time() {
    let id = EnrollmentId(Uuid::from_u128(7));
    let (early, late) = (at("2026-11-20T10:00:00Z"), at("2026-11-20T10:00:01Z"));
    let make = |visit, at| derived_id::<DeliveryId>(id, visit, "delivery", at);
    assert_eq!(make(1, early), make(1, early));
    assert_ne!(make(1, early), make(2, early));
    assert!(make(9, early) < make(1, late));
}

fn events() -> impl Strategy<Value = Vec<EnrollmentEvent>> {
    prop::collection::vec(prop::sample::select(EnrollmentEvent::ALL.to_vec()), 0..40)
}

proptest! {
    #[test]
    fn no_order_of_events_goes_on_after_the_end(events in events()) {
        let mut state = EnrollmentState::Active;
        for event in events {
            let Ok(next) = state.apply(event) else { continue };
            prop_assert!(state.is_live() || event == EnrollmentEvent::Reopen);
            prop_assert!(state != EnrollmentState::Completed);
            state = next;
        }
    }

    #[test]
    fn no_walk_begins_a_step_twice_or_acts_twice(
        template in 0_usize..5,
        start in 0_usize..16,
        posts in 0_u32..3,
        (replied, engaged) in (any::<bool>(), any::<bool>()),
        reach in any::<[bool; 4]>(),
    ) {
        let steps = crate::sequence::TEMPLATES[template].steps();
        let key = steps.0[start % steps.0.len()].key.clone();
        let reach = Reach { telegram: reach[0], x: reach[1], email: reach[2], linkedin: reach[3] };
        let walk = walk(&steps, &key, 5, at("2026-11-20T10:00:00Z"), Facts { replied, engaged, reach, posts });
        let visits: Vec<u32> = walk.visited.iter().map(|v| v.visit).collect();
        prop_assert_eq!(visits, (5..5 + u32::try_from(walk.visited.len()).unwrap()).collect::<Vec<_>>());
        let open: Vec<bool> = walk.visited.iter().map(|v| v.outcome.is_open()).collect();
        prop_assert_eq!(open.iter().filter(|open| **open).count(), usize::from(walk.then == Then::Act));
        prop_assert!(walk.then != Then::Act || open.last() == Some(&true));
    }
}
