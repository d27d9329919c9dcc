//! Leads on the wire: rows, the whole person, and what was found out about them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::dto::activity::ActivityView;
use crate::dto::delivery::DeliveryRow;
use crate::dto::directory::HandleCheck;
use crate::dto::draft::DraftRow;
use crate::dto::wire::Wire;
use crate::dto::words::{Channel, JudgeMode, LeadStatus, Temperature, Verdict};
use crate::problem::Problem;
use sdr_engine::{LeadFilter, view};

wire! {
    /// A lead in a list.
    out LeadRow = view::LeadRow {
        id: Uuid, name: String, role: Option<String>, company: Option<String>, industry: Option<String>,
        status: LeadStatus, temperature: Temperature,
        /// 0 to 100, once scored.
        score: Option<u8>,
        verdict: Option<Verdict>, channels: Vec<Channel>,
        /// Their own words that speak for them most.
        quote: Option<String>,
        source: String, created_at: Timestamp,
    }
}

/// A person typed in by hand; at least one handle.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct NewLead {
    pub(crate) name: String,
    pub(crate) role: Option<String>,
    pub(crate) company: Option<String>,
    pub(crate) industry: Option<String>,
    pub(crate) bio: Option<String>,
    pub(crate) website: Option<String>,
    pub(crate) x: Option<String>,
    pub(crate) telegram: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) linkedin: Option<String>,
    /// What they wrote in public.
    pub(crate) post: Option<String>,
}

impl From<NewLead> for view::NewLeadForm {
    fn from(lead: NewLead) -> Self {
        let NewLead { name, role, company, industry, bio, website, x, telegram, email, linkedin, post } =
            lead;
        Self { name, role, company, industry, bio, website, x, telegram, email, linkedin, post }
    }
}

wire! {
    /// One way to reach them.
    out HandleView = view::HandleView { kind: Channel, value: String, url: String }
}

wire! {
    /// What they wrote.
    out PostView = view::PostView { id: Uuid, text: String, url: Option<String>, posted_at: Option<Timestamp> }
}

/// Which text a quote was taken from; the engine hands the word over as it is.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "names the words for the OpenAPI document")]
pub(crate) enum EvidenceSource {
    Post,
    Bio,
    Role,
    Industry,
    Company,
}

wire! {
    /// One reason, carried by the lead's own words.
    out EvidenceView = view::EvidenceView {
        quote: String,
        #[schema(value_type = EvidenceSource)]
        source: String,
        post_id: Option<Uuid>,
        /// Offset of the quote in that text, in UTF-16 code units as JavaScript counts.
        start: u64,
        reason: String,
    }
}

wire! {
    /// Verdict with its proof.
    out JudgementView = view::JudgementView {
        verdict: Verdict,
        /// 0 to 1.
        confidence: f32,
        reasoning: String, evidence: Vec<EvidenceView>,
        /// Reasons dropped because their quote stands nowhere.
        struck_out: u16,
        mode: JudgeMode,
        /// The model that judged, as its provider spells it.
        model: Option<String>,
        /// What to know about how it was judged, e.g. why no model did.
        note: Option<String>,
        at: Timestamp,
    }
}

wire! {
    /// One part of a score.
    out ScoreComponent = view::ScoreComponent {
        name: String, weight: f32,
        /// 0 to 1.
        value: f32,
        /// Points it adds.
        contribution: f32,
        explanation: String,
    }
}

wire! {
    /// 0 to 100 with every part visible.
    out ScoreView = view::ScoreView { total: u8, fit: u8, intent: u8, components: Vec<ScoreComponent> }
}

words! {
    /// Where facts about a company came from.
    EnrichMode = sdr_domain::enrichment::EnrichMode { Offline = "offline", Llm = "llm", Apollo = "apollo" }
}

wire! {
    /// Facts about the company and the person's role in it.
    out EnrichmentView = view::EnrichmentView {
        company_size: Option<String>, persona: Option<String>, pain_points: Vec<String>, triggers: Vec<String>,
        confidence: f32, mode: EnrichMode,
    }
}

wire! {
    /// Everything about one person.
    out LeadDetail = view::LeadDetail {
        id: Uuid, name: String, role: Option<String>, company: Option<String>, industry: Option<String>,
        bio: Option<String>, location: Option<String>, website: Option<String>, followers: Option<u32>,
        status: LeadStatus, temperature: Temperature, handles: Vec<HandleView>,
        /// What was found about them.
        checks: Vec<HandleCheck>,
        source: String,
        posts: Vec<PostView>, judgement: Option<JudgementView>, score: Option<ScoreView>,
        enrichment: Option<EnrichmentView>, drafts: Vec<DraftRow>, deliveries: Vec<DeliveryRow>,
        timeline: Vec<ActivityView>, created_at: Timestamp,
    }
}

words! {
    /// Order of a list of leads.
    LeadSort = sdr_engine::LeadSort { Score = "score", Created = "created", Name = "name" }
}

/// Which leads.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct LeadQuery {
    #[param(inline)]
    pub(crate) status: Option<LeadStatus>,
    #[param(inline)]
    pub(crate) verdict: Option<Verdict>,
    /// Words to find in name, company or role.
    pub(crate) q: Option<String>,
    /// Id of the source they came from.
    pub(crate) source: Option<String>,
    #[param(inline)]
    pub(crate) sort: Option<LeadSort>,
}

impl LeadQuery {
    /// The filter, or what is wrong with the source's id.
    pub(crate) fn filter(self) -> Result<LeadFilter, Problem> {
        let wrong_source = |_| Problem::invalid_field("source", "This is not the id of a source.");
        Ok(LeadFilter {
            status: self.status.wire(),
            verdict: self.verdict.wire(),
            q: self.q,
            source: self.source.map(|id| id.parse().map_err(wrong_source)).transpose()?,
            sort: self.sort.unwrap_or(LeadSort::Score).wire(),
        })
    }
}

impl LeadRow {
    /// The line a list would show for this person.
    pub(crate) fn of(lead: view::LeadDetail) -> Self {
        let quote = lead
            .judgement
            .as_ref()
            .and_then(|judged| judged.evidence.first())
            .map(|proof| proof.quote.clone());
        Self {
            id: lead.id.wire(),
            name: lead.name,
            role: lead.role,
            company: lead.company,
            industry: lead.industry,
            status: lead.status.wire(),
            temperature: lead.temperature.wire(),
            score: lead.score.map(|score| score.total),
            verdict: lead.judgement.map(|judged| judged.verdict.wire()),
            channels: lead.handles.into_iter().map(|handle| handle.kind.wire()).collect(),
            quote,
            source: lead.source,
            created_at: lead.created_at,
        }
    }
}

/// How many demo leads, and from which seed: same seed, same people.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct DemoRequest {
    #[schema(minimum = 1, maximum = 10_000)]
    pub(crate) count: u32,
    pub(crate) seed: u32,
}

/// Why, in the human's words.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct Reason {
    pub(crate) reason: String,
}
