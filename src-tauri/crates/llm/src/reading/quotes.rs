//! Quotes: found in the text they come from, whatever the model changed in passing.
//!
//! A model reads a text without its invisible characters and likes to straighten quotation marks, dashes and
//! spaces. So both sides are folded in the same way, and what is found is cut out of the original: the quote
//! that goes on is verbatim.

use std::ops::Range;

use sdr_domain::instructions::instructs;

use crate::prompts::{sentences, visible};

/// A text folded for comparing, with the place each folded byte came from.
struct Folded {
    text: String,
    from: Vec<(usize, usize)>,
}

fn fold(text: &str) -> Folded {
    let mut out = Folded { text: String::with_capacity(text.len()), from: Vec::with_capacity(text.len()) };
    for (at, c) in text.char_indices() {
        let mut buffer = [0; 4];
        let shown = visible(c.encode_utf8(&mut buffer));
        let place = (at, at + c.len_utf8());
        for c in shown.chars() {
            if c.is_whitespace() {
                if !out.text.is_empty() && !out.text.ends_with(' ') {
                    out.push(' ', place);
                }
                continue;
            }
            match c {
                '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' | '`' => out.push('\'', place),
                '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{00ab}' | '\u{00bb}' => out.push('"', place),
                '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-', place),
                '\u{2026}' => (0..3).for_each(|_| out.push('.', place)),
                '\u{2039}' => out.push('<', place),
                '\u{203a}' => out.push('>', place),
                c => c.to_lowercase().for_each(|c| out.push(c, place)),
            }
        }
    }
    out
}

impl Folded {
    fn push(&mut self, c: char, place: (usize, usize)) {
        self.text.push(c);
        self.from.extend(std::iter::repeat_n(place, c.len_utf8()));
    }
}

/// Where a quote stands in a text, as bytes of that text.
pub(super) fn find(text: &str, quote: &str) -> Option<Range<usize>> {
    let needle = fold(quote);
    let needle = needle.text.trim_matches(|c: char| c == ' ' || c == '"').trim_matches('\'');
    let needle = needle.strip_suffix("...").unwrap_or(needle);
    let needle = needle.strip_prefix("...").unwrap_or(needle).trim();
    if needle.chars().count() < 2 {
        return None;
    }
    let folded = fold(text);
    let at = folded.text.find(needle)?;
    let (start, _) = *folded.from.get(at)?;
    let (_, end) = *folded.from.get(at + needle.len() - 1)?;
    Some(start..end)
}

/// Whether the sentences a quote stands in talk to software: such words prove nothing.
pub(super) fn talks_to_software(text: &str, quote: &Range<usize>) -> bool {
    let touched = sentences(text).into_iter().filter(|(from, to)| *from < quote.end && *to > quote.start);
    let (from, to) = touched.fold((quote.start, quote.end), |(a, b), (from, to)| (a.min(from), b.max(to)));
    instructs(&visible(&text[from..to]))
}
