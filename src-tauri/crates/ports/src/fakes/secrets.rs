//! Secrets in memory.

use std::collections::HashMap;
use std::sync::Mutex;

use async_trait::async_trait;

use crate::secrets::{Secret, SecretError, Secrets};

/// Forgets everything when it is dropped.
#[derive(Debug, Default)]
pub struct MemorySecrets {
    stored: Mutex<HashMap<String, Secret>>,
}

impl MemorySecrets {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<String, Secret>) -> T) -> T {
        act(&mut self.stored.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

#[async_trait]
impl Secrets for MemorySecrets {
    fn place(&self) -> &'static str {
        "memory"
    }

    async fn get(&self, name: &str) -> Result<Option<Secret>, SecretError> {
        Ok(self.with(|stored| stored.get(name).cloned()))
    }

    async fn set(&self, name: &str, secret: Secret) -> Result<(), SecretError> {
        self.with(|stored| stored.insert(name.to_owned(), secret));
        Ok(())
    }

    async fn delete(&self, name: &str) -> Result<(), SecretError> {
        self.with(|stored| stored.remove(name));
        Ok(())
    }
}
