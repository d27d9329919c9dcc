//! What a score promises, one sentence a test.

use jiff::SignedDuration;
use proptest::prelude::*;

use super::*;
use crate::judgement::Verdict;
use crate::offline_judge::OfflineJudge;
use crate::project::Company;

const POST: &str = "Manual reporting is killing us. Does anyone know a tool for weekly reports?";

fn now() -> Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn icp() -> Icp {
    Icp {
        keywords: vec!["VP operations".into(), "logistics".into()],
        queries: vec!["manual reporting".into(), "weekly reports".into()],
        ..Icp::default()
    }
}

fn ada() -> Profile {
    Profile {
        name: "Ada Falk".into(),
        role: Some("VP Operations".into()),
        industry: Some("Logistics".into()),
        followers: Some(500),
        ..Profile::default()
    }
}

fn judged(profile: &Profile, posts: &[&str]) -> Judgement {
    OfflineJudge::new(&Company::default(), &icp()).judge(profile, posts)
}

fn days_ago(days: i64, engagement: Option<u32>) -> PostFacts {
    let posted_at = now().checked_sub(SignedDuration::from_hours(days * 24)).unwrap();
    PostFacts { posted_at: Some(posted_at), engagement }
}

fn scored(profile: &Profile, post: Option<&str>, facts: &[PostFacts]) -> Score {
    let posts: Vec<&str> = post.into_iter().collect();
    let judgement = judged(profile, &posts);
    let inputs = ScoreInputs { profile, posts: facts, judgement: &judgement, icp: &icp(), now: now() };
    score(&inputs, &Weights::default())
}

fn part<'a>(score: &'a Score, name: &str) -> &'a ComponentScore {
    score.components.iter().find(|c| c.name == name).unwrap()
}

#[test]
fn a_fitting_person_with_a_fresh_question_is_near_the_top() {
    let score = scored(&ada(), Some(POST), &[days_ago(0, Some(40))]);
    assert!(score.total >= 85, "{score:#?}");
    assert!(score.fit >= 95 && score.intent >= 85, "{score:#?}");
}

#[test]
fn an_irrelevant_person_is_near_the_bottom() {
    let baker = Profile { role: Some("Baker".into()), industry: Some("Food".into()), ..Profile::default() };
    let score = scored(&baker, Some("Great hike today."), &[days_ago(80, Some(0))]);
    assert!(score.total <= 10, "{score:#?}");
}

#[test]
fn without_a_post_there_is_no_intent_but_the_fit_shows() {
    let score = scored(&ada(), None, &[]);
    assert_eq!(score.intent, 0);
    assert!(score.fit >= 95, "{score:#?}");
    assert_eq!(part(&score, "intent").explanation, "No post, so no sign of wanting something now.");
}

#[test]
fn what_is_not_known_counts_as_half_and_says_so() {
    let profile = Profile { followers: None, ..ada() };
    let score = scored(&profile, Some(POST), &[PostFacts::default()]);
    for name in ["recency", "reach", "engagement"] {
        assert!((part(&score, name).value - 0.5).abs() < f32::EPSILON, "{name}");
        assert!(part(&score, name).explanation.ends_with("counts as half."), "{name}");
    }
}

#[test]
fn a_post_loses_half_its_freshness_in_two_weeks_and_the_future_is_now() {
    let fresh = |facts| part(&scored(&ada(), Some(POST), &[facts]), "recency").value;
    assert!((fresh(days_ago(14, None)) - 0.5).abs() < 0.01);
    assert!(fresh(days_ago(400, None)) < 0.01);
    assert!((fresh(days_ago(-3, None)) - 1.0).abs() < f32::EPSILON);
}

#[test]
fn too_few_followers_count_in_proportion_and_zero_switches_reach_off() {
    let few = scored(&Profile { followers: Some(50), ..ada() }, Some(POST), &[]);
    assert!((part(&few, "reach").value - 0.25).abs() < f32::EPSILON);
    let icp = Icp { min_followers: 0, ..icp() };
    let (profile, judgement) = (ada(), judged(&ada(), &[POST]));
    let inputs = ScoreInputs { profile: &profile, posts: &[], judgement: &judgement, icp: &icp, now: now() };
    let off = score(&inputs, &Weights::default());
    assert!(part(&off, "reach").weight.abs() < f32::EPSILON);
    assert!((off.components.iter().map(|c| c.weight).sum::<f32>() - 1.0).abs() < 0.001);
}

#[test]
fn impossible_weights_count_nothing() {
    let (profile, judgement) = (ada(), judged(&ada(), &[POST]));
    let inputs =
        ScoreInputs { profile: &profile, posts: &[], judgement: &judgement, icp: &icp(), now: now() };
    let odd = Weights { relevance: f32::NAN, intent: -5.0, recency: f32::INFINITY, ..Weights::default() };
    assert!(score(&inputs, &odd).total <= 100);
    let none =
        Weights { relevance: 0.0, intent: 0.0, recency: 0.0, reach: 0.0, profile_fit: 0.0, engagement: 0.0 };
    assert_eq!(score(&inputs, &none).total, 0);
}

#[test]
fn weights_survive_a_file_with_some_of_them() {
    let weights: Weights = serde_json::from_str(r#"{"intent": 50}"#).unwrap();
    assert!((weights.intent - 50.0).abs() < f32::EPSILON);
    assert!((weights.relevance - Weights::default().relevance).abs() < f32::EPSILON);
}

#[test]
fn every_explanation_is_a_sentence() {
    for post in [None, Some(POST), Some("Great hike today.")] {
        for component in scored(&ada(), post, &[days_ago(1, Some(1))]).components {
            assert!(component.explanation.ends_with('.'), "{}", component.explanation);
            assert!(component.explanation.starts_with(char::is_uppercase), "{}", component.explanation);
        }
    }
}

proptest! {
    #[test]
    fn contributions_add_up_to_the_total(
        weights in prop::array::uniform6(0.0_f32..100.0),
        followers in prop::option::of(any::<u32>()),
        days in prop::option::of(-10_i64..1_000),
        engagement in prop::option::of(any::<u32>()),
        verdict in prop::sample::select(vec![Verdict::Relevant, Verdict::Maybe, Verdict::Irrelevant]),
    ) {
        let [relevance, intent, recency, reach, profile_fit, engagement_weight] = weights;
        let weights = Weights { relevance, intent, recency, reach, profile_fit, engagement: engagement_weight };
        let profile = Profile { followers, ..ada() };
        let facts: Vec<PostFacts> = days.map(|days| days_ago(days, engagement)).into_iter().collect();
        let judgement = Judgement { verdict, ..judged(&profile, &[POST]) };
        let inputs = ScoreInputs { profile: &profile, posts: &facts, judgement: &judgement, icp: &icp(), now: now() };
        let score = score(&inputs, &weights);
        let sum: f32 = score.components.iter().map(|c| c.contribution).sum();
        prop_assert!((sum - f32::from(score.total)).abs() <= 0.51, "{} {}", sum, score.total);
        prop_assert!(score.components.iter().all(|c| (0.0..=1.0).contains(&c.value)));
    }
}
