//! The client against a server that speaks raw bytes, and a ledger that counts.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod answers;
mod ledger;
mod raw;
