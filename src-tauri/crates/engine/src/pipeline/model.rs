//! The model of a run: what it is asked, what was answered before, and when the offline way stands in.
//!
//! **Invariant:** no question is asked whose answer is kept, and none once the day's budget is spent.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use sdr_domain::Timestamp;
use sdr_domain::id::LeadId;
use sdr_domain::project::{LlmChoice, LlmProvider, Project};
use sdr_ports::llm::{LlmAnswer, LlmError, LlmErrorKind, LlmGateway, LlmReply, LlmTask, LlmUsage};
use sdr_storage::{LlmAnswerRow, LlmUsageRow};
use tokio::sync::Semaphore;

use super::answers::Answers;
use crate::context::Context;
use crate::error::EngineError;

/// After trouble that lasts, one question looks again at most this often.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_secs(60);
/// A service that is busy for longer than this counts as away for that long.
const LONGEST_PAUSE_SECS: u32 = 60;
/// How often one question waits for a busy service.
const MOST_PAUSES: u32 = 3;

/// Answers kept about one lead, by question.
pub(crate) type Known = HashMap<String, LlmAnswerRow>;

/// What a question came to.
pub(crate) enum Reply {
    /// An answer, new or kept, and the model that gave it.
    Answered(LlmAnswer, String),
    /// The offline way stands in. Why, unless no model is chosen at all.
    Offline(Option<String>),
}

/// Whose turn it is.
pub(crate) enum Turn {
    /// The model's, asked so many questions at the same time.
    Model(usize),
    /// The rules'. Why, unless no model is chosen at all.
    Offline(Option<String>),
}

/// Whether the service answers.
enum Standing {
    Answers,
    Away { sentence: String, again_at: Timestamp },
}

/// Tokens of the current local day.
struct Spent {
    day: String,
    tokens: u64,
}

/// The project's model, opened once a run.
pub(crate) struct Model {
    cx: Arc<Context>,
    choice: LlmChoice,
    gateway: Option<Arc<dyn LlmGateway>>,
    /// One permit a question at the same time.
    asking: Semaphore,
    answers: Answers,
    zone: TimeZone,
    standing: Mutex<Standing>,
    spent: Mutex<Spent>,
}

impl Model {
    /// Opens the chosen model; asks nothing.
    pub(crate) async fn open(cx: &Arc<Context>, project: &Project) -> Result<Self, EngineError> {
        let choice = project.llm.clone();
        let gateway = match choice.provider {
            LlmProvider::None => None,
            LlmProvider::Ollama
            | LlmProvider::Groq
            | LlmProvider::Anthropic
            | LlmProvider::OpenaiCompatible => cx.llms.open(&choice, None).await,
        };
        let zone = crate::drafts::zone_of(project);
        let day = day_of(cx.now(), &zone);
        let tokens = tokens_on(cx, &day).await?;
        Ok(Self {
            cx: Arc::clone(cx),
            asking: Semaphore::new(width(&choice)),
            choice,
            gateway,
            answers: Answers::open(cx),
            zone,
            standing: Mutex::new(Standing::Answers),
            spent: Mutex::new(Spent { day, tokens }),
        })
    }

    /// Returns after every answer that came is durable.
    pub(crate) async fn close(self) {
        self.answers.close().await;
    }

    /// Questions asked at the same time; `None` without a model.
    pub(crate) fn width(&self) -> Option<usize> {
        self.gateway.as_ref().map(|_| width(&self.choice))
    }

    /// Who would answer a question at this instant.
    pub(crate) fn turn(&self) -> Turn {
        if self.gateway.is_none() {
            self.tell(self.missing().as_deref());
            return Turn::Offline(self.missing());
        }
        if let Some(sentence) = self.over_budget() {
            self.tell(Some(&sentence));
            return Turn::Offline(Some(sentence));
        }
        match &*locked(&self.standing) {
            Standing::Away { sentence, again_at } if *again_at > self.cx.now() => {
                Turn::Offline(Some(sentence.clone()))
            }
            Standing::Away { .. } | Standing::Answers => Turn::Model(width(&self.choice)),
        }
    }

    /// What the status line says while the offline way stands in.
    fn tell(&self, why: Option<&str>) {
        *locked(&self.cx.stand_in) = why.map(|why| format!("Judged offline: {why}"));
    }

    /// Asks, unless the answer is kept. Waits while as many questions are asked as the project allows.
    pub(crate) async fn ask(&self, task: &LlmTask, lead: LeadId, known: &Known) -> Reply {
        let Some(gateway) = &self.gateway else { return Reply::Offline(self.missing()) };
        let fingerprint = gateway.fingerprint(task);
        if let Some(kept) = known.get(&fingerprint)
            && let Ok(answer) = serde_json::from_value(kept.answer.clone())
        {
            self.answers
                .count(LlmUsageRow { reused: 1, ..self.usage(task, &kept.model, LlmUsage::default()) });
            return Reply::Answered(answer, kept.model.clone());
        }
        let mut pauses = 0;
        loop {
            let Ok(permit) = self.asking.acquire().await else { return Reply::Offline(None) };
            if let Some(why) = self.refuses() {
                return Reply::Offline(Some(why));
            }
            let result = gateway.ask(task, &[lead]).await;
            // The next question goes out while this answer is written down.
            drop(permit);
            let error = match result {
                Ok(reply) => return self.keep(task, lead, fingerprint, reply).await,
                Err(error) => error,
            };
            self.note_error(task, &error);
            match error.kind {
                LlmErrorKind::Busy { retry_after_secs }
                    if retry_after_secs <= LONGEST_PAUSE_SECS && pauses < MOST_PAUSES =>
                {
                    pauses += 1;
                    self.cx.clock.sleep_until(later(self.cx.now(), retry_after_secs.max(1))).await;
                }
                LlmErrorKind::Busy { .. }
                | LlmErrorKind::Away
                | LlmErrorKind::Refused
                | LlmErrorKind::NoModel
                | LlmErrorKind::Spent
                | LlmErrorKind::BadAnswer
                | LlmErrorKind::LocalOnly => return Reply::Offline(Some(error.sentence)),
            }
        }
    }

    async fn keep(&self, task: &LlmTask, lead: LeadId, fingerprint: String, reply: LlmReply) -> Reply {
        *locked(&self.standing) = Standing::Answers;
        self.tell(None);
        let LlmReply { answer, model, usage, .. } = reply;
        self.spend(usage);
        let row = LlmAnswerRow {
            lead_id: lead,
            fingerprint,
            answer: serde_json::to_value(&answer).unwrap_or_default(),
            model: model.clone(),
            usage: serde_json::to_value(usage).unwrap_or_default(),
            at: self.cx.now(),
        };
        // Without an await before this line a finished answer cannot be dropped with its question.
        let written = self.answers.keep(row, self.usage(task, &model, usage));
        let _ = written.await;
        Reply::Answered(answer, model)
    }

    fn note_error(&self, task: &LlmTask, error: &LlmError) {
        if error.usage != LlmUsage::default() {
            self.spend(error.usage);
            let writes = matches!(task, LlmTask::Write(_));
            let model = if writes { &self.choice.model } else { self.choice.judging_model() };
            self.answers.count(self.usage(task, model, error.usage));
        }
        let now = self.cx.now();
        let again_at = match error.kind {
            LlmErrorKind::Busy { retry_after_secs } if retry_after_secs > LONGEST_PAUSE_SECS => {
                later(now, retry_after_secs)
            }
            kind if kind.lasts() => now.saturating_add(LOOK_AGAIN).unwrap_or(now),
            LlmErrorKind::Busy { .. }
            | LlmErrorKind::Away
            | LlmErrorKind::Refused
            | LlmErrorKind::NoModel
            | LlmErrorKind::Spent
            | LlmErrorKind::BadAnswer
            | LlmErrorKind::LocalOnly => return,
        };
        tracing::warn!(reason = %error.sentence, "the offline way stands in for the model");
        self.tell(Some(&error.sentence));
        *locked(&self.standing) = Standing::Away { sentence: error.sentence.clone(), again_at };
    }

    /// Why this question must not be asked. While the service is away one question a minute may look again.
    fn refuses(&self) -> Option<String> {
        if let Some(sentence) = self.over_budget() {
            self.tell(Some(&sentence));
            return Some(sentence);
        }
        let now = self.cx.now();
        let mut standing = locked(&self.standing);
        match &mut *standing {
            Standing::Answers => None,
            Standing::Away { again_at, .. } if *again_at <= now => {
                *again_at = now.saturating_add(LOOK_AGAIN).unwrap_or(now);
                None
            }
            Standing::Away { sentence, .. } => Some(sentence.clone()),
        }
    }

    fn over_budget(&self) -> Option<String> {
        let budget = self.choice.daily_tokens;
        if budget == 0 {
            return None;
        }
        let day = day_of(self.cx.now(), &self.zone);
        let mut spent = locked(&self.spent);
        if spent.day != day {
            *spent = Spent { day, tokens: 0 };
        }
        (spent.tokens >= budget).then(|| format!("today's budget of {budget} tokens is used up"))
    }

    fn spend(&self, usage: LlmUsage) {
        let mut spent = locked(&self.spent);
        spent.tokens =
            spent.tokens.saturating_add(usage.prompt_tokens).saturating_add(usage.completion_tokens);
    }

    fn usage(&self, task: &LlmTask, model: &str, usage: LlmUsage) -> LlmUsageRow {
        LlmUsageRow {
            day: day_of(self.cx.now(), &self.zone),
            purpose: purpose(task).to_owned(),
            model: model.to_owned(),
            requests: u64::from(usage.requests),
            prompt_tokens: usage.prompt_tokens,
            completion_tokens: usage.completion_tokens,
            reused: 0,
        }
    }

    fn missing(&self) -> Option<String> {
        let chosen = self.choice.provider != LlmProvider::None;
        chosen.then(|| "the chosen language model is not connected".to_owned())
    }
}

fn width(choice: &LlmChoice) -> usize {
    usize::from(choice.concurrency.clamp(1, 64))
}

/// The word under which a question is counted.
pub(crate) fn purpose(task: &LlmTask) -> &'static str {
    match task {
        LlmTask::Judge(_) => "judge",
        LlmTask::Enrich(_) => "enrich",
        LlmTask::Write(_) => "write",
    }
}

fn day_of(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).date().to_string()
}

fn later(now: Timestamp, seconds: u32) -> Timestamp {
    now.saturating_add(SignedDuration::from_secs(i64::from(seconds))).unwrap_or(now)
}

async fn tokens_on(cx: &Context, day: &str) -> Result<u64, EngineError> {
    let rows = cx.store.llm_usage_since(day).await?;
    let today = rows.iter().filter(|row| row.day == day);
    Ok(today.map(|row| row.prompt_tokens.saturating_add(row.completion_tokens)).sum())
}

fn locked<T>(place: &Mutex<T>) -> MutexGuard<'_, T> {
    place.lock().unwrap_or_else(PoisonError::into_inner)
}
