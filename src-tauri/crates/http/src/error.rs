//! Why there is no answer.

use sdr_ports::EgressRefusal;

/// No answer, or not a whole one. The sentences name the host and nothing else of the request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// It may not go: local-only, or the ledger cannot be written. Surely nothing left.
    #[error(transparent)]
    Refused(#[from] EgressRefusal),
    /// No connection: surely nothing was delivered.
    #[error("{host} cannot be reached ({why})")]
    Unreachable {
        /// Where to.
        host: String,
        /// In short, e.g. `connection refused`.
        why: String,
    },
    /// No answer in time; the request may have been carried out.
    #[error("{host} did not answer within {secs} seconds")]
    TimedOut {
        /// Where to.
        host: String,
        /// How long it was waited for.
        secs: u64,
    },
    /// The answer broke off; the request may have been carried out.
    #[error("the answer of {host} broke off ({why})")]
    Broken {
        /// Where to.
        host: String,
        /// In short.
        why: String,
    },
    /// The answer is larger than allowed; the rest was not read.
    #[error("the answer of {host} is larger than {limit} bytes and was given up")]
    TooLarge {
        /// Where to.
        host: String,
        /// The limit.
        limit: u64,
    },
}

impl HttpError {
    /// Whether the request may have been carried out by the other side all the same.
    pub fn may_have_acted(&self) -> bool {
        match self {
            Self::Refused(_) | Self::Unreachable { .. } => false,
            Self::TimedOut { .. } | Self::Broken { .. } | Self::TooLarge { .. } => true,
        }
    }
}
