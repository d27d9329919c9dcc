//! What came in since the last look: the shell announces it while the human looks elsewhere.
//!
//! **Invariant:** a piece of news holds counts and sentences of the app or of the human's own steps, never
//! message text, a name or a handle.

use sdr_domain::activity::Activity;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{News, NewsSeen};

/// Lines of the log looked at; what is older was announced before or is too much to announce.
const LOOKED_AT: u32 = 200;

/// A kind of line in the log, and how one of them and many of them are said.
const KINDS: [(&str, &str, &str, &str); 4] = [
    (
        "reply.received",
        "Something came back from a lead",
        "leads: something came back",
        "/leads?status=replied",
    ),
    ("lead.warm", "A lead is warm now", "leads are warm now", "/leads"),
    ("sequence.notice", "", "notes from your sequences", "/activity"),
    ("sequence.trouble", "A sequence rests and needs you", "sequences rest and need you", "/activity"),
];

impl Engine {
    /// Replies, warm leads, notes and trouble of sequences since the last look. The first look announces nothing.
    pub async fn news_since(&self, seen: Option<NewsSeen>) -> Result<(Vec<News>, NewsSeen), EngineError> {
        let Some(NewsSeen(since)) = seen else { return Ok((Vec::new(), NewsSeen(self.cx.now()))) };
        let page = self.cx.store.activity_page(None, LOOKED_AT).await?;
        let latest = page.rows.iter().map(|row| row.at).max().unwrap_or(since).max(since);
        let fresh: Vec<Activity> = page.rows.into_iter().filter(|row| row.at > since).collect();
        let news = KINDS.into_iter().filter_map(|kind| told(kind, &fresh));
        Ok((news.collect(), NewsSeen(latest)))
    }
}

fn told((kind, one, many, list): (&str, &str, &str, &str), fresh: &[Activity]) -> Option<News> {
    let mut found = fresh.iter().filter(|row| row.kind == kind);
    let first = found.next()?;
    let more = found.count();
    let lead = first.lead_id.filter(|_| more == 0).map(|lead| format!("/leads/{lead}"));
    let sentence = match (more, one) {
        // A note of a step says what the human wrote into it.
        (0, "") => first.detail.clone(),
        (0, one) => one.to_owned(),
        (more, _) => format!("{} {many}", more + 1),
    };
    Some(News { sentence, action: "Look".to_owned(), to: lead.unwrap_or_else(|| list.to_owned()) })
}
