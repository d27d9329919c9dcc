//! What becomes of a lead, as far as rules decide it: no store, no model.

use std::collections::HashMap;
use std::sync::Arc;

use sdr_domain::Timestamp;
use sdr_domain::channel::Channel;
use sdr_domain::draft::{Draft, Variant};
use sdr_domain::enrichment::{Enrichment, enrich_offline};
use sdr_domain::id::LeadId;
use sdr_domain::judgement::{Judgement, Verdict};
use sdr_domain::lead::LeadStatus;
use sdr_domain::offline_judge::OfflineJudge;
use sdr_domain::project::Project;
use sdr_domain::score::{PostFacts, Score, ScoreInputs, score};
use sdr_domain::template::Template;
use sdr_ports::IdSource;
use sdr_storage::{LeadWithPosts, PipelineRecord};

use super::model::Known;
use super::writing::{Writing, first_channel, write_variants};
use crate::view::Stage;

/// The project's rules, prepared once a run.
pub(crate) struct Rules {
    pub(crate) project: Project,
    judge: OfflineJudge,
    /// The team's own wording in use.
    templates: HashMap<(Channel, Variant), Template>,
}

/// A lead as it waits for its turn.
pub(super) struct Waiting {
    pub(super) found: LeadWithPosts,
    /// On the suppression list: nothing is asked about it and nothing written to it.
    pub(super) barred: bool,
    /// What a model said of it before.
    pub(super) known: Known,
}

/// A verdict with how it came about.
pub(super) struct Finding {
    pub(super) judgement: Judgement,
    pub(super) model: Option<String>,
    pub(super) note: Option<String>,
}

/// Something a lead failed in; earlier stages' results are kept.
pub(super) struct Failure {
    pub(super) lead: LeadId,
    pub(super) stage: Stage,
    pub(super) reason: String,
}

/// A lead after its pass.
pub(super) struct Worked {
    pub(super) record: Option<PipelineRecord>,
    pub(super) failure: Option<Failure>,
    pub(super) enriched: bool,
    pub(super) drafted: bool,
}

/// What the stages found about one lead.
pub(super) struct Passage {
    pub(super) finding: Finding,
    pub(super) score: Score,
    pub(super) enrichment: Option<Enrichment>,
    pub(super) drafts: Result<Vec<Draft>, String>,
}

/// How drafts are made: fresh ids, and the instant they are made at.
#[derive(Clone, Copy)]
pub(crate) struct Making<'a> {
    pub(crate) ids: &'a dyn IdSource,
    pub(crate) now: Timestamp,
}

impl Rules {
    pub(crate) fn new(project: Project, templates: Vec<Template>) -> Self {
        let judge = OfflineJudge::new(&project.company, &project.icp);
        let used = templates.into_iter().filter(|template| template.enabled);
        let templates = used.map(|template| ((template.channel, template.variant), template)).collect();
        Self { project, judge, templates }
    }

    pub(crate) fn template(&self, channel: Channel, variant: Variant) -> Option<&Template> {
        self.templates.get(&(channel, variant))
    }

    pub(super) fn judge_offline(&self, found: &LeadWithPosts) -> Judgement {
        self.judge.judge(&found.lead.profile, &texts(found))
    }

    pub(super) fn score(&self, found: &LeadWithPosts, judgement: &Judgement, now: Timestamp) -> Score {
        let posts: Vec<PostFacts> = found.posts.iter().map(PostFacts::from).collect();
        let icp = &self.project.icp;
        let inputs = ScoreInputs { profile: &found.lead.profile, posts: &posts, judgement, icp, now };
        score(&inputs, &self.project.judging.weights)
    }

    /// Whether a lead is enriched and written to.
    pub(super) fn passes(&self, waiting: &Waiting, verdict: Verdict, score: &Score) -> bool {
        !waiting.barred && verdict != Verdict::Irrelevant && score.total >= self.project.judging.threshold
    }

    /// Takes leads through every stage without a model. `why` says why none is asked.
    pub(super) fn offline(
        &self,
        leads: &[Arc<Waiting>],
        why: Option<&str>,
        making: Making<'_>,
    ) -> Vec<Worked> {
        leads.iter().map(|waiting| self.one_offline(waiting, why, making)).collect()
    }

    pub(super) fn one_offline(&self, waiting: &Waiting, why: Option<&str>, making: Making<'_>) -> Worked {
        let found = &waiting.found;
        let note = why.map(|why| format!("Judged offline: {why}"));
        let finding = Finding { judgement: self.judge_offline(found), model: None, note };
        let score = self.score(found, &finding.judgement, making.now);
        if !self.passes(waiting, finding.judgement.verdict, &score) {
            let passage = Passage { finding, score, enrichment: None, drafts: Ok(Vec::new()) };
            return passage.worked(waiting, self.project.judging.threshold, making.ids);
        }
        let judgement = &finding.judgement;
        let enrichment = enrich_offline(&found.lead.profile, &texts(found), judgement);
        let note = why.map(|why| format!("Written offline: {why}"));
        let drafts = first_channel(&self.project, found, Some(judgement)).and_then(|(channel, reply_to)| {
            let posts = texts(found);
            let lead = &found.lead;
            let judgement = Some(judgement);
            let from = Writing { rules: self, lead, posts: &posts, judgement, channel, reply_to, round: 0 };
            write_variants(&from, None, note.as_deref(), making)
        });
        let passage = Passage { finding, score, enrichment: Some(enrichment), drafts };
        passage.worked(waiting, self.project.judging.threshold, making.ids)
    }
}

impl Passage {
    pub(super) fn worked(self, waiting: &Waiting, threshold: u8, ids: &dyn IdSource) -> Worked {
        let lead = waiting.found.lead.id;
        let Self { finding, score, enrichment, drafts } = self;
        let (drafts, failure) = match drafts {
            Ok(drafts) => (drafts, None),
            Err(reason) => (Vec::new(), Some(Failure { lead, stage: Stage::Draft, reason })),
        };
        let (enriched, drafted) = (enrichment.is_some(), !drafts.is_empty());
        let Finding { judgement, model, note } = finding;
        let status = match judgement.verdict {
            _ if waiting.barred => LeadStatus::Suppressed,
            Verdict::Irrelevant => LeadStatus::Disqualified,
            Verdict::Maybe | Verdict::Relevant if score.total < threshold => LeadStatus::Qualified,
            Verdict::Maybe | Verdict::Relevant if drafted => LeadStatus::Messaged,
            Verdict::Maybe | Verdict::Relevant => LeadStatus::Enriched,
        };
        let record = PipelineRecord {
            lead_id: lead,
            judgement_id: ids.uuid().into(),
            score_id: ids.uuid().into(),
            status,
            quote: judgement.evidence.first().map(|evidence| evidence.quote.clone()),
            judgement,
            model,
            note,
            score_total: score.total,
            score_fit: score.fit,
            score_intent: score.intent,
            components: serde_json::to_value(&score.components).unwrap_or_default(),
            enrichment: enrichment.map(|e| (ids.uuid().into(), serde_json::to_value(e).unwrap_or_default())),
            drafts,
        };
        Worked { record: Some(record), failure, enriched, drafted }
    }
}

/// The words of a lead's posts, in the order a judgement counts them.
pub(crate) fn texts(found: &LeadWithPosts) -> Vec<&str> {
    found.posts.iter().map(|post| post.text.as_str()).collect()
}
