//! Language model services: Ollama, the chat completions interface with Groq's dialect, Anthropic.
//!
//! By itself each answers sensibly: it reads the marked blocks of the prompt and judges, notes or writes by
//! simple words, always the same for the same prompt. Verbs bring faults, one question each.
//!
//! **Invariant:** a question the real service would not take, or would answer wrongly in silence (no schema,
//! no `num_ctx`), is refused and fails the test when the server is dropped.

mod anthropic;
mod brain;
mod ollama;
mod openai;
mod script;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use script::{Act, Habits};

/// The key every hosted stand-in accepts.
pub const KEY: &str = "test-key";

/// Whose interface is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Ollama,
    OpenAi,
    Groq,
    Anthropic,
}

/// What all requests share.
struct Shared {
    dialect: Dialect,
    latency: Duration,
    script: Mutex<script::Script>,
    log: Mutex<Vec<Asked>>,
    complaints: Mutex<Vec<String>>,
}

/// One request as it came.
#[derive(Debug, Clone)]
pub struct Asked {
    /// `POST /api/chat`.
    pub what: String,
    /// The body, null where there was none.
    pub body: Value,
}

/// A running stand-in.
pub struct FakeLlm {
    /// What is entered as base URL.
    pub url: String,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl FakeLlm {
    /// Ollama on a free port.
    pub async fn ollama() -> Self {
        Self::start(Dialect::Ollama, 0, Duration::ZERO).await
    }

    /// A server that speaks chat completions, with a key.
    pub async fn openai() -> Self {
        Self::start(Dialect::OpenAi, 0, Duration::ZERO).await
    }

    /// Groq.
    pub async fn groq() -> Self {
        Self::start(Dialect::Groq, 0, Duration::ZERO).await
    }

    /// Anthropic.
    pub async fn anthropic() -> Self {
        Self::start(Dialect::Anthropic, 0, Duration::ZERO).await
    }

    /// Ollama on a given port that takes its time over each answer.
    pub async fn slow_ollama(port: u16, latency: Duration) -> Self {
        Self::start(Dialect::Ollama, port, latency).await
    }

    /// The same for chat completions.
    pub async fn slow_openai(port: u16, latency: Duration) -> Self {
        Self::start(Dialect::OpenAi, port, latency).await
    }

    async fn start(dialect: Dialect, port: u16, latency: Duration) -> Self {
        #[expect(clippy::expect_used, reason = "a test without its server cannot go on")]
        let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("the port is free");
        let port = listener.local_addr().map_or(port, |address| address.port());
        let shared = Arc::new(Shared {
            dialect,
            latency,
            script: Mutex::new(script::Script::new(dialect)),
            log: Mutex::default(),
            complaints: Mutex::default(),
        });
        let (router, path): (Router<Arc<Shared>>, &str) = match dialect {
            Dialect::Ollama => (ollama::routes(), ""),
            Dialect::OpenAi => (openai::routes("/v1"), "/v1"),
            Dialect::Groq => (openai::routes("/openai/v1"), "/openai/v1"),
            Dialect::Anthropic => (anthropic::routes(), ""),
        };
        let router = router.with_state(Arc::clone(&shared));
        let task = tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Self { url: format!("http://127.0.0.1:{port}{path}"), shared, task }
    }

    /// Every request so far.
    pub fn log(&self) -> Vec<Asked> {
        locked(&self.shared.log).clone()
    }

    /// The bodies of the questions to a model so far.
    pub fn questions(&self) -> Vec<Value> {
        let asks = ["POST /api/chat", "POST /chat/completions", "POST /v1/messages"];
        let log = self.log().into_iter();
        log.filter(|asked| asks.contains(&asked.what.as_str())).map(|asked| asked.body).collect()
    }

    /// Lasting habits of the server.
    pub fn habits(&self, change: impl FnOnce(&mut Habits)) {
        change(&mut locked(&self.shared.script).habits);
    }

    /// The next question is met like this; more of them queue up.
    pub fn then(&self, act: Act) -> &Self {
        locked(&self.shared.script).acts.push_back(act);
        self
    }

    /// The next question is answered with this text.
    pub fn answers(&self, text: &str) -> &Self {
        self.then(Act::Says(text.to_owned()))
    }

    /// A judgement with one quote from the first post.
    pub fn answers_verdict(&self, verdict: &str, quote: &str) -> &Self {
        let claim = serde_json::json!({"source": "post", "post": 1, "quote": quote, "reason": "Says so"});
        let judgement = serde_json::json!({
            "verdict": verdict, "confidence": 0.8, "reasoning": "As the quote shows.", "claims": [claim],
        });
        self.answers(&judgement.to_string())
    }

    /// Friendly words without any JSON.
    pub fn answers_prose(&self) -> &Self {
        self.answers("I would say that this person could well be interested in the product!")
    }

    /// The right answer, wrapped in a code fence and politeness.
    pub fn answers_in_fences(&self) -> &Self {
        self.then(Act::Fenced)
    }

    /// The right answer, broken off at the limit of tokens.
    pub fn cuts_off(&self) -> &Self {
        self.then(Act::CutOff)
    }

    /// Too many requests; how long to wait stands in a header.
    pub fn rate_limits(&self, after: Option<&str>) -> &Self {
        self.then(Act::RateLimited { header: after.map(str::to_owned), words: None })
    }

    /// The connection breaks before anything was answered.
    pub fn drops_connection(&self) -> &Self {
        self.then(Act::Drops)
    }

    /// Nothing ever comes.
    pub fn stalls(&self) -> &Self {
        self.then(Act::Stalls)
    }

    /// An answer without end.
    pub fn sends_megabytes(&self, count: usize) -> &Self {
        self.then(Act::Megabytes(count))
    }
}

impl Drop for FakeLlm {
    fn drop(&mut self) {
        self.task.abort();
        let complaints = locked(&self.shared.complaints);
        if !std::thread::panicking() {
            assert!(complaints.is_empty(), "the real service would have refused: {complaints:?}");
        }
    }
}

impl Shared {
    fn heard(&self, what: &str, body: &Value) {
        locked(&self.log).push(Asked { what: what.to_owned(), body: body.clone() });
    }

    fn complain(&self, complaint: &str) {
        locked(&self.complaints).push(format!("{:?}: {complaint}", self.dialect));
    }
}
