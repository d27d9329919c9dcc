//! An action: one thing to do in the world, and the rule of the platform it lives under.
//!
//! Sources of the rules: X's automation rules and developer agreement, LinkedIn's user agreement, Telegram's
//! terms of service, and what mail providers ask of senders.

use serde::{Deserialize, Serialize};

use crate::channel::{Channel, Mode, UnknownWord};

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Likes a post; X only.
    Like,
    /// Follows a person; X only.
    Follow,
    /// Answers a post in public; X only.
    Reply,
    /// Writes to a person: a chat, a direct message, an e-mail.
    Message,
}

impl Action {
    /// Every action, the lightest first.
    pub const ALL: [Self; 4] = [Self::Like, Self::Follow, Self::Reply, Self::Message];

    /// The word stored in tables and sent over the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Like => "like",
            Self::Follow => "follow",
            Self::Reply => "reply",
            Self::Message => "message",
        }
    }

    /// Whether it carries words that somebody has to approve.
    pub fn has_words(self) -> bool {
        matches!(self, Self::Reply | Self::Message)
    }

    /// Whether this channel knows the action.
    pub fn is_on(self, channel: Channel) -> bool {
        match self {
            Self::Like | Self::Follow | Self::Reply => channel == Channel::X,
            Self::Message => true,
        }
    }

    /// What a human reads: "Like", "Reply", "Telegram message".
    pub fn label(self, channel: Channel) -> &'static str {
        match (self, channel) {
            (Self::Like, _) => "Like",
            (Self::Follow, _) => "Follow",
            (Self::Reply, _) => "Reply on X",
            (Self::Message, Channel::Telegram) => "Telegram message",
            (Self::Message, Channel::Email) => "E-mail",
            (Self::Message, Channel::X) => "Message on X",
            (Self::Message, Channel::Linkedin) => "LinkedIn message",
        }
    }

    /// What a message that answers a post is, and what one that does not.
    pub fn of_message(channel: Channel, reply_to: Option<&str>) -> Self {
        if channel == Channel::X && reply_to.is_some() { Self::Reply } else { Self::Message }
    }
}

impl std::str::FromStr for Action {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|a| a.as_str() == word).ok_or_else(|| UnknownWord::new("action", word))
    }
}

/// The rule of the platform an action lives under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlatformRule {
    /// What the rule says, in one sentence.
    pub sentence: &'static str,
    /// How the action is done while nobody chose otherwise.
    pub mode: Mode,
    /// Whether a human may switch it to automatic, knowing the rule.
    pub may_be_automatic: bool,
}

/// The rule for an action on a channel. What a rule forbids to machines is assisted by default; what
/// leaves no way for a machine stays so.
pub fn platform_rule(action: Action, channel: Channel) -> PlatformRule {
    let rule = |sentence, mode, may_be_automatic| PlatformRule { sentence, mode, may_be_automatic };
    match (action, channel) {
        (Action::Like, _) => rule(
            "X's automation rules forbid automated likes, so the post opens and you press the heart.",
            Mode::Assisted,
            true,
        ),
        (Action::Follow, _) => rule(
            "X's automation rules forbid following in bulk or by machine, so the profile opens and you press Follow.",
            Mode::Assisted,
            true,
        ),
        (Action::Reply, _) => rule(
            "X allows automated replies only to people who asked for them; by hand you may answer any public post.",
            Mode::Assisted,
            true,
        ),
        (Action::Message, Channel::X) => rule(
            "X forbids automated direct messages to people who did not ask for them, so you press Send.",
            Mode::Assisted,
            false,
        ),
        (Action::Message, Channel::Linkedin) => rule(
            "LinkedIn's user agreement forbids tools that send messages, so you press Send.",
            Mode::Assisted,
            false,
        ),
        (Action::Message, Channel::Telegram) => rule(
            "Telegram limits accounts that write to many strangers; at a human pace the app may press Enter for you.",
            Mode::Automatic,
            true,
        ),
        (Action::Message, Channel::Email) => rule(
            "Mail providers ask for a way to opt out, a real sender and a slow start; the app keeps to all three.",
            Mode::Automatic,
            true,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_rule_forbids_to_machines_is_assisted_by_default() {
        for action in Action::ALL {
            for channel in Channel::ALL.into_iter().filter(|channel| action.is_on(*channel)) {
                let rule = platform_rule(action, channel);
                assert_ne!(rule.mode, Mode::Forbidden, "{action:?} on {channel:?}");
                assert_eq!(rule.sentence.contains("forbid"), {
                    let by_machine = rule.mode == Mode::Automatic;
                    !by_machine && action != Action::Reply
                });
                assert!(rule.may_be_automatic || rule.mode == Mode::Assisted);
            }
        }
    }

    #[test]
    fn words_are_read_back() {
        for action in Action::ALL {
            assert_eq!(action.as_str().parse::<Action>().unwrap(), action);
        }
        assert!("poke".parse::<Action>().is_err());
    }
}
