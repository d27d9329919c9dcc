//! The self-test: one harmless message through the whole guarded procedure, to a chat the human names
//! (their own user name opens Saved Messages).
//!
//! **Invariant:** the self-test takes the same way as any message; nothing is relaxed for it.

use std::sync::Mutex;

use async_trait::async_trait;
use sdr_domain::delivery::DeliveryPart;
use sdr_domain::id::DeliveryId;
use sdr_domain::part::{PartEvent, PartState};
use sdr_domain::text::Handle;
use sdr_ports::{ChannelError, JournalError, Outgoing, Receipt, SendJournal};

use crate::telegram::TelegramDesktop;

/// What the self-test sends.
pub const SELF_TEST_TEXT: &str = "SDR Console self-test: the app opened this chat, checked the text and pressed Enter. You can delete this.";

/// A test has no delivery, so its steps are only followed, not kept.
#[derive(Default)]
struct Steps {
    state: Mutex<Option<PartState>>,
}

#[async_trait]
impl SendJournal for Steps {
    async fn record(&self, _part: u16, event: PartEvent, _detail: &str) -> Result<(), JournalError> {
        let mut state = self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let next = state.unwrap_or(PartState::Queued).apply(event);
        *state = Some(next.map_err(|error| JournalError::Unwritable(error.to_string()))?);
        Ok(())
    }
}

impl TelegramDesktop {
    /// Sends [`SELF_TEST_TEXT`] to `handle`, whatever the mode is. Automatic sending may be switched on
    /// after this came back `Ok`.
    pub async fn self_test(&self, handle: &Handle) -> Result<Receipt, ChannelError> {
        let message = Outgoing {
            delivery_id: DeliveryId(self.wiring.ids.uuid()),
            lead_id: None,
            action: sdr_domain::action::Action::Message,
            recipient: handle.clone(),
            recipient_name: String::new(),
            subject: None,
            parts: vec![DeliveryPart { number: 0, text: SELF_TEST_TEXT.into(), state: PartState::Queued }],
            message_id: None,
            thread: Vec::new(),
            reply_to: None,
        };
        self.send(&message, &Steps::default()).await
    }
}
