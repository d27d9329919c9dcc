//! Strangers' texts as blocks of data that cannot be closed from inside.
//!
//! Each block stands between two lines with a mark. The mark is made from the texts themselves, so it needs
//! no randomness, and it is chosen so that it stands in none of them. Whoever writes a post cannot know the
//! mark without the rest of the prompt, and a post that guessed it would change it.
//!
//! **Invariant:** the mark of a prompt stands in no text inside it.

use sdr_domain::instructions::instructs;
use sha2::{Digest as _, Sha256};

use super::visible::{sentences, visible};

/// Characters of one post; a longer one is cut at a sentence.
pub(crate) const POST: usize = 4_000;
/// Characters of all posts together.
pub(crate) const POSTS: usize = 8_000;
/// Posts of one person.
const MOST_POSTS: usize = 10;
/// Characters of a biography.
const BIO: usize = 1_000;
/// Characters of any other field.
const FIELD: usize = 200;

/// Stands where a sentence to software stood.
const LEFT_OUT: &str = "[words addressed to software were left out]";

/// Blocks of data under one mark.
pub(crate) struct Data {
    blocks: Vec<(String, String)>,
}

impl Data {
    /// Profile fields, then posts, numbered from 1.
    pub(crate) fn of(fields: &[(&'static str, &str)], posts: &[String]) -> Self {
        let mut blocks: Vec<(String, String)> = fields
            .iter()
            .map(|(name, text)| {
                let most = if *name == "bio" { BIO } else { FIELD };
                block(name, text, most)
            })
            .collect();
        let mut room = POSTS;
        for (at, post) in posts.iter().enumerate().take(MOST_POSTS) {
            if room < 40 {
                break;
            }
            let block = block(&format!("post {}", at + 1), post, room.min(POST));
            room = room.saturating_sub(block.1.chars().count());
            blocks.push(block);
        }
        Self { blocks }
    }

    /// Adds one more text.
    pub(crate) fn and(mut self, name: &str, text: &str) -> Self {
        if !text.trim().is_empty() {
            self.blocks.push(block(name, text, BIO));
        }
        self
    }

    /// The blocks with their marks.
    pub(crate) fn render(&self) -> String {
        let mark = self.mark();
        let mut out = format!("The mark of this message is {mark}.\n");
        for (name, text) in &self.blocks {
            out.extend(["\n<<<", &mark, " ", name, ">>>\n", text, "\n<<<", &mark, " end>>>\n"]);
        }
        out
    }

    fn mark(&self) -> String {
        let mut hash = Sha256::new();
        for (name, text) in &self.blocks {
            for part in [name, text] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part.as_bytes());
            }
        }
        let mut digest = hash.finalize();
        loop {
            let mark = hex(&digest[..8]);
            let inside = |text: &str| text.to_ascii_lowercase().contains(&mark);
            if !self.blocks.iter().any(|(_, text)| inside(text)) {
                return mark;
            }
            digest = Sha256::digest(digest);
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16);
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(digit).collect()
}

fn block(name: &str, text: &str, most: usize) -> (String, String) {
    let text = defused(&visible(text));
    let all = text.chars().count();
    let cut = cut(&text, most);
    let kept = cut.chars().count();
    // The note stands in our line, where no post can write.
    let name =
        if kept < all { format!("{name}, the first {kept} of {all} characters") } else { name.to_owned() };
    (name, cut.to_owned())
}

/// Without sentences that speak to software, and without brackets that look like ours.
fn defused(text: &str) -> String {
    let text = text.replace("<<<", "‹‹‹").replace(">>>", "›››");
    let mut out = String::with_capacity(text.len());
    let mut left_out = false;
    for (from, to) in sentences(&text) {
        let sentence = &text[from..to];
        if instructs(sentence) {
            if !left_out {
                out.push_str(if out.is_empty() { "" } else { " " });
                out.push_str(LEFT_OUT);
            }
            left_out = true;
        } else {
            out.push_str(sentence);
            left_out = false;
        }
    }
    out.trim().to_owned()
}

/// At most so many characters, up to the end of a sentence, else of a word.
fn cut(text: &str, most: usize) -> &str {
    let Some((end, _)) = text.char_indices().nth(most) else { return text };
    let head = &text[..end];
    let sentence = sentences(head);
    // The last one may be cut in its middle; less than half is not given up for it.
    let whole = sentence.len().checked_sub(2).and_then(|last| sentence.get(last)).map(|(_, to)| *to);
    if let Some(to) = whole.filter(|to| *to >= end / 2) {
        return head[..to].trim_end();
    }
    head.rfind(char::is_whitespace).filter(|to| *to >= end / 2).map_or(head, |to| head[..to].trim_end())
}
