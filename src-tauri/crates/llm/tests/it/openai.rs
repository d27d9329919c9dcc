//! What servers of the chat completions interface leave out, and how each is asked all the same.

use sdr_fake_servers::llm::Act;
use sdr_ports::llm::LlmErrorKind as Kind;
use serde_json::Value;

use crate::desk::{Desk, verdict};

const RIGHT: (&str, &str) = ("relevant", "Our support tickets pile up again.");

fn shapes(desk: &Desk) -> Vec<String> {
    let shape = |body: &Value| {
        let format = &body["response_format"];
        let strict = if format["json_schema"]["strict"] == true { " strict" } else { "" };
        format!("{}{strict}", format["type"].as_str().unwrap_or("nothing"))
    };
    desk.server.questions().iter().map(shape).collect()
}

#[tokio::test]
async fn a_lesser_server_is_asked_in_simpler_ways_and_the_way_is_remembered() {
    for (known, steps) in [("loose_schema", 2), ("json_object", 3), ("nothing", 4)] {
        let desk = Desk::openai().await;
        desk.server.habits(|habits| habits.shape = known);
        assert_eq!(verdict(&desk.judge().await), RIGHT);
        let all = ["json_schema strict", "json_schema", "json_object", "nothing"];
        assert_eq!(shapes(&desk), all[..steps]);
        desk.judge().await;
        // Another gateway of the same process has learned it too.
        let other = desk.gateways.open(&desk.choice, Some(sdr_ports::Secret::new("test-key"))).unwrap();
        other.ask(&crate::desk::judge(&[crate::desk::POST]), &[]).await.unwrap();
        assert_eq!(shapes(&desk)[steps..], [all[steps - 1], all[steps - 1]]);
    }
}

#[tokio::test]
async fn old_words_and_missing_words_are_found_out_together() {
    let desk = Desk::openai().await;
    desk.server.habits(|habits| {
        habits.old_limit = true;
        habits.no_temperature = true;
        habits.shape = "json_object";
    });
    assert_eq!(verdict(&desk.judge().await), RIGHT);
    let last = desk.server.questions().pop().unwrap();
    assert!(last["max_tokens"].is_u64() && last["max_completion_tokens"].is_null());
    assert!(last["temperature"].is_null() && last["seed"].is_null());
    assert_eq!(desk.judge().await.usage.requests, 1);
}

#[tokio::test]
async fn a_text_that_failed_validation_is_repaired_without_heat() {
    let desk = Desk::groq().await;
    desk.server.then(Act::FailsValidation("{\"verdict\": \"yes\"".into()));
    let reply = desk.judge().await;
    assert_eq!((verdict(&reply), reply.repaired), (RIGHT, true));
    assert_eq!(desk.server.questions()[1]["temperature"], 0.0);
    desk.server.then(Act::FailsValidation(String::new())).then(Act::FailsValidation(String::new()));
    assert_eq!(desk.trouble().await.0, Kind::BadAnswer);
}

#[tokio::test]
async fn a_refusal_that_is_not_understood_is_shown_by_its_word_only() {
    let desk = Desk::openai().await;
    desk.server.then(Act::Fails(418));
    let (kind, sentence) = desk.trouble().await;
    assert_eq!(kind, Kind::BadAnswer);
    assert!(sentence.contains("error 418, not_allowed_here"), "{sentence}");
}

#[tokio::test]
async fn models_that_cannot_talk_are_not_offered() {
    let names = |models: Vec<sdr_ports::llm::LlmModel>| {
        models.into_iter().map(|model| model.name).collect::<Vec<_>>()
    };
    assert_eq!(names(Desk::openai().await.gateway.models().await.unwrap()), ["gpt-test", "gpt-test-mini"]);
    let groq = Desk::groq().await.gateway.models().await.unwrap();
    assert_eq!(names(groq), ["llama-3.1-8b-instant", "openai/gpt-oss-20b"]);
    let desk = Desk::openai().await;
    desk.server.habits(|habits| habits.no_list = true);
    assert!(desk.gateway.health().await.ready);
}
