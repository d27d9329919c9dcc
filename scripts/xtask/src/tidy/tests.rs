//! Each rule, met and broken.

use super::rules::{MAX_LINES, decision_numbers, of_one};
use super::{Source, released};

fn source(path: &str, text: impl Into<String>) -> Source {
    Source { path: path.into(), text: text.into() }
}

fn sentences(path: &str, text: impl Into<String>) -> Vec<String> {
    of_one(&source(path, text)).iter().map(ToString::to_string).collect()
}

#[test]
fn a_file_may_have_as_many_lines_as_the_limit_and_not_one_more() {
    let lines = |count: usize| "//! x\n".repeat(count);
    assert_eq!(sentences("a.rs", lines(MAX_LINES)), [""; 0]);
    assert_eq!(
        sentences("a.rs", lines(MAX_LINES + 1)),
        ["a.rs: has 401 lines, 400 are allowed; split it by subject"]
    );
    assert_eq!(sentences("ui/src/a.tsx", lines(MAX_LINES + 1)).len(), 1);
}

#[test]
fn generated_files_may_be_long() {
    assert_eq!(sentences("ui/src/api/generated/schema.ts", "x;\n".repeat(900)), [""; 0]);
}

#[test]
fn every_module_opens_with_what_it_is_for() {
    assert_eq!(sentences("a.rs", "#![cfg(unix)]\n\n//! What this is.\n"), [""; 0]);
    assert_eq!(sentences("a.rs", "use std::fmt;\n//! late\n").len(), 1);
    assert_eq!(
        sentences("a/mod.rs", "//! x\n"),
        ["a/mod.rs: is a mod.rs; name it after its folder, beside it"]
    );
}

#[test]
fn names_that_say_nothing_are_refused_where_they_are_given() {
    assert_eq!(sentences("a.rs", "//! x\npub struct LeadManager {}\n").len(), 1);
    assert_eq!(sentences("a.ts", "export interface LeadInfo {}\n").len(), 1);
    // Using a library's name, or talking about one, is no crime.
    assert_eq!(
        sentences("a.rs", "//! x\nlet layer: TowerService = new();\n// struct LeadManager\n"),
        [""; 0]
    );
}

#[test]
fn unfinished_work_is_found_unless_it_has_an_issue() {
    assert_eq!(sentences("a.md", "Telephone: Coming Soon\n").len(), 1);
    assert_eq!(sentences("a.rs", "//! x\n// TODO tidy this\n").len(), 1);
    assert_eq!(sentences("a.rs", "//! x\n// TODO(#12): tidy this\n"), [""; 0]);
}

#[test]
fn a_decision_number_is_given_once() {
    let decision = |name: &str| source(&format!("docs/decisions/{name}"), "");
    assert!(decision_numbers(&[decision("0001-a.md"), decision("0002-b.md")]).is_empty());
    let twice = decision_numbers(&[decision("0001-a.md"), decision("0001-b.md")]);
    assert_eq!(
        twice.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["docs/decisions/0001-b.md: has the number of docs/decisions/0001-a.md; take the next free one"]
    );
    assert_eq!(decision_numbers(&[decision("notes.md")]).len(), 1);
}

#[test]
fn a_released_migration_must_stay_as_it_is() {
    let root = tempfile::tempdir().unwrap();
    let list = root.path().join("scripts/xtask/released-migrations.txt");
    std::fs::create_dir_all(list.parent().unwrap()).unwrap();
    let line = format!("{}  m.rs\n", "0".repeat(64));
    std::fs::write(&list, format!("# a comment\n\n{line}gone\n")).unwrap();
    std::fs::write(root.path().join("m.rs"), "changed\n").unwrap();
    let found = released::unchanged(root.path()).unwrap();
    assert_eq!(found.len(), 2, "a changed file and a broken line");
    std::fs::remove_file(root.path().join("m.rs")).unwrap();
    assert!(released::unchanged(root.path()).unwrap()[0].sentence.contains("must not be removed"));
}

#[test]
fn an_unchanged_migration_is_fine() {
    let root = tempfile::tempdir().unwrap();
    let list = root.path().join("scripts/xtask/released-migrations.txt");
    std::fs::create_dir_all(list.parent().unwrap()).unwrap();
    // sha256 of no bytes at all.
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    std::fs::write(&list, format!("{empty}  m.rs\n")).unwrap();
    std::fs::write(root.path().join("m.rs"), "").unwrap();
    assert!(released::unchanged(root.path()).unwrap().is_empty());
}
