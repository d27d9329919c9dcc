//! Answers of language models, kept so that none is paid for twice, and what was spent by day.
//!
//! **Invariant:** an answer and its cost are written in one transaction.

use std::collections::{HashMap, HashSet};

use sdr_domain::Timestamp;
use sdr_domain::id::LeadId;
use sea_orm::Value;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::error::StoreError;
use crate::sql::{MOST_KEYS, Row, Sql, insert_many, ms};
use crate::store::Store;
use crate::tx::Tx;

/// One answer about one lead.
#[derive(Clone, PartialEq)]
pub struct LlmAnswerRow {
    /// Whom it is about.
    pub lead_id: LeadId,
    /// Names the question: model, prompt and every word of it.
    pub fingerprint: String,
    /// The answer, as the engine keeps it.
    pub answer: Json,
    /// The model that gave it.
    pub model: String,
    /// What it cost, as the engine keeps it.
    pub usage: Json,
    /// When it came.
    pub at: Timestamp,
}

impl std::fmt::Debug for LlmAnswerRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LlmAnswerRow").field("lead_id", &self.lead_id).finish_non_exhaustive()
    }
}

/// What was spent on one purpose and model on one day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LlmUsageRow {
    /// Local date of the project, `2026-11-21`.
    pub day: String,
    /// `judge`, `enrich` or `write`.
    pub purpose: String,
    /// The model, as its provider spells it.
    pub model: String,
    /// Requests made.
    pub requests: u64,
    /// Tokens read by the model.
    pub prompt_tokens: u64,
    /// Tokens written by the model.
    pub completion_tokens: u64,
    /// Answers that were known already and cost nothing again.
    pub reused: u64,
}

impl Tx {
    /// Keeps answers. One whose lead is gone, and one that is kept already, is left out.
    pub async fn insert_llm_answers(&self, answers: Vec<LlmAnswerRow>) -> Result<(), StoreError> {
        let leads: HashSet<Uuid> = answers.iter().map(|answer| answer.lead_id.0).collect();
        let leads: Vec<Uuid> = leads.into_iter().collect();
        let mut present: HashSet<Uuid> = HashSet::with_capacity(leads.len());
        let lock = if self.is_sqlite() { "" } else { " FOR KEY SHARE" };
        for part in leads.chunks(MOST_KEYS) {
            let sql = Sql::new("SELECT id FROM leads WHERE id IN ").list(part.iter().copied()).push(lock);
            for row in sql.all(self.on()).await? {
                present.insert(Row::new("leads", &row).get("id")?);
            }
        }
        let rows: Vec<[Value; 6]> = answers
            .into_iter()
            .filter(|answer| present.contains(&answer.lead_id.0))
            .map(|answer| {
                [
                    answer.lead_id.0.into(),
                    answer.fingerprint.into(),
                    answer.answer.to_string().into(),
                    answer.model.into(),
                    answer.usage.to_string().into(),
                    ms(answer.at).into(),
                ]
            })
            .collect();
        let into = "llm_answers (lead_id, fingerprint, answer, model, usage, created_at)";
        insert_many(self.on(), into, rows, " ON CONFLICT DO NOTHING").await.map(drop)
    }

    /// Adds to what was spent; rows of one day, purpose and model are added up.
    pub async fn add_llm_usage(&self, spent: Vec<LlmUsageRow>) -> Result<(), StoreError> {
        let mut sums: HashMap<(String, String, String), [i64; 4]> = HashMap::new();
        for row in spent {
            let sum = sums.entry((row.day, row.purpose, row.model)).or_default();
            let more = [row.requests, row.prompt_tokens, row.completion_tokens, row.reused];
            for (sum, more) in sum.iter_mut().zip(more) {
                *sum = sum.saturating_add(i64::try_from(more).unwrap_or(i64::MAX));
            }
        }
        // One order for all writers, so that two of them never wait for each other.
        let mut sums: Vec<_> = sums.into_iter().collect();
        sums.sort_by(|(a, _), (b, _)| a.cmp(b));
        let rows = sums.into_iter().map(|((day, purpose, model), [requests, read, written, reused])| {
            [
                day.into(),
                purpose.into(),
                model.into(),
                requests.into(),
                read.into(),
                written.into(),
                reused.into(),
            ]
        });
        let into = "llm_usage (day, purpose, model, requests, prompt_tokens, completion_tokens, reused)";
        let add = " ON CONFLICT (day, purpose, model) DO UPDATE SET
            requests = llm_usage.requests + excluded.requests,
            prompt_tokens = llm_usage.prompt_tokens + excluded.prompt_tokens,
            completion_tokens = llm_usage.completion_tokens + excluded.completion_tokens,
            reused = llm_usage.reused + excluded.reused";
        insert_many(self.on(), into, rows.collect(), add).await.map(drop)
    }
}

impl Store {
    /// Every answer kept about these leads.
    pub async fn llm_answers_of(&self, leads: &[LeadId]) -> Result<Vec<LlmAnswerRow>, StoreError> {
        let mut answers = Vec::new();
        for part in leads.chunks(MOST_KEYS) {
            let sql =
                Sql::new("SELECT * FROM llm_answers WHERE lead_id IN ").list(part.iter().map(|id| id.0));
            for row in sql.all(self.reader()).await? {
                let row = Row::new("llm_answers", &row);
                answers.push(LlmAnswerRow {
                    lead_id: row.id("lead_id")?,
                    fingerprint: row.get("fingerprint")?,
                    answer: row.json("answer")?,
                    model: row.get("model")?,
                    usage: row.json("usage")?,
                    at: row.time("created_at")?,
                });
            }
        }
        Ok(answers)
    }

    /// What was spent since a local date, that day included; newest day first.
    pub async fn llm_usage_since(&self, day: &str) -> Result<Vec<LlmUsageRow>, StoreError> {
        let sql = "SELECT * FROM llm_usage WHERE day >= ? ORDER BY day DESC, purpose, model LIMIT 10000";
        let rows = Sql::new(sql).bind(day).all(self.reader()).await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("llm_usage", row);
                Ok(LlmUsageRow {
                    day: row.get("day")?,
                    purpose: row.get("purpose")?,
                    model: row.get("model")?,
                    requests: row.int("requests")?,
                    prompt_tokens: row.int("prompt_tokens")?,
                    completion_tokens: row.int("completion_tokens")?,
                    reused: row.int("reused")?,
                })
            })
            .collect()
    }
}
