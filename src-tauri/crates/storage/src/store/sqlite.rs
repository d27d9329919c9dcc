//! Opening a SQLite file: look first, back up, then change.
//!
//! **Invariant:** a file that is damaged, foreign or from a newer version is never written to.

use std::collections::HashSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sdr_domain::Timestamp;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sea_orm::sqlx::{self, ConnectOptions as _};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbErr, RuntimeErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};

use super::schema::{self, Schema};
use crate::error::StoreError;
use crate::sql::Sql;

/// How long to wait for another process's write.
const BUSY: Duration = Duration::from_secs(10);
/// Up to this size a file is checked whole at every start; a greater one before its schema is changed.
const CHECK_WHOLE_BYTES: u64 = 32 * 1024 * 1024;
/// Backups kept beside the newest.
const BACKUPS_KEPT: usize = 5;
const READERS: u32 = 4;

pub(super) async fn open(
    path: &Path,
    backup_dir: Option<&Path>,
    now: Timestamp,
) -> Result<(DatabaseConnection, DatabaseConnection), StoreError> {
    let name = path.display().to_string();
    let size = check_place(path)?;
    if size > 0 {
        let schema = look_without_touching(path, &name, size).await?;
        if schema == Schema::Behind {
            let dir = backup_dir.map_or_else(|| beside(path), Path::to_path_buf);
            back_up(path, &name, &dir, now).await?;
        }
    }
    let write = connect(writer_options(path), 1, &name).await?;
    migrate(&write).await.map_err(|e| at_place(e, &name))?;
    let read = connect(reader_options(path), READERS, &name).await?;
    Ok((write, read))
}

/// Copies the whole database into a new file.
pub(super) async fn copy_to(from: &DatabaseConnection, path: &Path) -> Result<(), StoreError> {
    let name = path.display().to_string();
    if path.exists() {
        return Err(StoreError::Unavailable {
            what: format!("{name} exists already; choose another name"),
            source: None,
        });
    }
    let copied = Sql::new("VACUUM INTO ?").bind(name.as_str()).run(from).await;
    copied.map(drop).map_err(|e| at_place(e, &name))
}

/// Puts the file's name into errors that were made without knowing it.
#[expect(clippy::wildcard_enum_match_arm, reason = "only two kinds name a place")]
fn at_place(error: StoreError, name: &str) -> StoreError {
    match error {
        StoreError::Corrupt { source, .. } => StoreError::Corrupt { path: name.into(), source },
        StoreError::ReadOnly { source, .. } => StoreError::ReadOnly { path: name.into(), source },
        other => other,
    }
}

/// The file's size, 0 when there is none; refuses a place that cannot be written to. The permission bits
/// are looked at because root may write everywhere, and a locked place is a wish to be respected.
fn check_place(path: &Path) -> Result<u64, StoreError> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let refused = |place: &Path, source: std::io::Error| {
        let name = place.display().to_string();
        if matches!(
            source.kind(),
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem
        ) {
            StoreError::ReadOnly { path: name, source: Some(Box::new(source)) }
        } else if source.kind() == std::io::ErrorKind::StorageFull {
            StoreError::Full(Some(Box::new(source)))
        } else {
            StoreError::Unavailable {
                what: format!("{name} cannot be used; check the path"),
                source: Some(Box::new(source)),
            }
        }
    };
    std::fs::create_dir_all(folder).map_err(|e| refused(folder, e))?;
    for place in [folder, path] {
        match std::fs::metadata(place) {
            Ok(about) if about.permissions().readonly() => {
                return Err(StoreError::ReadOnly { path: place.display().to_string(), source: None });
            }
            Ok(about) if place == path && about.is_dir() => {
                let what = format!("{} is a folder; name a file", place.display());
                return Err(StoreError::Unavailable { what, source: None });
            }
            Ok(_) => {}
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(0),
            Err(e) => return Err(refused(place, e)),
        }
    }
    let mut head = Vec::new();
    let mut file = std::fs::File::open(path).map_err(|e| refused(path, e))?;
    file.by_ref().take(16).read_to_end(&mut head).map_err(|e| refused(path, e))?;
    // sqlite.org/fileformat.html, section 1.3.1
    if !head.is_empty() && head != b"SQLite format 3\0" {
        return Err(StoreError::Corrupt { path: path.display().to_string(), source: None });
    }
    std::fs::metadata(path).map(|about| about.len()).map_err(|e| refused(path, e))
}

/// Reads the schema, and the whole file where that is quick or about to matter, through a connection that
/// cannot write.
async fn look_without_touching(path: &Path, name: &str, size: u64) -> Result<Schema, StoreError> {
    let options = base_options(path).read_only(true);
    let probe = connect(options, 1, name).await?;
    let looked = look(&probe, size).await.map_err(|e| at_place(e, name));
    let closed = probe.close().await;
    let schema = looked?;
    closed?;
    if schema == Schema::Foreign {
        return Err(StoreError::Corrupt { path: name.to_owned(), source: None });
    }
    Ok(schema)
}

async fn look(probe: &DatabaseConnection, size: u64) -> Result<Schema, StoreError> {
    let rows = Sql::new("SELECT name FROM sqlite_master WHERE type = 'table'").all(probe).await?;
    let tables: HashSet<String> = rows.iter().map(|r| r.try_get_by_index(0)).collect::<Result<_, _>>()?;
    let schema = schema::look(probe, &tables).await?;
    if size <= CHECK_WHOLE_BYTES || schema == Schema::Behind {
        let row = Sql::new("PRAGMA quick_check(1)").one(probe).await?;
        let answer: Option<String> = row.map(|r| r.try_get_by_index(0)).transpose()?;
        if answer.as_deref() != Some("ok") {
            let source = answer.map(Into::into);
            return Err(StoreError::Corrupt { path: String::new(), source });
        }
    }
    Ok(schema)
}

fn beside(path: &Path) -> PathBuf {
    path.parent().unwrap_or(Path::new(".")).join("backups")
}

async fn back_up(path: &Path, name: &str, dir: &Path, now: Timestamp) -> Result<(), StoreError> {
    let denied = |e: std::io::Error| StoreError::ReadOnly {
        path: dir.display().to_string(),
        source: Some(Box::new(e)),
    };
    std::fs::create_dir_all(dir).map_err(denied)?;
    let stem = path.file_stem().map_or_else(|| "sdr".into(), |s| s.to_string_lossy());
    let target = dir.join(format!("{stem}-{}.sqlite3", now.strftime("%Y%m%dT%H%M%S%3fZ")));
    let from = connect(base_options(path), 1, name).await?;
    let copied = copy_to(&from, &target).await;
    from.close().await?;
    copied?;
    tracing::info!(backup = %target.display(), "backed up before changing the schema");
    prune(dir, &format!("{stem}-")).map_err(denied)
}

/// Keeps the newest backups; their names sort by time.
fn prune(dir: &Path, prefix: &str) -> std::io::Result<()> {
    let mut backups: Vec<PathBuf> = std::fs::read_dir(dir)?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            name.starts_with(prefix) && name.ends_with(".sqlite3")
        })
        .collect();
    backups.sort();
    let surplus = backups.len().saturating_sub(BACKUPS_KEPT);
    backups.iter().take(surplus).try_for_each(std::fs::remove_file)
}

async fn migrate(write: &DatabaseConnection) -> Result<(), StoreError> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let tx = write.begin_with_options(options).await?;
    schema::bring_up(&tx).await?;
    tx.commit().await?;
    write.execute_unprepared("PRAGMA optimize=0x10002").await?;
    Ok(())
}

fn base_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .disable_statement_logging()
}

fn writer_options(path: &Path) -> SqliteConnectOptions {
    base_options(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("cache_size", "-65536")
        .pragma("temp_store", "memory")
        // Fewer, larger copies from the journal into the file while an import runs.
        .pragma("wal_autocheckpoint", "4000")
        .pragma("journal_size_limit", "67108864")
        .statement_cache_capacity(64)
}

fn reader_options(path: &Path) -> SqliteConnectOptions {
    base_options(path)
        .pragma("cache_size", "-32768")
        .pragma("temp_store", "memory")
        .pragma("query_only", "on")
        .statement_cache_capacity(64)
}

async fn connect(
    options: SqliteConnectOptions,
    most: u32,
    name: &str,
) -> Result<DatabaseConnection, StoreError> {
    let pool = SqlitePoolOptions::new()
        .max_connections(most)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_with(options)
        .await
        .map_err(|e: sqlx::Error| StoreError::from_db(DbErr::Conn(RuntimeErr::SqlxError(e.into())), name))?;
    Ok(pool.into())
}
