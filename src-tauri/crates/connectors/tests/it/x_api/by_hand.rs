//! X and LinkedIn by the human's own hand: what opens, and that nothing else happens.

use std::sync::Arc;

use sdr_connectors::{AssistedLinkedin, AssistedX, X_SITE};
use sdr_domain::channel::Mode;
use sdr_domain::text::{Handle, HandleKind};
use sdr_ports::fakes::FakeDesktop;
use sdr_ports::{ChannelError, ChannelPort, Desktop, Outgoing};

use super::reply_to;
use crate::mailbox::Journal;

fn both() -> (Arc<FakeDesktop>, AssistedX, AssistedLinkedin) {
    let desktop = Arc::new(FakeDesktop::default());
    let shared = || Arc::clone(&desktop) as Arc<dyn Desktop>;
    let (x, linkedin) = (AssistedX::new(shared(), X_SITE.parse().unwrap()), AssistedLinkedin::new(shared()));
    (desktop, x, linkedin)
}

fn to_linkedin(text: &str) -> Outgoing {
    let recipient = Handle::parse(HandleKind::Linkedin, "linkedin.com/in/ada-example").unwrap();
    Outgoing { recipient, ..reply_to(None, text) }
}

#[tokio::test]
async fn a_reply_opens_under_its_post_with_the_text_ready() {
    let (desktop, x, _) = both();
    x.prepare(&reply_to(Some("190"), "Hi Ada & co"), 0).await.unwrap();
    assert_eq!(desktop.pages(), ["https://x.com/intent/tweet?in_reply_to=190&text=Hi%20Ada%20%26%20co"]);
    assert_eq!(desktop.clipboard(), None, "the human's clipboard is left alone");
}

#[tokio::test]
async fn without_a_post_the_profile_opens_and_the_text_waits_on_the_clipboard() {
    let (desktop, x, _) = both();
    x.prepare(&reply_to(None, "Hi Ada"), 0).await.unwrap();
    assert_eq!(desktop.pages(), ["https://x.com/intent/user?screen_name=ada_example"]);
    assert_eq!(desktop.clipboard().as_deref(), Some("Hi Ada"));
}

#[tokio::test]
async fn a_linkedin_profile_opens_and_the_text_waits_on_the_clipboard() {
    let (desktop, _, linkedin) = both();
    linkedin.prepare(&to_linkedin("Hi Ada"), 0).await.unwrap();
    assert_eq!(desktop.pages(), ["https://www.linkedin.com/in/ada-example/"]);
    assert_eq!(desktop.clipboard().as_deref(), Some("Hi Ada"));
}

#[tokio::test]
async fn neither_sends_anything_by_itself() {
    let (desktop, x, linkedin) = both();
    let channels: [(&dyn ChannelPort, Outgoing); 2] =
        [(&x, reply_to(Some("190"), "Hi")), (&linkedin, to_linkedin("Hi"))];
    for (channel, message) in channels {
        let journal = Journal::default();
        let error = channel.deliver(&message, &journal).await.unwrap_err();
        assert!(matches!(error, ChannelError::ByHand { .. }), "{error}");
        assert!(journal.words().is_empty());
        assert_eq!(channel.health().await.mode, Mode::Assisted);
    }
    assert!(desktop.pages().is_empty());
}

#[tokio::test]
async fn a_desktop_without_browser_or_clipboard_is_said_and_nothing_is_half_done() {
    let (desktop, x, linkedin) = both();
    desktop.breaks();
    for result in [
        x.prepare(&reply_to(Some("190"), "Hi"), 0).await,
        x.prepare(&reply_to(None, "Hi"), 0).await,
        linkedin.prepare(&to_linkedin("Hi"), 0).await,
        x.prepare(&reply_to(Some("190"), "Hi"), 3).await,
        linkedin.prepare(&reply_to(None, "Hi"), 0).await,
    ] {
        assert!(matches!(result, Err(ChannelError::Held { .. })), "{result:?}");
    }
    assert!(desktop.pages().is_empty());
}
