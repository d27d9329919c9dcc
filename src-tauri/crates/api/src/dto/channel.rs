//! Connections on the wire.

use crate::dto::project::Connect;
use crate::dto::words::{Channel, Mode};
use sdr_engine::view;

wire! {
    /// How a channel is and what it did today.
    out ChannelView = view::ChannelView {
        channel: Channel, mode: Mode, ready: bool,
        /// What was found.
        sentence: String,
        /// What to do, if anything.
        fix: Option<String>,
        sent_today: u32, limit_today: Option<u32>, paused: bool,
    }
}

/// Which connections the self-test uses.
#[derive(serde::Deserialize, utoipa::ToSchema)]
pub(crate) struct SelfTestRequest {
    /// As typed in the wizard or the settings; the project's own when missing.
    #[serde(default)]
    pub(crate) connect: Option<Connect>,
}
