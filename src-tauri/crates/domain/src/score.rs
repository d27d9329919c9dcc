//! A score: how promising a lead is, 0 to 100, as a sum of named parts that each explain themselves.
//!
//! Knows the lead, its posts' dates, the judgement and the ICP; must not know where any of them is stored.
//!
//! **Invariant:** contributions are points in steps of 0.1 and their sum, rounded to a whole number, is
//! the total. A fact that is not known counts as half, and the explanation says so.

mod components;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::judgement::Judgement;
use crate::lead::Profile;
use crate::post::{NewPost, Post};
use crate::project::Icp;

pub use components::{COMPONENTS, Component, Part, Side};

/// When a post was written and what it moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PostFacts {
    /// When it was written.
    pub posted_at: Option<Timestamp>,
    /// Likes, replies and reposts together, where known.
    pub engagement: Option<u32>,
}

impl From<&Post> for PostFacts {
    fn from(post: &Post) -> Self {
        Self { posted_at: post.posted_at, engagement: post.engagement }
    }
}

impl From<&NewPost> for PostFacts {
    fn from(post: &NewPost) -> Self {
        Self { posted_at: post.posted_at, engagement: post.engagement }
    }
}

/// All a score is made from.
#[derive(Debug, Clone, Copy)]
pub struct ScoreInputs<'a> {
    /// Who the person is.
    pub profile: &'a Profile,
    /// Their posts, in any order.
    pub posts: &'a [PostFacts],
    /// Whether and why they are a lead.
    pub judgement: &'a Judgement,
    /// Who should buy.
    pub icp: &'a Icp,
    /// The moment the score is for.
    pub now: Timestamp,
}

/// How much each component counts; only the proportions matter.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Weights {
    /// The judge's verdict.
    pub relevance: f32,
    /// Wanting to change something now.
    pub intent: f32,
    /// How fresh the newest post is.
    pub recency: f32,
    /// Followers against the ICP's minimum.
    pub reach: f32,
    /// Role and industry against the ICP.
    pub profile_fit: f32,
    /// How much the posts moved.
    pub engagement: f32,
}

impl Weights {
    /// All weights that count, together; 0 when nothing does.
    pub fn sum(&self) -> f32 {
        COMPONENTS.iter().map(|component| usable(component.weight(self))).sum()
    }
}

impl Default for Weights {
    fn default() -> Self {
        Self { relevance: 30.0, intent: 25.0, recency: 10.0, reach: 7.0, profile_fit: 23.0, engagement: 5.0 }
    }
}

/// One part of a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComponentScore {
    /// Its name, e.g. `profile fit`.
    pub name: String,
    /// Its share of all weights, 0.0 to 1.0.
    pub weight: f32,
    /// 0.0 to 1.0.
    pub value: f32,
    /// Points it adds, in steps of 0.1.
    pub contribution: f32,
    /// Why, in one sentence.
    pub explanation: String,
}

/// How promising a lead is, with its parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// 0 to 100.
    pub total: u8,
    /// 0 to 100: who they are.
    pub fit: u8,
    /// 0 to 100: what they want.
    pub intent: u8,
    /// The parts, heaviest first by default weights.
    pub components: Vec<ComponentScore>,
}

/// Scores a lead.
pub fn score(inputs: &ScoreInputs<'_>, weights: &Weights) -> Score {
    let parts: Vec<(&dyn Component, f32, Part)> = COMPONENTS
        .iter()
        .map(|component| (*component, usable(component.weight(weights)), component.part(inputs)))
        .collect();
    let sum: f32 = parts.iter().filter(|(_, _, part)| part.counts).map(|(_, weight, _)| weight).sum();
    let side = |side: Side| {
        let of_side = || parts.iter().filter(|(c, _, part)| c.side() == side && part.counts);
        let weight: f32 = of_side().map(|(_, weight, _)| weight).sum();
        let value: f32 = of_side().map(|(_, weight, part)| weight * part.value).sum();
        if weight > 0.0 { points(value / weight * 100.0) } else { 0 }
    };
    let (fit, intent) = (side(Side::Fit), side(Side::Intent));
    let components: Vec<ComponentScore> = parts
        .into_iter()
        .map(|(component, weight, part)| {
            let share = if part.counts && sum > 0.0 { weight / sum } else { 0.0 };
            let contribution = (share * part.value * 1000.0).round() / 10.0;
            ComponentScore {
                name: component.name().to_owned(),
                weight: share,
                value: part.value,
                contribution,
                explanation: part.explanation,
            }
        })
        .collect();
    let total = points(components.iter().map(|c| c.contribution).sum());
    Score { total, fit, intent, components }
}

/// A weight from a settings file may be anything; a negative or impossible one counts nothing.
fn usable(weight: f32) -> f32 {
    if weight.is_finite() { weight.max(0.0) } else { 0.0 }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=100 first")]
fn points(value: f32) -> u8 {
    value.clamp(0.0, 100.0).round() as u8
}
