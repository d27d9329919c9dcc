//! Writing on request: the message anew, or for another channel.
//!
//! **Invariant:** the new choice and the end of the one it replaces are one transaction.

use sdr_domain::activity::Actor;
use sdr_domain::channel::Channel;
use sdr_domain::draft::{Draft, DraftStatus};
use sdr_domain::enrichment::Enrichment;
use sdr_domain::id::{DraftId, LeadId};
use sdr_domain::lead::LeadStatus;
use sdr_domain::project::Project;
use sdr_domain::suppression::keys_for;
use sdr_domain::template::Template;
use sdr_storage::{LeadWithPosts, Tx};
use uuid::Uuid;

use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::pipeline::{
    About, Known, Making, Model, Readable, Rules, Writing, reach, told, write_own, write_variants,
};
use crate::view::DraftDetail;

/// What is written where.
struct Order {
    channel: Channel,
    reply_to: Option<String>,
    /// The subject of the thread it goes on in.
    subject: Option<String>,
    /// Drafts whose place the new ones take.
    instead_of: Vec<DraftId>,
    /// For the log: dotted word and sentence.
    told: (&'static str, String),
}

impl Engine {
    /// Writes the message anew in both variants; the old ones are superseded.
    pub async fn rewrite_draft(&self, id: DraftId) -> Result<DraftDetail, EngineError> {
        let project = self.need_project().await?;
        let (draft, lead) = self.draft_and_lead(id).await?;
        if draft.status == DraftStatus::Superseded {
            return Err(EngineError::conflict("not_pending", "A newer draft has taken its place."));
        }
        if !draft.action.has_words() {
            return Err(EngineError::conflict("no_words", "A like or a follow has no words to write anew."));
        }
        let posts = self.cx.store.posts(lead.id).await?;
        let choice = self.cx.store.choice(draft.choice_id).await?;
        let of = self.step_of_choice(draft.choice_id).await?.filter(|of| of.step.same_thread);
        let order = Order {
            channel: draft.channel,
            reply_to: draft.reply_to,
            subject: of.and(draft.subject),
            instead_of: pending(choice.iter()),
            told: ("draft.rewritten", "Written anew".to_owned()),
        };
        self.write_order(project, LeadWithPosts { lead, posts }, order).await
    }

    /// Writes to a lead on a channel of the human's choice; what waits on that channel is superseded.
    pub async fn write_draft(&self, id: LeadId, channel: Channel) -> Result<DraftDetail, EngineError> {
        let project = self.need_project().await?;
        let lead = self.cx.store.lead(id).await?.ok_or(EngineError::NotFound { what: "lead" })?;
        if !self.cx.store.suppressed(&keys_for(Some(lead.id), &lead.handles)).await?.is_empty() {
            return Err(EngineError::precondition("suppressed", "This person is on your suppression list."));
        }
        let found = LeadWithPosts { posts: self.cx.store.posts(id).await?, lead };
        let judgement = self.cx.store.judgement(id).await?.map(|row| row.judgement);
        let (channel, reply_to) = reach(channel, &found, judgement.as_ref())
            .map_err(|reason| EngineError::precondition("cannot_reach", reason))?;
        if let Some(reason) = self.why_unreachable(id, channel).await? {
            return Err(EngineError::precondition("cannot_reach", reason));
        }
        let before = self.cx.store.drafts_of_lead(id).await?;
        let order = Order {
            channel,
            reply_to,
            subject: None,
            instead_of: pending(before.iter().filter(|d| d.channel == channel && d.action.has_words())),
            told: ("draft.written", format!("Written for {}", channel.name())),
        };
        self.write_order(project, found, order).await
    }

    async fn write_order(
        &self,
        project: Project,
        found: LeadWithPosts,
        order: Order,
    ) -> Result<DraftDetail, EngineError> {
        let (project_id, lead) = (project.id, found.lead.clone());
        let mut drafts = self.variants_of(project, &found, &order).await?;
        if let Some(subject) = order.subject {
            for draft in &mut drafts {
                draft.subject = Some(subject.clone());
                draft.machine_subject = Some(subject.clone());
            }
        }
        let drafted = drafts.first().map(|draft| (draft.id, draft.choice_id));
        let (first, choice) = drafted.ok_or(EngineError::NotFound { what: "draft" })?;
        let now = self.cx.now();
        let tx = self.cx.store.begin().await?;
        let replaced = replaced(&tx, &order.instead_of).await?;
        self.replace_message(&tx, &replaced, choice, now).await?;
        tx.set_draft_status(&order.instead_of, DraftStatus::Pending, DraftStatus::Superseded, now).await?;
        tx.insert_drafts(drafts).await?;
        let waited =
            [LeadStatus::Qualified, LeadStatus::Disqualified, LeadStatus::Enriched].contains(&lead.status);
        if waited {
            tx.set_lead_status(&[lead.id], LeadStatus::Messaged, now).await?;
        }
        let (kind, detail) = order.told;
        let about = (Some(project_id), Some(lead.id));
        tx.insert_activity(vec![self.cx.activity(about, Actor::Human, kind, first, detail)]).await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Drafts, first);
        if waited {
            self.cx.bus.announce(Topic::Leads, lead.id);
        }
        self.draft(first).await?.ok_or(EngineError::NotFound { what: "draft" })
    }

    /// Both phrasings, by the model where one is chosen and answers.
    async fn variants_of(
        &self,
        project: Project,
        found: &LeadWithPosts,
        order: &Order,
    ) -> Result<Vec<Draft>, EngineError> {
        let templates = self.cx.store.templates(project.id).await?;
        let model = Model::open(&self.cx, &project).await?;
        let rules = Rules::new(project, templates);
        let place = (order.channel, order.reply_to.clone());
        let written = self.message_for((&rules, &model), found, place, None).await;
        model.close().await;
        written?.map_err(|reason| EngineError::precondition("cannot_write", reason))
    }

    /// Both phrasings of one message, or why it cannot be written. With `own`, subject and body of a template,
    /// it is that one wording and no other.
    pub(crate) async fn message_for(
        &self,
        (rules, model): (&Rules, &Model),
        found: &LeadWithPosts,
        (channel, reply_to): (Channel, Option<String>),
        own: Option<&Template>,
    ) -> Result<Result<Vec<Draft>, String>, EngineError> {
        let id = found.lead.id;
        let store = &self.cx.store;
        let judgement = store.judgement(id).await?.map(|row| row.judgement);
        let enrichment = store.enrichment(id).await?;
        let enrichment: Option<Enrichment> = enrichment.and_then(|value| serde_json::from_value(value).ok());
        let posts: Vec<&str> = found.posts.iter().map(|post| post.text.as_str()).collect();
        let known: Known = store
            .llm_answers_of(&[id])
            .await?
            .into_iter()
            .map(|row| (row.fingerprint.clone(), row))
            .collect();
        let from = Writing {
            rules,
            lead: &found.lead,
            posts: &posts,
            judgement: judgement.as_ref(),
            channel,
            reply_to,
            // Two variants a choice: the number of choices so far is the number of rounds.
            round: store.drafts_of_lead(id).await?.len() / 2,
        };
        let making = Making { ids: self.cx.ids.as_ref(), now: self.cx.now() };
        if let Some(own) = own {
            return Ok(write_own(&from, own, making).map(|draft| vec![draft]));
        }
        let readable = Readable::of(&found.lead.profile, &posts);
        let about = About { readable: &readable, enrichment: enrichment.as_ref(), known: &known };
        let (written, note) = told(rules.write(model, &from, about).await);
        Ok(write_variants(&from, written, note.as_deref(), making))
    }
}

/// The choices of these drafts, each once.
async fn replaced(tx: &Tx, drafts: &[DraftId]) -> Result<Vec<Uuid>, EngineError> {
    let mut choices = Vec::new();
    for id in drafts {
        let choice = tx.draft(*id).await?.map(|draft| draft.choice_id);
        choices.extend(choice.filter(|choice| !choices.contains(choice)));
    }
    Ok(choices)
}

fn pending<'a>(drafts: impl Iterator<Item = &'a Draft>) -> Vec<DraftId> {
    drafts.filter(|draft| draft.status == DraftStatus::Pending).map(|draft| draft.id).collect()
}
