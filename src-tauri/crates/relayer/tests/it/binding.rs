//! The read-back proves exactly our text and nothing else.

use std::time::Duration;

use proptest::prelude::*;
use sdr_relayer::binding::{Field, Sentinels, normalise, read_back, same_text};
use sdr_relayer::driver::Stroke;

use crate::fake_desk::World;
use crate::fake_driver::FakeDriver;

#[test]
fn line_ends_and_kinds_of_space_do_not_matter() {
    assert!(same_text("one\ntwo", "one\r\ntwo"));
    assert!(same_text("one\ntwo", "one\u{2029}two\n"));
    assert!(same_text("10 km", "10\u{A0}km"));
    assert!(same_text("one  \ntwo", "one\ntwo\t"));
}

#[test]
fn everything_else_matters() {
    for (ours, field) in [
        ("Hello", "hello"),
        ("Hello", "Hello Hello"),
        ("Hello", " Hello"),
        ("one\n\ntwo", "one\ntwo"),
        ("a  b", "a b"),
        ("Hello", "Hell"),
        ("Hello", ""),
        ("café", "cafe\u{301}"),
    ] {
        assert!(!same_text(ours, field), "{ours:?} against {field:?}");
    }
}

#[test]
fn the_space_telegram_puts_before_a_mention_is_known() {
    assert!(same_text("@bob_example said hi", " @bob_example said hi"));
    assert!(!same_text("@bob_example said hi", "  @bob_example said hi"));
}

proptest! {
    #[test]
    fn normalising_twice_changes_nothing(text in "[\\PC\\n\\r\\t\u{A0}]{0,60}") {
        let once = normalise(&text);
        prop_assert_eq!(normalise(&once), once);
    }
}

#[test]
fn an_unfocused_field_leaves_the_sentinel_and_reads_as_silent() {
    let world = World::with_chat("ada_example", "Ada Example", "a draft");
    world.change(|w| w.focused = false);
    let mut driver = FakeDriver::new(&world);
    let mut sentinels = Sentinels::new("seed".into());
    let field = read_back(&mut driver, &mut sentinels, Duration::from_millis(300)).unwrap();
    assert_eq!(field, Field::Silent);
}

#[test]
fn reading_back_presses_nothing_that_could_change_the_text() {
    let world = World::with_chat("ada_example", "Ada Example", "a draft");
    let mut driver = FakeDriver::new(&world);
    let field = read_back(&mut driver, &mut Sentinels::new("s".into()), Duration::from_millis(300)).unwrap();
    assert_eq!(field, Field::Holds("a draft".into()));
    world.look(|w| {
        assert_eq!(w.strokes(), vec![Stroke::SelectAll, Stroke::Copy, Stroke::ToEnd]);
        assert!(!w.selected, "a later key could replace a selected text");
        assert_eq!(w.field(), "a draft");
    });
}
