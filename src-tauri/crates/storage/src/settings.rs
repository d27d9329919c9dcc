//! Settings: JSON values under dotted names.

use serde_json::Value;

use crate::error::StoreError;
use crate::sql::{Row, Sql};
use crate::store::Store;
use crate::tx::Tx;

impl Tx {
    /// Stores or replaces a setting.
    pub async fn put_setting(&self, key: &str, value: &Value) -> Result<(), StoreError> {
        let sql = "INSERT INTO settings (key, value) VALUES (?, ?)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        Sql::new(sql).bind(key).bind(value.to_string()).run(self.on()).await.map(drop)
    }

    /// Forgets a setting; no error when there was none.
    pub async fn delete_setting(&self, key: &str) -> Result<(), StoreError> {
        Sql::new("DELETE FROM settings WHERE key = ?").bind(key).run(self.on()).await.map(drop)
    }
}

impl Store {
    /// The value of a setting.
    pub async fn setting(&self, key: &str) -> Result<Option<Value>, StoreError> {
        let row = Sql::new("SELECT value FROM settings WHERE key = ?").bind(key).one(self.reader()).await?;
        row.map(|row| Row::new("settings", &row).json("value")).transpose()
    }
}
