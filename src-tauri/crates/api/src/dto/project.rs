//! The project on the wire, part by part as the wizard asks for it.

use sdr_domain as domain;
use uuid::Uuid;

use crate::dto::wire::Wire;
use crate::dto::words::{Channel, LlmProvider, MailSecurity, OutreachStyle, TelegramMode, Tone, XWay};

wire! {
    /// The selling company.
    both Company = domain::project::Company {
        name: String, product_url: String, description: String, problem: String,
    }
}

wire! {
    /// Ideal customer profile.
    both Icp = domain::project::Icp {
        keywords: Vec<String>, queries: Vec<String>, min_followers: u32, languages: Vec<String>,
    }
}

wire! {
    /// The persona that signs the messages.
    both Voice = domain::project::Voice {
        persona: String, role: String, tone: Tone, notes: String, example: String,
    }
}

wire! {
    /// The chosen language model.
    both LlmChoice = domain::project::LlmChoice {
        provider: LlmProvider,
        /// The model that writes.
        model: String,
        /// The model that judges and enriches; empty means the one that writes.
        judge_model: String,
        base_url: String,
        /// Questions asked at the same time, 1 to 64.
        #[schema(value_type = u32)]
        concurrency: u8,
        /// Tokens a local day, read and written together; 0 means no budget.
        daily_tokens: u64,
    }
}

wire! {
    /// How much each part of the score counts.
    both Weights = domain::score::Weights {
        relevance: f32, intent: f32, recency: f32, reach: f32, profile_fit: f32, engagement: f32,
    }
}

wire! {
    /// What makes a lead, beyond the ICP.
    both Judging = domain::project::Judging {
        /// The team's own words to the model.
        guidance: String,
        weights: Weights,
        /// Leads that score less are not written to; 0 to 100.
        #[schema(value_type = u32)]
        threshold: u8,
    }
}

wire! {
    /// When messages may leave.
    both WorkingHours = domain::limits::WorkingHours {
        /// First minute, `HH:MM`.
        start: String,
        /// First minute after, `HH:MM`.
        end: String,
        /// ISO weekday numbers, Monday is 1.
        #[schema(value_type = Vec<u32>)]
        days: Vec<u8>,
        /// IANA zone name.
        time_zone: String,
    }
}

wire! {
    /// How a daily limit grows with use.
    both Ramp = domain::limits::Ramp {
        /// How much more; 0 is no ramp.
        add: u32,
        /// After how many days of use.
        every_days: u32,
        /// Up to this many a day.
        most: u32,
    }
}

wire! {
    /// Pace of one kind of act.
    both ChannelLimits = domain::limits::ChannelLimits {
        /// In any minute; 0 is no limit.
        per_minute: u32,
        /// In any hour; 0 is no limit.
        per_hour: u32,
        /// A local day; with a ramp, on the first day.
        per_day: u32,
        gap_min_secs: u32, gap_max_secs: u32, ramp: Ramp,
    }
}

wire! {
    /// Days off, first and last included, `YYYY-MM-DD`.
    both DateRange = domain::limits::DateRange { from: String, to: String }
}

wire! {
    /// Hours at which leads may be written to where they are, `HH:MM`.
    both LeadHours = domain::limits::LeadHours { start: String, end: String }
}

wire! {
    /// Pace, approval and dry run.
    both Outreach = domain::project::Outreach {
        style: OutreachStyle,
        /// Where a first message goes: the first of these that reaches the lead.
        channels: Vec<Channel>,
        actions_per_day: u32, approval: bool, working_hours: WorkingHours, dry_run: bool,
        undo_secs: u32, telegram: ChannelLimits, email: ChannelLimits, x_like: ChannelLimits,
        x_follow: ChannelLimits, x_reply: ChannelLimits, x_message: ChannelLimits, linkedin: ChannelLimits,
        /// Dates on which nothing leaves, `YYYY-MM-DD`.
        holidays: Vec<String>,
        vacation: Vec<DateRange>,
        lead_hours: Option<LeadHours>,
    }
}

wire! {
    /// X connection.
    both XConnect = domain::connect::XConnect {
        way: XWay, risk_acknowledged: bool,
        /// Client id of the human's own app at X.
        client_id: String,
    }
}

wire! {
    /// Telegram connection.
    both TelegramConnect = domain::connect::TelegramConnect {
        mode: TelegramMode,
        /// The SDR's own user name; the self-test writes to it, which Telegram shows as Saved Messages.
        own_handle: String,
        self_test_passed: bool,
    }
}

wire! {
    /// The mailbox that sends.
    both EmailAccount = domain::connect::EmailAccount {
        from_name: String, from_address: String, smtp_host: String, smtp_port: u16, security: MailSecurity,
        username: String, imap_host: String, imap_port: u16, postal_address: String,
    }
}

wire! {
    /// Every connection of a project.
    both Connect = domain::connect::Connect {
        x: XConnect, telegram: TelegramConnect, email: Option<EmailAccount>, apollo: bool,
    }
}

wire! {
    /// Everything a team decided about one product they sell.
    both Project = domain::project::Project {
        id: Uuid, company: Company, icp: Icp, connect: Connect, voice: Voice, llm: LlmChoice,
        judging: Judging, outreach: Outreach,
    }
}

impl Wire<domain::id::ProjectId> for Uuid {
    fn wire(self) -> domain::id::ProjectId {
        domain::id::ProjectId(self)
    }
}

/// A project as it is saved: the id stays what it is.
#[derive(serde::Deserialize, utoipa::ToSchema)]
pub(crate) struct ProjectAnswers {
    pub(crate) company: Company,
    pub(crate) icp: Icp,
    pub(crate) connect: Connect,
    pub(crate) voice: Voice,
    pub(crate) llm: LlmChoice,
    pub(crate) judging: Judging,
    pub(crate) outreach: Outreach,
}

impl Wire<domain::project::Project> for ProjectAnswers {
    fn wire(self) -> domain::project::Project {
        let Self { company, icp, connect, voice, llm, judging, outreach } = self;
        // The engine keeps the stored id; this one is never looked at.
        let id = Uuid::nil();
        Project { id, company, icp, connect, voice, llm, judging, outreach }.wire()
    }
}
