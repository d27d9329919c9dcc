//! A query of X's interface, with the repairs that are worth trying when X refuses its form.
//!
//! X answers 404 without a word to a wrong signature, an old query id and a wrong method alike; so each repair
//! is tried in turn, cheapest first, each once. Such a refusal comes before anything is carried out.

use jiff::SignedDuration;
use sdr_http::{Body, Method, Note};
use serde_json::{Map, Value, json};
use url::form_urlencoded;

use super::boot::unreadable;
use super::ops::{self, Op};
use super::trouble::{PAUSE_AFTER_CHANGE, Trouble};
use super::wire::Ask;
use super::{Work, XSession};

/// Longer addresses are refused.
const LONGEST_URL: usize = 8_000;

/// One query.
pub(super) struct Query {
    pub(super) op: Op,
    pub(super) variables: Value,
    pub(super) note: Note,
    /// Where the data stands in the answer.
    pub(super) root: &'static str,
}

/// What to change before the next try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Repair {
    Signature,
    OtherMethod,
    Ids,
    Flags,
    Csrf,
}

/// The repairs that are left.
struct Repairs(Vec<Repair>);

impl Repairs {
    /// In the order in which they are tried after a 404 without a word.
    fn of(op: Op) -> Self {
        use Repair as R;
        Self(match op {
            Op::SearchTimeline => {
                vec![R::Signature, R::OtherMethod, R::Ids, R::OtherMethod, R::Flags, R::Csrf]
            }
            Op::CreateTweet
            | Op::FavoriteTweet
            | Op::UserByScreenName
            | Op::TweetDetail
            | Op::TweetResultByRestId => vec![R::Signature, R::Ids, R::Flags, R::Csrf],
        })
    }

    fn take(&mut self, wanted: &[Repair]) -> Option<Repair> {
        let place = self.0.iter().position(|repair| wanted.contains(repair))?;
        Some(self.0.remove(place))
    }

    fn for_trouble(&mut self, trouble: &Trouble) -> Option<Repair> {
        match trouble {
            Trouble::Gone => self.take(&[Repair::Signature, Repair::OtherMethod, Repair::Ids]),
            Trouble::Stale => self.take(&[Repair::Ids]),
            Trouble::Flags(_) => self.take(&[Repair::Flags]),
            Trouble::Code(353, _) => self.take(&[Repair::Csrf]),
            Trouble::Closed(_)
            | Trouble::Stopped(_)
            | Trouble::Busy(_)
            | Trouble::Http(_)
            | Trouble::Code(..)
            | Trouble::SignedOut
            | Trouble::Overloaded(_)
            | Trouble::Payment
            | Trouble::Changed(_) => None,
        }
    }
}

impl XSession {
    /// Asks until X answers or no repair is left; then the operation is left alone for an hour.
    pub(super) async fn query(&self, work: &mut Work, query: &Query) -> Result<Value, Trouble> {
        self.ready(work, query.op.writes()).await?;
        if work.paused.get(&query.op).is_some_and(|until| *until > self.clock.now()) {
            return Err(Trouble::Gone);
        }
        let mut repairs = Repairs::of(query.op);
        loop {
            let csrf_before = csrf(work);
            let trouble = match self.ask_once(work, query).await {
                Ok(value) => return Ok(value),
                Err(trouble) => trouble,
            };
            let Some(repair) = repairs.for_trouble(&trouble) else {
                return Err(self.give_up(work, query.op, trouble));
            };
            let repaired = match (repair, &trouble) {
                (Repair::OtherMethod, _) => {
                    work.search_by_get = !work.search_by_get;
                    Ok(())
                }
                (Repair::Ids, _) => {
                    work.search_by_get = false;
                    self.boot(work, true).await
                }
                (Repair::Flags, Trouble::Flags(names)) if !work.ops.demand(query.op, names) => {
                    Err(self.give_up(work, query.op, trouble.clone()))
                }
                (Repair::Flags, _) => Ok(()),
                // The refusal itself may have brought the new cookie; else the page does.
                (Repair::Csrf, _) if csrf_before != csrf(work) => Ok(()),
                (Repair::Csrf | Repair::Signature, _) => self.boot(work, false).await,
            };
            if let Err(other) = repaired {
                // A write was refused for sure, whatever became of the repair.
                return Err(if query.op.writes() { trouble } else { other });
            }
        }
    }

    fn give_up(&self, work: &mut Work, op: Op, trouble: Trouble) -> Trouble {
        if matches!(trouble, Trouble::Gone | Trouble::Stale | Trouble::Flags(_)) {
            work.search_by_get = false;
            let hour = SignedDuration::from_secs(PAUSE_AFTER_CHANGE);
            if let Ok(until) = self.clock.now().checked_add(hour) {
                work.paused.insert(op, until);
            }
            tracing::warn!(operation = op.name(), "X refuses an operation in every known form");
        }
        trouble
    }

    async fn ask_once(&self, work: &mut Work, query: &Query) -> Result<Value, Trouble> {
        let by_get = match query.op {
            Op::SearchTimeline => work.search_by_get,
            Op::CreateTweet | Op::FavoriteTweet => false,
            Op::UserByScreenName | Op::TweetDetail | Op::TweetResultByRestId => true,
        };
        let ask = self.form(work, query, by_get).ok_or_else(unreadable)?;
        let reply = self.ask(work, ask).await?;
        let has_root = reply.value.pointer(query.root).is_some_and(|root| !root.is_null());
        match reply.trouble {
            // A read may come with errors about parts of it; a write with an error was refused.
            Some(trouble) if query.op.writes() || !has_root => Err(trouble),
            Some(_) | None if has_root || query.op.writes() || may_be_absent(query.op, &reply.value) => {
                Ok(reply.value)
            }
            Some(_) | None => Err(Trouble::Changed(format!("no {} in its answer", query.root))),
        }
    }

    fn form(&self, work: &Work, query: &Query, by_get: bool) -> Option<Ask> {
        let (op, id) = (query.op, work.ops.id(query.op));
        let mut url = self.site(&format!("/i/api/graphql/{id}/{}", op.name()))?;
        let (features, toggles) = (work.ops.features(op), ops::toggles(op));
        let (method, body) = if by_get {
            let mut text = encoded(&query.variables, &features, &toggles);
            if text.len() + url.as_str().len() > LONGEST_URL {
                let on = features.into_iter().filter(|(_, value)| *value == Value::Bool(true)).collect();
                text = encoded(&query.variables, &on, &toggles);
            }
            url.set_query(Some(&text));
            (Method::GET, Body::None)
        } else {
            let mut body = json!({ "variables": query.variables, "features": features, "queryId": id });
            if !toggles.is_empty() {
                body["fieldToggles"] = Value::Object(toggles);
            }
            (Method::POST, Body::Json(body.to_string()))
        };
        Some(Ask { name: op.name(), method, url, body, note: query.note.clone(), writes: op.writes() })
    }
}

fn csrf(work: &Work) -> Option<sdr_ports::Secret> {
    work.jar.as_ref().ok().map(super::CookieJar::ct0)
}

/// A person or post that does not exist is told by the absence of its node.
fn may_be_absent(op: Op, value: &Value) -> bool {
    let data = value.get("data").and_then(Value::as_object);
    match op {
        Op::UserByScreenName => {
            data.is_some_and(|data| data.is_empty() || data.get("user").is_some_and(is_nothing))
        }
        Op::TweetResultByRestId => {
            data.is_some_and(|data| data.is_empty() || data.get("tweetResult").is_some_and(is_nothing))
        }
        Op::SearchTimeline | Op::CreateTweet | Op::FavoriteTweet | Op::TweetDetail => false,
    }
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_object().is_some_and(Map::is_empty)
}

fn encoded(variables: &Value, features: &Map<String, Value>, toggles: &Map<String, Value>) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.append_pair("variables", &variables.to_string());
    pairs.append_pair("features", &Value::Object(features.clone()).to_string());
    if !toggles.is_empty() {
        pairs.append_pair("fieldToggles", &Value::Object(toggles.clone()).to_string());
    }
    // As a browser writes it: a space is %20, a plus sign %2B.
    pairs.finish().replace('+', "%20")
}
