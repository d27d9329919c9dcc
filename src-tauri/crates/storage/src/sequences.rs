//! Sequences and their versions, and where their leads stand.
//!
//! **Invariant:** a version is written once and never changes.

mod ends;

use std::collections::HashMap;

use sdr_domain::enrollment::{EnrollmentState, Outcome};
use sdr_domain::id::{ProjectId, SequenceId, SequenceVersionId};
use sdr_domain::sequence::{Sequence, SequenceVersion, StepKey};
use sea_orm::ConnectionTrait;
use serde::Serialize;

use crate::error::StoreError;
use crate::sql::{MOST_KEYS, Row, Sql, ms};
use crate::store::Store;
use crate::tx::Tx;

/// How often one step came to one outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunnelRow {
    /// Which step, in whatever version.
    pub step: StepKey,
    /// What became of it.
    pub outcome: Outcome,
    /// For how many enrollments and visits.
    pub count: u64,
}

/// How many enrollments stand at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceRow {
    /// The version they are on.
    pub version_id: SequenceVersionId,
    /// The step that is next or under way; none when they are over.
    pub step: Option<StepKey>,
    /// Where they stand.
    pub state: EnrollmentState,
    /// How many.
    pub count: u64,
}

impl Tx {
    /// Stores or replaces a sequence.
    pub async fn put_sequence(&self, sequence: &Sequence) -> Result<(), StoreError> {
        let sql = "INSERT INTO sequences
            (id, project_id, name, description, state, version_id, settings, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description,
                state = excluded.state, version_id = excluded.version_id, settings = excluded.settings,
                updated_at = excluded.updated_at";
        Sql::new(sql)
            .bind(sequence.id.0)
            .bind(sequence.project_id.0)
            .bind(sequence.name.as_str())
            .bind(sequence.description.as_str())
            .bind(sequence.state.as_str())
            .bind(sequence.version_id.0)
            .bind(json(&sequence.settings)?)
            .bind(ms(sequence.created_at))
            .bind(ms(sequence.updated_at))
            .run(self.on())
            .await
            .map(drop)
    }

    /// Stores a version; its number and id must be new.
    pub async fn insert_sequence_version(&self, version: &SequenceVersion) -> Result<(), StoreError> {
        let sql = "INSERT INTO sequence_versions (id, sequence_id, number, steps, created_at)
            VALUES (?, ?, ?, ?, ?)";
        Sql::new(sql)
            .bind(version.id.0)
            .bind(version.sequence_id.0)
            .bind(i64::from(version.number))
            .bind(json(&version.steps)?)
            .bind(ms(version.created_at))
            .run(self.on())
            .await
            .map(drop)
    }

    /// One sequence, locked until this transaction ends.
    pub async fn sequence(&self, id: SequenceId) -> Result<Option<Sequence>, StoreError> {
        let lock = if self.is_sqlite() { "" } else { " FOR UPDATE" };
        let row = Sql::new(format!("SELECT * FROM sequences WHERE id = ?{lock}")).bind(id.0);
        row.one(self.on()).await?.map(|row| read(Row::new("sequences", &row))).transpose()
    }

    /// One version, seen from inside this transaction.
    pub async fn sequence_version(
        &self,
        id: SequenceVersionId,
    ) -> Result<Option<SequenceVersion>, StoreError> {
        version(self.on(), id).await
    }
}

impl Store {
    /// One sequence.
    pub async fn sequence(&self, id: SequenceId) -> Result<Option<Sequence>, StoreError> {
        let row = Sql::new("SELECT * FROM sequences WHERE id = ?").bind(id.0).one(self.reader()).await?;
        row.map(|row| read(Row::new("sequences", &row))).transpose()
    }

    /// Every sequence of a project, archived ones too, oldest first.
    pub async fn sequences(&self, project: ProjectId) -> Result<Vec<Sequence>, StoreError> {
        let sql = "SELECT * FROM sequences WHERE project_id = ? ORDER BY id";
        let rows = Sql::new(sql).bind(project.0).all(self.reader()).await?;
        rows.iter().map(|row| read(Row::new("sequences", row))).collect()
    }

    /// One version.
    pub async fn sequence_version(
        &self,
        id: SequenceVersionId,
    ) -> Result<Option<SequenceVersion>, StoreError> {
        version(self.reader(), id).await
    }

    /// Every version of a sequence, the first one first.
    pub async fn sequence_versions(&self, id: SequenceId) -> Result<Vec<SequenceVersion>, StoreError> {
        let sql = "SELECT * FROM sequence_versions WHERE sequence_id = ? ORDER BY number";
        let rows = Sql::new(sql).bind(id.0).all(self.reader()).await?;
        rows.iter().map(|row| read_version(Row::new("sequence_versions", row))).collect()
    }

    /// How many enrollments of these sequences stand in each state; what nothing stands in is missing.
    pub async fn sequence_counts(
        &self,
        ids: &[SequenceId],
    ) -> Result<HashMap<SequenceId, HashMap<EnrollmentState, u64>>, StoreError> {
        let mut counts: HashMap<SequenceId, HashMap<EnrollmentState, u64>> = HashMap::new();
        for part in ids.chunks(MOST_KEYS) {
            let sql = "SELECT sequence_id, state, COUNT(*) AS n FROM enrollments WHERE sequence_id IN ";
            let sql = Sql::new(sql).list(part.iter().map(|id| id.0)).push(" GROUP BY sequence_id, state");
            for row in sql.all(self.reader()).await? {
                let row = Row::new("enrollments", &row);
                let states = counts.entry(row.id("sequence_id")?).or_default();
                states.insert(row.word("state")?, row.int("n")?);
            }
        }
        Ok(counts)
    }

    /// What became of each step of a sequence so far, whatever the version.
    pub async fn funnel(&self, id: SequenceId) -> Result<Vec<FunnelRow>, StoreError> {
        let sql = "SELECT step, outcome, COUNT(*) AS n FROM executions WHERE sequence_id = ?
            GROUP BY step, outcome ORDER BY step, outcome";
        let rows = Sql::new(sql).bind(id.0).all(self.reader()).await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("executions", row);
                let step = StepKey(row.get("step")?);
                Ok(FunnelRow { step, outcome: row.word("outcome")?, count: row.int("n")? })
            })
            .collect()
    }

    /// Where the leads of a sequence stand.
    pub async fn places(&self, id: SequenceId) -> Result<Vec<PlaceRow>, StoreError> {
        let sql = "SELECT version_id, step, state, COUNT(*) AS n FROM enrollments WHERE sequence_id = ?
            GROUP BY version_id, step, state ORDER BY version_id, step, state";
        let rows = Sql::new(sql).bind(id.0).all(self.reader()).await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("enrollments", row);
                Ok(PlaceRow {
                    version_id: row.id("version_id")?,
                    step: row.get::<Option<String>>("step")?.map(StepKey),
                    state: row.word("state")?,
                    count: row.int("n")?,
                })
            })
            .collect()
    }
}

fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| StoreError::Unavailable {
        what: "a sequence cannot be written down".into(),
        source: Some(Box::new(e)),
    })
}

async fn version(
    on: &impl ConnectionTrait,
    id: SequenceVersionId,
) -> Result<Option<SequenceVersion>, StoreError> {
    let row = Sql::new("SELECT * FROM sequence_versions WHERE id = ?").bind(id.0).one(on).await?;
    row.map(|row| read_version(Row::new("sequence_versions", &row))).transpose()
}

fn read(row: Row<'_>) -> Result<Sequence, StoreError> {
    Ok(Sequence {
        id: row.id("id")?,
        project_id: row.id("project_id")?,
        name: row.get("name")?,
        description: row.get("description")?,
        state: row.word("state")?,
        version_id: row.id("version_id")?,
        settings: row.json("settings")?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
    })
}

fn read_version(row: Row<'_>) -> Result<SequenceVersion, StoreError> {
    Ok(SequenceVersion {
        id: row.id("id")?,
        sequence_id: row.id("sequence_id")?,
        number: row.int("number")?,
        steps: row.json("steps")?,
        created_at: row.time("created_at")?,
    })
}
