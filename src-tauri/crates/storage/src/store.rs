//! The store: one writer connection and a reader pool on SQLite, one pool on PostgreSQL.
//!
//! **Invariant:** on SQLite only the writer connection can write, and every commit is synced to disk.

mod postgres;
mod schema;
mod sqlite;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use sdr_domain::Timestamp;
use sea_orm::{DatabaseConnection, DbBackend, SqliteTransactionMode, TransactionOptions, TransactionTrait};

use crate::error::StoreError;
use crate::tx::Tx;

/// Where the database is.
#[derive(Clone)]
pub struct StoreConfig {
    /// `sqlite://PATH` or `postgres://USER:PASSWORD@HOST/NAME`.
    pub url: String,
    /// Where backups of a SQLite file go; `backups` beside the file when missing.
    pub backup_dir: Option<PathBuf>,
    /// PostgreSQL schema of the workspace, made when missing; `public` when not given.
    pub schema: Option<String>,
}

impl std::fmt::Debug for StoreConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A PostgreSQL address carries a password.
        f.debug_struct("StoreConfig").field("schema", &self.schema).finish_non_exhaustive()
    }
}

/// An open database. Cheap to clone; all clones share connections and counters.
#[derive(Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("sqlite", &self.is_sqlite()).finish_non_exhaustive()
    }
}

pub(crate) struct Inner {
    pub(crate) write: DatabaseConnection,
    pub(crate) read: DatabaseConnection,
    /// The file's path, or the database's name, for sentences.
    pub(crate) place: String,
    pub(crate) revision: AtomicU64,
    pub(crate) leads_revision: AtomicU64,
    totals: Mutex<HashMap<String, (u64, u64)>>,
}

impl Store {
    /// Opens the database and brings its schema up to date, after a backup of a non-empty SQLite file.
    /// A newer, foreign or damaged database is refused and left as it is.
    pub async fn open(config: StoreConfig, now: Timestamp) -> Result<Self, StoreError> {
        let (write, read, place) = if let Some(path) = config.url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            let path = path.split('?').next().unwrap_or(path);
            if path.is_empty() || path.starts_with(':') {
                return Err(StoreError::BadUrl(config.url));
            }
            let path = Path::new(path);
            let (write, read) = sqlite::open(path, config.backup_dir.as_deref(), now).await?;
            (write, read, path.display().to_string())
        } else if config.url.starts_with("postgres://") || config.url.starts_with("postgresql://") {
            let pool = postgres::open(&config.url, config.schema.as_deref()).await?;
            (pool.clone(), pool, "the PostgreSQL database".to_owned())
        } else {
            let scheme = config.url.split(':').next().unwrap_or_default();
            return Err(StoreError::BadUrl(scheme.chars().take(40).collect()));
        };
        let inner = Inner {
            write,
            read,
            place,
            revision: AtomicU64::new(1),
            leads_revision: AtomicU64::new(1),
            totals: Mutex::default(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Starts writing. On SQLite there is one writer at a time: others wait for it, so keep it short and
    /// do nothing slow between this and [`Tx::commit`]. Dropping the transaction undoes it.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let options = TransactionOptions {
            // Taking the write lock at once: a read turned into a write late cannot wait, it fails.
            sqlite_transaction_mode: self.is_sqlite().then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let begun = self.inner.write.begin_with_options(options).await;
        let transaction = begun.map_err(|e| StoreError::from_db(e, &self.inner.place))?;
        Ok(Tx::new(transaction, self.clone()))
    }

    /// Copies a SQLite database to `path` while it is in use; `path` must not exist.
    pub async fn backup(&self, path: &Path) -> Result<(), StoreError> {
        if !self.is_sqlite() {
            return Err(StoreError::NoFileToBackUp);
        }
        sqlite::copy_to(&self.inner.write, path).await
    }

    /// Grows with every commit made through this process; a page rendered at one revision holds for it.
    pub fn revision(&self) -> u64 {
        self.inner.revision.load(Ordering::Acquire)
    }

    /// Whether this is an embedded SQLite file.
    pub fn is_sqlite(&self) -> bool {
        self.inner.write.get_database_backend() == DbBackend::Sqlite
    }

    /// Waits for running statements and closes every connection.
    pub async fn close(self) -> Result<(), StoreError> {
        self.inner.read.close_by_ref().await?;
        self.inner.write.close_by_ref().await?;
        Ok(())
    }

    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.inner.read
    }

    /// A count that holds until leads change; counting a million rows for every page would be slow.
    pub(crate) fn known_total(&self, of: &str) -> Option<u64> {
        let revision = self.inner.leads_revision.load(Ordering::Acquire);
        let totals = self.inner.totals.lock().unwrap_or_else(PoisonError::into_inner);
        totals.get(of).filter(|(at, _)| *at == revision).map(|(_, total)| *total)
    }

    /// Remembers a count made while the leads stood at `revision`.
    pub(crate) fn remember_total(&self, of: String, revision: u64, total: u64) {
        const MOST: usize = 256;
        let mut totals = self.inner.totals.lock().unwrap_or_else(PoisonError::into_inner);
        if totals.len() >= MOST {
            totals.clear();
        }
        totals.insert(of, (revision, total));
    }

    pub(crate) fn leads_revision(&self) -> u64 {
        self.inner.leads_revision.load(Ordering::Acquire)
    }
}
