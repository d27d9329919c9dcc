//! The delivery ledger: deliveries, their parts, their append-only events.

use sea_orm_migration::prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::dialect;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261121_000004_ledger"
    }
}

// A delivery outlives the person it went to: erasing a lead blanks recipient and words and sets `erased`,
// so that counts against the limits stay true. Hence no foreign key to leads, drafts or approvals.
// acted_at: when it was last armed or proved to have left; daily caps and gaps are counted by it.
const TABLES: &[&str] = &[
    "CREATE TABLE deliveries (
        id $uuid PRIMARY KEY, project_id $uuid NOT NULL, lead_id $uuid NOT NULL, draft_id $uuid NOT NULL,
        approval_id $uuid NOT NULL, channel TEXT NOT NULL, mode TEXT NOT NULL,
        recipient_kind TEXT NOT NULL, recipient TEXT NOT NULL, subject TEXT, reply_to TEXT, fingerprint TEXT NOT NULL,
        state TEXT NOT NULL, dry_run BOOLEAN NOT NULL, erased BOOLEAN NOT NULL, attempts BIGINT NOT NULL,
        eligible_at BIGINT NOT NULL, lease_until BIGINT, gap_secs BIGINT NOT NULL,
        reason TEXT, receipt TEXT, message_id TEXT,
        created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, acted_at BIGINT, sent_at BIGINT)",
    "CREATE INDEX deliveries_by_state ON deliveries (state, eligible_at)",
    "CREATE INDEX deliveries_by_lead ON deliveries (lead_id)",
    "CREATE INDEX deliveries_by_act ON deliveries (channel, acted_at) WHERE acted_at IS NOT NULL",
    "CREATE INDEX deliveries_by_channel ON deliveries (channel, state, updated_at)",
    "CREATE TABLE delivery_parts (
        delivery_id $uuid NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE, number BIGINT NOT NULL,
        text TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (delivery_id, number)) $clustered",
    "CREATE TABLE delivery_events (
        seq $serial, delivery_id $uuid NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE, part BIGINT,
        event TEXT NOT NULL, state TEXT NOT NULL, detail TEXT NOT NULL, at BIGINT NOT NULL)",
    "CREATE INDEX delivery_events_by_delivery ON delivery_events (delivery_id, seq)",
];

const SQLITE_APPEND_ONLY: &[&str] = &[
    "CREATE TRIGGER delivery_events_append_only BEFORE UPDATE ON delivery_events BEGIN
        SELECT RAISE(ABORT, 'delivery_events is append-only');
    END",
    "CREATE TRIGGER delivery_events_keep BEFORE DELETE ON delivery_events BEGIN
        SELECT RAISE(ABORT, 'delivery_events is append-only');
    END",
];

const POSTGRES_APPEND_ONLY: &[&str] = &[
    "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
    "CREATE TRIGGER delivery_events_append_only BEFORE UPDATE OR DELETE ON delivery_events
        FOR EACH ROW EXECUTE FUNCTION refuse_change()",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, TABLES).await?;
        dialect::run_own(manager, SQLITE_APPEND_ONLY, POSTGRES_APPEND_ONLY).await
    }
}
