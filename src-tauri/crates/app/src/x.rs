//! X as the project has it connected at this instant: by hand, by the official interface, or by the human's session;
//! and signing in to it.
//!
//! **Invariant:** one set of tokens and one session for the whole process, whoever asks.

mod session;

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use sdr_connectors::x::api::Access;
use sdr_connectors::x::progress::SignInProgress;
use sdr_connectors::x::session::XHosts;
use sdr_connectors::{AssistedX, CALLBACK_PORTS, SignIn, Tokens, XApi, XApiChannel};
use sdr_domain::connect::{XConnect, XWay, secret_name};
use sdr_http::Http;
use sdr_ports::{
    ChannelPort, Clock, Desktop, IdSource, LeadSearch, LoginWindow, Secret, Secrets, SignInRefusal,
    SignInStatus, XAccount,
};
use sdr_storage::Store;

use session::{Sessions, WithHands};

/// What X works with.
#[derive(Clone)]
pub(crate) struct XParts {
    pub(crate) http: Http,
    pub(crate) hosts: XHosts,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn IdSource>,
    pub(crate) secrets: Arc<dyn Secrets>,
    pub(crate) store: Store,
    pub(crate) desktop: Arc<dyn Desktop>,
}

/// X, one for the process.
pub(crate) struct X {
    parts: XParts,
    tokens: Arc<Tokens>,
    sign_in: SignIn,
    progress: SignInProgress,
    sessions: Arc<Sessions>,
    window: OnceLock<Arc<dyn LoginWindow>>,
}

impl X {
    pub(crate) fn new(parts: XParts) -> Self {
        let XParts { http, hosts, clock, ids, secrets, desktop, .. } = parts.clone();
        let tokens = Tokens::new(http, hosts.api.clone(), secrets, Arc::clone(&clock));
        let sign_in = SignIn::new(Arc::clone(&tokens), hosts.site, &CALLBACK_PORTS, desktop, clock, ids);
        let sessions = Arc::new(Sessions::new(parts.clone()));
        Self {
            parts,
            tokens,
            sign_in,
            progress: SignInProgress::default(),
            sessions,
            window: OnceLock::new(),
        }
    }

    /// From now on the app has windows.
    pub(crate) fn offer_window(&self, window: Arc<dyn LoginWindow>) {
        if self.window.set(window).is_err() {
            tracing::warn!("a second login window was offered; the first stays");
        }
    }

    /// The search; `None` where X is worked by hand only. `secret` is a key or cookies that are not stored yet.
    pub(crate) async fn search(
        &self,
        connect: &XConnect,
        secret: Option<&Secret>,
    ) -> Option<Arc<dyn LeadSearch>> {
        match connect.way {
            XWay::Assisted => None,
            XWay::ApiKey => Some(Arc::new(self.api(connect, secret).await)),
            XWay::Session => Some(self.sessions.open(connect.risk_acknowledged, secret).await),
        }
    }

    /// The channel; always there, because a hand is.
    pub(crate) async fn channel(&self, connect: &XConnect) -> Arc<dyn ChannelPort> {
        let (desktop, site) = (Arc::clone(&self.parts.desktop), self.parts.hosts.site.clone());
        match connect.way {
            XWay::Assisted => Arc::new(AssistedX::new(desktop, site)),
            XWay::ApiKey => Arc::new(XApiChannel::new(self.api(connect, None).await, desktop, site)),
            XWay::Session => {
                let session = self.sessions.open(connect.risk_acknowledged, None).await;
                Arc::new(WithHands { session, hands: AssistedX::new(desktop, site) })
            }
        }
    }

    async fn api(&self, connect: &XConnect, typed: Option<&Secret>) -> XApi {
        let human = || Access::Human {
            tokens: Arc::clone(&self.tokens),
            client_id: connect.client_id.trim().to_owned(),
        };
        let access = match typed {
            Some(key) => Access::App(key.clone()),
            None if !connect.client_id.trim().is_empty() => human(),
            // Without a key either, the interface itself says what is missing.
            None => match self.parts.secrets.get(secret_name::X_API_KEY).await {
                Ok(key) => key.map_or_else(human, Access::App),
                Err(error) => {
                    tracing::warn!(%error, "the key of X could not be read");
                    human()
                }
            },
        };
        let XParts { http, hosts, clock, .. } = &self.parts;
        XApi::new(http.clone(), hosts.api.clone(), access, Arc::clone(clock))
    }
}

#[async_trait]
impl XAccount for X {
    async fn sign_in(&self, client_id: &str) -> Result<String, SignInRefusal> {
        self.sign_in.begin(client_id, &self.progress).await
    }

    async fn open_window(&self) -> Result<(), SignInRefusal> {
        let Some(window) = self.window.get() else {
            let sentence = "The app runs without windows here. Paste the cookies of x.com instead, or use the desktop app.";
            return Err(SignInRefusal::NoWindow(sentence.into()));
        };
        let (window, sessions) = (Arc::clone(window), Arc::clone(&self.sessions));
        let unwritable = |_| SignInRefusal::Unavailable("The address of X cannot be written.".into());
        let page = self.parts.hosts.site.join("/i/flow/login").map_err(unwritable)?;
        let waiting = "X's own page is open in a window. Sign in there with your X name and password; the app does not see \
                       them. Signing in with Google or Apple does not work in it.";
        self.progress.begin(waiting, async move {
            let session =
                window.sign_in(page.as_str(), &["auth_token", "ct0"]).await.map_err(|end| end.to_string())?;
            sessions.take(session).await
        });
        Ok(())
    }

    fn status(&self) -> SignInStatus {
        self.progress.status()
    }

    fn cancel(&self) -> SignInStatus {
        self.progress.cancel()
    }

    async fn settled(&self) -> SignInStatus {
        self.progress.settled().await
    }
}
