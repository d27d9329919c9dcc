//! Word lists by what they show, and where they stand in a text.
//!
//! Knows the format of the lists (see their heads); must not know what a class is worth.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::tokens::Text;

/// A list of classes, each with its words.
#[derive(Debug)]
pub(crate) struct Lexicon {
    matcher: Option<AhoCorasick>,
    /// Class of each needle.
    meanings: Vec<usize>,
    /// Name of each class.
    pub(crate) names: Vec<&'static str>,
    /// Kind of each class, `f` where the list gives none.
    pub(crate) kinds: Vec<char>,
}

/// A word of a class in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mention {
    /// Its first word.
    pub(crate) token: usize,
    /// Index into [`Lexicon::names`].
    pub(crate) class: usize,
}

/// What posts and ICPs are about.
pub(crate) static CONCEPTS: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::parse(include_str!("lexicon/concepts.txt")));
/// How people write.
pub(crate) static VOICES: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::parse(include_str!("lexicon/voices.txt")));
/// Who people say they are.
pub(crate) static AUTHORS: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::parse(include_str!("lexicon/authors.txt")));

impl Lexicon {
    fn parse(list: &'static str) -> Self {
        let mut lexicon = Self { matcher: None, meanings: Vec::new(), names: Vec::new(), kinds: Vec::new() };
        let mut needles: Vec<String> = Vec::new();
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            let Some((head, words)) = line.split_once(':') else { continue };
            let mut head = head.split_whitespace();
            lexicon.names.push(head.next().unwrap_or(""));
            lexicon.kinds.push(head.next().and_then(|kind| kind.chars().next()).unwrap_or('f'));
            for word in words.split(',') {
                if let Some(needle) = needle(word.trim()) {
                    needles.push(needle);
                    lexicon.meanings.push(lexicon.names.len() - 1);
                }
            }
        }
        // A list that cannot be built would find nothing.
        lexicon.matcher = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&needles)
            .ok();
        lexicon
    }

    /// Every mention in a text, in its order, each class once a word.
    pub(crate) fn mentions(&self, text: &Text<'_>) -> Vec<Mention> {
        let Some(matcher) = &self.matcher else { return Vec::new() };
        let mut found: Vec<Mention> = matcher
            .find_overlapping_iter(&text.norm)
            .filter_map(|m| {
                let class = *self.meanings.get(m.pattern().as_usize())?;
                let token = text.token_at(m.start());
                (token < text.tokens.len()).then_some(Mention { token, class })
            })
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// A word as it stands in [`Text::norm`]: a space before it, and one after it unless it is a beginning.
fn needle(word: &str) -> Option<String> {
    let (word, open) = word.strip_suffix('*').map_or((word, false), |word| (word, true));
    let text = Text::new(&word.replace('_', " ")).norm.replace("\n ", "");
    let text = text.trim_end();
    if text.trim().is_empty() {
        return None;
    }
    Some(if open { text.to_owned() } else { format!("{text} ") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(lexicon: &Lexicon, text: &str) -> Vec<&'static str> {
        let mut names: Vec<_> =
            lexicon.mentions(&Text::new(text)).iter().map(|m| lexicon.names[m.class]).collect();
        names.dedup();
        names
    }

    #[test]
    fn a_word_is_found_in_any_of_its_languages_and_a_beginning_stands_for_the_rest() {
        for text in ["our dentists", "die Zahnärzte", "la odontóloga", "стоматология"] {
            assert!(classes(&CONCEPTS, text).contains(&"dental"), "{text}");
        }
        assert!(!classes(&CONCEPTS, "an accident").contains(&"dental"));
    }

    #[test]
    fn every_list_is_read_whole() {
        for lexicon in [&*CONCEPTS, &*VOICES, &*AUTHORS] {
            assert!(lexicon.matcher.is_some());
            assert!((0..lexicon.names.len()).all(|class| lexicon.meanings.contains(&class)));
        }
        assert!(CONCEPTS.kinds.iter().all(|kind| "vfg".contains(*kind)));
    }
}
