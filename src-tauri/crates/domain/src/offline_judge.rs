//! The offline judge: is this person a lead, decided without any model.
//!
//! Term statistics say what a post is about, phrase patterns say what its writer wants, role and industry
//! say who they are. Post text is data: instructions inside it are found, left out, and count as nothing.
//!
//! **Invariant:** every quote is cut from the text itself, so [`Judgement::verified`] strikes none out.
//!
//! **Invariant:** same company, ICP and texts, same judgement.

pub(crate) mod bm25;
pub(crate) mod fit;
pub(crate) mod patterns;
mod phrases;
mod quote;
mod reading;
#[cfg(test)]
mod tests;
pub(crate) mod tokens;
mod topics;
mod verdict;
pub(crate) mod voice;

use crate::judgement::{Claim, EvidenceSource, JudgeMode, Judged, Judgement, Verdict};
use crate::lead::{Profile, person_key};
use crate::project::{Company, Icp};

use bm25::Terms;
use fit::{Fit, Keywords, Match};
use reading::{PostReading, read};
use verdict::{Decision, decide};

/// At most this many quotes are kept; a human reads them.
const MAX_QUOTES: usize = 5;

/// A judge for one project, made once and used for many leads.
#[derive(Debug)]
pub struct OfflineJudge {
    terms: Terms,
    keywords: Keywords,
    keyword_names: Vec<String>,
    languages: Vec<String>,
    own_company: Option<String>,
}

impl OfflineJudge {
    /// Learns what the product is about and who should buy it.
    pub fn new(company: &Company, icp: &Icp) -> Self {
        Self {
            terms: Terms::new(company, icp),
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

    /// Judges one lead whose user name is known too: "acme_jobs" says who writes.
    pub fn judge_author(&self, profile: &Profile, _handle: Option<&str>, posts: &[&str]) -> Judgement {
        let fit = self.keywords.fit(profile);
        let readings: Vec<PostReading> = posts.iter().map(|post| read(&self.terms, post)).collect();
        let foreign = profile.language.as_deref().is_some_and(|code| {
            !self.languages.is_empty() && !self.languages.iter().any(|l| same_language(l, code))
        });
        let colleague = self.own_company.is_some()
            && profile.company.as_deref().and_then(company_key) == self.own_company;
        let decision = decide(&readings, &fit, foreign, colleague);
        let claims = self.claims(profile, posts, &readings, &fit, &decision);
        let judged = Judged { profile, posts };
        let Decision { verdict, confidence, reasoning, .. } = decision;
        Judgement::verified(judged, verdict, confidence, reasoning, claims, JudgeMode::Offline)
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
            indices.extend(
                (0..readings.len()).filter(|i| Some(*i) != decision.post && readings[*i].speaks_for()),
            );
        }
        for index in indices {
            let (Some(reading), Some(post)) = (readings.get(index), posts.get(index)) else { continue };
            let Ok(number) = u16::try_from(index) else { continue };
            for found in &reading.quotes {
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
