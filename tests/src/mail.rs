//! A real Postfix on loopback: the one `SDR_TEST_SMTP` names, or one started for this test.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

/// A mail server and the folder where its messages arrive.
pub struct Mailbox {
    /// Where it listens on 127.0.0.1, without TLS.
    pub port: u16,
    maildir: PathBuf,
    ours: Option<String>,
}

impl Mailbox {
    /// Uses the running server, or starts one that ends with this value.
    pub fn start() -> anyhow::Result<Self> {
        let given = ["SDR_TEST_SMTP", "SDR_TEST_MAILDIR"].map(|name| std::env::var(name).ok());
        if let [Some(url), Some(maildir)] = given {
            return Self::at(&url, &maildir, None);
        }
        let output =
            Command::new(script()).arg("start").output().context("scripts/smtp-for-tests does not run")?;
        anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout)?;
        let values: HashMap<&str, &str> = text.lines().filter_map(|line| line.split_once('=')).collect();
        let value = |name| values.get(name).copied().with_context(|| format!("{name} is missing"));
        let folder = value("SDR_TEST_SMTP_DIR")?.to_owned();
        Self::at(value("SDR_TEST_SMTP")?, value("SDR_TEST_MAILDIR")?, Some(folder))
    }

    fn at(url: &str, maildir: &str, ours: Option<String>) -> anyhow::Result<Self> {
        let port = url.rsplit(':').next().unwrap_or_default().parse().context("the server's port")?;
        Ok(Self { port, maildir: Path::new(maildir).join("new"), ours })
    }

    /// The first message to this address, whole.
    pub fn message_to(&self, address: &str) -> anyhow::Result<Option<String>> {
        Ok(self.messages()?.into_iter().find(|text| is_to(text, address)))
    }

    /// How many messages to this address arrived.
    pub fn count_to(&self, address: &str) -> anyhow::Result<usize> {
        Ok(self.messages()?.iter().filter(|text| is_to(text, address)).count())
    }

    fn messages(&self) -> anyhow::Result<Vec<String>> {
        let Ok(folder) = std::fs::read_dir(&self.maildir) else { return Ok(Vec::new()) };
        let mut messages = Vec::new();
        for entry in folder {
            messages.push(String::from_utf8_lossy(&std::fs::read(entry?.path())?).into_owned());
        }
        Ok(messages)
    }
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        if let Some(folder) = &self.ours {
            let _ = Command::new(script()).arg("stop").arg(folder).status();
        }
    }
}

fn is_to(message: &str, address: &str) -> bool {
    message
        .lines()
        .take_while(|line| !line.is_empty())
        .any(|line| line.starts_with("To:") && line.contains(address))
}

fn script() -> PathBuf {
    crate::root().join("scripts/smtp-for-tests")
}
