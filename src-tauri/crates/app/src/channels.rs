//! The channels of this process, opened as the project has them connected at the time of sending.
//!
//! **Invariant:** settings may change while a message waits; a channel is built from what is stored now,
//! and one message is finished under the settings it began with.

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use sdr_connectors::{AssistedLinkedin, EmailChannel};
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::connect::{Connect, TelegramMode, secret_name};
use sdr_domain::text::{Handle, HandleKind};
use sdr_ports::{
    ChannelError, ChannelHealth, ChannelPort, Channels, Clock, Desktop, EgressLedger, Outgoing, Receipt,
    Secret, Secrets, SendJournal,
};
use sdr_relayer::{TelegramConfig, TelegramDesktop};

use crate::x::X;

/// Telegram Desktop on this machine, the SDR's mailbox, X, and LinkedIn in the SDR's browser.
pub(crate) struct ConnectedChannels {
    pub(crate) telegram: Arc<TelegramDesktop>,
    pub(crate) telegram_command: Option<Vec<String>>,
    pub(crate) telegram_data_dir: Option<PathBuf>,
    pub(crate) secrets: Arc<dyn Secrets>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ledger: Arc<dyn EgressLedger>,
    pub(crate) x: Arc<X>,
    pub(crate) desktop: Arc<dyn Desktop>,
}

impl ConnectedChannels {
    fn telegram_config(&self, mode: Mode) -> TelegramConfig {
        TelegramConfig {
            command: self.telegram_command.clone(),
            mode,
            data_dir: self.telegram_data_dir.clone(),
            ..TelegramConfig::default()
        }
    }

    fn telegram(&self, connect: &Connect) -> Arc<dyn ChannelPort> {
        let settings = &connect.telegram;
        let mode = match settings.mode {
            TelegramMode::Automatic if settings.self_test_passed => Mode::Automatic,
            TelegramMode::Automatic | TelegramMode::Assisted => Mode::Assisted,
        };
        let config = self.telegram_config(mode);
        if self.telegram.config() != config {
            self.telegram.configure(config);
        }
        let own = Handle::parse(HandleKind::Telegram, &settings.own_handle).ok();
        let testing = self.telegram_config(Mode::Automatic);
        Arc::new(Telegram { desktop: Arc::clone(&self.telegram), own, testing })
    }

    async fn email(&self, connect: &Connect, secret: Option<&Secret>) -> Option<Arc<dyn ChannelPort>> {
        let account = connect.email.clone()?;
        let password = match secret {
            Some(typed) => Some(typed.clone()),
            None => self.secrets.get(secret_name::EMAIL_PASSWORD).await.unwrap_or_else(|error| {
                // Without its password the channel itself says what is missing.
                tracing::warn!(%error, "the mailbox password could not be read");
                None
            }),
        };
        let channel = EmailChannel::new(account, password, Arc::clone(&self.clock));
        Some(Arc::new(channel.with_ledger(Arc::clone(&self.ledger))))
    }
}

#[async_trait]
impl Channels for ConnectedChannels {
    async fn open(
        &self,
        channel: Channel,
        connect: &Connect,
        secret: Option<&Secret>,
    ) -> Option<Arc<dyn ChannelPort>> {
        match channel {
            Channel::Telegram => Some(self.telegram(connect)),
            Channel::Email => self.email(connect, secret).await,
            Channel::X => Some(self.x.channel(&connect.x).await),
            Channel::Linkedin => Some(Arc::new(AssistedLinkedin::new(Arc::clone(&self.desktop)))),
        }
    }
}

/// Telegram with one exception from assisted mode: a message to the SDR's own chat. The self-test has to
/// press the key before automatic sending may be switched on, and it can reach nobody else.
struct Telegram {
    desktop: Arc<TelegramDesktop>,
    own: Option<Handle>,
    testing: TelegramConfig,
}

#[async_trait]
impl ChannelPort for Telegram {
    fn channel(&self) -> Channel {
        Channel::Telegram
    }

    async fn health(&self) -> ChannelHealth {
        self.desktop.health().await
    }

    async fn deliver(&self, message: &Outgoing, journal: &dyn SendJournal) -> Result<Receipt, ChannelError> {
        if self.own.as_ref() != Some(&message.recipient) {
            return self.desktop.deliver(message, journal).await;
        }
        let before = self.desktop.config();
        self.desktop.configure(self.testing.clone());
        let outcome = self.desktop.deliver(message, journal).await;
        self.desktop.configure(before);
        outcome
    }

    async fn prepare(&self, message: &Outgoing, part: u16) -> Result<(), ChannelError> {
        self.desktop.prepare(message, part).await
    }
}
