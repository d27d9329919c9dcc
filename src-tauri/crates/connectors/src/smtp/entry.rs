//! What the egress ledger is told about visits to a mail server.

use std::net::IpAddr;
use std::sync::Arc;

use sdr_domain::egress::EgressPurpose;
use sdr_ports::{ChannelError, EgressIntent, EgressLedger, EgressOutcome, EgressRefusal, Outgoing, Receipt};

/// Pause before a held-back email looks again whether it may go.
const LOOK_AGAIN_SECS: u32 = 300;

/// An entry that is finished exactly once, also when the visit is called off.
pub(super) struct Entry {
    ledger: Arc<dyn EgressLedger>,
    number: i64,
    outcome: &'static str,
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.ledger.finish(self.number, EgressOutcome { outcome: self.outcome.to_owned(), bytes_in: 0 });
    }
}

impl Entry {
    /// Writes a send down before the server is called.
    pub(super) async fn of_send(
        ledger: &Arc<dyn EgressLedger>,
        host: &str,
        message: &Outgoing,
        bytes: usize,
    ) -> Result<Self, ChannelError> {
        let fields = ["e-mail address", "name", "message text"].map(str::to_owned).to_vec();
        let intent = EgressIntent {
            fields,
            about: message.lead_id.into_iter().collect(),
            bytes_out: bytes as u64,
            ..intent(host, EgressPurpose::Send)
        };
        Self::begin(ledger, intent).await.map_err(|refusal| {
            let reason = refusal.to_string();
            ChannelError::NotNow { reason, retry_after_secs: LOOK_AGAIN_SECS }
        })
    }

    /// Writes a mere look down.
    pub(super) async fn of_look(ledger: &Arc<dyn EgressLedger>, host: &str) -> Result<Self, EgressRefusal> {
        Self::begin(ledger, intent(host, EgressPurpose::Connect)).await
    }

    async fn begin(ledger: &Arc<dyn EgressLedger>, intent: EgressIntent) -> Result<Self, EgressRefusal> {
        let number = ledger.begin(intent).await?;
        Ok(Self { ledger: Arc::clone(ledger), number, outcome: "given up" })
    }

    /// What became of a send.
    pub(super) fn sent(&mut self, outcome: &Result<Receipt, ChannelError>) {
        self.outcome = match outcome {
            Ok(_) => "accepted",
            Err(
                ChannelError::NotSent { .. }
                | ChannelError::RateLimited { .. }
                | ChannelError::NotNow { .. }
                | ChannelError::Held { .. }
                | ChannelError::ByHand { .. },
            ) => "not sent",
            Err(ChannelError::Refused { .. }) => "refused by the server",
            Err(ChannelError::Unknown { .. }) => "no answer to the text",
        };
    }

    /// What became of a look.
    pub(super) fn looked(&mut self, reached: bool) {
        self.outcome = if reached { "reached" } else { "failed" };
    }
}

fn intent(host: &str, purpose: EgressPurpose) -> EgressIntent {
    EgressIntent {
        host: host.to_owned(),
        purpose,
        method: "SMTP".to_owned(),
        fields: Vec::new(),
        about: Vec::new(),
        bytes_out: 0,
        leaves_machine: !is_this_machine(host),
    }
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
