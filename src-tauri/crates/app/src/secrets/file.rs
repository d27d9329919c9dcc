//! Secrets in an encrypted file, for machines without a keychain.
//!
//! `secrets.bin` is `SDRSEC1\n`, a nonce of 24 bytes and the XChaCha20-Poly1305 text of a JSON object;
//! the header is authenticated with it. The key of 32 bytes stands beside it in `secrets.key`, readable
//! by its owner only: this keeps secrets out of backups, logs and database files, not from someone who
//! can read the owner's files.
//!
//! **Invariant:** a file that cannot be read is never overwritten, and a crash leaves the old file or the
//! new one.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use sdr_ports::{IdSource, Secret, SecretError, Secrets};

const HEADER: &[u8] = b"SDRSEC1\n";
const NONCE: usize = 24;
const KEY: usize = 32;

/// An encrypted file in the data folder.
#[derive(Clone)]
pub(super) struct FileSecrets {
    vault: Arc<Mutex<Vault>>,
}

struct Vault {
    file: PathBuf,
    key: PathBuf,
    ids: Arc<dyn IdSource>,
}

impl FileSecrets {
    /// Secrets in this folder; nothing is touched before the first call.
    pub(super) fn new(data_dir: &Path, ids: Arc<dyn IdSource>) -> Self {
        let vault = Vault { file: data_dir.join("secrets.bin"), key: data_dir.join("secrets.key"), ids };
        Self { vault: Arc::new(Mutex::new(vault)) }
    }

    /// Whether secrets were ever stored here.
    pub(super) fn exists(&self) -> bool {
        self.vault.lock().unwrap_or_else(PoisonError::into_inner).file.exists()
    }

    async fn with<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Vault) -> Result<T, String> + Send + 'static,
    ) -> Result<T, SecretError> {
        let vault = Arc::clone(&self.vault);
        let work = move || act(&vault.lock().unwrap_or_else(PoisonError::into_inner));
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|error| error.to_string()).flatten().map_err(SecretError::Unavailable)
    }
}

impl Vault {
    fn read(&self) -> Result<BTreeMap<String, String>, String> {
        let sealed = match std::fs::read(&self.file) {
            Ok(sealed) => sealed,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeMap::new()),
            Err(error) => return Err(self.unreadable(&error.to_string())),
        };
        let body = sealed.strip_prefix(HEADER).ok_or_else(|| {
            if sealed.starts_with(b"SDRSEC") {
                "the stored passwords were written by a newer version of this app. Update the app".to_owned()
            } else {
                self.unreadable("it is no password file")
            }
        })?;
        let (nonce, text) =
            body.split_first_chunk::<NONCE>().ok_or_else(|| self.unreadable("it is cut off"))?;
        let key = self.key()?.ok_or_else(|| self.unreadable("its key file is gone"))?;
        let payload = Payload { msg: text, aad: HEADER };
        let plain = XChaCha20Poly1305::new(&key.into())
            .decrypt(&(*nonce).into(), payload)
            .map_err(|_| self.unreadable("it was changed, or its key file belongs to another one"))?;
        serde_json::from_slice(&plain).map_err(|_| self.unreadable("its content is damaged"))
    }

    fn write(&self, secrets: &BTreeMap<String, String>) -> Result<(), String> {
        let key = match self.key()? {
            Some(key) => key,
            None => self.new_key()?,
        };
        let mut nonce = [0; NONCE];
        self.ids.bytes(&mut nonce);
        let plain = serde_json::to_vec(secrets).map_err(|error| error.to_string())?;
        let payload = Payload { msg: &plain, aad: HEADER };
        let text = XChaCha20Poly1305::new(&key.into())
            .encrypt(&nonce.into(), payload)
            .map_err(|_| "the passwords could not be encrypted".to_owned())?;
        Self::replace(&self.file, &[HEADER, &nonce, &text].concat())
    }

    fn key(&self) -> Result<Option<[u8; KEY]>, String> {
        match std::fs::read(&self.key) {
            Ok(bytes) => match bytes.try_into() {
                Ok(key) => Ok(Some(key)),
                Err(_) => Err(self.unreadable("its key file is damaged")),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.unreadable(&error.to_string())),
        }
    }

    fn new_key(&self) -> Result<[u8; KEY], String> {
        let mut key = [0; KEY];
        self.ids.bytes(&mut key);
        Self::replace(&self.key, &key)?;
        Ok(key)
    }

    /// Writes beside, syncs, renames.
    fn replace(target: &Path, bytes: &[u8]) -> Result<(), String> {
        let beside = target.with_extension("new");
        let write = || {
            if let Some(folder) = target.parent() {
                std::fs::create_dir_all(folder)?;
            }
            let mut file = private(&beside)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            std::fs::rename(&beside, target)?;
            match target.parent() {
                Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
                _ => Ok(()),
            }
        };
        write().map_err(|error: std::io::Error| {
            format!(
                "{} cannot be written ({error}). Check the folder's permissions and free space",
                target.display()
            )
        })
    }

    fn unreadable(&self, why: &str) -> String {
        format!(
            "{} cannot be read: {why}. Restore it from a backup, or delete it and enter the passwords again",
            self.file.display()
        )
    }
}

/// A new file that only its owner can read.
fn private(path: &Path) -> std::io::Result<File> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[async_trait]
impl Secrets for FileSecrets {
    fn place(&self) -> &'static str {
        "an encrypted file in the app's data folder"
    }

    async fn get(&self, name: &str) -> Result<Option<Secret>, SecretError> {
        let name = name.to_owned();
        self.with(move |vault| Ok(vault.read()?.remove(&name).map(Secret::new))).await
    }

    async fn set(&self, name: &str, secret: Secret) -> Result<(), SecretError> {
        let name = name.to_owned();
        self.with(move |vault| {
            let mut secrets = vault.read()?;
            secrets.insert(name, secret.reveal().to_owned());
            vault.write(&secrets)
        })
        .await
    }

    async fn delete(&self, name: &str) -> Result<(), SecretError> {
        let name = name.to_owned();
        self.with(move |vault| {
            let mut secrets = vault.read()?;
            match secrets.remove(&name) {
                Some(_) => vault.write(&secrets),
                None => Ok(()),
            }
        })
        .await
    }
}
