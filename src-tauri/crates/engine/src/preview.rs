//! The preview: the next days on a virtual clock, by the rules the worker goes by.

use sdr_domain::id::SequenceId;
use sdr_domain::project::Outreach;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{Preview, PreviewDiff};

/// Which days are wanted, and what is taken for granted.
#[derive(Debug, Clone, Default)]
pub struct PreviewOrder {
    /// Only this sequence is shown; the others still use up the limits.
    pub sequence: Option<SequenceId>,
    /// Local days from today on, 1 to 60; 14 when missing.
    pub days: Option<u32>,
    /// Whether every yes that is asked for comes at once, and every send by hand in working hours.
    pub assume_approval: bool,
    /// Settings to try; the saved ones when missing.
    pub outreach: Option<Outreach>,
}

impl Engine {
    /// What goes when to whom in the next days, what delays it, and what ends where.
    pub async fn preview(&self, order: &PreviewOrder) -> Result<Preview, EngineError> {
        let _ = order;
        Err(EngineError::precondition("preview", "The preview cannot be made."))
    }

    /// The next days as they stand, and with the settings of the order.
    pub async fn preview_diff(&self, order: &PreviewOrder) -> Result<PreviewDiff, EngineError> {
        let _ = order;
        Err(EngineError::precondition("preview", "The preview cannot be made."))
    }
}
