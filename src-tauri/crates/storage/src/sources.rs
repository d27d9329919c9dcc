//! Sources: one import, one search, one generator pass.

use sdr_domain::Timestamp;
use sdr_domain::id::{ProjectId, SourceId};

use crate::error::StoreError;
use crate::sql::{Row, Sql, ms};
use crate::store::Store;
use crate::tx::Tx;

/// Where leads come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    /// Names the source.
    pub id: SourceId,
    /// The project it feeds.
    pub project_id: ProjectId,
    /// `csv`, `demo`, `manual`, …
    pub kind: String,
    /// What the human calls it, e.g. the file's name.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Tx {
    /// Stores a new source.
    pub async fn insert_source(&self, source: &SourceRow) -> Result<(), StoreError> {
        Sql::new("INSERT INTO sources (id, project_id, kind, name, created_at) VALUES (?, ?, ?, ?, ?)")
            .bind(source.id.0)
            .bind(source.project_id.0)
            .bind(source.kind.as_str())
            .bind(source.name.as_str())
            .bind(ms(source.created_at))
            .run(self.on())
            .await
            .map(drop)
    }
}

impl Store {
    /// One source.
    pub async fn source(&self, id: SourceId) -> Result<Option<SourceRow>, StoreError> {
        let row = Sql::new("SELECT * FROM sources WHERE id = ?").bind(id.0).one(self.reader()).await?;
        row.map(|row| read(Row::new("sources", &row))).transpose()
    }

    /// Every source, newest first.
    pub async fn sources(&self) -> Result<Vec<SourceRow>, StoreError> {
        let sql = "SELECT * FROM sources ORDER BY created_at DESC, id DESC LIMIT 1000";
        let rows = Sql::new(sql).all(self.reader()).await?;
        rows.iter().map(|row| read(Row::new("sources", row))).collect()
    }
}

fn read(row: Row<'_>) -> Result<SourceRow, StoreError> {
    Ok(SourceRow {
        id: row.id("id")?,
        project_id: row.id("project_id")?,
        kind: row.get("kind")?,
        name: row.get("name")?,
        created_at: row.time("created_at")?,
    })
}
