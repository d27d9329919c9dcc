//! E-mail over SMTP and lead files: adapters between the product and what other people's software writes.
//!
//! Knows the ports and the domain, never the engine, storage or a screen.
#![warn(missing_docs)]

pub mod csv;
pub mod smtp;

pub use csv::CsvFiles;
pub use smtp::EmailChannel;
