//! What decides about a step.

use sdr_domain::enrollment::Facts;
use sdr_domain::enrollment::Reach;
use sdr_domain::reply::{Reply, ReplyKind};
use sdr_domain::suppression::{Suppression, SuppressionKind};
use sdr_storage::LeadFacts;

use super::*;

on_both!(
    handles_say_where_a_lead_is_reached,
    only_what_came_since_the_enrollment_counts,
    a_lead_on_the_list_is_suppressed_by_any_of_its_keys,
    the_next_post_is_the_newest_that_was_not_liked,
);

async fn facts(world: &World, enrollment: &Enrollment) -> LeadFacts {
    let asked = [(enrollment.id, enrollment.lead_id, enrollment.enrolled_at)];
    let found = world.store.facts_of(&asked).await.unwrap();
    let tx = world.store.begin().await.unwrap();
    assert_eq!(tx.facts_of(&asked).await.unwrap(), found);
    found[&enrollment.id].clone()
}

async fn handles_say_where_a_lead_is_reached(world: World) {
    let (sequence, _) = sequence(&world).await;
    let people = vec![
        person("Ada", None, &[(Email, "ada@example.com"), (X, "ada")]),
        person("Bob", None, &[(Linkedin, "linkedin.com/in/bob")]),
    ];
    let leads = world.import(people).await.created;
    let ada = enroll(&world, &sequence, leads[0], None).await;
    let bob = enroll(&world, &sequence, leads[1], None).await;
    let of_ada = facts(&world, &ada).await;
    assert_eq!(of_ada.facts.reach, Reach { x: true, email: true, ..Reach::default() });
    assert_eq!(of_ada.handles, [handle(X, "ada"), handle(Email, "ada@example.com")]);
    let of_bob = facts(&world, &bob).await;
    let reach = Reach { linkedin: true, ..Reach::default() };
    assert_eq!(of_bob.facts, Facts { reach, ..Facts::default() });
    let gone = world.store.facts_of(&[(id(), id(), at(0))]).await.unwrap();
    assert_eq!(gone.into_values().next(), Some(LeadFacts::default()));
}

async fn only_what_came_since_the_enrollment_counts(world: World) {
    let (sequence, _) = sequence(&world).await;
    let lead = world.lead("Ada").await;
    let enrollment = enroll(&world, &sequence, lead, None).await;
    let came = |kind, when| {
        let reply = Reply {
            id: id(),
            project_id: world.project,
            lead_id: lead,
            channel: Channel::Email,
            kind,
            note: None,
            back_at: None,
            at: when,
            created_at: at(100),
        };
        let store = world.store.clone();
        async move {
            let tx = store.begin().await.unwrap();
            tx.insert_reply(&reply).await.unwrap();
            tx.commit().await.unwrap();
        }
    };
    came(ReplyKind::Reply, at(3)).await;
    came(ReplyKind::Engagement, at(3)).await;
    came(ReplyKind::OutOfOffice, at(30)).await;
    came(ReplyKind::Bounce, at(30)).await;
    let before = facts(&world, &enrollment).await.facts;
    assert!(!before.replied && !before.engaged);
    came(ReplyKind::Engagement, at(4)).await;
    let liked = facts(&world, &enrollment).await.facts;
    assert!(!liked.replied && liked.engaged);
    came(ReplyKind::Reply, at(4)).await;
    assert!(facts(&world, &enrollment).await.facts.replied);
}

async fn a_lead_on_the_list_is_suppressed_by_any_of_its_keys(world: World) {
    let (sequence, _) = sequence(&world).await;
    let people = vec![
        person("Ada", None, &[(Email, "ada@mail.example.com")]),
        person("Bob", None, &[(X, "bob")]),
        person("Cleo", None, &[(X, "cleo")]),
        person("Dan", None, &[(X, "dan")]),
    ];
    let leads = world.import(people).await.created;
    let tx = world.store.begin().await.unwrap();
    let rule = |kind, value: &str| Suppression {
        id: id(),
        kind,
        value: value.into(),
        reason: "asked".into(),
        created_at: at(5),
    };
    let rules = vec![
        rule(SuppressionKind::Domain, "example.com"),
        rule(SuppressionKind::X, "bob"),
        rule(SuppressionKind::Person, &leads[2].to_string()),
        rule(SuppressionKind::Telegram, "dan"),
    ];
    tx.insert_suppressions(rules).await.unwrap();
    tx.commit().await.unwrap();
    for (lead, expected) in leads.into_iter().zip([true, true, true, false]) {
        let enrollment = enroll(&world, &sequence, lead, None).await;
        assert_eq!(facts(&world, &enrollment).await.suppressed, expected);
    }
}

async fn the_next_post_is_the_newest_that_was_not_liked(world: World) {
    let (one, _) = sequence(&world).await;
    let (two, _) = sequence(&world).await;
    let mut ada = person("Ada", None, &[(X, "ada")]);
    let dated = |text: &str, external: Option<&str>, when: i64| {
        let mut post = post(text, external);
        post.posted_at = Some(at(when));
        post
    };
    ada.posts = vec![
        dated("oldest", Some("10"), -500),
        dated("newest", Some("30"), -100),
        dated("middle", Some("20"), -300),
        dated("from a file", None, -50),
    ];
    let lead = world.import(vec![ada]).await.created[0];
    let first = enroll(&world, &one, lead, None).await;
    let second = enroll(&world, &two, lead, None).await;
    let now = |enrollment: Enrollment| {
        let world = &world;
        async move {
            let facts = facts(world, &enrollment).await;
            (facts.facts.posts, facts.next_post)
        }
    };
    assert_eq!(now(first.clone()).await, (3, Some("30".into())));
    let mut likes = vec![like(&first, 0, "30"), like(&first, 1, "20")];
    likes[1].state = DeliveryState::Canceled;
    let mut reply = like(&first, 2, "10");
    reply.action = Action::Reply;
    likes.push(reply);
    let tx = world.store.begin().await.unwrap();
    tx.insert_deliveries(&likes).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(now(first.clone()).await, (2, Some("20".into())));
    assert_eq!(now(second).await, (3, Some("30".into())), "each enrollment likes for itself");
    let tx = world.store.begin().await.unwrap();
    tx.insert_deliveries(&[like(&first, 3, "20"), like(&first, 4, "10")]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(now(first).await, (0, None));
}
