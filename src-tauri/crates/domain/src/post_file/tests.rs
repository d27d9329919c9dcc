//! What the two file formats promise, one sentence a test.

use super::*;
use crate::judgement::Verdict::{Irrelevant, Maybe, Relevant};

const ICP: &str = r#"{"company":"Tallyhand","product_url":"https://tallyhand.example",
    "description":"Automated weekly reporting for operations teams",
    "problem":"Teams lose hours copying numbers between spreadsheets",
    "keywords":["operations"],"queries":["manual reporting"],"unknown":[1]}"#;

fn label(text: &str) -> Result<Option<Verdict>, FileError> {
    PostLine::parse(&format!(r#"{{"id":1,"text":"x","label":{text}}}"#)).unwrap().label()
}

#[test]
fn an_icp_may_leave_out_what_it_does_not_say_but_not_everything() {
    let file = IcpFile::parse(ICP).unwrap();
    assert_eq!(file.company.name, "Tallyhand");
    assert!(file.icp.languages.is_empty());
    assert!(IcpFile::parse("\u{feff}{\"problem\":\"no shows\"}\r\n").is_ok());
    assert_eq!(IcpFile::parse(r#"{"company":"Tallyhand"}"#), Err(FileError::EmptyIcp));
    assert!(matches!(IcpFile::parse("<html>"), Err(FileError::Json(_))));
}

#[test]
fn only_id_and_text_are_needed_and_what_cannot_be_read_counts_as_missing() {
    let line =
        PostLine::parse(r#"{"id":7,"text":"hello","followers":"many","posted_at":"soon","bio":null,"x":[]}"#);
    let line = line.unwrap();
    assert_eq!((line.profile.followers, line.posted_at, line.profile.bio), (None, None, None));
    assert_eq!(PostLine::parse(r#"{"text":"hello"}"#), Err(FileError::NoId));
    assert_eq!(PostLine::parse(r#"{"id":"a"}"#), Err(FileError::NoText));
    assert!(matches!(PostLine::parse(r#"{"id":"a","text":"#), Err(FileError::Json(_))));
}

#[test]
fn a_moment_may_be_written_in_the_usual_ways() {
    for written in [
        r#""2026-03-02T09:00:00Z""#,
        r#""2026-03-02T10:00:00+01:00""#,
        r#""2026-03-02 09:00:00""#,
        "1772442000",
    ] {
        let line = PostLine::parse(&format!(r#"{{"id":1,"text":"x","posted_at":{written}}}"#)).unwrap();
        assert_eq!(line.posted_at, Some("2026-03-02T09:00:00Z".parse().unwrap()), "{written}");
    }
}

#[test]
fn labels_have_many_spellings_and_an_unknown_one_is_an_error() {
    for yes in [r#""relevant""#, r#""Lead""#, r#""YES""#, r#""positive""#, "true", "1", r#""1""#] {
        assert_eq!(label(yes), Ok(Some(Relevant)), "{yes}");
    }
    for no in [r#""irrelevant""#, r#""not_lead""#, r#""No""#, r#""negative""#, "false", "0"] {
        assert_eq!(label(no), Ok(Some(Irrelevant)), "{no}");
    }
    assert_eq!(label(r#""maybe""#), Ok(Some(Maybe)));
    assert_eq!(label("null"), Ok(None));
    assert_eq!(label(r#""perhaps""#), Err(FileError::Label(r#""perhaps""#.into())));
    assert!(label("2").is_err());
}

#[test]
fn an_answer_quotes_the_post_and_carries_a_score() {
    let judge = PostJudge::new(&IcpFile::parse(ICP).unwrap(), "2026-03-02T09:00:00Z".parse().unwrap());
    let line =
        r#"{"id":"p1","text":"Manual reporting is killing us. Does anyone know a tool for weekly reports?"}"#;
    let answer = judge.judge(&PostLine::parse(line).unwrap());
    assert_eq!((answer.verdict, &answer.id), (Relevant, &Value::from("p1")));
    assert!(answer.score >= 50 && answer.evidence[0].source == "post");
    let text = answer.to_string();
    assert!(text.starts_with(r#"{"id":"p1","verdict":"relevant","confidence":0."#), "{text}");
}

#[test]
fn a_fresh_post_scores_higher_than_an_old_one() {
    let judge = PostJudge::new(&IcpFile::parse(ICP).unwrap(), "2026-03-02T09:00:00Z".parse().unwrap());
    let score = |day: &str| {
        let line = format!(r#"{{"id":1,"text":"Manual reporting is killing us.","posted_at":"{day}"}}"#);
        judge.judge(&PostLine::parse(&line).unwrap()).score
    };
    assert!(score("2026-03-01T09:00:00Z") > score("2025-03-01T09:00:00Z"));
}

#[test]
fn the_headline_counts_relevant_alone_and_leaves_maybe_labels_out() {
    let mut measure = Measure::default();
    for (label, verdict) in [
        (Relevant, Relevant),
        (Relevant, Maybe),
        (Maybe, Relevant),
        (Maybe, Irrelevant),
        (Irrelevant, Relevant),
        (Irrelevant, Irrelevant),
    ] {
        measure.add(Some(label), verdict);
    }
    measure.add(None, Relevant);
    assert_eq!(measure.headline(), Counts { found: 1, wrong: 1, missed: 1 });
    assert_eq!(measure.lenient(), Counts { found: 3, wrong: 1, missed: 1 });
    let text = measure.to_string();
    assert!(text.contains("precision: 0.500\nrecall: 0.500\nf1: 0.500\n"), "{text}");
    assert!(text.contains("labelled: 6\nunlabelled: 1\n"), "{text}");
}
