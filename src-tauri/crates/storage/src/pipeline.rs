//! What the pipeline reads and writes: many leads in a handful of statements.

use sdr_domain::Timestamp;
use sdr_domain::draft::Draft;
use sdr_domain::id::{EnrichmentId, JudgementId, LeadId, ScoreId};
use sdr_domain::judgement::{Judgement, Verdict};
use sdr_domain::lead::{Lead, LeadStatus};
use sdr_domain::post::Post;
use sea_orm::Value;
use serde_json::Value as Json;

use crate::error::StoreError;
use crate::leads::{handles_of, read};
use crate::posts;
use crate::sql::{MOST_KEYS, Row, Sql, insert_many, ms};
use crate::store::Store;
use crate::tx::Tx;

/// A lead with everything a judge may quote.
#[derive(Clone, PartialEq, Eq)]
pub struct LeadWithPosts {
    /// The lead.
    pub lead: Lead,
    /// What it wrote, newest first.
    pub posts: Vec<Post>,
}

impl std::fmt::Debug for LeadWithPosts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LeadWithPosts").field("id", &self.lead.id).finish_non_exhaustive()
    }
}

/// Everything one lead's pass through the pipeline brought.
#[derive(Clone)]
pub struct PipelineRecord {
    /// Which lead.
    pub lead_id: LeadId,
    /// Names the judgement.
    pub judgement_id: JudgementId,
    /// The verdict with its proof.
    pub judgement: Judgement,
    /// The model that judged, as its provider spells it.
    pub model: Option<String>,
    /// What a human should know about how it was judged, e.g. why no model did.
    pub note: Option<String>,
    /// The strongest quote, for the list.
    pub quote: Option<String>,
    /// Names the score.
    pub score_id: ScoreId,
    /// 0-100.
    pub score_total: u8,
    /// 0-100, the part that says whether the person fits.
    pub score_fit: u8,
    /// 0-100, the part that says whether they want it now.
    pub score_intent: u8,
    /// The score's parts, as the domain writes them.
    pub components: Json,
    /// What enrichment found, as the domain writes it.
    pub enrichment: Option<(EnrichmentId, Json)>,
    /// Where the lead stands now.
    pub status: LeadStatus,
    /// Messages written for it.
    pub drafts: Vec<Draft>,
}

impl std::fmt::Debug for PipelineRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PipelineRecord").field("lead_id", &self.lead_id).finish_non_exhaustive()
    }
}

/// A place in the list of leads that wait for a judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JudgePlace {
    score: i64,
    seq: i64,
}

/// A judgement and when it was made.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredJudgement {
    /// Names it.
    pub id: JudgementId,
    /// The verdict with its proof.
    pub judgement: Judgement,
    /// The model that judged, as its provider spells it.
    pub model: Option<String>,
    /// What a human should know about how it was judged.
    pub note: Option<String>,
    /// When.
    pub created_at: Timestamp,
}

/// A score with its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredScore {
    /// Names it.
    pub id: ScoreId,
    /// 0-100.
    pub total: u8,
    /// 0-100.
    pub fit: u8,
    /// 0-100.
    pub intent: u8,
    /// As the domain wrote them.
    pub components: Json,
    /// When.
    pub created_at: Timestamp,
}

/// Rows to write, table by table.
#[derive(Default)]
struct Writes {
    judgements: Vec<[Value; 11]>,
    scores: Vec<[Value; 7]>,
    enrichments: Vec<[Value; 4]>,
    drafts: Vec<(Draft, i64)>,
    leads: Vec<[Value; 6]>,
}

impl Writes {
    fn add(&mut self, record: PipelineRecord, at: i64) -> Result<(), StoreError> {
        let (lead, judgement) = (record.lead_id.0, record.judgement);
        let evidence = serde_json::to_string(&judgement.evidence).map_err(|e| StoreError::Unavailable {
            what: "evidence cannot be written down".into(),
            source: Some(Box::new(e)),
        })?;
        let total = i64::from(record.score_total);
        self.leads.push([
            lead.into(),
            record.status.as_str().into(),
            total.into(),
            judgement.verdict.as_str().into(),
            record.quote.into(),
            at.into(),
        ]);
        self.judgements.push([
            lead.into(),
            record.judgement_id.0.into(),
            judgement.verdict.as_str().into(),
            f64::from(judgement.confidence).into(),
            judgement.reasoning.into(),
            evidence.into(),
            i64::from(judgement.struck_out).into(),
            judgement.mode.as_str().into(),
            record.model.into(),
            record.note.into(),
            at.into(),
        ]);
        self.scores.push([
            lead.into(),
            record.score_id.0.into(),
            total.into(),
            i64::from(record.score_fit).into(),
            i64::from(record.score_intent).into(),
            record.components.to_string().into(),
            at.into(),
        ]);
        if let Some((id, enrichment)) = record.enrichment {
            self.enrichments.push([lead.into(), id.0.into(), enrichment.to_string().into(), at.into()]);
        }
        self.drafts.extend(record.drafts.into_iter().map(|draft| (draft, total)));
        Ok(())
    }
}

impl Tx {
    /// Stores what the pipeline found about many leads; the number that were stored. A lead that was deleted
    /// or suppressed meanwhile refuses nothing: its record is left out.
    pub async fn record_pipeline(
        &self,
        records: Vec<PipelineRecord>,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        self.touch_leads();
        let present = self.present(&records).await?;
        let mut writes = Writes::default();
        for record in records {
            if present.contains(&record.lead_id.0) {
                writes.add(record, ms(at))?;
            }
        }
        let into = "judgements (lead_id, id, verdict, confidence, reasoning, evidence, struck_out, mode,
            model, note, created_at)";
        insert_many(self.on(), into, writes.judgements, "").await?;
        let into = "scores (lead_id, id, total, fit, intent, components, created_at)";
        insert_many(self.on(), into, writes.scores, "").await?;
        let into = "enrichments (lead_id, id, enrichment, created_at)";
        insert_many(self.on(), into, writes.enrichments, "").await?;
        crate::drafts::insert(self.on(), writes.drafts).await?;
        for part in writes.leads.chunks(MOST_KEYS) {
            let sql = Sql::new("WITH v (id, status, score, verdict, quote, updated_at) AS (VALUES ");
            let sql = sql.tuples(part.to_vec()).push(
                ") UPDATE leads SET status = v.status, score = v.score, verdict = v.verdict, quote = v.quote,
                    updated_at = v.updated_at FROM v WHERE leads.id = v.id",
            );
            sql.run(self.on()).await?;
        }
        Ok(present.len() as u64)
    }

    /// Which of the leads still exist and may be worked on.
    async fn present(
        &self,
        records: &[PipelineRecord],
    ) -> Result<std::collections::HashSet<uuid::Uuid>, StoreError> {
        let mut present = std::collections::HashSet::with_capacity(records.len());
        for part in records.chunks(MOST_KEYS) {
            let sql = Sql::new("SELECT id FROM leads WHERE status <> ? AND id IN ")
                .bind(LeadStatus::Suppressed.as_str());
            for row in sql.list(part.iter().map(|record| record.lead_id.0)).all(self.on()).await? {
                present.insert(Row::new("leads", &row).get("id")?);
            }
        }
        Ok(present)
    }
}

impl Store {
    /// Leads nobody judged yet after a place in their list, in the order they came, with what they wrote:
    /// three statements. The second value is the place after them; `None` at the end of the list.
    pub async fn leads_to_judge(
        &self,
        after: Option<JudgePlace>,
        limit: u32,
    ) -> Result<(Vec<LeadWithPosts>, Option<JudgePlace>), StoreError> {
        let mut sql = Sql::new("SELECT * FROM leads WHERE status = ?").bind(LeadStatus::New.as_str());
        if let Some(JudgePlace { score, seq }) = after {
            sql = sql.push(" AND (score, seq) > (?, ?)").bind(score).bind(seq);
        }
        let sql = sql.push(" ORDER BY score, seq LIMIT ?").bind(i64::from(limit));
        let rows = sql.all(self.reader()).await?;
        let last = rows.last().map(|row| Row::new("leads", row));
        let place = last
            .map(|row| Ok::<_, StoreError>(JudgePlace { score: row.get("score")?, seq: row.get("seq")? }));
        let place = place.transpose()?;
        let ids: Vec<LeadId> =
            rows.iter().map(|row| Row::new("leads", row).id("id")).collect::<Result<_, _>>()?;
        let mut posts = posts::of_leads(self.reader(), &ids).await?;
        let mut leads = Vec::with_capacity(rows.len());
        for (rows, ids) in rows.chunks(MOST_KEYS).zip(ids.chunks(MOST_KEYS)) {
            let mut handles = handles_of(self.reader(), ids).await?;
            for (row, id) in rows.iter().zip(ids) {
                let lead = read(Row::new("leads", row), handles.remove(id).unwrap_or_default())?;
                leads.push(LeadWithPosts { lead, posts: posts.remove(id).unwrap_or_default() });
            }
        }
        Ok((leads, place))
    }

    /// The latest judgement of a lead.
    pub async fn judgement(&self, lead: LeadId) -> Result<Option<StoredJudgement>, StoreError> {
        let sql = "SELECT * FROM judgements WHERE lead_id = ? ORDER BY id DESC LIMIT 1";
        let Some(row) = Sql::new(sql).bind(lead.0).one(self.reader()).await? else { return Ok(None) };
        let row = Row::new("judgements", &row);
        let verdict: Verdict = row.word("verdict")?;
        #[expect(clippy::cast_possible_truncation, reason = "it was an f32 when it was stored")]
        let confidence = row.get::<f64>("confidence")? as f32;
        Ok(Some(StoredJudgement {
            id: row.id("id")?,
            judgement: Judgement {
                verdict,
                confidence,
                reasoning: row.get("reasoning")?,
                evidence: row.json("evidence")?,
                struck_out: row.int("struck_out")?,
                mode: row.word("mode")?,
            },
            model: row.get("model")?,
            note: row.get("note")?,
            created_at: row.time("created_at")?,
        }))
    }

    /// The latest score of a lead.
    pub async fn score(&self, lead: LeadId) -> Result<Option<StoredScore>, StoreError> {
        let sql = "SELECT * FROM scores WHERE lead_id = ? ORDER BY id DESC LIMIT 1";
        let Some(row) = Sql::new(sql).bind(lead.0).one(self.reader()).await? else { return Ok(None) };
        let row = Row::new("scores", &row);
        Ok(Some(StoredScore {
            id: row.id("id")?,
            total: row.int("total")?,
            fit: row.int("fit")?,
            intent: row.int("intent")?,
            components: row.json("components")?,
            created_at: row.time("created_at")?,
        }))
    }

    /// The latest enrichment of a lead, as the domain wrote it.
    pub async fn enrichment(&self, lead: LeadId) -> Result<Option<Json>, StoreError> {
        let sql = "SELECT lead_id, enrichment FROM enrichments WHERE lead_id = ? ORDER BY id DESC LIMIT 1";
        let row = Sql::new(sql).bind(lead.0).one(self.reader()).await?;
        row.map(|row| Row::new("enrichments", &row).json("enrichment")).transpose()
    }
}
