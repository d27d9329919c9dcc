//! The door: opens a model as it is chosen, and answers tasks through the client that fits.

use std::sync::Arc;

use async_trait::async_trait;
use sdr_domain::id::LeadId;
use sdr_domain::project::{LlmChoice, LlmProvider};
use sdr_http::Http;
use sdr_ports::llm::{LlmErrorKind, LlmHealth, LlmModel, LlmUsage, PullProgress};
use sdr_ports::{LlmError, LlmGateway, LlmReply, LlmTask, Secret};
use sha2::{Digest as _, Sha256};

use crate::address::Address;
use crate::anthropic::Anthropic;
use crate::ask;
use crate::exchange::Patience;
use crate::memory::Memory;
use crate::ollama::Ollama;
use crate::openai::OpenAi;
use crate::prompts;
use crate::question::{Question, Spoken};
use crate::trouble::Trouble;

/// What every client sends through.
#[derive(Debug, Clone)]
pub(crate) struct Wire {
    pub(crate) http: Http,
    pub(crate) patience: Patience,
}

/// Opens models. Keep one for the process: it remembers how servers want to be spoken to.
#[derive(Debug, Clone)]
pub struct Gateways {
    wire: Wire,
    memory: Arc<Memory>,
}

impl Gateways {
    /// Over this HTTP client.
    pub fn new(http: Http) -> Self {
        Self::with_patience(http, Patience::default())
    }

    /// The same with other patience.
    pub fn with_patience(http: Http, patience: Patience) -> Self {
        Self { wire: Wire { http, patience }, memory: Arc::default() }
    }

    /// The model as chosen; `None` when none is. A key that is missing or an address that is wrong is said
    /// when something is asked.
    pub fn open(&self, choice: &LlmChoice, key: Option<Secret>) -> Option<Arc<dyn LlmGateway>> {
        if choice.provider == LlmProvider::None {
            return None;
        }
        let key = key.filter(|key| !key.reveal().trim().is_empty());
        Some(Arc::new(Gateway {
            wire: self.wire.clone(),
            memory: Arc::clone(&self.memory),
            address: Address::of(choice),
            choice: choice.clone(),
            key,
        }))
    }
}

/// One opened model.
pub(crate) struct Gateway {
    wire: Wire,
    memory: Arc<Memory>,
    address: Address,
    choice: LlmChoice,
    key: Option<Secret>,
}

/// The client for the chosen provider.
enum Client<'a> {
    Ollama(Ollama<'a>),
    OpenAi(OpenAi<'a>),
    Anthropic(Anthropic<'a>),
}

impl Gateway {
    fn client(&self) -> Client<'_> {
        let (wire, address, memory) = (&self.wire, &self.address, &*self.memory);
        let key = self.key.as_ref();
        match self.choice.provider {
            LlmProvider::Ollama => Client::Ollama(Ollama { wire, address, key, memory }),
            LlmProvider::Anthropic => Client::Anthropic(Anthropic { wire, address, key, memory }),
            LlmProvider::Groq => Client::OpenAi(OpenAi { wire, address, key, open: false, memory }),
            LlmProvider::OpenaiCompatible | LlmProvider::None => {
                // OpenAI's own address wants a key; servers people run themselves mostly do not.
                let open = !self.choice.base_url.trim().is_empty();
                Client::OpenAi(OpenAi { wire, address, key, open, memory })
            }
        }
    }

    /// One request with its tries.
    pub(crate) async fn put(&self, question: &Question, usage: &mut LlmUsage) -> Result<Spoken, Trouble> {
        if question.model.is_empty() {
            return Err(self.no_model_chosen());
        }
        match self.client() {
            Client::Ollama(client) => client.ask(question, usage).await,
            Client::OpenAi(client) => client.ask(question, usage).await,
            Client::Anthropic(client) => client.ask(question, usage).await,
        }
    }

    pub(crate) fn refused_by_model(&self, model: &str) -> Trouble {
        self.address.service.refused_by_model(model)
    }

    pub(crate) fn unusable(&self, model: &str, complaint: &str) -> Trouble {
        self.address.service.unusable(model, complaint)
    }

    fn no_model_chosen(&self) -> Trouble {
        let sentence = format!(
            "No model of {} is chosen. Choose one under Settings, Language model.",
            self.address.service.name
        );
        Trouble::new(LlmErrorKind::NoModel, sentence)
    }

    /// The model for a task: a small one may judge while a larger one writes.
    pub(crate) fn model_for(&self, task: &LlmTask) -> &str {
        let writer = self.choice.model.trim();
        match (task, self.choice.judge_model.trim()) {
            (LlmTask::Write(_), _) | (_, "") => writer,
            (LlmTask::Judge(_) | LlmTask::Enrich(_), judge) => judge,
        }
    }

    async fn look(&self) -> Result<LlmHealth, Trouble> {
        let (writer, judge) = (self.choice.model.trim(), self.choice.judge_model.trim());
        if writer.is_empty() {
            return Err(self.no_model_chosen());
        }
        let mut wanted = vec![writer];
        if !judge.is_empty() && judge != writer {
            wanted.push(judge);
        }
        match self.client() {
            Client::Ollama(client) => client.health(&wanted).await,
            Client::OpenAi(client) => client.health(&wanted).await,
            Client::Anthropic(client) => client.health(&wanted).await,
        }
    }
}

#[async_trait]
impl LlmGateway for Gateway {
    fn fingerprint(&self, task: &LlmTask) -> String {
        let question = prompts::question(task, self.model_for(task), &[]);
        let mut hash = Sha256::new();
        let mut feed = |part: &str| {
            // The length keeps two parts from being read as one.
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        };
        feed(&format!("{:?}", self.choice.provider));
        feed(self.address.base());
        feed(&question.model);
        feed(prompts::version(task));
        question.texts().for_each(&mut feed);
        feed(&question.schema.to_string());
        feed(&format!("{} {} {}", question.temperature, question.seed, question.most_tokens));
        hash.finalize().iter().fold(String::with_capacity(64), |text, byte| text + &format!("{byte:02x}"))
    }

    async fn ask(&self, task: &LlmTask, about: &[LeadId]) -> Result<LlmReply, LlmError> {
        ask::ask(self, task, about).await
    }

    async fn models(&self) -> Result<Vec<LlmModel>, LlmError> {
        let models = match self.client() {
            Client::Ollama(client) => client.models().await,
            Client::OpenAi(client) => client.models().await,
            Client::Anthropic(client) => client.models().await,
        };
        models.map_err(|trouble| trouble.with(LlmUsage::default()))
    }

    async fn pull(
        &self,
        model: &str,
        progress: &(dyn Fn(PullProgress) + Send + Sync),
    ) -> Result<(), LlmError> {
        let pulled = match self.client() {
            Client::Ollama(client) => client.pull(model.trim(), progress).await,
            Client::OpenAi(_) | Client::Anthropic(_) => {
                let sentence = format!(
                    "{} brings its own models; there is nothing to download. Choose one from the list.",
                    self.address.service.name
                );
                Err(Trouble::new(LlmErrorKind::NoModel, sentence))
            }
        };
        pulled.map_err(|trouble| trouble.with(LlmUsage::default()))
    }

    async fn health(&self) -> LlmHealth {
        self.look().await.unwrap_or_else(|trouble| {
            // The sentence ends with what to do; screens show that part as the fix.
            let text = trouble.sentence;
            match text.split_once(". ") {
                Some((what, fix)) => {
                    LlmHealth { ready: false, sentence: format!("{what}."), fix: Some(fix.to_owned()) }
                }
                None => LlmHealth { ready: false, sentence: text, fix: None },
            }
        })
    }
}
