//! Signing in to the official interface: OAuth 2.0 with PKCE, in the human's own browser.
//!
//! Wire format: docs.x.com, "OAuth 2.0 Authorization Code Flow with PKCE" (2026). The app is a public client
//! under the human's own client id; X hands the code to a page on this machine, whose address must be registered
//! exactly, port included. RFC 7636 for the challenge, RFC 8252 section 7.3 for the loopback address.
//!
//! **Invariant:** a code counts only together with the random mark this sign-in began with; an answer without
//! it changes nothing.

mod listener;
mod page;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use sdr_ports::{Clock, Desktop, IdSource, SignInRefusal};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::progress::SignInProgress;
use super::tokens::{NoSignIn, Proof, Tokens};
use listener::{Listener, Visitor};

/// The ports of the page that X hands the code to; each must be registered at X as
/// `http://127.0.0.1:PORT/callback`.
pub const CALLBACK_PORTS: [u16; 3] = [8765, 8766, 8767];

/// What the human is asked to allow: searching, replying, and staying signed in.
const SCOPES: &str = "tweet.read users.read tweet.write offline.access";
/// A human who reads before they allow.
const PATIENCE: SignedDuration = SignedDuration::from_mins(10);

/// Signs in with the human's browser.
pub struct SignIn {
    tokens: Arc<Tokens>,
    site: Url,
    ports: Vec<u16>,
    desktop: Arc<dyn Desktop>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn").finish_non_exhaustive()
    }
}

/// One sign-in, from its page to its code.
struct Attempt {
    tokens: Arc<Tokens>,
    progress: SignInProgress,
    listener: Listener,
    client_id: String,
    redirect: String,
    mark: String,
    verifier: String,
}

/// What a visit of the callback page says.
enum Visit {
    Foreign,
    Denied,
    Refused(String),
    Code(String),
}

impl SignIn {
    /// `site` is where X's pages are. `ports` are [`CALLBACK_PORTS`], tried in order.
    pub fn new(
        tokens: Arc<Tokens>,
        site: Url,
        ports: &[u16],
        desktop: Arc<dyn Desktop>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdSource>,
    ) -> Self {
        Self { tokens, site, ports: ports.to_vec(), desktop, clock, ids }
    }

    /// Begins a sign-in and opens its page in the browser; how it goes on is told by `progress`. Returns the
    /// page's address, for a human whose browser did not open.
    pub async fn begin(&self, client_id: &str, progress: &SignInProgress) -> Result<String, SignInRefusal> {
        let client_id = client_id.trim();
        let legal = (8..=120).contains(&client_id.len())
            && client_id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_:.".contains(&b));
        if !legal {
            let sentence =
                "This is not a client id. Copy the OAuth 2.0 client id of your app from console.x.com.";
            return Err(SignInRefusal::ClientId(sentence.into()));
        }
        // What is under way holds the port.
        progress.cancel();
        let listener = Listener::bind(&self.ports).await.map_err(|error| {
            SignInRefusal::Unavailable(format!(
                "The page that X answers to cannot be opened on this machine ({error}). Close the program that uses \
                 the ports 8765 to 8767, then try again."
            ))
        })?;
        let (mark, verifier) = (self.random::<24>(), self.random::<32>());
        let address = self.address(client_id, listener.redirect(), &mark, &verifier)?;
        let attempt = Attempt {
            tokens: Arc::clone(&self.tokens),
            progress: progress.clone(),
            redirect: listener.redirect().to_owned(),
            listener,
            client_id: client_id.to_owned(),
            mark,
            verifier,
        };
        let now = self.clock.now();
        let (clock, until) = (Arc::clone(&self.clock), now.checked_add(PATIENCE).unwrap_or(now));
        progress.begin("X is open in your browser. Allow the app there.", async move {
            tokio::select! {
                end = attempt.run() => end,
                () = clock.sleep_until(until) => Err("There was no answer within 10 minutes. Sign in again.".to_owned()),
            }
        });
        if let Err(error) = self.desktop.open_page(&address).await {
            tracing::warn!(%error, "the browser did not open");
            progress.remark("Your browser did not open. Open the address shown here yourself.");
        }
        Ok(address)
    }

    fn address(
        &self,
        client_id: &str,
        redirect: &str,
        mark: &str,
        verifier: &str,
    ) -> Result<String, SignInRefusal> {
        let unwritable = |_| SignInRefusal::Unavailable("The address of X cannot be written.".into());
        let mut url = self.site.join("i/oauth2/authorize").map_err(unwritable)?;
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", client_id)
            .append_pair("redirect_uri", redirect)
            .append_pair("scope", SCOPES)
            .append_pair("state", mark)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        Ok(url.into())
    }

    fn random<const N: usize>(&self) -> String {
        let mut bytes = [0; N];
        self.ids.bytes(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

impl Attempt {
    async fn run(mut self) -> Result<String, String> {
        loop {
            let visitor = self.listener.next().await;
            let (end, title) = match self.read(&visitor) {
                Visit::Foreign => {
                    let sentence = "This answer does not belong to the sign-in under way, so it was ignored.";
                    self.progress.remark(
                        "An answer from elsewhere was ignored. Allow the app on X's page in your browser.",
                    );
                    visitor.answer(400, &page::page("Ignored", sentence)).await;
                    continue;
                }
                Visit::Denied => {
                    (Err("You did not allow the app at X. Nothing was changed.".to_owned()), "Not signed in")
                }
                Visit::Refused(word) => (
                    Err(format!(
                        "X refused the sign-in ({word}). Check the client id, and that {} is registered as a callback \
                         of your app.",
                        self.redirect
                    )),
                    "Not signed in",
                ),
                Visit::Code(code) => match self.exchange(&code).await {
                    Ok(sentence) => (Ok(sentence), "Signed in"),
                    Err(sentence) => (Err(sentence), "Not signed in"),
                },
            };
            let (Ok(sentence) | Err(sentence)) = &end;
            visitor.answer(200, &page::page(title, sentence)).await;
            return end;
        }
    }

    fn read(&self, visitor: &Visitor) -> Visit {
        let fields: Vec<(String, String)> =
            url::form_urlencoded::parse(visitor.query.as_bytes()).into_owned().collect();
        let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        if field("state") != Some(self.mark.as_str()) {
            return Visit::Foreign;
        }
        match (field("error"), field("code")) {
            (Some("access_denied"), _) => Visit::Denied,
            (Some(word), _) => Visit::Refused(
                word.chars().filter(|c| c.is_ascii_lowercase() || *c == '_').take(40).collect(),
            ),
            (None, Some(code)) if !code.is_empty() => Visit::Code(code.to_owned()),
            (None, _) => Visit::Refused("no code".to_owned()),
        }
    }

    async fn exchange(&self, code: &str) -> Result<String, String> {
        let proof =
            Proof { client_id: &self.client_id, code, verifier: &self.verifier, redirect: &self.redirect };
        let (name, scope) = self.tokens.begin(proof).await.map_err(|no| match no {
            NoSignIn::Code => {
                "X did not accept the code any more: it is good for 30 seconds and for one use. Sign in again."
                    .to_owned()
            }
            NoSignIn::Confidential => "X asks for a client secret. Set the type of your app to Native App at \
                 console.x.com, then sign in again."
                .to_owned(),
            NoSignIn::Other(sentence) => sentence,
        })?;
        let who =
            name.map_or_else(|| "Signed in to X.".to_owned(), |name| format!("Signed in to X as @{name}."));
        let missing = |wanted: &str| !scope.split(' ').any(|given| given == wanted);
        Ok(if missing("offline.access") {
            format!("{who} X keeps this sign-in for two hours only: offline.access was not allowed.")
        } else if missing("tweet.write") {
            format!("{who} Replies were not allowed, so they wait for your own hand.")
        } else {
            who
        })
    }
}
