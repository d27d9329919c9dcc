//! Instructions to software inside a text: found, and cut out.
//!
//! **Invariant:** what an instruction says is never read as the words of a person.

use super::patterns::Signal;
use super::tokens::Text;
use super::voice::{Hit, hits};

/// Which sentences hold an instruction.
pub(super) fn injected(text: &Text<'_>, hits: &[Hit]) -> Vec<bool> {
    let mut skip = vec![false; text.sentences.len()];
    for hit in hits.iter().filter(|hit| hit.signal == Signal::Injection) {
        if let Some(skip) = skip.get_mut(hit.sentence) {
            *skip = true;
        }
    }
    skip
}

/// The text without the sentences that hold instructions.
pub(super) fn honest(raw: &str) -> String {
    let text = Text::new(raw);
    let skip = injected(&text, &hits(&text));
    if skip.contains(&true) { around(&text, &skip) } else { raw.to_owned() }
}

/// The words before the first instruction, where there are any, and the words around all of them.
pub(super) fn honest_parts(text: &Text<'_>, skip: &[bool]) -> Vec<String> {
    let mut parts = vec![around(text, skip)];
    let first = skip.iter().position(|skip| *skip).and_then(|index| first_instruction(text, index));
    if let Some(before) = first.and_then(|at| text.raw.get(..at))
        && before.contains(char::is_alphanumeric)
    {
        let wrapping: &[char] = &['(', '[', '{', '"', '“', ' ', '\n', '\r', '\t'];
        parts.push(before.trim_end_matches("<!-- ").trim_end_matches(wrapping).to_owned());
    }
    parts
}

/// Where the instruction in a sentence begins.
fn first_instruction(text: &Text<'_>, sentence: usize) -> Option<usize> {
    let hit = hits(text).into_iter().find(|h| h.signal == Signal::Injection && h.sentence == sentence)?;
    text.tokens.get(hit.token).map(|token| token.start)
}

fn around(text: &Text<'_>, skip: &[bool]) -> String {
    let mut kept = String::with_capacity(text.raw.len());
    let mut from = 0;
    for (index, sentence) in text.sentences.iter().enumerate() {
        if !skip.get(index).copied().unwrap_or(false) {
            continue;
        }
        let start = first_instruction(text, index).unwrap_or(sentence.start);
        kept.push_str(text.raw.get(from..start).unwrap_or(""));
        kept.push('\n');
        from = sentence.end;
    }
    kept.push_str(text.raw.get(from..).unwrap_or(""));
    kept
}
