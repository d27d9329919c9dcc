//! Ids and randomness from a seed: same seed, same history.

use std::sync::Mutex;

use rand::rngs::StdRng;
use rand::{Rng, RngCore, SeedableRng};
use uuid::Uuid;

use crate::ids::IdSource;

/// Counts ids upwards in time order and draws numbers from a seeded generator.
#[derive(Debug)]
pub struct SeededIds {
    state: Mutex<(u64, StdRng)>,
}

impl SeededIds {
    /// Starts over from `seed`.
    pub fn new(seed: u64) -> Self {
        Self { state: Mutex::new((0, StdRng::seed_from_u64(seed))) }
    }

    fn with<T>(&self, act: impl FnOnce(&mut (u64, StdRng)) -> T) -> T {
        act(&mut self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

impl IdSource for SeededIds {
    fn uuid(&self) -> Uuid {
        self.with(|(count, rng)| {
            *count += 1;
            let mut tail = [0; 10];
            rng.fill_bytes(&mut tail);
            uuid::Builder::from_unix_timestamp_millis(*count, &tail).into_uuid()
        })
    }

    fn between(&self, low: u32, high: u32) -> u32 {
        self.with(|(_, rng)| rng.random_range(low..=high.max(low)))
    }

    fn bytes(&self, buffer: &mut [u8]) {
        self.with(|(_, rng)| rng.fill_bytes(buffer));
    }
}
