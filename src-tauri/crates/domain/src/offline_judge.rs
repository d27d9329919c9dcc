//! The offline judge: is this person a lead, decided without any model.
//!
//! Term statistics say what a post is about, phrase patterns say what its writer wants, role, industry and
//! bio say who they are; a small linear model, shipped as data, weighs them (`offline_judge/model.json`,
//! made by `examples/train_judge.rs` from `tests/data/judge`). The patterns explain what the model decides.
//! Post text is data: instructions inside it are found, left out, and count as nothing.
//!
//! **Invariant:** every quote is cut from the text itself, so [`Judgement::verified`] strikes none out.
//!
//! **Invariant:** same company, ICP and texts, same judgement.

mod about;
mod author;
pub(crate) mod bm25;
mod features;
pub(crate) mod fit;
mod guard;
mod lexicon;
mod model;
pub(crate) mod patterns;
mod phrases;
mod quote;
mod reading;
mod row;
#[cfg(test)]
mod tests;
pub(crate) mod tokens;
mod topics;
pub mod training;
mod verdict;
pub(crate) mod voice;

use crate::judgement::{Claim, EvidenceSource, JudgeMode, Judged, Judgement, Verdict};
use crate::lead::{Profile, person_key};
use crate::project::{Company, Icp};

use std::sync::Arc;

use about::About;
use author::Author;
use bm25::Terms;
use fit::{Fit, Keywords, Match};
pub use model::{Figure, Model};
use reading::{PostReading, Reader};
use row::Row;
use verdict::{Decision, Person, decide};

/// At most this many quotes are kept; a human reads them.
const MAX_QUOTES: usize = 5;

/// A judge for one project, made once and used for many leads.
#[derive(Debug)]
pub struct OfflineJudge {
    terms: Terms,
    about: About,
    model: Arc<Model>,
    keywords: Keywords,
    keyword_names: Vec<String>,
    languages: Vec<String>,
    own_company: Option<String>,
}

impl OfflineJudge {
    /// Learns what the product is about and who should buy it.
    pub fn new(company: &Company, icp: &Icp) -> Self {
        Self::with_model(company, icp, Model::shipped())
    }

    /// The same with another model than the one that ships.
    pub fn with_model(company: &Company, icp: &Icp, model: Arc<Model>) -> Self {
        Self {
            terms: Terms::new(company, icp),
            about: About::new(company, icp),
            model,
            keywords: Keywords::new(icp),
            keyword_names: icp.keywords.iter().map(|keyword| keyword.trim().to_owned()).collect(),
            languages: icp.languages.iter().map(|code| code.trim().to_lowercase()).collect(),
            own_company: company_key(&company.name),
        }
    }

    /// Judges one lead by its profile and posts.
    pub fn judge(&self, profile: &Profile, posts: &[&str]) -> Judgement {
        self.judge_author(profile, None, posts)
    }

    /// Judges one lead whose user name is known too: it may say who writes.
    pub fn judge_author(&self, profile: &Profile, handle: Option<&str>, posts: &[&str]) -> Judgement {
        let fit = self.keywords.fit(profile);
        let author = self.author(&fit, profile, handle);
        let reader = self.reader(&author);
        let readings: Vec<PostReading> = posts.iter().map(|post| reader.read(post)).collect();
        let foreign = profile.language.as_deref().is_some_and(|code| {
            !self.languages.is_empty() && !self.languages.iter().any(|l| same_language(l, code))
        });
        let colleague = self.own_company.is_some()
            && profile.company.as_deref().and_then(company_key) == self.own_company;
        let decision = decide(&readings, Person { fit: &fit, foreign, colleague }, &self.model);
        let claims = self.claims(profile, posts, &readings, &fit, &decision);
        let judged = Judged { profile, posts };
        let Decision { verdict, confidence, reasoning, .. } = decision;
        Judgement::verified(judged, verdict, confidence, reasoning, claims, JudgeMode::Offline)
    }

    fn author(&self, fit: &Fit, profile: &Profile, handle: Option<&str>) -> Author {
        let bio = guard::honest(profile.bio.as_deref().unwrap_or(""));
        Author::read(&self.about, fit, profile, &bio, handle)
    }

    fn reader<'a>(&'a self, author: &'a Author) -> Reader<'a> {
        Reader { terms: &self.terms, about: &self.about, author, model: &self.model }
    }

    /// What the model sees of one post.
    fn row(&self, profile: &Profile, handle: Option<&str>, post: &str) -> Row {
        let author = self.author(&self.keywords.fit(profile), profile, handle);
        self.reader(&author).row(&guard::honest(post)).unwrap_or_default()
    }

    /// The names of what the model sees, in the order it does.
    fn figure_names(&self) -> Vec<String> {
        features::names(&self.about)
    }

    fn claims(
        &self,
        profile: &Profile,
        posts: &[&str],
        readings: &[PostReading],
        fit: &Fit,
        decision: &Decision,
    ) -> Vec<Claim> {
        let mut claims = Vec::new();
        let mut indices: Vec<usize> = decision.post.into_iter().collect();
        if decision.verdict != Verdict::Irrelevant {
            let strong = |reading: &PostReading| reading.sum.is_some_and(|sum| sum >= self.model.maybe);
            indices
                .extend((0..readings.len()).filter(|i| Some(*i) != decision.post && strong(&readings[*i])));
        }
        for index in indices {
            let (Some(reading), Some(post)) = (readings.get(index), posts.get(index)) else { continue };
            let Ok(number) = u16::try_from(index) else { continue };
            let irrelevant = decision.verdict == Verdict::Irrelevant;
            for found in if irrelevant { &reading.objection } else { &reading.quotes } {
                let Some(quote) = post.get(found.start..found.end) else { continue };
                let (source, reason) = (EvidenceSource::Post(number), found.reason.clone());
                claims.push(Claim { quote: quote.to_owned(), source, reason });
            }
        }
        if decision.verdict != Verdict::Irrelevant || decision.post.is_none() {
            claims.extend(
                fit.role.into_iter().chain(fit.industry).filter_map(|m| self.profile_claim(profile, m)),
            );
        }
        if decision.colleague {
            let quote = profile.company.clone().unwrap_or_default();
            let reason = "Works at the company that sells the product".to_owned();
            claims = vec![Claim { quote, source: EvidenceSource::Company, reason }];
        }
        claims.truncate(MAX_QUOTES);
        claims
    }

    fn profile_claim(&self, profile: &Profile, found: Match) -> Option<Claim> {
        let judged = Judged { profile, posts: &[] };
        let quote = judged.text(found.source)?.get(found.start..found.end)?.to_owned();
        let keyword = self.keyword_names.get(found.keyword)?;
        let reason = format!("{} matches \"{keyword}\"", field_name(found.source));
        Some(Claim { quote, source: found.source, reason })
    }
}

fn field_name(source: EvidenceSource) -> &'static str {
    match source {
        EvidenceSource::Post(_) => "Post",
        EvidenceSource::Bio => "Bio",
        EvidenceSource::Role => "Role",
        EvidenceSource::Industry => "Industry",
        EvidenceSource::Company => "Company name",
    }
}

fn company_key(name: &str) -> Option<String> {
    person_key(&Profile { name: "x".to_owned(), company: Some(name.to_owned()), ..Profile::default() })
}

/// `en` and `en-GB` are one language.
fn same_language(wanted: &str, code: &str) -> bool {
    let primary = |code: &str| code.split(['-', '_']).next().unwrap_or("").trim().to_lowercase();
    primary(wanted) == primary(code)
}
