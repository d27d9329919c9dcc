//! The wizard on the wire.

use serde::{Deserialize, Serialize};

use crate::dto::project::{Company, Connect, Icp, LlmChoice, Outreach, Voice};
use crate::dto::words::Channel;
use sdr_engine::view;

wire! {
    /// The wizard's answers, complete or half-way.
    both WizardAnswers = view::WizardAnswers {
        /// The step it stands at, 1 to 5.
        step: u8,
        company: Company, icp: Icp, connect: Connect, voice: Voice, llm: LlmChoice, outreach: Outreach,
    }
}

wire! {
    /// Whether the wizard has to be shown, and what was answered so far.
    out SetupStatus = view::SetupStatus {
        needed: bool,
        step: u8,
        answers: WizardAnswers,
    }
}

words! {
    /// How a test went.
    TestOutcome = view::TestOutcome { Ok = "ok", Failed = "failed", Skipped = "skipped" }
}

wire! {
    /// What a test found.
    out TestResult = view::TestResult { outcome: TestOutcome, sentence: String, fix: Option<String> }
}

words! {
    /// What the wizard can test.
    Connection = sdr_engine::setup::Connection {
        ProductUrl = "product_url", X = "x", Telegram = "telegram", Email = "email", Apollo = "apollo", Llm = "llm",
    }
}

/// Answers to test with; `secret` takes the place of the stored one.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct TestRequest {
    pub(crate) answers: WizardAnswers,
    pub(crate) secret: Option<String>,
}

/// Search queries suggested from company and ideal customers.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct SuggestedQueries {
    pub(crate) queries: Vec<String>,
}

wire! {
    /// A draft in the chosen voice for a made-up lead.
    out DraftPreview = view::DraftPreview {
        lead_name: String, lead_company: String, post: String, channel: Channel, subject: Option<String>,
        body: String,
        words: u32,
    }
}
