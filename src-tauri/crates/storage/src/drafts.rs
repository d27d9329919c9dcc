//! Drafts: messages up for review, and the queue they are reviewed in.
//!
//! **Invariant:** a draft changes its status only from the one the caller expects.

use std::collections::{HashMap, HashSet};

use sdr_domain::Timestamp;
use sdr_domain::action::Action;
use sdr_domain::channel::Channel;
use sdr_domain::draft::{Draft, DraftStatus, Variant, WrittenBy};
use sdr_domain::id::{DraftId, LeadId};
use sdr_domain::judgement::Verdict;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::error::StoreError;
use crate::leads::{fold, score};
use crate::page::{Cursor, Page, Part};
use crate::sql::{MOST_KEYS, Row, Sql, insert_many, ms};
use crate::store::Store;
use crate::tx::Tx;

/// Which drafts are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFilter {
    /// Only this status; pending ones come one row a choice, best score first, others newest first.
    pub status: DraftStatus,
    /// Only this channel.
    pub channel: Option<Channel>,
    /// Beginnings of words in the lead's name, company or role.
    pub q: Option<String>,
}

/// One line of the queue.
#[derive(Clone, PartialEq, Eq)]
pub struct DraftRow {
    /// Names the draft.
    pub id: DraftId,
    /// Shared by its variants.
    pub choice_id: Uuid,
    /// Whom it is for.
    pub lead_id: LeadId,
    /// Their name.
    pub lead_name: String,
    /// Their company.
    pub company: Option<String>,
    /// Where it would go.
    pub channel: Channel,
    /// What would be done there.
    pub action: Action,
    /// Where it stands.
    pub status: DraftStatus,
    /// Which phrasing this row shows.
    pub variant: Variant,
    /// Phrasings of this choice in the same status.
    pub variants: u32,
    /// The lead's score.
    pub score: Option<u8>,
    /// The lead's verdict.
    pub verdict: Option<Verdict>,
    /// The subject, or the first line of the words.
    pub first_line: String,
    /// Whether a human has had it open.
    pub opened: bool,
    /// Whether a human changed it.
    pub edited: bool,
    /// Whose words it holds.
    pub written_by: WrittenBy,
    /// When it was written.
    pub created_at: Timestamp,
}

impl std::fmt::Debug for DraftRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DraftRow").field("id", &self.id).field("status", &self.status).finish_non_exhaustive()
    }
}

impl Tx {
    /// One draft, seen from inside this transaction.
    pub async fn draft(&self, id: DraftId) -> Result<Option<Draft>, StoreError> {
        one(self.on(), id).await
    }

    /// All variants of a choice, A first, seen from inside this transaction.
    pub async fn choice(&self, choice: Uuid) -> Result<Vec<Draft>, StoreError> {
        of_choice(self.on(), choice).await
    }

    /// Stores new drafts.
    pub async fn insert_drafts(&self, drafts: Vec<Draft>) -> Result<(), StoreError> {
        let leads: HashSet<Uuid> = drafts.iter().map(|draft| draft.lead_id.0).collect();
        let leads: Vec<Uuid> = leads.into_iter().collect();
        let mut scores: HashMap<Uuid, i64> = HashMap::new();
        for part in leads.chunks(MOST_KEYS) {
            let sql = Sql::new("SELECT id, score FROM leads WHERE id IN ").list(part.iter().copied());
            for row in sql.all(self.on()).await? {
                let row = Row::new("leads", &row);
                scores.insert(row.get("id")?, row.get("score")?);
            }
        }
        let scored = drafts.into_iter().map(|draft| {
            let score = scores.get(&draft.lead_id.0).copied().unwrap_or(-1);
            (draft, score)
        });
        insert(self.on(), scored.collect()).await
    }

    /// Replaces the words of a pending draft; `false` when it is not pending any more.
    pub async fn update_draft_text(
        &self,
        id: DraftId,
        subject: Option<&str>,
        body: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE drafts SET subject = ?, body = ?, updated_at = ? WHERE id = ? AND status = ?";
        let changed = Sql::new(sql)
            .bind(subject.map(str::to_owned))
            .bind(body)
            .bind(ms(at))
            .bind(id.0)
            .bind(DraftStatus::Pending.as_str())
            .run(self.on())
            .await?;
        Ok(changed > 0)
    }

    /// Moves drafts from one status to another: all of them, or none and `false` when any stands elsewhere.
    pub async fn set_draft_status(
        &self,
        ids: &[DraftId],
        expected: DraftStatus,
        new: DraftStatus,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let ids: HashSet<Uuid> = ids.iter().map(|id| id.0).collect();
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let mut standing = 0;
        let lock = if self.is_sqlite() { "" } else { " FOR UPDATE" };
        for part in ids.chunks(MOST_KEYS) {
            let sql = Sql::new("SELECT id FROM drafts WHERE status = ? AND id IN ").bind(expected.as_str());
            standing += sql.list(part.iter().copied()).push(lock).all(self.on()).await?.len();
        }
        if standing != ids.len() {
            return Ok(false);
        }
        for part in ids.chunks(MOST_KEYS) {
            let sql = Sql::new("UPDATE drafts SET status = ?, updated_at = ? WHERE id IN ")
                .bind(new.as_str())
                .bind(ms(at));
            sql.list(part.iter().copied()).run(self.on()).await?;
        }
        Ok(true)
    }

    /// Notes that a human has a draft open; the first time counts.
    pub async fn mark_draft_opened(&self, id: DraftId, at: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE drafts SET opened_at = ? WHERE id = ? AND opened_at IS NULL";
        Sql::new(sql).bind(ms(at)).bind(id.0).run(self.on()).await.map(drop)
    }
}

impl Store {
    /// One draft.
    pub async fn draft(&self, id: DraftId) -> Result<Option<Draft>, StoreError> {
        one(self.reader(), id).await
    }

    /// All variants of a choice, A first.
    pub async fn choice(&self, choice: Uuid) -> Result<Vec<Draft>, StoreError> {
        of_choice(self.reader(), choice).await
    }

    /// Everything written for a lead, newest first.
    pub async fn drafts_of_lead(&self, lead: LeadId) -> Result<Vec<Draft>, StoreError> {
        let sql = "SELECT * FROM drafts WHERE lead_id = ? ORDER BY id DESC";
        let rows = Sql::new(sql).bind(lead.0).all(self.reader()).await?;
        rows.iter().map(|row| read(Row::new("drafts", row))).collect()
    }

    /// Which of these drafts a human has had open.
    pub async fn drafts_opened(&self, ids: &[DraftId]) -> Result<HashSet<DraftId>, StoreError> {
        let mut opened = HashSet::new();
        for part in ids.chunks(MOST_KEYS) {
            let sql = Sql::new("SELECT id FROM drafts WHERE opened_at IS NOT NULL AND id IN ");
            for row in sql.list(part.iter().map(|id| id.0)).all(self.reader()).await? {
                opened.insert(Row::new("drafts", &row).id("id")?);
            }
        }
        Ok(opened)
    }

    /// How many messages stand in each status; variants of one choice count once.
    pub async fn draft_counts(&self) -> Result<HashMap<DraftStatus, u64>, StoreError> {
        let sql = "SELECT status, COUNT(DISTINCT choice_id) AS n FROM drafts GROUP BY status";
        let rows = Sql::new(sql).all(self.reader()).await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("drafts", row);
                Ok((row.word("status")?, row.int("n")?))
            })
            .collect()
    }

    /// A page of the queue.
    pub async fn drafts_page(
        &self,
        filter: &DraftFilter,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<DraftRow>, StoreError> {
        let pending = filter.status == DraftStatus::Pending;
        let (list, shape) = if pending { ("drafts/score", "iu") } else { ("drafts/id", "u") };
        let after = cursor.map(|text| Cursor::read(text, list, shape)).transpose()?;
        let total =
            filter.narrow(Sql::new("SELECT COUNT(*) FROM drafts d JOIN leads l ON l.id = d.lead_id WHERE "));
        let total = total.count(self.reader()).await?;
        let mut sql = filter.narrow(Sql::new(
            "SELECT d.id, d.choice_id, d.lead_id, l.name AS lead_name, l.company, d.channel, d.action, d.status,
                d.variant,
                (SELECT COUNT(*) FROM drafts o WHERE o.choice_id = d.choice_id AND o.status = d.status) AS variants,
                d.score AS rank, l.score, l.verdict, d.subject, d.body, d.machine_subject, d.machine_body,
                d.written_by, d.opened_at, d.created_at
             FROM drafts d JOIN leads l ON l.id = d.lead_id WHERE ",
        ));
        if let Some(parts) = after {
            sql = sql.push(if pending { " AND (d.score, d.id) < (?, ?)" } else { " AND d.id < ?" });
            for part in parts {
                sql = sql.bind(part);
            }
        }
        sql = sql.push(if pending { " ORDER BY d.score DESC, d.id DESC" } else { " ORDER BY d.id DESC" });
        let rows = sql.push(" LIMIT ?").bind(i64::from(limit) + 1).all(self.reader()).await?;
        let rows: Vec<(Cursor, DraftRow)> = rows
            .iter()
            .map(|row| {
                let row = Row::new("drafts", row);
                let line = read_line(row)?;
                let id = Part::Id(line.id.0);
                let key = if pending { vec![Part::Int(row.get("rank")?), id] } else { vec![id] };
                Ok((Cursor::new(list, key), line))
            })
            .collect::<Result<_, StoreError>>()?;
        let page = Page::cut(rows, limit, total, |(cursor, _)| cursor.clone());
        Ok(Page {
            rows: page.rows.into_iter().map(|(_, row)| row).collect(),
            next: page.next,
            total: page.total,
        })
    }
}

impl DraftFilter {
    fn narrow(&self, sql: Sql) -> Sql {
        let mut sql = sql.push("d.status = ?").bind(self.status.as_str());
        if self.status == DraftStatus::Pending {
            sql = sql.push(" AND d.variant = ?").bind(Variant::A.as_str());
        }
        if let Some(channel) = self.channel {
            sql = sql.push(" AND d.channel = ?").bind(channel.as_str());
        }
        let folded = fold(self.q.as_deref().unwrap_or_default());
        for word in folded.split(' ').filter(|word| !word.is_empty()).take(8) {
            sql = sql.push(" AND l.search LIKE ?").bind(format!("% {word}%"));
        }
        sql
    }
}

/// Drafts with the score they are sorted by.
pub(crate) async fn insert(on: &impl ConnectionTrait, drafts: Vec<(Draft, i64)>) -> Result<(), StoreError> {
    let rows = drafts.into_iter().map(|(draft, score)| {
        [
            draft.id.0.into(),
            draft.project_id.0.into(),
            draft.lead_id.0.into(),
            draft.choice_id.into(),
            draft.channel.as_str().into(),
            draft.action.as_str().into(),
            draft.variant.as_str().into(),
            draft.subject.into(),
            draft.body.into(),
            draft.machine_subject.into(),
            draft.machine_body.into(),
            draft.written_by.as_str().into(),
            draft.note.into(),
            draft.reply_to.into(),
            draft.status.as_str().into(),
            score.into(),
            ms(draft.created_at).into(),
            ms(draft.updated_at).into(),
        ]
    });
    let into = "drafts (id, project_id, lead_id, choice_id, channel, action, variant, subject, body, machine_subject,
        machine_body, written_by, note, reply_to, status, score, created_at, updated_at)";
    insert_many(on, into, rows.collect(), "").await.map(drop)
}

async fn one(on: &impl ConnectionTrait, id: DraftId) -> Result<Option<Draft>, StoreError> {
    let row = Sql::new("SELECT * FROM drafts WHERE id = ?").bind(id.0).one(on).await?;
    row.map(|row| read(Row::new("drafts", &row))).transpose()
}

async fn of_choice(on: &impl ConnectionTrait, choice: Uuid) -> Result<Vec<Draft>, StoreError> {
    let sql = "SELECT * FROM drafts WHERE choice_id = ? ORDER BY variant, id";
    let rows = Sql::new(sql).bind(choice).all(on).await?;
    rows.iter().map(|row| read(Row::new("drafts", row))).collect()
}

fn read_line(row: Row<'_>) -> Result<DraftRow, StoreError> {
    let body: String = row.get("body")?;
    let opened: Option<i64> = row.get("opened_at")?;
    let subject: Option<String> = row.get("subject")?;
    let edited = body != row.get::<String>("machine_body")?
        || subject != row.get::<Option<String>>("machine_subject")?;
    Ok(DraftRow {
        id: row.id("id")?,
        choice_id: row.get("choice_id")?,
        lead_id: row.id("lead_id")?,
        lead_name: row.get("lead_name")?,
        company: row.get("company")?,
        channel: row.word("channel")?,
        action: row.word("action")?,
        status: row.word("status")?,
        variant: row.word("variant")?,
        variants: row.int("variants")?,
        score: score(row, "score")?,
        verdict: row.opt_word("verdict")?,
        // Every e-mail begins with a greeting; its subject tells it from the others.
        first_line: subject.unwrap_or_else(|| first_line(&body)),
        opened: opened.is_some(),
        edited,
        written_by: if edited { WrittenBy::Human } else { row.word("written_by")? },
        created_at: row.time("created_at")?,
    })
}

fn first_line(body: &str) -> String {
    body.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().to_owned()
}

fn read(row: Row<'_>) -> Result<Draft, StoreError> {
    Ok(Draft {
        id: row.id("id")?,
        project_id: row.id("project_id")?,
        lead_id: row.id("lead_id")?,
        choice_id: row.get("choice_id")?,
        channel: row.word("channel")?,
        action: row.word("action")?,
        variant: row.word("variant")?,
        subject: row.get("subject")?,
        body: row.get("body")?,
        machine_subject: row.get("machine_subject")?,
        machine_body: row.get("machine_body")?,
        written_by: row.word("written_by")?,
        note: row.get("note")?,
        reply_to: row.get("reply_to")?,
        status: row.word("status")?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
    })
}
