//! Whom the rows of an import turn out to be.

use std::collections::{HashMap, HashSet};

use sdr_domain::id::{LeadId, MergeId, ProjectId, SourceId};
use sdr_domain::merge::{MatchedBy, names_agree};
use sdr_domain::text::{Handle, HandleKind};

use super::super::fold;
use super::super::join::{self, Join};
use super::super::merges::{Apart, apart_of};
use super::Arrival;
use crate::error::StoreError;
use crate::sql::{MOST_KEYS, Row, Sql};
use crate::tx::Tx;

/// Whom a row turned out to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Stored(LeadId),
    Fresh(usize),
}

/// What is known while the rows are gone through.
pub(super) struct Known {
    source: SourceId,
    handles: HashMap<Handle, Owner>,
    persons: HashMap<String, Owner>,
    apart: Apart,
}

impl Known {
    /// Looks up all handles at once, then the names of those rows no handle told of.
    pub(super) async fn of(
        tx: &Tx,
        project: ProjectId,
        source: SourceId,
        rows: &[Arrival],
    ) -> Result<Self, StoreError> {
        let handles = rows.iter().map(|row| row.lead.handles.len()).sum();
        let mut known = Self {
            source,
            handles: HashMap::with_capacity(handles),
            persons: HashMap::with_capacity(rows.len()),
            apart: apart_of(tx, project).await?,
        };
        for kind in HandleKind::ALL {
            known.look_up_handles(tx, project, kind, rows).await?;
        }
        known.look_up_persons(tx, project, rows).await?;
        Ok(known)
    }

    async fn look_up_handles(
        &mut self,
        tx: &Tx,
        project: ProjectId,
        kind: HandleKind,
        rows: &[Arrival],
    ) -> Result<(), StoreError> {
        let handles = rows.iter().flat_map(|row| &row.lead.handles).filter(|handle| handle.kind() == kind);
        let handles: HashMap<&str, &Handle> = handles.map(|handle| (handle.value(), handle)).collect();
        let mut values: Vec<&str> = handles.keys().copied().collect();
        values.sort_unstable();
        for part in values.chunks(MOST_KEYS) {
            let sql = among(part).push(
                "SELECT h.value, h.lead_id FROM v CROSS JOIN lead_handles h
                 WHERE h.project_id = ? AND h.kind = ? AND h.value = v.value",
            );
            for row in sql.bind(project.0).bind(kind.as_str()).all(tx.on()).await? {
                let row = Row::new("lead_handles", &row);
                let value: String = row.get("value")?;
                if let Some(handle) = handles.get(value.as_str()) {
                    self.handles.insert((*handle).clone(), Owner::Stored(row.id("lead_id")?));
                }
            }
        }
        Ok(())
    }

    async fn look_up_persons(
        &mut self,
        tx: &Tx,
        project: ProjectId,
        rows: &[Arrival],
    ) -> Result<(), StoreError> {
        let unknown =
            rows.iter().filter(|row| !row.lead.handles.iter().any(|h| self.handles.contains_key(h)));
        let mut keys: Vec<&str> = unknown.filter_map(|row| row.person.as_deref()).collect();
        keys.sort_unstable();
        keys.dedup();
        for part in keys.chunks(MOST_KEYS) {
            let sql = among(part).push(
                "SELECT l.person_key, l.id FROM v CROSS JOIN leads l
                 WHERE l.project_id = ? AND l.person_key = v.value",
            );
            for row in sql.bind(project.0).all(tx.on()).await? {
                let row = Row::new("leads", &row);
                self.persons.insert(row.get("person_key")?, Owner::Stored(row.id("id")?));
            }
        }
        Ok(())
    }

    /// Stored leads that a row shows to be one: it carries handles of both, and their names agree. Where a
    /// human keeps them apart, or one is suppressed or being written to, they stay two.
    pub(super) async fn joins(&self, tx: &Tx, rows: &[Arrival]) -> Result<Vec<Join>, StoreError> {
        let mut wishes: Vec<Join> = Vec::new();
        let mut taken: HashSet<LeadId> = HashSet::new();
        for row in rows.iter().filter(|row| row.lead.handles.len() > 1) {
            let Some((first, second, by)) = self.two_owners(row) else { continue };
            let free = !taken.contains(&first) && !taken.contains(&second);
            if free && !self.apart.are(first, second) {
                taken.extend([first, second]);
                wishes.push(Join { id: own_id(row.id), kept: first, other: second, by });
            }
        }
        if wishes.is_empty() {
            return Ok(wishes);
        }
        let leads = join::candidates(tx, &wishes).await?;
        Ok(wishes
            .into_iter()
            .filter_map(|wish| {
                let (a, b) = (leads.get(&wish.kept)?, leads.get(&wish.other)?);
                let may = names_agree(&a.name, &b.name) && a.free && b.free;
                // The older one is kept.
                let (kept, other) =
                    if a.seq <= b.seq { (wish.kept, wish.other) } else { (wish.other, wish.kept) };
                may.then_some(Join { kept, other, ..wish })
            })
            .collect())
    }

    /// The first two different stored leads a row's handles belong to.
    fn two_owners(&self, row: &Arrival) -> Option<(LeadId, LeadId, MatchedBy)> {
        let mut owners = row.lead.handles.iter().filter_map(|handle| match self.handles.get(handle) {
            Some(Owner::Stored(lead)) => Some((*lead, handle.kind())),
            Some(Owner::Fresh(_)) | None => None,
        });
        let (first, _) = owners.next()?;
        let (second, kind) = owners.find(|(lead, _)| *lead != first)?;
        Some((first, second, kind.into()))
    }

    /// What belonged to leads that were joined belongs to those that were kept.
    pub(super) fn joined(&mut self, joins: &[Join]) {
        let kept: HashMap<LeadId, LeadId> = joins.iter().map(|join| (join.other, join.kept)).collect();
        for owner in self.handles.values_mut().chain(self.persons.values_mut()) {
            if let Owner::Stored(lead) = owner
                && let Some(kept) = kept.get(lead)
            {
                *lead = *kept;
            }
        }
    }

    /// Who a row is, and what told so.
    pub(super) fn owner(&self, row: &Arrival) -> Option<(Owner, MatchedBy)> {
        let by_handle = row.lead.handles.iter().find_map(|handle| Some((handle, *self.handles.get(handle)?)));
        let (owner, by) = match by_handle {
            Some((handle, owner)) => (owner, handle.kind().into()),
            None => (*self.persons.get(row.person.as_deref()?)?, MatchedBy::Person),
        };
        match owner {
            Owner::Stored(lead) => Some((Owner::Stored(self.among_those_apart(lead, row)), by)),
            Owner::Fresh(_) => Some((owner, by)),
        }
    }

    /// Of people a human keeps apart, the one this row is about: by name, then by source, then by how many of
    /// the handles are theirs.
    fn among_those_apart(&self, lead: LeadId, row: &Arrival) -> LeadId {
        let Some(group) = self.apart.group(lead) else { return lead };
        let name = fold(&row.lead.profile.name);
        let likeness = |id: LeadId| {
            let known = self.apart.lead(id);
            let handles =
                row.lead.handles.iter().filter(|h| self.handles.get(h) == Some(&Owner::Stored(id))).count();
            (
                known.is_some_and(|known| known.name == name),
                known.is_some_and(|known| known.source == self.source),
                handles,
                id == lead,
            )
        };
        group.iter().copied().max_by_key(|id| likeness(*id)).unwrap_or(lead)
    }

    /// Drops handles that belong to somebody else and notes the others as this owner's.
    pub(super) fn keep_own(&mut self, row: &mut Arrival, owner: Owner) {
        row.lead.handles.retain(|handle| *self.handles.entry(handle.clone()).or_insert(owner) == owner);
        if let Some(key) = &row.person {
            self.persons.entry(key.clone()).or_insert(owner);
        }
    }
}

/// The id of a merge that a row caused between two other leads; the row's own may name its own merge.
fn own_id(row: LeadId) -> MergeId {
    let mut bytes = *row.0.as_bytes();
    bytes[8] ^= 0x20;
    MergeId(uuid::Uuid::from_bytes(bytes))
}

/// Begins a lookup of these texts, as rows of `v (value)`: one search each in an index walked in order,
/// where `IN` would first build a tree of them. `CROSS JOIN` keeps SQLite from turning it round.
fn among(values: &[&str]) -> Sql {
    let tuples = values.iter().map(|value| [(*value).into()]).collect();
    Sql::new("WITH v (value) AS (VALUES ").tuples(tuples).push(") ")
}
