//! What decides about a step, for many enrollments in a handful of statements.

use std::collections::{HashMap, HashSet};

use sdr_domain::Timestamp;
use sdr_domain::enrollment::{Facts, Reach};
use sdr_domain::id::{EnrollmentId, LeadId};
use sdr_domain::reply::ReplyKind;
use sdr_domain::suppression::keys_for;
use sdr_domain::text::Handle;
use sea_orm::ConnectionTrait;

use crate::error::StoreError;
use crate::leads::handles_of;
use crate::sql::{MOST_KEYS, Row, Sql};
use crate::store::Store;
use crate::suppressions::suppressed;
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

async fn facts_of(
    on: &impl ConnectionTrait,
    enrollments: &[Asked],
) -> Result<HashMap<EnrollmentId, LeadFacts>, StoreError> {
    let mut found = HashMap::with_capacity(enrollments.len());
    for part in enrollments.chunks(MOST_KEYS) {
        let mut leads: Vec<LeadId> = part.iter().map(|(_, lead, _)| *lead).collect();
        leads.sort_unstable();
        leads.dedup();
        let handles = handles_of(on, &leads).await?;
        let barred = barred(on, &leads, &handles).await?;
        let replies = replies(on, &leads).await?;
        let posts = posts(on, &leads).await?;
        let liked = if posts.is_empty() { HashMap::new() } else { liked(on, part).await? };
        for (enrollment, lead, since) in part {
            let came = |kinds: &[ReplyKind]| {
                let of_lead = replies.get(lead).map(Vec::as_slice).unwrap_or_default();
                of_lead.iter().any(|(kind, at)| kinds.contains(kind) && at >= since)
            };
            let liked = liked.get(enrollment);
            let open = posts.get(lead).into_iter().flatten();
            let mut open = open.filter(|post| liked.is_none_or(|liked| !liked.contains(*post)));
            let next_post = open.next().cloned();
            let more = open.count();
            let handles = handles.get(lead).cloned().unwrap_or_default();
            let facts = Facts {
                replied: came(&[ReplyKind::Reply, ReplyKind::OptOut]),
                engaged: came(&[ReplyKind::Engagement]),
                reach: reach(&handles),
                posts: u32::from(next_post.is_some()) + u32::try_from(more).unwrap_or(u32::MAX - 1),
            };
            let suppressed = barred.contains(lead);
            found.insert(*enrollment, LeadFacts { facts, suppressed, handles, next_post });
        }
    }
    Ok(found)
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

/// Which of the leads are on the suppression list.
async fn barred(
    on: &impl ConnectionTrait,
    leads: &[LeadId],
    handles: &HashMap<LeadId, Vec<Handle>>,
) -> Result<HashSet<LeadId>, StoreError> {
    let of_lead =
        |lead: &LeadId| keys_for(Some(*lead), handles.get(lead).map(Vec::as_slice).unwrap_or_default());
    let keys: Vec<_> = leads.iter().flat_map(of_lead).collect();
    let listed = suppressed(on, &keys).await?;
    if listed.is_empty() {
        return Ok(HashSet::new());
    }
    Ok(leads.iter().filter(|lead| of_lead(lead).iter().any(|key| listed.contains(key))).copied().collect())
}

async fn replies(
    on: &impl ConnectionTrait,
    leads: &[LeadId],
) -> Result<HashMap<LeadId, Vec<(ReplyKind, Timestamp)>>, StoreError> {
    let mut found: HashMap<LeadId, Vec<(ReplyKind, Timestamp)>> = HashMap::new();
    let sql = Sql::new("SELECT lead_id, kind, at FROM replies WHERE lead_id IN ");
    for row in sql.list(leads.iter().map(|id| id.0)).all(on).await? {
        let row = Row::new("replies", &row);
        found.entry(row.id("lead_id")?).or_default().push((row.word("kind")?, row.time("at")?));
    }
    Ok(found)
}

/// Their posts that can be liked, newest first.
async fn posts(
    on: &impl ConnectionTrait,
    leads: &[LeadId],
) -> Result<HashMap<LeadId, Vec<String>>, StoreError> {
    let mut found: HashMap<LeadId, Vec<String>> = HashMap::new();
    let sql =
        Sql::new("SELECT lead_id, external_id FROM posts WHERE external_id IS NOT NULL AND lead_id IN ");
    // A post without its own date was seen when it was stored.
    let sql = sql
        .list(leads.iter().map(|id| id.0))
        .push(" ORDER BY lead_id, COALESCE(posted_at, created_at) DESC, created_at DESC, id DESC");
    for row in sql.all(on).await? {
        let row = Row::new("posts", &row);
        found.entry(row.id("lead_id")?).or_default().push(row.get("external_id")?);
    }
    Ok(found)
}

/// What each enrollment liked or is about to like.
async fn liked(
    on: &impl ConnectionTrait,
    part: &[Asked],
) -> Result<HashMap<EnrollmentId, HashSet<String>>, StoreError> {
    let mut found: HashMap<EnrollmentId, HashSet<String>> = HashMap::new();
    let sql = Sql::new(
        "SELECT id, enrollment_id, reply_to FROM deliveries WHERE action = 'like' AND state <> 'canceled'
            AND reply_to IS NOT NULL AND enrollment_id IN ",
    );
    for row in sql.list(part.iter().map(|(id, ..)| id.0)).all(on).await? {
        let row = Row::new("deliveries", &row);
        found.entry(row.id("enrollment_id")?).or_default().insert(row.get("reply_to")?);
    }
    Ok(found)
}
