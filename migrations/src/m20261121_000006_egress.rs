//! The egress ledger: every request that left or was to leave, and whose data it carried.

use sea_orm_migration::prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::dialect;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261121_000006_egress"
    }
}

// An entry outlives the people whose data it carried: erasing a person takes their rows of egress_people
// along and leaves the entry with its count. egress_hosts sums up, so that the overview stays quick.
const TABLES: &[&str] = &[
    "CREATE TABLE egress (
        id BIGINT PRIMARY KEY, at BIGINT NOT NULL, host TEXT NOT NULL, purpose TEXT NOT NULL,
        method TEXT NOT NULL, fields TEXT NOT NULL, people BIGINT NOT NULL, bytes_out BIGINT NOT NULL,
        bytes_in BIGINT, outcome TEXT, leaves_machine BOOLEAN NOT NULL) $clustered",
    "CREATE INDEX egress_by_host ON egress (host, id)",
    "CREATE INDEX egress_by_purpose ON egress (purpose, id)",
    "CREATE TABLE egress_people (
        lead_id $uuid NOT NULL REFERENCES leads (id) ON DELETE CASCADE, entry BIGINT NOT NULL,
        host TEXT NOT NULL, PRIMARY KEY (lead_id, entry)) $clustered",
    "CREATE INDEX egress_people_by_host ON egress_people (host, lead_id)",
    "CREATE TABLE egress_hosts (
        host TEXT NOT NULL, purpose TEXT NOT NULL, leaves_machine BOOLEAN NOT NULL, requests BIGINT NOT NULL,
        refused BIGINT NOT NULL, bytes_out BIGINT NOT NULL, last_at BIGINT NOT NULL,
        PRIMARY KEY (host, purpose, leaves_machine)) $clustered",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, TABLES).await
    }
}
