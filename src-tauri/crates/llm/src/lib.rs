//! Language models behind one door: prompts with versions, three thin clients, one repair try.
//!
//! **Invariant:** post text reaches a model as marked data, never as instructions, and the model answers in
//! a fixed shape; what it says is checked by the domain after.
//!
//! **Invariant:** a key goes to its own service only, never readable over a network, and neither keys nor
//! questions nor answers stand in an error, a log or debug output.
#![warn(missing_docs)]

mod address;
mod anthropic;
mod ask;
mod exchange;
mod gateway;
mod memory;
mod names;
mod ollama;
mod openai;
mod prompts;
mod question;
mod reading;
mod trouble;

pub use exchange::Patience;
pub use gateway::Gateways;
