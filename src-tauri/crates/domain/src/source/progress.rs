//! How far a source has been read: query by query, page by page, and from which time on next time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// How far a source has been read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// Each query's own, by its words.
    pub queries: BTreeMap<String, QueryProgress>,
    /// Generated people stored so far.
    pub made: u32,
}

/// How far one query has been read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct QueryProgress {
    /// Where this pass goes on; kept only while it is under way.
    pub cursor: Option<String>,
    /// Newest post of the passes before: older ones are not asked for again.
    pub since: Option<Timestamp>,
    /// Newest post of this pass.
    pub newest: Option<Timestamp>,
    /// Posts this pass took.
    pub taken: u32,
    /// Whether this pass is through with it.
    pub read: bool,
}

/// The page to ask for next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Which query.
    pub query: String,
    /// Only newer posts.
    pub since: Option<Timestamp>,
    /// Where to go on.
    pub cursor: Option<String>,
    /// How many posts may still be taken, at least 1.
    pub left: u32,
}

/// Whether a pass goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// There are more pages to ask for.
    GoesOn,
    /// Every query was read.
    Ended,
}

impl Progress {
    /// Whether a pass was begun and not ended.
    pub fn half_read(&self) -> bool {
        self.queries.values().any(|query| query.read || query.cursor.is_some())
    }

    /// The page to ask for next in this pass. Each query may take its share of `most_posts`, so that a
    /// chatty one does not starve the others. `None` without queries.
    pub fn next(&self, queries: &[String], most_posts: u32) -> Option<Ask> {
        let share = share(queries, most_posts);
        let query =
            queries.iter().find(|query| self.queries.get(*query).is_none_or(|so_far| !so_far.read))?;
        let so_far = self.queries.get(query).cloned().unwrap_or_default();
        Some(Ask {
            query: query.clone(),
            since: so_far.since,
            cursor: so_far.cursor,
            left: share.saturating_sub(so_far.taken).max(1),
        })
    }

    /// Notes a page: how many posts it brought, the newest of them, and where the next one is.
    pub fn turn(
        &mut self,
        queries: &[String],
        ask: &Ask,
        posts: u32,
        newest: Option<Timestamp>,
        next: Option<String>,
    ) -> Pass {
        let so_far = self.queries.entry(ask.query.clone()).or_default();
        so_far.taken = so_far.taken.saturating_add(posts);
        so_far.newest = so_far.newest.max(newest);
        // A page that leads to itself would be read for ever.
        if let Some(next) = next.filter(|next| posts < ask.left && ask.cursor.as_ref() != Some(next)) {
            so_far.cursor = Some(next);
            return Pass::GoesOn;
        }
        so_far.since = so_far.since.max(so_far.newest);
        self.leave(queries, &ask.query)
    }

    /// Is through with a query for this pass without having read it to its end: what it did not see it
    /// will ask for again.
    pub fn leave(&mut self, queries: &[String], query: &str) -> Pass {
        let so_far = self.queries.entry(query.to_owned()).or_default();
        *so_far = QueryProgress { since: so_far.since, read: true, ..QueryProgress::default() };
        if !queries.iter().all(|query| self.queries.get(query).is_some_and(|so_far| so_far.read)) {
            return Pass::GoesOn;
        }
        for query in self.queries.values_mut() {
            query.read = false;
        }
        Pass::Ended
    }

    /// Begins a query again from its first page: the place kept is not known any more.
    pub fn rewind(&mut self, query: &str) {
        if let Some(so_far) = self.queries.get_mut(query) {
            *so_far = QueryProgress { since: so_far.since, ..QueryProgress::default() };
        }
    }

    /// Only what is known of these queries.
    #[must_use]
    pub fn only(mut self, queries: &[String]) -> Self {
        self.queries.retain(|query, _| queries.contains(query));
        self
    }
}

fn share(queries: &[String], most_posts: u32) -> u32 {
    let queries = u32::try_from(queries.len()).unwrap_or(u32::MAX).max(1);
    most_posts.div_ceil(queries).max(1)
}
