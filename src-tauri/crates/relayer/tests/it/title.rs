//! The window title tells the chat, whatever counters and accounts stand around it.

use proptest::prelude::*;
use sdr_relayer::title::Title;

fn name(title: &str) -> Option<String> {
    Title::parse(title).name().map(str::to_owned)
}

#[test]
fn the_name_comes_out_of_every_form_of_the_title() {
    for title in [
        "Ada Example",
        "(3) Ada Example",
        "Ada Example (12)",
        "Ada Example – (12)",
        "Ada Example –",
        "(3) Ada Example – (12)",
        "Ada Example @ Work",
        "(3) Ada Example @ Work (12)",
        "\u{2068}Ada Example\u{2069} (12)",
    ] {
        assert_eq!(name(title).as_deref(), Some("Ada Example"), "{title}");
    }
}

#[test]
fn a_title_without_a_chat_has_no_name() {
    for title in ["", "Telegram", "Telegram (7)", "(2) Telegram", " "] {
        assert_eq!(name(title), None, "{title:?}");
    }
}

#[test]
fn brackets_and_dashes_inside_a_name_stay() {
    assert_eq!(name("(Ada) Example").as_deref(), Some("(Ada) Example"));
    assert_eq!(name("Eve (2) Placeholder (5)").as_deref(), Some("Eve (2) Placeholder"));
    assert_eq!(name("A – B").as_deref(), Some("A – B"));
}

#[test]
fn names_written_from_right_to_left_lose_their_isolates() {
    assert_eq!(name("\u{2067}נועה דוגמה\u{2069} – (2)").as_deref(), Some("נועה דוגמה"));
}

proptest! {
    #[test]
    fn a_name_equals_its_pin_whatever_the_counters_say(
        shown in "[\\p{L} ()0-9–@]{1,30}", chat in 1..999_u32, total in 1..999_u32
    ) {
        let pinned = name(&format!("{shown} – (1)"));
        prop_assert_eq!(name(&format!("({chat}) {shown} – ({total})")).is_some(), pinned.is_some());
        if !shown.trim().starts_with('(') {
            prop_assert_eq!(name(&format!("({chat}) {shown} – ({total})")), pinned);
        }
    }
}
