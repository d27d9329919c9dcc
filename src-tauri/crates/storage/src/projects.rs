//! Projects: what the wizard made, kept whole as JSON.

use sdr_domain::Timestamp;
use sdr_domain::id::ProjectId;
use serde_json::Value;

use crate::error::StoreError;
use crate::sql::{Row, Sql, ms};
use crate::store::Store;
use crate::tx::Tx;

impl Tx {
    /// Stores or replaces a project.
    pub async fn put_project(&self, id: ProjectId, project: &Value, at: Timestamp) -> Result<(), StoreError> {
        let sql = "INSERT INTO projects (id, project, created_at, updated_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET project = excluded.project, updated_at = excluded.updated_at";
        let sql = Sql::new(sql).bind(id.0).bind(project.to_string()).bind(ms(at)).bind(ms(at));
        sql.run(self.on()).await.map(drop)
    }
}

impl Store {
    /// The first project, `None` before the wizard was finished.
    pub async fn project(&self) -> Result<Option<(ProjectId, Value)>, StoreError> {
        let sql = "SELECT id, project FROM projects ORDER BY created_at, id LIMIT 1";
        let Some(row) = Sql::new(sql).one(self.reader()).await? else { return Ok(None) };
        let row = Row::new("projects", &row);
        Ok(Some((row.id("id")?, row.json("project")?)))
    }
}
