//! Sequences: outreach as steps, and the leads that go through them.
//!
//! **Invariant:** what a lead is on is a version, and a version never changes; a saved change makes a new one.

mod catalog;
