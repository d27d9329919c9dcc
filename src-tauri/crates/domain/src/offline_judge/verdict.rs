//! From readings and fit to a verdict with its sentence.

use super::fit::Fit;
use super::model::Model;
use super::patterns::Signal;
use super::reading::PostReading;
use crate::judgement::Verdict;

/// The outcome before its quotes are cut.
#[derive(Debug)]
pub(super) struct Decision {
    /// The outcome.
    pub(super) verdict: Verdict,
    /// 0 to 1.
    pub(super) confidence: f32,
    /// For the human.
    pub(super) reasoning: String,
    /// The post it rests on.
    pub(super) post: Option<usize>,
    /// Whether the person works at the selling company.
    pub(super) colleague: bool,
}

/// A role and industry this close to the ICP are worth a look by themselves.
const GOOD_FIT: f32 = 0.55;

/// What is known of the person beside their posts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person<'a> {
    /// How role and industry fit.
    pub(super) fit: &'a Fit,
    /// Writes in a language outside the project's.
    pub(super) foreign: bool,
    /// Works at the selling company.
    pub(super) colleague: bool,
}

/// Decides.
pub(super) fn decide(readings: &[PostReading], person: Person<'_>, model: &Model) -> Decision {
    let Person { fit, foreign, colleague } = person;
    let best = readings
        .iter()
        .enumerate()
        .filter_map(|(index, reading)| Some((index, reading, reading.sum?)))
        .max_by(|(.., a), (.., b)| a.total_cmp(b));
    let injected = readings.iter().any(|reading| reading.injected);
    let mut decision = match best {
        _ if colleague => Decision {
            verdict: Verdict::Irrelevant,
            confidence: 0.95,
            reasoning: "Works at the company that sells the product.".to_owned(),
            post: None,
            colleague,
        },
        Some((index, reading, sum)) => by_post(index, reading, fit, model, sum),
        None => by_profile(fit, readings.is_empty()),
    };
    if foreign && decision.verdict != Verdict::Irrelevant {
        decision.verdict = Verdict::Maybe;
        decision.reasoning.push_str(" Writes in a language outside the project's languages.");
    }
    if injected {
        decision.confidence *= 0.9;
        decision.reasoning.push_str(" A post gives instructions to software; they were read as text only.");
    }
    decision
}

fn by_post(index: usize, reading: &PostReading, fit: &Fit, model: &Model, sum: f64) -> Decision {
    let verdict = match sum {
        sum if sum >= model.relevant => Verdict::Relevant,
        sum if sum >= model.maybe => Verdict::Maybe,
        _ => Verdict::Irrelevant,
    };
    let stranger = fit.known && fit.value == 0.0;
    let idle = reading.against.is_none() && !reading.injected;
    let wants = reading.intent >= 0.5 && reading.want.is_some() && reading.topic >= 0.3 && !reading.injected;
    let verdict = match verdict {
        Verdict::Relevant if stranger || !reading.grounded => Verdict::Maybe,
        Verdict::Maybe if stranger && !wants => Verdict::Irrelevant,
        // An idle post says nothing against a person whose role and industry are known to fit.
        Verdict::Irrelevant if idle && fit.known && fit.value >= GOOD_FIT => Verdict::Maybe,
        Verdict::Relevant | Verdict::Maybe | Verdict::Irrelevant => verdict,
    };
    if let (Verdict::Irrelevant, Some(signal)) = (verdict, reading.against) {
        return against(index, signal, 1.0 - probability(model, sum));
    }
    let lead = probability(model, sum);
    let confidence = if verdict == Verdict::Irrelevant { 1.0 - lead } else { lead };
    let fits = fit_words(fit);
    let doubt = doubt_words(reading.doubt, stranger);
    let about = reading.label.map_or_else(|| "the problem".to_owned(), ToOwned::to_owned);
    let reasoning = match verdict {
        Verdict::Irrelevant if reading.topic < 0.3 => {
            format!("The post is not about the problem the product solves.{fits}")
        }
        Verdict::Irrelevant => format!("The post shows no need of its writer's own.{fits}"),
        Verdict::Relevant | Verdict::Maybe => match reading.want.or(reading.trigger) {
            Some(signal) => format!("{}: {about}.{fits}{doubt}", signal.reason()),
            None if verdict == Verdict::Relevant => {
                format!("Tells of a problem of their own: {about}.{fits}{doubt}")
            }
            None => format!("The post says little about the problem.{fits}{doubt}"),
        },
    };
    Decision { verdict, confidence, reasoning, post: Some(index), colleague: false }
}

#[expect(clippy::cast_possible_truncation, reason = "a share between 0 and 1")]
fn probability(model: &Model, sum: f64) -> f32 {
    model.probability(sum) as f32
}

fn against(index: usize, signal: Signal, confidence: f32) -> Decision {
    let reasoning = match signal {
        Signal::Promo => "Sells something themselves; the post is promotion.",
        Signal::JobAd => "The post is a job advertisement.",
        Signal::Student => "The post comes from studies, not from a company.",
        Signal::Solved => "Says the problem is solved or no help is wanted.",
        Signal::News => "Reports news about others, not a problem of their own.",
        Signal::Lecture => "Gives advice to an audience, not a problem of their own.",
        Signal::FirstPerson
        | Signal::Pain
        | Signal::Ask
        | Signal::Evaluate
        | Signal::Switch
        | Signal::Growth
        | Signal::NewRole
        | Signal::Funding
        | Signal::Expansion
        | Signal::Past
        | Signal::Joke
        | Signal::Injection => "The post speaks against a need.",
    };
    Decision {
        verdict: Verdict::Irrelevant,
        confidence,
        reasoning: reasoning.to_owned(),
        post: Some(index),
        colleague: false,
    }
}

/// Without words of their own, role and industry decide.
fn by_profile(fit: &Fit, no_posts: bool) -> Decision {
    let both = fit.role.is_some_and(|m| m.strength >= 0.8) && fit.value >= 0.8;
    let verdict = match fit.value {
        value if no_posts && (both || value >= 0.9) => Verdict::Relevant,
        value if value >= if no_posts { 0.3 } else { GOOD_FIT } => Verdict::Maybe,
        _ => Verdict::Irrelevant,
    };
    let subject = if no_posts { "No post to go by." } else { "The posts do not touch the problem." };
    let (confidence, fits) = match verdict {
        Verdict::Relevant => (0.55 + 0.1 * fit.value, fit_words(fit)),
        Verdict::Maybe => (0.3 + 0.2 * fit.value, fit_words(fit)),
        Verdict::Irrelevant => (0.6, " Role and industry do not match the ideal customer.".to_owned()),
    };
    let reasoning = format!("{subject}{fits}");
    Decision { verdict, confidence, reasoning, post: None, colleague: false }
}

fn fit_words(fit: &Fit) -> String {
    match (fit.role.is_some(), fit.industry.is_some()) {
        (true, true) => " Role and industry match the ideal customer.",
        (true, false) => " The role matches the ideal customer.",
        (false, true) => " The industry matches the ideal customer.",
        (false, false) => "",
    }
    .to_owned()
}

fn doubt_words(doubt: Option<Signal>, stranger: bool) -> &'static str {
    match doubt {
        Some(Signal::Joke) => " It may be meant as a joke.",
        Some(Signal::Past) => " It may be about the past.",
        Some(_) => " Part of it says that it is solved.",
        None if stranger => " Role and industry do not match the ideal customer.",
        None => "",
    }
}
