//! Passwords and keys: stored, forgotten, never shown again.

use sdr_domain::connect::secret_name;
use sdr_ports::{Secret, SecretError};

use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;

/// The setting that says when the human gave cookies of X, milliseconds. Cookies given anew end a stop that only a
/// human ends, even when they are the same ones.
pub const X_COOKIES_GIVEN: &str = "x.session.given";

impl Engine {
    /// Stores a secret and says where it is kept.
    pub async fn put_secret(&self, name: &str, secret: Secret) -> Result<&'static str, EngineError> {
        let name = known(name)?;
        if secret.reveal().is_empty() {
            return Err(EngineError::invalid("value", "The secret is empty."));
        }
        self.cx.secrets.set(name, secret).await.map_err(|error| unavailable(&error))?;
        if name == secret_name::X_COOKIES {
            let tx = self.cx.store.begin().await?;
            tx.put_setting(X_COOKIES_GIVEN, &self.cx.now().as_millisecond().into()).await?;
            tx.commit().await?;
        }
        self.cx.bus.announce(Topic::Channels, name);
        Ok(self.cx.secrets.place())
    }

    /// Forgets a secret.
    pub async fn delete_secret(&self, name: &str) -> Result<(), EngineError> {
        self.cx.secrets.delete(known(name)?).await.map_err(|error| unavailable(&error))?;
        self.cx.bus.announce(Topic::Channels, name);
        Ok(())
    }

    /// Every secret's name and whether one is stored.
    pub async fn secrets(&self) -> Result<Vec<(&'static str, bool)>, EngineError> {
        let mut list = Vec::new();
        for name in secret_name::ALL {
            list.push((
                name,
                self.cx.secrets.get(name).await.map_err(|error| unavailable(&error))?.is_some(),
            ));
        }
        Ok(list)
    }
}

fn known(name: &str) -> Result<&'static str, EngineError> {
    secret_name::ALL.into_iter().find(|known| *known == name).ok_or(EngineError::NotFound { what: "secret" })
}

fn unavailable(error: &SecretError) -> EngineError {
    EngineError::Unavailable { sentence: error.to_string() }
}
