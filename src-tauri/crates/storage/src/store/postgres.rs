//! Opening a PostgreSQL database: a workspace is a schema, found through `search_path`.
//!
//! **Invariant:** one process changes the schema at a time; the others wait for its advisory lock.

use std::collections::HashSet;
use std::time::Duration;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::{self, ConnectOptions as _, Connection as _};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, RuntimeErr, TransactionTrait};

use super::schema::{self, Schema};
use crate::error::StoreError;
use crate::sql::Sql;

const PLACE: &str = "the PostgreSQL database";
const MOST_CONNECTIONS: u32 = 8;
/// "sdr" and a number: names the lock among other users of the server.
const MIGRATION_LOCK: i64 = 0x73_6472_0001;

pub(super) async fn open(url: &str, schema: Option<&str>) -> Result<DatabaseConnection, StoreError> {
    let schema = schema.unwrap_or("public");
    let legal = !schema.is_empty()
        && schema.len() <= 63
        && schema.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !legal {
        let what = "a workspace name is 1 to 63 small letters, digits or underscores".into();
        return Err(StoreError::Unavailable { what, source: None });
    }
    let options: PgConnectOptions = url.parse().map_err(|_| StoreError::BadUrl("postgres".to_owned()))?;
    let options = options
        .application_name("sdr-console")
        // Compiling a statement of a thousand rows takes seconds, running it milliseconds.
        .options([("search_path", schema), ("jit", "off")])
        .disable_statement_logging();
    // A pool tries until its time is over; a single connection says at once why it cannot be made.
    let refused = |e: sqlx::Error| StoreError::from_db(DbErr::Conn(RuntimeErr::SqlxError(e.into())), PLACE);
    options.connect().await.map_err(refused)?.close().await.map_err(refused)?;
    let pool = PgPoolOptions::new()
        .max_connections(MOST_CONNECTIONS)
        .acquire_timeout(Duration::from_secs(30))
        .connect_with(options)
        .await
        .map_err(refused)?;
    let pool = DatabaseConnection::from(pool);
    migrate(&pool, schema).await?;
    Ok(pool)
}

async fn migrate(pool: &DatabaseConnection, schema: &str) -> Result<(), StoreError> {
    let tx = pool.begin().await?;
    // Released when the transaction ends, however it ends.
    Sql::new("SELECT pg_advisory_xact_lock(?)").bind(MIGRATION_LOCK).one(&tx).await?;
    // The name was checked above: it cannot end the quotes.
    tx.execute_unprepared(&format!("CREATE SCHEMA IF NOT EXISTS \"{schema}\"")).await?;
    let sql = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = ?";
    let rows = Sql::new(sql).bind(schema).all(&tx).await?;
    let tables: HashSet<String> = rows.iter().map(|r| r.try_get_by_index(0)).collect::<Result<_, _>>()?;
    if schema::look(&tx, &tables).await? == Schema::Foreign {
        let what = format!("the schema {schema:?} holds tables of another program; choose an empty one");
        return Err(StoreError::Unavailable { what, source: None });
    }
    schema::bring_up(&tx).await?;
    tx.commit().await?;
    Ok(())
}
