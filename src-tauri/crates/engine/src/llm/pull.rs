//! Downloading a model: one at a time, in the background, stopped by dropping it.

use std::sync::{Arc, Mutex, PoisonError};

use sdr_domain::project::{LlmChoice, LlmProvider};
use sdr_ports::llm::{LlmGateway, PullProgress};
use tokio::task::AbortHandle;

use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{PullState, PullStatus};

/// The download of this process, running or ended.
#[derive(Default)]
pub(crate) struct Pulls(Mutex<Option<Pull>>);

struct Pull {
    status: PullStatus,
    task: Option<AbortHandle>,
}

impl Pulls {
    fn with<T>(&self, act: impl FnOnce(&mut Option<Pull>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn change(&self, act: impl FnOnce(&mut PullStatus)) {
        self.with(|pull| {
            if let Some(pull) = pull {
                act(&mut pull.status);
            }
        });
    }

    fn status(&self) -> Option<PullStatus> {
        self.with(|pull| pull.as_ref().map(|pull| pull.status.clone()))
    }
}

impl Engine {
    /// Begins to download a model, or answers with the download under way.
    pub async fn pull_model(&self, model: &str, base_url: Option<String>) -> Result<PullStatus, EngineError> {
        let model = model.trim();
        if model.is_empty() {
            return Err(EngineError::invalid("model", "Enter the name of a model, e.g. qwen3:8b."));
        }
        let saved = self.project().await?.map(|project| project.llm).unwrap_or_default();
        let base_url = base_url.unwrap_or(saved.base_url);
        let choice = LlmChoice { provider: LlmProvider::Ollama, model: model.to_owned(), base_url, ..saved };
        let Some(gateway) = self.cx.llms.open(&choice, None).await else {
            return Err(EngineError::precondition(
                "no_ollama",
                "Only Ollama downloads models. Choose it first.",
            ));
        };
        let status = PullStatus {
            model: model.to_owned(),
            state: PullState::Running,
            status: "starting".to_owned(),
            completed: 0,
            total: 0,
            sentence: None,
        };
        let begun = self.cx.pulls.with(|place| {
            if let Some(running) = place.as_ref().filter(|pull| pull.status.state == PullState::Running) {
                return Err(running.status.clone());
            }
            *place = Some(Pull { status: status.clone(), task: None });
            Ok(())
        });
        if let Err(running) = begun {
            return Ok(running);
        }
        let task = tokio::spawn(self.clone().download(gateway, model.to_owned()));
        self.cx.pulls.with(|place| {
            if let Some(pull) = place {
                pull.task = Some(task.abort_handle());
            }
        });
        Ok(status)
    }

    async fn download(self, gateway: Arc<dyn LlmGateway>, model: String) {
        let cx = Arc::clone(&self.cx);
        let told = move |progress: PullProgress| {
            cx.pulls.change(|status| {
                status.status = progress.status;
                status.completed = progress.completed;
                status.total = progress.total;
            });
            cx.bus.announce_all(Topic::Llm);
        };
        let ended = gateway.pull(&model, &told).await;
        self.cx.pulls.change(|status| match ended {
            Ok(()) => status.state = PullState::Done,
            Err(error) => {
                status.state = PullState::Failed;
                status.sentence = Some(error.sentence);
            }
        });
        self.cx.bus.announce_all(Topic::Llm);
    }

    /// The download of this process, running or ended.
    pub fn pull_status(&self) -> Option<PullStatus> {
        self.cx.pulls.status()
    }

    /// Stops the download; what is there stays there.
    pub fn cancel_pull(&self) -> Option<PullStatus> {
        self.cx.pulls.with(|place| {
            let pull = place.as_mut()?;
            if pull.status.state == PullState::Running {
                pull.task.take().iter().for_each(AbortHandle::abort);
                pull.status.state = PullState::Canceled;
                pull.status.sentence = Some("Stopped. Downloading again goes on where it was.".to_owned());
            }
            Some(pull.status.clone())
        })
    }
}
