//! The checklist before a part is begun: each item with what was found and what to do.
//!
//! Items that pass by themselves (a held key, a locked screen, the human at the keyboard) make the
//! message wait; the others ask the human.
//!
//! **Invariant:** looking at the list changes nothing.

use crate::config::Patience;
use crate::driver::version::FIRST_WITH_TEXT;
use crate::driver::{AppKind, Input, Survey};

/// What to do with a message whose item failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Wait this many seconds and look again.
    Wait(u32),
    /// A human must change something.
    Ask,
}

/// One item of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Stable word.
    pub name: &'static str,
    /// `None` when it is as it must be.
    pub problem: Option<Problem>,
}

/// What is wrong with an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What was found.
    pub sentence: String,
    /// What to do.
    pub fix: String,
    /// What becomes of the message meanwhile.
    pub then: Then,
}

fn ask(sentence: impl Into<String>, fix: impl Into<String>) -> Problem {
    Problem { sentence: sentence.into(), fix: fix.into(), then: Then::Ask }
}

fn wait(seconds: u32, sentence: impl Into<String>, fix: impl Into<String>) -> Problem {
    Problem { sentence: sentence.into(), fix: fix.into(), then: Then::Wait(seconds) }
}

/// Goes through the list, most fundamental item first.
pub fn checklist(survey: &Survey, input: Input, patience: &Patience) -> Vec<Item> {
    let mut items = vec![
        Item { name: "installed", problem: installed(survey) },
        Item { name: "one_app", problem: one_app(survey) },
        Item { name: "shows_chat_name", problem: shows_chat_name(survey) },
        Item { name: "version", problem: version(survey) },
    ];
    items.extend(survey.obstacles.iter().map(|obstacle| Item {
        name: "desktop",
        problem: Some(ask(obstacle.sentence.clone(), obstacle.fix.clone())),
    }));
    items.extend([
        Item { name: "unlocked", problem: unlocked(survey) },
        Item { name: "no_modifier", problem: no_modifier(input) },
        Item { name: "hands_off", problem: hands_off(input, patience) },
    ]);
    items
}

/// The first thing that is wrong.
pub fn first_problem(items: Vec<Item>) -> Option<Problem> {
    items.into_iter().find_map(|item| item.problem)
}

/// The first thing that a human must change; a busy keyboard does not count.
pub fn first_question(items: Vec<Item>) -> Option<Problem> {
    items.into_iter().filter_map(|item| item.problem).find(|problem| problem.then == Then::Ask)
}

fn installed(survey: &Survey) -> Option<Problem> {
    (!survey.installed && survey.apps.is_empty()).then(|| {
        ask(
            "Telegram Desktop was not found on this computer.",
            "Install Telegram Desktop from https://desktop.telegram.org, log in, and check again.",
        )
    })
}

fn one_app(survey: &Survey) -> Option<Problem> {
    (survey.apps.len() > 1).then(|| {
        ask(
            "More than one Telegram is running, so it is not certain which account would send.",
            "Quit all but one.",
        )
    })
}

fn shows_chat_name(survey: &Survey) -> Option<Problem> {
    let app = survey.apps.first()?;
    (app.kind == AppKind::Native).then(|| {
        ask(
            "Telegram for macOS never shows whose chat is open, so the app does not press the key there.",
            "Install Telegram Desktop from https://desktop.telegram.org, or stay with assisted sending.",
        )
    })
}

fn version(survey: &Survey) -> Option<Problem> {
    let version = survey.version.filter(|v| *v < FIRST_WITH_TEXT)?;
    Some(ask(
        format!("Telegram Desktop {version} is too old: it cannot take a message from a link."),
        format!("Update Telegram Desktop to {FIRST_WITH_TEXT} or newer."),
    ))
}

fn unlocked(survey: &Survey) -> Option<Problem> {
    survey.locked.then(|| wait(60, "The screen is locked.", "The message goes out after you unlock it."))
}

fn no_modifier(input: Input) -> Option<Problem> {
    input.modifier_held.then(|| {
        wait(
            5,
            "A modifier key (Shift, Ctrl, Alt or Cmd) is held down.",
            "Release it; the message goes out then.",
        )
    })
}

fn hands_off(input: Input, patience: &Patience) -> Option<Problem> {
    let quiet_for = input.quiet_for?;
    let missing = patience.quiet.checked_sub(quiet_for).filter(|left| !left.is_zero())?;
    let seconds = u32::try_from(missing.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
    Some(wait(
        seconds,
        "You are using the computer.",
        format!(
            "The message goes out when keyboard and mouse were quiet for {} s.",
            patience.quiet.as_secs()
        ),
    ))
}
