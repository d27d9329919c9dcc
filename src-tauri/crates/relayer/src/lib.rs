//! Works Telegram Desktop as the SDR would, one guarded key press at a time.
//!
//! A part of a message goes `opening -> bound -> armed -> fired -> accepted`; the machine itself is
//! [`sdr_domain::part`], the record of it is [`sdr_ports::SendJournal`]. Everything that touches the
//! operating system lives under [`driver::Driver`], so the whole procedure runs against a scripted one.
//!
//! What lives here: links, the binding proof, the checklist, the procedure, assisted mode, the self-test.
//! What it must not know: the database, the API, drafts, leads.
//!
//! **Invariant:** the submit key is pressed at most once a part, only after `arm` was durably recorded and
//! only while the field of the opened chat is proved to hold exactly our text.
//!
//! **Invariant:** whatever cannot be proved after the key is reported as unknown, never tried again.
//!
//! **Invariant:** message text and clipboard content never reach a log or the journal.
#![warn(missing_docs)]

mod assisted;
pub mod binding;
mod config;
mod desk;
pub mod driver;
mod hands;
mod hold;
pub mod link;
mod outcome;
mod pins;
pub mod preflight;
mod procedure;
mod self_test;
mod send;
pub mod telegram;
pub mod title;

pub use config::{Patience, TelegramConfig, Wiring};
pub use desk::SystemDesktop;
pub use pins::{MemoryPins, NamePins};
pub use self_test::SELF_TEST_TEXT;
pub use telegram::TelegramDesktop;
