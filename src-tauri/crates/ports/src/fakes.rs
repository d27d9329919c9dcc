//! Strict fakes of the ports: time that moves by hand, seeded ids, a channel that answers by script.

mod channel;
mod clock;
mod desktop;
mod ids;
mod ledger;
mod llm;
mod secrets;
mod services;
mod sources;

pub use channel::{FakeChannel, FakeChannels, Script};
pub use clock::FakeClock;
pub use desktop::FakeDesktop;
pub use ids::SeededIds;
pub use ledger::{Entry, FakeLedger};
pub use llm::{FAKE_MODEL, FAKE_TOKENS, FakeLlm, FakeLlms, sensible};
pub use secrets::MemorySecrets;
pub use services::NoServices;
pub use sources::{Asked, FakeSearch, FakeSources, trouble};
