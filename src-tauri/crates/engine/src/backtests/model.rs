//! Judging past leads by the model: answers that are kept cost nothing, and the offline way stands in.

use std::collections::HashMap;

use futures::StreamExt as _;
use sdr_domain::id::LeadId;
use sdr_domain::judgement::Judgement;
use sdr_domain::project::Project;
use sdr_storage::LeadWithPosts;
use tokio::sync::watch;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::pipeline::{Known, Model, Rules};

impl Engine {
    /// One judgement a lead, in order; `None` when it was stopped, which drops the questions in the air.
    pub(super) async fn judge_by_model(
        &self,
        project: &Project,
        leads: &[&LeadWithPosts],
        stopped: &watch::Receiver<bool>,
    ) -> Result<Option<Vec<Judgement>>, EngineError> {
        let rules = Rules::new(project.clone(), Vec::new());
        let model = Model::open(&self.cx, project).await?;
        let known = self.answers_about(leads).await?;
        let none = Known::new();
        let width = model.width().unwrap_or(1);
        let asked: Vec<_> = leads
            .iter()
            .map(|found| rules.verdict(&model, found, known.get(&found.lead.id).unwrap_or(&none)))
            .collect();
        let all = futures::stream::iter(asked).buffered(width).collect::<Vec<Judgement>>();
        let mut stopped = stopped.clone();
        let judged = tokio::select! {
            judged = all => Some(judged),
            _ = stopped.wait_for(|stop| *stop) => None,
        };
        model.close().await;
        Ok(judged)
    }

    async fn answers_about(&self, leads: &[&LeadWithPosts]) -> Result<HashMap<LeadId, Known>, EngineError> {
        let ids: Vec<LeadId> = leads.iter().map(|found| found.lead.id).collect();
        let mut known: HashMap<LeadId, Known> = HashMap::new();
        for row in self.cx.store.llm_answers_of(&ids).await? {
            known.entry(row.lead_id).or_default().insert(row.fingerprint.clone(), row);
        }
        Ok(known)
    }
}
