//! What the model sees of one post: named figures and pieces of wording.
//!
//! **Invariant:** the same texts give the same row on every platform: sums run in the order of the text,
//! and figures are rounded to a ten-thousandth.

/// Figures in a fixed order, and pieces of wording.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    /// Figures, each about 0 to 1.
    pub(crate) figures: Vec<f64>,
    /// Pieces of wording, each once.
    pub(crate) pieces: Vec<String>,
    names: Option<Vec<String>>,
}

impl Row {
    /// A row that also keeps the names of its figures.
    pub(crate) fn named() -> Self {
        Self { names: Some(Vec::new()), ..Self::default() }
    }

    /// Adds a figure.
    pub(crate) fn put(&mut self, group: &str, name: &str, value: f64) {
        let value = if value.is_finite() { (value * 10_000.0).round() / 10_000.0 } else { 0.0 };
        self.figures.push(value);
        if let Some(names) = &mut self.names {
            names.push(format!("{group}.{name}"));
        }
    }

    /// Adds a count, saturating: one is a half, three are three quarters.
    pub(crate) fn count(&mut self, group: &str, name: &str, count: f64) {
        self.put(group, name, count / (count + 1.0));
    }

    /// The names of the figures, where they were kept.
    pub(crate) fn names(self) -> Vec<String> {
        self.names.unwrap_or_default()
    }
}

/// A yes as a figure.
pub(crate) fn yes(is: bool) -> f64 {
    f64::from(u8::from(is))
}

/// A number of things as a figure.
pub(crate) fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
