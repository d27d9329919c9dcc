//! Searching: parameters out, people without contact data in.

use sdr_domain::people::PeopleFilter;
use sdr_ports::lead_source::{DirectoryEntry, DirectoryPage};
use serde_json::Value;
use url::form_urlencoded::Serializer;

use super::person::text;

/// People a page; Apollo allows 100.
const PER_PAGE: u32 = 50;
/// Apollo shows no page beyond this.
pub(super) const MOST_PAGES: u32 = 500;

/// Path and query of one page.
pub(super) fn address(filter: &PeopleFilter, page: u32) -> String {
    let mut query = Serializer::new(String::new());
    let lists = [
        ("person_titles[]", &filter.titles),
        ("person_locations[]", &filter.locations),
        ("person_seniorities[]", &filter.seniorities),
        ("organization_locations[]", &filter.company_locations),
        ("q_organization_domains_list[]", &filter.company_domains),
        ("organization_num_employees_ranges[]", &filter.company_sizes),
    ];
    for (name, values) in lists {
        for value in values.iter().map(|value| value.trim()).filter(|value| !value.is_empty()) {
            query.append_pair(name, value);
        }
    }
    let keywords = filter.keywords.trim();
    if !keywords.is_empty() {
        query.append_pair("q_keywords", keywords);
    }
    query.append_pair("page", &page.to_string()).append_pair("per_page", &PER_PAGE.to_string());
    format!("api/v1/mixed_people/api_search?{}", query.finish())
}

/// `None` when this is no answer to a search.
pub(super) fn read(answer: &Value, page: u32) -> Option<DirectoryPage> {
    let people = answer.get("people")?.as_array()?;
    // The count stands at the top today and stood under `pagination` before.
    let total = answer.get("total_entries").or_else(|| answer.get("pagination")?.get("total_entries"));
    let total = total.and_then(Value::as_u64)?;
    let entries: Vec<DirectoryEntry> = people.iter().filter_map(entry).collect();
    if entries.is_empty() && !people.is_empty() {
        return None;
    }
    let seen = u64::from(page) * u64::from(PER_PAGE);
    Some(DirectoryPage { entries, total, more: seen < total && page < MOST_PAGES && !people.is_empty() })
}

/// Who cannot be named cannot be bought either.
fn entry(person: &Value) -> Option<DirectoryEntry> {
    let id = text(person, "id")?;
    let last = text(person, "last_name_obfuscated").or_else(|| text(person, "last_name"));
    let name = [text(person, "first_name"), last].into_iter().flatten().collect::<Vec<_>>().join(" ");
    Some(DirectoryEntry {
        id,
        name,
        title: text(person, "title"),
        company: person.get("organization").and_then(|company| text(company, "name")),
        has_email: person.get("has_email").and_then(Value::as_bool).unwrap_or(false),
    })
}
