//! Two stored leads that turn out to be one: everything of the younger moves to the older, and what would be
//! lost is kept in a snapshot for an undo.
//!
//! **Invariant:** nobody is joined while a message to either of them waits, is on its way or unsettled, nor
//! when one of the two is on the suppression list.

mod enrolled;
mod reading;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use sdr_domain::Timestamp;
use sdr_domain::id::{LeadId, MergeId};
use sdr_domain::lead::{LeadStatus, NewLead, Profile, Temperature};
use sdr_domain::merge::MatchedBy;
use sdr_domain::text::Handle;
use sea_orm::Value;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::import::{Source, Writes, merge};
use super::merges::{self, NewMerge, Other};
use crate::error::StoreError;
use crate::posts::{self, StoredPost};
use crate::sql::{MOST_KEYS, Sql, ms};
use crate::tx::Tx;
pub(super) use enrolled::{Ended, bring_back, follow, write_again};
use reading::{apart_of, moved_of, shared_of, supersede, wholes};
pub(super) use reading::{candidates, standings};

/// What names a lead and moves with it: table, key, column. Posts, handles and pairs kept apart move by rules
/// of their own; what is missing here is made again by the next run.
pub(super) const MOVED: [(&str, &str, &str); 14] = [
    ("judgements", "id", "lead_id"),
    ("scores", "id", "lead_id"),
    ("enrichments", "id", "lead_id"),
    ("drafts", "id", "lead_id"),
    ("deliveries", "id", "lead_id"),
    ("activity", "seq", "lead_id"),
    ("run_items", "seq", "lead_id"),
    ("lead_merges", "seq", "lead_id"),
    ("lead_merges", "seq", "restored_id"),
    ("directory_answers", "id", "lead_id"),
    ("directory_answers", "id", "for_lead"),
    ("enrollments", "id", "lead_id"),
    ("replies", "id", "lead_id"),
    ("manual_acts", "id", "lead_id"),
];

/// What both leads may have, by the same key: table, key, the other columns. Who has seen whose data, and
/// answers that were paid for.
pub(super) const SHARED: [(&str, &str, &str); 2] =
    [("egress_people", "entry", "host"), ("llm_answers", "fingerprint", "answer, model, usage, created_at")];

/// Two leads to be made one.
pub(super) struct Join {
    pub(super) id: MergeId,
    pub(super) kept: LeadId,
    pub(super) other: LeadId,
    pub(super) by: MatchedBy,
}

/// What decides whether a lead may be joined.
pub(super) struct Candidate {
    pub(super) seq: i64,
    pub(super) name: String,
    /// Not suppressed, and no message waits or is on its way.
    pub(super) free: bool,
    pub(super) suppressed: bool,
}

/// The key of a row that moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Key {
    Seq(i64),
    Id(Uuid),
}

/// The key of a row that both leads may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum SharedKey {
    Number(i64),
    Text(String),
}

impl From<SharedKey> for Value {
    fn from(key: SharedKey) -> Self {
        match key {
            SharedKey::Number(number) => number.into(),
            SharedKey::Text(text) => text.into(),
        }
    }
}

/// Where a lead stands, as its row in the list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Standing {
    pub(super) status: LeadStatus,
    pub(super) temperature: Temperature,
    pub(super) score: i64,
    pub(super) verdict: Option<String>,
    pub(super) quote: Option<String>,
}

/// A lead that was joined with another: what an undo needs to make it again.
#[derive(Serialize, Deserialize)]
pub(super) struct Snapshot {
    pub(super) id: LeadId,
    pub(super) profile: Profile,
    pub(super) standing: Standing,
    pub(super) created_at: i64,
    /// Its handles; `true` marks spare ones.
    pub(super) handles: Vec<(Handle, bool)>,
    /// Posts the other one had too.
    pub(super) posts: Vec<StoredPost>,
    /// Rows that moved, by table and column.
    pub(super) moved: BTreeMap<String, Vec<Key>>,
    /// Rows of [`SHARED`] tables, and whether the other lead had them too.
    pub(super) shared: BTreeMap<String, Vec<(SharedKey, bool)>>,
    /// Drafts that left the queue because the other one had some on the same channel.
    pub(super) superseded: Vec<Uuid>,
    /// Enrollments that ended because both leads were in one sequence.
    #[serde(default)]
    pub(super) ended: Vec<Ended>,
    /// Leads it was kept apart from, and whether the other one was too.
    pub(super) apart: Vec<(LeadId, bool)>,
    pub(super) kept_before: Standing,
    pub(super) kept_after: Standing,
}

/// Everything a join reads of one lead.
struct Whole {
    lead: NewLead,
    posts: Vec<StoredPost>,
    handles: Vec<(Handle, bool)>,
    standing: Standing,
    source: Source,
    created_at: i64,
    /// Its latest judgement.
    judged: Option<Key>,
}

impl Tx {
    /// Makes two stored leads one because a human said so; the older is kept. Refused with
    /// [`StoreError::InFlight`] while a message to either waits or is on its way, and with `None` when one
    /// of them is suppressed.
    pub async fn join_leads(
        &self,
        id: MergeId,
        (a, b): (LeadId, LeadId),
        at: Timestamp,
    ) -> Result<Option<LeadId>, StoreError> {
        self.touch_leads();
        let wish = Join { id, kept: a, other: b, by: MatchedBy::Human };
        let candidates = candidates(self, std::slice::from_ref(&wish)).await?;
        let missing = StoreError::NotFound { table: "leads" };
        let (Some(one), Some(two)) = (candidates.get(&a), candidates.get(&b)) else { return Err(missing) };
        if one.suppressed || two.suppressed {
            return Ok(None);
        }
        if !one.free || !two.free {
            return Err(StoreError::InFlight);
        }
        let (kept, other) = if one.seq <= two.seq { (a, b) } else { (b, a) };
        join_leads(self, &[Join { kept, other, ..wish }], at).await?;
        Ok(Some(kept))
    }
}

/// Joins pairs of leads, each lead in at most one pair. The caller has checked that they may be joined.
pub(super) async fn join_leads(tx: &Tx, joins: &[Join], at: Timestamp) -> Result<(), StoreError> {
    for joins in joins.chunks(MOST_KEYS / 2) {
        join_some(tx, joins, at).await?;
    }
    Ok(())
}

async fn join_some(tx: &Tx, joins: &[Join], at: Timestamp) -> Result<(), StoreError> {
    let mut wholes = wholes(tx, joins).await?;
    let mut moved = moved_of(tx, joins).await?;
    let mut shared = shared_of(tx, joins).await?;
    let mut ended = enrolled::end_doubles(tx, joins, at).await?;
    let mut superseded = supersede(tx, joins, at).await?;
    let mut apart = apart_of(tx, joins).await?;
    let mut writes = Join::writes(joins.len());
    for join in joins {
        let (Some(kept), Some(other)) = (wholes.remove(&join.kept), wholes.remove(&join.other)) else {
            continue;
        };
        let theirs = Theirs {
            moved: moved.remove(&join.other).unwrap_or_default(),
            shared: shared.remove(&join.other).unwrap_or_default(),
            superseded: superseded.remove(&join.other).unwrap_or_default(),
            ended: ended.remove(&join.other).unwrap_or_default(),
            apart: apart.remove(&join.other).unwrap_or_default(),
        };
        writes.pair(join, kept, other, theirs, at)?;
    }
    writes.run(tx, joins).await
}

/// What moved with a lead or stayed behind.
#[derive(Default)]
struct Theirs {
    moved: BTreeMap<String, Vec<Key>>,
    shared: BTreeMap<String, Vec<(SharedKey, bool)>>,
    superseded: Vec<Uuid>,
    ended: Vec<Ended>,
    apart: Vec<(LeadId, bool)>,
}

/// Rows to write.
struct JoinWrites {
    profiles: Vec<[Value; 15]>,
    standings: Vec<[Value; 6]>,
    handles: Vec<[Value; 4]>,
    posts: Vec<[Value; 3]>,
    apart: Vec<[Value; 2]>,
    merges: Vec<[Value; merges::COLUMNS]>,
}

impl Join {
    fn writes(pairs: usize) -> JoinWrites {
        JoinWrites {
            profiles: Vec::with_capacity(pairs),
            standings: Vec::with_capacity(pairs),
            handles: Vec::new(),
            posts: Vec::new(),
            apart: Vec::new(),
            merges: Vec::with_capacity(pairs),
        }
    }
}

impl JoinWrites {
    fn pair(
        &mut self,
        join: &Join,
        kept: Whole,
        other: Whole,
        theirs: Theirs,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let (mut into, id) = (kept.lead, join.kept);
        let gained = merge(&mut into, other.lead.clone());
        let after = standing_after(&kept.standing, kept.judged, &other.standing, other.judged);
        for (handle, _) in &other.handles {
            let spare = !gained.handles.contains(handle);
            let (kind, value) = (handle.kind().as_str(), handle.value());
            self.handles.push([join.other.0.into(), kind.into(), value.into(), spare.into()]);
        }
        for hash in &gained.posts {
            self.posts.push([join.other.0.into(), id.0.into(), (*hash).into()]);
        }
        for (partner, both) in &theirs.apart {
            if !both {
                self.apart.push([id.0.into(), partner.0.into()]);
            }
        }
        let mut same = other.posts;
        same.retain(|stored| !gained.posts.contains(&posts::text_hash(&stored.post.text)));
        self.standings.push(standing_values(id, &after));
        self.profiles.push(Writes::profile_values(id, &into, ms(at)));
        let snapshot = Snapshot {
            id: join.other,
            profile: other.lead.profile.clone(),
            standing: other.standing,
            created_at: other.created_at,
            handles: other.handles,
            posts: same,
            moved: theirs.moved,
            shared: theirs.shared,
            superseded: theirs.superseded,
            ended: theirs.ended,
            apart: theirs.apart,
            kept_before: kept.standing.clone(),
            kept_after: after,
        };
        let record = NewMerge {
            id: join.id,
            lead: id,
            by: join.by,
            gained,
            other_name: other.lead.profile.name,
            other: Other::Lead(Box::new(snapshot)),
            source: other.source,
            status_before: kept.standing.status,
        };
        self.merges.push(merges::values(record, ms(at))?);
        Ok(())
    }

    async fn run(self, tx: &Tx, joins: &[Join]) -> Result<(), StoreError> {
        let pairs = || joins.iter().map(|join| [join.other.0.into(), join.kept.0.into()]).collect::<Vec<_>>();
        for (table, _, column) in MOVED {
            let sql = Sql::new("WITH v (other, kept) AS (VALUES ").tuples::<2>(pairs());
            let set =
                format!(") UPDATE {table} SET {column} = v.kept FROM v WHERE {table}.{column} = v.other");
            sql.push(&set).run(tx.on()).await?;
        }
        for (table, key, _) in SHARED {
            let sql = Sql::new("WITH v (other, kept) AS (VALUES ").tuples::<2>(pairs());
            let set = format!(
                ") UPDATE {table} SET lead_id = v.kept FROM v WHERE {table}.lead_id = v.other
                    AND NOT EXISTS (SELECT 1 FROM {table} k WHERE k.lead_id = v.kept AND k.{key} = {table}.{key})"
            );
            sql.push(&set).run(tx.on()).await?;
        }
        // Before the lead goes, its handles and posts leave it: deleting it takes the rest along.
        for part in self.handles.chunks(MOST_KEYS) {
            let sql = Sql::new("WITH v (other, kind, value, spare) AS (VALUES ")
                .tuples(part.to_vec())
                .push("), k (other, kept) AS (VALUES ");
            let sql = sql.tuples::<2>(pairs()).push(
                ") UPDATE lead_handles SET lead_id = k.kept, spare = v.spare FROM v JOIN k ON k.other = v.other
                 WHERE lead_handles.lead_id = v.other AND lead_handles.kind = v.kind
                    AND lead_handles.value = v.value",
            );
            sql.run(tx.on()).await?;
        }
        for part in self.posts.chunks(MOST_KEYS) {
            let sql = Sql::new("WITH v (other, kept, hash) AS (VALUES ").tuples(part.to_vec()).push(
                ") UPDATE posts SET lead_id = v.kept FROM v WHERE posts.lead_id = v.other
                    AND posts.text_hash = v.hash",
            );
            sql.run(tx.on()).await?;
        }
        let into = "lead_apart (lead_id, other_id)";
        crate::sql::insert_many(tx.on(), into, self.apart, " ON CONFLICT DO NOTHING").await?;
        let sql = Sql::new("DELETE FROM leads WHERE id IN ").list(joins.iter().map(|join| join.other.0));
        sql.run(tx.on()).await?;
        Writes::change_leads(tx, self.profiles).await?;
        set_standings(tx, self.standings).await?;
        merges::insert(tx, self.merges).await
    }
}

pub(super) fn standing_values(id: LeadId, standing: &Standing) -> [Value; 6] {
    [
        id.0.into(),
        standing.status.as_str().into(),
        standing.temperature.as_str().into(),
        standing.score.into(),
        standing.verdict.clone().into(),
        standing.quote.clone().into(),
    ]
}

pub(super) async fn set_standings(tx: &Tx, rows: Vec<[Value; 6]>) -> Result<(), StoreError> {
    for part in rows.chunks(MOST_KEYS) {
        let sql = Sql::new("WITH v (id, status, temperature, score, verdict, quote) AS (VALUES ");
        let sql = sql.tuples(part.to_vec()).push(
            ") UPDATE leads SET status = v.status, temperature = v.temperature, score = v.score,
                verdict = v.verdict, quote = v.quote FROM v WHERE leads.id = v.id",
        );
        sql.run(tx.on()).await?;
    }
    Ok(())
}

/// The one that is further along decides the status; the later judgement decides what is shown of it.
fn standing_after(
    kept: &Standing,
    kept_judged: Option<Key>,
    other: &Standing,
    other_judged: Option<Key>,
) -> Standing {
    let order = |status: LeadStatus| match status {
        LeadStatus::New => 0,
        LeadStatus::Disqualified => 1,
        LeadStatus::Qualified => 2,
        LeadStatus::Enriched => 3,
        LeadStatus::Messaged => 4,
        LeadStatus::Failed => 5,
        LeadStatus::Sent => 6,
        LeadStatus::Replied => 7,
        LeadStatus::Suppressed => 8,
    };
    let later = if other_judged > kept_judged { other } else { kept };
    let warm = kept.temperature == Temperature::Warm || other.temperature == Temperature::Warm;
    Standing {
        status: if order(other.status) > order(kept.status) { other.status } else { kept.status },
        temperature: if warm { Temperature::Warm } else { Temperature::Cold },
        score: later.score,
        verdict: later.verdict.clone(),
        quote: later.quote.clone(),
    }
}
