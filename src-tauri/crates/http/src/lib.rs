//! The one HTTP client of the app: every request is in the egress ledger before it goes, local-only holds
//! here, answers have a time and a size they may not pass.
//!
//! **Invariant:** nothing else in the workspace speaks HTTP to the outside; `xtask edges` checks it.
//!
//! **Invariant:** no header, query or body of a request or an answer is ever logged.
#![warn(missing_docs)]

mod call;
mod client;
mod error;

pub use call::{Answer, Body, Call, Limits, Note, Stream};
pub use client::Http;
pub use error::HttpError;
pub use reqwest::Method;
pub use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
