//! The world outside: channels that do what they are told, or fail, or die, as dice say; and what truly left.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use sdr_domain::Timestamp;
use sdr_domain::action::Action;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::connect::Connect;
use sdr_domain::id::{DeliveryId, LeadId};
use sdr_domain::part::{PartEvent, PartState};
use sdr_ports::fakes::FakeClock;
use sdr_ports::{
    ChannelError, ChannelHealth, ChannelPort, Channels, Clock, JournalError, Outgoing, Receipt, Secret,
    SendJournal,
};

/// Thrown where a process dies: nothing after it is done, and whatever was open is dropped.
pub(crate) struct Death;

pub(crate) fn die() -> ! {
    std::panic::resume_unwind(Box::new(Death))
}

/// Seeded numbers.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    /// A number below `sides`.
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % sides
    }

    /// True so many times in a thousand.
    pub(crate) fn happens(&mut self, in_a_thousand: u64) -> bool {
        self.roll(1_000) < in_a_thousand
    }
}

/// Something that truly left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Left {
    pub(crate) at: Timestamp,
    pub(crate) delivery: DeliveryId,
    pub(crate) part: u16,
    pub(crate) lead: LeadId,
    pub(crate) channel: Channel,
    pub(crate) action: Action,
}

/// How often a channel does what, in a thousand.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Weather {
    pub(crate) not_sent: u64,
    pub(crate) rate_limited: u64,
    pub(crate) not_now: u64,
    pub(crate) refused: u64,
    pub(crate) held: u64,
    pub(crate) without_proof: u64,
    pub(crate) dies: u64,
}

struct Sky {
    dice: Dice,
    weather: Weather,
    left: Vec<Left>,
    /// `(when, which channel, until when it asked to be left alone)`.
    rests: Vec<(Timestamp, Channel, Timestamp)>,
}

/// Everything outside of the process; it outlives every crash.
pub(crate) struct Outside {
    clock: FakeClock,
    sky: Mutex<Sky>,
}

enum Fate {
    Leaves,
    Fails(ChannelError),
    LeavesWithoutProof,
    NothingLeavesNorProof,
    DiesAfter(PartEvent),
}

impl Outside {
    pub(crate) fn new(clock: &FakeClock, seed: u64, weather: Weather) -> Arc<Self> {
        let sky = Sky { dice: Dice::new(seed), weather, left: Vec::new(), rests: Vec::new() };
        Arc::new(Self { clock: clock.clone(), sky: Mutex::new(sky) })
    }

    fn sky(&self) -> MutexGuard<'_, Sky> {
        self.sky.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything that left, in order.
    pub(crate) fn left(&self) -> Vec<Left> {
        self.sky().left.clone()
    }

    /// Every rest a service asked for.
    pub(crate) fn rests(&self) -> Vec<(Timestamp, Channel, Timestamp)> {
        self.sky().rests.clone()
    }

    fn fate(&self, channel: Channel) -> Fate {
        let mut sky = self.sky();
        let weather = sky.weather;
        let reason = || "The dice said so.".to_owned();
        let kinds = [
            weather.not_sent,
            weather.rate_limited,
            weather.not_now,
            weather.refused,
            weather.held,
            weather.without_proof,
            weather.dies,
        ];
        let mut number = sky.dice.roll(1_000);
        let kind = kinds.iter().position(|share| {
            let hit = number < *share;
            number = number.saturating_sub(*share);
            hit
        });
        match kind {
            None => Fate::Leaves,
            Some(0) => Fate::Fails(ChannelError::NotSent { reason: reason(), retry_after_secs: 60 }),
            Some(1) => {
                let asked = [None, Some(600), Some(7_200)][usize::try_from(sky.dice.roll(3)).unwrap()];
                let now = self.clock.now();
                let rest = i64::from(asked.unwrap_or(0).max(3_600));
                let until = now + jiff::SignedDuration::from_secs(rest);
                sky.rests.push((now, channel, until));
                Fate::Fails(ChannelError::RateLimited { reason: reason(), retry_after_secs: asked })
            }
            Some(2) => Fate::Fails(ChannelError::NotNow { reason: reason(), retry_after_secs: 120 }),
            Some(3) => Fate::Fails(ChannelError::Refused { reason: reason() }),
            Some(4) => Fate::Fails(ChannelError::Held { reason: reason() }),
            Some(5) if sky.dice.happens(500) => Fate::LeavesWithoutProof,
            Some(5) => Fate::NothingLeavesNorProof,
            Some(_) => {
                let events = [PartEvent::Open, PartEvent::Arm, PartEvent::Fire, PartEvent::Accept];
                Fate::DiesAfter(events[usize::try_from(sky.dice.roll(4)).unwrap()])
            }
        }
    }

    fn leaves(&self, message: &Outgoing, part: u16, channel: Channel) {
        // The SDR's own self-test has no lead.
        let Some(lead) = message.lead_id else { return };
        let at = self.clock.now();
        let (delivery, action) = (message.delivery_id, message.action);
        self.sky().left.push(Left { at, delivery, part, lead, channel, action });
    }
}

/// One channel of the world outside. Strict: a part that must not be sent again fails the test.
struct Line {
    outside: Arc<Outside>,
    channel: Channel,
}

impl Line {
    async fn send_part(
        &self,
        message: &Outgoing,
        part: u16,
        journal: &dyn SendJournal,
    ) -> Result<(), ChannelError> {
        let fate = if message.lead_id.is_none() { Fate::Leaves } else { self.outside.fate(self.channel) };
        if let Fate::Fails(error) = fate {
            return Err(error);
        }
        let chat = self.channel == Channel::Telegram;
        let before: &[PartEvent] =
            if chat { &[PartEvent::Open, PartEvent::Bind, PartEvent::Arm] } else { &[PartEvent::Arm] };
        for event in before {
            journal.record(part, *event, "simulated").await.map_err(|error| held(&error))?;
            if matches!(fate, Fate::DiesAfter(fatal) if fatal == *event) {
                die();
            }
        }
        if matches!(fate, Fate::NothingLeavesNorProof) {
            return Err(ChannelError::Unknown { reason: "No proof came back.".into() });
        }
        self.outside.leaves(message, part, self.channel);
        if chat {
            journal.record(part, PartEvent::Fire, "simulated").await.map_err(|error| held(&error))?;
        }
        match fate {
            Fate::DiesAfter(PartEvent::Fire) => die(),
            Fate::LeavesWithoutProof => {
                return Err(ChannelError::Unknown { reason: "No proof came back.".into() });
            }
            Fate::Leaves | Fate::Fails(_) | Fate::NothingLeavesNorProof | Fate::DiesAfter(_) => {}
        }
        journal.record(part, PartEvent::Accept, "simulated").await.map_err(|error| held(&error))?;
        if matches!(fate, Fate::DiesAfter(_)) {
            die();
        }
        Ok(())
    }
}

fn held(error: &JournalError) -> ChannelError {
    ChannelError::Held { reason: error.to_string() }
}

#[async_trait]
impl ChannelPort for Line {
    fn channel(&self) -> Channel {
        self.channel
    }

    async fn health(&self) -> ChannelHealth {
        let (mode, sentence) = (Mode::Automatic, "Ready".to_owned());
        ChannelHealth { channel: self.channel, mode, ready: true, sentence, fix: None }
    }

    async fn deliver(&self, message: &Outgoing, journal: &dyn SendJournal) -> Result<Receipt, ChannelError> {
        for part in &message.parts {
            match part.state {
                PartState::Accepted => {}
                PartState::Queued => self.send_part(message, part.number, journal).await?,
                other @ (PartState::Opening
                | PartState::Bound
                | PartState::Armed
                | PartState::Fired
                | PartState::Held
                | PartState::NotSent
                | PartState::Unknown) => panic!("part {} was handed over while {other:?}", part.number),
            }
        }
        Ok(Receipt { proof: "simulated".into() })
    }

    async fn prepare(&self, _: &Outgoing, _: u16) -> Result<(), ChannelError> {
        Ok(())
    }
}

/// Every channel, connected.
pub(crate) struct Lines(pub(crate) Arc<Outside>);

#[async_trait]
impl Channels for Lines {
    async fn open(&self, channel: Channel, _: &Connect, _: Option<&Secret>) -> Option<Arc<dyn ChannelPort>> {
        Some(Arc::new(Line { outside: Arc::clone(&self.0), channel }))
    }
}
