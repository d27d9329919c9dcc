//! Leads as screens read them.

use sdr_domain::Timestamp;
use sdr_domain::activity::Actor;
use sdr_domain::channel::Channel;
use sdr_domain::enrichment::EnrichMode;
use sdr_domain::id::{LeadId, PostId, RunId, SourceId};
use sdr_domain::import::LeadField;
use sdr_domain::judgement::{JudgeMode, Verdict};
use sdr_domain::lead::{LeadStatus, Temperature};

use sdr_storage::LeadRow;

use super::{DeliveryRow, DraftRow, Page};

/// One page of leads.
pub type LeadPage = Page<LeadRow>;

/// A person typed in by hand; texts as typed.
#[derive(Clone, Default)]
pub struct NewLeadForm {
    /// Full name.
    pub name: String,
    /// Job title.
    pub role: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Industry.
    pub industry: Option<String>,
    /// About themselves.
    pub bio: Option<String>,
    /// Company site.
    pub website: Option<String>,
    /// X handle.
    pub x: Option<String>,
    /// Telegram handle.
    pub telegram: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// LinkedIn profile.
    pub linkedin: Option<String>,
    /// What they wrote.
    pub post: Option<String>,
}

/// A handle with the address under which a human can look at it.
pub struct HandleView {
    /// Which service.
    pub kind: Channel,
    /// Normal form.
    pub value: String,
    /// Link for a browser or mail program.
    pub url: String,
}

/// Everything about one lead.
pub struct LeadDetail {
    /// Names the lead.
    pub id: LeadId,
    /// Full name.
    pub name: String,
    /// Job title.
    pub role: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Industry.
    pub industry: Option<String>,
    /// About themselves.
    pub bio: Option<String>,
    /// City or country.
    pub location: Option<String>,
    /// Company site.
    pub website: Option<String>,
    /// Followers on the network it came from.
    pub followers: Option<u32>,
    /// Where it stands.
    pub status: LeadStatus,
    /// Cold or warm.
    pub temperature: Temperature,
    /// How to reach it.
    pub handles: Vec<HandleView>,
    /// What was found about them.
    pub checks: Vec<super::HandleCheckView>,
    /// Name of the source.
    pub source: String,
    /// What they wrote.
    pub posts: Vec<PostView>,
    /// Latest verdict with its proof.
    pub judgement: Option<JudgementView>,
    /// Latest score with its parts.
    pub score: Option<ScoreView>,
    /// Latest enrichment.
    pub enrichment: Option<EnrichmentView>,
    /// Messages written for it.
    pub drafts: Vec<DraftRow>,
    /// Messages on their way or gone.
    pub deliveries: Vec<DeliveryRow>,
    /// What happened, newest first.
    pub timeline: Vec<ActivityView>,
    /// When it was collected.
    pub created_at: Timestamp,
}

/// A post.
pub struct PostView {
    /// Names the post.
    pub id: PostId,
    /// The words.
    pub text: String,
    /// Where it can be read.
    pub url: Option<String>,
    /// When it was written.
    pub posted_at: Option<Timestamp>,
}

/// One verified quote.
pub struct EvidenceView {
    /// Verbatim words.
    pub quote: String,
    /// `post`, `bio`, `role`, `industry` or `company`.
    pub source: &'static str,
    /// Which post, when it is one.
    pub post_id: Option<PostId>,
    /// Offset of the quote in that text, in UTF-16 code units as JavaScript counts.
    pub start: usize,
    /// What it shows.
    pub reason: String,
}

/// A verdict with its proof.
pub struct JudgementView {
    /// The outcome.
    pub verdict: Verdict,
    /// 0 to 1.
    pub confidence: f32,
    /// For the human.
    pub reasoning: String,
    /// Verified quotes.
    pub evidence: Vec<EvidenceView>,
    /// Reasons struck out because their quote stands nowhere.
    pub struck_out: u16,
    /// Who judged.
    pub mode: JudgeMode,
    /// The model that judged, as its provider spells it.
    pub model: Option<String>,
    /// What a human should know about how it was judged, e.g. why no model did.
    pub note: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A score with its parts.
pub struct ScoreView {
    /// 0-100.
    pub total: u8,
    /// 0-100, who they are.
    pub fit: u8,
    /// 0-100, what they want.
    pub intent: u8,
    /// The parts; contributions add up to the total.
    pub components: Vec<ScoreComponent>,
}

/// One part of a score.
pub struct ScoreComponent {
    /// Its name.
    pub name: String,
    /// Its weight in the project.
    pub weight: f32,
    /// 0 to 1.
    pub value: f32,
    /// Points it adds.
    pub contribution: f32,
    /// Why, in a sentence.
    pub explanation: String,
}

/// What was added about company and persona.
pub struct EnrichmentView {
    /// Size of the company in words.
    pub company_size: Option<String>,
    /// What kind of buyer this is.
    pub persona: Option<String>,
    /// What hurts.
    pub pain_points: Vec<String>,
    /// What makes now a good time.
    pub triggers: Vec<String>,
    /// 0 to 1.
    pub confidence: f32,
    /// Who added it.
    pub mode: EnrichMode,
}

/// One line of a timeline.
pub struct ActivityView {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// Dotted word.
    pub kind: String,
    /// One sentence.
    pub detail: String,
}

/// One column of an uploaded file.
pub struct ImportColumn {
    /// Counts from 0.
    pub index: usize,
    /// Header text.
    pub header: String,
    /// What it holds.
    pub field: LeadField,
    /// Whether the guess is safe.
    pub certain: bool,
    /// A few values.
    pub samples: Vec<String>,
}

/// A row that makes no lead.
pub struct RowRejection {
    /// Line in the file, counting from 1.
    pub line: u64,
    /// Why, and what to do.
    pub reason: String,
}

/// What an uploaded file would bring.
pub struct ImportPreview {
    /// Names the upload.
    pub id: String,
    /// As the human named it.
    pub file_name: String,
    /// Encoding found.
    pub encoding: String,
    /// Delimiter found.
    pub delimiter: String,
    /// Data rows.
    pub rows: u64,
    /// Columns with the mapping.
    pub columns: Vec<ImportColumn>,
    /// Rows that make a lead.
    pub accepted: u64,
    /// The first 20 rejected rows.
    pub rejected: Vec<RowRejection>,
    /// Rejected rows in all.
    pub rejected_count: u64,
    /// About the file as a whole.
    pub warnings: Vec<String>,
}

/// What an import brought.
pub struct ImportReport {
    /// The source it became.
    pub source_id: SourceId,
    /// New leads.
    pub created: u64,
    /// Leads that gained something.
    pub merged: u64,
    /// Rows that were known already.
    pub duplicates: u64,
    /// Rows that made no lead.
    pub rejected_count: u64,
    /// The first 20 of them.
    pub rejected: Vec<RowRejection>,
    /// The run that started after it, if one did.
    pub run_id: Option<RunId>,
    /// The outcome in a sentence.
    pub sentence: String,
}
