//! Text as the judge reads it: words in normal form with their place in the original.
//!
//! Knows letters, sentences and clauses; must not know what any word means.
//!
//! **Invariant:** every offset into the raw text lies on a character boundary, whatever the script.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Beyond this a text says nothing new; the rest is not read.
const MAX_TOKENS: usize = 6_000;

/// One word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    /// First byte in the raw text.
    pub(crate) start: usize,
    /// First byte after it in the raw text.
    pub(crate) end: usize,
    /// First byte in [`Text::norm`].
    at: usize,
    stem: (usize, usize),
    /// Index of its sentence.
    pub(crate) sentence: usize,
    /// Counts commas and the like; equal for words of one clause.
    pub(crate) clause: usize,
}

/// One sentence: a range of the raw text and of the tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sentence {
    /// First byte.
    pub(crate) start: usize,
    /// First byte after it, closing mark included.
    pub(crate) end: usize,
    /// First token.
    pub(crate) first: usize,
    /// First token after it.
    pub(crate) last: usize,
}

/// A text cut into words.
#[derive(Debug)]
pub(crate) struct Text<'a> {
    /// As it was written.
    pub(crate) raw: &'a str,
    /// Words in normal form, one space around each, a line feed between sentences.
    pub(crate) norm: String,
    stems: String,
    /// The words.
    pub(crate) tokens: Vec<Token>,
    /// The sentences that hold a word.
    pub(crate) sentences: Vec<Sentence>,
    /// Number of `#tags`.
    pub(crate) hashtags: usize,
    /// Number of links.
    pub(crate) links: usize,
    /// Whether somebody laughs in it.
    pub(crate) laughs: bool,
}

impl<'a> Text<'a> {
    /// Reads a text.
    pub(crate) fn new(raw: &'a str) -> Self {
        Reader::new(raw).read()
    }

    /// The stem of a word.
    pub(crate) fn stem(&self, token: usize) -> &str {
        self.tokens.get(token).map_or("", |t| &self.stems[t.stem.0..t.stem.1])
    }

    /// All stems in order.
    pub(crate) fn stems(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().map(|t| &self.stems[t.stem.0..t.stem.1])
    }

    /// A word in normal form.
    pub(crate) fn word(&self, token: usize) -> &str {
        let Some(t) = self.tokens.get(token) else { return "" };
        self.norm[t.at..].split([' ', '\n']).next().unwrap_or("")
    }

    /// The token that starts at or after a byte of [`Text::norm`].
    pub(crate) fn token_at(&self, norm_offset: usize) -> usize {
        self.tokens.partition_point(|t| t.at < norm_offset)
    }
}

struct Reader<'a> {
    text: Text<'a>,
    sentence_first: usize,
    sentence_start: Option<usize>,
    clause: usize,
}

impl<'a> Reader<'a> {
    fn new(raw: &'a str) -> Self {
        let text = Text {
            raw,
            norm: String::with_capacity(raw.len() + 8),
            stems: String::with_capacity(raw.len()),
            tokens: Vec::with_capacity(raw.len() / 6 + 1),
            sentences: Vec::new(),
            hashtags: 0,
            links: 0,
            laughs: false,
        };
        Self { text, sentence_first: 0, sentence_start: None, clause: 0 }
    }

    fn read(mut self) -> Text<'a> {
        let raw = self.text.raw;
        self.text.norm.push(' ');
        let mut at = 0;
        while let Some(c) = raw[at..].chars().next() {
            if self.text.tokens.len() >= MAX_TOKENS {
                break;
            }
            let rest = &raw[at..];
            if let Some(len) = skipped(rest, c, &mut self.text.links) {
                at += len;
            } else if c.is_alphanumeric() {
                let len = word_len(rest);
                self.push(at, at + len);
                at += len;
            } else {
                at += c.len_utf8();
                self.mark(c, at);
            }
        }
        self.end_sentence(at);
        self.text
    }

    /// What a character between words means.
    fn mark(&mut self, c: char, after: usize) {
        let next = self.text.raw[after..].chars().next();
        match c {
            // Not the one in "3.5" or "node.js".
            '.' if next.is_none_or(|n| !n.is_alphanumeric()) => self.end_sentence(after),
            '!' | '?' | '\n' | '…' | '。' | '！' | '？' | '؟' => self.end_sentence(after),
            ',' | ';' | ':' | '(' | ')' | '–' | '—' | '"' | '“' | '”' | '،' | '、' => {
                self.clause += 1;
            }
            '-' if next == Some(' ') => self.clause += 1,
            '#' => self.text.hashtags += usize::from(next.is_some_and(char::is_alphanumeric)),
            '😂' | '🤣' | '😅' | '🙃' | '😜' | '😉' | '🤡' => {
                self.text.laughs = true;
                self.clause += 1;
            }
            _ => {}
        }
    }

    fn push(&mut self, start: usize, end: usize) {
        self.sentence_start.get_or_insert(start);
        let at = self.text.norm.len();
        fold_into(&self.text.raw[start..end], &mut self.text.norm);
        let stem_start = self.text.stems.len();
        stem_into(&self.text.norm[at..], &mut self.text.stems);
        let stem = (stem_start, self.text.stems.len());
        self.text.norm.push(' ');
        let sentence = self.text.sentences.len();
        self.text.tokens.push(Token { start, end, at, stem, sentence, clause: self.clause });
    }

    fn end_sentence(&mut self, end: usize) {
        if let Some(start) = self.sentence_start.take() {
            let last = self.text.tokens.len();
            self.text.sentences.push(Sentence { start, end, first: self.sentence_first, last });
            self.sentence_first = last;
            self.text.norm.push_str("\n ");
        }
        self.clause += 1;
    }
}

/// Length of a link or of somebody's `@name` at the front of `rest`: neither holds words to read.
fn skipped(rest: &str, c: char, links: &mut usize) -> Option<usize> {
    let is_link = matches!(c, 'h' | 'H' | 'w' | 'W')
        && ["http://", "https://", "www."]
            .iter()
            .any(|p| rest.get(..p.len()).is_some_and(|start| start.eq_ignore_ascii_case(p)));
    if is_link {
        *links += 1;
        return Some(rest.find(char::is_whitespace).unwrap_or(rest.len()));
    }
    if c != '@' {
        return None;
    }
    let name = rest[1..].find(|n: char| !(n.is_alphanumeric() || n == '_')).unwrap_or(rest.len() - 1);
    Some(1 + name)
}

fn word_len(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if is_ideograph(c) {
            // Scripts without spaces: one sign is one word.
            return if at == 0 { c.len_utf8() } else { at };
        }
        let inner = matches!(c, '\'' | '’') && chars.peek().is_some_and(|(_, n)| n.is_alphanumeric());
        if !(c.is_alphanumeric() || inner || is_combining_mark(c)) {
            return at;
        }
        end = at + c.len_utf8();
    }
    end
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Lower case, no accents, straight apostrophes.
fn fold_into(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.extend(word.bytes().map(|b| char::from(b.to_ascii_lowercase())));
        return;
    }
    for c in word.chars() {
        match c {
            '’' => out.push('\''),
            'ß' => out.push_str("ss"),
            _ => {
                for lower in c.to_lowercase() {
                    decompose_canonical(lower, |part| {
                        if !is_combining_mark(part) {
                            out.push(part);
                        }
                    });
                }
            }
        }
    }
}

/// A light stemmer, the same for every language: plural and verb endings go, so that "reports",
/// "reporting" and "reported" meet. Wrong stems do no harm as long as both sides get the same one.
fn stem_into(word: &str, out: &mut String) {
    let word = word.strip_suffix("'s").unwrap_or(word);
    if !word.is_ascii() || word.len() < 4 {
        out.push_str(word);
        return;
    }
    let plural = match word {
        w if w.ends_with("ies") && w.len() > 4 => return finish(&w[..w.len() - 3], "y", out),
        w if w.ends_with("sses") => &w[..w.len() - 2],
        w if w.ends_with('s') && !["ss", "us", "is"].iter().any(|e| w.ends_with(e)) => &w[..w.len() - 1],
        w => w,
    };
    let cut = |ending: &str, keep: usize| plural.strip_suffix(ending).filter(|stem| stem.len() >= keep);
    let base = cut("ing", 4)
        .or_else(|| cut("ation", 4).map(|stem| &plural[..stem.len() + 2]))
        .or_else(|| cut("ed", 4))
        .or_else(|| cut("ion", 5))
        .unwrap_or(plural);
    let base = match base.as_bytes() {
        [.., a, b] if base.len() < plural.len() && a == b && !b"aeiouls".contains(b) => {
            &base[..base.len() - 1]
        }
        _ => base,
    };
    finish(base.strip_suffix('e').filter(|stem| stem.len() >= 3).unwrap_or(base), "", out);
}

fn finish(stem: &str, ending: &str, out: &mut String) {
    out.push_str(stem);
    out.push_str(ending);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stem(word: &str) -> String {
        let mut out = String::new();
        stem_into(word, &mut out);
        out
    }

    #[test]
    fn forms_of_one_word_share_a_stem() {
        for forms in [
            &["report", "reports", "reporting", "reported"][..],
            &["automate", "automation", "automating", "automated", "automates"],
            &["inventory", "inventories"],
            &["ship", "shipping", "ships"],
            &["invoice", "invoices", "invoicing"],
        ] {
            let stems: Vec<_> = forms.iter().map(|form| stem(form)).collect();
            assert!(stems.iter().all(|s| *s == stems[0]), "{stems:?}");
        }
    }

    #[test]
    fn sentences_keep_their_place_in_any_script() {
        let raw = "Wir haben’s satt! 😀 שלום עולם. 在库存上 fine, 3.5 kg @ada https://x.example/a.b ok";
        let text = Text::new(raw);
        for token in &text.tokens {
            assert!(raw.is_char_boundary(token.start) && raw.is_char_boundary(token.end));
        }
        assert_eq!(&raw[text.sentences[0].start..text.sentences[0].end], "Wir haben’s satt!");
        assert_eq!(text.links, 1);
        assert!(!text.norm.contains("ada"));
        assert_eq!(text.word(1), "haben's");
    }
}
