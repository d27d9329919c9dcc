//! The only room that knows SQL: SQLite and PostgreSQL behind one concrete [`Store`].
//!
//! Reads are methods on [`Store`]; writes are methods on [`Tx`], which [`Store::begin`] hands out and whose
//! [`Tx::commit`] makes them durable together. Not found is `Ok(None)`. Many rows always go in one
//! set-based statement: the driver pays a thread hop per SQLite statement.
//!
//! Ids and times come from the caller and are stored as given, times to the millisecond.
//!
//! **Invariant:** no rule of the product is decided here, except the ones a transaction must guard: a
//! state machine's step is applied to the state read in the same transaction.
//!
//! **Invariant:** no message text, handle or secret reaches a log or an error's sentence.
#![warn(missing_docs)]

mod activity;
mod answers;
mod approvals;
mod backtests;
mod checks;
mod deliveries;
mod directory;
mod drafts;
mod egress;
mod enrollments;
mod error;
mod executions;
mod leads;
mod page;
mod person;
mod pipeline;
mod posts;
mod preview;
mod projects;
mod replies;
mod runs;
mod sequences;
mod settings;
mod sources;
mod sql;
mod store;
mod suppressions;
mod templates;
mod tx;

pub use activity::ActivityPage;
pub use answers::{LlmAnswerRow, LlmUsageRow};
pub use backtests::{AppliedFinding, BacktestLead, BacktestLine, BacktestOnly, BacktestRecord};
pub use checks::HandleCheckRow;
pub use deliveries::{
    CooldownRow, DeliveryChange, DeliveryEventRow, DeliveryFilter, DeliveryRow, LaneHead, LaneKey,
    ManualActRow, Standing,
};
pub use directory::{DirectoryAnswer, DirectoryEnd, DirectoryKey, DirectoryRequest};
pub use drafts::{DraftFilter, DraftRow};
pub use egress::{EgressBegin, EgressEnd, EgressFilter, EgressHostRow, EgressOfLeadRow, EgressRow};
pub use enrollments::{EnrollmentFilter, EnrollmentRow, EnrollmentScope, LeadFacts};
pub use error::StoreError;
pub use leads::{ImportOutcome, LeadFilter, LeadPage, LeadRow, LeadSort, MergeRow, UndoRefused};
pub use page::Page;
pub use pipeline::{JudgePlace, LeadWithPosts, PipelineRecord, StoredJudgement, StoredScore};
pub use preview::QueuedRow;
pub use runs::{RunFailure, RunRow};
pub use sequences::{FunnelRow, PlaceRow};
pub use sources::SourceOutcome;
pub use store::{Store, StoreConfig};
pub use tx::Tx;
