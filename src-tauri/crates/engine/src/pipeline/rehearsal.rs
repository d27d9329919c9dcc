//! The dry run: what a run would do, judged offline, told in a sentence; nothing else is stored.

use std::sync::Arc;

use sdr_ports::llm::LlmTask;
use sdr_storage::{LeadWithPosts, RunRow};
use serde::Serialize;

use super::lead::Readable;
use super::model::Known;
use super::progress;
use super::rules::{Rules, Waiting, texts};
use super::run::{Ended, RunSources};
use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{RunState, Stage};

/// Leads between two looks at the stop.
const PAGE: u32 = 500;
/// Characters of a token, roughly, in the languages people write in.
const CHARACTERS_A_TOKEN: u64 = 4;
/// Tokens of a prompt's own words and of an answer, roughly.
const TOKENS_AROUND: u64 = 700;

/// What was found so far.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    leads: u64,
    passing: u64,
    /// Tokens of judging all of them.
    judging: u64,
    /// Tokens of enriching and writing to those that pass.
    writing: u64,
}

impl Engine {
    /// Looks at every lead that waits, without changing any.
    pub(super) async fn rehearse(&self, row: &RunRow) -> Result<Ended, EngineError> {
        let project = self.need_project().await?;
        let asked: RunSources = serde_json::from_value(row.sources.clone()).unwrap_or_default();
        let sources = self.sources_to_collect(asked.named.as_deref()).await?;
        let names: Vec<String> = sources.into_iter().map(|source| source.name).collect();
        let model = match self.cx.llms.open(&project.llm, None).await {
            Some(_) => Some(project.llm.judging_model().to_owned()),
            None => None,
        };
        let templates = self.cx.store.templates(project.id).await?;
        let rules = Arc::new(Rules::new(project, templates));
        let mut stages = progress::read(&row.stages);
        self.cx.pace.begin(row.id, self.cx.now(), &stages);
        let (mut found, mut place) = (Found::default(), None);
        let state = loop {
            if *self.cx.stop_run.borrow() {
                break RunState::Stopped;
            }
            let (mut leads, next) = self.cx.store.leads_to_judge(place, PAGE).await?;
            let Some(next) = next else { break RunState::Finished };
            place = Some(next);
            let barred = self.suppressed_among(&leads).await?;
            self.drop_unreachable(&mut leads).await?;
            let waiting = leads.into_iter().map(|found| {
                let barred = barred.contains(&found.lead.id);
                Waiting { found, barred, known: Known::new() }
            });
            let (waiting, rules, now): (Vec<_>, _, _) =
                (waiting.collect(), Arc::clone(&rules), self.cx.now());
            let look = tokio::task::spawn_blocking(move || {
                waiting.iter().map(|waiting| rules.look(waiting, now)).fold(Found::default(), Found::and)
            });
            found = found.and(look.await.map_err(|_| broken())?);
            for stage in &mut stages {
                match stage.stage {
                    Stage::Collect => {}
                    Stage::Judge | Stage::Score => stage.done = found.leads,
                    Stage::Enrich | Stage::Draft => stage.done = found.passing,
                }
            }
            let tx = self.cx.store.begin().await?;
            tx.update_run(&RunRow { stages: progress::write(&stages), ..row.clone() }).await?;
            tx.commit().await?;
            self.cx.bus.announce(Topic::Runs, row.id);
        };
        progress::settle(&mut stages);
        Ok(Ended { state, stages, sentence: Some(sentence(&names, found, model.as_deref())) })
    }
}

impl Found {
    fn and(self, other: Self) -> Self {
        Self {
            leads: self.leads + other.leads,
            passing: self.passing + other.passing,
            judging: self.judging + other.judging,
            writing: self.writing + other.writing,
        }
    }
}

impl Rules {
    fn look(&self, waiting: &Waiting, now: sdr_domain::Timestamp) -> Found {
        let LeadWithPosts { lead, .. } = &waiting.found;
        let judgement = self.judge_offline(&waiting.found);
        let score = self.score(&waiting.found, &judgement, now);
        let readable = Readable::of(&lead.profile, &texts(&waiting.found));
        let judging = tokens(&LlmTask::Judge(self.judge_task(&readable)));
        if !self.passes(waiting, judgement.verdict, &score) {
            return Found { leads: 1, passing: 0, judging, writing: 0 };
        }
        // Enriching and writing read the same person and the same product.
        Found { leads: 1, passing: 1, judging, writing: judging * 2 }
    }
}

fn tokens(task: &impl Serialize) -> u64 {
    let characters = serde_json::to_string(task).map_or(0, |text| text.chars().count() as u64);
    characters / CHARACTERS_A_TOKEN + TOKENS_AROUND
}

fn sentence(sources: &[String], found: Found, model: Option<&str>) -> String {
    let Found { leads, passing, judging, writing } = found;
    let mut parts = Vec::new();
    if sources.is_empty() {
        parts.push("No source would be read.".to_owned());
    } else {
        parts.push(format!("Would read {}.", sources.join(", ")));
    }
    let people = if leads == 1 { "1 lead".to_owned() } else { format!("{leads} leads") };
    match model {
        None => parts.push(format!("Would judge {people} offline.")),
        Some(model) => {
            let calls = leads + 2 * passing;
            let tokens = (judging + writing).div_ceil(1_000);
            parts.push(format!(
                "Would judge {people} with {model}: about {calls} questions and {tokens},000 tokens."
            ));
        }
    }
    parts.push(format!("Judged offline now, {passing} of them pass and would be written to."));
    parts.join(" ")
}

fn broken() -> EngineError {
    EngineError::conflict("run_broken", "A lead broke the dry run; see the log.")
}
