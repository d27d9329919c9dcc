//! A channel to the outside: sends one message and answers one question, did it leave?

use std::sync::Arc;

use async_trait::async_trait;
use sdr_domain::action::Action;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::connect::Connect;
use sdr_domain::delivery::DeliveryPart;
use sdr_domain::id::{DeliveryId, LeadId};
use sdr_domain::part::PartEvent;
use sdr_domain::text::Handle;

use crate::secrets::Secret;

/// One action handed to a channel: a message, or a like or follow without words. Parts already accepted by an earlier attempt are included, with
/// their state, and must not be sent again.
#[derive(Clone)]
pub struct Outgoing {
    /// Idempotency key of the act.
    pub delivery_id: DeliveryId,
    /// The lead it goes to, for the egress ledger; none for the SDR's own self-test.
    pub lead_id: Option<LeadId>,
    /// What is done. A like and a follow have one part without text.
    pub action: Action,
    /// Whom it goes to.
    pub recipient: Handle,
    /// The recipient's name as the human knows it.
    pub recipient_name: String,
    /// Subject, e-mail only.
    pub subject: Option<String>,
    /// The parts, in order.
    pub parts: Vec<DeliveryPart>,
    /// Left part of the Message-ID an e-mail must carry.
    pub message_id: Option<String>,
    /// Message-IDs of the thread so far, oldest first.
    pub thread: Vec<String>,
    /// The post this answers or likes, by the network's own id; X only.
    pub reply_to: Option<String>,
}

impl Outgoing {
    /// Refuses what this channel has no act for: only X likes, follows and answers in public.
    pub fn fits(&self, channel: Channel) -> Result<(), ChannelError> {
        if self.action.is_on(channel) {
            return Ok(());
        }
        let what = self.action.label(channel);
        let reason = format!(
            "\"{what}\" does not exist on {}; nothing was done. Choose X, or another step.",
            channel.name()
        );
        Err(ChannelError::Refused { reason })
    }
}

impl std::fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outgoing").field("delivery_id", &self.delivery_id).finish_non_exhaustive()
    }
}

/// What proves that a message left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// In words for the human, without message text: `Accepted by smtp.example.com: 250 2.0.0 Ok`.
    pub proof: String,
}

/// Why a message was not proved to have left. The variant decides what happens next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChannelError {
    /// Surely not sent: try again, not before `retry_after_secs`.
    #[error("{reason}")]
    NotSent {
        /// What happened and what it means, one or two sentences.
        reason: String,
        /// Shortest pause before the next try, seconds.
        retry_after_secs: u32,
    },
    /// Surely not sent: the service says that it was too much. The whole channel rests, an hour or as long as
    /// the service says, whichever is longer.
    #[error("{reason}")]
    RateLimited {
        /// What the service said and what it means, one or two sentences.
        reason: String,
        /// How long the service wants to be left alone, seconds, where it says so.
        retry_after_secs: Option<u32>,
    },
    /// Nothing was tried: this is not the moment (the screen is locked, the human is typing). Try again, not
    /// before `retry_after_secs`; however often this happens, it is no failure.
    #[error("{reason}")]
    NotNow {
        /// What stands in the way, and when it goes on.
        reason: String,
        /// Shortest pause before the next try, seconds.
        retry_after_secs: u32,
    },
    /// Surely not sent, and a human must look before it is tried again.
    #[error("{reason}")]
    Held {
        /// What happened, what it means for the message, what to do.
        reason: String,
    },
    /// Surely not sent: the service takes this one from the human's own hand only. It waits for the human
    /// from now on, and [`ChannelPort::prepare`] puts it in front of them.
    #[error("{reason}")]
    ByHand {
        /// What the service said, and what to do.
        reason: String,
    },
    /// Surely not sent, and the service will never take it.
    #[error("{reason}")]
    Refused {
        /// What happened and what to do.
        reason: String,
    },
    /// It may have left; only a human can say.
    #[error("{reason}")]
    Unknown {
        /// What was seen, and the one question to answer.
        reason: String,
    },
}

/// How a channel is, asked at any time and without side effects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelHealth {
    /// Which channel.
    pub channel: Channel,
    /// How it would send now.
    pub mode: Mode,
    /// Whether it could send now.
    pub ready: bool,
    /// One sentence: what was found.
    pub sentence: String,
    /// What to do, if anything.
    pub fix: Option<String>,
}

/// The journal could not be written, or says that the send must not go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    /// The human canceled, or the approval or lease is gone. Nothing may be pressed any more.
    #[error("the send was called off")]
    CalledOff,
    /// Disk full, database gone: without a journal nothing may be pressed.
    #[error("the delivery journal cannot be written: {0}")]
    Unwritable(String),
}

/// Durable, append-only record of one send.
#[async_trait]
pub trait SendJournal: Send + Sync {
    /// Returns only after the event is committed and synced to disk. `detail` is a short technical note
    /// (window title, server answer) without message text. [`JournalError::CalledOff`] can only come from
    /// `Open`, `Bind` and `Arm`: from then on the act is happening and must be recorded.
    async fn record(&self, part: u16, event: PartEvent, detail: &str) -> Result<(), JournalError>;
}

/// One channel.
#[async_trait]
pub trait ChannelPort: Send + Sync + 'static {
    /// Which one.
    fn channel(&self) -> Channel;

    /// Looks, without touching anything.
    async fn health(&self) -> ChannelHealth;

    /// Sends the parts that are not accepted yet, in order, each journalled: `Arm` durable before the act,
    /// `Accept` after the proof. Stops at the first part that is not accepted. Must not be called twice
    /// at the same time for one channel; the engine sees to that.
    async fn deliver(&self, message: &Outgoing, journal: &dyn SendJournal) -> Result<Receipt, ChannelError>;

    /// Assisted sending: puts the message in front of the human (opens the chat with the text in its
    /// field, or the profile with the text on the clipboard), presses nothing.
    async fn prepare(&self, message: &Outgoing, part: u16) -> Result<(), ChannelError>;
}

/// Opens channels as the project has them connected at this instant.
#[async_trait]
pub trait Channels: Send + Sync + 'static {
    /// The channel, or `None` when it is not connected. `secret` takes the place of the stored one, for a
    /// test before anything is saved.
    async fn open(
        &self,
        channel: Channel,
        connect: &Connect,
        secret: Option<&Secret>,
    ) -> Option<Arc<dyn ChannelPort>>;
}
