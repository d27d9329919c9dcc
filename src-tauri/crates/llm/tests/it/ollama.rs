//! What only Ollama does.

use sdr_fake_servers::llm::Act;
use sdr_ports::llm::LlmErrorKind as Kind;
use serde_json::json;

use crate::desk::{Desk, POST, judge, verdict};

#[tokio::test]
async fn every_question_names_its_room_and_few_sizes_are_used() {
    let desk = Desk::ollama().await;
    let long = "We count every box by hand. ".repeat(900);
    for posts in [&[POST][..], &[&long, &long, &long], &[POST, POST]] {
        desk.ask(&judge(posts)).await.unwrap();
    }
    let rooms: Vec<_> =
        desk.server.questions().iter().map(|body| body["options"]["num_ctx"].clone()).collect();
    assert_eq!(rooms, [json!(4_096), json!(8_192), json!(4_096)]);
    assert_eq!(desk.server.questions()[0]["keep_alive"], "10m");
    assert_eq!(desk.server.questions()[0]["think"], false);
}

#[tokio::test]
async fn a_prompt_that_was_cut_in_silence_is_asked_again_with_more_room() {
    let desk = Desk::ollama().await;
    desk.server.habits(|habits| habits.reads_at_most = Some(100));
    let (kind, sentence) = desk.trouble().await;
    assert_eq!(kind, Kind::BadAnswer);
    assert!(sentence.contains("larger context"), "{sentence}");
    let rooms: Vec<_> =
        desk.server.questions().iter().map(|body| body["options"]["num_ctx"].clone()).collect();
    assert_eq!(rooms, [json!(4_096), json!(8_192)]);
}

#[tokio::test]
async fn a_server_that_does_not_know_thinking_is_asked_without_it_from_then_on() {
    let desk = Desk::ollama().await;
    desk.server.habits(|habits| habits.no_think = true);
    assert_eq!(desk.judge().await.usage.requests, 2);
    assert_eq!(desk.judge().await.usage.requests, 1);
}

#[tokio::test]
async fn thoughts_before_the_answer_are_not_the_answer() {
    let desk = Desk::ollama().await;
    let answer = json!({"verdict": "maybe", "confidence": 0.5, "reasoning": "", "claims": [
        {"source": "post", "post": 1, "quote": "Our support tickets", "reason": ""}]});
    desk.server.answers(&format!("<think>Hmm, {{\"verdict\": \"relevant\"}}?</think>\n{answer}"));
    assert_eq!(verdict(&desk.judge().await), ("maybe", "Our support tickets"));
}

#[tokio::test]
async fn a_model_too_large_for_the_machine_is_said_at_once() {
    let desk = Desk::ollama().await;
    desk.server
        .then(Act::ErrorInside("model requires more system memory (9.3 GiB) than is available".into()));
    let (kind, sentence) = desk.trouble().await;
    assert_eq!((kind, desk.server.questions().len()), (Kind::NoModel, 1));
    assert!(sentence.contains("does not fit into the memory"), "{sentence}");
}

#[tokio::test]
async fn models_are_listed_with_their_sizes() {
    let desk = Desk::ollama().await;
    let models = desk.gateway.models().await.unwrap();
    let seen: Vec<_> = models.iter().map(|model| (model.name.as_str(), model.parameters_billion)).collect();
    assert_eq!(
        seen,
        [("nomic-embed-text:latest", Some(0.137)), ("qwen3:4b", Some(4.0)), ("qwen3:8b", Some(8.0))]
    );
}
