//! Windows: assisted. The link is opened through the system's handler for `tg:`, the human presses Enter.
//!
//! **Invariant:** no key is ever pressed here.

use super::{Driver, NoDriver};
use crate::config::TelegramConfig;

/// Says that this system is worked assisted.
pub(super) fn connect(_config: &TelegramConfig) -> Result<Box<dyn Driver>, NoDriver> {
    Err(NoDriver {
        sentence:
            "On Windows Telegram is worked assisted: each message is opened in its chat, and you press Enter."
                .into(),
        fix: "Nothing to do.".into(),
        assisted: true,
    })
}
