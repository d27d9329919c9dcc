//! An egress ledger that remembers, and refuses on request.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use sdr_http::Http;
use sdr_ports::{EgressIntent, EgressLedger, EgressOutcome, EgressRefusal};

#[derive(Default)]
pub(crate) struct Ledger {
    entries: Mutex<Vec<(EgressIntent, Option<EgressOutcome>)>>,
    refuses: AtomicBool,
}

impl Ledger {
    /// Local-only is on from now on.
    pub(crate) fn refuse(&self) {
        self.refuses.store(true, Ordering::SeqCst);
    }

    /// What went out, in order.
    pub(crate) fn entries(&self) -> Vec<EgressIntent> {
        self.entries.lock().unwrap().iter().map(|(intent, _)| intent.clone()).collect()
    }

    /// How each ended.
    pub(crate) fn outcomes(&self) -> Vec<String> {
        let entries = self.entries.lock().unwrap();
        entries.iter().filter_map(|(_, end)| end.as_ref().map(|end| end.outcome.clone())).collect()
    }
}

#[async_trait]
impl EgressLedger for Ledger {
    async fn begin(&self, intent: EgressIntent) -> Result<i64, EgressRefusal> {
        if self.refuses.load(Ordering::SeqCst) {
            return Err(EgressRefusal::LocalOnly { host: intent.host });
        }
        let mut entries = self.entries.lock().unwrap();
        entries.push((intent, None));
        Ok(i64::try_from(entries.len()).unwrap() - 1)
    }

    fn finish(&self, entry: i64, outcome: EgressOutcome) {
        let mut entries = self.entries.lock().unwrap();
        entries[usize::try_from(entry).unwrap()].1 = Some(outcome);
    }
}

/// The one HTTP client, writing to this ledger.
pub(crate) fn http(ledger: &Arc<Ledger>) -> Http {
    // A second test in this process finds it installed; that is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Http::new(Arc::clone(ledger) as Arc<dyn EgressLedger>).unwrap()
}
