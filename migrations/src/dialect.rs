//! The few words in which the two databases differ; everything else is written once.
//!
//! **Invariant:** a statement list is a constant of its migration; nothing from outside enters the text.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, DbErr};

/// Runs statements in which `$uuid`, `$serial` and `$clustered` stand for the database's own words.
///
/// - `$uuid`: 16 bytes on SQLite, `uuid` on PostgreSQL
/// - `$serial`: a growing integer primary key, never reused
/// - `$clustered`: on SQLite, keep the rows in the primary key's tree
pub(crate) async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let words: [(&str, &str); 3] = if connection.get_database_backend() == DbBackend::Sqlite {
        [("$uuid", "BLOB"), ("$serial", "INTEGER PRIMARY KEY AUTOINCREMENT"), ("$clustered", "WITHOUT ROWID")]
    } else {
        [
            ("$uuid", "uuid"),
            ("$serial", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
            ("$clustered", ""),
        ]
    };
    for statement in statements {
        let text = words.iter().fold((*statement).to_owned(), |text, (from, to)| text.replace(from, to));
        connection.execute_unprepared(&text).await?;
    }
    Ok(())
}

/// Runs the statements meant for the database at hand.
pub(crate) async fn run_own(
    manager: &SchemaManager<'_>,
    sqlite: &[&str],
    postgres: &[&str],
) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let own = if connection.get_database_backend() == DbBackend::Sqlite { sqlite } else { postgres };
    for statement in own {
        connection.execute_unprepared(statement).await?;
    }
    Ok(())
}
