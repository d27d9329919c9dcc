//! Migrations that users' databases have already run must never change.
//!
//! `scripts/xtask/released-migrations.txt` holds one `sha256  path` line for each of them, written when a
//! version is released.

use std::path::Path;

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

use crate::complaint::Complaint;

const LIST: &str = "scripts/xtask/released-migrations.txt";

/// Compares every listed migration with its digest.
pub(super) fn unchanged(root: &Path) -> Result<Vec<Complaint>> {
    let list = std::fs::read_to_string(root.join(LIST)).with_context(|| format!("cannot read {LIST}"))?;
    let mut found = Vec::new();
    for (number, line) in (1..).zip(list.lines()) {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((digest, path)) = line.split_once("  ") else {
            found.push(Complaint::line(LIST, number, "is not `sha256  path`"));
            continue;
        };
        match std::fs::read(root.join(path)) {
            Err(_) => found.push(Complaint::file(path, "was released and must not be removed; restore it")),
            Ok(bytes) if hex(&Sha256::digest(&bytes)) != digest => found.push(Complaint::file(
                path,
                "was released and must not change; restore it and add a new migration",
            )),
            Ok(_) => {}
        }
    }
    Ok(found)
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
