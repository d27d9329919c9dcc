//! How much a text is about an ICP, seen in several ways: words, letters, fields of meaning, queries.
//!
//! Knows company and ICP; must not know intent or voice.

use std::collections::{HashMap, HashSet};

use super::bm25::worth;
use super::lexicon::{CONCEPTS, Mention};
use super::tokens::Text;
use crate::project::{Company, Icp};

/// An ICP, prepared for comparison.
#[derive(Debug)]
pub(crate) struct About {
    /// Worth of each concept the ICP speaks of; zero for all others.
    concepts: Vec<f64>,
    /// Concepts its keywords name: who should buy.
    buyers: Vec<bool>,
    stems: HashMap<String, f64>,
    length: f64,
    grams: HashMap<u32, f64>,
    grams_length: f64,
    queries: Vec<Vec<(String, f64)>>,
    keyword_stems: HashSet<String>,
    problem: HashSet<String>,
}

/// How much a text is about it; each 0 to about 1.
#[derive(Debug, Clone, Default)]
pub(crate) struct Nearness {
    /// Cosine over stems.
    pub(crate) cosine: f64,
    /// Cosine over groups of four letters.
    pub(crate) letters: f64,
    /// Share of the best query's words that stand in it.
    pub(crate) query: f64,
    /// Worth of the ICP's concepts in it, saturating.
    pub(crate) concepts: f64,
    /// Number of different tasks and troubles of the ICP in it, up to four.
    pub(crate) tasks: f64,
    /// Whether it names the ICP's trade.
    pub(crate) trade: f64,
    /// Share of its concepts that are not the ICP's.
    pub(crate) elsewhere: f64,
    /// Number of different words of the problem in it, saturating.
    pub(crate) problem: f64,
}

impl About {
    /// Learns an ICP.
    pub(crate) fn new(company: &Company, icp: &Icp) -> Self {
        let mut about = Self {
            concepts: vec![0.0; CONCEPTS.names.len()],
            buyers: vec![false; CONCEPTS.names.len()],
            stems: HashMap::new(),
            length: 0.0,
            grams: HashMap::new(),
            grams_length: 0.0,
            queries: Vec::new(),
            keyword_stems: HashSet::new(),
            problem: HashSet::new(),
        };
        about.add(&company.description, 0.6, false);
        about.add(&company.problem, 1.0, false);
        for query in &icp.queries {
            about.add(query, 1.0, false);
            let words: Vec<(String, f64)> = content(&Text::new(query));
            if !words.is_empty() {
                about.queries.push(words);
            }
        }
        for keyword in &icp.keywords {
            about.add(keyword, 0.8, true);
            about.keyword_stems.extend(content(&Text::new(keyword)).into_iter().map(|(stem, _)| stem));
        }
        about.problem = content(&Text::new(&company.problem)).into_iter().map(|(stem, _)| stem).collect();
        // A seller's own name says nothing about a buyer's problem.
        for stem in Text::new(&company.name).stems() {
            about.stems.remove(stem);
            about.problem.remove(stem);
        }
        about.length = length(about.stems.values());
        about.grams_length = length(about.grams.values());
        about
    }

    fn add(&mut self, source: &str, share: f64, buyers: bool) {
        let text = Text::new(source);
        for Mention { class, .. } in CONCEPTS.mentions(&text) {
            let kind = match CONCEPTS.kinds[class] {
                'v' => 0.8,
                'g' => 0.15,
                _ => 1.0,
            };
            let entry = &mut self.concepts[class];
            *entry = entry.max(kind * share);
            self.buyers[class] |= buyers && CONCEPTS.kinds[class] == 'v';
        }
        for (stem, worth) in content(&text) {
            let entry = self.stems.entry(stem).or_insert(0.0);
            *entry = entry.max(worth * share);
        }
        for (gram, count) in grams(&text) {
            *self.grams.entry(gram).or_insert(0.0) += count * share;
        }
    }

    /// Whether a concept is one of the ICP's own, and no general one.
    pub(crate) fn speaks_of(&self, class: usize) -> bool {
        self.concepts.get(class).is_some_and(|worth| *worth > 0.3)
    }

    /// Whether the ICP speaks of a concept at all.
    pub(crate) fn holds_concept(&self, class: usize) -> bool {
        self.concepts.get(class).is_some_and(|worth| *worth > 0.0)
    }

    /// Whether a concept is one of the ICP's buyers.
    pub(crate) fn is_buyer(&self, class: usize) -> bool {
        self.buyers.get(class).copied().unwrap_or(false)
    }

    /// Whether a stem is one of the ICP's rare words.
    pub(crate) fn holds(&self, stem: &str) -> bool {
        self.stems.get(stem).is_some_and(|worth| *worth > 1.2)
    }

    /// Share of a person's words about themselves that name the ICP's buyers, and how many there are.
    pub(crate) fn keyword_hits(&self, text: &Text<'_>) -> f64 {
        let distinct: HashSet<&str> =
            text.stems().filter(|stem| self.keyword_stems.contains(*stem)).collect();
        to_f64(distinct.len())
    }

    /// Compares a text.
    pub(crate) fn nearness(&self, text: &Text<'_>, mentions: &[Mention]) -> Nearness {
        let words = content(text);
        let set: HashMap<&str, f64> = words.iter().map(|(stem, worth)| (stem.as_str(), *worth)).collect();
        // In the order of the text: sums of floats must not depend on a map's order.
        let mut seen: HashSet<&str> = HashSet::new();
        let (mut dot, mut own, mut problem) = (0.0, 0.0, 0.0);
        for (stem, worth) in &words {
            if !seen.insert(stem) {
                continue;
            }
            own += worth * worth;
            dot += worth * self.stems.get(stem).copied().unwrap_or(0.0);
            problem += f64::from(u8::from(self.problem.contains(stem)));
        }
        let query = self.queries.iter().map(|query| covered(query, &set)).fold(0.0, f64::max);
        let grams = grams(text);
        let grams_dot: f64 =
            grams.iter().map(|(gram, n)| n * self.grams.get(gram).copied().unwrap_or(0.0)).sum();
        let grams_own = grams.iter().map(|(_, n)| n * n).sum::<f64>().sqrt();
        let (concepts, tasks, trade, elsewhere) = self.meaning(mentions);
        Nearness {
            cosine: ratio(dot, own.sqrt() * self.length),
            letters: ratio(grams_dot, grams_own * self.grams_length),
            query,
            concepts: concepts / (concepts + 2.0),
            tasks: tasks.min(4.0) / 4.0,
            trade,
            elsewhere,
            problem: problem / (problem + 2.0),
        }
    }

    fn meaning(&self, mentions: &[Mention]) -> (f64, f64, f64, f64) {
        let mut classes: Vec<usize> = mentions.iter().map(|m| m.class).collect();
        classes.sort_unstable();
        classes.dedup();
        let (mut sum, mut tasks, mut trade, mut foreign, mut all) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for class in classes {
            let (worth, kind) = (self.concepts[class], CONCEPTS.kinds[class]);
            sum += worth;
            if kind == 'g' {
                continue;
            }
            all += 1.0;
            if worth <= 0.0 {
                foreign += 1.0;
            } else if kind == 'v' {
                trade = 1.0;
            } else {
                tasks += 1.0;
            }
        }
        (sum, tasks, trade, ratio(foreign, all))
    }
}

/// Stems that say something, with what each is worth.
fn content(text: &Text<'_>) -> Vec<(String, f64)> {
    text.stems()
        .map(|stem| (stem.to_owned(), f64::from(worth(stem))))
        .filter(|(_, worth)| *worth > 0.0)
        .collect()
}

fn covered(query: &[(String, f64)], set: &HashMap<&str, f64>) -> f64 {
    let all: f64 = query.iter().map(|(_, worth)| worth).sum();
    let got: f64 = query.iter().filter(|(stem, _)| set.contains_key(stem.as_str())).map(|(_, w)| w).sum();
    ratio(got, all)
}

/// Groups of four letters within words that say something, counted, in a fixed order.
fn grams(text: &Text<'_>) -> Vec<(u32, f64)> {
    let mut all: Vec<u32> = Vec::new();
    for index in 0..text.tokens.len() {
        if worth(text.stem(index)) < 0.8 {
            continue;
        }
        let word = text.word(index).as_bytes();
        for window in word.windows(4).take(40) {
            all.push(u32::from_le_bytes([window[0], window[1], window[2], window[3]]));
        }
    }
    all.sort_unstable();
    all.chunk_by(|a, b| a == b).map(|run| (run[0], to_f64(run.len()).sqrt())).collect()
}

fn length<'a>(values: impl Iterator<Item = &'a f64>) -> f64 {
    let mut squares: Vec<f64> = values.map(|v| v * v).collect();
    squares.sort_by(f64::total_cmp);
    squares.iter().sum::<f64>().sqrt()
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

fn to_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
