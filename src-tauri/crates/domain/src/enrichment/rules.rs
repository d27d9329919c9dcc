//! The rules: head count bands, personas by title, pain points and triggers by what was written.

use crate::judgement::{EvidenceSource, Judgement, Verdict};
use crate::lead::Profile;
use crate::offline_judge::bm25;
use crate::offline_judge::patterns::Signal;
use crate::offline_judge::tokens::Text;
use crate::offline_judge::voice;

const MAX_PAINS: usize = 4;

/// Upper ends of the bands recruiters and data vendors use.
const BANDS: &[(u32, &str)] = &[
    (10, "1-10"),
    (50, "11-50"),
    (200, "51-200"),
    (500, "201-500"),
    (1_000, "501-1,000"),
    (5_000, "1,001-5,000"),
    (10_000, "5,001-10,000"),
];

/// Words for people who are paid by a company, after a number: "our 40 employees".
const STAFF: &[&str] = &[
    "employees",
    "staff",
    "people",
    "colleagues",
    "mitarbeiter",
    "mitarbeitern",
    "mitarbeitende",
    "empleados",
    "salaries",
    "ftes",
    "headcount",
];

pub(super) fn company_size(profile: &Profile, posts: &[&str]) -> Option<String> {
    let count = profile
        .company_size
        .or_else(|| profile.bio.as_deref().and_then(staff_count))
        .or_else(|| posts.iter().find_map(|post| staff_count(post)))
        .filter(|count| *count > 0)?;
    let band = BANDS.iter().find(|(top, _)| count <= *top).map_or("10,000+", |(_, band)| *band);
    Some(band.to_owned())
}

/// "team of 40", "40 employees".
fn staff_count(text: &str) -> Option<u32> {
    let text = Text::new(text);
    (0..text.tokens.len()).find_map(|at| {
        let count: u32 = text.word(at).parse().ok()?;
        let after = STAFF.contains(&text.word(at + 1));
        let before = at >= 2 && text.word(at - 1) == "of" && matches!(text.word(at - 2), "team" | "company");
        (after || before).then_some(count)
    })
}

/// Titles by rank, the first that matches wins.
const RANKS: &[(&str, &[&str])] = &[
    (
        "Decision maker",
        &[
            "chief",
            "ceo",
            "cfo",
            "coo",
            "cto",
            "cmo",
            "cro",
            "cio",
            "ciso",
            "chro",
            "founder",
            "co founder",
            "cofounder",
            "owner",
            "president",
            "vp",
            "svp",
            "evp",
            "managing director",
            "partner",
            "geschaftsfuhrer",
            "geschaftsfuhrerin",
            "inhaber",
            "principal",
        ],
    ),
    (
        "Budget holder",
        &["head", "director", "leiter", "leiterin", "directeur", "directrice", "directora", "jefe"],
    ),
    (
        "Team lead",
        &["manager", "lead", "supervisor", "gerente", "responsable", "superintendent", "managerin"],
    ),
    ("Adviser", &["consultant", "advisor", "adviser", "freelance", "coach"]),
];

const FIELDS: &[(&str, &[&str])] = &[
    ("sales", &["sales", "revenue", "sdr", "account", "business development", "cro", "vertrieb", "ventas"]),
    ("marketing", &["marketing", "growth", "brand", "demand", "cmo", "ecommerce", "e commerce"]),
    ("finance", &["finance", "financial", "accounting", "controller", "cfo", "treasury", "finanzen"]),
    (
        "operations",
        &["operations", "ops", "coo", "plant", "production", "manufacturing", "store", "operaciones"],
    ),
    (
        "supply chain",
        &[
            "supply",
            "logistics",
            "warehouse",
            "fleet",
            "procurement",
            "purchasing",
            "inventory",
            "fulfillment",
            "transport",
            "freight",
            "logistik",
            "lager",
        ],
    ),
    (
        "technology",
        &[
            "technology",
            "engineering",
            "engineer",
            "it",
            "cto",
            "cio",
            "software",
            "data",
            "platform",
            "security",
            "ciso",
        ],
    ),
    ("people", &["people", "hr", "talent", "chro", "human", "recruiting"]),
    ("compliance", &["compliance", "risk", "legal", "quality", "regulatory"]),
    ("care", &["clinic", "clinical", "nursing", "nurse", "patient", "medical", "practice"]),
    ("support", &["support", "customer success", "customer service", "helpdesk"]),
    (
        "general management",
        &["ceo", "founder", "co founder", "owner", "president", "managing director", "inhaber"],
    ),
];

pub(super) fn persona(profile: &Profile) -> Option<String> {
    let text = Text::new(profile.role.as_deref()?);
    let norm = text.norm.replace("\n ", "");
    let has = |words: &[&str]| words.iter().any(|word| norm.contains(&format!(" {word} ")));
    let rank = RANKS.iter().find(|(_, words)| has(words)).map(|(rank, _)| *rank);
    let field = FIELDS.iter().find(|(_, words)| has(words)).map(|(field, _)| *field);
    match (rank, field) {
        (Some(rank), Some(field)) => Some(format!("{rank}, {field}")),
        (Some(rank), None) => Some(rank.to_owned()),
        (None, Some(field)) => Some(format!("Practitioner, {field}")),
        (None, None) => None,
    }
}

/// Topics of the verified quotes in which something hurts or is asked for.
pub(super) fn pain_points(posts: &[&str], judgement: &Judgement) -> Vec<String> {
    if judgement.verdict == Verdict::Irrelevant {
        return Vec::new();
    }
    let mut pains: Vec<String> = Vec::new();
    for evidence in &judgement.evidence {
        let EvidenceSource::Post(index) = evidence.source else { continue };
        let quote = Text::new(&evidence.quote);
        if !voice::hits(&quote).iter().any(|hit| hit.signal.is_want()) {
            continue;
        }
        // A quote such as "it takes forever" names its topic elsewhere in the post.
        let whole = || posts.get(usize::from(index)).and_then(|post| bm25::label(&Text::new(post)));
        if let Some(label) = bm25::label(&quote).or_else(whole)
            && !pains.iter().any(|pain| pain == label)
        {
            pains.push(label.to_owned());
        }
    }
    pains.truncate(MAX_PAINS);
    pains
}

/// Good moments, from every sentence that talks to people and sells nothing.
pub(super) fn triggers(profile: &Profile, posts: &[&str]) -> Vec<String> {
    let mut triggers: Vec<String> = Vec::new();
    for text in posts.iter().copied().chain(profile.bio.as_deref()) {
        let text = Text::new(text);
        let hits = voice::hits(&text);
        let voids = |signal: Signal| hits.iter().any(|hit| hit.signal == signal && hit.weight >= 1.0);
        if voids(Signal::Promo) || voids(Signal::News) {
            continue;
        }
        for hit in &hits {
            let injected = hits.iter().any(|h| h.signal == Signal::Injection && h.sentence == hit.sentence);
            let buys = hit.signal.is_trigger()
                || matches!(hit.signal, Signal::Ask | Signal::Evaluate | Signal::Switch);
            let reason = hit.signal.reason();
            if buys && !injected && !triggers.iter().any(|known| known == reason) {
                triggers.push(reason.to_owned());
            }
        }
    }
    triggers
}
