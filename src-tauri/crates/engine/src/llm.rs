//! The language model: what can be chosen, how it is, downloads, what was used.
//!
//! **Invariant:** nothing here asks a model about a person; that is the pipeline's.

mod pull;

use sdr_domain::project::{LlmChoice, LlmProvider};
use sdr_ports::Secret;

pub(crate) use pull::Pulls;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{LlmModels, LlmStatus, LlmToday, LlmUsageRow};

impl Engine {
    /// The chosen models, whether they answer, and what was used today.
    pub async fn llm_status(&self) -> Result<LlmStatus, EngineError> {
        let choice = self.need_project().await?.llm;
        let today = self.llm_today().await?;
        let budget = (choice.daily_tokens > 0).then_some(choice.daily_tokens);
        let used = today.prompt_tokens + today.completion_tokens;
        let (ready, sentence, fix) = match self.cx.llms.open(&choice, None).await {
            Some(gateway) => {
                let health = gateway.health().await;
                (health.ready, health.sentence, health.fix)
            }
            None => (true, "Judging and writing work offline on this machine.".to_owned(), None),
        };
        Ok(LlmStatus {
            provider: choice.provider,
            judge_model: judge_model(&choice).to_owned(),
            model: choice.model,
            ready,
            sentence,
            fix,
            today,
            budget,
            budget_left: budget.map(|budget| budget.saturating_sub(used)),
        })
    }

    /// What can be chosen at a provider, before anything is saved. `secret` takes the place of the stored key.
    pub async fn llm_models(
        &self,
        choice: &LlmChoice,
        secret: Option<&Secret>,
    ) -> Result<LlmModels, EngineError> {
        let none = |sentence: String| LlmModels {
            models: Vec::new(),
            suggested_judge: None,
            suggested_writer: None,
            sentence: Some(sentence),
        };
        let Some(gateway) = self.cx.llms.open(choice, secret).await else {
            return Ok(none("No model is needed for the offline way.".to_owned()));
        };
        Ok(match gateway.models().await {
            Err(error) => none(error.sentence),
            Ok(models) if models.is_empty() => none(match choice.provider {
                LlmProvider::Ollama => "Ollama runs, but has no model yet. Download one below.".to_owned(),
                LlmProvider::None
                | LlmProvider::Groq
                | LlmProvider::Anthropic
                | LlmProvider::OpenaiCompatible => "The service lists no model. Type its name.".to_owned(),
            }),
            Ok(models) => {
                let suggestion = sdr_domain::model_choice::suggest(&sizes(&models));
                LlmModels {
                    models,
                    suggested_judge: suggestion.judge,
                    suggested_writer: suggestion.writer,
                    sentence: None,
                }
            }
        })
    }

    /// What was used, newest day first.
    pub async fn llm_usage(&self, days: u32) -> Result<Vec<LlmUsageRow>, EngineError> {
        let first = self.day_before(days.clamp(1, 366) - 1).await?;
        let rows = self.cx.store.llm_usage_since(&first).await?;
        Ok(rows
            .into_iter()
            .map(|row| LlmUsageRow {
                day: row.day,
                purpose: row.purpose,
                model: row.model,
                requests: row.requests,
                prompt_tokens: row.prompt_tokens,
                completion_tokens: row.completion_tokens,
            })
            .collect())
    }

    /// The local day so many days ago, as usage is kept by.
    async fn day_before(&self, days: u32) -> Result<String, EngineError> {
        let project = self.need_project().await?;
        let today = self.cx.now().to_zoned(crate::drafts::zone_of(&project)).date();
        Ok(today.saturating_sub(jiff::Span::new().days(i64::from(days))).to_string())
    }

    async fn llm_today(&self) -> Result<LlmToday, EngineError> {
        let rows = self.cx.store.llm_usage_since(&self.day_before(0).await?).await?;
        Ok(rows.iter().fold(LlmToday::default(), |sum, row| LlmToday {
            requests: sum.requests + row.requests,
            prompt_tokens: sum.prompt_tokens + row.prompt_tokens,
            completion_tokens: sum.completion_tokens + row.completion_tokens,
            answers_reused: sum.answers_reused + row.reused,
        }))
    }
}

/// The model that judges: the one chosen for it, else the one that writes.
pub(crate) fn judge_model(choice: &LlmChoice) -> &str {
    if choice.judge_model.trim().is_empty() { &choice.model } else { &choice.judge_model }
}

fn sizes(models: &[sdr_ports::llm::LlmModel]) -> Vec<(String, Option<f32>)> {
    models.iter().map(|model| (model.name.clone(), model.parameters_billion)).collect()
}
