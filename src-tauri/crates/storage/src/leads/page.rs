//! The lead list: one indexed statement a page, whatever the filter, at a million rows.
//!
//! SQLite's planner cannot know how many rows a filter leaves, so it is told: the count (remembered until
//! leads change) decides between walking the sort's index and testing each row, and gathering the few
//! matches and sorting them. PostgreSQL decides by its own statistics.

use sdr_domain::Timestamp;
use sdr_domain::channel::Channel;
use sdr_domain::id::{LeadId, SourceId};
use sdr_domain::judgement::Verdict;
use sdr_domain::lead::{LeadStatus, Temperature};
use sea_orm::QueryResult;

use super::{channels_of, fold, score};
use crate::error::StoreError;
use crate::page::{Cursor, Page, Part};
use crate::sql::{Row, Sql};
use crate::store::Store;

/// Up to so many matches are gathered and sorted.
const FEW: u64 = 5_000;

/// How the list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LeadSort {
    /// Best score first.
    #[default]
    Score,
    /// Newest first.
    Created,
    /// By name, A first.
    Name,
}

/// Which leads are listed, and how.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct LeadFilter {
    /// Only this status.
    pub status: Option<LeadStatus>,
    /// Only this verdict.
    pub verdict: Option<Verdict>,
    /// Beginnings of words in name, company or role; all must occur.
    pub q: Option<String>,
    /// Only this source.
    pub source: Option<SourceId>,
    /// The order.
    pub sort: LeadSort,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadRow {
    /// Names the lead.
    pub id: LeadId,
    /// Full name.
    pub name: String,
    /// Job title.
    pub role: Option<String>,
    /// Company name.
    pub company: Option<String>,
    /// Industry word.
    pub industry: Option<String>,
    /// Where it stands.
    pub status: LeadStatus,
    /// Cold until it shows interest.
    pub temperature: Temperature,
    /// 0-100, once scored.
    pub score: Option<u8>,
    /// Once judged.
    pub verdict: Option<Verdict>,
    /// The strongest quote.
    pub quote: Option<String>,
    /// Where it can be reached.
    pub channels: Vec<Channel>,
    /// The source's name.
    pub source: String,
    /// When it was first collected.
    pub created_at: Timestamp,
}

/// One page of the list.
pub type LeadPage = Page<LeadRow>;

impl LeadSort {
    fn list(self) -> &'static str {
        match self {
            Self::Score => "leads/score",
            Self::Created => "leads/created",
            Self::Name => "leads/name",
        }
    }

    fn column(self) -> &'static str {
        match self {
            Self::Score => "score",
            Self::Created => "created_at",
            Self::Name => "name_key",
        }
    }

    fn shape(self) -> &'static str {
        match self {
            Self::Score | Self::Created => "ii",
            Self::Name => "ti",
        }
    }
}

/// Which side SQLite is told to begin from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plan {
    /// Walk the sort's index, test each row.
    Walk,
    /// Gather by the filter's index, then sort.
    Gather,
    /// Let the planner choose.
    Free,
}

impl Store {
    /// A page of leads. The total is exact at the time it was counted; it is counted again when leads change.
    pub async fn leads_page(
        &self,
        filter: &LeadFilter,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<LeadPage, StoreError> {
        let sort = filter.sort;
        let after = cursor.map(|text| Cursor::read(text, sort.list(), sort.shape())).transpose()?;
        let words = filter.words();
        let total = self.count_leads(filter, &words).await?;
        let plan = self.plan(filter, &words, total);
        // A leading + keeps SQLite from using a column's index.
        let plus = if plan == Plan::Gather { "+" } else { "" };
        let mut sql = Sql::new(
            "SELECT id, seq, name, role, company, industry, status, temperature, score, verdict, quote,
                channels, source_name, created_at, name_key
             FROM leads WHERE 1 = 1",
        );
        sql = self.conditions(sql, filter, &words, plan);
        let (column, (sign, way)) =
            (sort.column(), if sort == LeadSort::Name { (">", "ASC") } else { ("<", "DESC") });
        if let Some(parts) = after {
            sql = sql.push(&format!(" AND ({plus}{column}, {plus}seq) {sign} (?, ?)"));
            for part in parts {
                sql = sql.bind(part);
            }
        }
        sql = sql.push(&format!(" ORDER BY {plus}{column} {way}, {plus}seq {way} LIMIT ?"));
        let rows = sql.bind(i64::from(limit) + 1).all(self.reader()).await?;
        let rows: Vec<(Cursor, LeadRow)> =
            rows.iter().map(|row| read(row, sort)).collect::<Result<_, _>>()?;
        let page = Page::cut(rows, limit, total, |(cursor, _)| cursor.clone());
        Ok(Page {
            rows: page.rows.into_iter().map(|(_, row)| row).collect(),
            next: page.next,
            total: page.total,
        })
    }

    fn plan(&self, filter: &LeadFilter, words: &[String], total: u64) -> Plan {
        let filtered = filter.status.is_some() || filter.verdict.is_some() || filter.source.is_some();
        if !self.is_sqlite() || (words.is_empty() && (!filtered || filter.sort == LeadSort::Score)) {
            Plan::Free
        } else if total <= FEW {
            Plan::Gather
        } else {
            Plan::Walk
        }
    }

    fn conditions(&self, mut sql: Sql, filter: &LeadFilter, words: &[String], plan: Plan) -> Sql {
        // With few matches of a search the full-text index leads; no other index may.
        let hide = plan == Plan::Walk || (plan == Plan::Gather && !words.is_empty());
        let plus = if hide { "+" } else { "" };
        if let Some(status) = filter.status {
            sql = sql.push(&format!(" AND {plus}status = ?")).bind(status.as_str());
        }
        if let Some(verdict) = filter.verdict {
            sql = sql.push(&format!(" AND {plus}verdict = ?")).bind(verdict.as_str());
        }
        if let Some(source) = filter.source {
            sql = sql.push(&format!(" AND {plus}source_id = ?")).bind(source.0);
        }
        if words.is_empty() {
            return sql;
        }
        if !self.is_sqlite() {
            let query = words.iter().map(|word| format!("{word}:*")).collect::<Vec<_>>().join(" & ");
            return sql.push(" AND to_tsvector('simple', search) @@ to_tsquery('simple', ?)").bind(query);
        }
        if plan == Plan::Walk {
            return words
                .iter()
                .fold(sql, |sql, word| sql.push(" AND search LIKE ?").bind(format!("% {word}%")));
        }
        sql.push(" AND seq IN (SELECT rowid FROM leads_search WHERE leads_search MATCH ?)")
            .bind(matching(words))
    }

    async fn count_leads(&self, filter: &LeadFilter, words: &[String]) -> Result<u64, StoreError> {
        let key = format!("{:?} {:?} {:?} {words:?}", filter.status, filter.verdict, filter.source);
        if let Some(total) = self.known_total(&key) {
            return Ok(total);
        }
        let revision = self.leads_revision();
        let only_words = filter.status.is_none() && filter.verdict.is_none() && filter.source.is_none();
        let sql = if self.is_sqlite() && only_words && !words.is_empty() {
            Sql::new("SELECT COUNT(*) FROM leads_search WHERE leads_search MATCH ?").bind(matching(words))
        } else {
            self.conditions(Sql::new("SELECT COUNT(*) FROM leads WHERE 1 = 1"), filter, words, Plan::Free)
        };
        let total = sql.count(self.reader()).await?;
        self.remember_total(key, revision, total);
        Ok(total)
    }
}

impl LeadFilter {
    /// At most eight words: more only cost time.
    fn words(&self) -> Vec<String> {
        let folded = fold(self.q.as_deref().unwrap_or_default());
        folded.split(' ').filter(|word| !word.is_empty()).take(8).map(str::to_owned).collect()
    }
}

/// An FTS5 expression: every word begins a word of the text.
fn matching(words: &[String]) -> String {
    words.iter().map(|word| format!("\"{word}\"*")).collect::<Vec<_>>().join(" AND ")
}

fn read(row: &QueryResult, sort: LeadSort) -> Result<(Cursor, LeadRow), StoreError> {
    let row = Row::new("leads", row);
    let key = match sort {
        LeadSort::Score | LeadSort::Created => Part::Int(row.get(sort.column())?),
        LeadSort::Name => Part::Text(row.get("name_key")?),
    };
    let cursor = Cursor::new(sort.list(), vec![key, Part::Int(row.get("seq")?)]);
    let lead = LeadRow {
        id: row.id("id")?,
        name: row.get("name")?,
        role: row.get("role")?,
        company: row.get("company")?,
        industry: row.get("industry")?,
        status: row.word("status")?,
        temperature: row.word("temperature")?,
        score: score(row, "score")?,
        verdict: row.opt_word("verdict")?,
        quote: row.get("quote")?,
        channels: channels_of(row.get("channels")?),
        source: row.get("source_name")?,
        created_at: row.time("created_at")?,
    };
    Ok((cursor, lead))
}
