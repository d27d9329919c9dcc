//! Merges: a person met again in another source, or two leads that turned out to be one; and what has to be
//! taken off again when that was a mistake.

use serde::{Deserialize, Serialize};

use crate::channel::UnknownWord;
use crate::lead::Profile;
use crate::text::{Handle, HandleKind};

/// What told that two are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MatchedBy {
    /// The same X, Telegram or LinkedIn handle.
    Handle,
    /// The same e-mail address.
    Email,
    /// The same name at the same company.
    Person,
    /// A human said so.
    Human,
}

impl MatchedBy {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Handle, Self::Email, Self::Person, Self::Human];

    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Handle => "handle",
            Self::Email => "email",
            Self::Person => "person",
            Self::Human => "human",
        }
    }
}

impl From<HandleKind> for MatchedBy {
    fn from(kind: HandleKind) -> Self {
        match kind {
            HandleKind::Email => Self::Email,
            HandleKind::X | HandleKind::Telegram | HandleKind::Linkedin => Self::Handle,
        }
    }
}

impl std::str::FromStr for MatchedBy {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|way| way.as_str() == word)
            .ok_or_else(|| UnknownWord::new("way of matching", word))
    }
}

/// What a lead got from the other one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Gained {
    /// The fields that were empty before; the name is never taken.
    pub fields: Profile,
    /// Handles of kinds it had none of.
    pub handles: Vec<Handle>,
    /// Digests of the posts it did not have.
    pub posts: Vec<i64>,
}

impl Gained {
    /// Whether it got nothing.
    pub fn is_empty(&self) -> bool {
        self.fields == Profile::default() && self.handles.is_empty() && self.posts.is_empty()
    }

    /// What it got, in words: `e-mail address`, `2 posts`.
    pub fn words(&self) -> Vec<String> {
        let handle = |handle: &Handle| match handle.kind() {
            HandleKind::X => "X handle",
            HandleKind::Telegram => "Telegram handle",
            HandleKind::Email => "e-mail address",
            HandleKind::Linkedin => "LinkedIn profile",
        };
        let fields = &self.fields;
        let fields = [
            (fields.role.is_some(), "role"),
            (fields.company.is_some(), "company"),
            (fields.industry.is_some(), "industry"),
            (fields.bio.is_some(), "bio"),
            (fields.location.is_some(), "location"),
            (fields.website.is_some(), "website"),
            (fields.language.is_some(), "language"),
            (fields.followers.is_some(), "number of followers"),
            (fields.company_size.is_some(), "company size"),
        ];
        let mut words: Vec<String> = self.handles.iter().map(|h| handle(h).to_owned()).collect();
        words.extend(fields.into_iter().filter(|(there, _)| *there).map(|(_, word)| word.to_owned()));
        match self.posts.len() {
            0 => {}
            1 => words.push("1 post".into()),
            many => words.push(format!("{many} posts")),
        }
        words
    }
}

/// Fills what is missing in `into`; what was filled.
pub fn fill(into: &mut Profile, from: Profile) -> Profile {
    fn one<T: Clone>(into: &mut Option<T>, from: Option<T>) -> Option<T> {
        let fills = from.filter(|_| into.is_none())?;
        *into = Some(fills.clone());
        Some(fills)
    }
    Profile {
        name: String::new(),
        role: one(&mut into.role, from.role),
        company: one(&mut into.company, from.company),
        industry: one(&mut into.industry, from.industry),
        bio: one(&mut into.bio, from.bio),
        location: one(&mut into.location, from.location),
        website: one(&mut into.website, from.website),
        language: one(&mut into.language, from.language),
        followers: one(&mut into.followers, from.followers),
        company_size: one(&mut into.company_size, from.company_size),
    }
}

/// Takes filled fields off again; `false`, with nothing taken, when one of them has another value by now.
pub fn take_off(from: &mut Profile, filled: &Profile) -> bool {
    fn same<T: PartialEq>(now: Option<&T>, filled: Option<&T>) -> bool {
        filled.is_none() || now == filled
    }
    fn clear<T>(now: &mut Option<T>, filled: Option<&T>) {
        if filled.is_some() {
            *now = None;
        }
    }
    macro_rules! each {
        ($($field:ident),+) => {{
            let unchanged = $(same(from.$field.as_ref(), filled.$field.as_ref()))&&+;
            if unchanged {
                $(clear(&mut from.$field, filled.$field.as_ref());)+
            }
            unchanged
        }};
    }
    each!(role, company, industry, bio, location, website, language, followers, company_size)
}

/// Whether two names may be one person's: they share a word of at least two letters.
pub fn names_agree(a: &str, b: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 1);
        words.map(str::to_lowercase).collect()
    };
    let b = words(b);
    words(a).iter().any(|word| b.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(role: Option<&str>, followers: Option<u32>) -> Profile {
        Profile { name: "Ada".into(), role: role.map(str::to_owned), followers, ..Profile::default() }
    }

    #[test]
    fn what_was_filled_is_taken_off_again_and_nothing_else() {
        let mut ada = profile(None, Some(3));
        let filled = fill(&mut ada, profile(Some("COO"), Some(9)));
        assert_eq!((ada.role.as_deref(), ada.followers), (Some("COO"), Some(3)));
        assert!(take_off(&mut ada, &filled));
        assert_eq!(ada, profile(None, Some(3)));
    }

    #[test]
    fn a_field_changed_since_keeps_everything_as_it_is() {
        let mut ada = profile(None, None);
        let filled = fill(&mut ada, profile(Some("COO"), Some(9)));
        ada.role = Some("CEO".into());
        assert!(!take_off(&mut ada, &filled));
        assert_eq!(ada, profile(Some("CEO"), Some(9)));
    }

    #[test]
    fn names_agree_by_a_word_they_share() {
        assert!(names_agree("Ada Lovelace", "A. LOVELACE"));
        assert!(!names_agree("Ada Lovelace", "Bob Builder"));
        assert!(!names_agree("J. Smith", "J. Miller"));
        assert!(!names_agree("", ""));
    }

    #[test]
    fn what_was_gained_is_said_in_words() {
        let gained = Gained {
            fields: profile(Some("COO"), None),
            handles: vec![Handle::parse(HandleKind::Email, "ada@example.com").unwrap()],
            posts: vec![1, 2],
        };
        assert_eq!(gained.words(), ["e-mail address", "role", "2 posts"]);
        assert!(!gained.is_empty() && Gained::default().is_empty());
    }
}
