//! What the relayer is told from outside: how Telegram is started, who presses the key, how long to wait.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use sdr_domain::channel::Mode;
use sdr_ports::IdSource;

use crate::driver::MainThread;
use crate::pins::NamePins;

/// How Telegram Desktop is worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TelegramConfig {
    /// Program and first arguments that start Telegram; the link is appended after `--`. `None` looks for
    /// the installed one.
    pub command: Option<Vec<String>>,
    /// Who presses the key. Assisted until the self-test passed.
    pub mode: Mode,
    /// Telegram's data folder, whose log names the version. `None` takes the usual place, unless `command`
    /// is given: then the version stays unknown and only the read-back decides.
    pub data_dir: Option<PathBuf>,
    /// How long to wait for what.
    pub patience: Patience,
}

impl Default for TelegramConfig {
    fn default() -> Self {
        Self { command: None, mode: Mode::Assisted, data_dir: None, patience: Patience::default() }
    }
}

/// Waiting times of the procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// No key or click by the human for this long before a part is begun.
    pub quiet: Duration,
    /// From the link to the bound chat when Telegram runs.
    pub open: Duration,
    /// The same when Telegram has to start first.
    pub cold_open: Duration,
    /// From the moment the right chat shows to the moment its field holds our text.
    pub bind: Duration,
    /// One read-back of the field.
    pub read_back: Duration,
    /// Between the last check and the key.
    pub trigger: Duration,
    /// From the key to the proof that the field is empty.
    pub proof: Duration,
    /// Pause between two parts of one message, as a person would make.
    pub between_parts: Duration,
    /// Pause of all sending after a chat did not open: the link may still take effect late.
    pub after_open_timeout: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            quiet: Duration::from_secs(5),
            open: Duration::from_secs(8),
            cold_open: Duration::from_secs(25),
            bind: Duration::from_millis(1_500),
            read_back: Duration::from_millis(500),
            trigger: Duration::from_millis(150),
            proof: Duration::from_secs(3),
            between_parts: Duration::from_secs(1),
            after_open_timeout: Duration::from_mins(1),
        }
    }
}

/// The live parts the relayer needs from the assembly.
#[derive(Clone)]
pub struct Wiring {
    /// Remembers which name Telegram showed for which handle.
    pub pins: Arc<dyn NamePins>,
    /// Randomness for sentinels and nonces.
    pub ids: Arc<dyn IdSource>,
    /// Runs a closure on the process's main thread; macOS needs it, others ignore it.
    pub main_thread: Option<MainThread>,
}

impl std::fmt::Debug for Wiring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wiring").field("main_thread", &self.main_thread.is_some()).finish_non_exhaustive()
    }
}
