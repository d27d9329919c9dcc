//! Runs of the pipeline on the wire.

use jiff::Timestamp;
use serde::Deserialize;
use uuid::Uuid;

use sdr_domain::id::SourceId;
use sdr_engine::view::{self, RunOrder};

words! {
    /// Where a run stands.
    RunState = view::RunState { Running = "running", Finished = "finished", Stopped = "stopped", Failed = "failed" }
}

words! {
    /// Who began a run.
    RunTrigger = view::RunTrigger { Button = "button", Schedule = "schedule", Command = "command", Api = "api" }
}

words! {
    /// One stage of the pipeline.
    Stage = view::Stage {
        Collect = "collect", Judge = "judge", Score = "score", Enrich = "enrich", Draft = "draft",
    }
}

wire! {
    /// Progress of one stage; of collecting in sources, else in leads.
    out RunStage = view::RunStage {
        stage: Stage, done: u64, total: u64, failed: u64,
        /// While the run is under way.
        per_second: Option<f64>,
        seconds_left: Option<u64>,
    }
}

wire! {
    /// Something a stage could not do.
    out RunFailure = view::RunFailure {
        lead_id: Option<Uuid>, lead_name: Option<String>, source_id: Option<Uuid>, stage: Stage,
        /// What happened and what to do.
        reason: String,
        at: Timestamp,
    }
}

wire! {
    /// One pass of the pipeline.
    #[expect(clippy::struct_field_names, reason = "a dry run is called so everywhere")]
    out Run = view::Run {
        id: Uuid, state: RunState, trigger: RunTrigger,
        /// Whether it only says what would be done.
        dry_run: bool,
        started_at: Timestamp, finished_at: Option<Timestamp>, stages: Vec<RunStage>,
        /// Failures of all stages.
        failed: u64,
        /// The first of them.
        failures: Vec<RunFailure>,
        /// What it came to, or what a dry run found that it would do.
        sentence: Option<String>,
    }
}

wire! {
    /// How often a run begins by itself.
    out Schedule = view::Schedule {
        /// Missing when runs begin by hand only.
        every_minutes: Option<u32>,
        next_at: Option<Timestamp>,
    }
}

wire! {
    /// What the pipeline does now.
    out PipelineStatus = view::PipelineStatus {
        run: Option<Run>, per_second: Option<f64>, seconds_left: Option<u64>,
        /// Leads not judged yet.
        waiting: u64,
        schedule: Schedule,
        /// Why the offline way stands in for the chosen model, while it does.
        llm: Option<String>,
    }
}

/// What a run is asked to do.
#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct RunRequest {
    /// Say only what would be done.
    pub(crate) dry_run: bool,
    /// The sources to read; all that are on when null or left out, none when empty.
    pub(crate) sources: Option<Vec<Uuid>>,
}

impl RunRequest {
    pub(crate) fn order(self, trigger: view::RunTrigger) -> RunOrder {
        let sources = self.sources.map(|ids| ids.into_iter().map(SourceId).collect());
        RunOrder { trigger, dry_run: self.dry_run, sources }
    }
}

/// How often a run shall begin by itself.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct ScheduleRequest {
    /// 5 minutes to 7 days; null switches it off.
    #[schema(minimum = 5, maximum = 10080)]
    pub(crate) every_minutes: Option<u32>,
}

/// Which failures.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FailureQuery {
    /// Only of this stage.
    #[param(inline)]
    pub(crate) stage: Option<Stage>,
}
