//! Secrets survive a restart, show nothing in logs and refuse a file somebody changed.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sdr_ports::{Secret, Secrets, SystemIds};

use super::{FileSecrets, Keychain, open_as};

fn vault(folder: &Path) -> FileSecrets {
    FileSecrets::new(folder, Arc::new(SystemIds))
}

#[tokio::test]
async fn a_secret_survives_a_restart_and_is_forgotten_when_told() {
    let folder = tempfile::tempdir().unwrap();
    assert!(!vault(folder.path()).exists());
    assert_eq!(vault(folder.path()).get("email.password").await.unwrap(), None);
    vault(folder.path()).set("email.password", Secret::new("correct horse")).await.unwrap();
    vault(folder.path()).set("llm.key", Secret::new("k1")).await.unwrap();
    vault(folder.path()).set("llm.key", Secret::new("k2")).await.unwrap();
    let again = vault(folder.path());
    assert_eq!(again.get("email.password").await.unwrap(), Some(Secret::new("correct horse")));
    assert_eq!(again.get("llm.key").await.unwrap(), Some(Secret::new("k2")));
    again.delete("email.password").await.unwrap();
    again.delete("email.password").await.unwrap();
    assert_eq!(again.get("email.password").await.unwrap(), None);
    assert_eq!(again.get("llm.key").await.unwrap(), Some(Secret::new("k2")));
}

#[tokio::test]
async fn nothing_readable_lies_on_the_disk_and_only_the_owner_may_look() {
    let folder = tempfile::tempdir().unwrap();
    vault(folder.path()).set("email.password", Secret::new("correct horse")).await.unwrap();
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().path()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    for path in names {
        let bytes = std::fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("correct") && !text.contains("email"), "{}", path.display());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}

#[tokio::test]
async fn a_damaged_file_is_refused_politely_and_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    vault(folder.path()).set("email.password", Secret::new("correct horse")).await.unwrap();
    let path = folder.path().join("secrets.bin");
    let whole = std::fs::read(&path).unwrap();
    let mut flipped = whole.clone();
    *flipped.last_mut().unwrap() ^= 1;
    let cases =
        [flipped, whole[..20].to_vec(), b"hello".to_vec(), [b"SDRSEC2\n", &whole[8..]].concat(), Vec::new()];
    for bytes in cases {
        std::fs::write(&path, &bytes).unwrap();
        let read = vault(folder.path()).get("email.password").await.unwrap_err().to_string();
        assert!(read.contains("delete it and enter") || read.contains("Update the app"), "{read}");
        assert!(vault(folder.path()).set("x", Secret::new("y")).await.is_err());
        assert!(vault(folder.path()).delete("x").await.is_err());
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }
    std::fs::write(&path, &whole).unwrap();
    std::fs::remove_file(folder.path().join("secrets.key")).unwrap();
    let lost = vault(folder.path()).set("x", Secret::new("y")).await.unwrap_err().to_string();
    assert!(lost.contains("key file is gone"), "{lost}");
}

#[tokio::test]
async fn secrets_stay_in_the_file_they_are_in() {
    let folder = tempfile::tempdir().unwrap();
    vault(folder.path()).set("llm.key", Secret::new("k")).await.unwrap();
    let opened = open_as(folder.path(), "sdr-console-test", Arc::new(SystemIds)).await;
    assert_eq!(opened.place(), "an encrypted file in the app's data folder");
    assert_eq!(opened.get("llm.key").await.unwrap(), Some(Secret::new("k")));
}

#[tokio::test]
async fn looking_for_a_keychain_ends_soon_whatever_is_there() {
    let begun = Instant::now();
    let _ = Keychain::find("sdr-console-test", Duration::from_secs(2)).await;
    assert!(begun.elapsed() < Duration::from_secs(4));
}
