//! Sequences on the wire: steps, versions, the list, the funnel.

use jiff::Timestamp;
use sdr_domain as domain;
use sdr_domain::id::TemplateId;
use sdr_domain::sequence::{StepKey, Steps};
use sdr_engine::view;
use serde::Deserialize;
use uuid::Uuid;

use crate::dto::wire::Wire;
use crate::dto::words::{Channel, Mode};

words! {
    /// What a step does.
    StepKind = domain::sequence::StepKind {
        Like = "like", Follow = "follow", Wait = "wait", Reply = "reply", Message = "message",
        CheckResponse = "check_response", LikeAnother = "like_another", MarkWarm = "mark_warm",
        MarkCold = "mark_cold", Notify = "notify",
    }
}

words! {
    /// What a check takes for a response.
    Response = domain::sequence::Response { Reply = "reply", Engagement = "engagement" }
}

words! {
    /// Where a sequence stands.
    SequenceState = domain::sequence::SequenceState {
        Active = "active", Paused = "paused", Archived = "archived",
    }
}

words! {
    /// Whether a problem keeps steps from being saved.
    Severity = domain::sequence::Severity { Error = "error", Warning = "warning" }
}

words! {
    /// Why an enrollment is over.
    EndReason = domain::enrollment::EndReason {
        Done = "done", Cold = "cold", Replied = "replied", Bounced = "bounced", OptedOut = "opted_out",
        Suppressed = "suppressed", Rejected = "rejected", Canceled = "canceled", Human = "human",
    }
}

impl Wire<String> for StepKey {
    fn wire(self) -> String {
        self.0
    }
}

impl Wire<StepKey> for String {
    fn wire(self) -> StepKey {
        StepKey(self)
    }
}

impl Wire<TemplateId> for Uuid {
    fn wire(self) -> TemplateId {
        TemplateId(self)
    }
}

impl Wire<Vec<Step>> for Steps {
    fn wire(self) -> Vec<Step> {
        self.0.wire()
    }
}

impl Wire<Steps> for Vec<Step> {
    fn wire(self) -> Steps {
        Steps(self.wire())
    }
}

wire! {
    /// One step of a sequence.
    both Step = domain::sequence::Step {
        /// Names it in every version.
        key: String,
        kind: StepKind,
        /// Where a message goes; null for other kinds.
        channel: Option<Channel>,
        /// Minutes after the step before it; for a wait the wait itself.
        delay_minutes: u32,
        /// Whether a human says yes first.
        approval: bool,
        mode: Mode,
        /// The team's own wording; null lets the app write.
        template_id: Option<Uuid>,
        /// Whether an e-mail goes on in the thread of the e-mail before it.
        same_thread: bool,
        /// What a check looks for.
        response: Option<Response>,
        /// What a notification says.
        note: Option<String>,
        /// The step after it; null ends the sequence.
        next: Option<String>,
        /// After a check that found a response.
        yes: Option<String>,
        /// After a check that found none.
        no: Option<String>,
    }
}

wire! {
    /// One thing to know about a step.
    out StepProblem = domain::sequence::StepProblem {
        /// Null when it is about the whole.
        step: Option<String>,
        severity: Severity,
        /// A stable word: `unreachable`, `loop_without_wait`.
        code: String,
        sentence: String,
    }
}

wire! {
    /// The words for one step.
    out StepView = view::StepView {
        key: String, label: String,
        /// The rule of the platform it lives under.
        rule: Option<String>,
        may_be_automatic: bool,
        /// "after 6 h"; null when it begins at once.
        delay: Option<String>,
    }
}

wire! {
    /// A sequence to start from.
    out SequenceTemplate = view::SequenceTemplateView {
        key: String, name: String, description: String, recommended: bool, steps: Vec<Step>, views: Vec<StepView>,
    }
}

wire! {
    /// What holds for every version of a sequence.
    both SequenceSettings = domain::sequence::SequenceSettings {
        /// Leads that score at least this are enrolled after a run; null switches it off.
        #[schema(value_type = Option<u32>)]
        auto_enroll_score: Option<u8>,
        /// Whether a reply pauses colleagues at the same company.
        pause_company: bool,
    }
}

wire! {
    /// Enrollments by where they stand.
    out SequenceCounts = view::SequenceCounts {
        active: u64, waiting_approval: u64, paused: u64, completed: u64, exited: u64,
    }
}

wire! {
    /// A sequence in the list.
    out SequenceRow = view::SequenceRow {
        id: Uuid, name: String, description: String, state: SequenceState,
        /// Number of the version new leads are enrolled in.
        version: u32,
        /// How many steps it has.
        steps: u64,
        counts: SequenceCounts, replied: u64, auto_enroll_score: Option<u8>,
        /// When something is due next.
        next_at: Option<Timestamp>,
        updated_at: Timestamp,
    }
}

wire! {
    /// What became of the leads at one step, over all versions.
    out FunnelStep = view::FunnelStep {
        step: String, label: String,
        /// Leads whose place it is now.
        here: u64,
        /// Of these, how many wait for a yes.
        waiting: u64,
        /// Leads that began it.
        reached: u64,
        /// Done; for a check, answered either way.
        done: u64,
        /// Passed over because it could not be done for them.
        skipped: u64,
        /// Said no to, or called back.
        stopped: u64,
        yes: u64, no: u64,
    }
}

wire! {
    /// How many left for one reason.
    out EndCount = view::EndCount { reason: EndReason, sentence: String, count: u64 }
}

wire! {
    /// Everything about one sequence.
    out SequenceDetail = view::SequenceDetail {
        id: Uuid, name: String, description: String, state: SequenceState, settings: SequenceSettings,
        version_id: Uuid, version: u32, steps: Vec<Step>, views: Vec<StepView>, problems: Vec<StepProblem>,
        counts: SequenceCounts,
        /// Leads that stay on an older version until they are moved over.
        on_older_versions: u64,
        funnel: Vec<FunnelStep>,
        /// Where leads left, the most frequent reason first.
        ends: Vec<EndCount>,
        created_at: Timestamp, updated_at: Timestamp,
    }
}

wire! {
    /// One saved version.
    out SequenceVersion = view::SequenceVersionView {
        id: Uuid, number: u32, steps: Vec<Step>,
        /// Leads going through it now.
        enrolled: u64,
        created_at: Timestamp,
    }
}

wire! {
    /// Steps held against the rules while they are being built.
    out CheckedSteps = view::CheckedSteps { problems: Vec<StepProblem>, views: Vec<StepView> }
}

wire! {
    /// What became of saved steps.
    out SavedSteps = view::SavedSteps {
        sequence: SequenceDetail,
        /// Whether a new version was made.
        changed: bool,
        still_on_older: u64,
    }
}

/// The steps of a version.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct StepsForm {
    pub(crate) steps: Vec<Step>,
}

/// A sequence to make: from a template, or from steps.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct NewSequence {
    pub(crate) name: String,
    pub(crate) description: String,
    /// Key of a template; null to give steps.
    pub(crate) template: Option<String>,
    /// The steps; null to take a template's.
    pub(crate) steps: Option<Vec<Step>>,
    /// Null for the defaults.
    pub(crate) settings: Option<SequenceSettings>,
}

impl Wire<view::NewSequence> for NewSequence {
    fn wire(self) -> view::NewSequence {
        let Self { name, description, template, steps, settings } = self;
        view::NewSequence { name, description, template, steps: steps.wire(), settings: settings.wire() }
    }
}

/// What to change about a sequence; what is left out stays.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct SequenceChange {
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) settings: Option<SequenceSettings>,
}

impl Wire<view::SequenceChange> for SequenceChange {
    fn wire(self) -> view::SequenceChange {
        let Self { name, description, settings } = self;
        view::SequenceChange { name, description, settings: settings.wire() }
    }
}
