//! The rules over single files and over the list of decisions.

use std::collections::BTreeMap;

use super::Source;
use crate::complaint::Complaint;

/// More than this and a file has two subjects.
pub(super) const MAX_LINES: usize = 400;

/// Name endings that say nothing about the room.
const EMPTY_NAMES: &[&str] =
    &["Manager", "Service", "Helper", "Helpers", "Util", "Utils", "Common", "Info", "Processor"];

/// Words before a name that we give.
const NAMING_WORDS: &[&str] = &["struct", "enum", "trait", "class", "interface", "type"];

/// Signs of something that was left for later.
const UNFINISHED: &[&str] = &["coming soon", "not implemented yet", "lorem ipsum", "fixme"];

/// Everything that can be said about one file by itself.
pub(super) fn of_one(source: &Source) -> Vec<Complaint> {
    let mut found = Vec::new();
    if is_code(source) {
        found.extend(length(source));
    }
    if source.extension() == "rs" {
        found.extend(header(source));
    }
    // The rules' own examples would find themselves.
    if !source.path.starts_with("scripts/xtask/src/tidy/") {
        found.extend(unfinished(source));
        if is_code(source) {
            found.extend(names(source));
        }
    }
    found
}

fn is_code(source: &Source) -> bool {
    ["rs", "ts", "tsx"].contains(&source.extension()) && !source.path.contains("/generated/")
}

fn length(source: &Source) -> Option<Complaint> {
    let lines = source.text.lines().count();
    let sentence = format!("has {lines} lines, {MAX_LINES} are allowed; split it by subject");
    (lines > MAX_LINES).then(|| Complaint::file(&source.path, sentence))
}

fn header(source: &Source) -> Option<Complaint> {
    if source.path.ends_with("/mod.rs") {
        let sentence = "is a mod.rs; name it after its folder, beside it";
        return Some(Complaint::file(&source.path, sentence));
    }
    let first = source.text.lines().find(|line| !line.trim().is_empty() && !line.starts_with("#!["))?;
    let sentence = "does not open with //!; say what lives here and what it must not know";
    (!first.starts_with("//!")).then(|| Complaint::line(&source.path, 1, sentence))
}

fn names(source: &Source) -> Vec<Complaint> {
    let mut found = Vec::new();
    for (number, line) in (1..).zip(source.text.lines()) {
        if line.trim_start().starts_with("//") {
            continue;
        }
        let words: Vec<&str> =
            line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect();
        for pair in words.windows(2) {
            let [keyword, name] = pair else { continue };
            let empty = EMPTY_NAMES.iter().find(|ending| name.ends_with(**ending));
            if let (true, Some(ending)) = (NAMING_WORDS.contains(keyword), empty) {
                let sentence = format!("`{name}`: `{ending}` says nothing; name what it is or does");
                found.push(Complaint::line(&source.path, number, sentence));
            }
        }
    }
    found
}

fn unfinished(source: &Source) -> Vec<Complaint> {
    let written = ["rs", "ts", "tsx", "md", "sh", "py"].contains(&source.extension())
        || source.path.starts_with("scripts/");
    if !written {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (number, line) in (1..).zip(source.text.lines()) {
        let low = line.to_lowercase();
        if let Some(word) = UNFINISHED.iter().find(|word| low.contains(**word)) {
            found.push(Complaint::line(
                &source.path,
                number,
                format!("says \"{word}\"; finish it or leave it out"),
            ));
        }
        if line.contains("TODO") && !line.contains("TODO(#") {
            let sentence = "a TODO without an issue; write TODO(#123) or do it";
            found.push(Complaint::line(&source.path, number, sentence));
        }
    }
    found
}

/// Decisions are cited by number, so a number means one of them.
pub(super) fn decision_numbers(sources: &[Source]) -> Vec<Complaint> {
    let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
    let mut found = Vec::new();
    for source in sources {
        let Some(name) = source.path.strip_prefix("docs/decisions/") else { continue };
        let number = name.split('-').next().unwrap_or_default();
        if number.len() != 4 || !number.bytes().all(|b| b.is_ascii_digit()) {
            let sentence = "is not named like 0007-what-was-decided.md";
            found.push(Complaint::file(&source.path, sentence));
        } else if let Some(other) = taken.insert(number, &source.path) {
            found.push(Complaint::file(
                &source.path,
                format!("has the number of {other}; take the next free one"),
            ));
        }
    }
    found
}
