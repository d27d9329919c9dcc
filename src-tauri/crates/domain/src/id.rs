//! Typed, time-ordered ids: a lead id cannot be passed where a draft id is wanted.
//!
//! **Invariant:** ids are made by `sdr_ports::IdSource` only, never here.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// Names a [`crate::project::Project`].
    ProjectId,
    /// Names a source: one import, one search, one generator pass.
    SourceId,
    /// Names a [`crate::lead::Lead`].
    LeadId,
    /// Names a merge of two leads.
    MergeId,
    /// Names a [`crate::post::Post`].
    PostId,
    /// Names a [`crate::judgement::Judgement`].
    JudgementId,
    /// Names a score.
    ScoreId,
    /// Names an enrichment.
    EnrichmentId,
    /// Names a [`crate::draft::Draft`].
    DraftId,
    /// Names an [`crate::approval::Approval`].
    ApprovalId,
    /// Names a [`crate::delivery::Delivery`].
    DeliveryId,
    /// Names a pass of the pipeline.
    RunId,
    /// Names a [`crate::template::Template`].
    TemplateId,
    /// Names a backtest.
    BacktestId,
    /// Names a request to a directory of people.
    DirectoryRequestId,
    /// Names a person bought from a directory.
    DirectoryAnswerId,
    /// Names a [`crate::suppression::Suppression`].
    SuppressionId,
    /// Names an [`crate::activity::Activity`].
    ActivityId,
    /// Names a [`crate::sequence::Sequence`].
    SequenceId,
    /// Names one version of a sequence's steps.
    SequenceVersionId,
    /// Names an [`crate::enrollment::Enrollment`].
    EnrollmentId,
    /// Names an execution: one step's result.
    ExecutionId,
    /// Names a [`crate::reply::Reply`].
    ReplyId,
    /// Names something the SDR did by hand outside the app.
    ManualActId,
    /// Names a cool-down of a channel.
    CooldownId,
}
