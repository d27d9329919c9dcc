//! The nouns of SDR Console and the rules between them.
//!
//! Flow: source -> lead -> judgement -> score -> enrichment -> draft -> approval -> delivery -> receipt.
//! Every noun has one file here, one table in storage and one resource in the API, under the same name.
//!
//! **Invariant:** no async, no I/O, no ambient clock and no ambient randomness: time and seeds come in
//! as arguments, so every rule can be tested by calling it.
//!
//! **Invariant:** a [`delivery::Delivery`] can only be made from an [`approval::ApprovedDraft`], and that
//! only from a draft whose fingerprint is the one the approver saw; an act without words also from the
//! [`approval::StandingYes`] of a saved step.
#![warn(missing_docs)]

pub mod action;
pub mod activity;
pub mod approval;
pub mod channel;
pub mod compose;
pub mod connect;
pub mod delivery;
pub mod draft;
pub mod egress;
pub mod enrichment;
pub mod enrollment;
pub mod generator;
pub mod handle_finding;
pub mod id;
pub mod import;
pub mod instructions;
pub mod judgement;
pub mod lead;
pub mod lead_zone;
pub mod limits;
pub mod merge;
pub mod model_choice;
pub mod offline_judge;
pub mod part;
pub mod people;
pub mod post;
pub mod post_file;
pub mod preview;
pub mod project;
pub mod reply;
pub mod score;
pub mod sequence;
pub mod source;
pub mod suppression;
pub mod template;
pub mod text;
pub mod transition;

/// A UTC instant; all times in the product are UTC and turn local only on screen.
pub type Timestamp = jiff::Timestamp;
