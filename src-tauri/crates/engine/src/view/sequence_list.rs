//! Sequences as the list and the builder read them.

use sdr_domain::Timestamp;
use sdr_domain::action::platform_rule;
use sdr_domain::enrollment::{EndReason, EnrollmentState};
use sdr_domain::id::{EnrollmentId, LeadId, SequenceId, SequenceVersionId};
use sdr_domain::sequence::{
    SequenceSettings, SequenceState, Step, StepKey, StepKind, StepProblem, Steps, span,
};

/// The words for one step.
pub struct StepView {
    /// The step.
    pub key: StepKey,
    /// "Reply on X", "Wait 24 h".
    pub label: String,
    /// The rule of the platform it lives under; none for steps that stay inside the app.
    pub rule: Option<&'static str>,
    /// Whether a human may switch it to automatic.
    pub may_be_automatic: bool,
    /// "after 6 h"; none when it begins at once, and for a wait, whose label says it.
    pub delay: Option<String>,
}

impl StepView {
    /// The words for every step, in order.
    pub(crate) fn all(steps: &Steps) -> Vec<Self> {
        steps.0.iter().map(Self::of).collect()
    }

    fn of(step: &Step) -> Self {
        let rule = step.act().map(|(action, channel)| platform_rule(action, channel));
        let delayed = step.delay_minutes > 0 && step.kind != StepKind::Wait;
        Self {
            key: step.key.clone(),
            label: step.label(),
            rule: rule.map(|rule| rule.sentence),
            may_be_automatic: rule.is_some_and(|rule| rule.may_be_automatic),
            delay: delayed.then(|| format!("after {}", span(step.delay_minutes))),
        }
    }
}

/// A sequence to start from.
pub struct SequenceTemplateView {
    /// Names it: `gentle_touch`.
    pub key: &'static str,
    /// What people read.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub description: &'static str,
    /// Whether it fits the project's outreach style.
    pub recommended: bool,
    /// Its steps.
    pub steps: Steps,
    /// The words for them.
    pub views: Vec<StepView>,
}

/// Steps held against the rules while they are being built.
pub struct CheckedSteps {
    /// Everything worth saying.
    pub problems: Vec<StepProblem>,
    /// The words for the steps.
    pub views: Vec<StepView>,
}

/// Enrollments by where they stand.
#[derive(Clone, Copy, Default)]
pub struct SequenceCounts {
    /// Go on by themselves.
    pub active: u64,
    /// Wait for a yes.
    pub waiting_approval: u64,
    /// Rest.
    pub paused: u64,
    /// Came to the end.
    pub completed: u64,
    /// Left before it.
    pub exited: u64,
}

impl SequenceCounts {
    /// Adds enrollments in one state.
    pub(crate) fn add(&mut self, state: EnrollmentState, count: u64) {
        let into = match state {
            EnrollmentState::Active => &mut self.active,
            EnrollmentState::WaitingApproval => &mut self.waiting_approval,
            EnrollmentState::Paused => &mut self.paused,
            EnrollmentState::Completed => &mut self.completed,
            EnrollmentState::Exited => &mut self.exited,
        };
        *into += count;
    }
}

/// A sequence in the list.
pub struct SequenceRow {
    /// Names it.
    pub id: SequenceId,
    /// What the team calls it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Where it stands.
    pub state: SequenceState,
    /// Number of the version new leads are enrolled in.
    pub version: u32,
    /// Steps of that version.
    pub steps: usize,
    /// Its leads.
    pub counts: SequenceCounts,
    /// Leads whose enrollment ended with a reply.
    pub replied: u64,
    /// Leads that score at least this are enrolled after a run.
    pub auto_enroll_score: Option<u8>,
    /// When the engine looks at one of its leads next.
    pub next_at: Option<Timestamp>,
    /// When it changed last.
    pub updated_at: Timestamp,
}

/// What became of the leads at one step.
pub struct FunnelStep {
    /// The step.
    pub step: StepKey,
    /// Its label.
    pub label: String,
    /// Leads whose place it is now.
    pub here: u64,
    /// Of these, how many wait for a yes.
    pub waiting: u64,
    /// Leads that began it.
    pub reached: u64,
    /// Done, checks with either answer included.
    pub done: u64,
    /// Passed over because it could not be done for them.
    pub skipped: u64,
    /// Said no to, or called back.
    pub stopped: u64,
    /// Checks that found a response.
    pub yes: u64,
    /// Checks that found none.
    pub no: u64,
}

/// How many left for one reason.
pub struct EndCount {
    /// Why.
    pub reason: EndReason,
    /// In words.
    pub sentence: &'static str,
    /// How many.
    pub count: u64,
}

/// Everything about one sequence.
pub struct SequenceDetail {
    /// Names it.
    pub id: SequenceId,
    /// What the team calls it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Where it stands.
    pub state: SequenceState,
    /// What holds for every version.
    pub settings: SequenceSettings,
    /// The version new leads are enrolled in.
    pub version_id: SequenceVersionId,
    /// Its number.
    pub version: u32,
    /// Its steps.
    pub steps: Steps,
    /// The words for them.
    pub views: Vec<StepView>,
    /// What is worth knowing about them.
    pub problems: Vec<StepProblem>,
    /// Its leads.
    pub counts: SequenceCounts,
    /// Leads still going through an older version.
    pub on_older_versions: u64,
    /// Step by step.
    pub funnel: Vec<FunnelStep>,
    /// Where leads left, the most frequent reason first.
    pub ends: Vec<EndCount>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it changed last.
    pub updated_at: Timestamp,
}

/// One saved version.
pub struct SequenceVersionView {
    /// Names it.
    pub id: SequenceVersionId,
    /// Counts from 1.
    pub number: u32,
    /// Its steps.
    pub steps: Steps,
    /// Leads going through it now.
    pub enrolled: u64,
    /// When it was saved.
    pub created_at: Timestamp,
}

/// A sequence to make: from a template, or from steps.
pub struct NewSequence {
    /// What the team calls it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Key of the template to start from.
    pub template: Option<String>,
    /// The steps, when there is no template.
    pub steps: Option<Steps>,
    /// What holds for every version; the defaults when left out.
    pub settings: Option<SequenceSettings>,
}

/// What to change about a sequence beside its steps.
#[derive(Default)]
pub struct SequenceChange {
    /// A new name.
    pub name: Option<String>,
    /// A new description.
    pub description: Option<String>,
    /// New settings.
    pub settings: Option<SequenceSettings>,
}

/// What became of saved steps.
pub struct SavedSteps {
    /// The sequence as it is now.
    pub sequence: SequenceDetail,
    /// Whether a new version was made.
    pub changed: bool,
    /// Leads that stay on an older version until they are moved over.
    pub still_on_older: u64,
}

/// Whose enrollments are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Those of one lead.
    Lead(LeadId),
    /// Those of everybody at a company, by its name.
    Company(String),
    /// Those in one sequence.
    Sequence(SequenceId),
    /// One.
    Enrollment(EnrollmentId),
    /// All of them.
    All,
}
