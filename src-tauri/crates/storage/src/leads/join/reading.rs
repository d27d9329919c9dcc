//! What a join reads before it writes: both leads whole, what will move, what stays behind.

use std::collections::{BTreeMap, HashMap};

use sdr_domain::Timestamp;
use sdr_domain::id::LeadId;
use sdr_domain::lead::{LeadStatus, NewLead};
use sdr_domain::suppression::SuppressionKind;
use sdr_domain::text::Handle;
use uuid::Uuid;

use super::super::import::Source;
use super::super::{by_ids, handle};
use super::{Candidate, Join, Key, MOVED, SHARED, SharedKey, Standing, Whole};
use crate::error::StoreError;
use crate::posts;
use crate::sql::{MOST_KEYS, Row, Sql, ms};
use crate::tx::Tx;

/// What decides about the leads of these wishes, in a few statements.
pub(in crate::leads) async fn candidates(
    tx: &Tx,
    wishes: &[Join],
) -> Result<HashMap<LeadId, Candidate>, StoreError> {
    let ids: Vec<LeadId> = wishes.iter().flat_map(|wish| [wish.kept, wish.other]).collect();
    let keys: Vec<_> = ids.iter().map(|id| (SuppressionKind::Person, id.to_string())).collect();
    let barred = tx.suppressed(&keys).await?;
    let mut found = HashMap::with_capacity(ids.len());
    for part in ids.chunks(MOST_KEYS) {
        let sql = Sql::new(
            "SELECT id, seq, name, status, EXISTS (SELECT 1 FROM deliveries d WHERE d.lead_id = leads.id
                AND d.state IN ('queued', 'claimed', 'armed', 'uncertain', 'held')) AS busy
             FROM leads WHERE id IN ",
        );
        for row in sql.list(part.iter().map(|id| id.0)).all(tx.on()).await? {
            let row = Row::new("leads", &row);
            let id: LeadId = row.id("id")?;
            let suppressed = row.word::<LeadStatus>("status")? == LeadStatus::Suppressed
                || barred.contains(&(SuppressionKind::Person, id.to_string()));
            let free = !suppressed && !row.get::<bool>("busy")?;
            found.insert(id, Candidate { seq: row.get("seq")?, name: row.get("name")?, free, suppressed });
        }
    }
    Ok(found)
}

pub(super) async fn wholes(tx: &Tx, joins: &[Join]) -> Result<HashMap<LeadId, Whole>, StoreError> {
    let ids: Vec<LeadId> = joins.iter().flat_map(|join| [join.kept, join.other]).collect();
    let mut posts = posts::stored_of(tx.on(), &ids).await?;
    let mut handles: HashMap<LeadId, Vec<(Handle, bool)>> = HashMap::new();
    let sql = Sql::new("SELECT lead_id, kind, value, spare FROM lead_handles WHERE lead_id IN ");
    let sql = sql.list(ids.iter().map(|id| id.0)).push(" ORDER BY kind, value");
    for row in sql.all(tx.on()).await? {
        let row = Row::new("lead_handles", &row);
        let entry = (handle(row, "kind", "value")?, row.get("spare")?);
        handles.entry(row.id("lead_id")?).or_default().push(entry);
    }
    let mut judged: HashMap<LeadId, Key> = HashMap::new();
    let sql =
        Sql::new("SELECT lead_id, id FROM judgements WHERE lead_id IN ").list(ids.iter().map(|id| id.0));
    for row in sql.all(tx.on()).await? {
        let row = Row::new("judgements", &row);
        let (lead, id) = (row.id("lead_id")?, Key::Id(row.get("id")?));
        let latest = judged.entry(lead).or_insert(id);
        *latest = (*latest).max(id);
    }
    let mut standings = standings(tx, &ids).await?;
    let mut wholes = HashMap::with_capacity(ids.len());
    for lead in by_ids(tx.on(), &ids).await? {
        let Some((standing, source)) = standings.remove(&lead.id) else { continue };
        let posts = posts.remove(&lead.id).unwrap_or_default();
        let told = posts.iter().map(|stored| stored.post.clone()).collect();
        let whole = Whole {
            lead: NewLead { profile: lead.profile, handles: lead.handles, posts: told },
            posts,
            handles: handles.remove(&lead.id).unwrap_or_default(),
            standing,
            source,
            created_at: ms(lead.created_at),
            judged: judged.get(&lead.id).copied(),
        };
        wholes.insert(lead.id, whole);
    }
    Ok(wholes)
}

/// Where leads stand, and where they came from.
pub(in crate::leads) async fn standings(
    tx: &Tx,
    ids: &[LeadId],
) -> Result<HashMap<LeadId, (Standing, Source)>, StoreError> {
    let sql = "SELECT id, status, temperature, score, verdict, quote, source_id, source_name FROM leads
        WHERE id IN ";
    let rows = Sql::new(sql).list(ids.iter().map(|id| id.0)).all(tx.on()).await?;
    rows.iter()
        .map(|row| {
            let row = Row::new("leads", row);
            let standing = Standing {
                status: row.word("status")?,
                temperature: row.word("temperature")?,
                score: row.get("score")?,
                verdict: row.get("verdict")?,
                quote: row.get("quote")?,
            };
            let source = Source { id: row.id("source_id")?, name: row.get("source_name")? };
            Ok((row.id("id")?, (standing, source)))
        })
        .collect()
}

/// The keys of all rows that will move, by lead.
pub(super) async fn moved_of(
    tx: &Tx,
    joins: &[Join],
) -> Result<HashMap<LeadId, BTreeMap<String, Vec<Key>>>, StoreError> {
    let mut moved: HashMap<LeadId, BTreeMap<String, Vec<Key>>> = HashMap::new();
    for (table, key, column) in MOVED {
        let sql = Sql::new(format!("SELECT {column} AS lead_id, {key} FROM {table} WHERE {column} IN "));
        for row in sql.list(joins.iter().map(|join| join.other.0)).all(tx.on()).await? {
            let row = Row::new(table, &row);
            let found = if key == "seq" { Key::Seq(row.get("seq")?) } else { Key::Id(row.get("id")?) };
            let of_lead = moved.entry(row.id("lead_id")?).or_default();
            of_lead.entry(format!("{table}.{column}")).or_default().push(found);
        }
    }
    Ok(moved)
}

/// Rows that both leads of a pair may have, by the lead that goes.
pub(super) async fn shared_of(
    tx: &Tx,
    joins: &[Join],
) -> Result<HashMap<LeadId, BTreeMap<String, Vec<(SharedKey, bool)>>>, StoreError> {
    let mut shared: HashMap<LeadId, BTreeMap<String, Vec<(SharedKey, bool)>>> = HashMap::new();
    for (table, key, _) in SHARED {
        let pairs = joins.iter().map(|join| [join.other.0.into(), join.kept.0.into()]);
        let sql = Sql::new("WITH v (other, kept) AS (VALUES ").tuples::<2>(pairs.collect());
        let sql = sql.push(&format!(
            ") SELECT t.lead_id, t.{key}, EXISTS (SELECT 1 FROM {table} k WHERE k.lead_id = v.kept
                AND k.{key} = t.{key}) AS shared FROM v JOIN {table} t ON t.lead_id = v.other"
        ));
        for row in sql.all(tx.on()).await? {
            let row = Row::new(table, &row);
            let found = match row.get::<i64>(key) {
                Ok(number) => SharedKey::Number(number),
                Err(_) => SharedKey::Text(row.get(key)?),
            };
            let of_lead = shared.entry(row.id("lead_id")?).or_default();
            of_lead.entry(table.to_owned()).or_default().push((found, row.get("shared")?));
        }
    }
    Ok(shared)
}

/// Two first messages on one channel would be one too many: those of the lead that is kept stay. A message
/// that a step of a sequence waits for is no such message.
pub(super) async fn supersede(
    tx: &Tx,
    joins: &[Join],
    at: Timestamp,
) -> Result<HashMap<LeadId, Vec<Uuid>>, StoreError> {
    let pairs = joins.iter().map(|join| [join.other.0.into(), join.kept.0.into()]);
    let sql = Sql::new("WITH v (other, kept) AS (VALUES ").tuples::<2>(pairs.collect()).push(
        ") SELECT d.id, d.lead_id FROM v JOIN drafts d ON d.lead_id = v.other WHERE d.status = 'pending'
            AND EXISTS (SELECT 1 FROM drafts k WHERE k.lead_id = v.kept AND k.channel = d.channel
                AND k.status IN ('pending', 'approved'))
            AND NOT EXISTS (SELECT 1 FROM executions x WHERE x.choice_id = d.choice_id
                AND x.outcome IN ('to_write', 'to_approve'))",
    );
    let mut found: HashMap<LeadId, Vec<Uuid>> = HashMap::new();
    for row in sql.all(tx.on()).await? {
        let row = Row::new("drafts", &row);
        found.entry(row.id("lead_id")?).or_default().push(row.get("id")?);
    }
    let all: Vec<Uuid> = found.values().flatten().copied().collect();
    for part in all.chunks(MOST_KEYS) {
        let sql = Sql::new("UPDATE drafts SET status = 'superseded', updated_at = ? WHERE id IN ");
        sql.bind(ms(at)).list(part.iter().copied()).run(tx.on()).await?;
    }
    Ok(found)
}

/// Whom the leads that go were kept apart from, and whether the kept ones were too.
pub(super) async fn apart_of(
    tx: &Tx,
    joins: &[Join],
) -> Result<HashMap<LeadId, Vec<(LeadId, bool)>>, StoreError> {
    let pairs = joins.iter().map(|join| [join.other.0.into(), join.kept.0.into()]);
    let sql = Sql::new("WITH v (other, kept) AS (VALUES ").tuples::<2>(pairs.collect()).push(
        "), a (lead_id, partner) AS (
            SELECT lead_id, other_id FROM lead_apart UNION SELECT other_id, lead_id FROM lead_apart)
        SELECT a.lead_id, a.partner, EXISTS (SELECT 1 FROM a b WHERE b.lead_id = v.kept
            AND b.partner = a.partner) AS shared
        FROM v JOIN a ON a.lead_id = v.other WHERE a.partner <> v.kept",
    );
    let mut found: HashMap<LeadId, Vec<(LeadId, bool)>> = HashMap::new();
    for row in sql.all(tx.on()).await? {
        let row = Row::new("lead_apart", &row);
        found.entry(row.id("lead_id")?).or_default().push((row.id("partner")?, row.get("shared")?));
    }
    Ok(found)
}
