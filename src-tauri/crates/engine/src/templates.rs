//! Templates: the team's own wording, tried on a lead through the real renderer before it is used.

use sdr_domain::activity::Actor;
use sdr_domain::channel::Channel;
use sdr_domain::compose::{ComposeInputs, builtin, preview};
use sdr_domain::draft::Variant;
use sdr_domain::generator::generate;
use sdr_domain::id::{LeadId, TemplateId};
use sdr_domain::judgement::Judgement;
use sdr_domain::lead::Profile;
use sdr_domain::offline_judge::OfflineJudge;
use sdr_domain::project::Project;
use sdr_domain::template::{Template, VARIABLES};

use crate::bus::Topic;
use crate::drafts::limit_view;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{BuiltinTemplate, TemplateForm, TemplatePreview, TemplateTry, TemplateVariable};

/// Demo leads looked through for one that has much to say.
const DEMO_LEADS: usize = 60;

/// A person a wording is tried on.
pub(crate) struct Sample {
    pub(crate) profile: Profile,
    pub(crate) posts: Vec<String>,
    pub(crate) judgement: Option<Judgement>,
}

impl Engine {
    /// Every template of the project.
    pub async fn templates(&self) -> Result<Vec<Template>, EngineError> {
        let project = self.need_project().await?;
        Ok(self.cx.store.templates(project.id).await?)
    }

    /// Stores a new template, or replaces the one of this id. One that is switched on takes the place of the
    /// one that was on for the same channel and variant.
    pub async fn save_template(
        &self,
        id: Option<TemplateId>,
        form: TemplateForm,
    ) -> Result<Template, EngineError> {
        let project = self.need_project().await?;
        if let Some(id) = id {
            self.cx.store.template(id).await?.ok_or(EngineError::NotFound { what: "template" })?;
        }
        let subject =
            form.subject.filter(|subject| form.channel == Channel::Email && !subject.trim().is_empty());
        let template = Template {
            id: id.unwrap_or_else(|| self.cx.id::<TemplateId>()),
            project_id: project.id,
            name: form.name.trim().to_owned(),
            channel: form.channel,
            variant: form.variant,
            subject,
            body: form.body,
            enabled: form.enabled,
            updated_at: self.cx.now(),
        };
        let problems = template.problems();
        if !problems.is_empty() {
            let fields = problems.into_iter().map(|(field, sentence)| (field.to_owned(), sentence));
            return Err(EngineError::Invalid { fields: fields.collect() });
        }
        let tx = self.cx.store.begin().await?;
        tx.put_template(&template).await?;
        let about = (Some(project.id), None);
        let row = self.cx.activity(about, Actor::Human, "template.saved", template.id, "Template saved");
        tx.insert_activity(vec![row]).await?;
        tx.commit().await?;
        self.cx.bus.announce_all(Topic::Templates);
        Ok(template)
    }

    /// Forgets a template; drafts written with it stay.
    pub async fn delete_template(&self, id: TemplateId) -> Result<(), EngineError> {
        let tx = self.cx.store.begin().await?;
        if !tx.delete_template(id).await? {
            return Err(EngineError::NotFound { what: "template" });
        }
        let row = self.cx.activity((None, None), Actor::Human, "template.deleted", id, "Template deleted");
        tx.insert_activity(vec![row]).await?;
        tx.commit().await?;
        self.cx.bus.announce_all(Topic::Templates);
        Ok(())
    }

    /// What a wording would say to one person, and everything that would block it.
    pub async fn preview_template(&self, tried: TemplateTry) -> Result<TemplatePreview, EngineError> {
        let project = self.need_project().await?;
        let sample = match tried.lead_id {
            Some(lead) => self.sample(lead).await?,
            None => self.demo_sample(&project)?,
        };
        let posts: Vec<&str> = sample.posts.iter().map(String::as_str).collect();
        let inputs = inputs(&project, &sample, &posts, tried.channel, tried.variant);
        let shown = preview(&inputs, tried.subject.as_deref(), &tried.body);
        Ok(TemplatePreview {
            lead_name: sample.profile.name.clone(),
            subject: shown.subject,
            body: shown.body,
            limit: shown.limit.map(|limit| limit_view(&limit)),
            problems: shown.problems,
        })
    }

    /// Every variable with what it says for a demo lead.
    pub async fn template_variables(&self) -> Result<Vec<TemplateVariable>, EngineError> {
        let project = self.need_project().await?;
        let sample = self.demo_sample(&project)?;
        let posts: Vec<&str> = sample.posts.iter().map(String::as_str).collect();
        let inputs = inputs(&project, &sample, &posts, Channel::Telegram, Variant::A);
        let example = |name: &str| preview(&inputs, None, &format!("{{{{{name}}}}}")).body;
        Ok(VARIABLES
            .iter()
            .map(|variable| TemplateVariable {
                name: variable.name,
                meaning: variable.meaning,
                example: example(variable.name).filter(|text| !text.is_empty()),
            })
            .collect())
    }

    /// The built-in text of a channel, to start from.
    pub fn builtin_template(&self, channel: Channel, variant: Variant) -> BuiltinTemplate {
        let (subject, body) = builtin(channel, variant);
        BuiltinTemplate { subject, body }
    }

    async fn sample(&self, id: LeadId) -> Result<Sample, EngineError> {
        let lead = self.cx.store.lead(id).await?.ok_or(EngineError::NotFound { what: "lead" })?;
        let posts = self.cx.store.posts(id).await?.into_iter().map(|post| post.text).collect();
        let judgement = self.cx.store.judgement(id).await?.map(|row| row.judgement);
        Ok(Sample { profile: lead.profile, posts, judgement })
    }

    /// The made-up lead that gives a message most to say.
    pub(crate) fn demo_sample(&self, project: &Project) -> Result<Sample, EngineError> {
        let judge = OfflineJudge::new(&project.company, &project.icp);
        generate(DEMO_LEADS, 7, self.cx.now())
            .into_iter()
            .filter(|lead| !lead.posts.is_empty())
            .map(|lead| {
                let posts: Vec<String> = lead.posts.into_iter().map(|post| post.text).collect();
                let texts: Vec<&str> = posts.iter().map(String::as_str).collect();
                let judgement = judge.judge(&lead.profile, &texts);
                Sample { profile: lead.profile, posts, judgement: Some(judgement) }
            })
            .max_by(|a, b| rank(a).partial_cmp(&rank(b)).unwrap_or(std::cmp::Ordering::Equal))
            .ok_or_else(|| EngineError::invalid("preview", "There is no demo lead."))
    }
}

fn rank(sample: &Sample) -> (u8, f32) {
    let Some(judgement) = &sample.judgement else { return (0, 0.0) };
    (judgement.verdict as u8, judgement.confidence)
}

fn inputs<'a>(
    project: &'a Project,
    sample: &'a Sample,
    posts: &'a [&'a str],
    channel: Channel,
    variant: Variant,
) -> ComposeInputs<'a> {
    ComposeInputs {
        company: &project.company,
        voice: &project.voice,
        profile: &sample.profile,
        posts,
        judgement: sample.judgement.as_ref(),
        channel,
        variant,
        round: 0,
    }
}
