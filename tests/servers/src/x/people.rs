//! Who is on the stand-in's network, and what they wrote.

use std::collections::HashMap;

use super::faults::Fault;
use super::pages::PageMode;
use super::signature::Material;
use super::{CT0, ME, Memory, Now, SearchBy};

/// Which generation of shapes a person is shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generation {
    /// Everything in `legacy`, until about May 2025.
    A,
    /// Name in `core`, the rest in `legacy`, from the middle of 2025.
    B,
    /// No `legacy` at all, since May 2026.
    C,
    /// A shape nobody knows.
    Unheard,
}

/// Somebody on the network.
#[derive(Debug, Clone)]
pub struct Person {
    /// User name.
    pub handle: String,
    /// Full name.
    pub name: String,
    /// About themselves.
    pub bio: String,
    /// Where they are.
    pub location: String,
    /// Their page.
    pub website: String,
    /// Followers.
    pub followers: u32,
    /// How they are shown.
    pub generation: Generation,
    /// They let nobody follow without asking.
    pub protected: bool,
    /// Suspended by X.
    pub suspended: bool,
}

impl Person {
    /// Somebody with made-up details.
    pub fn new(handle: &str, generation: Generation) -> Self {
        Self {
            handle: handle.to_owned(),
            name: format!("{handle} Example"),
            bio: "Runs a dental practice".to_owned(),
            location: "Leeds".to_owned(),
            website: format!("https://{}.example", handle.to_ascii_lowercase()),
            followers: 120,
            generation,
            protected: false,
            suspended: false,
        }
    }
}

/// What kind of post it is shown as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An ordinary one.
    Plain,
    /// A long one.
    Note,
    /// One that not everybody may answer.
    Limited,
    /// A stone in place of a deleted one.
    Tombstone,
    /// Nothing at all where it was.
    Nothing,
}

/// A post.
#[derive(Debug, Clone)]
pub struct Post {
    /// Its id.
    pub id: String,
    /// User name of the author.
    pub author: String,
    /// The words.
    pub text: String,
    /// How it is shown.
    pub kind: Kind,
    /// The post it answers.
    pub answers: Option<String>,
    /// Unix seconds.
    pub at: i64,
}

impl Memory {
    pub(super) fn new(now: Now) -> Self {
        let ids = [
            ("SearchTimeline", "BGd0T_j7oVwlW5U79tO_0A"),
            ("CreateTweet", "Qkq4oPdZYuNB_Qw3TDuFqQ"),
            ("FavoriteTweet", "lI07N6Otwv1PhnEgXILM7A"),
            ("UserByScreenName", "IGgvgiOx4QZndDHuD3x9TQ"),
            ("TweetDetail", "559hs_YZNV4IgA3Z6zIIuw"),
            ("TweetResultByRestId", "GZsN2Pc4knAoit6pXa4HSA"),
        ];
        Self {
            now,
            ct0: CT0.to_owned(),
            mode: PageMode::Webpack16,
            material: Material::First,
            ids: ids.map(|(name, id)| (name, id.to_owned())).into_iter().collect(),
            scripts_tell: true,
            switches: vec!["articles_preview_enabled".into(), "view_counts_everywhere_api_enabled".into()],
            hidden_switches: Vec::new(),
            search_by: SearchBy::Post,
            budget: HashMap::new(),
            faults: HashMap::new(),
            for_ever: HashMap::new(),
            page_size: 20,
            advertises: false,
            next_id: 1_900_000_000_000_000_001,
            people: vec![Person::new(ME.1, Generation::C)],
            posts: Vec::new(),
            liked: Vec::new(),
            follows: Vec::new(),
            asked: Vec::new(),
            wrong: Vec::new(),
            at_once: 0,
        }
    }

    pub(super) fn add_post(
        &mut self,
        handle: &str,
        text: &str,
        kind: Kind,
        answers: Option<String>,
    ) -> String {
        let id = self.next_id.to_string();
        self.next_id += 1;
        let at = (self.now)();
        let (author, text) = (handle.to_owned(), text.to_owned());
        self.posts.push(Post { id: id.clone(), author, text, kind, answers, at });
        id
    }

    pub(super) fn post(&self, id: &str) -> Option<&Post> {
        self.posts.iter().find(|post| post.id == id)
    }

    pub(super) fn person(&self, handle: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.handle.eq_ignore_ascii_case(handle))
    }

    /// A person's numeric id: their place, the account itself first.
    pub(super) fn id_of(&self, handle: &str) -> String {
        let place = self.people.iter().position(|person| person.handle.eq_ignore_ascii_case(handle));
        match place {
            Some(0) => ME.0.to_owned(),
            Some(place) => (1000 + place).to_string(),
            None => "999".to_owned(),
        }
    }

    /// What a test wants to happen to this request.
    pub(super) fn fault(&mut self, operation: &str) -> Option<Fault> {
        let waiting = self.faults.get_mut(operation).and_then(std::collections::VecDeque::pop_front);
        waiting.or_else(|| self.for_ever.get(operation).copied())
    }
}
