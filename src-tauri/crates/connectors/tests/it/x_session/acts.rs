//! Likes and follows: armed before X hears of them, read back, and asked for again without harm.

use jiff::SignedDuration;
use sdr_domain::action::Action;
use sdr_domain::part::{PartEvent, PartState};
use sdr_fake_servers::x::{Fault, Generation, Kind, Person};
use sdr_ports::{ChannelError, ChannelPort, JournalError, Outgoing};

use super::bench::{Bench, Journal, With, follow, reply};

const DONE: [PartEvent; 2] = [PartEvent::Arm, PartEvent::Accept];

fn proof(outcome: (Result<sdr_ports::Receipt, ChannelError>, Vec<PartEvent>)) -> (String, Vec<PartEvent>) {
    (outcome.0.unwrap().proof, outcome.1)
}

/// A session that does not wait long for an answer.
async fn impatient() -> Bench {
    Bench::with(With {
        settings: |settings| settings.limits.total = std::time::Duration::from_millis(600),
        ..With::default()
    })
    .await
}

#[tokio::test]
async fn a_like_is_armed_done_and_accepted_and_holds_once_however_often_it_is_asked_for() {
    let bench = Bench::start().await;
    let post = bench.somebody_posts("ada_example", "recall");
    assert_eq!(proof(bench.like(&post).await), ("X answered: liked".to_owned(), DONE.to_vec()));
    bench.clock.advance(SignedDuration::from_mins(2));
    let again = proof(bench.like(&post).await);
    assert_eq!(again, ("Liked already".to_owned(), vec![PartEvent::Accept]), "nothing to arm for");
    assert_eq!((bench.server.liked(), bench.server.count("FavoriteTweet")), (vec![post], 1));
    bench.was_decent();
}

#[tokio::test]
async fn a_like_the_human_gave_in_between_is_a_success() {
    let bench = Bench::start().await;
    let post = bench.somebody_posts("ada_example", "recall");
    bench.server.next("FavoriteTweet", Fault::Says(139));
    assert_eq!(proof(bench.like(&post).await), ("Liked already".to_owned(), DONE.to_vec()));
}

#[tokio::test]
async fn a_lost_answer_is_settled_by_looking() {
    for fault in [Fault::TakenThenBroken, Fault::TakenThenSilent] {
        let bench = impatient().await;
        let post = bench.somebody_posts("ada_example", "recall");
        bench.server.next("FavoriteTweet", fault);
        assert_eq!(
            proof(bench.like(&post).await),
            ("Seen on X: liked".to_owned(), DONE.to_vec()),
            "{fault:?}"
        );
        bench.clock.advance(SignedDuration::from_mins(2));
        bench.server.next("friendships/create", fault);
        assert_eq!(proof(bench.follow("ada_example").await), ("Followed already".to_owned(), DONE.to_vec()));
        assert_eq!(bench.server.count("FavoriteTweet"), 1, "{fault:?}");
        assert_eq!(bench.server.count("friendships/create"), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn what_a_look_shows_undone_is_tried_again_and_what_nothing_shows_is_asked() {
    for fault in [Fault::LostThenSilent, Fault::Bare(503), Fault::Html] {
        let bench = impatient().await;
        let post = bench.somebody_posts("ada_example", "recall");
        for (operation, act) in [
            ("FavoriteTweet", Outgoing { action: Action::Like, ..reply(&post, "") }),
            ("friendships/create", follow("ada_example")),
        ] {
            bench.server.next(operation, fault);
            let (outcome, events) = bench.acts(&act).await;
            assert!(matches!(outcome, Err(ChannelError::NotSent { .. })), "{fault:?}: {outcome:?}");
            assert_eq!(events, [PartEvent::Arm]);
            bench.clock.advance(SignedDuration::from_mins(10));
        }
        assert_eq!((bench.server.liked().len(), bench.server.follows().len()), (0, 0));
    }
    let bench = Bench::start().await;
    let post = bench.somebody_posts("ada_example", "recall");
    bench.like(&post).await.0.unwrap();
    bench.clock.advance(SignedDuration::from_mins(2));
    // The first look goes through, the second does not.
    bench.server.joins(Person::new("bob_example", Generation::C));
    bench.server.next("friendships/create", Fault::TakenThenBroken);
    bench.server.allows("UserByScreenName", 1, bench.clock.seconds() + 600);
    let (outcome, events) = bench.follow("bob_example").await;
    let Err(ChannelError::Unknown { reason }) = outcome else { panic!("{outcome:?}") };
    assert!(reason.ends_with("https://x.com/bob_example: do you follow them?"), "{reason}");
    assert_eq!(events, [PartEvent::Arm]);
}

#[tokio::test]
async fn what_cannot_be_liked_stops_before_anything_is_armed() {
    let bench = Bench::start().await;
    bench.server.joins(Person::new("ada_example", Generation::B));
    bench.server.joins(Person::new("bob_example", Generation::A));
    let of_other = bench.server.posts("bob_example", "recall");
    let gone = bench.server.posts_as("ada_example", "recall", Kind::Tombstone);
    let never = "1900000000000000099".to_owned();
    for (post, is_held) in [(of_other, true), (gone, false), (never, false), ("not a post".to_owned(), false)]
    {
        let (outcome, events) = bench.like(&post).await;
        let error = outcome.unwrap_err();
        assert_eq!(matches!(error, ChannelError::Held { .. }), is_held, "{error:?}");
        assert_eq!(matches!(error, ChannelError::Refused { .. }), !is_held, "{error:?}");
        assert_eq!(events, []);
    }
    assert_eq!(bench.server.count("FavoriteTweet"), 0);
    let nothing = Outgoing { action: Action::Like, reply_to: None, ..reply("", "") };
    assert!(matches!(bench.acts(&nothing).await.0, Err(ChannelError::Refused { .. })));
}

#[tokio::test]
async fn whom_the_account_follows_already_is_not_followed_again() {
    for generation in [Generation::A, Generation::B, Generation::C] {
        let bench = Bench::start().await;
        bench.server.joins(Person::new("ada_example", generation));
        let first = proof(bench.follow("ada_example").await);
        assert_eq!(first, ("X answered: followed".to_owned(), DONE.to_vec()));
        bench.clock.advance(SignedDuration::from_mins(2));
        let again = proof(bench.follow("ada_example").await);
        assert_eq!(again, ("Followed already".to_owned(), vec![PartEvent::Accept]));
        assert_eq!(bench.server.follows().len(), 1, "{generation:?}");
        assert_eq!(bench.server.count("friendships/create"), 1);
        bench.was_decent();
    }
}

#[tokio::test]
async fn a_protected_person_is_asked_once() {
    for generation in [Generation::A, Generation::B, Generation::C] {
        let bench = Bench::start().await;
        bench.server.joins(Person { protected: true, ..Person::new("ada_example", generation) });
        assert_eq!(proof(bench.follow("ada_example").await).0, "X answered: asked to follow");
        bench.clock.advance(SignedDuration::from_mins(2));
        let again = proof(bench.follow("ada_example").await);
        assert_eq!(again, ("Following was asked for already".to_owned(), vec![PartEvent::Accept]));
        bench.clock.advance(SignedDuration::from_mins(2));
        bench.server.joins(Person::new("bob_example", Generation::C));
        bench.server.next("friendships/create", Fault::Refuses(403, 160));
        assert_eq!(proof(bench.follow("bob_example").await).0, "Followed already");
    }
}

#[tokio::test]
async fn nobody_a_suspended_person_and_a_blocker_are_refused() {
    let bench = Bench::start().await;
    let refused = |outcome: &Result<_, _>| matches!(outcome, Err(ChannelError::Refused { .. }));
    assert!(refused(&bench.follow("ada_example").await.0), "nobody");
    bench.server.joins(Person { suspended: true, ..Person::new("ada_example", Generation::C) });
    assert!(refused(&bench.follow("ada_example").await.0), "suspended");
    assert_eq!(bench.server.count("friendships/create"), 0);
    bench.server.joins(Person::new("bob_example", Generation::C));
    bench.server.next("friendships/create", Fault::Refuses(403, 162));
    assert!(refused(&bench.follow("bob_example").await.0), "blocked");
}

#[tokio::test]
async fn the_follow_limit_is_a_rate_limit_and_ends_follows_for_a_day_and_nothing_else() {
    let bench = Bench::start().await;
    let post = bench.somebody_posts("ada_example", "recall");
    bench.server.next("friendships/create", Fault::Refuses(403, 161));
    let (outcome, events) = bench.follow("ada_example").await;
    assert!(matches!(outcome, Err(ChannelError::RateLimited { retry_after_secs: None, .. })), "{outcome:?}");
    assert_eq!(events, [PartEvent::Arm]);
    bench.clock.advance(SignedDuration::from_mins(2));
    let asked = bench.requests().len();
    let (outcome, events) = bench.follow("ada_example").await;
    assert!(matches!(outcome, Err(ChannelError::NotNow { retry_after_secs: 80_000.., .. })), "{outcome:?}");
    assert_eq!((events, bench.requests().len()), (vec![], asked), "nothing is tried");
    assert!(bench.like(&post).await.0.is_ok());
    bench.clock.advance(SignedDuration::from_hours(24));
    assert!(bench.follow("ada_example").await.0.is_ok());
}

#[tokio::test]
async fn too_many_requests_rest_until_the_time_x_names() {
    for operation in ["FavoriteTweet", "TweetResultByRestId"] {
        let bench = Bench::start().await;
        let post = bench.somebody_posts("ada_example", "recall");
        bench.server.next(operation, Fault::Limited { remaining: 0 });
        let (outcome, _) = bench.like(&post).await;
        let Err(ChannelError::RateLimited { retry_after_secs: Some(secs), reason }) = outcome else {
            panic!("{operation}: {outcome:?}")
        };
        assert!((500..=600).contains(&secs) && reason.ends_with('.'), "{secs} {reason}");
        assert_eq!(bench.server.liked(), Vec::<String>::new());
        bench.clock.advance(SignedDuration::from_secs(601));
        assert!(bench.like(&post).await.0.is_ok());
    }
}

#[tokio::test]
async fn each_level_of_the_kill_switch_stops_follows_too() {
    for fault in [
        Fault::Says(226),
        Fault::Refuses(403, 326),
        Fault::Refuses(403, 64),
        Fault::Says(344),
        Fault::Bare(403),
        Fault::Limited { remaining: 9 },
    ] {
        let bench = Bench::start().await;
        bench.server.joins(Person::new("ada_example", Generation::C));
        bench.server.next("friendships/create", fault);
        let (outcome, events) = bench.follow("ada_example").await;
        assert!(matches!(outcome, Err(ChannelError::Held { .. })), "{fault:?}: {outcome:?}");
        assert_eq!(events, [PartEvent::Arm], "{fault:?}");
        assert!(bench.x.stop().is_some(), "{fault:?}");
        let asked = bench.requests().len();
        bench.clock.advance(SignedDuration::from_mins(10));
        let (outcome, events) = bench.follow("ada_example").await;
        assert!(matches!(outcome, Err(ChannelError::Held { .. })), "{fault:?}: {outcome:?}");
        assert_eq!((events, bench.requests().len()), (vec![], asked), "{fault:?}: nothing is asked");
    }
}

#[tokio::test]
async fn a_journal_that_says_no_keeps_the_act_undone_and_one_that_fails_late_is_told() {
    let full = || JournalError::Unwritable("the disk is full".into());
    let bench = Bench::start().await;
    let post = bench.somebody_posts("ada_example", "recall");
    let acts = [Outgoing { action: Action::Like, ..reply(&post, "") }, follow("ada_example")];
    for act in &acts {
        for error in [JournalError::CalledOff, full()] {
            let journal = Journal { refuses: Some((PartEvent::Arm, error)), ..Journal::default() };
            let outcome = bench.x.deliver(act, &journal).await;
            assert!(matches!(outcome, Err(ChannelError::Held { .. })), "{outcome:?}");
        }
    }
    assert_eq!((bench.server.liked().len(), bench.server.follows().len()), (0, 0));
    for act in &acts {
        let journal = Journal { refuses: Some((PartEvent::Accept, full())), ..Journal::default() };
        let outcome = bench.x.deliver(act, &journal).await;
        assert!(matches!(outcome, Err(ChannelError::Unknown { .. })), "{outcome:?}");
        bench.clock.advance(SignedDuration::from_mins(2));
    }
}

#[tokio::test]
async fn an_act_of_an_earlier_attempt_is_never_done_again() {
    let bench = Bench::start().await;
    let post = bench.somebody_posts("ada_example", "recall");
    for mut act in [Outgoing { action: Action::Like, ..reply(&post, "") }, follow("ada_example")] {
        for state in PartState::ALL.into_iter().filter(|state| *state != PartState::Queued) {
            act.parts[0].state = state;
            let (outcome, events) = bench.acts(&act).await;
            assert_eq!(outcome.is_ok(), state == PartState::Accepted, "{state:?}");
            assert_eq!(events, []);
        }
    }
    assert_eq!(bench.server.asked(), []);
}
