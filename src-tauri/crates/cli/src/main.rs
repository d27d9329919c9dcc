//! `sdr`: the same core without a window.
//!
//! **Invariant:** every command goes through the use cases of the app; nothing is decided here.

mod doctor;
mod judge;
mod offline;
mod serve;

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use sdr_app::{Settings, VERSION};

/// SDR Console from the command line.
#[derive(Parser)]
#[command(name = "sdr", version, about, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the UI and the API on this machine, and send what is approved
    Serve {
        /// Where to listen; this machine's own addresses only
        #[arg(long, default_value = "127.0.0.1:8400")]
        addr: SocketAddr,
        /// Another port, on the same address
        #[arg(long)]
        port: Option<u16>,
        /// Folder of the built UI; found by itself in a checkout and beside the program
        #[arg(long, value_name = "DIR")]
        ui: Option<PathBuf>,
    },
    /// Import a CSV file of leads with the suggested columns
    Import {
        /// The file; any header order, delimiter and encoding
        file: PathBuf,
    },
    /// Read the sources, then take everybody who waits through judge, score, enrich, draft
    Run {
        /// Only say what would be done; judges offline and stores nothing
        #[arg(long)]
        dry_run: bool,
        /// Read no sources, only the leads that wait already
        #[arg(long)]
        no_collect: bool,
    },
    /// Judge posts in a file, without a project, and measure the judge on your own labels
    #[command(long_about = judge::LONG_HELP)]
    Judge(judge::JudgeArguments),
    /// Write every lead as CSV
    Export {
        /// Where to; standard output when left out
        #[arg(long, short, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Copy the whole database into one file
    Backup,
    /// Look at the database, the keychain, Telegram, the display and the tray, and say what to mend
    Doctor,
    /// Print the API's description, from which the UI's types are made
    Openapi,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let ended = match runtime {
        Ok(runtime) => runtime.block_on(carry_out(arguments.command)),
        Err(error) => Err(anyhow::anyhow!("The system gives no threads: {error}.")),
    };
    match ended {
        Ok(code) => code,
        Err(error) => {
            let mut terminal = std::io::stderr().lock();
            // Nothing is left to tell the error to when the terminal is gone.
            let _ = writeln!(terminal, "sdr: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn carry_out(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Openapi => say(&sdr_api::openapi(VERSION)?)?,
        Command::Doctor => return doctor::examine(&Settings::from_env()?).await,
        Command::Serve { addr, port, ui } => {
            let addr = SocketAddr::new(addr.ip(), port.unwrap_or(addr.port()));
            serve::serve(Settings::from_env()?, addr, ui).await?;
        }
        Command::Import { file } => return offline::import(Settings::from_env()?, &file).await,
        Command::Judge(arguments) => return judge::judge(&arguments),
        Command::Run { dry_run, no_collect } => {
            return offline::run(Settings::from_env()?, dry_run, no_collect).await;
        }
        Command::Export { out } => offline::export(Settings::from_env()?, out.as_deref()).await?,
        Command::Backup => offline::backup(Settings::from_env()?).await?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints one line for the human or the next program.
fn say(line: &str) -> std::io::Result<()> {
    writeln!(std::io::stdout().lock(), "{line}")
}
