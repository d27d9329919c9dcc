//! Answers of models and what they cost.

use sdr_domain::id::LeadId;
use sdr_storage::{LlmAnswerRow, LlmUsageRow};
use serde_json::json;

use crate::world::{World, at, id};

on_both!(
    an_answer_is_kept_once_and_found_by_its_lead,
    an_answer_goes_with_its_lead_and_one_about_nobody_is_left_out,
    what_is_spent_adds_up_by_day_purpose_and_model,
);

fn answer(lead: LeadId, fingerprint: &str, text: &str) -> LlmAnswerRow {
    LlmAnswerRow {
        lead_id: lead,
        fingerprint: fingerprint.into(),
        answer: json!({ "judge": text }),
        model: "small:4b".into(),
        usage: json!({"requests": 1}),
        at: at(5),
    }
}

async fn keep(world: &World, answers: Vec<LlmAnswerRow>) {
    let tx = world.store.begin().await.unwrap();
    tx.insert_llm_answers(answers).await.unwrap();
    tx.commit().await.unwrap();
}

async fn an_answer_is_kept_once_and_found_by_its_lead(world: World) {
    let (ada, bob) = (world.lead("Ada").await, world.lead("Bob").await);
    let first = answer(ada, "f1", "yes");
    keep(&world, vec![first.clone(), answer(bob, "f1", "no")]).await;
    keep(&world, vec![answer(ada, "f1", "changed my mind")]).await;
    assert_eq!(world.store.llm_answers_of(&[ada]).await.unwrap(), [first]);
    assert_eq!(world.store.llm_answers_of(&[ada, bob]).await.unwrap().len(), 2);
}

async fn an_answer_goes_with_its_lead_and_one_about_nobody_is_left_out(world: World) {
    let ada = world.lead("Ada").await;
    keep(&world, vec![answer(ada, "f1", "yes"), answer(id(), "f2", "nobody")]).await;
    let tx = world.store.begin().await.unwrap();
    tx.delete_lead(ada, at(6)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.store.llm_answers_of(&[ada]).await.unwrap(), []);
}

async fn what_is_spent_adds_up_by_day_purpose_and_model(world: World) {
    let spent = |day: &str, purpose: &str, tokens| LlmUsageRow {
        day: day.into(),
        purpose: purpose.into(),
        model: "small:4b".into(),
        requests: 1,
        prompt_tokens: tokens,
        completion_tokens: 10,
        reused: 2,
    };
    for _ in 0..2 {
        let tx = world.store.begin().await.unwrap();
        let rows = vec![
            spent("2026-11-20", "judge", 100),
            spent("2026-11-20", "judge", 50),
            spent("2026-11-21", "write", 7),
        ];
        tx.add_llm_usage(rows).await.unwrap();
        tx.commit().await.unwrap();
    }
    let rows = world.store.llm_usage_since("2026-11-20").await.unwrap();
    let sum =
        LlmUsageRow { requests: 4, completion_tokens: 40, reused: 8, ..spent("2026-11-20", "judge", 300) };
    assert_eq!((rows.len(), &rows[1]), (2, &sum));
    assert_eq!(rows[0].day, "2026-11-21");
    assert_eq!(world.store.llm_usage_since("2026-11-21").await.unwrap().len(), 1);
}
