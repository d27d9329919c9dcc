//! The voice of a text: which phrases of the pattern tables stand in it, and which of them are negated.
//!
//! Knows the tables; must not know the ICP: the same voice speaks about any topic.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::patterns::{NEGATORS, NOT_NEGATED, PATTERNS, Signal};
use super::tokens::Text;

/// A phrase that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hit {
    /// What it shows.
    pub(crate) signal: Signal,
    /// How much it says, 0 to 1.
    pub(crate) weight: f32,
    /// Its first word.
    pub(crate) token: usize,
    /// The sentence it stands in.
    pub(crate) sentence: usize,
}

struct Automaton {
    matcher: Option<AhoCorasick>,
    meanings: Vec<(Signal, f32)>,
}

/// Built once for the process: the tables never change.
static AUTOMATON: LazyLock<Automaton> = LazyLock::new(|| {
    let mut needles: Vec<String> = Vec::new();
    let mut meanings = Vec::new();
    for (signal, weight, phrases) in PATTERNS {
        for phrase in phrases.split("; ") {
            let folded = Text::new(phrase).norm;
            let folded = folded.trim_end_matches(['\n', ' ']);
            let mut spellings = vec![format!("{folded} ")];
            if folded.contains("n't") || folded.contains("i'm") || folded.contains("'ve") {
                spellings.push(format!("{} ", folded.replace('\'', "")));
            }
            for spelling in spellings {
                needles.push(spelling);
                meanings.push((*signal, *weight));
            }
        }
    }
    // Standard matching reports overlapping phrases; a table that cannot be built would find nothing.
    let matcher = AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(&needles)
        .ok();
    Automaton { matcher, meanings }
});

/// Every phrase of a text, in the order of the text. A negated want becomes [`Signal::Solved`].
pub(crate) fn hits(text: &Text<'_>) -> Vec<Hit> {
    let Some(matcher) = &AUTOMATON.matcher else { return Vec::new() };
    let mut found: Vec<Hit> = matcher
        .find_overlapping_iter(&text.norm)
        .filter_map(|m| {
            let (signal, weight) = *AUTOMATON.meanings.get(m.pattern().as_usize())?;
            let token = text.token_at(m.start());
            let sentence = text.tokens.get(token)?.sentence;
            Some(Hit { signal, weight, token, sentence })
        })
        .collect();
    for hit in &mut found {
        if hit.signal.is_want() && is_negated(text, hit.token) {
            // "We are not struggling with this" says less than "we solved it".
            (hit.signal, hit.weight) = (Signal::Solved, 0.6);
        }
    }
    found.sort_by_key(|hit| (hit.token, hit.signal));
    found
}

fn is_negated(text: &Text<'_>, token: usize) -> bool {
    let Some(clause) = text.tokens.get(token).map(|t| t.clause) else { return false };
    (token.saturating_sub(3)..token)
        .filter(|before| text.tokens[*before].clause == clause)
        .any(|before| NEGATORS.contains(&text.word(before)) && !NOT_NEGATED.contains(&text.word(before + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signals(text: &str) -> Vec<Signal> {
        let mut signals: Vec<_> = hits(&Text::new(text)).into_iter().map(|hit| hit.signal).collect();
        signals.dedup();
        signals
    }

    #[test]
    fn neighbouring_phrases_are_both_found() {
        assert_eq!(signals("We struggle with reports"), [Signal::FirstPerson, Signal::Pain]);
        assert!(signals("Does anyone know a tool? I am drowning in this").contains(&Signal::Pain));
    }

    #[test]
    fn a_missing_apostrophe_or_accent_changes_nothing() {
        assert!(signals("we dont need that").contains(&Signal::Solved));
        assert!(signals("Wir kämpfen mit dem Lager").contains(&Signal::Pain));
    }

    #[test]
    fn a_negated_want_is_no_want() {
        let found = signals("We are not struggling with reports");
        assert!(found.contains(&Signal::Solved) && !found.contains(&Signal::Pain), "{found:?}");
        assert!(signals("Not sure which tool fits").contains(&Signal::Ask));
    }

    #[test]
    fn a_phrase_never_spans_two_sentences() {
        assert!(!signals("That is a waste. Of time we have enough").contains(&Signal::Pain));
    }
}
