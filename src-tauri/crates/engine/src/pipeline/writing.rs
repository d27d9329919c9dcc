//! Writing: both phrasings of one message, by the team's own wording, a model, or the built-in templates.
//!
//! **Invariant:** whoever wrote it, a draft passes the checks of `sdr_domain::compose` before it is shown.

use sdr_domain::action::Action;
use sdr_domain::channel::Channel;
use sdr_domain::compose::{ComposeError, ComposeInputs, Composed, compose, compose_with_template};
use sdr_domain::draft::{Draft, DraftStatus, Variant, WrittenBy};
use sdr_domain::judgement::{EvidenceSource, Judgement};
use sdr_domain::lead::Lead;
use sdr_domain::post::Post;
use sdr_domain::project::Project;
use sdr_domain::template::Template;
use sdr_storage::LeadWithPosts;
use uuid::Uuid;

use super::rules::{Making, Rules};

/// Both phrasings, in order.
pub(super) const BOTH: [Variant; 2] = [Variant::A, Variant::B];

/// What one message is written from.
#[derive(Clone)]
pub(crate) struct Writing<'a> {
    pub(crate) rules: &'a Rules,
    pub(crate) lead: &'a Lead,
    pub(crate) posts: &'a [&'a str],
    pub(crate) judgement: Option<&'a Judgement>,
    pub(crate) channel: Channel,
    /// The post it answers, on X.
    pub(crate) reply_to: Option<String>,
    /// How often it was written before.
    pub(crate) round: usize,
}

impl Writing<'_> {
    pub(super) fn inputs(&self, variant: Variant) -> ComposeInputs<'_> {
        ComposeInputs {
            company: &self.rules.project.company,
            voice: &self.rules.project.voice,
            profile: &self.lead.profile,
            posts: self.posts,
            judgement: self.judgement,
            channel: self.channel,
            variant,
            round: self.round,
        }
    }

    /// Whether the team wrote both phrasings itself, so that no model is needed.
    pub(super) fn is_our_own(&self) -> bool {
        BOTH.into_iter().all(|variant| self.rules.template(self.channel, variant).is_some())
    }
}

/// Variants A and B of one message, as one choice. `written` are a model's checked words, in that order;
/// the team's own wording goes before them. `note` says why a model did not write.
pub(crate) fn write_variants(
    from: &Writing<'_>,
    written: Option<[Composed; 2]>,
    note: Option<&str>,
    making: Making<'_>,
) -> Result<Vec<Draft>, String> {
    let choice_id = making.ids.uuid();
    let mut written = written.map(|both| both.map(Some));
    let mut drafts = Vec::with_capacity(2);
    for (place, variant) in BOTH.into_iter().enumerate() {
        let by_model = written.as_mut().and_then(|both| both.get_mut(place)).and_then(Option::take);
        let own = from.rules.template(from.channel, variant);
        let (composed, written_by, note) = match (own, by_model) {
            (Some(own), _) => {
                let text = compose_with_template(&from.inputs(variant), own.subject.as_deref(), &own.body);
                let named = |error: ComposeError| format!("Template “{}”: {error}", own.name);
                (text.map_err(named)?, WrittenBy::Offline, None)
            }
            (None, Some(text)) => (text, WrittenBy::Llm, None),
            (None, None) => {
                let text = compose(&from.inputs(variant)).map_err(|error| error.to_string())?;
                (text, WrittenBy::Offline, note.map(str::to_owned))
            }
        };
        drafts.push(Draft { note, written_by, ..draft(from, (choice_id, variant), composed, making) });
    }
    Ok(drafts)
}

/// The one wording of a template that was chosen for this very message.
pub(crate) fn write_own(from: &Writing<'_>, own: &Template, making: Making<'_>) -> Result<Draft, String> {
    let text = compose_with_template(&from.inputs(Variant::A), own.subject.as_deref(), &own.body);
    let text = text.map_err(|error| format!("Template “{}”: {error}", own.name))?;
    Ok(draft(from, (making.ids.uuid(), Variant::A), text, making))
}

fn draft(
    from: &Writing<'_>,
    (choice_id, variant): (Uuid, Variant),
    composed: Composed,
    making: Making<'_>,
) -> Draft {
    Draft {
        id: making.ids.uuid().into(),
        project_id: from.rules.project.id,
        lead_id: from.lead.id,
        choice_id,
        channel: from.channel,
        action: Action::of_message(from.channel, from.reply_to.as_deref()),
        variant,
        subject: composed.subject.clone(),
        body: composed.body.clone(),
        machine_subject: composed.subject,
        machine_body: composed.body,
        written_by: WrittenBy::Offline,
        note: None,
        reply_to: from.reply_to.clone(),
        status: DraftStatus::Pending,
        created_at: making.now,
        updated_at: making.now,
    }
}

/// The first of the project's channels that reaches the lead, with the post to answer on X.
pub(super) fn first_channel(
    project: &Project,
    found: &LeadWithPosts,
    judgement: Option<&Judgement>,
) -> Result<(Channel, Option<String>), String> {
    let channels = &project.outreach.channels;
    let reached = channels.iter().find_map(|channel| reach(*channel, found, judgement).ok());
    reached.ok_or_else(|| {
        let names: Vec<&str> = channels.iter().map(|channel| wanted(*channel)).collect();
        if names.is_empty() {
            return "No channel is chosen for first messages: choose one in the settings.".to_owned();
        }
        format!("No {}: add one to write to this person.", names.join(" and no "))
    })
}

/// The channel with the post to answer, or what is missing.
pub(crate) fn reach(
    channel: Channel,
    found: &LeadWithPosts,
    judgement: Option<&Judgement>,
) -> Result<(Channel, Option<String>), String> {
    if found.lead.handle(channel.into()).is_none() {
        return Err(format!("There is no {} of this person. Add it first.", wanted(channel)));
    }
    match channel {
        Channel::Telegram | Channel::Email | Channel::Linkedin => Ok((channel, None)),
        Channel::X => match post_to_answer(&found.posts, judgement).and_then(|post| post.external_id.clone())
        {
            Some(id) => Ok((channel, Some(id))),
            None => Err("There is no post of this person on X to reply to.".to_owned()),
        },
    }
}

/// What has to be known of a lead to reach it there.
fn wanted(channel: Channel) -> &'static str {
    match channel {
        Channel::Telegram => "Telegram handle",
        Channel::Email => "e-mail address",
        Channel::X => "post on X to reply to",
        Channel::Linkedin => "LinkedIn profile",
    }
}

/// The post the strongest quote comes from, as far as the network knows it; else the newest one it knows.
fn post_to_answer<'a>(posts: &'a [Post], judgement: Option<&Judgement>) -> Option<&'a Post> {
    let known = |post: &&Post| post.external_id.is_some();
    let quoted = judgement.into_iter().flat_map(|judgement| &judgement.evidence);
    let mut quoted = quoted.filter_map(|evidence| match evidence.source {
        EvidenceSource::Post(index) => posts.get(usize::from(index)),
        EvidenceSource::Bio | EvidenceSource::Role | EvidenceSource::Industry | EvidenceSource::Company => {
            None
        }
    });
    quoted.find(known).or_else(|| posts.iter().find(known))
}
