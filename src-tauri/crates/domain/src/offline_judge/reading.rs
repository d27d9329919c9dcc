//! One post, read: how much it is on topic, what its writer wants, and what speaks against them.
//!
//! **Invariant:** a sentence that talks to software adds nothing to any of the figures.

use super::bm25::{self, Terms};
use super::patterns::Signal;
use super::quote::{Found, quotes};
use super::tokens::Text;
use super::voice::{Hit, hits};

/// What one post says.
#[derive(Debug, Default)]
pub(super) struct PostReading {
    /// How much it is about the ICP's problem, 0 to 1.
    pub(super) topic: f32,
    /// How much its writer wants a change, 0 to 1.
    pub(super) intent: f32,
    /// The strongest want, if any.
    pub(super) want: Option<Signal>,
    /// A buying trigger, if any.
    pub(super) trigger: Option<Signal>,
    /// What speaks against it, if anything does.
    pub(super) against: Option<Signal>,
    /// Something makes it half-serious or half past: it is capped at maybe.
    pub(super) doubt: Option<Signal>,
    /// Whether it gave instructions to software.
    pub(super) injected: bool,
    /// What it is about, in a word or two.
    pub(super) label: Option<&'static str>,
    /// The sentences that show it.
    pub(super) quotes: Vec<Found>,
}

impl PostReading {
    /// Whether it can carry a positive verdict.
    pub(super) fn speaks_for(&self) -> bool {
        self.against.is_none() && self.topic >= 0.3 && (self.intent >= 0.2 || self.topic >= 0.55)
    }

    /// Orders posts of one lead.
    pub(super) fn strength(&self) -> f32 {
        if self.against.is_some() { -1.0 } else { self.topic * 0.55 + self.intent * 0.45 }
    }
}

/// A sentence with at least this raw score is on topic.
const ON_TOPIC: f32 = 1.2;

/// Reads one post.
pub(super) fn read(terms: &Terms, post: &str) -> PostReading {
    let text = Text::new(post);
    let all = hits(&text);
    let mut skip = vec![false; text.sentences.len()];
    for hit in all.iter().filter(|hit| hit.signal == Signal::Injection) {
        skip[hit.sentence] = true;
    }
    let injected = skip.contains(&true);
    let hits: Vec<Hit> = all.into_iter().filter(|hit| !skip[hit.sentence]).collect();
    let scores = terms.score(&text, &skip);
    let near = |sentence: usize| {
        let from = sentence.saturating_sub(1);
        let to = (sentence + 2).min(scores.sentences.len());
        scores.sentences[from..to].iter().copied().fold(0.0, f32::max) >= ON_TOPIC
    };
    let first_person = hits.iter().any(|hit| hit.signal == Signal::FirstPerson);
    let mut open = 1.0;
    let mut want: Option<(Signal, f32)> = None;
    for hit in hits.iter().filter(|hit| hit.signal.is_intent()) {
        let place = if near(hit.sentence) { 1.0 } else { 0.35 };
        let own = if first_person || hit.signal == Signal::Ask { 1.0 } else { 0.45 };
        let weight = hit.weight * place * own;
        open *= 1.0 - weight;
        if hit.signal.is_want() && want.is_none_or(|(_, best)| weight > best) {
            want = Some((hit.signal, weight));
        }
    }
    let trigger = hits.iter().map(|hit| hit.signal).find(|signal| signal.is_trigger());
    let against = against(&text, &hits, &scores.sentences, first_person);
    let doubt = doubt(&text, &hits);
    let want = want.map(|(signal, _)| signal);
    let label = bm25::label(&text);
    let quotes = quotes(&text, &hits, &scores, against);
    let intent = 1.0 - open;
    PostReading { topic: scores.total, intent, want, trigger, against, doubt, injected, label, quotes }
}

/// What speaks against a post, the clearest first.
fn against(text: &Text<'_>, hits: &[Hit], topic: &[f32], first_person: bool) -> Option<Signal> {
    let sum = |signal: Signal| hits.iter().filter(|h| h.signal == signal).map(|h| h.weight).sum::<f32>();
    let wants: f32 = hits.iter().filter(|h| h.signal.is_want()).map(|h| h.weight).sum();
    let asks = hits.iter().any(|h| h.signal == Signal::Ask);
    let decorated = if text.hashtags >= 4 { 0.5 } else { 0.0 } + if text.links > 0 { 0.25 } else { 0.0 };
    let promo = sum(Signal::Promo);
    if promo >= 1.0 || (promo > 0.0 && promo + decorated >= 1.0) {
        return Some(Signal::Promo);
    }
    let job = sum(Signal::JobAd);
    if job >= 1.0 && !(asks && job < 1.5) {
        return Some(Signal::JobAd);
    }
    if sum(Signal::Student) >= 1.0 {
        return Some(Signal::Student);
    }
    if is_solved(text, hits, topic) {
        return Some(Signal::Solved);
    }
    let news = sum(Signal::News);
    if (news >= 1.2 || (news > 0.0 && !first_person)) && !asks {
        return Some(Signal::News);
    }
    let lecture = sum(Signal::Lecture);
    if (lecture >= 1.0 || (lecture > 0.0 && !first_person)) && !asks && wants < 1.5 {
        return Some(Signal::Lecture);
    }
    None
}

/// Solved where the last word on the matter is that it is: "we had a mess, then we solved it".
fn is_solved(text: &Text<'_>, hits: &[Hit], topic: &[f32]) -> bool {
    let solved: f32 = hits.iter().filter(|h| h.signal == Signal::Solved).map(|h| h.weight).sum();
    if solved == 0.0 {
        return false;
    }
    let last_solved = hits.iter().rposition(|h| h.signal == Signal::Solved);
    // Two words of pain inside "no longer a problem" are no new pain: a want must follow in a later clause.
    let later = last_solved.is_some_and(|at| {
        let clause = text.tokens[hits[at].token].clause;
        hits[at..]
            .iter()
            .any(|h| h.signal.is_want() && text.tokens[h.token].clause > clause && h.weight >= 0.6)
    });
    let on_topic = hits.iter().filter(|h| h.signal == Signal::Solved).any(|h| {
        let from = h.sentence.saturating_sub(1);
        topic[from..(h.sentence + 2).min(topic.len())].iter().any(|score| *score >= ON_TOPIC * 0.5)
    });
    on_topic && !later
}

fn doubt(text: &Text<'_>, hits: &[Hit]) -> Option<Signal> {
    let has = |signal: Signal| hits.iter().any(|h| h.signal == signal);
    if text.laughs || has(Signal::Joke) {
        return Some(Signal::Joke);
    }
    if has(Signal::Past) && !has(Signal::Ask) && !has(Signal::Evaluate) {
        return Some(Signal::Past);
    }
    has(Signal::Solved).then_some(Signal::Solved)
}
