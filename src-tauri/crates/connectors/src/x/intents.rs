//! X by hand: the post opens in the human's own browser with the text filled in, and the human presses the key.
//!
//! Addresses: docs.x.com, "Web Intents" (2026).
//!
//! **Invariant:** no request goes to X from here.

use std::sync::Arc;

use async_trait::async_trait;
use sdr_domain::action::Action;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::text::{Handle, HandleKind};
use sdr_ports::{ChannelError, ChannelHealth, ChannelPort, Desktop, Outgoing, Receipt, SendJournal};
use url::Url;

/// Where people read X.
pub const X_SITE: &str = "https://x.com/";

/// Something the human finishes on X.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Intent<'a> {
    /// Answer a post; the text stands ready.
    Reply {
        /// X's own id of the post.
        post: &'a str,
        /// The words.
        text: &'a str,
    },
    /// Like a post.
    Like {
        /// X's own id of the post.
        post: &'a str,
    },
    /// Follow a person.
    Follow {
        /// Whom.
        who: &'a Handle,
    },
    /// Look at a person.
    Profile {
        /// Whom.
        who: &'a Handle,
    },
}

impl std::fmt::Debug for Intent<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Reply { .. } => "Reply",
            Self::Like { .. } => "Like",
            Self::Follow { .. } => "Follow",
            Self::Profile { .. } => "Profile",
        })
    }
}

/// Whether a text is an id as X gives them.
pub(crate) fn is_post_id(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

impl Intent<'_> {
    /// The page on X; `None` when post or person have no form X knows.
    pub fn url(&self, site: &Url) -> Option<Url> {
        let page = |path: &str, pairs: &[(&str, &str)]| {
            let mut url = site.join(path).ok()?;
            // A space as %20: a plus is read as a space by most pages, not by all.
            let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
            url.set_query(Some(&query.replace('+', "%20")));
            Some(url)
        };
        match self {
            Self::Reply { post, text } if is_post_id(post) => {
                page("intent/tweet", &[("in_reply_to", post), ("text", text)])
            }
            Self::Like { post } if is_post_id(post) => page("intent/like", &[("tweet_id", post)]),
            Self::Follow { who } if who.kind() == HandleKind::X => {
                page("intent/follow", &[("screen_name", who.value())])
            }
            Self::Profile { who } if who.kind() == HandleKind::X => {
                page("intent/user", &[("screen_name", who.value())])
            }
            Self::Reply { .. } | Self::Like { .. } | Self::Follow { .. } | Self::Profile { .. } => None,
        }
    }
}

/// X by the human's own hand.
#[derive(Clone)]
pub struct AssistedX {
    desktop: Arc<dyn Desktop>,
    site: Url,
}

impl std::fmt::Debug for AssistedX {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AssistedX")
    }
}

impl AssistedX {
    /// `site` is [`X_SITE`], or a stand-in's address.
    pub fn new(desktop: Arc<dyn Desktop>, site: Url) -> Self {
        Self { desktop, site }
    }

    /// Opens the page of an intent in the human's browser.
    pub async fn open(&self, intent: Intent<'_>) -> Result<(), ChannelError> {
        let Some(url) = intent.url(&self.site) else {
            return Err(held("X has no page for this: the post's or person's name is not one of X."));
        };
        let opened = self.desktop.open_page(url.as_str()).await;
        opened
            .map_err(|error| held(&format!("{error}. Open x.com in your browser yourself, then try again.")))
    }
}

fn held(reason: &str) -> ChannelError {
    ChannelError::Held { reason: reason.to_owned() }
}

#[async_trait]
impl ChannelPort for AssistedX {
    fn channel(&self) -> Channel {
        Channel::X
    }

    async fn health(&self) -> ChannelHealth {
        ChannelHealth {
            channel: Channel::X,
            mode: Mode::Assisted,
            ready: true,
            sentence:
                "Posts and profiles open in your browser, replies with the text ready; you press the key."
                    .to_owned(),
            fix: None,
        }
    }

    async fn deliver(&self, _: &Outgoing, _: &dyn SendJournal) -> Result<Receipt, ChannelError> {
        let reason = "X is worked by your own hand, so nothing was sent. Open it under Deliveries.";
        Err(ChannelError::ByHand { reason: reason.to_owned() })
    }

    async fn prepare(&self, message: &Outgoing, part: u16) -> Result<(), ChannelError> {
        let Some(part) = message.parts.iter().find(|p| p.number == part) else {
            return Err(held("This message has no such part. Reload the page."));
        };
        match (message.action, &message.reply_to) {
            (Action::Like, Some(post)) => return self.open(Intent::Like { post }).await,
            (Action::Like, None) => {
                return Err(held("There is no post to like. Cancel this, or skip the step."));
            }
            (Action::Follow, _) => return self.open(Intent::Follow { who: &message.recipient }).await,
            (Action::Reply | Action::Message, Some(post)) => {
                return self.open(Intent::Reply { post, text: &part.text }).await;
            }
            (Action::Reply | Action::Message, None) => {}
        }
        // Nothing to answer: the person's page opens, and the text waits to be pasted into a message.
        let copied = self.desktop.copy(&part.text).await;
        copied.map_err(|error| held(&format!("{error}. Copy the text from here instead.")))?;
        self.open(Intent::Profile { who: &message.recipient }).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_act_has_its_page_and_text_cannot_leave_its_place() {
        let site: Url = X_SITE.parse().unwrap();
        let ada = Handle::parse(HandleKind::X, "ada_example").unwrap();
        let page = |intent: Intent<'_>| intent.url(&site).map(String::from);
        assert_eq!(
            page(Intent::Reply { post: "190", text: "Hi & bye #1 100% ü?\nx" }).as_deref(),
            Some(
                "https://x.com/intent/tweet?in_reply_to=190&text=Hi%20%26%20bye%20%231%20100%25%20%C3%BC%3F%0Ax"
            )
        );
        assert_eq!(
            page(Intent::Like { post: "190" }).as_deref(),
            Some("https://x.com/intent/like?tweet_id=190")
        );
        assert_eq!(
            page(Intent::Follow { who: &ada }).as_deref(),
            Some("https://x.com/intent/follow?screen_name=ada_example")
        );
        assert_eq!(
            page(Intent::Profile { who: &ada }).as_deref(),
            Some("https://x.com/intent/user?screen_name=ada_example")
        );
    }

    #[test]
    fn what_is_no_post_or_person_of_x_has_no_page() {
        let site: Url = X_SITE.parse().unwrap();
        let mail = Handle::parse(HandleKind::Email, "ada@example.com").unwrap();
        for intent in [
            Intent::Reply { post: "", text: "x" },
            Intent::Reply { post: "1&text=y", text: "x" },
            Intent::Like { post: "../home" },
            Intent::Follow { who: &mail },
        ] {
            assert_eq!(intent.url(&site), None, "{intent:?}");
        }
    }
}
