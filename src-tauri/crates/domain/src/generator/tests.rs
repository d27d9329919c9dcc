//! What the generator promises, one sentence a test.

use std::collections::HashSet;

use super::*;
use crate::judgement::Verdict;
use crate::offline_judge::OfflineJudge;
use crate::project::{Company, Icp};

fn now() -> Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

#[test]
fn same_seed_same_leads_and_another_seed_others() {
    assert_eq!(generate(200, 7, now()), generate(200, 7, now()));
    assert_ne!(generate(200, 7, now()), generate(200, 8, now()));
    assert_eq!(generate(50, 7, now()), generate(200, 7, now())[..50]);
}

#[test]
fn a_hundred_thousand_leads_share_no_handle_and_no_name_at_a_company() {
    let leads = generate(100_000, 1, now());
    assert_eq!(leads.len(), 100_000);
    let people: HashSet<_> = leads.iter().filter_map(NewLead::person_key).collect();
    assert_eq!(people.len(), leads.len());
    let handles: Vec<_> = leads.iter().flat_map(|lead| &lead.handles).collect();
    let different: HashSet<_> = handles.iter().collect();
    assert_eq!(different.len(), handles.len());
    let ids: Vec<_> =
        leads.iter().flat_map(|lead| &lead.posts).filter_map(|p| p.external_id.as_ref()).collect();
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
}

#[test]
fn every_lead_is_whole_and_lives_on_reserved_domains() {
    for lead in generate(2_000, 3, now()) {
        let kinds: HashSet<_> = lead.handles.iter().map(Handle::kind).collect();
        assert!(kinds.contains(&HandleKind::Email) && kinds.contains(&HandleKind::Linkedin), "{lead:?}");
        assert_eq!(kinds.len(), lead.handles.len());
        let email = lead.handles.iter().find(|h| h.kind() == HandleKind::Email).unwrap();
        assert!(email.email_domain().unwrap().ends_with(".example"));
        let industry = INDUSTRIES.iter().find(|i| Some(i.name) == lead.profile.industry.as_deref()).unwrap();
        assert!(industry.roles.contains(&lead.profile.role.as_deref().unwrap()));
        assert!(lead.profile.website.unwrap().ends_with(".example"));
        for post in &lead.posts {
            assert!(!post.text.contains(['{', '}']), "{}", post.text);
            assert!(post.posted_at.unwrap() < now());
        }
    }
}

#[test]
fn ten_thousand_leads_keep_every_rule() {
    for lead in generate(10_000, 11, now()) {
        assert_eq!(validate(&lead), [], "{lead:?}");
    }
}

#[test]
fn each_broken_rule_is_named() {
    let whole = || generate(1, 3, now()).remove(0);
    let broken = |change: fn(&mut NewLead)| {
        let mut lead = whole();
        change(&mut lead);
        validate(&lead)
    };
    assert_eq!(broken(|lead| lead.profile.name = "Ada".into()), [Problem::Name]);
    assert_eq!(broken(|lead| lead.profile.role = Some("Astronaut".into())), [Problem::Role]);
    assert_eq!(broken(|lead| lead.profile.company = Some("Northwind Zoo".into())), [Problem::Company]);
    assert_eq!(broken(|lead| lead.profile.language = None), [Problem::Language]);
    assert_eq!(broken(|lead| lead.handles.retain(|h| h.kind() != HandleKind::Linkedin)), [Problem::Linkedin]);
    assert_eq!(broken(|lead| lead.handles.push(lead.handles[0].clone())), [Problem::Handle]);
    let blank = NewPost { text: "{n} hours".into(), ..NewPost::default() };
    let mut lead = whole();
    lead.posts.push(blank);
    assert_eq!(validate(&lead), [Problem::Post]);
    for website in ["http://x.example", "https://x.com", "https://-x.example", "x.example"] {
        let mut lead = whole();
        lead.profile.website = Some(website.into());
        assert_eq!(validate(&lead), [Problem::Email, Problem::Website], "{website}");
    }
    let mut lead = whole();
    lead.profile.industry = Some("Space".into());
    assert_eq!(validate(&lead), [Problem::Industry, Problem::Role, Problem::Company]);
}

#[test]
fn named_industries_come_evenly_and_no_other() {
    let leads = generate_among(&["Retail", "Finance"], 200, 7, now());
    let count = |name| leads.iter().filter(|l| l.profile.industry.as_deref() == Some(name)).count();
    assert_eq!((leads.len(), count("Retail"), count("Finance")), (200, 100, 100));
    assert_eq!(generate_among(&["Retail", "Finance"], 50, 7, now()), leads[..50]);
    assert!(generate_among(&["Space"], 10, 7, now()).is_empty());
    let everybody: Vec<&str> = INDUSTRIES.iter().map(|industry| industry.name).collect();
    assert_eq!(generate_among(&everybody, 60, 7, now()), generate(60, 7, now()));
    assert_eq!(everybody, crate::source::INDUSTRIES);
}

#[test]
fn two_hundred_leads_hold_some_that_instruct_software() {
    for seed in 0..20 {
        let leads = generate(200, seed, now());
        let texts = leads.iter().flat_map(|lead| &lead.posts).map(|post| post.text.as_str());
        let instructing = texts.filter(|text| crate::instructions::instructs(text)).count();
        assert!(instructing > 0, "seed {seed}");
    }
}

#[test]
fn every_handle_that_was_drawn_is_a_legal_one() {
    let leads = generate(5_000, 5, now());
    let share = |kind| {
        let count = leads.iter().filter(|l| l.handles.iter().any(|h| h.kind() == kind)).count();
        count * 100 / leads.len()
    };
    assert!((55..=65).contains(&share(HandleKind::Telegram)), "{}", share(HandleKind::Telegram));
    assert!((65..=75).contains(&share(HandleKind::X)), "{}", share(HandleKind::X));
}

#[test]
fn every_industry_appears_among_two_hundred() {
    let leads = generate(200, 7, now());
    let names: HashSet<_> = leads.iter().filter_map(|l| l.profile.industry.clone()).collect();
    assert_eq!(names.len(), INDUSTRIES.len());
}

#[test]
fn a_judge_finds_leads_among_them_and_no_injection_becomes_one() {
    let company = Company {
        name: "Tallyhand".into(),
        description: "Automated reporting".into(),
        problem: "Teams lose hours on manual reporting in spreadsheets".into(),
        ..Company::default()
    };
    let icp = Icp {
        keywords: vec!["operations".into()],
        queries: vec!["manual reporting".into()],
        ..Icp::default()
    };
    let judge = OfflineJudge::new(&company, &icp);
    let mut relevant = 0;
    let mut injected = 0;
    for lead in generate(1_000, 7, now()) {
        let posts: Vec<&str> = lead.posts.iter().map(|post| post.text.as_str()).collect();
        let judgement = judge.judge(&lead.profile, &posts);
        relevant += usize::from(judgement.verdict == Verdict::Relevant);
        if posts
            .iter()
            .any(|post| post.contains("nstructions") || post.contains("to AI") || post.contains("SYSTEM"))
        {
            injected += 1;
            assert_ne!(judgement.verdict, Verdict::Relevant, "{posts:?} {judgement:?}");
            assert!(judgement.reasoning.contains("read as text only"), "{posts:?}");
        }
    }
    assert!((15..600).contains(&relevant), "{relevant}");
    assert!((15..100).contains(&injected), "{injected}");
}

#[test]
fn asking_for_none_or_for_too_many_is_answered_with_what_there_is() {
    assert!(generate(0, 1, now()).is_empty());
    assert_eq!(MOST, FIRST_NAMES.len() * LAST_NAMES.len() * PREFIXES.len() * 36);
}
