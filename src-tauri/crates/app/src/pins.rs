//! Which name Telegram showed for a handle, kept in the settings table.
//!
//! **Invariant:** a pin that cannot be read counts as missing and one that cannot be written is logged:
//! the relayer then binds by the text alone, which it does for every first message anyway.

use async_trait::async_trait;
use sdr_domain::text::Handle;
use sdr_relayer::NamePins;
use sdr_storage::{Store, StoreError};

/// Pins in the workspace's database.
pub(crate) struct StoredPins {
    pub(crate) store: Store,
}

fn key(handle: &Handle) -> String {
    format!("telegram.name.{}", handle.value())
}

#[async_trait]
impl NamePins for StoredPins {
    async fn get(&self, handle: &Handle) -> Option<String> {
        match self.store.setting(&key(handle)).await {
            Ok(value) => value.and_then(|value| value.as_str().map(str::to_owned)),
            Err(error) => {
                tracing::warn!(%error, "a pinned name could not be read");
                None
            }
        }
    }

    async fn pin(&self, handle: &Handle, name: &str) {
        let written: Result<(), StoreError> = async {
            let tx = self.store.begin().await?;
            tx.put_setting(&key(handle), &name.into()).await?;
            tx.commit().await
        }
        .await;
        if let Err(error) = written {
            tracing::warn!(%error, "a pinned name could not be kept");
        }
    }
}
