//! What the user of the desktop app notices: prints `name: value` lines for `scripts/bench`.
//!
//! `SDR_BENCH_APP=PROGRAM bench_desktop` measures on a desktop of its own:
//!
//! - `approve_to_link_ms`: from the end of the undo window to the link handed to Telegram, the relayer's
//!   first act; everything before it is this app's own
//! - `approve_to_first_key_ms`: from the same moment to the relayer's first key; in between Telegram (here
//!   the stand-in) follows the link and shows the chat
//! - `guarded_paragraph_s`: one paragraph in a chat that is open already, from the journal's `open` to its
//!   `accept`, both synced to disk; the pause a person makes between two paragraphs is not in it
//! - `first_paint_s`: from the start of the process to the first contentful paint as the web view tells it
//! - `app_open_pss_mb`, `app_closed_pss_mb`: the app with all processes it started, PSS
#![expect(clippy::print_stdout, reason = "a bench talks to its script")]

#[path = "bench_desktop/app.rs"]
mod app;
#[path = "bench_desktop/sending.rs"]
mod sending;

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::Context;
use sdr_tests::desktop::Desktop;
use sdr_tests::standin::Standin;

const RUNS: usize = 5;
const PATIENCE: Duration = Duration::from_mins(1);
const PEOPLE: [(&str, &str); 2] = [("priya_nair_ops", "Priya Nair"), ("mara_tidewater", "Saved Messages")];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [word, command] = words.as_slice()
        && word == "send"
    {
        return sending::sending(&serde_json::from_str::<Vec<String>>(command)?).await;
    }
    let program = std::env::var_os("SDR_BENCH_APP").context("SDR_BENCH_APP names the app's program")?;
    let program = PathBuf::from(program).canonicalize()?;
    // The WebDriver client wants a TLS library even for loopback; a second call changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();

    let desktop = Desktop::start().await?;
    let standin = Standin::start(&desktop, &PEOPLE).await?;
    // The relayer works the display of its own process.
    let status = Command::new(std::env::current_exe()?)
        .arg("send")
        .arg(serde_json::to_string(&standin.command())?)
        .envs(desktop.env())
        .status()?;
    anyhow::ensure!(status.success(), "sending could not be measured");
    drop(standin);

    let data = tempfile::tempdir()?;
    app::first_paint(&desktop, &program, data.path()).await?;
    app::memory(&desktop, &program, data.path()).await
}

fn result(name: &str, value: f64, digits: usize) {
    println!("{name}: {value:.digits$}");
}

fn median(mut values: Vec<f64>) -> anyhow::Result<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().context("nothing was measured")
}
