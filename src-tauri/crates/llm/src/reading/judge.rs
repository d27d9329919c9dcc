//! A judgement as a model gives it.

use sdr_domain::judgement::{Claim, EvidenceSource, Judged, Verdict};
use sdr_ports::llm::{JudgeAnswer, JudgeTask};
use serde_json::Value;

use super::{items, quotes, share, text};

/// Reasons kept; a human reads them.
const MOST_CLAIMS: usize = 6;

pub(super) fn read(task: &JudgeTask, object: &Value) -> Result<JudgeAnswer, String> {
    let verdict = text(object, "verdict", 40).unwrap_or_default().to_lowercase();
    let verdict: Verdict = verdict
        .parse()
        .map_err(|_| "\"verdict\" must be \"relevant\", \"maybe\" or \"irrelevant\"".to_owned())?;
    let confidence = share(object, "confidence")?;
    let reasoning = text(object, "reasoning", 600).unwrap_or_default();
    let posts: Vec<&str> = task.posts.iter().map(String::as_str).collect();
    let judged = Judged { profile: &task.profile, posts: &posts };
    let claims = items(object, "claims")?.iter().take(MOST_CLAIMS);
    let claims: Result<Vec<Claim>, String> = claims.map(|claim| read_claim(judged, claim)).collect();
    let claims = claims?;
    if verdict != Verdict::Irrelevant && claims.is_empty() {
        return Err(format!("\"{}\" needs at least one claim with its quote", verdict.as_str()));
    }
    Ok(JudgeAnswer { verdict, confidence, reasoning, claims })
}

/// One claim, its quote cut out of the original. A quote that stands nowhere goes on as it is, and one that
/// talks to software goes on empty: both are struck out by the check that follows, and lower the verdict.
fn read_claim(judged: Judged<'_>, claim: &Value) -> Result<Claim, String> {
    let quote = text(claim, "quote", 2_000).ok_or("each claim needs a \"quote\"")?;
    let reason = text(claim, "reason", 200).unwrap_or_default();
    let named = source(claim).ok_or(
        "\"source\" must be \"post\", \"bio\", \"role\", \"industry\" or \"company\", with the number of the post",
    )?;
    let others = (0..judged.posts.len()).filter_map(|at| u16::try_from(at).ok()).map(EvidenceSource::Post);
    let others = others.chain([
        EvidenceSource::Bio,
        EvidenceSource::Role,
        EvidenceSource::Industry,
        EvidenceSource::Company,
    ]);
    for source in std::iter::once(named).chain(others) {
        let Some(text) = judged.text(source) else { continue };
        let Some(place) = quotes::find(text, &quote) else { continue };
        let verbatim = text.get(place.clone()).unwrap_or_default();
        let quote = if quotes::talks_to_software(text, &place) { "" } else { verbatim };
        return Ok(Claim { quote: quote.to_owned(), source, reason });
    }
    Ok(Claim { quote, source: named, reason })
}

fn source(claim: &Value) -> Option<EvidenceSource> {
    let word = text(claim, "source", 40)?.to_lowercase();
    Some(match word.as_str() {
        "bio" => EvidenceSource::Bio,
        "role" => EvidenceSource::Role,
        "industry" => EvidenceSource::Industry,
        "company" => EvidenceSource::Company,
        _ => {
            // "post" with a number beside it, or "post 2".
            let inside = word.strip_prefix("post")?.trim();
            let number =
                claim.get("post").and_then(Value::as_u64).or_else(|| inside.parse().ok()).unwrap_or(1);
            EvidenceSource::Post(u16::try_from(number.max(1) - 1).ok()?)
        }
    })
}
