//! Message limits of each channel, and how much of them a text uses.
//!
//! **Invariant:** the count is the service's own where it has one (X: github.com/twitter/twitter-text,
//! `config/v3.json`), and never lower than the service's.

use unicode_segmentation::UnicodeSegmentation;

use crate::channel::Channel;
use crate::draft::paragraphs;

/// Words of an e-mail.
pub const EMAIL_WORDS: usize = 120;
/// Characters of a subject line; longer ones are cut on a phone and wrapped in transport.
pub const SUBJECT_CHARACTERS: usize = 100;
/// Words of a LinkedIn message.
pub const LINKEDIN_WORDS: usize = 60;
/// Characters of the note on a LinkedIn invitation.
pub const LINKEDIN_NOTE_CHARACTERS: usize = 200;
/// Weighted characters of a post on X.
pub const X_CHARACTERS: usize = 280;
/// Characters of one Telegram message; longer ones are split by the client.
pub const TELEGRAM_CHARACTERS: usize = 4_096;
/// Paragraphs of one Telegram draft: each is a message of its own.
pub const TELEGRAM_PARAGRAPHS: usize = 8;

/// What a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LengthUnit {
    /// Words between white space.
    Words,
    /// Characters, weighted on X.
    Characters,
}

impl LengthUnit {
    /// The word sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Characters => "characters",
        }
    }
}

/// How much of a limit is used. On Telegram: by the longest paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LengthUse {
    /// What is counted.
    pub unit: LengthUnit,
    /// The most allowed.
    pub max: usize,
    /// What the text has.
    pub used: usize,
}

/// A text beyond its channel's limit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LimitExceeded {
    /// The body.
    #[error("the message has {} {}, at most {} are allowed", .0.used, .0.unit.as_str(), .0.max)]
    Body(LengthUse),
    /// The subject line.
    #[error("the subject has {} characters, at most {} are allowed", .0.used, .0.max)]
    Subject(LengthUse),
    /// The subject holds a line break, which would start a new header.
    #[error("the subject must be one line")]
    SubjectLines,
    /// An e-mail without subject.
    #[error("an e-mail needs a subject")]
    NoSubject,
    /// Too many Telegram messages in a row.
    #[error("the message has {used} paragraphs, at most {max} are allowed")]
    Paragraphs {
        /// The most allowed.
        max: usize,
        /// What the text has.
        used: usize,
    },
}

/// What a text uses of its channel's limit, whether it fits or not.
pub fn length_use(channel: Channel, body: &str) -> LengthUse {
    let (unit, max, used) = match channel {
        Channel::Email => (LengthUnit::Words, EMAIL_WORDS, words(body)),
        Channel::Linkedin => (LengthUnit::Words, LINKEDIN_WORDS, words(body)),
        Channel::X => (LengthUnit::Characters, X_CHARACTERS, x_weight(body)),
        Channel::Telegram => {
            let longest = paragraphs(body).iter().map(|p| utf16(p)).max().unwrap_or(0);
            (LengthUnit::Characters, TELEGRAM_CHARACTERS, longest)
        }
    };
    LengthUse { unit, max, used }
}

/// Checks a message against its channel's limits.
pub fn check_limits(channel: Channel, subject: Option<&str>, body: &str) -> Result<LengthUse, LimitExceeded> {
    let length = length_use(channel, body);
    if length.used > length.max {
        return Err(LimitExceeded::Body(length));
    }
    match channel {
        Channel::Email => {
            let subject = subject.map(str::trim).filter(|s| !s.is_empty()).ok_or(LimitExceeded::NoSubject)?;
            check_subject(subject)?;
        }
        Channel::Telegram => {
            let used = paragraphs(body).len();
            if used > TELEGRAM_PARAGRAPHS {
                return Err(LimitExceeded::Paragraphs { max: TELEGRAM_PARAGRAPHS, used });
            }
        }
        Channel::X | Channel::Linkedin => {}
    }
    Ok(length)
}

/// Checks the note on a LinkedIn invitation.
pub fn check_linkedin_note(note: &str) -> Result<LengthUse, LimitExceeded> {
    let used = utf16(note);
    let length = LengthUse { unit: LengthUnit::Characters, max: LINKEDIN_NOTE_CHARACTERS, used };
    if used > length.max { Err(LimitExceeded::Body(length)) } else { Ok(length) }
}

fn check_subject(subject: &str) -> Result<(), LimitExceeded> {
    if subject.contains(['\r', '\n']) {
        return Err(LimitExceeded::SubjectLines);
    }
    let used = subject.chars().count();
    if used > SUBJECT_CHARACTERS {
        let length = LengthUse { unit: LengthUnit::Characters, max: SUBJECT_CHARACTERS, used };
        return Err(LimitExceeded::Subject(length));
    }
    Ok(())
}

fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// Telegram and LinkedIn count UTF-16 units.
fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Weighted length on X: a link counts 23, an emoji 2, Latin and most other alphabets 1, the rest 2.
pub fn x_weight(text: &str) -> usize {
    text.split_inclusive(char::is_whitespace)
        .map(|word| {
            let bare = word.trim_end_matches(char::is_whitespace);
            let spaces = word.len() - bare.len();
            let spaces = word[word.len() - spaces..].chars().count();
            if is_link(bare) { 23 + spaces } else { bare.graphemes(true).map(weight).sum::<usize>() + spaces }
        })
        .sum()
}

fn is_link(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://") || super::grounding::bare_domain(&lower)
}

fn weight(grapheme: &str) -> usize {
    let joined = grapheme.contains(['\u{fe0f}', '\u{200d}', '\u{20e3}']);
    let mut chars = grapheme.chars();
    if joined || chars.any(|c| matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}')) {
        return 2;
    }
    grapheme
        .chars()
        .map(|c| match u32::from(c) {
            0..=0x10ff | 0x2000..=0x200d | 0x2010..=0x201f | 0x2032..=0x2037 => 1,
            _ => 2,
        })
        .sum()
}
