//! The handle through which shells and edges reach every use case.

use std::path::PathBuf;
use std::sync::Arc;

use sdr_ports::lead_file::LeadFiles;
use sdr_ports::{Channels, Clock, HandleCheck, IdSource, LeadSources, Llms, MailDomains, Secrets, XAccount};
use sdr_storage::Store;
use tokio::sync::{Mutex, Notify, watch};

use crate::bus::Bus;
use crate::context::Context;

/// What the assembly hands over.
pub struct Parts {
    /// The open store.
    pub store: Store,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids and randomness.
    pub ids: Arc<dyn IdSource>,
    /// Keychain.
    pub secrets: Arc<dyn Secrets>,
    /// Channels as connected.
    pub channels: Arc<dyn Channels>,
    /// Reads lead files.
    pub lead_files: Arc<dyn LeadFiles>,
    /// Language models as chosen.
    pub llms: Arc<dyn Llms>,
    /// Sources as connected.
    pub sources: Arc<dyn LeadSources>,
    /// Looks handles up.
    pub handles: Arc<dyn HandleCheck>,
    /// Looks mail domains up.
    pub mail_domains: Arc<dyn MailDomains>,
    /// Signs in to X.
    pub x_account: Arc<dyn XAccount>,
    /// A folder for uploaded files, private to this process.
    pub uploads: PathBuf,
}

/// Every use case; cheap to clone.
#[derive(Clone)]
pub struct Engine {
    pub(crate) cx: Arc<Context>,
}

impl Engine {
    /// Takes the parts; starts nothing.
    pub fn new(parts: Parts) -> Self {
        let cx = Context {
            store: parts.store,
            clock: parts.clock,
            ids: parts.ids,
            secrets: parts.secrets,
            channels: parts.channels,
            lead_files: parts.lead_files,
            llms: parts.llms,
            sources: parts.sources,
            handles: parts.handles,
            mail_domains: parts.mail_domains,
            x_account: parts.x_account,
            bus: Bus::default(),
            uploads: parts.uploads,
            uploaded: crate::imports::Uploads::default(),
            wake: Notify::new(),
            stop_run: watch::Sender::new(false),
            running: Arc::new(Mutex::new(())),
            versions: crate::sequences::Versions::default(),
            pace: crate::pipeline::Pace::default(),
            stand_in: std::sync::Mutex::default(),
            pulls: crate::llm::Pulls::default(),
            backtests: crate::backtests::Running::default(),
            checks: crate::checks::Waiting::default(),
            buying: Mutex::new(()),
            desktop: Mutex::new(()),
        };
        Self { cx: Arc::new(cx) }
    }

    /// The bus on which committed changes are announced.
    pub fn bus(&self) -> &Bus {
        &self.cx.bus
    }

    /// Counts commits of this process; a page rendered at the same revision is still true.
    pub fn revision(&self) -> u64 {
        self.cx.store.revision()
    }

    /// Which database holds the workspace: `sqlite` or `postgres`.
    pub fn database(&self) -> &'static str {
        if self.cx.store.is_sqlite() { "sqlite" } else { "postgres" }
    }
}
