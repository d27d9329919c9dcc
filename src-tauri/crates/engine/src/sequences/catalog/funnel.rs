//! The funnel: what became of the leads, step by step, over all versions.

use std::collections::{HashMap, HashSet};

use sdr_domain::enrollment::{EnrollmentState, Outcome};
use sdr_domain::sequence::{SequenceVersion, StepKey};
use sdr_storage::PlaceRow;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::FunnelStep;

impl Engine {
    /// The steps of this version in order; then steps that only older versions have, as far as leads came to
    /// them.
    pub(super) async fn funnel(
        &self,
        version: &SequenceVersion,
        places: &[PlaceRow],
    ) -> Result<Vec<FunnelStep>, EngineError> {
        let rows = self.cx.store.funnel(version.sequence_id).await?;
        let mut funnel: Vec<FunnelStep> =
            version.steps.0.iter().map(|step| empty(step.key.clone(), step.label())).collect();
        let known: HashSet<&StepKey> = version.steps.0.iter().map(|step| &step.key).collect();
        let older =
            rows.iter().map(|row| &row.step).chain(places.iter().filter_map(|place| place.step.as_ref()));
        if older.clone().any(|step| !known.contains(step)) {
            let met: HashSet<&StepKey> = older.collect();
            funnel.extend(self.former(version, &known, &met).await?);
        }
        let index: HashMap<StepKey, usize> =
            funnel.iter().enumerate().map(|(at, step)| (step.step.clone(), at)).collect();
        for row in rows {
            if let Some(at) = index.get(&row.step) {
                count(&mut funnel[*at], row.outcome, row.count);
            }
        }
        for place in places.iter().filter(|place| place.state.is_live()) {
            let Some(at) = place.step.as_ref().and_then(|step| index.get(step)) else { continue };
            funnel[*at].here += place.count;
            if place.state == EnrollmentState::WaitingApproval {
                funnel[*at].waiting += place.count;
            }
        }
        Ok(funnel)
    }

    /// Steps that are gone, labeled as the newest version that had them did.
    async fn former(
        &self,
        version: &SequenceVersion,
        known: &HashSet<&StepKey>,
        met: &HashSet<&StepKey>,
    ) -> Result<Vec<FunnelStep>, EngineError> {
        let mut versions = self.cx.store.sequence_versions(version.sequence_id).await?;
        versions.sort_by_key(|version| std::cmp::Reverse(version.number));
        let mut gone: Vec<FunnelStep> = Vec::new();
        for step in versions.iter().flat_map(|version| &version.steps.0) {
            let told = known.contains(&step.key) || gone.iter().any(|one| one.step == step.key);
            if !told && met.contains(&step.key) {
                gone.push(empty(step.key.clone(), format!("{} (older version)", step.label())));
            }
        }
        Ok(gone)
    }
}

fn empty(step: StepKey, label: String) -> FunnelStep {
    FunnelStep {
        step,
        label,
        here: 0,
        waiting: 0,
        reached: 0,
        done: 0,
        skipped: 0,
        stopped: 0,
        yes: 0,
        no: 0,
    }
}

fn count(step: &mut FunnelStep, outcome: Outcome, count: u64) {
    step.reached += count;
    match outcome {
        Outcome::ToWrite | Outcome::ToApprove | Outcome::Queued => {}
        Outcome::Done => step.done += count,
        Outcome::Yes => {
            step.done += count;
            step.yes += count;
        }
        Outcome::No => {
            step.done += count;
            step.no += count;
        }
        Outcome::Skipped => step.skipped += count,
        Outcome::Rejected | Outcome::Canceled => step.stopped += count,
    }
}
