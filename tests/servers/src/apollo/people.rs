//! Who is in the directory, how they are found, and how they are shown.

use serde_json::{Value, json};

/// Somebody in the directory. Made up, at a company on a reserved domain.
#[derive(Debug, Clone)]
pub struct Somebody {
    /// The directory's id.
    pub id: String,
    /// First name.
    pub first: String,
    /// Last name.
    pub last: String,
    /// Job title.
    pub title: String,
    /// Company.
    pub company: String,
    /// Domain of the company.
    pub domain: String,
    /// Address as shown after a match; `None` where the directory has none.
    pub email: Option<String>,
    /// `verified`, `unavailable`, …
    pub email_status: String,
    /// Profile at LinkedIn.
    pub linkedin: Option<String>,
    /// Profile at X.
    pub twitter: Option<String>,
    /// Head count of the company.
    pub employees: Option<u32>,
    /// Industry of the company.
    pub industry: Option<String>,
}

impl Somebody {
    /// Somebody with everything a directory can know.
    pub fn whole(id: &str, first: &str, last: &str, domain: &str) -> Self {
        let (low_first, low_last) = (first.to_lowercase(), last.to_lowercase());
        Self {
            id: id.to_owned(),
            first: first.to_owned(),
            last: last.to_owned(),
            title: "Head of Operations".to_owned(),
            company: format!("{} Freight", domain.split('.').next().unwrap_or_default()),
            domain: domain.to_owned(),
            email: Some(format!("{low_first}.{low_last}@{domain}")),
            email_status: "verified".to_owned(),
            linkedin: Some(format!("http://www.linkedin.com/in/{low_first}-{low_last}-demo")),
            twitter: None,
            employees: Some(120),
            industry: Some("logistics & supply chain".to_owned()),
        }
    }

    /// As a match shows them.
    pub(super) fn json(&self) -> Value {
        json!({
            "id": self.id, "first_name": self.first, "last_name": self.last,
            "name": format!("{} {}", self.first, self.last), "title": self.title,
            "headline": format!("{} at {}", self.title, self.company),
            "linkedin_url": self.linkedin, "twitter_url": self.twitter, "github_url": null,
            "email": self.email, "email_status": self.email_status, "extrapolated_email_confidence": null,
            "personal_emails": [], "city": "Hamburg", "state": null, "country": "Germany",
            "seniority": "head", "departments": ["operations"], "contact_id": null,
            "revealed_for_current_team": true,
            "employment_history": [{
                "_id": "1", "organization_name": self.company, "title": self.title,
                "start_date": "2020-01-01", "end_date": null, "current": true,
            }],
            "organization": {
                "id": format!("org-{}", self.domain), "name": self.company,
                "website_url": format!("http://www.{}", self.domain), "primary_domain": self.domain,
                "industry": self.industry, "keywords": ["freight"], "languages": ["German"],
                "estimated_num_employees": self.employees, "founded_year": 2012,
                "annual_revenue": 1_000_000.0, "technology_names": ["AWS"],
            },
        })
    }

    /// As a search shows them: no address, and half a last name.
    fn teaser(&self) -> Value {
        let hidden: String =
            self.last.chars().take(2).chain("***".chars()).chain(self.last.chars().last()).collect();
        json!({
            "id": self.id, "first_name": self.first, "last_name_obfuscated": hidden, "title": self.title,
            "last_refreshed_at": "2026-08-01T00:00:00Z", "has_email": self.email.is_some(),
            "has_city": true, "has_state": false, "has_country": true, "has_direct_phone": "Yes",
            "organization": { "name": self.company, "has_industry": self.industry.is_some() },
        })
    }
}

/// Parameters a search may carry.
const PARAMETERS: &[&str] = &[
    "person_titles[]",
    "include_similar_titles",
    "q_keywords",
    "person_locations[]",
    "person_seniorities[]",
    "organization_locations[]",
    "q_organization_domains_list[]",
    "contact_email_status[]",
    "organization_ids[]",
    "organization_num_employees_ranges[]",
    "page",
    "per_page",
];
const SENIORITIES: &[&str] = &[
    "owner", "founder", "c_suite", "partner", "vp", "head", "director", "manager", "senior", "entry",
    "intern",
];

pub(super) fn search(people: &[Somebody], query: &str) -> Result<Value, &'static str> {
    let pairs: Vec<(String, String)> =
        query.split('&').filter(|pair| !pair.is_empty()).map(decoded).collect();
    let all = |name: &str| -> Vec<&str> {
        pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    };
    let number = |name: &str, or: usize| all(name).first().map_or(Ok(or), |text| text.parse());
    let (Ok(page), Ok(per_page)) = (number("page", 1), number("per_page", 25)) else {
        return Err("page and per_page are numbers");
    };
    if pairs.iter().any(|(key, _)| !PARAMETERS.contains(&key.as_str())) {
        return Err("an unknown parameter");
    }
    if page == 0 || page > 500 || per_page == 0 || per_page > 100 {
        return Err("at most 500 pages of at most 100");
    }
    if all("person_seniorities[]").iter().any(|word| !SENIORITIES.contains(word)) {
        return Err("an unknown seniority");
    }
    let sizes = all("organization_num_employees_ranges[]");
    let range = |text: &&str| text.split_once(',').is_some_and(|(a, b)| digits(a) && digits(b));
    if !sizes.iter().all(range) {
        return Err("a company size is written as 11,50");
    }
    let titles = all("person_titles[]");
    let domains = all("q_organization_domains_list[]");
    let fits = |somebody: &&Somebody| {
        let title = somebody.title.to_lowercase();
        (titles.is_empty() || titles.iter().any(|wish| title.contains(&wish.to_lowercase())))
            && (domains.is_empty() || domains.contains(&somebody.domain.as_str()))
    };
    let found: Vec<&Somebody> = people.iter().filter(fits).collect();
    let shown: Vec<Value> =
        found.iter().skip((page - 1) * per_page).take(per_page).map(|somebody| somebody.teaser()).collect();
    Ok(json!({ "total_entries": found.len(), "people": shown }))
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// One `key=value` of a query, decoded.
fn decoded(pair: &str) -> (String, String) {
    let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
    (plain(key), plain(value))
}

fn plain(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let hex: String = rest.by_ref().take(2).map(char::from).collect();
                bytes.push(u8::from_str_radix(&hex, 16).unwrap_or(b'?'));
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Keys one person may be asked for by.
const KEYS: &[&str] = &[
    "id",
    "name",
    "first_name",
    "last_name",
    "email",
    "hashed_email",
    "organization_name",
    "domain",
    "linkedin_url",
    "reveal_personal_emails",
    "reveal_phone_number",
];

pub(super) fn find<'a>(
    people: &'a [Somebody],
    details: &Value,
) -> Result<Option<&'a Somebody>, &'static str> {
    let details = details.as_object().ok_or("details are an object")?;
    if details.keys().any(|key| !KEYS.contains(&key.as_str())) {
        return Err("an unknown key of a person");
    }
    if details.get("reveal_phone_number").and_then(Value::as_bool) == Some(true) {
        return Err("a telephone number needs a webhook_url");
    }
    let asked = |key: &str| details.get(key).and_then(Value::as_str).map(str::to_lowercase);
    let is = |key: &str, value: Option<&str>| {
        asked(key).is_some_and(|asked| value.is_some_and(|value| slug(value) == slug(&asked)))
    };
    Ok(people.iter().find(|somebody| {
        let name = format!("{} {}", somebody.first, somebody.last);
        let company =
            is("organization_name", Some(&somebody.company)) || is("domain", Some(&somebody.domain));
        is("id", Some(&somebody.id))
            || is("email", somebody.email.as_deref())
            || is("linkedin_url", somebody.linkedin.as_deref())
            || (is("name", Some(&name)) && company)
    }))
}

/// Two spellings of one address of a profile are one.
fn slug(text: &str) -> String {
    let text = text.to_lowercase();
    let text = text.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    text.trim_end_matches('/').to_owned()
}
