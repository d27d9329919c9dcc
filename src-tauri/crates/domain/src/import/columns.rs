//! Guesses what each column of a file means: by its name, and by the shape of its values where the
//! name says nothing or says something else than the values.

use super::LeadField;
use super::synonyms::{fold, is_about_someone_else, lookup};
use super::values::{instant, is_blank};
use crate::text::{Handle, HandleKind};

/// Header names that could mean two things; the human should look.
const VAGUE: &[&str] = &[
    "contact",
    "person",
    "account",
    "x",
    "message",
    "comment",
    "content",
    "text",
    "description",
    "state",
    "region",
    "land",
    "about",
    "job",
    "domain",
    "mail",
    "kontakt",
    "nombre",
    "nom",
    "locale",
    "secondaryemail",
    "tertiaryemail",
    "personalemail",
];

/// One guess, with what decides between two columns that want the same field.
struct Guess {
    field: LeadField,
    certain: bool,
    empty: bool,
    by_shape: bool,
    rank: usize,
}

/// Suggests a field for every column. `samples[i]` holds some cells of column `i` (missing columns are
/// fine). The flag says whether the header names the field without doubt and the values agree. Every
/// field but [`LeadField::Post`] and [`LeadField::Ignore`] is given out at most once.
pub fn suggest(headers: &[&str], samples: &[Vec<&str>]) -> Vec<(LeadField, bool)> {
    let folded: Vec<String> = headers.iter().map(|header| fold(header)).collect();
    // Apollo writes the company's Twitter and Facebook beside the person's LinkedIn.
    let apollo = folded.iter().any(|name| name == "personlinkedinurl");
    let empty = Vec::new();
    let guesses: Vec<Guess> = folded
        .iter()
        .enumerate()
        .map(|(column, name)| {
            let values = samples.get(column).unwrap_or(&empty);
            if apollo && matches!(name.as_str(), "twitterurl" | "facebookurl") {
                return ignored();
            }
            guess(name, values)
        })
        .collect();
    let mut fields: Vec<(LeadField, bool)> =
        (0..guesses.len()).map(|column| settle(&guesses, column)).collect();
    name_from_one_half(&mut fields);
    fields
}

/// Whether the first line of a file holds cells that no column is called: addresses, links, numbers.
pub fn looks_like_data(headers: &[&str]) -> bool {
    let known = headers.iter().filter(|header| lookup(&fold(header)).is_some()).count();
    known == 0
        && headers.iter().any(|header| {
            Handle::parse(HandleKind::Email, header).is_ok()
                || header.starts_with("http://")
                || header.starts_with("https://")
                || (!header.is_empty() && header.bytes().all(|b| b.is_ascii_digit()))
        })
}

fn ignored() -> Guess {
    Guess { field: LeadField::Ignore, certain: true, empty: false, by_shape: false, rank: 0 }
}

fn guess(name: &str, values: &[&str]) -> Guess {
    let filled: Vec<&str> = values.iter().copied().filter(|value| !is_blank(value)).collect();
    let empty = filled.is_empty();
    let shape = shape(&filled);
    let Some((field, rank)) = lookup(name) else {
        if is_about_someone_else(name) {
            return ignored();
        }
        let field = shape.unwrap_or(LeadField::Ignore);
        // Nothing of ours in header or values: leaving it out is no guess.
        return Guess { field, certain: field == LeadField::Ignore, empty, by_shape: true, rank: 0 };
    };
    let agrees = match field.handle() {
        Some(kind) => empty || filled.iter().any(|value| Handle::parse(kind, value).is_ok()),
        None => true,
    };
    match shape {
        // "Website" full of profile links, "LinkedIn" full of e-mail addresses.
        Some(other) if other.handle().is_some() && (!agrees || is_misnamed(field, other)) => {
            Guess { field: other, certain: false, empty, by_shape: true, rank: 0 }
        }
        _ => Guess { field, certain: agrees && !VAGUE.contains(&name), empty, by_shape: false, rank },
    }
}

/// Fields whose own values never look like handles.
fn is_misnamed(field: LeadField, shape: LeadField) -> bool {
    field.handle().is_none()
        && !matches!(field, LeadField::Post | LeadField::PostUrl | LeadField::PostedAt)
        && shape != field
}

/// The field that all filled samples have the shape of.
fn shape(filled: &[&str]) -> Option<LeadField> {
    let all = |test: &dyn Fn(&str) -> bool| !filled.is_empty() && filled.iter().all(|value| test(value));
    let is = |kind: HandleKind| move |value: &str| Handle::parse(kind, value).is_ok();
    let link_to = |hosts: &'static [&'static str]| {
        move |value: &str| {
            let value = value.to_lowercase();
            hosts.iter().any(|host| value.contains(host))
        }
    };
    if all(&is(HandleKind::Email)) {
        return Some(LeadField::Email);
    }
    if all(&is(HandleKind::Linkedin)) {
        return Some(LeadField::Linkedin);
    }
    if all(&link_to(&["t.me/", "telegram.me/", "tg://resolve"])) && all(&is(HandleKind::Telegram)) {
        return Some(LeadField::Telegram);
    }
    let x_link = link_to(&["//x.com/", "//www.x.com/", "twitter.com/"]);
    if all(&|value| x_link(value) && value.contains("/status/")) {
        return Some(LeadField::PostUrl);
    }
    if all(&x_link) && all(&is(HandleKind::X)) {
        return Some(LeadField::X);
    }
    // A bare @name could live on either network; X names are the more common column.
    if all(&|value| value.starts_with('@')) && all(&is(HandleKind::X)) {
        return Some(LeadField::X);
    }
    let long = |value: &str| value.chars().count() >= 60 && value.contains(' ') && instant(value).is_none();
    all(&long).then_some(LeadField::Post)
}

/// The field of one column after the better columns have taken theirs.
fn settle(guesses: &[Guess], column: usize) -> (LeadField, bool) {
    let own = &guesses[column];
    if own.field.repeats() {
        return (own.field, own.certain);
    }
    let strength = |guess: &Guess, at: usize| (guess.empty, guess.by_shape, guess.rank, at);
    let best = guesses
        .iter()
        .enumerate()
        .filter(|(_, guess)| guess.field == own.field)
        .min_by_key(|(at, guess)| strength(guess, *at))
        .map(|(at, _)| at);
    if best == Some(column) { (own.field, own.certain) } else { (LeadField::Ignore, true) }
}

/// `nombre`, `nom` or `vorname` alone hold the whole name.
fn name_from_one_half(fields: &mut [(LeadField, bool)]) {
    let find = |fields: &[(LeadField, bool)], wanted| fields.iter().position(|(field, _)| *field == wanted);
    if find(fields, LeadField::Name).is_some() {
        return;
    }
    let halves = (find(fields, LeadField::FirstName), find(fields, LeadField::LastName));
    if let (Some(column), None) | (None, Some(column)) = halves {
        fields[column] = (LeadField::Name, false);
    }
}
