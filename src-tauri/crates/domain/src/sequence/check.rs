//! What is wrong with a set of steps, said while it is being built.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::{Step, StepKey, StepKind, Steps};
use crate::action::platform_rule;
use crate::channel::{Channel, Mode};

/// Steps of one sequence.
const MOST_STEPS: usize = 60;
/// The longest delay, minutes: 180 days.
const LONGEST_DELAY: u32 = 180 * 24 * 60;

/// Whether a problem keeps a version from being saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It cannot be saved.
    Error,
    /// It can, and a human should know.
    Warning,
}

/// One thing to know about a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepProblem {
    /// Which step; none when it is about the whole.
    pub step: Option<StepKey>,
    /// Whether it keeps the version from being saved.
    pub severity: Severity,
    /// A stable word for programs: `unreachable`, `loop_without_wait`.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub sentence: String,
}

impl Steps {
    /// Everything worth saying, in the order of the steps. It may be saved when no [`Severity::Error`] is in it.
    pub fn problems(&self) -> Vec<StepProblem> {
        let mut found = Vec::new();
        if self.0.is_empty() {
            found.push(whole("empty", "Add a first step."));
        }
        if self.0.len() > MOST_STEPS {
            found.push(whole("too_many", "A sequence has at most 60 steps. Split it in two."));
        }
        let reached = self.reached();
        let mut names = HashSet::new();
        for step in &self.0 {
            if !names.insert(&step.key) || step.key.as_str().is_empty() {
                found.push(error(step, "name_taken", "Two steps share a name. Remove one of them."));
            }
            self.alone(step, &mut found);
            if !reached.contains(&step.key) {
                found.push(error(
                    step,
                    "unreachable",
                    "No way leads to this step. Connect it to a step before it, or remove it.",
                ));
            }
        }
        if let Some(step) = self.loop_without_wait() {
            found.push(error(
                step,
                "loop_without_wait",
                "This way leads back to itself without a wait. Add a wait of at least a day.",
            ));
        }
        self.warn(&mut found);
        found
    }

    /// Whether a version may be made of them.
    pub fn are_sound(&self) -> bool {
        self.problems().iter().all(|problem| problem.severity != Severity::Error)
    }

    fn alone(&self, step: &Step, found: &mut Vec<StepProblem>) {
        if step.delay_minutes > LONGEST_DELAY {
            found.push(error(step, "delay_too_long", "A delay is at most 180 days."));
        }
        if step.kind == StepKind::Wait && step.delay_minutes == 0 {
            found.push(error(step, "no_wait", "Say how long to wait."));
        }
        if step.kind == StepKind::Message && step.channel.is_none() {
            found.push(error(step, "no_channel", "Choose where the message goes."));
        }
        if step.kind == StepKind::CheckResponse && step.yes.is_none() && step.no.is_none() {
            found.push(error(step, "no_branch", "Say what comes after a yes or after a no."));
        }
        if step.kind == StepKind::CheckResponse && step.response.is_none() {
            found.push(error(step, "no_response", "Choose what counts as a response."));
        }
        if step.ways().any(|key| self.get(key).is_none()) {
            found.push(error(step, "leads_nowhere", "The step after this one is gone. Choose another."));
        }
        if let Some((action, channel)) = step.act() {
            let rule = platform_rule(action, channel);
            if step.mode == Mode::Automatic && !rule.may_be_automatic {
                found.push(error(step, "not_automatic", rule.sentence));
            }
            if step.mode == Mode::Forbidden {
                found.push(error(step, "mode", "Choose automatic or assisted."));
            }
        }
        if step.same_thread && step.channel != Some(Channel::Email) {
            found.push(error(step, "thread", "Only an e-mail goes on in a thread."));
        }
    }

    fn warn(&self, found: &mut Vec<StepProblem>) {
        for step in &self.0 {
            let words = step.act().is_some_and(|(action, _)| action.has_words());
            if words && !step.approval {
                found.push(warning(step, "unread", "This goes out without anybody reading it first."));
            }
            if let Some((action, channel)) = step.act()
                && step.mode == Mode::Automatic
                && platform_rule(action, channel).mode == Mode::Assisted
            {
                found.push(warning(step, "rule", platform_rule(action, channel).sentence));
            }
        }
    }

    fn reached(&self) -> HashSet<StepKey> {
        let mut reached = HashSet::new();
        let mut open: Vec<&StepKey> = self.first().map(|step| &step.key).into_iter().collect();
        while let Some(key) = open.pop() {
            if reached.insert(key.clone())
                && let Some(step) = self.get(key)
            {
                open.extend(step.ways());
            }
        }
        reached
    }

    /// A step on a circle in which no time passes.
    fn loop_without_wait(&self) -> Option<&Step> {
        // Entering a step costs its delay, so steps with one cannot be part of a circle without time.
        let quick: HashMap<&StepKey, &Step> =
            self.0.iter().filter(|step| step.delay_minutes == 0).map(|step| (&step.key, step)).collect();
        quick
            .values()
            .copied()
            .filter(|start| {
                let mut seen: HashSet<&StepKey> = HashSet::new();
                let mut open: Vec<&StepKey> = start.ways().collect();
                while let Some(key) = open.pop() {
                    if *key == start.key {
                        return true;
                    }
                    if seen.insert(key)
                        && let Some(step) = quick.get(key)
                    {
                        open.extend(step.ways());
                    }
                }
                false
            })
            .min_by_key(|step| &step.key)
    }
}

fn whole(code: &'static str, sentence: &str) -> StepProblem {
    StepProblem { step: None, severity: Severity::Error, code, sentence: sentence.to_owned() }
}

fn error(step: &Step, code: &'static str, sentence: &str) -> StepProblem {
    let step = Some(step.key.clone());
    StepProblem { step, severity: Severity::Error, code, sentence: sentence.to_owned() }
}

fn warning(step: &Step, code: &'static str, sentence: &str) -> StepProblem {
    StepProblem { severity: Severity::Warning, ..error(step, code, sentence) }
}
