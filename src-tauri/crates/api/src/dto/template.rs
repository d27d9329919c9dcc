//! Templates on the wire.

use jiff::Timestamp;
use sdr_engine::view;
use serde::Deserialize;
use uuid::Uuid;

use crate::dto::draft::LengthLimit;
use crate::dto::wire::Wire;
use crate::dto::words::{Channel, Variant};

wire! {
    /// One wording of the team's own.
    out Template = sdr_domain::template::Template {
        id: Uuid, name: String, channel: Channel, variant: Variant, subject: Option<String>, body: String,
        enabled: bool, updated_at: Timestamp,
    }
}

words! {
    /// What stands in the way of sending a rendered template.
    TemplateProblemKind = sdr_domain::template::TemplateProblemKind {
        UnknownVariable = "unknown_variable", Unresolved = "unresolved", Unclosed = "unclosed",
        TooLong = "too_long", Ungrounded = "ungrounded", Empty = "empty",
    }
}

wire! {
    /// One thing that stands in the way.
    out TemplateProblem = sdr_domain::template::TemplateProblem { kind: TemplateProblemKind, sentence: String }
}

wire! {
    /// What a wording would say to one person.
    out TemplatePreview = view::TemplatePreview {
        lead_name: String, subject: Option<String>,
        /// Null while something blocks it.
        body: Option<String>,
        limit: Option<LengthLimit>, problems: Vec<TemplateProblem>,
    }
}

wire! {
    /// One variable for the menu.
    out TemplateVariable = view::TemplateVariable {
        /// As it is written between the braces.
        name: String,
        meaning: String,
        /// What it says for a demo lead.
        example: Option<String>,
    }
}

wire! {
    /// A text to start from.
    out BuiltinTemplate = view::BuiltinTemplate { subject: Option<String>, body: String }
}

/// A wording to store.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct TemplateForm {
    pub(crate) name: String,
    pub(crate) channel: Channel,
    pub(crate) variant: Variant,
    pub(crate) subject: Option<String>,
    pub(crate) body: String,
    pub(crate) enabled: bool,
}

impl Wire<view::TemplateForm> for TemplateForm {
    fn wire(self) -> view::TemplateForm {
        view::TemplateForm {
            name: self.name,
            channel: self.channel.wire(),
            variant: self.variant.wire(),
            subject: self.subject,
            body: self.body,
            enabled: self.enabled,
        }
    }
}

/// A wording to try.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct TemplateTry {
    pub(crate) channel: Channel,
    pub(crate) variant: Variant,
    pub(crate) subject: Option<String>,
    pub(crate) body: String,
    /// Whom to try it on; a demo lead when null.
    pub(crate) lead_id: Option<Uuid>,
}

impl Wire<view::TemplateTry> for TemplateTry {
    fn wire(self) -> view::TemplateTry {
        view::TemplateTry {
            channel: self.channel.wire(),
            variant: self.variant.wire(),
            subject: self.subject,
            body: self.body,
            lead_id: self.lead_id.map(Into::into),
        }
    }
}

/// Which built-in text.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BuiltinQuery {
    pub(crate) channel: Channel,
    pub(crate) variant: Variant,
}
