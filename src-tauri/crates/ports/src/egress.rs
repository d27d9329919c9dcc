//! What leaves the machine: every request is written down before it goes, with whose data it carries.
//!
//! **Invariant:** a request whose entry cannot be written does not go; the outcome is written after.

use async_trait::async_trait;
use sdr_domain::egress::EgressPurpose;
use sdr_domain::id::LeadId;

/// One outgoing request, before it goes. Holds no content: only what kind of data travels, and about whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EgressIntent {
    /// Host name without port.
    pub host: String,
    /// What for.
    pub purpose: EgressPurpose,
    /// `GET`, `POST`, …; `SMTP` for mail, `DNS` for look-ups.
    pub method: String,
    /// Kinds of data in it, e.g. `post text`, `e-mail address`.
    pub fields: Vec<String>,
    /// Whose data; empty when it is nobody's.
    pub about: Vec<LeadId>,
    /// Size of what is sent, bytes of body.
    pub bytes_out: u64,
    /// False for this machine's own addresses, e.g. a local Ollama.
    pub leaves_machine: bool,
}

/// How a request ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EgressOutcome {
    /// `200`, `timed out`, `connection refused`, …; never content.
    pub outcome: String,
    /// Size of the answer, bytes of body read.
    pub bytes_in: u64,
}

/// Why a request may not go.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EgressRefusal {
    /// Local-only is on, and the host is not this machine.
    #[error(
        "Local-only is on, so nothing was sent to {host}. Switch it off under Settings, Data that leaves."
    )]
    LocalOnly {
        /// Where it would have gone.
        host: String,
    },
    /// The ledger cannot be written.
    #[error("The egress ledger cannot be written, so nothing was sent: {0}")]
    Unwritable(String),
}

/// The egress ledger with its switch.
#[async_trait]
pub trait EgressLedger: Send + Sync + 'static {
    /// Writes the intent down, durably, and returns its number; or says that it may not go. A refusal is in
    /// the ledger too.
    async fn begin(&self, intent: EgressIntent) -> Result<i64, EgressRefusal>;

    /// Adds the outcome. Returns at once; it is written soon after.
    fn finish(&self, entry: i64, outcome: EgressOutcome);
}
