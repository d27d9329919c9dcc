//! How far a run is: counts by stage, kept with the results they count, and the pace they grow at.

use std::sync::{Mutex, PoisonError};

use sdr_domain::Timestamp;
use sdr_domain::id::RunId;
use serde_json::Value;

use super::rules::Worked;
use crate::view::{RunStage, Stage};

/// Where a run stood when this process began to work on it.
struct Begun {
    run: RunId,
    at: Timestamp,
    done: Vec<(Stage, u64)>,
}

/// The pace of the run under way. A run that was interrupted is not measured over the time nobody worked.
#[derive(Default)]
pub(crate) struct Pace(Mutex<Option<Begun>>);

impl Pace {
    pub(super) fn begin(&self, run: RunId, at: Timestamp, stages: &[RunStage]) {
        let done = stages.iter().map(|stage| (stage.stage, stage.done + stage.failed)).collect();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Begun { run, at, done });
    }

    /// Fills in rate and time left of each stage of the run that is under way here.
    pub(super) fn measure(&self, run: RunId, now: Timestamp, stages: &mut [RunStage]) {
        let begun = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(begun) = begun.as_ref().filter(|begun| begun.run == run) else { return };
        let seconds = now.duration_since(begun.at).as_secs_f64();
        for stage in stages {
            let before = begun.done.iter().find(|(of, _)| *of == stage.stage).map_or(0, |(_, done)| *done);
            let (per_second, seconds_left) = pace(stage, before, seconds);
            stage.per_second = per_second;
            stage.seconds_left = seconds_left;
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an estimate for the eye"
)]
fn pace(stage: &RunStage, before: u64, seconds: f64) -> (Option<f64>, Option<u64>) {
    let ended = stage.done + stage.failed;
    let here = ended.saturating_sub(before);
    if here == 0 || seconds <= 0.0 {
        return (None, None);
    }
    let rate = here as f64 / seconds;
    (Some(rate), Some((stage.total.saturating_sub(ended) as f64 / rate).ceil() as u64))
}

/// Counts of a run that begins: every waiting lead may pass every stage.
pub(super) fn fresh(sources: u64, leads: u64) -> Vec<RunStage> {
    let total = |stage| if stage == Stage::Collect { sources } else { leads };
    let of = |stage| RunStage {
        stage,
        done: 0,
        total: total(stage),
        failed: 0,
        per_second: None,
        seconds_left: None,
    };
    Stage::ALL.into_iter().map(of).collect()
}

/// Progress is a convenience: an unreadable one is shown as empty, never an error.
pub(super) fn read(value: &Value) -> Vec<RunStage> {
    serde_json::from_value(value.clone()).unwrap_or_default()
}

pub(super) fn write(stages: &[RunStage]) -> Value {
    serde_json::to_value(stages).unwrap_or_default()
}

/// Adds leads to the counts. Later stages see only the leads that earlier ones let through, so their totals
/// shrink as leads turn out irrelevant; leads that arrive during the run make totals grow.
pub(super) fn count(stages: &mut [RunStage], worked: &[Worked]) {
    let number = |of: &dyn Fn(&Worked) -> bool| worked.iter().filter(|worked| of(worked)).count() as u64;
    let failed = |stage| {
        number(&|worked: &Worked| worked.failure.as_ref().is_some_and(|failure| failure.stage == stage))
    };
    let judged = number(&|worked: &Worked| worked.record.is_some());
    for stage in stages.iter_mut() {
        let done = match stage.stage {
            Stage::Collect => continue,
            Stage::Judge | Stage::Score => judged,
            Stage::Enrich => number(&|worked: &Worked| worked.enriched),
            Stage::Draft => number(&|worked: &Worked| worked.drafted),
        };
        let failed = failed(stage.stage);
        stage.done += done;
        stage.failed += failed;
        let ended = stage.done + stage.failed;
        stage.total = match stage.stage {
            Stage::Collect | Stage::Judge => stage.total.max(ended),
            Stage::Score | Stage::Enrich | Stage::Draft => {
                let dropped = (worked.len() as u64).saturating_sub(done + failed);
                stage.total.saturating_sub(dropped).max(ended)
            }
        };
    }
}

/// Settles the totals of a run that has nothing left to do: what was not reached is not waited for.
pub(super) fn settle(stages: &mut [RunStage]) {
    for stage in stages {
        stage.total = stage.done + stage.failed;
    }
}
