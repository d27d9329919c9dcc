//! What was learned about a server and a model while asking, kept as long as the process lives.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How the answer's shape is asked for, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Shape {
    /// A schema that the service enforces.
    #[default]
    Strict,
    /// A schema it tries to follow.
    Loose,
    /// Any JSON object; the schema stands in the prompt.
    Object,
    /// Nothing: the prompt asks for JSON.
    Plain,
}

impl Shape {
    pub(crate) fn simpler(self) -> Option<Self> {
        match self {
            Self::Strict => Some(Self::Loose),
            Self::Loose => Some(Self::Object),
            Self::Object => Some(Self::Plain),
            Self::Plain => None,
        }
    }
}

/// How one model on one server wants to be spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Dialect {
    pub(crate) shape: Shape,
    /// `max_tokens` instead of `max_completion_tokens`.
    pub(crate) old_limit: bool,
    /// It takes no temperature.
    pub(crate) no_temperature: bool,
    /// It does not know the word `think`.
    pub(crate) no_think: bool,
}

/// The dialects by address and model.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    dialects: Mutex<HashMap<(String, String), Dialect>>,
}

impl Memory {
    pub(crate) fn dialect(&self, base: &str, model: &str) -> Dialect {
        let key = (base.to_owned(), model.to_owned());
        self.dialects.lock().unwrap_or_else(PoisonError::into_inner).get(&key).copied().unwrap_or_default()
    }

    pub(crate) fn learn(&self, base: &str, model: &str, dialect: Dialect) {
        let key = (base.to_owned(), model.to_owned());
        self.dialects.lock().unwrap_or_else(PoisonError::into_inner).insert(key, dialect);
    }
}
