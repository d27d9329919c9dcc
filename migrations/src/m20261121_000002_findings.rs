//! What the pipeline finds out about a lead: judgements, scores, enrichments.

use sea_orm_migration::prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::dialect;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261121_000002_findings"
    }
}

// Ids are time-ordered, so the greatest id of a lead is its latest finding; older ones are kept.
const TABLES: &[&str] = &[
    "CREATE TABLE judgements (
        lead_id $uuid NOT NULL REFERENCES leads (id) ON DELETE CASCADE, id $uuid NOT NULL,
        verdict TEXT NOT NULL, confidence DOUBLE PRECISION NOT NULL, reasoning TEXT NOT NULL,
        evidence TEXT NOT NULL, struck_out BIGINT NOT NULL, mode TEXT NOT NULL,
        model TEXT, note TEXT, created_at BIGINT NOT NULL,
        PRIMARY KEY (lead_id, id)) $clustered",
    "CREATE TABLE scores (
        lead_id $uuid NOT NULL REFERENCES leads (id) ON DELETE CASCADE, id $uuid NOT NULL,
        total BIGINT NOT NULL, fit BIGINT NOT NULL, intent BIGINT NOT NULL, components TEXT NOT NULL,
        created_at BIGINT NOT NULL, PRIMARY KEY (lead_id, id)) $clustered",
    "CREATE TABLE enrichments (
        lead_id $uuid NOT NULL REFERENCES leads (id) ON DELETE CASCADE, id $uuid NOT NULL,
        enrichment TEXT NOT NULL, created_at BIGINT NOT NULL, PRIMARY KEY (lead_id, id)) $clustered",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, TABLES).await
    }
}
