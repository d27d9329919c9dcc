//! What can go wrong with the store, said as what to do next.
//!
//! **Invariant:** the database library never shows through: it stands behind `source()` only, and no
//! sentence carries message text, a handle or a query's values.

use std::error::Error;

use sdr_domain::transition::InvalidTransition;
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, SqlxError};

type Cause = Box<dyn Error + Send + Sync>;

/// Why the store refused or failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The row collides with one that exists, or names one that does not.
    #[error("this is already stored, or something it belongs to is gone; load it again")]
    Conflict(#[source] Option<Cause>),
    /// Another process holds the database.
    #[error("the database is busy with another program; try again in a moment")]
    Busy(#[source] Option<Cause>),
    /// The file is damaged or no database at all. It was not touched.
    #[error(
        "{path} is damaged or not an SDR Console database; it was not changed. Restore a backup, or move the file away to start afresh"
    )]
    Corrupt {
        /// The file, or the database's name.
        path: String,
        /// What the database said.
        source: Option<Cause>,
    },
    /// A stored value makes no sense.
    #[error(
        "the database holds a value this version cannot read: table {table}, column {column}, row {row}. Restore a backup, or report this sentence"
    )]
    CorruptRow {
        /// Which table.
        table: &'static str,
        /// Which column.
        column: &'static str,
        /// The row's id, or `?`.
        row: String,
    },
    /// A later version of the app wrote this database. It was not touched.
    #[error("this database was written by a newer version of SDR Console; install that version, or open another database ({})", migrations.join(", "))]
    Newer {
        /// Schema changes this build does not know.
        migrations: Vec<String>,
    },
    /// No room to write.
    #[error(
        "the disk is full; free some space and try again. Nothing was lost, the last change was not stored"
    )]
    Full(#[source] Option<Cause>),
    /// The place cannot be written to.
    #[error("{path} is read-only; make it writable, or choose another folder for the database")]
    ReadOnly {
        /// The file or folder.
        path: String,
        /// What the database said.
        source: Option<Cause>,
    },
    /// The database cannot be reached or failed in another way.
    #[error("the database cannot be used: {what}")]
    Unavailable {
        /// What was tried, and what to check.
        what: String,
        /// What the database said.
        source: Option<Cause>,
    },
    /// The address names no database this build can open.
    #[error("{0:?} is no database address; use sqlite://PATH or postgres://USER@HOST/NAME")]
    BadUrl(String),
    /// A page cursor that this store did not hand out for this list.
    #[error("the page cursor does not belong to this list; start again from the first page")]
    BadCursor,
    /// The machine refused; nothing was changed.
    #[error(transparent)]
    InvalidTransition(#[from] InvalidTransition),
    /// Somebody else changed it between reading and writing; nothing was changed.
    #[error("this changed in the meantime; load it again")]
    Stale,
    /// The row to change does not exist.
    #[error("there is no such row in {table}; it may have been deleted")]
    NotFound {
        /// Which table.
        table: &'static str,
    },
    /// A message to this person may be leaving at this instant, or nobody knows whether it left.
    #[error("a message to this person is on its way or unsettled; settle it first, then delete")]
    InFlight,
    /// Backing up is the server's own business.
    #[error("a PostgreSQL database is backed up with pg_dump, not by the app")]
    NoFileToBackUp,
}

impl StoreError {
    /// Sorts a database error by what the caller can do about it. `place` names the file or database.
    pub(crate) fn from_db(error: DbErr, place: &str) -> Self {
        let kind = Kind::of(&error);
        let path = place.to_owned();
        let cause: Option<Cause> = Some(Box::new(error));
        match kind {
            Kind::Conflict => Self::Conflict(cause),
            Kind::Busy => Self::Busy(cause),
            Kind::Corrupt => Self::Corrupt { path, source: cause },
            Kind::Full => Self::Full(cause),
            Kind::ReadOnly => Self::ReadOnly { path, source: cause },
            Kind::CannotOpen => Self::Unavailable {
                what: format!("{path} cannot be opened; check that the folder exists and is yours"),
                source: cause,
            },
            Kind::Disk => Self::Unavailable {
                what: format!("the disk does not read or write {path} as it should; check the disk and its free space"),
                source: cause,
            },
            Kind::NotThere => Self::Unavailable {
                what: "the server does not answer or refuses the login; check that it runs and the address is right"
                    .into(),
                source: cause,
            },
            Kind::Other => {
                Self::Unavailable { what: "an unexpected answer; see the log".into(), source: cause }
            }
        }
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        Self::from_db(error, "the database")
    }
}

enum Kind {
    Conflict,
    Busy,
    Corrupt,
    Full,
    ReadOnly,
    CannotOpen,
    Disk,
    NotThere,
    Other,
}

impl Kind {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the library's enums are open")]
    fn of(error: &DbErr) -> Self {
        match error {
            DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => Self::Busy,
            DbErr::Conn(RuntimeErr::SqlxError(e))
            | DbErr::Exec(RuntimeErr::SqlxError(e))
            | DbErr::Query(RuntimeErr::SqlxError(e)) => match e.as_ref() {
                SqlxError::Database(e) => Self::of_code(e.code().as_deref().unwrap_or_default()),
                SqlxError::Io(_) | SqlxError::Tls(_) | SqlxError::PoolClosed => Self::NotThere,
                SqlxError::PoolTimedOut => Self::Busy,
                _ => Self::Other,
            },
            _ => Self::Other,
        }
    }

    /// SQLite's extended result codes (sqlite.org/rescode.html) are plain numbers; the low byte is the
    /// class. PostgreSQL's SQLSTATE always has five characters.
    fn of_code(code: &str) -> Self {
        if code.len() < 5
            && let Ok(number) = code.parse::<u32>()
        {
            return match number & 0xff {
                5 | 6 => Self::Busy,
                8 => Self::ReadOnly,
                10 => Self::Disk,
                11 | 26 => Self::Corrupt,
                13 => Self::Full,
                14 => Self::CannotOpen,
                19 => Self::Conflict,
                _ => Self::Other,
            };
        }
        match code {
            "25006" => Self::ReadOnly,
            "53100" => Self::Full,
            "40001" | "40P01" | "55P03" | "53300" => Self::Busy,
            "XX001" | "XX002" => Self::Corrupt,
            _ if code.starts_with("23") => Self::Conflict,
            _ if code.starts_with("57P") || code.starts_with("28") || code.starts_with("3D") => {
                Self::NotThere
            }
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::{ConnectOptions, ConnectionTrait, Database};

    use super::*;

    #[tokio::test]
    async fn a_full_disk_is_told_apart_and_says_what_to_do() {
        let mut options = ConnectOptions::new("sqlite::memory:");
        options.max_connections(1);
        let database = Database::connect(options).await.unwrap();
        database.execute_unprepared("PRAGMA max_page_count = 2").await.unwrap();
        database.execute_unprepared("CREATE TABLE t (x TEXT)").await.unwrap();
        let refused =
            database.execute_unprepared("INSERT INTO t SELECT randomblob(99999)").await.unwrap_err();
        let error = StoreError::from(refused);
        assert!(matches!(error, StoreError::Full(_)), "{error:?}");
        assert!(error.to_string().contains("free some space"));
        assert!(error.source().is_some());
    }

    #[test]
    fn codes_are_sorted_by_what_to_do() {
        for (code, kind) in [
            ("5", "busy"),
            ("517", "busy"),
            ("1032", "read-only"),
            ("11", "corrupt"),
            ("2067", "conflict"),
            ("23505", "conflict"),
            ("40P01", "busy"),
            ("53100", "full"),
            ("57P03", "away"),
            ("28P01", "away"),
            ("42601", "other"),
        ] {
            let word = match Kind::of_code(code) {
                Kind::Conflict => "conflict",
                Kind::Busy => "busy",
                Kind::Corrupt => "corrupt",
                Kind::Full => "full",
                Kind::ReadOnly => "read-only",
                Kind::CannotOpen => "cannot open",
                Kind::Disk => "disk",
                Kind::NotThere => "away",
                Kind::Other => "other",
            };
            assert_eq!(word, kind, "{code}");
        }
    }
}
