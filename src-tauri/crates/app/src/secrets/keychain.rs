//! Secrets in the system keychain: Keychain Services, Credential Manager, Secret Service.
//!
//! **Invariant:** every call runs on a thread of its own with a time limit: the keychain may wait for a
//! human to unlock it, and neither the app nor its end waits with it.

use std::time::Duration;

use async_trait::async_trait;
use keyring::{Entry, Error};
use sdr_ports::{Secret, SecretError, Secrets};
use tokio::sync::oneshot;

/// Long enough for a human to type the keychain's password.
const PATIENCE: Duration = Duration::from_mins(1);

/// The system keychain, under one service name.
#[derive(Debug, Clone)]
pub(super) struct Keychain {
    service: String,
}

impl Keychain {
    /// The keychain, if one answers in time and keeps what it is given; else why not.
    pub(super) async fn find(service: &str, patience: Duration) -> Result<Self, String> {
        if !may_exist() {
            return Err("there is no session bus".to_owned());
        }
        let (done, result) = oneshot::channel();
        let keychain = Self { service: service.to_owned() };
        let probe = keychain.clone();
        std::thread::Builder::new()
            .name("keychain-probe".to_owned())
            .spawn(move || done.send(probe.round_trip()))
            .map_err(|error| error.to_string())?;
        match tokio::time::timeout(patience, result).await {
            Ok(Ok(Ok(()))) => Ok(keychain),
            Ok(Ok(Err(error))) => Err(error.to_string()),
            Ok(Err(_)) | Err(_) => Err("the keychain did not answer".to_owned()),
        }
    }

    fn round_trip(&self) -> Result<(), Error> {
        const WORD: &str = "probe";
        let entry = Entry::new(&self.service, "sdr-console.probe")?;
        entry.set_password(WORD)?;
        let same = entry.get_password()? == WORD;
        entry.delete_credential()?;
        if same { Ok(()) } else { Err(Error::NoEntry) }
    }

    async fn run<T: Send + 'static>(
        &self,
        name: &str,
        act: impl FnOnce(&Entry) -> Result<T, Error> + Send + 'static,
    ) -> Result<Option<T>, SecretError> {
        let (service, name) = (self.service.clone(), name.to_owned());
        let (done, result) = oneshot::channel();
        std::thread::Builder::new()
            .name("keychain".to_owned())
            .spawn(move || done.send(Entry::new(&service, &name).and_then(|entry| act(&entry))))
            .map_err(|error| SecretError::Unavailable(error.to_string()))?;
        match tokio::time::timeout(PATIENCE, result).await {
            Ok(Ok(Ok(value))) => Ok(Some(value)),
            Ok(Ok(Err(Error::NoEntry))) => Ok(None),
            Ok(Ok(Err(error))) => {
                Err(SecretError::Unavailable(format!("{error}. Unlock the keychain and try again")))
            }
            Ok(Err(_)) | Err(_) => Err(SecretError::Unavailable(
                "it did not answer within a minute. Unlock it and try again".to_owned(),
            )),
        }
    }
}

/// Without a session bus the Secret Service cannot be there, and asking for it could start one.
fn may_exist() -> bool {
    if cfg!(any(target_os = "macos", target_os = "windows")) {
        return true;
    }
    let named = std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some_and(|address| !address.is_empty());
    let default = std::env::var_os("XDG_RUNTIME_DIR").map(|dir| std::path::Path::new(&dir).join("bus"));
    named || default.is_some_and(|bus| bus.exists())
}

#[async_trait]
impl Secrets for Keychain {
    fn place(&self) -> &'static str {
        "the system keychain"
    }

    async fn get(&self, name: &str) -> Result<Option<Secret>, SecretError> {
        Ok(self.run(name, Entry::get_password).await?.map(Secret::new))
    }

    async fn set(&self, name: &str, secret: Secret) -> Result<(), SecretError> {
        self.run(name, move |entry| entry.set_password(secret.reveal())).await.map(|_| ())
    }

    async fn delete(&self, name: &str) -> Result<(), SecretError> {
        self.run(name, Entry::delete_credential).await.map(|_| ())
    }
}
