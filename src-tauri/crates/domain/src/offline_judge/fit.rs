//! How well a person's role and industry match the ICP's keywords.
//!
//! Knows titles and industries and their other names; must not know posts.

use std::borrow::Cow;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::tokens::Text;
use crate::judgement::EvidenceSource;
use crate::lead::Profile;
use crate::project::Icp;

/// Titles and their other names; the first one stands for all.
const TITLES: &[&[&str]] = &[
    &["vp", "vice president", "svp", "evp", "avp"],
    &["head", "leiter", "leiterin", "responsable", "jefe", "jefa", "head of"],
    &["director", "direktor", "directeur", "directrice", "directora"],
    &["manager", "gerente", "managerin", "lead", "supervisor"],
    &["founder", "co founder", "cofounder", "owner", "proprietor", "inhaber", "gründer"],
    &["ceo", "chief executive officer", "managing director", "geschäftsführer", "geschäftsführerin"],
    &["cfo", "chief financial officer", "finance director"],
    &["coo", "chief operating officer", "chief operations officer"],
    &["cto", "chief technology officer", "chief technical officer"],
    &["cmo", "chief marketing officer"],
    &["cro", "chief revenue officer"],
    &["cio", "chief information officer"],
    &["ciso", "chief information security officer"],
    &["chro", "chief human resources officer", "chief people officer"],
];

/// Fields of work and their other names; both roles and industries are made of them.
const FIELDS: &[&[&str]] = &[
    &["operations", "ops", "operational", "betrieb", "operaciones"],
    &["sales", "revenue", "business development", "account executive", "vertrieb", "ventas", "ventes", "sdr"],
    &["marketing", "growth", "demand generation", "brand"],
    &[
        "finance",
        "financial",
        "accounting",
        "controller",
        "controlling",
        "banking",
        "bank",
        "insurance",
        "fintech",
        "treasury",
        "financial services",
        "capital markets",
        "wealth management",
        "finanzen",
    ],
    &["hr", "human resources", "people", "talent", "personal"],
    &["it", "information technology", "infrastructure", "systems administrator", "devops"],
    &["engineering", "engineer", "software engineering", "development"],
    &["product", "product management"],
    &["support", "customer support", "customer service", "customer success", "helpdesk"],
    &["supply chain", "procurement", "purchasing", "sourcing", "einkauf"],
    &[
        "logistics",
        "transportation",
        "freight",
        "shipping",
        "trucking",
        "warehousing",
        "warehouse",
        "logistik",
        "fulfillment",
        "delivery",
        "trucking railroad",
        "package freight delivery",
        "logística",
        "logistique",
        "transport",
        "fleet",
    ],
    &[
        "manufacturing",
        "industrial",
        "production",
        "factory",
        "plant",
        "machinery",
        "automotive",
        "fabrication",
        "produktion",
        "fertigung",
        "industrial automation",
        "manufactura",
        "electrical manufacturing",
    ],
    &[
        "healthcare",
        "health care",
        "health",
        "hospital",
        "medical",
        "clinic",
        "clinical",
        "pharma",
        "pharmaceutical",
        "nursing",
        "hospital health care",
        "patient",
    ],
    &[
        "retail",
        "ecommerce",
        "e commerce",
        "commerce",
        "store",
        "stores",
        "consumer goods",
        "wholesale",
        "apparel fashion",
        "merchandising",
        "einzelhandel",
    ],
    &[
        "technology",
        "software",
        "saas",
        "computer software",
        "internet",
        "information services",
        "tech",
        "information technology services",
        "cloud",
    ],
    &["security", "infosec", "cybersecurity"],
    &["compliance", "legal", "risk", "quality assurance", "regulatory"],
    &["education", "e learning", "university", "school"],
    &["construction", "real estate", "architecture"],
    &["hospitality", "restaurants", "travel", "tourism"],
];

/// Both tables, folded once for the process.
struct Vocabulary {
    matcher: Option<AhoCorasick>,
    /// Group and spelling of each needle.
    needles: Vec<(usize, usize)>,
    groups: Vec<VocabularyGroup>,
}

struct VocabularyGroup {
    spellings: Vec<String>,
    is_title: bool,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let titles = TITLES.iter().map(|words| (*words, true));
    let groups: Vec<VocabularyGroup> = titles
        .chain(FIELDS.iter().map(|words| (*words, false)))
        .map(|(words, is_title)| {
            let spellings = words.iter().map(|word| flat(&Text::new(word))).collect();
            VocabularyGroup { spellings, is_title }
        })
        .collect();
    let needles: Vec<(usize, usize)> = groups
        .iter()
        .enumerate()
        .flat_map(|(group, words)| (0..words.spellings.len()).map(move |spelling| (group, spelling)))
        .collect();
    let texts = needles.iter().map(|(group, spelling)| &groups[*group].spellings[*spelling]);
    // A table that cannot be built would leave keywords to match word by word.
    let matcher = AhoCorasick::new(texts).ok();
    Vocabulary { matcher, needles, groups }
});

impl Vocabulary {
    /// The groups a keyword names, each with its longest spelling: "vice president" before "president".
    fn found(&self, flat: &str, is_title: bool) -> Vec<(usize, usize)> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        let hits = self.matcher.iter().flat_map(|matcher| matcher.find_overlapping_iter(flat));
        for hit in hits {
            let Some((group, spelling)) = self.needles.get(hit.pattern().as_usize()).copied() else {
                continue;
            };
            if self.groups[group].is_title != is_title {
                continue;
            }
            let length = |spelling: usize| self.groups[group].spellings[spelling].len();
            match found.iter_mut().find(|(known, _)| *known == group) {
                Some((_, best)) if length(spelling) > length(*best) => *best = spelling,
                Some(_) => {}
                None => found.push((group, spelling)),
            }
        }
        found.sort_unstable();
        found
    }
}

/// A keyword that matched a field of the profile.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Match {
    /// Index into [`Icp::keywords`].
    pub(crate) keyword: usize,
    /// The profile field.
    pub(crate) source: EvidenceSource,
    /// 0 to 1.
    pub(crate) strength: f32,
    /// First byte of the matching words in the field.
    pub(crate) start: usize,
    /// First byte after them.
    pub(crate) end: usize,
}

/// How a person fits.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Fit {
    /// 0 to 1.
    pub(crate) value: f32,
    /// The best match that speaks of the job.
    pub(crate) role: Option<Match>,
    /// The best match that speaks of the business.
    pub(crate) industry: Option<Match>,
    /// Whether the ICP names anything and the profile says anything.
    pub(crate) known: bool,
}

/// The ICP's keywords, prepared.
#[derive(Debug)]
pub(crate) struct Keywords {
    list: Vec<Keyword>,
    wants_role: bool,
    wants_industry: bool,
}

#[derive(Debug)]
struct Keyword {
    concepts: Vec<Concept>,
    /// Names a job; otherwise a kind of business.
    is_role: bool,
}

/// Words of one meaning: any of the spellings will do.
#[derive(Debug)]
struct Concept {
    spellings: Cow<'static, [String]>,
    own: usize,
    /// A title alone ("manager") says little.
    is_title: bool,
}

impl Keywords {
    /// Prepares the keywords of an ICP.
    pub(crate) fn new(icp: &Icp) -> Self {
        let list: Vec<Keyword> = icp.keywords.iter().map(|keyword| Keyword::new(keyword)).collect();
        let used = || list.iter().filter(|keyword| !keyword.concepts.is_empty());
        let wants_role = used().any(|keyword| keyword.is_role);
        let wants_industry = used().any(|keyword| !keyword.is_role);
        Self { list, wants_role, wants_industry }
    }

    /// Matches a profile.
    pub(crate) fn fit(&self, profile: &Profile) -> Fit {
        let role = read_field(EvidenceSource::Role, profile.role.as_deref());
        let industry = read_field(EvidenceSource::Industry, profile.industry.as_deref());
        let bio = read_field(EvidenceSource::Bio, profile.bio.as_deref());
        let company = read_field(EvidenceSource::Company, profile.company.as_deref());
        let best = |is_role: bool, fields: [(&Option<(EvidenceSource, Text<'_>)>, f32); 4]| {
            let mut best: Option<Match> = None;
            for (index, keyword) in self.list.iter().enumerate().filter(|(_, k)| k.is_role == is_role) {
                for (field, worth) in &fields {
                    let Some((source, text)) = field else { continue };
                    let Some(found) = keyword.matches(text, index, *source, *worth) else { continue };
                    if best.is_none_or(|b| found.strength > b.strength) {
                        best = Some(found);
                    }
                }
            }
            best
        };
        let by_role = best(true, [(&role, 1.0), (&bio, 0.7), (&None, 0.0), (&None, 0.0)]);
        let by_industry = best(false, [(&industry, 1.0), (&role, 0.8), (&bio, 0.7), (&company, 0.6)]);
        let known = (self.wants_role || self.wants_industry) && (role.is_some() || industry.is_some());
        let strength = |found: Option<Match>| found.map_or(0.0, |m| m.strength);
        let value = match (self.wants_role, self.wants_industry) {
            (true, true) => 0.6 * strength(by_role) + 0.4 * strength(by_industry),
            (true, false) => strength(by_role),
            (false, _) => strength(by_industry),
        };
        Fit { value, role: by_role, industry: by_industry, known }
    }
}

fn read_field(source: EvidenceSource, text: Option<&str>) -> Option<(EvidenceSource, Text<'_>)> {
    text.map(|text| (source, Text::new(text)))
}

impl Keyword {
    fn new(keyword: &str) -> Self {
        let text = Text::new(keyword);
        let flat = flat(&text);
        let mut concepts = Vec::new();
        let mut rest = flat.clone();
        for is_title in [true, false] {
            for (group, own) in VOCABULARY.found(&rest, is_title) {
                let spellings = &VOCABULARY.groups[group].spellings;
                rest = rest.replace(spellings[own].as_str(), " ");
                concepts.push(Concept { own, spellings: Cow::Borrowed(spellings), is_title });
            }
        }
        let is_role = concepts.iter().any(|concept| concept.is_title) || is_job(&flat);
        for word in
            rest.split_whitespace().filter(|word| !matches!(*word, "of" | "and" | "the" | "de" | "für"))
        {
            concepts.push(Concept {
                own: 0,
                spellings: Cow::Owned(vec![format!(" {word} ")]),
                is_title: false,
            });
        }
        Self { concepts, is_role }
    }

    fn matches(&self, text: &Text<'_>, keyword: usize, source: EvidenceSource, worth: f32) -> Option<Match> {
        let norm = flat(text);
        let (mut got, mut all) = (0.0, 0.0);
        let mut range: Option<(usize, usize)> = None;
        for concept in &self.concepts {
            let weight = if concept.is_title { 0.4 } else { 1.0 };
            all += weight;
            let own = concept.spellings.get(concept.own);
            let exact = own.and_then(|spelling| Some((spelling, norm.find(spelling.as_str())?, 1.0)));
            let other = || concept.spellings.iter().find_map(|s| Some((s, norm.find(s.as_str())?, 0.85)));
            let Some((spelling, at, closeness)) = exact.or_else(other) else { continue };
            got += weight * closeness;
            let first = norm[..at].split_whitespace().count();
            let last = first + spelling.split_whitespace().count();
            range = Some(range.map_or((first, last), |(a, b)| (a.min(first), b.max(last))));
        }
        let (first, last) = range?;
        // Of "VP operations" only the "VP" is no match at all.
        let share: f32 = got / all;
        if share < 0.5 {
            return None;
        }
        let start = text.tokens.get(first)?.start;
        let end = text.tokens.get(last.checked_sub(1)?)?.end;
        Some(Match { keyword, source, strength: share * worth, start, end })
    }
}

fn is_job(flat: &str) -> bool {
    ["er ", "or ", "ist ", "ant ", "ician ", "sdr ", "nurse ", "buyer ", "hr "]
        .iter()
        .any(|end| flat.ends_with(end))
}

/// The words with one space around each, sentence ends ignored.
fn flat(text: &Text<'_>) -> String {
    text.norm.replace("\n ", "")
}
