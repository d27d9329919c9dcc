//! Wires the concrete parts together; the shells only start what is built here.
//!
//! **Invariant:** this is the only room that names concrete adapters.
#![warn(missing_docs)]

mod assemble;
mod channels;
mod checkup;
mod egress;
mod lock;
mod lookups;
mod paths;
mod pins;
mod secrets;
mod services;
mod settings;
mod start_error;
pub mod telemetry;
mod x;

pub use assemble::{App, VERSION};
pub use checkup::{Check, checkup};
pub use lock::DataLock;
pub use lookups::StandIns;
pub use paths::Paths;
pub use sdr_domain::post_file;
pub use sdr_engine::{Engine, view};
pub use sdr_ports::{Clock, LoginWindow, Secret, SystemClock, WindowEnd, WindowSession};
pub use sdr_relayer::driver::MainThread;
pub use settings::{Database, Settings};
pub use start_error::StartError;
