//! Suppressions, runs with their failures, settings, activity.

use sea_orm_migration::prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::dialect;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261121_000005_records"
    }
}

const TABLES: &[&str] = &[
    "CREATE TABLE suppressions (
        id $uuid PRIMARY KEY, kind TEXT NOT NULL, value TEXT NOT NULL, reason TEXT NOT NULL,
        created_at BIGINT NOT NULL, UNIQUE (kind, value))",
    "CREATE TABLE runs (
        id $uuid PRIMARY KEY, state TEXT NOT NULL, started_by TEXT NOT NULL, dry_run BOOLEAN NOT NULL,
        sources TEXT NOT NULL, stages TEXT NOT NULL, sentence TEXT,
        started_at BIGINT NOT NULL, finished_at BIGINT)",
    "CREATE TABLE run_items (
        seq $serial, run_id $uuid NOT NULL REFERENCES runs (id) ON DELETE CASCADE, lead_id $uuid, source_id $uuid,
        stage TEXT NOT NULL, reason TEXT NOT NULL, at BIGINT NOT NULL)",
    "CREATE INDEX run_items_by_run ON run_items (run_id, seq)",
    "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE activity (
        seq $serial, id $uuid NOT NULL, project_id $uuid, lead_id $uuid, actor TEXT NOT NULL,
        kind TEXT NOT NULL, subject_id TEXT, detail TEXT NOT NULL, at BIGINT NOT NULL)",
    "CREATE INDEX activity_by_lead ON activity (lead_id, seq)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, TABLES).await
    }
}
