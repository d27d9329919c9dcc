//! Secrets: passwords and keys, in the system keychain or an encrypted file.

use async_trait::async_trait;

/// A secret that never shows itself in logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Hands the text out, to the one call that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(<redacted>)")
    }
}

/// The keychain could not be used.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// Locked, absent or broken; the text says what to do.
    #[error("the keychain cannot be used: {0}")]
    Unavailable(String),
}

/// Stores secrets by name, e.g. `email.password`.
#[async_trait]
pub trait Secrets: Send + Sync + 'static {
    /// Where secrets are kept, in words for the human.
    fn place(&self) -> &'static str;

    /// The secret of that name; `None` when there is none.
    async fn get(&self, name: &str) -> Result<Option<Secret>, SecretError>;

    /// Stores or replaces it.
    async fn set(&self, name: &str, secret: Secret) -> Result<(), SecretError>;

    /// Forgets it; no error when there was none.
    async fn delete(&self, name: &str) -> Result<(), SecretError>;
}
