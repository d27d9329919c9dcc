//! The order of journal and key, under every fault of a scripted desktop.

use std::sync::Arc;
use std::time::Duration;

use sdr_domain::part::{PartEvent, PartState};
use sdr_domain::text::{Handle, HandleKind};
use sdr_ports::{ChannelError, ChannelPort, JournalError};
use sdr_relayer::driver::{FrontRole, Stroke};
use sdr_relayer::{MemoryPins, NamePins};

use crate::fake_desk::{Happening, State, World, outgoing};

use PartEvent::{Accept, Arm, Bind, FindText, Fire, Hold, LoseTrack, Open};

fn submits(world: &World) -> usize {
    world.look(|w| w.strokes().iter().filter(|s| **s == Stroke::Submit).count())
}

fn held(result: Result<sdr_ports::Receipt, ChannelError>) -> String {
    match result {
        Err(ChannelError::Held { reason }) => reason,
        other => panic!("expected a hold, got {other:?}"),
    }
}

#[tokio::test]
async fn each_paragraph_leaves_once_in_order_and_every_step_is_recorded() {
    let world = World::new();
    let receipt = world
        .telegram()
        .deliver(&outgoing("ada_example", &["Hi Ada,", "two\nlines"]), &world.journal())
        .await;
    assert!(receipt.unwrap().proof.contains("2 of 2"));
    world.look(|w| {
        let ada = |text: &str| ("ada_example".to_owned(), text.to_owned());
        assert_eq!(w.sent(), vec![ada("Hi Ada,"), ada("two\nlines")]);
        assert_eq!(w.events(), [Open, Bind, Arm, Fire, Accept, Open, Bind, Arm, Fire, Accept]);
        assert_eq!(w.field(), "", "the probe is deleted again");
        assert_eq!(w.clipboard.as_deref(), Some("what the human had copied"));
    });
}

#[tokio::test]
async fn the_key_comes_after_arm_and_before_fire_and_nothing_but_checks_between() {
    let world = World::new();
    world.telegram().deliver(&outgoing("ada_example", &["Hi"]), &world.journal()).await.unwrap();
    world.look(|w| {
        let at = |happening: &Happening| w.log.iter().position(|h| h == happening).unwrap();
        let armed = at(&Happening::Recorded(0, Arm));
        assert_eq!(w.log[armed + 1], Happening::Key(Stroke::Submit));
        assert!(matches!(w.log[armed + 2], Happening::Sent(..)));
        assert_eq!(w.log[armed + 3], Happening::Recorded(0, Fire));
        assert!(
            at(&Happening::Recorded(0, Open))
                < w.log.iter().position(|h| matches!(h, Happening::Link(_))).unwrap()
        );
    });
}

#[tokio::test]
async fn a_journal_that_refuses_before_the_key_means_no_key() {
    for event in [Open, Bind, Arm] {
        for error in [JournalError::CalledOff, JournalError::Unwritable("disk full".into())] {
            let world = World::new();
            let mut journal = world.journal();
            journal.refuses = Some((event, error));
            held(world.telegram().deliver(&outgoing("ada_example", &["Hi"]), &journal).await);
            assert_eq!(submits(&world), 0, "{event:?}");
            world.look(|w| {
                assert!(w.sent().is_empty());
                assert_eq!(w.clipboard.as_deref(), Some("what the human had copied"));
                assert_eq!(w.field(), "", "our draft is taken out of the field again");
            });
        }
    }
}

#[tokio::test]
async fn a_journal_that_refuses_after_the_key_makes_the_end_unknown_and_stops() {
    for event in [Fire, Accept] {
        let world = World::new();
        let mut journal = world.journal();
        journal.refuses = Some((event, JournalError::Unwritable("disk full".into())));
        let result = world.telegram().deliver(&outgoing("ada_example", &["one", "two"]), &journal).await;
        assert!(matches!(result, Err(ChannelError::Unknown { .. })), "{event:?}");
        assert_eq!(submits(&world), 1);
    }
}

#[tokio::test]
async fn parts_accepted_before_are_not_sent_again_and_unsettled_ones_stop_everything() {
    let world = World::new();
    let mut message = outgoing("ada_example", &["one", "two"]);
    message.parts[0].state = PartState::Accepted;
    world.telegram().deliver(&message, &world.journal()).await.unwrap();
    assert_eq!(world.look(State::sent), vec![("ada_example".to_owned(), "two".to_owned())]);

    for state in
        [PartState::Opening, PartState::Bound, PartState::Armed, PartState::Fired, PartState::Unknown]
    {
        let world = World::new();
        message.parts[0].state = state;
        held(world.telegram().deliver(&message, &world.journal()).await);
        world.look(|w| assert!(w.log.is_empty(), "{state:?}"));
    }
}

#[tokio::test]
async fn an_unknown_user_is_held_and_the_open_chat_keeps_its_draft() {
    let world = World::with_chat("bob_example", "Bob Sample", "half-written to Bob");
    let reason = held(world.telegram().deliver(&outgoing("nobody_here", &["Hi"]), &world.journal()).await);
    assert!(reason.contains("user name exists"), "{reason}");
    world.look(|w| {
        assert_eq!(w.events(), [Open, Hold]);
        assert_eq!(w.drafts["bob_example"], "half-written to Bob");
        assert!(w.sent().is_empty());
    });
}

#[tokio::test]
async fn after_a_chat_that_did_not_open_nothing_else_is_opened_for_a_while() {
    let world = World::new();
    let telegram = world.telegram();
    held(telegram.deliver(&outgoing("nobody_here", &["Hi"]), &world.journal()).await);
    let next = telegram.deliver(&outgoing("ada_example", &["Hi"]), &world.journal()).await;
    let Err(ChannelError::NotNow { retry_after_secs, .. }) = next else { panic!("{next:?}") };
    assert!((50..=61).contains(&retry_after_secs));
    assert!(world.look(State::sent).is_empty());
}

#[tokio::test]
async fn a_chat_that_opens_at_any_moment_of_a_read_back_is_bound_under_its_own_name() {
    // One round of looking takes some ten milliseconds; these delays fall into every part of it.
    for delay in (1_000_000..1_024_000).step_by(50) {
        let world = World::with_chat("bob_example", "Bob Sample", "half-written to Bob");
        world.change(|w| w.link_delay = Duration::from_micros(delay));
        let sent = world.telegram().deliver(&outgoing("ada_example", &["Hi"]), &world.journal()).await;
        assert!(sent.is_ok(), "opened after {delay} us: {sent:?}");
        assert_eq!(world.look(State::sent), [("ada_example".to_owned(), "Hi".to_owned())], "{delay} us");
    }
}

#[tokio::test]
async fn the_first_contact_pins_the_name_and_another_name_is_held() {
    let world = World::new();
    let pins = Arc::new(MemoryPins::default());
    let telegram = world.telegram_with(pins.clone());
    telegram.deliver(&outgoing("ada_example", &["one"]), &world.journal()).await.unwrap();
    let ada = Handle::parse(HandleKind::Telegram, "ada_example").unwrap();
    assert_eq!(pins.get(&ada).await.as_deref(), Some("Ada Example"));

    world.change(|w| w.names.insert("ada_example".into(), "Somebody Else".into()));
    let reason = held(telegram.deliver(&outgoing("ada_example", &["two"]), &world.journal()).await);
    assert!(reason.contains("Somebody Else") && reason.contains("Ada Example"), "{reason}");
    assert_eq!(world.look(|w| w.sent().len()), 1);
}

#[tokio::test]
async fn a_wrong_submit_key_is_held_as_not_sent_with_the_setting_to_change() {
    let world = World::new();
    world.change(|w| w.submit_makes_line = true);
    let reason = held(world.telegram().deliver(&outgoing("ada_example", &["Hi"]), &world.journal()).await);
    assert!(reason.contains("Send with Enter"), "{reason}");
    world.look(|w| {
        assert_eq!(w.events(), [Open, Bind, Arm, Fire, FindText]);
        assert_eq!(w.field().trim(), "Hi", "the probe is taken out again");
    });
    assert_eq!(submits(&world), 1);
}

#[tokio::test]
async fn a_box_after_the_key_is_unknown_and_the_next_paragraph_waits() {
    let world = World::new();
    world.change(|w| w.box_after_submit = true);
    let result = world.telegram().deliver(&outgoing("ada_example", &["one", "two"]), &world.journal()).await;
    assert!(matches!(result, Err(ChannelError::Unknown { .. })));
    world.look(|w| {
        assert_eq!(w.events(), [Open, Bind, Arm, Fire, LoseTrack]);
        assert_eq!(w.sent().len(), 1);
    });
}

#[tokio::test]
async fn an_error_of_the_system_at_the_key_is_unknown() {
    let world = World::new();
    world.change(|w| w.submit_error = true);
    let result = world.telegram().deliver(&outgoing("ada_example", &["one"]), &world.journal()).await;
    assert!(matches!(result, Err(ChannelError::Unknown { .. })));
    assert_eq!(world.look(State::events), [Open, Bind, Arm, LoseTrack]);
}

#[tokio::test]
async fn a_slow_journal_makes_the_field_be_read_again_before_the_key() {
    let world = World::new();
    world.change(|w| {
        w.disturb_at_record.push((Arm, Box::new(|w| w.time += Duration::from_secs(3))));
    });
    world.telegram().deliver(&outgoing("ada_example", &["Hi"]), &world.journal()).await.unwrap();
    world.look(|w| {
        let armed = w.log.iter().position(|h| *h == Happening::Recorded(0, Arm)).unwrap();
        let keys = [Stroke::SelectAll, Stroke::Copy, Stroke::ToEnd, Stroke::Submit].map(Happening::Key);
        assert_eq!(w.log[armed + 1..armed + 5], keys);
    });
}

#[tokio::test]
async fn a_machine_too_slow_for_the_last_check_holds_after_arm_without_a_key() {
    let world = World::new();
    world.change(|w| {
        w.disturb_at_record.push((Arm, Box::new(|w| w.look_takes = Duration::from_millis(200))));
    });
    held(world.telegram().deliver(&outgoing("ada_example", &["Hi"]), &world.journal()).await);
    assert_eq!(submits(&world), 0);
    assert_eq!(world.look(State::events), [Open, Bind, Arm, Hold]);
}

#[tokio::test]
async fn what_changes_between_arm_and_the_key_holds_without_a_key() {
    let changes: [fn(&mut State); 4] = [
        |w| w.input.foreign += 1,
        |w| w.input.modifier_held = true,
        |w| w.front_role = FrontRole::Foreign,
        |w| w.chat = Some("bob_example".into()),
    ];
    for change in changes {
        let world = World::new();
        world.change(|w| w.disturb_at_record.push((Arm, Box::new(change))));
        held(world.telegram().deliver(&outgoing("ada_example", &["Hi"]), &world.journal()).await);
        assert_eq!(submits(&world), 0);
        assert_eq!(world.look(State::events), [Open, Bind, Arm, Hold]);
    }
}

#[tokio::test]
async fn a_human_at_the_keyboard_makes_the_message_wait_untouched() {
    let world = World::new();
    world.change(|w| w.input.quiet_for = Some(Duration::from_secs(1)));
    let result = world.telegram().deliver(&outgoing("ada_example", &["Hi"]), &world.journal()).await;
    assert!(matches!(result, Err(ChannelError::NotNow { retry_after_secs: 5, .. })), "{result:?}");
    world.look(|w| assert!(w.log.is_empty()));
}

#[tokio::test]
async fn a_link_that_starts_telegram_gets_more_time() {
    let world = World::new();
    world.change(|w| {
        w.running = false;
        w.link_delay = Duration::from_secs(20);
    });
    world.telegram().deliver(&outgoing("ada_example", &["Hi"]), &world.journal()).await.unwrap();
}

#[tokio::test]
async fn a_long_text_is_bound_by_nonce_and_pasted_whole() {
    let world = World::new();
    let text = "Ж".repeat(1_949);
    world.telegram().deliver(&outgoing("ada_example", &[&text]), &world.journal()).await.unwrap();
    world.look(|w| {
        assert_eq!(w.sent(), vec![("ada_example".to_owned(), text)]);
        assert!(w.strokes().contains(&Stroke::Paste));
    });
}

#[tokio::test]
async fn assisted_sending_opens_the_chat_and_presses_nothing() {
    let world = World::new();
    let telegram = world.telegram();
    telegram.prepare(&outgoing("ada_example", &["one", "two"]), 1).await.unwrap();
    world.look(|w| {
        assert_eq!(w.log, vec![Happening::Link("tg://resolve?domain=ada_example&text=two".into())]);
    });
    assert!(telegram.prepare(&outgoing("ada_example", &["one"]), 9).await.is_err());
}

#[tokio::test]
async fn assisted_mode_never_presses_the_key_by_itself() {
    let world = World::new();
    let telegram = world.telegram();
    let mut config = telegram.config();
    config.mode = sdr_domain::channel::Mode::Assisted;
    telegram.configure(config);
    held(telegram.deliver(&outgoing("ada_example", &["Hi"]), &world.journal()).await);
    world.look(|w| assert!(w.log.is_empty()));
}

#[tokio::test]
async fn the_self_test_sends_its_sentence_even_in_assisted_mode() {
    let world = World::new();
    let telegram = world.telegram();
    let mut config = telegram.config();
    config.mode = sdr_domain::channel::Mode::Assisted;
    telegram.configure(config);
    let ada = Handle::parse(HandleKind::Telegram, "ada_example").unwrap();
    telegram.self_test(&ada).await.unwrap();
    assert_eq!(
        world.look(State::sent),
        vec![("ada_example".to_owned(), sdr_relayer::SELF_TEST_TEXT.to_owned())]
    );
}

#[tokio::test]
async fn what_the_human_copied_during_a_held_send_stays_on_the_clipboard() {
    let world = World::new();
    world.change(|w| {
        w.disturb_at_record.push((
            Bind,
            Box::new(|w| {
                w.input.foreign += 1;
                w.clipboard = Some("copied meanwhile".into());
            }),
        ));
    });
    held(world.telegram().deliver(&outgoing("ada_example", &["Hi"]), &world.journal()).await);
    world.look(|w| assert_eq!(w.clipboard.as_deref(), Some("copied meanwhile")));
}

#[tokio::test]
async fn health_says_what_was_found_in_each_mode() {
    let world = World::new();
    let telegram = world.telegram();
    let health = telegram.health().await;
    assert!(health.ready, "{health:?}");
    assert!(health.sentence.contains("running"));
    world.look(|w| assert!(w.log.is_empty(), "looking touches nothing"));
}

#[tokio::test]
async fn our_own_draft_of_an_earlier_try_is_not_taken_for_the_effect_of_the_link() {
    for pinned in [false, true] {
        let world = World::with_chat("ada_example", "Ada Example", "Hi");
        world.change(|w| w.link_delay = Duration::from_secs(2));
        let pins = Arc::new(MemoryPins::default());
        let ada = Handle::parse(HandleKind::Telegram, "ada_example").unwrap();
        if pinned {
            pins.pin(&ada, "Ada Example").await;
        }
        world
            .telegram_with(pins)
            .deliver(&outgoing("ada_example", &["Hi", "Hi"]), &world.journal())
            .await
            .unwrap();
        world.look(|w| {
            let once = ("ada_example".to_owned(), "Hi".to_owned());
            assert_eq!(w.sent(), vec![once.clone(), once]);
            assert!(w.pending.is_none(), "no link may take effect after the key");
            assert_eq!(w.field(), "");
        });
    }
}

#[tokio::test]
async fn a_nonce_that_could_not_be_replaced_is_taken_out_of_the_field() {
    let world = World::with_chat("ada_example", "Ada Example", "");
    world.change(|w| w.only_first_link = true);
    held(world.telegram().deliver(&outgoing("ada_example", &["Hi"]), &world.journal()).await);
    world.look(|w| assert_eq!(w.field(), ""));
}
