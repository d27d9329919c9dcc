//! Likes and follows: asked for again without harm.

use jiff::SignedDuration;
use sdr_domain::text::{Handle, HandleKind};
use sdr_fake_servers::x::{Fault, Generation, Person};
use sdr_ports::ChannelError;

use super::bench::Bench;

fn ada() -> Handle {
    Handle::parse(HandleKind::X, "ada_example").unwrap()
}

#[tokio::test]
async fn a_like_holds_once_however_often_it_is_asked_for() {
    let bench = Bench::start().await;
    let post = bench.somebody_posts("ada_example", "recall");
    assert_eq!(bench.x.like(&post).await.unwrap().proof, "X answered: liked");
    bench.clock.advance(SignedDuration::from_mins(2));
    assert_eq!(bench.x.like(&post).await.unwrap().proof, "Liked already");
    assert_eq!(bench.server.liked(), [post]);
    bench.was_decent();
}

#[tokio::test]
async fn a_like_whose_answer_is_lost_is_tried_again_later() {
    let bench = Bench::start().await;
    let post = bench.somebody_posts("ada_example", "recall");
    bench.server.next("FavoriteTweet", Fault::TakenThenBroken);
    assert!(matches!(bench.x.like(&post).await, Err(ChannelError::NotSent { .. })));
    bench.clock.advance(SignedDuration::from_mins(10));
    assert_eq!(bench.x.like(&post).await.unwrap().proof, "Liked already");
}

#[tokio::test]
async fn a_like_of_a_post_that_is_gone_is_refused() {
    let bench = Bench::start().await;
    assert!(matches!(bench.x.like("1900000000000000099").await, Err(ChannelError::Refused { .. })));
    assert!(matches!(bench.x.like("not a post").await, Err(ChannelError::Refused { .. })));
    assert_eq!(bench.server.count("FavoriteTweet"), 1);
}

#[tokio::test]
async fn whom_the_account_follows_already_is_not_followed_again() {
    for generation in [Generation::A, Generation::B, Generation::C] {
        let bench = Bench::start().await;
        bench.server.joins(Person::new("ada_example", generation));
        assert_eq!(bench.x.follow(&ada()).await.unwrap().proof, "X answered: followed");
        bench.clock.advance(SignedDuration::from_mins(2));
        assert_eq!(bench.x.follow(&ada()).await.unwrap().proof, "Followed already");
        assert_eq!(bench.server.follows().len(), 1, "{generation:?}");
        bench.was_decent();
    }
}

#[tokio::test]
async fn a_protected_person_is_asked() {
    let bench = Bench::start().await;
    bench.server.joins(Person { protected: true, ..Person::new("ada_example", Generation::C) });
    assert_eq!(bench.x.follow(&ada()).await.unwrap().proof, "X answered: asked to follow");
    bench.clock.advance(SignedDuration::from_mins(2));
    bench.server.joins(Person::new("bob_example", Generation::C));
    bench.server.next("friendships/create", Fault::Refuses(403, 160));
    let bob = Handle::parse(HandleKind::X, "bob_example").unwrap();
    assert_eq!(bench.x.follow(&bob).await.unwrap().proof, "Followed already");
}

#[tokio::test]
async fn nobody_a_suspended_person_and_a_blocker_are_refused() {
    let bench = Bench::start().await;
    assert!(matches!(bench.x.follow(&ada()).await, Err(ChannelError::Refused { .. })), "nobody");
    bench.server.joins(Person { suspended: true, ..Person::new("ada_example", Generation::C) });
    assert!(matches!(bench.x.follow(&ada()).await, Err(ChannelError::Refused { .. })), "suspended");
    assert_eq!(bench.server.count("friendships/create"), 0);
    bench.server.joins(Person::new("bob_example", Generation::C));
    bench.server.next("friendships/create", Fault::Refuses(403, 162));
    let bob = Handle::parse(HandleKind::X, "bob_example").unwrap();
    assert!(matches!(bench.x.follow(&bob).await, Err(ChannelError::Refused { .. })), "blocked");
}

#[tokio::test]
async fn the_follow_limit_ends_follows_for_a_day_and_nothing_else() {
    let bench = Bench::start().await;
    let post = bench.somebody_posts("ada_example", "recall");
    bench.server.next("friendships/create", Fault::Refuses(403, 161));
    assert!(matches!(bench.x.follow(&ada()).await, Err(ChannelError::Held { .. })));
    bench.clock.advance(SignedDuration::from_mins(2));
    assert!(matches!(bench.x.follow(&ada()).await, Err(ChannelError::NotNow { .. })));
    assert_eq!(bench.server.count("friendships/create"), 1);
    bench.clock.advance(SignedDuration::from_mins(2));
    assert!(bench.x.like(&post).await.is_ok());
    bench.clock.advance(SignedDuration::from_hours(24));
    assert!(bench.x.follow(&ada()).await.is_ok());
}
