//! Where passwords and keys are kept: the system keychain, or an encrypted file where there is none.
//!
//! **Invariant:** looking for the keychain never hangs and never asks the terminal; a machine without
//! one gets the file.
//!
//! **Invariant:** secrets that are stored stay where they are: a file that exists is used, so a
//! keychain that appears later hides nothing.

mod file;
mod keychain;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sdr_ports::{IdSource, Secrets};

use file::FileSecrets;
use keychain::Keychain;

/// Patience with a keychain that does not answer, e.g. one that waits for a password nobody will type.
const PROBE: Duration = Duration::from_secs(3);

/// Name under which the keychain lists what is ours.
const SERVICE: &str = "SDR Console";

/// Opens the place for secrets; [`Secrets::place`] says which it is. Takes at most three seconds.
pub(crate) async fn open(data_dir: &Path, ids: Arc<dyn IdSource>) -> Arc<dyn Secrets> {
    open_as(data_dir, SERVICE, ids).await
}

async fn open_as(data_dir: &Path, service: &str, ids: Arc<dyn IdSource>) -> Arc<dyn Secrets> {
    let file = FileSecrets::new(data_dir, ids);
    if file.exists() {
        return Arc::new(file);
    }
    match Keychain::find(service, PROBE).await {
        Ok(keychain) => Arc::new(keychain),
        Err(reason) => {
            tracing::info!(reason, "no system keychain; secrets go to an encrypted file");
            Arc::new(file)
        }
    }
}

#[cfg(test)]
#[path = "secrets/tests.rs"]
mod tests;
