//! Learning the model from labelled sets, and measuring what was learned on products it has not seen.
//!
//! Used by `examples/train_judge.rs` and by tests; the app itself only applies what was learned.
//!
//! **Invariant:** same sets in the same order, same model: no randomness, sums in a fixed order.

mod baseline;
mod fit;
mod signs;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::OfflineJudge;
use super::model::{Figure, Model, piece_share};
use super::row::Row;
use crate::judgement::Verdict;
use crate::post_file::{Counts, FileError, IcpFile, Measure, PostLine};

pub use baseline::{keyword_baseline, tfidf_baseline};
use fit::{Column, Sample, solve};

/// One ICP with its labelled posts.
#[derive(Debug, Clone)]
pub struct LabelledSet {
    /// What it is called.
    pub name: String,
    /// The ICP.
    pub icp: IcpFile,
    /// The posts with what a person said of them.
    pub posts: Vec<(PostLine, Verdict)>,
}

impl LabelledSet {
    /// Reads an ICP file and its JSON lines; every line needs a label.
    pub fn parse(name: &str, icp: &str, posts: &str) -> Result<Self, FileError> {
        let icp = IcpFile::parse(icp)?;
        let posts = posts
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| {
                let post = PostLine::parse(line)?;
                let label = post.label()?.ok_or_else(|| FileError::Label("null".to_owned()))?;
                Ok((post, label))
            })
            .collect::<Result<_, FileError>>()?;
        Ok(Self { name: name.to_owned(), icp, posts })
    }

    fn judge(&self, model: Arc<Model>) -> OfflineJudge {
        OfflineJudge::with_model(&self.icp.company, &self.icp.icp, model)
    }
}

/// How hard to learn.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Pull of figures towards nothing.
    pub figures_pull: f64,
    /// Pull of pieces towards nothing.
    pub pieces_pull: f64,
    /// A piece counts when this many products' posts hold it.
    pub min_sets: usize,
    /// And this many posts.
    pub min_posts: usize,
    /// What a post labelled maybe is worth between 0 and 1.
    pub maybe: f64,
    /// What a post read against another product's ICP weighs, beside 1 for one of its own.
    pub crossed: f64,
    /// Steps of the solver.
    pub steps: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            figures_pull: 40.0,
            pieces_pull: 4.0,
            min_sets: 3,
            min_posts: 4,
            maybe: 0.4,
            crossed: 0.015,
            steps: 200,
        }
    }
}

/// Rows of all sets, made once.
#[derive(Debug)]
pub struct Rows {
    labelled: Vec<(usize, Row, Verdict)>,
    /// Posts of one set read against the ICP of another: nobody's need, whatever the voice.
    crossed: Vec<(usize, usize, Row)>,
    names: Vec<String>,
}

impl Rows {
    /// Reads every post of every set as the judge does.
    pub fn new(sets: &[LabelledSet], settings: &Settings) -> Self {
        let (mut labelled, mut crossed, mut names) = (Vec::new(), Vec::new(), Vec::new());
        for (index, set) in sets.iter().enumerate() {
            let judge = set.judge(Arc::new(Model::default()));
            names = judge.figure_names();
            let buyers: Vec<&PostLine> = set
                .posts
                .iter()
                .filter(|(_, label)| *label == Verdict::Relevant)
                .map(|(post, _)| post)
                .collect();
            for (other, set) in sets.iter().enumerate() {
                for (at, (post, label)) in set.posts.iter().enumerate() {
                    let row =
                        |author: &PostLine| judge.row(&author.profile, author.handle.as_deref(), &post.text);
                    if other == index {
                        labelled.push((index, row(post), *label));
                    } else if *label == Verdict::Relevant && settings.crossed > 0.0 {
                        crossed.push((index, other, row(post)));
                        // A buyer of this product who writes about something else.
                        crossed.extend(buyers.get(at % buyers.len().max(1)).map(|b| (index, other, row(b))));
                    }
                }
            }
        }
        Self { labelled, crossed, names }
    }

    /// Learns from all sets but one, without thresholds.
    fn learn(&self, without: Option<usize>, settings: &Settings) -> Model {
        let used: Vec<&(usize, Row, Verdict)> =
            self.labelled.iter().filter(|(set, ..)| Some(*set) != without).collect();
        let vocabulary = vocabulary(&used, settings);
        let mut samples: Vec<Sample> = used
            .iter()
            .map(|(_, row, label)| Sample {
                figures: row.figures.clone(),
                pieces: known(&vocabulary, row),
                target: match label {
                    Verdict::Relevant => 1.0,
                    Verdict::Maybe => settings.maybe,
                    Verdict::Irrelevant => 0.0,
                },
                weight: 1.0,
            })
            .collect();
        let seen = |set: usize| Some(set) != without;
        samples.extend(self.crossed.iter().filter(|(a, b, _)| seen(*a) && seen(*b)).map(|(_, _, row)| {
            Sample {
                figures: row.figures.clone(),
                pieces: known(&vocabulary, row),
                target: 0.0,
                weight: settings.crossed,
            }
        }));
        let columns = Column::of(&samples, &self.names);
        let solution = solve(&samples, &columns, vocabulary.len(), settings);
        let figures =
            self.names.iter().zip(&columns).zip(&solution.figures).map(|((name, column), weight)| {
                let weight = rounded(weight / column.spread);
                Figure { name: name.clone(), mean: rounded(column.mean), weight }
            });
        let pieces: BTreeMap<String, f64> = vocabulary
            .iter()
            .zip(&solution.pieces)
            .map(|((piece, _), weight)| (piece.clone(), rounded(*weight)))
            .filter(|(_, weight)| *weight != 0.0)
            .collect();
        let model = Model {
            bias: rounded(solution.bias),
            figures: figures.collect(),
            pieces,
            slope: 1.0,
            ..Model::default()
        };
        model.ready()
    }

    /// The sum of every post under a model that has not seen its product.
    fn unseen_sums(&self, settings: &Settings) -> Vec<f64> {
        let sets = self.labelled.last().map_or(0, |(set, ..)| set + 1);
        let mut sums = vec![0.0; self.labelled.len()];
        for set in 0..sets {
            let model = self.learn(Some(set), settings);
            for (at, (_, row, _)) in self.labelled.iter().enumerate().filter(|(_, (s, ..))| *s == set) {
                sums[at] = model.sum(row);
            }
        }
        sums
    }

    /// Area under the curve of precision over recall on unseen products: how well it ranks, whatever the
    /// threshold. Posts labelled maybe are left out.
    pub fn average_precision(&self, sets: usize, settings: &Settings) -> f64 {
        let sums = self.unseen_sums(settings);
        let mut ranked: Vec<(f64, bool)> = self
            .labelled
            .iter()
            .zip(sums)
            .filter(|((set, _, label), _)| *set < sets && *label != Verdict::Maybe)
            .map(|((_, _, label), sum)| (sum, *label == Verdict::Relevant))
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (mut found, mut area) = (0.0, 0.0);
        for (place, _) in ranked.iter().enumerate().filter(|(_, (_, lead))| *lead) {
            found += 1.0;
            area += found / f64::from(u32::try_from(place + 1).unwrap_or(u32::MAX));
        }
        if found > 0.0 { area / found } else { 0.0 }
    }

    /// Share of posts that want another product and are taken for relevant, on unseen products.
    pub fn strayed(&self, like: &Model, settings: &Settings) -> f64 {
        let sets = self.labelled.last().map_or(0, |(set, ..)| set + 1);
        let (mut strayed, mut all) = (0.0, 0.0);
        for set in 0..sets {
            let model = self.learn(Some(set), settings);
            for (_, _, row) in self.crossed.iter().filter(|(icp, ..)| *icp == set) {
                all += 1.0;
                strayed += f64::from(u8::from(model.sum(row) >= like.relevant));
            }
        }
        if all > 0.0 { strayed / all } else { 0.0 }
    }

    /// Learns from everything; thresholds and probabilities come from sums on unseen products.
    pub fn train(&self, settings: &Settings) -> Model {
        let sums = self.unseen_sums(settings);
        let (relevant, maybe) = self.thresholds(&sums);
        let (slope, shift) = self.calibrate(&sums);
        Model { relevant, maybe, slope, shift, ..self.learn(None, settings) }.ready()
    }

    /// A model that has not seen one of the sets, with the thresholds of another.
    pub fn without(&self, set: usize, like: &Model, settings: &Settings) -> Model {
        let Model { relevant, maybe, slope, shift, .. } = *like;
        Model { relevant, maybe, slope, shift, ..self.learn(Some(set), settings) }.ready()
    }

    /// Where F1 is best, smoothed over the neighbourhood so that no single post decides.
    fn thresholds(&self, sums: &[f64]) -> (f64, f64) {
        let best = |positive: &dyn Fn(Verdict) -> Option<bool>| {
            let f1 = |at: f64| {
                let mut counts = Counts::default();
                for ((_, _, label), sum) in self.labelled.iter().zip(sums) {
                    if let Some(should) = positive(*label) {
                        counts.add(should, *sum >= at);
                    }
                }
                counts.f1()
            };
            let steps = (-60..=60).map(|step| f64::from(step) * 0.05);
            let smooth = |at: f64| [-0.2, -0.1, 0.0, 0.1, 0.2].iter().map(|d| f1(at + d)).sum::<f64>();
            steps.map(|at| (smooth(at), at)).fold((0.0, 0.0), |a, b| if b.0 > a.0 { b } else { a }).1
        };
        let relevant = best(&|label| (label != Verdict::Maybe).then_some(label == Verdict::Relevant));
        let maybe = best(&|label| Some(label != Verdict::Irrelevant));
        (rounded(relevant), rounded(maybe.min(relevant - 0.3)))
    }

    /// Slope and shift of the logistic curve through the labels.
    fn calibrate(&self, sums: &[f64]) -> (f64, f64) {
        let (mut slope, mut shift) = (1.0_f64, 0.0_f64);
        for _ in 0..2_000 {
            let (mut by_slope, mut by_shift, mut count) = (0.0, 0.0, 0.0);
            for ((_, _, label), sum) in self.labelled.iter().zip(sums) {
                let target = match label {
                    Verdict::Relevant => 1.0,
                    Verdict::Maybe => 0.5,
                    Verdict::Irrelevant => 0.0,
                };
                let miss = 1.0 / (1.0 + (-(slope * sum + shift)).exp()) - target;
                by_slope += miss * sum;
                by_shift += miss;
                count += 1.0;
            }
            slope -= 0.5 * by_slope / count;
            shift -= 0.5 * by_shift / count;
        }
        (rounded(slope), rounded(shift))
    }
}

/// What a model says of a set, compared with its labels.
pub fn measure(set: &LabelledSet, model: &Arc<Model>) -> Measure {
    let judge = set.judge(Arc::clone(model));
    let mut measure = Measure::default();
    for (post, label) in &set.posts {
        let verdict = judge.judge_author(&post.profile, post.handle.as_deref(), &[&post.text]).verdict;
        measure.add(Some(*label), verdict);
    }
    measure
}

/// Pieces that several products share: a product's own words cannot be learned.
fn vocabulary(used: &[&(usize, Row, Verdict)], settings: &Settings) -> BTreeMap<String, usize> {
    let mut found: BTreeMap<&str, (usize, BTreeSet<usize>)> = BTreeMap::new();
    for (set, row, _) in used {
        let pieces: BTreeSet<&str> = row.pieces.iter().map(String::as_str).collect();
        for piece in pieces {
            let entry = found.entry(piece).or_default();
            entry.0 += 1;
            entry.1.insert(*set);
        }
    }
    found
        .into_iter()
        .filter(|(_, (posts, sets))| *posts >= settings.min_posts && sets.len() >= settings.min_sets)
        .enumerate()
        .map(|(index, (piece, _))| (piece.to_owned(), index))
        .collect()
}

fn known(vocabulary: &BTreeMap<String, usize>, row: &Row) -> Vec<(usize, f64)> {
    let set: BTreeSet<usize> = row.pieces.iter().filter_map(|piece| vocabulary.get(piece).copied()).collect();
    let share = piece_share(set.len());
    set.into_iter().map(|index| (index, share)).collect()
}

fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}
