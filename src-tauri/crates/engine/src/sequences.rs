//! Sequences: outreach as steps, and the leads that go through them.
//!
//! What is due is begun by the tick, many enrollments in one transaction. Steps with words are written by a
//! second pass, go through the queue like every draft, and out through `dispatch` like every delivery. What
//! becomes of a delivery moves its enrollment on in the same transaction.
//!
//! **Invariant:** what a lead is on is a version, and a version never changes; a saved change makes a new one.

mod batch;
mod catalog;
mod control;
mod enroll;
mod look;
mod news;
mod place;
mod scope;
mod settle;
mod stops;
mod store_words;
mod suppress;
mod thread;
mod tick;
mod write;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use sdr_domain::id::SequenceVersionId;
use sdr_domain::sequence::SequenceVersion;

use crate::engine::Engine;
use crate::error::EngineError;

pub(crate) use enroll::{Strictness, enrollment};
pub(crate) use settle::OfStep;

/// Versions that were read once; they never change.
#[derive(Default)]
pub(crate) struct Versions(Mutex<HashMap<SequenceVersionId, Arc<SequenceVersion>>>);

impl Engine {
    /// One version of a sequence.
    pub(crate) async fn version(&self, id: SequenceVersionId) -> Result<Arc<SequenceVersion>, EngineError> {
        let known = |versions: &Versions| {
            versions.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).map(Arc::clone)
        };
        if let Some(version) = known(&self.cx.versions) {
            return Ok(version);
        }
        let read = self.cx.store.sequence_version(id).await?;
        let version = Arc::new(read.ok_or(EngineError::NotFound { what: "version" })?);
        let mut versions = self.cx.versions.0.lock().unwrap_or_else(PoisonError::into_inner);
        versions.insert(id, Arc::clone(&version));
        Ok(version)
    }
}
