//! Making the findings of a backtest the leads' own: many leads in a handful of statements.

use std::collections::HashSet;

use sdr_domain::Timestamp;
use sdr_domain::id::{JudgementId, LeadId, ScoreId};
use sdr_domain::judgement::Judgement;
use sdr_domain::lead::LeadStatus;
use sdr_domain::score::Score;
use sea_orm::Value;
use uuid::Uuid;

use crate::error::StoreError;
use crate::sql::{MOST_KEYS, Row, Sql, insert_many, ms};
use crate::tx::Tx;

/// What applying a backtest writes about one lead.
#[derive(Clone)]
pub struct AppliedFinding {
    /// Which lead.
    pub lead_id: LeadId,
    /// The new judgement under a fresh id, when it was judged again.
    pub judgement: Option<(JudgementId, Judgement)>,
    /// The new score under a fresh id.
    pub score: (ScoreId, Score),
    /// Whether the lead goes back to the start of the pipeline.
    pub again: bool,
}

impl Tx {
    /// Makes the findings of a backtest the leads' own. What was found before is kept; a lead that was deleted
    /// or suppressed meanwhile is left out.
    pub async fn apply_findings(
        &self,
        findings: Vec<AppliedFinding>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.touch_leads();
        let mut there = HashSet::with_capacity(findings.len());
        for part in findings.chunks(MOST_KEYS) {
            let sql = Sql::new("SELECT id FROM leads WHERE status <> ? AND id IN ")
                .bind(LeadStatus::Suppressed.as_str())
                .list(part.iter().map(|finding| finding.lead_id.0));
            for row in sql.all(self.on()).await? {
                there.insert(Row::new("leads", &row).id::<LeadId>("id")?);
            }
        }
        let (mut judgements, mut scores, mut scored, mut again) = (vec![], vec![], vec![], vec![]);
        let mut judged: Vec<[Value; 3]> = Vec::new();
        for finding in findings.into_iter().filter(|finding| there.contains(&finding.lead_id)) {
            let lead = finding.lead_id.0;
            scored.push([lead.into(), i64::from(finding.score.1.total).into(), ms(at).into()]);
            scores.push(score_values(lead, finding.score.0, &finding.score.1, at));
            if let Some((id, judgement)) = finding.judgement {
                let quote = judgement.evidence.first().map(|evidence| evidence.quote.clone());
                judged.push([lead.into(), judgement.verdict.as_str().into(), quote.into()]);
                judgements.push(judgement_values(lead, id, judgement, at));
            }
            if finding.again {
                again.push(lead);
            }
        }
        let into = "judgements (lead_id, id, verdict, confidence, reasoning, evidence, struck_out, mode, created_at)";
        insert_many(self.on(), into, judgements, "").await?;
        insert_many(
            self.on(),
            "scores (lead_id, id, total, fit, intent, components, created_at)",
            scores,
            "",
        )
        .await?;
        for part in scored.chunks(MOST_KEYS) {
            let sql = Sql::new("WITH v (id, score, updated_at) AS (VALUES ").tuples(part.to_vec()).push(
                ") UPDATE leads SET score = v.score, updated_at = v.updated_at FROM v WHERE leads.id = v.id",
            );
            sql.run(self.on()).await?;
        }
        for part in judged.chunks(MOST_KEYS) {
            let sql = Sql::new("WITH v (id, verdict, quote) AS (VALUES ")
                .tuples(part.to_vec())
                .push(") UPDATE leads SET verdict = v.verdict, quote = v.quote FROM v WHERE leads.id = v.id");
            sql.run(self.on()).await?;
        }
        for part in again.chunks(MOST_KEYS) {
            let sql = Sql::new("UPDATE leads SET status = ? WHERE id IN ").bind(LeadStatus::New.as_str());
            sql.list(part.iter().copied()).run(self.on()).await?;
        }
        Ok(())
    }
}

fn judgement_values(lead: Uuid, id: JudgementId, judgement: Judgement, at: Timestamp) -> [Value; 9] {
    let evidence = serde_json::to_string(&judgement.evidence).unwrap_or_else(|_| "[]".to_owned());
    [
        lead.into(),
        id.0.into(),
        judgement.verdict.as_str().into(),
        f64::from(judgement.confidence).into(),
        judgement.reasoning.into(),
        evidence.into(),
        i64::from(judgement.struck_out).into(),
        judgement.mode.as_str().into(),
        ms(at).into(),
    ]
}

fn score_values(lead: Uuid, id: ScoreId, score: &Score, at: Timestamp) -> [Value; 7] {
    let components = serde_json::to_string(&score.components).unwrap_or_else(|_| "[]".to_owned());
    [
        lead.into(),
        id.0.into(),
        i64::from(score.total).into(),
        i64::from(score.fit).into(),
        i64::from(score.intent).into(),
        components.into(),
        ms(at).into(),
    ]
}
