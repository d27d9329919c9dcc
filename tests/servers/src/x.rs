//! X as its own web page talks to it, for one signed-in account: pages, scripts, queries, posts, likes, follows.
//!
//! The gates stand in the order of the real one: cookies, protection cookie, web client's key, signature, query
//! id, method, switches, budget, then what a test told it to do, then the data. The form follows what the
//! open-source clients `vladkens/twscrape`, `zedeus/nitter` and `d60/twikit` met up to September 2026.

mod acts;
mod faults;
mod gate;
mod pages;
mod people;
mod shapes;
mod signature;
mod timelines;

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use tokio::task::JoinHandle;

pub use faults::Fault;
pub use gate::Request;
pub use pages::PageMode;
pub use people::{Generation, Kind, Person, Post};

use signature::Material;

/// The session it accepts.
pub const AUTH_TOKEN: &str = "0123456789abcdef0123456789abcdef01234567";
/// Id and name of the account the session belongs to.
pub const ME: (&str, &str) = ("7", "me_example");
/// The protection cookie at the start.
pub const CT0: &str = "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd";

pub(crate) type Now = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Which way a search is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchBy {
    /// As POST, which is so since March 2026.
    Post,
    /// As GET, as it was before.
    Get,
    /// No way at all.
    Nothing,
}

pub(crate) struct Memory {
    pub(crate) now: Now,
    pub(crate) ct0: String,
    pub(crate) mode: PageMode,
    pub(crate) material: Material,
    /// Query id by operation.
    pub(crate) ids: HashMap<&'static str, String>,
    /// Scripts name their operations.
    pub(crate) scripts_tell: bool,
    pub(crate) switches: Vec<String>,
    /// Switches the scripts do not name.
    pub(crate) hidden_switches: Vec<String>,
    pub(crate) search_by: SearchBy,
    /// Requests left and when they are counted anew, by operation.
    pub(crate) budget: HashMap<String, (u32, i64)>,
    pub(crate) faults: HashMap<String, VecDeque<Fault>>,
    pub(crate) for_ever: HashMap<String, Fault>,
    pub(crate) page_size: usize,
    pub(crate) advertises: bool,
    pub(crate) next_id: u64,
    pub(crate) people: Vec<Person>,
    pub(crate) posts: Vec<Post>,
    pub(crate) liked: Vec<String>,
    pub(crate) follows: Vec<String>,
    pub(crate) asked: Vec<Request>,
    pub(crate) wrong: Vec<String>,
    pub(crate) at_once: usize,
}

pub(crate) type Shared = Arc<Mutex<Memory>>;

pub(crate) fn held(memory: &Shared) -> MutexGuard<'_, Memory> {
    memory.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The server, on loopback until it is dropped.
pub struct FakeX {
    address: SocketAddr,
    memory: Shared,
    task: JoinHandle<()>,
}

impl std::fmt::Debug for FakeX {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FakeX({})", self.address)
    }
}

impl Drop for FakeX {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl FakeX {
    /// Starts with nobody but the account itself; `now` tells Unix seconds.
    pub async fn start(now: impl Fn() -> i64 + Send + Sync + 'static) -> std::io::Result<Self> {
        Self::start_on("127.0.0.1:0", now).await
    }

    /// The same at a chosen address.
    pub async fn start_on(
        address: &str,
        now: impl Fn() -> i64 + Send + Sync + 'static,
    ) -> std::io::Result<Self> {
        let listener = tokio::net::TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let memory = Arc::new(Mutex::new(Memory::new(Arc::new(now))));
        let app = Router::new().fallback(gate::serve).with_state(Arc::clone(&memory));
        let task = tokio::spawn(async move {
            // It ends with the test.
            let _ = axum::serve(listener, app).await;
        });
        Ok(Self { address, memory, task })
    }

    /// The address that stands for all of X's.
    pub fn base(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// The session as a human would paste it.
    pub fn cookies(&self) -> String {
        format!("guest_id=v1%3A1; auth_token={AUTH_TOKEN}; ct0={}; twid=u%3D{}", self.memory().ct0, ME.0)
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        held(&self.memory)
    }

    /// From now on the page looks like this.
    pub fn shows(&self, mode: PageMode) {
        self.memory().mode = mode;
    }

    /// The material of signatures changes; earlier signatures are refused.
    pub fn changes_signatures(&self) {
        let mut memory = self.memory();
        memory.material = memory.material.other();
    }

    /// Operations get new query ids; the old ones are refused.
    pub fn changes_query_ids(&self) {
        for (place, id) in self.memory().ids.values_mut().enumerate() {
            *id = format!("fresh{place:02}-AAAAAAAAAAAAAA");
        }
    }

    /// The scripts do not name the operations any more.
    pub fn hides_query_ids(&self) {
        self.memory().scripts_tell = false;
    }

    /// A switch every query must carry; the scripts name it unless it is `hidden`.
    pub fn demands_switch(&self, name: &str, hidden: bool) {
        let mut memory = self.memory();
        let list = if hidden { &mut memory.hidden_switches } else { &mut memory.switches };
        list.push(name.to_owned());
    }

    /// From now on searches are taken this way.
    pub fn takes_searches_by(&self, way: SearchBy) {
        self.memory().search_by = way;
    }

    /// So many more requests of an operation are answered until `reset` (Unix seconds).
    pub fn allows(&self, operation: &str, requests: u32, reset: i64) {
        self.memory().budget.insert(operation.to_owned(), (requests, reset));
    }

    /// The next request of an operation ends like this; several wait in line.
    pub fn next(&self, operation: &str, fault: Fault) {
        self.memory().faults.entry(operation.to_owned()).or_default().push_back(fault);
    }

    /// Every request of an operation ends like this; `None` ends it.
    pub fn always(&self, operation: &str, fault: Option<Fault>) {
        let mut memory = self.memory();
        match fault {
            Some(fault) => memory.for_ever.insert(operation.to_owned(), fault),
            None => memory.for_ever.remove(operation),
        };
    }

    /// Posts on one page of a search.
    pub fn pages_of(&self, posts: usize) {
        self.memory().page_size = posts;
    }

    /// Puts an advertisement and suggestions on each page.
    pub fn advertises(&self) {
        self.memory().advertises = true;
    }

    /// Somebody joins; the id is made up from their place.
    pub fn joins(&self, person: Person) {
        self.memory().people.push(person);
    }

    /// Somebody posts; gives the id.
    pub fn posts(&self, handle: &str, text: &str) -> String {
        self.memory().add_post(handle, text, Kind::Plain, None)
    }

    /// The same, as another kind of post.
    pub fn posts_as(&self, handle: &str, text: &str, kind: Kind) -> String {
        self.memory().add_post(handle, text, kind, None)
    }

    /// Somebody answers a post.
    pub fn answers(&self, handle: &str, post: &str, text: &str) -> String {
        self.memory().add_post(handle, text, Kind::Plain, Some(post.to_owned()))
    }

    /// What the account replied, as `(post, text)`, in order.
    pub fn replies(&self) -> Vec<(String, String)> {
        let memory = self.memory();
        let mine = memory.posts.iter().filter(|post| post.author == ME.1);
        mine.filter_map(|post| Some((post.answers.clone()?, post.text.clone()))).collect()
    }

    /// Posts the account likes.
    pub fn liked(&self) -> Vec<String> {
        self.memory().liked.clone()
    }

    /// Ids of the people the account follows.
    pub fn follows(&self) -> Vec<String> {
        self.memory().follows.clone()
    }

    /// Every request so far, in order, refused ones too.
    pub fn asked(&self) -> Vec<Request> {
        self.memory().asked.clone()
    }

    /// How many requests of an operation came, refused ones too; `home` and `script` count as operations.
    pub fn count(&self, operation: &str) -> usize {
        self.memory().asked.iter().filter(|request| request.operation == operation).count()
    }

    /// The protection cookie at present.
    pub fn ct0(&self) -> String {
        self.memory().ct0.clone()
    }

    /// What a browser would never do; a good client leaves this empty.
    pub fn wrong(&self) -> Vec<String> {
        self.memory().wrong.clone()
    }
}
