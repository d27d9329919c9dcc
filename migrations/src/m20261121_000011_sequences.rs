//! Sequences with their versions, enrollments, executions; replies; what counts against limits beside deliveries.

use sea_orm_migration::prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::dialect;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261121_000011_sequences"
    }
}

// enrollments.wake_at: when the engine has to look at it next, NULL while it waits for something that is not
// time. Everything due is one range of one index, however many are not.
// enrollments.company_key: the folded company name, so that colleagues are one indexed look-up.
// executions and deliveries of a step have ids made from enrollment and visit: a step that is executed twice
// collides with itself.
// deliveries.ticket: what allows it, a draft with its approval ('draft') or a step the human switched asking
// off for ('step'; draft_id is then the execution and approval_id the version).
const TABLES: &[&str] = &[
    "CREATE TABLE sequences (
        id $uuid PRIMARY KEY, project_id $uuid NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
        name TEXT NOT NULL, description TEXT NOT NULL, state TEXT NOT NULL, version_id $uuid NOT NULL,
        settings TEXT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)",
    "CREATE TABLE sequence_versions (
        id $uuid PRIMARY KEY, sequence_id $uuid NOT NULL REFERENCES sequences (id) ON DELETE CASCADE,
        number BIGINT NOT NULL, steps TEXT NOT NULL, created_at BIGINT NOT NULL,
        UNIQUE (sequence_id, number))",
    "CREATE TABLE enrollments (
        id $uuid PRIMARY KEY, project_id $uuid NOT NULL, sequence_id $uuid NOT NULL, version_id $uuid NOT NULL,
        lead_id $uuid NOT NULL REFERENCES leads (id) ON DELETE CASCADE, company_key TEXT,
        state TEXT NOT NULL, step TEXT, visit BIGINT NOT NULL, due_at BIGINT, wake_at BIGINT, awaits TEXT,
        paused_by TEXT, resume_at BIGINT, end_reason TEXT, again BOOLEAN NOT NULL,
        enrolled_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, ended_at BIGINT)",
    "CREATE INDEX enrollments_by_wake ON enrollments (wake_at, id) WHERE wake_at IS NOT NULL",
    "CREATE INDEX enrollments_by_lead ON enrollments (lead_id)",
    "CREATE UNIQUE INDEX enrollments_live ON enrollments (sequence_id, lead_id) WHERE ended_at IS NULL",
    "CREATE INDEX enrollments_by_sequence ON enrollments (sequence_id, state, step)",
    "CREATE INDEX enrollments_by_company ON enrollments (company_key)
        WHERE company_key IS NOT NULL AND ended_at IS NULL",
    "CREATE TABLE executions (
        id $uuid NOT NULL, enrollment_id $uuid NOT NULL REFERENCES enrollments (id) ON DELETE CASCADE,
        visit BIGINT NOT NULL, sequence_id $uuid NOT NULL, version_id $uuid NOT NULL, step TEXT NOT NULL,
        kind TEXT NOT NULL, outcome TEXT NOT NULL, choice_id $uuid, delivery_id $uuid, reason TEXT,
        started_at BIGINT NOT NULL, finished_at BIGINT, PRIMARY KEY (enrollment_id, visit)) $clustered",
    "CREATE INDEX executions_by_choice ON executions (choice_id) WHERE choice_id IS NOT NULL",
    "CREATE INDEX executions_by_delivery ON executions (delivery_id) WHERE delivery_id IS NOT NULL",
    "CREATE INDEX executions_to_write ON executions (started_at) WHERE outcome = 'to_write'",
    "CREATE TABLE replies (
        id $uuid PRIMARY KEY, project_id $uuid NOT NULL, lead_id $uuid NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
        channel TEXT NOT NULL, kind TEXT NOT NULL, note TEXT, back_at BIGINT,
        at BIGINT NOT NULL, created_at BIGINT NOT NULL)",
    "CREATE INDEX replies_by_lead ON replies (lead_id, at)",
    "CREATE INDEX replies_by_time ON replies (at)",
    // What the SDR did by hand outside the app: it counts against the limits like a delivery.
    "CREATE TABLE manual_acts (
        id $uuid PRIMARY KEY, channel TEXT NOT NULL, action TEXT NOT NULL, lead_id $uuid, count BIGINT NOT NULL,
        at BIGINT NOT NULL, created_at BIGINT NOT NULL)",
    "CREATE INDEX manual_acts_by_time ON manual_acts (at)",
    "CREATE TABLE cooldowns (
        id $uuid PRIMARY KEY, channel TEXT NOT NULL, action TEXT, delivery_id $uuid, reason TEXT NOT NULL,
        until_at BIGINT NOT NULL, at BIGINT NOT NULL)",
    "CREATE INDEX cooldowns_by_end ON cooldowns (until_at)",
    // With `spare` in it, a lead's handles are read from the index alone; every step asks for them.
    "DROP INDEX lead_handles_by_lead",
    "CREATE INDEX lead_handles_by_lead ON lead_handles (lead_id, spare)",
    "ALTER TABLE drafts ADD COLUMN action TEXT NOT NULL DEFAULT 'message'",
    "UPDATE drafts SET action = 'reply' WHERE channel = 'x' AND reply_to IS NOT NULL",
    "ALTER TABLE deliveries ADD COLUMN action TEXT NOT NULL DEFAULT 'message'",
    "UPDATE deliveries SET action = 'reply' WHERE channel = 'x' AND reply_to IS NOT NULL",
    "ALTER TABLE deliveries ADD COLUMN ticket TEXT NOT NULL DEFAULT 'draft'",
    "ALTER TABLE deliveries ADD COLUMN enrollment_id $uuid",
    "CREATE INDEX deliveries_by_lane ON deliveries (channel, action, eligible_at, lead_id, id)
        WHERE state = 'queued'",
    // What no limit holds: dry runs, and messages that were begun.
    "CREATE INDEX deliveries_free ON deliveries (eligible_at, lead_id, id)
        WHERE state = 'queued' AND (dry_run = TRUE OR acted_at IS NOT NULL)",
    "CREATE INDEX deliveries_by_enrollment ON deliveries (enrollment_id) WHERE enrollment_id IS NOT NULL",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, TABLES).await
    }
}
