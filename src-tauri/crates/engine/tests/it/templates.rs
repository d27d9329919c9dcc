//! Templates: stored when they can be sent, tried before they are used.

use sdr_domain::channel::Channel;
use sdr_domain::draft::Variant;
use sdr_domain::template::TemplateProblemKind;
use sdr_engine::EngineError;
use sdr_engine::view::{TemplateForm, TemplateTry};

use crate::harness::Bench;

fn form(body: &str) -> TemplateForm {
    TemplateForm {
        name: "Short hello".into(),
        channel: Channel::Telegram,
        variant: Variant::A,
        subject: None,
        body: body.into(),
        enabled: true,
    }
}

fn tried(body: &str) -> TemplateTry {
    TemplateTry {
        channel: Channel::Telegram,
        variant: Variant::A,
        subject: None,
        body: body.into(),
        lead_id: None,
    }
}

#[tokio::test]
async fn one_template_a_channel_and_variant_is_in_use() {
    let bench = Bench::sending().await;
    let first = bench.engine.save_template(None, form("Hi {{first_name}}. {{ask}}")).await.unwrap();
    let second = bench.engine.save_template(None, form("Hello {{name}}. {{ask}}")).await.unwrap();
    let other = TemplateForm { variant: Variant::B, ..form("Hey {{name}}. {{ask}}") };
    let third = bench.engine.save_template(None, other).await.unwrap();
    let on: Vec<_> =
        bench.engine.templates().await.unwrap().into_iter().filter(|t| t.enabled).map(|t| t.id).collect();
    assert_eq!(on, [second.id, third.id]);
    bench.engine.save_template(Some(first.id), form("Hi again {{first_name}}. {{ask}}")).await.unwrap();
    let all = bench.engine.templates().await.unwrap();
    assert_eq!(all.len(), 3);
    let on: Vec<_> = all.into_iter().filter(|t| t.enabled).map(|t| t.id).collect();
    assert_eq!(on, [first.id, third.id]);
    bench.engine.delete_template(first.id).await.unwrap();
    let gone = bench.engine.delete_template(first.id).await;
    assert!(matches!(gone, Err(EngineError::NotFound { what: "template" })));
}

#[tokio::test]
async fn a_template_that_can_never_be_sent_is_refused_with_its_field() {
    let bench = Bench::sending().await;
    let refused =
        bench.engine.save_template(None, TemplateForm { channel: Channel::Email, ..form("Hi") }).await;
    let Err(EngineError::Invalid { fields }) = refused else { panic!("it was stored") };
    assert_eq!(fields[0].0, "subject");
}

#[tokio::test]
async fn a_preview_speaks_to_a_demo_lead_or_to_the_one_that_is_asked_for() {
    let bench = Bench::sending().await;
    let preview =
        bench.engine.preview_template(tried("Hi {{first_name}},\n\n{{intro}} {{ask}}")).await.unwrap();
    assert!(preview.problems.is_empty(), "{:?}", preview.problems);
    let first = preview.lead_name.split(' ').next().unwrap().to_owned();
    assert!(preview.body.unwrap().starts_with(&format!("Hi {first},")));

    let ada = bench.lead_on_telegram("ada_example").await;
    let to_ada = TemplateTry { lead_id: Some(ada), ..tried("{{persona}}, {{hometown}} and {{shoe_size}}") };
    let preview = bench.engine.preview_template(to_ada).await.unwrap();
    assert_eq!(preview.lead_name, "Person ada_example");
    assert_eq!(preview.body, None);
    assert!(preview.problems.iter().all(|p| p.kind == TemplateProblemKind::UnknownVariable));
}

#[tokio::test]
async fn every_variable_of_the_menu_is_explained_and_most_have_an_example() {
    let bench = Bench::sending().await;
    let variables = bench.engine.template_variables().await.unwrap();
    assert!(variables.iter().all(|variable| !variable.meaning.is_empty()));
    let with_example = variables.iter().filter(|variable| variable.example.is_some()).count();
    assert!(with_example * 10 >= variables.len() * 7, "{with_example} of {}", variables.len());
}
