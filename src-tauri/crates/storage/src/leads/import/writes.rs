//! The rows an import writes, gathered table by table and written in a few large statements.
//!
//! **Invariant:** on SQLite nothing but an import brings leads in, and it tells the full-text index: a
//! trigger a row costs more than the index itself.

use sdr_domain::Timestamp;
use sdr_domain::id::{LeadId, ProjectId, SourceId};
use sdr_domain::lead::{LeadStatus, NewLead, Profile, Temperature, person_key};
use sdr_domain::post::NewPost;
use sdr_domain::text::Handle;
use sea_orm::Value;

use super::super::merges::{self, NewMerge};
use super::super::{channel_mask, fold, search_text};
use super::{Arrival, PostKeys};
use crate::error::StoreError;
use crate::posts;
use crate::sql::{MOST_KEYS, MOST_VALUES, Sql, insert_many, ms};
use crate::tx::Tx;

/// Where the rows come from.
#[derive(Clone)]
pub(in crate::leads) struct Source {
    pub(in crate::leads) id: SourceId,
    pub(in crate::leads) name: String,
}

/// Values of a new lead that its row tells; the others are the same for all.
const TOLD: usize = 15;

/// Rows to write, table by table.
pub(in crate::leads) struct Writes {
    project: ProjectId,
    pub(super) source: Source,
    at: i64,
    leads: Vec<[Value; TOLD]>,
    changed: Vec<[Value; 15]>,
    handles: Vec<(Handle, LeadId)>,
    posts: Vec<[Value; 9]>,
    merges: Vec<[Value; merges::COLUMNS]>,
    again: Vec<LeadId>,
}

impl Writes {
    pub(in crate::leads) fn new(project: ProjectId, source: Source, at: Timestamp) -> Self {
        let at = ms(at);
        Self {
            project,
            source,
            at,
            leads: vec![],
            changed: vec![],
            handles: vec![],
            posts: vec![],
            merges: vec![],
            again: vec![],
        }
    }

    /// Records what a lead gained from another source.
    pub(super) fn merged(&mut self, merge: NewMerge) -> Result<(), StoreError> {
        self.merges.push(merges::values(merge, self.at)?);
        Ok(())
    }

    /// The lead waits for a verdict again.
    pub(super) fn judge_again(&mut self, id: LeadId) {
        self.again.push(id);
    }

    pub(in crate::leads) fn new_leads(&mut self, rows: Vec<Arrival>) {
        self.leads.reserve(rows.len());
        for Arrival { id, lead, person } in rows {
            let (name, search) = (fold(&lead.profile.name), search_text(&lead.profile));
            let Profile {
                name: shown,
                role,
                company,
                industry,
                bio,
                location,
                website,
                language,
                followers,
                company_size,
            } = lead.profile;
            self.leads.push([
                id.0.into(),
                shown.into(),
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
                name.into(),
                search.into(),
                channel_mask(&lead.handles).into(),
            ]);
            let mut seen = PostKeys::default();
            let posts = lead.posts.into_iter().filter(|post| seen.add(post)).collect();
            self.belongings(id, lead.handles, posts);
        }
    }

    /// `handles` and `posts` tell how many of each were stored before.
    pub(super) fn changed_lead(&mut self, id: LeadId, mut lead: NewLead, handles: usize, posts: usize) {
        self.changed.push(Self::profile_values(id, &lead, self.at));
        self.belongings(id, lead.handles.split_off(handles), lead.posts.split_off(posts));
    }

    /// The row of [`Writes::change_leads`].
    pub(in crate::leads) fn profile_values(id: LeadId, lead: &NewLead, at: i64) -> [Value; 15] {
        let profile = lead.profile.clone();
        [
            id.0.into(),
            profile.role.into(),
            profile.company.into(),
            profile.industry.into(),
            profile.bio.into(),
            profile.location.into(),
            profile.website.into(),
            profile.language.into(),
            profile.followers.map(i64::from).into(),
            profile.company_size.map(i64::from).into(),
            person_key(&lead.profile).into(),
            fold(&lead.profile.name).into(),
            search_text(&lead.profile).into(),
            channel_mask(&lead.handles).into(),
            at.into(),
        ]
    }

    fn belongings(&mut self, id: LeadId, handles: Vec<Handle>, posts: Vec<NewPost>) {
        self.handles.extend(handles.into_iter().map(|handle| (handle, id)));
        self.posts.extend(posts.into_iter().map(|post| posts::values(id, post, self.at)));
    }

    /// Writes what is told of stored leads over what was.
    pub(in crate::leads) async fn change_leads(tx: &Tx, rows: Vec<[Value; 15]>) -> Result<(), StoreError> {
        for part in rows.chunks(MOST_KEYS) {
            let sql = Sql::new(
                "WITH v (id, role, company, industry, bio, location, website, language, followers,
                    company_size, person_key, name_key, search, channels, updated_at) AS (VALUES ",
            );
            let sql = sql.tuples(part.to_vec()).push(
                ") UPDATE leads SET role = v.role, company = v.company, industry = v.industry, bio = v.bio,
                    location = v.location, website = v.website, language = v.language,
                    followers = v.followers, company_size = v.company_size, person_key = v.person_key,
                    name_key = v.name_key, search = v.search, channels = v.channels, updated_at = v.updated_at
                 FROM v WHERE leads.id = v.id",
            );
            sql.run(tx.on()).await?;
        }
        Ok(())
    }

    pub(in crate::leads) async fn run(self, tx: &Tx) -> Result<(), StoreError> {
        let Self { project, source, at, leads, changed, mut handles, posts, merges, again } = self;
        insert_leads(tx, project, &source, at, leads).await?;
        Self::change_leads(tx, changed).await?;
        merges::insert(tx, merges).await?;
        judge_again(tx, &again).await?;
        // The tree is written in its own order: random places cost a page each.
        handles.sort_unstable_by(|(a, _), (b, _)| {
            (a.kind().as_str(), a.value()).cmp(&(b.kind().as_str(), b.value()))
        });
        let handles = handles.into_iter().map(|(handle, lead)| {
            [project.0.into(), handle.kind().as_str().into(), handle.value().into(), lead.0.into()]
        });
        let handles: Vec<[Value; 4]> = handles.collect();
        let into = "lead_handles (project_id, kind, value, lead_id)";
        insert_many(tx.on(), into, handles, " ON CONFLICT DO NOTHING").await?;
        insert_many(tx.on(), posts::INTO, posts, " ON CONFLICT DO NOTHING").await.map(drop)
    }
}

async fn insert_leads(
    tx: &Tx,
    project: ProjectId,
    source: &Source,
    at: i64,
    rows: Vec<[Value; TOLD]>,
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let before = Sql::new("SELECT COALESCE(MAX(seq), 0) FROM leads").count(tx.on()).await?;
    let mut rows = rows.into_iter();
    loop {
        let part: Vec<_> = rows.by_ref().take(MOST_VALUES / TOLD).collect();
        if part.is_empty() {
            break;
        }
        let sql = Sql::new(
            "INSERT INTO leads (id, name, role, company, industry, bio, location, website, language, followers,
                company_size, person_key, name_key, search, channels,
                project_id, source_id, source_name, status, temperature, score, created_at, updated_at)
             WITH v (id, name, role, company, industry, bio, location, website, language, followers,
                company_size, person_key, name_key, search, channels) AS (VALUES ",
        );
        let sql = sql.tuples(part).push(") SELECT v.*, ?, ?, ?, ?, ?, ?, ?, ? FROM v");
        let sql = sql.bind(project.0).bind(source.id.0).bind(source.name.as_str());
        let sql = sql.bind(LeadStatus::New.as_str()).bind(Temperature::Cold.as_str()).bind(-1_i64);
        sql.bind(at).bind(at).run(tx.on()).await?;
    }
    if tx.is_sqlite() {
        let sql = "INSERT INTO leads_search (rowid, search) SELECT seq, search FROM leads WHERE seq > ?";
        Sql::new(sql).bind(i64::try_from(before).unwrap_or(i64::MAX)).run(tx.on()).await?;
    }
    Ok(())
}

async fn judge_again(tx: &Tx, leads: &[LeadId]) -> Result<(), StoreError> {
    for part in leads.chunks(MOST_KEYS) {
        let sql = Sql::new("UPDATE leads SET status = ? WHERE id IN ").bind(LeadStatus::New.as_str());
        sql.list(part.iter().map(|id| id.0)).run(tx.on()).await?;
    }
    Ok(())
}
