//! What screens and other callers read: facts joined for one question, with typed fields.
//!
//! The API gives each of these a wire type of the same name. Views hold message text, so none of them
//! derives `Debug`.

mod backtest;
mod check;
mod delivery;
mod draft;
mod egress;
mod lead;
mod limits;
mod llm;
mod overview;
mod pipeline;
mod preview;
mod sequence;
mod sequence_list;
mod source;
mod template;

pub use backtest::{Backtest, BacktestForm, BacktestRow, BacktestSide, BacktestState, BacktestSummary};
pub use check::{DirectoryEntryView, DirectoryEstimate, DirectoryOutcome, DirectorySearch, HandleCheckView};
pub use delivery::{DeliveryDetail, DeliveryEventView, DeliveryRow, PartView, Question, Settlement};
pub use draft::{ApprovalResult, ApprovedMany, DraftDetail, DraftPage, DraftVariant, LimitView, Refusal};
pub use egress::{EgressHostRow, EgressOfLeadRow, EgressRow, EgressSummary, Erased, LeadEgress, PersonFile};
pub use lead::{
    ActivityView, EnrichmentView, EvidenceView, HandleView, ImportColumn, ImportPreview, ImportReport,
    JudgementView, LeadDetail, LeadPage, NewLeadForm, PostView, RowRejection, ScoreComponent, ScoreView,
};
pub use limits::{LimitLine, LimitsToday, ManualAct};
pub use llm::{LlmModels, LlmStatus, LlmToday, LlmUsageRow, PullState, PullStatus};
pub use overview::{
    ChannelView, Counts, Dashboard, DraftPreview, FunnelStage, LimitBar, NeedsKind, NeedsYou, NextAction,
    Remedy, Sending, SetupStatus, Status, TestOutcome, TestResult, WhyNothing, WizardAnswers,
};
pub use pipeline::{
    PipelineStatus, Run, RunFailure, RunOrder, RunStage, RunState, RunTrigger, Schedule, Stage,
};

pub use preview::{
    EnrollEstimate, Preview, PreviewDay, PreviewDiff, PreviewItem, PreviewKind, PreviewMove, PreviewWaiting,
};

pub use sequence::{
    EnrollWho, Enrolled, EnrollmentDetail, EnrollmentRow, ExecutionView, Moved, MovedOver, News, NewsSeen,
    ReplyForm, ReplyResult, ReplyView, StepAhead,
};

pub use template::{BuiltinTemplate, TemplateForm, TemplatePreview, TemplateTry, TemplateVariable};

pub use sequence_list::{
    CheckedSteps, EndCount, FunnelStep, NewSequence, SavedSteps, Scope, SequenceChange, SequenceCounts,
    SequenceDetail, SequenceRow, SequenceTemplateView, SequenceVersionView, StepView,
};

pub use source::{MergeView, SourceForm, SourceView, Undone};

pub use sdr_ports::{SignInState, SignInStatus};

// A line of these lists is shown as it is stored.
pub use sdr_storage::{DraftRow, LeadRow};

/// One page of a list. `next` is the cursor of the page after it.
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Cursor of the next page.
    pub next: Option<String>,
    /// Rows in all pages.
    pub total: u64,
}
