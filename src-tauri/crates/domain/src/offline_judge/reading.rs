//! One post, read: how much it is on topic, what its writer wants, and what speaks against them.
//!
//! **Invariant:** a sentence that talks to software adds nothing to any of the figures.

use super::about::About;
use super::author::Author;
use super::bm25::{self, Terms};
use super::features::{Read, describe};
use super::guard;
use super::lexicon::{CONCEPTS, VOICES};
use super::model::Model;
use super::patterns::Signal;
use super::quote::{Found, quotes, strongest};
use super::row::Row;
use super::tokens::Text;
use super::voice::{Hit, hits};

/// What a post is read against.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    /// The ICP's words.
    pub(super) terms: &'a Terms,
    /// The ICP's meaning.
    pub(super) about: &'a About,
    /// Who wrote it.
    pub(super) author: &'a Author,
    /// What was learned.
    pub(super) model: &'a Model,
}

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
    /// Whether it says anything that a lead could rest on: a word of the ICP, a want, a trouble.
    pub(super) grounded: bool,
    /// Whether it gave instructions to software.
    pub(super) injected: bool,
    /// What it is about, in a word or two.
    pub(super) label: Option<&'static str>,
    /// What the model makes of it; nothing where no word is left to judge.
    pub(super) sum: Option<f64>,
    /// The sentences that speak for it, strongest first; at least one where there is a word.
    pub(super) quotes: Vec<Found>,
    /// The words that speak against it.
    pub(super) objection: Vec<Found>,
}

/// A sentence with at least this raw score is on topic.
const ON_TOPIC: f32 = 1.2;

impl Reader<'_> {
    /// Reads one post.
    pub(super) fn read(self, post: &str) -> PostReading {
        let text = Text::new(post);
        let all = hits(&text);
        let skip = guard::injected(&text, &all);
        let injected = skip.contains(&true);
        let (mut reading, row) = self.look(&text, all, &skip);
        if injected {
            // The words before the instruction and the words around it: the lower of the two counts, so
            // that nothing that comes with an instruction can lift a post.
            for part in guard::honest_parts(&text, &skip) {
                let text = Text::new(&part);
                let (seen, row) = self.look(&text, hits(&text), &[]);
                let sum = (!text.tokens.is_empty()).then(|| self.model.sum(&row));
                reading.sum = [reading.sum, sum].into_iter().flatten().reduce(f64::min);
                reading.grounded &= seen.grounded;
            }
        } else {
            reading.sum = (!text.tokens.is_empty()).then(|| self.model.sum(&row));
        }
        reading.injected = injected;
        reading
    }

    /// What the model sees of a text without instructions.
    pub(super) fn row(self, post: &str) -> Option<Row> {
        let text = Text::new(post);
        let hits = hits(&text);
        (!text.tokens.is_empty()).then(|| self.look(&text, hits, &[]).1)
    }

    fn look(self, text: &Text<'_>, all: Vec<Hit>, skip: &[bool]) -> (PostReading, Row) {
        let skipped = |sentence: usize| skip.get(sentence).copied().unwrap_or(false);
        let hits: Vec<Hit> = all.into_iter().filter(|hit| !skipped(hit.sentence)).collect();
        let scores = self.terms.score(text, skip);
        let first_person = hits.iter().any(|hit| hit.signal == Signal::FirstPerson);
        let (intent, want) = intent(&hits, &scores.sentences, first_person);
        let trigger = hits.iter().map(|hit| hit.signal).find(|signal| signal.is_trigger());
        let against = against(text, &hits, &scores.sentences, first_person);
        let doubt = doubt(text, &hits);
        let grounded = scores.total >= 0.1 || wants(text) || touches(self.about, text);
        let mut row = Row::default();
        let read = Read {
            text,
            hits: &hits,
            topic: &scores,
            intent: f64::from(intent),
            against: against.is_some(),
            doubt: doubt.is_some(),
        };
        describe(self.about, self.author, &read, &mut row);
        let mut found = quotes(text, &hits, &scores, None);
        if found.is_empty() {
            found.extend(strongest(text, &scores, skip));
        }
        let objection = if against.is_some() { quotes(text, &hits, &scores, against) } else { Vec::new() };
        let label = bm25::label(text);
        let (topic, quotes) = (scores.total, found);
        let reading = PostReading {
            topic,
            intent,
            want,
            trigger,
            against,
            doubt,
            grounded,
            injected: false,
            label,
            sum: None,
            quotes,
            objection,
        };
        (reading, row)
    }
}

/// Whether somebody asks, seeks, complains or wants to leave something.
fn wants(text: &Text<'_>) -> bool {
    VOICES.mentions(text).iter().any(|m| matches!(VOICES.names[m.class], "ask" | "seek" | "switch" | "pain"))
}

/// Whether it names a task or trouble of the ICP.
fn touches(about: &About, text: &Text<'_>) -> bool {
    CONCEPTS.mentions(text).iter().any(|m| about.speaks_of(m.class))
}

/// How much the writer wants a change, and the strongest want.
fn intent(hits: &[Hit], topic: &[f32], first_person: bool) -> (f32, Option<Signal>) {
    let near = |sentence: usize| {
        let from = sentence.saturating_sub(1);
        let to = (sentence + 2).min(topic.len());
        topic.get(from..to).unwrap_or(&[]).iter().copied().fold(0.0, f32::max) >= ON_TOPIC
    };
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
    (1.0 - open, want.map(|(signal, _)| signal))
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
