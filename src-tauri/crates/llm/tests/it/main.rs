//! The gateway against stand-ins that refuse what the real services would refuse.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod answers;
mod anthropic;
mod desk;
mod ollama;
mod openai;
mod pull;
mod troubles;
