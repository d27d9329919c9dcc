//! A human's hand on enrollments: pause, resume, take out, move to another version.

use std::collections::HashMap;

use sdr_domain::activity::Actor;
use sdr_domain::enrollment::{EndReason, EnrollmentState, PausedBy};
use sdr_domain::id::{LeadId, ProjectId, SequenceId, SequenceVersionId};
use sdr_domain::sequence::{Sequence, SequenceState};
use sdr_storage::{EnrollmentScope, Tx};

use super::place;
use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{Moved, MovedOver};

impl Engine {
    /// Lets enrollments rest until a human resumes them; a sequence takes no leads meanwhile.
    pub async fn pause_enrollments(&self, scope: EnrollmentScope) -> Result<Moved, EngineError> {
        let tx = self.cx.store.begin().await?;
        self.turn_sequence(&tx, &scope, SequenceState::Active, SequenceState::Paused).await?;
        let count = tx.pause_enrollments(&scope, PausedBy::Human, None, self.cx.now()).await?;
        let moved = Moved { count, sentence: format!("{} paused.", leads(count)) };
        self.note(&tx, &scope, "enrollments.paused", &moved.sentence).await?;
        tx.commit().await?;
        self.say_moved(&scope);
        Ok(moved)
    }

    /// Lets enrollments go on where they were. A whole sequence, or everything, wakes what a human paused;
    /// who rests for a reason of their own goes on resting. Nothing goes on in a sequence that is paused.
    pub async fn resume_enrollments(&self, scope: EnrollmentScope) -> Result<Moved, EngineError> {
        let now = self.cx.now();
        let tx = self.cx.store.begin().await?;
        self.turn_sequence(&tx, &scope, SequenceState::Paused, SequenceState::Active).await?;
        let wide = matches!(scope, EnrollmentScope::Sequence(_) | EnrollmentScope::All(_));
        let (mut resumed, mut working) = (Vec::new(), HashMap::new());
        for mut enrollment in tx.live_in(&scope).await? {
            let meant = !wide || enrollment.paused_by == Some(PausedBy::Human);
            if enrollment.state == EnrollmentState::Paused
                && meant
                && self.works(&tx, enrollment.sequence_id, &mut working).await?
            {
                place::resume(&mut enrollment, now)?;
                resumed.push(enrollment);
            }
        }
        tx.update_enrollments(&resumed).await?;
        let count = resumed.len() as u64;
        let moved = Moved { count, sentence: format!("{} resumed.", leads(count)) };
        self.note(&tx, &scope, "enrollments.resumed", &moved.sentence).await?;
        tx.commit().await?;
        self.say_moved(&scope);
        Ok(moved)
    }

    /// Takes leads out; what waits for them is called back or leaves the queue.
    pub async fn exit_enrollments(&self, scope: EnrollmentScope) -> Result<Moved, EngineError> {
        let tx = self.cx.store.begin().await?;
        let live = tx.live_in(&scope).await?;
        let stopped = self.end_all(&tx, live, EndReason::Human).await?;
        let count = stopped.ended;
        let moved = Moved { count, sentence: format!("{} taken out.", leads(count)) };
        self.note(&tx, &scope, "enrollments.exited", &moved.sentence).await?;
        tx.commit().await?;
        self.say_moved(&scope);
        self.cx.bus.announce_all(Topic::Deliveries);
        self.cx.bus.announce_all(Topic::Drafts);
        Ok(moved)
    }

    /// Moves a sequence's leads to another of its versions. They keep their place by the name of their step;
    /// those whose step is gone there stay on the version they are on.
    pub async fn move_enrollments(
        &self,
        sequence: SequenceId,
        to: SequenceVersionId,
    ) -> Result<MovedOver, EngineError> {
        let version = self.version(to).await?;
        if version.sequence_id != sequence {
            return Err(EngineError::NotFound { what: "version" });
        }
        let scope = EnrollmentScope::Sequence(sequence);
        let tx = self.cx.store.begin().await?;
        let mut live = tx.live_in(&scope).await?;
        live.retain(|enrollment| enrollment.version_id != to);
        let all = live.len() as u64;
        live.retain(|enrollment| {
            enrollment.step.as_ref().is_some_and(|key| version.steps.get(key).is_some())
        });
        for enrollment in &mut live {
            (enrollment.version_id, enrollment.updated_at) = (to, self.cx.now());
        }
        tx.update_enrollments(&live).await?;
        let moved = live.len() as u64;
        let stayed = all - moved;
        let stay = match stayed {
            0 => String::new(),
            n => format!(" {} stay: their step is gone in it.", leads(n)),
        };
        let sentence = format!("{} moved to version {}.{stay}", leads(moved), version.number);
        self.note(&tx, &scope, "enrollments.moved", &sentence).await?;
        tx.commit().await?;
        self.say_moved(&scope);
        Ok(MovedOver { moved, stayed, sentence })
    }

    /// Whether a sequence is at work, looked up once.
    async fn works(
        &self,
        tx: &Tx,
        id: SequenceId,
        known: &mut HashMap<SequenceId, bool>,
    ) -> Result<bool, EngineError> {
        if let Some(works) = known.get(&id) {
            return Ok(*works);
        }
        let sequence = tx.sequence(id).await?;
        let works = sequence.is_some_and(|sequence| sequence.state == SequenceState::Active);
        known.insert(id, works);
        Ok(works)
    }

    async fn turn_sequence(
        &self,
        tx: &Tx,
        scope: &EnrollmentScope,
        from: SequenceState,
        to: SequenceState,
    ) -> Result<(), EngineError> {
        let EnrollmentScope::Sequence(id) = scope else { return Ok(()) };
        let sequence = tx.sequence(*id).await?.ok_or(EngineError::NotFound { what: "sequence" })?;
        if sequence.state == from {
            let turned = Sequence { state: to, updated_at: self.cx.now(), ..sequence };
            tx.put_sequence(&turned).await?;
        }
        Ok(())
    }

    async fn note(
        &self,
        tx: &Tx,
        scope: &EnrollmentScope,
        kind: &str,
        sentence: &str,
    ) -> Result<(), EngineError> {
        let (project, lead, subject) = subject(scope);
        let row = self.cx.activity((project, lead), Actor::Human, kind, subject.as_str(), sentence);
        Ok(tx.insert_activity(vec![row]).await?)
    }

    fn say_moved(&self, scope: &EnrollmentScope) {
        self.cx.bus.announce_all(Topic::Enrollments);
        if let EnrollmentScope::Sequence(id) = scope {
            self.cx.bus.announce(Topic::Sequences, *id);
        }
        self.cx.wake.notify_one();
    }
}

fn subject(scope: &EnrollmentScope) -> (Option<ProjectId>, Option<LeadId>, String) {
    match scope {
        EnrollmentScope::Lead(id) => (None, Some(*id), id.to_string()),
        EnrollmentScope::Company(key) => (None, None, key.clone()),
        EnrollmentScope::Sequence(id) => (None, None, id.to_string()),
        EnrollmentScope::All(id) => (Some(*id), None, id.to_string()),
        EnrollmentScope::One(id) => (None, None, id.to_string()),
    }
}

/// "1 lead", "12 leads".
pub(super) fn leads(n: u64) -> String {
    if n == 1 { "1 lead".to_owned() } else { format!("{n} leads") }
}
