//! Searching posts: query by query, page by page, from the newest on.

use sdr_domain::lead::NewLead;
use sdr_domain::project::Project;
use sdr_domain::source::{Ask, Pass, Progress, Source, SourceSettings, TroubleKind};
use sdr_ports::lead_source::{FoundPage, LeadSearch, PostSearch, SourceError, SourceErrorKind};
use tokio::sync::watch;

use super::collect::{Chunk, Collected, End, Refusal};
use crate::engine::Engine;
use crate::error::EngineError;

/// Pages one after the other that bring nothing at all: then a query is at its end, whatever it says.
const MOST_EMPTY: u32 = 5;

/// One search under way.
struct Search<'a> {
    queries: &'a [String],
    languages: &'a [String],
    progress: Progress,
    /// The first cursor comes from an earlier pass and may be forgotten over there.
    resumed: bool,
    empty: u32,
}

/// What to do after one answer.
enum Step {
    Store(Progress, Vec<NewLead>, Pass),
    End(Refusal),
}

impl Engine {
    /// Reads the project's search on X on.
    pub(super) async fn search_posts(
        &self,
        project: &Project,
        source: &Source,
        mut stop: watch::Receiver<bool>,
        counts: &mut Collected,
    ) -> Result<End, EngineError> {
        let SourceSettings::XSearch { queries, languages, most_posts } = &source.settings else {
            return Ok(End::Read(None));
        };
        let Some(service) = self.cx.sources.x(&project.connect, None).await else {
            return Ok(End::Trouble(not_connected()));
        };
        let progress = source.progress.clone();
        let resumed = progress.half_read();
        let mut search = Search { queries, languages, progress, resumed, empty: 0 };
        let mut refused = None;
        while let Some(ask) = search.progress.next(queries, *most_posts) {
            let Some(answer) =
                ask_or_stop(service.as_ref(), &search.post_search(&ask), &ask, &mut stop).await
            else {
                return Ok(End::Stopped);
            };
            let mut page = Collected::default();
            let (to, leads, pass) = match search.step(&ask, answer, &mut page, &mut refused) {
                Step::Store(to, leads, pass) => (to, leads, pass),
                Step::End(refusal) => return Ok(End::Trouble(refusal)),
            };
            let chunk = Chunk { leads, from: &search.progress, to: &to };
            let Some(stored) = self.store_chunk(project, source, chunk).await? else {
                return Ok(End::Overtaken);
            };
            counts.add(&page);
            counts.add(&stored);
            search.progress = to;
            if pass == Pass::Ended {
                break;
            }
        }
        Ok(End::Read(refused))
    }
}

/// One page, or `None` when a human asked to stop before it came.
async fn ask_or_stop(
    service: &dyn LeadSearch,
    search: &PostSearch,
    ask: &Ask,
    stop: &mut watch::Receiver<bool>,
) -> Option<Result<FoundPage, SourceError>> {
    let stopped = async {
        // Nobody left who could stop it: it goes on.
        if stop.wait_for(|stop| *stop).await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        biased;
        () = stopped => None,
        answer = service.page(search, ask.cursor.as_deref()) => Some(answer),
    }
}

impl Search<'_> {
    fn post_search(&self, ask: &Ask) -> PostSearch {
        PostSearch { query: ask.query.clone(), languages: self.languages.to_vec(), since: ask.since }
    }

    /// Decides what an answer means. `page` takes its counts, `refused` a query that was refused.
    fn step(
        &mut self,
        ask: &Ask,
        answer: Result<FoundPage, SourceError>,
        page: &mut Collected,
        refused: &mut Option<Refusal>,
    ) -> Step {
        let mut to = self.progress.clone();
        let resumed = std::mem::take(&mut self.resumed);
        match answer {
            Ok(found) => {
                self.empty = if found.leads.is_empty() && found.skipped == 0 { self.empty + 1 } else { 0 };
                let next = found.next.filter(|_| self.empty < MOST_EMPTY);
                page.skipped = found.skipped.into();
                let leads = take(found.leads, ask.left);
                let posts = leads.iter().flat_map(|lead| &lead.posts);
                page.found = posts.clone().count() as u64;
                let newest = posts.filter_map(|post| post.posted_at).max();
                let number = u32::try_from(page.found).unwrap_or(u32::MAX);
                let pass = to.turn(self.queries, ask, number, newest, next);
                Step::Store(to, leads, pass)
            }
            // A place kept from an earlier pass is forgotten over there after a while.
            Err(error) if error.kind == SourceErrorKind::BadQuery && resumed && ask.cursor.is_some() => {
                to.rewind(&ask.query);
                Step::Store(to, Vec::new(), Pass::GoesOn)
            }
            // One bad query does not keep the others from being read.
            Err(error) if error.kind == SourceErrorKind::BadQuery => {
                *refused = Some(refusal(error));
                let pass = to.leave(self.queries, &ask.query);
                Step::Store(to, Vec::new(), pass)
            }
            Err(error) => Step::End(refusal(error)),
        }
    }
}

/// As many posts as may be taken, with the people who wrote them.
fn take(leads: Vec<NewLead>, most: u32) -> Vec<NewLead> {
    let mut left = usize::try_from(most).unwrap_or(usize::MAX);
    let mut taken = Vec::with_capacity(leads.len());
    for mut lead in leads {
        if left == 0 {
            break;
        }
        lead.posts.truncate(left);
        left -= lead.posts.len();
        taken.push(lead);
    }
    taken
}

fn not_connected() -> Refusal {
    Refusal {
        kind: TroubleKind::NotConnected,
        sentence: "X is not connected for searching.".into(),
        fix: "Connect X in the settings, with a key of the official interface or your own session.".into(),
        wait_secs: None,
    }
}

fn refusal(error: SourceError) -> Refusal {
    let (kind, wait_secs) = match error.kind {
        SourceErrorKind::NotConnected => (TroubleKind::NotConnected, None),
        SourceErrorKind::SignedOut => (TroubleKind::SignedOut, None),
        SourceErrorKind::Blocked => (TroubleKind::Blocked, None),
        SourceErrorKind::Busy { retry_after_secs } => (TroubleKind::Busy, Some(retry_after_secs)),
        SourceErrorKind::Spent => (TroubleKind::Spent, None),
        SourceErrorKind::Changed => (TroubleKind::Changed, None),
        SourceErrorKind::BadQuery => (TroubleKind::BadQuery, None),
        SourceErrorKind::LocalOnly => (TroubleKind::LocalOnly, None),
        SourceErrorKind::Away => (TroubleKind::Away, None),
        SourceErrorKind::Unclear => (TroubleKind::Unclear, None),
    };
    Refusal { kind, sentence: error.sentence, fix: error.fix, wait_secs }
}
