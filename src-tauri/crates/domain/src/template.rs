//! Templates: the team's own wording of first messages, beside the built-in ones.
//!
//! **Invariant:** a template is rendered by the same renderer and passes the same checks as every other
//! draft; what is not resolved blocks, it never sends a blank.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::channel::Channel;
use crate::draft::Variant;
use crate::id::{ProjectId, TemplateId};

/// Characters of a template's name.
pub const MOST_NAME: usize = 80;
/// Characters of a template's body; the channel's own limit counts for what it renders to.
pub const MOST_BODY: usize = 10_000;

/// One wording.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// Names the template.
    pub id: TemplateId,
    /// The project it speaks for.
    pub project_id: ProjectId,
    /// What the human calls it.
    pub name: String,
    /// Where it goes.
    pub channel: Channel,
    /// Which of the two phrasings it takes the place of.
    pub variant: Variant,
    /// Subject line, e-mail only.
    pub subject: Option<String>,
    /// The words with their `{{variables}}`.
    pub body: String,
    /// Whether drafts are written with it; at most one a channel and variant.
    pub enabled: bool,
    /// When it changed last.
    pub updated_at: Timestamp,
}

impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Template")
            .field("id", &self.id)
            .field("channel", &self.channel)
            .finish_non_exhaustive()
    }
}

impl Template {
    /// What is wrong with it whoever it is for, as `(field, sentence)`; empty when it can be stored.
    pub fn problems(&self) -> Vec<(&'static str, String)> {
        let mut problems = Vec::new();
        if self.name.trim().is_empty() {
            problems.push(("name", "Give the template a name.".to_owned()));
        }
        if self.name.chars().count() > MOST_NAME {
            problems.push(("name", format!("Keep the name under {MOST_NAME} characters.")));
        }
        if self.body.trim().is_empty() {
            problems.push(("body", "Write the message.".to_owned()));
        }
        if self.body.chars().count() > MOST_BODY {
            problems.push(("body", format!("Keep the message under {MOST_BODY} characters.")));
        }
        let subject = self.subject.as_deref().map(str::trim).filter(|subject| !subject.is_empty());
        if self.channel == Channel::Email && subject.is_none() {
            problems.push(("subject", "An e-mail needs a subject.".to_owned()));
        }
        for (field, text) in [("body", Some(self.body.as_str())), ("subject", subject)] {
            if let Some(Err(error)) = text.map(crate::compose::variables_in) {
                problems.push((field, format!("{error}.")));
            }
        }
        problems
    }
}

/// One variable a template may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VariableName {
    /// As it is written between the braces.
    pub name: &'static str,
    /// What it stands for.
    pub meaning: &'static str,
}

/// Every variable: facts first, then whole phrases that pick their words by tone and lead.
pub const VARIABLES: [VariableName; 22] = [
    named("first_name", "First name of the person"),
    named("name", "Full name of the person"),
    named("role", "Their job title"),
    named("company", "Their company"),
    named("industry", "Their industry"),
    named("quote", "Their own words, as far as the judge could prove them"),
    named("topic", "What their post is about, in a word or two"),
    named("product", "Your company or product"),
    named("description", "Your product in one line, made to follow a colon"),
    named("problem", "The problem your product solves"),
    named("url", "Your product's address"),
    named("persona", "The name that signs"),
    named("persona_role", "The role that signs"),
    named("signoff", "The closing word of your example message"),
    named("greeting", "Greeting with the first name, in your tone"),
    named("opener", "A first sentence about what they wrote"),
    named("intro", "Who you are and what you make"),
    named("problem_line", "A sentence on the problem"),
    named("fit_line", "A sentence on why you ask them"),
    named("ask", "The one question at the end"),
    named("signature", "The whole signature of an e-mail"),
    named("reply_intro", "Who you are, short enough for a reply on X"),
];

const fn named(name: &'static str, meaning: &'static str) -> VariableName {
    VariableName { name, meaning }
}

/// What stands in the way of sending a rendered template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateProblemKind {
    /// No variable has this name.
    UnknownVariable,
    /// The variable has no value for this person.
    Unresolved,
    /// Braces are opened and never closed.
    Unclosed,
    /// Beyond the channel's limit.
    TooLong,
    /// A name, number or link from nowhere.
    Ungrounded,
    /// Nothing to send.
    Empty,
}

/// One thing that stands in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateProblem {
    /// What kind of thing.
    pub kind: TemplateProblemKind,
    /// What is wrong and what to do.
    pub sentence: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(channel: Channel, subject: Option<&str>, body: &str) -> Template {
        Template {
            id: TemplateId(uuid::Uuid::nil()),
            project_id: ProjectId(uuid::Uuid::nil()),
            name: "Short hello".into(),
            channel,
            variant: Variant::A,
            subject: subject.map(Into::into),
            body: body.into(),
            enabled: true,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_template_that_can_never_be_sent_is_not_stored() {
        assert!(template(Channel::Telegram, None, "Hi {{first_name}}").problems().is_empty());
        let fields = |t: &Template| t.problems().into_iter().map(|(field, _)| field).collect::<Vec<_>>();
        assert_eq!(fields(&template(Channel::Email, None, "Hi")), ["subject"]);
        assert_eq!(fields(&template(Channel::X, None, "  ")), ["body"]);
        assert_eq!(fields(&template(Channel::X, None, "Hi {{first_name")), ["body"]);
        assert_eq!(fields(&template(Channel::Email, Some("{{x"), "Hi")), ["subject"]);
        let nameless = Template { name: " ".into(), ..template(Channel::X, None, "Hi") };
        assert_eq!(fields(&nameless), ["name"]);
    }

    #[test]
    fn every_variable_is_named_once() {
        let mut names: Vec<&str> = VARIABLES.iter().map(|variable| variable.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), VARIABLES.len());
    }
}
