//! Runs as screens read them.

use sdr_domain::Timestamp;
use sdr_domain::id::{LeadId, RunId, SourceId};
use serde::{Deserialize, Serialize};

/// A stage of the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Who is there?
    Collect,
    /// Is this a lead?
    Judge,
    /// How good a lead?
    Score,
    /// What else is known?
    Enrich,
    /// What to write?
    Draft,
}

impl Stage {
    /// In the order they run.
    pub const ALL: [Self; 5] = [Self::Collect, Self::Judge, Self::Score, Self::Enrich, Self::Draft];

    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Collect => "collect",
            Self::Judge => "judge",
            Self::Score => "score",
            Self::Enrich => "enrich",
            Self::Draft => "draft",
        }
    }

    /// The stage of a stored word.
    pub(crate) fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|stage| stage.as_str() == word).unwrap_or(Self::Judge)
    }
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RunState {
    /// It works.
    Running,
    /// Nothing is left to do.
    Finished,
    /// A human stopped it.
    Stopped,
    /// It could not go on.
    Failed,
}

impl RunState {
    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Stopped => "stopped",
            Self::Failed => "failed",
        }
    }
}

/// Who began a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunTrigger {
    /// A human in the app, also by importing or adding leads.
    Button,
    /// The schedule.
    Schedule,
    /// The command line.
    Command,
    /// A program, over the API.
    Api,
}

impl RunTrigger {
    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Button => "button",
            Self::Schedule => "schedule",
            Self::Command => "command",
            Self::Api => "api",
        }
    }

    /// The trigger of a stored word.
    pub(crate) fn of(word: &str) -> Self {
        let all = [Self::Button, Self::Schedule, Self::Command, Self::Api];
        all.into_iter().find(|trigger| trigger.as_str() == word).unwrap_or(Self::Button)
    }
}

/// What a run is asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunOrder {
    /// Who asks.
    pub trigger: RunTrigger,
    /// Whether to say only what would be done.
    pub dry_run: bool,
    /// The sources to read; all that are on when missing, none when empty.
    pub sources: Option<Vec<SourceId>>,
}

impl RunOrder {
    /// All sources that are on, then every lead that waits.
    pub fn full(trigger: RunTrigger) -> Self {
        Self { trigger, dry_run: false, sources: None }
    }

    /// Only the leads that wait.
    pub fn over_waiting(trigger: RunTrigger) -> Self {
        Self { trigger, dry_run: false, sources: Some(Vec::new()) }
    }
}

/// Progress of one stage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RunStage {
    /// Which.
    pub stage: Stage,
    /// Leads, or sources, done.
    pub done: u64,
    /// In all, as known now.
    pub total: u64,
    /// Failed here.
    pub failed: u64,
    /// Rate while the run is under way; never stored.
    #[serde(skip)]
    pub per_second: Option<f64>,
    /// Estimate while the run is under way; never stored.
    #[serde(skip)]
    pub seconds_left: Option<u64>,
}

/// A lead or source that failed in a stage.
pub struct RunFailure {
    /// Which lead.
    pub lead_id: Option<LeadId>,
    /// Their name, while they are known.
    pub lead_name: Option<String>,
    /// Which source.
    pub source_id: Option<SourceId>,
    /// Which stage.
    pub stage: Stage,
    /// Why, and what to do.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// One pass of the pipeline.
pub struct Run {
    /// Names the run.
    pub id: RunId,
    /// Where it stands.
    pub state: RunState,
    /// Who began it.
    pub trigger: RunTrigger,
    /// Whether it only says what would be done.
    pub dry_run: bool,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Progress.
    pub stages: Vec<RunStage>,
    /// Failures of all stages.
    pub failed: u64,
    /// The first failures.
    pub failures: Vec<RunFailure>,
    /// What it came to, or what a dry run found that it would do.
    pub sentence: Option<String>,
}

/// How often a run begins by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// Minutes between two; missing when runs begin by hand only.
    pub every_minutes: Option<u32>,
    /// When the next one begins.
    pub next_at: Option<Timestamp>,
}

/// The pipeline now.
pub struct PipelineStatus {
    /// The latest run.
    pub run: Option<Run>,
    /// Leads a second, while running.
    pub per_second: Option<f64>,
    /// Estimate, while running.
    pub seconds_left: Option<u64>,
    /// Leads nobody judged yet.
    pub waiting: u64,
    /// How often a run begins by itself.
    pub schedule: Schedule,
    /// Why the offline way stands in for the chosen model, while it does.
    pub llm: Option<String>,
}
