//! How the sign-in under way stands: one at a time, seen by everybody.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sdr_ports::{SignInState, SignInStatus};
use tokio::sync::watch;
use tokio::task::AbortHandle;

#[derive(Debug, Default)]
struct Current {
    number: u64,
    work: Option<AbortHandle>,
}

#[derive(Debug)]
struct Shared {
    status: watch::Sender<SignInStatus>,
    current: Mutex<Current>,
}

/// The sign-in under way; cheap to clone.
#[derive(Debug, Clone)]
pub struct SignInProgress {
    shared: Arc<Shared>,
}

impl Default for SignInProgress {
    fn default() -> Self {
        let shared =
            Shared { status: watch::Sender::new(SignInStatus::default()), current: Mutex::default() };
        Self { shared: Arc::new(shared) }
    }
}

impl SignInProgress {
    /// Takes the place of whatever is under way. `work` ends with a sentence for the human either way.
    pub fn begin<W>(&self, waiting: &str, work: W)
    where
        W: Future<Output = Result<String, String>> + Send + 'static,
    {
        let mut current = self.current();
        if let Some(before) = current.work.take() {
            before.abort();
        }
        current.number += 1;
        let number = current.number;
        self.say(SignInState::Waiting, waiting.to_owned());
        let this = self.clone();
        let task = tokio::spawn(async move {
            let end = work.await;
            let current = this.current();
            if current.number == number {
                match end {
                    Ok(sentence) => this.say(SignInState::Done, sentence),
                    Err(sentence) => this.say(SignInState::Failed, sentence),
                }
            }
        });
        current.work = Some(task.abort_handle());
    }

    /// Tells the human something while it goes on.
    pub(super) fn remark(&self, sentence: &str) {
        self.say(SignInState::Waiting, sentence.to_owned());
    }

    /// How it stands.
    pub fn status(&self) -> SignInStatus {
        self.shared.status.borrow().clone()
    }

    /// Gives up what is under way.
    pub fn cancel(&self) -> SignInStatus {
        let mut current = self.current();
        if let Some(work) = current.work.take() {
            work.abort();
        }
        current.number += 1;
        if self.status().state == SignInState::Waiting {
            self.say(SignInState::Failed, "You stopped the sign-in. Nothing was changed.".to_owned());
        }
        self.status()
    }

    /// Returns once nothing is under way.
    pub async fn settled(&self) -> SignInStatus {
        let mut seen = self.shared.status.subscribe();
        match seen.wait_for(|status| status.state != SignInState::Waiting).await {
            Ok(status) => status.clone(),
            Err(_) => self.status(),
        }
    }

    fn say(&self, state: SignInState, sentence: String) {
        self.shared.status.send_replace(SignInStatus { state, sentence });
    }

    fn current(&self) -> MutexGuard<'_, Current> {
        self.shared.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
