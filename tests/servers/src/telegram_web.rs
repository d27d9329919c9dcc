//! t.me as it shows names in public: every legal name answers 200, free or not.
//!
//! Refuses what the real one would answer differently: requests without a browser's name or without a wish
//! for English, which would be served in another shape or language.

mod pages;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Response, StatusCode};
use axum::response::IntoResponse;
use tokio::task::JoinHandle;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// 429, with a `Retry-After` of so many seconds.
    TooManyRequests(u32),
    /// 503 with a page.
    Unavailable,
    /// 200 with a page that asks for a proof of being human.
    Captcha,
    /// The page ends in its middle, after what it says.
    Truncated,
    /// The connection ends before the announced length.
    BrokenOff,
    /// Markup of another age, without the known classes.
    OldMarkup,
    /// 200 with next to nothing.
    Tiny,
    /// 302 to another address.
    Redirect,
    /// A page larger than any page.
    Huge,
    /// The page of another name.
    OtherName,
}

/// Who has a name.
#[derive(Debug, Clone)]
enum Owner {
    Person {
        display: String,
        bio: Option<String>,
    },
    Bot,
    Channel {
        title: String,
        subscribers: String,
    },
    Group,
    /// A public chat whose size is not shown.
    Unsized,
    /// A post's page under the name, as a link preview would get.
    Post,
    /// A person's page that repeats the title of a free name.
    Halfway,
}

#[derive(Debug, Default)]
struct Memory {
    owners: HashMap<String, Owner>,
    fault: Option<Fault>,
    faults: HashMap<String, Fault>,
    asked: Vec<String>,
}

/// The server, on loopback until it is dropped.
#[derive(Debug)]
pub struct FakeTelegramWeb {
    address: SocketAddr,
    memory: Arc<Mutex<Memory>>,
    task: JoinHandle<()>,
}

impl Drop for FakeTelegramWeb {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl FakeTelegramWeb {
    /// Starts with one name taken: `telegram`, the channel.
    pub async fn start() -> std::io::Result<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let memory = Arc::new(Mutex::new(Memory::default()));
        let app = Router::new().route("/{name}", axum::routing::get(show)).with_state(Arc::clone(&memory));
        let task = tokio::spawn(async move {
            // It ends with the test.
            let _ = axum::serve(listener, app).await;
        });
        let server = Self { address, memory, task };
        server.channel("telegram", "Telegram News", "9\u{a0}429\u{a0}480 subscribers");
        Ok(server)
    }

    /// The address that stands for `https://t.me/`.
    pub fn base(&self) -> String {
        format!("http://{}/", self.address)
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn give(&self, name: &str, owner: Owner) {
        self.memory().owners.insert(name.to_lowercase(), owner);
    }

    /// A person takes the name.
    pub fn person(&self, name: &str, display: &str, bio: Option<&str>) {
        self.give(name, Owner::Person { display: display.to_owned(), bio: bio.map(str::to_owned) });
    }

    /// A bot has the name.
    pub fn bot(&self, name: &str) {
        self.give(name, Owner::Bot);
    }

    /// A channel has the name; `subscribers` as shown, e.g. `1 subscriber`.
    pub fn channel(&self, name: &str, title: &str, subscribers: &str) {
        let (title, subscribers) = (title.to_owned(), subscribers.to_owned());
        self.give(name, Owner::Channel { title, subscribers });
    }

    /// A group has the name.
    pub fn group(&self, name: &str) {
        self.give(name, Owner::Group);
    }

    /// A channel or group that does not show its size has the name.
    pub fn chat_of_unknown_size(&self, name: &str) {
        self.give(name, Owner::Unsized);
    }

    /// The name leads to a post.
    pub fn post(&self, name: &str) {
        self.give(name, Owner::Post);
    }

    /// The page shows a display name, and beside it the title of a free name.
    pub fn contradicting(&self, name: &str) {
        self.give(name, Owner::Halfway);
    }

    /// The name belongs to nobody any more.
    pub fn free(&self, name: &str) {
        self.memory().owners.remove(&name.to_lowercase());
    }

    /// From now on everything answers like this; `None` ends it.
    pub fn breaks(&self, fault: Option<Fault>) {
        self.memory().fault = fault;
    }

    /// From now on this name answers like this.
    pub fn breaks_for(&self, name: &str, fault: Fault) {
        self.memory().faults.insert(name.to_lowercase(), fault);
    }

    /// Every name that was asked for, in order.
    pub fn asked(&self) -> Vec<String> {
        self.memory().asked.clone()
    }
}

async fn show(
    State(memory): State<Arc<Mutex<Memory>>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response<Body> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (owner, fault) = {
        let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
        memory.asked.push(name.clone());
        let key = name.to_lowercase();
        (memory.owners.get(&key).cloned(), memory.faults.get(&key).copied().or(memory.fault))
    };
    if !header("accept-language").starts_with("en") || !header("user-agent").contains("Mozilla/") {
        return (StatusCode::BAD_REQUEST, "a browser that reads English would be expected").into_response();
    }
    let legal = (4..=32).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if !legal {
        return (StatusCode::FOUND, [("location", "https://telegram.org/")]).into_response();
    }
    let page = match owner {
        Some(Owner::Person { display, bio }) => pages::person(&name, &display, bio.as_deref()),
        Some(Owner::Bot) => pages::bot(&name),
        Some(Owner::Channel { title, subscribers }) => pages::channel(&name, &title, &subscribers),
        Some(Owner::Group) => pages::group(&name),
        Some(Owner::Unsized) => pages::channel(&name, "Somewhere", ""),
        Some(Owner::Post) => pages::post(&name),
        Some(Owner::Halfway) => pages::halfway(&name),
        None => pages::free(&name),
    };
    match fault {
        None => html(StatusCode::OK, page),
        Some(fault) => faulty(fault, &page),
    }
}

fn html(status: StatusCode, page: String) -> Response<Body> {
    (status, [("content-type", "text/html; charset=utf-8")], page).into_response()
}

fn faulty(fault: Fault, page: &str) -> Response<Body> {
    match fault {
        Fault::TooManyRequests(secs) => {
            (StatusCode::TOO_MANY_REQUESTS, [("retry-after", secs.to_string())], "").into_response()
        }
        Fault::Unavailable => html(StatusCode::SERVICE_UNAVAILABLE, pages::captcha()),
        Fault::Captcha => html(StatusCode::OK, pages::captcha()),
        Fault::Truncated => {
            let cut = page.find("<div class=\"tgme_page_action\"").unwrap_or(page.len() / 2);
            html(StatusCode::OK, page.chars().take(cut).collect())
        }
        Fault::BrokenOff => {
            let half: Vec<Result<String, std::io::Error>> = vec![
                Ok(page.chars().take(1_300).collect()),
                Err(std::io::Error::other("the line is cut here")),
            ];
            let body = Body::from_stream(futures::stream::iter(half));
            ([("content-type", "text/html; charset=utf-8")], body).into_response()
        }
        Fault::OldMarkup => html(StatusCode::OK, pages::without_classes(page)),
        Fault::Tiny => html(StatusCode::OK, "<!DOCTYPE html><html></html>".to_owned()),
        Fault::Redirect => (StatusCode::FOUND, [("location", "/telegram")]).into_response(),
        Fault::Huge => html(StatusCode::OK, format!("{page}{}", " ".repeat(4 * 1024 * 1024))),
        Fault::OtherName => html(StatusCode::OK, pages::free("somebody_else")),
    }
}
