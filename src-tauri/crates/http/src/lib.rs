//! The one HTTP client of the app: every request is in the egress ledger before it goes, local-only holds
//! here, answers have a time and a size they may not pass.
//!
//! **Invariant:** nothing else in the workspace speaks HTTP to the outside; `xtask edges` checks it.
//!
//! **Invariant:** no header, query or body of a request or an answer is ever logged.
//!
//! Proxies: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` hold for other machines, as people behind
//! a company's proxy expect; the ledger names the host that was asked, not the proxy. This machine's own
//! addresses are always reached directly and by their numbers: neither a proxy nor a name server can turn a
//! request to a local model into one that leaves.
#![warn(missing_docs)]

mod call;
mod client;
mod error;
mod pieces;

pub use call::{Answer, Body, Call, Limits, Note, Stream};
pub use client::{CONNECT, Http};
pub use error::HttpError;
pub use reqwest::Method;
pub use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
