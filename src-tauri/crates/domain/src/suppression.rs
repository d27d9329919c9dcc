//! Suppressions: people, handles, addresses and domains that are never to be contacted.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::channel::UnknownWord;
use crate::id::{LeadId, SuppressionId};
use crate::text::{Handle, HandleKind};

/// What a rule matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SuppressionKind {
    /// One lead, whatever its handles; the value is the lead's id.
    Person,
    /// An X handle.
    X,
    /// A Telegram handle.
    Telegram,
    /// An e-mail address.
    Email,
    /// A LinkedIn profile.
    Linkedin,
    /// Every address of an e-mail domain and of its subdomains.
    Domain,
}

impl SuppressionKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Person, Self::X, Self::Telegram, Self::Email, Self::Linkedin, Self::Domain];

    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::X => "x",
            Self::Telegram => "telegram",
            Self::Email => "email",
            Self::Linkedin => "linkedin",
            Self::Domain => "domain",
        }
    }
}

impl From<HandleKind> for SuppressionKind {
    fn from(kind: HandleKind) -> Self {
        match kind {
            HandleKind::X => Self::X,
            HandleKind::Telegram => Self::Telegram,
            HandleKind::Email => Self::Email,
            HandleKind::Linkedin => Self::Linkedin,
        }
    }
}

impl std::str::FromStr for SuppressionKind {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|k| k.as_str() == word)
            .ok_or_else(|| UnknownWord::new("suppression kind", word))
    }
}

/// One rule of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// Names the rule.
    pub id: SuppressionId,
    /// What it matches.
    pub kind: SuppressionKind,
    /// The normal form of what it matches.
    pub value: String,
    /// Why, in the words of whoever added it.
    pub reason: String,
    /// Since when.
    pub created_at: Timestamp,
}

/// Every `(kind, value)` pair that, if on the list, suppresses a lead with these handles. Storage looks
/// them up in one statement.
pub fn keys_for(lead: Option<LeadId>, handles: &[Handle]) -> Vec<(SuppressionKind, String)> {
    let mut keys: Vec<_> = lead.map(|id| (SuppressionKind::Person, id.to_string())).into_iter().collect();
    for handle in handles {
        keys.push((handle.kind().into(), handle.value().to_owned()));
        if let Some(mut domain) = handle.email_domain() {
            keys.push((SuppressionKind::Domain, domain.to_owned()));
            while let Some((_, parent)) = domain.split_once('.').filter(|(_, parent)| parent.contains('.')) {
                keys.push((SuppressionKind::Domain, parent.to_owned()));
                domain = parent;
            }
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_rule_reaches_subdomains_but_not_the_whole_ending() {
        let handle = Handle::parse(HandleKind::Email, "ada@mail.eu.example.com").unwrap();
        let domains: Vec<_> = keys_for(None, &[handle])
            .into_iter()
            .filter(|(kind, _)| *kind == SuppressionKind::Domain)
            .map(|(_, value)| value)
            .collect();
        assert_eq!(domains, ["mail.eu.example.com", "eu.example.com", "example.com"]);
    }
}
