//! The sockets in the outer wall: traits for everything outside the process.
//!
//! A port exists only where two real implementations do. Fakes live here behind the feature `fakes`
//! and refuse what the real thing would refuse.

pub mod channel;
pub mod clock;
pub mod desktop;
pub mod egress;
pub mod handle_check;
pub mod ids;
pub mod lead_file;
pub mod lead_source;
pub mod llm;
pub mod secrets;
pub mod x_account;

#[cfg(feature = "fakes")]
pub mod fakes;

pub use channel::{
    ChannelError, ChannelHealth, ChannelPort, Channels, JournalError, Outgoing, Receipt, SendJournal,
};
pub use clock::{Clock, SystemClock};
pub use desktop::{Desktop, DesktopError};
pub use egress::{EgressIntent, EgressLedger, EgressOutcome, EgressRefusal};
pub use handle_check::{HandleCheck, MailDomains};
pub use ids::{IdSource, SystemIds};
pub use lead_source::{LeadSearch, LeadSources, PeopleDirectory, SourceError, SourceErrorKind};
pub use llm::{LlmAnswer, LlmError, LlmErrorKind, LlmGateway, LlmReply, LlmTask, Llms};
pub use secrets::{Secret, SecretError, Secrets};
pub use x_account::{
    LoginWindow, SignInRefusal, SignInState, SignInStatus, WindowEnd, WindowSession, XAccount,
};
