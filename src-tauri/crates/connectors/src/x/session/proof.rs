//! Looks whether a reply is really there. X says yes and drops posts, and sometimes says nothing and keeps them.

use sdr_domain::egress::EgressPurpose;
use sdr_domain::id::LeadId;
use sdr_http::Note;
use serde_json::json;

use super::act::Reply;
use super::graph::Query;
use super::ops::Op;
use super::timeline;
use super::trouble::Trouble;
use super::tweet::{self, Found, Tweet};
use super::{Work, XSession};

/// Looks before it is given up.
const LOOKS: u32 = 3;

/// What a look showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Look {
    /// It is there, under this id.
    There(String),
    /// X answered, and it is not there.
    NotThere,
    /// X did not answer in a way that proves anything.
    NoAnswer,
}

const POST: &str = "/data/tweetResult/result";
const CONVERSATION: &str = "/data/threaded_conversation_with_injections_v2/instructions";

fn note(about: &[LeadId]) -> Note {
    Note::of(EgressPurpose::Send).with(&["post id", "session"], about)
}

impl XSession {
    /// One post by its id; `Ok(None)` when it is not there or withheld.
    pub(super) async fn post(
        &self,
        work: &mut Work,
        id: &str,
        about: &[LeadId],
    ) -> Result<Option<Tweet>, Trouble> {
        let variables = json!({
            "tweetId": id, "withCommunity": false, "includePromotedContent": false, "withVoice": false
        });
        let query = Query { op: Op::TweetResultByRestId, variables, note: note(about), root: POST };
        let answer = match self.query(work, &query).await {
            Err(Trouble::Code(144 | 421 | 422 | 22 | 179, _)) => return Ok(None),
            answer => answer?,
        };
        let Some(result) = answer.pointer(POST) else { return Ok(None) };
        match tweet::read(result) {
            Found::Post(tweet) => Ok(Some(*tweet)),
            Found::Withheld => Ok(None),
            Found::Unknown(what) => Err(Trouble::Changed(format!("a post without {what}"))),
        }
    }

    /// Whether the post X named is there, ours and with our words. Waits before each look: X needs some
    /// seconds to show what it took.
    pub(super) async fn look_for(&self, work: &mut Work, id: &str, own: &str, about: &[LeadId]) -> Look {
        let mut answered = false;
        for _ in 0..LOOKS {
            self.wait_for_proof().await;
            match self.post(work, id, about).await {
                Ok(Some(tweet)) if tweet.author.handle.value() == own => return Look::There(tweet.id),
                Ok(_) => answered = true,
                Err(Trouble::Stopped(_) | Trouble::Closed(_) | Trouble::SignedOut | Trouble::Busy(_)) => {
                    return Look::NoAnswer;
                }
                Err(_) => {}
            }
        }
        if answered { Look::NotThere } else { Look::NoAnswer }
    }

    /// Whether one of our own replies to the same post has these words.
    pub(super) async fn look_under(&self, work: &mut Work, reply: &Reply<'_>, own: &str) -> Look {
        let root = reply.to;
        self.wait_for_proof().await;
        let variables = json!({
            "focalTweetId": root, "referrer": "tweet", "with_rux_injections": false, "rankingMode": "Recency",
            "includePromotedContent": true, "withCommunity": true,
            "withQuickPromoteEligibilityTweetFields": true, "withBirdwatchNotes": true, "withVoice": true
        });
        let query = Query { op: Op::TweetDetail, variables, note: note(reply.about), root: CONVERSATION };
        let Ok(answer) = self.query(work, &query).await else { return Look::NoAnswer };
        let Ok(conversation) = timeline::read(answer.pointer(CONVERSATION)) else { return Look::NoAnswer };
        let ours = conversation.tweets.into_iter().find(|tweet| {
            tweet.author.handle.value() == own
                && tweet.answers.as_deref() == Some(root)
                && same_words(&tweet.text, &reply.part.text)
        });
        ours.map_or(Look::NotThere, |tweet| Look::There(tweet.id))
    }

    /// X needs some seconds to show what it took.
    pub(super) async fn wait_for_proof(&self) {
        let now = self.clock.now();
        let until = now.saturating_add(self.settings.pace.before_proof).unwrap_or(now);
        self.clock.sleep_until(until).await;
    }
}

/// X puts the names of those it answers in front, shortens links and folds white space.
fn same_words(shown: &str, sent: &str) -> bool {
    let plain = |text: &str| {
        let is_link = |word: &str| word.contains("://") || word.contains("t.co/");
        let words = text.split_whitespace().skip_while(|word| word.starts_with('@'));
        words.filter(|word| !is_link(word)).map(str::to_lowercase).collect::<Vec<_>>().join(" ")
    };
    !plain(sent).is_empty() && plain(shown) == plain(sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_words_are_recognised_behind_names_and_shortened_links() {
        let sent = "Thanks for this. We wrote it up: https://acme.example/recall";
        assert!(same_words("@ada_example Thanks for this.  We wrote it up: https://t.co/abc", sent));
        assert!(!same_words("@ada_example Thanks for that. We wrote it up: https://t.co/abc", sent));
        assert!(!same_words("@ada https://t.co/a", "https://acme.example"), "a bare link proves nothing");
    }
}
