//! The relayer on a real X display with the stand-in for Telegram Desktop: every fault, what the relayer
//! says about it, and what truly left according to the stand-in's own journal.

use sdr_domain::part::{PartEvent, PartState, Recovery};
use serde_json::json;

use crate::courier::Job;
use crate::desk::{COPIED, Desk};

fn to_ada(text: &str) -> (String, String) {
    ("ada_example".into(), text.into())
}

/// Held before the key: nothing left, whatever the fault.
fn assert_held(desk: &Desk, job: &Job, words: &str) {
    let outcome = desk.send(job);
    assert_eq!(outcome.word, "held", "{}", outcome.reason);
    assert!(outcome.reason.contains(words), "{}", outcome.reason);
    assert_eq!(desk.sent(), vec![]);
}

fn impatient(mut job: Job) -> Job {
    job.open_ms = 2_000;
    job
}

#[test]
fn three_paragraphs_with_emoji_and_cyrillic_leave_once_in_order() {
    let desk = Desk::new();
    let texts = ["Hi Ada,\nnice talk + slides & more 100%!", "Второй абзац — с «кавычками»", "👩‍💻 done 🎉"];
    let outcome = desk.send(&desk.job("ada_example", &texts));
    assert_eq!(outcome.word, "sent", "{}", outcome.reason);
    assert_eq!(desk.sent(), texts.map(to_ada));
    println!("guarded_paragraph_ms: {}", outcome.took_ms / 3);
    assert!(outcome.took_ms < 15_000, "three paragraphs took {} ms", outcome.took_ms);
}

#[test]
fn counters_in_the_title_and_an_old_draft_do_not_matter() {
    let desk = Desk::new();
    desk.faults(&json!({"total_unread": 12, "chat_unread": 3, "account": "Work"}));
    let mut job = desk.job("bob_example", &["Hello Bob"]);
    job.pins.insert("bob_example".into(), "Bob Sample".into());
    assert_eq!(desk.send(&job).word, "sent");
    assert_eq!(desk.sent(), vec![("bob_example".into(), "Hello Bob".into())]);
}

#[test]
fn names_written_from_right_to_left_are_known_again() {
    let desk = Desk::new();
    let mut job = desk.job("noa_rtl", &["שלום נועה"]);
    job.pins.insert("noa_rtl".into(), "נועה דוגמה".into());
    assert_eq!(desk.send(&job).word, "sent");
    assert_eq!(desk.sent(), vec![("noa_rtl".into(), "שלום נועה".into())]);
}

#[test]
fn a_text_too_long_for_a_link_is_bound_by_nonce_and_pasted() {
    let desk = Desk::new();
    let text = "Длинный абзац. ".repeat(130).trim_end().to_owned();
    assert_eq!(text.chars().count(), 1_949);
    let outcome = desk.send(&desk.job("dmitri_muster", &[&text]));
    assert_eq!(outcome.word, "sent", "{}", outcome.reason);
    assert_eq!(desk.sent(), vec![("dmitri_muster".into(), text)]);
}

#[test]
fn telegram_is_started_by_the_link_when_it_does_not_run() {
    let desk = Desk::without_telegram();
    let outcome = desk.send(&desk.job("ada_example", &["Good morning"]));
    assert_eq!(outcome.word, "sent", "{}", outcome.reason);
    assert_eq!(desk.sent(), vec![to_ada("Good morning")]);
}

#[test]
fn a_locked_a_logged_out_and_a_nameless_telegram_are_held() {
    for fault in ["locked", "logged_out", "hide_chat_name"] {
        let desk = Desk::new();
        desk.faults(&json!({fault: true}));
        assert_held(&desk, &impatient(desk.job("ada_example", &["Hi"])), "shows no chat name");
    }
}

#[test]
fn a_link_kept_while_locked_sends_nothing_after_the_unlock() {
    let desk = Desk::new();
    desk.faults(&json!({"locked": true}));
    assert_held(&desk, &impatient(desk.job("ada_example", &["Hi"])), "shows no chat name");
    desk.faults(&json!({}));
    desk.open_chat("bob_example");
    assert_eq!(desk.sent(), vec![]);
}

#[test]
fn an_unknown_user_is_held_and_the_chat_that_was_open_gets_nothing() {
    let desk = Desk::new();
    desk.open_chat("bob_example");
    assert_held(&desk, &impatient(desk.job("nobody_here", &["Hi"])), "user name exists");
}

#[test]
fn a_group_does_not_take_the_text_and_is_held() {
    let desk = Desk::new();
    assert_held(&desk, &impatient(desk.job("book_club", &["Hi"])), "did not hold exactly this message");
}

#[test]
fn the_wrong_chat_is_held_by_its_name() {
    let desk = Desk::new();
    desk.faults(&json!({"wrong_chat": "bob_example"}));
    let mut job = impatient(desk.job("ada_example", &["Hi"]));
    job.pins.insert("ada_example".into(), "Ada Example".into());
    assert_held(&desk, &job, "Telegram shows \"Bob Sample\"");
}

#[test]
fn the_wrong_chat_of_the_same_name_is_held_by_its_field() {
    let desk = Desk::new();
    desk.faults(&json!({"wrong_chat_same_name": true}));
    let mut job = impatient(desk.job("carla_demo", &["Hi"]));
    job.pins.insert("carla_demo".into(), "Carla Demo".into());
    assert_held(&desk, &job, "did not hold exactly this message");
}

#[test]
fn a_link_whose_text_is_ignored_is_held_and_the_draft_stays() {
    let desk = Desk::new();
    desk.faults(&json!({"ignore_text_param": true}));
    assert_held(&desk, &impatient(desk.job("bob_example", &["Hi"])), "did not hold exactly this message");
}

#[test]
fn a_chat_that_opens_late_but_in_time_is_sent() {
    let desk = Desk::new();
    desk.open_chat("bob_example");
    desk.faults(&json!({"slow_open_ms": 3_000}));
    let outcome = desk.send(&desk.job("ada_example", &["Hi"]));
    assert_eq!(outcome.word, "sent", "{}", outcome.reason);
    assert_eq!(desk.sent(), vec![to_ada("Hi")]);
}

#[test]
fn a_chat_that_opens_too_late_is_held() {
    let desk = Desk::new();
    desk.open_chat("bob_example");
    desk.faults(&json!({"slow_open_ms": 6_000}));
    assert_held(&desk, &impatient(desk.job("ada_example", &["Hi"])), "in time");
}

#[test]
fn a_wrong_submit_key_is_not_sent() {
    let desk = Desk::new();
    desk.faults(&json!({"submit": "ctrl_enter"}));
    let trip = desk.start(&desk.job("ada_example", &["Hi"]));
    let outcome = trip.outcome();
    assert!(outcome.word == "held" && outcome.reason.contains("Send with Enter"), "{}", outcome.reason);
    assert_eq!(trip.events().last(), Some(&(0, PartEvent::FindText)));
    assert_eq!(desk.sent(), vec![]);
}

#[test]
fn a_box_that_asks_for_payment_is_never_confirmed() {
    let desk = Desk::new();
    desk.faults(&json!({"paid_confirm": true}));
    assert_eq!(desk.send(&desk.job("ada_example", &["Hi"])).word, "unknown");
    assert_eq!(desk.sent(), vec![]);
}

#[test]
fn a_flood_box_after_the_first_paragraph_stops_the_second() {
    let desk = Desk::new();
    desk.faults(&json!({"flood_after_send": true}));
    assert_eq!(desk.send(&desk.job("ada_example", &["one", "two"])).word, "unknown");
    assert_eq!(desk.sent(), vec![to_ada("one")]);
}

#[test]
fn a_program_that_takes_the_focus_gets_no_word_of_the_message() {
    for moment in ["open", "keys"] {
        let desk = Desk::new();
        desk.faults(&json!({"steal_focus_on": moment}));
        let outcome = desk.send(&impatient(desk.job("ada_example", &["Hi"])));
        assert_eq!(outcome.word, "held", "{}", outcome.reason);
        assert_eq!(desk.sent(), vec![]);
        assert!(!desk.state("thief.txt").exists(), "{moment}");
    }
}

#[test]
fn a_program_that_takes_the_focus_after_the_key_leaves_the_end_unknown() {
    let desk = Desk::new();
    desk.faults(&json!({"steal_focus_on": "enter"}));
    assert_eq!(desk.send(&desk.job("ada_example", &["one", "two"])).word, "unknown");
    assert_eq!(desk.sent(), vec![to_ada("one")]);
}

#[test]
fn the_picture_viewer_is_not_taken_for_the_chat() {
    let desk = Desk::new();
    desk.faults(&json!({"media_viewer": true}));
    assert_held(&desk, &impatient(desk.job("ada_example", &["Hi"])), "nothing was sent");
}

#[test]
fn a_key_of_the_humans_while_the_chat_opens_holds() {
    let desk = Desk::new();
    let mut job = desk.job("ada_example", &["Hi"]);
    job.wait_at = Some(PartEvent::Open);
    let trip = desk.start(&job);
    trip.wait_for_file("waiting");
    desk.tap_key();
    trip.touch("go");
    let outcome = trip.outcome();
    assert!(outcome.word == "held" && outcome.reason.contains("keyboard or mouse"), "{}", outcome.reason);
    assert_eq!(desk.sent(), vec![]);
}

#[test]
fn a_click_of_the_humans_after_the_key_leaves_the_end_unknown() {
    let desk = Desk::new();
    let mut job = desk.job("ada_example", &["one", "two"]);
    job.wait_at = Some(PartEvent::Fire);
    let trip = desk.start(&job);
    trip.wait_for_file("waiting");
    desk.click();
    trip.touch("go");
    assert_eq!(trip.outcome().word, "unknown");
    assert_eq!(desk.sent(), vec![to_ada("one")]);
}

#[test]
fn a_held_modifier_makes_the_message_wait() {
    let desk = Desk::new();
    desk.hold_shift(true);
    let outcome = desk.send(&desk.job("ada_example", &["Hi"]));
    desk.hold_shift(false);
    assert_eq!(outcome.word, "not_sent", "{}", outcome.reason);
    assert_eq!(desk.sent(), vec![]);
}

#[test]
fn telegram_dying_before_or_after_the_key_leaves_the_end_unknown() {
    for (moment, left) in [("enter_before", vec![]), ("enter_after", vec![to_ada("one")])] {
        let desk = Desk::new();
        desk.faults(&json!({"crash_on": moment}));
        assert_eq!(desk.send(&desk.job("ada_example", &["one", "two"])).word, "unknown", "{moment}");
        assert_eq!(desk.sent(), left, "{moment}");
    }
}

#[test]
fn telegram_dying_on_the_link_or_on_the_paste_is_held() {
    let long = "Длинный абзац. ".repeat(130);
    for (moment, text) in [("open", "Hi"), ("paste", long.trim_end())] {
        let desk = Desk::new();
        desk.faults(&json!({"crash_on": moment}));
        let outcome = desk.send(&impatient(desk.job("ada_example", &[text])));
        assert_eq!(outcome.word, "held", "{moment}: {}", outcome.reason);
        assert_eq!(desk.sent(), vec![], "{moment}");
    }
}

#[test]
fn without_a_window_manager_nothing_is_begun() {
    let desk = Desk::without_window_manager();
    let mut job = desk.job("ada_example", &["Hi"]);
    job.only_health = true;
    let outcome = desk.start(&job).outcome();
    assert!(outcome.word == "automatic false" && outcome.reason.contains("window manager"), "{outcome:?}");
}

#[test]
fn on_wayland_and_without_a_display_it_says_so() {
    let desk = Desk::without_telegram();
    let mut job = desk.job("ada_example", &["Hi"]);
    job.only_health = true;
    let outcome = desk.start_with(&job, &[("WAYLAND_DISPLAY", "wayland-0")]).outcome();
    assert!(outcome.word == "assisted true" && outcome.reason.contains("Wayland"), "{outcome:?}");
    let mut job = desk.job("ada_example", &["Hi"]);
    job.only_health = true;
    let outcome = desk.start_with(&job, &[("DISPLAY", "")]).outcome();
    assert!(outcome.word == "automatic false" && outcome.reason.contains("no display"), "{outcome:?}");
}

/// What a human finds when they look into the chat.
fn settle(state: PartState, is_in_the_chat: bool) -> PartState {
    let step = |state: PartState, event| state.apply(event).unwrap();
    match state.recovery() {
        Recovery::Continue => state,
        Recovery::Sent => PartState::Accepted,
        Recovery::Hold => step(step(state, PartEvent::Hold), PartEvent::Requeue),
        Recovery::Unknown if is_in_the_chat => step(step(state, PartEvent::LoseTrack), PartEvent::SettleSent),
        Recovery::Unknown => {
            let unknown = step(state, PartEvent::LoseTrack);
            step(step(unknown, PartEvent::SettleNotSent), PartEvent::Requeue)
        }
        Recovery::Asked => panic!("the relayer was killed before it could ask"),
    }
}

/// Kills the relayer right after `event` of `part` was recorded, lets a human answer, goes on.
fn kill_and_resume(part: u16, event: PartEvent) {
    let desk = Desk::new();
    let texts = ["Hello Ada", "one more thing"];
    let mut job = desk.job("ada_example", &texts);
    job.stand_at = Some((part, event));
    let trip = desk.start(&job);
    trip.wait_for_file("standing");
    let mut states = [PartState::Queued; 2];
    for (number, event) in trip.events() {
        let state = &mut states[usize::from(number)];
        *state = state.apply(event).unwrap();
    }
    trip.kill();

    // A key that was pressed takes its way without the relayer; a human looks when it has arrived.
    if matches!(event, PartEvent::Fire | PartEvent::Accept) {
        desk.wait_for_sent(usize::from(part) + 1);
    }

    // The machine alone never goes on with a part that was begun.
    let left = desk.sent();
    let mut again = desk.job("ada_example", &texts);
    for (part, state) in again.parts.iter_mut().zip(states) {
        part.2 = state;
    }
    let begun = states.iter().any(|s| !matches!(s, PartState::Queued | PartState::Accepted));
    if begun {
        assert_eq!(desk.start(&again).outcome().word, "held");
        assert_eq!(desk.sent(), left, "killed at {event:?} of {part}");
    }

    let mut last = desk.job("ada_example", &texts);
    for ((number, text, state), was) in last.parts.iter_mut().zip(states) {
        *state = settle(was, left.contains(&to_ada(text)));
        assert!(matches!(state, PartState::Queued | PartState::Accepted), "part {number}");
    }
    let outcome = desk.start(&last).outcome();
    assert_eq!(outcome.word, "sent", "killed at {event:?} of {part}: {}", outcome.reason);
    assert_eq!(desk.sent(), texts.map(to_ada), "killed at {event:?} of {part}");
}

#[test]
fn killed_at_any_recorded_event_nothing_is_doubled_or_lost() {
    for event in [PartEvent::Open, PartEvent::Bind, PartEvent::Arm, PartEvent::Fire, PartEvent::Accept] {
        for part in [0, 1] {
            kill_and_resume(part, event);
        }
    }
}

#[test]
fn the_clipboard_is_the_humans_again_after_a_hold() {
    let desk = Desk::new();
    desk.faults(&json!({"ignore_text_param": true}));
    let trip = desk.start(&impatient(desk.job("ada_example", &["Hi"])));
    assert_eq!(trip.outcome().word, "held");
    assert_eq!(desk.clipboard(), COPIED);
}
