//! Replies by the official interface.
//!
//! Apps that anybody can register may answer only people who mentioned them first (since February 2026, docs.x.com,
//! changelog); everything else X leaves to the human's own hand, and so do we.
//!
//! **Invariant:** `Arm` is journalled before the request; a request without a whole answer is never repeated.

use std::sync::Arc;

use async_trait::async_trait;
use sdr_domain::action::Action;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::delivery::DeliveryPart;
use sdr_domain::egress::EgressPurpose;
use sdr_domain::part::{PartEvent, PartState};
use sdr_http::{Answer, Body, HttpError, Method, Note};
use sdr_ports::{
    ChannelError, ChannelHealth, ChannelPort, Desktop, EgressRefusal, JournalError, Outgoing, Receipt,
    SendJournal,
};
use serde_json::json;
use url::Url;

use super::shapes::Created;
use super::trouble::Trouble;
use super::{Access, XApi};
use crate::x::intents::{AssistedX, is_post_id};

/// X by the official interface, and by hand where it must be.
pub struct XApiChannel {
    api: XApi,
    by_hand: AssistedX,
}

impl std::fmt::Debug for XApiChannel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("XApiChannel").finish_non_exhaustive()
    }
}

impl XApiChannel {
    /// `site` is where the human reads X.
    pub fn new(api: XApi, desktop: Arc<dyn Desktop>, site: Url) -> Self {
        Self { api, by_hand: AssistedX::new(desktop, site) }
    }

    async fn send(
        &self,
        message: &Outgoing,
        part: &DeliveryPart,
        journal: &dyn SendJournal,
    ) -> Result<Receipt, ChannelError> {
        let Some(post) = message.reply_to.as_deref().filter(|id| is_post_id(id)) else {
            return Err(by_hand("There is no post to answer, so X takes this from your own hand only."));
        };
        let bearer = self.api.bearer().await.map_err(|trouble| before(&trouble))?;
        let body = json!({ "text": part.text, "reply": { "in_reply_to_tweet_id": post } });
        let note =
            Note::of(EgressPurpose::Send).with(&["message text", "post id"], message.lead_id.as_slice());
        let call = self.api.call(Method::POST, "2/tweets", note).map_err(|trouble| before(&trouble))?;
        let call = call.body(Body::Json(body.to_string()));
        let armed = journal.record(part.number, PartEvent::Arm, "about to hand the reply to X").await;
        armed.map_err(|error| not_armed(&error))?;
        let answer = self.api.ask(call, &bearer).await.map_err(|trouble| after(&trouble))?;
        let id = self.created(&answer)?;
        let proof = format!("X accepted it as post {id}: https://x.com/i/web/status/{id}");
        match journal.record(part.number, PartEvent::Accept, &format!("201, post {id}")).await {
            Ok(()) => Ok(Receipt { proof }),
            Err(error) => Err(ChannelError::Unknown {
                reason: format!("{proof}. But this could not be written down: {error}. Answer \"sent\"."),
            }),
        }
    }

    /// The id of the new post; nothing else proves that it is there.
    fn created(&self, answer: &Answer) -> Result<String, ChannelError> {
        if !(200..300).contains(&answer.status) {
            return Err(after(&Trouble::of(answer, self.api.clock.now())));
        }
        let created: Option<Created> = serde_json::from_slice(&answer.body).ok();
        let id = created.map(|created| created.data.id).filter(|id| is_post_id(id));
        id.ok_or_else(|| after(&Trouble::Changed("no id for the reply".into())))
    }
}

/// Trouble before anything was asked of X.
fn before(trouble: &Trouble) -> ChannelError {
    let (what, fix) = trouble.words();
    let reason = format!("The reply was not sent. {what} {fix}");
    match trouble {
        Trouble::Http(error) if !matches!(error, HttpError::Refused(_)) => {
            ChannelError::NotSent { reason, retry_after_secs: 60 }
        }
        Trouble::Overloaded(_) | Trouble::NotRenewed(_) => {
            ChannelError::NotSent { reason, retry_after_secs: 60 }
        }
        Trouble::Busy(secs) => ChannelError::RateLimited { reason, retry_after_secs: Some(*secs) },
        Trouble::Http(_)
        | Trouble::NotSignedIn
        | Trouble::SignedOut
        | Trouble::Keychain(_)
        | Trouble::Spent
        | Trouble::NotEnrolled
        | Trouble::NotPermitted
        | Trouble::Duplicate
        | Trouble::BadQuery(_)
        | Trouble::Wall
        | Trouble::Changed(_) => ChannelError::Held { reason },
    }
}

/// Trouble after the reply was handed over, by what it proves.
fn after(trouble: &Trouble) -> ChannelError {
    match trouble {
        Trouble::NotPermitted => by_hand(
            "X did not take the reply from an app: its rules let apps answer only people who mentioned you first. \
             Nothing was sent.",
        ),
        Trouble::BadQuery(_) => ChannelError::Held {
            reason:
                "X refused the reply as it is. Nothing was sent. Shorten or change it, or send it by hand."
                    .into(),
        },
        Trouble::Http(HttpError::Refused(EgressRefusal::LocalOnly { .. } | EgressRefusal::Unwritable(_))) => {
            before(trouble)
        }
        Trouble::Http(error) if !error.may_have_acted() => before(trouble),
        Trouble::Http(_) | Trouble::Overloaded(_) | Trouble::Changed(_) => ChannelError::Unknown {
            reason: format!(
                "{} The reply may be there all the same. Look under the post: is it there?",
                trouble.words().0
            ),
        },
        Trouble::NotSignedIn
        | Trouble::SignedOut
        | Trouble::Keychain(_)
        | Trouble::NotRenewed(_)
        | Trouble::Spent
        | Trouble::NotEnrolled
        | Trouble::Duplicate
        | Trouble::Busy(_)
        | Trouble::Wall => before(trouble),
    }
}

fn by_hand(what: &str) -> ChannelError {
    ChannelError::ByHand {
        reason: format!(
            "{what} It waits for you now: open it under Deliveries and press Reply on X yourself."
        ),
    }
}

/// Since April 2026 no plan that anybody can buy lets an app like or follow (docs.x.com, changelog), and the
/// automation rules forbid both to machines; so X is not even asked.
fn not_for_apps(action: Action) -> ChannelError {
    let (what, key) = match action {
        Action::Follow => ("follows", "Follow"),
        Action::Like | Action::Reply | Action::Message => ("likes", "the heart"),
    };
    ChannelError::ByHand {
        reason: format!(
            "X permits no {what} by apps, so nothing was done. It waits for you now: open it under Deliveries \
             and press {key} yourself."
        ),
    }
}

fn not_armed(error: &JournalError) -> ChannelError {
    let reason = match error {
        JournalError::CalledOff => "The send was called off; the reply was not sent.".to_owned(),
        JournalError::Unwritable(_) => {
            format!("The reply was not sent, because {error}. Free disk space, then send it again.")
        }
    };
    ChannelError::Held { reason }
}

#[async_trait]
impl ChannelPort for XApiChannel {
    fn channel(&self) -> Channel {
        Channel::X
    }

    async fn health(&self) -> ChannelHealth {
        let health = |ready, mode, sentence: String, fix| ChannelHealth {
            channel: Channel::X,
            mode,
            ready,
            sentence,
            fix,
        };
        let Access::Human { tokens, client_id } = &self.api.access else {
            let sentence = "The key of your app reads X; replies open in your browser for you to send.";
            return health(true, Mode::Assisted, sentence.to_owned(), None);
        };
        match tokens.name(client_id).await {
            Ok(Some(name)) => health(true, Mode::Automatic, format!("Signed in to X as @{name}."), None),
            Ok(None) => health(true, Mode::Automatic, "Signed in to X.".to_owned(), None),
            Err(trouble) => {
                let (sentence, fix) = trouble.words();
                health(false, Mode::Automatic, sentence, Some(fix))
            }
        }
    }

    async fn deliver(&self, message: &Outgoing, journal: &dyn SendJournal) -> Result<Receipt, ChannelError> {
        let [part] = message.parts.as_slice() else {
            let reason =
                format!("A reply has one part, this message has {}. Write it again.", message.parts.len());
            return Err(ChannelError::Refused { reason });
        };
        match part.state {
            PartState::Queued => match message.action {
                Action::Like | Action::Follow => Err(not_for_apps(message.action)),
                Action::Reply | Action::Message => self.send(message, part, journal).await,
            },
            PartState::Accepted => Ok(Receipt { proof: "Accepted by X at an earlier attempt".to_owned() }),
            PartState::Opening
            | PartState::Bound
            | PartState::Armed
            | PartState::Fired
            | PartState::Held
            | PartState::NotSent
            | PartState::Unknown => Err(ChannelError::Held {
                reason: format!(
                    "The reply stands at \"{}\" from an earlier attempt. Say first whether it arrived.",
                    part.state.as_str()
                ),
            }),
        }
    }

    async fn prepare(&self, message: &Outgoing, part: u16) -> Result<(), ChannelError> {
        self.by_hand.prepare(message, part).await
    }
}
