//! Telegram Desktop as a channel: one message at a time, automatic or assisted.
//!
//! **Invariant:** no two messages are worked on at the same time, and none for a while after a chat did
//! not open, because that link may still take effect.

use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Instant;

use async_trait::async_trait;
use sdr_domain::channel::{Channel, Mode};
use sdr_ports::{ChannelError, ChannelHealth, ChannelPort, Outgoing, Receipt, SendJournal};

use crate::config::{TelegramConfig, Wiring};
use crate::driver::opener::Opener;
use crate::driver::{self, Connect, Input, Survey};
use crate::hands::Hands;
use crate::preflight::{checklist, first_question};
use crate::procedure::Procedure;

/// Works Telegram Desktop on this machine.
pub struct TelegramDesktop {
    pub(crate) config: Arc<RwLock<TelegramConfig>>,
    pub(crate) wiring: Wiring,
    pub(crate) hands: Hands,
    turn: tokio::sync::Mutex<()>,
    /// No chat is opened before this instant.
    rest_until: Mutex<Option<Instant>>,
}

impl std::fmt::Debug for TelegramDesktop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TelegramDesktop").field("mode", &self.config().mode).finish_non_exhaustive()
    }
}

impl TelegramDesktop {
    /// Works the desktop this process runs on. Connects at first use.
    pub fn new(config: TelegramConfig, wiring: Wiring) -> Self {
        let connect = driver::system(&wiring);
        Self::with_driver(config, wiring, connect)
    }

    /// Works whatever `connect` connects to.
    pub fn with_driver(config: TelegramConfig, wiring: Wiring, connect: Arc<Connect>) -> Self {
        let config = Arc::new(RwLock::new(config));
        let hands = Hands::start(connect, Arc::clone(&config));
        Self { config, wiring, hands, turn: tokio::sync::Mutex::new(()), rest_until: Mutex::new(None) }
    }

    /// The settings in force.
    pub fn config(&self) -> TelegramConfig {
        self.config.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes new settings; a message under way is finished under the old ones.
    pub fn configure(&self, config: TelegramConfig) {
        let mut current = self.config.write().unwrap_or_else(PoisonError::into_inner);
        let other_app = current.command != config.command || current.data_dir != config.data_dir;
        *current = config;
        drop(current);
        if other_app {
            self.hands.reconnect();
        }
    }

    /// Sends whatever the mode says; the caller has decided that the key may be pressed.
    pub(crate) async fn send(
        &self,
        message: &Outgoing,
        journal: &dyn SendJournal,
    ) -> Result<Receipt, ChannelError> {
        let Ok(_turn) = self.turn.try_lock() else {
            return Err(ChannelError::NotNow {
                reason: "Another message is being sent in Telegram right now. This one follows.".into(),
                retry_after_secs: 5,
            });
        };
        if let Some(retry_after_secs) = self.rest_left() {
            return Err(ChannelError::NotNow {
                reason: format!(
                    "Telegram did not open the last chat in time and may still do so. Sending goes on in {retry_after_secs} s."
                ),
                retry_after_secs,
            });
        }
        let patience = self.config().patience;
        let procedure = Procedure { hands: &self.hands, wiring: &self.wiring, patience, message, journal };
        procedure.run().await.map_err(|stopped| {
            if stopped.may_open_late {
                let until = Instant::now() + patience.after_open_timeout;
                *self.rest_until.lock().unwrap_or_else(PoisonError::into_inner) = Some(until);
            }
            stopped.error
        })
    }

    fn rest_left(&self) -> Option<u32> {
        let until = (*self.rest_until.lock().unwrap_or_else(PoisonError::into_inner))?;
        let left = until.saturating_duration_since(Instant::now());
        (!left.is_zero()).then(|| u32::try_from(left.as_secs()).unwrap_or(u32::MAX).saturating_add(1))
    }
}

#[async_trait]
impl ChannelPort for TelegramDesktop {
    fn channel(&self) -> Channel {
        Channel::Telegram
    }

    async fn health(&self) -> ChannelHealth {
        let config = self.config();
        let look = |driver: &mut dyn driver::Driver| {
            Ok::<_, driver::DriverError>((driver.survey()?, driver.input()?))
        };
        match self.hands.run(look).await {
            Ok(Ok((survey, input))) => health_of(&config, &survey, input),
            Ok(Err(error)) => {
                self.hands.reconnect();
                unwell(
                    config.mode,
                    format!("The desktop did not answer ({error})."),
                    "Check again in a moment.",
                )
            }
            Err(no) => {
                let ready = no.assisted && Opener::choose(config.command.as_deref()).is_available();
                let mode = if no.assisted { Mode::Assisted } else { config.mode };
                ChannelHealth { ready, mode, ..unwell(mode, no.sentence, no.fix) }
            }
        }
    }

    async fn deliver(&self, message: &Outgoing, journal: &dyn SendJournal) -> Result<Receipt, ChannelError> {
        message.fits(Channel::Telegram)?;
        match self.config().mode {
            Mode::Automatic => self.send(message, journal).await,
            Mode::Assisted | Mode::Forbidden => Err(ChannelError::Held {
                reason: "Telegram is set to assisted sending, so the app did not press Enter. Open the chat from here and \
                         press Enter yourself, or run the self-test and switch to automatic."
                    .into(),
            }),
        }
    }

    async fn prepare(&self, message: &Outgoing, part: u16) -> Result<(), ChannelError> {
        message.fits(Channel::Telegram)?;
        crate::assisted::prepare(self, message, part).await
    }
}

fn unwell(mode: Mode, sentence: impl Into<String>, fix: impl Into<String>) -> ChannelHealth {
    ChannelHealth {
        channel: Channel::Telegram,
        mode,
        ready: false,
        sentence: sentence.into(),
        fix: Some(fix.into()),
    }
}

fn health_of(config: &TelegramConfig, survey: &Survey, input: Input) -> ChannelHealth {
    let version = survey.version.map(|v| format!(" {v}")).unwrap_or_default();
    let found = if survey.apps.is_empty() { "is installed, not running" } else { "is running" };
    let question = first_question(checklist(survey, input, &config.patience));
    match (config.mode, question) {
        // Everything the automatic way needs beyond a link does not matter to the assisted one.
        (Mode::Assisted, question) => {
            let blocking = question.filter(|_| !survey.installed && survey.apps.is_empty());
            blocking.map_or_else(
                || ChannelHealth {
                    ready: true,
                    fix: None,
                    ..unwell(
                        Mode::Assisted,
                        format!(
                            "Telegram Desktop{version} {found}. Each message is opened in its chat; you press Enter."
                        ),
                        "",
                    )
                },
                |problem| unwell(Mode::Assisted, problem.sentence, problem.fix),
            )
        }
        (mode @ (Mode::Automatic | Mode::Forbidden), Some(problem)) => {
            unwell(mode, problem.sentence, problem.fix)
        }
        (mode @ (Mode::Automatic | Mode::Forbidden), None) => ChannelHealth {
            ready: mode == Mode::Automatic,
            fix: None,
            ..unwell(
                mode,
                format!("Telegram Desktop{version} {found}. Approved messages are sent by the app."),
                "",
            )
        },
    }
}
