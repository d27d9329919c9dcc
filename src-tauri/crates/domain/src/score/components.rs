//! The parts a score is made of. A new part is one type here and one line in [`COMPONENTS`].
//!
//! **Invariant:** a part's value is 0.0 to 1.0 and its explanation one sentence an SDR can repeat.

use super::{ScoreInputs, Weights};
use crate::judgement::{EvidenceSource, Verdict};
use crate::offline_judge::fit::Keywords;
use crate::offline_judge::patterns::Signal;
use crate::offline_judge::tokens::Text;
use crate::offline_judge::voice;

/// Which of the two sub-scores a part belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Who they are.
    Fit,
    /// What they want.
    Intent,
    /// Counts into the total only.
    Total,
}

/// What a component says about one lead.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// 0.0 to 1.0.
    pub value: f32,
    /// Why, in one sentence.
    pub explanation: String,
    /// `false` where the project switched it off; its weight then goes to the others.
    pub counts: bool,
}

impl Part {
    fn new(value: f32, explanation: impl Into<String>) -> Self {
        let value = if value.is_finite() { value.clamp(0.0, 1.0) } else { 0.0 };
        Self { value, explanation: explanation.into(), counts: true }
    }
}

/// One way to look at a lead.
pub trait Component: Sync {
    /// Its name on screen.
    fn name(&self) -> &'static str;
    /// Which sub-score it belongs to.
    fn side(&self) -> Side;
    /// Its weight among the project's weights.
    fn weight(&self, weights: &Weights) -> f32;
    /// What it says.
    fn part(&self, inputs: &ScoreInputs<'_>) -> Part;
}

/// Every component, in the order screens show them.
pub const COMPONENTS: [&dyn Component; 6] = [&Relevance, &Intent, &ProfileFit, &Recency, &Reach, &Engagement];

struct Relevance;

impl Component for Relevance {
    fn name(&self) -> &'static str {
        "relevance"
    }

    fn side(&self) -> Side {
        Side::Total
    }

    fn weight(&self, weights: &Weights) -> f32 {
        weights.relevance
    }

    fn part(&self, inputs: &ScoreInputs<'_>) -> Part {
        let confidence = inputs.judgement.confidence.clamp(0.0, 1.0);
        let quotes = match inputs.judgement.evidence.len() {
            0 => "without a quote".to_owned(),
            1 => "on one quote".to_owned(),
            n => format!("on {n} quotes"),
        };
        match inputs.judgement.verdict {
            Verdict::Relevant => Part::new(0.6 + 0.4 * confidence, format!("Judged relevant {quotes}.")),
            Verdict::Maybe => Part::new(0.25 + 0.3 * confidence, format!("Judged maybe {quotes}.")),
            Verdict::Irrelevant => Part::new(0.1 * (1.0 - confidence), "Judged irrelevant."),
        }
    }
}

struct Intent;

impl Component for Intent {
    fn name(&self) -> &'static str {
        "intent"
    }

    fn side(&self) -> Side {
        Side::Intent
    }

    fn weight(&self, weights: &Weights) -> f32 {
        weights.intent
    }

    /// Read from the verified quotes, so it works the same whoever judged.
    fn part(&self, inputs: &ScoreInputs<'_>) -> Part {
        if inputs.posts.is_empty() {
            return Part::new(0.0, "No post, so no sign of wanting something now.");
        }
        if inputs.judgement.verdict == Verdict::Irrelevant {
            return Part::new(0.0, "The posts show no need for the product.");
        }
        let mut open = 1.0;
        let mut best: Option<(Signal, f32)> = None;
        for evidence in &inputs.judgement.evidence {
            match evidence.source {
                EvidenceSource::Post(_) => {}
                EvidenceSource::Bio
                | EvidenceSource::Role
                | EvidenceSource::Industry
                | EvidenceSource::Company => continue,
            }
            for hit in voice::hits(&Text::new(&evidence.quote)) {
                if !hit.signal.is_intent() {
                    continue;
                }
                open *= 1.0 - hit.weight;
                if best.is_none_or(|(_, weight)| hit.weight > weight) {
                    best = Some((hit.signal, hit.weight));
                }
            }
        }
        match best {
            Some((signal, _)) => Part::new(1.0 - open, format!("{} in their own words.", signal.reason())),
            None => Part::new(0.2, "Writes about the topic without asking for anything."),
        }
    }
}

struct ProfileFit;

impl Component for ProfileFit {
    fn name(&self) -> &'static str {
        "profile fit"
    }

    fn side(&self) -> Side {
        Side::Fit
    }

    fn weight(&self, weights: &Weights) -> f32 {
        weights.profile_fit
    }

    fn part(&self, inputs: &ScoreInputs<'_>) -> Part {
        if inputs.icp.keywords.iter().all(|keyword| keyword.trim().is_empty()) {
            return Part::new(0.5, "The project names no roles or industries, so this counts as half.");
        }
        let fit = Keywords::new(inputs.icp).fit(inputs.profile);
        if !fit.known && fit.value == 0.0 {
            return Part::new(0.5, "Role and industry are not known, so this counts as half.");
        }
        let keyword = |found: Option<crate::offline_judge::fit::Match>| {
            found.and_then(|m| inputs.icp.keywords.get(m.keyword)).map(|word| word.trim())
        };
        let explanation = match (keyword(fit.role), keyword(fit.industry)) {
            (Some(role), Some(industry)) => format!("Matches \"{role}\" and \"{industry}\"."),
            (Some(word), None) | (None, Some(word)) => format!("Matches \"{word}\"."),
            (None, None) => "Role and industry match none of the project's keywords.".to_owned(),
        };
        Part::new(fit.value, explanation)
    }
}

struct Recency;

impl Component for Recency {
    fn name(&self) -> &'static str {
        "recency"
    }

    fn side(&self) -> Side {
        Side::Intent
    }

    fn weight(&self, weights: &Weights) -> f32 {
        weights.recency
    }

    /// Halves every 14 days.
    fn part(&self, inputs: &ScoreInputs<'_>) -> Part {
        if inputs.posts.is_empty() {
            return Part::new(0.0, "No post to answer.");
        }
        let Some(newest) = inputs.posts.iter().filter_map(|post| post.posted_at).max() else {
            return Part::new(0.5, "The post has no date, so this counts as half.");
        };
        let seconds = (inputs.now.as_second() - newest.as_second()).max(0);
        let days = u16::try_from(seconds / 86_400).unwrap_or(u16::MAX);
        let value = 0.5_f32.powf(f32::from(days) / 14.0);
        let explanation = match days {
            0 => "Posted within the last day.".to_owned(),
            1 => "Posted a day ago.".to_owned(),
            2..=90 => format!("Posted {days} days ago."),
            _ => "The last post is older than three months.".to_owned(),
        };
        Part::new(value, explanation)
    }
}

struct Reach;

impl Component for Reach {
    fn name(&self) -> &'static str {
        "reach"
    }

    fn side(&self) -> Side {
        Side::Fit
    }

    fn weight(&self, weights: &Weights) -> f32 {
        weights.reach
    }

    /// Full from the ICP's minimum on; below it in proportion.
    fn part(&self, inputs: &ScoreInputs<'_>) -> Part {
        let minimum = inputs.icp.min_followers;
        if minimum == 0 {
            return Part { counts: false, ..Part::new(0.0, "The project asks for no minimum of followers.") };
        }
        match inputs.profile.followers {
            None => Part::new(0.5, "The number of followers is not known, so this counts as half."),
            Some(followers) if followers >= minimum => {
                Part::new(1.0, format!("Has {followers} followers, at least the {minimum} asked for."))
            }
            Some(followers) => Part::new(
                to_f32(followers) / to_f32(minimum),
                format!("Has {followers} followers, fewer than the {minimum} asked for."),
            ),
        }
    }
}

struct Engagement;

impl Component for Engagement {
    fn name(&self) -> &'static str {
        "engagement"
    }

    fn side(&self) -> Side {
        Side::Intent
    }

    fn weight(&self, weights: &Weights) -> f32 {
        weights.engagement
    }

    /// Logarithmic: 100 reactions are full.
    fn part(&self, inputs: &ScoreInputs<'_>) -> Part {
        if inputs.posts.is_empty() {
            return Part::new(0.0, "No post that others could react to.");
        }
        match inputs.posts.iter().filter_map(|post| post.engagement).max() {
            None => Part::new(0.5, "Reactions are not known, so this counts as half."),
            Some(0) => Part::new(0.0, "Nobody reacted to the post yet."),
            Some(1) => Part::new(to_f32(1).ln_1p() / to_f32(100).ln_1p(), "One reaction to the post."),
            Some(count) => Part::new(
                to_f32(count).ln_1p() / to_f32(100).ln_1p(),
                format!("Got {count} reactions to the post."),
            ),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a ratio; exactness above 2^24 does not matter")]
fn to_f32(number: u32) -> f32 {
    number as f32
}
