//! Whole tables as text, so that two states can be compared down to the last column.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, QueryResult, Statement};
use uuid::Uuid;

use crate::world::World;

/// Everything that belongs to a lead.
const TABLES: [&str; 18] = [
    "leads",
    "lead_handles",
    "posts",
    "judgements",
    "scores",
    "enrichments",
    "drafts",
    "approvals",
    "deliveries",
    "activity",
    "run_items",
    "egress_people",
    "llm_answers",
    "enrollments",
    "executions",
    "replies",
    "manual_acts",
    "lead_merges WHERE undone_at IS NULL",
];
/// What differs by order and time only.
const LEFT_OUT: [&str; 2] = ["seq", "updated_at"];

/// The rows of each table, sorted.
pub(crate) type Tables = BTreeMap<&'static str, Vec<String>>;

/// A second connection to the same tables.
pub(crate) async fn connect(world: &World) -> DatabaseConnection {
    let (url, schema) = &world.place;
    let mut options = sea_orm::ConnectOptions::new(url.clone());
    options.max_connections(1);
    if let Some(schema) = schema {
        options.set_schema_search_path(schema.clone());
    }
    Database::connect(options).await.unwrap()
}

/// Changes something behind the store's back.
pub(crate) async fn meddle(world: &World, sql: &str) {
    connect(world).await.execute_unprepared(sql).await.unwrap();
}

pub(crate) async fn tables(world: &World) -> Tables {
    let connection = connect(world).await;
    let mut tables = Tables::new();
    for table in TABLES {
        let sql = format!("SELECT * FROM {table}");
        let statement = Statement::from_string(connection.get_database_backend(), sql);
        let mut rows: Vec<String> =
            connection.query_all_raw(statement).await.unwrap().iter().map(text).collect();
        rows.sort();
        tables.insert(table, rows);
    }
    tables
}

fn text(row: &QueryResult) -> String {
    let columns = row.column_names().into_iter().filter(|name| !LEFT_OUT.contains(&name.as_str()));
    let cells = columns.map(|name| {
        let value = row
            .try_get::<Option<Uuid>>("", &name)
            .map(|id| format!("{id:?}"))
            .or_else(|_| row.try_get::<Option<i64>>("", &name).map(|n| format!("{n:?}")))
            .or_else(|_| row.try_get::<Option<bool>>("", &name).map(|yes| format!("{yes:?}")))
            .or_else(|_| row.try_get::<Option<f64>>("", &name).map(|n| format!("{n:?}")))
            .or_else(|_| row.try_get::<Option<String>>("", &name).map(|text| format!("{text:?}")))
            .unwrap();
        format!("{name}={value}")
    });
    cells.collect::<Vec<_>>().join(" ")
}
