//! Builds the app from its parts, in the only order that works, and takes it down in the reverse one.
//!
//! paths -> lock -> store -> secrets -> channels -> engine -> router; the worker last, on request.
//!
//! **Invariant:** the lock is taken before the database is opened and let go after it is closed.

use std::sync::{Arc, Mutex, PoisonError};

use sdr_api::{ApiConfig, Router, Shell};
use sdr_connectors::CsvFiles;
use sdr_connectors::x::session::XHosts;
use sdr_engine::{Engine, Parts, WorkerHandle};
use sdr_http::Http;
use sdr_llm::Gateways;
use sdr_ports::{
    Clock, Desktop, EgressLedger, HandleCheck, IdSource, LeadSources, Llms, LoginWindow, Secrets,
    SystemClock, SystemIds, XAccount,
};
use sdr_relayer::driver::MainThread;
use sdr_relayer::{SystemDesktop, TelegramConfig, TelegramDesktop, Wiring};
use sdr_storage::{Store, StoreConfig};

use crate::channels::ConnectedChannels;
use crate::egress::StoredLedger;
use crate::lock::DataLock;
use crate::lookups::{LookupParts, Lookups};
use crate::paths::Paths;
use crate::pins::StoredPins;
use crate::secrets;
use crate::services::ConnectedServices;
use crate::settings::{Database, Settings};
use crate::start_error::StartError;
use crate::x::{X, XParts};

/// The product's version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The running app: one process, one workspace.
pub struct App {
    engine: Engine,
    store: Store,
    paths: Paths,
    ledger: Arc<StoredLedger>,
    x: Arc<X>,
    worker: Mutex<Option<WorkerHandle>>,
    _lock: DataLock,
}

impl App {
    /// Opens the workspace; sends nothing yet. `main_thread` runs closures where macOS insists on it.
    pub async fn open(settings: Settings, main_thread: Option<MainThread>) -> Result<Self, StartError> {
        let paths = &settings.paths;
        paths.make()?;
        let lock = DataLock::take(paths)?;
        // Uploads belong to a process that is gone.
        forget_uploads(paths);
        let (clock, ids): (Arc<dyn Clock>, Arc<dyn IdSource>) = (Arc::new(SystemClock), Arc::new(SystemIds));
        let store = Store::open(store_config(settings.database.clone(), paths), clock.now()).await?;
        let secrets: Arc<dyn Secrets> = secrets::open(&paths.data, Arc::clone(&ids)).await;

        let (ledger, http) = outgoing(&store, &clock)?;
        let desktop: Arc<dyn Desktop> = Arc::new(SystemDesktop::new(settings.browser_command.clone()));
        let x = Arc::new(X::new(XParts {
            http: http.clone(),
            hosts: x_hosts(settings.x_base.clone())?,
            clock: Arc::clone(&clock),
            ids: Arc::clone(&ids),
            secrets: Arc::clone(&secrets),
            store: store.clone(),
            desktop: Arc::clone(&desktop),
        }));

        let channels = ConnectedChannels {
            telegram: telegram(&settings, &store, &ids, main_thread),
            telegram_command: settings.telegram_command.clone(),
            telegram_data_dir: settings.telegram_data_dir.clone(),
            secrets: Arc::clone(&secrets),
            clock: Arc::clone(&clock),
            ledger: Arc::clone(&ledger) as Arc<dyn EgressLedger>,
            x: Arc::clone(&x),
            desktop,
        };
        let lookups = LookupParts {
            http: http.clone(),
            ledger: Arc::clone(&ledger) as Arc<dyn EgressLedger>,
            clock: Arc::clone(&clock),
            ids: Arc::clone(&ids),
            secrets: Arc::clone(&secrets),
        };
        let lookups = Lookups::new(lookups, settings.stand_ins.clone())?;
        let services = Arc::new(ConnectedServices {
            secrets: Arc::clone(&secrets),
            models: Gateways::new(http),
            x: Arc::clone(&x),
            lookups,
        });
        let engine = Engine::new(Parts {
            store: store.clone(),
            clock,
            ids,
            secrets,
            channels: Arc::new(channels),
            lead_files: Arc::new(CsvFiles),
            llms: Arc::clone(&services) as Arc<dyn Llms>,
            sources: Arc::clone(&services) as Arc<dyn LeadSources>,
            handles: Arc::clone(&services) as Arc<dyn HandleCheck>,
            mail_domains: services,
            x_account: Arc::clone(&x) as Arc<dyn XAccount>,
            uploads: paths.uploads.clone(),
        });
        ledger.announce_on(engine.bus().clone());
        Ok(Self { engine, store, paths: settings.paths, ledger, x, worker: Mutex::default(), _lock: lock })
    }

    /// Every use case.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The folders.
    pub fn paths(&self) -> &Paths {
        &self.paths
    }

    /// From now on a sign-in to X can be done in a window of this shell.
    pub fn offer_login_window(&self, window: Arc<dyn LoginWindow>) {
        self.x.offer_window(window);
    }

    /// The one door.
    pub fn router(&self, shell: Shell) -> Router {
        let config = ApiConfig { shell, version: VERSION, backups: self.paths.backups.clone() };
        sdr_api::router(self.engine.clone(), config)
    }

    /// Begins to send what is due. A second call does nothing.
    pub fn start_worker(&self) {
        let mut worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
        // Only a SQLite file is surely ours alone: a PostgreSQL workspace may have other processes.
        let alone = self.store.is_sqlite();
        worker.get_or_insert_with(|| self.engine.start_worker(alone));
    }

    /// Lets the delivery under way come to its end, then closes the database.
    pub async fn shutdown(self) {
        let worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(worker) = worker {
            worker.shutdown().await;
        }
        self.ledger.close().await;
        if let Err(error) = self.store.close().await {
            tracing::error!(%error, "the database did not close in order");
        }
    }
}

fn x_hosts(stand_in: Option<url::Url>) -> Result<XHosts, StartError> {
    let hosts = stand_in.map_or_else(XHosts::real, |base| Some(XHosts::all_at(&base)));
    hosts.ok_or_else(|| StartError::Network("the addresses of X cannot be written".into()))
}

/// The egress ledger, and the one HTTP client that writes to it.
fn outgoing(store: &Store, clock: &Arc<dyn Clock>) -> Result<(Arc<StoredLedger>, Http), StartError> {
    let ledger = Arc::new(StoredLedger::start(store.clone(), Arc::clone(clock)));
    let http = Http::new(Arc::clone(&ledger) as Arc<dyn EgressLedger>);
    Ok((ledger, http.map_err(|error| StartError::Network(error.to_string()))?))
}

/// Telegram Desktop as this process finds it; who presses the key is decided for each sending.
fn telegram(
    settings: &Settings,
    store: &Store,
    ids: &Arc<dyn IdSource>,
    main_thread: Option<MainThread>,
) -> Arc<TelegramDesktop> {
    let pins = Arc::new(StoredPins { store: store.clone() });
    let wiring = Wiring { pins, ids: Arc::clone(ids), main_thread };
    let config = TelegramConfig {
        command: settings.telegram_command.clone(),
        data_dir: settings.telegram_data_dir.clone(),
        ..TelegramConfig::default()
    };
    Arc::new(TelegramDesktop::new(config, wiring))
}

pub(crate) fn store_config(database: Database, paths: &Paths) -> StoreConfig {
    let backup_dir = Some(paths.backups.clone());
    match database {
        Database::Embedded => {
            let url = format!("sqlite://{}", paths.database().display());
            StoreConfig { url, backup_dir, schema: None }
        }
        Database::At { url, schema } => StoreConfig { url, backup_dir, schema },
    }
}

fn forget_uploads(paths: &Paths) {
    for entry in std::fs::read_dir(&paths.uploads).into_iter().flatten().flatten() {
        if let Err(error) = std::fs::remove_file(entry.path()) {
            tracing::warn!(%error, "an old upload could not be removed");
        }
    }
}
