//! Projects, sources, leads with their handles, posts.

use sea_orm_migration::prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::dialect;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261121_000001_people"
    }
}

const TABLES: &[&str] = &[
    "CREATE TABLE projects (
        id $uuid PRIMARY KEY, project TEXT NOT NULL,
        created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)",
    "CREATE TABLE sources (
        id $uuid PRIMARY KEY, project_id $uuid NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
        kind TEXT NOT NULL, name TEXT NOT NULL, settings TEXT NOT NULL, enabled BOOLEAN NOT NULL,
        progress TEXT NOT NULL, last_at BIGINT, last_sentence TEXT, trouble TEXT,
        created_at BIGINT NOT NULL, deleted_at BIGINT)",
    // A deleted source keeps its row: its leads still name it.
    // `seq` orders equal keys and carries the full-text index; it must survive VACUUM, so it is declared.
    // score is -1 until scored: NULLs would sort differently on the two databases.
    // name_key, search, source_name, verdict, quote, channels: what one row of the lead list shows or is
    // found by, so that a page is one indexed statement.
    "CREATE TABLE leads (
        seq $serial, id $uuid NOT NULL UNIQUE,
        project_id $uuid NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
        source_id $uuid NOT NULL REFERENCES sources (id),
        name TEXT NOT NULL, role TEXT, company TEXT, industry TEXT, bio TEXT, location TEXT, website TEXT,
        language TEXT, followers BIGINT, company_size BIGINT,
        person_key TEXT, name_key TEXT NOT NULL, search TEXT NOT NULL, source_name TEXT NOT NULL,
        status TEXT NOT NULL, temperature TEXT NOT NULL, score BIGINT NOT NULL, verdict TEXT, quote TEXT,
        channels BIGINT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)",
    "CREATE INDEX leads_by_score ON leads (score, seq)",
    "CREATE INDEX leads_by_created ON leads (created_at, seq)",
    "CREATE INDEX leads_by_name ON leads (name_key, seq)",
    "CREATE INDEX leads_by_status ON leads (status, score, seq)",
    "CREATE INDEX leads_by_verdict ON leads (verdict, score, seq) WHERE verdict IS NOT NULL",
    "CREATE INDEX leads_by_source ON leads (source_id, score, seq)",
    "CREATE INDEX leads_by_person ON leads (project_id, person_key)",
    // A spare handle is known to be the lead's, but not shown and not written to: it came with another lead
    // that turned out to be the same person.
    "CREATE TABLE lead_handles (
        project_id $uuid NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,
        lead_id $uuid NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
        spare BOOLEAN NOT NULL DEFAULT FALSE,
        PRIMARY KEY (project_id, kind, value)) $clustered",
    "CREATE INDEX lead_handles_by_lead ON lead_handles (lead_id)",
    // id is made of the two key columns, so it needs no index of its own.
    "CREATE TABLE posts (
        id $uuid NOT NULL, lead_id $uuid NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
        external_id TEXT, url TEXT, text TEXT NOT NULL, text_hash BIGINT NOT NULL,
        posted_at BIGINT, engagement BIGINT, created_at BIGINT NOT NULL,
        PRIMARY KEY (lead_id, text_hash)) $clustered",
    "CREATE UNIQUE INDEX posts_by_external_id ON posts (lead_id, external_id) WHERE external_id IS NOT NULL",
];

/// `search` holds lower-case words only, so every word's beginning can be looked up. New leads are told to
/// the index by the import that brings them, all at once: a trigger a row would cost more than the index.
const SQLITE_SEARCH: &[&str] = &[
    "CREATE VIRTUAL TABLE leads_search USING fts5(
        search, content='leads', content_rowid='seq', detail=none, columnsize=0,
        tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER leads_search_delete AFTER DELETE ON leads BEGIN
        INSERT INTO leads_search (leads_search, rowid, search) VALUES ('delete', old.seq, old.search);
    END",
    "CREATE TRIGGER leads_search_update AFTER UPDATE OF search ON leads WHEN old.search <> new.search BEGIN
        INSERT INTO leads_search (leads_search, rowid, search) VALUES ('delete', old.seq, old.search);
        INSERT INTO leads_search (rowid, search) VALUES (new.seq, new.search);
    END",
];

const POSTGRES_SEARCH: &[&str] =
    &["CREATE INDEX leads_search ON leads USING gin (to_tsvector('simple', search))"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, TABLES).await?;
        dialect::run_own(manager, SQLITE_SEARCH, POSTGRES_SEARCH).await
    }
}
