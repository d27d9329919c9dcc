//! Logistic regression with a pull towards zero, solved by accelerated gradient steps.
//!
//! Knows numbers only.

use super::Settings;
use super::signs::{Sign, sign};

/// One labelled row.
pub(super) struct Sample {
    pub(super) figures: Vec<f64>,
    /// Index and value of each piece.
    pub(super) pieces: Vec<(usize, f64)>,
    /// 0 to 1.
    pub(super) target: f64,
    /// How much it counts.
    pub(super) weight: f64,
}

/// Mean and spread of one figure.
pub(super) struct Column {
    pub(super) mean: f64,
    pub(super) spread: f64,
    /// Which way it may pull.
    pub(super) sign: Sign,
}

impl Column {
    pub(super) fn of(samples: &[Sample], names: &[String]) -> Vec<Self> {
        let count = samples.iter().map(|s| s.weight).sum::<f64>().max(1.0);
        let column = |(at, name): (usize, &String)| {
            let value = |sample: &Sample| sample.figures.get(at).copied().unwrap_or(0.0);
            let mean = samples.iter().map(|s| s.weight * value(s)).sum::<f64>() / count;
            let variance = samples.iter().map(|s| s.weight * (value(s) - mean).powi(2)).sum::<f64>() / count;
            // A figure that is almost always the same must not shout when it once is not.
            Self { mean, spread: variance.sqrt().max(0.1), sign: sign(name) }
        };
        names.iter().enumerate().map(column).collect()
    }
}

/// Weights.
#[derive(Clone)]
pub(super) struct Solution {
    pub(super) bias: f64,
    pub(super) figures: Vec<f64>,
    pub(super) pieces: Vec<f64>,
}

pub(super) fn solve(samples: &[Sample], columns: &[Column], pieces: usize, settings: &Settings) -> Solution {
    let rows: Vec<Vec<f64>> = samples
        .iter()
        .map(|s| s.figures.iter().zip(columns).map(|(v, c)| (v - c.mean) / c.spread).collect())
        .collect();
    let zero = Solution { bias: 0.0, figures: vec![0.0; columns.len()], pieces: vec![0.0; pieces] };
    let mut now = zero.clone();
    let mut ahead = zero;
    let step = 1.0 / steepness(samples, &rows, settings);
    let mut pace = 1.0_f64;
    for _ in 0..settings.steps {
        let slope = gradient(samples, &rows, &ahead, settings);
        let mut next = ahead.clone();
        next.bias -= step * slope.bias;
        next.figures.iter_mut().zip(&slope.figures).for_each(|(w, g)| *w -= step * g);
        next.figures.iter_mut().zip(columns).for_each(|(w, c)| *w = c.sign.allow(*w));
        next.pieces.iter_mut().zip(&slope.pieces).for_each(|(w, g)| *w -= step * g);
        let faster = f64::midpoint(1.0, (1.0 + 4.0 * pace * pace).sqrt());
        let swing = (pace - 1.0) / faster;
        let beyond = |next: f64, now: f64| next + swing * (next - now);
        ahead.bias = beyond(next.bias, now.bias);
        for (at, weight) in ahead.figures.iter_mut().enumerate() {
            *weight = beyond(next.figures[at], now.figures[at]);
        }
        for (at, weight) in ahead.pieces.iter_mut().enumerate() {
            *weight = beyond(next.pieces[at], now.pieces[at]);
        }
        now = next;
        pace = faster;
    }
    now
}

/// The largest curvature, by a few power steps: the longest stride that is safe.
fn steepness(samples: &[Sample], rows: &[Vec<f64>], settings: &Settings) -> f64 {
    let width = rows.first().map_or(0, Vec::len);
    let pieces = samples.iter().flat_map(|s| &s.pieces).map(|(at, _)| at + 1).max().unwrap_or(0);
    let mut direction = Solution { bias: 1.0, figures: vec![1.0; width], pieces: vec![1.0; pieces] };
    let mut largest = 1.0;
    for _ in 0..12 {
        let mut image = Solution { bias: 0.0, figures: vec![0.0; width], pieces: vec![0.0; pieces] };
        for (sample, row) in samples.iter().zip(rows) {
            add(&mut image, sample, row, 0.25 * sample.weight * dot(&direction, sample, row));
        }
        let all = || image.figures.iter().chain(&image.pieces);
        largest = (image.bias * image.bias + all().map(|v| v * v).sum::<f64>()).sqrt().max(1e-9);
        direction.bias = image.bias / largest;
        direction.figures = image.figures.iter().map(|v| v / largest).collect();
        direction.pieces = image.pieces.iter().map(|v| v / largest).collect();
    }
    1.05 * largest + settings.figures_pull.max(settings.pieces_pull)
}

fn gradient(samples: &[Sample], rows: &[Vec<f64>], at: &Solution, settings: &Settings) -> Solution {
    let mut slope = Solution {
        bias: 0.0,
        figures: at.figures.iter().map(|w| settings.figures_pull * w).collect(),
        pieces: at.pieces.iter().map(|w| settings.pieces_pull * w).collect(),
    };
    for (sample, row) in samples.iter().zip(rows) {
        let miss = 1.0 / (1.0 + (-dot(at, sample, row)).exp()) - sample.target;
        add(&mut slope, sample, row, sample.weight * miss);
    }
    slope
}

fn dot(weights: &Solution, sample: &Sample, row: &[f64]) -> f64 {
    let figures: f64 = weights.figures.iter().zip(row).map(|(w, v)| w * v).sum();
    let pieces: f64 = sample.pieces.iter().map(|(at, v)| weights.pieces[*at] * v).sum();
    weights.bias + figures + pieces
}

fn add(to: &mut Solution, sample: &Sample, row: &[f64], share: f64) {
    to.bias += share;
    to.figures.iter_mut().zip(row).for_each(|(w, v)| *w += share * v);
    for (at, value) in &sample.pieces {
        to.pieces[*at] += share * value;
    }
}
