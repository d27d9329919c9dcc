//! A project: what the wizard makes. Company, ideal customers, voice, language model, outreach limits.
//!
//! **Invariant:** a project holds no secret; passwords and keys live behind the secrets port, so the
//! YAML export can be shared.

use serde::{Deserialize, Serialize};

use crate::action::Action;
use crate::channel::Channel;
use crate::connect::Connect;
use crate::id::ProjectId;
use crate::limits::{Calendar, CalendarError, ChannelLimits, DateRange, Lane, LeadHours, Ramp, WorkingHours};
use crate::score::Weights;

/// Everything a team decided about one product they sell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Project {
    /// Names the project.
    pub id: ProjectId,
    /// What is sold, and by whom.
    pub company: Company,
    /// Who should buy it.
    pub icp: Icp,
    /// What the SDR connected.
    #[serde(default)]
    pub connect: Connect,
    /// How messages sound.
    pub voice: Voice,
    /// Which model helps, if any.
    pub llm: LlmChoice,
    /// What makes a lead.
    #[serde(default)]
    pub judging: Judging,
    /// Pace and safety.
    pub outreach: Outreach,
}

/// The selling company.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Company {
    /// Company or product name.
    pub name: String,
    /// Product page.
    pub product_url: String,
    /// One line on what it is.
    pub description: String,
    /// The problem it takes away.
    pub problem: String,
}

/// Ideal customer profile: role and industry words, and what such people write about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Icp {
    /// Roles and industries, e.g. "VP operations", "logistics".
    pub keywords: Vec<String>,
    /// Search queries: what they would write about.
    pub queries: Vec<String>,
    /// People with fewer followers are scored down; 0 switches it off.
    pub min_followers: u32,
    /// ISO 639-1 codes.
    pub languages: Vec<String>,
}

impl Default for Icp {
    fn default() -> Self {
        Self { keywords: Vec::new(), queries: Vec::new(), min_followers: 200, languages: vec!["en".into()] }
    }
}

/// How the persona sounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// Offers help first.
    #[default]
    Helpful,
    /// Short and relaxed.
    Casual,
    /// Correct and factual.
    Professional,
    /// With a light touch.
    Witty,
}

/// The persona that signs the messages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Voice {
    /// First name under the message.
    pub persona: String,
    /// Job title.
    pub role: String,
    /// Tone of every draft.
    pub tone: Tone,
    /// Free notes on style.
    pub notes: String,
    /// A message the person wrote themselves.
    pub example: String,
}

/// Who writes and judges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LlmProvider {
    /// No model: rules and templates on this machine.
    #[default]
    None,
    /// A local Ollama.
    Ollama,
    /// Groq's hosted models.
    Groq,
    /// Anthropic's hosted models.
    Anthropic,
    /// Anything that speaks the OpenAI chat completions interface.
    OpenaiCompatible,
}

/// The chosen language models; the key, if any, is a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LlmChoice {
    /// Who runs the model.
    pub provider: LlmProvider,
    /// The model that writes, as the provider spells it.
    pub model: String,
    /// The model that judges and enriches, usually a smaller one; empty means the one that writes.
    pub judge_model: String,
    /// Where an OpenAI-compatible or Ollama server listens; empty means the provider's own address.
    pub base_url: String,
    /// Questions asked at the same time, 1 to 64.
    pub concurrency: u8,
    /// Tokens a local day, read and written together; 0 means no budget.
    pub daily_tokens: u64,
}

impl LlmChoice {
    /// The model that judges and enriches: the one chosen for it, else the one that writes.
    pub fn judging_model(&self) -> &str {
        if self.judge_model.trim().is_empty() { &self.model } else { &self.judge_model }
    }
}

impl Default for LlmChoice {
    fn default() -> Self {
        Self {
            provider: LlmProvider::None,
            model: String::new(),
            judge_model: String::new(),
            base_url: String::new(),
            concurrency: 4,
            daily_tokens: 0,
        }
    }
}

/// What makes a lead, beyond the ICP.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Judging {
    /// The team's own words to the model on what makes a lead.
    pub guidance: String,
    /// How much each part of the score counts.
    pub weights: Weights,
    /// Leads that score less are judged and scored, but not enriched and not written to; 0 to 100.
    pub threshold: u8,
}

/// How bold the outreach is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutreachStyle {
    /// Like, wait a day, reply.
    #[default]
    GentleTouch,
    /// Reply at once.
    Direct,
    /// Like, follow, reply, follow up.
    FullSequence,
}

/// Pace, approval and dry run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Outreach {
    /// Template for new leads.
    pub style: OutreachStyle,
    /// Where a first message goes: the first of these that reaches the lead.
    pub channels: Vec<Channel>,
    /// All channels together, per local day.
    pub actions_per_day: u32,
    /// Whether every message needs a human yes.
    pub approval: bool,
    /// When messages may leave.
    pub working_hours: WorkingHours,
    /// While on, nothing leaves: a send is recorded as what would have been sent.
    pub dry_run: bool,
    /// Seconds between the yes and the send, 5 to 120.
    pub undo_secs: u32,
    /// New chats on Telegram.
    pub telegram: ChannelLimits,
    /// E-mails.
    pub email: ChannelLimits,
    /// Likes on X.
    pub x_like: ChannelLimits,
    /// Follows on X.
    pub x_follow: ChannelLimits,
    /// Replies on X.
    pub x_reply: ChannelLimits,
    /// Direct messages on X.
    pub x_message: ChannelLimits,
    /// Messages and invitations on LinkedIn, which lets a member invite 100 to 200 people a week.
    pub linkedin: ChannelLimits,
    /// Dates on which nothing leaves, `YYYY-MM-DD`.
    pub holidays: Vec<String>,
    /// When the SDR is away.
    pub vacation: Vec<DateRange>,
    /// Hours at which leads may be written to where they are, if those count too.
    pub lead_hours: Option<LeadHours>,
}

impl Outreach {
    /// The pace of an action on a channel.
    pub fn pace(&self, channel: Channel, action: Action) -> ChannelLimits {
        match (channel, action) {
            (Channel::Telegram, _) => self.telegram,
            (Channel::Email, _) => self.email,
            (Channel::X, Action::Like) => self.x_like,
            (Channel::X, Action::Follow) => self.x_follow,
            (Channel::X, Action::Reply) => self.x_reply,
            (Channel::X, Action::Message) => self.x_message,
            (Channel::Linkedin, _) => self.linkedin,
        }
    }

    /// The name of a lane's field, and its pace.
    pub fn paces(&self) -> [(&'static str, ChannelLimits); Lane::ALL.len()] {
        [
            ("telegram", self.telegram),
            ("email", self.email),
            ("x_like", self.x_like),
            ("x_follow", self.x_follow),
            ("x_reply", self.x_reply),
            ("x_message", self.x_message),
            ("linkedin", self.linkedin),
        ]
    }

    /// When the doors are open, or which setting cannot be read.
    pub fn calendar(&self) -> Result<Calendar, CalendarError> {
        Calendar::read(&self.working_hours, &self.holidays, &self.vacation, self.lead_hours.as_ref())
    }
}

/// So many acts a day with a pause between, and no other limit.
const fn daily(per_day: u32, gap_min_secs: u32, gap_max_secs: u32) -> ChannelLimits {
    let ramp = Ramp { add: 0, every_days: 1, most: 0 };
    ChannelLimits { per_minute: 0, per_hour: 0, per_day, gap_min_secs, gap_max_secs, ramp }
}

impl Default for Outreach {
    fn default() -> Self {
        Self {
            style: OutreachStyle::default(),
            channels: Channel::ALL_BY_REACH.to_vec(),
            actions_per_day: 20,
            approval: true,
            working_hours: WorkingHours::default(),
            dry_run: true,
            undo_secs: 30,
            telegram: ChannelLimits { ramp: Ramp { add: 1, every_days: 1, most: 20 }, ..daily(5, 60, 120) },
            email: ChannelLimits {
                per_minute: 10,
                ramp: Ramp { add: 10, every_days: 1, most: 100 },
                ..daily(30, 6, 12)
            },
            // The hour's limit, spread over the hour and 30 % around it.
            x_like: ChannelLimits { per_hour: 15, ..daily(100, 168, 312) },
            x_follow: ChannelLimits { per_hour: 5, ..daily(30, 504, 936) },
            x_reply: daily(20, 90, 180),
            x_message: daily(10, 90, 180),
            linkedin: daily(20, 0, 0),
            holidays: Vec::new(),
            vacation: Vec::new(),
            lead_hours: None,
        }
    }
}
