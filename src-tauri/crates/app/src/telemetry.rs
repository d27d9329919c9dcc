//! Logs: a file a day, a week kept; what went wrong also on standard error.
//!
//! **Invariant:** libraries that see message text, addresses or secrets (the database driver, the mail
//! client, HTTP) may only say warnings and worse, whatever the environment asks for.

use std::io::IsTerminal;
use std::path::Path;

use tracing::level_filters::LevelFilter;
use tracing::{Level, Metadata};
use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::filter::{EnvFilter, FilterFn};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// Days of logs that are kept.
const DAYS: usize = 7;

/// Libraries through which content passes.
const SEE_CONTENT: [&str; 10] =
    ["sqlx", "sea_orm", "lettre", "hyper", "h2", "rustls", "reqwest", "zbus", "keyring", "axum"];

/// Flushes the log file when it is dropped; keep it until the process ends.
pub struct Telemetry {
    _guard: Option<WorkerGuard>,
}

/// Starts logging into `logs`. `SDR_LOG` sets the level, e.g. `debug` or `sdr_relayer=debug`.
pub fn start(logs: &Path) -> Telemetry {
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("sdr")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(logs);
    let (writer, guard) = match file {
        Ok(file) => {
            let (writer, guard) = tracing_appender::non_blocking(file);
            (Some(writer), Some(guard))
        }
        // A full or read-only disk must not keep the app from saying so in its window.
        Err(_) => (None, None),
    };
    let to_file = writer.map(|writer| {
        let level = EnvFilter::try_from_env("SDR_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
        tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(writer)
            .with_filter(level)
            .with_filter(FilterFn::new(harmless))
    });
    let to_terminal = tracing_subscriber::fmt::layer()
        .compact()
        .without_time()
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .with_filter(LevelFilter::WARN)
        .with_filter(FilterFn::new(harmless));
    let started = tracing_subscriber::registry().with(to_file).with(to_terminal).try_init();
    // A second start in one process happens in tests only; the first one stays in force.
    drop(started);
    Telemetry { _guard: guard }
}

/// Whether an event can be written down.
fn harmless(event: &Metadata<'_>) -> bool {
    let room = event.target().split("::").next().unwrap_or_default();
    let sees_content = SEE_CONTENT.iter().any(|name| room.starts_with(name));
    !sees_content || *event.level() <= Level::WARN
}
