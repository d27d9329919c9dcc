//! What only Anthropic does.

use crate::desk::{Desk, verdict};

const RIGHT: (&str, &str) = ("relevant", "Our support tickets pile up again.");

#[tokio::test]
async fn an_older_model_hands_its_answer_over_through_one_forced_tool() {
    let desk = Desk::anthropic().await;
    desk.server.habits(|habits| habits.no_output_config = true);
    let reply = desk.judge().await;
    assert_eq!((verdict(&reply), reply.usage.requests), (RIGHT, 2));
    let body = desk.server.questions().pop().unwrap();
    assert_eq!(body["tool_choice"], serde_json::json!({"type": "tool", "name": "emit"}));
    assert_eq!(desk.judge().await.usage.requests, 1);
}

#[tokio::test]
async fn a_model_without_temperature_is_asked_without() {
    let desk = Desk::anthropic().await;
    desk.server.habits(|habits| habits.no_temperature = true);
    assert_eq!(desk.judge().await.usage.requests, 2);
    assert_eq!(desk.judge().await.usage.requests, 1);
}

#[tokio::test]
async fn a_short_name_stands_for_the_dated_model() {
    let desk = Desk::anthropic().await;
    let health = desk.gateway.health().await;
    assert!(health.ready, "{}", health.sentence);
    let names: Vec<_> = desk.gateway.models().await.unwrap().into_iter().map(|model| model.name).collect();
    assert_eq!(names, ["claude-haiku-4-5-20251001", "claude-sonnet-5"]);
    assert!(desk.gateway.pull("x", &|_| {}).await.unwrap_err().sentence.contains("nothing to download"));
}
