//! From one step to the next: what an enrollment does when its time has come. The engine and the preview both
//! go by these functions, one on the real clock, one on a virtual one.

use jiff::SignedDuration;

use super::{EndReason, Outcome};
use crate::Timestamp;
use crate::action::Action;
use crate::channel::Channel;
use crate::lead::Temperature;
use crate::sequence::{Response, Step, StepKey, StepKind, Steps};

/// Steps walked at once; a version without a wait in a circle cannot be saved, so this only guards against
/// steps from elsewhere.
const MOST_AT_ONCE: u32 = 100;

/// Which channels reach the lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "one flag a channel")]
pub struct Reach {
    /// A Telegram handle.
    pub telegram: bool,
    /// An X handle.
    pub x: bool,
    /// An e-mail address.
    pub email: bool,
    /// A LinkedIn profile.
    pub linkedin: bool,
}

impl Reach {
    /// Every channel.
    pub const EVERYWHERE: Self = Self { telegram: true, x: true, email: true, linkedin: true };

    /// Whether this channel does.
    pub fn has(self, channel: Channel) -> bool {
        match channel {
            Channel::Telegram => self.telegram,
            Channel::X => self.x,
            Channel::Email => self.email,
            Channel::Linkedin => self.linkedin,
        }
    }
}

/// What is known of the lead at this instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// Whether the lead replied since they were enrolled.
    pub replied: bool,
    /// Whether they showed any interest since then.
    pub engaged: bool,
    /// Which channels reach them.
    pub reach: Reach,
    /// Their posts on X that this enrollment has not liked yet.
    pub posts: u32,
}

/// A step that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visited {
    /// The how-manieth step of the enrollment, from 0.
    pub visit: u32,
    /// Which.
    pub step: StepKey,
    /// What kind.
    pub kind: StepKind,
    /// What became of it so far.
    pub outcome: Outcome,
    /// Why it was passed over.
    pub reason: Option<&'static str>,
}

/// How it goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// The next step is due at a later time.
    Later {
        /// Which.
        step: StepKey,
        /// When.
        due_at: Timestamp,
    },
    /// The last [`Visited`] step is an act that is now under way.
    Act,
    /// It is over.
    End(EndReason),
}

/// What happens to an enrollment at one instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// The steps begun, in order.
    pub visited: Vec<Visited>,
    /// The lead's new temperature, if a step set it.
    pub temperature: Option<Temperature>,
    /// What the SDR is told.
    pub notices: Vec<String>,
    /// How it goes on.
    pub then: Then,
}

/// Begins the step that is due, and those after it whose time has come too, until one has to be done in the
/// world, the next is due later, or none is left. `visit` is the number of steps begun so far.
pub fn walk(steps: &Steps, key: &StepKey, visit: u32, now: Timestamp, facts: Facts) -> Walk {
    let mut walk = Walk {
        visited: Vec::new(),
        temperature: None,
        notices: Vec::new(),
        then: Then::End(EndReason::Done),
    };
    let mut at = steps.get(key);
    for visit in visit..visit.saturating_add(MOST_AT_ONCE) {
        let Some(step) = at else { return walk };
        let (outcome, reason) = begin(step, facts);
        note(step, &mut walk);
        walk.visited.push(Visited { visit, step: step.key.clone(), kind: step.kind, outcome, reason });
        if outcome.is_open() {
            walk.then = Then::Act;
            return walk;
        }
        walk.then = leave(steps, step, outcome, now);
        match &walk.then {
            Then::Later { step, due_at } if *due_at <= now => at = steps.get(step),
            Then::Later { .. } | Then::Act | Then::End(_) => return walk,
        }
    }
    walk
}

/// What becomes of a step at its beginning.
fn begin(step: &Step, facts: Facts) -> (Outcome, Option<&'static str>) {
    let skip = |reason| (Outcome::Skipped, Some(reason));
    let Some((action, channel)) = step.act() else {
        let responded = match step.response.unwrap_or_default() {
            Response::Reply => facts.replied,
            Response::Engagement => facts.replied || facts.engaged,
        };
        return match (step.kind, responded) {
            (StepKind::CheckResponse, true) => (Outcome::Yes, None),
            (StepKind::CheckResponse, false) => (Outcome::No, None),
            _ => (Outcome::Done, None),
        };
    };
    if !facts.reach.has(channel) {
        return skip(match channel {
            Channel::Telegram => "No Telegram handle",
            Channel::X => "No X handle",
            Channel::Email => "No e-mail address",
            Channel::Linkedin => "No LinkedIn profile",
        });
    }
    match action {
        Action::Like if facts.posts == 0 && step.kind == StepKind::LikeAnother => {
            skip("No other post to like")
        }
        Action::Like if facts.posts == 0 => skip("No post to like"),
        Action::Reply | Action::Message => (Outcome::ToWrite, None),
        Action::Like | Action::Follow if step.approval => (Outcome::ToApprove, None),
        Action::Like | Action::Follow => (Outcome::Queued, None),
    }
}

fn note(step: &Step, walk: &mut Walk) {
    match step.kind {
        StepKind::MarkWarm => walk.temperature = Some(Temperature::Warm),
        StepKind::MarkCold => walk.temperature = Some(Temperature::Cold),
        StepKind::Notify => {
            walk.notices.push(step.note.clone().unwrap_or_else(|| "A step of a sequence is done".to_owned()));
        }
        StepKind::Like
        | StepKind::Follow
        | StepKind::Wait
        | StepKind::Reply
        | StepKind::Message
        | StepKind::CheckResponse
        | StepKind::LikeAnother => {}
    }
}

/// How it goes on after a step was done at `at`: delays run from there.
pub fn leave(steps: &Steps, step: &Step, outcome: Outcome, at: Timestamp) -> Then {
    let next = match (step.kind, outcome) {
        (StepKind::CheckResponse, Outcome::Yes) => step.yes.as_ref(),
        (StepKind::CheckResponse, _) => step.no.as_ref(),
        _ => step.next.as_ref(),
    };
    match next.and_then(|key| steps.get(key)) {
        Some(next) => {
            let delay = SignedDuration::from_secs(i64::from(next.delay_minutes) * 60);
            Then::Later { step: next.key.clone(), due_at: at.saturating_add(delay).unwrap_or(at) }
        }
        None if step.kind == StepKind::MarkCold => Then::End(EndReason::Cold),
        None => Then::End(EndReason::Done),
    }
}

/// What a reply does: the next check on the way says yes at once, what it leads to inside the app is done,
/// and the enrollment is over. Nothing more is done in the world.
pub fn on_reply(steps: &Steps, from: Option<&StepKey>, visit: u32) -> Walk {
    let mut walk = Walk {
        visited: Vec::new(),
        temperature: None,
        notices: Vec::new(),
        then: Then::End(EndReason::Replied),
    };
    let mut visit = visit;
    let mut push = |walk: &mut Walk, step: &Step, outcome| {
        walk.visited.push(Visited { visit, step: step.key.clone(), kind: step.kind, outcome, reason: None });
        visit += 1;
    };
    let mut at = from.and_then(|key| steps.get(key));
    let mut check = None;
    for _ in 0..MOST_AT_ONCE {
        let Some(step) = at else { break };
        if step.kind == StepKind::CheckResponse {
            check = Some(step);
            break;
        }
        at = step.next.as_ref().and_then(|key| steps.get(key));
    }
    let Some(check) = check else { return walk };
    push(&mut walk, check, Outcome::Yes);
    let mut at = check.yes.as_ref().and_then(|key| steps.get(key));
    for _ in 0..MOST_AT_ONCE {
        let Some(step) = at else { break };
        match step.kind {
            StepKind::MarkWarm | StepKind::Notify => {
                note(step, &mut walk);
                push(&mut walk, step, Outcome::Done);
            }
            StepKind::Wait => {}
            StepKind::MarkCold
            | StepKind::Like
            | StepKind::Follow
            | StepKind::Reply
            | StepKind::Message
            | StepKind::CheckResponse
            | StepKind::LikeAnother => break,
        }
        at = step.next.as_ref().and_then(|key| steps.get(key));
    }
    walk
}
