//! Two leads that are made one may both be in the same sequence: the enrollment that is further on stays, the
//! other ends, and an undo brings it back.

use std::collections::HashMap;

use sdr_domain::Timestamp;
use sdr_domain::id::LeadId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Join, Key, Snapshot};
use crate::error::StoreError;
use crate::sql::{MOST_KEYS, Row, Sql, ms};
use crate::tx::Tx;

const OPEN: &str = "('to_write', 'to_approve', 'queued')";

/// An enrollment that a join ended, as it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::leads) struct Ended {
    id: Uuid,
    state: String,
    step: Option<String>,
    due_at: Option<i64>,
    wake_at: Option<i64>,
    awaits: Option<String>,
    paused_by: Option<String>,
    resume_at: Option<i64>,
    /// Its step that was under way: visit and outcome.
    open: Vec<(i64, String)>,
    /// Drafts of that step.
    drafts: Vec<Uuid>,
}

impl Snapshot {
    /// The ids of rows that moved from one table's column, `table.column`.
    pub(in crate::leads) fn moved_ids(&self, place: &str) -> impl Iterator<Item = Uuid> {
        self.moved.get(place).into_iter().flatten().filter_map(|key| match key {
            Key::Seq(_) => None,
            Key::Id(id) => Some(*id),
        })
    }
}

/// Ends of each two enrollments in one sequence the one that is less far, of equals that of the lead that
/// goes; what was ended, by the lead that goes.
pub(super) async fn end_doubles(
    tx: &Tx,
    joins: &[Join],
    at: Timestamp,
) -> Result<HashMap<LeadId, Vec<Ended>>, StoreError> {
    let pairs = joins.iter().map(|join| [join.other.0.into(), join.kept.0.into()]);
    let sql = Sql::new("WITH v (other, kept) AS (VALUES ").tuples::<2>(pairs.collect()).push(
        ") SELECT v.other AS lead_id, CASE WHEN o.visit > k.visit THEN k.id ELSE o.id END AS id
        FROM v JOIN enrollments o ON o.lead_id = v.other AND o.ended_at IS NULL
        JOIN enrollments k ON k.lead_id = v.kept AND k.sequence_id = o.sequence_id AND k.ended_at IS NULL",
    );
    let mut whose: HashMap<Uuid, LeadId> = HashMap::new();
    for row in sql.all(tx.on()).await? {
        let row = Row::new("enrollments", &row);
        whose.insert(row.get("id")?, row.id("lead_id")?);
    }
    let mut ended: HashMap<LeadId, Vec<Ended>> = HashMap::new();
    let mut ids: Vec<Uuid> = whose.keys().copied().collect();
    ids.sort_unstable();
    for part in ids.chunks(MOST_KEYS) {
        for one in standing(tx, part).await? {
            if let Some(lead) = whose.get(&one.id) {
                ended.entry(*lead).or_default().push(one);
            }
        }
        end(tx, part, at).await?;
    }
    let drafts: Vec<Uuid> = ended.values().flatten().flat_map(|one| one.drafts.iter().copied()).collect();
    for part in drafts.chunks(MOST_KEYS) {
        let sql = Sql::new("UPDATE drafts SET status = 'superseded', updated_at = ? WHERE id IN ");
        sql.bind(ms(at)).list(part.iter().copied()).run(tx.on()).await?;
    }
    Ok(ended)
}

/// These enrollments as they stand, with the steps under way and their waiting drafts.
async fn standing(tx: &Tx, ids: &[Uuid]) -> Result<Vec<Ended>, StoreError> {
    let mut steps: HashMap<Uuid, Vec<(i64, String)>> = HashMap::new();
    let sql = format!("SELECT enrollment_id, visit, outcome FROM executions WHERE outcome IN {OPEN}");
    let sql = Sql::new(sql).push(" AND enrollment_id IN ").list(ids.iter().copied());
    for row in sql.push(" ORDER BY enrollment_id, visit").all(tx.on()).await? {
        let row = Row::new("executions", &row);
        let step = (row.get("visit")?, row.get("outcome")?);
        steps.entry(row.get("enrollment_id")?).or_default().push(step);
    }
    let mut drafts: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    let sql = format!(
        "SELECT x.enrollment_id, d.id FROM executions x JOIN drafts d ON d.choice_id = x.choice_id
         WHERE d.status = 'pending' AND x.outcome IN {OPEN} AND x.enrollment_id IN "
    );
    for row in Sql::new(sql).list(ids.iter().copied()).push(" ORDER BY d.id").all(tx.on()).await? {
        let row = Row::new("drafts", &row);
        drafts.entry(row.get("enrollment_id")?).or_default().push(row.get("id")?);
    }
    let sql = Sql::new(
        "SELECT id, state, step, due_at, wake_at, awaits, paused_by, resume_at FROM enrollments WHERE id IN ",
    );
    let rows = sql.list(ids.iter().copied()).push(" ORDER BY id").all(tx.on()).await?;
    rows.iter()
        .map(|row| {
            let row = Row::new("enrollments", row);
            let id = row.get("id")?;
            Ok(Ended {
                id,
                state: row.get("state")?,
                step: row.get("step")?,
                due_at: row.get("due_at")?,
                wake_at: row.get("wake_at")?,
                awaits: row.get("awaits")?,
                paused_by: row.get("paused_by")?,
                resume_at: row.get("resume_at")?,
                open: steps.remove(&id).unwrap_or_default(),
                drafts: drafts.remove(&id).unwrap_or_default(),
            })
        })
        .collect()
}

async fn end(tx: &Tx, ids: &[Uuid], at: Timestamp) -> Result<(), StoreError> {
    let sql = Sql::new(
        "UPDATE enrollments SET state = 'exited', end_reason = 'human', step = NULL, due_at = NULL,
            wake_at = NULL, awaits = NULL, paused_by = NULL, resume_at = NULL, updated_at = ?, ended_at = ?
         WHERE id IN ",
    );
    sql.bind(ms(at)).bind(ms(at)).list(ids.iter().copied()).run(tx.on()).await?;
    let sql = format!("UPDATE executions SET outcome = 'canceled', finished_at = ? WHERE outcome IN {OPEN}");
    let sql = Sql::new(sql).bind(ms(at)).push(" AND enrollment_id IN ");
    sql.list(ids.iter().copied()).run(tx.on()).await.map(drop)
}

/// Brings back what the join ended at that time, once both leads have their own enrollments again. One that
/// was touched since, or whose lead is in the sequence anew, stays as it is.
pub(in crate::leads) async fn bring_back(
    tx: &Tx,
    ended: &[Ended],
    joined_at: Timestamp,
    at: Timestamp,
) -> Result<(), StoreError> {
    for one in ended {
        let sql = "UPDATE enrollments SET state = ?, step = ?, due_at = ?, wake_at = ?, awaits = ?,
                paused_by = ?, resume_at = ?, updated_at = ?, end_reason = NULL, ended_at = NULL
            WHERE id = ? AND state = 'exited' AND end_reason = 'human' AND ended_at = ?
                AND NOT EXISTS (SELECT 1 FROM enrollments k WHERE k.sequence_id = enrollments.sequence_id
                    AND k.lead_id = enrollments.lead_id AND k.ended_at IS NULL)";
        let sql = Sql::new(sql)
            .bind(one.state.as_str())
            .bind(one.step.as_deref())
            .bind(one.due_at)
            .bind(one.wake_at)
            .bind(one.awaits.as_deref())
            .bind(one.paused_by.as_deref())
            .bind(one.resume_at)
            .bind(ms(at))
            .bind(one.id)
            .bind(ms(joined_at));
        if sql.run(tx.on()).await? == 0 {
            continue;
        }
        for (visit, outcome) in &one.open {
            let sql = "UPDATE executions SET outcome = ?, finished_at = NULL
                WHERE enrollment_id = ? AND visit = ? AND outcome = 'canceled'";
            let sql = Sql::new(sql).bind(outcome.as_str()).bind(one.id).bind(*visit);
            sql.run(tx.on()).await?;
        }
        for part in one.drafts.chunks(MOST_KEYS) {
            let sql = "UPDATE drafts SET status = 'pending' WHERE status = 'superseded' AND id IN ";
            Sql::new(sql).list(part.iter().copied()).run(tx.on()).await?;
        }
    }
    Ok(())
}

/// Steps of a lead whose words were written while it was taken for somebody else too are written again: of
/// these enrollments, or of all.
pub(in crate::leads) async fn write_again(
    tx: &Tx,
    lead: LeadId,
    of: Option<&[Uuid]>,
    since: Timestamp,
    at: Timestamp,
) -> Result<(), StoreError> {
    let mut sql = Sql::new(
        "SELECT x.enrollment_id, d.id FROM drafts d
         JOIN executions x ON x.choice_id = d.choice_id AND x.outcome = 'to_approve'
         WHERE d.lead_id = ? AND d.status = 'pending' AND d.created_at > ? AND d.action IN ('reply', 'message')",
    )
    .bind(lead.0)
    .bind(ms(since));
    if let Some(of) = of {
        sql = sql.push(" AND x.enrollment_id IN ").list(of.iter().copied());
    }
    let (mut drafts, mut enrollments) = (Vec::<Uuid>::new(), Vec::<Uuid>::new());
    for row in sql.all(tx.on()).await? {
        let row = Row::new("drafts", &row);
        drafts.push(row.get("id")?);
        enrollments.push(row.get("enrollment_id")?);
    }
    if drafts.is_empty() {
        return Ok(());
    }
    let sql = Sql::new("UPDATE drafts SET status = 'superseded', updated_at = ? WHERE id IN ").bind(ms(at));
    sql.list(drafts).run(tx.on()).await?;
    let sql = "UPDATE executions SET outcome = 'to_write', choice_id = NULL WHERE outcome = 'to_approve'
        AND enrollment_id IN ";
    Sql::new(sql).list(enrollments.iter().copied()).run(tx.on()).await?;
    let sql = "UPDATE enrollments SET awaits = 'words', updated_at = ?,
            state = CASE WHEN state = 'waiting_approval' THEN 'active' ELSE state END
        WHERE awaits = 'approval' AND id IN ";
    Sql::new(sql).bind(ms(at)).list(enrollments).run(tx.on()).await.map(drop)
}

/// What a step without words waits for goes back with its enrollment.
pub(in crate::leads) async fn follow(
    tx: &Tx,
    kept: LeadId,
    other: LeadId,
    enrollments: &[Uuid],
) -> Result<(), StoreError> {
    for part in enrollments.chunks(MOST_KEYS) {
        let sql = "UPDATE drafts SET lead_id = ? WHERE lead_id = ? AND status = 'pending' AND choice_id IN
            (SELECT choice_id FROM executions WHERE outcome = 'to_approve' AND enrollment_id IN ";
        let sql = Sql::new(sql).bind(other.0).bind(kept.0).list(part.iter().copied());
        sql.push(")").run(tx.on()).await?;
    }
    Ok(())
}
