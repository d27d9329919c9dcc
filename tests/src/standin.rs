//! The stand-in Telegram on a desktop, and what it swears truly left.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::desktop::Desktop;
use crate::wait::until;

/// A running stand-in; ends with the test.
pub struct Standin {
    folder: tempfile::TempDir,
    child: Child,
}

impl Standin {
    /// Starts it with these people, `(handle, name)`.
    pub async fn start(desktop: &Desktop, people: &[(&str, &str)]) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let people: Vec<Value> = people
            .iter()
            .map(|(handle, name)| json!({ "handle": handle, "name": name, "kind": "user" }))
            .collect();
        std::fs::write(folder.path().join("contacts.json"), serde_json::to_vec(&people)?)?;
        let child = Command::new(script())
            .arg("--state")
            .arg(folder.path())
            .arg("--contacts")
            .arg(folder.path().join("contacts.json"))
            .envs(desktop.env())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let standin = Self { folder, child };
        until("the stand-in Telegram", Duration::from_secs(30), || async {
            Ok(standin.folder.path().join("ready").is_file().then_some(()))
        })
        .await?;
        Ok(standin)
    }

    /// The command that reaches it, as `SDR_TELEGRAM_COMMAND` wants it.
    pub fn command(&self) -> Vec<String> {
        let state = self.folder.path();
        let contacts = state.join("contacts.json");
        let words = [script(), "--state".into(), state.to_path_buf(), "--contacts".into(), contacts];
        words.iter().map(|word| word.display().to_string()).collect()
    }

    /// `(handle, text)` of every message that truly left, in order.
    pub fn sent(&self) -> anyhow::Result<Vec<(String, String)>> {
        let text = std::fs::read_to_string(self.folder.path().join("journal.jsonl")).unwrap_or_default();
        let mut sent = Vec::new();
        for line in text.lines() {
            let line: Value = serde_json::from_str(line)?;
            if line["event"] == "sent" {
                let word = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
                sent.push((word("chat"), word("text")));
            }
        }
        Ok(sent)
    }

    /// Switches faults while it runs; see the stand-in's README.
    pub fn faults(&self, faults: &Value) -> anyhow::Result<()> {
        let path = self.folder.path().join("faults.json");
        let fresh = self.folder.path().join("faults.json.new");
        std::fs::write(&fresh, serde_json::to_vec(faults)?)?;
        Ok(std::fs::rename(fresh, path)?)
    }

    /// Where it keeps its state.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Standin {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn script() -> PathBuf {
    crate::root().join("tests/standin/telegram-desktop")
}
