//! An enrichment: what else can be said of a lead before writing to them.
//!
//! Offline rules over profile, posts and judgement; must not know of models or services, whose answers
//! take the same shape.
//!
//! **Invariant:** pain points and triggers are read from texts of the lead, never from the ICP alone.

mod bought;
mod checked;
mod rules;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::channel::UnknownWord;
use crate::judgement::Judgement;
use crate::lead::Profile;

pub use bought::bought;
pub use checked::checked;

/// Who added the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EnrichMode {
    /// Rules on this machine.
    Offline,
    /// A language model.
    Llm,
    /// Apollo.
    Apollo,
}

impl EnrichMode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::Offline, Self::Llm, Self::Apollo];

    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::Llm => "llm",
            Self::Apollo => "apollo",
        }
    }
}

impl std::str::FromStr for EnrichMode {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|mode| mode.as_str() == word)
            .ok_or_else(|| UnknownWord::new("enrich mode", word))
    }
}

/// What was added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Enrichment {
    /// Head count of the company as a band, e.g. `51-200`.
    pub company_size: Option<String>,
    /// What kind of buyer this is, e.g. `Decision maker, operations`.
    pub persona: Option<String>,
    /// What hurts, strongest first.
    pub pain_points: Vec<String>,
    /// What makes now a good time.
    pub triggers: Vec<String>,
    /// 0.0 to 1.0.
    pub confidence: f32,
    /// Who added it.
    pub mode: EnrichMode,
}

/// Enriches by rules on this machine.
pub fn enrich_offline(profile: &Profile, posts: &[&str], judgement: &Judgement) -> Enrichment {
    let company_size = rules::company_size(profile, posts);
    let persona = rules::persona(profile);
    let pain_points = rules::pain_points(posts, judgement);
    let triggers = rules::triggers(profile, posts);
    let known = [
        company_size.is_some(),
        persona.is_some(),
        !pain_points.is_empty(),
        !triggers.is_empty(),
        profile.industry.is_some(),
    ];
    let known = known.into_iter().filter(|known| *known).count();
    // Rules alone are never sure: at best 0.75.
    let confidence = 0.15 * f32::from(u8::try_from(known).unwrap_or(0));
    Enrichment { company_size, persona, pain_points, triggers, confidence, mode: EnrichMode::Offline }
}
