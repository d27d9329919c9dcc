//! A draft: a message up for review, and the fingerprint that binds an approval to exactly these words.
//!
//! pending --approve--> approved | --reject--> rejected | --another variant approved, rewritten--> superseded
//! approved --undo--> pending

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::Timestamp;
use crate::action::Action;
use crate::channel::{Channel, UnknownWord};
use crate::id::{DraftId, LeadId, ProjectId};
use crate::text::Handle;

/// Where a draft stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DraftStatus {
    /// Waits for a yes.
    Pending,
    /// Has its yes; a delivery exists.
    Approved,
    /// A human said no.
    Rejected,
    /// Another variant or a rewrite took its place.
    Superseded,
}

impl DraftStatus {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Pending, Self::Approved, Self::Rejected, Self::Superseded];

    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Superseded => "superseded",
        }
    }
}

impl std::str::FromStr for DraftStatus {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|s| s.as_str() == word)
            .ok_or_else(|| UnknownWord::new("draft status", word))
    }
}

/// Which of two phrasings this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Variant {
    /// First phrasing.
    A,
    /// Second phrasing.
    B,
}

impl Variant {
    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
        }
    }
}

impl std::str::FromStr for Variant {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "A" => Ok(Self::A),
            "B" => Ok(Self::B),
            _ => Err(UnknownWord::new("variant", word)),
        }
    }
}

/// Whose words a draft holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WrittenBy {
    /// Templates on this machine.
    Offline,
    /// A language model.
    Llm,
    /// A person changed the machine's words.
    Human,
}

impl WrittenBy {
    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::Llm => "llm",
            Self::Human => "human",
        }
    }
}

impl std::str::FromStr for WrittenBy {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        [Self::Offline, Self::Llm, Self::Human]
            .into_iter()
            .find(|w| w.as_str() == word)
            .ok_or_else(|| UnknownWord::new("writer", word))
    }
}

/// A message up for review.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// Names the draft.
    pub id: DraftId,
    /// The project it speaks for.
    pub project_id: ProjectId,
    /// Whom it is for.
    pub lead_id: LeadId,
    /// Variants of one message share this; a human picks one of them.
    pub choice_id: Uuid,
    /// Where it would go.
    pub channel: Channel,
    /// What would be done there; a like and a follow have no words.
    pub action: Action,
    /// Which phrasing.
    pub variant: Variant,
    /// Subject line, e-mail only.
    pub subject: Option<String>,
    /// The words; Telegram paragraphs are separated by an empty line.
    pub body: String,
    /// Subject as the machine wrote it, kept beside the edit.
    pub machine_subject: Option<String>,
    /// Body as the machine wrote it, kept beside the edit.
    pub machine_body: String,
    /// Which machine wrote it.
    pub written_by: WrittenBy,
    /// What a human should know about how it was written, e.g. why no model did.
    pub note: Option<String>,
    /// The post it answers, by the network's own id; X only.
    pub reply_to: Option<String>,
    /// Where it stands.
    pub status: DraftStatus,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it changed last.
    pub updated_at: Timestamp,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").field("id", &self.id).field("channel", &self.channel).finish_non_exhaustive()
    }
}

/// SHA-256 of recipient, channel, the post that is answered, subject and body: names exactly what a human saw.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// Computes it. Each part is preceded by its length, so no two different messages share an input.
    pub fn of(
        channel: Channel,
        recipient: &Handle,
        reply_to: Option<&str>,
        subject: Option<&str>,
        body: &str,
    ) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"sdr-draft-1");
        let answered = reply_to.unwrap_or("");
        for part in [channel.as_str(), recipient.value(), answered, subject.unwrap_or(""), body] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        hash.update([u8::from(reply_to.is_some()), u8::from(subject.is_some())]);
        let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half & 15)]);
        Self(hash.finalize().iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect())
    }

    /// Takes a stored or received hexadecimal text as it is; comparing decides.
    pub fn from_hex(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// 64 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Draft {
    /// The fingerprint of this text, or of this act without words, for this recipient.
    pub fn fingerprint(&self, recipient: &Handle) -> Fingerprint {
        let reply_to = self.reply_to.as_deref();
        // Only an e-mail has a subject, so an act's own word in its place names nothing else.
        let act = Some(self.action).filter(|action| !action.has_words()).map(Action::as_str);
        let subject = act.or(self.subject.as_deref());
        Fingerprint::of(self.channel, recipient, reply_to, subject, &self.body)
    }

    /// Whose words stand in it now.
    pub fn author(&self) -> WrittenBy {
        if self.is_edited() { WrittenBy::Human } else { self.written_by }
    }

    /// Whether a human changed the machine's words.
    pub fn is_edited(&self) -> bool {
        self.body != self.machine_body || self.subject != self.machine_subject
    }
}

/// Splits a body into the paragraphs that Telegram sends one by one: separated by empty lines, trimmed,
/// empty ones dropped.
pub fn paragraphs(body: &str) -> Vec<String> {
    let normal = body.replace("\r\n", "\n");
    let mut parts = Vec::new();
    let mut current: Vec<&str> = Vec::new();
    for line in normal.lines().chain(std::iter::once("")) {
        if line.trim().is_empty() {
            if !current.is_empty() {
                parts.push(current.join("\n").trim().to_owned());
                current.clear();
            }
        } else {
            current.push(line.trim_end());
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::HandleKind;

    #[test]
    fn a_fingerprint_names_recipient_answered_post_and_every_word() {
        let ada = Handle::parse(HandleKind::Email, "ada@example.com").unwrap();
        let bob = Handle::parse(HandleKind::Email, "bob@example.com").unwrap();
        let of = |to: &Handle, post: Option<&str>, subject: Option<&str>, body: &str| {
            Fingerprint::of(Channel::Email, to, post, subject, body)
        };
        let base = of(&ada, None, Some("Hi"), "body");
        assert_eq!(base, of(&ada, None, Some("Hi"), "body"));
        assert_eq!(base.as_str().len(), 64);
        for other in [
            of(&bob, None, Some("Hi"), "body"),
            of(&ada, None, Some("Hib"), "ody"),
            of(&ada, None, None, "body"),
            of(&ada, None, Some("Hi"), "body "),
            of(&ada, Some("17"), Some("Hi"), "body"),
            of(&ada, Some(""), Some("Hi"), "body"),
        ] {
            assert_ne!(base, other);
        }
        assert_ne!(of(&ada, Some("17"), None, "b"), of(&ada, Some("18"), None, "b"));
        assert_ne!(of(&ada, None, None, "b"), of(&ada, None, Some(""), "b"));
    }

    #[test]
    fn paragraphs_are_split_at_empty_lines_only() {
        assert_eq!(paragraphs("Hi Ada,\nhow are you?\r\n\r\n  \n\nBye\n"), ["Hi Ada,\nhow are you?", "Bye"]);
        assert!(paragraphs(" \n\n ").is_empty());
    }
}
