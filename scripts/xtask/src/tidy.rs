//! The house rules a compiler does not know. Each rule is one function from files to complaints.
//!
//! **Invariant:** rules look at files only; they start no build and need no network.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::complaint::Complaint;

mod released;
mod rules;
#[cfg(test)]
mod tests;

/// One file of the project.
pub(crate) struct Source {
    /// Relative to the root, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// What follows the last dot of the name.
    fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, extension)| extension)
    }
}

/// Runs every rule over everything git knows or would add.
pub(crate) fn check(root: &Path) -> Result<Vec<Complaint>> {
    let sources = sources(root)?;
    let mut found: Vec<Complaint> = sources.iter().flat_map(rules::of_one).collect();
    found.extend(rules::decision_numbers(&sources));
    found.extend(released::unchanged(root)?);
    found.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    Ok(found)
}

fn sources(root: &Path) -> Result<Vec<Source>> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .context("git did not start; tidy needs a git checkout")?;
    if !output.status.success() {
        bail!("git ls-files failed; tidy needs a git checkout");
    }
    let names = String::from_utf8(output.stdout).context("a file name is not UTF-8")?;
    // A file deleted but not yet committed is still listed; binary files have nothing to read.
    let read = |path: &str| {
        let text = std::fs::read_to_string(root.join(path)).ok()?;
        Some(Source { path: path.to_owned(), text })
    };
    Ok(names.split_terminator('\0').filter_map(read).collect())
}
