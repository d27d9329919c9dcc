//! Bringing leads in: who is new, who is known already, what is new about them.
//!
//! A row is the same person as a lead that has one of its handles, else as one of the same name at the same
//! company. Known people gain what was missing; nothing stored is replaced. What a lead gains from another
//! source is recorded, so that it can be taken off again.
//!
//! **Invariant:** a handle belongs to one lead of a project; a row that names another lead's handle leaves
//! it there, unless that lead turns out to be the same person.

mod known;
mod writes;

use std::collections::{HashMap, HashSet};

use sdr_domain::Timestamp;
use sdr_domain::id::{LeadId, MergeId, ProjectId, SourceId};
use sdr_domain::lead::{LeadStatus, NewLead};
use sdr_domain::merge::{Gained, MatchedBy, fill};
use sdr_domain::post::NewPost;

use super::merges::{self, NewMerge, Other};
use super::{by_ids, join};
use crate::error::StoreError;
use crate::posts;
use crate::sql::{Row, Sql};
use crate::tx::Tx;
use known::{Known, Owner};
pub(super) use writes::{Source, Writes};

/// What became of an import's rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportOutcome {
    /// Leads that are new, in the order of their rows.
    pub created: Vec<LeadId>,
    /// Rows that added something to a person already known.
    pub merged: usize,
    /// Rows that told nothing new.
    pub duplicates: usize,
}

/// A row with the name it may be known by.
pub(super) struct Arrival {
    pub(super) id: LeadId,
    pub(super) lead: NewLead,
    pub(super) person: Option<String>,
}

/// A row that belongs to a stored lead.
struct KnownRow {
    /// The id the row would have had as a lead of its own.
    id: LeadId,
    owner: LeadId,
    by: MatchedBy,
    lead: NewLead,
}

/// A stored lead while rows are added to it.
struct Stored {
    lead: NewLead,
    source: SourceId,
    status: LeadStatus,
    handles: usize,
    posts: usize,
    changed: bool,
    new_words: bool,
}

impl Tx {
    /// Stores the rows of one chunk. The caller keeps suppressed people out and gives each row a fresh id.
    pub async fn import_leads(
        &self,
        project: ProjectId,
        source: SourceId,
        rows: Vec<(LeadId, NewLead)>,
        at: Timestamp,
    ) -> Result<ImportOutcome, StoreError> {
        self.touch_leads();
        let source = Source { id: source, name: self.source_name(source).await? };
        let rows: Vec<Arrival> = rows.into_iter().map(Arrival::from).collect();
        let mut known = Known::of(self, project, source.id, &rows).await?;
        let joins = known.joins(self, &rows).await?;
        if !joins.is_empty() {
            join::join_leads(self, &joins, at).await?;
            known.joined(&joins);
        }
        let mut outcome = ImportOutcome::default();
        let mut fresh: Vec<Arrival> = Vec::with_capacity(rows.len());
        let mut known_rows: Vec<KnownRow> = Vec::new();
        for mut row in rows {
            let owner = known.owner(&row);
            known.keep_own(&mut row, owner.map_or(Owner::Fresh(fresh.len()), |(owner, _)| owner));
            match owner {
                None => fresh.push(row),
                Some((Owner::Fresh(at), _)) => {
                    if fresh.get_mut(at).is_some_and(|first| first.merge(row.lead)) {
                        outcome.merged += 1;
                    } else {
                        outcome.duplicates += 1;
                    }
                }
                Some((Owner::Stored(owner), by)) => {
                    known_rows.push(KnownRow { id: row.id, owner, by, lead: row.lead });
                }
            }
        }
        drop(known);
        outcome.created = fresh.iter().map(|row| row.id).collect();
        let mut writes = Writes::new(project, source, at);
        writes.new_leads(fresh);
        self.merge_known(known_rows, &mut writes, &mut outcome).await?;
        writes.run(self).await?;
        Ok(outcome)
    }

    async fn source_name(&self, source: SourceId) -> Result<String, StoreError> {
        let row = Sql::new("SELECT id, name FROM sources WHERE id = ?").bind(source.0).one(self.on()).await?;
        row.map(|row| Row::new("sources", &row).get("name"))
            .transpose()?
            .ok_or(StoreError::NotFound { table: "sources" })
    }

    /// The leads these rows belong to, whole.
    async fn stored(&self, rows: &[KnownRow]) -> Result<HashMap<LeadId, Stored>, StoreError> {
        let mut ids: Vec<LeadId> = rows.iter().map(|row| row.owner).collect();
        ids.sort_unstable();
        ids.dedup();
        let leads = by_ids(self.on(), &ids).await?;
        let mut posts = posts::of_leads(self.on(), &ids).await?;
        let mut stored: HashMap<LeadId, Stored> = HashMap::with_capacity(leads.len());
        for lead in leads {
            let old = posts.remove(&lead.id).unwrap_or_default().into_iter().map(NewPost::from);
            let known = NewLead { profile: lead.profile, handles: lead.handles, posts: old.collect() };
            let entry = Stored {
                source: lead.source_id,
                status: lead.status,
                handles: known.handles.len(),
                posts: known.posts.len(),
                changed: false,
                new_words: false,
                lead: known,
            };
            stored.insert(lead.id, entry);
        }
        Ok(stored)
    }

    /// Adds to stored leads what their rows know more.
    async fn merge_known(
        &self,
        rows: Vec<KnownRow>,
        writes: &mut Writes,
        outcome: &mut ImportOutcome,
    ) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut stored = self.stored(&rows).await?;
        for row in rows {
            let Some(into) = stored.get_mut(&row.owner) else { continue };
            // Only what crosses sources is kept for an undo; a file read again tells of the same person.
            let other = (into.source != writes.source.id).then(|| row.lead.clone());
            let gained = merge(&mut into.lead, row.lead);
            if gained.is_empty() {
                outcome.duplicates += 1;
                continue;
            }
            outcome.merged += 1;
            into.changed = true;
            let status_before = into.status;
            // New words want a new verdict, unless a message was written already.
            if !gained.posts.is_empty() && merges::judged_only(into.status) {
                into.status = LeadStatus::New;
                into.new_words = true;
            }
            if let Some(other) = other {
                writes.merged(NewMerge {
                    id: MergeId(row.id.0),
                    lead: row.owner,
                    by: row.by,
                    gained,
                    other_name: other.profile.name.clone(),
                    other: Other::Row(Box::new(other)),
                    source: writes.source.clone(),
                    status_before,
                })?;
            }
        }
        let mut changed: Vec<_> = stored.into_iter().filter(|(_, lead)| lead.changed).collect();
        changed.sort_unstable_by_key(|(id, _)| *id);
        for (id, lead) in changed {
            if lead.new_words {
                writes.judge_again(id);
            }
            writes.changed_lead(id, lead.lead, lead.handles, lead.posts);
        }
        Ok(())
    }
}

impl From<(LeadId, NewLead)> for Arrival {
    fn from((id, lead): (LeadId, NewLead)) -> Self {
        Self { id, person: lead.person_key(), lead }
    }
}

impl Arrival {
    /// Adds to this person what a later row of the same file tells; whether there was anything.
    fn merge(&mut self, from: NewLead) -> bool {
        let gained = merge(&mut self.lead, from);
        if self.person.is_none() {
            self.person = self.lead.person_key();
        }
        !gained.is_empty()
    }
}

/// Adds to `into` what it lacks; what that was.
pub(super) fn merge(into: &mut NewLead, from: NewLead) -> Gained {
    let mut gained = Gained { fields: fill(&mut into.profile, from.profile), ..Gained::default() };
    for handle in from.handles {
        if !into.handles.iter().any(|own| own.kind() == handle.kind()) {
            gained.handles.push(handle.clone());
            into.handles.push(handle);
        }
    }
    if from.posts.is_empty() {
        return gained;
    }
    let mut posts = PostKeys::of(&into.posts);
    for post in from.posts {
        if posts.add(&post) {
            gained.posts.push(posts::text_hash(&post.text));
            into.posts.push(post);
        }
    }
    gained
}

/// Posts of one lead already seen, by the service's id and by their words.
#[derive(Default)]
pub(super) struct PostKeys {
    ids: HashSet<String>,
    texts: HashSet<i64>,
}

impl PostKeys {
    pub(super) fn of(posts: &[NewPost]) -> Self {
        let mut keys = Self::default();
        for post in posts {
            keys.add(post);
        }
        keys
    }

    /// Whether this post was not seen yet.
    pub(super) fn add(&mut self, post: &NewPost) -> bool {
        let new_id = post.external_id.as_ref().is_none_or(|id| !self.ids.contains(id));
        let new_text = self.texts.insert(posts::text_hash(&post.text));
        self.ids.extend(post.external_id.clone());
        new_id && new_text
    }
}
