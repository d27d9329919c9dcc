//! Statements written once for both databases, and rows read with their place kept.
//!
//! `?` marks a value; PostgreSQL gets `$1`, `$2`, … . SQLite keeps `?`: it looks numbered parameters up by
//! walking a list, which is quadratic for the large set-based statements this crate lives on.
//!
//! **Invariant:** nothing from outside enters a statement's text, only its values.

use std::str::FromStr;

use sdr_domain::Timestamp;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, TryGetable, Value};
use uuid::Uuid;

use crate::error::StoreError;

/// Values one insert carries. SQLite would allow 32,766 and PostgreSQL 65,535, but a statement of that size
/// stays in the statement cache with megabytes, and from here on larger ones are no quicker.
pub(crate) const MOST_VALUES: usize = 6_000;

/// Values one lookup list carries, for the same reason.
pub(crate) const MOST_KEYS: usize = 1_000;

/// One statement in the making.
pub(crate) struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), values: Vec::new() }
    }

    /// Fills the next `?`.
    pub(crate) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Continues the text.
    pub(crate) fn push(mut self, text: &str) -> Self {
        self.text.push_str(text);
        self
    }

    /// Appends `(?, ?, …)` with these values.
    pub(crate) fn list<V: Into<Value>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        self.text.push('(');
        let before = self.values.len();
        self.values.extend(values.into_iter().map(Into::into));
        for n in before..self.values.len() {
            self.text.push_str(if n == before { "?" } else { ",?" });
        }
        // `IN ()` is an error on PostgreSQL; NULL matches nothing on both.
        if before == self.values.len() {
            self.text.push_str("NULL");
        }
        self.text.push(')');
        self
    }

    /// Appends `(?, ?), (?, ?), …`, one tuple a row.
    pub(crate) fn tuples<const N: usize>(mut self, rows: Vec<[Value; N]>) -> Self {
        let tuple = format!("(?{})", ",?".repeat(N - 1));
        for (n, row) in rows.into_iter().enumerate() {
            if n > 0 {
                self.text.push(',');
            }
            self.text.push_str(&tuple);
            self.values.extend(row);
        }
        self
    }

    fn statement(self, backend: DbBackend) -> Statement {
        let text = if backend == DbBackend::Postgres { numbered(&self.text) } else { self.text };
        Statement::from_sql_and_values(backend, text, self.values)
    }

    pub(crate) async fn all(self, on: &impl ConnectionTrait) -> Result<Vec<QueryResult>, StoreError> {
        Ok(on.query_all_raw(self.statement(on.get_database_backend())).await?)
    }

    pub(crate) async fn one(self, on: &impl ConnectionTrait) -> Result<Option<QueryResult>, StoreError> {
        Ok(on.query_one_raw(self.statement(on.get_database_backend())).await?)
    }

    /// Runs it; the number of rows it changed.
    pub(crate) async fn run(self, on: &impl ConnectionTrait) -> Result<u64, StoreError> {
        Ok(on.execute_raw(self.statement(on.get_database_backend())).await?.rows_affected())
    }

    /// The one number it answers.
    pub(crate) async fn count(self, on: &impl ConnectionTrait) -> Result<u64, StoreError> {
        let row = self.one(on).await?;
        let number: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0);
        Ok(u64::try_from(number).unwrap_or(0))
    }
}

fn numbered(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 2);
    let mut pieces = text.split('?');
    out.push_str(pieces.next().unwrap_or_default());
    for (n, piece) in pieces.enumerate() {
        out.push('$');
        out.push_str(&(n + 1).to_string());
        out.push_str(piece);
    }
    out
}

/// Inserts many rows with as few statements as the value limit allows; the number of rows inserted.
/// `tail` follows the tuples, e.g. `ON CONFLICT DO NOTHING`.
pub(crate) async fn insert_many<const N: usize>(
    on: &impl ConnectionTrait,
    into: &str,
    rows: Vec<[Value; N]>,
    tail: &str,
) -> Result<u64, StoreError> {
    // A fixed number of rows a statement keeps the statement cache useful.
    let most = MOST_VALUES / N;
    let mut inserted = 0;
    let mut rows = rows.into_iter();
    loop {
        let part: Vec<_> = rows.by_ref().take(most).collect();
        if part.is_empty() {
            return Ok(inserted);
        }
        inserted += Sql::new(format!("INSERT INTO {into} VALUES ")).tuples(part).push(tail).run(on).await?;
    }
}

/// Milliseconds since 1970, the way times are stored. The last second of all time loses its fraction: it
/// could be written but not read again, and `Timestamp::MAX` is a way to say never.
pub(crate) fn ms(at: Timestamp) -> i64 {
    at.as_millisecond().min(Timestamp::MAX.as_second() * 1_000)
}

/// The same for a time that may be missing.
pub(crate) fn opt_ms(at: Option<Timestamp>) -> Option<i64> {
    at.map(ms)
}

/// A row with the table it came from, so that a value that makes no sense can be named.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    row: &'a QueryResult,
    table: &'static str,
}

impl<'a> Row<'a> {
    pub(crate) fn new(table: &'static str, row: &'a QueryResult) -> Self {
        Self { row, table }
    }

    fn corrupt(&self, column: &'static str) -> StoreError {
        let id = ["id", "lead_id", "delivery_id", "seq"].into_iter().find_map(|name| {
            let uuid = self.row.try_get::<Uuid>("", name).map(|id| id.to_string());
            uuid.or_else(|_| self.row.try_get::<i64>("", name).map(|n| n.to_string())).ok()
        });
        StoreError::CorruptRow { table: self.table, column, row: id.unwrap_or_else(|| "?".into()) }
    }

    /// A plain value.
    pub(crate) fn get<T: TryGetable>(&self, column: &'static str) -> Result<T, StoreError> {
        self.row.try_get("", column).map_err(|_| self.corrupt(column))
    }

    /// An id.
    pub(crate) fn id<T: From<Uuid>>(&self, column: &'static str) -> Result<T, StoreError> {
        self.get::<Uuid>(column).map(T::from)
    }

    /// A whole number that fits.
    pub(crate) fn int<T: TryFrom<i64>>(&self, column: &'static str) -> Result<T, StoreError> {
        T::try_from(self.get::<i64>(column)?).map_err(|_| self.corrupt(column))
    }

    /// A whole number that may be missing.
    pub(crate) fn opt_int<T: TryFrom<i64>>(&self, column: &'static str) -> Result<Option<T>, StoreError> {
        let number: Option<i64> = self.get(column)?;
        number.map(T::try_from).transpose().map_err(|_| self.corrupt(column))
    }

    /// One of our words.
    pub(crate) fn word<T: FromStr>(&self, column: &'static str) -> Result<T, StoreError> {
        self.get::<String>(column)?.parse().map_err(|_| self.corrupt(column))
    }

    /// One of our words that may be missing.
    pub(crate) fn opt_word<T: FromStr>(&self, column: &'static str) -> Result<Option<T>, StoreError> {
        let word: Option<String> = self.get(column)?;
        word.map(|word| word.parse()).transpose().map_err(|_| self.corrupt(column))
    }

    /// A time.
    pub(crate) fn time(&self, column: &'static str) -> Result<Timestamp, StoreError> {
        Timestamp::from_millisecond(self.get(column)?).map_err(|_| self.corrupt(column))
    }

    /// A time that may be missing.
    pub(crate) fn opt_time(&self, column: &'static str) -> Result<Option<Timestamp>, StoreError> {
        let at: Option<i64> = self.get(column)?;
        at.map(Timestamp::from_millisecond).transpose().map_err(|_| self.corrupt(column))
    }

    /// A record kept as JSON text.
    pub(crate) fn json<T: serde::de::DeserializeOwned>(&self, column: &'static str) -> Result<T, StoreError> {
        serde_json::from_str(&self.get::<String>(column)?).map_err(|_| self.corrupt(column))
    }

    /// Refuses a value for a reason only the caller knows.
    pub(crate) fn check<T>(&self, column: &'static str, value: Option<T>) -> Result<T, StoreError> {
        value.ok_or_else(|| self.corrupt(column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_numbered_for_postgres_only() {
        let sql = || Sql::new("SELECT 1 WHERE a = ? AND b IN ").bind(1_i64).list(["x", "y"]);
        assert_eq!(sql().statement(DbBackend::Sqlite).sql, "SELECT 1 WHERE a = ? AND b IN (?,?)");
        assert_eq!(sql().statement(DbBackend::Postgres).sql, "SELECT 1 WHERE a = $1 AND b IN ($2,$3)");
        assert_eq!(Sql::new("x IN ").list(Vec::<i64>::new()).text, "x IN (NULL)");
    }
}
