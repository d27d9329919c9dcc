//! Judging past leads by the model, with the offline way standing in lead by lead.

use futures::StreamExt as _;
use sdr_domain::judgement::{JudgeMode, Judged, Judgement};
use sdr_domain::offline_judge::OfflineJudge;
use sdr_domain::project::Project;
use sdr_ports::llm::{JudgeTask, LlmAnswer, LlmTask};
use sdr_storage::LeadWithPosts;
use tokio::sync::watch;

use crate::engine::Engine;
use crate::error::EngineError;

impl Engine {
    /// One judgement a lead, in order.
    pub(super) async fn judge_by_model(
        &self,
        project: &Project,
        leads: &[&LeadWithPosts],
        stopped: &watch::Receiver<bool>,
    ) -> Result<Vec<Judgement>, EngineError> {
        let offline = OfflineJudge::new(&project.company, &project.icp);
        let gateway = self.cx.llms.open(&project.llm, None).await;
        let judge = |found: &LeadWithPosts| {
            let posts: Vec<String> = found.posts.iter().map(|post| post.text.clone()).collect();
            let (profile, id) = (found.lead.profile.clone(), found.lead.id);
            let (offline, gateway) = (&offline, gateway.as_ref());
            async move {
                let texts: Vec<&str> = posts.iter().map(String::as_str).collect();
                let Some(gateway) = gateway.filter(|_| !*stopped.borrow()) else {
                    return offline.judge(&profile, &texts);
                };
                let task = LlmTask::Judge(JudgeTask {
                    company: project.company.clone(),
                    icp: project.icp.clone(),
                    guidance: project.judging.guidance.clone(),
                    profile: profile.clone(),
                    posts: posts.clone(),
                });
                match gateway.ask(&task, &[id]).await.map(|reply| reply.answer) {
                    Ok(LlmAnswer::Judge(answer)) => Judgement::verified(
                        Judged { profile: &profile, posts: &texts },
                        answer.verdict,
                        answer.confidence,
                        answer.reasoning,
                        answer.claims,
                        JudgeMode::Llm,
                    ),
                    Ok(LlmAnswer::Enrich(_) | LlmAnswer::Write(_)) | Err(_) => {
                        offline.judge(&profile, &texts)
                    }
                }
            }
        };
        let width = usize::from(project.llm.concurrency.clamp(1, 64));
        let asked: Vec<_> = leads.iter().map(|found| judge(found)).collect();
        Ok(futures::stream::iter(asked).buffered(width).collect().await)
    }
}
