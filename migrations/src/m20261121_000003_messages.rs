//! Drafts and the approvals given to them.

use sea_orm_migration::prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::dialect;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261121_000003_messages"
    }
}

// drafts.score is the lead's score when the draft was written: the queue is sorted by it.
const TABLES: &[&str] = &[
    "CREATE TABLE drafts (
        id $uuid PRIMARY KEY, project_id $uuid NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
        lead_id $uuid NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
        choice_id $uuid NOT NULL, channel TEXT NOT NULL, variant TEXT NOT NULL,
        subject TEXT, body TEXT NOT NULL, machine_subject TEXT, machine_body TEXT NOT NULL,
        written_by TEXT NOT NULL, note TEXT, reply_to TEXT,
        status TEXT NOT NULL, score BIGINT NOT NULL, opened_at BIGINT,
        created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)",
    "CREATE INDEX drafts_by_status ON drafts (status, variant, score, id)",
    "CREATE INDEX drafts_by_lead ON drafts (lead_id)",
    "CREATE INDEX drafts_by_choice ON drafts (choice_id)",
    "CREATE TABLE approvals (
        id $uuid PRIMARY KEY, draft_id $uuid NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
        fingerprint TEXT NOT NULL, approver TEXT NOT NULL, approved_at BIGINT NOT NULL, revoked_at BIGINT)",
    "CREATE INDEX approvals_by_draft ON approvals (draft_id)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, TABLES).await
    }
}
