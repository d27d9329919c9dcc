//! Every item of the checklist asks its own question.

use std::time::Duration;

use sdr_relayer::Patience;
use sdr_relayer::driver::version::Version;
use sdr_relayer::driver::{AppKind, Input, Obstacle, Survey, TelegramApp};
use sdr_relayer::preflight::{Problem, Then, checklist, first_problem};

fn good() -> (Survey, Input) {
    let app = TelegramApp { pid: 7, kind: AppKind::Desktop, title: Some("Telegram".into()) };
    let survey = Survey { apps: vec![app], installed: true, ..Survey::default() };
    (survey, Input::default())
}

fn problem(change: impl FnOnce(&mut Survey, &mut Input)) -> Option<Problem> {
    let (mut survey, mut input) = good();
    change(&mut survey, &mut input);
    first_problem(checklist(&survey, input, &Patience::default()))
}

#[test]
fn a_desktop_as_it_should_be_has_no_problem() {
    assert_eq!(problem(|_, _| {}), None);
    assert_eq!(problem(|s, _| s.apps.clear()), None, "an installed Telegram is started by the link");
}

#[test]
fn each_item_says_what_was_found_and_what_to_do() {
    let ask = |change: fn(&mut Survey, &mut Input), word: &str| {
        let problem = problem(change).unwrap();
        assert_eq!(problem.then, Then::Ask, "{word}");
        assert!(problem.sentence.contains(word), "{}", problem.sentence);
        assert!(problem.fix.ends_with('.'), "{}", problem.fix);
    };
    ask(
        |s, _| {
            s.apps.clear();
            s.installed = false;
        },
        "not found",
    );
    ask(|s, _| s.apps.push(s.apps[0].clone()), "More than one");
    ask(|s, _| s.apps[0].kind = AppKind::Native, "never shows");
    ask(|s, _| s.version = Some(Version(4, 16, 5)), "too old");
    ask(|s, _| s.obstacles.push(Obstacle { sentence: "No XTEST.".into(), fix: "Start it.".into() }), "XTEST");
}

#[test]
fn what_passes_by_itself_only_waits() {
    assert_eq!(problem(|s, _| s.locked = true).unwrap().then, Then::Wait(60));
    assert_eq!(problem(|_, i| i.modifier_held = true).unwrap().then, Then::Wait(5));
    assert_eq!(problem(|_, i| i.quiet_for = Some(Duration::from_secs(2))).unwrap().then, Then::Wait(4));
    assert_eq!(problem(|_, i| i.quiet_for = Some(Duration::from_secs(5))), None, "five seconds are enough");
}

#[test]
fn the_first_version_that_takes_a_text_is_new_enough() {
    assert_eq!(problem(|s, _| s.version = Some(Version(4, 16, 6))), None);
    assert_eq!(problem(|s, _| s.version = Some(Version(6, 1, 2))), None);
}

#[test]
fn versions_are_read_from_telegrams_log_and_from_packages() {
    let log = "x\nLaunched version: 4006005, install beta: [FALSE]\ny\nLaunched version: 6001002, beta\n";
    assert_eq!(Version::from_log(log), Some(Version(6, 1, 2)));
    assert_eq!(Version::from_log("nothing here"), None);
    assert_eq!(Version::parse("4.6.5+ds-2+deb12u1"), Some(Version(4, 6, 5)));
    assert_eq!(Version::parse("v5.7"), Some(Version(5, 7, 0)));
    assert_eq!(Version::parse("unknown"), None);
}
