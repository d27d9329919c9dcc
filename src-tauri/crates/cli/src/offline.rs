//! Commands that do one thing to the workspace and end: import, run, export, backup.
//!
//! They need the workspace for themselves; while the app runs they say so and change nothing.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use sdr_app::view::{PipelineStatus, Run, RunOrder, RunState, RunTrigger};
use sdr_app::{App, Engine, Settings, telemetry};

use crate::say;

/// Most bytes a lead file may have.
const MOST_BYTES: u64 = 256 << 20;

async fn open(settings: Settings) -> anyhow::Result<(App, telemetry::Telemetry)> {
    settings.paths.make()?;
    let telemetry = telemetry::start(&settings.paths.logs);
    Ok((App::open(settings, None).await?, telemetry))
}

/// Imports a file with the suggested mapping; rejected rows are listed, and make the exit code 3.
pub(crate) async fn import(settings: Settings, file: &Path) -> anyhow::Result<ExitCode> {
    let shown = file.display();
    let about = tokio::fs::metadata(file).await.with_context(|| format!("{shown} cannot be read"))?;
    ensure!(about.is_file(), "{shown} is not a file.");
    ensure!(about.len() <= MOST_BYTES, "{shown} is larger than 256 MB. Split it and import the pieces.");
    let bytes = tokio::fs::read(file).await.with_context(|| format!("{shown} cannot be read"))?;
    let name = file.file_name().map_or_else(|| "leads.csv".into(), |name| name.to_string_lossy());

    let (app, _telemetry) = open(settings).await?;
    let engine = app.engine();
    let preview = engine.open_import(&name, bytes).await?;
    for warning in &preview.warnings {
        say(warning)?;
    }
    let fields = preview.columns.iter().map(|column| column.field).collect();
    let id = preview.id.parse().context("the import has no id")?;
    let report = engine.commit_import(id, fields).await?;
    say(&report.sentence)?;
    for row in &report.rejected {
        say(&format!("line {}: {}", row.line, row.reason))?;
    }
    let rejected = report.rejected_count;
    app.shutdown().await;
    Ok(if rejected == 0 { ExitCode::SUCCESS } else { ExitCode::from(3) })
}

/// Runs the pipeline to its end, with a line of progress whenever a second has passed; failures make the
/// exit code 3.
pub(crate) async fn run(settings: Settings, dry_run: bool, no_collect: bool) -> anyhow::Result<ExitCode> {
    let (app, _telemetry) = open(settings).await?;
    let engine = app.engine();
    let sources = no_collect.then(Vec::new);
    let order = RunOrder { trigger: RunTrigger::Command, dry_run, sources };
    let run = watched(engine, order).await?;
    for stage in &run.stages {
        let failed = if stage.failed == 0 { String::new() } else { format!(", {} failed", stage.failed) };
        say(&format!("{:<7} {} of {}{failed}", stage.stage.as_str(), stage.done, stage.total))?;
    }
    say_failures(engine, &run).await?;
    if let Some(sentence) = &run.sentence {
        say(sentence)?;
    }
    app.shutdown().await;
    Ok(if run.failed == 0 && run.state == RunState::Finished { ExitCode::SUCCESS } else { ExitCode::from(3) })
}

async fn watched(engine: &Engine, order: RunOrder) -> anyhow::Result<Run> {
    let mut whole = std::pin::pin!(engine.run_to_end(order));
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    // The first tick comes at once.
    tick.tick().await;
    loop {
        tokio::select! {
            ended = &mut whole => return Ok(ended?),
            _ = tick.tick() => say(&progress(&engine.pipeline_status().await?))?,
        }
    }
}

/// `judge 120 of 800, 14.2 a second, 48 s left`, and why no model judges, if one should.
fn progress(status: &PipelineStatus) -> String {
    let stages = status.run.iter().flat_map(|run| &run.stages).filter(|stage| stage.total > 0);
    let stages: Vec<String> = stages
        .map(|stage| {
            let (done, total) = (stage.done + stage.failed, stage.total);
            format!("{} {done} of {total}", stage.stage.as_str())
        })
        .collect();
    let mut line = stages.join(", ");
    if let Some(rate) = status.per_second {
        let _ = write!(line, "; {rate:.1} leads a second");
    }
    if let Some(left) = status.seconds_left {
        let _ = write!(line, ", {left} s left");
    }
    if let Some(llm) = &status.llm {
        let _ = write!(line, " ({llm})");
    }
    line
}

async fn say_failures(engine: &Engine, run: &Run) -> anyhow::Result<()> {
    let mut cursor = None;
    loop {
        let page = engine.run_failures(run.id, None, cursor.as_deref(), 200).await?;
        for failure in &page.items {
            let who = failure.lead_name.as_deref().map(|name| format!("{name}: ")).unwrap_or_default();
            say(&format!("{}: {who}{}", failure.stage.as_str(), failure.reason))?;
        }
        cursor = page.next;
        if cursor.is_none() {
            return Ok(());
        }
    }
}

/// Writes every lead as CSV.
pub(crate) async fn export(settings: Settings, out: Option<&Path>) -> anyhow::Result<()> {
    let (app, _telemetry) = open(settings).await?;
    let bytes = app.engine().leads_csv().await?;
    match out {
        None => std::io::stdout().lock().write_all(&bytes)?,
        Some(path) if path.exists() => bail!("{} exists already and was left as it is.", path.display()),
        Some(path) => {
            tokio::fs::write(path, &bytes)
                .await
                .with_context(|| format!("{} cannot be written", path.display()))?;
        }
    }
    app.shutdown().await;
    Ok(())
}

/// Copies the database.
pub(crate) async fn backup(settings: Settings) -> anyhow::Result<()> {
    let (app, _telemetry) = open(settings).await?;
    let folder = app.paths().backups.clone();
    let path = app.engine().backup(folder).await?;
    say(&path.display().to_string())?;
    app.shutdown().await;
    Ok(())
}
