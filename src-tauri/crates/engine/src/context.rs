//! What every use case works with.

use std::path::PathBuf;
use std::sync::Arc;

use sdr_domain::Timestamp;
use sdr_domain::activity::{Activity, Actor};
use sdr_domain::id::{ActivityId, LeadId, ProjectId};
use sdr_ports::lead_file::LeadFiles;
use sdr_ports::{Channels, Clock, HandleCheck, IdSource, LeadSources, Llms, MailDomains, Secrets, XAccount};
use sdr_storage::Store;
use tokio::sync::Notify;

use crate::bus::Bus;
use crate::imports::Uploads;

/// The live parts, shared by all use cases and the worker.
pub(crate) struct Context {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn IdSource>,
    pub(crate) secrets: Arc<dyn Secrets>,
    pub(crate) channels: Arc<dyn Channels>,
    pub(crate) lead_files: Arc<dyn LeadFiles>,
    pub(crate) llms: Arc<dyn Llms>,
    pub(crate) sources: Arc<dyn LeadSources>,
    pub(crate) handles: Arc<dyn HandleCheck>,
    pub(crate) mail_domains: Arc<dyn MailDomains>,
    pub(crate) x_account: Arc<dyn XAccount>,
    pub(crate) bus: Bus,
    /// Uploaded files wait here for their mapping.
    pub(crate) uploads: PathBuf,
    pub(crate) uploaded: Uploads,
    /// Wakes the worker: something may be due.
    pub(crate) wake: Notify,
    /// One run of the pipeline at a time; `true` asks it to stop.
    pub(crate) stop_run: tokio::sync::watch::Sender<bool>,
    pub(crate) running: Arc<tokio::sync::Mutex<()>>,
    /// Versions of sequences that were read once.
    pub(crate) versions: crate::sequences::Versions,
    /// The pace of the run under way.
    pub(crate) pace: crate::pipeline::Pace,
    /// Why the offline way stands in for the model, for the status line.
    pub(crate) stand_in: std::sync::Mutex<Option<String>>,
    /// The download of a model under way.
    pub(crate) pulls: crate::llm::Pulls,
    /// The backtest under way.
    pub(crate) backtests: crate::backtests::Running,
    /// Leads whose handles wait to be looked up.
    pub(crate) checks: crate::checks::Waiting,
    /// One purchase from a directory at a time.
    pub(crate) buying: tokio::sync::Mutex<()>,
    /// One delivery or self-test at a time touches the desktop.
    pub(crate) desktop: tokio::sync::Mutex<()>,
}

impl Context {
    /// Now, to the millisecond that the store keeps.
    pub(crate) fn now(&self) -> Timestamp {
        let now = self.clock.now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    /// A fresh id of any noun.
    pub(crate) fn id<T: From<uuid::Uuid>>(&self) -> T {
        self.ids.uuid().into()
    }

    /// An activity row about a lead; `detail` must not hold message text, a handle or a secret.
    pub(crate) fn activity(
        &self,
        about: (Option<ProjectId>, Option<LeadId>),
        actor: Actor,
        kind: &str,
        subject: impl std::fmt::Display + Copy,
        detail: impl Into<String>,
    ) -> Activity {
        Activity {
            id: self.id::<ActivityId>(),
            project_id: about.0,
            lead_id: about.1,
            actor,
            kind: kind.to_owned(),
            subject_id: Some(subject.to_string()),
            detail: detail.into(),
            at: self.now(),
        }
    }
}
