//! Templates as the editor reads them.

use sdr_domain::channel::Channel;
use sdr_domain::draft::Variant;
use sdr_domain::id::LeadId;
use sdr_domain::template::TemplateProblem;

use super::LimitView;

/// What the human wrote in the editor.
pub struct TemplateForm {
    /// What they call it.
    pub name: String,
    /// Where it goes.
    pub channel: Channel,
    /// Which phrasing it takes the place of.
    pub variant: Variant,
    /// Subject line, e-mail only.
    pub subject: Option<String>,
    /// The words.
    pub body: String,
    /// Whether drafts are written with it.
    pub enabled: bool,
}

/// A wording to try on one person.
pub struct TemplateTry {
    /// Where it goes.
    pub channel: Channel,
    /// Which phrasing.
    pub variant: Variant,
    /// Subject line, e-mail only.
    pub subject: Option<String>,
    /// The words.
    pub body: String,
    /// Whom to try it on; a demo lead when left out.
    pub lead_id: Option<LeadId>,
}

/// What it would say.
pub struct TemplatePreview {
    /// Whom it was tried on.
    pub lead_name: String,
    /// The subject line.
    pub subject: Option<String>,
    /// The message; missing while something blocks it.
    pub body: Option<String>,
    /// How much of the limit it uses.
    pub limit: Option<LimitView>,
    /// What stands in the way.
    pub problems: Vec<TemplateProblem>,
}

/// One variable for the menu.
pub struct TemplateVariable {
    /// As it is written between the braces.
    pub name: &'static str,
    /// What it stands for.
    pub meaning: &'static str,
    /// What it says for a demo lead.
    pub example: Option<String>,
}

/// A text to start from.
pub struct BuiltinTemplate {
    /// The subject line.
    pub subject: Option<String>,
    /// The words.
    pub body: String,
}
