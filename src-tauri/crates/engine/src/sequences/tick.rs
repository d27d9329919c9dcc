//! The tick: begins every step whose time has come, many enrollments in one transaction.
//!
//! **Invariant:** a batch is one transaction. A process that is killed leaves all of it or nothing, and a step
//! that was begun twice would collide with itself.

use jiff::SignedDuration;
use sdr_domain::Timestamp;

use super::batch::Batch;
use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;

/// Enrollments taken in one transaction.
const BATCH: u32 = 1_000;
/// Another worker holds everything that is due: look again soon.
const HELD_ELSEWHERE: SignedDuration = SignedDuration::from_secs(1);

/// How a tick ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ticked {
    /// Nothing more is due before then.
    Until(Option<Timestamp>),
    /// What is due is another worker's at this instant.
    HeldElsewhere,
}

impl Engine {
    /// Begins every step that is due, and returns when the next one is; `None` until something changes. May
    /// be called at any time and any number of times. When nothing is due it costs one indexed query.
    pub async fn tick(&self) -> Result<Option<Timestamp>, EngineError> {
        match self.tick_all().await? {
            Ticked::Until(next) => Ok(next),
            Ticked::HeldElsewhere => Ok(self.cx.now().checked_add(HELD_ELSEWHERE).ok()),
        }
    }

    pub(crate) async fn tick_all(&self) -> Result<Ticked, EngineError> {
        loop {
            let now = self.cx.now();
            match self.cx.store.next_wake().await? {
                Some(next) if next <= now => {}
                next => return Ok(Ticked::Until(next)),
            }
            // A pause holds sequences too; the nudge of the resume looks again.
            if self.is_paused().await? {
                return Ok(Ticked::Until(None));
            }
            if self.tick_once(now).await? == 0 {
                return Ok(Ticked::HeldElsewhere);
            }
        }
    }

    /// When to tick again, asked after the sends of a pass: one of them may have made a step due.
    pub(crate) async fn tick_again(&self, ticked: Ticked) -> Result<Option<Timestamp>, EngineError> {
        let now = self.cx.now();
        let next = self.cx.store.next_wake().await?;
        Ok(match (next, ticked) {
            (Some(next), Ticked::HeldElsewhere) if next <= now => now.checked_add(HELD_ELSEWHERE).ok(),
            (Some(next), Ticked::Until(_)) if next <= now && self.is_paused().await? => None,
            (next, Ticked::Until(_) | Ticked::HeldElsewhere) => next,
        })
    }

    /// One batch; the number of enrollments that were taken.
    async fn tick_once(&self, now: Timestamp) -> Result<usize, EngineError> {
        let project = self.need_project().await?;
        let tx = self.cx.store.begin().await?;
        let due = tx.due_enrollments(now, BATCH).await?;
        if due.is_empty() {
            tx.rollback().await?;
            return Ok(0);
        }
        let asked: Vec<_> = due.iter().map(|e| (e.id, e.lead_id, e.enrolled_at)).collect();
        let mut known = tx.facts_of(&asked).await?;
        let mut batch = Batch::new(&self.cx, &project, now);
        let taken = due.len();
        for enrollment in due {
            let version = self.version(enrollment.version_id).await?;
            let facts = known.remove(&enrollment.id).unwrap_or_default();
            batch.take(enrollment, &version, &facts);
        }
        let news = batch.write(&tx).await?;
        tx.commit().await?;
        for topic in news {
            self.cx.bus.announce_all(topic);
        }
        self.cx.bus.announce_all(Topic::Enrollments);
        Ok(taken)
    }
}
