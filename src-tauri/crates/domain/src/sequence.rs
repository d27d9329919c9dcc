//! A sequence: outreach as steps. What each lead is on is a version; a saved change makes a new one.
//!
//! ```text
//! step --next--> step --next--> check_response --yes--> step ...
//!                                              --no---> step ...
//! ```
//! **Invariant:** a version never changes. Leads stay on the version they were enrolled in until a human moves
//! them over.

mod check;
mod templates;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::action::{Action, platform_rule};
use crate::channel::{Channel, Mode, UnknownWord};
use crate::id::{ProjectId, SequenceId, SequenceVersionId, TemplateId};

pub use check::{Severity, StepProblem};
pub use templates::{SequenceTemplate, TEMPLATES};

/// Names a step within a sequence, the same in every version: `s1`. Funnels count by it and leads keep their
/// place by it when they are moved to another version.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StepKey(pub String);

impl StepKey {
    /// Takes the text as it is; [`Steps::problems`] names one that cannot be used.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for StepKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Likes the post the lead was found by.
    Like,
    /// Follows the lead on X.
    Follow,
    /// Lets time pass.
    Wait,
    /// Answers the lead's post on X.
    Reply,
    /// Writes to the lead on a channel.
    Message,
    /// Goes one way when the lead responded, another when not.
    CheckResponse,
    /// Likes another post of the lead.
    LikeAnother,
    /// Marks the lead warm and says so.
    MarkWarm,
    /// Marks the lead cold and ends.
    MarkCold,
    /// Tells the SDR something.
    Notify,
}

impl StepKind {
    /// Every kind, in the order of the builder's menu.
    pub const ALL: [Self; 10] = [
        Self::Like,
        Self::Follow,
        Self::Reply,
        Self::Message,
        Self::LikeAnother,
        Self::Wait,
        Self::CheckResponse,
        Self::MarkWarm,
        Self::MarkCold,
        Self::Notify,
    ];

    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Like => "like",
            Self::Follow => "follow",
            Self::Wait => "wait",
            Self::Reply => "reply",
            Self::Message => "message",
            Self::CheckResponse => "check_response",
            Self::LikeAnother => "like_another",
            Self::MarkWarm => "mark_warm",
            Self::MarkCold => "mark_cold",
            Self::Notify => "notify",
        }
    }

    /// What it does in the world, if anything.
    pub fn action(self) -> Option<Action> {
        match self {
            Self::Like | Self::LikeAnother => Some(Action::Like),
            Self::Follow => Some(Action::Follow),
            Self::Reply => Some(Action::Reply),
            Self::Message => Some(Action::Message),
            Self::Wait | Self::CheckResponse | Self::MarkWarm | Self::MarkCold | Self::Notify => None,
        }
    }
}

impl std::str::FromStr for StepKind {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|k| k.as_str() == word).ok_or_else(|| UnknownWord::new("step kind", word))
    }
}

/// What a check takes for a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Response {
    /// A reply on any channel.
    #[default]
    Reply,
    /// A reply, a like, a follow: any sign of interest.
    Engagement,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Names it in every version.
    pub key: StepKey,
    /// What it does.
    pub kind: StepKind,
    /// Where a message goes; other kinds have none.
    #[serde(default)]
    pub channel: Option<Channel>,
    /// Minutes after the step before it was done; for `wait` the wait itself.
    #[serde(default)]
    pub delay_minutes: u32,
    /// Whether a human says yes first.
    #[serde(default)]
    pub approval: bool,
    /// How it is done.
    #[serde(default = "automatic")]
    pub mode: Mode,
    /// The team's own wording, for steps with words; without one the app writes.
    #[serde(default)]
    pub template_id: Option<TemplateId>,
    /// Whether an e-mail goes on in the thread of the e-mail before it.
    #[serde(default)]
    pub same_thread: bool,
    /// What a check looks for.
    #[serde(default)]
    pub response: Option<Response>,
    /// What a notification says.
    #[serde(default)]
    pub note: Option<String>,
    /// The step after it; none ends the sequence.
    #[serde(default)]
    pub next: Option<StepKey>,
    /// The step after a check that found a response.
    #[serde(default)]
    pub yes: Option<StepKey>,
    /// The step after a check that found none.
    #[serde(default)]
    pub no: Option<StepKey>,
}

fn automatic() -> Mode {
    Mode::Automatic
}

impl Step {
    /// A step with the defaults of its kind: mode by the platform's rule, approval where there are words.
    pub fn new(key: &str, kind: StepKind) -> Self {
        let mut step = Self {
            key: StepKey::new(key),
            kind,
            channel: None,
            delay_minutes: 0,
            approval: kind.action().is_some_and(Action::has_words),
            mode: Mode::Automatic,
            template_id: None,
            same_thread: false,
            response: (kind == StepKind::CheckResponse).then(Response::default),
            note: None,
            next: None,
            yes: None,
            no: None,
        };
        if let Some((action, channel)) = step.act() {
            step.mode = platform_rule(action, channel).mode;
        }
        step
    }

    /// A message on a channel.
    pub fn message(key: &str, channel: Channel) -> Self {
        let mode = platform_rule(Action::Message, channel).mode;
        Self { channel: Some(channel), mode, ..Self::new(key, StepKind::Message) }
    }

    /// What it does in the world and where; none for steps that stay inside the app, and for a message
    /// without its channel.
    pub fn act(&self) -> Option<(Action, Channel)> {
        let action = self.kind.action()?;
        match action {
            Action::Like | Action::Follow | Action::Reply => Some((action, Channel::X)),
            Action::Message => self.channel.map(|channel| (action, channel)),
        }
    }

    /// The steps that can come after it.
    pub fn ways(&self) -> impl Iterator<Item = &StepKey> {
        let check = self.kind == StepKind::CheckResponse;
        let next = self.next.as_ref().filter(|_| !check);
        let branches = [self.yes.as_ref(), self.no.as_ref()].into_iter().flatten().filter(move |_| check);
        next.into_iter().chain(branches)
    }

    /// What a human reads: "Reply on X", "Wait 24 h".
    pub fn label(&self) -> String {
        match self.kind {
            StepKind::Wait => format!("Wait {}", span(self.delay_minutes)),
            StepKind::CheckResponse if self.response == Some(Response::Engagement) => {
                "Any engagement?".into()
            }
            StepKind::CheckResponse => "Responded?".into(),
            StepKind::LikeAnother => "Like another post".into(),
            StepKind::MarkWarm => "Mark warm".into(),
            StepKind::MarkCold => "Mark cold".into(),
            StepKind::Notify => "Notify me".into(),
            StepKind::Message if self.channel.is_none() => "Message".into(),
            StepKind::Like | StepKind::Follow | StepKind::Reply | StepKind::Message => {
                self.act().map_or_else(String::new, |(action, channel)| action.label(channel).to_owned())
            }
        }
    }
}

/// Minutes as people say them: "45 min", "24 h", "3 days".
pub fn span(minutes: u32) -> String {
    match minutes {
        0..60 => format!("{minutes} min"),
        _ if minutes.is_multiple_of(1_440) && minutes > 1_440 => format!("{} days", minutes / 1_440),
        _ if minutes.is_multiple_of(60) => format!("{} h", minutes / 60),
        _ => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}

/// The steps of one version; the first is where leads begin.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Steps(pub Vec<Step>);

impl Steps {
    /// Where leads begin.
    pub fn first(&self) -> Option<&Step> {
        self.0.first()
    }

    /// The step of this name.
    pub fn get(&self, key: &StepKey) -> Option<&Step> {
        self.0.iter().find(|step| step.key == *key)
    }
}

/// Where a sequence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SequenceState {
    /// Takes leads and works.
    Active,
    /// Takes no leads; its enrollments are paused.
    Paused,
    /// Out of sight; nothing is enrolled in it any more.
    Archived,
}

impl SequenceState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Active, Self::Paused, Self::Archived];

    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Archived => "archived",
        }
    }
}

impl std::str::FromStr for SequenceState {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|s| s.as_str() == word)
            .ok_or_else(|| UnknownWord::new("sequence state", word))
    }
}

/// What belongs to the sequence and not to a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SequenceSettings {
    /// Leads that score at least this are enrolled after a run; none switches it off.
    pub auto_enroll_score: Option<u8>,
    /// Whether a reply pauses colleagues at the same company.
    pub pause_company: bool,
}

impl Default for SequenceSettings {
    fn default() -> Self {
        Self { auto_enroll_score: None, pause_company: true }
    }
}

/// An outreach template with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sequence {
    /// Names the sequence.
    pub id: SequenceId,
    /// The project it speaks for.
    pub project_id: ProjectId,
    /// What the team calls it.
    pub name: String,
    /// What it is for, in a sentence.
    pub description: String,
    /// Where it stands.
    pub state: SequenceState,
    /// The version new leads are enrolled in.
    pub version_id: SequenceVersionId,
    /// What holds for every version.
    pub settings: SequenceSettings,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it changed last.
    pub updated_at: Timestamp,
}

/// One version of a sequence's steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SequenceVersion {
    /// Names the version.
    pub id: SequenceVersionId,
    /// Whose version it is.
    pub sequence_id: SequenceId,
    /// Counts from 1.
    pub number: u32,
    /// Its steps.
    pub steps: Steps,
    /// When it was saved.
    pub created_at: Timestamp,
}

#[cfg(test)]
#[path = "sequence/tests.rs"]
mod tests;
