//! Looks at everything the app stands on and says what to mend; changes nothing but an absent folder.

use std::sync::Arc;

use sdr_ports::{ChannelPort, Clock, SystemClock, SystemIds};
use sdr_relayer::{MemoryPins, TelegramConfig, TelegramDesktop, Wiring};
use sdr_storage::Store;

use crate::assemble::store_config;
use crate::lock::DataLock;
use crate::secrets;
use crate::settings::Settings;
use crate::start_error::StartError;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What.
    pub name: &'static str,
    /// Whether it is as it should be.
    pub fine: bool,
    /// What was found.
    pub sentence: String,
    /// What to do, if anything.
    pub fix: Option<String>,
}

impl Check {
    /// Nothing to do.
    pub fn fine(name: &'static str, sentence: impl Into<String>) -> Self {
        Self { name, fine: true, sentence: sentence.into(), fix: None }
    }

    /// Something to do.
    pub fn broken(name: &'static str, sentence: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { name, fine: false, sentence: sentence.into(), fix: Some(fix.into()) }
    }
}

/// Looks at the data folder, the database, the keychain and Telegram Desktop.
pub async fn checkup(settings: &Settings) -> Vec<Check> {
    let mut checks = vec![data(settings)];
    checks.push(database(settings).await);
    checks.push(keychain(settings).await);
    checks.push(telegram(settings).await);
    checks
}

fn data(settings: &Settings) -> Check {
    let name = "data folder";
    match settings.paths.make() {
        Ok(()) => Check::fine(name, settings.paths.data.display().to_string()),
        Err(error) => Check::broken(name, error.to_string(), "Make the folder writable for yourself."),
    }
}

async fn database(settings: &Settings) -> Check {
    let name = "database";
    let _lock = match DataLock::take(&settings.paths) {
        Ok(lock) => lock,
        Err(StartError::Running { process, .. }) => {
            return Check::fine(name, format!("In use by the running app (process {process})."));
        }
        Err(error) => return Check::broken(name, error.to_string(), "Make the data folder writable."),
    };
    let opened =
        Store::open(store_config(settings.database.clone(), &settings.paths), SystemClock.now()).await;
    match opened {
        Ok(store) => {
            let kind = if store.is_sqlite() { "SQLite" } else { "PostgreSQL" };
            let closed = store.close().await;
            match closed {
                Ok(()) => Check::fine(name, format!("{kind} opens and is up to date.")),
                Err(error) => Check::broken(name, StartError::from(error).to_string(), "Try again."),
            }
        }
        Err(error) => {
            let fix = "Follow the sentence above; the file itself was not changed.";
            Check::broken(name, StartError::from(error).to_string(), fix)
        }
    }
}

async fn keychain(settings: &Settings) -> Check {
    let name = "secrets";
    let secrets = secrets::open(&settings.paths.data, Arc::new(SystemIds)).await;
    match secrets.get(sdr_domain::connect::secret_name::EMAIL_PASSWORD).await {
        Ok(_) => Check::fine(name, format!("Kept here: {}.", secrets.place())),
        Err(error) => Check::broken(name, error.to_string(), "Unlock the keychain and try again."),
    }
}

async fn telegram(settings: &Settings) -> Check {
    let name = "Telegram Desktop";
    let config = TelegramConfig {
        command: settings.telegram_command.clone(),
        data_dir: settings.telegram_data_dir.clone(),
        ..TelegramConfig::default()
    };
    let wiring =
        Wiring { pins: Arc::new(MemoryPins::default()), ids: Arc::new(SystemIds), main_thread: None };
    let health = TelegramDesktop::new(config, wiring).health().await;
    if health.ready {
        return Check::fine(name, health.sentence);
    }
    let fix = health.fix.unwrap_or_else(|| "Everything else works without it.".into());
    Check::broken(name, health.sentence, fix)
}
