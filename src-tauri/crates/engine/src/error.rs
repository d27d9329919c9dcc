//! What a use case can answer besides success; the API turns each into one status.

use sdr_domain::transition::InvalidTransition;
use sdr_storage::StoreError;

/// Why a use case did not do what was asked. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// There is no such thing.
    #[error("there is no {what} with this id")]
    NotFound {
        /// The noun.
        what: &'static str,
    },
    /// Input breaks a rule; each entry names a field and says what a right value looks like.
    #[error("{}", .fields.iter().map(|(_, sentence)| sentence.as_str()).collect::<Vec<_>>().join(" "))]
    Invalid {
        /// `(field, sentence)`.
        fields: Vec<(String, String)>,
    },
    /// Not possible now; the sentence says what has to happen first.
    #[error("{sentence}")]
    Precondition {
        /// Stable word the UI acts on.
        code: &'static str,
        /// For the human.
        sentence: String,
    },
    /// Somebody or something was quicker; look again.
    #[error("{sentence}")]
    Conflict {
        /// Stable word the UI acts on.
        code: &'static str,
        /// For the human.
        sentence: String,
    },
    /// Something outside does not answer.
    #[error("{sentence}")]
    Unavailable {
        /// For the human.
        sentence: String,
    },
    /// The database refused.
    #[error(transparent)]
    Store(StoreError),
}

impl EngineError {
    pub(crate) fn invalid(field: &str, sentence: impl Into<String>) -> Self {
        Self::Invalid { fields: vec![(field.to_owned(), sentence.into())] }
    }

    pub(crate) fn precondition(code: &'static str, sentence: impl Into<String>) -> Self {
        Self::Precondition { code, sentence: sentence.into() }
    }

    pub(crate) fn conflict(code: &'static str, sentence: impl Into<String>) -> Self {
        Self::Conflict { code, sentence: sentence.into() }
    }
}

impl From<StoreError> for EngineError {
    fn from(error: StoreError) -> Self {
        if let StoreError::InvalidTransition(refused) = error { refused.into() } else { Self::Store(error) }
    }
}

impl From<InvalidTransition> for EngineError {
    fn from(refused: InvalidTransition) -> Self {
        Self::conflict("not_possible_now", format!("This is not possible any more: {refused}."))
    }
}
