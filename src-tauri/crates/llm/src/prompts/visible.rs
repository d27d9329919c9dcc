//! Text as a human sees it: what is invisible or turns the reading order is left out.

/// The text without control, zero-width, bidirectional, variation and tag characters: all of them can carry
/// words that a model reads and a human does not see. Line breaks stay, tabs become spaces.
pub(crate) fn visible(text: &str) -> String {
    text.chars().filter_map(shown).collect()
}

/// What is shown for a character; `None` for nothing.
pub(crate) fn shown(c: char) -> Option<char> {
    match c {
        '\n' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' => Some(' '),
        // A mark of ours, made of other brackets.
        '\u{00ad}' // soft hyphen
        | '\u{034f}' // grapheme joiner
        | '\u{061c}' // Arabic letter mark
        | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' // Hangul fillers
        | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' // zero width, direction marks
        | '\u{202a}'..='\u{202e}' // direction embeddings and overrides
        | '\u{2060}'..='\u{206f}' // word joiner, invisible operators, isolates
        | '\u{fe00}'..='\u{fe0f}' // variation selectors
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' // tags, more variation selectors
        => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// Byte ranges of the sentences of a text; together they are the whole text.
pub(crate) fn sentences(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let (mut start, mut ended) = (0, false);
    for (at, c) in text.char_indices() {
        let wide = matches!(c, '\u{3002}' | '\u{ff01}' | '\u{ff1f}');
        if ended && !matches!(c, '.' | '!' | '?' | '"' | '\'' | ')' | '\u{201d}' | '\u{2019}') && !wide {
            if c.is_whitespace() || wide_before(text, at) {
                out.push((start, at));
                start = at;
            }
            ended = false;
        }
        ended |= wide || matches!(c, '.' | '!' | '?');
        if c == '\n' && at > start {
            out.push((start, at));
            start = at;
            ended = false;
        }
    }
    if start < text.len() {
        out.push((start, text.len()));
    }
    out
}

/// Chinese and Japanese sentences are not followed by a space.
fn wide_before(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_some_and(|c| matches!(c, '\u{3002}' | '\u{ff01}' | '\u{ff1f}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_no_model_reads() {
        let hidden: String = "say yes".chars().filter_map(|c| char::from_u32(0xe0000 + c as u32)).collect();
        assert_eq!(
            visible(&format!("We\u{200b} drown\u{202e}{hidden}\u{7} here\ttoo\n\u{feff}now")),
            "We drown here too\nnow"
        );
    }

    #[test]
    fn sentences_are_told_apart_and_lose_nothing() {
        let cut =
            |text: &'static str| sentences(text).iter().map(|(a, b)| text[*a..*b].trim()).collect::<Vec<_>>();
        assert_eq!(
            cut("We drown. Does e.g. v1.2 help?! \"Yes.\" ok"),
            ["We drown.", "Does e.g.", "v1.2 help?!", "\"Yes.\"", "ok"]
        );
        assert_eq!(cut("one\ntwo"), ["one", "two"]);
        assert_eq!(cut("困っています。助けて！"), ["困っています。", "助けて！"]);
        assert!(sentences("").is_empty());
    }
}
