//! A table that names a lead must say what becomes of its rows when two leads are made one.

use std::collections::BTreeSet;

use sdr_domain::Timestamp;

use super::{MOVED, SHARED};
use crate::sql::{Row, Sql};
use crate::store::{Store, StoreConfig};

/// Columns whose rows are moved by a statement of their own, or go with the lead on purpose: what was looked
/// up about a handle is looked up again, and a backtest keeps the lead that stays.
const OTHERWISE: [&str; 6] = [
    "backtest_rows.lead_id",
    "handle_checks.lead_id",
    "lead_apart.lead_id",
    "lead_apart.other_id",
    "lead_handles.lead_id",
    "posts.lead_id",
];

#[tokio::test]
async fn every_column_that_names_a_lead_is_moved_shared_or_left_on_purpose() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("workspace.sqlite").display());
    let config = StoreConfig { url, backup_dir: None, schema: None };
    let store = Store::open(config, Timestamp::UNIX_EPOCH).await.unwrap();
    let sql = "SELECT m.name || '.' || c.name AS id FROM sqlite_master m JOIN pragma_table_info(m.name) c
        WHERE m.type = 'table' AND c.name IN ('lead_id', 'other_id', 'restored_id', 'for_lead')";
    let rows = Sql::new(sql).all(store.reader()).await.unwrap();
    let found: BTreeSet<String> =
        rows.iter().map(|row| Row::new("sqlite_master", row).get("id").unwrap()).collect();
    let known: BTreeSet<String> = MOVED
        .iter()
        .map(|(table, _, column)| format!("{table}.{column}"))
        .chain(SHARED.iter().map(|(table, ..)| format!("{table}.lead_id")))
        .chain(OTHERWISE.iter().map(|place| (*place).to_owned()))
        .collect();
    assert_eq!(found, known);
}
