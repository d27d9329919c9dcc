//! A channel that answers by script, keeps what "left", and refuses what the real one would refuse.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::connect::Connect;
use sdr_domain::part::{PartEvent, PartState};

use crate::channel::{
    ChannelError, ChannelHealth, ChannelPort, Channels, JournalError, Outgoing, Receipt, SendJournal,
};
use crate::secrets::Secret;

/// What the fake does with the next part it is asked to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Script {
    /// It leaves and is proved to have left.
    Leaves,
    /// It leaves, but no proof comes back.
    LeavesWithoutProof,
    /// Nothing leaves; the error is handed back before the act.
    Fails(ChannelError),
    /// The process dies after this event was journalled (the future never comes back).
    DiesAfter(PartEvent),
    /// It waits before this event until it is told to go on.
    StopsBefore(PartEvent),
}

/// A scripted [`ChannelPort`].
#[derive(Debug)]
pub struct FakeChannel {
    channel: Channel,
    mode: Mode,
    script: Mutex<VecDeque<Script>>,
    left: Mutex<Vec<(String, String)>>,
    handed: Mutex<Vec<Outgoing>>,
    prepared: Mutex<Vec<String>>,
    died: tokio::sync::Notify,
    go_on: tokio::sync::Notify,
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl FakeChannel {
    /// Everything leaves unless a script says otherwise.
    pub fn new(channel: Channel, mode: Mode) -> Self {
        Self {
            channel,
            mode,
            script: Mutex::default(),
            left: Mutex::default(),
            handed: Mutex::default(),
            prepared: Mutex::default(),
            died: tokio::sync::Notify::new(),
            go_on: tokio::sync::Notify::new(),
        }
    }

    /// Appends to the script; one entry a part.
    pub fn then(&self, script: Script) -> &Self {
        locked(&self.script).push_back(script);
        self
    }

    /// `(recipient, text)` of everything that truly left, in order.
    pub fn left(&self) -> Vec<(String, String)> {
        locked(&self.left).clone()
    }

    /// Everything this channel was asked to send, in order, whatever became of it.
    pub fn handed(&self) -> Vec<Outgoing> {
        locked(&self.handed).clone()
    }

    /// Texts put in front of the human.
    pub fn prepared(&self) -> Vec<String> {
        locked(&self.prepared).clone()
    }

    async fn send_part(
        &self,
        message: &Outgoing,
        number: u16,
        text: &str,
        journal: &dyn SendJournal,
    ) -> Result<(), ChannelError> {
        let script = locked(&self.script).pop_front().unwrap_or(Script::Leaves);
        if let Script::Fails(error) = script {
            return Err(error);
        }
        for event in self.events() {
            if script == Script::StopsBefore(*event) {
                self.died.notify_one();
                self.go_on.notified().await;
            }
            journal.record(number, *event, "fake").await.map_err(|error| called_off(&error))?;
            let leaves_now = *event == PartEvent::Fire || (*event == PartEvent::Arm && !self.fires());
            if leaves_now && script != Script::DiesAfter(PartEvent::Arm) {
                locked(&self.left).push((message.recipient.value().to_owned(), text.to_owned()));
            }
            if script == Script::DiesAfter(*event) {
                self.die().await;
            }
        }
        if script == Script::LeavesWithoutProof {
            return Err(ChannelError::Unknown { reason: "No proof came back. Look into the chat.".into() });
        }
        journal.record(number, PartEvent::Accept, "fake").await.map_err(|error| called_off(&error))?;
        if script == Script::DiesAfter(PartEvent::Accept) {
            self.die().await;
        }
        Ok(())
    }

    /// Ends a scripted stop.
    pub fn go_on(&self) {
        self.go_on.notify_one();
    }

    /// Returns once a scripted death or stop has happened.
    pub async fn has_died(&self) {
        self.died.notified().await;
    }

    async fn die(&self) {
        self.died.notify_one();
        std::future::pending::<()>().await;
    }

    fn fires(&self) -> bool {
        self.channel == Channel::Telegram
    }

    fn events(&self) -> &'static [PartEvent] {
        if self.fires() {
            &[PartEvent::Open, PartEvent::Bind, PartEvent::Arm, PartEvent::Fire]
        } else {
            &[PartEvent::Arm]
        }
    }
}

fn called_off(error: &JournalError) -> ChannelError {
    ChannelError::Held { reason: error.to_string() }
}

#[async_trait]
impl ChannelPort for FakeChannel {
    fn channel(&self) -> Channel {
        self.channel
    }

    async fn health(&self) -> ChannelHealth {
        ChannelHealth {
            channel: self.channel,
            mode: self.mode,
            ready: true,
            sentence: "Ready".into(),
            fix: None,
        }
    }

    async fn deliver(&self, message: &Outgoing, journal: &dyn SendJournal) -> Result<Receipt, ChannelError> {
        message.fits(self.channel)?;
        locked(&self.handed).push(message.clone());
        for part in &message.parts {
            match part.state {
                PartState::Accepted => {}
                PartState::Queued => self.send_part(message, part.number, &part.text, journal).await?,
                other @ (PartState::Opening
                | PartState::Bound
                | PartState::Armed
                | PartState::Fired
                | PartState::Held
                | PartState::NotSent
                | PartState::Unknown) => {
                    return Err(ChannelError::Refused {
                        reason: format!("part {} was handed over while {}", part.number, other.as_str()),
                    });
                }
            }
        }
        Ok(Receipt { proof: "fake proof".into() })
    }

    async fn prepare(&self, message: &Outgoing, part: u16) -> Result<(), ChannelError> {
        message.fits(self.channel)?;
        let Some(part) = message.parts.iter().find(|p| p.number == part) else {
            return Err(ChannelError::Refused { reason: "there is no such part".into() });
        };
        locked(&self.prepared).push(part.text.clone());
        Ok(())
    }
}

/// Channels that are always connected, for tests.
#[derive(Debug, Default)]
pub struct FakeChannels {
    channels: Vec<Arc<FakeChannel>>,
}

impl FakeChannels {
    /// Offers exactly these.
    pub fn new(channels: Vec<Arc<FakeChannel>>) -> Self {
        Self { channels }
    }
}

#[async_trait]
impl Channels for FakeChannels {
    async fn open(
        &self,
        channel: Channel,
        _connect: &Connect,
        _secret: Option<&Secret>,
    ) -> Option<Arc<dyn ChannelPort>> {
        let found = self.channels.iter().find(|c| c.channel == channel)?;
        Some(Arc::<FakeChannel>::clone(found))
    }
}
