//! X and LinkedIn by the human's own hand: what opens, and that nothing else happens.

use std::sync::Arc;

use sdr_connectors::{AssistedLinkedin, AssistedX, X_SITE};
use sdr_domain::action::Action;
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
    Outgoing { action: Action::Message, recipient, ..reply_to(None, text) }
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
async fn a_like_opens_its_post_and_a_follow_the_person_and_nothing_is_copied() {
    let (desktop, x, _) = both();
    let act = |action, post| Outgoing { action, ..reply_to(post, "") };
    x.prepare(&act(Action::Like, Some("190")), 0).await.unwrap();
    x.prepare(&act(Action::Follow, None), 0).await.unwrap();
    x.prepare(&act(Action::Follow, Some("190")), 0).await.unwrap();
    let follow = "https://x.com/intent/follow?screen_name=ada_example";
    assert_eq!(desktop.pages(), ["https://x.com/intent/like?tweet_id=190", follow, follow]);
    assert_eq!(desktop.clipboard(), None, "the human's clipboard is left alone");
    assert!(matches!(x.prepare(&act(Action::Like, None), 0).await, Err(ChannelError::Held { .. })));
    assert_eq!(desktop.pages().len(), 3);
}

#[tokio::test]
async fn linkedin_knows_neither_likes_nor_follows_nor_answers() {
    let (desktop, _, linkedin) = both();
    for action in [Action::Like, Action::Follow, Action::Reply] {
        let act = Outgoing { action, ..to_linkedin("") };
        let journal = Journal::default();
        for result in [linkedin.prepare(&act, 0).await, linkedin.deliver(&act, &journal).await.map(|_| ())] {
            let Err(ChannelError::Refused { reason }) = result else { panic!("{result:?}") };
            assert!(reason.contains("does not exist on LinkedIn"), "{reason}");
        }
    }
    assert!(desktop.pages().is_empty() && desktop.clipboard().is_none());
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
        linkedin.prepare(&Outgoing { action: Action::Message, ..reply_to(None, "Hi") }, 0).await,
        x.prepare(&Outgoing { action: Action::Follow, ..reply_to(None, "") }, 0).await,
    ] {
        assert!(matches!(result, Err(ChannelError::Held { .. })), "{result:?}");
    }
    assert!(desktop.pages().is_empty());
}
