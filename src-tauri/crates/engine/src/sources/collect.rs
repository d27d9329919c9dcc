//! Collecting: a pass over one source, and what it came to in a sentence.
//!
//! **Invariant:** whatever a page brought and how far the source was read become durable together, so a
//! pass that dies at any instant neither loses a page nor takes one twice.

use sdr_domain::activity::Actor;
use sdr_domain::id::{LeadId, SourceId};
use sdr_domain::lead::NewLead;
use sdr_domain::project::Project;
use sdr_domain::source::{Progress, Source, SourceKind, SourceSettings, Trouble, TroubleKind};
use sdr_domain::suppression::keys_for;
use sdr_storage::SourceOutcome;
use tokio::sync::watch;

use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;

/// What a pass over a source came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Collected {
    /// Posts that were found; people, where the source gives people.
    pub(crate) found: u64,
    /// New leads.
    pub(crate) created: u64,
    /// Known leads that gained something.
    pub(crate) merged: u64,
    /// Known leads of whom nothing new was told.
    pub(crate) duplicates: u64,
    /// People on the suppression list, left out.
    pub(crate) suppressed: u64,
    /// Entries left out on purpose: advertisements, withheld posts.
    pub(crate) skipped: u64,
    /// All of it for the human.
    pub(crate) sentence: String,
    /// What kept the source from being read to its end.
    pub(crate) trouble: Option<Trouble>,
}

/// How a pass ended.
pub(super) enum End {
    /// Read to its end; a part of it may have been refused.
    Read(Option<Refusal>),
    /// A human asked to stop.
    Stopped,
    /// A human changed, restarted or deleted the source meanwhile.
    Overtaken,
    /// Something keeps it from being read on.
    Trouble(Refusal),
}

/// Trouble before it has a time.
pub(super) struct Refusal {
    pub(super) kind: TroubleKind,
    pub(super) sentence: String,
    pub(super) fix: String,
    pub(super) wait_secs: Option<u32>,
}

/// One chunk to be stored: the people, and how far the source was read before and after them.
pub(super) struct Chunk<'a> {
    pub(super) leads: Vec<NewLead>,
    pub(super) from: &'a Progress,
    pub(super) to: &'a Progress,
}

impl Engine {
    /// The sources a run reads: those that are on and that nothing bars. Named ones are read whether they
    /// are on or not, and also when they wait for a human: naming them is what the human did.
    pub(crate) async fn sources_to_collect(
        &self,
        only: Option<&[SourceId]>,
    ) -> Result<Vec<Source>, EngineError> {
        let now = self.cx.now();
        let wanted = |source: &Source| {
            if let Some(ids) = only {
                return ids.contains(&source.id);
            }
            let barred = source.trouble.as_ref().is_some_and(|trouble| trouble.bars(now));
            source.enabled && source.kind().collects() && !barred
        };
        let mut sources = self.cx.store.sources().await?;
        sources.retain(wanted);
        sources.reverse();
        Ok(sources)
    }

    /// Reads one source on from where it was left, page by page, until its end, a stop or trouble. Trouble
    /// is an outcome, not an error: it is kept on the source and announced. Ends at once when `stop` turns
    /// true; one pass over a source at a time.
    pub(crate) async fn collect_source(
        &self,
        id: SourceId,
        stop: watch::Receiver<bool>,
    ) -> Result<Collected, EngineError> {
        let project = self.need_project().await?;
        let source = self.need_source(id).await?;
        let now = self.cx.now();
        if let Some(trouble) = source.trouble.clone().filter(|trouble| trouble.waits(now)) {
            let sentence = trouble.sentence.clone();
            return Ok(Collected { sentence, trouble: Some(trouble), ..Collected::default() });
        }
        let mut counts = Collected::default();
        let end = match &source.settings {
            SourceSettings::XSearch { .. } => self.search_posts(&project, &source, stop, &mut counts).await?,
            SourceSettings::Generator { .. } => {
                self.generate_people(&project, &source, stop, &mut counts).await?
            }
            SourceSettings::Apollo { .. } | SourceSettings::Csv | SourceSettings::Manual => {
                let sentence = by_hand(source.kind()).to_owned();
                return Ok(Collected { sentence, ..counts });
            }
        };
        self.close_pass(&source, counts, end).await
    }

    /// Stores one chunk together with how far the source was read; suppressed people are left out. `None`
    /// when a human changed the source meanwhile: then nothing was stored.
    pub(super) async fn store_chunk(
        &self,
        project: &Project,
        source: &Source,
        chunk: Chunk<'_>,
    ) -> Result<Option<Collected>, EngineError> {
        let keys: Vec<_> = chunk.leads.iter().flat_map(|lead| keys_for(None, &lead.handles)).collect();
        let tx = self.cx.store.begin().await?;
        let barred = tx.suppressed(&keys).await?;
        let all = chunk.leads.len();
        let allowed = chunk
            .leads
            .into_iter()
            .filter(|lead| !keys_for(None, &lead.handles).iter().any(|key| barred.contains(key)));
        let rows: Vec<_> = allowed.map(|lead| (self.cx.id::<LeadId>(), lead)).collect();
        let mut counts = Collected { suppressed: (all - rows.len()) as u64, ..Collected::default() };
        if !tx.move_source_on(source.id, chunk.from, chunk.to).await? {
            tx.rollback().await?;
            return Ok(None);
        }
        if !rows.is_empty() {
            let outcome = tx.import_leads(project.id, source.id, rows, self.cx.now()).await?;
            counts.created = outcome.created.len() as u64;
            counts.merged = outcome.merged as u64;
            counts.duplicates = outcome.duplicates as u64;
        }
        tx.commit().await?;
        self.cx.bus.announce(Topic::Sources, source.id);
        if all > 0 {
            self.cx.bus.announce_all(Topic::Leads);
        }
        Ok(Some(counts))
    }

    async fn close_pass(
        &self,
        source: &Source,
        mut counts: Collected,
        end: End,
    ) -> Result<Collected, EngineError> {
        let now = self.cx.now();
        let found = sentence(source.kind(), &counts);
        let refusal = match end {
            End::Read(refusal) => {
                counts.sentence = found;
                refusal
            }
            End::Stopped => {
                counts.sentence = format!("Stopped. {found}");
                None
            }
            End::Overtaken => {
                counts.sentence = format!("{found} The source was changed meanwhile; the next run goes on.");
                None
            }
            End::Trouble(refusal) if counts.found == 0 => {
                counts.sentence.clone_from(&refusal.sentence);
                Some(refusal)
            }
            End::Trouble(refusal) => {
                counts.sentence = format!("{found} Then it stopped: {}", refusal.sentence);
                Some(refusal)
            }
        };
        counts.trouble = refusal.map(|refusal| trouble(refusal, source.trouble.as_ref(), now));
        let (sentence, trouble) = (counts.sentence.clone(), counts.trouble.clone());
        let tx = self.cx.store.begin().await?;
        tx.note_source(source.id, &SourceOutcome { at: now, sentence, trouble }).await?;
        let about = (Some(source.project_id), None);
        let detail = format!("{} new leads, {} known", counts.created, counts.merged + counts.duplicates);
        let kind = if counts.trouble.is_some() { "source.trouble" } else { "source.collected" };
        tx.insert_activity(vec![self.cx.activity(about, Actor::App, kind, source.id, detail)]).await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Sources, source.id);
        Ok(counts)
    }
}

impl Collected {
    pub(super) fn add(&mut self, chunk: &Self) {
        self.found += chunk.found;
        self.created += chunk.created;
        self.merged += chunk.merged;
        self.duplicates += chunk.duplicates;
        self.suppressed += chunk.suppressed;
        self.skipped += chunk.skipped;
    }
}

/// Trouble that goes on keeps the time it began.
fn trouble(refusal: Refusal, before: Option<&Trouble>, now: sdr_domain::Timestamp) -> Trouble {
    let since = before.filter(|before| before.kind == refusal.kind).map_or(now, |before| before.since);
    let wait = refusal.wait_secs.map(|secs| jiff::SignedDuration::from_secs(i64::from(secs)));
    Trouble {
        kind: refusal.kind,
        sentence: refusal.sentence,
        fix: refusal.fix,
        since,
        again_at: wait.map(|wait| now.saturating_add(wait).unwrap_or(now)),
    }
}

fn by_hand(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Apollo => {
            "Apollo is not read by a run, because each match costs credits. Search there and choose the people yourself."
        }
        SourceKind::Csv => "A file is read once, when it is imported. Import it again to bring what is new.",
        SourceKind::Manual => "These people are typed in by hand. There is nothing to read.",
        SourceKind::XSearch | SourceKind::Generator => "There is nothing to read.",
    }
}

fn sentence(kind: SourceKind, counts: &Collected) -> String {
    let thing = if kind == SourceKind::Generator { ("person", "people") } else { ("post", "posts") };
    let say = |n: u64, (one, many): (&str, &str)| format!("{n} {}", if n == 1 { one } else { many });
    let left_out: Vec<String> = [
        (counts.suppressed, ("person on your suppression list", "people on your suppression list")),
        (counts.skipped, ("advertisement or withheld post", "advertisements or withheld posts")),
    ]
    .into_iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, words)| say(n, words))
    .collect();
    let left_out =
        if left_out.is_empty() { String::new() } else { format!(" Left out: {}.", left_out.join(", ")) };
    if counts.found == 0 {
        return format!("There was nothing new.{left_out}");
    }
    let known = counts.merged + counts.duplicates;
    let new = say(counts.created, ("new lead", "new leads"));
    format!("Found {}: {new}, {known} known.{left_out}", say(counts.found, thing))
}
