//! The UI's types come from the API description and are never written by hand.
//!
//! **Invariant:** with `check` the repository is left as it was found.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::complaint::Complaint;

/// Where the UI's `codegen` script reads and writes.
const DESCRIPTION: &str = "target/openapi.json";
const TYPES: &str = "ui/src/api/generated/schema.ts";

/// Writes the types, or says that the written ones are old.
pub(crate) fn run(root: &Path, check: bool, sdr: Option<&Path>) -> Result<Vec<Complaint>> {
    let description = root.join(DESCRIPTION);
    std::fs::create_dir_all(root.join("target"))?;
    std::fs::write(&description, describe(root, sdr)?)
        .with_context(|| format!("cannot write {}", description.display()))?;
    let types = root.join(TYPES);
    let before = std::fs::read(&types).ok();
    let status = Command::new("npm")
        .args(["run", "--silent", "codegen"])
        .current_dir(root.join("ui"))
        .status()
        .context("npm did not start; run scripts/setup build")?;
    if !status.success() {
        bail!("`npm run codegen` failed in ui/; run `npm install` there first");
    }
    let after = std::fs::read(&types).with_context(|| format!("{TYPES} was not written"))?;
    if !check || before.as_ref() == Some(&after) {
        return Ok(Vec::new());
    }
    match before {
        Some(before) => std::fs::write(&types, before)?,
        None => std::fs::remove_file(&types)?,
    }
    let sentence = "is not what the API describes; run `cargo xtask codegen` and commit it";
    Ok(vec![Complaint::file(TYPES, sentence)])
}

fn describe(root: &Path, sdr: Option<&Path>) -> Result<Vec<u8>> {
    let mut command = Command::new(sdr.unwrap_or(Path::new("cargo")));
    if sdr.is_none() {
        command.args(["run", "--quiet", "--locked", "-p", "sdr-cli", "--"]);
    }
    let output = command.arg("openapi").current_dir(root).output().context("`sdr openapi` did not start")?;
    if !output.status.success() {
        bail!("`sdr openapi` failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(output.stdout)
}
