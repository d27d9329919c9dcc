//! How much a text speaks about the ICP's topic: BM25 over stems, with a background of common words in
//! place of a corpus.
//!
//! Knows company and ICP as bags of words; must not know intent or voice.

use std::collections::{HashMap, HashSet};

use super::tokens::Text;
use super::topics::{COMMON_WORDS, STOP_WORDS, TOPICS};
use crate::project::{Company, Icp};

/// Term saturation and length normalisation, the usual values.
const K1: f32 = 1.2;
const B: f32 = 0.5;
/// Words of an average post.
const AVERAGE_LEN: f32 = 30.0;
/// A raw score that counts as half on topic.
const HALF: f32 = 5.0;
/// Longest phrase in a post that still counts as one ("reports by hand" is two words apart).
const PAIR_GAP: usize = 3;

/// The ICP's words with what each is worth.
#[derive(Debug)]
pub(crate) struct Terms {
    weights: HashMap<String, f32>,
    pairs: HashSet<(String, String)>,
}

/// How much each sentence of a text is on topic.
#[derive(Debug, Clone, Default)]
pub(crate) struct TopicScore {
    /// Whole text, 0 to 1.
    pub(crate) total: f32,
    /// Each sentence, raw.
    pub(crate) sentences: Vec<f32>,
    /// First on-topic word and the heaviest one's token, if any.
    pub(crate) best: Option<usize>,
}

impl Terms {
    /// Learns the words of a company and its ICP.
    pub(crate) fn new(company: &Company, icp: &Icp) -> Self {
        let mut terms = Self { weights: HashMap::new(), pairs: HashSet::new() };
        for query in &icp.queries {
            terms.add(query, 1.2);
        }
        terms.add(&company.problem, 1.0);
        terms.add(&company.description, 0.6);
        for keyword in &icp.keywords {
            terms.add_words(keyword, 0.45);
        }
        terms.widen();
        // A seller's own name says nothing about a buyer's problem.
        for stem in Text::new(&company.name).stems() {
            terms.weights.remove(stem);
        }
        terms
    }

    fn add(&mut self, source: &str, weight: f32) {
        self.add_words(source, weight);
        let text = Text::new(source);
        let content: Vec<&str> = text.stems().filter(|stem| background(stem) < 0.2).collect();
        for pair in content.windows(2) {
            self.pairs.insert((pair[0].to_owned(), pair[1].to_owned()));
        }
    }

    fn add_words(&mut self, source: &str, weight: f32) {
        for stem in Text::new(source).stems() {
            let rarity = idf(background(stem));
            if rarity > 0.0 {
                let entry = self.weights.entry(stem.to_owned()).or_insert(0.0);
                *entry = entry.max(weight * rarity);
            }
        }
    }

    /// Adds the other words of each topic the ICP speaks of, at a part of their worth: one rare word in
    /// common with a topic's head, or two of its words, make it the ICP's topic.
    fn widen(&mut self) {
        let own: HashSet<String> = self.weights.keys().cloned().collect();
        for topic in TOPICS {
            let stems = stemmed(topic.words);
            let head = stems.iter().take(2).any(|stem| own.contains(stem));
            let shared = stems.iter().filter(|stem| own.contains(*stem)).count();
            if !head && shared < 2 {
                continue;
            }
            for stem in stems {
                let worth = 0.6 * idf(background(&stem).max(0.004));
                let entry = self.weights.entry(stem).or_insert(0.0);
                *entry = entry.max(worth);
            }
        }
    }

    /// Scores a text; sentences marked in `skip` count as nothing.
    pub(crate) fn score(&self, text: &Text<'_>, skip: &[bool]) -> TopicScore {
        let mut sentences = vec![0.0; text.sentences.len()];
        let mut counts: HashMap<&str, f32> = HashMap::new();
        let mut best: Option<(usize, f32)> = None;
        let length = f32::from(u16::try_from(text.tokens.len()).unwrap_or(u16::MAX));
        let norm = K1 * (1.0 - B + B * length / AVERAGE_LEN);
        let mut total = 0.0;
        let mut previous: Option<(usize, &str)> = None;
        for (index, token) in text.tokens.iter().enumerate() {
            if skip.get(token.sentence).copied().unwrap_or(false) {
                continue;
            }
            let stem = text.stem(index);
            let Some(weight) = self.weights.get(stem).copied() else { continue };
            let count = counts.entry(stem).or_insert(0.0);
            // The gain of this occurrence, so that repeating one word saturates.
            let gain = |n: f32| n * (K1 + 1.0) / (n + norm);
            let mut worth = weight * (gain(*count + 1.0) - gain(*count));
            *count += 1.0;
            if let Some((at, before)) = previous
                && index - at <= PAIR_GAP
                && text.tokens[at].sentence == token.sentence
                && self.is_pair(before, stem)
            {
                worth += 1.5;
            }
            previous = Some((index, stem));
            sentences[token.sentence] += worth;
            total += worth;
            if best.is_none_or(|(_, top)| worth > top) {
                best = Some((index, worth));
            }
        }
        TopicScore { total: total / (total + HALF), sentences, best: best.map(|(index, _)| index) }
    }

    fn is_pair(&self, a: &str, b: &str) -> bool {
        // Two small allocations, only between two on-topic words.
        self.pairs.contains(&(a.to_owned(), b.to_owned()))
    }
}

/// The label of the topic most words of a text belong to.
pub(crate) fn label(text: &Text<'_>) -> Option<&'static str> {
    static LABELS: std::sync::LazyLock<HashMap<String, Vec<usize>>> = std::sync::LazyLock::new(|| {
        let mut map: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, topic) in TOPICS.iter().enumerate() {
            for stem in stemmed(topic.words) {
                map.entry(stem).or_default().push(index);
            }
        }
        map
    });
    let mut votes = [0_u16; TOPICS.len()];
    for stem in text.stems() {
        for index in LABELS.get(stem).into_iter().flatten() {
            votes[*index] += 1;
        }
    }
    let (index, count) =
        votes.iter().enumerate().max_by_key(|(index, count)| (**count, usize::MAX - index))?;
    (*count > 0).then(|| TOPICS[index].label)
}

/// What a stem is worth by its rarity: 0 for the most common words, about 3 for a rare one.
pub(crate) fn worth(stem: &str) -> f32 {
    idf(background(stem))
}

fn stemmed(words: &str) -> Vec<String> {
    Text::new(words).stems().map(str::to_owned).collect()
}

/// Share of all posts that hold a word, roughly: without a corpus, three classes do.
fn background(stem: &str) -> f32 {
    static STOP: std::sync::LazyLock<HashSet<String>> =
        std::sync::LazyLock::new(|| stemmed(STOP_WORDS).into_iter().collect());
    static COMMON: std::sync::LazyLock<HashSet<String>> =
        std::sync::LazyLock::new(|| stemmed(COMMON_WORDS).into_iter().collect());
    if STOP.contains(stem) || stem.len() < 2 {
        1.0
    } else if COMMON.contains(stem) {
        0.1
    } else {
        0.004
    }
}

/// Inverse document frequency of the BM25 kind, scaled so that a rare word is worth about 3.
fn idf(share: f32) -> f32 {
    if share >= 0.5 { 0.0 } else { (((1.0 - share) / share).ln() * 0.55).max(0.0) }
}
