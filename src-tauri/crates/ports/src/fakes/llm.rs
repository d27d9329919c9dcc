//! A model that answers by rule and remembers every question.
//!
//! **Invariant:** strict: it refuses a question about nobody and more questions at once than it was told to
//! allow, as a real service would refuse a careless client.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use sdr_domain::draft::Variant;
use sdr_domain::enrichment::{EnrichMode, Enrichment};
use sdr_domain::id::LeadId;
use sdr_domain::judgement::{Claim, EvidenceSource, Verdict};
use sdr_domain::project::{LlmChoice, LlmProvider};
use tokio::sync::watch;

use crate::llm::{
    JudgeAnswer, JudgeTask, LlmAnswer, LlmError, LlmErrorKind, LlmGateway, LlmHealth, LlmModel, LlmReply,
    LlmTask, LlmUsage, Llms, PullProgress, WriteTask, WrittenVariant,
};
use crate::secrets::Secret;

/// What the model does with one question; nothing: the rule before it is asked.
type Rule = dyn Fn(&LlmTask) -> Option<Result<LlmAnswer, LlmErrorKind>> + Send + Sync;

/// The name under which the fake answers.
pub const FAKE_MODEL: &str = "fake:4b";
/// Tokens a fake answer costs: read, written.
pub const FAKE_TOKENS: (u64, u64) = (90, 10);

/// A model under a test's control. What no rule answers gets a sensible answer.
#[derive(Default)]
pub struct FakeLlm {
    rules: Mutex<Vec<Arc<Rule>>>,
    next: Mutex<VecDeque<Result<LlmAnswer, LlmErrorKind>>>,
    asked: Mutex<Vec<(String, LlmTask)>>,
    count: watch::Sender<usize>,
    hold: watch::Sender<bool>,
    latency: Mutex<Duration>,
    at_once: AtomicUsize,
    most_at_once: AtomicUsize,
    given_up: AtomicUsize,
}

impl std::fmt::Debug for FakeLlm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FakeLlm").field("asked", &*self.count.borrow()).finish_non_exhaustive()
    }
}

/// Counts a question as given up unless it came to its end.
struct Out<'a>(&'a FakeLlm, bool);

impl Drop for Out<'_> {
    fn drop(&mut self) {
        self.0.at_once.fetch_sub(1, Ordering::SeqCst);
        if !self.1 {
            self.0.given_up.fetch_add(1, Ordering::SeqCst);
        }
    }
}

impl FakeLlm {
    /// Answers every question in a sensible way.
    pub fn sensible() -> Arc<Self> {
        Arc::default()
    }

    /// Adds a rule that goes before all others; where it says nothing they are asked.
    pub fn rule(
        &self,
        rule: impl Fn(&LlmTask) -> Option<Result<LlmAnswer, LlmErrorKind>> + Send + Sync + 'static,
    ) {
        locked(&self.rules).push(Arc::new(rule));
    }

    /// Forgets all rules.
    pub fn be_sensible(&self) {
        locked(&self.rules).clear();
    }

    /// Answers the next question with this, before any rule.
    pub fn then(&self, answer: Result<LlmAnswer, LlmErrorKind>) {
        locked(&self.next).push_back(answer);
    }

    /// Each answer takes this long.
    pub fn latency(&self, latency: Duration) {
        *locked(&self.latency) = latency;
    }

    /// Holds every answer back until [`FakeLlm::go_on`].
    pub fn hold(&self) {
        self.hold.send_replace(true);
    }

    /// Lets held answers out.
    pub fn go_on(&self) {
        self.hold.send_replace(false);
    }

    /// Returns once so many questions were asked in all.
    pub async fn asked_times(&self, times: usize) {
        // The sender lives in `self`, so waiting cannot fail while we are borrowed.
        let _ = self.count.subscribe().wait_for(|count| *count >= times).await;
    }

    /// Every question with its fingerprint, in order.
    pub fn questions(&self) -> Vec<(String, LlmTask)> {
        locked(&self.asked).clone()
    }

    /// Most questions that were out at the same time.
    pub fn most_at_once(&self) -> usize {
        self.most_at_once.load(Ordering::SeqCst)
    }

    /// Questions whose answer nobody waited for.
    pub fn given_up(&self) -> usize {
        self.given_up.load(Ordering::SeqCst)
    }

    fn answer(&self, task: &LlmTask) -> Result<LlmAnswer, LlmErrorKind> {
        if let Some(answer) = locked(&self.next).pop_front() {
            return answer;
        }
        let rules: Vec<Arc<Rule>> = locked(&self.rules).clone();
        let ruled = rules.iter().rev().find_map(|rule| rule(task));
        ruled.unwrap_or_else(|| Ok(sensible(task)))
    }
}

#[async_trait]
impl LlmGateway for FakeLlm {
    fn fingerprint(&self, task: &LlmTask) -> String {
        let mut hash = DefaultHasher::new();
        format!("{task:?}").hash(&mut hash);
        format!("{:064x}", hash.finish())
    }

    async fn ask(&self, task: &LlmTask, about: &[LeadId]) -> Result<LlmReply, LlmError> {
        let refused = |kind| LlmError { kind, sentence: sentence(kind), usage: LlmUsage::default() };
        if about.is_empty() {
            return Err(refused(LlmErrorKind::Refused));
        }
        let at_once = self.at_once.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_at_once.fetch_max(at_once, Ordering::SeqCst);
        let mut out = Out(self, false);
        locked(&self.asked).push((self.fingerprint(task), task.clone()));
        self.count.send_modify(|count| *count += 1);
        let latency = *locked(&self.latency);
        if latency.is_zero() {
            tokio::task::yield_now().await;
        } else {
            tokio::time::sleep(latency).await;
        }
        let _ = self.hold.subscribe().wait_for(|held| !*held).await;
        out.1 = true;
        let usage = LlmUsage { requests: 1, prompt_tokens: FAKE_TOKENS.0, completion_tokens: FAKE_TOKENS.1 };
        match self.answer(task) {
            Ok(answer) => Ok(LlmReply { answer, model: FAKE_MODEL.into(), usage, repaired: false }),
            Err(LlmErrorKind::BadAnswer) => Err(LlmError { usage, ..refused(LlmErrorKind::BadAnswer) }),
            Err(kind) => Err(refused(kind)),
        }
    }

    async fn models(&self) -> Result<Vec<LlmModel>, LlmError> {
        Ok(vec![LlmModel { name: FAKE_MODEL.into(), parameters_billion: Some(4.0), bytes: None }])
    }

    async fn pull(&self, _: &str, _: &(dyn Fn(PullProgress) + Send + Sync)) -> Result<(), LlmError> {
        Ok(())
    }

    async fn health(&self) -> LlmHealth {
        LlmHealth { ready: true, sentence: "Ready".into(), fix: None }
    }
}

/// Opens the one fake model, whichever was chosen.
#[derive(Debug, Clone)]
pub struct FakeLlms(pub Arc<FakeLlm>);

#[async_trait]
impl Llms for FakeLlms {
    async fn open(&self, choice: &LlmChoice, _: Option<&Secret>) -> Option<Arc<dyn LlmGateway>> {
        let chosen = choice.provider != LlmProvider::None;
        chosen.then(|| Arc::<FakeLlm>::clone(&self.0) as Arc<dyn LlmGateway>)
    }
}

/// The sentence of a refusal.
fn sentence(kind: LlmErrorKind) -> String {
    match kind {
        LlmErrorKind::Away => "Ollama does not answer at http://127.0.0.1:11434. Start it.".to_owned(),
        LlmErrorKind::Refused => "The key was not accepted. Enter it again.".to_owned(),
        LlmErrorKind::NoModel => "There is no such model. Pull it.".to_owned(),
        LlmErrorKind::Busy { retry_after_secs } => format!("Too busy for {retry_after_secs} s."),
        LlmErrorKind::Spent => "The account has no quota left.".to_owned(),
        LlmErrorKind::BadAnswer => "The model answered prose twice.".to_owned(),
        LlmErrorKind::LocalOnly => "Local-only is on.".to_owned(),
    }
}

/// What a decent model would say: quotes what stands there, claims nothing else.
pub fn sensible(task: &LlmTask) -> LlmAnswer {
    match task {
        LlmTask::Judge(task) => LlmAnswer::Judge(judged(task)),
        LlmTask::Enrich(task) => LlmAnswer::Enrich(Enrichment {
            company_size: None,
            persona: task.profile.role.clone(),
            pain_points: vec!["manual work".into()],
            triggers: Vec::new(),
            confidence: 0.8,
            mode: EnrichMode::Llm,
        }),
        LlmTask::Write(task) => LlmAnswer::Write(written(task)),
    }
}

fn judged(task: &JudgeTask) -> JudgeAnswer {
    let first = (0..).zip(&task.posts).find(|(_, post)| !post.trim().is_empty());
    let wants = first.is_some_and(|(_, post)| post.contains('?') || post.to_lowercase().contains("by hand"));
    let claims: HashMap<u16, &str> =
        first.into_iter().map(|(at, post)| (at, post.split(['.', '?']).next().unwrap_or_default())).collect();
    JudgeAnswer {
        verdict: if wants { Verdict::Relevant } else { Verdict::Irrelevant },
        confidence: 0.9,
        reasoning: "Says so.".into(),
        claims: claims
            .into_iter()
            .map(|(at, quote)| Claim {
                quote: quote.into(),
                source: EvidenceSource::Post(at),
                reason: "Names the problem".into(),
            })
            .collect(),
    }
}

fn written(task: &WriteTask) -> Vec<WrittenVariant> {
    let name = task.profile.name.split(' ').next().unwrap_or_default();
    let (product, persona) = (&task.company.name, &task.voice.persona);
    let again = "Again: ".repeat(task.round);
    let write = |variant, ask: &str| WrittenVariant {
        variant,
        subject: Some(format!("{product} and you")),
        body: format!("{again}Hi {name}, {persona} here.\n\nI work on {product}. {ask}"),
    };
    vec![write(Variant::A, "Shall I show you?"), write(Variant::B, "Is that still a topic for you?")]
}

fn locked<T>(place: &Mutex<T>) -> MutexGuard<'_, T> {
    place.lock().unwrap_or_else(PoisonError::into_inner)
}
