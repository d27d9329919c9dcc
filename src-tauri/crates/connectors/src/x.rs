//! X: by the human's own hand, by the official interface, or by the human's own session. Every way in has a
//! module of its own.

pub mod api;
pub mod intents;
pub mod oauth;
pub mod progress;
pub mod session;
pub mod tokens;
