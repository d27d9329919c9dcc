//! The words of the product as they stand in JSON, one table per enum of the domain.

use sdr_domain as domain;

words! {
    /// Where a message can go.
    Channel = domain::channel::Channel { Telegram = "telegram", X = "x", Email = "email", Linkedin = "linkedin" }
}

words! {
    /// What is done.
    Action = domain::action::Action { Like = "like", Follow = "follow", Reply = "reply", Message = "message" }
}

words! {
    /// How an action is done.
    Mode = domain::channel::Mode { Automatic = "automatic", Assisted = "assisted", Forbidden = "forbidden" }
}

words! {
    /// Where a lead stands.
    LeadStatus = domain::lead::LeadStatus {
        New = "new", Qualified = "qualified", Disqualified = "disqualified", Enriched = "enriched",
        Messaged = "messaged", Sent = "sent", Replied = "replied", Failed = "failed", Suppressed = "suppressed",
    }
}

words! {
    /// Whether the lead has shown interest.
    Temperature = domain::lead::Temperature { Cold = "cold", Warm = "warm" }
}

words! {
    /// Outcome of a judgement.
    Verdict = domain::judgement::Verdict { Irrelevant = "irrelevant", Maybe = "maybe", Relevant = "relevant" }
}

words! {
    /// Who judged.
    JudgeMode = domain::judgement::JudgeMode { Offline = "offline", Llm = "llm" }
}

words! {
    /// Where a draft stands.
    DraftStatus = domain::draft::DraftStatus {
        Pending = "pending", Approved = "approved", Rejected = "rejected", Superseded = "superseded",
    }
}

words! {
    /// Which of two phrasings.
    Variant = domain::draft::Variant { A = "A", B = "B" }
}

words! {
    /// Whose words a draft holds.
    WrittenBy = domain::draft::WrittenBy { Offline = "offline", Llm = "llm", Human = "human" }
}

words! {
    /// Where a delivery stands.
    DeliveryState = domain::delivery::DeliveryState {
        Queued = "queued", Claimed = "claimed", Armed = "armed", Sent = "sent", Failed = "failed",
        Uncertain = "uncertain", Canceled = "canceled", Held = "held",
    }
}

words! {
    /// Where one part of a delivery stands.
    PartState = domain::part::PartState {
        Queued = "queued", Opening = "opening", Bound = "bound", Armed = "armed", Fired = "fired",
        Accepted = "accepted", Held = "held", NotSent = "not_sent", Unknown = "unknown",
    }
}

words! {
    /// What a suppression matches.
    SuppressionKind = domain::suppression::SuppressionKind {
        Person = "person", X = "x", Telegram = "telegram", Email = "email", Linkedin = "linkedin", Domain = "domain",
    }
}

words! {
    /// Who did it.
    Actor = domain::activity::Actor { Human = "human", App = "app" }
}

words! {
    /// How the persona sounds.
    Tone = domain::project::Tone {
        Helpful = "helpful", Casual = "casual", Professional = "professional", Witty = "witty",
    }
}

words! {
    /// Who runs the language model.
    LlmProvider = domain::project::LlmProvider {
        None = "none", Ollama = "ollama", Groq = "groq", Anthropic = "anthropic",
        OpenaiCompatible = "openai_compatible",
    }
}

words! {
    /// How bold the outreach is.
    OutreachStyle = domain::project::OutreachStyle {
        GentleTouch = "gentle_touch", Direct = "direct", FullSequence = "full_sequence",
    }
}

words! {
    /// How X is worked.
    XWay = domain::connect::XWay { Assisted = "assisted", ApiKey = "api_key", Session = "session" }
}

words! {
    /// Who presses the key in Telegram Desktop.
    TelegramMode = domain::connect::TelegramMode { Automatic = "automatic", Assisted = "assisted" }
}

words! {
    /// Protection of the connection to a mail server.
    MailSecurity = domain::connect::MailSecurity { Tls = "tls", Starttls = "starttls", None = "none" }
}

words! {
    /// What an outgoing request is for.
    EgressPurpose = domain::egress::EgressPurpose {
        Search = "search", Judge = "judge", Enrich = "enrich", Write = "write", HandleCheck = "handle_check",
        Send = "send", Inbox = "inbox", Connect = "connect", ModelDownload = "model_download",
    }
}
