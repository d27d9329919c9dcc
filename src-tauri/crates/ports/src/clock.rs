//! Time as an argument.

use async_trait::async_trait;
use sdr_domain::Timestamp;

/// Tells the time and waits for it. Tests move it by hand.
#[async_trait]
pub trait Clock: Send + Sync + 'static {
    /// The current UTC instant.
    fn now(&self) -> Timestamp;

    /// Returns at or after `until`; at once if it lies in the past. Survives clock changes by looking
    /// at the wall clock again at least every 30 seconds.
    async fn sleep_until(&self, until: Timestamp);
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the wall clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    async fn sleep_until(&self, until: Timestamp) {
        // A laptop may sleep or its clock be set: never trust one long timer.
        const LONGEST: std::time::Duration = std::time::Duration::from_secs(30);
        loop {
            let left = until.duration_since(self.now());
            let Ok(left) = std::time::Duration::try_from(left) else { return };
            if left.is_zero() {
                return;
            }
            tokio::time::sleep(left.min(LONGEST)).await;
        }
    }
}
