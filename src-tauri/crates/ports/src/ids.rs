//! Ids and randomness as an argument.

use uuid::Uuid;

/// Makes time-ordered ids and draws random numbers; tests seed it.
pub trait IdSource: Send + Sync + 'static {
    /// A fresh UUID version 7.
    fn uuid(&self) -> Uuid;

    /// A number from the inclusive range.
    fn between(&self, low: u32, high: u32) -> u32;

    /// `N` bytes fit for keys and nonces.
    fn bytes(&self, buffer: &mut [u8]);
}

/// The operating system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemIds;

#[expect(clippy::disallowed_methods, reason = "this is the one place that draws ambient randomness")]
impl IdSource for SystemIds {
    fn uuid(&self) -> Uuid {
        Uuid::now_v7()
    }

    fn between(&self, low: u32, high: u32) -> u32 {
        rand::Rng::random_range(&mut rand::rng(), low..=high.max(low))
    }

    fn bytes(&self, buffer: &mut [u8]) {
        rand::RngCore::fill_bytes(&mut rand::rng(), buffer);
    }
}
