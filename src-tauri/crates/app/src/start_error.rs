//! Why the app does not start, as sentences that say what to do.

use std::path::PathBuf;

use sdr_storage::StoreError;

/// Nothing was changed on disk.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No home folder.
    #[error("There is no home folder to keep data in. Set SDR_DATA_DIR to a folder of yours.")]
    NoHome,
    /// A folder cannot be made.
    #[error("The folder {} cannot be made: {reason}. Make it writable, or set SDR_DATA_DIR to another one.", path.display())]
    Folder {
        /// Which.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// Another process works on the same data.
    #[error(
        "SDR Console is already running with the data in {} (process {process}). Use its window, or quit it first.",
        data.display()
    )]
    Running {
        /// The data folder.
        data: PathBuf,
        /// Its number, or a question mark.
        process: String,
    },
    /// The database refuses; the sentence says why and what to do.
    #[error("{}", sentence(.0))]
    Store(StoreError),
    /// The network client does not start; without the system's certificates, for example.
    #[error("The network cannot be used: {0}.")]
    Network(String),
    /// A setting in the environment makes no sense.
    #[error("{name} cannot be read: {reason}.")]
    Setting {
        /// Which variable.
        name: &'static str,
        /// What is wrong and what a right value looks like.
        reason: String,
    },
}

impl From<StoreError> for StartError {
    fn from(error: StoreError) -> Self {
        // Not kept as a source: the sentence already says all of it.
        Self::Store(error)
    }
}

/// The store speaks in clauses; people read sentences.
fn sentence(error: &StoreError) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    let first: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
