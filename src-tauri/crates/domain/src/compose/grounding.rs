//! The grounding check: links, numbers and `@names` of a text must come from lead, posts or project.
//!
//! **Invariant:** the check only ever finds too much, never too little, of these three kinds.

use super::ComposeInputs;

/// Endings that make a bare word a link in the eyes of mail programs and X.
const ENDINGS: &[&str] = &[
    "com", "org", "net", "io", "ai", "co", "app", "dev", "de", "fr", "es", "uk", "eu", "us", "info", "biz",
    "me", "example", "xyz", "tech", "ch", "at", "nl", "it", "in", "ly",
];

/// Everything in a text that comes from nowhere, as it stands there.
pub fn ungrounded(body: &str, inputs: &ComposeInputs<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut sources: Option<Sources> = None;
    for word in body.split_whitespace() {
        // Marks of the sentence around it go; marks a link or name may begin with stay.
        let inner = |c: char| c.is_alphanumeric() || matches!(c, '@' | '/' | '%' | '_' | '-');
        let word = word.trim_start_matches(|c: char| !inner(c) && c != '.').trim_end_matches(|c| !inner(c));
        let suspicious = word.contains("://")
            || word.contains('@')
            || word.contains('.')
            || word.chars().any(char::is_numeric);
        if !suspicious {
            continue;
        }
        let sources = sources.get_or_insert_with(|| Sources::new(inputs));
        if !sources.hold(word) && !found.iter().any(|known| known == word) {
            found.push(word.to_owned());
        }
    }
    found
}

/// Links and `@names` of a text that are neither the project's nor in the lead's profile. A post may hold
/// any link, so one in a post is no reason to send it to somebody.
pub fn foreign_links(body: &str, inputs: &ComposeInputs<'_>) -> Vec<String> {
    let link =
        |word: &String| word.contains("://") || word.contains('@') || bare_domain(&word.to_lowercase());
    let profile = crate::lead::Profile { bio: None, ..inputs.profile.clone() };
    let mut found = ungrounded(body, &ComposeInputs { posts: &[], profile: &profile, ..*inputs });
    found.retain(link);
    found
}

/// All texts a draft may take from, in lower case.
struct Sources {
    texts: String,
}

impl Sources {
    fn new(inputs: &ComposeInputs<'_>) -> Self {
        let ComposeInputs { company, voice, profile, posts, .. } = inputs;
        let optional = [
            &profile.role,
            &profile.company,
            &profile.industry,
            &profile.bio,
            &profile.location,
            &profile.website,
        ];
        let fixed = [
            &company.name,
            &company.product_url,
            &company.description,
            &company.problem,
            &voice.persona,
            &voice.role,
            &voice.notes,
            &voice.example,
            &profile.name,
        ];
        let mut texts = String::from("\n");
        let numbers =
            profile.company_size.into_iter().chain(profile.followers).map(|number| number.to_string());
        let words = fixed.into_iter().chain(optional.into_iter().flatten()).map(String::as_str);
        for text in words.chain(posts.iter().copied()) {
            texts.push_str(&text.to_lowercase());
            texts.push('\n');
        }
        for number in numbers {
            texts.push_str(&number);
            texts.push('\n');
        }
        Self { texts }
    }

    fn hold(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        if lower.contains("://") || lower.contains('@') || bare_domain(&lower) {
            let bare = lower.trim_start_matches("https://").trim_start_matches("http://");
            let bare = bare.trim_start_matches("www.").trim_end_matches('/');
            return !bare.is_empty() && self.stands_alone(bare);
        }
        numbers(&lower).iter().all(|number| self.has_number(number))
    }

    /// Whether a link or name stands there whole: `shop.example` is not in `myshop.example.com`.
    fn stands_alone(&self, link: &str) -> bool {
        let inner = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '@');
        self.texts.match_indices(link).any(|(at, _)| {
            let before = self.texts[..at].chars().next_back();
            let rest = &self.texts[at + link.len()..];
            let mut after = rest.chars();
            let next = after.next();
            let more = next == Some('.') && after.next().is_some_and(char::is_alphanumeric);
            let before_ok =
                !before.is_some_and(inner) && (before != Some('.') || self.texts[..at].ends_with("www."));
            before_ok && !next.is_some_and(inner) && !more
        })
    }

    fn has_number(&self, number: &str) -> bool {
        self.texts.split('\n').any(|text| numbers(text).iter().any(|known| known == number))
    }
}

/// `example.com`, `example.com/path`: a link without its scheme.
pub(super) fn bare_domain(word: &str) -> bool {
    let host = word.split(['/', '?', '#', ':']).next().unwrap_or(word);
    let host = host.trim_end_matches(['.', ',', ';', ')', '"']);
    host.rsplit_once('.').is_some_and(|(name, ending)| {
        !name.is_empty()
            && ENDINGS.contains(&ending)
            && name.chars().all(|c| c.is_alphanumeric() || "-.".contains(c))
    })
}

/// Runs of digits; commas inside a number do not count ("1,000" is "1000").
fn numbers(text: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    let mut current = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_numeric() {
            current.push(c);
            continue;
        }
        let inside = matches!(c, ',' | '.' | '\'') && chars.peek().is_some_and(|n| n.is_numeric());
        if !inside && !current.is_empty() {
            numbers.push(std::mem::take(&mut current));
        } else if c == '.' && !current.is_empty() {
            // "1.5" is not "15".
            current.push(c);
        }
    }
    if !current.is_empty() {
        numbers.push(current);
    }
    numbers
}
