//! What demo leads write: mostly about trouble, sometimes about nothing, sometimes to sell.

mod other;
pub(super) mod problems;

use rand::Rng;
use rand::rngs::StdRng;

use super::pick;
use super::vocabulary::Industry;

/// What kind of post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A problem of their own.
    Problem,
    /// A problem and a question for a tool.
    Question,
    /// A problem in German, Spanish or French.
    Abroad,
    /// Weekend, weather, football.
    Chatter,
    /// A problem that is gone.
    Solved,
    /// Sells something.
    Promotion,
    /// Looks for staff.
    Hiring,
    /// Gives instructions to software.
    Injection,
    /// No post at all.
    None,
}

impl Kind {
    /// About half are clearly about problems.
    pub(super) fn draw(rng: &mut StdRng) -> Self {
        match rng.random_range(0..100_u32) {
            0..36 => Self::Problem,
            36..52 => Self::Question,
            52..55 => Self::Abroad,
            55..71 => Self::Chatter,
            71..76 => Self::Solved,
            76..84 => Self::Promotion,
            84..91 => Self::Hiring,
            91..95 => Self::Injection,
            _ => Self::None,
        }
    }
}

/// A post and the language it is in.
#[derive(Debug)]
pub(super) struct Written {
    /// Empty for [`Kind::None`].
    pub(super) text: String,
    /// ISO 639-1 code.
    pub(super) language: &'static str,
}

/// Writes a post.
pub(super) fn write(kind: Kind, industry: &Industry, rng: &mut StdRng) -> Written {
    let problem = |rng: &mut StdRng| {
        let list = industry.problems.get(rng.random_range(0..industry.problems.len().max(1)));
        fill(pick(list.copied().unwrap_or_default(), rng), rng)
    };
    let mut language = "en";
    let text = match kind {
        Kind::Problem => join(&[pick(other::LEAD_INS, rng), &problem(rng), pick(other::SIGHS, rng)]),
        Kind::Question => join(&[&problem(rng), pick(other::QUESTIONS, rng)]),
        Kind::Abroad => {
            let (code, text) = other::ABROAD[rng.random_range(0..other::ABROAD.len())];
            language = code;
            text.to_owned()
        }
        Kind::Chatter => fill(pick(other::CHATTER, rng), rng),
        Kind::Solved => fill(pick(other::SOLVED, rng), rng),
        Kind::Promotion => fill(pick(other::PROMOTION, rng), rng),
        Kind::Hiring => fill(pick(other::HIRING, rng), rng).replace("{role}", pick(industry.roles, rng)),
        Kind::Injection => join(&[pick(other::CHATTER, rng), pick(other::INJECTIONS, rng)]),
        Kind::None => String::new(),
    };
    Written { text: fill(&text, rng), language }
}

fn join(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

/// `{n}` becomes a small number, `{day}` a day; enough to keep posts apart.
fn fill(text: &str, rng: &mut StdRng) -> String {
    let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match name {
            "n" => out.push_str(&rng.random_range(3..=19_u32).to_string()),
            "day" => out.push_str(pick(&days, rng)),
            other => {
                out.push('{');
                out.push_str(other);
                out.push('}');
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}
