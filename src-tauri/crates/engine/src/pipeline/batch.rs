//! What becomes of a batch of leads: pure rules, no store.

use std::collections::HashSet;

use sdr_domain::Timestamp;
use sdr_domain::channel::Channel;
use sdr_domain::compose::{ComposeInputs, compose};
use sdr_domain::draft::{Draft, DraftStatus, Variant};
use sdr_domain::enrichment::enrich_offline;
use sdr_domain::id::LeadId;
use sdr_domain::judgement::{Judgement, Verdict};
use sdr_domain::lead::{Lead, LeadStatus};
use sdr_domain::offline_judge::OfflineJudge;
use sdr_domain::project::Project;
use sdr_domain::score::{PostFacts, ScoreInputs, Weights, score};
use sdr_domain::text::HandleKind;
use sdr_ports::IdSource;
use sdr_storage::{LeadWithPosts, PipelineRecord};

use crate::view::Stage;

/// The project's rules, prepared once a run.
pub(super) struct Rules {
    project: Project,
    judge: OfflineJudge,
    weights: Weights,
}

/// A lead that failed in a stage; earlier stages' results are kept.
pub(super) struct Failure {
    pub(super) lead: LeadId,
    pub(super) stage: Stage,
    pub(super) reason: String,
}

/// A batch, decided.
pub(super) struct Decided {
    pub(super) records: Vec<PipelineRecord>,
    pub(super) failures: Vec<Failure>,
    enriched: u64,
    drafted: u64,
}

impl Decided {
    /// `(done, failed)` of one stage in this batch.
    pub(super) fn counts(&self, stage: Stage) -> (u64, u64) {
        let failed = self.failures.iter().filter(|f| f.stage == stage).count() as u64;
        match stage {
            Stage::Judge | Stage::Score => (self.records.len() as u64, failed),
            Stage::Enrich => (self.enriched, failed),
            Stage::Draft => (self.drafted, failed),
        }
    }

    /// Leads of this batch that never reached a stage.
    pub(super) fn dropped_before(&self, stage: Stage) -> u64 {
        let (done, failed) = self.counts(stage);
        (self.records.len() as u64).saturating_sub(done + failed)
    }
}

impl Rules {
    pub(super) fn new(project: Project) -> Self {
        let judge = OfflineJudge::new(&project.company, &project.icp);
        Self { judge, project, weights: Weights::default() }
    }

    pub(super) fn decide(
        &self,
        leads: Vec<LeadWithPosts>,
        suppressed: &HashSet<LeadId>,
        ids: &dyn IdSource,
        now: Timestamp,
    ) -> Decided {
        let mut decided = Decided { records: Vec::new(), failures: Vec::new(), enriched: 0, drafted: 0 };
        for lead in leads {
            let barred = suppressed.contains(&lead.lead.id);
            self.decide_one(&lead, barred, ids, now, &mut decided);
        }
        decided
    }

    fn decide_one(
        &self,
        found: &LeadWithPosts,
        barred: bool,
        ids: &dyn IdSource,
        now: Timestamp,
        decided: &mut Decided,
    ) {
        let lead = &found.lead;
        let posts: Vec<&str> = found.posts.iter().map(|post| post.text.as_str()).collect();
        let judgement = self.judge.judge(&lead.profile, &posts);
        let scored_posts: Vec<PostFacts> = found
            .posts
            .iter()
            .map(|post| PostFacts { posted_at: post.posted_at, engagement: post.engagement })
            .collect();
        let inputs = ScoreInputs {
            profile: &lead.profile,
            posts: &scored_posts,
            judgement: &judgement,
            icp: &self.project.icp,
            now,
        };
        let score = score(&inputs, &self.weights);
        let wanted = judgement.verdict != Verdict::Irrelevant && !barred;
        let enrichment = wanted.then(|| enrich_offline(&lead.profile, &posts, &judgement));
        decided.enriched += u64::from(wanted);
        let drafts = if wanted { self.drafts(found, &posts, &judgement, ids, now) } else { Ok(Vec::new()) };
        let drafts = drafts.unwrap_or_else(|reason| {
            decided.failures.push(Failure { lead: lead.id, stage: Stage::Draft, reason });
            Vec::new()
        });
        decided.drafted += u64::from(!drafts.is_empty());
        decided.records.push(PipelineRecord {
            lead_id: lead.id,
            judgement_id: ids.uuid().into(),
            score_id: ids.uuid().into(),
            status: status_of(barred, wanted, !drafts.is_empty()),
            quote: judgement.evidence.first().map(|evidence| evidence.quote.clone()),
            judgement,
            score_total: score.total,
            score_fit: score.fit,
            score_intent: score.intent,
            components: serde_json::to_value(&score.components).unwrap_or_default(),
            enrichment: enrichment.map(|e| (ids.uuid().into(), serde_json::to_value(e).unwrap_or_default())),
            drafts,
        });
    }

    /// Both phrasings for the first channel that reaches the lead.
    fn drafts(
        &self,
        found: &LeadWithPosts,
        posts: &[&str],
        judgement: &Judgement,
        ids: &dyn IdSource,
        now: Timestamp,
    ) -> Result<Vec<Draft>, String> {
        let Some(channel) = first_channel(&found.lead) else {
            return Err("No Telegram handle and no e-mail address: add one to write to this person.".into());
        };
        let from = Writing {
            project: &self.project,
            lead: &found.lead,
            posts,
            judgement: Some(judgement),
            channel,
            round: 0,
        };
        write_variants(from, ids, now)
    }
}

/// Telegram first, then e-mail; other channels are worked from their own pages.
fn first_channel(lead: &Lead) -> Option<Channel> {
    [HandleKind::Telegram, HandleKind::Email]
        .into_iter()
        .find(|k| lead.handle(*k).is_some())
        .map(HandleKind::channel)
}

fn status_of(barred: bool, wanted: bool, drafted: bool) -> LeadStatus {
    match (barred, wanted, drafted) {
        (true, _, _) => LeadStatus::Suppressed,
        (false, false, _) => LeadStatus::Disqualified,
        (false, true, false) => LeadStatus::Enriched,
        (false, true, true) => LeadStatus::Messaged,
    }
}

/// What one message is written from.
#[derive(Clone, Copy)]
pub(crate) struct Writing<'a> {
    pub(crate) project: &'a Project,
    pub(crate) lead: &'a Lead,
    pub(crate) posts: &'a [&'a str],
    pub(crate) judgement: Option<&'a Judgement>,
    pub(crate) channel: Channel,
    /// How often it was written before.
    pub(crate) round: usize,
}

/// Variants A and B of one message, as one choice.
pub(crate) fn write_variants(
    from: Writing<'_>,
    ids: &dyn IdSource,
    now: Timestamp,
) -> Result<Vec<Draft>, String> {
    let choice_id = ids.uuid();
    let mut drafts = Vec::with_capacity(2);
    for variant in [Variant::A, Variant::B] {
        let composed = compose(&ComposeInputs {
            company: &from.project.company,
            voice: &from.project.voice,
            profile: &from.lead.profile,
            posts: from.posts,
            judgement: from.judgement,
            channel: from.channel,
            variant,
            round: from.round,
        })
        .map_err(|error| error.to_string())?;
        drafts.push(Draft {
            id: ids.uuid().into(),
            project_id: from.project.id,
            lead_id: from.lead.id,
            choice_id,
            channel: from.channel,
            variant,
            subject: composed.subject.clone(),
            body: composed.body.clone(),
            machine_subject: composed.subject,
            machine_body: composed.body,
            status: DraftStatus::Pending,
            created_at: now,
            updated_at: now,
        });
    }
    Ok(drafts)
}
