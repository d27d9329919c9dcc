//! E-mail over SMTP, lead files, X, Apollo, public pages of Telegram, mail domains: adapters between the product
//! and what other people's software writes.
//!
//! Knows the ports and the domain, never the engine, storage or a screen.
#![warn(missing_docs)]

pub mod apollo;
pub mod csv;
pub mod linkedin;
pub mod mail_domains;
pub mod smtp;
pub mod telegram_web;
pub mod x;

pub use apollo::{APOLLO, Apollo};
pub use csv::CsvFiles;
pub use linkedin::AssistedLinkedin;
pub use mail_domains::MailServers;
pub use smtp::EmailChannel;
pub use telegram_web::{TELEGRAM_WEB, TelegramWeb};
pub use x::api::{X_API, XApi, XApiChannel};
pub use x::intents::{AssistedX, X_SITE};
pub use x::oauth::{CALLBACK_PORTS, SignIn};
pub use x::session::XSession;
pub use x::tokens::Tokens;
