//! Merges as they are stored, and the pairs of leads that a human keeps apart.
//!
//! **Invariant:** what an undo needs is kept until it is undone and no longer: after it, the other person is
//! a lead of their own, and deleting that lead takes the line of the merge along.

use std::collections::{HashMap, HashSet};

use sdr_domain::Timestamp;
use sdr_domain::id::{LeadId, MergeId, ProjectId, SourceId};
use sdr_domain::lead::{LeadStatus, NewLead};
use sdr_domain::merge::{Gained, MatchedBy};
use sea_orm::{ConnectionTrait, Value};
use serde::{Deserialize, Serialize};

use super::fold;
use super::import::Source;
use super::join::Snapshot;
use crate::error::StoreError;
use crate::sql::{Row, Sql, insert_many};
use crate::store::Store;
use crate::tx::Tx;

/// Columns of [`values`].
pub(super) const COLUMNS: usize = 12;
const INTO: &str = "lead_merges (id, lead_id, source_id, source_name, matched_by, whole, other_name, words,
    gained, other, status_before, at)";
/// Merges of one lead that are shown; the newest.
const MOST: i64 = 200;

/// Why a merge cannot be undone now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoRefused {
    /// It is undone already.
    Undone,
    /// The lead was merged with another one since; that has to be undone first.
    LaterMerge,
    /// Something that was gained has changed since.
    Changed,
    /// A message to this person waits, is on its way or unsettled.
    UnderWay,
    /// A message went to a handle that was gained.
    Contacted,
}

/// One merge, for the human.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeRow {
    /// Names it.
    pub id: MergeId,
    /// The lead that gained.
    pub lead: LeadId,
    /// When.
    pub at: Timestamp,
    /// What told that two are one.
    pub matched_by: MatchedBy,
    /// The other one's name.
    pub other_name: String,
    /// Where the other one came from.
    pub source_name: String,
    /// What the lead gained, in words.
    pub gained: Vec<String>,
    /// When it was undone.
    pub undone_at: Option<Timestamp>,
    /// Why it cannot be undone now.
    pub refused: Option<UndoRefused>,
}

/// Who the other one was.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Other {
    /// A row of a source.
    Row(Box<NewLead>),
    /// A stored lead.
    Lead(Box<Snapshot>),
}

/// A merge about to be stored.
pub(super) struct NewMerge {
    pub(super) id: MergeId,
    pub(super) lead: LeadId,
    pub(super) by: MatchedBy,
    pub(super) gained: Gained,
    pub(super) other_name: String,
    pub(super) other: Other,
    pub(super) source: Source,
    pub(super) status_before: LeadStatus,
}

/// A stored merge with what an undo needs; without it, once it is undone.
pub(super) struct StoredMerge {
    pub(super) seq: i64,
    pub(super) row: MergeRow,
    pub(super) source: Source,
    pub(super) gained: Gained,
    pub(super) other: Option<Other>,
    pub(super) status_before: LeadStatus,
}

impl Store {
    /// The merges of a lead, newest first, each with the reason why it could not be undone now.
    pub async fn merges_of_lead(&self, lead: LeadId) -> Result<Vec<MergeRow>, StoreError> {
        let sql = "SELECT * FROM lead_merges WHERE lead_id = ? ORDER BY seq DESC LIMIT ?";
        let rows = Sql::new(sql).bind(lead.0).bind(MOST).all(self.reader()).await?;
        let mut merges = Vec::with_capacity(rows.len());
        for row in &rows {
            let merge = read(Row::new("lead_merges", row))?;
            let refused = super::undo::refused(self.reader(), &merge).await?;
            merges.push(MergeRow { refused, ..merge.row });
        }
        Ok(merges)
    }
}

/// Statuses that say no more than what was found out: nothing was written yet.
pub(super) fn judged_only(status: LeadStatus) -> bool {
    match status {
        LeadStatus::Qualified | LeadStatus::Disqualified | LeadStatus::Enriched => true,
        LeadStatus::New
        | LeadStatus::Messaged
        | LeadStatus::Sent
        | LeadStatus::Replied
        | LeadStatus::Failed
        | LeadStatus::Suppressed => false,
    }
}

pub(super) fn values(merge: NewMerge, at: i64) -> Result<[Value; COLUMNS], StoreError> {
    let whole = match &merge.other {
        Other::Row(_) => false,
        Other::Lead(_) => true,
    };
    Ok([
        merge.id.0.into(),
        merge.lead.0.into(),
        merge.source.id.0.into(),
        merge.source.name.into(),
        merge.by.as_str().into(),
        whole.into(),
        merge.other_name.into(),
        json(&merge.gained.words())?.into(),
        json(&merge.gained)?.into(),
        json(&merge.other)?.into(),
        merge.status_before.as_str().into(),
        at.into(),
    ])
}

pub(super) async fn insert(tx: &Tx, rows: Vec<[Value; COLUMNS]>) -> Result<(), StoreError> {
    insert_many(tx.on(), INTO, rows, "").await.map(drop)
}

fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| StoreError::Unavailable {
        what: "a merge cannot be written down".into(),
        source: Some(Box::new(e)),
    })
}

/// One merge.
pub(super) async fn one(on: &impl ConnectionTrait, id: MergeId) -> Result<Option<StoredMerge>, StoreError> {
    let row = Sql::new("SELECT * FROM lead_merges WHERE id = ?").bind(id.0).one(on).await?;
    row.map(|row| read(Row::new("lead_merges", &row))).transpose()
}

fn read(row: Row<'_>) -> Result<StoredMerge, StoreError> {
    let undone_at = row.opt_time("undone_at")?;
    let open = undone_at.is_none();
    let source = Source { id: row.id("source_id")?, name: row.get("source_name")? };
    Ok(StoredMerge {
        seq: row.get("seq")?,
        row: MergeRow {
            id: row.id("id")?,
            lead: row.id("lead_id")?,
            at: row.time("at")?,
            matched_by: row.word("matched_by")?,
            other_name: row.get("other_name")?,
            source_name: source.name.clone(),
            gained: row.json("words")?,
            undone_at,
            refused: None,
        },
        source,
        gained: if open { row.json("gained")? } else { Gained::default() },
        other: if open { Some(row.json("other")?) } else { None },
        status_before: row.word("status_before")?,
    })
}

/// What tells a lead from those it is kept apart from.
pub(super) struct ApartLead {
    /// Folded.
    pub(super) name: String,
    pub(super) source: SourceId,
}

/// The leads of a project that a human keeps apart.
pub(super) struct Apart {
    groups: HashMap<LeadId, Vec<LeadId>>,
    leads: HashMap<LeadId, ApartLead>,
    pairs: HashSet<(LeadId, LeadId)>,
}

impl Apart {
    /// Whether these two are kept apart.
    pub(super) fn are(&self, a: LeadId, b: LeadId) -> bool {
        self.pairs.contains(&(a, b)) || self.pairs.contains(&(b, a))
    }

    /// A lead and all that it is kept apart from; `None` when there are none.
    pub(super) fn group(&self, lead: LeadId) -> Option<&Vec<LeadId>> {
        self.groups.get(&lead)
    }

    pub(super) fn lead(&self, lead: LeadId) -> Option<&ApartLead> {
        self.leads.get(&lead)
    }
}

/// There are as many as a human has undone merges: few.
pub(super) async fn apart_of(tx: &Tx, project: ProjectId) -> Result<Apart, StoreError> {
    let sql = "SELECT a.lead_id, a.other_id, l.name AS lead_name, l.source_id AS lead_source,
            o.name AS other_name, o.source_id AS other_source
        FROM lead_apart a JOIN leads l ON l.id = a.lead_id JOIN leads o ON o.id = a.other_id
        WHERE l.project_id = ?";
    let mut apart = Apart { groups: HashMap::new(), leads: HashMap::new(), pairs: HashSet::new() };
    for row in Sql::new(sql).bind(project.0).all(tx.on()).await? {
        let row = Row::new("lead_apart", &row);
        let (lead, other): (LeadId, LeadId) = (row.id("lead_id")?, row.id("other_id")?);
        apart.pairs.insert((lead, other));
        for (one, name, source, two) in
            [(lead, "lead_name", "lead_source", other), (other, "other_name", "other_source", lead)]
        {
            let known = ApartLead { name: fold(&row.get::<String>(name)?), source: row.id(source)? };
            apart.leads.insert(one, known);
            apart.groups.entry(one).or_insert_with(|| vec![one]).push(two);
        }
    }
    Ok(apart)
}
