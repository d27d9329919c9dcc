//! One thing that is not as it must be: where, what, and what to do.

use std::fmt;

/// Printed as `path:line: sentence`, which editors can open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Complaint {
    /// Relative to the project's root.
    pub(crate) path: String,
    /// Counts from 1; `None` when the whole file is meant.
    pub(crate) line: Option<usize>,
    /// What is wrong and what to do.
    pub(crate) sentence: String,
}

impl Complaint {
    pub(crate) fn file(path: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self { path: path.into(), line: None, sentence: sentence.into() }
    }

    pub(crate) fn line(path: impl Into<String>, line: usize, sentence: impl Into<String>) -> Self {
        Self { path: path.into(), line: Some(line), sentence: sentence.into() }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.path, self.sentence),
            None => write!(f, "{}: {}", self.path, self.sentence),
        }
    }
}
