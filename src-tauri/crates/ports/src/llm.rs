//! Language models: one question with its schema, one checked answer.
//!
//! The tasks are in the words of the domain; prompts, wire formats and repair are the gateway's. A model
//! that reads post text has no tools and answers in the shape asked for only.
//!
//! **Invariant:** an answer is data like any other text from outside: its quotes are verified and its
//! drafts are checked by the domain before anybody sees them.

use std::sync::Arc;

use async_trait::async_trait;
use sdr_domain::channel::Channel;
use sdr_domain::draft::Variant;
use sdr_domain::enrichment::Enrichment;
use sdr_domain::id::LeadId;
use sdr_domain::judgement::{Claim, Verdict};
use sdr_domain::lead::Profile;
use sdr_domain::project::{Company, Icp, LlmChoice, Voice};
use serde::{Deserialize, Serialize};

use crate::secrets::Secret;

/// Is this person a lead?
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JudgeTask {
    /// What is sold.
    pub company: Company,
    /// Who should buy it.
    pub icp: Icp,
    /// The team's own words on what makes a lead; may be empty.
    pub guidance: String,
    /// Who the person is.
    pub profile: Profile,
    /// What they wrote; claims count them from 0.
    pub posts: Vec<String>,
}

/// What else can be said of a person?
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EnrichTask {
    /// What is sold.
    pub company: Company,
    /// Who the person is.
    pub profile: Profile,
    /// What they wrote.
    pub posts: Vec<String>,
}

/// Two phrasings of one message.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WriteTask {
    /// What is sold.
    pub company: Company,
    /// Who speaks, and how.
    pub voice: Voice,
    /// Whom it is for.
    pub profile: Profile,
    /// What they wrote.
    pub posts: Vec<String>,
    /// Verified quotes that say why they are a lead.
    pub quotes: Vec<String>,
    /// What is known besides.
    pub enrichment: Option<Enrichment>,
    /// Where it goes; its limits are told to the model and checked again after.
    pub channel: Channel,
    /// How often it was written before; another round asks for other words.
    pub round: usize,
    /// What was wrong with the answer before, in one sentence, when this is the second try.
    pub complaint: Option<String>,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LlmTask {
    /// Is this person a lead?
    Judge(JudgeTask),
    /// What else can be said of them?
    Enrich(EnrichTask),
    /// What to write to them?
    Write(WriteTask),
}

/// The answer to a [`JudgeTask`], its claims not yet verified.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JudgeAnswer {
    /// The outcome as the model sees it.
    pub verdict: Verdict,
    /// 0.0 to 1.0.
    pub confidence: f32,
    /// One or two sentences for the human.
    pub reasoning: String,
    /// Reasons with the words the model says it read.
    pub claims: Vec<Claim>,
}

/// One phrasing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenVariant {
    /// Which phrasing.
    pub variant: Variant,
    /// Subject line, e-mail only.
    pub subject: Option<String>,
    /// The words; paragraphs are separated by an empty line.
    pub body: String,
}

/// A checked answer, in the shape its task asks for. Stored and read back as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LlmAnswer {
    /// To a [`JudgeTask`].
    Judge(JudgeAnswer),
    /// To an [`EnrichTask`]; its mode is `llm`.
    Enrich(Enrichment),
    /// To a [`WriteTask`]: A, then B.
    Write(Vec<WrittenVariant>),
}

/// What an answer cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LlmUsage {
    /// Requests made, the repair try included.
    pub requests: u32,
    /// Tokens read by the model, as the service counts them; 0 where it does not say.
    pub prompt_tokens: u64,
    /// Tokens written by the model.
    pub completion_tokens: u64,
}

/// An answer with what it cost.
#[derive(Debug, Clone, PartialEq)]
pub struct LlmReply {
    /// The answer.
    pub answer: LlmAnswer,
    /// The model that gave it.
    pub model: String,
    /// What it cost.
    pub usage: LlmUsage,
    /// Whether the first answer was unusable and the second was taken.
    pub repaired: bool,
}

/// Why there is no answer; what to do about it is part of the sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct LlmError {
    /// What kind of trouble.
    pub kind: LlmErrorKind,
    /// What happened and what to do, without content of the question or the answer.
    pub sentence: String,
    /// What was spent all the same, e.g. on an answer that could not be repaired.
    pub usage: LlmUsage,
}

/// Kinds of trouble with a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LlmErrorKind {
    /// Nothing answers there, or not in time.
    Away,
    /// The key is missing or not accepted, or the account may not use the model.
    Refused,
    /// The model is not there; pull it or choose another.
    NoModel,
    /// Too many requests; worth trying again after so many seconds.
    Busy {
        /// Shortest pause, seconds.
        retry_after_secs: u32,
    },
    /// The account has no money or quota left.
    Spent,
    /// The answer was unusable twice, or refused by the model.
    BadAnswer,
    /// Local-only is on.
    LocalOnly,
}

impl LlmErrorKind {
    /// Whether the next question will meet the same trouble, so that the offline way should take over for a
    /// while instead of asking again for every lead.
    pub fn lasts(self) -> bool {
        match self {
            Self::Away | Self::Refused | Self::NoModel | Self::Spent | Self::LocalOnly => true,
            Self::Busy { .. } | Self::BadAnswer => false,
        }
    }
}

/// A model that can be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct LlmModel {
    /// As the provider spells it.
    pub name: String,
    /// Billions of parameters, where known: small models judge, larger ones write.
    pub parameters_billion: Option<f32>,
    /// Size on disk, bytes, where known.
    pub bytes: Option<u64>,
}

/// How far a download is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullProgress {
    /// In the service's words, e.g. `pulling manifest`.
    pub status: String,
    /// Bytes there, all layers together.
    pub completed: u64,
    /// Bytes in all, as far as known.
    pub total: u64,
}

/// How the model is, asked at any time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LlmHealth {
    /// Whether it would answer.
    pub ready: bool,
    /// What was found.
    pub sentence: String,
    /// What to do, if anything.
    pub fix: Option<String>,
}

/// One connected language model service.
#[async_trait]
pub trait LlmGateway: Send + Sync + 'static {
    /// Names exactly the question that would be asked: model, prompt version and every word of it. Equal
    /// fingerprints get equal treatment, so a stored answer may stand in for a new one. 64 hex digits.
    fn fingerprint(&self, task: &LlmTask) -> String;

    /// Asks. `about` goes to the egress ledger. Dropping the future gives the question up.
    async fn ask(&self, task: &LlmTask, about: &[LeadId]) -> Result<LlmReply, LlmError>;

    /// What can be chosen, by name.
    async fn models(&self) -> Result<Vec<LlmModel>, LlmError>;

    /// Downloads a model, where the service can; otherwise an error that says so.
    async fn pull(
        &self,
        model: &str,
        progress: &(dyn Fn(PullProgress) + Send + Sync),
    ) -> Result<(), LlmError>;

    /// Looks whether a question would be answered; asks none.
    async fn health(&self) -> LlmHealth;
}

/// Opens the model as the project has it chosen at this instant.
#[async_trait]
pub trait Llms: Send + Sync + 'static {
    /// The gateway; `None` when no model is chosen. `secret` takes the place of the stored key, for a test
    /// before anything is saved.
    async fn open(&self, choice: &LlmChoice, secret: Option<&Secret>) -> Option<Arc<dyn LlmGateway>>;
}
