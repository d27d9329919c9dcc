//! Replies: what surely left, what surely did not, and what nobody can know.

use sdr_domain::action::Action;
use sdr_domain::part::{PartEvent, PartState};
use sdr_fake_servers::x_api::Fault;
use sdr_ports::{ChannelError, ChannelPort as _, JournalError, Outgoing};

use super::{Bench, reply_to};
use crate::mailbox::Journal;

fn word(error: &ChannelError) -> &'static str {
    match error {
        ChannelError::NotSent { .. } => "not sent",
        ChannelError::RateLimited { .. } => "rate limited",
        ChannelError::NotNow { .. } => "not now",
        ChannelError::Held { .. } => "held",
        ChannelError::ByHand { .. } => "by hand",
        ChannelError::Refused { .. } => "refused",
        ChannelError::Unknown { .. } => "unknown",
    }
}

#[tokio::test]
async fn a_summoned_reply_leaves_once_with_its_receipt() {
    let bench = Bench::signed_in().await;
    bench.x.person("ada_example", 1);
    let post = bench.x.post_to_us("ada_example", "@mara_example how do you do that?");
    let journal = Journal::default();
    let receipt = bench.channel().deliver(&reply_to(Some(&post), "Like this."), &journal).await.unwrap();
    assert_eq!(bench.x.replies(), [(post, "Like this.".to_owned())]);
    assert!(receipt.proof.contains("https://x.com/i/web/status/19"), "{}", receipt.proof);
    assert_eq!(journal.words(), ["arm", "accept"]);
}

#[tokio::test]
async fn a_reply_nobody_asked_for_is_handed_to_the_human() {
    let bench = Bench::signed_in().await;
    bench.x.person("ada_example", 1);
    let post = bench.x.post("ada_example", "which crm?");
    let channel = bench.channel();
    let message = reply_to(Some(&post), "Like this.");
    let error = channel.deliver(&message, &Journal::default()).await.unwrap_err();
    assert_eq!(word(&error), "by hand");
    assert!(bench.x.replies().is_empty());
    channel.prepare(&message, 0).await.unwrap();
    let expected = format!("https://x.com/intent/tweet?in_reply_to={post}&text=Like%20this.");
    assert_eq!(bench.desktop.pages().last(), Some(&expected));
}

#[tokio::test]
async fn each_refusal_says_whether_the_reply_left() {
    for (fault, expected, says) in [
        (Fault::NoCredits, "held", "console.x.com"),
        (Fault::UsageCapped, "held", "console.x.com"),
        (Fault::NotEnrolled, "held", "project"),
        (Fault::NotPermitted, "by hand", "Nothing was sent"),
        (Fault::TooManyRequests(300), "rate limited", "5 minutes"),
        (Fault::Wall, "held", "VPN"),
        (Fault::Unavailable, "unknown", "Look under the post"),
        (Fault::HtmlInPlaceOfData, "unknown", "Look under the post"),
        (Fault::Truncated, "unknown", "Look under the post"),
        (Fault::OtherShape, "unknown", "Look under the post"),
        (Fault::SilentAfterActing, "unknown", "Look under the post"),
        (Fault::BreaksAfterActing, "unknown", "Look under the post"),
    ] {
        let bench = Bench::signed_in().await;
        bench.x.person("ada_example", 1);
        let post = bench.x.post_to_us("ada_example", "@mara_example?");
        bench.x.then(fault);
        let result = bench.channel().deliver(&reply_to(Some(&post), "Yes."), &Journal::default()).await;
        let error = result.unwrap_err();
        assert_eq!(word(&error), expected, "{fault:?}: {error}");
        assert!(error.to_string().contains(says), "{fault:?}: {error}");
        let posts = bench.x.asked().iter().filter(|line| line.starts_with("POST")).count();
        assert_eq!(posts, 1, "{fault:?}: never asked twice");
        if let ChannelError::RateLimited { retry_after_secs, .. } = error {
            assert_eq!(retry_after_secs, Some(300));
        }
    }
}

#[tokio::test]
async fn the_same_words_twice_ask_the_human_to_look() {
    let bench = Bench::signed_in().await;
    bench.x.person("ada_example", 1);
    let post = bench.x.post_to_us("ada_example", "@mara_example?");
    let channel = bench.channel();
    channel.deliver(&reply_to(Some(&post), "Yes."), &Journal::default()).await.unwrap();
    let error = channel.deliver(&reply_to(Some(&post), "Yes."), &Journal::default()).await.unwrap_err();
    assert_eq!(word(&error), "held");
    assert!(error.to_string().contains("earlier try"), "{error}");
}

#[tokio::test]
async fn an_old_access_token_is_renewed_once_and_the_reply_leaves_once() {
    let bench = Bench::signed_in().await;
    bench.x.person("ada_example", 1);
    let post = bench.x.post_to_us("ada_example", "@mara_example?");
    bench.x.forgets_access_tokens();
    bench.channel().deliver(&reply_to(Some(&post), "Yes."), &Journal::default()).await.unwrap();
    assert_eq!((bench.x.replies().len(), bench.x.renewals()), (1, 1));
}

#[tokio::test]
async fn a_renewal_that_gets_no_answer_leaves_the_reply_surely_unsent() {
    let bench = Bench::signed_in().await;
    bench.x.person("ada_example", 1);
    let post = bench.x.post_to_us("ada_example", "@mara_example?");
    bench.x.forgets_access_tokens();
    bench.x.then_for_tokens(Fault::Unavailable);
    let error =
        bench.channel().deliver(&reply_to(Some(&post), "Yes."), &Journal::default()).await.unwrap_err();
    assert_eq!(word(&error), "not sent");
    assert!(bench.x.replies().is_empty());
}

#[tokio::test]
async fn without_a_post_to_answer_nothing_is_asked_of_x() {
    let bench = Bench::signed_in().await;
    let before = bench.x.asked().len();
    for post in [None, Some(""), Some("12/../34")] {
        let error = bench.channel().deliver(&reply_to(post, "Yes."), &Journal::default()).await.unwrap_err();
        assert_eq!(word(&error), "by hand", "{post:?}");
    }
    assert_eq!(bench.x.asked().len(), before);
}

#[tokio::test]
async fn what_was_called_off_is_not_sent() {
    let bench = Bench::signed_in().await;
    let journal = Journal { fails: Some((PartEvent::Arm, JournalError::CalledOff)), ..Journal::default() };
    let before = bench.x.asked().len();
    let error = bench.channel().deliver(&reply_to(Some("190"), "Yes."), &journal).await.unwrap_err();
    assert_eq!(word(&error), "held");
    assert_eq!(bench.x.asked().len(), before);
}

#[tokio::test]
async fn a_part_of_an_earlier_attempt_is_never_sent_again() {
    let bench = Bench::signed_in().await;
    let before = bench.x.asked().len();
    let mut message = reply_to(Some("190"), "Yes.");
    message.parts[0].state = PartState::Accepted;
    assert!(bench.channel().deliver(&message, &Journal::default()).await.is_ok());
    for state in [PartState::Armed, PartState::Unknown, PartState::Held] {
        message.parts[0].state = state;
        let error = bench.channel().deliver(&message, &Journal::default()).await.unwrap_err();
        assert_eq!(word(&error), "held", "{state:?}");
    }
    assert_eq!(bench.x.asked().len(), before);
}

#[tokio::test]
async fn local_only_holds_the_reply() {
    let bench = Bench::signed_in().await;
    bench.ledger.refuse();
    let error =
        bench.channel().deliver(&reply_to(Some("190"), "Yes."), &Journal::default()).await.unwrap_err();
    assert_eq!(word(&error), "held");
    assert!(error.to_string().contains("Local-only"), "{error}");
}

#[tokio::test]
async fn likes_and_follows_are_left_to_the_human_without_asking_x() {
    let bench = Bench::signed_in().await;
    let before = bench.x.asked().len();
    for (action, says) in [(Action::Like, "press the heart"), (Action::Follow, "press Follow")] {
        let act = Outgoing { action, ..reply_to(Some("190"), "") };
        let journal = Journal::default();
        let error = bench.channel().deliver(&act, &journal).await.unwrap_err();
        assert_eq!(word(&error), "by hand");
        assert!(error.to_string().contains(says), "{error}");
        assert!(journal.words().is_empty());
        bench.channel().prepare(&act, 0).await.unwrap();
    }
    assert_eq!(bench.x.asked().len(), before);
    let pages = bench.desktop.pages();
    let expected =
        ["https://x.com/intent/like?tweet_id=190", "https://x.com/intent/follow?screen_name=ada_example"];
    assert!(pages.ends_with(&expected.map(str::to_owned)), "{pages:?}");
}
