//! Merges of leads, kept so that they can be undone, and the pairs that must stay apart since.

use sea_orm_migration::prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::dialect;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261121_000009_sources"
    }
}

// words: what the lead gained, for the human. gained and other: what an undo needs, empty once it is undone.
// restored_id: the lead that the undo made of the other one; deleting that person takes the row along,
// because it names them. whole: the other one was a stored lead, not a row of a source.
const TABLES: &[&str] = &[
    "CREATE TABLE lead_merges (
        seq $serial, id $uuid NOT NULL UNIQUE, lead_id $uuid NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
        source_id $uuid NOT NULL REFERENCES sources (id), source_name TEXT NOT NULL,
        matched_by TEXT NOT NULL, whole BOOLEAN NOT NULL, other_name TEXT NOT NULL, words TEXT NOT NULL,
        gained TEXT NOT NULL, other TEXT NOT NULL, status_before TEXT NOT NULL, at BIGINT NOT NULL,
        undone_at BIGINT, restored_id $uuid REFERENCES leads (id) ON DELETE CASCADE)",
    "CREATE INDEX lead_merges_by_lead ON lead_merges (lead_id, seq)",
    "CREATE INDEX lead_merges_by_restored ON lead_merges (restored_id) WHERE restored_id IS NOT NULL",
    "CREATE TABLE lead_apart (
        lead_id $uuid NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
        other_id $uuid NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
        PRIMARY KEY (lead_id, other_id)) $clustered",
    "CREATE INDEX lead_apart_by_other ON lead_apart (other_id)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, TABLES).await
    }
}
