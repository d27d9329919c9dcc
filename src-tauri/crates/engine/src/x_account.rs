//! Signing in to X, and how the sign-in under way stands.

use sdr_ports::{SignInRefusal, SignInStatus};

use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;

impl Engine {
    /// Begins a sign-in to X's official interface in the human's browser, under their own client id. Returns the
    /// page's address, for a human whose browser did not open.
    pub async fn begin_x_sign_in(&self, client_id: &str) -> Result<String, EngineError> {
        let address = self.cx.x_account.sign_in(client_id).await.map_err(refused)?;
        self.announce_when_settled();
        Ok(address)
    }

    /// Begins a sign-in on X's own page in a window of the app; only where the app has windows.
    pub async fn open_x_login_window(&self) -> Result<SignInStatus, EngineError> {
        self.cx.x_account.open_window().await.map_err(refused)?;
        self.announce_when_settled();
        Ok(self.cx.x_account.status())
    }

    /// How the last sign-in stands.
    pub fn x_sign_in(&self) -> SignInStatus {
        self.cx.x_account.status()
    }

    /// Gives up the sign-in under way, if any.
    pub fn cancel_x_sign_in(&self) -> SignInStatus {
        self.cx.x_account.cancel()
    }

    fn announce_when_settled(&self) {
        let cx = std::sync::Arc::clone(&self.cx);
        tokio::spawn(async move {
            let status = cx.x_account.settled().await;
            tracing::info!(state = ?status.state, "a sign-in to X ended");
            cx.bus.announce_all(Topic::Channels);
            cx.bus.announce_all(Topic::Settings);
        });
    }
}

fn refused(refusal: SignInRefusal) -> EngineError {
    match refusal {
        SignInRefusal::NoWindow(sentence) => EngineError::precondition("no_window", sentence),
        SignInRefusal::ClientId(sentence) => EngineError::invalid("client_id", sentence),
        SignInRefusal::Unavailable(sentence) => EngineError::Unavailable { sentence },
    }
}
