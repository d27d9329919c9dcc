//! Likes and follows: small acts that hold or do not, so asking again does no harm.

use sdr_domain::egress::EgressPurpose;
use sdr_domain::text::{Handle, HandleKind};
use sdr_http::{Body, Method, Note};
use sdr_ports::{ChannelError, Receipt};
use serde_json::{Value, json};

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

impl XSession {
    /// Likes a post. May be called again: a like that holds already is a success.
    pub async fn like(&self, post: &str) -> Result<Receipt, ChannelError> {
        if !shape::is_id(post) {
            return Err(ChannelError::Refused { reason: "This is no post of X.".to_owned() });
        }
        let mut work = self.work.lock().await;
        self.may_act(&work).map_err(|trouble| self.not_sent(&trouble))?;
        let note = Note::of(EgressPurpose::Send).with(&["post id", "session"], &[]);
        let variables = json!({ "tweet_id": post });
        let query = Query { op: Op::FavoriteTweet, variables, note, root: LIKED };
        self.ready(&mut work, true).await.map_err(|trouble| self.not_sent(&trouble))?;
        work.last_act = Some(self.clock.now());
        match self.query(&mut work, &query).await {
            Ok(answer) if answer.pointer(LIKED).and_then(Value::as_str) == Some("Done") => {
                Ok(Receipt { proof: "X answered: liked".to_owned() })
            }
            Ok(_) => Err(self.again(&Trouble::Changed("an answer without the like".into()))),
            Err(trouble) if holds(&trouble) => Ok(Receipt { proof: "Liked already".to_owned() }),
            Err(trouble) => Err(self.again(&trouble)),
        }
    }

    /// Follows a person. May be called again: whom the account follows already, or asked to, is a success
    /// without a request that changes anything.
    pub async fn follow(&self, who: &Handle) -> Result<Receipt, ChannelError> {
        if who.kind() != HandleKind::X {
            return Err(ChannelError::Refused { reason: "This is no account on X.".to_owned() });
        }
        let mut work = self.work.lock().await;
        self.may_act(&work).map_err(|trouble| self.not_sent(&trouble))?;
        let person = self.person(&mut work, who).await.map_err(|trouble| self.not_sent(&trouble))?;
        let Some(person) = person else {
            return Err(ChannelError::Refused {
                reason: "X knows no such account, or it is suspended. Choose another channel for this lead."
                    .to_owned(),
            });
        };
        if person.following {
            return Ok(Receipt { proof: "Followed already".to_owned() });
        }
        if person.follow_requested {
            return Ok(Receipt { proof: "Following was asked for already".to_owned() });
        }
        work.last_act = Some(self.clock.now());
        match self.ask_to_follow(&mut work, &person.id).await {
            Ok(answer) if shape::flag(&answer, &["/follow_request_sent"]) == Some(true) => {
                Ok(Receipt { proof: "X answered: asked to follow".to_owned() })
            }
            Ok(answer) if shape::id(&answer, &["/id_str"]).as_deref() == Some(&person.id) => {
                Ok(Receipt { proof: "X answered: followed".to_owned() })
            }
            Ok(_) => Err(self.again(&Trouble::Changed("an answer that names nobody".into()))),
            Err(trouble) if holds(&trouble) => Ok(Receipt { proof: "Followed already".to_owned() }),
            Err(trouble) => Err(self.again(&trouble)),
        }
    }

    async fn person(&self, work: &mut Work, who: &Handle) -> Result<Option<User>, Trouble> {
        let variables = json!({
            "screen_name": who.value(), "withSafetyModeUserFields": true, "withGrokTranslatedBio": false
        });
        let note = Note::of(EgressPurpose::Send).with(&["X handle", "session"], &[]);
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

    async fn ask_to_follow(&self, work: &mut Work, id: &str) -> Result<Value, Trouble> {
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
            name: "friendships/create",
            method: Method::POST,
            url: self.site("/i/api/1.1/friendships/create.json").ok_or_else(unreadable)?,
            body: Body::Form(form),
            note: Note::of(EgressPurpose::Send).with(&["X account id", "session"], &[]),
            writes: true,
        };
        let reply = self.ask(work, ask).await?;
        reply.trouble.map_or(Ok(reply.value), Err)
    }

    /// Trouble of an act that may simply be asked for again.
    fn again(&self, trouble: &Trouble) -> ChannelError {
        if !trouble.may_have_acted() {
            return self.not_sent(trouble);
        }
        let (sentence, _) = trouble.words();
        let reason = format!("{sentence} It is tried again; if it took effect, nothing changes by that.");
        ChannelError::NotSent { reason, retry_after_secs: AWAY }
    }
}

/// Whether X says that it is so already.
fn holds(trouble: &Trouble) -> bool {
    trouble.about().is_some_and(|about| about.then == Then::Done)
}
