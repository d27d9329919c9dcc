//! Sequences to start from.

use super::{Response, Step, StepKey, StepKind, Steps};
use crate::channel::Channel;
use crate::project::OutreachStyle;

const HOUR: u32 = 60;
const DAY: u32 = 24 * HOUR;

/// A sequence to start from.
#[derive(Debug, Clone, Copy)]
pub struct SequenceTemplate {
    /// Names it in the API: `gentle_touch`.
    pub key: &'static str,
    /// What people read.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub description: &'static str,
    make: fn() -> Vec<Step>,
}

impl SequenceTemplate {
    /// Its steps.
    pub fn steps(&self) -> Steps {
        Steps((self.make)())
    }

    /// The template of this key.
    pub fn find(key: &str) -> Option<&'static Self> {
        TEMPLATES.iter().find(|template| template.key == key)
    }

    /// The template of an outreach style.
    pub fn of(style: OutreachStyle) -> &'static Self {
        match style {
            OutreachStyle::GentleTouch => &TEMPLATES[0],
            OutreachStyle::Direct => &TEMPLATES[1],
            OutreachStyle::FullSequence => &TEMPLATES[2],
        }
    }
}

/// Every template, the recommended one first.
pub const TEMPLATES: [SequenceTemplate; 5] = [
    SequenceTemplate {
        key: "gentle_touch",
        name: "Gentle Touch",
        description: "Like their post, wait a day, then reply to it.",
        make: gentle_touch,
    },
    SequenceTemplate {
        key: "direct",
        name: "Direct",
        description: "Reply to their post at once.",
        make: direct,
    },
    SequenceTemplate {
        key: "full_sequence",
        name: "Full Sequence",
        description: "Like, follow, reply, then look whether they responded and follow up once.",
        make: full_sequence,
    },
    SequenceTemplate {
        key: "telegram_first",
        name: "Telegram, then e-mail",
        description: "A Telegram message; without a reply an e-mail, and one more in the same thread.",
        make: telegram_first,
    },
    SequenceTemplate {
        key: "warm_up",
        name: "Warm up, then write",
        description: "Be seen on X first, then write an e-mail, follow up in its thread, and end on LinkedIn.",
        make: warm_up,
    },
];

fn to(mut step: Step, next: &str) -> Step {
    step.next = Some(StepKey::new(next));
    step
}

fn after(mut step: Step, minutes: u32) -> Step {
    step.delay_minutes = minutes;
    step
}

fn check(key: &str, minutes: u32, response: Response, yes: &str, no: &str) -> Step {
    let mut step = after(Step::new(key, StepKind::CheckResponse), minutes);
    step.response = Some(response);
    step.yes = Some(StepKey::new(yes));
    step.no = Some(StepKey::new(no));
    step
}

fn wait(key: &str, minutes: u32) -> Step {
    after(Step::new(key, StepKind::Wait), minutes)
}

fn notify(key: &str, note: &str) -> Step {
    Step { note: Some(note.to_owned()), ..Step::new(key, StepKind::Notify) }
}

fn in_thread(mut step: Step) -> Step {
    step.same_thread = true;
    step
}

fn gentle_touch() -> Vec<Step> {
    vec![
        to(Step::new("like", StepKind::Like), "wait"),
        to(wait("wait", DAY), "reply"),
        Step::new("reply", StepKind::Reply),
    ]
}

fn direct() -> Vec<Step> {
    vec![Step::new("reply", StepKind::Reply)]
}

fn full_sequence() -> Vec<Step> {
    vec![
        to(Step::new("like", StepKind::Like), "follow"),
        to(after(Step::new("follow", StepKind::Follow), 6 * HOUR), "wait"),
        to(wait("wait", DAY), "reply"),
        to(Step::new("reply", StepKind::Reply), "responded"),
        check("responded", 3 * DAY, Response::Reply, "warm", "like_another"),
        to(Step::new("warm", StepKind::MarkWarm), "tell"),
        notify("tell", "They responded: take over."),
        to(after(Step::new("like_another", StepKind::LikeAnother), DAY), "engaged"),
        check("engaged", 7 * DAY, Response::Engagement, "warm_late", "cold"),
        Step::new("warm_late", StepKind::MarkWarm),
        Step::new("cold", StepKind::MarkCold),
    ]
}

fn telegram_first() -> Vec<Step> {
    vec![
        to(Step::message("telegram", Channel::Telegram), "responded"),
        check("responded", 3 * DAY, Response::Reply, "warm", "email"),
        to(Step::message("email", Channel::Email), "responded_email"),
        check("responded_email", 4 * DAY, Response::Reply, "warm", "follow_up"),
        to(in_thread(Step::message("follow_up", Channel::Email)), "responded_late"),
        check("responded_late", 7 * DAY, Response::Engagement, "warm", "cold"),
        to(Step::new("warm", StepKind::MarkWarm), "tell"),
        notify("tell", "They responded: take over."),
        Step::new("cold", StepKind::MarkCold),
    ]
}

fn warm_up() -> Vec<Step> {
    vec![
        to(Step::new("like", StepKind::Like), "follow"),
        to(after(Step::new("follow", StepKind::Follow), 6 * HOUR), "wait"),
        to(wait("wait", 2 * DAY), "email"),
        to(Step::message("email", Channel::Email), "responded"),
        check("responded", 3 * DAY, Response::Reply, "warm", "follow_up"),
        to(in_thread(Step::message("follow_up", Channel::Email)), "responded_again"),
        check("responded_again", 4 * DAY, Response::Reply, "warm", "linkedin"),
        to(Step::message("linkedin", Channel::Linkedin), "responded_late"),
        check("responded_late", 7 * DAY, Response::Engagement, "warm", "cold"),
        to(Step::new("warm", StepKind::MarkWarm), "tell"),
        notify("tell", "They responded: take over."),
        Step::new("cold", StepKind::MarkCold),
    ]
}
