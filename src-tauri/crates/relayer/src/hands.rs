//! The one thread that touches the desktop: window queries, keys and the clipboard all happen on it, in
//! the order they were asked for.
//!
//! The clipboard's content dies with its owner on X11, so the driver lives as long as this thread.
//!
//! **Invariant:** no two jobs ever touch the desktop at the same time.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use crate::config::TelegramConfig;
use crate::driver::{Connect, Driver, NoDriver};

/// How often an idle driver empties its event queue.
const TICK: Duration = Duration::from_secs(10);

type Job = Box<dyn FnOnce(&mut Desk) + Send>;

/// What the thread keeps between jobs.
struct Desk {
    connect: Arc<Connect>,
    config: Arc<RwLock<TelegramConfig>>,
    driver: Option<Box<dyn Driver>>,
}

impl Desk {
    fn driver(&mut self) -> Result<&mut dyn Driver, NoDriver> {
        if self.driver.is_none() {
            let config = self.config.read().unwrap_or_else(PoisonError::into_inner).clone();
            self.driver = Some((self.connect)(&config)?);
        }
        match self.driver.as_deref_mut() {
            Some(driver) => Ok(driver),
            None => Err(NoDriver::gone()),
        }
    }
}

/// Sends jobs to the desktop thread.
pub(crate) struct Hands {
    jobs: Option<mpsc::Sender<Job>>,
}

impl Hands {
    /// Starts the thread; the driver is connected at the first job.
    pub(crate) fn start(connect: Arc<Connect>, config: Arc<RwLock<TelegramConfig>>) -> Self {
        let (jobs, todo) = mpsc::channel::<Job>();
        let started = std::thread::Builder::new().name("telegram-hands".into()).spawn(move || {
            let mut desk = Desk { connect, config, driver: None };
            loop {
                match todo.recv_timeout(TICK) {
                    Ok(job) => job(&mut desk),
                    Err(RecvTimeoutError::Timeout) => {
                        if let Some(driver) = desk.driver.as_deref_mut() {
                            driver.tick();
                        }
                    }
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
        });
        if let Err(error) = &started {
            tracing::error!(%error, "the desktop thread could not be started");
        }
        Self { jobs: started.is_ok().then_some(jobs) }
    }

    /// Runs `act` on the desktop thread and hands back what it says.
    pub(crate) async fn run<T, F>(&self, act: F) -> Result<T, NoDriver>
    where
        T: Send + 'static,
        F: FnOnce(&mut dyn Driver) -> T + Send + 'static,
    {
        let (answer, wait) = tokio::sync::oneshot::channel();
        self.post(move |desk| {
            // Nobody listens any more when the caller was dropped; the job itself still had to run.
            let _ = answer.send(desk.driver().map(act));
        })?;
        wait.await.map_err(|_| NoDriver::gone())?
    }

    /// Runs `act` on the desktop thread without waiting for it, if a driver is connected.
    pub(crate) fn run_later<F: FnOnce(&mut dyn Driver) + Send + 'static>(&self, act: F) {
        let posted = self.post(move |desk| {
            if let Some(driver) = desk.driver.as_deref_mut() {
                act(driver);
            }
        });
        if posted.is_err() {
            tracing::warn!("the desktop thread is gone; the clipboard keeps its content");
        }
    }

    /// Lets go of the driver, so that the next job connects anew: the desktop may have been restarted.
    pub(crate) fn reconnect(&self) {
        if self.post(|desk| desk.driver = None).is_err() {
            tracing::warn!("the desktop thread is gone");
        }
    }

    fn post(&self, job: impl FnOnce(&mut Desk) + Send + 'static) -> Result<(), NoDriver> {
        let jobs = self.jobs.as_ref().ok_or_else(NoDriver::gone)?;
        jobs.send(Box::new(job)).map_err(|_| NoDriver::gone())
    }
}
