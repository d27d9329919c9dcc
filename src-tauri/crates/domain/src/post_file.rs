//! Posts outside any project: an ICP as a JSON file, posts as JSON lines, and what the offline judge says
//! of them. With labels in the file the judge itself is measured.
//!
//! Knows the two formats; must not know where the bytes come from.
//!
//! **Invariant:** a line is judged by itself: no other line, and no label, changes its answer.

mod measure;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Timestamp;
use crate::judgement::{EvidenceSource, Judgement, Verdict};
use crate::lead::Profile;
use crate::offline_judge::OfflineJudge;
use crate::project::{Company, Icp};
use crate::score::{PostFacts, ScoreInputs, Weights, score};

pub use measure::{Counts, Measure};

/// Why an ICP file or a line of posts cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Not the JSON that was asked for.
    #[error("it is not the expected JSON: {0}")]
    Json(String),
    /// An ICP without a word to go by.
    #[error("the ICP says nothing: fill in at least one of description, problem, keywords and queries")]
    EmptyIcp,
    /// A post without an id.
    #[error("it has no id; every post needs an \"id\" that is a text or a number")]
    NoId,
    /// A post without a text.
    #[error("it has no text; every post needs a \"text\"")]
    NoText,
    /// A label nobody knows.
    #[error(
        "the label {0} is unknown; use relevant, maybe or irrelevant (lead, yes, positive, true and 1 count as relevant, their opposites as irrelevant)"
    )]
    Label(String),
}

/// An ICP as a file: what is sold and who should buy it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IcpFile {
    /// Who sells.
    pub company: Company,
    /// Who should buy.
    pub icp: Icp,
}

#[derive(Deserialize)]
struct RawIcp {
    company: Option<String>,
    product_url: Option<String>,
    description: Option<String>,
    problem: Option<String>,
    keywords: Option<Vec<String>>,
    queries: Option<Vec<String>>,
    min_followers: Option<u32>,
    languages: Option<Vec<String>>,
}

impl IcpFile {
    /// Reads `{"company", "product_url", "description", "problem", "keywords": [], "queries": []}`, and
    /// optionally `min_followers` (200 when left out) and `languages` (any when left out).
    pub fn parse(text: &str) -> Result<Self, FileError> {
        let raw: RawIcp = from_json(text)?;
        let company = Company {
            name: raw.company.unwrap_or_default(),
            product_url: raw.product_url.unwrap_or_default(),
            description: raw.description.unwrap_or_default(),
            problem: raw.problem.unwrap_or_default(),
        };
        let icp = Icp {
            keywords: raw.keywords.unwrap_or_default(),
            queries: raw.queries.unwrap_or_default(),
            min_followers: raw.min_followers.unwrap_or(Icp::default().min_followers),
            languages: raw.languages.unwrap_or_default(),
        };
        let lists = icp.keywords.iter().chain(&icp.queries);
        if lists.chain([&company.description, &company.problem]).all(|text| text.trim().is_empty()) {
            return Err(FileError::EmptyIcp);
        }
        Ok(Self { company, icp })
    }
}

/// One post with its author.
#[derive(Debug, Clone, PartialEq)]
pub struct PostLine {
    /// As it stands in the file: a text or a number.
    pub id: Value,
    /// What is known of the author.
    pub profile: Profile,
    /// The author's user name.
    pub handle: Option<String>,
    /// When it was written.
    pub posted_at: Option<Timestamp>,
    /// The words themselves.
    pub text: String,
    label: Option<Value>,
}

#[derive(Deserialize)]
struct RawPost {
    #[serde(default)]
    id: Value,
    text: Option<String>,
    #[serde(default)]
    handle: Value,
    #[serde(default)]
    name: Value,
    #[serde(default)]
    bio: Value,
    #[serde(default)]
    followers: Value,
    #[serde(default)]
    posted_at: Value,
    #[serde(default)]
    lang: Value,
    #[serde(default)]
    label: Value,
}

impl PostLine {
    /// Reads `{"id", "handle", "name", "bio", "followers", "posted_at", "lang", "text", "label"}`. All but
    /// id and text may be missing; one that cannot be read counts as missing; other keys are passed over.
    pub fn parse(line: &str) -> Result<Self, FileError> {
        let raw: RawPost = from_json(line)?;
        if !(raw.id.is_number() || raw.id.as_str().is_some_and(|id| !id.trim().is_empty())) {
            return Err(FileError::NoId);
        }
        let words =
            |value: &Value| value.as_str().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
        let profile = Profile {
            name: words(&raw.name).unwrap_or_default(),
            bio: words(&raw.bio),
            language: words(&raw.lang),
            followers: raw.followers.as_u64().map(|count| u32::try_from(count).unwrap_or(u32::MAX)),
            ..Profile::default()
        };
        Ok(Self {
            id: raw.id,
            profile,
            handle: words(&raw.handle),
            posted_at: instant(&raw.posted_at),
            text: raw.text.ok_or(FileError::NoText)?,
            label: Some(raw.label).filter(|label| !label.is_null()),
        })
    }

    /// What a person said this post is, if they said so.
    pub fn label(&self) -> Result<Option<Verdict>, FileError> {
        let Some(label) = &self.label else { return Ok(None) };
        let word = match label {
            Value::String(word) => word.trim().to_lowercase(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                label.to_string()
            }
        };
        match word.as_str() {
            "relevant" | "lead" | "yes" | "positive" | "true" | "1" => Ok(Some(Verdict::Relevant)),
            "maybe" => Ok(Some(Verdict::Maybe)),
            "irrelevant" | "not_lead" | "no" | "negative" | "false" | "0" => Ok(Some(Verdict::Irrelevant)),
            _ => Err(FileError::Label(label.to_string())),
        }
    }
}

fn from_json<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, FileError> {
    // A byte order mark is how some editors begin a file.
    serde_json::from_str(text.trim_start_matches('\u{feff}').trim()).map_err(|error| {
        let said = error.to_string();
        // The place is told by whoever counts the lines.
        FileError::Json(said.split(" at line ").next().unwrap_or(&said).to_owned())
    })
}

/// RFC 3339, a date, or seconds since 1970.
fn instant(value: &Value) -> Option<Timestamp> {
    if let Some(seconds) = value.as_i64() {
        return Timestamp::from_second(seconds).ok();
    }
    let text = value.as_str()?.trim();
    text.parse().ok().or_else(|| {
        let local: jiff::civil::DateTime = text.parse().ok()?;
        Some(local.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
    })
}

/// What the judge says of one line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The line's own.
    pub id: Value,
    /// The outcome.
    pub verdict: Verdict,
    /// 0.0 to 1.0.
    pub confidence: f32,
    /// Verbatim quotes.
    pub evidence: Vec<Quote>,
    /// 0 to 100.
    pub score: u8,
}

impl std::fmt::Display for Answer {
    /// One line of JSON.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| std::fmt::Error)?)
    }
}

/// One reason, carried by the author's own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// Verbatim words.
    pub quote: String,
    /// Where they stand: `post`, `bio`, `name`.
    pub source: &'static str,
    /// What they show.
    pub reason: String,
}

/// The offline judge over one ICP file, for posts as they would be seen at one moment.
#[derive(Debug)]
pub struct PostJudge {
    judge: OfflineJudge,
    icp: Icp,
    now: Timestamp,
}

impl PostJudge {
    /// Learns the ICP.
    pub fn new(file: &IcpFile, now: Timestamp) -> Self {
        Self { judge: OfflineJudge::new(&file.company, &file.icp), icp: file.icp.clone(), now }
    }

    /// Judges and scores one line.
    pub fn judge(&self, line: &PostLine) -> Answer {
        let judgement = self.judge.judge_author(&line.profile, line.handle.as_deref(), &[&line.text]);
        let facts = [PostFacts { posted_at: line.posted_at, engagement: None }];
        let inputs = ScoreInputs {
            profile: &line.profile,
            posts: &facts,
            judgement: &judgement,
            icp: &self.icp,
            now: self.now,
        };
        let score = score(&inputs, &Weights::default()).total;
        let Judgement { verdict, confidence, evidence, .. } = judgement;
        let evidence = evidence
            .into_iter()
            .map(|e| Quote { quote: e.quote, source: source_name(e.source), reason: e.reason })
            .collect();
        Answer { id: line.id.clone(), verdict, confidence, evidence, score }
    }
}

fn source_name(source: EvidenceSource) -> &'static str {
    match source {
        EvidenceSource::Post(_) => "post",
        EvidenceSource::Bio => "bio",
        EvidenceSource::Role => "role",
        EvidenceSource::Industry => "industry",
        EvidenceSource::Company => "company",
    }
}
