//! Replies: sent once, believed when seen, and never sent twice.

use jiff::SignedDuration;
use sdr_domain::delivery::DeliveryPart;
use sdr_domain::part::{PartEvent, PartState};
use sdr_fake_servers::x::{Fault, Generation, Kind, Person};
use sdr_ports::{ChannelError, ChannelPort, JournalError};

use super::bench::{Bench, Journal, With, reply};

const TEXT: &str = "Same here. We wrote down what worked: https://acme.example/recall";

#[tokio::test]
async fn a_reply_is_armed_sent_and_accepted_when_it_was_read_back() {
    let bench = Bench::start().await;
    let post = bench.somebody_posts("ada_example", "recall list is a mess");
    let journal = Journal::default();
    let receipt = bench.x.deliver(&reply(&post, TEXT), &journal).await.unwrap();
    assert_eq!(journal.events(), [PartEvent::Arm, PartEvent::Fire, PartEvent::Accept]);
    assert_eq!(bench.server.replies(), [(post, TEXT.to_owned())]);
    assert!(receipt.proof.starts_with("Seen on X: https://x.com/me_example/status/19"), "{}", receipt.proof);
    assert_eq!(
        bench.requests(),
        [
            "GET home",
            "GET account/multi/list",
            "GET TweetResultByRestId",
            "POST CreateTweet",
            "GET TweetResultByRestId"
        ]
    );
    let written = format!("{:?}", journal.events.lock().unwrap());
    assert!(!written.contains("Same here"), "no message text in the journal");
    bench.was_decent();
}

#[tokio::test]
async fn an_answer_without_proof_is_unknown_and_nothing_is_sent_again() {
    let cases = [Fault::Dropped, Fault::LostThenSilent, Fault::Bare(503), Fault::Malformed, Fault::Html];
    for fault in cases {
        let bench = Bench::with(With {
            settings: |settings| settings.limits.total = std::time::Duration::from_millis(600),
            ..With::default()
        })
        .await;
        let post = bench.somebody_posts("ada_example", "recall");
        bench.server.next("CreateTweet", fault);
        let (outcome, events) = bench.reply(&post, TEXT).await;
        let Err(ChannelError::Unknown { reason }) = outcome else { panic!("{fault:?}: {outcome:?}") };
        assert!(reason.ends_with("is your reply there?"), "{fault:?}: {reason}");
        assert!(!events.contains(&PartEvent::Accept), "{fault:?}");
        assert_eq!(bench.server.count("CreateTweet"), 1, "{fault:?}");
        assert_eq!(bench.server.replies(), []);
    }
}

#[tokio::test]
async fn what_left_without_an_answer_is_found_again() {
    for fault in [Fault::TakenThenSilent, Fault::TakenThenBroken, Fault::EmptyResult] {
        let bench = Bench::with(With {
            settings: |settings| settings.limits.total = std::time::Duration::from_millis(600),
            ..With::default()
        })
        .await;
        let post = bench.somebody_posts("ada_example", "recall");
        if fault == Fault::EmptyResult {
            // X said nothing, yet an earlier try of the same words stands there.
            bench.server.answers("me_example", &post, TEXT);
        }
        bench.server.next("CreateTweet", fault);
        let (outcome, events) = bench.reply(&post, TEXT).await;
        outcome.unwrap();
        assert_eq!(events, [PartEvent::Arm, PartEvent::Accept], "{fault:?}");
        assert_eq!(bench.server.count("CreateTweet"), 1);
        assert_eq!(bench.server.replies().len(), 1);
    }
}

#[tokio::test]
async fn an_answer_without_a_post_that_is_nowhere_is_held() {
    let bench = Bench::start().await;
    let post = bench.somebody_posts("ada_example", "recall");
    bench.server.next("CreateTweet", Fault::EmptyResult);
    let (outcome, events) = bench.reply(&post, TEXT).await;
    // The stand-in forgets a post it was told to answer emptily.
    assert!(matches!(outcome, Err(ChannelError::Held { .. })), "{outcome:?}");
    assert_eq!(events, [PartEvent::Arm]);
}

#[tokio::test]
async fn a_duplicate_is_looked_for_before_anything_is_said() {
    let bench = Bench::start().await;
    let post = bench.somebody_posts("ada_example", "recall");
    bench.server.answers("me_example", &post, TEXT);
    let (outcome, events) = bench.reply(&post, TEXT).await;
    outcome.unwrap();
    assert_eq!(events, [PartEvent::Arm, PartEvent::Accept]);
    assert_eq!(bench.server.replies().len(), 1, "not a second one");

    let elsewhere = bench.server.posts("ada_example", "another recall");
    bench.clock.advance(SignedDuration::from_mins(10));
    let (outcome, _) = bench.reply(&elsewhere, TEXT).await;
    assert!(
        matches!(outcome, Err(ChannelError::Unknown { .. })),
        "the same words stand elsewhere: {outcome:?}"
    );
}

#[tokio::test]
async fn refusals_are_told_apart_by_what_can_be_done() {
    type Wanted = fn(&ChannelError) -> bool;
    let refused: Wanted = |error| matches!(error, ChannelError::Refused { .. });
    let held: Wanted = |error| matches!(error, ChannelError::Held { .. });
    let later: Wanted = |error| matches!(error, ChannelError::RateLimited { retry_after_secs: Some(secs), .. } if (500..=600).contains(secs));
    let cases = [
        (Fault::Says(433), refused),
        (Fault::Says(385), refused),
        (Fault::Says(144), refused),
        (Fault::Says(186), refused),
        (Fault::Says(162), refused),
        (Fault::Refuses(403, 63), refused),
        (Fault::Says(226), held),
        (Fault::Refuses(403, 326), held),
        (Fault::Refuses(403, 64), held),
        (Fault::Says(344), held),
        (Fault::Says(185), held),
        (Fault::Bare(403), held),
        (Fault::Refuses(401, 32), held),
        (Fault::Says(4711), held),
        (Fault::Limited { remaining: 0 }, later),
        (Fault::Limited { remaining: 9 }, held),
    ];
    for (fault, wanted) in cases {
        let bench = Bench::start().await;
        let post = bench.somebody_posts("ada_example", "recall");
        bench.server.next("CreateTweet", fault);
        let (outcome, events) = bench.reply(&post, TEXT).await;
        let error = outcome.unwrap_err();
        assert!(wanted(&error), "{fault:?}: {error:?}");
        assert_eq!(events, [PartEvent::Arm], "{fault:?}");
        assert_eq!(bench.server.count("CreateTweet"), 1, "{fault:?}: handed over once");
        assert_eq!(bench.server.replies(), []);
    }
}

#[tokio::test]
async fn a_post_that_cannot_be_answered_stops_before_the_text_leaves() {
    let bench = Bench::start().await;
    bench.server.joins(Person::new("ada_example", Generation::B));
    bench.server.joins(Person::new("bob_example", Generation::A));
    let of_other = bench.server.posts("bob_example", "recall");
    let gone = bench.server.posts_as("ada_example", "recall", Kind::Tombstone);
    let hole = bench.server.posts_as("ada_example", "recall", Kind::Nothing);
    let limited = bench.server.posts_as("ada_example", "recall", Kind::Limited);
    for (post, is_held) in [(of_other, true), (gone, false), (hole, false), (limited, false)] {
        let (outcome, events) = bench.reply(&post, TEXT).await;
        let error = outcome.unwrap_err();
        assert_eq!(matches!(error, ChannelError::Held { .. }), is_held, "{error:?}");
        assert_eq!(events, []);
    }
    assert_eq!(bench.server.count("CreateTweet"), 0);
}

#[tokio::test]
async fn what_is_too_long_or_goes_nowhere_is_refused_without_a_request() {
    let bench = Bench::start().await;
    let long = "語".repeat(141);
    for (to, text) in [("19", long.as_str()), ("19", "  "), ("abc", "Hi"), ("", "Hi")] {
        let (outcome, events) = bench.reply(to, text).await;
        assert!(matches!(outcome, Err(ChannelError::Refused { .. })), "{to} {outcome:?}");
        assert_eq!(events, []);
    }
    let nowhere = sdr_ports::Outgoing { reply_to: None, ..reply("19", "Hi") };
    let journal = Journal::default();
    assert!(matches!(bench.x.deliver(&nowhere, &journal).await, Err(ChannelError::Refused { .. })));
    assert_eq!(bench.server.asked(), []);
}

#[tokio::test]
async fn a_journal_that_says_no_keeps_the_text_here() {
    for error in [JournalError::CalledOff, JournalError::Unwritable("the disk is full".into())] {
        let bench = Bench::start().await;
        let post = bench.somebody_posts("ada_example", "recall");
        let journal = Journal { refuses: Some((PartEvent::Arm, error)), ..Journal::default() };
        let outcome = bench.x.deliver(&reply(&post, TEXT), &journal).await;
        assert!(matches!(outcome, Err(ChannelError::Held { .. })), "{outcome:?}");
        assert_eq!(bench.server.count("CreateTweet"), 0);
    }
}

#[tokio::test]
async fn a_proof_that_cannot_be_written_down_is_told() {
    let bench = Bench::start().await;
    let post = bench.somebody_posts("ada_example", "recall");
    let full = JournalError::Unwritable("the disk is full".into());
    let journal = Journal { refuses: Some((PartEvent::Accept, full)), ..Journal::default() };
    let outcome = bench.x.deliver(&reply(&post, TEXT), &journal).await;
    let Err(ChannelError::Unknown { reason }) = outcome else { panic!("{outcome:?}") };
    assert!(reason.contains("Answer \"sent\""), "{reason}");
}

#[tokio::test]
async fn parts_of_an_earlier_attempt_are_never_sent_again() {
    let bench = Bench::start().await;
    let post = bench.somebody_posts("ada_example", "recall");
    for state in PartState::ALL.into_iter().filter(|state| *state != PartState::Queued) {
        let part = DeliveryPart { number: 0, text: TEXT.into(), state };
        let message = sdr_ports::Outgoing { parts: vec![part], ..reply(&post, TEXT) };
        let outcome = bench.x.deliver(&message, &Journal::default()).await;
        assert_eq!(outcome.is_ok(), state == PartState::Accepted, "{state:?}");
    }
    assert_eq!(bench.server.asked(), []);
}

#[tokio::test]
async fn two_acts_keep_their_distance() {
    let bench = Bench::start().await;
    let post = bench.somebody_posts("ada_example", "recall");
    bench.reply(&post, TEXT).await.0.unwrap();
    let asked = bench.requests().len();
    let (outcome, events) = bench.reply(&post, "And one more thing").await;
    let Err(ChannelError::NotNow { retry_after_secs, .. }) = outcome else { panic!("{outcome:?}") };
    assert!((1..=90).contains(&retry_after_secs));
    assert_eq!((events, bench.requests().len()), (vec![], asked));
    bench.clock.advance(SignedDuration::from_secs(90));
    bench.reply(&post, "And one more thing").await.0.unwrap();
    bench.was_decent();
}

#[tokio::test]
async fn a_reply_survives_what_moves_at_x() {
    let bench = Bench::start().await;
    let post = bench.somebody_posts("ada_example", "recall");
    bench.reply(&post, TEXT).await.0.unwrap();
    bench.clock.advance(SignedDuration::from_mins(5));
    bench.server.changes_query_ids();
    bench.server.demands_switch("brand_new_switch_enabled", true);
    bench.reply(&post, "Another thought").await.0.unwrap();
    assert_eq!(bench.server.replies().len(), 2);
}
