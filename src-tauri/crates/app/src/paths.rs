//! Where things are kept: data, logs, backups, uploads.
//!
//! Each system has its own places; `SDR_DATA_DIR` puts everything under one folder instead.
//!
//! **Invariant:** nothing is read or written outside these folders, apart from the keychain.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::start_error::StartError;

/// The folders of one workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The database and the lock.
    pub data: PathBuf,
    /// Log files.
    pub logs: PathBuf,
    /// Backups of the database.
    pub backups: PathBuf,
    /// Uploaded lead files until they are imported.
    pub uploads: PathBuf,
}

impl Paths {
    /// Everything under one folder.
    pub fn under(folder: &Path) -> Self {
        Self {
            data: folder.to_owned(),
            logs: folder.join("logs"),
            backups: folder.join("backups"),
            uploads: folder.join("uploads"),
        }
    }

    /// The usual places of this system and user.
    pub fn of_this_user() -> Result<Self, StartError> {
        let places = ProjectDirs::from("", "", "sdr-console").ok_or(StartError::NoHome)?;
        let data = places.data_local_dir();
        Ok(Self { uploads: places.cache_dir().join("uploads"), ..Self::under(data) })
    }

    /// Makes the folders, private to this user.
    pub fn make(&self) -> Result<(), StartError> {
        for folder in [&self.data, &self.logs, &self.backups, &self.uploads] {
            make_private(folder).map_err(|reason| StartError::Folder { path: folder.clone(), reason })?;
        }
        Ok(())
    }

    /// The SQLite file.
    pub fn database(&self) -> PathBuf {
        self.data.join("sdr.sqlite")
    }
}

#[cfg(unix)]
fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)
}
