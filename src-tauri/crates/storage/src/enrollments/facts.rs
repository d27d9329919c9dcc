//! What decides about a step, for many enrollments in a handful of statements.

use std::collections::HashMap;

use sdr_domain::Timestamp;
use sdr_domain::enrollment::{Facts, Reach};
use sdr_domain::id::{EnrollmentId, LeadId};
use sdr_domain::suppression::{SuppressionKind, keys_for};
use sdr_domain::text::Handle;
use sea_orm::ConnectionTrait;

use crate::error::StoreError;
use crate::leads::stored_handle;
use crate::sql::{MOST_KEYS, Row, Sql, ms};
use crate::store::Store;
use crate::suppressions::{kinds_used, suppressed};
use crate::tx::Tx;

/// What is known of the lead of one enrollment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LeadFacts {
    /// What a step asks.
    pub facts: Facts,
    /// Whether the lead, a handle or its domain is on the suppression list.
    pub suppressed: bool,
    /// Where the lead is reached, at most one a kind.
    pub handles: Vec<Handle>,
    /// The next post to like, by the network's own id: the newest that this enrollment has not liked.
    pub next_post: Option<String>,
}

/// An enrollment, its lead, and since when.
type Asked = (EnrollmentId, LeadId, Timestamp);

impl Tx {
    /// See [`Store::facts_of`]; seen from inside this transaction.
    pub async fn facts_of(
        &self,
        enrollments: &[Asked],
    ) -> Result<HashMap<EnrollmentId, LeadFacts>, StoreError> {
        facts_of(self.on(), enrollments).await
    }
}

impl Store {
    /// What decides about the next steps of these enrollments, each `(enrollment, lead, enrolled at)`.
    pub async fn facts_of(
        &self,
        enrollments: &[Asked],
    ) -> Result<HashMap<EnrollmentId, LeadFacts>, StoreError> {
        facts_of(self.reader(), enrollments).await
    }
}

/// One row an enrollment: a row costs more than what is looked up for it.
const ASKED: &str = ") SELECT v.id,
    (SELECT string_agg(h.kind || ' ' || h.value, '\n') FROM lead_handles h
        WHERE h.lead_id = v.lead_id AND h.spare = FALSE) AS handles,
    EXISTS (SELECT 1 FROM replies r WHERE r.lead_id = v.lead_id AND r.at >= v.since
        AND r.kind IN ('reply', 'opt_out')) AS replied,
    EXISTS (SELECT 1 FROM replies r WHERE r.lead_id = v.lead_id AND r.at >= v.since
        AND r.kind = 'engagement') AS engaged,
    (SELECT COUNT(*) FROM posts p WHERE p.lead_id = v.lead_id AND p.external_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.enrollment_id = v.id AND d.action = 'like'
            AND d.reply_to = p.external_id AND d.state <> 'canceled')) AS posts,
    (SELECT p.external_id FROM posts p WHERE p.lead_id = v.lead_id AND p.external_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.enrollment_id = v.id AND d.action = 'like'
            AND d.reply_to = p.external_id AND d.state <> 'canceled')
        ORDER BY COALESCE(p.posted_at, p.created_at) DESC, p.created_at DESC, p.id DESC LIMIT 1) AS next_post
    FROM v";

async fn facts_of(
    on: &impl ConnectionTrait,
    enrollments: &[Asked],
) -> Result<HashMap<EnrollmentId, LeadFacts>, StoreError> {
    let mut found = HashMap::with_capacity(enrollments.len());
    let used = kinds_used(on).await?;
    for part in enrollments.chunks(MOST_KEYS) {
        let asked = part.iter().map(|(id, lead, since)| [id.0.into(), lead.0.into(), ms(*since).into()]);
        let sql = Sql::new("WITH v (id, lead_id, since) AS (VALUES ").tuples::<3>(asked.collect());
        for row in sql.push(ASKED).all(on).await? {
            let row = Row::new("enrollments", &row);
            let handles = handles(row)?;
            let facts = Facts {
                replied: row.get("replied")?,
                engaged: row.get("engaged")?,
                reach: reach(&handles),
                posts: row.int("posts")?,
            };
            let next_post = row.get("next_post")?;
            found.insert(row.id("id")?, LeadFacts { facts, suppressed: false, handles, next_post });
        }
        if !used.is_empty() {
            bar(on, part, &used, &mut found).await?;
        }
    }
    Ok(found)
}

/// Kinds and normal forms hold neither line breaks nor, before the value, a space.
fn handles(row: Row<'_>) -> Result<Vec<Handle>, StoreError> {
    let Some(text) = row.get::<Option<String>>("handles")? else { return Ok(Vec::new()) };
    let parse = |line: &str| {
        let (kind, value) = line.split_once(' ')?;
        stored_handle(kind, value)
    };
    let handles: Option<Vec<Handle>> = text.split('\n').map(parse).collect();
    let mut handles = row.check("handles", handles)?;
    handles.sort();
    Ok(handles)
}

fn reach(handles: &[Handle]) -> Reach {
    use sdr_domain::text::HandleKind;
    let has = |kind| handles.iter().any(|handle| handle.kind() == kind);
    Reach {
        telegram: has(HandleKind::Telegram),
        x: has(HandleKind::X),
        email: has(HandleKind::Email),
        linkedin: has(HandleKind::Linkedin),
    }
}

/// Marks those whose lead is on the suppression list.
async fn bar(
    on: &impl ConnectionTrait,
    part: &[Asked],
    used: &[SuppressionKind],
    found: &mut HashMap<EnrollmentId, LeadFacts>,
) -> Result<(), StoreError> {
    let mut keys = Vec::new();
    for (enrollment, lead, _) in part {
        let handles = found.get(enrollment).map(|known| known.handles.as_slice()).unwrap_or_default();
        keys.extend(keys_for(Some(*lead), handles).into_iter().filter(|(kind, _)| used.contains(kind)));
    }
    let listed = suppressed(on, &keys).await?;
    if listed.is_empty() {
        return Ok(());
    }
    for (enrollment, lead, _) in part {
        if let Some(known) = found.get_mut(enrollment) {
            let keys = keys_for(Some(*lead), &known.handles);
            known.suppressed = keys.iter().any(|key| listed.contains(key));
        }
    }
    Ok(())
}
