//! Facts: the variables a template may use, made fit for running text.
//!
//! **Invariant:** a value is the user's or the lead's own words, at most cut or with its first letter's
//! case changed; nothing is invented here.

use super::{ComposeInputs, Variables, greeting};
use crate::judgement::EvidenceSource;
use crate::offline_judge::bm25;
use crate::offline_judge::patterns::Signal;
use crate::offline_judge::tokens::Text;
use crate::offline_judge::voice;

const QUOTE_WORDS: usize = 16;
const QUOTE_CHARACTERS: usize = 110;
const LINE_CHARACTERS: usize = 150;
const NAME_CHARACTERS: usize = 60;

pub(super) fn variables(inputs: &ComposeInputs<'_>) -> Variables {
    let mut facts = Variables::default();
    let ComposeInputs { company, voice, profile, .. } = inputs;
    let hello = example_greeting(&voice.example).unwrap_or_else(|| greeting(voice.tone).to_owned());
    match first_name(&profile.name) {
        Some(first) => {
            facts.set("greeting", format!("{hello} {first}"));
            facts.set("first_name", first);
        }
        None => facts.set("greeting", hello),
    }
    set_short(&mut facts, "name", &profile.name);
    profile.role.as_deref().and_then(role).into_iter().for_each(|role| facts.set("role", role));
    profile.company.as_deref().and_then(employer).into_iter().for_each(|name| facts.set("company", name));
    if let Some(industry) = &profile.industry {
        set_short(&mut facts, "industry", &industry.to_lowercase());
    }
    set_short(&mut facts, "product", &company.name);
    set_short(&mut facts, "persona", &voice.persona);
    set_short(&mut facts, "persona_role", &voice.role);
    if company.product_url.starts_with("https://") && !company.product_url.contains(char::is_whitespace) {
        facts.set("url", company.product_url.clone());
    }
    describe(&mut facts, &company.description, company.name.trim());
    if let Some(problem) = line(&company.problem) {
        facts.set("problem", lower_first(&problem));
    }
    facts.set("signoff", example_signoff(&voice.example).unwrap_or("Best"));
    own_words(&mut facts, inputs);
    facts
}

/// What the lead wrote, as far as the judge could prove it.
fn own_words(facts: &mut Variables, inputs: &ComposeInputs<'_>) {
    let Some(judgement) = inputs.judgement else { return };
    let quotes = judgement.evidence.iter().filter_map(|evidence| match evidence.source {
        EvidenceSource::Post(index) => Some((index, evidence.quote.as_str())),
        EvidenceSource::Bio | EvidenceSource::Role | EvidenceSource::Industry | EvidenceSource::Company => {
            None
        }
    });
    let mut first_post = None;
    for (index, quote) in quotes {
        first_post.get_or_insert((index, quote));
        if facts.get("quote").is_none()
            && let Some(quote) = quotable(quote)
            // "By hand" or "It does not scale" says too little outside of its post.
            && (quote.split_whitespace().count() >= 6 || bm25::label(&Text::new(&quote)).is_some())
        {
            facts.set("quote", quote);
        }
    }
    if let Some((index, quote)) = first_post {
        let whole = inputs.posts.get(usize::from(index)).copied().unwrap_or_default();
        if let Some(label) = bm25::label(&Text::new(quote)).or_else(|| bm25::label(&Text::new(whole))) {
            facts.set("topic", label);
        }
    }
}

/// The sentence, or its clause that says most, if it can stand in quotation marks in a message.
fn quotable(quote: &str) -> Option<String> {
    let whole = quote.trim().trim_end_matches(['.', '!', '?', '…', ',', ':', ';', ' ']);
    if presentable(whole) {
        return Some(whole.to_owned());
    }
    let clauses = clauses(whole).into_iter();
    let weight = |clause: &str| {
        let text = Text::new(clause);
        let wants: f32 = voice::hits(&text).iter().filter(|h| h.signal.is_want()).map(|h| h.weight).sum();
        wants + if bm25::label(&text).is_some() { 0.5 } else { 0.0 }
    };
    clauses
        .filter(|clause| presentable(clause) && clause.split_whitespace().count() >= 3)
        .map(|clause| (weight(clause), clause))
        .filter(|(weight, _)| *weight > 0.0)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, clause)| clause.to_owned())
}

/// Short, one line, without marks that a chat would turn into formatting, links, mentions or a second
/// question.
fn presentable(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let plain = !text.contains([
        '\n', '"', '“', '”', '«', '»', '„', '?', '!', '*', '_', '`', '~', '|', '@', '#', '<', '>', '{', '}',
        '[', ']', '\\',
    ]);
    let addressed = voice::hits(&Text::new(text)).iter().any(|hit| hit.signal == Signal::Injection);
    (3..=QUOTE_WORDS).contains(&words)
        && text.chars().count() <= QUOTE_CHARACTERS
        && plain
        && !text.contains("://")
        && !text.contains("www.")
        && !addressed
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || c.is_ascii() && !c.is_control() || "’‘–—…€£¥%".contains(c))
}

/// The product in one line, by the way the user wrote it: a sentence, a verb phrase or a noun phrase.
fn describe(facts: &mut Variables, description: &str, product: &str) {
    let Some(line) = line(description) else { return };
    let lower = line.to_lowercase();
    let first = lower.split_whitespace().next().unwrap_or("");
    if !product.is_empty() && lower.starts_with(&product.to_lowercase())
        || matches!(first, "we" | "our" | "i")
    {
        facts.set("description_sentence", line);
    } else if VERBS.contains(&first) {
        facts.set("description_verb", lower_first(&line));
    } else {
        facts.set("description", lower_first(&line));
    }
}

/// Verbs product lines begin with: "Automates weekly reports".
const VERBS: &[&str] = &[
    "helps",
    "automates",
    "turns",
    "makes",
    "gives",
    "lets",
    "finds",
    "tracks",
    "saves",
    "connects",
    "replaces",
    "keeps",
    "syncs",
    "manages",
    "builds",
    "checks",
    "reads",
    "writes",
    "sends",
    "shows",
    "brings",
    "takes",
    "puts",
    "cuts",
    "reduces",
    "removes",
    "stops",
    "creates",
    "enables",
    "simplifies",
    "monitors",
    "predicts",
    "plans",
    "matches",
    "cleans",
    "collects",
    "is",
    "does",
    "provides",
    "offers",
    "runs",
    "delivers",
    "eliminates",
];

/// The first sentence of a user's text, ready to stand inside a message; `None` when it is too long for it.
fn line(text: &str) -> Option<String> {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = joined
        .char_indices()
        .find(|(at, c)| {
            let next = joined[at + c.len_utf8()..].chars().next();
            matches!(c, '!' | '?') || (*c == '.' && next.is_none_or(char::is_whitespace))
        })
        .map_or(joined.len(), |(at, _)| at);
    let mut line = joined[..end].trim_end_matches([',', ';', ':', ' ']).to_owned();
    if line.chars().count() > LINE_CHARACTERS {
        let mut cut = None;
        let mut end = 0;
        for clause in clauses(&line) {
            end += line[end..].find(clause)? + clause.len();
            if end > 30 && line[..end].chars().count() <= LINE_CHARACTERS {
                cut = Some(end);
            }
        }
        let cut = cut?;
        line.truncate(cut);
    }
    let addressed = line.contains("://") || line.contains('@') || line.contains("{{");
    (line.chars().any(char::is_alphanumeric) && !addressed).then_some(line)
}

/// Parts between commas and the like; a mark inside a number or word ("1,200") divides nothing.
fn clauses(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let after = at + c.len_utf8();
        let next = text[after..].chars().next();
        let divides = match c {
            ',' | ';' | ':' | '!' | '?' => next.is_none_or(char::is_whitespace),
            '(' | ')' | '\n' | '–' | '—' => true,
            _ => false,
        };
        if divides {
            parts.push(text[start..at].trim());
            start = after;
        }
    }
    parts.push(text[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// "Automated reports" becomes "automated reports"; "SAP" and "I" stay.
fn lower_first(text: &str) -> String {
    let word = text.split([' ', '\'', '’', '-']).next().unwrap_or("");
    let common = word != "I" && word.chars().skip(1).all(char::is_lowercase);
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if common => first.to_lowercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}

fn set_short(facts: &mut Variables, name: &str, value: &str) {
    if let Some(value) = short(value) {
        facts.set(name, value);
    }
}

/// A cell may hold anything; what is no name is not put into a message.
fn short(value: &str) -> Option<String> {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let odd = |c: char| {
        c.is_control() || matches!(c, '{' | '}' | '<' | '>' | '=' | '@' | '*' | '_' | '`' | '!' | '?' | '"')
    };
    let ok = !value.is_empty()
        && value.chars().count() <= NAME_CHARACTERS
        && !value.contains(odd)
        && !value.contains("://");
    ok.then_some(value)
}

/// "VP Operations | Speaker | ex-Acme" becomes "VP Operations".
fn role(role: &str) -> Option<String> {
    let head = role.split(['|', '·', '•', ';', '/', '(']).next().unwrap_or(role);
    let head = head.split(" - ").next().unwrap_or(head).split(" at ").next().unwrap_or(head);
    let head = head.split(" @").next().unwrap_or(head).split(", ").next().unwrap_or(head);
    short(head.trim())
}

/// "Northwind Freight, Inc." becomes "Northwind Freight".
fn employer(company: &str) -> Option<String> {
    let head = company.split(['|', '(']).next().unwrap_or(company).trim();
    let head = [", Inc.", ", Inc", " Inc.", ", LLC", " LLC", ", Ltd.", " Ltd.", ", Ltd", " Ltd"]
        .iter()
        .find_map(|ending| head.strip_suffix(ending))
        .unwrap_or(head);
    short(head.trim_end_matches(['.', ',']))
}

/// "Dr. Ada Lovelace", "LOVELACE, Ada" and "ada lovelace" are all Ada.
fn first_name(name: &str) -> Option<String> {
    let name = short(name)?;
    let given = name.split_once(',').map_or(name.as_str(), |(_, given)| given);
    let titles = ["dr", "prof", "mr", "mrs", "ms", "miss", "mx", "sir", "herr", "frau", "ing", "dipl"];
    let word = given.split_whitespace().find(|word| {
        let bare = word.trim_end_matches('.').to_lowercase();
        !titles.contains(&bare.as_str()) && bare.chars().count() > 1 && !word.ends_with('.')
    })?;
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let letters = word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'));
    if !letters || word.is_empty() {
        return None;
    }
    let one_case = word.chars().all(|c| !c.is_uppercase()) || word.chars().all(|c| !c.is_lowercase());
    if !one_case {
        return Some(word.to_owned());
    }
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect())
}

/// How the persona greets in a message they wrote themselves.
fn example_greeting(example: &str) -> Option<String> {
    let word: String = example.trim().chars().take_while(|c| c.is_alphabetic()).collect();
    let known = ["hi", "hey", "hello", "dear", "moin", "hallo", "hola", "bonjour", "howdy", "morning"];
    known.contains(&word.to_lowercase().as_str()).then_some(word)
}

/// How the persona ends a message they wrote themselves.
fn example_signoff(example: &str) -> Option<&'static str> {
    let known =
        ["Best", "Cheers", "Thanks", "Regards", "Best regards", "Kind regards", "Talk soon", "Warmly"];
    let lines = || example.lines().map(|line| line.trim().trim_end_matches([',', '.', '!']));
    known.into_iter().find(|word| lines().any(|line| line.eq_ignore_ascii_case(word)))
}
