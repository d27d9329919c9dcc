//! X: by the human's own session. Every way in has a module of its own.

pub mod session;
