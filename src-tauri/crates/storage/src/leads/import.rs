//! Bringing leads in: who is new, who is known already, what is new about them.
//!
//! A row is the same person as a lead that has one of its handles, else as one of the same name at the same
//! company. Known people gain what was missing; nothing stored is replaced.
//!
//! **Invariant:** a handle belongs to one lead of a project; a row that names another lead's handle leaves
//! it there.

mod writes;

use std::collections::{HashMap, HashSet};

use sdr_domain::Timestamp;
use sdr_domain::id::{LeadId, ProjectId, SourceId};
use sdr_domain::lead::{NewLead, Profile};
use sdr_domain::post::NewPost;
use sdr_domain::text::{Handle, HandleKind};

use super::by_ids;
use crate::error::StoreError;
use crate::posts;
use crate::sql::{MOST_KEYS, Row, Sql};
use crate::tx::Tx;
use writes::{Source, Writes};

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

/// Whom a row turned out to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    Stored(LeadId),
    Fresh(usize),
}

/// A row with the name it may be known by.
struct Arrival {
    id: LeadId,
    lead: NewLead,
    person: Option<String>,
}

/// What is known while the rows are gone through.
struct Known {
    handles: HashMap<Handle, Owner>,
    persons: HashMap<String, Owner>,
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
        let arrived = |(id, lead): (LeadId, NewLead)| Arrival { id, person: lead.person_key(), lead };
        let rows: Vec<Arrival> = rows.into_iter().map(arrived).collect();
        let mut known = self.known(project, &rows).await?;
        let mut outcome = ImportOutcome::default();
        let mut fresh: Vec<Arrival> = Vec::with_capacity(rows.len());
        let mut known_rows: Vec<(LeadId, NewLead)> = Vec::new();
        for mut row in rows {
            let owner = known.owner(&row);
            known.keep_own(&mut row, owner.unwrap_or(Owner::Fresh(fresh.len())));
            match owner {
                None => fresh.push(row),
                Some(Owner::Fresh(at)) => {
                    if fresh.get_mut(at).is_some_and(|first| first.merge(row.lead)) {
                        outcome.merged += 1;
                    } else {
                        outcome.duplicates += 1;
                    }
                }
                Some(Owner::Stored(lead)) => known_rows.push((lead, row.lead)),
            }
        }
        drop(known);
        outcome.created = fresh.iter().map(|row| row.id).collect();
        let source = Source { id: source, name: self.source_name(source).await? };
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

    /// Looks up all handles at once, then the names of those rows no handle told of.
    async fn known(&self, project: ProjectId, rows: &[Arrival]) -> Result<Known, StoreError> {
        let handles = rows.iter().map(|row| row.lead.handles.len()).sum();
        let mut known =
            Known { handles: HashMap::with_capacity(handles), persons: HashMap::with_capacity(rows.len()) };
        for kind in HandleKind::ALL {
            let handles =
                rows.iter().flat_map(|row| &row.lead.handles).filter(|handle| handle.kind() == kind);
            let handles: HashMap<&str, &Handle> = handles.map(|handle| (handle.value(), handle)).collect();
            let mut values: Vec<&str> = handles.keys().copied().collect();
            values.sort_unstable();
            for part in values.chunks(MOST_KEYS) {
                let sql = among(part).push(
                    "SELECT h.value, h.lead_id FROM v CROSS JOIN lead_handles h
                     WHERE h.project_id = ? AND h.kind = ? AND h.value = v.value",
                );
                for row in sql.bind(project.0).bind(kind.as_str()).all(self.on()).await? {
                    let row = Row::new("lead_handles", &row);
                    let value: String = row.get("value")?;
                    if let Some(handle) = handles.get(value.as_str()) {
                        known.handles.insert((*handle).clone(), Owner::Stored(row.id("lead_id")?));
                    }
                }
            }
        }
        let unknown =
            rows.iter().filter(|row| !row.lead.handles.iter().any(|h| known.handles.contains_key(h)));
        let mut keys: Vec<&str> = unknown.filter_map(|row| row.person.as_deref()).collect();
        keys.sort_unstable();
        keys.dedup();
        for part in keys.chunks(MOST_KEYS) {
            let sql = among(part).push(
                "SELECT l.person_key, l.id FROM v CROSS JOIN leads l
                 WHERE l.project_id = ? AND l.person_key = v.value",
            );
            for row in sql.bind(project.0).all(self.on()).await? {
                let row = Row::new("leads", &row);
                known.persons.insert(row.get("person_key")?, Owner::Stored(row.id("id")?));
            }
        }
        Ok(known)
    }

    /// Adds to stored leads what their rows know more.
    async fn merge_known(
        &self,
        rows: Vec<(LeadId, NewLead)>,
        writes: &mut Writes,
        outcome: &mut ImportOutcome,
    ) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut ids: Vec<LeadId> = rows.iter().map(|(id, _)| *id).collect();
        ids.sort_unstable();
        ids.dedup();
        let leads = by_ids(self.on(), &ids).await?;
        let mut posts = posts::of_leads(self.on(), &ids).await?;
        let mut stored: HashMap<LeadId, (NewLead, usize, usize, bool)> = HashMap::with_capacity(leads.len());
        for lead in leads {
            let old = posts.remove(&lead.id).unwrap_or_default().into_iter().map(|post| NewPost {
                external_id: post.external_id,
                url: post.url,
                text: post.text,
                posted_at: post.posted_at,
                engagement: post.engagement,
            });
            let known = NewLead { profile: lead.profile, handles: lead.handles, posts: old.collect() };
            let (handles, posts) = (known.handles.len(), known.posts.len());
            stored.insert(lead.id, (known, handles, posts, false));
        }
        for (id, row) in rows {
            let Some((lead, .., changed)) = stored.get_mut(&id) else { continue };
            if merge(lead, row) {
                *changed = true;
                outcome.merged += 1;
            } else {
                outcome.duplicates += 1;
            }
        }
        let mut changed: Vec<_> = stored.into_iter().filter(|(_, (.., changed))| *changed).collect();
        changed.sort_unstable_by_key(|(id, _)| *id);
        for (id, (lead, handles, posts, _)) in changed {
            writes.changed_lead(id, lead, handles, posts);
        }
        Ok(())
    }
}

/// Begins a lookup of these texts, as rows of `v (value)`: one search each in an index walked in order,
/// where `IN` would first build a tree of them. `CROSS JOIN` keeps SQLite from turning it round.
fn among(values: &[&str]) -> Sql {
    let tuples = values.iter().map(|value| [(*value).into()]).collect();
    Sql::new("WITH v (value) AS (VALUES ").tuples(tuples).push(") ")
}

impl Arrival {
    /// Adds to this person what a later row of the same file tells; whether there was anything.
    fn merge(&mut self, from: NewLead) -> bool {
        let changed = merge(&mut self.lead, from);
        if self.person.is_none() {
            self.person = self.lead.person_key();
        }
        changed
    }
}

impl Known {
    fn owner(&self, row: &Arrival) -> Option<Owner> {
        let by_handle = row.lead.handles.iter().find_map(|handle| self.handles.get(handle)).copied();
        by_handle.or_else(|| self.persons.get(row.person.as_deref()?).copied())
    }

    /// Drops handles that belong to somebody else and notes the others as this owner's.
    fn keep_own(&mut self, row: &mut Arrival, owner: Owner) {
        row.lead.handles.retain(|handle| *self.handles.entry(handle.clone()).or_insert(owner) == owner);
        if let Some(key) = &row.person {
            self.persons.entry(key.clone()).or_insert(owner);
        }
    }
}

/// Adds to `into` what it lacks; whether there was anything.
fn merge(into: &mut NewLead, from: NewLead) -> bool {
    let mut changed = fill(&mut into.profile, from.profile);
    for handle in from.handles {
        if !into.handles.iter().any(|own| own.kind() == handle.kind()) {
            into.handles.push(handle);
            changed = true;
        }
    }
    let mut posts = PostKeys::of(&into.posts);
    for post in from.posts {
        if posts.add(&post) {
            into.posts.push(post);
            changed = true;
        }
    }
    changed
}

/// Posts of one lead already seen, by the service's id and by their words.
#[derive(Default)]
struct PostKeys {
    ids: HashSet<String>,
    texts: HashSet<i64>,
}

impl PostKeys {
    fn of(posts: &[NewPost]) -> Self {
        let mut keys = Self::default();
        for post in posts {
            keys.add(post);
        }
        keys
    }

    /// Whether this post was not seen yet.
    fn add(&mut self, post: &NewPost) -> bool {
        let new_id = post.external_id.as_ref().is_none_or(|id| !self.ids.contains(id));
        let new_text = self.texts.insert(posts::text_hash(&post.text));
        self.ids.extend(post.external_id.clone());
        new_id && new_text
    }
}

fn fill(into: &mut Profile, from: Profile) -> bool {
    fn one<T>(into: &mut Option<T>, from: Option<T>) -> bool {
        let fills = into.is_none() && from.is_some();
        if fills {
            *into = from;
        }
        fills
    }
    // Every field is tried: `|` does not stop at the first success.
    one(&mut into.role, from.role)
        | one(&mut into.company, from.company)
        | one(&mut into.industry, from.industry)
        | one(&mut into.bio, from.bio)
        | one(&mut into.location, from.location)
        | one(&mut into.website, from.website)
        | one(&mut into.language, from.language)
        | one(&mut into.followers, from.followers)
        | one(&mut into.company_size, from.company_size)
}
