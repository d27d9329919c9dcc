//! Undoing a merge: the lead loses exactly what it gained, and the other one is a lead of its own again.
//!
//! **Invariant:** an undo does all of it or nothing; where something has changed since, it does nothing.

use sdr_domain::Timestamp;
use sdr_domain::id::{LeadId, MergeId, ProjectId};
use sdr_domain::lead::{Lead, LeadStatus, NewLead, Profile};
use sdr_domain::merge::take_off;
use sdr_domain::text::Handle;
use sea_orm::{ConnectionTrait, Value};
use uuid::Uuid;

use super::import::{Arrival, Writes};
use super::join::{
    Key, MOVED, SHARED, SharedKey, Snapshot, Standing, bring_back, follow, set_standings, standing_values,
    standings, write_again,
};
use super::merges::{self, Other, StoredMerge, UndoRefused, judged_only};
use super::{by_ids, channel_mask, fold, search_text};
use crate::error::StoreError;
use crate::posts;
use crate::sql::{MOST_KEYS, Row, Sql, insert_many, ms};
use crate::tx::Tx;

impl Tx {
    /// Undoes a merge: `Ok(Ok((kept, restored)))`, or why it cannot be. The two are kept apart from then on.
    /// `None`: there is no such merge.
    pub async fn undo_merge(
        &self,
        id: MergeId,
        at: Timestamp,
    ) -> Result<Option<Result<(LeadId, LeadId), UndoRefused>>, StoreError> {
        self.touch_leads();
        let Some(mut merge) = merges::one(self.on(), id).await? else { return Ok(None) };
        if let Some(refused) = refused(self.on(), &merge).await? {
            return Ok(Some(Err(refused)));
        }
        let (kept, seq) = (merge.row.lead, merge.seq);
        let Some(lead) = by_ids(self.on(), &[kept]).await?.pop() else { return Ok(None) };
        let Some(other) = merge.other.take() else { return Ok(Some(Err(UndoRefused::Undone))) };
        let restored = match other {
            Other::Row(row) => undo_row(self, lead, merge, *row, at).await?,
            Other::Lead(snapshot) => undo_join(self, lead, &merge, *snapshot, at).await?,
        };
        insert_many(
            self.on(),
            "lead_apart (lead_id, other_id)",
            vec![[kept.0.into(), restored.0.into()]],
            " ON CONFLICT DO NOTHING",
        )
        .await?;
        let sql = "UPDATE lead_merges SET undone_at = ?, restored_id = ?, gained = '{}', other = '{}'
            WHERE seq = ?";
        Sql::new(sql).bind(ms(at)).bind(restored.0).bind(seq).run(self.on()).await?;
        Ok(Some(Ok((kept, restored))))
    }
}

/// Why a merge cannot be undone now, if it cannot.
pub(super) async fn refused(
    on: &impl ConnectionTrait,
    merge: &StoredMerge,
) -> Result<Option<UndoRefused>, StoreError> {
    if merge.row.undone_at.is_some() {
        return Ok(Some(UndoRefused::Undone));
    }
    let kept = merge.row.lead;
    let later =
        "SELECT COUNT(*) FROM lead_merges WHERE lead_id = ? AND seq > ? AND whole AND undone_at IS NULL";
    if Sql::new(later).bind(kept.0).bind(merge.seq).count(on).await? > 0 {
        return Ok(Some(UndoRefused::LaterMerge));
    }
    let busy = "SELECT COUNT(*) FROM deliveries WHERE lead_id = ?
        AND state IN ('queued', 'claimed', 'armed', 'uncertain', 'held')";
    if Sql::new(busy).bind(kept.0).count(on).await? > 0 {
        return Ok(Some(UndoRefused::UnderWay));
    }
    if contacted(on, merge).await? {
        return Ok(Some(UndoRefused::Contacted));
    }
    Ok(if changed(on, merge).await? { Some(UndoRefused::Changed) } else { None })
}

/// Whether a message went to a handle that was gained, since it was.
async fn contacted(on: &impl ConnectionTrait, merge: &StoredMerge) -> Result<bool, StoreError> {
    let sql = "SELECT recipient_kind, recipient FROM deliveries WHERE lead_id = ? AND created_at >= ?
        AND erased = FALSE AND state = 'sent' LIMIT 1000";
    let rows = Sql::new(sql).bind(merge.row.lead.0).bind(ms(merge.row.at)).all(on).await?;
    for row in &rows {
        let row = Row::new("deliveries", row);
        let (kind, value): (String, String) = (row.get("recipient_kind")?, row.get("recipient")?);
        if merge.gained.handles.iter().any(|h| h.kind().as_str() == kind && h.value() == value) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether anything that was gained is not there any more as it was.
async fn changed(on: &impl ConnectionTrait, merge: &StoredMerge) -> Result<bool, StoreError> {
    let Some(lead) = by_ids(on, &[merge.row.lead]).await?.pop() else { return Ok(true) };
    let mut profile = lead.profile;
    let handles_there = merge.gained.handles.iter().all(|handle| lead.handles.contains(handle));
    if !take_off(&mut profile, &merge.gained.fields) || !handles_there {
        return Ok(true);
    }
    let mut there = 0;
    for part in merge.gained.posts.chunks(MOST_KEYS) {
        let sql = Sql::new("SELECT COUNT(*) FROM posts WHERE lead_id = ? AND text_hash IN ").bind(lead.id.0);
        there += sql.list(part.iter().copied()).count(on).await?;
    }
    Ok(there != merge.gained.posts.len() as u64)
}

/// Takes off what came with a row, and makes the row a lead.
async fn undo_row(
    tx: &Tx,
    lead: Lead,
    merge: StoredMerge,
    row: NewLead,
    at: Timestamp,
) -> Result<LeadId, StoreError> {
    let (kept, project) = (lead.id, lead.project_id);
    let standing = standings(tx, &[kept]).await?.remove(&kept).map(|(standing, _)| standing);
    take_off_profile(tx, lead, &merge, at).await?;
    for handle in &merge.gained.handles {
        let sql = "DELETE FROM lead_handles WHERE lead_id = ? AND kind = ? AND value = ?";
        let sql = Sql::new(sql).bind(kept.0).bind(handle.kind().as_str()).bind(handle.value());
        sql.run(tx.on()).await?;
    }
    for part in merge.gained.posts.chunks(MOST_KEYS) {
        let sql = Sql::new("DELETE FROM posts WHERE lead_id = ? AND text_hash IN ").bind(kept.0);
        sql.list(part.iter().copied()).run(tx.on()).await?;
    }
    let before = Standing { status: merge.status_before, ..standing.clone().unwrap_or_else(no_standing) };
    let again = !merge.gained.posts.is_empty() && judged_only(before.status);
    let after = Standing { status: if again { LeadStatus::New } else { before.status }, ..before.clone() };
    restore_standing(tx, &merge, standing, before, after, at).await?;
    // The id the row would have had as a lead; nobody else can have it.
    let id = LeadId(merge.row.id.0);
    let row = NewLead { handles: nobodys(tx, project, row.handles).await?, ..row };
    let mut writes = Writes::new(project, merge.source, at);
    writes.new_leads(vec![Arrival::from((id, row))]);
    writes.run(tx).await?;
    Ok(id)
}

fn no_standing() -> Standing {
    let temperature = sdr_domain::lead::Temperature::Cold;
    Standing { status: LeadStatus::New, temperature, score: -1, verdict: None, quote: None }
}

/// Those of the handles that no lead has.
async fn nobodys(tx: &Tx, project: ProjectId, handles: Vec<Handle>) -> Result<Vec<Handle>, StoreError> {
    let mut free = Vec::with_capacity(handles.len());
    for handle in handles {
        let sql = "SELECT COUNT(*) FROM lead_handles WHERE project_id = ? AND kind = ? AND value = ?";
        let sql = Sql::new(sql).bind(project.0).bind(handle.kind().as_str()).bind(handle.value());
        if sql.count(tx.on()).await? == 0 {
            free.push(handle);
        }
    }
    Ok(free)
}

/// The lead's own row without the gained fields and channels.
async fn take_off_profile(
    tx: &Tx,
    mut lead: Lead,
    merge: &StoredMerge,
    at: Timestamp,
) -> Result<(), StoreError> {
    take_off(&mut lead.profile, &merge.gained.fields);
    lead.handles.retain(|handle| !merge.gained.handles.contains(handle));
    let whole = NewLead { profile: lead.profile, handles: lead.handles, posts: Vec::new() };
    Writes::change_leads(tx, vec![Writes::profile_values(lead.id, &whole, ms(at))]).await
}

/// A lead that still stands where the merge left it stands where it stood before. One that was judged or
/// written to since knew more than it should have: its waiting drafts go, and it is judged again.
async fn restore_standing(
    tx: &Tx,
    merge: &StoredMerge,
    now: Option<Standing>,
    before: Standing,
    after: Standing,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (kept, Some(now)) = (merge.row.lead, now) else { return Ok(()) };
    let sql = "SELECT COUNT(*) FROM lead_merges WHERE lead_id = ? AND seq > ? AND undone_at IS NULL";
    let later = Sql::new(sql).bind(kept.0).bind(merge.seq).count(tx.on()).await? > 0;
    let sql = "SELECT COUNT(*) FROM judgements WHERE lead_id = ? AND created_at > ?";
    let judged = Sql::new(sql).bind(kept.0).bind(ms(merge.row.at)).count(tx.on()).await? > 0;
    if judged {
        write_again(tx, kept, None, merge.row.at, at).await?;
        let sql = "UPDATE drafts SET status = 'superseded', updated_at = ? WHERE lead_id = ?
            AND status = 'pending' AND created_at > ? AND action IN ('reply', 'message')";
        let sql = Sql::new(sql).bind(ms(at)).bind(kept.0).bind(ms(merge.row.at));
        sql.run(tx.on()).await?;
        let again = judged_only(now.status) || now.status == LeadStatus::Messaged;
        let status = if again { LeadStatus::New } else { now.status };
        return set_standings(tx, vec![standing_values(kept, &Standing { status, ..now })]).await;
    }
    if now == after && !later {
        return set_standings(tx, vec![standing_values(kept, &before)]).await;
    }
    Ok(())
}

/// Makes the joined lead again, with everything that was its own.
async fn undo_join(
    tx: &Tx,
    lead: Lead,
    merge: &StoredMerge,
    snapshot: Snapshot,
    at: Timestamp,
) -> Result<LeadId, StoreError> {
    let (kept, project, other) = (lead.id, lead.project_id, snapshot.id);
    let standing = standings(tx, &[kept]).await?.remove(&kept).map(|(standing, _)| standing);
    restore_standing(tx, merge, standing, snapshot.kept_before.clone(), snapshot.kept_after.clone(), at)
        .await?;
    take_off_profile(tx, lead, merge, at).await?;
    insert_again(tx, project, merge, &snapshot, at).await?;
    for (handle, spare) in &snapshot.handles {
        let sql =
            "UPDATE lead_handles SET lead_id = ?, spare = ? WHERE lead_id = ? AND kind = ? AND value = ?";
        let sql = Sql::new(sql).bind(other.0).bind(*spare).bind(kept.0);
        sql.bind(handle.kind().as_str()).bind(handle.value()).run(tx.on()).await?;
    }
    for part in merge.gained.posts.chunks(MOST_KEYS) {
        let sql = Sql::new("UPDATE posts SET lead_id = ? WHERE lead_id = ? AND text_hash IN ");
        sql.bind(other.0).bind(kept.0).list(part.iter().copied()).run(tx.on()).await?;
    }
    let same = snapshot.posts.iter().map(|stored| posts::stored_values(other, stored.clone()));
    insert_many(tx.on(), posts::INTO, same.collect(), " ON CONFLICT DO NOTHING").await?;
    let enrollments: Vec<Uuid> = snapshot.moved_ids("enrollments.lead_id").collect();
    write_again(tx, kept, Some(&enrollments), merge.row.at, at).await?;
    follow(tx, kept, other, &enrollments).await?;
    move_back(tx, kept, &snapshot).await?;
    bring_back(tx, &snapshot.ended, merge.row.at, at).await?;
    for part in snapshot.superseded.chunks(MOST_KEYS) {
        let sql = "UPDATE drafts SET status = 'pending' WHERE status = 'superseded' AND id IN ";
        Sql::new(sql).list(part.iter().copied()).run(tx.on()).await?;
    }
    put_apart_again(tx, kept, &snapshot).await?;
    Ok(other)
}

/// Rows that moved go back; rows that both had, or that only went along, are the other one's again.
async fn move_back(tx: &Tx, kept: LeadId, snapshot: &Snapshot) -> Result<(), StoreError> {
    let other = snapshot.id;
    for (table, key, column) in MOVED {
        let keys = snapshot.moved.get(&format!("{table}.{column}")).map(Vec::as_slice).unwrap_or_default();
        for part in keys.chunks(MOST_KEYS) {
            let sql = format!("UPDATE {table} SET {column} = ? WHERE {column} = ? AND {key} IN ");
            let values = part.iter().map(|key| match key {
                Key::Seq(seq) => Value::from(*seq),
                Key::Id(id) => Value::from(*id),
            });
            Sql::new(sql).bind(other.0).bind(kept.0).list(values).run(tx.on()).await?;
        }
    }
    for (table, key, rest) in SHARED {
        let keys = snapshot.shared.get(table).map(Vec::as_slice).unwrap_or_default();
        for part in keys.chunks(MOST_KEYS) {
            let all = part.iter().map(|(key, _)| key.clone());
            let sql = format!(
                "INSERT INTO {table} (lead_id, {key}, {rest}) SELECT CAST(? AS $uuid), {key}, {rest}
                    FROM {table} WHERE lead_id = ? AND {key} IN "
            );
            let sql = sql.replace("$uuid", if tx.is_sqlite() { "BLOB" } else { "uuid" });
            Sql::new(sql).bind(other.0).bind(kept.0).list(all).run(tx.on()).await?;
            let own: Vec<SharedKey> =
                part.iter().filter(|(_, both)| !both).map(|(key, _)| key.clone()).collect();
            let sql = format!("DELETE FROM {table} WHERE lead_id = ? AND {key} IN ");
            Sql::new(sql).bind(kept.0).list(own).run(tx.on()).await?;
        }
    }
    Ok(())
}

async fn put_apart_again(tx: &Tx, kept: LeadId, snapshot: &Snapshot) -> Result<(), StoreError> {
    let mut rows: Vec<[Value; 2]> = Vec::with_capacity(snapshot.apart.len());
    for (partner, both) in &snapshot.apart {
        if by_ids(tx.on(), &[*partner]).await?.is_empty() {
            continue;
        }
        rows.push([partner.0.into(), snapshot.id.0.into()]);
        if !both {
            let sql = "DELETE FROM lead_apart WHERE lead_id = ? AND other_id = ?";
            Sql::new(sql).bind(kept.0).bind(partner.0).run(tx.on()).await?;
        }
    }
    let into = "lead_apart (lead_id, other_id)";
    insert_many(tx.on(), into, rows, " ON CONFLICT DO NOTHING").await.map(drop)
}

/// The row of the lead as it was, told to the full-text index.
async fn insert_again(
    tx: &Tx,
    project: ProjectId,
    merge: &StoredMerge,
    snapshot: &Snapshot,
    at: Timestamp,
) -> Result<(), StoreError> {
    let own: Vec<Handle> =
        snapshot.handles.iter().filter(|(_, spare)| !spare).map(|(handle, _)| handle.clone()).collect();
    let profile = snapshot.profile.clone();
    let standing = &snapshot.standing;
    let (name_key, search) = (fold(&profile.name), search_text(&profile));
    let person = sdr_domain::lead::person_key(&profile);
    let Profile { name, role, company, industry, bio, location, website, language, followers, company_size } =
        profile;
    let values: [Value; 23] = [
        snapshot.id.0.into(),
        project.0.into(),
        merge.source.id.0.into(),
        merge.source.name.clone().into(),
        name.into(),
        role.into(),
        company.into(),
        industry.into(),
        bio.into(),
        location.into(),
        website.into(),
        language.into(),
        followers.map(i64::from).into(),
        company_size.map(i64::from).into(),
        person.into(),
        name_key.into(),
        search.into(),
        channel_mask(&own).into(),
        standing.status.as_str().into(),
        standing.temperature.as_str().into(),
        standing.score.into(),
        snapshot.created_at.into(),
        ms(at).into(),
    ];
    let into = "leads (id, project_id, source_id, source_name, name, role, company, industry, bio, location,
        website, language, followers, company_size, person_key, name_key, search, channels, status,
        temperature, score, created_at, updated_at)";
    insert_many(tx.on(), into, vec![values], "").await?;
    set_standings(tx, vec![standing_values(snapshot.id, standing)]).await?;
    if tx.is_sqlite() {
        let sql = "INSERT INTO leads_search (rowid, search) SELECT seq, search FROM leads WHERE id = ?";
        Sql::new(sql).bind(snapshot.id.0).run(tx.on()).await?;
    }
    Ok(())
}
