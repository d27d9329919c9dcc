//! The sockets in the outer wall: traits for everything outside the process.
//!
//! A port exists only where two real implementations do. Fakes live here behind the feature `fakes`
//! and refuse what the real thing would refuse.

pub mod channel;
pub mod clock;
pub mod ids;
pub mod lead_file;
pub mod secrets;

#[cfg(feature = "fakes")]
pub mod fakes;

pub use channel::{
    ChannelError, ChannelHealth, ChannelPort, Channels, JournalError, Outgoing, Receipt, SendJournal,
};
pub use clock::{Clock, SystemClock};
pub use ids::{IdSource, SystemIds};
pub use secrets::{Secret, SecretError, Secrets};
