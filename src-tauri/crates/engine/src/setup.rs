//! The wizard: keeps half-finished answers, tests each connection live, and makes the project.

mod connections;
mod suggest;

use sdr_domain::channel::Channel;
use sdr_domain::compose::{ComposeInputs, compose};
use sdr_domain::draft::Variant;
use sdr_domain::generator::generate;
use sdr_domain::id::ProjectId;
use sdr_domain::judgement::{EvidenceSource, Judgement};
use sdr_domain::offline_judge::OfflineJudge;
use sdr_domain::project::{Judging, Project};

pub use connections::Connection;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::project::check;
use crate::view::{DraftPreview, SetupStatus, WizardAnswers};

const ANSWERS: &str = "setup.answers";

impl Engine {
    /// Whether the wizard has to be shown, and what it heard so far. Once a project exists the answers
    /// are the project's, so that the wizard can be opened again from the settings.
    pub async fn setup_status(&self) -> Result<SetupStatus, EngineError> {
        if let Some(project) = self.project().await? {
            return Ok(SetupStatus { needed: false, step: 1, answers: answers_of(&project) });
        }
        let kept = self.cx.store.setting(ANSWERS).await?;
        // Answers of an older shape are only a convenience: start over rather than refuse to open.
        let answers =
            kept.and_then(|value| serde_json::from_value::<WizardAnswers>(value).ok()).unwrap_or_default();
        Ok(SetupStatus { needed: true, step: answers.step.clamp(1, 5), answers })
    }

    /// Keeps answers as they are, finished or not.
    pub async fn keep_answers(&self, answers: WizardAnswers) -> Result<SetupStatus, EngineError> {
        let value =
            serde_json::to_value(&answers).map_err(|e| EngineError::invalid("answers", e.to_string()))?;
        let tx = self.cx.store.begin().await?;
        tx.put_setting(ANSWERS, &value).await?;
        tx.commit().await?;
        Ok(SetupStatus { needed: self.project().await?.is_none(), step: answers.step.clamp(1, 5), answers })
    }

    /// Makes the project, or changes it when the wizard was opened again.
    pub async fn finish_setup(&self, answers: WizardAnswers) -> Result<Project, EngineError> {
        let current = self.project().await?;
        let id = current.as_ref().map_or_else(|| self.cx.id::<ProjectId>(), |project| project.id);
        let mut project = project_of(id, answers);
        if let Some(current) = &current {
            // The wizard does not ask about judging: what was decided in the settings stays.
            project.judging = current.judging.clone();
        }
        if project.icp.queries.iter().all(|query| query.trim().is_empty()) {
            project.icp.queries = suggest::queries(&project.company, &project.icp);
        }
        check(&project)?;
        if current.is_some() {
            return self.save_project(project).await;
        }
        // The self-test may have passed while the wizard was open.
        let proved = self.self_test_proof().await?;
        project.connect.telegram.self_test_passed =
            proved.as_deref() == Some(&project.connect.telegram.own_handle);
        self.store_project(&project, "project.created", "Project created by the setup").await?;
        self.first_search(&project).await?;
        self.first_sequence(&project).await?;
        Ok(project)
    }

    /// Search queries made from steps 1 and 2.
    pub fn suggest_queries(&self, answers: &WizardAnswers) -> Vec<String> {
        suggest::queries(&answers.company, &answers.icp)
    }

    /// A draft in this voice on a made-up lead that fits, through the real composer.
    pub fn preview_draft(&self, answers: &WizardAnswers) -> Result<DraftPreview, EngineError> {
        let judge = OfflineJudge::new(&answers.company, &answers.icp);
        let judged =
            generate(60, 7, self.cx.now()).into_iter().filter(|lead| !lead.posts.is_empty()).map(|lead| {
                let posts: Vec<&str> = lead.posts.iter().map(|post| post.text.as_str()).collect();
                let judgement = judge.judge(&lead.profile, &posts);
                (judgement, lead)
            });
        let best = judged
            .max_by(|(a, _), (b, _)| a.verdict.cmp(&b.verdict).then(a.confidence.total_cmp(&b.confidence)));
        let (judgement, lead) =
            best.ok_or_else(|| EngineError::invalid("preview", "There is no demo lead."))?;
        let posts: Vec<&str> = lead.posts.iter().map(|post| post.text.as_str()).collect();
        let channel = Channel::Telegram;
        let composed = compose(&ComposeInputs {
            company: &answers.company,
            voice: &answers.voice,
            profile: &lead.profile,
            posts: &posts,
            judgement: Some(&judgement),
            channel,
            variant: Variant::A,
            round: 0,
        })
        .map_err(|error| EngineError::invalid("voice", error.to_string()))?;
        let words = composed.body.split_whitespace().count();
        Ok(DraftPreview {
            lead_name: lead.profile.name.clone(),
            lead_company: lead.profile.company.clone().unwrap_or_default(),
            post: quoted_post(&judgement, &posts).to_owned(),
            channel,
            subject: composed.subject,
            body: composed.body,
            words: u32::try_from(words).unwrap_or(u32::MAX),
        })
    }
}

/// The post that the strongest quote was taken from; without one, the first.
fn quoted_post<'a>(judgement: &Judgement, posts: &[&'a str]) -> &'a str {
    let index = judgement.evidence.iter().find_map(|evidence| match evidence.source {
        EvidenceSource::Post(index) => Some(usize::from(index)),
        EvidenceSource::Bio | EvidenceSource::Role | EvidenceSource::Industry | EvidenceSource::Company => {
            None
        }
    });
    posts.get(index.unwrap_or_default()).copied().unwrap_or_default()
}

fn answers_of(project: &Project) -> WizardAnswers {
    WizardAnswers {
        step: 1,
        company: project.company.clone(),
        icp: project.icp.clone(),
        connect: project.connect.clone(),
        voice: project.voice.clone(),
        llm: project.llm.clone(),
        outreach: project.outreach.clone(),
    }
}

fn project_of(id: ProjectId, answers: WizardAnswers) -> Project {
    Project {
        id,
        company: answers.company,
        icp: answers.icp,
        connect: answers.connect,
        voice: answers.voice,
        llm: answers.llm,
        judging: Judging::default(),
        outreach: answers.outreach,
    }
}
