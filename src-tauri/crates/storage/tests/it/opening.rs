//! Opening: what is refused, what is backed up, what two at once do.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use sdr_storage::{Store, StoreConfig, StoreError};
use sea_orm::{ConnectionTrait, Database};

use crate::world::{World, at, fresh_schema, postgres_config, postgres_url, source_row};

fn config(path: &Path) -> StoreConfig {
    StoreConfig { url: format!("sqlite://{}", path.display()), backup_dir: None, schema: None }
}

async fn open(path: &Path) -> Result<Store, StoreError> {
    Store::open(config(path), at(0)).await
}

/// Runs statements past the store, as another program would.
async fn behind_its_back(url: &str, statements: &[&str]) -> Result<(), sea_orm::DbErr> {
    let other = Database::connect(url).await?;
    for statement in statements {
        other.execute_unprepared(statement).await?;
    }
    other.close().await
}

async fn used(path: &Path) {
    let store = open(path).await.unwrap();
    let tx = store.begin().await.unwrap();
    tx.put_setting("kept", &serde_json::json!(true)).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await.unwrap();
}

fn backups(dir: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = std::fs::read_dir(dir).into_iter().flatten().map(|e| e.unwrap().path()).collect();
    found.sort();
    found
}

/// What an older version would have left: the last change is not made yet.
const ONE_STEP_BACK: &[&str] = &[
    "DROP TABLE suppressions",
    "DROP TABLE run_items",
    "DROP TABLE runs",
    "DROP TABLE activity",
    "ALTER TABLE settings RENAME TO old_settings",
    "DELETE FROM seaql_migrations WHERE version = 'm20261121_000005_records'",
];

#[tokio::test]
async fn what_was_stored_is_there_after_opening_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("new folder ä/sdr %20?.sqlite3".replace('?', ""));
    used(&path).await;
    let store = open(&path).await.unwrap();
    assert_eq!(store.setting("kept").await.unwrap(), Some(serde_json::json!(true)));
    assert!(
        backups(&path.parent().unwrap().join("backups")).is_empty(),
        "nothing to change, nothing to back up"
    );
}

#[tokio::test]
async fn a_newer_database_is_refused_and_untouched() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("sdr.sqlite3");
    used(&path).await;
    let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_telepathy', 0)";
    behind_its_back(&config(&path).url, &[newer]).await.unwrap();
    let before = std::fs::read(&path).unwrap();
    let refused = open(&path).await.unwrap_err();
    assert!(matches!(&refused, StoreError::Newer { migrations } if migrations[0].contains("telepathy")));
    assert!(refused.to_string().contains("newer version"));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_untouched() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("sdr.sqlite3");
    for content in [&b"name,company\nAda,Engines\n"[..], b"SQLite format 3\0 and then nonsense", b"x"] {
        std::fs::write(&path, content).unwrap();
        let refused = open(&path).await.unwrap_err();
        assert!(matches!(refused, StoreError::Corrupt { .. }), "{refused:?}");
        assert!(refused.to_string().contains("sdr.sqlite3"), "{refused}");
        assert_eq!(std::fs::read(&path).unwrap(), content);
    }
}

#[tokio::test]
async fn a_damaged_page_is_found_and_the_file_left_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("sdr.sqlite3");
    used(&path).await;
    let mut bytes = std::fs::read(&path).unwrap();
    let page = usize::from(u16::from_be_bytes([bytes[16], bytes[17]]));
    for byte in &mut bytes[page..page * 6] {
        *byte = 0xAA;
    }
    std::fs::write(&path, &bytes).unwrap();
    let refused = open(&path).await.unwrap_err();
    assert!(matches!(refused, StoreError::Corrupt { .. }), "{refused:?}");
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[tokio::test]
async fn another_programs_database_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("other.sqlite3");
    let url = format!("sqlite://{}?mode=rwc", path.display());
    behind_its_back(&url, &["CREATE TABLE songs (title TEXT)"]).await.unwrap();
    assert!(matches!(open(&path).await.unwrap_err(), StoreError::Corrupt { .. }));
}

#[tokio::test]
async fn a_read_only_place_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("locked/sdr.sqlite3");
    used(&path).await;
    let set = |place: &Path, mode| std::fs::set_permissions(place, PermissionsExt::from_mode(mode)).unwrap();
    set(&path, 0o444);
    let refused = open(&path).await.unwrap_err();
    assert!(
        matches!(&refused, StoreError::ReadOnly { path, .. } if path.ends_with("sdr.sqlite3")),
        "{refused:?}"
    );
    set(&path, 0o644);
    set(path.parent().unwrap(), 0o555);
    let refused = open(&path).await.unwrap_err();
    set(path.parent().unwrap(), 0o755);
    assert!(matches!(&refused, StoreError::ReadOnly { path, .. } if path.ends_with("locked")), "{refused:?}");
}

#[tokio::test]
async fn an_address_of_another_kind_is_refused() {
    for url in ["mysql://root@127.0.0.1/x", "sqlite::memory:", "sqlite://", "", "nonsense"] {
        let config = StoreConfig { url: url.into(), backup_dir: None, schema: None };
        assert!(matches!(Store::open(config, at(0)).await, Err(StoreError::BadUrl(_))), "{url}");
    }
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(open(folder.path()).await, Err(StoreError::Unavailable { .. })));
}

#[tokio::test]
async fn a_backup_is_made_before_the_schema_changes_and_five_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("sdr.sqlite3");
    let kept = dir.path().join("kept");
    used(&path).await;
    for n in 0..7 {
        let mut back = ONE_STEP_BACK.to_vec();
        if n > 0 {
            back.insert(4, "DROP TABLE old_settings");
        }
        behind_its_back(&config(&path).url, &back).await.unwrap();
        let config = StoreConfig { backup_dir: Some(kept.clone()), ..config(&path) };
        Store::open(config, at(n)).await.unwrap().close().await.unwrap();
    }
    let made = backups(&kept);
    assert_eq!(made.len(), 5);
    assert!(
        made.iter().all(|p| p.file_name().unwrap().to_string_lossy().starts_with("sdr-2026")),
        "{made:?}"
    );
    let newest = made.last().unwrap();
    let url = format!("sqlite://{}", newest.display());
    let other = Database::connect(&url).await.unwrap();
    let rows = other.query_all_raw(sea_orm::Statement::from_string(
        sea_orm::DbBackend::Sqlite,
        "SELECT name FROM sqlite_master WHERE name = 'activity'",
    ));
    assert!(rows.await.unwrap().is_empty(), "the backup is from before the change");
}

#[tokio::test]
async fn a_backup_on_request_opens_as_a_database() {
    let world = World::sqlite().await;
    let dir = tempfile::tempdir().unwrap();
    let copy = dir.path().join("copy.sqlite3");
    world.store.backup(&copy).await.unwrap();
    assert!(
        matches!(world.store.backup(&copy).await, Err(StoreError::Unavailable { .. })),
        "never overwritten"
    );
    let store = open(&copy).await.unwrap();
    assert_eq!(store.project().await.unwrap().unwrap().0, world.project);
}

#[tokio::test]
async fn readers_cannot_write_and_the_event_log_refuses_changes() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("sdr.sqlite3");
    used(&path).await;
    let log = "INSERT INTO delivery_events (delivery_id, event, state, detail, at)
        SELECT x'00', 'queue', 'queued', '', 0";
    let url = config(&path).url;
    behind_its_back(&url, &["PRAGMA foreign_keys = OFF", log]).await.unwrap();
    for stray in ["UPDATE delivery_events SET event = 'sent'", "DELETE FROM delivery_events"] {
        let refused = behind_its_back(&url, &[stray]).await.unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
}

#[tokio::test]
async fn a_value_that_makes_no_sense_is_named_by_table_column_and_row() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("sdr.sqlite3");
    let store = open(&path).await.unwrap();
    let (project, source) = (crate::world::id(), crate::world::id());
    let tx = store.begin().await.unwrap();
    tx.put_project(project, &serde_json::json!({}), at(0)).await.unwrap();
    tx.insert_source(&source_row(source, project, "a.csv")).await.unwrap();
    let ada = crate::world::person("Ada", None, &[(sdr_domain::text::HandleKind::X, "ada")]);
    let lead =
        tx.import_leads(project, source, vec![(crate::world::id(), ada)], at(0)).await.unwrap().created[0];
    tx.commit().await.unwrap();
    behind_its_back(&config(&path).url, &["UPDATE leads SET status = 'dancing'"]).await.unwrap();
    let refused = store.lead(lead).await.unwrap_err();
    let StoreError::CorruptRow { table: "leads", column: "status", row } = &refused else {
        panic!("{refused:?}");
    };
    assert_eq!(*row, lead.to_string());
}

/// The test runs itself a second time as another process.
#[tokio::test]
async fn two_processes_write_to_one_file() {
    const WRITES: usize = 40;
    let write = async |path: &Path, who: &str| {
        let store = open(path).await.unwrap();
        for n in 0..WRITES {
            let tx = store.begin().await.unwrap();
            tx.put_setting(&format!("{who}.{n}"), &serde_json::json!(n)).await.unwrap();
            tx.commit().await.unwrap();
        }
        store
    };
    if let Ok(path) = std::env::var("SDR_TEST_SECOND_PROCESS") {
        write(Path::new(&path), "second").await;
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("sdr.sqlite3");
    let mut second = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "opening::two_processes_write_to_one_file"])
        .env("SDR_TEST_SECOND_PROCESS", &path)
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let store = write(&path, "first").await;
    assert!(second.wait().unwrap().success());
    for who in ["first", "second"] {
        for n in 0..WRITES {
            let found = store.setting(&format!("{who}.{n}")).await.unwrap();
            assert_eq!(found, Some(serde_json::json!(n)), "{who} {n}");
        }
    }
}

#[tokio::test]
async fn many_open_a_new_postgres_workspace_at_once() {
    let schema = fresh_schema();
    let tasks: Vec<_> = (0..4).map(|_| tokio::spawn(Store::open(postgres_config(&schema), at(0)))).collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn postgres_workspaces_see_nothing_of_each_other() {
    let (one, two) = (World::postgres().await, World::postgres().await);
    let lead = one.lead("Ada").await;
    assert_eq!(two.store.lead(lead).await.unwrap(), None);
    assert_eq!(two.store.project().await.unwrap().unwrap().0, two.project);
}

#[tokio::test]
async fn a_newer_postgres_workspace_is_refused() {
    let schema = fresh_schema();
    Store::open(postgres_config(&schema), at(0)).await.unwrap().close().await.unwrap();
    let newer = format!("INSERT INTO {schema}.seaql_migrations (version, applied_at) VALUES ('m2999_x', 0)");
    behind_its_back(&postgres_url(), &[&newer]).await.unwrap();
    let refused = Store::open(postgres_config(&schema), at(0)).await.unwrap_err();
    assert!(matches!(refused, StoreError::Newer { .. }), "{refused:?}");
    let foreign = fresh_schema();
    let made = [format!("CREATE SCHEMA {foreign}"), format!("CREATE TABLE {foreign}.songs (title TEXT)")];
    behind_its_back(&postgres_url(), &[&made[0], &made[1]]).await.unwrap();
    let refused = Store::open(postgres_config(&foreign), at(0)).await.unwrap_err();
    assert!(refused.to_string().contains("another program"), "{refused}");
}

#[tokio::test]
async fn postgres_says_how_it_is_backed_up_and_when_it_is_away() {
    let world = World::postgres().await;
    let refused = world.store.backup(Path::new("/tmp/never")).await.unwrap_err();
    assert!(refused.to_string().contains("pg_dump"));
    for name in ["Robert'); DROP", "", "UPPER"] {
        assert!(Store::open(postgres_config(name), at(0)).await.is_err(), "{name}");
    }
    let away =
        StoreConfig { url: "postgres://nobody@127.0.0.1:1/none".into(), backup_dir: None, schema: None };
    let refused = Store::open(away, at(0)).await.unwrap_err();
    assert!(refused.to_string().contains("does not answer"), "{refused}");
}
