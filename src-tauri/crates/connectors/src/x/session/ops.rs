//! Operations of X's interface: which query id each has, which switches it demands.
//!
//! Ids rotate. What X's own scripts said within the last hours wins over the shipped table.

use std::collections::HashMap;

use jiff::SignedDuration;
use sdr_domain::Timestamp;
use serde_json::{Map, Value};

use super::features;
use super::scripts::Described;

/// How long ids and the material of the signature hold before they are looked up again.
const FRESH: SignedDuration = SignedDuration::from_hours(6);

/// The operations this program uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Op {
    SearchTimeline,
    CreateTweet,
    FavoriteTweet,
    UserByScreenName,
    TweetDetail,
    TweetResultByRestId,
}

impl Op {
    pub(super) const ALL: [Self; 6] = [
        Self::SearchTimeline,
        Self::CreateTweet,
        Self::FavoriteTweet,
        Self::UserByScreenName,
        Self::TweetDetail,
        Self::TweetResultByRestId,
    ];

    /// As X writes it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::SearchTimeline => "SearchTimeline",
            Self::CreateTweet => "CreateTweet",
            Self::FavoriteTweet => "FavoriteTweet",
            Self::UserByScreenName => "UserByScreenName",
            Self::TweetDetail => "TweetDetail",
            Self::TweetResultByRestId => "TweetResultByRestId",
        }
    }

    /// Newest id seen in public sources when this version was made (August and September 2026).
    fn shipped_id(self) -> &'static str {
        match self {
            Self::SearchTimeline => "hyPfJYJ_XAtDYoslQc-Rgg",
            Self::CreateTweet => "WXTdKnLddrQOunD6MhWi3g",
            Self::FavoriteTweet => "lI07N6Otwv1PhnEgXILM7A",
            Self::UserByScreenName => "Gb-d6r0vxPOADdG62OEBpQ",
            Self::TweetDetail => "XMOz5h24KAZ86qKffKTLdQ",
            Self::TweetResultByRestId => "GZsN2Pc4knAoit6pXa4HSA",
        }
    }

    /// Whether it changes anything.
    pub(super) fn writes(self) -> bool {
        match self {
            Self::CreateTweet | Self::FavoriteTweet => true,
            Self::SearchTimeline | Self::UserByScreenName | Self::TweetDetail | Self::TweetResultByRestId => {
                false
            }
        }
    }
}

/// What is known of the operations at present.
#[derive(Debug, Default)]
pub(super) struct Ops {
    described: HashMap<String, Described>,
    flags: HashMap<String, bool>,
    /// Switches X asked for by name, for each operation.
    demanded: HashMap<Op, Vec<String>>,
    looked_up_at: Option<Timestamp>,
}

impl Ops {
    /// Whether the scripts were read within the last hours.
    pub(super) fn fresh(&self, now: Timestamp) -> bool {
        self.looked_up_at.is_some_and(|at| now.duration_since(at) < FRESH)
    }

    /// Takes over what the page and its scripts say.
    pub(super) fn learn(&mut self, described: HashMap<String, Described>, now: Timestamp) {
        self.described = described;
        self.looked_up_at = Some(now);
    }

    /// Takes over the switches of the page.
    pub(super) fn learn_flags(&mut self, flags: HashMap<String, bool>) {
        self.flags = flags;
    }

    /// Switches X demanded by name; says whether any is new.
    pub(super) fn demand(&mut self, op: Op, names: &[String]) -> bool {
        let known = self.demanded.entry(op).or_default();
        let before = known.len();
        for name in names {
            if !known.contains(name) {
                known.push(name.clone());
            }
        }
        known.len() > before
    }

    /// The query id to use.
    pub(super) fn id(&self, op: Op) -> &str {
        self.described.get(op.name()).map_or(op.shipped_id(), |described| described.id.as_str())
    }

    /// The switches to send: exactly those the scripts name, else the shipped ones; what was demanded on top.
    pub(super) fn features(&self, op: Op) -> Map<String, Value> {
        let live = |name: &str, shipped: bool| self.flags.get(name).copied().unwrap_or(shipped);
        let mut features = Map::new();
        match self.described.get(op.name()).and_then(|described| described.switches.as_ref()) {
            Some(names) => {
                for name in names {
                    features.insert(name.clone(), live(name, features::default_of(name)).into());
                }
            }
            None => {
                for (name, shipped) in features::shipped(op) {
                    features.insert(name.to_owned(), live(name, shipped).into());
                }
            }
        }
        for name in self.demanded.get(&op).into_iter().flatten() {
            features.entry(name.clone()).or_insert(Value::Bool(false));
        }
        features
    }
}

/// The parts of the answer that are asked for.
pub(super) fn toggles(op: Op) -> Map<String, Value> {
    features::toggles(op).iter().map(|(name, on)| ((*name).to_owned(), (*on).into())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_win_over_the_shipped_table_for_some_hours() {
        let now = Timestamp::from_second(1_790_000_000).unwrap();
        let mut ops = Ops::default();
        assert_eq!(ops.id(Op::SearchTimeline), "hyPfJYJ_XAtDYoslQc-Rgg");
        let described = Described { id: "fresh-id-00".into(), switches: Some(vec!["a_b".into()]) };
        ops.learn(HashMap::from([("SearchTimeline".to_owned(), described)]), now);
        assert_eq!(ops.id(Op::SearchTimeline), "fresh-id-00");
        assert_eq!(ops.id(Op::CreateTweet), "WXTdKnLddrQOunD6MhWi3g");
        assert!(ops.fresh(now.saturating_add(SignedDuration::from_mins(359)).unwrap()));
        assert!(!ops.fresh(now.saturating_add(SignedDuration::from_hours(6)).unwrap()));
    }

    #[test]
    fn a_switch_is_what_the_page_says_else_what_was_shipped_else_off() {
        let now = Timestamp::from_second(1_790_000_000).unwrap();
        let mut ops = Ops::default();
        let names = ["articles_preview_enabled", "standardized_nudges_misinfo", "never_heard_of"];
        let switches = Some(names.map(str::to_owned).to_vec());
        ops.learn(
            HashMap::from([("SearchTimeline".to_owned(), Described { id: "x".into(), switches })]),
            now,
        );
        ops.learn_flags(HashMap::from([("standardized_nudges_misinfo".to_owned(), false)]));
        assert!(ops.demand(Op::SearchTimeline, &["new_flag".into()]));
        assert!(!ops.demand(Op::SearchTimeline, &["new_flag".into()]), "nothing new the second time");
        let features = Value::Object(ops.features(Op::SearchTimeline));
        assert_eq!(
            features,
            serde_json::json!({
                "articles_preview_enabled": true, "standardized_nudges_misinfo": false,
                "never_heard_of": false, "new_flag": false
            })
        );
    }
}
