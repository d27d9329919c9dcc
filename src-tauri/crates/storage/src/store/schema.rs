//! Bringing the schema up to date, and refusing one from the future.
//!
//! **Invariant:** all pending changes are made in one transaction, or none.

use std::collections::HashSet;

use sdr_migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use crate::error::StoreError;
use crate::sql::Sql;

/// How a database's schema relates to this build.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Schema {
    /// No table yet.
    Empty,
    /// Tables, but none of ours.
    Foreign,
    /// Ours, with changes still to make.
    Behind,
    /// Ours, as this build knows it.
    Current,
}

/// Looks at the list of applied changes without changing anything.
pub(super) async fn look(on: &impl ConnectionTrait, tables: &HashSet<String>) -> Result<Schema, StoreError> {
    if tables.is_empty() {
        return Ok(Schema::Empty);
    }
    if !tables.contains("seaql_migrations") {
        return Ok(Schema::Foreign);
    }
    let rows = Sql::new("SELECT version FROM seaql_migrations ORDER BY version").all(on).await?;
    let applied: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
    let known: Vec<String> = Migrator::migrations().iter().map(|m| m.name().to_owned()).collect();
    let newer: Vec<String> = applied.iter().filter(|name| !known.contains(name)).cloned().collect();
    if !newer.is_empty() {
        return Err(StoreError::Newer { migrations: newer });
    }
    Ok(if known.iter().all(|name| applied.contains(name)) { Schema::Current } else { Schema::Behind })
}

/// Makes the pending changes; another process may have made them first.
pub(super) async fn bring_up(tx: &DatabaseTransaction) -> Result<(), StoreError> {
    Ok(Migrator::up(tx, None).await?)
}
