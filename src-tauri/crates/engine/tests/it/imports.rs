//! People who must not be contacted are turned away at the door.

use sdr_domain::suppression::SuppressionKind;
use sdr_engine::EngineError;
use sdr_engine::view::NewLeadForm;

use crate::harness::{Bench, pending};

#[tokio::test]
async fn a_suppressed_domain_is_turned_away_when_added() {
    let bench = Bench::sending().await;
    bench.engine.add_suppression(SuppressionKind::Domain, "harbor.example", "customer").await.unwrap();
    let form = NewLeadForm {
        name: "Ada".into(),
        email: Some("ada@mail.harbor.example".into()),
        ..NewLeadForm::default()
    };
    let refused = bench.engine.add_lead(form).await.err().unwrap();
    assert!(matches!(refused, EngineError::Precondition { code: "suppressed", .. }));
}

#[tokio::test]
async fn every_wrong_field_of_a_typed_lead_is_named() {
    let bench = Bench::sending().await;
    let form =
        NewLeadForm { telegram: Some("x".into()), email: Some("nobody".into()), ..NewLeadForm::default() };
    let EngineError::Invalid { fields } = bench.engine.add_lead(form).await.err().unwrap() else {
        panic!("the fields should be named")
    };
    let names: Vec<_> = fields.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(names, ["name", "telegram", "email"]);
}

#[tokio::test]
async fn deleting_a_lead_takes_its_drafts_along() {
    let bench = Bench::sending().await;
    let lead = bench.lead_on_telegram("priya_ops").await;
    bench.engine.delete_lead(lead).await.unwrap();
    assert!(bench.engine.lead(lead).await.unwrap().is_none());
    let drafts = bench.engine.drafts_page(&pending(), None, 10).await.unwrap();
    assert!(drafts.items.is_empty());
}
