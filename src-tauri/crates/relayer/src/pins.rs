//! Pins: which name Telegram's window showed for a handle when it was first proved to be theirs.
//!
//! **Invariant:** a pin is only written after the binding proof, and never overwritten by the machine.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use sdr_domain::text::Handle;

/// Keeps the pinned names; the app stores them in its settings.
#[async_trait]
pub trait NamePins: Send + Sync + 'static {
    /// The name pinned for this handle, if any.
    async fn get(&self, handle: &Handle) -> Option<String>;

    /// Pins a name that Telegram showed. Only called when there is none yet.
    async fn pin(&self, handle: &Handle, name: &str);
}

/// Pins that live as long as the process.
#[derive(Debug, Default)]
pub struct MemoryPins {
    names: Mutex<HashMap<String, String>>,
}

#[async_trait]
impl NamePins for MemoryPins {
    async fn get(&self, handle: &Handle) -> Option<String> {
        self.names.lock().unwrap_or_else(PoisonError::into_inner).get(handle.value()).cloned()
    }

    async fn pin(&self, handle: &Handle, name: &str) {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        names.entry(handle.value().to_owned()).or_insert_with(|| name.to_owned());
    }
}
