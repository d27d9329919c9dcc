//! Matching: who is asked for, who came back, and what it cost.

use sdr_domain::people::PersonQuery;
use sdr_domain::text::{Handle, HandleKind};
use sdr_ports::lead_source::{DirectoryPerson, Matches};
use serde_json::{Map, Value, json};

use super::person;

/// The body for one person.
pub(super) fn one(query: &PersonQuery) -> Value {
    let mut body = details(query);
    body.insert("reveal_personal_emails".into(), Value::Bool(false));
    body.insert("reveal_phone_number".into(), Value::Bool(false));
    Value::Object(body)
}

/// The body for several.
pub(super) fn several(queries: &[PersonQuery]) -> Value {
    let details: Vec<Value> = queries.iter().map(|query| Value::Object(details(query))).collect();
    json!({ "details": details, "reveal_personal_emails": false, "reveal_phone_number": false })
}

/// An id names one person; whatever else is known could only contradict it.
fn details(query: &PersonQuery) -> Map<String, Value> {
    let mut map = Map::new();
    if let Some(id) = &query.id {
        map.insert("id".into(), id.as_str().into());
        return map;
    }
    let known = [
        ("name", &query.name),
        ("email", &query.email),
        ("organization_name", &query.company),
        ("domain", &query.domain),
        ("linkedin_url", &query.linkedin),
    ];
    for (key, value) in known {
        if let Some(value) = value {
            map.insert(key.into(), value.as_str().into());
        }
    }
    map
}

/// Kinds of personal data in the request, for the egress ledger.
pub(super) fn fields(queries: &[PersonQuery]) -> Vec<&'static str> {
    let by_hand = |query: &&PersonQuery| query.id.is_none();
    let any = |has: fn(&PersonQuery) -> bool| queries.iter().filter(by_hand).any(has);
    let kinds = [
        ("Apollo id", queries.iter().any(|query| query.id.is_some())),
        ("name", any(|query| query.name.is_some())),
        ("e-mail address", any(|query| query.email.is_some())),
        ("company", any(|query| query.company.is_some() || query.domain.is_some())),
        ("LinkedIn profile", any(|query| query.linkedin.is_some())),
    ];
    kinds.into_iter().filter_map(|(kind, there)| there.then_some(kind)).collect()
}

/// `None` when this is no answer to a match.
pub(super) fn read_one(answer: &Value) -> Option<Matches> {
    let found = answer.get("person")?;
    let found = if found.is_null() { None } else { Some(person::read(found)?) };
    let people = vec![found];
    let credits = credits(answer, &people);
    Some(Matches { people, credits })
}

/// `None` when this is no answer to a match.
pub(super) fn read_several(answer: &Value, queries: &[PersonQuery]) -> Option<Matches> {
    let matches = answer.get("matches")?.as_array()?;
    let found: Vec<Option<DirectoryPerson>> =
        matches.iter().map(|entry| if entry.is_null() { None } else { person::read(entry) }).collect();
    // A person nobody can read is paid for all the same; losing one of ten is better than losing ten.
    if found.iter().all(Option::is_none) && matches.iter().any(|entry| !entry.is_null()) {
        return None;
    }
    let credits = credits(answer, &found);
    let people = if found.len() == queries.len() { found } else { paired(found, queries) };
    Some(Matches { people, credits })
}

/// The order is kept where nobody is left out; else each is found again by what they were asked by.
fn paired(found: Vec<Option<DirectoryPerson>>, queries: &[PersonQuery]) -> Vec<Option<DirectoryPerson>> {
    let mut found: Vec<DirectoryPerson> = found.into_iter().flatten().collect();
    queries
        .iter()
        .map(|query| {
            let place = found.iter().position(|person| is_asked_for(person, query))?;
            Some(found.swap_remove(place))
        })
        .collect()
}

fn is_asked_for(person: &DirectoryPerson, query: &PersonQuery) -> bool {
    if query.id.is_some() {
        return query.id == person.id;
    }
    let has = |kind, text: &Option<String>| {
        let asked = text.as_deref().and_then(|text| Handle::parse(kind, text).ok());
        asked.is_some_and(|asked| person.lead.handles.contains(&asked))
    };
    has(HandleKind::Email, &query.email) || has(HandleKind::Linkedin, &query.linkedin)
}

/// What the service says, else one for each person found.
fn credits(answer: &Value, people: &[Option<DirectoryPerson>]) -> u32 {
    let found = u32::try_from(people.iter().flatten().count()).unwrap_or(u32::MAX);
    let Some(said) = answer.get("credits_consumed") else { return found };
    let whole = said.as_u64().and_then(|credits| u32::try_from(credits).ok());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be in range")]
    let part = || said.as_f64().filter(|n| (0.0..1e9).contains(n)).map(|n| n.ceil() as u32);
    whole.or_else(part).unwrap_or(found)
}
