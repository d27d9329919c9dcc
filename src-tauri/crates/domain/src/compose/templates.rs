//! The templates: what drafts are made of. Words only.
//!
//! A shape names fragments, a fragment names facts. Fragments come in groups, best-informed group first;
//! the first one whose facts are all known is used. Only `ask` ends in a question mark.

use super::openers;
use crate::channel::Channel;
use crate::draft::Variant;
use crate::project::Tone;

pub(super) type Group = &'static [&'static str];

/// Shapes of a channel, the richest first; a leaner one is used when the richer does not fit.
pub(super) fn shapes(channel: Channel, variant: Variant) -> &'static [&'static str] {
    match channel {
        Channel::Telegram => &[
            "{{greeting}}, {{opener}}\n\n{{intro}} {{problem_line}}\n\n{{ask}}",
            "{{greeting}}, {{opener}}\n\n{{intro}}\n\n{{ask}}",
        ],
        Channel::Email => &[
            "{{greeting}},\n\n{{opener}}\n\n{{intro}} {{problem_line}}\n\n{{fit_line}} {{ask}}\n\n{{signature}}",
            "{{greeting}},\n\n{{opener}}\n\n{{intro}} {{problem_line}}\n\n{{ask}}\n\n{{signature}}",
            "{{greeting}},\n\n{{opener}}\n\n{{intro}}\n\n{{ask}}\n\n{{signature}}",
        ],
        Channel::X => {
            &["{{nod}} {{reply_intro}} {{ask}}", "{{reply_intro}} {{ask}}", "{{reply_short}} {{ask}}"]
        }
        // The second one is short enough for the note on an invitation.
        Channel::Linkedin if variant == Variant::B => &[
            "{{greeting}}, {{topic_line}} {{short_intro}} {{ask}}\n\n{{persona}}",
            "{{greeting}}, {{short_intro}} {{ask}}\n\n{{persona}}",
        ],
        Channel::Linkedin => &[
            "{{greeting}}, {{opener}}\n\n{{intro}} {{ask}}\n\n{{persona}}",
            "{{greeting}}, {{short_intro}} {{ask}}\n\n{{persona}}",
        ],
    }
}

/// The groups of a fragment; `None` for a name that is no fragment.
pub(super) fn fragments(name: &str, tone: Tone, variant: Variant) -> Option<&'static [Group]> {
    Some(match name {
        "opener" => opener(tone, variant),
        "intro" => intro(tone),
        "problem_line" => match variant {
            Variant::A => &[&["The problem we keep seeing: {{problem}}."]],
            Variant::B => &[&["It exists for one reason: {{problem}}."]],
        },
        "fit_line" => match variant {
            Variant::A => &[
                &[
                    "As {{role}} at {{company}} you can tell faster than I can whether it fits.",
                    "You know {{company}} and I do not, so I would rather ask than guess.",
                ],
                &["You know your team and I do not, so I would rather ask than guess."],
            ],
            Variant::B => &[
                &["As {{role}} you can tell faster than I can whether it fits."],
                &["You know your team and I do not, so I would rather ask than guess."],
            ],
        },
        "ask" => ask(tone, variant),
        "nod" => {
            &[&["{{topic}} is the part nobody plans time for.", "That is a familiar story about {{topic}}."]]
        }
        "reply_intro" => &[
            &["I work on {{product}}: {{description}}."],
            &["I work on {{product}}. {{description_sentence}}."],
            &["{{product}} {{description_verb}}, and I work on it."],
            &["I work on {{product}}. It is about this: {{problem}}."],
        ],
        "topic_line" => &[&["I read your post about {{topic}}."]],
        "reply_short" | "short_intro" => &[&["I work on {{product}}."]],
        "signature" => &[
            &["{{signoff}},\n{{persona}}\n{{persona_role}}, {{product}}\n{{url}}"],
            &["{{signoff}},\n{{persona}}\n{{persona_role}}, {{product}}"],
            &["{{signoff}},\n{{persona}}\n{{product}}\n{{url}}"],
            &["{{signoff}},\n{{persona}}\n{{product}}"],
        ],
        _ => return None,
    })
}

/// Subject lines; the first whose facts are known.
pub(super) fn subjects(variant: Variant) -> Group {
    match variant {
        Variant::A => {
            &["{{topic}} at {{company}}", "{{product}} for {{company}}", "{{topic}}", "{{product}}"]
        }
        Variant::B => {
            &["your post about {{topic}}", "a question about {{company}}", "a question from {{product}}"]
        }
    }
}

fn opener(tone: Tone, variant: Variant) -> &'static [Group] {
    match tone {
        Tone::Helpful => openers::helpful(variant),
        Tone::Casual => openers::casual(variant),
        Tone::Professional => openers::professional(variant),
        Tone::Witty => openers::witty(variant),
    }
}

fn intro(tone: Tone) -> &'static [Group] {
    match tone {
        Tone::Helpful => &[
            &["I'm {{persona}} and I work on {{product}}: {{description}}."],
            &["I'm {{persona}}. {{product}} {{description_verb}}."],
            &["I'm {{persona}} from {{product}}. {{description_sentence}}."],
            &["I'm {{persona}} and I work on {{product}}."],
        ],
        Tone::Casual => &[
            &["{{persona}} here, I work on {{product}}: {{description}}."],
            &["{{persona}} here. {{product}} {{description_verb}}."],
            &["{{persona}} here, from {{product}}. {{description_sentence}}."],
            &["{{persona}} here, I work on {{product}}."],
        ],
        Tone::Professional => &[
            &["My name is {{persona}} and I represent {{product}}: {{description}}."],
            &["My name is {{persona}}. {{product}} {{description_verb}}."],
            &["My name is {{persona}}, from {{product}}. {{description_sentence}}."],
            &["My name is {{persona}} and I represent {{product}}."],
        ],
        Tone::Witty => &[
            &["I'm {{persona}}, and I work on {{product}} for a living: {{description}}."],
            &["I'm {{persona}}. {{product}} {{description_verb}}, so I get to talk about it all day."],
            &["I'm {{persona}}, from {{product}}. {{description_sentence}}."],
            &["I'm {{persona}}, and I work on {{product}} for a living."],
        ],
    }
}

fn ask(tone: Tone, variant: Variant) -> &'static [Group] {
    match (tone, variant) {
        (Tone::Helpful, Variant::A) => &[&[
            "Would it help if I sent you a short example?",
            "Should I send you a short example so you can judge for yourself?",
        ]],
        (Tone::Helpful, Variant::B) => &[
            &["Should I show you what that would look like for {{company}}?"],
            &["Should I show you what that would look like for you?"],
        ],
        (Tone::Casual, Variant::A) => &[&["Worth a quick look?", "Want me to send a short example?"]],
        (Tone::Casual, Variant::B) => &[&["Is that still a thing for you?", "Want to see how it works?"]],
        (Tone::Professional, Variant::A) => &[&["Would you be open to a short call?"]],
        (Tone::Professional, Variant::B) => {
            &[&["May I send you a short summary for {{company}}?"], &["May I send you a short summary?"]]
        }
        (Tone::Witty, Variant::A) => &[
            &["Shall we see if it can take {{topic}} off your list?"],
            &["Shall we see if it earns a place on your list?"],
        ],
        (Tone::Witty, Variant::B) => &[
            &["Worth a look before the next round of {{topic}}?"],
            &["Worth a look before your next coffee?"],
        ],
    }
}
