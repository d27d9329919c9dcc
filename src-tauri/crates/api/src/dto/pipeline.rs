//! Runs of the pipeline on the wire.

use jiff::Timestamp;
use uuid::Uuid;

use sdr_engine::view;

words! {
    /// Where a run stands.
    RunState = view::RunState { Running = "running", Finished = "finished", Stopped = "stopped", Failed = "failed" }
}

words! {
    /// One stage of the pipeline.
    Stage = view::Stage { Judge = "judge", Score = "score", Enrich = "enrich", Draft = "draft" }
}

wire! {
    /// Progress of one stage.
    out RunStage = view::RunStage { stage: Stage, done: u64, total: u64, failed: u64 }
}

wire! {
    /// Something a stage could not do.
    out RunFailure = view::RunFailure { lead_id: Option<Uuid>, stage: String, reason: String }
}

wire! {
    /// One pass of the pipeline.
    out Run = view::Run {
        id: Uuid, state: RunState, started_at: Timestamp, finished_at: Option<Timestamp>, stages: Vec<RunStage>,
        failures: Vec<RunFailure>,
    }
}

wire! {
    /// What the pipeline does now.
    out PipelineStatus = view::PipelineStatus {
        run: Option<Run>, per_second: Option<f64>, seconds_left: Option<u64>,
        /// Leads not judged yet.
        waiting: u64,
    }
}
