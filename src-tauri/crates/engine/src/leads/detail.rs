//! Everything about one lead, joined for the eye.

use sdr_domain::activity::{Activity, Actor};
use sdr_domain::draft::Variant;
use sdr_domain::enrichment::Enrichment;
use sdr_domain::id::LeadId;
use sdr_domain::judgement::{Evidence, EvidenceSource, Judged};
use sdr_domain::lead::{Lead, Profile};
use sdr_domain::post::Post;
use sdr_domain::score::ComponentScore;
use sdr_domain::text::{Handle, HandleKind};
use sdr_storage::{StoredJudgement, StoredScore};

use super::activity_view;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{
    ActivityView, DraftRow, EnrichmentView, EvidenceView, HandleView, JudgementView, LeadDetail, PostView,
    ScoreComponent, ScoreView,
};

/// Lines of the timeline shown at once.
const TIMELINE: u32 = 100;

impl Engine {
    /// One lead with posts, proof, score, drafts, deliveries and timeline.
    pub async fn lead(&self, id: LeadId) -> Result<Option<LeadDetail>, EngineError> {
        match self.cx.store.lead(id).await? {
            Some(lead) => Ok(Some(self.lead_detail(lead).await?)),
            None => Ok(None),
        }
    }

    pub(crate) async fn lead_detail(&self, lead: Lead) -> Result<LeadDetail, EngineError> {
        let store = &self.cx.store;
        let posts = store.posts(lead.id).await?;
        let judgement = store.judgement(lead.id).await?;
        let score = store.score(lead.id).await?;
        let enrichment = store.enrichment(lead.id).await?;
        let checks = self.checks_of(lead.id).await?;
        let source = store.source(lead.source_id).await?.map(|source| source.name).unwrap_or_default();
        let timeline = store.activity_of_lead(lead.id, TIMELINE).await?;
        let drafts = self.draft_rows_of(lead.id).await?;
        let stages = stages(&lead, &source, judgement.as_ref(), &drafts);
        let deliveries = self.delivery_rows_of(lead.id, &lead.profile.name).await?;
        let Profile { name, role, company, industry, bio, location, website, followers, .. } =
            lead.profile.clone();
        Ok(LeadDetail {
            id: lead.id,
            name,
            role,
            company,
            industry,
            bio,
            location,
            website,
            followers,
            status: lead.status,
            temperature: lead.temperature,
            handles: lead.handles.iter().map(handle_view).collect(),
            checks,
            source,
            judgement: judgement.map(|row| judgement_view(row, &lead.profile, &posts)),
            score: score.map(score_view),
            enrichment: enrichment.and_then(enrichment_view),
            posts: posts.into_iter().map(post_view).collect(),
            drafts,
            deliveries,
            timeline: timeline_of(timeline, stages),
            created_at: lead.created_at,
        })
    }
}

/// What the pipeline did, read from what it stored: an import of many thousand people writes no activity
/// row for each of them.
fn stages(
    lead: &Lead,
    source: &str,
    judgement: Option<&StoredJudgement>,
    drafts: &[DraftRow],
) -> Vec<ActivityView> {
    let line = |at, kind: &str, detail: String| ActivityView {
        at,
        actor: Actor::App,
        kind: kind.to_owned(),
        detail,
    };
    let collected = line(lead.created_at, "lead.collected", format!("Collected from {source}"));
    let judged = judgement
        .map(|row| line(row.created_at, "lead.judged", format!("Judged {}", row.judgement.verdict.as_str())));
    let mut written: Vec<ActivityView> = drafts
        .iter()
        .filter(|draft| draft.variant == Variant::A)
        .map(|draft| line(draft.created_at, "lead.drafted", format!("Drafted for {}", draft.channel.name())))
        .collect();
    written.extend(judged);
    written.push(collected);
    written
}

/// Newest first; at one instant the later stage stands above the earlier one.
fn timeline_of(activity: Vec<Activity>, stages: Vec<ActivityView>) -> Vec<ActivityView> {
    let mut lines: Vec<ActivityView> = activity.into_iter().map(activity_view).chain(stages).collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.at));
    lines
}

fn handle_view(handle: &Handle) -> HandleView {
    let value = handle.value().to_owned();
    let url = match handle.kind() {
        HandleKind::X => format!("https://x.com/{value}"),
        HandleKind::Telegram => format!("https://t.me/{value}"),
        HandleKind::Email => format!("mailto:{value}"),
        HandleKind::Linkedin => value.clone(),
    };
    HandleView { kind: handle.kind().channel(), value, url }
}

fn post_view(post: Post) -> PostView {
    PostView { id: post.id, text: post.text, url: post.url, posted_at: post.posted_at }
}

fn judgement_view(row: StoredJudgement, profile: &Profile, posts: &[Post]) -> JudgementView {
    let texts: Vec<&str> = posts.iter().map(|post| post.text.as_str()).collect();
    let judged = Judged { profile, posts: &texts };
    let judgement = row.judgement;
    let evidence =
        judgement.evidence.into_iter().filter_map(|evidence| evidence_view(evidence, judged, posts));
    JudgementView {
        verdict: judgement.verdict,
        confidence: judgement.confidence,
        reasoning: judgement.reasoning,
        evidence: evidence.collect(),
        struck_out: judgement.struck_out,
        mode: judgement.mode,
        model: row.model,
        note: row.note,
        at: row.created_at,
    }
}

/// Looks the quote up again: a profile that was merged since may have moved it. What no longer stands
/// there is not shown.
fn evidence_view(evidence: Evidence, judged: Judged<'_>, posts: &[Post]) -> Option<EvidenceView> {
    let (from, text, start) = place_of(&evidence, judged, posts)?;
    let (source, post_id) = match from {
        EvidenceSource::Post(index) => ("post", posts.get(usize::from(index)).map(|post| post.id)),
        EvidenceSource::Bio => ("bio", None),
        EvidenceSource::Role => ("role", None),
        EvidenceSource::Industry => ("industry", None),
        EvidenceSource::Company => ("company", None),
    };
    let start = text.get(..start)?.encode_utf16().count();
    Some(EvidenceView { quote: evidence.quote, source, post_id, start, reason: evidence.reason })
}

/// Where a quote stands now: posts that came since move those that were there.
fn place_of<'a>(
    evidence: &Evidence,
    judged: Judged<'a>,
    posts: &[Post],
) -> Option<(EvidenceSource, &'a str, usize)> {
    let found = |from: EvidenceSource| {
        let text = judged.text(from)?;
        let still_there = text.get(evidence.start..).is_some_and(|rest| rest.starts_with(&evidence.quote));
        let start = if still_there { evidence.start } else { text.find(&evidence.quote)? };
        Some((from, text, start))
    };
    found(evidence.source).or_else(|| match evidence.source {
        EvidenceSource::Post(_) => {
            (0..posts.len()).find_map(|index| found(EvidenceSource::Post(u16::try_from(index).ok()?)))
        }
        EvidenceSource::Bio | EvidenceSource::Role | EvidenceSource::Industry | EvidenceSource::Company => {
            None
        }
    })
}

fn score_view(row: StoredScore) -> ScoreView {
    let components: Vec<ComponentScore> = serde_json::from_value(row.components).unwrap_or_default();
    let components = components.into_iter().map(|part| ScoreComponent {
        name: part.name,
        weight: part.weight,
        value: part.value,
        contribution: part.contribution,
        explanation: part.explanation,
    });
    ScoreView { total: row.total, fit: row.fit, intent: row.intent, components: components.collect() }
}

fn enrichment_view(value: serde_json::Value) -> Option<EnrichmentView> {
    let enrichment: Enrichment = serde_json::from_value(value).ok()?;
    Some(EnrichmentView {
        company_size: enrichment.company_size,
        persona: enrichment.persona,
        pain_points: enrichment.pain_points,
        triggers: enrichment.triggers,
        confidence: enrichment.confidence,
        mode: enrichment.mode,
    })
}
