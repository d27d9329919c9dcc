//! Every kind of trouble, with a sentence that says what to do.

use sdr_domain::project::{LlmChoice, LlmProvider};
use sdr_fake_servers::llm::{Act, FakeLlm, KEY};
use sdr_ports::Secret;
use sdr_ports::llm::LlmErrorKind as Kind;

use crate::desk::{Desk, POST, http, judge, patience};

#[tokio::test]
async fn where_nobody_listens_the_sentence_says_to_start_it() {
    let desk = Desk::ollama().await;
    let nobody = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", nobody.local_addr().unwrap());
    drop(nobody);
    let choice = LlmChoice { base_url: base_url.clone(), ..desk.choice.clone() };
    let gateway = desk.gateways.open(&choice, None).unwrap();
    let error = gateway.ask(&judge(&[POST]), &[]).await.unwrap_err();
    assert_eq!(error.kind, Kind::Away);
    assert_eq!(
        error.sentence,
        format!(
            "Ollama does not answer at {base_url}. Start it, or choose another way under Settings, Language model."
        )
    );
    let health = gateway.health().await;
    assert_eq!((health.ready, health.sentence), (false, format!("Ollama does not answer at {base_url}.")));
    assert_eq!(
        health.fix.as_deref(),
        Some("Start it, or choose another way under Settings, Language model.")
    );
}

#[tokio::test]
async fn what_passes_by_itself_is_tried_again() {
    for desk in Desk::each().await {
        for act in [
            Act::Fails(500),
            Act::Fails(503),
            Act::Drops,
            Act::BreaksOff,
            Act::ErrorInside("llama runner".into()),
        ] {
            let before = desk.server.questions().len();
            desk.server.then(act.clone());
            assert_eq!(desk.judge().await.usage.requests, 2, "{act:?}");
            assert_eq!(desk.server.questions().len(), before + 2);
        }
    }
}

#[tokio::test]
async fn what_does_not_pass_is_given_up_after_three_more_tries() {
    for desk in Desk::each().await {
        for act in [Act::Fails(500), Act::Drops] {
            for _ in 0..4 {
                desk.server.then(act.clone());
            }
            let (kind, sentence) = desk.trouble().await;
            assert_eq!(kind, Kind::Away, "{sentence}");
        }
        assert_eq!(desk.server.questions().len(), 8);
    }
}

#[tokio::test]
async fn silence_is_given_up_and_not_asked_again() {
    for desk in Desk::each().await {
        desk.server.stalls();
        assert_eq!(desk.trouble().await.0, Kind::Away);
        assert_eq!(desk.server.questions().len(), 1);
    }
}

#[tokio::test]
async fn an_answer_of_a_hundred_megabytes_is_given_up() {
    for desk in Desk::each().await {
        desk.server.sends_megabytes(100);
        assert_eq!(desk.trouble().await.0, Kind::BadAnswer);
    }
}

#[tokio::test]
async fn a_web_page_is_no_model() {
    for desk in Desk::each().await {
        desk.server.then(Act::Html);
        let (kind, sentence) = desk.trouble().await;
        assert_eq!(kind, Kind::Away);
        assert!(sentence.starts_with("What answers at ADDRESS is not"), "{sentence}");
    }
}

#[tokio::test]
async fn a_short_pause_is_kept_and_a_long_one_is_handed_back() {
    for desk in Desk::each().await {
        desk.server.rate_limits(Some("1")).rate_limits(None);
        assert_eq!(desk.judge().await.usage.requests, 3);
        desk.server.rate_limits(Some("7200"));
        let (kind, sentence) = desk.trouble().await;
        assert_eq!(kind, Kind::Busy { retry_after_secs: 7_200 });
        assert!(sentence.contains("120 minutes"), "{sentence}");
        for _ in 0..4 {
            desk.server.rate_limits(None);
        }
        assert_eq!(desk.trouble().await.0, Kind::Busy { retry_after_secs: 60 });
    }
}

#[tokio::test]
async fn a_pause_in_words_is_kept() {
    let desk = Desk::groq().await;
    let words = |words: &str| Act::RateLimited { header: None, words: Some(words.into()) };
    desk.server.then(words("20ms"));
    desk.judge().await;
    desk.server.then(words("5.289s"));
    assert_eq!(desk.trouble().await.0, Kind::Busy { retry_after_secs: 6 });
}

#[tokio::test]
async fn overload_is_waited_for_and_then_handed_back() {
    for desk in [Desk::groq().await, Desk::anthropic().await] {
        desk.server.then(Act::Overloaded);
        desk.judge().await;
        for _ in 0..4 {
            desk.server.then(Act::Overloaded);
        }
        assert!(matches!(desk.trouble().await.0, Kind::Busy { .. }));
    }
}

#[tokio::test]
async fn an_empty_account_is_not_asked_again() {
    let spent = [
        (Desk::openai().await, Act::Spent),
        (Desk::anthropic().await, Act::Spent),
        (Desk::anthropic().await, Act::SpendLimit),
    ];
    for (desk, act) in spent {
        desk.server.then(act);
        let (kind, sentence) = desk.trouble().await;
        assert_eq!((kind, desk.server.questions().len()), (Kind::Spent, 1));
        assert!(sentence.contains("Add some there"), "{sentence}");
    }
}

#[tokio::test]
async fn a_model_that_is_not_there_is_named() {
    for desk in Desk::each().await {
        let choice = LlmChoice { model: "no-such-model".into(), ..desk.choice.clone() };
        let gateway = desk.gateways.open(&choice, Some(Secret::new(KEY))).unwrap();
        let error = gateway.ask(&judge(&[POST]), &[]).await.unwrap_err();
        assert_eq!(error.kind, Kind::NoModel);
        assert!(error.sentence.contains("has no model no-such-model."), "{error}");
        let health = gateway.health().await;
        assert!(!health.ready && health.fix.is_some(), "{}", health.sentence);
        assert!(desk.gateway.health().await.ready);
    }
    let none = LlmChoice { model: " ".into(), ..Desk::ollama().await.choice.clone() };
    let ledger = sdr_ports::fakes::FakeLedger::default();
    let gateway = sdr_llm::Gateways::with_patience(http(&ledger), patience()).open(&none, None).unwrap();
    assert_eq!(gateway.ask(&judge(&[POST]), &[]).await.unwrap_err().kind, Kind::NoModel);
    assert!(ledger.entries().is_empty());
}

#[tokio::test]
async fn a_wrong_or_missing_key_is_said_and_not_tried_again() {
    for desk in [Desk::openai().await, Desk::groq().await, Desk::anthropic().await] {
        let with = |key: Option<&str>| desk.gateways.open(&desk.choice, key.map(Secret::new)).unwrap();
        let error = with(Some("sk-wrong")).ask(&judge(&[POST]), &[]).await.unwrap_err();
        assert_eq!((error.kind, desk.server.log().len()), (Kind::Refused, 1));
        assert!(!error.sentence.contains("sk-wrong"));
        let error = with(None).ask(&judge(&[POST]), &[]).await.unwrap_err();
        assert_eq!(error.kind, Kind::Refused);
        assert!(error.sentence.contains("There is no key"), "{error}");
    }
    let desk = Desk::anthropic().await;
    desk.server.then(Act::Fails(403));
    assert_eq!(desk.trouble().await.0, Kind::Refused);
}

#[tokio::test]
async fn a_question_too_long_for_the_account_fails_alone() {
    for desk in [Desk::groq().await, Desk::anthropic().await] {
        desk.server.then(Act::TooLarge);
        assert_eq!(desk.trouble().await.0, Kind::BadAnswer);
        desk.judge().await;
    }
}

#[tokio::test]
async fn local_only_asks_nobody_outside_and_still_asks_this_machine() {
    let desk = Desk::ollama().await;
    desk.ledger.local_only(true);
    desk.judge().await;
    let choice = LlmChoice { provider: LlmProvider::Groq, base_url: String::new(), ..desk.choice.clone() };
    let far = desk.gateways.open(&choice, Some(Secret::new(KEY))).unwrap();
    let error = far.ask(&judge(&[POST]), &[]).await.unwrap_err();
    assert_eq!(error.kind, Kind::LocalOnly);
    assert!(error.sentence.contains("api.groq.com"), "{error}");
    assert_eq!(desk.ledger.lines()[1], "POST api.groq.com refused");
}

#[tokio::test]
async fn a_question_let_go_is_given_up_on_the_line() {
    let desk = Desk::ollama().await;
    desk.server.stalls();
    let task = judge(&[POST]);
    let asking = desk.gateway.ask(&task, &[]);
    assert!(tokio::time::timeout(std::time::Duration::from_millis(50), asking).await.is_err());
    assert_eq!(desk.ledger.lines(), ["POST 127.0.0.1 given up"]);
}

#[tokio::test]
async fn the_services_of_this_machine_need_no_key() {
    let server = FakeLlm::ollama().await;
    let choice = LlmChoice {
        provider: LlmProvider::OpenaiCompatible,
        model: "m".into(),
        base_url: server.url.clone(),
        ..LlmChoice::default()
    };
    let ledger = sdr_ports::fakes::FakeLedger::default();
    let gateway = sdr_llm::Gateways::with_patience(http(&ledger), patience()).open(&choice, None).unwrap();
    // That address speaks another language: said, not guessed.
    assert_eq!(gateway.ask(&judge(&[POST]), &[]).await.unwrap_err().kind, Kind::Away);
}
