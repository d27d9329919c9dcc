//! The human's sign-in to the official interface: an access token of two hours, and a refresh token that is
//! good for one renewal and comes back with a successor.
//!
//! **Invariant:** a new pair of tokens is in the keychain before either is used; where the keychain refuses, the
//! pair waits in memory and nothing is asked.
//!
//! **Invariant:** one renewal at a time, and one that has begun runs to its end even if nobody waits for it any
//! more: X gives out each refresh token once.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use sdr_domain::Timestamp;
use sdr_domain::connect::secret_name;
use sdr_domain::egress::EgressPurpose;
use sdr_http::{Answer, Body, Call, Http, HttpError, Limits, Method, Note};
use sdr_ports::{Clock, Secret, Secrets};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use url::Url;

use super::api::{Trouble, name_of};

/// An access token this close to its end is renewed first.
const MARGIN: SignedDuration = SignedDuration::from_secs(60);
const PATIENCE: Duration = Duration::from_secs(20);

/// As it stands in the keychain.
#[derive(Clone, Serialize, Deserialize)]
struct Stored {
    client_id: String,
    access_token: String,
    /// `None` once X refused it.
    refresh_token: Option<String>,
    expires_at: Timestamp,
    scope: String,
    /// The human's name at X.
    name: Option<String>,
}

/// What X gives out.
#[derive(Deserialize)]
struct Given {
    access_token: String,
    refresh_token: Option<String>,
    expires_in: u32,
    #[serde(default)]
    scope: String,
}

/// What X says when it gives out nothing.
#[derive(Deserialize)]
struct Refusal {
    error: String,
}

/// An authorization code with everything that proves it is ours.
pub(super) struct Proof<'a> {
    pub(super) client_id: &'a str,
    pub(super) code: &'a str,
    pub(super) verifier: &'a str,
    pub(super) redirect: &'a str,
}

/// Why a code brought no sign-in.
#[derive(Debug)]
pub(super) enum NoSignIn {
    /// The code is too old, used, or not for this app.
    Code,
    /// The app at X is not a public client.
    Confidential,
    /// Anything else; says which.
    Other(String),
}

/// Keeps and renews the tokens of one human.
pub struct Tokens {
    http: Http,
    api: Url,
    secrets: Arc<dyn Secrets>,
    clock: Arc<dyn Clock>,
    /// Tokens that could not be saved yet.
    unsaved: Mutex<Option<Stored>>,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens(<redacted>)")
    }
}

impl Tokens {
    /// `api` is [`super::api::X_API`], or a stand-in's address. One for the whole process.
    pub fn new(http: Http, api: Url, secrets: Arc<dyn Secrets>, clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self { http, api, secrets, clock, unsaved: Mutex::default() })
    }

    /// An access token that is good for a while.
    pub(super) async fn bearer(self: &Arc<Self>, client_id: &str) -> Result<Secret, Trouble> {
        let stored = self.stored(client_id).await?;
        let access = Secret::new(&stored.access_token);
        if self.is_fresh(&stored) { Ok(access) } else { self.renewed(client_id, &access).await }
    }

    /// Another access token than `refused`.
    pub(super) async fn renewed(
        self: &Arc<Self>,
        client_id: &str,
        refused: &Secret,
    ) -> Result<Secret, Trouble> {
        let (this, client_id, refused) = (Arc::clone(self), client_id.to_owned(), refused.clone());
        let renewal = tokio::spawn(async move { this.renew(&client_id, &refused).await });
        renewal.await.unwrap_or_else(|_| Err(Trouble::NotRenewed("the renewal broke off".into())))
    }

    /// The human's name at X, where it is known; an error when the sign-in is over.
    pub(super) async fn name(&self, client_id: &str) -> Result<Option<String>, Trouble> {
        let stored = self.stored(client_id).await?;
        if stored.refresh_token.is_none() && !self.is_fresh(&stored) {
            return Err(Trouble::SignedOut);
        }
        Ok(stored.name)
    }

    /// Turns a code into a sign-in and keeps it; returns the human's name where X tells it, and what the human
    /// allowed.
    pub(super) async fn begin(&self, proof: Proof<'_>) -> Result<(Option<String>, String), NoSignIn> {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", proof.code),
            ("client_id", proof.client_id),
            ("redirect_uri", proof.redirect),
            ("code_verifier", proof.verifier),
        ];
        let answer = self.ask(&fields).await.map_err(|trouble| NoSignIn::Other(trouble.words().0))?;
        if answer.status != 200 {
            return Err(match refusal(&answer).as_deref() {
                Some("unauthorized_client" | "invalid_client") => NoSignIn::Confidential,
                Some(_) if answer.status == 400 => NoSignIn::Code,
                Some(_) | None => NoSignIn::Other(Trouble::of(&answer, self.clock.now()).words().0),
            });
        }
        let changed = || NoSignIn::Other("X sent tokens in a shape this version does not know.".to_owned());
        let given: Given = serde_json::from_slice(&answer.body).map_err(|_| changed())?;
        let mut stored = self.stored_of(proof.client_id, given, None);
        let mut unsaved = self.unsaved.lock().await;
        *unsaved = None;
        self.save(&stored).await.map_err(|trouble| NoSignIn::Other(trouble.words().0))?;
        stored.name = name_of(&self.http, &self.api, &Secret::new(&stored.access_token), &self.clock).await;
        if stored.name.is_some() {
            self.save(&stored).await.map_err(|trouble| NoSignIn::Other(trouble.words().0))?;
        }
        Ok((stored.name, stored.scope))
    }

    async fn renew(&self, client_id: &str, refused: &Secret) -> Result<Secret, Trouble> {
        let mut unsaved = self.unsaved.lock().await;
        if let Some(waiting) = unsaved.clone() {
            self.save(&waiting).await?;
            *unsaved = None;
        }
        let stored = self.stored(client_id).await?;
        if stored.access_token != refused.reveal() && self.is_fresh(&stored) {
            return Ok(Secret::new(stored.access_token));
        }
        let Some(refresh) = &stored.refresh_token else { return Err(Trouble::SignedOut) };
        let fields =
            [("grant_type", "refresh_token"), ("refresh_token", refresh.as_str()), ("client_id", client_id)];
        let answer = self.ask(&fields).await?;
        if answer.status != 200 {
            return self.not_renewed(&answer, stored).await;
        }
        let given: Given = serde_json::from_slice(&answer.body)
            .map_err(|_| Trouble::Changed("tokens of another shape".into()))?;
        let fresh = self.stored_of(client_id, given, Some(stored));
        if let Err(trouble) = self.save(&fresh).await {
            *unsaved = Some(fresh);
            return Err(trouble);
        }
        Ok(Secret::new(fresh.access_token))
    }

    /// What a refused renewal means; a refresh token that is used up is never offered again.
    async fn not_renewed(&self, answer: &Answer, stored: Stored) -> Result<Secret, Trouble> {
        match answer.status {
            400 if refusal(answer).is_some() => {
                self.save(&Stored { refresh_token: None, expires_at: Timestamp::UNIX_EPOCH, ..stored })
                    .await?;
                Err(Trouble::SignedOut)
            }
            401 | 403 => Err(Trouble::SignedOut),
            status => Err(Trouble::NotRenewed(format!("X answered {status}"))),
        }
    }

    async fn ask(&self, fields: &[(&str, &str)]) -> Result<Answer, Trouble> {
        let unwritable = |_| Trouble::NotRenewed("the address cannot be written".into());
        let url = self.api.join("2/oauth2/token").map_err(unwritable)?;
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let call = Call::new(Method::POST, url, Note::of(EgressPurpose::Connect))
            .body(Body::Form(fields.collect()))
            .limits(Limits { total: PATIENCE, ..Limits::default() });
        self.http.call(call).await.map_err(|error| {
            let refused = matches!(error, HttpError::Refused(_));
            if refused { Trouble::Http(error) } else { Trouble::NotRenewed(error.to_string()) }
        })
    }

    fn is_fresh(&self, stored: &Stored) -> bool {
        self.clock.now().checked_add(MARGIN).is_ok_and(|soon| stored.expires_at > soon)
    }

    fn stored_of(&self, client_id: &str, given: Given, before: Option<Stored>) -> Stored {
        let now = self.clock.now();
        let (kept, scope, name) =
            before.map_or((None, String::new(), None), |old| (old.refresh_token, old.scope, old.name));
        Stored {
            client_id: client_id.to_owned(),
            access_token: given.access_token,
            refresh_token: given.refresh_token.or(kept),
            expires_at: now.checked_add(SignedDuration::from_secs(given.expires_in.into())).unwrap_or(now),
            scope: if given.scope.is_empty() { scope } else { given.scope },
            name,
        }
    }

    async fn stored(&self, client_id: &str) -> Result<Stored, Trouble> {
        let kept = self.secrets.get(secret_name::X_TOKENS).await;
        let kept = kept.map_err(|error| Trouble::Keychain(error.to_string()))?;
        let stored: Option<Stored> = kept.and_then(|kept| serde_json::from_str(kept.reveal()).ok());
        stored.filter(|stored| stored.client_id == client_id).ok_or(Trouble::NotSignedIn)
    }

    async fn save(&self, stored: &Stored) -> Result<(), Trouble> {
        let text = serde_json::to_string(stored).map_err(|error| Trouble::Keychain(error.to_string()))?;
        let saved = self.secrets.set(secret_name::X_TOKENS, Secret::new(text)).await;
        saved.map_err(|error| Trouble::Keychain(error.to_string()))
    }
}

/// X's word for a refusal.
fn refusal(answer: &Answer) -> Option<String> {
    serde_json::from_slice::<Refusal>(&answer.body).ok().map(|refusal| refusal.error)
}
