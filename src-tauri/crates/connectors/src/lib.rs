//! E-mail over SMTP, lead files, Apollo, public pages of Telegram, mail domains: adapters between the product
//! and what other people's software writes.
//!
//! Knows the ports and the domain, never the engine, storage or a screen.
#![warn(missing_docs)]

pub mod apollo;
pub mod csv;
pub mod mail_domains;
pub mod smtp;
pub mod telegram_web;

pub use apollo::{APOLLO, Apollo};
pub use csv::CsvFiles;
pub use mail_domains::MailServers;
pub use smtp::EmailChannel;
pub use telegram_web::{TELEGRAM_WEB, TelegramWeb};
