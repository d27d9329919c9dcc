//! What leaves the machine, and a person's rights, on the wire.

use jiff::Timestamp;
use sdr_engine::view;
use serde::Deserialize;
use uuid::Uuid;

use crate::dto::words::EgressPurpose;

wire! {
    /// One request that left, or was held back.
    out EgressEntry = view::EgressRow {
        id: i64, at: Timestamp,
        /// Host name without port.
        host: String,
        purpose: EgressPurpose,
        /// `GET`, `POST`, `SMTP`, `DNS`.
        method: String,
        /// Kinds of data in it.
        fields: Vec<String>,
        /// How many people's data.
        people: u64,
        bytes_out: u64, bytes_in: Option<u64>,
        /// How it ended; null while it is under way, or when the app died over it.
        outcome: Option<String>,
        leaves_machine: bool,
    }
}

wire! {
    /// What went to one host.
    out EgressHost = view::EgressHostRow {
        host: String, leaves_machine: bool, purposes: Vec<EgressPurpose>, requests: u64,
        /// Held back by local-only.
        refused: u64,
        /// People known here whose data went there.
        people: u64,
        bytes_out: u64, last_at: Timestamp,
    }
}

wire! {
    /// Every host something went to.
    out EgressSummary = view::EgressSummary { local_only: bool, hosts: Vec<EgressHost> }
}

wire! {
    /// What of one person went to one host.
    out LeadEgressHost = view::EgressOfLeadRow {
        host: String, purposes: Vec<EgressPurpose>, fields: Vec<String>, requests: u64, first_at: Timestamp,
        last_at: Timestamp, leaves_machine: bool,
    }
}

wire! {
    /// Who has seen data of one person.
    out LeadEgress = view::LeadEgress { sentence: String, hosts: Vec<LeadEgressHost> }
}

wire! {
    /// A person was erased.
    out Erased = view::Erased {
        sentence: String,
        /// What stays, and why.
        kept: Vec<String>,
    }
}

/// Which entries.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct EgressQuery {
    /// Of this host.
    pub(crate) host: Option<String>,
    /// For this.
    pub(crate) purpose: Option<EgressPurpose>,
    /// With this person's data.
    pub(crate) lead_id: Option<Uuid>,
}

/// The switch.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct LocalOnly {
    pub(crate) on: bool,
}

/// How a person is erased.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct EraseRequest {
    /// Whether their addresses go on the suppression list, so that no later import brings them back.
    pub(crate) suppress: bool,
}
