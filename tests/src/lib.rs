//! The acceptance harness: a desktop of its own, a stand-in Telegram on it, the real app in it.
//!
//! **Invariant:** nothing here waits a fixed time and hopes; every wait has a condition and a deadline,
//! and says what it was waiting for when the deadline passes.

pub mod app;
pub mod desktop;
pub mod mail;
pub mod serve;
pub mod standin;
pub mod wait;
pub mod workspace;

use std::path::{Path, PathBuf};

/// The project's root folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_path_buf()
}

/// Where cargo builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A built program of this workspace, or a sentence that says how to build it.
pub fn program(name: &str, package: &str) -> anyhow::Result<PathBuf> {
    let path = target().join("debug").join(name);
    anyhow::ensure!(
        path.is_file(),
        "{} is not built; run `cargo build -p {package}` or scripts/test",
        path.display()
    );
    Ok(path)
}
