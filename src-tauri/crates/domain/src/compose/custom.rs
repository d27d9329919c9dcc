//! A template of the team's own, tried on one lead: what it renders to, and everything that stands in the way.
//!
//! **Invariant:** a preview without problems is exactly what a draft from this template would say.

use super::{ComposeError, ComposeInputs, RenderError, Variables, facts, limits, templates};
use super::{check_limits, first_that_renders, render, seed, tidy, ungrounded, variables_in};
use crate::channel::Channel;
use crate::draft::Variant;
use crate::template::{TemplateProblem, TemplateProblemKind, VARIABLES};

use limits::{LengthUse, length_use};

/// A template rendered for one lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The subject line, when it could be rendered.
    pub subject: Option<String>,
    /// The message, when it could be rendered.
    pub body: Option<String>,
    /// How much of the channel's limit it uses.
    pub limit: Option<LengthUse>,
    /// Everything that stands in the way of sending it.
    pub problems: Vec<TemplateProblem>,
}

/// Renders a template for a lead and lists all that is wrong with it.
pub fn preview(inputs: &ComposeInputs<'_>, subject: Option<&str>, body: &str) -> Preview {
    let facts = facts::variables(inputs);
    let mut problems = Vec::new();
    let subject = subject.filter(|_| inputs.channel == Channel::Email);
    let subject = subject.and_then(|text| rendered(text, inputs, &facts, &mut problems));
    let body = rendered(body, inputs, &facts, &mut problems).map(|text| tidy(&text, inputs.channel));
    let limit = body.as_deref().map(|text| length_use(inputs.channel, text));
    if let Some(text) = body.as_deref() {
        judge(text, subject.as_deref(), inputs, &mut problems);
    }
    Preview { subject, body, limit, problems }
}

/// The built-in text of a channel, to start from.
pub fn builtin(channel: Channel, variant: Variant) -> (Option<String>, String) {
    let body = templates::shapes(channel, variant).first().copied().unwrap_or_default().to_owned();
    let subject = (channel == Channel::Email).then(|| templates::subjects(variant).first().copied());
    (subject.flatten().map(str::to_owned), body)
}

fn judge(body: &str, subject: Option<&str>, inputs: &ComposeInputs<'_>, problems: &mut Vec<TemplateProblem>) {
    if body.trim().is_empty() {
        let sentence = "There is nothing to send. Write the message.".to_owned();
        problems.push(TemplateProblem { kind: TemplateProblemKind::Empty, sentence });
        return;
    }
    // Without a subject that renders the limit of the subject says nothing.
    let whole = problems.is_empty();
    if let Err(error) = check_limits(inputs.channel, subject, body)
        && (whole || subject.is_some())
    {
        let sentence = super::upper_first(&format!("{error}. Shorten it."));
        problems.push(TemplateProblem { kind: TemplateProblemKind::TooLong, sentence });
    }
    let foreign = ungrounded(&format!("{}\n{body}", subject.unwrap_or_default()), inputs);
    if !foreign.is_empty() {
        let sentence = format!(
            "{} stands in neither lead, post nor project. Take it out, or add it to the project.",
            foreign.join(", ")
        );
        problems.push(TemplateProblem { kind: TemplateProblemKind::Ungrounded, sentence });
    }
}

/// The text with its variables filled in; everything that has no value is a problem.
fn rendered(
    text: &str,
    inputs: &ComposeInputs<'_>,
    facts: &Variables,
    problems: &mut Vec<TemplateProblem>,
) -> Option<String> {
    let names = match variables_in(text) {
        Ok(names) => names,
        Err(error) => {
            let sentence = super::upper_first(&format!("{error}. Close it with }}}}."));
            problems.push(TemplateProblem { kind: TemplateProblemKind::Unclosed, sentence });
            return None;
        }
    };
    let mut values = facts.clone();
    let mut complete = true;
    for name in names {
        if values.get(&name).is_some() {
            continue;
        }
        match fragment(&name, inputs, facts) {
            Ok(value) => values.set(&name, value),
            Err(problem) => {
                complete = false;
                if !problems.contains(&problem) {
                    problems.push(problem);
                }
            }
        }
    }
    if complete { render(text, &values).ok() } else { None }
}

fn fragment(name: &str, inputs: &ComposeInputs<'_>, facts: &Variables) -> Result<String, TemplateProblem> {
    let unresolved = |missing: &str| TemplateProblem {
        kind: TemplateProblemKind::Unresolved,
        sentence: format!(
            "{{{{{missing}}}}} has no value for this person, so nothing would be sent to them."
        ),
    };
    let Some(options) = templates::fragments(name, inputs.voice.tone, inputs.variant) else {
        if VARIABLES.iter().any(|variable| variable.name == name) {
            return Err(unresolved(name));
        }
        let sentence = format!("There is no variable called {{{{{name}}}}}. Choose one from the list.");
        return Err(TemplateProblem { kind: TemplateProblemKind::UnknownVariable, sentence });
    };
    let pick = seed(inputs.profile).wrapping_add(inputs.round);
    first_that_renders(options, facts, pick).map_err(|error| match error {
        ComposeError::Missing(missing) => unresolved(&missing),
        ComposeError::Template(RenderError::Unresolved(_) | RenderError::Unclosed(_))
        | ComposeError::TooLong(_)
        | ComposeError::Ungrounded(_)
        | ComposeError::Own(_) => unresolved(name),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lead::Profile;
    use crate::project::{Company, Voice};

    fn tried(channel: Channel, subject: Option<&str>, body: &str) -> Preview {
        let company = Company {
            name: "Tallyhand".into(),
            product_url: "https://tallyhand.example".into(),
            description: "Automated weekly reporting".into(),
            problem: "Reports are copied by hand.".into(),
        };
        let voice = Voice { persona: "Sam".into(), ..Voice::default() };
        let profile = Profile { name: "Ada Falk".into(), role: Some("COO".into()), ..Profile::default() };
        let posts = ["We copy numbers by hand for two days."];
        let (variant, judgement) = (Variant::A, None);
        let inputs = ComposeInputs {
            company: &company,
            voice: &voice,
            profile: &profile,
            posts: &posts,
            judgement,
            channel,
            variant,
            round: 0,
        };
        preview(&inputs, subject, body)
    }

    fn kinds(preview: &Preview) -> Vec<TemplateProblemKind> {
        preview.problems.iter().map(|problem| problem.kind).collect()
    }

    #[test]
    fn facts_and_phrases_are_filled_in() {
        let preview = tried(Channel::Telegram, None, "Hi {{first_name}},\n\n{{intro}}\n\n{{ask}}");
        assert_eq!(preview.problems, []);
        let body = preview.body.unwrap();
        assert!(body.starts_with("Hi Ada,\n\nI'm Sam"), "{body}");
        assert!(body.ends_with('?') && !body.contains("{{"), "{body}");
    }

    #[test]
    fn what_has_no_value_blocks_and_is_named_once() {
        let preview = tried(Channel::Telegram, None, "{{industry}} and {{industry}}, {{shoe_size}}");
        assert_eq!(kinds(&preview), [TemplateProblemKind::Unresolved, TemplateProblemKind::UnknownVariable]);
        assert_eq!(preview.body, None);
        assert_eq!(kinds(&tried(Channel::X, None, "Hi {{first_name")), [TemplateProblemKind::Unclosed]);
    }

    #[test]
    fn links_and_numbers_from_nowhere_and_texts_too_long_are_found() {
        let preview = tried(Channel::Telegram, None, "Hi, 83 % of teams use https://elsewhere.example now");
        assert_eq!(kinds(&preview), [TemplateProblemKind::Ungrounded]);
        assert!(preview.problems[0].sentence.contains("83"), "{:?}", preview.problems);
        let preview = tried(Channel::X, None, &"word ".repeat(80));
        assert_eq!(kinds(&preview), [TemplateProblemKind::TooLong]);
        assert_eq!(kinds(&tried(Channel::Email, None, "Hi {{first_name}}")), [TemplateProblemKind::TooLong]);
        assert_eq!(kinds(&tried(Channel::X, None, " ")), [TemplateProblemKind::Empty]);
    }

    #[test]
    fn a_number_in_the_subject_from_nowhere_is_found_too() {
        let preview = tried(Channel::Email, Some("3 ideas for 2031"), "Hi {{first_name}}");
        assert_eq!(kinds(&preview), [TemplateProblemKind::Ungrounded]);
    }

    #[test]
    fn the_built_in_text_of_every_channel_can_be_started_from() {
        for channel in Channel::ALL {
            for variant in [Variant::A, Variant::B] {
                let (subject, body) = builtin(channel, variant);
                assert_eq!(subject.is_some(), channel == Channel::Email);
                let known = |name: &String| {
                    VARIABLES.iter().any(|v| v.name == name)
                        || templates::fragments(name, crate::project::Tone::Helpful, variant).is_some()
                };
                assert!(variables_in(&body).unwrap().iter().all(known), "{body}");
            }
        }
    }
}
