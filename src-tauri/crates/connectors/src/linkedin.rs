//! LinkedIn by hand: the profile opens in the human's browser, the text is on the clipboard, and the human does the
//! rest. LinkedIn's user agreement forbids programs that act on its site, and its messages have no open interface.
//!
//! **Invariant:** no request goes to LinkedIn from this app.

use std::sync::Arc;

use async_trait::async_trait;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::text::HandleKind;
use sdr_ports::{ChannelError, ChannelHealth, ChannelPort, Desktop, Outgoing, Receipt, SendJournal};

/// LinkedIn by the human's own hand.
pub struct AssistedLinkedin {
    desktop: Arc<dyn Desktop>,
}

impl std::fmt::Debug for AssistedLinkedin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AssistedLinkedin")
    }
}

impl AssistedLinkedin {
    /// Works with the human's browser and clipboard.
    pub fn new(desktop: Arc<dyn Desktop>) -> Self {
        Self { desktop }
    }
}

fn held(reason: &str) -> ChannelError {
    ChannelError::Held { reason: reason.to_owned() }
}

#[async_trait]
impl ChannelPort for AssistedLinkedin {
    fn channel(&self) -> Channel {
        Channel::Linkedin
    }

    async fn health(&self) -> ChannelHealth {
        ChannelHealth {
            channel: Channel::Linkedin,
            mode: Mode::Assisted,
            ready: true,
            sentence: "The profile opens in your browser with the text on the clipboard; you paste and send."
                .to_owned(),
            fix: None,
        }
    }

    async fn deliver(&self, message: &Outgoing, _: &dyn SendJournal) -> Result<Receipt, ChannelError> {
        message.fits(Channel::Linkedin)?;
        let reason = "LinkedIn is worked by your own hand, so nothing was sent. Open it under Deliveries.";
        Err(ChannelError::ByHand { reason: reason.to_owned() })
    }

    async fn prepare(&self, message: &Outgoing, part: u16) -> Result<(), ChannelError> {
        message.fits(Channel::Linkedin)?;
        let Some(part) = message.parts.iter().find(|p| p.number == part) else {
            return Err(held("This message has no such part. Reload the page."));
        };
        if message.recipient.kind() != HandleKind::Linkedin {
            return Err(held("The recipient is no LinkedIn profile. Correct the lead."));
        }
        // The text first: a profile without it would leave the human with empty hands.
        let copied = self.desktop.copy(&part.text).await;
        copied.map_err(|error| held(&format!("{error}. Copy the text from here instead.")))?;
        let opened = self.desktop.open_page(message.recipient.value()).await;
        opened.map_err(|error| held(&format!("{error}. Open the profile in your browser yourself.")))
    }
}
