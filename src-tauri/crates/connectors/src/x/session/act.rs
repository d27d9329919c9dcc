//! The session as a channel, and a reply on X: sent once and believed only when it is seen.
//!
//! **Invariant:** `Arm` is durable before X hears of the text, and one delivery hands X the text once.
//!
//! **Invariant:** `Accept` is written only after the post was read back. An answer that is lost or makes no
//! sense after the text left is `Unknown`, however likely either end is.

use async_trait::async_trait;
use sdr_domain::action::Action;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::compose::limits::length_use;
use sdr_domain::delivery::DeliveryPart;
use sdr_domain::egress::EgressPurpose;
use sdr_domain::id::LeadId;
use sdr_domain::part::{PartEvent, PartState};
use sdr_domain::text::HandleKind;
use sdr_http::Note;
use sdr_ports::{ChannelError, ChannelHealth, ChannelPort, JournalError, Outgoing, Receipt, SendJournal};
use serde_json::{Value, json};

use super::acknowledge::Nod;
use super::codes::Then;
use super::graph::Query;
use super::ops::Op;
use super::proof::Look;
use super::shape;
use super::trouble::{Closed, Trouble, seconds_until};
use super::{Work, XSession};

/// Pause before another try after X or the network was away, seconds.
const AWAY: u32 = 600;

const CREATED: &str = "/data/create_tweet/tweet_results/result";

/// One reply on its way.
pub(super) struct Reply<'a> {
    pub(super) part: &'a DeliveryPart,
    /// The post it answers.
    pub(super) to: &'a str,
    /// Whom it answers.
    whom: &'a str,
    /// The same, for the egress ledger.
    pub(super) about: &'a [LeadId],
}

impl XSession {
    async fn reply(
        &self,
        work: &mut Work,
        reply: &Reply<'_>,
        journal: &dyn SendJournal,
    ) -> Result<Receipt, ChannelError> {
        self.may_act(work, Op::CreateTweet.name())?;
        let me = self.who(work).await.map_err(|trouble| self.not_sent(&trouble))?;
        let target =
            self.post(work, reply.to, reply.about).await.map_err(|trouble| self.not_sent(&trouble))?;
        fits(target.as_ref(), reply)?;
        let note = format!("about to reply to post {}", reply.to);
        journal
            .record(reply.part.number, PartEvent::Arm, &note)
            .await
            .map_err(|error| not_armed("the reply", &error))?;
        work.last_act = Some(self.clock.now());
        let own = me.handle.value();
        match self.create(work, reply).await {
            Ok(Some(id)) => {
                let note = format!("X answered with post {id}");
                // The text is out; a journal that fails now is met again, and told, when the proof is written.
                let _ = journal.record(reply.part.number, PartEvent::Fire, &note).await;
                match self.look_for(work, &id, own, reply.about).await {
                    Look::There(id) => accepted(journal, reply, own, &id).await,
                    Look::NotThere => {
                        Err(unknown("X said that it took the reply, but it cannot be seen", reply))
                    }
                    Look::NoAnswer => Err(unknown(
                        "X said that it took the reply, but could not be asked for it again",
                        reply,
                    )),
                }
            }
            Ok(None) => match self.look_under(work, reply, own).await {
                Look::There(id) => accepted(journal, reply, own, &id).await,
                Look::NotThere => Err(held(
                    "X answered without a post and shows none, so the reply was not sent.",
                    "Wait an hour, then send it again, or send it by hand.",
                )),
                Look::NoAnswer => Err(unknown("X answered without a post", reply)),
            },
            Err(trouble) if trouble.may_have_acted() => match self.look_under(work, reply, own).await {
                Look::There(id) => accepted(journal, reply, own, &id).await,
                Look::NotThere | Look::NoAnswer => Err(unknown(&trouble.words().0, reply)),
            },
            Err(trouble) => Err(self.not_sent(&trouble)),
        }
    }

    /// Hands the text to X; the id of the post, or none when X answers without one.
    async fn create(&self, work: &mut Work, reply: &Reply<'_>) -> Result<Option<String>, Trouble> {
        let variables = json!({
            "tweet_text": reply.part.text,
            "reply": { "in_reply_to_tweet_id": reply.to, "exclude_reply_user_ids": [] },
            "dark_request": false,
            "media": { "media_entities": [], "possibly_sensitive": false },
            "semantic_annotation_ids": [],
            "disallowed_reply_options": Value::Null
        });
        let note = Note::of(EgressPurpose::Send).with(&["message text", "post id", "session"], reply.about);
        let query = Query { op: Op::CreateTweet, variables, note, root: CREATED };
        let answer = self.query(work, &query).await?;
        match answer.pointer("/data/create_tweet") {
            Some(_) => Ok(answer.pointer(CREATED).and_then(|post| shape::id(post, &["/rest_id"]))),
            None => Err(Trouble::Changed("an answer without the reply".into())),
        }
    }

    /// Whether an act may begin now: connected, not stopped, long enough after the last one, and not while X
    /// takes no more of this kind.
    pub(super) fn may_act(&self, work: &Work, name: &str) -> Result<(), ChannelError> {
        self.gate(work, true).map_err(|trouble| self.not_sent(&trouble))?;
        let now = self.clock.now();
        let pace = self.settings.pace.between_acts;
        let paced = work.last_act.and_then(|at| at.checked_add(pace).ok());
        let Some(next) = paced.max(work.busy.get(name).copied()).filter(|next| *next > now) else {
            return Ok(());
        };
        let (sentence, fix) = Trouble::Busy(next).words();
        let retry_after_secs = seconds_until(next, now);
        Err(ChannelError::NotNow { reason: format!("{sentence} {fix}"), retry_after_secs })
    }

    /// Trouble of an act that surely was not carried out.
    pub(super) fn not_sent(&self, trouble: &Trouble) -> ChannelError {
        let (sentence, fix) = trouble.words();
        let reason = format!("{sentence} {fix}");
        match trouble {
            Trouble::Busy(until) => {
                let secs = seconds_until(*until, self.clock.now());
                ChannelError::RateLimited { reason, retry_after_secs: Some(secs) }
            }
            // No more follows today: the channel rests a while, the session keeps count of the day.
            Trouble::Code(161, _) => ChannelError::RateLimited { reason, retry_after_secs: None },
            Trouble::Http(sdr_http::HttpError::Refused(_))
            | Trouble::Closed(Closed::NoCookies | Closed::BadCookies(_) | Closed::RiskNotAccepted)
            | Trouble::Stopped(_)
            | Trouble::SignedOut
            | Trouble::Gone
            | Trouble::Stale
            | Trouble::Flags(_)
            | Trouble::Payment
            | Trouble::Changed(_) => ChannelError::Held { reason },
            Trouble::Http(_) | Trouble::Overloaded(_) => {
                ChannelError::NotSent { reason, retry_after_secs: AWAY }
            }
            Trouble::Code(..) => match trouble.about().map(|about| about.then) {
                Some(Then::Refused) => ChannelError::Refused { reason },
                Some(Then::Perhaps) => ChannelError::NotSent { reason, retry_after_secs: AWAY },
                Some(Then::Done | Then::Held) | None => ChannelError::Held { reason },
            },
        }
    }
}

/// Whether the post to answer is there, is the recipient's, and takes replies.
fn fits(target: Option<&super::tweet::Tweet>, reply: &Reply<'_>) -> Result<(), ChannelError> {
    let Some(target) = target else {
        return Err(ChannelError::Refused {
            reason:
                "The post to answer is deleted or cannot be seen; nothing was sent. Choose another channel \
                     for this lead."
                    .into(),
        });
    };
    if target.author.handle.value() != reply.whom {
        return Err(held(
            "The post to answer was not written by this lead; nothing was sent.",
            "Look at the lead's posts, then write the draft again.",
        ));
    }
    if target.replies_limited {
        return Err(ChannelError::Refused {
            reason: "The author lets only some people reply; nothing was sent. Choose another channel for this lead."
                .into(),
        });
    }
    Ok(())
}

async fn accepted(
    journal: &dyn SendJournal,
    reply: &Reply<'_>,
    own: &str,
    id: &str,
) -> Result<Receipt, ChannelError> {
    let proof = format!("Seen on X: https://x.com/{own}/status/{id}");
    match journal.record(reply.part.number, PartEvent::Accept, &proof).await {
        Ok(()) => Ok(Receipt { proof }),
        Err(error) => Err(ChannelError::Unknown {
            reason: format!(
                "The reply is on X (https://x.com/{own}/status/{id}), but this could not be written down: {error}. \
                 Answer \"sent\"."
            ),
        }),
    }
}

fn unknown(what: &str, reply: &Reply<'_>) -> ChannelError {
    let what = what.trim_end_matches('.');
    ChannelError::Unknown {
        reason: format!(
            "{what}. Look at https://x.com/{}/status/{}: is your reply there?",
            reply.whom, reply.to
        ),
    }
}

pub(super) fn held(sentence: &str, fix: &str) -> ChannelError {
    ChannelError::Held { reason: format!("{sentence} {fix}") }
}

/// `what` is `the reply` or `it`, for the sentence.
pub(super) fn not_armed(what: &str, error: &JournalError) -> ChannelError {
    let reason = match error {
        JournalError::CalledOff => format!("The send was called off; {what} was not sent."),
        JournalError::Unwritable(_) => {
            format!("Nothing was done on X, because {error}. Free disk space, then send it again.")
        }
    };
    ChannelError::Held { reason }
}

/// The one part a reply has, if it still waits; `Ok(None)` when it was proved before.
fn waiting_part(message: &Outgoing) -> Result<Option<&DeliveryPart>, ChannelError> {
    let [part] = message.parts.as_slice() else {
        return Err(ChannelError::Refused {
            reason: format!(
                "An act on X has one part, this one has {}. Write it again.",
                message.parts.len()
            ),
        });
    };
    match part.state {
        PartState::Queued => Ok(Some(part)),
        PartState::Accepted => Ok(None),
        PartState::Opening
        | PartState::Bound
        | PartState::Armed
        | PartState::Fired
        | PartState::Held
        | PartState::NotSent
        | PartState::Unknown => Err(ChannelError::Held {
            reason: format!(
                "It stands at \"{}\" from an earlier attempt. Say first whether it is on X.",
                part.state.as_str()
            ),
        }),
    }
}

/// A message as the reply it can be on X.
fn reply_of<'a>(message: &'a Outgoing, part: &'a DeliveryPart) -> Result<Reply<'a>, ChannelError> {
    let Some(to) = message.reply_to.as_deref().filter(|id| shape::is_id(id)) else {
        return Err(ChannelError::Refused {
            reason: "On X a message answers a post, and this one names none. Write the draft to one of the \
                     lead's posts."
                .to_owned(),
        });
    };
    let length = length_use(Channel::X, &part.text);
    if length.used > length.max || part.text.trim().is_empty() {
        return Err(ChannelError::Refused {
            reason: format!(
                "The reply has {} characters as X counts them, 1 to {} are allowed. Edit the draft.",
                length.used, length.max
            ),
        });
    }
    Ok(Reply { part, to, whom: message.recipient.value(), about: message.lead_id.as_slice() })
}

#[async_trait]
impl ChannelPort for XSession {
    fn channel(&self) -> Channel {
        Channel::X
    }

    async fn health(&self) -> ChannelHealth {
        let mut work = self.work.lock().await;
        let looked = match self.gate(&work, true) {
            Ok(()) => self.who(&mut work).await,
            Err(trouble) => Err(trouble),
        };
        let (ready, sentence, fix) = match looked {
            Ok(me) => (true, format!("Signed in to X as @{}.", me.handle.value()), None),
            Err(trouble) => {
                let (sentence, fix) = trouble.words();
                (false, sentence, Some(fix))
            }
        };
        ChannelHealth { channel: Channel::X, mode: Mode::Automatic, ready, sentence, fix }
    }

    async fn deliver(&self, message: &Outgoing, journal: &dyn SendJournal) -> Result<Receipt, ChannelError> {
        let Some(part) = waiting_part(message)? else {
            return Ok(Receipt { proof: "Seen on X at an earlier attempt".to_owned() });
        };
        if message.recipient.kind() != HandleKind::X {
            return Err(ChannelError::Refused { reason: "The recipient is no account on X.".to_owned() });
        }
        match message.action {
            Action::Like => {
                let post = message.reply_to.as_deref().filter(|id| shape::is_id(id));
                let post = post.ok_or_else(|| ChannelError::Refused {
                    reason: "There is no post to like. Skip this step.".to_owned(),
                })?;
                let mut work = self.work.lock().await;
                self.like(&mut work, post, &Nod::new(message, part.number, journal)).await
            }
            Action::Follow => {
                let mut work = self.work.lock().await;
                self.follow(&mut work, &Nod::new(message, part.number, journal)).await
            }
            Action::Reply | Action::Message => {
                let reply = reply_of(message, part)?;
                let mut work = self.work.lock().await;
                self.reply(&mut work, &reply, journal).await
            }
        }
    }

    async fn prepare(&self, _message: &Outgoing, _part: u16) -> Result<(), ChannelError> {
        Err(held(
            "With your own session X is worked by the app itself; there is nothing to finish by hand.",
            "To press the last key yourself, switch X to assisted under Settings, X.",
        ))
    }
}
