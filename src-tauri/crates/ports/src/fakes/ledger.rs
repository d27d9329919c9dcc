//! An egress ledger in memory, with the switch and two faults: it forgets nothing and refuses to finish an
//! entry twice.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;

use crate::egress::{EgressIntent, EgressLedger, EgressOutcome, EgressRefusal};

/// One request as it stands in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What was to go.
    pub intent: EgressIntent,
    /// How it ended; `None` while it is under way.
    pub outcome: Option<EgressOutcome>,
}

#[derive(Debug, Default)]
struct State {
    entries: Vec<Entry>,
    local_only: bool,
    full: bool,
}

/// A strict [`EgressLedger`].
#[derive(Debug, Clone, Default)]
pub struct FakeLedger {
    state: Arc<Mutex<State>>,
}

impl FakeLedger {
    /// Switches local-only.
    pub fn local_only(&self, on: bool) {
        self.locked().local_only = on;
    }

    /// From now on nothing can be written.
    pub fn disk_is_full(&self) {
        self.locked().full = true;
    }

    /// Everything so far, in order.
    pub fn entries(&self) -> Vec<Entry> {
        self.locked().entries.clone()
    }

    /// `host outcome` of each entry, for comparing whole.
    pub fn lines(&self) -> Vec<String> {
        let line = |entry: &Entry| {
            let outcome = entry.outcome.as_ref().map_or("under way", |outcome| &outcome.outcome);
            format!("{} {} {outcome}", entry.intent.method, entry.intent.host)
        };
        self.locked().entries.iter().map(line).collect()
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl EgressLedger for FakeLedger {
    async fn begin(&self, intent: EgressIntent) -> Result<i64, EgressRefusal> {
        let mut state = self.locked();
        if state.full {
            return Err(EgressRefusal::Unwritable("the disk is full".into()));
        }
        let refused = state.local_only && intent.leaves_machine;
        let host = intent.host.clone();
        let outcome = refused.then(|| EgressOutcome { outcome: "refused".into(), bytes_in: 0 });
        state.entries.push(Entry { intent, outcome });
        if refused {
            return Err(EgressRefusal::LocalOnly { host });
        }
        Ok(i64::try_from(state.entries.len()).unwrap_or(i64::MAX))
    }

    fn finish(&self, entry: i64, outcome: EgressOutcome) {
        let mut state = self.locked();
        let found = usize::try_from(entry - 1).ok().and_then(|at| state.entries.get_mut(at));
        assert!(found.as_ref().is_some_and(|found| found.outcome.is_none()), "entry {entry} ends once");
        if let Some(found) = found {
            found.outcome = Some(outcome);
        }
    }
}
