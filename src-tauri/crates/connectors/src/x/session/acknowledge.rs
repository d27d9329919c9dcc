//! Likes and follows: acts without words, armed before X hears of them and read back where the answer is lost.
//!
//! **Invariant:** `Arm` is durable before the request that changes something. What holds already is looked up
//! first and changes nothing.
//!
//! **Invariant:** a lost answer is settled by looking: it holds, or it surely does not, or a human is asked.

use sdr_domain::egress::EgressPurpose;
use sdr_domain::id::LeadId;
use sdr_domain::part::PartEvent;
use sdr_domain::text::Handle;
use sdr_http::{Body, Method, Note};
use sdr_ports::{ChannelError, Outgoing, Receipt, SendJournal};
use serde_json::{Value, json};

use super::act::{held, not_armed};
use super::boot::unreadable;
use super::codes::Then;
use super::graph::Query;
use super::ops::Op;
use super::shape;
use super::trouble::Trouble;
use super::user::{self, Person, User};
use super::wire::Ask;
use super::{Work, XSession};

/// Pause before another try, seconds.
const AWAY: u32 = 600;

const USER: &str = "/data/user/result";
const LIKED: &str = "/data/favorite_tweet";
const FOLLOW: &str = "friendships/create";

/// One like or follow on its way.
pub(super) struct Nod<'a> {
    part: u16,
    whom: &'a Handle,
    about: &'a [LeadId],
    journal: &'a dyn SendJournal,
}

/// What a look at X shows.
enum Holds {
    Yes(&'static str),
    No,
    NoAnswer,
}

impl<'a> Nod<'a> {
    pub(super) fn new(message: &'a Outgoing, part: u16, journal: &'a dyn SendJournal) -> Self {
        Self { part, whom: &message.recipient, about: message.lead_id.as_slice(), journal }
    }

    fn note(&self, fields: &[&str]) -> Note {
        Note::of(EgressPurpose::Send).with(fields, self.about)
    }

    async fn arm(&self, detail: &str) -> Result<(), ChannelError> {
        let armed = self.journal.record(self.part, PartEvent::Arm, detail).await;
        armed.map_err(|error| not_armed("it", &error))
    }

    async fn accept(&self, proof: &str) -> Result<Receipt, ChannelError> {
        match self.journal.record(self.part, PartEvent::Accept, proof).await {
            Ok(()) => Ok(Receipt { proof: proof.to_owned() }),
            Err(error) => Err(ChannelError::Unknown {
                reason: format!(
                    "It holds on X ({proof}), but this could not be written down: {error}. Answer \"yes\"."
                ),
            }),
        }
    }
}

impl XSession {
    /// Likes a post. A like that holds already is a success, and nothing is asked of X but a look.
    pub(super) async fn like(
        &self,
        work: &mut Work,
        post: &str,
        nod: &Nod<'_>,
    ) -> Result<Receipt, ChannelError> {
        self.may_act(work, Op::FavoriteTweet.name())?;
        let target = self.post(work, post, nod.about).await.map_err(|trouble| self.not_sent(&trouble))?;
        let Some(target) = target else {
            return Err(ChannelError::Refused {
                reason: "The post to like is deleted or cannot be seen; nothing was done. Skip this step."
                    .into(),
            });
        };
        if target.author.handle != *nod.whom {
            return Err(held(
                "The post to like was not written by this lead; nothing was done.",
                "Look at the lead's posts, then cancel this.",
            ));
        }
        if target.liked {
            return nod.accept("Liked already").await;
        }
        nod.arm(&format!("about to like post {post}")).await?;
        work.last_act = Some(self.clock.now());
        let query = Query {
            op: Op::FavoriteTweet,
            variables: json!({ "tweet_id": post }),
            note: nod.note(&["post id", "session"]),
            root: LIKED,
        };
        let trouble = match self.query(work, &query).await {
            Ok(answer) if answer.pointer(LIKED).and_then(Value::as_str) == Some("Done") => {
                return nod.accept("X answered: liked").await;
            }
            Ok(_) => Trouble::Changed("an answer without the like".into()),
            Err(trouble) => trouble,
        };
        if holds(&trouble) {
            return nod.accept("Liked already").await;
        }
        if !trouble.may_have_acted() {
            return Err(self.not_sent(&trouble));
        }
        self.wait_for_proof().await;
        let seen = match self.post(work, post, nod.about).await {
            Ok(Some(target)) if target.liked => Holds::Yes("Seen on X: liked"),
            Ok(Some(_)) => Holds::No,
            Ok(None) | Err(_) => Holds::NoAnswer,
        };
        let question = format!("Look at https://x.com/{}/status/{post}: is the heart red?", nod.whom.value());
        settled(nod, &trouble, seen, &question).await
    }

    /// Follows a person. Whom the account follows already, or asked to, is a success without a request that
    /// changes anything.
    pub(super) async fn follow(&self, work: &mut Work, nod: &Nod<'_>) -> Result<Receipt, ChannelError> {
        self.may_act(work, FOLLOW)?;
        let person = self.person(work, nod).await.map_err(|trouble| self.not_sent(&trouble))?;
        let Some(person) = person else {
            return Err(ChannelError::Refused {
                reason: "X knows no such account, or it is suspended. Choose another channel for this lead."
                    .to_owned(),
            });
        };
        if let Some(proof) = follows(&person) {
            return nod.accept(proof).await;
        }
        nod.arm(&format!("about to follow account {}", person.id)).await?;
        work.last_act = Some(self.clock.now());
        let trouble = match self.ask_to_follow(work, &person.id, nod).await {
            Ok(answer) if shape::flag(&answer, &["/follow_request_sent"]) == Some(true) => {
                return nod.accept("X answered: asked to follow").await;
            }
            Ok(answer) if shape::id(&answer, &["/id_str"]).as_deref() == Some(&person.id) => {
                return nod.accept("X answered: followed").await;
            }
            Ok(_) => Trouble::Changed("an answer that names nobody".into()),
            Err(trouble) => trouble,
        };
        if holds(&trouble) {
            return nod.accept("Followed already").await;
        }
        if !trouble.may_have_acted() {
            return Err(self.not_sent(&trouble));
        }
        self.wait_for_proof().await;
        let seen = match self.person(work, nod).await {
            Ok(Some(person)) => follows(&person).map_or(Holds::No, Holds::Yes),
            Ok(None) | Err(_) => Holds::NoAnswer,
        };
        let question = format!("Look at https://x.com/{}: do you follow them?", nod.whom.value());
        settled(nod, &trouble, seen, &question).await
    }

    async fn person(&self, work: &mut Work, nod: &Nod<'_>) -> Result<Option<User>, Trouble> {
        let variables = json!({
            "screen_name": nod.whom.value(), "withSafetyModeUserFields": true, "withGrokTranslatedBio": false
        });
        let note = nod.note(&["X handle", "session"]);
        let query = Query { op: Op::UserByScreenName, variables, note, root: USER };
        let answer = match self.query(work, &query).await {
            Err(Trouble::Code(17 | 50 | 63 | 108, _)) => return Ok(None),
            answer => answer?,
        };
        match answer.pointer(USER).map(user::read) {
            Some(Person::Known(user)) => Ok(Some(*user)),
            Some(Person::Unavailable) | None => Ok(None),
            Some(Person::Unknown) => Err(Trouble::Changed("a person without a name".into())),
        }
    }

    async fn ask_to_follow(&self, work: &mut Work, id: &str, nod: &Nod<'_>) -> Result<Value, Trouble> {
        let on = [
            "include_profile_interstitial_type",
            "include_blocking",
            "include_blocked_by",
            "include_followed_by",
            "include_want_retweets",
            "include_mute_edge",
            "include_can_dm",
            "include_can_media_tag",
            "include_ext_is_blue_verified",
            "include_ext_verified_type",
            "include_ext_profile_image_shape",
            "skip_status",
        ];
        let mut form = vec![("user_id".to_owned(), id.to_owned())];
        form.extend(on.map(|name| (name.to_owned(), "1".to_owned())));
        let ask = Ask {
            name: FOLLOW,
            method: Method::POST,
            url: self.site("/i/api/1.1/friendships/create.json").ok_or_else(unreadable)?,
            body: Body::Form(form),
            note: nod.note(&["X account id", "session"]),
            writes: true,
        };
        let reply = self.ask(work, ask).await?;
        reply.trouble.map_or(Ok(reply.value), Err)
    }
}

/// Whether X says that it is so already.
fn holds(trouble: &Trouble) -> bool {
    trouble.about().is_some_and(|about| about.then == Then::Done)
}

fn follows(person: &User) -> Option<&'static str> {
    if person.following {
        return Some("Followed already");
    }
    person.follow_requested.then_some("Following was asked for already")
}

/// What a look after a lost answer means.
async fn settled(
    nod: &Nod<'_>,
    trouble: &Trouble,
    seen: Holds,
    question: &str,
) -> Result<Receipt, ChannelError> {
    let (sentence, _) = trouble.words();
    match seen {
        Holds::Yes(proof) => nod.accept(proof).await,
        Holds::No => {
            let reason = format!("{sentence} X shows that it was not done; it is tried again.");
            Err(ChannelError::NotSent { reason, retry_after_secs: AWAY })
        }
        Holds::NoAnswer => Err(ChannelError::Unknown { reason: format!("{sentence} {question}") }),
    }
}
