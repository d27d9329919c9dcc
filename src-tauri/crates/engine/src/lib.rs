//! Use cases of SDR Console and the worker that carries out what is due.
//!
//! Each use case is a method of [`Engine`], grouped in one file per noun. A use case reads, decides with
//! the pure rules of `sdr-domain`, writes in one short transaction together with its activity row, and
//! only after the commit announces the change on the bus.
//!
//! **Invariant:** no HTTP, no SQL and no window in here.
//!
//! **Invariant:** the only way out is `dispatch`: nothing else calls a channel with a lead's message.
#![warn(missing_docs)]

pub mod approvals;
pub mod backtests;
pub mod bus;
pub mod channels;
pub mod checks;
pub mod control;
pub mod dashboard;
pub mod deliveries;
pub mod directory;
mod dispatch;
pub mod drafts;
pub mod egress;
pub mod error;
pub mod imports;
pub mod leads;
pub mod limits;
pub mod llm;
pub mod merges;
pub mod person;
pub mod pipeline;
pub mod preview;
pub mod project;
pub mod secrets;
pub mod sequences;
pub mod setup;
pub mod sources;
pub mod status;
pub mod suppressions;
pub mod templates;
pub mod view;
pub mod worker;
pub mod x_account;

mod backup;
mod context;
mod engine;

pub use bus::{Bus, Changed, Topic};
pub use engine::{Engine, Parts};
pub use error::EngineError;
pub use sdr_storage::{
    BacktestOnly, DeliveryFilter, DraftFilter, EgressFilter, EnrollmentFilter, EnrollmentScope, LeadFilter,
    LeadSort, StoreError,
};
pub use worker::WorkerHandle;
