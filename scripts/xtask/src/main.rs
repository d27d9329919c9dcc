//! Duties around the code that must not depend on memory: `cargo xtask edges | tidy | codegen`.
//!
//! Knows the repository's layout and nothing about the product.
#![expect(clippy::print_stdout, reason = "a command line tool speaks on stdout")]

mod codegen;
mod complaint;
mod edges;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};
use complaint::Complaint;

#[derive(Parser)]
#[command(about = "Duties around the code of SDR Console")]
struct Cli {
    #[command(subcommand)]
    duty: Duty,
}

#[derive(Subcommand)]
enum Duty {
    /// Checks which room depends on which, and that each heavy library has its one owner.
    Edges,
    /// Checks sizes, headers, names, decision numbers and released migrations.
    Tidy,
    /// Writes the UI's types from the API description.
    Codegen {
        /// Change nothing; fail when the written types are not the generated ones.
        #[arg(long)]
        check: bool,
        /// The `sdr` to ask, instead of building one.
        #[arg(long, value_name = "FILE")]
        sdr: Option<PathBuf>,
    },
}

fn main() -> Result<ExitCode> {
    let root = project_root()?;
    match Cli::parse().duty {
        Duty::Edges => Ok(report("edges", &edges::check(&root)?)),
        Duty::Tidy => Ok(report("tidy", &tidy::check(&root)?)),
        Duty::Codegen { check, sdr } => Ok(report("codegen", &codegen::run(&root, check, sdr.as_deref())?)),
    }
}

fn project_root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.ancestors().nth(2).context("xtask does not lie in scripts/xtask")?;
    Ok(root.to_owned())
}

fn report(duty: &str, complaints: &[Complaint]) -> ExitCode {
    for complaint in complaints {
        println!("{complaint}");
    }
    if complaints.is_empty() {
        println!("{duty}: fine");
        ExitCode::SUCCESS
    } else {
        println!("{duty}: {} to mend", complaints.len());
        ExitCode::FAILURE
    }
}
