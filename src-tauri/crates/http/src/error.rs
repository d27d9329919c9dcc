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
    /// For the ledger, in two words at most.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Refused(_) => "refused",
            Self::Unreachable { .. } => "not reached",
            Self::TimedOut { .. } => "timed out",
            Self::Broken { .. } => "broke off",
            Self::TooLarge { .. } => "too large",
        }
    }

    /// Whether the request may have been carried out by the other side all the same.
    pub fn may_have_acted(&self) -> bool {
        match self {
            Self::Refused(_) | Self::Unreachable { .. } => false,
            Self::TimedOut { .. } | Self::Broken { .. } | Self::TooLarge { .. } => true,
        }
    }
}

/// Sorts the client's own errors by what they prove.
pub(crate) fn trouble(error: &reqwest::Error, host: &str) -> HttpError {
    let (host, why) = (host.to_owned(), in_short(error));
    let secs = crate::client::CONNECT.as_secs();
    match (error.is_connect() || error.is_builder(), error.is_timeout()) {
        (true, true) => HttpError::Unreachable { host, why: format!("no connection within {secs} seconds") },
        (true, false) => HttpError::Unreachable { host, why },
        (false, true) => HttpError::TimedOut { host, secs },
        (false, false) => HttpError::Broken { host, why },
    }
}

/// The innermost cause in a few words. The outer texts of a client error repeat the address with its query,
/// which may carry a name; the innermost is the system's own word.
pub(crate) fn in_short(error: &reqwest::Error) -> String {
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause.and_then(std::error::Error::source) {
        cause = Some(inner);
    }
    cause.map_or_else(|| "the request failed".to_owned(), ToString::to_string)
}
