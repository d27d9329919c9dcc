//! Signing in to X: with the official interface in the human's browser, or on X's own page in a window of the
//! app.
//!
//! **Invariant:** the app never sees a password; what it is given goes to the keychain and nowhere else.

use async_trait::async_trait;

use crate::secrets::Secret;

/// Where a sign-in stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SignInState {
    /// None was begun since the app started.
    #[default]
    None,
    /// The human is at it.
    Waiting,
    /// It worked and is kept.
    Done,
    /// It did not; nothing was changed.
    Failed,
}

/// A sign-in as the human is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInStatus {
    /// Where it stands.
    pub state: SignInState,
    /// What happened, and what to do.
    pub sentence: String,
}

impl Default for SignInStatus {
    fn default() -> Self {
        Self { state: SignInState::None, sentence: "No sign-in was begun.".to_owned() }
    }
}

/// Why a sign-in could not begin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignInRefusal {
    /// This process has no windows.
    #[error("{0}")]
    NoWindow(String),
    /// The client id is not one.
    #[error("{0}")]
    ClientId(String),
    /// Something of this machine stands in the way.
    #[error("{0}")]
    Unavailable(String),
}

/// Signs in to X; one sign-in at a time, a new one takes the place of the last.
#[async_trait]
pub trait XAccount: Send + Sync + 'static {
    /// Begins a sign-in with the official interface under the human's own client id and opens the page in
    /// their browser. Returns its address, for a human whose browser did not open.
    async fn sign_in(&self, client_id: &str) -> Result<String, SignInRefusal>;

    /// Begins a sign-in on X's own page in a window of the app.
    async fn open_window(&self) -> Result<(), SignInRefusal>;

    /// How the last one stands.
    fn status(&self) -> SignInStatus;

    /// Gives up the one under way, if any.
    fn cancel(&self) -> SignInStatus;

    /// Returns once none is under way.
    async fn settled(&self) -> SignInStatus;
}

/// A session that was begun in a window of the app.
#[derive(Debug, Clone)]
pub struct WindowSession {
    /// Every cookie of the site, as a Cookie header.
    pub cookies: Secret,
    /// What the window called itself.
    pub user_agent: String,
}

/// Why a window brought no session.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct WindowEnd(pub String);

/// A separate window with a cookie jar of its own, shown by a shell that has windows.
#[async_trait]
pub trait LoginWindow: Send + Sync + 'static {
    /// Shows the page until the jar holds every cookie named in `wanted`, then closes the window. Dropping
    /// the future closes it too.
    async fn sign_in(&self, address: &str, wanted: &[&str]) -> Result<WindowSession, WindowEnd>;
}
