//! Cuts the words that show something out of a post.
//!
//! **Invariant:** a quote is a range of the raw text on character boundaries, never rewritten.

use super::bm25::TopicScore;
use super::patterns::Signal;
use super::tokens::Text;
use super::voice::Hit;

/// Longest quote, in bytes; a longer sentence is cut to the words around what it shows.
const MAX_BYTES: usize = 220;
/// Words kept on each side of what a long sentence shows.
const AROUND: usize = 14;
/// Quotes a post.
const PER_POST: usize = 3;

/// A range of a post and what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// First byte.
    pub(super) start: usize,
    /// First byte after it.
    pub(super) end: usize,
    /// What it shows, for the human.
    pub(super) reason: String,
}

/// The sentences that say most, at most [`PER_POST`], strongest first. A post that has something against
/// it shows just that.
pub(super) fn quotes(
    text: &Text<'_>,
    hits: &[Hit],
    topic: &TopicScore,
    against: Option<Signal>,
) -> Vec<Found> {
    if let Some(signal) = against {
        let hit = hits.iter().filter(|h| h.signal == signal).max_by(|a, b| a.weight.total_cmp(&b.weight));
        return hit.and_then(|hit| cut(text, hit.token, signal.reason().to_owned())).into_iter().collect();
    }
    let mut ranked: Vec<(f32, usize, String)> = Vec::new();
    for sentence in 0..text.sentences.len() {
        let score = topic.sentences.get(sentence).copied().unwrap_or(0.0);
        let best = hits
            .iter()
            .filter(|h| h.sentence == sentence && h.signal.is_intent())
            .max_by(|a, b| a.weight.total_cmp(&b.weight));
        let on_topic = score >= 1.2;
        let worth = score + best.map_or(0.0, |h| h.weight * 4.0);
        let first = text.sentences.get(sentence).map_or(0, |s| s.first);
        match best {
            Some(hit) if on_topic => {
                ranked.push((worth + 2.0, hit.token, format!("{}, on topic", hit.signal.reason())));
            }
            Some(hit) => ranked.push((worth, hit.token, hit.signal.reason().to_owned())),
            None if on_topic => {
                let anchor = topic.best.filter(|t| text.tokens[*t].sentence == sentence).unwrap_or(first);
                ranked.push((worth, anchor, "Speaks about the problem".to_owned()));
            }
            None => {}
        }
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranked.into_iter().take(PER_POST).filter_map(|(_, token, reason)| cut(text, token, reason)).collect()
}

/// The sentence that says most about the topic, or else the longest: what a judgement without a telling
/// phrase rests on.
pub(super) fn strongest(text: &Text<'_>, topic: &TopicScore, skip: &[bool]) -> Option<Found> {
    let mut best: Option<((f32, usize), usize)> = None;
    for (index, sentence) in text.sentences.iter().enumerate() {
        if skip.get(index).copied().unwrap_or(false) {
            continue;
        }
        let worth = (topic.sentences.get(index).copied().unwrap_or(0.0), sentence.last - sentence.first);
        if best.is_none_or(|(top, _)| worth > top) {
            best = Some((worth, sentence.first));
        }
    }
    cut(text, best?.1, "Says it in their own words".to_owned())
}

/// The sentence around a word, or the part of it that fits.
fn cut(text: &Text<'_>, token: usize, reason: String) -> Option<Found> {
    let sentence = text.sentences.get(text.tokens.get(token)?.sentence)?;
    if sentence.end - sentence.start <= MAX_BYTES {
        return Some(Found { start: sentence.start, end: sentence.end, reason });
    }
    let mut first = token.saturating_sub(AROUND).max(sentence.first);
    let mut last = (token + AROUND).min(sentence.last).max(token + 1);
    while last - first > 1 && text.tokens[last - 1].end - text.tokens[first].start > MAX_BYTES {
        if last - token > token - first { last -= 1 } else { first += 1 }
    }
    let start = text.tokens[first].start;
    let end = text.tokens[last - 1].end;
    // A single word of thousands of characters is no quote.
    (end - start <= MAX_BYTES * 2).then_some(Found { start, end, reason })
}
