//! What leaves the machine, and what is kept about a person.

// A line of these lists is shown as it is stored.
pub use sdr_storage::{EgressHostRow, EgressOfLeadRow, EgressRow};

/// Every host something went to, with the switch.
pub struct EgressSummary {
    /// Whether only this machine may be asked.
    pub local_only: bool,
    /// The latest first.
    pub hosts: Vec<EgressHostRow>,
}

/// Who has seen data of one person.
pub struct LeadEgress {
    /// The answer in one sentence.
    pub sentence: String,
    /// The latest first.
    pub hosts: Vec<EgressOfLeadRow>,
}

/// Everything kept about one person, as a file.
pub struct PersonFile {
    /// JSON.
    pub bytes: Vec<u8>,
}

/// A person was erased.
pub struct Erased {
    /// What was done.
    pub sentence: String,
    /// What stays, and why.
    pub kept: Vec<String>,
}
