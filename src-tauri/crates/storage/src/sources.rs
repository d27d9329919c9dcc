//! Sources: what is asked of them, how far they were read, what keeps them from it.

use std::collections::HashMap;

use sdr_domain::Timestamp;
use sdr_domain::id::SourceId;
use sdr_domain::source::{Progress, Source, Trouble};
use sea_orm::ConnectionTrait;
use serde::Serialize;

use crate::error::StoreError;
use crate::sql::{Row, Sql, ms, opt_ms};
use crate::store::Store;
use crate::tx::Tx;

/// What a pass over a source came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceOutcome {
    /// When it was read.
    pub at: Timestamp,
    /// What was found.
    pub sentence: String,
    /// What kept it from being read on; `None` takes older trouble off.
    pub trouble: Option<Trouble>,
}

impl Tx {
    /// Stores a new source.
    pub async fn insert_source(&self, source: &Source) -> Result<(), StoreError> {
        let sql = "INSERT INTO sources (id, project_id, kind, name, settings, enabled, progress, last_at,
                last_sentence, trouble, created_at, deleted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        Sql::new(sql)
            .bind(source.id.0)
            .bind(source.project_id.0)
            .bind(source.kind().as_str())
            .bind(source.name.as_str())
            .bind(json(&source.settings)?)
            .bind(source.enabled)
            .bind(json(&source.progress)?)
            .bind(opt_ms(source.last_at))
            .bind(source.last_sentence.clone())
            .bind(source.trouble.as_ref().map(json).transpose()?)
            .bind(ms(source.created_at))
            .bind(opt_ms(source.deleted_at))
            .run(self.on())
            .await
            .map(drop)
    }

    /// Replaces what a human may change of a source: name, settings, whether it is on, and with them how far
    /// it was read and its trouble. Its leads take the new name. `false`: there is no such source.
    pub async fn update_source(&self, source: &Source) -> Result<bool, StoreError> {
        let sql = "UPDATE sources SET name = ?, settings = ?, enabled = ?, progress = ?, trouble = ?
            WHERE id = ? AND deleted_at IS NULL";
        let changed = Sql::new(sql)
            .bind(source.name.as_str())
            .bind(json(&source.settings)?)
            .bind(source.enabled)
            .bind(json(&source.progress)?)
            .bind(source.trouble.as_ref().map(json).transpose()?)
            .bind(source.id.0)
            .run(self.on())
            .await?;
        let sql = "UPDATE leads SET source_name = ? WHERE source_id = ? AND source_name <> ?";
        let sql = Sql::new(sql).bind(source.name.as_str()).bind(source.id.0).bind(source.name.as_str());
        if sql.run(self.on()).await? > 0 {
            self.touch_leads();
        }
        Ok(changed > 0)
    }

    /// Moves a source's progress on from where the caller saw it; `false` when it stands elsewhere, because
    /// a human changed, restarted or deleted the source meanwhile.
    pub async fn move_source_on(
        &self,
        id: SourceId,
        from: &Progress,
        to: &Progress,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE sources SET progress = ? WHERE id = ? AND progress = ? AND deleted_at IS NULL";
        let sql = Sql::new(sql).bind(json(to)?).bind(id.0).bind(json(from)?);
        Ok(sql.run(self.on()).await? > 0)
    }

    /// Notes what a pass over a source came to.
    pub async fn note_source(&self, id: SourceId, outcome: &SourceOutcome) -> Result<(), StoreError> {
        let sql = "UPDATE sources SET last_at = ?, last_sentence = ?, trouble = ? WHERE id = ?";
        Sql::new(sql)
            .bind(ms(outcome.at))
            .bind(outcome.sentence.as_str())
            .bind(outcome.trouble.as_ref().map(json).transpose()?)
            .bind(id.0)
            .run(self.on())
            .await
            .map(drop)
    }

    /// Takes a source out of every list and every run; its leads stay and still name it. `false`: there is
    /// no such source.
    pub async fn delete_source(&self, id: SourceId, at: Timestamp) -> Result<bool, StoreError> {
        let sql = "UPDATE sources SET deleted_at = ?, enabled = FALSE, progress = '{}', trouble = NULL
            WHERE id = ? AND deleted_at IS NULL";
        Ok(Sql::new(sql).bind(ms(at)).bind(id.0).run(self.on()).await? > 0)
    }

    /// One source, seen from inside this transaction; a deleted one too.
    pub async fn source(&self, id: SourceId) -> Result<Option<Source>, StoreError> {
        one(self.on(), id).await
    }
}

impl Store {
    /// One source; a deleted one too, because its leads still name it.
    pub async fn source(&self, id: SourceId) -> Result<Option<Source>, StoreError> {
        one(self.reader(), id).await
    }

    /// Every source that was not deleted, newest first.
    pub async fn sources(&self) -> Result<Vec<Source>, StoreError> {
        let sql =
            "SELECT * FROM sources WHERE deleted_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 1000";
        let rows = Sql::new(sql).all(self.reader()).await?;
        rows.iter().map(|row| read(Row::new("sources", row))).collect()
    }

    /// How many leads came from one source.
    pub async fn leads_of_source(&self, id: SourceId) -> Result<u64, StoreError> {
        Sql::new("SELECT COUNT(*) FROM leads WHERE source_id = ?").bind(id.0).count(self.reader()).await
    }

    /// How many leads came from each source; a source nobody came from is missing.
    pub async fn leads_by_source(&self) -> Result<HashMap<SourceId, u64>, StoreError> {
        let sql = "SELECT source_id, COUNT(*) AS n FROM leads GROUP BY source_id";
        let rows = Sql::new(sql).all(self.reader()).await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("leads", row);
                Ok((row.id("source_id")?, row.int("n")?))
            })
            .collect()
    }
}

async fn one(on: &impl ConnectionTrait, id: SourceId) -> Result<Option<Source>, StoreError> {
    let row = Sql::new("SELECT * FROM sources WHERE id = ?").bind(id.0).one(on).await?;
    row.map(|row| read(Row::new("sources", &row))).transpose()
}

fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| StoreError::Unavailable {
        what: "a source cannot be written down".into(),
        source: Some(Box::new(e)),
    })
}

fn read(row: Row<'_>) -> Result<Source, StoreError> {
    let trouble: Option<String> = row.get("trouble")?;
    let trouble = trouble.map(|text| row.check("trouble", serde_json::from_str(&text).ok())).transpose()?;
    Ok(Source {
        id: row.id("id")?,
        project_id: row.id("project_id")?,
        name: row.get("name")?,
        settings: row.json("settings")?,
        enabled: row.get("enabled")?,
        progress: row.json("progress")?,
        last_at: row.opt_time("last_at")?,
        last_sentence: row.get("last_sentence")?,
        trouble,
        created_at: row.time("created_at")?,
        deleted_at: row.opt_time("deleted_at")?,
    })
}
