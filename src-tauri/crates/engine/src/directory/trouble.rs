//! Trouble with the directory: as the answer to a human, and as it stands on the source.

use jiff::SignedDuration;
use sdr_domain::Timestamp;
use sdr_domain::source::{Trouble, TroubleKind};
use sdr_ports::{SourceError, SourceErrorKind};

use crate::error::EngineError;

/// As the answer to a call that brought nothing.
pub(super) fn refused(error: &SourceError) -> EngineError {
    let sentence = format!("{} {}", error.sentence, error.fix);
    match error.kind {
        SourceErrorKind::NotConnected | SourceErrorKind::SignedOut => {
            EngineError::precondition("apollo_not_connected", sentence)
        }
        SourceErrorKind::Blocked => EngineError::precondition("apollo_blocked", sentence),
        SourceErrorKind::Spent => EngineError::precondition("apollo_no_credits", sentence),
        SourceErrorKind::LocalOnly => EngineError::precondition("local_only", sentence),
        SourceErrorKind::BadQuery => EngineError::invalid("filter", sentence),
        SourceErrorKind::Busy { .. }
        | SourceErrorKind::Changed
        | SourceErrorKind::Away
        | SourceErrorKind::Unclear => EngineError::Unavailable { sentence },
    }
}

/// As it is kept on the source.
pub(super) fn on_source(error: &SourceError, now: Timestamp) -> Trouble {
    let (kind, wait) = match error.kind {
        SourceErrorKind::NotConnected => (TroubleKind::NotConnected, None),
        SourceErrorKind::SignedOut => (TroubleKind::SignedOut, None),
        SourceErrorKind::Blocked => (TroubleKind::Blocked, None),
        SourceErrorKind::Busy { retry_after_secs } => (TroubleKind::Busy, Some(retry_after_secs)),
        SourceErrorKind::Spent => (TroubleKind::Spent, None),
        SourceErrorKind::Changed => (TroubleKind::Changed, None),
        SourceErrorKind::BadQuery => (TroubleKind::BadQuery, None),
        SourceErrorKind::LocalOnly => (TroubleKind::LocalOnly, None),
        SourceErrorKind::Away => (TroubleKind::Away, None),
        SourceErrorKind::Unclear => (TroubleKind::Unclear, None),
    };
    let again = wait.map(|secs| SignedDuration::from_secs(secs.into()));
    Trouble {
        kind,
        sentence: error.sentence.clone(),
        fix: error.fix.clone(),
        since: now,
        again_at: again.map(|wait| now.saturating_add(wait).unwrap_or(now)),
    }
}

/// Of a request whose process died before the answer.
pub(super) fn interrupted(people: u32, most_credits: u32, since: Timestamp) -> Trouble {
    let (people, credits) = (counted(people, "person", "people"), counted(most_credits, "credit", "credits"));
    Trouble {
        kind: TroubleKind::Unclear,
        sentence: format!(
            "The app ended while it asked Apollo for {people}. This may have cost up to {credits}, and the answer is lost."
        ),
        fix: "Look at the credit usage in Apollo before you ask for the same people again.".into(),
        since,
        again_at: None,
    }
}

pub(super) fn counted(n: u32, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
