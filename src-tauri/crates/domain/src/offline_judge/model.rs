//! The linear model behind the verdict: a weight for each figure and each piece of wording, learned from
//! the labelled sets by `examples/train_judge.rs` and shipped as data.
//!
//! **Invariant:** applying it is a sum in a fixed order, so the same row gives the same verdict everywhere.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use super::row::Row;

/// One figure's place in the sum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Its name.
    pub name: String,
    /// Its mean over the labelled posts.
    pub mean: f64,
    /// What one unit of it is worth, already divided by its spread.
    pub weight: f64,
}

/// Weights and thresholds.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Model {
    /// Where a row without anything stands.
    pub bias: f64,
    /// From here on a post is relevant.
    pub relevant: f64,
    /// From here on it is maybe.
    pub maybe: f64,
    /// Turns the sum into a probability: the logistic function of `slope * sum + shift`.
    pub slope: f64,
    /// See `slope`.
    pub shift: f64,
    /// The figures, in the order rows have them.
    pub figures: Vec<Figure>,
    /// The pieces of wording.
    pub pieces: std::collections::BTreeMap<String, f64>,
    #[serde(skip)]
    pub(super) lookup: HashMap<String, f64>,
}

static SHIPPED: LazyLock<Arc<Model>> = LazyLock::new(|| {
    // A model that cannot be read would judge every post irrelevant; a test reads it.
    Arc::new(Model::parse(include_str!("model.json")).unwrap_or_default())
});

impl Model {
    /// The one that ships with the app.
    pub fn shipped() -> Arc<Self> {
        Arc::clone(&SHIPPED)
    }

    /// Reads a model as [`Model::to_json`] writes it.
    pub fn parse(json: &str) -> Result<Self, serde_json::Error> {
        Ok(serde_json::from_str::<Self>(json)?.ready())
    }

    /// One entry a line, so that two models can be compared.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// Prepares the look-up.
    #[must_use]
    pub(crate) fn ready(mut self) -> Self {
        self.lookup = self.pieces.iter().map(|(piece, weight)| (piece.clone(), *weight)).collect();
        self
    }

    /// The sum for a row.
    pub(crate) fn sum(&self, row: &Row) -> f64 {
        let mut sum = self.bias;
        for (figure, value) in self.figures.iter().zip(&row.figures) {
            sum += figure.weight * (value - figure.mean);
        }
        let mut known: Vec<(&str, f64)> =
            row.pieces.iter().filter_map(|piece| Some((piece.as_str(), *self.lookup.get(piece)?))).collect();
        known.sort_unstable_by(|a, b| a.0.cmp(b.0));
        known.dedup_by(|a, b| a.0 == b.0);
        let share = piece_share(known.len());
        sum + known.iter().map(|(_, weight)| weight * share).sum::<f64>()
    }

    /// How sure it is that a row with this sum is a lead, 0 to 1.
    pub(crate) fn probability(&self, sum: f64) -> f64 {
        1.0 / (1.0 + (-(self.slope * sum + self.shift)).exp())
    }
}

/// What one of so many known pieces counts: a long post says more, but not in proportion.
pub(crate) fn piece_share(known: usize) -> f64 {
    let known = f64::from(u32::try_from(known).unwrap_or(u32::MAX));
    3.0 / (known + 5.0).sqrt()
}
