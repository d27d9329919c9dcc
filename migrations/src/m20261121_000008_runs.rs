//! Answers of language models, paid for once, and what they cost by day.

use sea_orm_migration::prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::dialect;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261121_000008_runs"
    }
}

// An answer is about one person and goes with them. llm_usage holds counts only and stays: the budget of a
// day must not grow because somebody was erased. day is the project's local date, `2026-11-21`.
const TABLES: &[&str] = &[
    "CREATE TABLE llm_answers (
        lead_id $uuid NOT NULL REFERENCES leads (id) ON DELETE CASCADE, fingerprint TEXT NOT NULL,
        answer TEXT NOT NULL, model TEXT NOT NULL, usage TEXT NOT NULL, created_at BIGINT NOT NULL,
        PRIMARY KEY (lead_id, fingerprint)) $clustered",
    "CREATE TABLE llm_usage (
        day TEXT NOT NULL, purpose TEXT NOT NULL, model TEXT NOT NULL, requests BIGINT NOT NULL,
        prompt_tokens BIGINT NOT NULL, completion_tokens BIGINT NOT NULL, reused BIGINT NOT NULL,
        PRIMARY KEY (day, purpose, model)) $clustered",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, TABLES).await
    }
}
