//! What was looked up about handles, and what was bought from a directory of people.

use sea_orm_migration::prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::dialect;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261121_000007_checks"
    }
}

// handle_checks.ok: 1 reachable, 0 surely not, -1 cannot be said.
// directory_requests: written before a request that costs credits; one that is still `asked` when its process
// is gone may have been charged.
// directory_answers: stored the moment they arrive. person is NULL once nothing of it may be kept; for_lead is
// the lead it was bought for, lead_id the one it became. directory_keys: by what an answer is found again.
const TABLES: &[&str] = &[
    "CREATE TABLE handle_checks (
        lead_id $uuid NOT NULL REFERENCES leads (id) ON DELETE CASCADE, kind TEXT NOT NULL, value TEXT NOT NULL,
        ok BIGINT NOT NULL, finding TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (lead_id, kind)) $clustered",
    "CREATE TABLE directory_requests (
        id $uuid PRIMARY KEY, project_id $uuid NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
        source_id $uuid NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
        people BIGINT NOT NULL, most_credits BIGINT NOT NULL, credits BIGINT, state TEXT NOT NULL,
        asked_at BIGINT NOT NULL, ended_at BIGINT)",
    "CREATE INDEX directory_requests_by_state ON directory_requests (state, asked_at)",
    "CREATE TABLE directory_answers (
        id $uuid PRIMARY KEY, project_id $uuid NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
        source_id $uuid NOT NULL REFERENCES sources (id) ON DELETE CASCADE, person TEXT,
        for_lead $uuid REFERENCES leads (id) ON DELETE CASCADE,
        lead_id $uuid REFERENCES leads (id) ON DELETE CASCADE, imported_at BIGINT, at BIGINT NOT NULL)",
    "CREATE INDEX directory_answers_by_lead ON directory_answers (lead_id)",
    "CREATE INDEX directory_answers_for_lead ON directory_answers (for_lead)",
    "CREATE INDEX directory_answers_to_import ON directory_answers (at) WHERE imported_at IS NULL",
    "CREATE TABLE directory_keys (
        project_id $uuid NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,
        answer_id $uuid NOT NULL REFERENCES directory_answers (id) ON DELETE CASCADE,
        PRIMARY KEY (project_id, kind, value)) $clustered",
    "CREATE INDEX directory_keys_by_answer ON directory_keys (answer_id)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, TABLES).await
    }
}
