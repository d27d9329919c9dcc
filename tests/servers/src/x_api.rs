//! X's official interface, version 2, with its sign-in: strict about scopes, parameters and bodies, in either
//! naming of the fields. Time is the test's own.
//!
//! Wire format: docs.x.com, "OAuth 2.0 Authorization Code Flow with PKCE", "Search recent Posts", "Create or Edit
//! Post", "Get my User", "Response codes and errors" (2026).

mod answers;
mod oauth;
mod posts;

use std::collections::{HashMap, HashSet, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::routing::{get, post};
use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinHandle;

/// What goes wrong with the next request to the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// 402: nothing left to pay with.
    NoCredits,
    /// 403 with the type of a used-up cap.
    UsageCapped,
    /// 403: the app belongs to no project.
    NotEnrolled,
    /// 403: not for this account.
    NotPermitted,
    /// 429; the budget comes back after so many seconds.
    TooManyRequests(i64),
    /// 429 that names no time.
    TooManyWithoutReset,
    /// 503.
    Unavailable,
    /// 403 from something in front of X, as a page.
    Wall,
    /// 200 with a page in place of data.
    HtmlInPlaceOfData,
    /// 200 with half of an answer.
    Truncated,
    /// 200 with a shape nobody knows.
    OtherShape,
    /// The request is carried out, the answer never comes.
    SilentAfterActing,
    /// The request is carried out, the connection breaks.
    BreaksAfterActing,
    /// 401, whatever the token.
    Unauthorized,
}

/// A person at X.
#[derive(Debug, Clone)]
struct Person {
    id: String,
    username: String,
    followers: u32,
    suspended: bool,
}

/// A post.
#[derive(Debug, Clone)]
struct Post {
    id: String,
    author: String,
    text: String,
    long: Option<String>,
    at: Timestamp,
    /// Whether it mentions the signed-in human.
    summons: bool,
}

/// A registered app.
#[derive(Debug, Clone, Default)]
struct Client {
    callbacks: HashSet<String>,
    confidential: bool,
}

/// A code on its way.
#[derive(Debug, Clone)]
struct Code {
    client: String,
    redirect: String,
    challenge: String,
    scope: String,
    until: Timestamp,
}

/// What a token may do.
#[derive(Debug, Clone)]
struct Grant {
    client: String,
    scope: String,
    until: Timestamp,
}

#[derive(Debug)]
struct World {
    now: Timestamp,
    new_names: bool,
    page: usize,
    clients: HashMap<String, Client>,
    people: HashMap<String, Person>,
    posts: Vec<Post>,
    replies: Vec<(String, String)>,
    keys: HashSet<String>,
    codes: HashMap<String, Code>,
    access: HashMap<String, Grant>,
    refresh: HashMap<String, Grant>,
    used_refresh: HashSet<String>,
    denies: bool,
    withholds: Option<String>,
    faults: VecDeque<Fault>,
    token_faults: VecDeque<Fault>,
    asked: Vec<String>,
    bearers: Vec<String>,
    renewals: u32,
    next: u64,
}

impl World {
    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }
}

type Shared = Arc<Mutex<World>>;

fn locked(world: &Shared) -> MutexGuard<'_, World> {
    world.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The server, on loopback until it is dropped.
#[derive(Debug)]
pub struct FakeXApi {
    address: SocketAddr,
    world: Shared,
    task: JoinHandle<()>,
}

impl Drop for FakeXApi {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl FakeXApi {
    /// Starts empty: no app, no key, no post. The signed-in human is `@mara_example`.
    pub async fn start(now: Timestamp) -> std::io::Result<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let world: Shared = Arc::new(Mutex::new(World {
            now,
            new_names: false,
            page: 50,
            clients: HashMap::new(),
            people: HashMap::new(),
            posts: Vec::new(),
            replies: Vec::new(),
            keys: HashSet::new(),
            codes: HashMap::new(),
            access: HashMap::new(),
            refresh: HashMap::new(),
            used_refresh: HashSet::new(),
            denies: false,
            withholds: None,
            faults: VecDeque::new(),
            token_faults: VecDeque::new(),
            asked: Vec::new(),
            bearers: Vec::new(),
            renewals: 0,
            next: 1900,
        }));
        let app = Router::new()
            .route("/i/oauth2/authorize", get(oauth::authorize))
            .route("/2/oauth2/token", post(oauth::token))
            .route("/2/users/me", get(posts::me))
            .route("/2/tweets/search/recent", get(posts::search))
            .route("/2/tweets", post(posts::create))
            .route("/2/users/{id}/likes", post(posts::like))
            .route("/2/users/{id}/following", post(posts::follow))
            .with_state(Arc::clone(&world));
        let task = tokio::spawn(async move {
            // It ends with the test.
            let _ = axum::serve(listener, app).await;
        });
        Ok(Self { address, world, task })
    }

    /// The address that stands for both `https://x.com/` and `https://api.x.com/`.
    pub fn base(&self) -> String {
        format!("http://{}/", self.address)
    }

    fn world(&self) -> MutexGuard<'_, World> {
        locked(&self.world)
    }

    /// Time passes here.
    pub fn advance(&self, secs: i64) {
        let mut world = self.world();
        world.now = world.now.checked_add(SignedDuration::from_secs(secs)).unwrap_or(world.now);
    }

    /// From now on answers name fields as the published `OpenAPI` file does.
    pub fn speaks_new_names(&self) {
        self.world().new_names = true;
    }

    /// So many posts a page, whatever was asked for.
    pub fn pages_of(&self, posts: usize) {
        self.world().page = posts;
    }

    /// The key of an app.
    pub fn key(&self, key: &str) {
        self.world().keys.insert(key.to_owned());
    }

    /// An app for native programs, with no callback yet.
    pub fn app(&self, client_id: &str) {
        self.world().clients.insert(client_id.to_owned(), Client::default());
    }

    /// An app that was registered with a secret.
    pub fn confidential_app(&self, client_id: &str) {
        let client = Client { confidential: true, ..Client::default() };
        self.world().clients.insert(client_id.to_owned(), client);
    }

    /// Registers a callback, exactly as it is.
    pub fn registers(&self, client_id: &str, callback: &str) {
        self.world().clients.entry(client_id.to_owned()).or_default().callbacks.insert(callback.to_owned());
    }

    /// The human presses Cancel on X's page.
    pub fn human_denies(&self) {
        self.world().denies = true;
    }

    /// The human allows everything but this scope.
    pub fn withholds(&self, scope: &str) {
        self.world().withholds = Some(scope.to_owned());
    }

    /// A person.
    pub fn person(&self, username: &str, followers: u32) {
        let mut world = self.world();
        let id = world.number().to_string();
        let person = Person { id, username: username.to_owned(), followers, suspended: false };
        world.people.insert(username.to_owned(), person);
    }

    /// X suspends a person: their posts are found, they are not.
    pub fn suspends(&self, username: &str) {
        if let Some(person) = self.world().people.get_mut(username) {
            person.suspended = true;
        }
    }

    /// A person writes; returns the id of the post. Newer posts come first.
    pub fn post(&self, author: &str, text: &str) -> String {
        self.write(author, text, None, false)
    }

    /// A person writes more than fits in a plain post.
    pub fn long_post(&self, author: &str, text: &str) -> String {
        let start = text.chars().take(270).collect::<String>() + "…";
        self.write(author, &start, Some(text.to_owned()), false)
    }

    /// A person mentions the signed-in human.
    pub fn post_to_us(&self, author: &str, text: &str) -> String {
        self.write(author, text, None, true)
    }

    fn write(&self, author: &str, text: &str, long: Option<String>, summons: bool) -> String {
        let mut world = self.world();
        let id = world.number().to_string();
        let at = world.now - SignedDuration::from_secs(3600);
        let (author, text) = (author.to_owned(), text.to_owned());
        world.posts.insert(0, Post { id: id.clone(), author, text, long, at, summons });
        id
    }

    /// The next request to the interface goes wrong like this.
    pub fn then(&self, fault: Fault) {
        self.world().faults.push_back(fault);
    }

    /// The next request for a token goes wrong like this.
    pub fn then_for_tokens(&self, fault: Fault) {
        self.world().token_faults.push_back(fault);
    }

    /// Every access token given out so far stops working.
    pub fn forgets_access_tokens(&self) {
        self.world().access.clear();
    }

    /// Somebody else renewed with the human's refresh token.
    pub fn refresh_tokens_were_used_elsewhere(&self) {
        let mut world = self.world();
        let used: Vec<String> = world.refresh.drain().map(|(token, _)| token).collect();
        world.used_refresh.extend(used);
    }

    /// `(post, text)` of each reply that stands at X.
    pub fn replies(&self) -> Vec<(String, String)> {
        self.world().replies.clone()
    }

    /// `GET /2/users/me`, in order; parameters are left out.
    pub fn asked(&self) -> Vec<String> {
        self.world().asked.clone()
    }

    /// Access tokens and keys that were shown, in order.
    pub fn bearers(&self) -> Vec<String> {
        self.world().bearers.clone()
    }

    /// Successful renewals.
    pub fn renewals(&self) -> u32 {
        self.world().renewals
    }
}
