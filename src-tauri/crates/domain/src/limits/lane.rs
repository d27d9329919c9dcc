//! Lanes: what has a pace of its own.

use crate::action::Action;
use crate::channel::Channel;

/// A channel and what is done there. Within a lane things go in order; lanes do not wait for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lane {
    /// Where.
    pub channel: Channel,
    /// What.
    pub action: Action,
}

impl Lane {
    /// Every lane, in the order screens show them.
    pub const ALL: [Self; 7] = [
        Self::new(Channel::Telegram, Action::Message),
        Self::new(Channel::Email, Action::Message),
        Self::new(Channel::X, Action::Like),
        Self::new(Channel::X, Action::Follow),
        Self::new(Channel::X, Action::Reply),
        Self::new(Channel::X, Action::Message),
        Self::new(Channel::Linkedin, Action::Message),
    ];

    /// The lane of an act.
    pub const fn new(channel: Channel, action: Action) -> Self {
        Self { channel, action }
    }

    /// Its place in [`Lane::ALL`]. Only X knows likes, follows and replies; elsewhere everything is a message.
    pub fn index(self) -> usize {
        match (self.channel, self.action) {
            (Channel::Telegram, _) => 0,
            (Channel::Email, _) => 1,
            (Channel::X, Action::Like) => 2,
            (Channel::X, Action::Follow) => 3,
            (Channel::X, Action::Reply) => 4,
            (Channel::X, Action::Message) => 5,
            (Channel::Linkedin, _) => 6,
        }
    }

    /// What screens call it.
    pub fn label(self) -> &'static str {
        match (self.channel, self.action) {
            (Channel::Telegram, _) => "Telegram",
            (Channel::Email, _) => "E-mail",
            (Channel::X, Action::Like) => "Likes",
            (Channel::X, Action::Follow) => "Follows",
            (Channel::X, Action::Reply) => "Replies on X",
            (Channel::X, Action::Message) => "Messages on X",
            (Channel::Linkedin, _) => "LinkedIn",
        }
    }

    /// What many of them are called, for "20 … a day".
    pub fn plural(self) -> &'static str {
        match (self.channel, self.action) {
            (Channel::Telegram, _) => "Telegram messages",
            (Channel::Email, _) => "e-mails",
            (Channel::X, Action::Like) => "likes",
            (Channel::X, Action::Follow) => "follows",
            (Channel::X, Action::Reply) => "replies on X",
            (Channel::X, Action::Message) => "messages on X",
            (Channel::Linkedin, _) => "LinkedIn messages",
        }
    }

    /// Who sets the rules there.
    pub fn service(self) -> &'static str {
        match self.channel {
            Channel::Telegram => "Telegram",
            Channel::X => "X",
            Channel::Email => "The mail server",
            Channel::Linkedin => "LinkedIn",
        }
    }
}
