//! A clock that stands still until it is told to move.

use async_trait::async_trait;
use jiff::SignedDuration;
use sdr_domain::Timestamp;
use tokio::sync::watch;

use crate::clock::Clock;

/// Moves only by [`FakeClock::advance`] and [`FakeClock::set`].
#[derive(Debug, Clone)]
pub struct FakeClock {
    now: watch::Sender<Timestamp>,
}

impl FakeClock {
    /// Starts at `now`.
    pub fn at(now: Timestamp) -> Self {
        Self { now: watch::Sender::new(now) }
    }

    /// Moves forward and wakes every sleeper whose time has come.
    pub fn advance(&self, by: SignedDuration) {
        self.now.send_modify(|now| *now = now.saturating_add(by).unwrap_or(*now));
    }

    /// Jumps, forwards or backwards.
    pub fn set(&self, to: Timestamp) {
        self.now.send_replace(to);
    }
}

#[async_trait]
impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        *self.now.borrow()
    }

    async fn sleep_until(&self, until: Timestamp) {
        let mut watch = self.now.subscribe();
        // The sender lives in `self`, so waiting cannot fail while we are borrowed.
        let _ = watch.wait_for(|now| *now >= until).await;
    }
}
