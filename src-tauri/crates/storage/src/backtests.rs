//! Backtests: what other judging would have said about past leads, kept beside what was said.

mod apply;

use sdr_domain::Timestamp;
use sdr_domain::id::{BacktestId, LeadId};
use sdr_domain::judgement::Judgement;
use sdr_domain::lead::LeadStatus;
use sdr_domain::score::Score;
use serde_json::Value as Json;

use crate::error::StoreError;
use crate::leads::{handles_of, read as read_lead};
use crate::page::{Cursor, Page, Part};
use crate::pipeline::LeadWithPosts;
use crate::posts;
use crate::sql::{MOST_KEYS, Row, Sql, insert_many, ms, opt_ms};
use crate::store::Store;
use crate::tx::Tx;

pub use apply::AppliedFinding;

const LIST: &str = "backtest rows";

/// One backtest.
#[derive(Debug, Clone, PartialEq)]
pub struct BacktestRecord {
    /// Names it.
    pub id: BacktestId,
    /// What the human calls it.
    pub name: String,
    /// The engine's word for where it stands.
    pub state: String,
    /// What is tried, as the engine writes it.
    pub spec: Json,
    /// Leads tried.
    pub done: u64,
    /// Leads to try.
    pub total: u64,
    /// Counts, as the engine writes them.
    pub summary: Json,
    /// What it came to.
    pub sentence: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was applied.
    pub applied_at: Option<Timestamp>,
}

/// One lead of a backtest.
#[derive(Clone, PartialEq)]
pub struct BacktestLead {
    /// Place in the backtest, from 0.
    pub number: u64,
    /// Which lead.
    pub lead_id: LeadId,
    /// `newly_in`, `newly_out` or `same`.
    pub change: String,
    /// Whether the verdict is another.
    pub verdict_changed: bool,
    /// What was said, as the engine writes it.
    pub before: Json,
    /// What would be said.
    pub after: Json,
    /// The strongest quote of the new judgement.
    pub quote: Option<String>,
    /// The new judgement, when it was judged again.
    pub judgement: Option<Judgement>,
    /// The new score.
    pub score: Score,
}

impl std::fmt::Debug for BacktestLead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BacktestLead").field("lead_id", &self.lead_id).finish_non_exhaustive()
    }
}

/// A row as a list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct BacktestLine {
    /// Place in the backtest.
    pub number: u64,
    /// Which lead.
    pub lead_id: LeadId,
    /// Their name.
    pub name: String,
    /// Their company.
    pub company: Option<String>,
    /// What was said.
    pub before: Json,
    /// What would be said.
    pub after: Json,
    /// The strongest quote.
    pub quote: Option<String>,
}

/// Which rows of a backtest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BacktestOnly {
    /// All of them.
    #[default]
    All,
    /// Leads that would be written to now.
    NewlyIn,
    /// Leads that would not be written to any more.
    NewlyOut,
    /// Leads whose verdict is another.
    VerdictChanged,
}

impl Tx {
    /// Stores a new backtest.
    pub async fn insert_backtest(&self, backtest: &BacktestRecord) -> Result<(), StoreError> {
        let sql = "INSERT INTO backtests
            (id, name, state, spec, done, total, summary, sentence, created_at, applied_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        Sql::new(sql)
            .bind(backtest.id.0)
            .bind(backtest.name.as_str())
            .bind(backtest.state.as_str())
            .bind(backtest.spec.to_string())
            .bind(count(backtest.done))
            .bind(count(backtest.total))
            .bind(backtest.summary.to_string())
            .bind(backtest.sentence.as_deref())
            .bind(ms(backtest.created_at))
            .bind(opt_ms(backtest.applied_at))
            .run(self.on())
            .await
            .map(drop)
    }

    /// Writes how far it is, how it ended, whether it was applied.
    pub async fn update_backtest(&self, backtest: &BacktestRecord) -> Result<(), StoreError> {
        let sql = "UPDATE backtests SET state = ?, done = ?, summary = ?, sentence = ?, applied_at = ?
            WHERE id = ?";
        Sql::new(sql)
            .bind(backtest.state.as_str())
            .bind(count(backtest.done))
            .bind(backtest.summary.to_string())
            .bind(backtest.sentence.as_deref())
            .bind(opt_ms(backtest.applied_at))
            .bind(backtest.id.0)
            .run(self.on())
            .await
            .map(drop)
    }

    /// Forgets a backtest with its rows; whether there was one.
    pub async fn delete_backtest(&self, id: BacktestId) -> Result<bool, StoreError> {
        Ok(Sql::new("DELETE FROM backtests WHERE id = ?").bind(id.0).run(self.on()).await? > 0)
    }

    /// Adds rows. A lead that was deleted meanwhile is left out.
    pub async fn insert_backtest_rows(
        &self,
        backtest: BacktestId,
        rows: Vec<BacktestLead>,
    ) -> Result<(), StoreError> {
        let ids: Vec<LeadId> = rows.iter().map(|row| row.lead_id).collect();
        let mut there = std::collections::HashSet::with_capacity(ids.len());
        for part in ids.chunks(MOST_KEYS) {
            let sql = Sql::new("SELECT id FROM leads WHERE id IN ").list(part.iter().map(|id| id.0));
            for row in sql.all(self.on()).await? {
                there.insert(Row::new("leads", &row).id::<LeadId>("id")?);
            }
        }
        let values = rows.into_iter().filter(|row| there.contains(&row.lead_id)).map(|row| {
            let judgement =
                row.judgement.as_ref().and_then(|judgement| serde_json::to_string(judgement).ok());
            let score = serde_json::to_string(&row.score).unwrap_or_default();
            [
                backtest.0.into(),
                count(row.number).into(),
                row.lead_id.0.into(),
                row.change.into(),
                row.verdict_changed.into(),
                row.before.to_string().into(),
                row.after.to_string().into(),
                row.quote.into(),
                judgement.into(),
                score.into(),
            ]
        });
        let into =
            "backtest_rows (backtest_id, number, lead_id, change, verdict_changed, was, would_be, quote,
            judgement, score)";
        insert_many(self.on(), into, values.collect(), "").await.map(drop)
    }
}

impl Store {
    /// Every backtest, newest first.
    pub async fn backtests(&self) -> Result<Vec<BacktestRecord>, StoreError> {
        let rows = Sql::new("SELECT * FROM backtests ORDER BY id DESC LIMIT 200").all(self.reader()).await?;
        rows.iter().map(|row| read(Row::new("backtests", row))).collect()
    }

    /// One backtest.
    pub async fn backtest(&self, id: BacktestId) -> Result<Option<BacktestRecord>, StoreError> {
        let row = Sql::new("SELECT * FROM backtests WHERE id = ?").bind(id.0).one(self.reader()).await?;
        row.map(|row| read(Row::new("backtests", &row))).transpose()
    }

    /// One page of its rows, in the order they were tried.
    pub async fn backtest_page(
        &self,
        id: BacktestId,
        only: BacktestOnly,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<BacktestLine>, StoreError> {
        let narrowed = match only {
            BacktestOnly::All => "",
            BacktestOnly::NewlyIn => " AND b.change = 'newly_in'",
            BacktestOnly::NewlyOut => " AND b.change = 'newly_out'",
            BacktestOnly::VerdictChanged => " AND b.verdict_changed",
        };
        let sql = "SELECT b.number, b.lead_id, b.was, b.would_be, b.quote, l.name, l.company
            FROM backtest_rows b JOIN leads l ON l.id = b.lead_id WHERE b.backtest_id = ?";
        let mut sql = Sql::new(sql).bind(id.0).push(narrowed);
        if let Some(cursor) = cursor {
            for part in Cursor::read(cursor, LIST, "i")? {
                sql = sql.push(" AND b.number > ?").bind(part);
            }
        }
        let sql = sql.push(" ORDER BY b.number LIMIT ?").bind(i64::from(limit) + 1);
        let rows = sql.all(self.reader()).await?;
        let rows = rows.iter().map(|row| line(Row::new("backtest_rows", row))).collect::<Result<_, _>>()?;
        let sql = "SELECT COUNT(*) FROM backtest_rows b WHERE b.backtest_id = ?";
        let total = Sql::new(sql).bind(id.0).push(narrowed).count(self.reader()).await?;
        let next = |row: &BacktestLine| Cursor::new(LIST, vec![Part::Int(count(row.number))]);
        Ok(Page::cut(rows, limit, total, next))
    }

    /// Rows with the whole new finding, from a place on, for applying them.
    pub async fn backtest_findings(
        &self,
        id: BacktestId,
        from: u64,
        limit: u32,
    ) -> Result<Vec<BacktestLead>, StoreError> {
        let sql = "SELECT * FROM backtest_rows WHERE backtest_id = ? AND number >= ? ORDER BY number LIMIT ?";
        let sql = Sql::new(sql).bind(id.0).bind(count(from)).bind(i64::from(limit));
        let rows = sql.all(self.reader()).await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("backtest_rows", row);
                let judgement: Option<String> = row.get("judgement")?;
                Ok(BacktestLead {
                    number: row.int("number")?,
                    lead_id: row.id("lead_id")?,
                    change: row.get("change")?,
                    verdict_changed: row.get("verdict_changed")?,
                    before: row.json("was")?,
                    after: row.json("would_be")?,
                    quote: row.get("quote")?,
                    judgement: judgement.map(|_| row.json("judgement")).transpose()?,
                    score: row.json("score")?,
                })
            })
            .collect()
    }

    /// The newest leads that were judged before, with what they wrote.
    pub async fn judged_leads(&self, limit: u32) -> Result<Vec<LeadId>, StoreError> {
        let sql = "SELECT id FROM leads WHERE verdict IS NOT NULL AND status <> ? ORDER BY seq DESC LIMIT ?";
        let sql = Sql::new(sql).bind(LeadStatus::Suppressed.as_str()).bind(i64::from(limit));
        let rows = sql.all(self.reader()).await?;
        rows.iter().map(|row| Row::new("leads", row).id("id")).collect()
    }

    /// Leads with what they wrote, in the order asked for; those that are gone are left out.
    pub async fn leads_with_posts(&self, ids: &[LeadId]) -> Result<Vec<LeadWithPosts>, StoreError> {
        let mut posts = posts::of_leads(self.reader(), ids).await?;
        let mut leads = Vec::with_capacity(ids.len());
        for part in ids.chunks(MOST_KEYS) {
            let mut handles = handles_of(self.reader(), part).await?;
            let sql = Sql::new("SELECT * FROM leads WHERE id IN ").list(part.iter().map(|id| id.0));
            let mut found = std::collections::HashMap::with_capacity(part.len());
            for row in sql.all(self.reader()).await? {
                let id: LeadId = Row::new("leads", &row).id("id")?;
                found
                    .insert(id, read_lead(Row::new("leads", &row), handles.remove(&id).unwrap_or_default())?);
            }
            for id in part {
                if let Some(lead) = found.remove(id) {
                    leads.push(LeadWithPosts { lead, posts: posts.remove(id).unwrap_or_default() });
                }
            }
        }
        Ok(leads)
    }
}

fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn read(row: Row<'_>) -> Result<BacktestRecord, StoreError> {
    Ok(BacktestRecord {
        id: row.id("id")?,
        name: row.get("name")?,
        state: row.get("state")?,
        spec: row.json("spec")?,
        done: row.int("done")?,
        total: row.int("total")?,
        summary: row.json("summary")?,
        sentence: row.get("sentence")?,
        created_at: row.time("created_at")?,
        applied_at: row.opt_time("applied_at")?,
    })
}

fn line(row: Row<'_>) -> Result<BacktestLine, StoreError> {
    Ok(BacktestLine {
        number: row.int("number")?,
        lead_id: row.id("lead_id")?,
        name: row.get("name")?,
        company: row.get("company")?,
        before: row.json("was")?,
        after: row.json("would_be")?,
        quote: row.get("quote")?,
    })
}
