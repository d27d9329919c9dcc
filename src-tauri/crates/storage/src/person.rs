//! Everything kept about one person, table by table, as it stands.
//!
//! The tables are found by asking the database which of them name leads, and which belong to those: a table
//! that comes later is in the file without anybody thinking of it.
//!
//! **Invariant:** table and column names come from the schema itself, values are bound.

use std::collections::BTreeMap;

use sdr_domain::Timestamp;
use sdr_domain::id::LeadId;
use sea_orm::{FromQueryResult as _, JsonValue, QueryResult};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::error::StoreError;
use crate::sql::{Row, Sql};
use crate::store::Store;

/// One column that points to another table.
struct Link {
    table: String,
    column: String,
    to_table: String,
    to_column: String,
}

impl Store {
    /// The person's rows by table, `None` when there is no such lead. Times are RFC 3339, records are JSON.
    pub async fn person(&self, lead: LeadId) -> Result<Option<Map<String, Value>>, StoreError> {
        let about = Sql::new("SELECT * FROM leads WHERE id = ?").bind(lead.0).all(self.reader()).await?;
        if about.is_empty() {
            return Ok(None);
        }
        let mut file = Map::new();
        file.insert("leads".to_owned(), rows(&about)?);
        let links = self.links().await?;
        let mut direct: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for link in links.iter().filter(|link| link.to_table == "leads") {
            direct.entry(link.table.clone()).or_default().push(link.column.clone());
        }
        for table in self.tables_with("lead_id").await? {
            let columns = direct.entry(table).or_default();
            if columns.iter().all(|column| column != "lead_id") {
                columns.push("lead_id".to_owned());
            }
        }
        for (table, columns) in &direct {
            let whose = whose(columns);
            let sql = bind(Sql::new(format!("SELECT * FROM {table} WHERE {whose}")), columns, lead);
            file.insert(table.clone(), rows(&sql.all(self.reader()).await?)?);
            let parts =
                links.iter().filter(|link| link.to_table == *table && !direct.contains_key(&link.table));
            for Link { table: part, column, to_column, .. } in parts {
                let sql = format!(
                    "SELECT * FROM {part} WHERE {column} IN (SELECT {to_column} FROM {table} WHERE {whose})"
                );
                let found = bind(Sql::new(sql), columns, lead).all(self.reader()).await?;
                file.insert(part.clone(), rows(&found)?);
            }
        }
        let sql = "SELECT * FROM egress WHERE id IN (SELECT entry FROM egress_people WHERE lead_id = ?) ORDER BY id";
        file.insert("egress".to_owned(), rows(&Sql::new(sql).bind(lead.0).all(self.reader()).await?)?);
        let sql = "SELECT * FROM suppressions WHERE value = ?
            OR EXISTS (SELECT 1 FROM lead_handles h WHERE h.lead_id = ? AND h.kind = suppressions.kind
                AND h.value = suppressions.value)";
        let sql = Sql::new(sql).bind(lead.to_string()).bind(lead.0);
        file.insert("suppressions".to_owned(), rows(&sql.all(self.reader()).await?)?);
        Ok(Some(file))
    }

    /// Every column that points to another table.
    async fn links(&self) -> Result<Vec<Link>, StoreError> {
        let sql = if self.is_sqlite() {
            "SELECT m.name AS t, f.\"from\" AS c, f.\"table\" AS tt, COALESCE(f.\"to\", 'id') AS tc
             FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
             ORDER BY m.name, f.id"
        } else {
            "SELECT k.table_name::text AS t, k.column_name::text AS c, u.table_name::text AS tt,
                u.column_name::text AS tc
             FROM information_schema.referential_constraints r
             JOIN information_schema.key_column_usage k
                ON k.constraint_name = r.constraint_name AND k.constraint_schema = r.constraint_schema
             JOIN information_schema.constraint_column_usage u
                ON u.constraint_name = r.unique_constraint_name AND u.constraint_schema = r.unique_constraint_schema
             WHERE r.constraint_schema = current_schema() ORDER BY 1, 2"
        };
        let rows = Sql::new(sql).all(self.reader()).await?;
        let link = |row: &QueryResult| {
            let row = Row::new("schema", row);
            Ok(Link {
                table: row.get("t")?,
                column: row.get("c")?,
                to_table: row.get("tt")?,
                to_column: row.get("tc")?,
            })
        };
        rows.iter().map(link).collect()
    }

    async fn tables_with(&self, column: &str) -> Result<Vec<String>, StoreError> {
        let sql = if self.is_sqlite() {
            "SELECT m.name AS t FROM sqlite_master m, pragma_table_info(m.name) p
             WHERE m.type = 'table' AND p.name = ? ORDER BY 1"
        } else {
            "SELECT table_name::text AS t FROM information_schema.columns
             WHERE table_schema = current_schema() AND column_name = ? ORDER BY 1"
        };
        let rows = Sql::new(sql).bind(column).all(self.reader()).await?;
        rows.iter().map(|row| Row::new("schema", row).get("t")).collect()
    }
}

fn whose(columns: &[String]) -> String {
    columns.iter().map(|column| format!("{column} = ?")).collect::<Vec<_>>().join(" OR ")
}

fn bind(sql: Sql, columns: &[String], lead: LeadId) -> Sql {
    columns.iter().fold(sql, |sql, _| sql.bind(lead.0))
}

fn rows(rows: &[QueryResult]) -> Result<Value, StoreError> {
    let rows = rows.iter().map(|row| Ok(readable(JsonValue::from_query_result(row, "")?)));
    rows.collect::<Result<Vec<_>, StoreError>>().map(Value::Array)
}

/// Times, records and ids in the form people and programs read.
fn readable(row: Value) -> Value {
    let Value::Object(fields) = row else { return row };
    let field = |(name, value): (String, Value)| {
        let time = name == "at" || name.ends_with("_at") || name.ends_with("_until");
        let shown = match &value {
            Value::Number(number) if time => number
                .as_i64()
                .and_then(|ms| Timestamp::from_millisecond(ms).ok())
                .map(|at| Value::String(at.to_string())),
            Value::String(text) if text.starts_with(['{', '[']) => serde_json::from_str(text).ok(),
            Value::Array(bytes) => {
                let bytes: Option<Vec<u8>> =
                    bytes.iter().map(|byte| u8::try_from(byte.as_u64()?).ok()).collect();
                bytes.and_then(|bytes| Uuid::from_slice(&bytes).ok()).map(|id| Value::String(id.to_string()))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => None,
        };
        (name, shown.unwrap_or(value))
    };
    Value::Object(fields.into_iter().map(field).collect())
}
