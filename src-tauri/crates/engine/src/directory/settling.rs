//! Settling: what a process that died left behind between a request and a lead.
//!
//! **Invariant:** nothing is asked again from here. An answer that is stored becomes a lead; a request
//! without one is told to the human.

use std::collections::HashMap;

use jiff::SignedDuration;
use sdr_domain::Timestamp;
use sdr_domain::id::SourceId;
use sdr_storage::{DirectoryAnswer, SourceOutcome};

use super::buying::Bought;
use super::trouble::interrupted;
use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;

/// No request is under way for longer.
const LONGEST_REQUEST: SignedDuration = SignedDuration::from_mins(2);
/// Answers turned into leads at once.
const MOST: u32 = 1_000;

impl Engine {
    /// Tells of requests nobody knows the end of, and finishes answers that were paid for. `alone` says that
    /// no other process works on this database.
    pub(crate) async fn settle_directory(&self, alone: bool) -> Result<(), EngineError> {
        let Some(project) = self.project().await? else { return Ok(()) };
        let _one_at_a_time = self.cx.buying.lock().await;
        let mut by_source: HashMap<SourceId, Vec<DirectoryAnswer>> = HashMap::new();
        for answer in self.cx.store.directory_answers_to_import(MOST).await? {
            by_source.entry(answer.source_id).or_default().push(answer);
        }
        for (source, answers) in by_source {
            if let Some(source) = self.cx.store.source(source).await? {
                self.keep_people(&project, &source, answers, Bought::default()).await?;
            }
        }
        let now = self.cx.now();
        // A single process that just started has no request under way, whatever its clock says.
        let before = if alone { Timestamp::MAX } else { now.saturating_sub(LONGEST_REQUEST).unwrap_or(now) };
        let tx = self.cx.store.begin().await?;
        let lost = tx.settle_directory_requests(before, now).await?;
        for request in &lost {
            let trouble = interrupted(request.people, request.most_credits, request.asked_at);
            let sentence = trouble.sentence.clone();
            let outcome = SourceOutcome { at: now, sentence, trouble: Some(trouble) };
            tx.note_source(request.source_id, &outcome).await?;
        }
        tx.commit().await?;
        if !lost.is_empty() {
            self.cx.bus.announce_all(Topic::Sources);
        }
        Ok(())
    }
}
