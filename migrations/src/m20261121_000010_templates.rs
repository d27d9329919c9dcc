//! Templates of the team's own, and backtests with their rows.

use sea_orm_migration::prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::dialect;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261121_000010_templates"
    }
}

// backtest_rows hold no text but the lead's own quote, and go with the lead.
const TABLES: &[&str] = &[
    "CREATE TABLE templates (
        id $uuid PRIMARY KEY, project_id $uuid NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
        name TEXT NOT NULL, channel TEXT NOT NULL, variant TEXT NOT NULL, subject TEXT, body TEXT NOT NULL,
        enabled BOOLEAN NOT NULL, updated_at BIGINT NOT NULL)",
    "CREATE UNIQUE INDEX templates_in_use ON templates (project_id, channel, variant) WHERE enabled",
    "CREATE TABLE backtests (
        id $uuid PRIMARY KEY, name TEXT NOT NULL, state TEXT NOT NULL, spec TEXT NOT NULL,
        done BIGINT NOT NULL, total BIGINT NOT NULL, summary TEXT NOT NULL, sentence TEXT,
        created_at BIGINT NOT NULL, applied_at BIGINT)",
    "CREATE TABLE backtest_rows (
        backtest_id $uuid NOT NULL REFERENCES backtests (id) ON DELETE CASCADE, number BIGINT NOT NULL,
        lead_id $uuid NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
        change TEXT NOT NULL, verdict_changed BOOLEAN NOT NULL, was TEXT NOT NULL, would_be TEXT NOT NULL,
        quote TEXT, judgement TEXT, score TEXT NOT NULL, PRIMARY KEY (backtest_id, number)) $clustered",
    "CREATE INDEX backtest_rows_by_lead ON backtest_rows (lead_id)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, TABLES).await
    }
}
