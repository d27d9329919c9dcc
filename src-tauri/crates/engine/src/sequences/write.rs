//! Writes the messages of steps whose time has come: what waits in the queue for that lead already, the step's
//! own template, or the way every message is written.
//!
//! **Invariant:** no model is asked inside a transaction. Which steps still wait for their words is in the
//! store, so a process that dies while it writes leaves nothing behind but steps that wait.

use std::collections::HashMap;

use futures::{StreamExt, TryStreamExt};
use sdr_domain::Timestamp;
use sdr_domain::action::Action;
use sdr_domain::channel::Channel;
use sdr_domain::draft::{Draft, DraftStatus};
use sdr_domain::enrollment::{Enrollment, Execution};
use sdr_domain::id::TemplateId;
use sdr_domain::lead::Lead;
use sdr_domain::sequence::Step;
use sdr_domain::suppression::keys_for;
use sdr_domain::template::Template;
use sdr_storage::LeadWithPosts;
use uuid::Uuid;

use super::settle::OfStep;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::pipeline::{Model, Rules, reach};

/// Messages written and stored together without a model.
const TOGETHER: u32 = 200;

/// What a step's message came to.
pub(super) enum Words {
    /// A message that waited for this lead already; its variants.
    Adopted(Vec<Draft>),
    /// A new one, in the place of these choices.
    Written(Vec<Draft>, Vec<Uuid>),
    /// The lead is on the suppression list.
    Barred,
    /// It cannot be written, and why.
    Trouble(String),
}

/// A step with its words, before they are stored.
pub(super) struct Composed {
    pub(super) of: OfStep,
    pub(super) lead: Option<Lead>,
    pub(super) words: Words,
    /// Why a yes that nobody has to give may not count now, so that the human is asked after all.
    pub(super) blocked: Option<String>,
}

/// What writes: opened once a pass.
struct Desk<'a> {
    engine: &'a Engine,
    rules: Rules,
    model: Model,
    own: HashMap<TemplateId, Template>,
}

impl Engine {
    /// Writes messages of steps that wait for theirs. Returns when to look again if more of them wait: with a
    /// model as many are written at a time as questions may be asked, so that sending is never held up long.
    pub async fn write_steps(&self) -> Result<Option<Timestamp>, EngineError> {
        let mut waiting = self.cx.store.executions_to_write(TOGETHER).await?;
        if waiting.is_empty() {
            return Ok(None);
        }
        let project = self.need_project().await?;
        let model = Model::open(&self.cx, &project).await?;
        let templates = self.cx.store.templates(project.id).await?;
        let own = templates.iter().map(|template| (template.id, template.clone())).collect();
        let width = model.width();
        let most = width.unwrap_or(TOGETHER as usize);
        let more = waiting.len() > most || waiting.len() == TOGETHER as usize;
        waiting.truncate(most);
        let desk = Desk { engine: self, rules: Rules::new(project, templates), model, own };
        let composed = futures::stream::iter(waiting)
            .map(|(execution, enrollment)| desk.compose(execution, enrollment))
            .buffered(width.unwrap_or(1))
            .try_collect::<Vec<_>>()
            .await;
        let Desk { rules, model, .. } = desk;
        model.close().await;
        self.store_composed(&rules.project, composed?).await?;
        Ok(more.then(|| self.cx.now()))
    }
}

impl Desk<'_> {
    async fn compose(&self, execution: Execution, enrollment: Enrollment) -> Result<Composed, EngineError> {
        let version = self.engine.version(execution.version_id).await?;
        let lead = self.engine.cx.store.lead(enrollment.lead_id).await?;
        let step = version.steps.get(&execution.step).cloned();
        let words = match (&lead, &step) {
            (Some(lead), Some(step)) => self.words(lead, step, &enrollment).await?,
            (None, _) | (_, None) => Words::Trouble("This step cannot be read any more.".to_owned()),
        };
        let step = step.unwrap_or_else(|| Step::new(execution.step.as_str(), execution.kind));
        let blocked = match (&lead, words.first()) {
            (Some(lead), Some(draft)) if !step.approval => {
                let blocked = self.engine.block_within(draft, lead, Some(&enrollment), false).await?;
                blocked.map(|(_, sentence)| sentence)
            }
            _ => None,
        };
        Ok(Composed { of: OfStep { enrollment, execution, step }, lead, words, blocked })
    }

    async fn words(&self, lead: &Lead, step: &Step, of: &Enrollment) -> Result<Words, EngineError> {
        let store = &self.engine.cx.store;
        let Some((action, channel)) = step.act() else {
            return Ok(Words::Trouble(
                "This step has no channel. Choose one and move the leads over.".into(),
            ));
        };
        if !store.suppressed(&keys_for(Some(lead.id), &lead.handles)).await?.is_empty() {
            return Ok(Words::Barred);
        }
        let waiting = self.waiting(lead, (action, channel)).await?;
        // A template and a thread are chosen for this very message; else what waits there is what goes.
        let adopts = step.template_id.is_none() && !step.same_thread;
        if let Some(first) = waiting.first().filter(|_| adopts) {
            return Ok(Words::Adopted(store.choice(first.choice_id).await?));
        }
        let found = LeadWithPosts { posts: store.posts(lead.id).await?, lead: lead.clone() };
        let judgement = store.judgement(lead.id).await?.map(|row| row.judgement);
        let place = match action {
            Action::Reply => reach(channel, &found, judgement.as_ref()),
            Action::Message | Action::Like | Action::Follow => Ok((channel, None)),
        };
        let place = match place {
            Ok(place) => place,
            Err(reason) => return Ok(Words::Trouble(reason)),
        };
        let own = match step.template_id.map(|id| self.own.get(&id)) {
            Some(None) => {
                let reason = "The template of this step is gone. Choose another and move the leads over.";
                return Ok(Words::Trouble(reason.to_owned()));
            }
            Some(Some(own)) => Some(own),
            None => None,
        };
        let written = self.engine.message_for((&self.rules, &self.model), &found, place, own).await?;
        let mut drafts = match written {
            Ok(drafts) => drafts,
            Err(reason) => return Ok(Words::Trouble(reason)),
        };
        if step.same_thread
            && let Some(subject) = self.engine.subject_in_thread(lead.id, of.id).await?
        {
            for draft in &mut drafts {
                draft.subject = Some(subject.clone());
                draft.machine_subject = Some(subject.clone());
            }
        }
        let replaced = waiting.iter().map(|draft| draft.choice_id).collect();
        Ok(Words::Written(drafts, replaced))
    }

    /// Messages of this kind that wait for the lead and are no other step's.
    async fn waiting(
        &self,
        lead: &Lead,
        (action, channel): (Action, Channel),
    ) -> Result<Vec<Draft>, EngineError> {
        let store = &self.engine.cx.store;
        let mut waiting = Vec::new();
        for draft in store.drafts_of_lead(lead.id).await? {
            let fits = draft.status == DraftStatus::Pending
                && (draft.action, draft.channel) == (action, channel)
                && !waiting.iter().any(|other: &Draft| other.choice_id == draft.choice_id);
            if fits && store.execution_of_choice(draft.choice_id).await?.is_none() {
                waiting.push(draft);
            }
        }
        Ok(waiting)
    }
}

impl Words {
    /// The phrasing that goes when nobody chooses.
    pub(super) fn first(&self) -> Option<&Draft> {
        match self {
            Self::Adopted(drafts) => drafts.iter().find(|draft| draft.status == DraftStatus::Pending),
            Self::Written(drafts, _) => drafts.first(),
            Self::Barred | Self::Trouble(_) => None,
        }
    }
}
