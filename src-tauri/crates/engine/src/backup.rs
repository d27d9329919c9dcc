//! Backup as one file.

use std::path::PathBuf;

use crate::engine::Engine;
use crate::error::EngineError;

impl Engine {
    /// Writes the whole workspace into one new file in `folder` and returns its path.
    pub async fn backup(&self, folder: PathBuf) -> Result<PathBuf, EngineError> {
        let name = self.cx.now().strftime("sdr-console-%Y%m%d-%H%M%S.sqlite").to_string();
        let path = folder.join(name);
        self.cx.store.backup(&path).await?;
        Ok(path)
    }
}
