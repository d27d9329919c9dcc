//! A person as Apollo tells of them, read into a lead.
//!
//! Every field may be missing, null or of another kind than documented; what cannot be used is left out.

use sdr_domain::lead::{NewLead, Profile};
use sdr_domain::text::{Handle, HandleKind};
use sdr_ports::lead_source::DirectoryPerson;
use serde_json::Value;

/// The address Apollo shows in place of one that was not paid for.
const LOCKED: &str = "email_not_unlocked@";
/// States of an address that is guessed or known to bounce; writing to it would harm the sender.
const UNUSABLE: [&str; 5] = ["unavailable", "guessed", "extrapolated", "bounced", "invalid"];
/// Longest text taken over, characters.
const LONGEST: usize = 500;

/// Languages by the names Apollo gives them.
const LANGUAGES: &[(&str, &str)] = &[
    ("arabic", "ar"),
    ("chinese", "zh"),
    ("czech", "cs"),
    ("danish", "da"),
    ("dutch", "nl"),
    ("english", "en"),
    ("finnish", "fi"),
    ("french", "fr"),
    ("german", "de"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("norwegian", "no"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("russian", "ru"),
    ("spanish", "es"),
    ("swedish", "sv"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
];

/// A text that is there and says something; numbers count as their digits.
pub(super) fn text(of: &Value, key: &str) -> Option<String> {
    let text = match of.get(key)? {
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    (!text.is_empty()).then(|| text.chars().take(LONGEST).collect())
}

/// `None` when nobody can be read from it.
pub(super) fn read(person: &Value) -> Option<DirectoryPerson> {
    let names = || [text(person, "first_name"), text(person, "last_name")].into_iter().flatten();
    let name = text(person, "name").or_else(|| Some(names().collect::<Vec<_>>().join(" ")));
    let name = name.filter(|name| !name.is_empty())?;
    let company = person.get("organization").unwrap_or(&Value::Null);
    let job = current_job(person);
    let profile = Profile {
        name,
        role: text(person, "title").or_else(|| text(job?, "title")),
        company: text(company, "name").or_else(|| text(job?, "organization_name")),
        industry: text(company, "industry"),
        bio: text(person, "headline"),
        location: location(person),
        website: website(company),
        language: language(company),
        followers: None,
        company_size: company_size(company),
    };
    let lead = NewLead { profile, handles: handles(person), posts: Vec::new() };
    Some(DirectoryPerson { id: text(person, "id"), lead })
}

fn current_job(person: &Value) -> Option<&Value> {
    let jobs = person.get("employment_history")?.as_array()?;
    jobs.iter().find(|job| job.get("current").and_then(Value::as_bool) == Some(true))
}

fn location(person: &Value) -> Option<String> {
    let parts: Vec<String> = ["city", "country"].iter().filter_map(|key| text(person, key)).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn website(company: &Value) -> Option<String> {
    let written = text(company, "website_url")
        .or_else(|| Some(format!("https://{}", text(company, "primary_domain")?)))?;
    let url: url::Url = written.parse().ok()?;
    let usable = matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|h| h.contains('.'));
    usable.then(|| url.as_str().trim_end_matches('/').to_owned())
}

/// Only where the company works in one language: with several, nobody knows which is theirs.
fn language(company: &Value) -> Option<String> {
    let languages = company.get("languages")?.as_array()?;
    let [only] = languages.as_slice() else { return None };
    let name = only.as_str()?.to_lowercase();
    LANGUAGES.iter().find(|(known, _)| *known == name).map(|(_, code)| (*code).to_owned())
}

fn company_size(company: &Value) -> Option<u32> {
    let size = company.get("estimated_num_employees")?.as_u64()?;
    u32::try_from(size).ok().filter(|size| *size > 0)
}

fn handles(person: &Value) -> Vec<Handle> {
    let written = [
        (HandleKind::Email, email(person)),
        (HandleKind::Linkedin, text(person, "linkedin_url")),
        (HandleKind::X, text(person, "twitter_url")),
    ];
    written.into_iter().filter_map(|(kind, text)| Handle::parse(kind, &text?).ok()).collect()
}

fn email(person: &Value) -> Option<String> {
    let address = text(person, "email").filter(|address| !address.to_lowercase().starts_with(LOCKED))?;
    let status = text(person, "email_status").unwrap_or_default().to_lowercase();
    (!UNUSABLE.contains(&status.as_str())).then_some(address)
}
