//! Made-up leads: as a source of a run, and at the press of the demo button.

use sdr_domain::activity::Actor;
use sdr_domain::generator::{generate, generate_among};
use sdr_domain::lead::NewLead;
use sdr_domain::project::Project;
use sdr_domain::source::{Source, SourceKind, SourceSettings};
use tokio::sync::watch;

use super::collect::{Chunk, Collected, End};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::imports::Tally;
use crate::view::ImportReport;

/// People a transaction.
const CHUNK: usize = 5_000;
/// The demo button's own source.
const DEMO: &str = "Demo leads";

impl Engine {
    /// Stores realistic made-up leads and starts a run over them. Same seed, same leads. All of them belong
    /// to one source, however often the button is pressed; runs do not read it again.
    pub async fn demo_leads(&self, count: u32, seed: u64) -> Result<ImportReport, EngineError> {
        let project = self.need_project().await?;
        let settings = SourceSettings::Generator { count, seed, industries: Vec::new() };
        if let Some((_, sentence)) = settings.problems().into_iter().next() {
            return Err(EngineError::invalid("count", sentence));
        }
        let source = self.demo_source(&project, count, seed).await?;
        let now = self.cx.now();
        let made = in_background(move || generate(count as usize, seed, now)).await?;
        let mut import = Tally::default();
        for chunk in made.chunks(CHUNK) {
            let chunk = chunk.iter().map(|lead| (0, lead.clone())).collect();
            self.import_chunk(&project, &source, chunk, &mut import).await?;
        }
        self.close_import(&source, import).await
    }

    /// Marked as made already: the button makes them itself, and a run must not bring back who was deleted.
    async fn demo_source(&self, project: &Project, count: u32, seed: u64) -> Result<Source, EngineError> {
        let settings = SourceSettings::Generator { count, seed, industries: Vec::new() };
        let known = self.cx.store.sources().await?;
        let known =
            known.into_iter().find(|source| source.kind() == SourceKind::Generator && source.name == DEMO);
        let mut source = if let Some(source) = known {
            source
        } else {
            let mut source = self.new_source(DEMO, settings.clone(), project.id);
            source.enabled = false;
            source.progress.made = count;
            self.store_new_source(&source, Actor::App).await?;
            source
        };
        if source.settings != settings {
            source.change(settings);
            source.progress.made = count;
            self.store_source(&source, Actor::App, "source.changed", "Demo leads asked for again").await?;
        }
        Ok(source)
    }

    /// Makes the people of a generator source that were not made yet.
    pub(super) async fn generate_people(
        &self,
        project: &Project,
        source: &Source,
        stop: watch::Receiver<bool>,
        counts: &mut Collected,
    ) -> Result<End, EngineError> {
        let SourceSettings::Generator { count, seed, industries } = source.settings.clone() else {
            return Ok(End::Read(None));
        };
        let mut progress = source.progress.clone();
        if progress.made >= count {
            return Ok(End::Read(None));
        }
        let now = self.cx.now();
        let made = in_background(move || generate_among(&industries, count as usize, seed, now)).await?;
        for chunk in made.get(progress.made as usize..).unwrap_or_default().chunks(CHUNK) {
            if *stop.borrow() {
                return Ok(End::Stopped);
            }
            let mut to = progress.clone();
            to.made += u32::try_from(chunk.len()).unwrap_or(u32::MAX);
            let stored = Chunk { leads: chunk.to_vec(), from: &progress, to: &to };
            let Some(stored) = self.store_chunk(project, source, stored).await? else {
                return Ok(End::Overtaken);
            };
            counts.found += chunk.len() as u64;
            counts.add(&stored);
            progress = to;
        }
        Ok(End::Read(None))
    }
}

async fn in_background(
    make: impl FnOnce() -> Vec<NewLead> + Send + 'static,
) -> Result<Vec<NewLead>, EngineError> {
    let made = tokio::task::spawn_blocking(make).await;
    made.map_err(|_| EngineError::conflict("demo", "The generator stopped; see the log."))
}
