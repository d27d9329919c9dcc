//! Behaviour of the one door: the real router over the real engine and a real SQLite file, fakes only at
//! the ports.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly, its helpers as well")]

mod harness;

mod egress;
mod events;
mod guard;
mod imports;
mod journey;
mod lists;
mod openapi;
mod outreach;
mod pipeline;
mod problems;
mod sequences;
mod sources;
mod x;
