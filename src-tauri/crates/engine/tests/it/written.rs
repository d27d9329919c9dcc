//! Writing on request: anew, on another channel, in the team's own words.

use sdr_domain::channel::Channel;
use sdr_domain::draft::{DraftStatus, Variant, WrittenBy};
use sdr_domain::lead::LeadStatus;
use sdr_engine::EngineError;
use sdr_engine::view::{NewLeadForm, TemplateForm};
use sdr_ports::llm::{LlmErrorKind, LlmTask};
use sdr_storage::{DraftFilter, LeadFilter};

use crate::harness::{Bench, pending, person};

fn own(channel: Channel, variant: Variant, body: &str) -> TemplateForm {
    let (name, subject) = ("Ours".into(), Some("For {{first_name}}".into()));
    TemplateForm { name, channel, variant, subject, body: body.into(), enabled: true }
}

#[tokio::test]
async fn rewriting_asks_the_model_for_other_words() {
    let bench = Bench::with_model().await;
    let id = bench.lead_on_telegram("priya_ops").await;
    let first = bench.draft_of(id).await;
    let second = bench.engine.rewrite_draft(first.id).await.unwrap();
    assert_ne!(second.variants[0].body, first.variants[0].body);
    assert_eq!(second.variants[0].written_by, WrittenBy::Llm);
    let rounds: Vec<usize> = bench
        .llm
        .questions()
        .into_iter()
        .filter_map(|(_, task)| if let LlmTask::Write(task) = task { Some(task.round) } else { None })
        .collect();
    assert_eq!(rounds, [0, 1]);
    let old = bench.engine.draft(first.id).await.unwrap().unwrap();
    assert_eq!(old.status, DraftStatus::Superseded);
}

#[tokio::test]
async fn rewriting_without_an_answer_uses_the_templates_and_says_so() {
    let bench = Bench::with_model().await;
    let id = bench.lead_on_telegram("priya_ops").await;
    let first = bench.draft_of(id).await;
    bench.llm.rule(|_| Some(Err(LlmErrorKind::NoModel)));
    let second = bench.engine.rewrite_draft(first.id).await.unwrap();
    let note = second.variants[0].note.as_deref();
    assert_eq!(note, Some("Written offline: There is no such model. Pull it."));
    assert_eq!(second.variants[0].written_by, WrittenBy::Offline);
}

#[tokio::test]
async fn an_edited_draft_is_the_humans() {
    let bench = Bench::with_model().await;
    let id = bench.lead_on_telegram("priya_ops").await;
    let draft = bench.draft_of(id).await;
    let edited = bench.engine.edit_draft(draft.id, None, "My own words?".into()).await.unwrap();
    assert_eq!(edited.written_by, WrittenBy::Human);
    let back = bench.engine.edit_draft(draft.id, None, draft.variants[0].body.clone()).await.unwrap();
    assert_eq!(back.written_by, WrittenBy::Llm);
    let page = bench.engine.drafts_page(&pending(), None, 10).await.unwrap();
    assert_eq!(page.items[0].written_by, WrittenBy::Llm);
}

#[tokio::test]
async fn another_channel_gets_a_draft_of_its_own_and_replaces_what_waits_there() {
    let bench = Bench::sending().await;
    let form = NewLeadForm {
        telegram: Some("priya_ops".into()),
        email: Some("priya@example.com".into()),
        ..person("Priya")
    };
    let id = bench.lead(form).await;
    let telegram = bench.draft_of(id).await;
    let email = bench.engine.write_draft(id, Channel::Email).await.unwrap();
    assert_eq!((email.channel, email.variants.len()), (Channel::Email, 2));
    let again = bench.engine.write_draft(id, Channel::Email).await.unwrap();
    let status = async |id| bench.engine.draft(id).await.unwrap().unwrap().status;
    assert_eq!(status(email.id).await, DraftStatus::Superseded);
    assert_eq!(status(again.id).await, DraftStatus::Pending);
    assert_eq!(status(telegram.id).await, DraftStatus::Pending);
}

#[tokio::test]
async fn a_channel_that_does_not_reach_the_lead_is_refused_with_what_is_missing() {
    let bench = Bench::sending().await;
    let id = bench.lead(NewLeadForm { x: Some("priya".into()), ..person("Priya") }).await;
    let refused = async |channel| match bench.engine.write_draft(id, channel).await {
        Err(EngineError::Precondition { code, sentence }) => (code, sentence),
        Ok(_) | Err(_) => panic!("writing should be refused"),
    };
    assert_eq!(refused(Channel::Email).await.0, "cannot_reach");
    assert!(refused(Channel::X).await.1.contains("post"));
    assert_eq!(bench.engine.lead(id).await.unwrap().unwrap().status, LeadStatus::Enriched);
}

#[tokio::test]
async fn a_reply_on_x_answers_the_quoted_post_and_the_yes_covers_it() {
    let bench = Bench::sending().await;
    bench.change(|project| project.outreach.channels = vec![Channel::X]).await;
    bench.engine.demo_leads(60, 7).await.unwrap();
    bench.engine.run_pipeline_to_end().await.unwrap();
    let on_x = DraftFilter { channel: Some(Channel::X), ..pending() };
    let page = bench.engine.drafts_page(&on_x, None, 50).await.unwrap();
    let draft = bench.engine.draft(page.items[0].id).await.unwrap().unwrap();
    let url = draft.reply_to_url.clone().unwrap();
    let quoted = draft.lead.judgement.as_ref().unwrap().evidence.iter().find_map(|e| e.post_id).unwrap();
    let post = draft.lead.posts.iter().find(|post| post.id == quoted).unwrap();
    let number = post.url.as_deref().unwrap().rsplit('/').next().unwrap();
    assert!(url.starts_with("https://x.com/") && url.ends_with(&format!("/status/{number}")), "{url}");
    let approved = bench.approve(&draft).await.unwrap();
    let delivery = bench.engine.delivery(approved.delivery_id).await.unwrap().unwrap();
    assert_eq!(delivery.row.channel, Channel::X);
}

#[tokio::test]
async fn the_teams_own_wording_goes_before_the_model() {
    let bench = Bench::with_model().await;
    let body = "Hi {{first_name}}, {{persona}} here.\n\nShall we talk?";
    bench.engine.save_template(None, own(Channel::Telegram, Variant::A, body)).await.unwrap();
    let id = bench.lead(NewLeadForm { telegram: Some("priya_ops".into()), ..person("Priya") }).await;
    let draft = bench.draft_of(id).await;
    assert_eq!(draft.variants[0].body, "Hi Person, Mara here.\n\nShall we talk?");
    assert_eq!(draft.variants[0].written_by, WrittenBy::Offline);
    assert_eq!(draft.variants[1].written_by, WrittenBy::Llm);
    let body = "Hello {{first_name}}, is now a good time?";
    bench.engine.save_template(None, own(Channel::Telegram, Variant::B, body)).await.unwrap();
    let before = bench.llm.questions().len();
    let second = bench.lead(NewLeadForm { telegram: Some("omar_ops".into()), ..person("Omar") }).await;
    assert_eq!(bench.draft_of(second).await.variants[1].body, "Hello Person, is now a good time?");
    assert_eq!(bench.llm.questions().len() - before, 2, "nobody needs to write");
}

#[tokio::test]
async fn a_variable_without_a_value_blocks_the_lead_by_name_of_the_template() {
    let bench = Bench::sending().await;
    let body = "Hi {{first_name}}, how is {{industry}}?";
    bench.engine.save_template(None, own(Channel::Telegram, Variant::A, body)).await.unwrap();
    let form = NewLeadForm { industry: None, telegram: Some("priya_ops".into()), ..person("Priya") };
    bench.lead(form).await;
    let run = bench.engine.pipeline_status().await.unwrap().run.unwrap();
    let reason = &run.failures[0].reason;
    assert!(reason.contains("Ours") && reason.contains("{{industry}} has no value"), "{reason}");
    assert_eq!(bench.engine.leads_page(&LeadFilter::default(), None, 5).await.unwrap().total, 1);
}
