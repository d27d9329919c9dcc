//! What goes over the wire: one file per noun, field for field what the UI reads.
//!
//! A wire type is made from an engine view, or turned into a domain value, by the tables of
//! [`wire`]; nothing is computed on the way except UTF-16 offsets, which only JavaScript needs.
//!
//! **Invariant:** no type of this module is used below the API, and none of them has a `Debug` output,
//! because many hold message text.

#[macro_use]
pub(crate) mod wire;

pub(crate) mod activity;
pub(crate) mod backtest;
pub(crate) mod channel;
pub(crate) mod delivery;
pub(crate) mod directory;
pub(crate) mod draft;
pub(crate) mod egress;
pub(crate) mod enrollment;
pub(crate) mod event;
pub(crate) mod import;
pub(crate) mod lead;
pub(crate) mod limits;
pub(crate) mod llm;
pub(crate) mod page;
pub(crate) mod pipeline;
pub(crate) mod preview;
pub(crate) mod project;
pub(crate) mod reply;
pub(crate) mod secret;
pub(crate) mod sequence;
pub(crate) mod setup;
pub(crate) mod source;
pub(crate) mod status;
pub(crate) mod suppression;
pub(crate) mod template;
pub(crate) mod words;
pub(crate) mod x;
