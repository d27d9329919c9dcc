//! Posts found by words, as leads with the posts they wrote.

use async_trait::async_trait;
use sdr_domain::egress::EgressPurpose;
use sdr_domain::lead::{NewLead, Profile};
use sdr_domain::post::NewPost;
use sdr_http::Note;
use sdr_ports::lead_source::{FoundPage, LeadSearch, PostSearch, SourceHealth};
use sdr_ports::{SourceError, SourceErrorKind};
use serde_json::json;

use super::graph::Query;
use super::ops::Op;
use super::timeline::{self, Timeline};
use super::trouble::Trouble;
use super::tweet::Tweet;
use super::{Work, XSession};

/// Posts a page is asked for; X gives about as many whatever it is asked.
const PAGE: u32 = 20;

/// Pages without posts in a row after which the end is believed.
const EMPTY_PAGES: u8 = 3;

const ROOT: &str = "/data/search_by_raw_query/search_timeline/timeline/instructions";

/// Where to go on, with what is needed to see the end: X repeats its last page for ever.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Place {
    /// X's own cursor.
    cursor: Option<String>,
    /// Pages without posts so far, in a row.
    empty: u8,
    /// The oldest post seen so far. Ids grow with time, and the newest come first.
    oldest: Option<u64>,
}

impl Place {
    fn read(token: Option<&str>) -> Self {
        let Some(token) = token.filter(|token| !token.is_empty()) else { return Self::default() };
        let mut parts = token.splitn(3, '.');
        if let (Some(empty), Some(oldest), Some(cursor)) = (parts.next(), parts.next(), parts.next())
            && let Ok(empty) = empty.parse()
        {
            return Self { cursor: Some(cursor.to_owned()), empty, oldest: oldest.parse().ok() };
        }
        Self { cursor: Some(token.to_owned()), ..Self::default() }
    }

    fn token(&self) -> Option<String> {
        let oldest = self.oldest.map(|id| id.to_string()).unwrap_or_default();
        self.cursor.as_ref().map(|cursor| format!("{}.{oldest}.{cursor}", self.empty))
    }

    /// The place after this page, and whether the page has anything new.
    fn after(&self, page: &Timeline) -> (Option<Self>, bool) {
        let oldest = page.tweets.iter().filter_map(|tweet| tweet.id.parse::<u64>().ok()).min();
        let new = match (oldest, self.oldest) {
            (Some(here), Some(before)) => here < before,
            (Some(_), None) => true,
            (None, _) => false,
        };
        let nothing_new = oldest.is_some() && !new;
        let empty = if page.tweets.is_empty() { self.empty.saturating_add(1) } else { 0 };
        let same = page.bottom.is_none() || page.bottom == self.cursor;
        if page.ended || same || nothing_new || empty >= EMPTY_PAGES {
            return (None, new);
        }
        let oldest = oldest.into_iter().chain(self.oldest).min();
        (Some(Self { cursor: page.bottom.clone(), empty, oldest }), new)
    }
}

impl XSession {
    async fn search(
        &self,
        work: &mut Work,
        search: &PostSearch,
        place: &Place,
    ) -> Result<FoundPage, Trouble> {
        let mut variables = json!({
            "rawQuery": raw_query(search), "count": PAGE, "querySource": "typed_query", "product": "Latest",
            "withGrokTranslatedBio": false
        });
        if let Some(cursor) = &place.cursor {
            variables["cursor"] = cursor.as_str().into();
        }
        let note = Note::of(EgressPurpose::Search).with(&["search words", "session"], &[]);
        let query = Query { op: Op::SearchTimeline, variables, note, root: ROOT };
        let answer = self.query(work, &query).await?;
        let timeline = timeline::read(answer.pointer(ROOT))?;
        let (next, new) = place.after(&timeline);
        let tweets = if new { timeline.tweets } else { Vec::new() };
        let next = next.and_then(|place| place.token());
        Ok(FoundPage { leads: people(tweets), next, skipped: timeline.skipped })
    }
}

#[async_trait]
impl LeadSearch for XSession {
    async fn page(&self, search: &PostSearch, cursor: Option<&str>) -> Result<FoundPage, SourceError> {
        if search.query.trim().is_empty() {
            return Err(SourceError {
                kind: SourceErrorKind::BadQuery,
                sentence: "The search has no words.".into(),
                fix: "Enter the words to look for.".into(),
            });
        }
        let mut work = self.work.lock().await;
        let found = self.search(&mut work, search, &Place::read(cursor)).await;
        found.map_err(|trouble| trouble.to_source(self.clock.now()))
    }

    async fn health(&self) -> SourceHealth {
        let mut work = self.work.lock().await;
        match self.who(&mut work).await {
            Ok(me) => {
                let sentence = format!("Signed in as @{}.", me.handle.value());
                SourceHealth { ready: true, sentence, fix: None }
            }
            Err(trouble) => {
                let (sentence, fix) = trouble.words();
                SourceHealth { ready: false, sentence, fix: Some(fix) }
            }
        }
    }
}

/// The human's words with X's operators for language, time and "no reposts".
fn raw_query(search: &PostSearch) -> String {
    let words = search.query.split_whitespace().collect::<Vec<_>>().join(" ");
    let has = |operator: &str| words.split([' ', '(', ')']).any(|word| word.starts_with(operator));
    // "a OR b lang:en" would ask for the language of b only.
    let mut raw = if words.contains(" OR ") { format!("({words})") } else { words.clone() };
    let known: Vec<String> =
        search.languages.iter().filter(|code| code.len() == 2).map(|code| format!("lang:{code}")).collect();
    match known.as_slice() {
        _ if has("lang:") => {}
        [] => {}
        [one] => raw = format!("{raw} {one}"),
        several => raw = format!("{raw} ({})", several.join(" OR ")),
    }
    if let Some(since) = search.since.filter(|_| !has("since:")) {
        raw = format!("{raw} since:{}", since.strftime("%Y-%m-%d"));
    }
    if !has("-filter:retweets") && !has("filter:retweets") && !has("filter:nativeretweets") {
        raw.push_str(" -filter:retweets");
    }
    raw
}

/// Each person once, in the order in which they were found, their posts newest first.
fn people(tweets: Vec<Tweet>) -> Vec<NewLead> {
    let mut leads: Vec<NewLead> = Vec::new();
    for tweet in tweets {
        let handle = tweet.author.handle.clone();
        let post = post_of(&tweet);
        match leads.iter_mut().find(|lead| lead.handles.contains(&handle)) {
            Some(lead) => {
                if lead.posts.iter().all(|known| known.external_id != post.external_id) {
                    lead.posts.push(post);
                }
            }
            None => leads.push(lead_of(tweet, post)),
        }
    }
    for lead in &mut leads {
        lead.posts.sort_by_key(|post| std::cmp::Reverse(post.posted_at));
    }
    leads
}

fn post_of(tweet: &Tweet) -> NewPost {
    NewPost {
        external_id: Some(tweet.id.clone()),
        url: Some(format!("https://x.com/{}/status/{}", tweet.author.handle.value(), tweet.id)),
        text: tweet.text.clone(),
        posted_at: tweet.posted_at,
        engagement: tweet.engagement,
    }
}

fn lead_of(tweet: Tweet, post: NewPost) -> NewLead {
    let author = tweet.author;
    let profile = Profile {
        name: author.name,
        bio: author.bio,
        location: author.location,
        website: author.website,
        language: tweet.language,
        followers: author.followers,
        ..Profile::default()
    };
    NewLead { profile, handles: vec![author.handle], posts: vec![post] }
}

#[cfg(test)]
#[path = "search/tests.rs"]
mod tests;
