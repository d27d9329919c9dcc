//! A search that answers from posts it was given, page by page, and fails when told to.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use sdr_domain::connect::Connect;
use sdr_domain::lead::NewLead;

use crate::lead_source::{
    FoundPage, LeadSearch, LeadSources, PeopleDirectory, PostSearch, SourceError, SourceErrorKind,
    SourceHealth,
};
use crate::secrets::Secret;

/// One request that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What for.
    pub search: PostSearch,
    /// Which place.
    pub cursor: Option<String>,
}

#[derive(Default)]
struct State {
    /// What each query finds, newest first.
    posts: HashMap<String, Vec<NewLead>>,
    /// What is left behind each cursor that was handed out.
    places: HashMap<String, (String, Vec<NewLead>)>,
    refused: HashSet<String>,
    faults: VecDeque<Option<SourceError>>,
    /// Pages it still answers before it falls silent.
    silent_after: Option<usize>,
    asked: Vec<Asked>,
}

/// Finds what it was given. A query it was not given is a mistake of the test; a cursor it did not hand out,
/// or handed out for another query, is refused as a real service would.
pub struct FakeSearch {
    page: usize,
    state: Mutex<State>,
}

impl FakeSearch {
    /// A search with so many people a page.
    pub fn with_pages_of(page: usize) -> Self {
        Self { page, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// These people wrote about it lately; they come before those who did earlier. Give them newest first.
    pub fn finds(&self, query: &str, mut people: Vec<NewLead>) {
        let mut state = self.state();
        let known = state.posts.entry(query.to_owned()).or_default();
        people.append(known);
        *known = people;
    }

    /// Refuses this query from now on.
    pub fn refuses(&self, query: &str) {
        self.state().refused.insert(query.to_owned());
    }

    /// Answers so many pages, then fails once.
    pub fn fails_after(&self, pages: usize, error: SourceError) {
        let mut state = self.state();
        state.faults.extend(std::iter::repeat_n(None, pages));
        state.faults.push_back(Some(error));
    }

    /// Answers so many pages, then nothing any more; `None` answers again. Whoever waits meanwhile waits for ever.
    pub fn falls_silent_after(&self, pages: impl Into<Option<usize>>) {
        self.state().silent_after = pages.into();
    }

    /// No cursor handed out so far is known any more.
    pub fn forgets_places(&self) {
        self.state().places.clear();
    }

    /// Every request so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.state().asked.clone()
    }

    fn answer(&self, search: &PostSearch, cursor: Option<&str>) -> Result<FoundPage, SourceError> {
        let mut state = self.state();
        if let Some(error) = state.faults.pop_front().flatten() {
            return Err(error);
        }
        if state.refused.contains(&search.query) {
            return Err(trouble(SourceErrorKind::BadQuery));
        }
        let mut left = if let Some(place) = cursor {
            let known = state.places.get(place).filter(|(query, _)| *query == search.query);
            known.map(|(_, left)| left.clone()).ok_or_else(|| trouble(SourceErrorKind::BadQuery))?
        } else {
            let found = state.posts.get(&search.query);
            assert!(found.is_some(), "a search nobody expected: {search:?}");
            let newer = |lead: &NewLead| {
                lead.posts.iter().any(|post| search.since.is_none_or(|s| post.posted_at > Some(s)))
            };
            found.into_iter().flatten().filter(|lead| newer(lead)).cloned().collect()
        };
        let rest = left.split_off(self.page.min(left.len()));
        let next = (!rest.is_empty()).then(|| format!("place {}", state.places.len() + 1));
        if let Some(next) = &next {
            state.places.insert(next.clone(), (search.query.clone(), rest));
        }
        Ok(FoundPage { leads: left, next, skipped: 0 })
    }
}

/// Trouble of a kind, in plain words.
pub fn trouble(kind: SourceErrorKind) -> SourceError {
    SourceError { kind, sentence: format!("It failed: {kind:?}."), fix: "Do something.".into() }
}

#[async_trait]
impl LeadSearch for FakeSearch {
    async fn page(&self, search: &PostSearch, cursor: Option<&str>) -> Result<FoundPage, SourceError> {
        let silent = {
            let mut state = self.state();
            state.asked.push(Asked { search: search.clone(), cursor: cursor.map(str::to_owned) });
            let silent = state.silent_after == Some(0);
            state.silent_after = state.silent_after.map(|left| left.saturating_sub(1));
            silent
        };
        if silent {
            std::future::pending::<()>().await;
        }
        self.answer(search, cursor)
    }

    async fn health(&self) -> SourceHealth {
        SourceHealth { ready: true, sentence: "It answers.".into(), fix: None }
    }
}

/// Sources as connected: a search on X, or none.
#[derive(Default)]
pub struct FakeSources {
    x: Mutex<Option<Arc<FakeSearch>>>,
}

impl FakeSources {
    /// Connects a search on X, or takes it away.
    pub fn connect_x(&self, search: Option<Arc<FakeSearch>>) {
        *self.x.lock().unwrap_or_else(PoisonError::into_inner) = search;
    }
}

#[async_trait]
impl LeadSources for FakeSources {
    async fn x(&self, _: &Connect, _: Option<&Secret>) -> Option<Arc<dyn LeadSearch>> {
        let search = self.x.lock().unwrap_or_else(PoisonError::into_inner).clone();
        search.map(|search| search as Arc<dyn LeadSearch>)
    }

    async fn apollo(&self, _: &Connect, _: Option<&Secret>) -> Option<Arc<dyn PeopleDirectory>> {
        None
    }
}
